"""On how many lists of its network people write (A16)."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import NETWORK, chosen
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Personnes présentes sur plusieurs listes", "en": "Persons present on several lists"}
ORDER = 65

COLUMNS = (
    NETWORK,
    Column("least", {"fr": "Mails au moins", "en": "Mails at least"}, Kind.COUNT),
    Column("lists", {"fr": "Nombre de listes", "en": "Lists"}, Kind.COUNT),
    Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Personnes qui ont envoyé au moins 1 mail, ou au moins {intensive_from}, à exactement ce nombre de "
    "listes d'un même réseau (A16).",
    "en": "Persons who sent at least 1 mail, or at least {intensive_from}, to just this number of lists of one "
    "network (A16).",
}
WHOLE_NETWORKS = {
    "fr": "Le tableau porte toujours sur toutes les listes d'un réseau.",
    "en": "The table is always about all lists of a network.",
}

MEMBERSHIPS = """
    select network, least, lists, persons from memberships
    where network in (select value from json_each(?)) order by network, least, lists
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a network, threshold and number of lists."""
    networks = list(dict.fromkeys(source.network for source in chosen(study, choice)))
    limits = vars(study.thresholds)
    return Table(
        name="memberships",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(tuple(row) for row in store.rows(MEMBERSHIPS, (json.dumps(networks),))),
        definition={language: text.format(**limits) for language, text in DEFINITION.items()},
        notes=(WHOLE_NETWORKS,) if choice.source else (),
        measures=("A16",),
    )
