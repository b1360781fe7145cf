"""When a person was subscribed, from what a server noted: she joined, she left, she is there today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

_DAY = 86_400
_LATEST = 2**33  # seconds since 1970: beyond it is no date of a subscription


class Event(NamedTuple):
    """A joining or a leaving: seconds since 1970, where it is noted, and what is written there."""

    at: int
    joined: bool
    place: str
    written: str


class Member(NamedTuple):
    """Who is subscribed today, since when (None: not said), where it is noted, and what is written there."""

    since: int | None
    place: str
    written: str


class Interval(NamedTuple):
    """From a day to the day of leaving; None: begun before anything was noted; not left."""

    subscribed: str | None
    unsubscribed: str | None
    place: str
    written: str


class Odd(NamedTuple):
    """Something noted that fits nothing else, where, and why."""

    place: str
    written: str
    reason: str


def intervals(events: Sequence[Event], member: Member | None, *, members_known: bool) -> list[Interval | Odd]:
    """The intervals of one address, oldest first, and what does not fit.

    `member`: where it is subscribed today. `members_known`: whether those of today are told at all: then who joined
    and is not among them has left on a day that nobody noted. A server notes the same joining or leaving in several
    of its tables, which makes one.
    """
    told: list[Interval | Odd] = []
    begun: Event | None = None
    left: Event | None = None
    for event in _in_order(events, member):
        if event.joined:
            begun = begun or event
        elif begun:
            told.append(Interval(day(begun.at), day(event.at), begun.place, f"{begun.written}; {event.written}"))
            begun, left = None, event
        elif left is None:
            told.append(Interval(None, day(event.at), event.place, event.written))
            left = event
        elif event.at - left.at > _DAY:
            told.append(Odd(event.place, event.written, "left again without having joined in between: not counted"))
    if begun and (member or not members_known):
        told.append(Interval(day(begun.at), None, begun.place, begun.written))
    elif begun:
        told.append(Odd(begun.place, begun.written, "joined and is not subscribed today, left on a day not noted"))
    elif member:
        since = day(left.at) if left else None
        told.append(Interval(since, None, member.place, member.written))
    return told


def day(seconds: int) -> str:
    """The day, in UTC, of a time in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def to_seconds(written: str | None) -> int | None:
    """Seconds since 1970, from such a number or from `2017-06-15 10:00:00` (taken as UTC); None for neither."""
    text = (written or "").strip()
    if text.isascii() and text.isdecimal():
        number = int(text) if len(text) < 12 else 0
        return number if 0 < number < _LATEST else None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    return seconds if 0 < seconds < _LATEST else None


def _in_order(events: Sequence[Event], member: Member | None) -> list[Event]:
    """The events by time; of who is subscribed since a day, without leavings that came to nothing after it."""
    found = sorted(events)
    if member and member.since is not None:
        found = [event for event in found if event.joined or event.at <= member.since]
        found = sorted([*found, Event(member.since, joined=True, place=member.place, written=member.written)])
    return found
