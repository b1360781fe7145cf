"""The words that mark zones, by language: one file each in `words/`; a language is added by adding its file.

All languages are tried on every mail, for mails mix them. A mail in none of them keeps what needs no words: quote
marks, "-- ", rules.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from maillage.analyze.profiles.zones.page import fold

WIDE = 0x2E80  # from here on, scripts without blanks between words
FIELDS = ("from", "date", "to", "cc", "subject", "others")

END = ""  # the key of a tree under which a word ends

Words = dict[str, list[str]]
Tree = dict[str, "Tree"]


@dataclass(frozen=True)
class Languages:
    """The patterns of all languages, for folded lines.

    `fields`: what a header line is by the name in front of its colon. The others match or are searched for.
    """

    opener: re.Pattern[str]
    verb: re.Pattern[str]
    source: re.Pattern[str]
    date: re.Pattern[str]
    separators: tuple[str, ...]
    fields: dict[str, frozenset[str]]
    greeting: re.Pattern[str]
    closing: re.Pattern[str]
    formula: re.Pattern[str]
    program: re.Pattern[str]
    footer: re.Pattern[str]
    disclaimer: re.Pattern[str]
    contact: re.Pattern[str]
    answers: frozenset[str]


@cache
def languages() -> Languages:
    """All languages, read once."""
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in _files()]
    month = _any(_all(tables, "attribution", "months") + _all(tables, "attribution", "days"))
    return Languages(
        opener=re.compile(rf"(?:{_any(_all(tables, 'attribution', 'openers'))})"),
        verb=re.compile(_any(_all(tables, "attribution", "verbs"))),
        source=re.compile(_any(_all(tables, "attribution", "sources"))),
        date=re.compile(
            r"\b\d{1,2}[:.h]\d\d\b|\b(?:19|20)\d\d\b|\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b"
            rf"|\b\d{{1,2}}[^\d\n]{{0,8}}(?:{month})|(?:{month})\W{{0,3}}\d"
        ),
        separators=tuple(
            sorted({fold(word) for word in _all(tables, "embedded", "separators")}, key=len, reverse=True)
        ),
        fields=_fields(tables),
        greeting=re.compile(_any(_all(tables, "greeting", "words"))),
        closing=re.compile(_any(_all(tables, "closing", "words"))),
        formula=re.compile(_any(_all(tables, "closing", "formulas"))),
        program=re.compile(_any(_all(tables, "program", "words"))),
        footer=re.compile(_any(_all(tables, "footer", "words"))),
        disclaimer=re.compile(_any(_all(tables, "disclaimer", "words"))),
        answers=frozenset(map(fold, _all(tables, "text", "answers"))),
        contact=re.compile(_any(_all(tables, "signature", "words"))),
    )


def _files() -> list[Traversable]:
    folder = files(__package__) / "words"
    return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)


def _all(tables: list[dict[str, Words]], part: str, name: str) -> list[str]:
    return [word for table in tables for word in table.get(part, {}).get(name, [])]


def _fields(tables: list[dict[str, Words]]) -> dict[str, frozenset[str]]:
    """What each header name may be: "a" is to whom in French, Spanish, Italian and Portuguese."""
    meanings: dict[str, set[str]] = {}
    for kind in FIELDS:
        for word in _all(tables, "embedded", kind):
            meanings.setdefault(fold(word), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in meanings.items()}


def _any(words: list[str]) -> str:
    """One of the words as a whole, the longest; never anything where there are none.

    Words that begin alike share their beginning: a list of hundreds is matched about as fast as one of ten.
    """
    whole: Tree = {}
    anywhere: Tree = {}
    for word in sorted({fold(word) for word in words}):
        _grow(whole if word[0].isalnum() and ord(word[0]) < WIDE else anywhere, word)
    patterns = [rf"\b{_pattern(whole)}"] if whole else []
    patterns += [_pattern(anywhere)] if anywhere else []
    return f"(?:{'|'.join(patterns)})" if patterns else r"(?!)"


def _grow(tree: Tree, word: str) -> None:
    for letter in word:
        tree = tree.setdefault(letter, {})
    tree[END] = {}


def _pattern(tree: Tree, last: str = "") -> str:
    """The words of a tree, the longest first; a word that ends with a letter ends there."""
    branches = [re.escape(letter) + _pattern(below, letter) for letter, below in tree.items() if letter != END]
    if END in tree:
        branches.append(r"\b" if last.isalnum() and ord(last) < WIDE else "")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
