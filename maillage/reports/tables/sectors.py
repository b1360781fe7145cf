"""The sectors that the authors and the messages of each list are of."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.profiles import sector_label
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Auteurs et messages par secteur", "en": "Authors and messages by sector"}
ORDER = 70

COLUMNS = (
    SOURCE,
    Column("sector", {"fr": "Secteur", "en": "Sector"}),
    Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    Column("share_of_authors", {"fr": "Part des auteurs", "en": "Share of authors"}, Kind.SHARE),
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("share_of_messages", {"fr": "Part des messages", "en": "Share of messages"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Secteur du statut de l'organisation : celui de l'auteur dans la plupart de ses messages à la liste, celui "
    "du message au moment de l'envoi (C2). Un message écrit à titre privé n'est d'aucun secteur.",
    "en": "Sector of the organisation's status: an author's in most of her messages to the list, a message's at the "
    "time of sending (C2). A message written in a private capacity is of no sector.",
}
QUERY = "select * from list_sectors where source in (select value from json_each(?)) order by rowid"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """A row for each sector of each list, in the study's order."""
    rows = tuple(
        (row["source"], sector_label(row["sector"], study.language), *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen(study, choice))
    )
    return Table(name="sectors", title=TITLE, columns=COLUMNS, rows=rows, definition=DEFINITION, measures=("C2",))
