"""How much the thresholds decide: who changes class when one of them is moved by a few messages."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {
    "fr": "Ce que change un seuil déplacé",
    "en": "What a moved threshold changes",
}
ORDER = 84

THRESHOLDS: dict[str, Text] = {
    "core": {"fr": "noyau : au moins", "en": "core: at least"},
    "active": {"fr": "actifs : au moins", "en": "active: at least"},
    "regular_over": {"fr": "réguliers : plus de", "en": "regular: more than"},
    "intensive_from": {"fr": "intensifs : au moins", "en": "intensive: at least"},
}

COLUMNS = (
    SOURCE,
    Column("threshold", {"fr": "Seuil", "en": "Threshold"}),
    Column("value", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("moved_by", {"fr": "Déplacé de", "en": "Moved by"}, Kind.COUNT),
    Column("persons_in_tier", {"fr": "Personnes dans la classe", "en": "Persons in the class"}, Kind.COUNT),
    Column("persons_moved", {"fr": "Personnes déplacées", "en": "Persons moved"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Chaque seuil est déplacé seul, de 1 à 10 messages ; à 0, c'est le seuil en vigueur (noyau {core}, actifs "
    "{active}, réguliers plus de {regular_over}, intensifs {intensive_from}). Personnes déplacées : celles qui "
    "changent de classe. Un seuil n'est pas déplacé jusqu'à son voisin.",
    "en": "Each threshold is moved alone, by 1 to 10 messages; at 0 it is the one in force (core {core}, active "
    "{active}, regular more than {regular_over}, intensive {intensive_from}). Persons moved: those who change class. "
    "A threshold is not moved as far as its neighbour.",
}

QUERY = """
    select source, threshold, value, moved_by, persons_in_tier, persons_moved from tier_moves
    where source in (select value from json_each(?))
    order by instr('core active regular_over intensive_from', threshold), value
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list, threshold and place."""
    rows = rows_of(store, QUERY, chosen(study, choice))
    values = {
        "core": study.tiers.core,
        "active": study.tiers.active,
        "regular_over": study.thresholds.regular_over,
        "intensive_from": study.thresholds.intensive_from,
    }
    return Table(
        name="tier-sensitivity",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple((row["source"], THRESHOLDS[row["threshold"]][study.language], *tuple(row)[2:]) for row in rows),
        definition={language: text.format(**values) for language, text in DEFINITION.items()},
        measures=("sensitivity",),
    )
