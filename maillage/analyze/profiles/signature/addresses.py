"""Where the person works, as it is written: the words of street, building, commune and country."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maillage.analyze.profiles.signature import streets
from maillage.analyze.profiles.signature.domains import is_domain
from maillage.analyze.profiles.signature.layout import Layout, Segment
from maillage.analyze.profiles.signature.lexicon import function_heads, listed, phrases, words_of
from maillage.analyze.profiles.signature.silence import lines
from maillage.analyze.profiles.signature.towns import is_city, is_commune, is_country, is_departement, is_town
from maillage.analyze.profiles.signature.words import Word

_SHORT = re.compile(r"[1-9]\d{3}$")
_SHORT_COUNTRIES = words_of("addresses: short postcodes")
_STATES = words_of("addresses: states")
_STATE_COUNTRIES = frozenset(("usa", "us", "u.s.a", "canada", "united", "etats-unis", "australia", "australie"))
_MOST_CITY_WORDS = 4
_UNITS = words_of("organisations: units")
_UNITS_AT_END = words_of("organisations: units at end")
_PLACES = ("location", "postcode", "cedex", "reference")
_MOST_COMMUNE_WORDS = 8

ORGANISATIONS = listed("organisation_heads.txt")
_PUBLIC_BUILDINGS = phrases("public_buildings.txt")
_BUILDING_NAMES = words_of("addresses: building names")
_TAILS = listed("organisation_tails.txt")
_ARTICLES = words_of("titles: articles")
_NO_BUILDINGS = words_of("addresses: no buildings")
_ENGLISH_ROADS = words_of("addresses: english roads")


def take(layout: Layout) -> None:
    """Take the parts of addresses, line by line; then communes and countries that stand beside them."""
    for begin, end in lines(layout):
        streets.take(layout, begin, end)
        _short_postcodes(layout, begin, end)
        _at_postcodes(layout, begin, end)
        _states(layout, begin, end)
        _before_cedex(layout, begin, end)
        _labelled(layout, begin, end)
    _neighbours(layout)


def take_alone(layout: Layout) -> None:
    """Take the places that stand alone, once persons and functions are known: towns, buildings, hamlets."""
    for segment in list(layout.segments()):
        words = layout.words[segment.begin : segment.end]
        rule = "" if segment.label else _alone(layout, segment, words)
        if rule:
            layout.take("location", segment.begin, segment.end, rule, 0.75)


def written(layout: Layout, words: Sequence[Word]) -> str:
    """The characters of some words, as a name is compared."""
    return layout.text[words[0].begin : words[-1].end].rstrip(". ")


# -------------------------------------------------------------------------------- beside what is known


def _short_postcodes(layout: Layout, begin: int, end: int) -> None:
    """Postcodes of four digits at the head of a segment, before a large city or in a country that has them."""
    words = layout.words
    for index in range(begin, end - 1):
        if (
            words[index].look != "digits"
            or not _SHORT.match(words[index].text)
            or layout.taken[index]
            or not streets.opens(layout, index, begin)
        ):
            continue
        behind = streets.extent(layout, index + 1, end)
        if behind == index + 1 or words[index + 1].look not in ("title", "upper"):
            continue
        if is_city(written(layout, words[index + 1 : behind])) or _has_short_postcodes(layout, behind):
            layout.take("postcode", index, index + 1, "short-postcode", 0.8)


def _has_short_postcodes(layout: Layout, index: int) -> bool:
    """Whether one of the next words names a country whose postcodes have four digits: "1348 Louvain (Belgique)"."""
    return any(word.key in _SHORT_COUNTRIES for word in layout.words[index : index + 4])


def _states(layout: Layout, begin: int, end: int) -> None:
    """The city and state of an American address: "Bedford, MA 01730", "Princeton NJ", "Menlo Park, CA, USA"."""
    words = layout.words
    for index in range(begin + 1, end):
        if words[index].look != "upper" or words[index].key not in _STATES or layout.taken[index]:
            continue
        comma = words[index - 1].text == ","
        at = _back(layout, index - comma, begin)
        city = words[at : index - comma]
        if not 0 < len(city) <= _MOST_CITY_WORDS or any(word.look != "title" for word in city):
            continue
        if _is_before_state(layout, index + 1, end) or is_city(written(layout, city)):
            layout.take("location", at, index - comma, "city-of-state", 0.85)
            layout.take("location", index, index + 1, "state", 0.85)


def _is_before_state(layout: Layout, index: int, end: int) -> bool:
    """Whether a postcode or the country's name stands behind a state."""
    while index < end and layout.words[index].text == ",":
        index += 1
    return index < end and (layout.taken[index] == "postcode" or layout.words[index].key in _STATE_COUNTRIES)


def _at_postcodes(layout: Layout, begin: int, end: int) -> None:
    """The commune behind a postcode, or before it where nothing is behind."""
    words, taken = layout.words, layout.taken
    for index in range(begin, end):
        if taken[index] != "postcode" or (index + 1 < end and taken[index + 1] == "postcode"):
            continue
        at = index + 1
        while at < end and words[at].text in ",-–" and not taken[at]:
            at += 1
        behind = min(streets.extent(layout, at, end), at + _MOST_COMMUNE_WORDS)
        if behind == at:
            _before_postcode(layout, index, begin)
        elif words[at].look in ("title", "upper", "lower") and words[at].key not in function_heads():
            layout.take("location", at, behind, "commune-at-postcode", 0.95)


