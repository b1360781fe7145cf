"""What each wiki is, and what is in it: annex 4."""

from __future__ import annotations

from collections import defaultdict

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Description et contenus des wikis", "en": "Description and contents of wikis"}
ORDER = 505

COLUMNS = (
    WIKI,
    Column("description", {"fr": "Description du site", "en": "Description of the site"}),
    Column("contents", {"fr": "Contenus", "en": "Contents"}),
    Column("shown_by", {"fr": "D'après", "en": "By"}),
    Column("last_day", {"fr": "Données au", "en": "Data of"}, Kind.DATE),
)
SHOWN_BY = {
    "portal": {"fr": "portails", "en": "portals"},
    "category": {"fr": "catégories", "en": "categories"},
    "page": {"fr": "pages les plus modifiées", "en": "most edited pages"},
    "section": {"fr": "rubriques", "en": "sections"},
}
DEFINITION = {
    "fr": "Description : celle du fichier de l'étude (`description`). Contenus : les portails du wiki ; à défaut ses "
    "plus grandes catégories, avec leur nombre de pages de contenu ; à défaut ses pages les plus modifiées. D'un site "
    "participatif : ses plus grandes rubriques, avec leur nombre d'articles.",
    "en": "Description: that of the study file (`description`). Contents: the portals of the wiki; where it has "
    "none, its largest categories with their number of content pages; where it has none either, its most edited "
    "pages. Of a participatory site: its largest sections with their number of articles.",
}
QUERY = """
    select source, what, subject, pages from wiki_contents
    where source in (select value from json_each(?)) order by source, rank
"""
LAST_DAYS = "select source, last_day from wiki_censuses"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    wikis = chosen_wikis(study, choice)
    contents: dict[str, list[str]] = defaultdict(list)
    shown_by: dict[str, str] = {}
    for row in rows_of(store, QUERY, wikis):
        pages = "" if row["pages"] is None else f" ({row['pages']})"
        contents[row["source"]].append(f"{row['subject']}{pages}")
        shown_by[row["source"]] = SHOWN_BY[row["what"]][study.language]
    last_days = {row["source"]: row["last_day"] for row in store.rows(LAST_DAYS)}
    rows = tuple(
        (
            wiki.name,
            wiki.description or None,
            " | ".join(contents[wiki.name]) or None,
            shown_by.get(wiki.name),
            last_days.get(wiki.name),
        )
        for wiki in wikis
    )
    return Table(
        name="wiki-annex4",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        reproduces="annex 4",
    )
