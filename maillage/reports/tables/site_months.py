"""The articles of each participatory site up to any month, whatever the study's period (A28)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SITE, chosen_sites, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Articles des sites participatifs par mois", "en": "Articles of participatory sites by month"}
ORDER = 576

COLUMNS = (
    SITE,
    Column("month", {"fr": "Mois", "en": "Month"}, Kind.MONTH),
    Column("published", {"fr": "Articles du mois", "en": "Articles of the month"}, Kind.COUNT),
    Column("articles", {"fr": "Articles à la fin du mois", "en": "Articles at its end"}, Kind.COUNT),
    Column("authors", {"fr": "Contributeurs du mois", "en": "Contributors of the month"}, Kind.COUNT),
    Column("contributors", {"fr": "Contributeurs jusque-là", "en": "Contributors so far"}, Kind.COUNT),
)
DEFINITION: Text = {
    "fr": "Articles publiés et comptes qui les ont écrits, du premier article à la fin de l'archive, au-delà de la "
    "période s'il y en a (A26, A28) : les comptes du tableau 11 (septembre 2017) et de l'annexe 3 (juin 2018) s'y "
    "lisent.",
    "en": "Published articles and the accounts that wrote them, from the first article to the end of the archive, "
    "beyond the period where there are any (A26, A28): the counts of Table 11 (September 2017) and annex 3 (June "
    "2018) are read here.",
}
QUERY = """
    select source, month, published, articles, authors, contributors from site_months
    where source in (select value from json_each(?)) order by month
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a month of a site, in the study's order."""
    return Table(
        name="site-months",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_sites(study, choice)))),
        definition=DEFINITION,
        measures=("A26", "A28"),
    )