def _before_postcode(layout: Layout, index: int, begin: int) -> None:
    """The commune before its postcode: "Paris, 75011"; only if there is such a commune."""
    words = layout.words
    last = index
    while last > begin and not layout.taken[last - 1] and words[last - 1].text in ",(-":
        last -= 1
    at = _back(layout, last, begin)
    if at < last and is_commune(written(layout, words[at:last])):
        layout.take("location", at, last, "commune-before-postcode", 0.9)


def _before_cedex(layout: Layout, begin: int, end: int) -> None:
    for index in range(begin, end):
        if layout.taken[index] == "cedex":
            at = _back(layout, index, begin)
            if 0 < index - at <= _MOST_COMMUNE_WORDS:
                layout.take("location", at, index, "commune-before-cedex", 0.9)


def _back(layout: Layout, index: int, begin: int) -> int:
    """Where the free words before a word begin."""
    while index > begin and not layout.taken[index - 1] and layout.words[index - 1].look != "mark":
        index -= 1
    return index


def _labelled(layout: Layout, begin: int, end: int) -> None:
    """Behind "Adresse :" all is address."""
    at = next((index for index in range(begin, end) if layout.labels.get(index) == "location"), end)
    while at < end:
        behind = at + 1
        if not layout.taken[at] and layout.words[at].look in ("title", "upper", "digits"):
            behind = max(behind, streets.extent(layout, at, end))
            layout.take("location", at, behind, "labelled-address", 0.85)
        at = behind


def _neighbours(layout: Layout) -> None:
    """Communes and countries in a line of an address, or below or above one; and the rest of such a line."""
    places = _lines_of_places(layout)
    for segment in list(layout.segments()):
        words = layout.words[segment.begin : segment.end]
        name = written(layout, words)
        here = segment.line in places
        near = here or segment.line - 1 in places or segment.line + 1 in places
        capital = words[0].look in ("title", "upper")
        if (segment.line or near or segment.before != "\n") and _are_countries(name):
            layout.take("location", segment.begin, segment.end, "country", 0.95 if near else 0.7)
        elif capital and ((here and is_commune(name)) or (near and segment.line > 1 and is_town(name))):
            layout.take("location", segment.begin, segment.end, "commune", 0.85)
        elif here and words[0].look != "lower" and _continues(layout, segment, words):
            layout.take("location", segment.begin, segment.end, "rest-of-address", 0.75)


def _are_countries(name: str) -> bool:
    """Whether a country is named, or several: "Sénégal & Gambie"."""
    return is_country(name) or ("&" in name and all(is_country(each.strip()) for each in name.split("&")))


def _lines_of_places(layout: Layout) -> set[int]:
    line = 0
    places: set[int] = set()
    for word, taken in zip(layout.words, layout.taken, strict=True):
        if word.look == "break":
            line += 1
        elif taken in _PLACES:
            places.add(line)
    return places


def _continues(layout: Layout, segment: Segment, words: Sequence[Word]) -> bool:
    """Whether a segment behind a street, parted from it by no more than a comma, is more of the address."""
    at = segment.begin - 1
    between = ""
    while at >= 0 and layout.words[at].look == "mark" and layout.words[at].text in ",-–/":
        between += layout.words[at].text
        at -= 1
    if at < 0 or not between or layout.taken[at] not in ("location", "cedex") or len(words) > _MOST_COMMUNE_WORDS:
        return False
    if any(word.key in function_heads() for word in words):
        return False
    if "," in between:
        return True
    named = words[0].key in ORGANISATIONS or is_domain(layout, words)
    return not named and streets.is_before_postcode(layout, segment.end)


# ------------------------------------------------------------------------------------------ by itself


def _alone(layout: Layout, segment: Segment, words: Sequence[Word]) -> str:
    """By which rule a segment that nothing took is a place; "" if it is none."""
    keys = [word.key for word in words]
    capital = words[0].look in ("title", "upper")
    if capital and segment.before == "(" and segment.begin > 1 and layout.taken[segment.begin - 2] == "location":
        return "in-brackets"
    if capital and (segment.line or segment.before != "\n") and is_town(written(layout, words)):
        return "town"
    if capital and segment.line and is_departement(written(layout, words)) and not is_domain(layout, words):
        return "departement"
    if _is_public_building(keys):
        return "building"
    if keys[0] in _UNITS or keys[-1] in _UNITS_AT_END:
        return ""
    if capital and segment.line and _is_within_address(layout, segment, words):
        return "within-address"
    return _beside_address(layout, segment, words)


