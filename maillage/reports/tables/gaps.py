"""Where the archives are silent: months without any message between the first and the last."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, among, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Lacunes des archives", "en": "Gaps in the archives"}
ORDER = 110

COLUMNS = (
    SOURCE,
    Column("first_month", {"fr": "Premier mois", "en": "First month"}, Kind.MONTH),
    Column("last_month", {"fr": "Dernier mois", "en": "Last month"}, Kind.MONTH),
    Column("months", {"fr": "Mois", "en": "Months"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Suites de mois sans aucun message dans la période, entre le premier et le dernier message de la liste. Le "
    "trafic automatique mis de côté montre que l'archive est là ; ce qu'une décision écarte ne le montre pas.",
    "en": "Runs of months without any message in the period, between the first and the last message of the list. "
    "Automatic traffic that is set aside shows that the archive is there; what a decision leaves out does not.",
}
WHY = {
    "fr": "Une lacune ne dit pas sa cause : la liste a pu dormir, ou une partie de l'archive manquer.",
    "en": "A gap does not tell its cause: the list may have slept, or a part of the archive be missing.",
}

QUERY = """
    select source, first_month, last_month, months from archive_gaps
    where source in (select value from json_each(?)) order by first_month
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a gap, in their order."""
    return Table(
        name="gaps",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, among(study.lists, choice)))),
        definition=DEFINITION,
        notes=(WHY,),
        measures=("D5",),
    )
