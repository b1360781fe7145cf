"""The members that Google Groups exports: a line that names the group, headings in the owner's language, a row each.

Headings as the English and the French site write them; the day of joining stands in columns of its own for year,
month and day, in the time zone of its last column.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from maillage.errors import UnreadableArchive
from maillage.ingest.rosters.lines import HEAD, Line, cells, lines, problem, to_address, to_name
from maillage.records import Problem, Subscription
from maillage.sentences import Said

_HEADINGS = {
    "address": ("email address", "adresse e-mail"),
    "name": ("nickname", "pseudo"),
    "status": ("group status", "état du groupe", "état dans le groupe"),
    "year": ("join year", "année d'abonnement", "année d'inscription"),
    "month": ("join month", "mois d'abonnement", "mois d'inscription"),
    "day": ("join day", "jour d'abonnement", "jour d'inscription"),
}
_COLUMN = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
_NOT_YET = frozenset(("invited", "pending", "banned", "invité", "en attente", "banni", "exclu"))
_BEFORE = 2  # lines that may stand before the headings: the group's name


def recognizes(path: Path) -> bool:
    """Whether headings of Google Groups stand in one of the first lines: the address, and the status in the group."""
    return _headings(lines(path, HEAD)) is not None


def read(path: Path) -> Iterator[Subscription | Problem]:
    """The members, in the order of the file; who is only invited, waits or is banned is a problem.

    Raises UnreadableArchive where the headings are not known.
    """
    content = lines(path)
    found = _headings(content)
    if found is None:
        reason = Said("it has no columns for the address and the status in the group")
        raise UnreadableArchive(
            path, reason, Said("export the members from the group's own page, in English or French")
        )
    at, columns = found
    for line in content[at + 1 :]:
        fields = cells(line)
        row = {name: fields[place].strip() for name, place in columns.items() if place < len(fields)}
        yield from _read(line, row)


def _headings(content: list[Line]) -> tuple[int, dict[str, int]] | None:
    """The number of the line of headings, and where each known column stands."""
    for at, line in enumerate(content[: _BEFORE + 1]):
        columns: dict[str, int] = {}
        for place, written in enumerate(cells(line)):
            name = _COLUMN.get(" ".join(written.replace("’", "'").casefold().split()))
            if name:
                columns.setdefault(name, place)
        if {"address", "status"} <= columns.keys():
            return at, columns
    return None


def _read(line: Line, row: Mapping[str, str]) -> Iterator[Subscription | Problem]:
    address = to_address(row.get("address", ""))
    if address is None:
        yield problem(line, f"the column of addresses has {row.get('address', '')!r}, which is not one")
        return
    status = row.get("status", "")
    if status.casefold() in _NOT_YET:
        yield problem(line, f"its status is {status!r}: not subscribed")
        return
    written = "-".join(row.get(name, "") for name in ("year", "month", "day"))
    day = _day(row)
    yield Subscription(line.place, address, to_name(row.get("name", "")), day, None, line.text)
    if day is None and written.strip("-"):
        yield problem(line, f"the date of subscription {written!r} is not one")


def _day(row: Mapping[str, str]) -> str | None:
    with contextlib.suppress(ValueError, OverflowError):
        return date(*(int(row.get(name, "")[:9]) for name in ("year", "month", "day"))).isoformat()
    return None
