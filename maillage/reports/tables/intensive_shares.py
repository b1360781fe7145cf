"""How many of the intensive persons of each network are from elsewhere, and how many are institutional."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import NETWORK, chosen
from maillage.reports.table import Cell, Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {
    "fr": "Personnes intensives venues d'ailleurs, ou institutionnelles",
    "en": "Intensive persons from elsewhere, or institutional",
}
ORDER = 68

COLUMNS = (
    NETWORK,
    Column("persons", {"fr": "Personnes intensives", "en": "Intensive persons"}, Kind.COUNT),
    Column("extra_local", {"fr": "Hors de la métropole", "en": "Outside the metropolis"}, Kind.COUNT),
    Column("extra_local_share", {"fr": "Part", "en": "Share"}, Kind.SHARE),
    Column("unlocated", {"fr": "Non localisées", "en": "Not located"}, Kind.COUNT),
    Column("institutional", {"fr": "Du secteur public", "en": "Of the public sector"}, Kind.COUNT),
    Column("share", {"fr": "Part", "en": "Share"}, Kind.SHARE),
    Column("elected", {"fr": "dont élus", "en": "of them, elected"}, Kind.COUNT),
    Column("share_without_elected", {"fr": "Part sans les élus", "en": "Share without elected"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Parmi les personnes d'au moins {intensive_from} mails sur une liste du réseau : celles qui travaillent hors "
    "de la métropole (A21), et celles d'une collectivité ou d'un autre organisme public, avec et sans les élus (A15).",
    "en": "Of the persons with at least {intensive_from} mails on one list of the network: those who work outside the "
    "metropolis (A21), and those of a local authority or another public body, with and without elected members (A15).",
}
QUERY = """
    select network, institutional.persons, extra_local, extra_local_share, unlocated, institutional, share, elected,
      share_without_elected
    from network_institutional as institutional left join network_locations using (network) order by 1
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a network that the chosen lists are of."""
    networks = {source.network for source in chosen(study, choice)}
    rows: tuple[tuple[Cell, ...], ...] = tuple(tuple(row) for row in store.rows(QUERY) if row["network"] in networks)
    limits = vars(study.thresholds)
    return Table(
        name="intensive-shares",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition={language: text.format(**limits) for language, text in DEFINITION.items()},
        measures=("A15", "A21"),
    )
