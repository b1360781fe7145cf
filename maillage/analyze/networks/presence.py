"""Who is present on which tools of a network, and on how many: lists and wikis together (A16)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from maillage.analyze.networks import LIST, WIKI, kind_of, networks, tools
from maillage.decisions import Decisions
from maillage.project import Source, Study
from maillage.store import Store, table

Presence = Mapping[int, Collection[str]]  # person: tools


@table("tool_members", pk=("source", "person"))
@dataclass(frozen=True, slots=True)
class ToolMember:
    """A person on a tool: by what she contributed, or by being there without a word.

    `contributions`: counted messages of a list, counted edits of a wiki; 0 for who is subscribed or registered and
    silent, and then without days. `member`: whether the latest subscriber list has her, or she has an account that is
    neither blocked nor a bot's; None where the study has no subscriber list.
    """

    source: str
    person: int
    network: str
    kind: str
    contributions: int
    first_day: str | None
    last_day: str | None
    member: int | None


@table("tool_presence", pk=("network", "least", "tools"))
@dataclass(frozen=True)
class ToolPresence:
    """How many persons have at least `least` contributions on each of just so many tools of a network.

    `least` 0: being subscribed or registered is enough. `lists_only`, `wikis_only`, `both`: of which kind these tools
    are; they add up to `persons`.
    """

    network: str
    least: int
    tools: int
    persons: int
    lists_only: int
    wikis_only: int
    both: int


@table("network_presence", pk=("network", "least"))
@dataclass(frozen=True)
class NetworkPresence:
    """The persons of a network, and how its tools hang together by them.

    `several`: those on two tools or more; `both`: on a list and on a wiki. `components`: into how many pieces the graph
    of persons and tools falls, tools without anybody left out; `largest`: the persons of the largest piece.
    """

    network: str
    least: int
    lists: int
    wikis: int
    persons: int
    several: int
    several_share: float | None
    both: int
    both_share: float | None
    components: int
    largest: int


ROWS = (ToolMember, ToolPresence, NetworkPresence)

WRITTEN = """
    select source, person, messages as contributions, first_day, last_day from person_lists
    union all
    select source, person, count(*) as contributions, min(day) as first_day, max(day) as last_day
    from edits where counted and person is not null group by source, person
"""
# Of lists the latest subscriber list only: an older one names people who may have left since.
PRESENT = """
    select distinct source, person from subscribers
    where taken_on = (select max(taken_on) from subscribers as other where other.source = subscribers.source)
    union
    select source, person from wiki_accounts
    where person is not null and standing in ('contributor', 'commenter', 'unpublished', 'elsewhere', 'silent')
"""


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[ToolMember | ToolPresence | NetworkPresence]:
    """The members of every tool, then how many tools they are on, network by network."""
    members = list(tool_members(store, study))
    yield from members
    of_network: dict[str, list[ToolMember]] = defaultdict(list)
    for member in members:
        of_network[member.network].append(member)
    for network, sources in networks(study).items():
        for least in thresholds(study):
            yield from _presences(network, least, sources, of_network[network])


def thresholds(study: Study) -> list[int]:
    """The least contributions that presence is counted for: none, one, and those of an intensive author."""
    return sorted({0, 1, study.thresholds.intensive_from})


def tool_members(store: Store, study: Study) -> Iterator[ToolMember]:
    """Who contributed to each tool or belongs to it in silence, in the study's order."""
    written = {(source, person): tuple(rest) for source, person, *rest in store.rows(WRITTEN)}
    present = {(source, person) for source, person in store.rows(PRESENT)}
    known = {source for source, _ in present}
    persons: dict[str, set[int]] = defaultdict(set)
    for source, person in written.keys() | present:
        persons[source].add(person)
    for source in tools(study):
        for person in sorted(persons[source.name]):
            key = source.name, person
            contributions, first, last = written.get(key, (0, None, None))
            member = int(key in present) if source.name in known else None
            yield ToolMember(*key, source.network, kind_of(source), contributions, first, last, member)


def on_tools(members: Iterable[ToolMember], least: int) -> dict[int, set[str]]:
    """The tools on which each person has at least so many contributions; without who has none such."""
    found: dict[int, set[str]] = defaultdict(set)
    for member in members:
        if member.contributions >= least:
            found[member.person].add(member.source)
    return dict(found)


def _presences(
    network: str, least: int, sources: Sequence[Source], members: Sequence[ToolMember]
) -> Iterator[ToolPresence | NetworkPresence]:
    kinds = {source.name: kind_of(source) for source in sources}
    presence = on_tools(members, least)
    where = Counter((len(on), spread(on, kinds)) for on in presence.values())
    for number in range(1, len(sources) + 1):
        parts = [where[number, spread] for spread in (LIST, WIKI, BOTH)]
        yield ToolPresence(network, least, number, sum(parts), *parts)
    several = sum(len(on) > 1 for on in presence.values())
    both = sum(spread(on, kinds) == BOTH for on in presence.values())
    pieces = components(presence)
    yield NetworkPresence(
        network=network,
        least=least,
        lists=sum(kind == LIST for kind in kinds.values()),
        wikis=sum(kind == WIKI for kind in kinds.values()),
        persons=len(presence),
        several=several,
        several_share=several / len(presence) if presence else None,
        both=both,
        both_share=both / len(presence) if presence else None,
        components=len(pieces),
        largest=max(pieces, default=0),
    )


BOTH = "both"


def spread(on: Iterable[str], kinds: Mapping[str, str]) -> str:
    """Which kinds of tools these are: `list`, `wiki` or `both`."""
    found = {kinds[name] for name in on}
    return BOTH if len(found) > 1 else found.pop()


def components(presence: Presence) -> list[int]:
    """The persons of each connected piece of the graph of persons and tools, the largest first (C8: 001:L864-872).

    One piece: somebody links every tool to the others, if only through third ones. As many as tools: nobody does.
    """
    piece: dict[str, str] = {}

    def root(name: str) -> str:
        while (above := piece.setdefault(name, name)) != name:
            piece[name] = piece.setdefault(above, above)
            name = piece[name]
        return name

    for on in presence.values():
        first, *others = sorted(on)
        for other in others:
            piece[root(other)] = root(first)
    return sorted(Counter(root(min(on)) for on in presence.values()).values(), reverse=True)
