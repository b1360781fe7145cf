"""Edit sessions: edits of one user with less than an hour between each and the next.

As `mwsessions` has it, and Geiger & Halfaker (2013), "Using edit sessions to measure participation in Wikipedia", who
found the hour to be where pauses in work end and pauses between works begin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from maillage.analyze.wikis import analysed
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

CUTOFF = 3600  # seconds: a pause of as many ends a session
BEFORE_FIRST = 430  # seconds of work before the first edit of a session, by Geiger & Halfaker's estimate


@table("edit_sessions", pk=("source", "user", "begin"))
@dataclass(frozen=True, slots=True)
class EditSession:
    """One session of one user. `begin`, `end`: of its first and last edit, UTC; `seconds`: between them."""

    source: str
    user: str
    person: int | None
    begin: str
    end: str
    edits: int
    seconds: int


@table("session_counts", pk=("source",))
@dataclass(frozen=True)
class SessionCount:
    """The sessions of a wiki. `users`: who made them; `single`: those of one edit.

    `hours`: the work of all, by Geiger & Halfaker's estimate: the length of each and 430 seconds before its first edit.
    The medians are None where there is no session.
    """

    source: str
    sessions: int
    users: int
    edits: int
    single: int
    median_edits: float | None
    median_seconds: float | None
    longest_seconds: int | None
    hours: float


ROWS = (EditSession, SessionCount)

EDITS = """
    select e.user, e.person, r.at
    from edits as e cross join revisions as r on r.source = e.source and r.page = e.page and r.revision = e.revision
    where e.source = ? and e.counted and r.at is not null and e.user != ''
    order by e.user, r.at
"""


class Session(NamedTuple):
    """A session: the moments of its edits, in order."""

    moments: list[str]
    seconds: int


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[EditSession | SessionCount]:  # noqa: ARG001  # the contract of steps
    """The sessions of every analysed wiki, user by user, and what they come to."""
    for source in analysed(study):
        edits, seconds = Counter[int](), Counter[int]()
        users = 0
        for key, rows in groupby(store.rows(EDITS, (source.name,)), key=itemgetter(0, 1)):
            user, person = key
            users += 1
            for moments, length in sessions(row["at"] for row in rows):
                edits[len(moments)] += 1
                seconds[length] += 1
                yield EditSession(source.name, user, person, moments[0], moments[-1], len(moments), length)
        yield session_count(source.name, users, edits, seconds)


def sessions(moments: Iterable[str], cutoff: int = CUTOFF) -> Iterator[Session]:
    """The sessions of one user, from the moments of the edits, in order.

    An edit `cutoff` seconds after the one before it, or more, begins another session.
    """
    held: list[str] = []
    first = last = 0
    for moment in moments:
        second = seconds_of(moment)
        if held and second - last >= cutoff:
            yield Session(held, last - first)
            held = []
        if not held:
            first = second
        held.append(moment)
        last = second
    if held:
        yield Session(held, last - first)


def session_count(source: str, users: int, edits: Counter[int], seconds: Counter[int]) -> SessionCount:
    """What the sessions of a wiki come to, from how many of them have each number of edits, and each length."""
    number = edits.total()
    return SessionCount(
        source=source,
        sessions=number,
        users=users,
        edits=sum(size * times for size, times in edits.items()),
        single=edits[1],
        median_edits=median(edits),
        median_seconds=median(seconds),
        longest_seconds=max(seconds, default=None),
        hours=(sum(length * times for length, times in seconds.items()) + BEFORE_FIRST * number) / 3600,
    )


def median(counts: Counter[int]) -> float | None:
    """The median of numbers of which each is there so many times; None where there is none."""
    if not counts:
        return None
    low, high = (counts.total() - 1) // 2, counts.total() // 2
    passed, found = 0, []
    for number in sorted(counts):
        before, passed = passed, passed + counts[number]
        found += [number for place in (low, high) if before <= place < passed]
    return sum(found) / 2


def seconds_of(moment: str) -> int:
    """A moment, UTC, in seconds since 1970."""
    return int(datetime.fromisoformat(moment).timestamp())
