"""The sections of each participatory site, and their articles."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SITE, chosen_sites, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Articles par rubrique", "en": "Articles by section"}
ORDER = 574

COLUMNS = (
    SITE,
    Column("path", {"fr": "Rubrique", "en": "Section"}),
    Column("articles", {"fr": "Articles publiés", "en": "Published articles"}, Kind.COUNT),
    Column("articles_below", {"fr": "avec ses sous-rubriques", "en": "with those below"}, Kind.COUNT),
    Column("authors", {"fr": "Contributeurs", "en": "Contributors"}, Kind.COUNT),
    Column("waiting", {"fr": "En attente", "en": "Waiting"}, Kind.COUNT),
    Column("last_day", {"fr": "Dernier article", "en": "Last article"}, Kind.DATE),
)
DEFINITION: Text = {
    "fr": "Articles publiés jusqu'à la fin de la période (A28) dans chaque rubrique, puis dans elle et toutes celles "
    "qu'elle contient. En attente : proposés quand l'archive est faite.",
    "en": "Articles published up to the end of the period (A28) in each section, then in it and all that it contains. "
    "Waiting: proposed when the archive was made.",
}
QUERY = """
    select source, path, articles, articles_below, authors, waiting, last_day from site_sections
    where source in (select value from json_each(?)) and (articles_below or waiting) order by path, section
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a section that has anything, by site in the study's order."""
    return Table(
        name="site-sections",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_sites(study, choice)))),
        definition=DEFINITION,
        measures=("A28",),
    )
