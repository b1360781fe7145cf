"""How much each person takes part in a network as a whole: her tier over all of its lists and wikis.

Messages and edits are different units, as an edit may be a comma: they are not added up. A person's *tier* is that of
the tool on which it is highest, by the same thresholds everywhere; so nobody leaves the core for being active on a
second tool. Her *rank* is by her share: of the contributions of each tool, the mean over the network's tools, in which
a busy tool weighs no more than a quiet one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum

from maillage.analyze.networks import LIST, WIKI, kind_of, networks
from maillage.analyze.tiers import ACTIVE, CORE, NINE, NINETY, OCCASIONAL, ONE, SILENT, share_ranks, volume_tier
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

RULES = {"best-tool": (CORE, ACTIVE, OCCASIONAL, SILENT), "share-rank": (ONE, NINE, NINETY)}
"""The classes of each rule, from the inside out."""

MEMBERS = "select source, person, contributions from tool_members order by source, person"


@table("network_tiers", pk=("network", "person"))
@dataclass(frozen=True)
class NetworkTier:
    """A person of a network: contributor, subscriber or registered.

    `messages`: on its lists; `edits`: on its wikis. `tools`: on how many she contributed. `best`: the tool of her
    tier, the one with most contributions where several give it; None for the silent. `tier`: as for lists. `share`:
    the mean, over the tools of the network that anybody contributed to, of her share of their contributions, 0 to 1.
    `share_rank`: 90-9-1 by that share.
    """

    network: str
    person: int
    messages: int
    edits: int
    tools: int
    best: str | None
    tier: str
    share: float | None
    share_rank: str


@table("network_tier_counts", pk=("network", "rule", "tier"))
@dataclass(frozen=True)
class NetworkTierCount:
    """A class of a network by a rule of `RULES`: its persons, how many are on both kinds of tools, what they do.

    `share`: the sum of theirs, by which the classes of a rule add up to 1; None where nobody contributed.
    """

    network: str
    rule: str
    tier: str
    persons: int
    share_of_persons: float | None
    both_kinds: int
    messages: int
    edits: int
    share: float | None


ROWS = (NetworkTier, NetworkTierCount)

Contributions = Mapping[str, int]  # of one person, by tool


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[NetworkTier | NetworkTierCount]:  # noqa: ARG001  # the contract of steps
    """The persons of every network, in the study's order, then the sizes of its classes."""
    members: dict[str, dict[int, int]] = defaultdict(dict)
    for source, person, contributions in store.rows(MEMBERS):
        members[source][person] = contributions
    for network, sources in networks(study).items():
        kinds = {source.name: kind_of(source) for source in sources}
        persons: dict[int, dict[str, int]] = defaultdict(dict)
        for name in kinds:
            for person, contributions in members[name].items():
                persons[person][name] = contributions
        rows = list(network_tiers(network, persons, kinds, study))
        yield from rows
        yield from network_tier_counts(network, rows)


def network_tiers(
    network: str, persons: Mapping[int, Contributions], kinds: Mapping[str, str], study: Study
) -> Iterator[NetworkTier]:
    """The persons of one network, by number."""
    totals = Counter[str]()
    for of in persons.values():
        totals.update(of)
    shares = {person: share(of, totals) for person, of in persons.items()}
    ranks = share_ranks_of(shares)
    for person, of in sorted(persons.items()):
        best = min(of, key=lambda name: (-of[name], name))
        yield NetworkTier(
            network=network,
            person=person,
            messages=sum(number for name, number in of.items() if kinds[name] == LIST),
            edits=sum(number for name, number in of.items() if kinds[name] == WIKI),
            tools=sum(number > 0 for number in of.values()),
            best=best if of[best] else None,
            tier=volume_tier(of[best], study.tiers),
            share=None if shares[person] is None else float(shares[person] or 0),
            share_rank=ranks[person],
        )


def share(of: Contributions, totals: Mapping[str, int]) -> Fraction | None:
    """The mean over tools of a person's share of the contributions to each; None where nobody contributed to any.

    From 0, she contributed to none, to 1, she alone made them all. Those of all persons add up to 1. Exact, so that
    equals are found to be equal.
    """
    active = [name for name, total in totals.items() if total]
    if not active:
        return None
    return sum((Fraction(of.get(name, 0), totals[name]) for name in active), Fraction()) / len(active)


def share_ranks_of(shares: Mapping[int, Fraction | None]) -> dict[int, str]:
    """The 90-9-1 class of each person, by share as `share_ranks` has it by number of messages."""
    known = {person: one or Fraction() for person, one in shares.items()}
    levels = {value: place for place, value in enumerate(sorted({Fraction(), *known.values()}))}
    places = {person: levels[one] for person, one in known.items()}
    classes = share_ranks(places.values())
    return {person: classes[place] for person, place in places.items()}


def network_tier_counts(network: str, persons: Sequence[NetworkTier]) -> Iterator[NetworkTierCount]:
    """Every class of both rules, also those without anybody; by each rule they add up to the network."""
    for rule, classes in RULES.items():
        for name in classes:
            of = [one for one in persons if (one.tier if rule == "best-tool" else one.share_rank) == name]
            yield NetworkTierCount(
                network=network,
                rule=rule,
                tier=name,
                persons=len(of),
                share_of_persons=len(of) / len(persons) if persons else None,
                both_kinds=sum(bool(one.messages and one.edits) for one in of),
                messages=sum(one.messages for one in of),
                edits=sum(one.edits for one in of),
                share=_sum(one.share for one in of) if any(one.share is not None for one in persons) else None,
            )


def _sum(shares: Iterable[float | None]) -> float:
    return fsum(filter(None, shares))
