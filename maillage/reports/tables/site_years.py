"""The articles of each participatory site by year, whatever the study's period (A28)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SITE, chosen_sites, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Articles des sites participatifs par année", "en": "Articles of participatory sites by year"}
ORDER = 575

COLUMNS = (
    SITE,
    Column("year", {"fr": "Année", "en": "Year"}, Kind.YEAR),
    Column("published", {"fr": "Articles de l'année", "en": "Articles of the year"}, Kind.COUNT),
    Column("copies", {"fr": "Renvoient à un autre site", "en": "Refer to another site"}, Kind.COUNT),
    Column("articles", {"fr": "Articles à la fin de l'année", "en": "Articles at its end"}, Kind.COUNT),
    Column("authors", {"fr": "Contributeurs de l'année", "en": "Contributors of the year"}, Kind.COUNT),
    Column("new_authors", {"fr": "dont nouveaux", "en": "of these, new"}, Kind.COUNT),
)
DEFINITION: Text = {
    "fr": "Articles publiés, du premier à la fin de l'archive, au-delà de la période s'il y en a (A28). Nouveaux : "
    "comptes dont le premier article est de l'année.",
    "en": "Published articles from the first to the end of the archive, beyond the period where there are any (A28). "
    "New: accounts whose first article is of the year.",
}
QUERY = """
    select source, year, published, copies, articles, authors, new_authors from site_years
    where source in (select value from json_each(?)) order by year
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a year of a site, in the study's order."""
    return Table(
        name="site-years",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_sites(study, choice)))),
        definition=DEFINITION,
        measures=("A28",),
    )
