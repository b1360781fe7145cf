"""How many messages were sent while what is said of their author was shown to hold."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.profiles import FIELDS
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.reports.tables.coverage import FIELD
from maillage.store import Store

TITLE = {"fr": "Messages dont l'attribution vaut à leur date", "en": "Messages whose attribution holds at their date"}
ORDER = 78

COLUMNS = (
    SOURCE,
    FIELD,
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("known", {"fr": "Attribut connu", "en": "Field known"}, Kind.COUNT),
    Column("valid", {"fr": "et montré à cette date", "en": "and shown at that date"}, Kind.COUNT),
    Column("valid_share", {"fr": "Part des messages", "en": "Share of messages"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Messages dont un attribut de l'auteur est connu, et ceux d'entre eux qui ont été envoyés entre le premier "
    "et le dernier mail qui le montre, ou dans les dates d'un codage (D2). Les autres le prennent du mail le plus "
    "proche qui le montre : le dernier avant, sinon le premier après.",
    "en": "Messages of whose author a field is known, and those of them sent between the first and the last mail that "
    "shows it, or within the dates of a coding (D2). The others take it from the nearest mail that shows it: the last "
    "before, else the first after.",
}
QUERY = "select * from list_dated where source in (select value from json_each(?)) order by rowid"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row for each field of each list, in the study's order."""
    rows = tuple(
        (row["source"], FIELDS[row["field"]][study.language], *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen(study, choice))
    )
    return Table(name="dated", title=TITLE, columns=COLUMNS, rows=rows, definition=DEFINITION, measures=("D2",))
