"""Streets, buildings, floors and rooms: the parts of an address that a word or a number opens."""

from __future__ import annotations

import re

from maillage.analyze.profiles.signature.domains import is_whole_domain
from maillage.analyze.profiles.signature.layout import Layout
from maillage.analyze.profiles.signature.lexicon import listed, words_of

_NUMBER = re.compile(r"\d{1,4}[a-zA-Z]?(?:[-/]\d{1,4}[a-zA-Z]?)?\.?$")
_FOREIGN = re.compile(r".{3,}(?:strasse|str|gasse|platz|allee|weg|damm|ufer|gracht|straat|laan|plein|vej|gatan|ulica)$")
_DESK = re.compile(r"[a-z]{2,}-?\d{1,2}[a-z]?$")
_ORDINAL = re.compile(r"(?:\d{1,2}(?:er|ere|e|eme|ieme|nd|nde|st|th|rd)|premier|deuxieme|troisieme|quatrieme)$")
_STOPS = frozenset('|•·*#=_~<>[]{}\t→►▪■●◆★:;"“”«»+(),\n')
_DASHES = frozenset("-–—/")

MOST_WORDS = 24

STREETS = listed("street_words.txt")
_REPEATED = words_of("streets: repeated")
_ENGLISH = words_of("streets: english")
_ALONE = words_of("streets: alone")
_ADJECTIVES = words_of("streets: adjectives")
_AFTER_ADJECTIVE = words_of("streets: after adjective")
_WHOLE = words_of("streets: whole")
_BUILDINGS = words_of("streets: buildings")
_NUMBERED = words_of("streets: numbered places")
_FLOORS = frozenset(("etage", "floor", "niveau", "sous-sol"))
_ZONES = {"zone": words_of("streets: behind zone"), "parc": words_of("streets: behind parc")}


def take(layout: Layout, begin: int, end: int) -> None:
    """Take the streets of a line, then what stands in them."""
    for reader in (_street, _building):
        index = begin
        while index < end:
            behind = 0 if layout.taken[index] else reader(layout, index, begin, end)
            index = behind or index + 1


def extent(layout: Layout, index: int, end: int) -> int:
    """Behind the words that continue an address: to the next separator, taken word or line end; not too many."""
    words = layout.words
    end = min(end, index + MOST_WORDS)
    while index < end and not layout.taken[index]:
        word = words[index]
        if word.text in _STOPS or word.text[0].isspace():
            break
        if word.text in _DASHES and index and word.begin > words[index - 1].end:
            break
        index += 1
    return index


def is_before_postcode(layout: Layout, index: int) -> bool:
    """Whether a postcode follows, on this line or at the head of the next."""
    for at in range(index, min(index + 4, len(layout.words))):
        if layout.taken[at] == "postcode":
            return True
        if layout.words[at].look not in ("mark", "break"):
            return False
    return False


def opens(layout: Layout, index: int, begin: int) -> bool:
    """Whether nothing but a mark or taken words stands before a word in its segment."""
    return index == begin or bool(layout.taken[index - 1]) or layout.words[index - 1].look == "mark"


def _street(layout: Layout, index: int, begin: int, end: int) -> int:
    """Take the street that opens here; where it ends, or 0 without one."""
    at = _behind_number(layout, index, end)
    if at == end or layout.taken[at]:
        return 0
    if at > index:
        return _numbered(layout, index, at, end)
    return _unnumbered(layout, index, end) if opens(layout, index, begin) else 0


def _behind_number(layout: Layout, index: int, end: int) -> int:
    """Behind the numbers of a house, "12", "12 bis,", "12-14", "12 et 14"; `index` without one."""
    words = layout.words
    if words[index].look != "digits" or not _NUMBER.match(words[index].text):
        return index
    at = index + 1
    while at < end and (
        words[at].text in ",-/&"
        or words[at].key in _REPEATED
        or _is_next_number(layout, at)
        or _is_letter_of_house(layout, at, end)
    ):
        at += 1
    return at


def _is_letter_of_house(layout: Layout, at: int, end: int) -> bool:
    """As in "14 F rue Haute"."""
    word = layout.words[at]
    return len(word.text) == 1 and word.look == "title" and at + 1 < end and layout.words[at + 1].key in STREETS


def _is_next_number(layout: Layout, at: int) -> bool:
    word, before = layout.words[at], layout.words[at - 1]
    return word.look == "digits" and bool(_NUMBER.match(word.text)) and before.key in ("-", "/", "et", "a", "&", ",")


def _numbered(layout: Layout, index: int, at: int, end: int) -> int:
    """The street behind a number: by its type, or by an English one, or by the postcode behind it."""
    words = layout.words
    key = words[at].key
    if key in STREETS or key in _WHOLE or _is_after_adjective(layout, at, end):
        behind = extent(layout, at + 1, end)
        if behind > at + 1 or key in _WHOLE:
            return _taken(layout, index, behind, "street", 0.95)
        return 0
    behind = extent(layout, at, end)
    if any(words[each].key in _ENGLISH for each in range(at + 1, behind)):
        return _taken(layout, index, behind, "foreign-street", 0.85)
    if behind > at and words[at].look in ("title", "upper") and is_before_postcode(layout, behind):
        return _taken(layout, index, behind, "number-and-postcode", 0.75)
    return 0


def _unnumbered(layout: Layout, index: int, end: int) -> int:
    """A street without a number, at the head of a segment."""
    words = layout.words
    key = words[index].key
    french = key in _ALONE or _is_after_adjective(layout, index, end)
    if not french and not _FOREIGN.match(key):
        return 0
    behind = extent(layout, index + 1, end)
    if (key in _ALONE and behind == index + 1) or is_whole_domain(layout, words[index:behind]):
        return 0  # an organisation: "Square Sud", squaresud.fr
    return _taken(layout, index, behind, "street" if french else "foreign-street", 0.8)


def _is_after_adjective(layout: Layout, at: int, end: int) -> bool:
    """As in "Grande rue", "Vieille route"."""
    return layout.words[at].key in _ADJECTIVES and at + 1 < end and layout.words[at + 1].key in _AFTER_ADJECTIVE


def _building(layout: Layout, index: int, begin: int, end: int) -> int:
    """Take the building, floor or room that opens here; where it ends, or 0 without one."""
    if not opens(layout, index, begin):
        return 0
    rule = _place_inside(layout, index, end)
    return _taken(layout, index, extent(layout, index + 1, end), rule, 0.85) if rule else 0


def _place_inside(layout: Layout, index: int, end: int) -> str:
    """Which part of an address opens here, of those that a word or its number tells; "" without one."""
    key = layout.words[index].key
    following = layout.words[index + 1].key if index + 1 < end and not layout.taken[index + 1] else ""
    if key in _BUILDINGS:
        return "building"
    if key in _NUMBERED and following and _is_number_of_place(layout, index + 1) and not _is_desk(key, following):
        return "room"
    if following in _FLOORS and _ORDINAL.match(key):
        return "floor"
    return "zone" if following in _ZONES.get(key, ()) else ""


def _is_desk(key: str, following: str) -> bool:
    """A part of an administration, by its short name: "bureau DPE2" is no room."""
    return key == "bureau" and bool(_DESK.match(following))


def _is_number_of_place(layout: Layout, at: int) -> bool:
    """As in "204", "B", "n° 3"."""
    word = layout.words[at]
    return word.look == "digits" or (len(word.text) <= 2 and word.look != "lower") or word.key in ("n", "no")


def _taken(layout: Layout, begin: int, end: int, rule: str, confidence: float) -> int:
    layout.take("location", begin, end, rule, confidence)
    return end
