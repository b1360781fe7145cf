"""The zones of a mail: what its author wrote, what is quoted, greeting, closing, signatures, footers.

Lines are the unit: a zone is some of them, from the first character of the first to the last of the last, with the
blank lines behind. What a zone is follows from marks that need no language (">", "-- ", rules) and from the words of
`languages`. First what is not its author's own is taken out (`quotations`), then what is left is read from both ends:
the greeting from the top, footers, signature and closing from the bottom (`endings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from maillage.analyze.profiles.zones import endings, quotations
from maillage.analyze.profiles.zones.page import Page

__all__ = ["KINDS", "SIGNED", "Zone", "cut"]

KINDS = (
    "text",
    "quotation",
    "quotation-header",
    "greeting",
    "closing",
    "signature",
    "program-signature",
    "list-footer",
    "disclaimer",
)

SIGNED = frozenset(("signature", "closing"))
"""The zones that an author puts under her mails."""


class Zone(NamedTuple):
    """A part of a mail: its kind, one of `KINDS`, and its characters from `begin` to before `end`."""

    kind: str
    begin: int
    end: int


def cut(text: str, names: Sequence[str] = ()) -> list[Zone]:
    """The zones of a mail, in order; together they are the whole text.

    `names`: what the author is called in the headers of the mail (the name, the address before its @), by which a
    signature of one line is known. It never fails, and takes time in proportion to the text.
    """
    if not text:
        return []
    page = Page(text)
    quotations.mark(page)
    endings.mark(page, names)
    return _zones(page, len(text))


def _zones(page: Page, length: int) -> list[Zone]:
    """Lines of one kind are one zone; a blank line belongs to what is above it, at the top to what is below."""
    zones: list[Zone] = []
    kind, begin = "", 0
    for line, written in enumerate(page.seen):
        if written and (found := page.kinds[line] or "text") != kind:
            if kind:
                zones.append(Zone(kind, begin, page.starts[line]))
                begin = page.starts[line]
            kind = found
    zones.append(Zone(kind or "text", begin, length))
    return zones
