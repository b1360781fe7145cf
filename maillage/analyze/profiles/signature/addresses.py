"""Where the person works, as it is written: streets, buildings, communes, countries."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from maillage.analyze.profiles.places import gazetteer
from maillage.analyze.profiles.places.folding import fold as fold_place
from maillage.analyze.profiles.signature.domains import is_domain
from maillage.analyze.profiles.signature.layout import Layout
from maillage.analyze.profiles.signature.lexicon import function_heads, listed, phrases, words_of
from maillage.analyze.profiles.signature.silence import lines

_NUMBER = re.compile(r"\d{1,4}[a-zA-Z]?(?:[-/]\d{1,4}[a-zA-Z]?)?$")
_HOUSE = re.compile(r"\d{1,3}[a-z]?$")
_REPEATED = words_of("addresses: repeated")
_ARTICLES = words_of("addresses: articles")
_STOPS = frozenset('|•·*#=_~<>[]{}\t→►▪■●◆★:;"“”«»+()\n')
_FOREIGN_STREET = re.compile(
    r".{3,}(?:stra(?:ss|ß)e|strasse|str|gasse|platz|allee|weg|damm|ufer|gracht|straat|laan|plein|weg|gade|vej|gatan|ulica)$"
)
_ENGLISH_STREET = words_of("addresses: english street")
_ENGLISH_ROADS = frozenset("street road rd lane avenue drive boulevard highway parkway".split())
# Types of streets that, without a number, are names of other things as well
_WEAK_STREETS = words_of("addresses: weak streets")
_STRONG_ALONE = words_of("addresses: strong alone")
_STREET_ADJECTIVES = words_of("addresses: street adjectives")
_AFTER_ADJECTIVE = words_of("addresses: after adjective")
_WHOLE_STREETS = words_of("addresses: whole streets")  # said in one word
_BUILDINGS_ALONE = words_of("addresses: buildings alone")
_NUMBERED_PLACES = words_of("addresses: numbered places")
_ORDINAL = re.compile(
    r"(?:\d{1,2}(?:er|ere|ere|e|eme|ème|ieme|nd|nde|st|th|rd)|premier|deuxieme|troisieme|quatrieme|cinquieme)$"
)
_ROUND_COMMUNE = re.compile(r"\d{1,2}(?:er|e|eme)?$")
_MOST_COMMUNE_WORDS = 8


@cache
def _communes() -> frozenset[str]:
    return gazetteer.shipped().names


@lru_cache(maxsize=65_536)
def is_commune(written: str) -> bool:
    """Whether these words are the name of a commune of France, without its arrondissement."""
    key = fold_place(re.sub(r"[\s,]+\d{1,2}(?:er|e|[èe]me)?\s*$", "", written))
    return len(key) > 2 and key in _communes()


def take(layout: Layout) -> None:
    """Take the parts of addresses, line by line; then communes and countries that stand beside them."""
    for begin, end in lines(layout):
        _streets(layout, begin, end)
        _buildings(layout, begin, end)
        _communes_at_postcodes(layout, begin, end)
        _labelled(layout, begin, end)
    _neighbours(layout)


def _free_to(layout: Layout, index: int, end: int) -> bool:
    return index < end and not layout.taken[index]


def _word(layout: Layout, index: int) -> str:
    return layout.words[index].key


def _streets(layout: Layout, begin: int, end: int) -> None:
    index = begin
    while index < end:
        behind = 0 if layout.taken[index] else _street(layout, index, begin, end)
        if behind:
            index = behind
        else:
            index += 1


def _street(layout: Layout, index: int, begin: int, end: int) -> int:
    """Take the street that opens here; where it ends, or 0 without one."""
    words = layout.words
    first, at = index, index
    numbered = False
    if words[at].look == "digits" and _NUMBER.match(words[at].text.rstrip(".")):
        numbered = True
        at += 1
        while at < end and (
            words[at].text in ",-/&"
            or words[at].key in _REPEATED
            or (
                words[at].look == "digits"
                and _NUMBER.match(words[at].text)
                and words[at - 1].key in ("-", "/", "et", "a", "&", ",")
            )
        ):
            at += 1
    if not _free_to(layout, at, end):
        return 0
    key = words[at].key
    if key in _STREET_ADJECTIVES and at + 1 < end and _word(layout, at + 1) in _AFTER_ADJECTIVE:
        at += 1
        key = words[at].key
        if not numbered and not _opens(layout, index, begin):
            return 0
        behind = _extent(layout, at + 1, end)
        layout.take("location", first, behind, "street", 0.9)
        return behind
    if numbered and key in _WHOLE_STREETS:
        layout.take("location", first, behind := _extent(layout, at + 1, end), "street", 0.9)
        return behind
    if key in listed("street_words.txt") and (numbered or key in _STRONG_ALONE):
        behind = _extent(layout, at + 1, end)
        if behind == at + 1 or (not numbered and not _opens(layout, index, begin)):
            return 0
        if not numbered and words[at].look == "lower" and index > begin and words[index - 1].look == "lower":
            return 0
        layout.take("location", first, behind, "street", 0.95 if numbered else 0.8)
        return behind
    if numbered:
        behind = _extent(layout, at, end)
        last = words[behind - 1].key if behind > at else ""
        if behind - at >= 2 and (
            last in _ENGLISH_STREET or any(_word(layout, each) in _ENGLISH_STREET for each in range(at + 1, behind))
        ):
            layout.take("location", first, behind, "foreign-street", 0.85)
            return behind
        if behind - at >= 1 and words[at].look in ("title", "upper") and _followed_by_postcode(layout, behind):
            layout.take("location", first, behind, "number-and-postcode", 0.75)
            return behind
        return 0
    if _FOREIGN_STREET.match(key):
        behind = _extent(layout, at + 1, end)
        layout.take("location", first, behind, "foreign-street", 0.85)
        return behind
    return 0


def _opens(layout: Layout, index: int, begin: int) -> bool:
    """Whether nothing but marks and taken words stands before a word in its segment."""
    if index == begin or layout.taken[index - 1]:
        return True
    return layout.words[index - 1].look == "mark"


def _extent(layout: Layout, index: int, end: int) -> int:
    """Behind the words that continue an address: to the next separator, taken word or line end."""
    words = layout.words
    while index < end and not layout.taken[index]:
        word = words[index]
        if word.text in _STOPS or word.text == "," or word.text[0].isspace():
            break
        if word.text in "-–—" and word.begin > words[index - 1].end:
            break
        if word.text == "/" and word.begin > words[index - 1].end:
            break
        index += 1
    return index


def _followed_by_postcode(layout: Layout, index: int) -> bool:
    seen = 0
    while index < len(layout.words) and seen < 4:
        if layout.taken[index] == "postcode":
            return True
        if layout.words[index].look not in ("mark", "break"):
            return False
        seen += 1
        index += 1
    return False


def _buildings(layout: Layout, begin: int, end: int) -> None:
    index = begin
    while index < end:
        behind = 0 if layout.taken[index] else _building(layout, index, begin, end)
        index = behind or index + 1


def _building(layout: Layout, index: int, begin: int, end: int) -> int:
    words = layout.words
    key = words[index].key
    if not _opens(layout, index, begin) and not (index and layout.taken[index - 1] == "location"):
        return 0
    behind = _extent(layout, index + 1, end)
    if key in _BUILDINGS_ALONE:
        layout.take("location", index, behind, "building", 0.85)
        return behind
    if key in _NUMBERED_PLACES and index + 1 < end and not layout.taken[index + 1]:
        after = words[index + 1]
        if (
            after.look == "digits"
            or (len(after.text) <= 2 and after.look in ("upper", "title"))
            or after.key in ("n", "n°", "no")
        ):
            layout.take("location", index, behind, "room", 0.85)
            return behind
    if _ORDINAL.match(key) and index + 1 < end and _word(layout, index + 1) in ("etage", "floor", "niveau", "sous-sol"):
        layout.take("location", index, behind, "floor", 0.9)
        return behind
    if (
        key == "zone"
        and index + 1 < end
        and _word(layout, index + 1)
        in ("industrielle", "artisanale", "d'", "d'activite", "d'activites", "commerciale", "portuaire", "franche")
    ):
        layout.take("location", index, behind, "zone", 0.9)
        return behind
    if (
        key == "parc"
        and index + 1 < end
        and _word(layout, index + 1) in ("d'", "technologique", "scientifique", "industriel", "tertiaire", "des")
    ):
        layout.take("location", index, behind, "zone", 0.75)
        return behind
    return 0


def _communes_at_postcodes(layout: Layout, begin: int, end: int) -> None:
    words, taken = layout.words, layout.taken
    for index in range(begin, end):
        if taken[index] != "postcode" or (index + 1 < end and taken[index + 1] == "postcode"):
            continue
        at = index + 1
        while at < end and words[at].text in ",-–" and not taken[at]:
            at += 1
        behind = min(_extent(layout, at, end), at + _MOST_COMMUNE_WORDS)
        if behind > at and words[at].look in ("title", "upper", "lower") and _word(layout, at) not in function_heads():
            layout.take("location", at, behind, "commune-at-postcode", 0.95)
        elif behind == at:
            _before_postcode(layout, index, begin)
    for index in range(begin, end):
        if taken[index] == "cedex":
            at = index
            while at > begin and not taken[at - 1] and words[at - 1].look != "mark":
                at -= 1
            if at < index and index - at <= _MOST_COMMUNE_WORDS:
                layout.take("location", at, index, "commune-before-cedex", 0.9)


def _before_postcode(layout: Layout, index: int, begin: int) -> None:
    """The commune before its postcode: "Paris, 75011"; only if there is such a commune."""
    words = layout.words
    at = index
    while at > begin and not layout.taken[at - 1] and words[at - 1].text in ",(-":
        at -= 1
    last = at
    while at > begin and not layout.taken[at - 1] and words[at - 1].look != "mark":
        at -= 1
    if at < last and is_commune(layout.text[words[at].begin : words[last - 1].end]):
        layout.take("location", at, last, "commune-before-postcode", 0.9)


def _labelled(layout: Layout, begin: int, end: int) -> None:
    """Behind "Adresse :" all is address."""
    at = next((index for index in range(begin, end) if layout.labels.get(index) == "location"), None)
    if at is None:
        return
    while at < end:
        if layout.taken[at] or layout.words[at].look == "mark":
            at += 1
            continue
        behind = _extent(layout, at, end)
        if layout.words[at].look in ("title", "upper", "digits"):
            layout.take("location", at, max(behind, at + 1), "labelled-address", 0.85)
        at = max(behind, at + 1)


def _neighbours(layout: Layout) -> None:
    """Communes and countries that stand alone: in a line of an address, or below or above one."""
    segments = list(layout.segments())
    line_of = 0
    places: set[int] = set()
    for index, word in enumerate(layout.words):
        if word.look == "break":
            line_of += 1
        elif layout.taken[index] in ("location", "postcode", "cedex", "reference"):
            places.add(line_of)
    for segment in segments:
        words = layout.words[segment.begin : segment.end]
        written = layout.text[words[0].begin : words[-1].end]
        keys = tuple(part for word in words for part in word.key.split())
        here = segment.line in places
        near = here or segment.line - 1 in places or segment.line + 1 in places
        if keys in phrases("countries.txt") and (segment.line > 0 or near):
            layout.take("location", segment.begin, segment.end, "country", 0.95 if near else 0.7)
        elif (
            words[0].look in ("title", "upper")
            and (here or (segment.line > 1 and near and is_town(written.rstrip("."))))
            and is_commune(written.rstrip("."))
        ):
            layout.take("location", segment.begin, segment.end, "commune", 0.85)
        elif here and _continues(layout, segment.begin, segment.end, words[0].look):
            layout.take("location", segment.begin, segment.end, "rest-of-address", 0.75)


def take_alone(layout: Layout) -> None:
    """Take the places that stand alone, once persons and functions are known: towns, buildings, places without a street."""
    for segment in list(layout.segments()):
        words = layout.words[segment.begin : segment.end]
        written = layout.text[words[0].begin : words[-1].end].rstrip(". ")
        keys = [word.key for word in words]
        if segment.label:
            continue
        if segment.before == "(" and _stands_behind_place(layout, segment.begin) and words[0].look != "lower":
            layout.take("location", segment.begin, segment.end, "in-brackets", 0.8)
        elif (segment.line or segment.before != "\n") and words[0].look in ("title", "upper") and is_town(written):
            layout.take("location", segment.begin, segment.end, "town", 0.75)
        elif _is_building(keys) or (
            _leads_to_street(layout, segment.end)
            and (_may_be_building(keys) or _is_second(layout, segment.begin, keys))
        ):
            layout.take("location", segment.begin, segment.end, "building", 0.75)
        elif segment.after == "," and 2 <= len(keys) <= 4 and _HOUSE.match(keys[-1]) and words[0].look == "title":
            layout.take("location", segment.begin, segment.end, "street-and-number", 0.7)
        elif 2 <= len(keys) <= 4 and keys[-1] in _ENGLISH_ROADS and all(word.look != "lower" for word in words):
            layout.take("location", segment.begin, segment.end, "foreign-street", 0.7)
        elif segment.line:
            _place_above_postcode(layout, segment.begin, segment.end)


_TOWN = 1_500  # inhabitants from which a name alone on its line is taken for the commune


@lru_cache(maxsize=65_536)
def is_town(written: str) -> bool:
    """Whether these words alone name a place: a commune of some size, or a large city abroad."""
    bare = re.sub(r"[\s,]+\d{1,2}(?:er|e|[èe]me)?\s*$", "", written)
    key = fold_place(bare)
    if key in _world_cities():
        return True
    if not is_commune(bare):
        return False
    return any((commune.population or 0) >= _TOWN for commune in gazetteer.shipped().named(bare))


@cache
def _world_cities() -> frozenset[str]:
    return frozenset(fold_place(" ".join(phrase)) for phrase in phrases("world_cities.txt"))


_PUBLIC_BUILDINGS = (
    ("hotel", "de", "ville"), ("hotel", "de", "region"), ("hotel", "du", "departement"), ("hotel", "de", "departement"),
    ("hotel", "de", "la", "metropole"), ("hotel", "d'", "agglomeration"), ("hotel", "de", "police"), ("hotel-dieu",), ("cite", "administrative"),
    ("centre", "commercial"), ("domaine", "universitaire"), ("cite", "universitaire"), ("site",), ("campus",), ("parc", "d'"),
    ("zone", "d'"), ("le", "bourg"), ("centre", "ville"), ("pole", "universitaire"), ("cite", "scientifique"), ("parc", "scientifique"), ("palais", "des", "congres"),
)  # fmt: skip
_BUILDING_NAMES = words_of("addresses: building names")  # fmt: skip


def _is_building(keys: list[str]) -> bool:
    return any(tuple(keys[: len(opening)]) == opening for opening in _PUBLIC_BUILDINGS)


def _is_second(layout: Layout, begin: int, keys: list[str]) -> bool:
    """Whether what may be the organisation stands on a line of its own above, so that this is a place's name."""
    words = layout.words
    if keys[0] in listed("organisation_heads.txt") or is_domain(layout, words[begin : begin + len(keys)]):
        return False
    if words[begin].look == "lower" or (begin and words[begin - 1].look != "break"):
        return False
    lines_above = layout.text[: words[begin].begin].count("\n")
    free = [each for each in range(begin) if not layout.taken[each] and words[each].look in ("title", "upper")]
    return lines_above > 1 and bool(free)


