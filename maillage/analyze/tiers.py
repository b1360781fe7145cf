"""Who takes part how much in a list: exclusive tiers by volume, by rate and by rank, and who holds a role.

The tiers add up to the membership of a list: its authors and the persons of its latest subscriber list
together, or its authors alone where no subscriber list is known. A role (administrator, animator, core of
the thesis) is not a volume and never decides a tier: it stands in a table of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import starmap
from math import ceil, inf
from typing import NamedTuple

from maillage.analyze.lists import targets
from maillage.analyze.people.lookup import Lookup
from maillage.decisions import Decisions
from maillage.project import Study, Tiers
from maillage.store import Store, table

CORE, ACTIVE, OCCASIONAL, SILENT = "core", "active", "occasional", "silent"
REGULAR, CASUAL = "regular", "casual"
ONE, NINE, NINETY = "one", "nine", "ninety"

CLASSES = {
    "volume": (CORE, ACTIVE, OCCASIONAL, SILENT),
    "rate": (CORE, ACTIVE, OCCASIONAL, SILENT),
    "onion": (CORE, REGULAR, CASUAL, SILENT),
}
"""The classes of each rule, from the inside out."""

MOVES = (-10, -5, -2, -1, 0, 1, 2, 5, 10)
"""By how many messages each threshold is moved; 0 is the threshold in force."""

LISTS = "select source, age_months from list_periods order by source"

# The latest subscriber list only: an older one names people who may have left since.
MEMBERS = """
    with subscribed as (
      select distinct person from subscribers where source = :source
        and taken_on = (select max(taken_on) from subscribers where source = :source)
    ), written as (
      select person, messages from person_lists where source = :source and messages > 0
    ), members as (
      select person from written union select person from subscribed
    )
    select person, coalesce(messages, 0) as messages,
      case when exists (select 1 from subscribed) then person in (select person from subscribed) end
        as subscribed
    from members left join written using (person) order by person
