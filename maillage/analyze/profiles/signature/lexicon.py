"""The words that signatures are read by: package data of general knowledge, folded once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from maillage.analyze.profiles.signature.words import fold

_FEMININES = (
    ("teur", ("trice", "teuse", "teure", "tresse")),
    ("eur", ("euse", "eure", "eresse", "oresse")),
    ("ien", ("ienne",)),
    ("on", ("onne",)),
    ("an", ("anne",)),
    ("ier", ("iere",)),
    ("er", ("ere",)),
    ("if", ("ive",)),
    ("eux", ("euse",)),
    ("el", ("elle",)),
    ("al", ("ale",)),
    ("in", ("ine",)),
    ("t", ("te",)),
    ("u", ("ue",)),
    ("d", ("de",)),
    ("e", ("ee", "esse")),
)


@cache
def listed(name: str) -> frozenset[str]:
    """The folded words of a data file."""
    lines = _lines(name)
    return frozenset(fold(word) for line in lines for word in line.split())


@cache
def words_of(name: str) -> frozenset[str]:
    """The folded words of one of the short lists. Raises KeyError."""
    return _lists()[name]


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    name = ""
    for line in _lines("lists.txt"):
        if line.startswith("["):
            name = line.strip("[]")
        else:
            lists.setdefault(name, set()).update(map(fold, line.split()))
    return {name: frozenset(words) for name, words in lists.items()}


@cache
def phrases(name: str) -> frozenset[tuple[str, ...]]:
    """The folded words of each of the phrases of a data file, which are parted by bars."""
    return frozenset(tuple(fold(phrase).split()) for line in _lines(name) for phrase in line.split("|"))


@cache
def function_heads() -> frozenset[str]:
    """French nouns that open a title, masculine and feminine."""
    heads = set(listed("function_heads.txt"))
    forms = heads | {feminine for head in heads for feminine in feminines(head)}
    return frozenset(forms - words_of("titles: no forms"))


def feminines(masculine: str) -> tuple[str, ...]:
    """What a folded masculine noun may become, by the first ending that it has.

    A form that nobody uses does no harm: it is only compared with.
    """
    for ending, others in _FEMININES:
        if masculine.endswith(ending):
            stem = masculine.removesuffix(ending)
            return tuple(stem + other for other in others)
    return (masculine + "e",)


def _lines(name: str) -> list[str]:
    text = files("maillage.analyze.profiles.signature").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
