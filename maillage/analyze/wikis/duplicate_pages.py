"""Pages of a wiki on one subject, told by their titles: who dares not change a page begins another (B27).

A pair is one for a reason, the surest first: the titles have the same letters; the same words but for articles; but
for singular and plural; in another order; but for one letter of a long word; but for what stands in brackets. Numbers,
slashes and signs such as `+` always tell titles apart, and so do two different brackets. A redirect already joins its
two pages, so redirects are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from typing import NamedTuple

from maillage.analyze.wikis import analysed
from maillage.analyze.wikis.survival import CONTENTS
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

LETTERS, ARTICLES, PLURAL, ORDER, SPELLING, BRACKETS = "letters", "articles", "plural", "order", "spelling", "brackets"
SCORES = {LETTERS: 1.0, ARTICLES: 0.95, PLURAL: 0.9, ORDER: 0.85, SPELLING: 0.75, BRACKETS: 0.7}
"""How near two titles are, by reason: our own scale, to put the surest pairs first."""

MOST_ALIKE = 30  # titles that have one key: more are a series, not pages on one subject
SHORTEST = 10  # letters of a title, and `SHORTEST_WORD` of the word in it, that may be misspelt
SHORTEST_WORD = 6

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[/+#&@%$€<>=*]")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_ARTICLES = frozenset(("au", "aux", "d", "de", "des", "du", "l", "la", "le", "les", "of", "the", "un", "une"))


@table("duplicate_pages", pk=("source", "page", "other"))
@dataclass(frozen=True)
class DuplicatePages:
    """Two content pages whose titles are nearly equal; `page` is the older by its number.

    `reason`: one of `SCORES`, the surest that holds, and its `score`. `creators_differ`: whether two users began them,
    None where it is not known.
    """

    source: str
    page: int
    other: int
    title: str
    other_title: str
    reason: str
    score: float
    creators_differ: int | None


ROWS = (DuplicatePages,)

PAGES = f"""
    select p.page, p.title, coalesce('p' || p.creator_person, p.creator) as creator from wiki_pages as p
    where p.source = ? and {CONTENTS} order by p.page
