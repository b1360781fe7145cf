"""Mailman's `list_members` (2.1) and `members` (3): an address a line, or `Name <address>`."""

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
    named_address,
    problem,
    says_nobody,
    to_subscription,
)
from maillage.records import Problem, Subscription

_HEADER = re.compile(r"\b(?:members?|subscribers?|membres?|abonn\w+|inscrits?)\b", re.IGNORECASE)


def recognizes(path: Path) -> bool:
    """A file whose lines are addresses, three in four at least; or Mailman's sentence for an empty list."""
    head = [line for line in lines(path, HEAD) if not is_comment(line)]
    if len(head) == 1 and says_nobody(head[0]):
        return True
    body = head[1:] if head and _is_header(head[0]) else head
    return mostly(sum(named_address(line.text) is not None for line in body), len(body))


def read(path: Path) -> Iterator[Subscription | Problem]:
    """The subscribers, in the order of the file; a sentence before them is neither record nor problem."""
    content = [line for line in lines(path) if not is_comment(line)]
    for index, line in enumerate(content):
        found = named_address(line.text)
        if found:
            yield to_subscription(line, *found)
        elif index > 0 or not _is_header(line):
            yield problem(line, "not an address, nor a name followed by <address>")


def _is_header(line: Line) -> bool:
    """A sentence such as « Abonnés de la liste : »; not a broken address."""
    if named_address(line.text) is not None or "<" in line.text:
        return False
    text = line.text.strip()
    return says_nobody(line) or (" " in text and bool(_HEADER.search(text))) or text.endswith(":")
