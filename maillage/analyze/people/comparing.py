"""What two names have in common, in bits, and whether they can be one person's at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from maillage.analyze.people.names import Name
from maillage.analyze.people.rarity import INITIAL, Rarity, nicknames

SPELLING = 5.0
"""Bits lost by a word with one letter changed, left out, added or swapped: one name in thirty is written so."""

SHORT_FORM = 3.0
"""Bits lost by a short form, or another spelling, of a given name: Fred, Bob, Stephen for Steven."""

OTHER_INITIALS = 8.0
"""Bits against two names of which each has a word that the other lacks, one of them an initial."""

SHORTEST_SPELLING = 6
"""Letters of the shortest word in which a spelling error is allowed: Marin and Martin are two names."""

# Bits lost by a word that one of the names leaves out.
INITIAL_LEFT_OUT = 0.5
WORD_LEFT_OUT = 1.5
HYPHEN_LEFT_OUT = 2.0  # "Marie Dupont-Martin" as "Marie Dupont"
GIVEN_LEFT_OUT = 4.0  # "Jean-Pierre" as "Jean": often somebody else


class Words(NamedTuple):
    """A word of each of two names that agree, how, and what that is worth in bits."""

    first: int
    second: int
    how: str  # same, spelling, short-form, initial
    bits: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two names agree. `bits`: what it tells; below 0, that they are two persons'.

    `how`: `same-name`, or the loosest of its words: `similar-name`, `shortened-name`, `abbreviated-name`.
    `conflict`: they cannot both be the names of one person, unless she changed it.
    """

    how: str
    bits: float
    conflict: bool = False


OTHER_NAME = Agreement("other-name", -12.0, conflict=True)
ALMOST = Agreement("other-name", -8.0, conflict=True)
"""Names that have a word in common, as before and after a marriage, or differ in an initial, or in Jr and Sr."""

NO_NAME = Agreement("other-name", -6.0)
"""Names without a common word, one of which may be no person's: "Le wiki des voisins" is somebody's."""

OTHER_WORD = Agreement("other-name", -6.0, conflict=True)
"""A name of one word, and another's words do not have it: Paul is not Jean Dupont, but may be called so."""


def compared(first: Name, second: Name, rarity: Rarity) -> Agreement | None:
    """How two names agree, or conflict; None where one of them tells too little."""
    if not first.words or not second.words:
        return None
    if first.is_bare or second.is_bare:
        return _with_bare(first, second, rarity)
    return _agreement(first, second, rarity)


def _agreement(first: Name, second: Name, rarity: Rarity) -> Agreement | None:
    pairs = list(_matched(first.words, second.words, rarity))
    left = [word for number, word in enumerate(first.words) if number not in {pair.first for pair in pairs}]
    right = [word for number, word in enumerate(second.words) if number not in {pair.second for pair in pairs}]
    written_out = sum(pair.how != "initial" for pair in pairs)
    if not pairs and not (_is_persons(first, rarity) and _is_persons(second, rarity)):
        return NO_NAME
    if len(pairs) < 2 or not written_out:
        if not first.is_full and not second.is_full:
            return None
        return ALMOST if written_out else OTHER_NAME
    bits = sum(pair.bits for pair in pairs)
    if first.suffix != second.suffix and first.suffix and second.suffix:
        return ALMOST
    if left and right:
        return _with_two_rests(left, right, bits, on_both=_agree_on_both(pairs, first, second))
    lost = _lost(first, {pair.first for pair in pairs}, rarity) + _lost(second, {pair.second for pair in pairs}, rarity)
    return Agreement(_how(pairs, shortened=bool(left or right)), bits - lost)


def _with_two_rests(left: Sequence[str], right: Sequence[str], bits: float, *, on_both: bool) -> Agreement:
    """Both names have words that the other lacks: two middle names or family names, or what is no name behind one.

    `on_both`: whether they agree on a given and on a family name all the same.
    """
    if not on_both and any(len(word) > 1 for word in left) and any(len(word) > 1 for word in right):
        return OTHER_NAME
    if all(len(word) == 1 for word in (*left, *right)):
        return ALMOST
    return Agreement("shortened-name", bits - OTHER_INITIALS)


def _is_persons(name: Name, rarity: Rarity) -> bool:
    """Whether a name has a word that people are called."""
    return any(len(word) > 1 and rarity.is_known(word) for word in name.words)