"""


@table("tiers", pk=("source", "person"))
@dataclass(frozen=True)
class MemberTier:
    """One person in one list over the period, in a class of every rule.

    `subscribed`: on the latest subscriber list, None where the study has none. `rate`: messages per year of
    the list's life in the period, None where that is not known.
    """

    source: str
    person: int
    messages: int
    subscribed: int | None
    tier: str
    rate: float | None
    rate_tier: str
    onion: str
    share_rank: str


@table("tier_counts", pk=("source", "rule", "tier"))
@dataclass(frozen=True)
class TierCount:
    """A class of a list: its persons, their messages, and what share of all that is.

    Silent persons are None, not 0, where no subscriber list tells who they are. A share of nothing is None.
    """

    source: str
    rule: str
    tier: str
    persons: int | None
    messages: int | None
    share_of_persons: float | None
    share_of_messages: float | None


@table("tier_moves", pk=("source", "threshold", "value"))
@dataclass(frozen=True)
class TierMove:
    """A threshold moved by a few messages: who changes class, and who is then in the class it opens."""

    source: str
    threshold: str
    value: int
    moved_by: int
    persons_moved: int
    persons_in_tier: int


@table("ninety_nine_one", pk=("source", "share_rank"))
@dataclass(frozen=True)
class ShareRank:
    """One class of 90-9-1. `basis`: `members`, or `authors` where no subscriber list is known."""

    source: str
    share_rank: str
    basis: str
    members: int
    messages: int
    share_of_messages: float | None


@table("roles", pk=("source", "written", "role", "origin", "begin"))
@dataclass(frozen=True)
class Role:
    """A role that somebody holds in a list, as the study file or a decision says it.

    `written`: the address or name given there; `person`: whose it is, None where nobody's or several people's.
    `begin`, `end`: ISO days, None where it is not said. `origin`: `study` or `decision`.
    """

    source: str
    written: str
    person: int | None
    role: str
    begin: str | None
    end: str | None
    origin: str


ROWS = (MemberTier, TierCount, TierMove, ShareRank, Role)


def run(
    store: Store, study: Study, decisions: Decisions
) -> Iterator[MemberTier | TierCount | TierMove | ShareRank | Role]:
    """Tiers, their sizes, their sensitivity and 90-9-1 of every analysed list; then the roles."""
    for source, age_months in store.rows(LISTS):
        members = tiered(source, age_months, starmap(Member, store.rows(MEMBERS, {"source": source})), study.tiers)
        yield from members
        yield from tier_counts(source, members)
        yield from tier_moves(source, [member.messages for member in members], study)
        yield from ninety_nine_one(source, members)
    yield from _roles(store, study, decisions)


# ----------------------------------------------------------------------------- one number, one class


def volume_tier(messages: int, tiers: Tiers) -> str:
    """Which tier a number of messages is in: exclusive, and every number is in one.

    `silent` at 0, `occasional` from 1, `active` from `tiers.active`, `core` from `tiers.core`. The cuts are
    the thesis's two thresholds (more than 10: L15804-15807; at least 20: L19172-19176) made exclusive; the
    tiers themselves are ours (methodology.md, 7). `core` is a volume of mail: the thesis's core (noyau dur)
    is a role, which people may hold without writing (L16035-16041, L16263-16267).
    """
    if messages >= tiers.core:
        return CORE
    if messages >= tiers.active:
        return ACTIVE
    return OCCASIONAL if messages else SILENT


def rate(messages: int, age_months: int | None) -> float | None:
    """Messages per year of the list's life in the period; None where its age is not known.

    From 0.0 for who never wrote, without an upper bound. By totals an old list makes more regulars; by rate
    it does not (methodology.md, 5). The formula is that of the mean per year of a list (A3).
    """
    return messages * 12 / age_months if age_months else None


def rate_tier(messages: int, per_year: float | None, tiers: Tiers) -> str:
    """The tier by rate: `core` from `tiers.core_rate` messages per year, `active` from `tiers.active_rate`.

    Whoever wrote less, or at a rate that is not known, is `occasional`; who wrote nothing is `silent`.
    """
    if not messages:
        return SILENT
    if per_year is not None and per_year >= tiers.core_rate:
        return CORE
    return ACTIVE if per_year is not None and per_year >= tiers.active_rate else OCCASIONAL


def onion(messages: Iterable[int], tiers: Tiers) -> dict[int, str]:
    """The onion class of each number of messages that occurs in a list.

    `core`: the smallest set of the top authors who make `onion_core` (80 %) of the messages; `regular`: those
    who bring them to `onion_regular` (95 %); `casual`: the rest; `silent`: 0. Authors with equal numbers are
    never parted: all of them are in the inner class, so that a class may hold more than its share, and where
    everybody wrote equally all are `core`. Mockus, Fielding & Herbsleb (2002), Crowston et al. (2006);
    GrimoireLab's "onion" study takes 80 and 95 % too.
    """
    counts = Counter(count for count in messages if count)
    total = sum(count * persons for count, persons in counts.items())
    core, regular = (Fraction(str(share)) * total for share in (tiers.onion_core, tiers.onion_regular))
    classes, before = {0: SILENT}, 0
    for count in sorted(counts, reverse=True):
        classes[count] = CORE if before < core else REGULAR if before < regular else CASUAL
        before += count * counts[count]
    return classes


def share_ranks(messages: Iterable[int]) -> dict[int, str]:
    """The 90-9-1 class of each number of messages that occurs among the members of a list.

    `one`: the top 1 % of members; `nine`: the next 9 %; `ninety`: the rest. A part of a person counts as one:
    34 members have one in `one` and three in `nine`. Members with equal numbers are never parted: all are in
    the inner class; but who wrote nothing is in `ninety`, however few wrote. By Nielsen's rule of thumb (2006)
    these classes make 90, 10 and "almost none" of the contributions.
    """
    counts = Counter(messages)
    members = counts.total()
    classes, before = {}, 0
    for count in sorted(counts, reverse=True):
        outer = NINE if before < ceil(members / 10) else NINETY
        classes[count] = ONE if before < ceil(members / 100) else outer
        before += counts[count]
    return classes | {0: NINETY}


class Member(NamedTuple):
    """An author or subscriber of a list; `subscribed` is None where no subscriber list is known."""

    person: int
    messages: int
    subscribed: int | None


def tiered(source: str, age_months: int | None, members: Iterable[Member], tiers: Tiers) -> list[MemberTier]:
    """The members of one list, each with the classes of its number of messages."""
    known = list(members)
    onions = onion((member.messages for member in known), tiers)
    ranks = share_ranks(member.messages for member in known)
    rows = []
    for person, messages, subscribed in known:
        per_year = rate(messages, age_months)
        rows.append(
            MemberTier(
                source=source,
                person=person,
                messages=messages,
                subscribed=subscribed,
                tier=volume_tier(messages, tiers),
                rate=per_year,
                rate_tier=rate_tier(messages, per_year, tiers),
                onion=onions[messages],
                share_rank=ranks[messages],
            )
        )
    return rows


# ------------------------------------------------------------------------------------ sizes of classes


def tier_counts(source: str, members: Sequence[MemberTier]) -> Iterator[TierCount]:
    """Persons and messages of every class of every rule: by each rule they add up to the membership.

    Messages are those whose author can be read: each rule's add up to them.
    """
    silent_known = any(member.subscribed is not None for member in members)
    total = sum(member.messages for member in members)
    by_rule = {
        "volume": [member.tier for member in members],
        "rate": [member.rate_tier for member in members],
        "onion": [member.onion for member in members],
    }
    for rule, classes in by_rule.items():
        persons, messages = Counter(classes), Counter[str]()
        for member, name in zip(members, classes, strict=True):
            messages[name] += member.messages
        for name in CLASSES[rule]:
            if name == SILENT and not silent_known:
                yield TierCount(source, rule, name, None, None, None, None)
                continue
            yield TierCount(
                source,
                rule,
                name,
                persons[name],
                messages[name],
                _share(persons[name], len(members)),
                _share(messages[name], total),
            )


def ninety_nine_one(source: str, members: Sequence[MemberTier]) -> Iterator[ShareRank]:
    """How many members each class of 90-9-1 has, and what share of the messages they make.

    `one` at 1.0: one member in a hundred writes everything; all three near their share of the members:
    everybody writes alike.
    """
    total = sum(member.messages for member in members)
    basis = "members" if any(member.subscribed is not None for member in members) else "authors"
    for rank in (ONE, NINE, NINETY):
        own = [member.messages for member in members if member.share_rank == rank]
        yield ShareRank(source, rank, basis, len(own), sum(own), _share(sum(own), total))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


# ----------------------------------------------------------------------------------------- sensitivity


@dataclass(frozen=True)
class Cut:
    """A threshold, and where it may be moved to: over `over` and under `under`, which belong to its neighbours.

    The class it opens begins at its value, or one message above where it is `strict`, and ends before `end`.
    """

    name: str
    value: int
    over: int
    under: float = inf
    end: float = inf
    strict: bool = False

    def at(self, moved_by: int) -> int | None:
        """The moved threshold; None where it would meet its neighbour."""
        value = self.value + moved_by
        return value if moved_by == 0 or self.over < value < self.under else None

    def first(self, value: int) -> int:
        """The lowest number of messages of the class, were this the threshold."""
        return value + self.strict


def cuts(study: Study) -> tuple[Cut, ...]:
    """The thresholds of a study that are numbers of messages."""
    tiers, limits = study.tiers, study.thresholds
    return (
        Cut("core", tiers.core, over=tiers.active),
        Cut("active", tiers.active, over=1, under=tiers.core, end=tiers.core),
        Cut("regular_over", limits.regular_over, over=0, under=limits.intensive_from, strict=True),
        Cut("intensive_from", limits.intensive_from, limits.regular_over, limits.very_intensive_over),
    )


def tier_moves(source: str, messages: Sequence[int], study: Study) -> Iterator[TierMove]:
    """What each threshold does in one list when it alone is moved by each of `MOVES`."""
    for cut in cuts(study):
        for moved_by in MOVES:
            value = cut.at(moved_by)
            if value is None:
                continue
            first = cut.first(value)
            moved = persons_moved(messages, cut.first(cut.value), first)
            within = sum(first <= count < cut.end for count in messages)
            yield TierMove(source, cut.name, value, moved_by, moved, within)


def persons_moved(messages: Iterable[int], one: int, other: int) -> int:
    """How many persons change class when its lowest number of messages goes from one value to the other.

    From 0, the threshold passes nobody, to everybody. It is the same both ways.
    """
    low, high = sorted((one, other))
    return sum(low <= count < high for count in messages)


# ---------------------------------------------------------------------------------------------- roles


def _roles(store: Store, study: Study, decisions: Decisions) -> Iterator[Role]:
    said = sorted(_said(study, decisions), key=repr)
    lookup = Lookup(store) if said else None
    for source, written, role, begin, end, origin in said:
        owners = lookup.persons(written) if lookup else set()
        person = min(owners) if len(owners) == 1 else None
        yield Role(source, written, person, role, begin, end, origin)


_Said = tuple[str, str, str, str | None, str | None, str]  # source, written, role, begin, end, origin


def _said(study: Study, decisions: Decisions) -> set[_Said]:
    """What the study file and the decisions say; a role in a list that was merged is one in its target."""
    target = targets(study)
    said: set[_Said] = set()
    for source in study.sources:
        for role, holders in (("administrator", source.administrators), ("animator", source.animators)):
            said |= {(target[source.name], written, role, None, None, "study") for written in holders}
    for decided in decisions.roles:
        begin, end = (day.isoformat() if day else None for day in (decided.begin, decided.end))
        names = [decided.source] if decided.source else list(target)
        said |= {(target[name], decided.account, decided.role, begin, end, "decision") for name in names}
    return said
