"""Rosters that Mailman 3's core gives by its REST interface: `/3.1/lists/LIST/roster/member`, `/3.1/members`.

JSON: one page or several, each an object with `entries`, which is absent where there are none; a list of pages, a page
a line, or the entries alone (formats.md, 3.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from maillage.ingest import json_files
from maillage.ingest.json_files import text_at
from maillage.ingest.parts import Part, beginning, opened
from maillage.ingest.rosters.choice import is_meant, the_one
from maillage.ingest.rosters.lines import HEAD, to_address, to_name
from maillage.records import Problem, Subscription

_ENTRY = re.compile(rb'"(?:subscription_mode|delivery_mode|member_id)"\s*:')
_NOBODY = re.compile(rb'\A\s*\{[^{}\[\]]*"total_size"\s*:\s*0\b[^{}\[\]]*\}\s*\Z')
_MEMBER = "member"


class _Entry(NamedTuple):
    """A member as the interface gives it, and where it stands."""

    place: str
    size: int
    values: dict[str, object]


def recognizes(path: Path) -> bool:
    """Whether a file is JSON with members of Mailman 3, or the page of an empty list."""
    head = beginning(path, HEAD)
    ours = (_ENTRY.search(head) and b'"email"' in head) or _NOBODY.match(head)
    return bool(ours) and json_files.begins_json(head)


def read(path: Path, wanted: str = "") -> Iterator[Subscription | Problem]:
    """The members, in the order of the file; owners, moderators and nonmembers are problems.

    `wanted`: the list's name, address or id, needed where the file holds several. The place of one is the byte of its
    page, and its number there. Raises UnreadableArchive.
    """
    by_list: dict[str, list[_Entry]] = {}
    told = []
    announced: list[tuple[str, int]] = []
    for entry in _entries(path, announced):
        if isinstance(entry, Problem):
            told.append(entry)
            continue
        identity = text_at(entry.values, "list_id")
        name, _, host = identity.partition(".")
        if is_meant(wanted, name, host) or wanted.lower() == identity.lower():
            by_list.setdefault(identity, []).append(entry)
    yield from told
    if not by_list and announced and not wanted and all(total == 0 for _, total in announced):
        return
    chosen = by_list[the_one(path, by_list, wanted)]
    for entry in chosen:
        yield _read(entry)
    missing = max((total for _, total in announced), default=0) - sum(map(len, by_list.values()))
    if missing > 0 and not wanted:
        place, total = announced[0]
        yield Problem(f"{place}!", 0, f"says {total} members, but there are {total - missing}")


def lists_in(path: Path) -> set[str]:
    """The lists whose members a file holds, as `name@host`."""
    entries = (entry for entry in _entries(path, []) if isinstance(entry, _Entry))
    told = (text_at(entry.values, "list_id").partition(".") for entry in entries)
    return {f"{name}@{host}" for name, _, host in told if name and host}


def _entries(path: Path, announced: list[tuple[str, int]]) -> Iterator[_Entry | Problem]:
    """The entries of all pages; what each page says of their number goes into `announced`."""
    with opened(Part(path, path.name)) as stream:
        for piece in json_files.pieces(stream):
            if piece.raw is not None and not piece.raw.strip():
                continue
            value = json_files.parsed(piece.raw) if piece.raw is not None else None
            if not isinstance(value, dict):
                yield Problem(str(piece.begin), piece.size, "no page of a roster of Mailman 3")
            elif "email" in value:
                yield _Entry(str(piece.begin), piece.size, value)
            else:
                total, entries = value.get("total_size"), value.get("entries", [])
                announced.append((str(piece.begin), total if isinstance(total, int) else 0))
                for number, entry in enumerate(entries if isinstance(entries, list) else [entries]):
                    place = f"{piece.begin}/{number}"
                    if isinstance(entry, dict):
                        yield _Entry(place, len(str(entry)), entry)
                    else:
                        yield Problem(place, len(str(entry)), "no page of a roster of Mailman 3")


def _read(entry: _Entry) -> Subscription | Problem:
    role = text_at(entry.values, "role") or _MEMBER
    if role != _MEMBER:
        return Problem(entry.place, entry.size, f"its role is {role!r}: no subscriber")
    by_address = text_at(entry.values, "address").rpartition("/")[2]  # it ends in the address
    address = to_address(text_at(entry.values, "email")) or to_address(by_address)
    if address is None:
        return Problem(entry.place, entry.size, "a member without an address")
    name = to_name(text_at(entry.values, "display_name"))
    return Subscription(entry.place, address, name, None, None, f"{name} <{address}>" if name else address)
