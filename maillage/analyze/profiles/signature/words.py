"""The words of a signature, with what their look tells; cheap, for every word of every signature passes here."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

Look = Literal["break", "mark", "digits", "upper", "title", "lower"]
"""What a word is by its look: a line's end, punctuation, with a digit, IN CAPITALS, Capitalised, or neither."""

_BREAKS = "\n\v\f\x1c-\x1e\x85\u2028\u2029"
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"  # soft hyphens, zero widths, directions
_WORD = re.compile(
    rf"[{_BREAKS}]|\r(?!\n)"
    r"|(?:[ldnsjcLDNSJC]|[Qq]u)['’](?=[^\W_])"
    rf"|[^\W_]+(?:[-‑·•․.’'_{_UNSEEN}](?=[^\W_])[^\W_]+"
    r"|\((?:ne|le|te|re|se|euse|trice|ère|ere|e|s|es|ve|fe)\)|&(?=[A-Z]))*\.?"
    rf"|[^\w\s{_UNSEEN}]|_"
    rf"|[^\S{_BREAKS}]{{3,}}|\t"
)
_INCLUSIVE = re.compile(
    r"(?<=\w\w)[·•․(/.\-‑](?:ne|le|te|re|se|ve|fe|e|euse|trice|rice|ice|ère|ière|esse|cheffe)\)?"
    r"(?:[·•․.\-]?s)?$"
)
_BRACKETED = re.compile(r"\(\w{1,5}\)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?\.?$")
_DROPPED = frozenset(("Mn", "Cf"))
_LINE_ENDS = frozenset("\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")


class Word(NamedTuple):
    """A word, where it stands, its key (folded, without an inclusive ending) and its look."""

    text: str
    begin: int
    end: int
    key: str
    look: Look


def words(text: str) -> list[Word]:
    """The words, marks and line breaks of a text; blanks, if they are wide enough to part columns, are marks."""
    return [Word(found[0], found.start(), found.end(), *_known(found[0])) for found in _WORD.finditer(text)]


@lru_cache(maxsize=65_536)
def fold(written: str) -> str:
    """Without accents and capitals; hyphens and apostrophes as on a typewriter."""
    plain = written.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'").replace("‑", "-")
    return "".join(each for each in unicodedata.normalize("NFKD", plain) if unicodedata.category(each) not in _DROPPED)


@lru_cache(maxsize=65_536)
def _known(written: str) -> tuple[str, Look]:
    return _key(written), _look(written)


def _key(written: str) -> str:
    if written[0].isspace():
        return written[0]
    if _DOTTED.match(written):  # S.A.R.L., M.C.F.
        return fold(written.replace(".", ""))
    bare = _INCLUSIVE.sub("", _BRACKETED.sub("", written)) if len(written) > 4 else written
    return fold(bare.rstrip(".") or written)


def _look(written: str) -> Look:
    first = written[0]
    if first in _LINE_ENDS:
        return "break"
    if not first.isalnum():
        return "mark"
    if any(each.isdigit() for each in written):
        return "digits"
    letters = [each for each in written if each.isalpha()]
    if len(letters) > 1 and all(each.isupper() for each in letters):
        return "upper"
    return "title" if first.isupper() else "lower"
