"""Where authors work, by scale of the territory: city, metropolis, pays, region, elsewhere, not identified."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maillage.analyze.lists import analysed
from maillage.analyze.regulars import share
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

SCALES = ("city", "metropolis", "pays", "region", "elsewhere", "unidentified")
"""From the inside out; each leaves out those inside it (Tables 31 and 32, territories.md 1)."""

LOCAL = frozenset({"city", "metropolis"})


@table("list_scales", pk=("source", "scale"))
@dataclass(frozen=True)
class ListScale:
    """The authors of a list who work at a scale (A17); lists of a network without territory have no rows.

    `share_of_authors`: of all authors of the list, `share_of_located`: of those whose place is known (A18); None for
    the scale `unidentified`, and where there are none.
    """

    source: str
    scale: str
    authors: int
    share_of_authors: float | None
    share_of_located: float | None


@table("list_locations", pk=("source",))
@dataclass(frozen=True)
class ListLocation:
    """How far from the city the authors of a list work.

    `extra_local`: outside the metropolis (pays, region, elsewhere), `outside_city`: outside the city, both with
    their shares of the `located` (A19). `unlocated` and its share of all authors; `unlocated_single`: those of them
    who wrote a single message to the list, and their share of the unlocated (A20). Shares of nobody are None.
    """

    source: str
    authors: int
    located: int
    extra_local: int
    extra_local_share: float | None
    outside_city: int
    outside_city_share: float | None
    unlocated: int
    unlocated_share: float | None
    unlocated_single: int
    unlocated_single_share: float | None


@table("network_locations", pk=("network",))
@dataclass(frozen=True)
class NetworkLocation:
    """The intensive persons of a network who work outside the metropolis (A21), and their share of all of them.

    `unlocated` ones are in `persons` and not in `extra_local`.
    """

    network: str
    persons: int
    extra_local: int
    extra_local_share: float | None
    unlocated: int


ROWS = (ListScale, ListLocation, NetworkLocation)

AUTHORS = "select source, scale, messages from list_profiles where scale != '' order by source, person"
INTENSIVE = """
    select network, scale from network_profiles
    where scale != '' and (network, person) in (select network, person from intensive_lists)
    order by network, person
"""


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[ListScale | ListLocation | NetworkLocation]:
    """The analysed lists in the study's order, from the inside out; then their networks."""
    authors: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for source, scale, messages in store.rows(AUTHORS):
        authors[source].append((scale, messages))
    lists = [source for source in analysed(study) if source.name in authors]
    for source in lists:
        yield from _scales(source.name, Counter(scale for scale, _ in authors[source.name]))
    for source in lists:
        yield location(source.name, authors[source.name])
    intensive: dict[str, Counter[str]] = defaultdict(Counter)
    for network, scale in store.rows(INTENSIVE):
        intensive[network][scale] += 1
    for network in dict.fromkeys(source.network for source in lists):
        counts = intensive[network]
        outside = extra_local(counts)
        yield NetworkLocation(network, counts.total(), outside, share(outside, counts.total()), counts["unidentified"])


def extra_local(counts: Mapping[str, int], *, inside: frozenset[str] = LOCAL) -> int:
    """Authors whose place is known and outside the metropolis, or outside the scales `inside` (A19).

    003:L16047-16051 counts from the metropolis, 003:L16144-16206 from the city.
    """
    return sum(count for scale, count in counts.items() if scale != "unidentified" and scale not in inside)


def location(source: str, authors: Sequence[tuple[str, int]]) -> ListLocation:
    """How far the authors of a list work, each with her scale and her messages."""
    counts = Counter(scale for scale, _ in authors)
    unlocated = counts["unidentified"]
    located = counts.total() - unlocated
    outside = extra_local(counts)
    outside_city = extra_local(counts, inside=frozenset({"city"}))
    single = sum(scale == "unidentified" and messages == 1 for scale, messages in authors)
    return ListLocation(
        source,
        authors=counts.total(),
        located=located,
        extra_local=outside,
        extra_local_share=share(outside, located),
        outside_city=outside_city,
        outside_city_share=share(outside_city, located),
        unlocated=unlocated,
        unlocated_share=share(unlocated, counts.total()),
        unlocated_single=single,
        unlocated_single_share=share(single, unlocated),
    )


def _scales(source: str, counts: Mapping[str, int]) -> Iterator[ListScale]:
    authors = sum(counts.values())
    located = authors - counts.get("unidentified", 0)
    for scale in SCALES:
        number = counts.get(scale, 0)
        of_located = None if scale == "unidentified" else share(number, located)
        yield ListScale(source, scale, number, share(number, authors), of_located)
