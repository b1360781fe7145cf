"""Who goes from a list to a wiki, who comes from a wiki to a list, who comes back, and when (B22 for any two tools)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from maillage.analyze.networks import LIST, WIKI, kind_of, networks, tools
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

LIST_FIRST, WIKI_FIRST, TOGETHER = "list-first", "wiki-first", "together"
LIST_ONLY, WIKI_ONLY = "list-only", "wiki-only"
ORDERS = (LIST_FIRST, WIKI_FIRST, TOGETHER, LIST_ONLY, WIKI_ONLY)
"""In which order a person begins on the two kinds of tools; `together` is in the same month."""

MEMBERS = """
    select source, person, first_day, last_day from tool_members where contributions > 0 order by person, source
"""
MONTHS = """
    select source, person, month from person_months
    union
    select source, person, month from edits where counted and person is not null
"""


@table("tool_courses", pk=("network", "person"))
@dataclass(frozen=True)
class ToolCourse:
    """The way of one person over the lists and wikis of a network.

    `began`: one of `ORDERS`. `first_list`, `first_wiki`: where she first contributed. `delay_days`: from the first
    contribution on the one kind to the first on the other, None where she keeps to one. `came_back`: whether, in a
    later month than that of her first contribution on the second kind, she contributed to the first again; None where
    she keeps to one kind or began on both together. `alternations`: how often she changes kind from month to month.
    """

    network: str
    person: int
    began: str
    first_list: str | None
    first_list_day: str | None
    first_wiki: str | None
    first_wiki_day: str | None
    delay_days: int | None
    came_back: int | None
    alternations: int


@table("network_moves", pk=("network", "began"))
@dataclass(frozen=True)
class NetworkMove:
    """The persons of a network who begin in one of the `ORDERS`, and their share of its contributors.

    `median_delay_days`: between the two first contributions. `came_back`: who also went on, or came back, to where they
    had begun; None where that has no meaning. `alternating`: who changed kind twice or more.
    """

    network: str
    began: str
    persons: int
    share: float | None
    median_delay_days: float | None
    came_back: int | None
    alternating: int


@table("move_years", pk=("network", "year"))
@dataclass(frozen=True)
class MoveYear:
    """A year of a network: its new contributors, and who first came from one kind of tool to the other."""

    network: str
    year: int
    newcomers: int
    list_to_wiki: int
    wiki_to_list: int
    together: int


@table("tool_migrations", pk=("source", "other"))
@dataclass(frozen=True)
class ToolMigration:
    """Two tools of a network, and who left the first for the second (B22); a row wherever somebody did.

    `persons`: contributors of `source`. `left`: those of them silent on it for `moves.silent_months` or more when the
    study ends. `moved`: those who left, and whose first contribution on `other` is later than their last on `source`.
    `median_gap_days`: between these two. `first_day`, `last_day`: of the arrivals.
    """

    source: str
    other: str
    network: str
    persons: int
    left: int
    moved: int
    share: float
    median_gap_days: float
    first_day: str
    last_day: str


ROWS = (ToolCourse, NetworkMove, MoveYear, ToolMigration)
Row = ToolCourse | NetworkMove | MoveYear | ToolMigration

Days = Mapping[str, tuple[str, str]]  # tool: first and last day


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[Row]:  # noqa: ARG001  # the contract of steps
    """The courses of the persons of each network and what they add up to; then who left which tool for which."""
    kinds = {source.name: kind_of(source) for source in tools(study)}
    days: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for source, person, first, last in store.rows(MEMBERS):
        days[person][source] = first, last
    months: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for source, person, month in store.rows(MONTHS):
        months[person].append((month, source))
    ended = _end(study, days.values())
    for network, sources in networks(study).items():
        names = {source.name for source in sources}
        within = {
            person: {name: of[name] for name in sorted(names & of.keys())}
            for person, of in sorted(days.items())
            if names & of.keys()
        }
        courses = [
            course(network, person, of, [(m, kinds[name]) for m, name in months[person] if name in names], kinds)
            for person, of in within.items()
        ]
        yield from courses
        yield from network_moves(network, courses)
        yield from move_years(network, courses)
        yield from migrations(network, [source.name for source in sources], within, ended, study.moves.silent_months)


def _end(study: Study, days: Iterable[Days]) -> str:
    """The last month that is looked at: the study's, or that of the last contribution."""
    if study.end:
        return study.end.isoformat()[:7]
    return max((last for of in days for _, last in of.values()), default="0001-01")[:7]


