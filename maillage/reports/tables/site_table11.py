"""The participatory sites, since when they exist and how many articles they have: Table 11 (A28)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SITE, chosen_sites, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Articles des sites participatifs", "en": "Articles of participatory sites"}
ORDER = 570

THESIS_MONTH = "2017-09"
"""Up to the end of which Table 11 counts (003:L11198-11200)."""

COLUMNS = (
    SITE,
    Column("description", {"fr": "Description du site", "en": "Description of the site"}),
    Column("created", {"fr": "Création", "en": "Created"}, Kind.YEAR),
    Column("articles", {"fr": "Articles publiés", "en": "Published articles"}, Kind.COUNT),
    Column("counted_to", {"fr": "Jusqu'au mois de", "en": "Up to the month of"}, Kind.MONTH),
    Column("articles_held", {"fr": "Quand l'archive est faite", "en": "When the archive was made"}, Kind.COUNT),
)
DEFINITION: Text = {
    "fr": "Articles publiés depuis la création, jusqu'à la fin d'un mois (A28) : celui du tableau 11, septembre 2017, "
    "dans une étude qui reproduit la thèse, sinon le dernier de l'étude ou de l'archive. Un article proposé, refusé "
    "ou retiré ne compte pas ; un article repris d'un autre site compte. Tout mois : `maillage table site-months`.",
    "en": "Articles published since the creation, up to the end of a month (A28): that of Table 11, September 2017, "
    "in a study that reproduces the thesis, else the last of the study or of the archive. An article that is "
    "proposed, refused or removed does not count; one that was taken from another site does. For any month: "
    "`maillage table site-months`.",
}
QUERY = """
    select source, month, articles, articles_held from (
      select site_months.source, month, site_months.articles, articles_held,
        row_number() over (partition by site_months.source order by month desc) as place
      from site_months join site_articles using (source)
      where source in (select value from json_each(?)) and month <= '{until}'
    ) where place = 1
"""
CREATED = "select source, substr(begun, 1, 4) as year from site_articles"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a site, in the study's order; those too that are only counted."""
    sites = chosen_sites(study, choice)
    until = THESIS_MONTH if study.compare_with_thesis else f"{study.end:%Y-%m}" if study.end else "9999-12"
    counted = {row["source"]: tuple(row)[1:] for row in rows_of(store, QUERY.format(until=until), sites)}
    begun = {row["source"]: row["year"] for row in store.rows(CREATED)}
    rows = []
    for site in sites:
        month, articles, held = counted.get(site.name, (None, None, None))
        year = f"{site.created:%Y}" if site.created else begun.get(site.name)
        rows.append((site.name, site.description or None, year, articles, month, held))
    return Table(
        name="site-table11",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(rows),
        definition=DEFINITION,
        reproduces="11",
        measures=("A28",),
    )
