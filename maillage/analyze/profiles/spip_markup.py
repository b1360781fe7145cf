"""SPIP's own marks as they are read: the text without them, every character leading back to where it stands.

What somebody writes of herself on a participatory site has headings between `{{{` and `}}}`, bold and italic words
between fewer braces, lists of `-*` and `-#`, links as `[text->address]`, notes between `[[` and `]]`, and tables of
`|`. Time grows with the length of the text, whatever stands in it.
"""

from __future__ import annotations

import re
from array import array

from maillage.analyze.profiles.wikitext import BETWEEN_CELLS, Link, Plain

_MARK = re.compile(
    r"""
    \[\[[^\[\]]{0,1000}\]\]                                                    # a note
    | \[ (?P<label>[^\[\]<>|{}\n]{0,300}?) (?: \|[^\[\]<>{}\n]{0,100})? -> (?P<target>[^\[\]\s]{0,500}) \s{0,3} \]
    | (?P<address>(?<![^\s(]) \[ (?P<bare>https?://[^\[\]\s]{1,500}) \])
    | \{{1,3} | \}{1,3}                                                        # headings, bold, italics
    | ^[ \t]* (?: -[*\#]{1,8} | _ | \|\|? ) [ \t]*                             # items of lists, new lines, rows
    | [ \t]* \|{1,2} [ \t]* $
    | (?P<cell>[ \t]* \| [ \t]*)
    | </?[a-zA-Z][^<>]{0,300}>
    """,
    re.MULTILINE | re.VERBOSE,
)
_BLANKS = str.maketrans({"~": " ", "\u00a0": " "})


class _Made:
    """A text that is put together, and where each of its characters stands in the page."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.places = array("q")

    def keep(self, page: str, begin: int, end: int) -> None:
        """Characters of the page as they stand."""
        self.pieces.append(page[begin:end])
        self.places.extend(range(begin, end))

    def put(self, text: str, at: int) -> None:
        """Characters that stand for a mark."""
        self.pieces.append(text)
        self.places.extend([at] * len(text))


def plain(page: str) -> Plain:
    """The text of a page of SPIP without its marks."""
    made, links, at = _Made(), list[Link](), 0
    for mark in _MARK.finditer(page):
        made.keep(page, at, mark.start())
        at = mark.end()
        if mark["target"] is not None:
            made.keep(page, *mark.span("label"))
            if mark["target"]:
                links.append(Link(mark["target"], *mark.span()))
        elif mark["address"] is not None:
            made.keep(page, *mark.span("bare"))
            links.append(Link(mark["bare"], *mark.span()))
        elif mark["cell"] is not None:
            made.put(BETWEEN_CELLS, mark.start())
    made.keep(page, at, len(page))
    return Plain("".join(made.pieces).translate(_BLANKS), made.places, (), tuple(links))
