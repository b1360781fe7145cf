"""Each network as a whole: its people on lists and wikis, and how they hold its tools together (A16, C8)."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import NETWORK, chosen_networks
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {
    "fr": "Les réseaux, listes et wikis ensemble",
    "en": "The networks, lists and wikis together",
}
ORDER = 700

LEAST = Column("least", {"fr": "Contributions au moins", "en": "Contributions at least"}, Kind.COUNT)
COLUMNS = (
    NETWORK,
    LEAST,
    Column("lists", {"fr": "Listes", "en": "Lists"}, Kind.COUNT),
    Column("wikis", {"fr": "Wikis", "en": "Wikis"}, Kind.COUNT),
    Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT),
    Column("several", {"fr": "Sur plusieurs outils", "en": "On several tools"}, Kind.COUNT),
    Column("several_share", {"fr": "Leur part", "en": "Their share"}, Kind.SHARE),
    Column("both", {"fr": "Sur une liste et un wiki", "en": "On a list and a wiki"}, Kind.COUNT),
    Column("both_share", {"fr": "Leur part", "en": "Their share"}, Kind.SHARE),
    Column("components", {"fr": "Composantes", "en": "Components"}, Kind.COUNT),
    Column("largest", {"fr": "Personnes de la plus grande", "en": "Persons of the largest"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Outil : une liste analysée ou un wiki. Contribution : un message compté d'une liste, ou une modification "
    "comptée d'un wiki. Personnes ayant au moins ce nombre de contributions sur un outil du réseau ; 0 : y être abonné "
    "ou inscrit suffit. Composantes : en combien de morceaux se sépare le réseau si deux outils ne tiennent ensemble "
    "que par les personnes présentes sur les deux ; 1 : tous se tiennent, fût-ce de proche en proche.",
    "en": "Tool: an analysed list or a wiki. Contribution: a counted message of a list, or a counted edit of a wiki. "
    "Persons with at least so many contributions on one tool of the network; 0: being subscribed or registered is "
    "enough. Components: into how many pieces the network falls if two tools hang together by nothing but the persons "
    "on both; 1: all hang together, if only through third ones.",
}
SILENT = {
    "fr": "À 0, une liste sans liste d'abonnés ne compte que ses auteurs.",
    "en": "At 0, a list without a subscriber list counts its authors only.",
}
QUERY = """
    select network, least, lists, wikis, persons, several, several_share, "both", both_share, components, largest
    from network_presence where network in (select value from json_each(?)) order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a network and threshold."""
    return Table(
        name="tools-networks",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, store.rows(QUERY, (json.dumps(chosen_networks(study, choice)),)))),
        definition=DEFINITION,
        notes=(SILENT,),
        measures=("A16", "C8"),
    )
