"""Who else there is on a wiki or its lists, so that what two accounts have in common is weighed by how many have it."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log2

from maillage.analyze.people import names
from maillage.analyze.people.addresses import handle_bits
from maillage.analyze.people.rarity import Rarity

TWO_YEARS = 24
"""Months between the use of two accounts, up to which they count as in use in the same years."""

WORDS_ELSEWHERE = 500
"""User names that the choice of everybody else is worth, of whom one in four thousand chooses any word."""

DIGIT, MOST_DIGITS = 2.0, 6.0
"""Bits of a digit of a user name, and of all: years of birth and numbers of départements are no drawn numbers."""

_PIECE = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")


class Years:
    """When accounts were in use, by side: each wiki is one, and all lists together."""

    def __init__(self) -> None:
        self._first: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self._last: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self._sorted: set[str] = set()

    def add(self, side: str, first_at: str | None, last_at: str | None) -> None:
        """Note an account that was in use from one moment to another; none that never was."""
        if first_at and last_at:
            self._first[side].append(_month(first_at))
            self._last[side].append(_month(last_at))
            self._sorted.discard(side)

    def share(self, side: str, first_at: str, last_at: str) -> float:
        """The share of a side's accounts in use within two years of this time, between 0 and 1 without either."""
        if side not in self._sorted:
            self._first[side] = array("i", sorted(self._first[side]))
            self._last[side] = array("i", sorted(self._last[side]))
            self._sorted.add(side)
        first, last = self._first[side], self._last[side]
        later = len(first) - bisect_right(first, _month(last_at) + TWO_YEARS)
        earlier = bisect_left(last, _month(first_at) - TWO_YEARS)
        return (len(first) - later - earlier + 1) / (len(first) + 2)


def are_in_same_years(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two times, each from its first moment to its last, are within two years of each other."""
    begin, end = max(one[0], other[0]), min(one[1], other[1])
    return _month(begin) <= _month(end) + TWO_YEARS


def _month(moment: str) -> int:
    return int(moment[:4]) * 12 + int(moment[5:7])


class Pseudonyms:
    """How rare the words of user names are among those of the study: `bzh` stands behind many names of Brittany."""

    def __init__(self, users: Iterable[str]) -> None:
        """Count each user name once, on however many wikis it is."""
        self._with: Counter[str] = Counter()
        self._of_words: Counter[tuple[str, ...]] = Counter()
        self._names = 0
        for user in {names.folded(user): user for user in users}.values():
            self._names += 1
            words = _words(user)
            self._with.update(set(words))
            self._of_words[words] += 1

    def bits(self, user: str, rarity: Rarity) -> float:
        """What it tells that accounts of two wikis have this user name: the sum of its words, and of its number.

        Where others have these words with another number, or without, they are chosen by many: no more than that.
        """
        words, chosen = _words(user), self._names + WORDS_ELSEWHERE
        found = sum(min(_worth(word, rarity), log2(chosen / self._others_with(word))) for word in words)
        digits = sum(len(piece) for piece in pieces(user) if piece.isdigit())
        found += min(MOST_DIGITS, DIGIT * (digits - (digits == 1)))  # a wiki itself may ask for one more
        others = self._of_words[words] - 1
        return min(found, log2(chosen / others)) if others > 0 else found

    def _others_with(self, word: str) -> float:
        return max(0, self._with[word] - 1) + WORDS_ELSEWHERE / 4_000


def _worth(word: str, rarity: Rarity) -> float:
    """What a word of a user name tells at most: an initial that it begins with so, a word by its letters."""
    return rarity.bits(word) if len(word) == 1 else handle_bits(word, rarity)


def _words(user: str) -> tuple[str, ...]:
    return tuple(piece for piece in pieces(user) if not piece.isdigit())


def pieces(user: str) -> Iterator[str]:
    """The words and numbers of a user name: `FougereBzh29` has three."""
    yield from (names.folded(found[0]) for found in _PIECE.finditer(_CAMEL.sub(" ", user)))
