"""For whom authors say that they write: for themselves, or on behalf of an organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.lists import analysed
from maillage.analyze.regulars import share
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

CAPACITIES = ("private", "organisation", "")


@table("list_capacities", pk=("source", "capacity"))
@dataclass(frozen=True)
class ListCapacity:
    """The messages of a list by what they say of the capacity they are written in (B30: 003:L16074-16086).

    `capacity`: `private`, `organisation`, or "" where nothing is said. `share`: of the counted messages with an
    author, None without any.
    """

    source: str
    capacity: str
    messages: int
    share: float | None


ROWS = (ListCapacity,)

MESSAGES = """
    select source, capacity, count(*) from contributions join message_profiles using (message)
    where counted group by 1, 2
"""


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[ListCapacity]:
    """The analysed lists in the study's order."""
    found = {(source, capacity): messages for source, capacity, messages in store.rows(MESSAGES)}
    for source in analysed(study):
        whole = sum(found.get((source.name, capacity), 0) for capacity in CAPACITIES)
        for capacity in CAPACITIES:
            messages = found.get((source.name, capacity), 0)
            yield ListCapacity(source.name, capacity, messages, share(messages, whole))
