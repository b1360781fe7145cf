"""Nearly the same title, as people give it who do not know that there is a page already."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from maillage.demo.words import alternatives

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLE = re.compile(r"(?:les? |la |l'|une? )", re.IGNORECASE)
MISSPELT = (
    ("Balade", "Ballade"),
    ("Bibliothèque", "Bibliotèque"),
    ("Carrière", "Carière"),
    ("collaborative", "colaborative"),
    ("Patronage", "Patronnage"),
    ("associative", "asociative"),
    ("Reconstruction", "Recontruction"),
)
"""Words as they are, and as somebody in a hurry writes them."""

PLACED = re.compile(r" (?:à|au|aux|:) ")
TOWNS = {"brest": "brest.commune", "projet": "projet.commune", "communs": "communs.ville"}
SINGULAR = (("Mémoires ", "Mémoire "), ("Questions ", "Question "), ("Les biens communs", "Le bien commun"))


def near(title: str, words: str) -> list[str]:
    """Titles one would give the same page: without its hyphens or accents, with or without its article, and so on.

    `words`: those of its wiki.
    """
    found = [made for make in (_letters, _article, _plural, _order, _spelling) for made in make(title)]
    return [*found, *_bracket(title, words)]


def _letters(title: str) -> Iterator[str]:
    """Compounds in two words or in one; the capital without its accent; the record of a meeting with a hyphen."""
    if title.startswith("Compte rendu"):
        yield title.replace("Compte rendu", "Compte-rendu", 1)
    elif "-" in title:
        yield title.replace("-", " ")
    if title[0] in "ÉÈÊ":
        yield f"E{title[1:]}"
    elif "É" in title:
        yield title.replace("É", "E")


def _article(title: str) -> Iterator[str]:
    """With the article of its first noun, or without the one that it has."""
    bare = ARTICLE.sub("", title, count=1) if ARTICLE.match(title) else ""
    if bare and bare[0].islower():
        yield bare[0].upper() + bare[1:]
    for article, noun in _nouns():
        if re.match(rf"{re.escape(noun)}\b(?! rendu)", title):
            yield f"{article}{title[0].lower()}{title[1:]}"


def _plural(title: str) -> Iterator[str]:
    """One for many: the first noun without its `s`, where a place or a year follows."""
    for many, one in SINGULAR:
        if title.startswith(many):
            yield one + title.removeprefix(many)
    if any(re.match(rf"{noun}(?:{PLACED.pattern})", title) for article, noun in _nouns() if article == "Les "):
        first, space, rest = title.partition(" ")
        yield first.removesuffix("s") + space + rest


def _order(title: str) -> Iterator[str]:
    """What stands before the colon behind it."""
    before, colon, after = title.partition(" : ")
    if colon and not re.match(r"Balade|Fiche|Rencontre", before):
        yield f"{after[0].upper()}{after[1:]} : {before[0].lower()}{before[1:]}"


def _spelling(title: str) -> Iterator[str]:
    for right, wrong in MISSPELT:
        if right in title:
            yield title.replace(right, wrong, 1)


def _bracket(title: str, words: str) -> Iterator[str]:
    """With the town where it is in brackets, where the title names none."""
    if words not in TOWNS or PLACED.search(title) or title.startswith(("Compte rendu", "Le ")):
        return
    towns = alternatives("wikis.txt", TOWNS[words])
    if not any(town in title for town in towns):
        yield f"{title} ({towns[len(title) % 3]})"


@cache
def _nouns() -> tuple[tuple[str, str], ...]:
    """What titles begin with that lost its article, and the article: `("Le ", "Fort")`."""
    found = []
    for section in ("brest.genre", "brest.fete", "brest.souvenir", "brest.metier"):
        for word in alternatives("wikis.txt", section):
            if article := ARTICLE.match(word):
                noun = word[article.end() :]
                found.append((article[0].capitalize(), noun[0].upper() + noun[1:]))
    return tuple(dict.fromkeys(found))
