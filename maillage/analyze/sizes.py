"""How large the communes are in which authors work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.lists import analysed
from maillage.analyze.profiles.places import official
from maillage.analyze.profiles.places.gazetteer import Gazetteer
from maillage.analyze.regulars import share
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

CLASSES = ("rural", "small", "medium", "medium-large", "large", "no-commune", "abroad", "unidentified")
LIMITS = (("rural", 2_000), ("small", 10_000), ("medium", 20_000), ("medium-large", 100_000))
"""Each class with the inhabitants under which a commune is in it; from 100,000 on it is `large`.

A medium town (ville moyenne) has 10,000 to 100,000 inhabitants in 003:L5471-5473, 20,000 to 100,000 in
004:L350-358: the two classes `medium` and `medium-large` serve both. Under 2,000 is rural (INSEE, unité urbaine).
"""


@table("list_sizes", pk=("source", "size"))
@dataclass(frozen=True)
class ListSize:
    """The authors of a list by the size of the commune where they work (C28): population of today's commune.

    `no-commune`: only a departement, region or metropolis is known. `abroad`: outside France. `unidentified`: no
    place is known. `share`: of all authors of the list, None without any.
    """

    source: str
    size: str
    authors: int
    share: float | None


ROWS = (ListSize,)

AUTHORS = "select source, place_code, place_level, count(*) as authors from list_profiles group by 1, 2, 3"


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[ListSize]:
    """The analysed lists in the study's order, from the smallest communes to the largest."""
    table = official.of_study(study)
    counts: dict[str, Counter[str]] = {source.name: Counter() for source in analysed(study)}
    for source, code, level, authors in store.rows(AUTHORS):
        counts[source][size_of(code, level, table)] += authors
    for source, of_list in counts.items():
        for size in CLASSES:
            yield ListSize(source, size, of_list[size], share(of_list[size], of_list.total()))


def size_of(code: str, level: str, table: Gazetteer) -> str:
    """The class of a place, by its code and level, "" and "" for none; `table`: the communes of the study."""
    if level == "commune":
        commune = table.commune(code)
        return "no-commune" if commune is None or commune.population is None else by_population(commune.population)
    if level == "country":
        return "abroad" if code != "FR" else "no-commune"
    return "no-commune" if level else "unidentified"


def by_population(inhabitants: int) -> str:
    """The class of a commune of so many inhabitants."""
    return next((size for size, limit in LIMITS if inhabitants < limit), "large")
