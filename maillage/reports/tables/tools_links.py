"""How lists and wikis link to one another (B29)."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import TOOL, chosen_tools
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Circulation des liens entre les outils", "en": "Circulation of links between tools"}
ORDER = 735

TARGET = Column("target", {"fr": "Vers", "en": "To"}, Kind.LIST)
COLUMNS = (
    TOOL,
    TARGET,
    Column("links", {"fr": "Liens", "en": "Links"}, Kind.COUNT),
    Column("items", {"fr": "Messages ou modifications", "en": "Messages or edits"}, Kind.COUNT),
    Column("pages", {"fr": "Pages visées", "en": "Pages linked to"}, Kind.COUNT),
    Column("no_page", {"fr": "Liens sans page connue", "en": "Links to no known page"}, Kind.COUNT),
    Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT),
    Column("first_day", {"fr": "Premier", "en": "First"}, Kind.DATE),
    Column("last_day", {"fr": "Dernier", "en": "Last"}, Kind.DATE),
    Column(
        "median_created_days",
        {"fr": "Jours depuis la création (médiane)", "en": "Days since creation (median)"},
        Kind.MEAN,
    ),
    Column(
        "median_edited_days",
        {"fr": "Jours depuis la modification (médiane)", "en": "Days since the last edit (median)"},
        Kind.MEAN,
    ),
)
DEFINITION = {
    "fr": "Adresses d'un outil qui figurent dans un autre : pages d'un wiki dans les mails, archives ou adresse d'une "
    "liste sur les pages d'un wiki, liens d'un wiki à l'autre (B29). D'un mail ne compte que ce que son auteur écrit "
    "lui-même, ni citation ni signature ; d'une page, la modification qui y amène le lien pour la première fois. Jours "
    "depuis la création : de la création d'une page au premier lien vers elle, médiane des pages ; depuis la "
    "modification : de la dernière modification de la page au lien, médiane des liens.",
    "en": "Addresses of one tool that stand in another: pages of a wiki in mails, archives or address of a list on the "
    "pages of a wiki, links from wiki to wiki (B29). Of a mail only its author's own words count, no quotations and no "
    "signatures; of a page, the edit that brings the link there first. Days since creation: from the making of a page "
    "to the first link to it, median over pages; since the last edit: from the last edit of the page to the link, "
    "median over links.",
}
ADDRESSES = {
    "fr": "Un outil est reconnu à ce que le wiki dit de lui-même, à l'en-tête List-Id de la liste, et à `addresses` "
    "dans `maillage.toml`. Une adresse sans `http://`, `https://` ni `www.` n'est pas vue.",
    "en": "A tool is known by what a wiki says of itself, by the List-Id header of a list, and by `addresses` in "
    "`maillage.toml`. An address without `http://`, `https://` or `www.` is not seen.",
}
QUERY = """
    select source, target, links, items, pages, no_page, persons, first_day, last_day, median_created_days,
      median_edited_days
    from tool_circulation
    where source in (select value from json_each(:tools)) or target in (select value from json_each(:tools))
    order by source, target
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a pair of tools with a link, by its direction, in the study's order."""
    order = {source.name: place for place, source in enumerate(study.sources)}
    names = json.dumps([source.name for source in chosen_tools(study, choice)])
    rows = sorted(
        map(tuple, store.rows(QUERY, {"tools": names})),
        key=lambda row: (order[str(row[0])], order[str(row[1])]),
    )
    return Table(
        name="tools-links",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(rows),
        definition=DEFINITION,
        notes=(ADDRESSES,),
        measures=("B29",),
    )