def course(
    network: str, person: int, days: Days, months: Iterable[tuple[str, str]], kinds: Mapping[str, str]
) -> ToolCourse:
    """One person's course, from her first and last days by tool, and her months by kind."""
    first = {kind: min((days[name][0], name) for name in days if kinds[name] == kind) for kind in _kinds(days, kinds)}
    list_day, first_list = first.get(LIST, (None, None))
    wiki_day, first_wiki = first.get(WIKI, (None, None))
    active = sorted(set(months))
    began = _began(list_day, wiki_day)
    delay = between(min(list_day, wiki_day), max(list_day, wiki_day)) if list_day and wiki_day else None
    return ToolCourse(
        network=network,
        person=person,
        began=began,
        first_list=first_list,
        first_list_day=list_day,
        first_wiki=first_wiki,
        first_wiki_day=wiki_day,
        delay_days=delay,
        came_back=came_back(began, list_day, wiki_day, active),
        alternations=alternations(active),
    )


def _kinds(names: Iterable[str], kinds: Mapping[str, str]) -> set[str]:
    return {kinds[name] for name in names}


def _began(list_day: str | None, wiki_day: str | None) -> str:
    if list_day is None or wiki_day is None:
        return WIKI_ONLY if list_day is None else LIST_ONLY
    if list_day[:7] == wiki_day[:7]:
        return TOGETHER
    return LIST_FIRST if list_day < wiki_day else WIKI_FIRST


def came_back(began: str, list_day: str | None, wiki_day: str | None, months: Iterable[tuple[str, str]]) -> int | None:
    """Whether a person contributed to the kind she began on in a month after the first one of the other kind."""
    if began == LIST_FIRST and wiki_day:
        return int(any(kind == LIST and month > wiki_day[:7] for month, kind in months))
    if began == WIKI_FIRST and list_day:
        return int(any(kind == WIKI and month > list_day[:7] for month, kind in months))
    return None


def alternations(months: Sequence[tuple[str, str]]) -> int:
    """How often a person changes between lists and wikis, from one of her months to the next (sorted, with kinds).

    0: she keeps to one; 1: she changed over; 2: she came back. A month with both is no change.
    """
    on: dict[str, set[str]] = defaultdict(set)
    for month, kind in months:
        on[month].add(kind)
    changes, before = 0, ""
    for month in sorted(on):
        if len(on[month]) == 1:
            (kind,) = on[month]
            changes += bool(before) and kind != before
            before = kind
    return changes


def between(first: str, last: str) -> int:
    """The days from one ISO day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def network_moves(network: str, courses: Sequence[ToolCourse]) -> Iterator[NetworkMove]:
    """How many persons begin in each order; all orders, also those that nobody does."""
    for began in ORDERS:
        of = [one for one in courses if one.began == began]
        delays = [one.delay_days for one in of if one.delay_days is not None]
        back = [one.came_back for one in of if one.came_back is not None]
        yield NetworkMove(
            network=network,
            began=began,
            persons=len(of),
            share=len(of) / len(courses) if courses else None,
            median_delay_days=float(median(delays)) if delays else None,
            came_back=sum(back) if began in {LIST_FIRST, WIKI_FIRST} else None,
            alternating=sum(one.alternations > 1 for one in of),
        )


def move_years(network: str, courses: Sequence[ToolCourse]) -> Iterator[MoveYear]:
    """Every year from the first contribution to the last newcomer or change."""
    newcomers, changes = Counter[int](), Counter[tuple[int, str]]()
    for one in courses:
        days = sorted(filter(None, (one.first_list_day, one.first_wiki_day)))
        newcomers[int(days[0][:4])] += 1
        if len(days) == 2:
            changes[int(days[1][:4]), one.began] += 1
    years = [*newcomers, *(year for year, _ in changes)]
    for year in range(min(years), max(years) + 1) if years else ():
        counts = (changes[year, began] for began in (LIST_FIRST, WIKI_FIRST, TOGETHER))
        yield MoveYear(network, year, newcomers[year], *counts)


def migrations(
    network: str, sources: Sequence[str], persons: Mapping[int, Days], ended: str, silent_months: int
) -> Iterator[ToolMigration]:
    """Who left each tool of a network for each other one (B22: 003:L15762-15768, L11082-11088)."""
    for source in sources:
        on = [days for days in persons.values() if source in days]
        left = [days for days in on if months_between(days[source][1], ended) >= silent_months]
        for other in sources:
            moved = [
                (days[other][0], between(days[source][1], days[other][0]))
                for days in left
                if other in days and days[other][0] > days[source][1]
            ]
            if moved:
                yield ToolMigration(
                    source=source,
                    other=other,
                    network=network,
                    persons=len(on),
                    left=len(left),
                    moved=len(moved),
                    share=len(moved) / len(on),
                    median_gap_days=float(median(gap for _, gap in moved)),
                    first_day=min(moved)[0],
                    last_day=max(moved)[0],
                )


def months_between(first: str, last: str) -> int:
    """The months from one ISO day or month to another: 0 within one month."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])
