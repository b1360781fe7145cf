"""How much tools share their people: every pair of lists and wikis, within a network and across networks (C8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from maillage.analyze.networks import tools
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

MEMBERS = "select source, person, contributions from tool_members"


@table("tool_overlaps", pk=("least", "source", "other"))
@dataclass(frozen=True)
class ToolOverlap:
    """Two tools, in the study's order, and the persons on both.

    `least` 1: who contributed to both; 0: who contributed, is subscribed or registered. `jaccard`: those on both among
    those on either, None where nobody is on either. `share`, `other_share`: those on both among those of the one and
    of the other, None for a tool without anybody. `same_network`: whether they are of one network.
    """

    least: int
    source: str
    other: str
    same_network: int
    persons: int
    other_persons: int
    shared: int
    jaccard: float | None
    share: float | None
    other_share: float | None


ROWS = (ToolOverlap,)


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[ToolOverlap]:  # noqa: ARG001  # the contract of steps
    """Every pair of tools, those who contributed first."""
    rows = [tuple(row) for row in store.rows(MEMBERS)]
    for least in (1, 0):
        persons: dict[str, set[int]] = defaultdict(set)
        for source, person, contributions in rows:
            if contributions >= least:
                persons[source].add(person)
        for one, other in combinations(tools(study), 2):
            mine, theirs = persons[one.name], persons[other.name]
            shared = len(mine & theirs)
            yield ToolOverlap(
                least=least,
                source=one.name,
                other=other.name,
                same_network=int(one.network == other.network),
                persons=len(mine),
                other_persons=len(theirs),
                shared=shared,
                jaccard=jaccard(mine, theirs),
                share=shared / len(mine) if mine else None,
                other_share=shared / len(theirs) if theirs else None,
            )


def jaccard(one: AbstractSet[int], other: AbstractSet[int]) -> float | None:
    """Those in both among those in either; None where both are empty.

    From 0.0, nobody is in both, to 1.0, they are the same. Jaccard (1901); C8: 001:L694-711.
    """
    return len(one & other) / len(one | other) if one or other else None
