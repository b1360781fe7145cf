"""Who left one tool and then came to another, of whatever kind (B22)."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import NETWORK, TOOL, chosen_tools
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "D'un outil à un autre, sans retour", "en": "From one tool to another, without return"}
ORDER = 730

COLUMNS = (
    NETWORK,
    TOOL,
    Column("other", {"fr": "Vers", "en": "To"}, Kind.LIST),
    Column("persons", {"fr": "Contributeurs du premier", "en": "Contributors of the first"}, Kind.COUNT),
    Column("left", {"fr": "Partis", "en": "Left it"}, Kind.COUNT),
    Column("moved", {"fr": "Passés à l'autre", "en": "Went to the other"}, Kind.COUNT),
    Column("share", {"fr": "Leur part", "en": "Their share"}, Kind.SHARE),
    Column("median_gap_days", {"fr": "Jours entre les deux (médiane)", "en": "Days between (median)"}, Kind.MEAN),
    Column("first_day", {"fr": "Première arrivée", "en": "First arrival"}, Kind.DATE),
    Column("last_day", {"fr": "Dernière arrivée", "en": "Last arrival"}, Kind.DATE),
)
DEFINITION = {
    "fr": "Partis : sans contribution à cet outil depuis {silent_months} mois ou plus à la fin de la période. Passés à "
    "l'autre : partis, et dont la première contribution à l'autre outil du réseau suit la dernière au premier (B22). "
    "Leur part : de tous les contributeurs du premier. Les paires d'outils entre lesquels personne n'est passé ne "
    "figurent pas.",
    "en": "Left it: without a contribution to the tool for {silent_months} months or more when the period ends. Went "
    "to the other: left, and their first contribution to the other tool of the network comes after their last to the "
    "first (B22). Their share: of all contributors of the first. Pairs of tools between which nobody went are not "
    "shown.",
}
QUERY = """
    select network, source, other, persons, "left", moved, share, median_gap_days, first_day, last_day
    from tool_migrations
    where source in (select value from json_each(:tools)) or other in (select value from json_each(:tools))
    order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a pair of tools in which somebody moved."""
    names = json.dumps([source.name for source in chosen_tools(study, choice)])
    values = vars(study.moves)
    return Table(
        name="tools-migrations",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, store.rows(QUERY, {"tools": names}))),
        definition={language: text.format(**values) for language, text in DEFINITION.items()},
        measures=("B22",),
    )
