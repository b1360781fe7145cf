"""The persons who contribute to lists and to wikis: where and when they began on each."""

from __future__ import annotations

import json

from maillage.project import Study
from maillage.reports.selection import NETWORK, PERSON, chosen_networks
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.reports.tables.tools_moves import BEGAN
from maillage.store import Store

TITLE = {
    "fr": "Les personnes actives sur une liste et un wiki",
    "en": "The persons active on a list and a wiki",
}
ORDER = 725
NEEDS = "both"

COLUMNS = (
    NETWORK,
    PERSON,
    Column("began", {"fr": "Parcours", "en": "Course"}),
    Column("first_list", {"fr": "Première liste", "en": "First list"}, Kind.LIST),
    Column("first_list_day", {"fr": "Premier message", "en": "First message"}, Kind.DATE),
    Column("first_wiki", {"fr": "Premier wiki", "en": "First wiki"}, Kind.LIST),
    Column("first_wiki_day", {"fr": "Première modification", "en": "First edit"}, Kind.DATE),
    Column("delay_days", {"fr": "Jours entre les deux", "en": "Days between"}, Kind.COUNT),
    Column("came_back", {"fr": "Revenue", "en": "Came back"}, Kind.FLAG),
    Column("alternations", {"fr": "Changements", "en": "Changes"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Les personnes qui ont contribué à une liste et à un wiki du même réseau, dans l'ordre de leur arrivée sur "
    "la seconde sorte d'outil. Revenue : elle contribue encore là où elle a commencé, un mois plus tard. "
    "Changements : combien de fois elle passe d'une sorte à l'autre, d'un de ses mois au suivant.",
    "en": "The persons who contributed to a list and to a wiki of one network, in the order in which they came to the "
    "second kind of tool. Came back: she contributes to where she began in a later month. Changes: how often she goes "
    "from one kind to the other, from one of her months to the next.",
}
QUERY = """
    select network, person, began, first_list, first_list_day, first_wiki, first_wiki_day, delay_days, came_back,
      alternations
    from tool_courses join persons using (person)
    where network in (select value from json_each(?)) and first_list is not null and first_wiki is not null
    order by network, max(first_list_day, first_wiki_day), pseudonym
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a network and person."""
    found = store.rows(QUERY, (json.dumps(chosen_networks(study, choice)),))
    return Table(
        name="tools-movers",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(
            (row["network"], row["person"], BEGAN[row["began"]][study.language], *tuple(row)[3:]) for row in found
        ),
        definition=DEFINITION,
        measures=("B22",),
    )
