"""Where the authors of each list work, by scale of its territory: Tables 31 and 32."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.profiles import SCALES
from maillage.reports.selection import NETWORK, SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Auteurs par échelle géographique", "en": "Authors by geographical scale"}
ORDER = 64

COLUMNS = (
    SOURCE,
    NETWORK,
    Column("scale", {"fr": "Échelle", "en": "Scale"}),
    Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    Column("share_of_authors", {"fr": "Part des auteurs", "en": "Share of authors"}, Kind.SHARE),
    Column("share_of_located", {"fr": "Part des localisés", "en": "Share of located"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Auteurs de chaque liste par lieu de travail, celui du bureau et non du siège, aux limites du territoire le "
    "jour de leur dernier message (A17). Chaque échelle exclut celles qu'elle contient ; toutes ensemble font les "
    "auteurs de la liste. Les parts se rapportent à tous les auteurs et aux auteurs localisés (A18).",
    "en": "Authors of each list by place of work, of the office and not of the head office, by the borders of the "
    "territory on the day of their last message (A17). Each scale leaves out those inside it; all of them make the "
    "authors of the list. Shares are of all authors and of those whose place is known (A18).",
}
QUERY = """
    select source, scale, authors, share_of_authors, share_of_located from list_scales
    where source in (select value from json_each(?)) order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Six rows a list, from the city out, in the study's order."""
    networks = {source.name: source.network for source in study.sources}
    rows = tuple(
        (row["source"], networks[row["source"]], SCALES[row["scale"]][study.language], *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen(study, choice))
    )
    return Table(
        name="places",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        reproduces="31, 32",
        measures=("A17", "A18"),
    )
