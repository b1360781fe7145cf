"""How much it tells that two accounts have a word of a name in common: the rarer the word, the more."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import log2

UNKNOWN = 1 / 20_000
"""The share of people who bear a name that no table has: most family names are rarer, most given names are not."""

PRIOR_NAMES = 2_000
"""As many names as the tables are worth: in a study of 2,000 names, both count alike."""

FEWEST_WORDS = 50
"""Words that one name has, from which on it is counted how many others there are like them."""

INITIAL = log2(12)
"""Bits of an initial: names begin with few letters, so one in twelve agrees by chance (not one in 26)."""


class Rarity:
    """What a word of a name is worth in a study, by how many of its names have it and how many people elsewhere."""

    def __init__(self, names: Iterable[Iterable[str]]) -> None:
        """Count the words of different names; abbreviated ones tell nothing new and should not be among them."""
        self._names = 0
        self._with: Counter[str] = Counter()
        for words in names:
            self._names += 1
            self._with.update(set(words))
        self._others = 0.0
        self._bits: dict[str, float] = {}

    def in_a_crowd(self) -> Rarity:
        """The same among who registers on wikis, of whom tables know little: a word of one name is not the only one.

        How many others are to be expected, the words that two names have tell (Good 1953, The Population Frequencies
        of Species).
        """
        crowd = Rarity(())
        crowd._names, crowd._with = self._names, self._with
        seen = Counter(self._with.values())
        crowd._others = min(1.0, 2 * seen[2] / seen[1]) if seen[1] >= FEWEST_WORDS else 0.0
        return crowd

    def bits(self, word: str) -> float:
        """Minus the logarithm (base 2) of the share of other people's names that have this word; an initial has 3.6."""
        if len(word) == 1:
            return INITIAL
        known = self._bits.get(word)
        if known is None:
            others = max(0, self._with[word] - 1) + self._others + PRIOR_NAMES * common_names().get(word, UNKNOWN)
            known = self._bits[word] = -log2(min(1, others / (self._names + PRIOR_NAMES)))
        return known

    def is_known(self, word: str) -> bool:
        """Whether a word is one of people's names: of a common one, or of several names of the study."""
        return word in common_names() or self._with[word] > 1


@cache
def common_names() -> Mapping[str, float]:
    """The share of people who bear each of the common names."""
    shares: dict[str, float] = {}
    for row in csv.DictReader(_lines("common_names.csv")):
        for name in row["names"].split():
            shares[name] = max(int(row["per_100000"]) / 100_000, shares.get(name, 0))
    return shares


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """For each given name of the table, the others that may stand for it."""
    found: dict[str, set[str]] = {}
    for line in _lines("nicknames.csv"):
        together = set(line.split())
        for name in together:
            found.setdefault(name, set()).update(together - {name})
    return {name: frozenset(others) for name, others in found.items()}


def _lines(name: str) -> list[str]:
    text = files("maillage.analyze.people").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
