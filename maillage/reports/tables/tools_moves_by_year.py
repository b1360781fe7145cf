"""When people first come from list to wiki and from wiki to list, year by year."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import NETWORK, chosen_networks
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Passages de la liste au wiki par année", "en": "Moves from list to wiki by year"}
ORDER = 720
NEEDS = "both"

COLUMNS = (
    NETWORK,
    Column("year", {"fr": "Année", "en": "Year"}, Kind.YEAR),
    Column("newcomers", {"fr": "Nouveaux contributeurs", "en": "New contributors"}, Kind.COUNT),
    Column("list_to_wiki", {"fr": "De la liste au wiki", "en": "From list to wiki"}, Kind.COUNT),
    Column("wiki_to_list", {"fr": "Du wiki à la liste", "en": "From wiki to list"}, Kind.COUNT),
    Column("together", {"fr": "Les deux le même mois", "en": "Both in the same month"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Personnes qui contribuent pour la première fois au réseau cette année-là, et celles qui contribuent pour la "
    "première fois à la seconde sorte d'outil : venues d'une liste à un wiki, d'un wiki à une liste, ou des deux le "
    "même mois.",
    "en": "Persons who contribute to the network for the first time in that year, and those who contribute for the "
    "first time to the second kind of tool: from a list to a wiki, from a wiki to a list, or to both in one month.",
}
QUERY = """
    select network, year, newcomers, list_to_wiki, wiki_to_list, together from move_years
    where network in (select value from json_each(?)) order by rowid
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a network and year."""
    return Table(
        name="tools-moves-by-year",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, store.rows(QUERY, (json.dumps(chosen_networks(study, choice)),)))),
        definition=DEFINITION,
        measures=("B22",),
    )
