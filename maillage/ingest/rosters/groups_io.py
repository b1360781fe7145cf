"""The members of a groups.io group, as its owner downloads them (CSV), or as its interface gives them (JSON).

The interface calls a member `member_info`: `email`, `full_name`, `created`, `status`, `email_delivery`. Of the CSV the
columns are found by their headings, those of the interface or the words that the page of members shows for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from maillage.errors import UnreadableArchive
from maillage.ingest import json_files
from maillage.ingest.parts import Part, beginning, opened
from maillage.ingest.rosters.lines import HEAD, Line, cells, lines, problem, to_address, to_day, to_name
from maillage.records import Problem, Subscription
from maillage.sentences import Said

_HEADINGS = {
    "email": ("email", "email address", "e-mail"),
    "full_name": ("full name", "display name", "name", "user name"),
    "created": ("created", "joined", "join date", "date joined", "subscribed"),
    "status": ("status", "member status", "sub status"),
}
_COLUMN = {heading: column for column, headings in _HEADINGS.items() for heading in headings}
_OWN = frozenset(
    (
        "email delivery",
        "delivery",
        "message selection",
        "post status",
        "posting status",
        "mod status",
        "auto follow replies",
    )
)
"""Headings that only groups.io has: one of them tells its tables from others."""

_OBJECT = re.compile(rb'"object"\s*:\s*"member_info"|"email_delivery"\s*:\s*"email_delivery_')
_NOT_MEMBERS = re.compile(r"pending|banned|removed|past|not confirmed|unconfirmed", re.IGNORECASE)


def recognizes(path: Path) -> bool:
    """Whether a file is JSON of groups.io's members, or a table with its own headings and one of addresses."""
    head = beginning(path, HEAD)
    if json_files.begins_json(head):
        return bool(_OBJECT.search(head))
    first = lines(path, HEAD)[:1]
    return bool(first) and _columns(cells(first[0])) is not None


def read(path: Path) -> Iterator[Subscription | Problem]:
    """The members, in the order of the file; who waits, was removed or is banned is a problem.

    Raises UnreadableArchive where no heading is that of addresses.
    """
    if json_files.begins_json(beginning(path, HEAD)):
        yield from _of_json(path)
        return
    content = lines(path)
    columns = _columns(cells(content[0])) if content else None
    if columns is None:
        reason = Said("its first line has no column for addresses")
        raise UnreadableArchive(path, reason, Said("download the members from the group's own page of members"))
    for line in content[1:]:
        fields = cells(line)
        row = {name: fields[place].strip() for name, place in columns.items() if place < len(fields)}
        yield from _read(line, row)


def _of_json(path: Path) -> Iterator[Subscription | Problem]:
    """The members of one answer, of a list or lines of answers, or of a list of members."""
    with opened(Part(path, path.name)) as stream:
        for piece in json_files.pieces(stream):
            if piece.raw is not None and not piece.raw.strip():
                continue
            value = json_files.parsed(piece.raw) if piece.raw is not None else None
            found = value.get("data", value) if isinstance(value, dict) else value
            if not isinstance(found, list | dict):
                yield Problem(str(piece.begin), piece.size, "no members of groups.io")
                continue
            for number, one in enumerate(found if isinstance(found, list) else [found]):
                place = f"{piece.begin}/{number}"
                values = one if isinstance(one, dict) else {}
                row = {name: str(values.get(name) or "") for name in _HEADINGS}
                name = to_name(row["full_name"])
                written = f"{name} <{row['email']}> {row['created']}".strip()
                yield from _read(Line(place, written, len(written.encode("utf-8", "replace"))), row)


def _columns(headings: list[str]) -> dict[str, int] | None:
    """Where each known column stands; None where none is of addresses, or none is groups.io's own."""
    plain = [" ".join(heading.replace("_", " ").casefold().split()) for heading in headings]
    columns: dict[str, int] = {}
    for place, heading in enumerate(plain):
        if heading in _COLUMN:
            columns.setdefault(_COLUMN[heading], place)
    return columns if "email" in columns and not _OWN.isdisjoint(plain) else None


def _read(line: Line, row: Mapping[str, str]) -> Iterator[Subscription | Problem]:
    address = to_address(row.get("email", ""))
    if address is None:
        yield problem(line, f"the column of addresses has {row.get('email', '')!r}, which is not one")
        return
    status = row.get("status", "")
    if _NOT_MEMBERS.search(status):
        yield problem(line, f"its status is {status!r}: not subscribed")
        return
    created = row.get("created", "")
    day = to_day(created)
    yield Subscription(line.place, address, to_name(row.get("full_name", "")), day, None, line.text)
    if created and day is None:
        yield problem(line, f"the date of subscription {created!r} is not one")
