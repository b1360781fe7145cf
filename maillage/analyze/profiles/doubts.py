"""What is found in a mail and is still not to be said of its author.

Reading a signature word by word, one takes what may be a function or an organisation; of a real person, a wrong
employer is worse than none. So a label, a line of code, initials, a degree, or a role at a conference counts for
nothing here, and an organisation that only its place on the page tells needs a signature that tells more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from maillage.analyze.people import names
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.vocabulary import professions
from maillage.analyze.profiles.vocabulary.organisations import by_domain, is_status, status_of
from maillage.analyze.profiles.zones import SIGNED

Zoned = tuple[str, Found]
"""Something found, with the kind of zone it stands in."""

GUESSES = frozenset({"place", "acronym"})
"""Rules that take a line or capitals for an organisation because nothing else is there."""

UNSURE = 0.7
"""The confidence under which an organisation's words are no more than a guess."""

BY_A_FORM = 0.8
"""The confidence from which a legal form, such as "Ltd", speaks for an organisation, and no mere last word."""

_LETTERS_OF_AN_ACRONYM = 3  # at least: two letters are initials, or a state of a federation
_WORD_OF_A_NAME = 3  # letters: a shorter word, such as "le", tells nobody
_NEXT = 40  # characters behind a value that may tell who bears it

_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"[ \t]*(?::|=(?!=))")
_NUMBER = re.compile(r"[ \t]*:[ \t]*[+(\d]")
_PATH = re.compile(r"[/\\$<#@]$")
_OPENED = re.compile(r"[(\[][ \t]*$")
_BEFORE_A_NAME = re.compile(
    r"^(?:prof|professeure?|professor|pr|dr)(?:\W+(?:dr|h\.?\s?c|mult)\b\.?)*\W*$", re.IGNORECASE
)
_DEGREE = re.compile(
    r"(?:(?:ph\W?\s?d|d\W?phil|m\W?sc|b\W?sc|m\W?a|b\W?a|m\W?b\W?a|d\W?e\W?a|d\W?e\W?s\W?s|dr|dipl|ing)\.?|licence|maîtrise|"
    r"ma[gî]?st[eè]re?|ma[sî]tri?er|master|bachelor|diplôme)(?:\W+(?:thesis|thèse|degree)|\W+(?:of|in|en|de|d['’])\b.*)?",
    re.IGNORECASE,
)
_ROLE_AT_A_CONFERENCE = re.compile(
    r"\b(?:(?:program(?:me)?|pc|conference|workshop|symposium|general|track|session|publicity)\W+(?:co\W?)?chair|"
    r"chair(?:man|woman|person)?\W+and\W+organi[sz]er|steering\W+committee|(?:program(?:me)?|organi[sz]ing)\W+committee|"
    r"comité\W+(?:de\W+programme|d['’]organisation)|organi[sz]er)\b|^(?:co\W?)?chair$",
    re.IGNORECASE,
)
_FOR = frozenset("for as in of to with at from by visiting see pour comme chez dans avec par vers voir".split())
_SOMEBODYS = frozenset("my your our their this these that mon ton son votre notre vos nos leur ce cette ces".split())


def believed(found: Sequence[Zoned], text: str, author: Collection[str]) -> list[Zoned]:
    """What of all that is found in one mail may be said of its author, who has these names and addresses."""
    kept = [one for one in found if not _is_doubtful(*one, text, author)]
    enough = tells_more({one.kind for zone, one in kept if zone == "signature"})
    named = any(
        one.kind == "organization" and not is_guess(one, author) and not is_status(one.value)
        for zone, one in kept
        if zone == "signature"
    )
    return [
        (zone, one) for zone, one in kept if not is_guess(one, author) or (enough and zone == "signature" and not named)
    ]


def tells_more(kinds: Collection[str]) -> bool:
    """Whether a signature with these kinds of findings is that of somebody at work: a function or a name, and where."""
    reached = not {"phone", "location", "postcode"}.isdisjoint(kinds)
    return ("function" in kinds and reached) or {"human", "phone", "postcode"} <= set(kinds)


def _is_doubtful(zone: str, one: Found, text: str, author: Collection[str]) -> bool:
    if one.kind == "organization":
        if is_status(one.value):
            return False
        return (
            _is_label(one, text)
            or _is_no_organisation(one)
            or is_of(one.value, author, alone=not is_guess(one, author))
        )
    if one.kind == "project":
        return one.value.islower() or not _SOMEBODYS.isdisjoint(_words(one.value))
    if one.kind == "function":
        return zone in SIGNED and (
            is_of(one.value, author)
            or is_no_profession(one.value)
            or one.rule == "continued"
            or _is_of_another_line(one, text, author)
        )
    return False


