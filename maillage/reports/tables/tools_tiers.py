"""How many persons of each network are in each tier over all of its lists and wikis."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import NETWORK, chosen_networks
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.reports.tables.tiers import NAMES
from maillage.store import Store

TITLE = {"fr": "Niveaux de participation sur tous les outils", "en": "Tiers of participation over all tools"}
ORDER = 745

RULES: dict[str, Text] = {
    "best-tool": {"fr": "meilleur outil", "en": "best tool"},
    "share-rank": {"fr": "rang par la part", "en": "rank by share"},
}
RANKS: dict[str, Text] = {
    "one": {"fr": "premier 1 %", "en": "top 1 %"},
    "nine": {"fr": "9 % suivants", "en": "next 9 %"},
    "ninety": {"fr": "les autres", "en": "the rest"},
}
COLUMNS = (
    NETWORK,
    Column("rule", {"fr": "Règle", "en": "Rule"}),
    Column("tier", {"fr": "Niveau", "en": "Tier"}),
    Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT),
    Column("share_of_persons", {"fr": "Part des personnes", "en": "Share of persons"}, Kind.SHARE),
    Column("both_kinds", {"fr": "Dont sur liste et wiki", "en": "On list and wiki"}, Kind.COUNT),
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("edits", {"fr": "Modifications", "en": "Edits"}, Kind.COUNT),
    Column("share", {"fr": "Part moyenne des outils", "en": "Mean share of the tools"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Messages et modifications sont deux unités, qui ne s'ajoutent pas. Meilleur outil : le niveau le plus haut "
    "que la personne atteint sur un outil du réseau, aux mêmes seuils partout ; noyau : {core} contributions ou plus ; "
    "actifs : {active} ou plus ; occasionnels : 1 ou plus ; silencieux : abonnés ou inscrits seulement. Rang par la "
    "part : de chaque outil, la personne fait une part des contributions ; la moyenne de ces parts sur les outils du "
    "réseau la classe, et un outil très actif n'y pèse pas plus qu'un autre.",
    "en": "Messages and edits are two units, which are not added up. Best tool: the highest tier that the person "
    "reaches on one tool of the network, by the same thresholds everywhere; core: {core} contributions or more; "
    "active: {active} or more; occasional: 1 or more; silent: subscribed or registered only. Rank by share: of every "
    "tool the person makes a share of the contributions; the mean of these shares over the tools of the network ranks "
    "her, and a very active tool weighs no more than another.",
}
QUERY = """
    select network, rule, tier, persons, share_of_persons, both_kinds, messages, edits, share
    from network_tier_counts where network in (select value from json_each(?)) order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """Seven rows a network."""
    names = NAMES | RANKS
    limits = vars(study.tiers)
    found = store.rows(QUERY, (json.dumps(chosen_networks(study, choice)),))
    return Table(
        name="tools-tiers",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(
            (
                row["network"],
                RULES[row["rule"]][study.language],
                names[row["tier"]][study.language],
                *tuple(row)[3:],
            )
            for row in found
        ),
        definition={language: text.format(**limits) for language, text in DEFINITION.items()},
        measures=("tiers",),
    )
