"""How words are compared: without accents, capitals, gender and number, whatever way the gender is written."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Generic, NamedTuple, TypeVar

_LINKS = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "for", "l", "la", "le", "les", "of", "the"))
"""Left out of what is compared: "chargée de la communication" is "chargée de communication"."""

_AND = frozenset(("and", "et", "ou", "or"))

_OF = frozenset(("chez", "d", "de", "des", "du", "of"))
"""What stands behind one of these is a complement up to the next comma: "l'assistante du directeur" is no director."""

_ENDING = (
    r"(?:trices?|rices?|ices?|teuses?|euses?|ses?|elles?|i?ennes?|nn?es?|[èe]res?|res?|fes?|ves?|tes?|les?|[ée]es?|es?)"
)
_INCLUSIVE = (  # chargé·e·s, chargé(e), chargé.e, chargé-e, directeur/trice, animateur(trice)
    rf"(?:(?:[·•‧⋅∙・.\-‑–/]|\s?\()-?{_ENDING}(?:\)|[·•‧⋅∙・.\-‑–/)]s)?(?![^\W_]))"
)
_SPELLED = r"(?<![^\W_])(?:[^\W\d_]\.){2,}"  # S.A.R.L., P.D.G.
_SPELT = re.compile(_SPELLED)
_TOKEN = re.compile(
    rf"(?P<spelt>{_SPELLED})|(?P<word>[^\W_]+)(?:(?<=[^\W\d_]){_INCLUSIVE})?|[,;:|/()\n]|(?<=\s)[-–—](?=\s)"
)
_FIRST_PERSON = re.compile(
    r"\b(?:je|j'|m'|me|moi|mon|ma|mes|nous|notre|nos|i|i'm|i'd|i've|i'll|my|me|we|our)(?:\b|(?<='))", re.IGNORECASE
)

Held = TypeVar("Held")


class _Folding(dict[int, int]):
    """One character for one: small, and without its accent where it is a letter with one."""

    def __missing__(self, code: int) -> int:
        plain = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = folded = ord(plain) if len(plain) == 1 else code
        return folded


_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_FOLDING = _Folding((ord(mark), ord("'")) for mark in "’ʼ‘")


@lru_cache(maxsize=64)  # one mail is folded for one question after the other
def fold(text: str) -> str:
    """A text in small letters without accents, of the same length: its characters keep their numbers."""
    return text.lower() if text.isascii() else _FOREIGN.sub(_plain, text).lower()


def _plain(found: re.Match[str]) -> str:
    return found[0].translate(_FOLDING)


def spelt(written: str) -> str:
    """A text whose acronyms have no points: "S.A.R.L." is "SARL"."""
    return _SPELT.sub(lambda found: found[0].replace(".", ""), written)


def speaks_of_oneself(folded: str, begin: int, end: int, reach: int = 120) -> bool:
    """Whether a word of the first person stands near some characters of a folded text."""
    return bool(_FIRST_PERSON.search(folded, max(0, begin - reach), end + reach))


class Word(NamedTuple):
    """A word to compare by. `complement`: what links it to the words before makes it a complement of them."""

    key: str
    complement: bool


class Located(NamedTuple):
    """A word with its characters, those of the other gender's ending included."""

    word: Word
    begin: int
    end: int


@lru_cache(maxsize=4096)
def words(written: str) -> tuple[Word, ...]:
    """The words of a title or a name, links left out, and what is said twice for the two genders said once."""
    return tuple(_said_once([one.word for one in located(written)]))


def located(written: str) -> Iterator[Located]:
    """The words of a text where they stand, links left out."""
    complement, begun = False, False
    for token in _TOKEN.finditer(fold(written)):
        word = token[0].replace(".", "") if token["spelt"] else token["word"]
        if word is None or word in _AND:
            complement = False
        elif word in _LINKS or word == "chez":
            complement = complement or (word in _OF and begun)
        else:
            plain = word.replace("œ", "oe").replace("æ", "ae")
            yield Located(Word(neutral(plain), complement), token.start(), token.end())
            begun = True


@lru_cache(maxsize=4096)
def neutral(folded: str) -> str:
    """A word without what tells gender and number: chargée and chargé, directrices and directeur are the same.

    A key to compare by and no word of French: the endings of all words are cut alike.
    """
    stem = folded[:-1] if len(folded) > 3 and folded[-1] in "sx" else folded
    if len(stem) > 3:
        stem = stem.rstrip("e") or stem
    if stem.endswith("tric"):
        return stem[:-4] + "teur"
    if stem.endswith("eus") and len(stem) > 5:
        return stem[:-1] + "r"
    if stem.endswith("iv") and len(stem) > 4:
        return stem[:-1] + "f"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] in "fnlt":
        return stem[:-1]
    return stem


def _said_once(found: list[Word]) -> Iterator[Word]:
    """Without what both genders say: "Médiateur social / Médiatrice sociale" has become twice the same words."""
    at = 0
    while at < len(found):
        keys = [word.key for word in found[at : at + 8]]
        double = next(
            (size for size in (1, 2, 3, 4) if len(keys) >= 2 * size and keys[:size] == keys[size : 2 * size]), 0
        )
        at += double
        if not double:
            yield found[at]
            at += 1


class Phrases(Generic[Held]):
    """Phrases, each with what it stands for; the words of a text are searched for the first and longest of them."""

    def __init__(self, phrases: Iterable[tuple[str, Held]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Held]]] = {}
        for phrase, held in phrases:
            keys = tuple(word.key for word in words(phrase))
            self._by_first.setdefault(keys[0], []).append((keys, held))
        for of_first in self._by_first.values():
            of_first.sort(key=lambda item: -len(item[0]))

    def at(self, found: Sequence[Word], begin: int) -> tuple[int, Held] | None:
        """The longest phrase that begins at a word, by the number of its words."""
        for keys, held in self._by_first.get(found[begin].key, ()):
            if tuple(word.key for word in found[begin : begin + len(keys)]) == keys:
                return len(keys), held
        return None

    def all(self, found: Sequence[Word]) -> Iterator[tuple[int, Held]]:
        """The phrases that are no complement of a word before, each with the number of its first word."""
        begin = 0
        while begin < len(found):
            match = None if found[begin].complement else self.at(found, begin)
            if match:
                yield begin, match[1]
            begin += match[0] if match else 1


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a file of this package's data."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
