"""On how many lists and wikis of their network people are present (A16)."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import NETWORK, chosen_networks
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.reports.tables.tools_networks import LEAST, SILENT
from maillage.store import Store

TITLE = {
    "fr": "Personnes présentes sur plusieurs outils",
    "en": "Persons present on several tools",
}
ORDER = 705

COLUMNS = (
    NETWORK,
    LEAST,
    Column("tools", {"fr": "Nombre d'outils", "en": "Number of tools"}, Kind.COUNT),
    Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT),
    Column("lists_only", {"fr": "Listes seulement", "en": "Lists only"}, Kind.COUNT),
    Column("wikis_only", {"fr": "Wikis seulement", "en": "Wikis only"}, Kind.COUNT),
    Column("both", {"fr": "Listes et wikis", "en": "Lists and wikis"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Personnes ayant au moins ce nombre de contributions sur chacun d'exactement ce nombre d'outils du réseau "
    "(A16, étendu aux wikis). Une contribution est un message d'une liste ou une modification d'un wiki ; 0 : être "
    "abonné ou inscrit suffit.",
    "en": "Persons with at least so many contributions on each of just this number of tools of the network (A16, "
    "extended to wikis). A contribution is a message of a list or an edit of a wiki; 0: being subscribed or registered "
    "is enough.",
}
QUERY = """
    select network, least, tools, persons, lists_only, wikis_only, "both" from tool_presence
    where network in (select value from json_each(?)) order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a network, threshold and number of tools."""
    return Table(
        name="tools-presence",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, store.rows(QUERY, (json.dumps(chosen_networks(study, choice)),)))),
        definition=DEFINITION,
        notes=(SILENT,),
        measures=("A16",),
    )
