"""Which persons revert which on each wiki."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import PERSON, WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Qui révoque qui, par personne", "en": "Who reverts whom, by person"}
ORDER = 620

COLUMNS = (
    WIKI,
    PERSON,
    Column("reverted_author", {"fr": "Auteur révoqué", "en": "Reverted author"}, Kind.PERSON),
    Column("reverts", {"fr": "Révocations", "en": "Reverts"}, Kind.COUNT),
    Column("reverted", {"fr": "Modifications révoquées", "en": "Reverted edits"}, Kind.COUNT),
    Column("last", {"fr": "Dernière", "en": "Last"}, Kind.DATE),
)
DEFINITION = {
    "fr": "Révocations à l'identique d'une personne inscrite par une autre : qui révoque, qui est révoqué. Qui revient "
    "sur ses propres modifications n'est pas ici.",
    "en": "Identity reverts of one registered person by another: who reverts, who is reverted. Who goes back on own "
    "edits is not here.",
}
QUERY = """
    select source, person as author, reverted_person as reverted_author, count(distinct revision) as reverts,
      count(*) as reverted, max(day) as last
    from reverts
    where counted and not of_own and person is not null and reverted_person is not null
      and source in (select value from json_each(?))
    group by source, person, reverted_person order by reverts desc, reverted desc, person, reverted_person
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a pair of persons, in the study's order, the commonest first."""
    return Table(
        name="wiki-revert-pairs",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition=DEFINITION,
        measures=("reverts",),
    )
