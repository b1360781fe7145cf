"""Fields of activity that are named: the thesis's domains, in a function, the line of an organisation, or a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.vocabulary.words import Located, Phrases, located, rows

CONFIDENCE = 0.6
CONFIDENCE_OF_GENERIC = 0.4


def find(line: str, *, generic: bool = True) -> list[Found]:
    """The fields named in a line, as `domain`, as they are written. The longest name wins.

    `generic`: also words that are a field beside a function ("conseil", "formation", "environnement") and hardly
    ever in a sentence; leave them out of running text.
    """
    return [
        Found("domain", " ".join(line[begin:end].split()), begin, end, "domain", confidence)
        for begin, end, row, confidence in _named(line)
        if generic or not row["generic"]
    ]


def terms(line: str) -> tuple[str, ...]:
    """The words of the vocabulary for the fields named in a line, each once, in their order."""
    return tuple(dict.fromkeys(row["term"] for _, _, row, _ in _named(line)))


def _named(line: str) -> Iterator[tuple[int, int, Mapping[str, str], float]]:
    found: list[Located] = list(located(line))
    plain = [one.word for one in found]
    at = 0
    while at < len(found):
        match = _domains().at(plain, at)
        if match:
            size, row = match
            confidence = CONFIDENCE_OF_GENERIC if row["generic"] else CONFIDENCE
            yield found[at].begin, found[at + size - 1].end, row, confidence
        at += match[0] if match else 1


@cache
def _domains() -> Phrases[Mapping[str, str]]:
    return Phrases((phrase, row) for row in rows("domains.csv") for phrase in row["phrases"].split("|"))