def _beside_address(layout: Layout, segment: Segment, words: Sequence[Word]) -> str:
    """By which rule a segment is a place that leads to an address; "" if it is none."""
    keys = [word.key for word in words]
    leads_to = _leads_to(layout, segment.end)
    behind = segment.before in ",-–" and segment.begin > 1 and layout.taken[segment.begin - 2] == "reference"
    if behind and words[0].look == "title" and keys[0] not in ORGANISATIONS and not is_domain(layout, words):
        return "behind-reference"
    if (leads_to == "location" and _may_be_building(keys)) or (leads_to and _is_second(layout, segment, words)):
        return "building-of-street"
    if words[0].look == "title" and 2 <= len(keys) <= 4:
        if segment.after == "," and words[-1].look == "digits" and len(words[-1].text) < 4:
            return "street-and-number"
        if keys[-1] in _ENGLISH_ROADS and all(word.look != "lower" for word in words):
            return "foreign-street"
    return "above-postcode" if segment.line and _is_above_postcode(layout, segment, words) else ""


def _is_public_building(keys: Sequence[str]) -> bool:
    """As in "Hôtel de Ville", "Cité administrative", "Campus …"."""
    return any(tuple(keys[:length]) in _PUBLIC_BUILDINGS for length in (1, 2, 3, 4))


def _may_be_building(keys: Sequence[str]) -> bool:
    return keys[0] in _BUILDING_NAMES and 2 <= len(keys) <= 6


def _leads_to(layout: Layout, end: int) -> str:
    """Whether a street or a postcode follows on the same line, behind a comma or a dash: its kind, or ""."""
    at = end
    while at < len(layout.words) and layout.words[at].text in ",-–":
        at += 1
    kind = layout.taken[at] if end < at < len(layout.words) else ""
    return kind if kind in ("location", "postcode", "reference") else ""


def _is_second(layout: Layout, segment: Segment, words: Sequence[Word]) -> bool:
    """Whether what may be the organisation stands on a line of its own above, so that this is a place's name."""
    if words[0].look == "lower" or segment.before != "\n" or segment.line < 2:
        return False
    if words[0].key in ORGANISATIONS or is_domain(layout, words):
        return False
    return any(
        not layout.taken[each] and layout.words[each].look in ("title", "upper") for each in range(segment.begin)
    )


def _is_within_address(layout: Layout, segment: Segment, words: Sequence[Word]) -> bool:
    """The name of a place above the line that a postcode opens, below a street or an organisation already named."""
    below = _below(layout, segment.end)
    if below >= len(layout.words) or layout.taken[below] not in ("postcode", "location") or is_domain(layout, words):
        return False
    return _is_below_street(layout, segment, words, below) or (
        _names_building(words) and _is_organised(layout, segment.begin)
    )


def _is_below_street(layout: Layout, segment: Segment, words: Sequence[Word], below: int) -> bool:
    """Whether a whole line stands between those of a street and of a postcode: "Parc de la Haie", "Le Mas"."""
    if not segment.before == segment.after == "\n" or layout.taken[below] != "postcode":
        return False
    above = _above(layout, segment.begin)
    named = words[0].key in _NO_BUILDINGS or words[-1].key in _TAILS
    return above >= 0 and layout.taken[above] == "location" and not named


def _below(layout: Layout, index: int) -> int:
    """The first word of the next line."""
    words = layout.words
    while index < len(words) and words[index].look != "break":
        index += 1
    while index < len(words) and words[index].look in ("break", "mark"):
        index += 1
    return index


def _above(layout: Layout, index: int) -> int:
    """The last word of the line above, -1 without one."""
    words = layout.words
    while index >= 0 and words[index].look != "break":
        index -= 1
    while index >= 0 and words[index].look in ("break", "mark"):
        index -= 1
    return index


def _names_building(words: Sequence[Word]) -> bool:
    """As in "Terminal Ferry", "Port du Naye", "Centre Jean-Vilar"; a centre of something is an organisation."""
    keys = [word.key for word in words]
    if keys[0] not in _BUILDING_NAMES - _ARTICLES or keys[-1] in _TAILS or not 2 <= len(keys) <= 6:
        return False
    return keys[0] not in ("centre", "maison", "espace") or words[1].look in ("title", "upper")


def _is_organised(layout: Layout, index: int) -> bool:
    """Whether a line above has a word of organisations that nothing took."""
    begin = _above(layout, index) + 1
    return any(
        word.key in ORGANISATIONS and word.look in ("title", "upper") and not layout.taken[at]
        for at, word in enumerate(layout.words[:begin])
    )


def _is_above_postcode(layout: Layout, segment: Segment, words: Sequence[Word]) -> bool:
    """A hamlet or an estate on a line of its own, above the line that a postcode opens, where no street stands."""
    if segment.before != "\n" or segment.after != "\n" or segment.end + 1 >= len(layout.words):
        return False
    if layout.taken[segment.end + 1] != "postcode" or any(word.look in ("lower", "upper") for word in words[:1]):
        return False
    above = next(
        (at for at in range(segment.begin - 1, -1, -1) if layout.words[at].look not in ("break", "mark")), None
    )
    if above is None or layout.taken[above] or words[0].key in ORGANISATIONS:
        return False
    return not is_domain(layout, words) and not any(word.look == "upper" for word in words)