"""


class Titled(NamedTuple):
    """A page by its title."""

    page: int
    title: str
    creator: str | None


Tokens = tuple[str, ...]


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[DuplicatePages]:  # noqa: ARG001  # the contract of steps
    """The pairs of every analysed wiki, the surest first."""
    for source in analysed(study):
        pages = [Titled(*row) for row in store.rows(PAGES, (source.name,))]
        yield from duplicates(source.name, pages)


def duplicates(source: str, pages: Sequence[Titled]) -> list[DuplicatePages]:
    """The pairs of pages whose titles are nearly equal, the surest first. In time about that of reading the titles."""
    found: dict[tuple[int, int], str] = {}
    tokens = [folded(page.title) for page in pages]
    for reason, key in KEYS:
        for alike in _alike(key(one) for one in tokens):
            for pair in combinations(alike, 2):
                found.setdefault(pair, reason)
    for pair in _misspelt(tokens):
        found.setdefault(pair, SPELLING)
    for pair in _bracketed(pages, tokens):
        found.setdefault(pair, BRACKETS)
    rows = (_row(source, pages[one], pages[other], reason) for (one, other), reason in found.items())
    return sorted(rows, key=lambda row: (-row.score, row.page, row.other))


# ------------------------------------------------------------------------------------------ one title


def folded(title: str) -> Tokens:
    """The words, numbers and telling signs of a title, without capitals and without the accents of Latin letters."""
    return tuple(_TOKEN.findall(_unaccented(title.casefold())))


def letters(tokens: Tokens) -> str:
    """The letters of a title: only numbers and signs part them, so that compounds may be written in any way."""
    return "".join(token if token[0].isalpha() else f" {token} " for token in tokens)


def without_articles(tokens: Tokens) -> Tokens:
    """The words but for articles and the like; all of them where nothing else would be left."""
    return tuple(token for token in tokens if token not in _ARTICLES) or tokens


def singular(tokens: Tokens) -> Tokens:
    """Those words in the singular, as far as the last letter tells it: in French and English, -s, -x and -aux."""
    return tuple(map(_singular, without_articles(tokens)))


def in_any_order(tokens: Tokens) -> Tokens:
    """Those words in the order of the alphabet; what slashes part stays in its place."""
    parts: list[list[str]] = [[]]
    for word in singular(tokens):
        if word == "/":
            parts.append([])
        else:
            parts[-1].append(word)
    return tuple(word for part in parts for word in (*sorted(part), "/")) if tokens else ()


KEYS: tuple[tuple[str, Callable[[Tokens], object]], ...] = (
    (LETTERS, letters),
    (ARTICLES, lambda tokens: letters(without_articles(tokens))),
    (PLURAL, lambda tokens: letters(singular(tokens))),
    (ORDER, in_any_order),
)


@lru_cache(65536)
def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("aux"):
        return f"{word[:-3]}al"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2] != "s" else word


def _unaccented(text: str) -> str:
    plain = text.translate(_plain_letters())
    return plain if plain.isascii() else _without_marks(text)


@cache
def _plain_letters() -> dict[int, str]:
    """The accented letters of European languages, each without its accents."""
    return {number: _without_marks(chr(number)) for number in range(0xC0, 0x250)}


def _without_marks(text: str) -> str:
    made: list[str] = []
    for char in unicodedata.normalize("NFKD", text):
        if not (unicodedata.combining(char) and made and made[-1] < "\u0250"):
            made.append(char)
    return unicodedata.normalize("NFC", "".join(made)).replace("œ", "oe").replace("æ", "ae")


# ---------------------------------------------------------------------------------------- many titles


def _alike(keys: Iterable[object]) -> Iterator[list[int]]:
    """The places of the titles that have one key, where there are several but not a series."""
    places = defaultdict[object, list[int]](list)
    for place, key in enumerate(keys):
        if key:
            places[key].append(place)
    return (alike for alike in places.values() if 1 < len(alike) <= MOST_ALIKE)


def _misspelt(tokens: Iterable[Tokens]) -> Iterator[tuple[int, int]]:
    """The titles that one letter of one long word tells apart: one too many, one missing, or another."""
    others = defaultdict[Tokens, list[tuple[int, str]]](list)  # by all words but one: that word, and where
    for place, words in enumerate(map(singular, tokens)):
        if sum(map(len, words)) >= SHORTEST:
            for at, word in enumerate(words):
                if len(word) >= SHORTEST_WORD and word.isalpha():
                    others[*words[:at], "", *words[at + 1 :]].append((place, word))
    for alike in others.values():
        for near in [alike] if len(alike) <= MOST_ALIKE else _by_halves(alike):
            for (place, word), (other, another) in combinations(near, 2):
                if is_one_letter_apart(word, another):
                    yield place, other


def _by_halves(words: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Words that begin or end with the same half, which those do that are one letter apart."""
    halves = defaultdict[tuple[bool, str], list[tuple[int, str]]](list)
    for place, word in words:
        half = len(word) // 2
        for length in {half, half - 1, half + 1}:
            halves[True, word[:length]].append((place, word))
            halves[False, word[-length:]].append((place, word))
    return (near for near in halves.values() if 1 < len(near) <= MOST_ALIKE)


def is_one_letter_apart(word: str, other: str) -> bool:
    """Whether one letter added, left out or changed makes a word of another. Not the first: that is another word."""
    short, long = sorted((word, other), key=len)
    if short == long or len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    at = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    return short[at:] == long[at + 1 :] if len(short) < len(long) else short[at + 1 :] == long[at + 1 :]


def _bracketed(pages: Sequence[Titled], tokens: Sequence[Tokens]) -> Iterator[tuple[int, int]]:
    """Each title with brackets at its end, and the one without them that is otherwise the same."""
    plain: dict[str, int] = {}
    bracketed: list[tuple[int, str]] = []
    for place, page in enumerate(pages):
        bare = _BRACKETS.sub("", page.title)
        key = letters(singular(tokens[place] if bare == page.title else folded(bare)))
        if not key:
            continue
        if bare == page.title:
            plain.setdefault(key, place)
        else:
            bracketed.append((place, key))
    for place, key in bracketed:
        if key in plain:
            one, other = sorted((place, plain[key]))
            yield one, other


def _row(source: str, page: Titled, other: Titled, reason: str) -> DuplicatePages:
    known = page.creator is not None and other.creator is not None
    return DuplicatePages(
        source=source,
        page=page.page,
        other=other.page,
        title=page.title,
        other_title=other.title,
        reason=reason,
        score=SCORES[reason],
        creators_differ=page.creator != other.creator if known else None,
    )