def _may_be_building(keys: list[str]) -> bool:
    return keys[0] in _BUILDING_NAMES and 2 <= len(keys) <= 6


def _leads_to_street(layout: Layout, end: int) -> bool:
    """Whether a street follows on the same line, behind a comma or a dash."""
    at = end
    while at < len(layout.words) and layout.words[at].text in ",-–":
        at += 1
    return at > end and at < len(layout.words) and layout.taken[at] == "location"


def _stands_behind_place(layout: Layout, begin: int) -> bool:
    return begin > 1 and layout.taken[begin - 2] in ("location", "cedex", "postcode")


def _place_above_postcode(layout: Layout, begin: int, end: int) -> None:
    """A hamlet or an estate on a line of its own, above the line that a postcode opens, where no street stands."""
    words, taken = layout.words, layout.taken
    alone = (begin == 0 or words[begin - 1].look == "break") and end < len(words) and words[end].look == "break"
    if not alone or end + 1 >= len(words) or taken[end + 1] != "postcode" or words[begin].look == "lower":
        return
    above = next((each for each in range(begin - 1, -1, -1) if words[each].look not in ("break", "mark")), None)
    if above is None or taken[above] != "" or words[begin].key in listed("organisation_heads.txt"):
        return
    if any(words[each].look == "upper" for each in range(begin, end)) or is_domain(layout, words[begin:end]):
        return
    layout.take("location", begin, end, "above-postcode", 0.6)


def _continues(layout: Layout, begin: int, end: int, look: str) -> bool:
    """Whether a segment behind a street, parted from it by no more than a comma, is more of the address."""
    at = begin - 1
    while at >= 0 and layout.words[at].look == "mark" and layout.words[at].text in ",-–/":
        at -= 1
    commas = [layout.words[each].text for each in range(at + 1, begin)]
    if at < 0 or layout.taken[at] not in ("location", "cedex") or not commas:
        return False
    if any(layout.words[each].key in function_heads() for each in range(begin, end)):
        return False
    if look not in ("title", "upper", "digits") or end - begin > _MOST_COMMUNE_WORDS:
        return False
    if "," in commas:
        return True
    if layout.words[begin].key in listed("organisation_heads.txt") or is_domain(layout, layout.words[begin:end]):
        return False
    return _followed_by_postcode(layout, end)
