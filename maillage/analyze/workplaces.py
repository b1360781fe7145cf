"""The communes, departements, regions and countries in which authors work, territory or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.lists import analysed
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table


@table("list_workplaces", pk=("source", "level", "code", "place"))
@dataclass(frozen=True)
class ListWorkplace:
    """The authors of a list by place of work (A17 before any territory).

    `level`: `commune`, `metropolis`, `pays`, `departement`, `region`, `country`, or "" for those whose place is not
    identified; `code`: of the place, "" where it is open. `messages`: theirs on the list.
    """

    source: str
    level: str
    code: str
    place: str
    authors: int
    messages: int


ROWS = (ListWorkplace,)

QUERY = """
    select place_level, place_code, place, count(*), sum(messages) from list_profiles where source = ?
    group by 1, 2, 3 order by place_level = '', 4 desc, 5 desc, 1, 2, 3
"""


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[ListWorkplace]:
    """The analysed lists in the study's order; the places of most authors first, those not identified last."""
    for source in analysed(study):
        for row in store.rows(QUERY, (source.name,)):
            yield ListWorkplace(source.name, *row)
