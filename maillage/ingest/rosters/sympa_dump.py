"""Sympa's `dump` of a list (`member.dump`, `subscribers.db.dump`): a paragraph of `key value` a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from maillage.ingest.rosters.lines import HEAD, Line, is_comment, lines, problem, to_address, to_day, to_name
from maillage.records import Problem, Subscription


def recognizes(path: Path) -> bool:
    """A paragraph of `key value` lines with an address, and how or since when it is subscribed.

    The dump of a list's owners is not one: its paragraphs have a `profile`.
    """
    paragraphs = _paragraphs(lines(path, HEAD))
    if not paragraphs:
        return False
    values = _values(paragraphs[0])
    return (
        to_address(values.get("email", "")) is not None
        and not values.keys().isdisjoint(("date", "reception", "subscribed", "visibility"))
        and "profile" not in values
    )


def read(path: Path) -> Iterator[Subscription | Problem]:
    """The subscribers, in the order of the file; the place of one is the first line of the paragraph.

    `date` is the day of subscription, in UTC. A date that is not understood is a problem, and the
    subscriber is kept without it.
    """
    for paragraph in _paragraphs(lines(path)):
        whole = _joined(paragraph)
        values = _values(paragraph)
        address = to_address(values.get("email", ""))
        if address is None:
            yield problem(whole, "a paragraph without an address (a line `email address`)")
            continue
        written = values.get("date", "")
        day = _day(written)
        yield Subscription(whole.place, address, to_name(values.get("gecos", "")), day, None, whole.text)
        if written and day is None:
            yield Problem(whole.place, len(written), f"the date of subscription {written!r} is not one")


def _paragraphs(content: list[Line]) -> list[list[Line]]:
    """Lines whose numbers follow each other stand together."""
    paragraphs: list[list[Line]] = []
    last = -1
    for line in content:
        if int(line.place) != last + 1:
            paragraphs.append([])
        last = int(line.place)
        paragraphs[-1].append(line)
    return [kept for paragraph in paragraphs if (kept := [line for line in paragraph if not is_comment(line)])]


def _joined(paragraph: list[Line]) -> Line:
    text = "\n".join(line.text for line in paragraph)
    return Line(paragraph[0].place, text, sum(line.size + 1 for line in paragraph))


def _values(paragraph: list[Line]) -> dict[str, str]:
    values: dict[str, str] = {}
    for line in paragraph:
        key, _, value = line.text.strip().partition(" ")
        values.setdefault(key, value.strip())
    return values


def _day(written: str) -> str | None:
    """Seconds since 1970, as Sympa writes them, or a day."""
    if written.isdecimal() and written.isascii() and len(written) < 11 and 0 < int(written) < 2**33:
        return datetime.fromtimestamp(int(written), UTC).date().isoformat()
    return to_day(written)