def _agree_on_both(pairs: Sequence[Words], first: Name, second: Name) -> bool:
    families = {pair.first in first.family and pair.second in second.family for pair in pairs if pair.how != "initial"}
    return len(families) == 2


def _with_bare(first: Name, second: Name, rarity: Rarity) -> Agreement | None:
    """A name of one word never makes a person; one that the other name has not may tell two persons apart."""
    bare, other = (first, second) if first.is_bare else (second, first)
    alike = any(_how_alike(word, one, rarity) for word in bare.words for one in other.words)
    if alike or "".join(bare.words) == "".join(other.words):
        return None
    if any(map(rarity.is_known, bare.words)) and any(rarity.is_known(one) for one in other.words):
        return OTHER_WORD
    return None


def _how(pairs: Sequence[Words], *, shortened: bool) -> str:
    kinds = {pair.how for pair in pairs}
    if "initial" in kinds:
        return "abbreviated-name"
    if kinds & {"spelling", "short-form"}:
        return "similar-name"
    return "shortened-name" if shortened else "same-name"


def _lost(name: Name, kept: AbstractSet[int], rarity: Rarity) -> float:
    """What the words of a name that the other has not take away."""
    lost = 0.0
    kept_compounds = {name.hyphens[number] for number in kept}
    for number, word in enumerate(name.words):
        if number in kept:
            continue
        if len(word) == 1:
            lost += INITIAL_LEFT_OUT
        elif name.hyphens[number] not in kept_compounds:
            lost += WORD_LEFT_OUT
        else:
            lost += GIVEN_LEFT_OUT if rarity.bits(word) < GIVEN_NAME_BITS else HYPHEN_LEFT_OUT
    return lost


GIVEN_NAME_BITS = 8.5
"""A word that more than one in 360 bears is taken for a given name: few family names are as common."""


def _matched(first: Sequence[str], second: Sequence[str], rarity: Rarity) -> Iterator[Words]:
    """Words of two names set side by side: equal ones first, then spellings and short forms, then initials."""
    found = [
        Words(number, place, *alike)
        for number, word in enumerate(first)
        for place, other in enumerate(second)
        if (alike := _how_alike(word, other, rarity))
    ]
    found.sort(key=lambda pair: _ORDER[pair.how])
    free_first, free_second = list(range(len(first))), list(range(len(second)))
    for pair in found:
        if pair.first in free_first and pair.second in free_second:
            yield pair
            free_first.remove(pair.first)
            free_second.remove(pair.second)
    if free_first and free_second:
        yield from _initials(first, second, free_first, free_second)


_ORDER = {how: number for number, how in enumerate(("same", "spelling", "short-form", "initial"))}


def _initials(
    first: Sequence[str], second: Sequence[str], free_first: Sequence[int], free_second: Sequence[int]
) -> Iterator[Words]:
    """JP, in one word, for Jean-Pierre: set beside the first of these words."""
    for side, (short, long) in enumerate(((free_first, free_second), (free_second, free_first))):
        shorts, longs = (first, second) if side == 0 else (second, first)
        if len(short) == 1 and len(long) > 1 and shorts[short[0]] == "".join(longs[number][0] for number in long):
            for number in long:
                pair = (short[0], number) if side == 0 else (number, short[0])
                yield Words(*pair, "initial", INITIAL)
            return


def _how_alike(one: str, other: str, rarity: Rarity) -> tuple[str, float] | None:
    if one == other:
        return ("initial" if len(one) == 1 else "same"), rarity.bits(one)
    if len(one) == 1 or len(other) == 1:
        return ("initial", INITIAL) if one[0] == other[0] else None
    known = min(rarity.bits(one), rarity.bits(other))
    if min(len(one), len(other)) >= SHORTEST_SPELLING and one_letter_apart(one, other):
        return "spelling", known - SPELLING
    if other in nicknames().get(one, ()) or _begins(one, other) or _begins(other, one):
        return "short-form", known - SHORT_FORM
    return None


def _begins(short: str, long: str) -> bool:
    """Whether a word is another's beginning, as Fred of Frederic, and three letters at least."""
    return 3 <= len(short) <= len(long) - 2 and long.startswith(short)


@lru_cache(maxsize=65536)
def one_letter_apart(one: str, other: str) -> bool:
    """Whether two words differ by one letter put in, left out, changed, or swapped with its neighbour."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )
