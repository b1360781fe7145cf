"""Who goes from list to wiki, who comes from wiki to list, and who comes back (B22 between kinds of tools)."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import NETWORK, chosen_networks
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "De la liste au wiki, et retour", "en": "From list to wiki, and back"}
ORDER = 715
NEEDS = "both"

BEGAN: dict[str, Text] = {
    "list-first": {"fr": "de la liste au wiki", "en": "from list to wiki"},
    "wiki-first": {"fr": "du wiki à la liste", "en": "from wiki to list"},
    "together": {"fr": "les deux le même mois", "en": "both in the same month"},
    "list-only": {"fr": "listes seulement", "en": "lists only"},
    "wiki-only": {"fr": "wikis seulement", "en": "wikis only"},
}
COLUMNS = (
    NETWORK,
    Column("began", {"fr": "Parcours", "en": "Course"}),
    Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT),
    Column("share", {"fr": "Part", "en": "Share"}, Kind.SHARE),
    Column("median_delay_days", {"fr": "Jours entre les deux (médiane)", "en": "Days between (median)"}, Kind.MEAN),
    Column("came_back", {"fr": "Revenues où elles ont commencé", "en": "Came back to where they began"}, Kind.COUNT),
    Column("alternating", {"fr": "Aller et retour au moins", "en": "There and back at least"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Contributeurs d'un réseau selon l'ordre de leurs premières contributions à une liste et à un wiki. Le même "
    "mois : l'ordre n'est pas retenu. Revenues : elles contribuent encore là où elles ont commencé, un mois plus tard "
    "que celui de la première contribution à l'autre sorte d'outil. Aller et retour : d'un de leurs mois au suivant "
    "elles changent au moins deux fois de sorte d'outil ; un mois avec les deux n'est pas un changement.",
    "en": "Contributors of a network by the order of their first contributions to a list and to a wiki. In the same "
    "month: the order is not looked at. Came back: they contribute to where they began in a month after that of the "
    "first contribution to the other kind of tool. There and back: from one of their months to the next they change "
    "the kind of tool at least twice; a month with both is no change.",
}
QUERY = """
    select network, began, persons, share, median_delay_days, came_back, alternating from network_moves
    where network in (select value from json_each(?)) order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Five rows a network."""
    found = store.rows(QUERY, (json.dumps(chosen_networks(study, choice)),))
    return Table(
        name="tools-moves",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple((row["network"], BEGAN[row["began"]][study.language], *tuple(row)[2:]) for row in found),
        definition=DEFINITION,
        measures=("B22",),
    )
