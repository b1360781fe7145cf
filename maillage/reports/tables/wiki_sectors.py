"""To which sectors the writers of each wiki belong (C2)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.profiles import sector_label
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Rédacteurs des wikis par secteur", "en": "Writers of wikis by sector"}
ORDER = 545

COLUMNS = (
    WIKI,
    Column("sector", {"fr": "Secteur", "en": "Sector"}),
    Column("writers", {"fr": "Rédacteurs", "en": "Writers"}, Kind.COUNT),
    Column("share_of_writers", {"fr": "Part des rédacteurs", "en": "Share of writers"}, Kind.SHARE),
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("share_of_edits", {"fr": "Part des modifications", "en": "Share of edits"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Secteur (C2) du statut de la structure de chaque personne dans la plupart de ses modifications du wiki, "
    "d'après ses mails, ses pages d'utilisateur et ce que disent les codeurs. Modifications de pages de contenu.",
    "en": "Sector (C2) of the status of each person's organisation in most of her edits of the wiki, by her mails, "
    "her user pages and what coders say. Edits of content pages.",
}
QUERY = """
    select source, sector, writers, share_of_writers, edits, share_of_edits from wiki_sectors
    where writers and source in (select value from json_each(?)) order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """The sectors of each wiki that anybody is of, in the study's order."""
    rows = tuple(
        (row["source"], sector_label(row["sector"], study.language), *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen_wikis(study, choice))
    )
    return Table(
        name="wiki-sectors",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        measures=("C2",),
    )
