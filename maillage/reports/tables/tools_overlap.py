"""How many persons each two tools share: every pair of lists and wikis of the study (C8)."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import TOOL, chosen_tools
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.reports.tables.tools_networks import LEAST, SILENT
from maillage.store import Store

TITLE = {"fr": "Recouvrement des outils", "en": "Overlap of tools"}
ORDER = 710

COLUMNS = (
    LEAST,
    TOOL,
    Column("other", {"fr": "Autre outil", "en": "Other tool"}, Kind.LIST),
    Column("same_network", {"fr": "Même réseau", "en": "Same network"}, Kind.FLAG),
    Column("persons", {"fr": "Personnes du premier", "en": "Persons of the first"}, Kind.COUNT),
    Column("other_persons", {"fr": "Personnes de l'autre", "en": "Persons of the other"}, Kind.COUNT),
    Column("shared", {"fr": "Personnes communes", "en": "Persons shared"}, Kind.COUNT),
    Column("jaccard", {"fr": "Indice de Jaccard", "en": "Jaccard index"}, Kind.MEAN),
    Column("share", {"fr": "Part du premier", "en": "Share of the first"}, Kind.SHARE),
    Column("other_share", {"fr": "Part de l'autre", "en": "Share of the other"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Pour chaque paire d'outils : les personnes qui ont contribué aux deux (1 contribution au moins), puis "
    "celles qui y contribuent, y sont abonnées ou inscrites (0). Indice de Jaccard : les personnes communes parmi "
    "celles de l'un ou de l'autre ; 0, aucune ; 1, ce sont les mêmes. Deux outils de réseaux différents ne sont là "
    "que s'ils ont quelqu'un en commun.",
    "en": "For every pair of tools: the persons who contributed to both (1 contribution at least), then those who "
    "contribute, are subscribed or registered (0). Jaccard index: the persons shared among those of either; 0, none; "
    "1, they are the same. Two tools of different networks are here only if they share somebody.",
}
QUERY = """
    select least, source, other, same_network, persons, other_persons, shared, jaccard, share, other_share
    from tool_overlaps
    where (shared or same_network) and (
      source in (select value from json_each(:tools)) or other in (select value from json_each(:tools))
    )
    order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a pair and threshold: pairs with a tool of the choice."""
    names = json.dumps([source.name for source in chosen_tools(study, choice)])
    return Table(
        name="tools-overlap",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, store.rows(QUERY, {"tools": names}))),
        definition=DEFINITION,
        notes=(SILENT,),
        measures=("C8",),
    )
