"""What is edited on each wiki, month by month (B3)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Activité des wikis par mois", "en": "Activity of wikis by month"}
ORDER = 525

COLUMNS = (
    WIKI,
    Column("month", {"fr": "Mois", "en": "Month"}, Kind.MONTH),
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("content_edits", {"fr": "Dont de pages de contenu", "en": "Of content pages"}, Kind.COUNT),
    Column("added", {"fr": "Octets ajoutés", "en": "Bytes added"}, Kind.COUNT),
    Column("removed", {"fr": "Octets retirés", "en": "Bytes removed"}, Kind.COUNT),
    Column("created", {"fr": "Pages créées", "en": "Pages created"}, Kind.COUNT),
    Column("contributors", {"fr": "Contributeurs actifs", "en": "Active contributors"}, Kind.COUNT),
    Column("unregistered", {"fr": "Modifications sans compte", "en": "Edits without an account"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Modifications qui comptent, par mois du fuseau horaire de l'étude, du premier au dernier mois qui en a "
    "(B3). Octets : dont chaque modification a allongé ou raccourci une page de contenu. Pages créées : pages de "
    "contenu, sans celles qui ont été supprimées ou redirigées depuis. Contributeurs actifs : personnes ayant fait "
    "au moins une modification dans le mois.",
    "en": "Edits that count, by month of the study's time zone, from the first to the last month that has any (B3). "
    "Bytes: by which each edit made a content page longer or shorter. Pages created: content pages, without those "
    "that were deleted or redirected since. Active contributors: persons with at least one edit in the month.",
}
QUERY = """
    select source, month, edits, content_edits, added, removed, created, contributors, unregistered
    from wiki_months where source in (select value from json_each(?)) order by source, month
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki and month, in the study's order."""
    return Table(
        name="wiki-months",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition=DEFINITION,
        measures=("B3",),
    )
