"""Sympa's `review`, its export of subscribers, and what `sympa add` reads: an address first on each line.

`review` leaves out the members who asked to be concealed; `sympa_dump` has everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from maillage.ingest.rosters.lines import (
    HEAD,
    Line,
    is_comment,
    lines,
    mostly,
    problem,
    says_nobody,
    to_address,
    to_name,
    to_subscription,
)
from maillage.records import Problem, Subscription

_COUNT = re.compile(r"(\d{1,12}) (?:(bounced|suspended) )?member\(s\) in list (\S+?)\.?")
_RULE = re.compile(r"-{5,}")


def recognizes(path: Path) -> bool:
    """`review` by its first sentence; the others by lines of an address, then a tab or spaces, and a name."""
    head = lines(path, HEAD)
    body = [line for line in head if not is_comment(line)]
    if body and _COUNT.fullmatch(body[0].text.strip()):
        return True
    found = [entry for line in body if (entry := _entry(line))]
    return mostly(len(found), len(body)) and any(name for _, name in found)


def read(path: Path) -> Iterator[Subscription | Problem]:
    """The subscribers, in the order of the file.

    After them, `review --status` tells again those who bounce or are suspended: no new records.
    """
    announced: tuple[Line, int] | None = None
    seen: set[str] = set()
    again = False
    for line in lines(path):
        text = line.text.strip()
        if is_comment(line) or _RULE.fullmatch(text):
            continue
        if count := _COUNT.fullmatch(text):
            again = again or count[2] is not None
            announced = announced or (line, int(count[1]))
        elif (entry := _entry(line)) is None:
            yield problem(line, "does not begin with an address")
        elif not (again and entry[0] in seen):
            seen.add(entry[0])
            yield to_subscription(line, *entry)
    if announced and announced[1] != len(seen):
        line, count_said = announced
        yield problem(line, f"says {count_said} members, but there are {len(seen)}")


def _entry(line: Line) -> tuple[str, str] | None:
    """The address and the name of a line; the columns of an export after these two tell of errors."""
    first, *rest = (part.strip() for part in line.text.strip().split("\t"))
    if not rest:
        first, _, after = first.partition(" ")
        rest = [after]
    address = to_address(first)
    return (address, to_name(rest[0])) if address and not says_nobody(line) else None