# ------------------------------------------------------------------------------------------- organisations


def is_guess(one: Found, author: Collection[str]) -> bool:
    """Whether nothing in its words or in the author's own mail domain makes it an organisation.

    The page that a signature links to may be that of a hobby. The word for a status, "SARL", is no name and no guess.
    """
    if one.kind != "organization" or is_status(one.value):
        return False
    if one.rule == "domain" and one.confidence >= UNSURE:
        return status_of(one.value) is None and not is_behind(one.value, author)
    return one.rule in GUESSES or (one.rule in ("domain", "legal-form") and one.confidence < UNSURE)


def is_behind(value: str, author: Collection[str]) -> bool:
    """Whether one of the author's addresses is at this organisation: by its words, one of them, or its initials."""
    mine = list(_words(value))
    joined, initials = "".join(mine), "".join(word[0] for word in mine)
    for address in filter(by_domain, author):
        for label in re.split(r"[.-]", address.partition("@")[2].lower())[:-1]:
            if len(label) >= _LETTERS_OF_AN_ACRONYM and (
                label in (joined, initials, *mine)
                or (len(label) > _LETTERS_OF_AN_ACRONYM and label in joined)
                or any(len(word) > _LETTERS_OF_AN_ACRONYM and word in label for word in mine)
            ):
                return True
    return False


def _is_label(one: Found, text: str) -> bool:
    """Whether it is one word of the dictionary before a colon: "Archives : http://…"."""
    one_word = one.value.istitle() and one.value.isalpha()
    return one_word and one.rule == "organisation-word" and bool(_LABEL.match(text, one.end))


def _is_no_organisation(one: Found) -> bool:
    """A code, initials or the two letters of a state, part of a sentence, or a last word without a capital."""
    words = _WORD.findall(one.value)
    if not words:
        return True
    if one.rule == "acronym":
        return sum(map(len, words)) < _LETTERS_OF_AN_ACRONYM
    if one.rule == "place" and "/" in one.value and one.value.isupper():
        return True  # a code of a unit, which names nobody outside of its house
    if words[0] in _FOR:
        return True
    weak_form = one.rule == "legal-form" and one.confidence < BY_A_FORM
    return weak_form and words[-1].islower() and not any(word.isupper() for word in words)


# ----------------------------------------------------------------------------------------------- functions


@cache
def is_no_profession(value: str) -> bool:
    """Whether a title is a degree, or a role at one conference, and not what somebody does for a living."""
    if _ROLE_AT_A_CONFERENCE.search(value):
        return True
    return bool(_DEGREE.fullmatch(value.strip())) and professions.classify(value) is None


def _is_of_another_line(one: Found, text: str, author: Collection[str]) -> bool:
    """Whether it stands in a path, in code, in brackets, as a label, or as the title of somebody else's name."""
    before = text[max(0, one.begin - 2) : one.begin]
    if _PATH.search(before) or (one.rule == "acronym" and _OPENED.search(before)):
        return True
    behind = _LABEL.match(text, one.end)
    if behind and (behind[0].endswith("=") or _NUMBER.match(text, one.end)):
        return True
    if _BEFORE_A_NAME.match(one.value):
        line = text[one.end : one.end + _NEXT].lstrip(" .").partition("\n")[0]
        capital = [word for word in _WORD.findall(line)[:3] if word[0].isupper()]
        return bool(capital) and len(line) > _WORD_OF_A_NAME and not _shares_a_word(line, author)
    return False


# ------------------------------------------------------------------------------------------------- authors


def is_of(value: str, author: Collection[str], *, alone: bool = False) -> bool:
    """Whether all words of a value are names of the author's, or their initials; `alone`: only if it is one word."""
    called = [name.partition("@")[0] for name in author]
    mine = list(_words(value))
    if not mine or (alone and (len(mine) > 1 or is_behind(value, author))):
        return False
    known = {word for name in called for word in _words(name)}
    initials = {"".join(word[0] for word in _words(name)) for name in called}
    short = len(mine) == 1 and len(mine[0]) >= _WORD_OF_A_NAME and any(word.startswith(mine[0]) for word in known)
    return short or all(word in known for word in mine) or "".join(mine) in initials


def _shares_a_word(line: str, author: Collection[str]) -> bool:
    joined = " ".join(names.folded(name.partition("@")[0]) for name in author)
    return any(word in joined for word in _words(line) if len(word) >= _WORD_OF_A_NAME)


def _words(text: str) -> Iterator[str]:
    yield from _WORD.findall(names.folded(text))
