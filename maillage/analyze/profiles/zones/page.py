"""A mail as lines: how each is written, how it reads without case, accents and invisible characters, what it is."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

LONGEST = 1_000
"""Characters of a line that are looked at. Nothing that marks a zone stands further out: bounded time is."""

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\f"
# U+1427 is what a Gmail extension leaves where it put a picture of one point.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u1427\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c"
    "\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
APOSTROPHES = "\u2019\u2018\u02bc\u00b4\u0060\uff07"

ODD = re.compile(f"[{re.escape(SPACES + INVISIBLE + APOSTROPHES)}]+")
FOREIGN = re.compile(r"[^\x00-\x7f]+")
SEEN = str.maketrans(dict.fromkeys(SPACES, " ") | dict.fromkeys(INVISIBLE) | dict.fromkeys(APOSTROPHES, "'"))
"""How a line looks to a reader: one kind of space, one apostrophe, nothing invisible."""

LATIN = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
PLAIN = str.maketrans(
    {letter: unicodedata.normalize("NFD", letter)[0] for letter in LATIN if unicodedata.decomposition(letter)}
    | {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"}
    | {chr(code): None for code in range(0x300, 0x370)}
)


class Page:
    """The lines of a text. `seen`: as they look; `folded`: in lower case without accents; both without blanks around.

    `indents`: blanks in front; `kinds`: what each line was found to be, "" as long as it is its author's own.
    """

    __slots__ = ("folded", "indents", "kinds", "seen", "starts")

    def __init__(self, text: str) -> None:
        text = text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text
        lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]
        if ODD.search(text):
            lines = ODD.sub(_seen, text).split("\n")
        lines = [line[:LONGEST].rstrip() for line in lines]
        self.seen = [line.lstrip() for line in lines]
        self.indents = [len(line) - len(seen) for line, seen in zip(lines, self.seen, strict=True)]
        if "\n?" in text or "\n ?" in text:
            self.seen = _undamaged(self.seen)
        self.folded = (
            FOREIGN.sub(_plain, "\n".join(self.seen).lower()).split("\n")
            if not text.isascii()
            else [line.lower() for line in self.seen]
        )
        self.kinds = [""] * len(lines)

    def __len__(self) -> int:
        return len(self.seen)

    def mark(self, first: int, end: int, kind: str) -> None:
        """Say what the lines from `first` to before `end` are."""
        self.kinds[first:end] = [kind] * (end - first)

    def written(self, line: int, step: int = 1) -> int:
        """The next line that is not blank, from `line` on downwards or upwards; outside of the page without one."""
        while 0 <= line < len(self.seen) and not self.seen[line]:
            line += step
        return line


def _seen(found: re.Match[str]) -> str:
    return found[0].translate(SEEN)


def _plain(found: re.Match[str]) -> str:
    return found[0].translate(PLAIN)


def _undamaged(lines: list[str]) -> list[str]:
    """Without the question marks that no-break spaces became: where lines have nothing else, and at ends."""
    if all(line.strip("? ") for line in lines if line):
        return lines
    return [line.removesuffix(" ?") if line.strip("? ") else "" for line in lines]


def fold(written: str) -> str:
    """Words as they are compared: lower case, no accents, single blanks."""
    return " ".join(written.translate(SEEN).lower().translate(PLAIN).split())
