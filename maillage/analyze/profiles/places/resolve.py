"""From what a signature or an introduction shows to one place of work.

The office is the place of work: a head office counts only where no other address stands (rule 2 of the thesis's
territories). A commune is certain with its postcode; its name alone is enough where one commune has it, and homonyms
are settled by the departement, by what else is known of the author, or left open.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple, Protocol

from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.places import areas, countries
from maillage.analyze.profiles.places.folding import fold, without_cedex
from maillage.analyze.profiles.places.gazetteer import NAMES_OF_TODAY, Commune, Gazetteer, shipped

LEVELS = ("commune", "metropolis", "pays", "departement", "region", "country", "open")
"""What a place is, the most precise first. `open`: one of several, its `candidates`."""

KINDS = ("location", "postcode", "cedex")
"""The kinds of findings that are read here, besides telephones."""


class Shown(Protocol):
    """What is read of a finding: its kind, what is written, and the characters of the text."""

    @property
    def kind(self) -> str:
        """Location, postcode, cedex or phone; others are left alone."""

    @property
    def value(self) -> str:
        """What is written."""

    @property
    def begin(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character behind it."""


class Place(NamedTuple):
    """Where somebody works. `level`: of `LEVELS`.

    `code`: INSEE's of a commune (59350), departement (59) or region (R32); of a metropolis its EPCI's SIREN, of a pays
    the INSEE code of the commune it is called after, of a country ISO's; "" where it is open. `candidates`: INSEE codes
    of the communes it may be. `head_office`: no other address stood there. `begin`, `end`: characters of the text.
    """

    level: str
    code: str
    name: str
    rule: str
    confidence: float
    candidates: tuple[str, ...] = ()
    head_office: bool = False
    begin: int = 0
    end: int = 0


_HEAD_OFFICE = re.compile(
    r"\b(?:si[èe]ge(?:\s+(?:social|national|administratif))?|head\s?office|headquarters?|registered\s+office|"
    r"maison[- ]m[èe]re)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:bureaux?|antenne|agence|d[ée]l[ée]gation|site|[ée]tablissement|atelier|local|locaux|accueil|adresse|office|visite)\b",
    re.IGNORECASE,
)
_CUTS = re.compile(r"[,;|•·∙*\n()\[\]]+|\s[-–—/]+\s?|[-–—]\s|\s{2,}|\t")
_STREET = re.compile(
    r"^(?:\d{1,4}(?:\s?(?:bis|ter|quater|[a-d]))?\b(?!\s*$)|(?:rue|r\.|avenue|av\.?|ave|bd|bld|blvd|boulevard|place|pl\.?|"
    r"quai|all[ée]es?|impasse|imp\.?|chemin|che?m?\.|route|rte\.?|square|cours|passage|promenade|esplanade|parvis|rond-point|"
    r"zone|z\.?a\.?c?\.?|z\.?i\.?|parc|technop[ôo]le|r[ée]sidence|b[âa]t(?:iment)?\.?|immeuble|tour|campus|b\.?p\.?|c\.?s\.?|"
    r"tsa|lieu[- ]dit|hameau|villa|cit[ée]|faubourg|fg|mail|sentier|venelle|voie|straed|hent)\b[\s.\d])",
    re.IGNORECASE,
)
_OF_THE = frozenset(
    {"de", "du", "des", "d", "la", "le", "les", "l", "et", "rue", "saint", "sainte", "notre", "en", "sur"}
)
_AT = re.compile(r"(?:^|[\s(])(?:à|a|sur|sur\s+la|in|at|basée?s?\s+à|près\s+de)\s*$", re.IGNORECASE)
_POSTCODE = re.compile(r"^(?:F(?:R|rance)?[\s-]*)?(\d{2})\s?(\d{3})$", re.IGNORECASE)
_POSTCODE_INSIDE = re.compile(r"(?<![\w/.-])(?<!CS )(?<!BP )(?<!TSA )(?:F-)?(\d{5})(?![\w/.])", re.IGNORECASE)
_BRACKETS = re.compile(r"\s?\(\s?(\d\d|2[AB]|97\d)\s?\)", re.IGNORECASE)
_FOREIGN_PREFIX = re.compile(r"\b([A-Z]{1,2})\s?[-–]\s?$")
_WITH_PREFIX = re.compile(r"^([A-Z]{1,2})\s?[-–]\s?(\d.*)$")
_STATE = re.compile(r"[^\W\d_.][,.]?\s+([A-Z]{2})[.,]?\s+$")
_ZIP = re.compile(r"^\d{5}(?:-\d{4})?$")
_NAME_BEHIND = re.compile(r"[ \t][^\W\d_]{3}")
_ARTICLE = re.compile(r"^(?:les?|la|l) ")
_PHONE_ZONE = re.compile(r"^(?:\+|00)?(?:33\s{0,3}\(?0?\)?)?\s{0,3}0?\s{0,3}\(?([1-5])")

_ZONES = {"11": "1", "24": "2", "28": "2", "52": "2", "53": "2", "04": "2", "06": "2", "27": "3", "32": "3", "44": "3",
          "84": "4", "93": "4", "94": "4", "75": "5", "01": "5", "02": "5", "03": "5"}  # fmt: skip
"""The first digit of telephones in a region. Occitanie has two (4 in the east, 5 in the west) and tells nothing."""

_GAP = 40  # characters between two parts of one address, blanks apart
_LONGEST = 300  # characters: what is longer is no address
_MOST = 100  # findings of one signature
_WORDS_OF_A_NAME = 7  # at most: Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson has nine, and is written whole
_SHORT = 3  # letters: a name this short, such as Eu, Y or Die, is a word before it is a commune
_MANY = 20_000  # inhabitants
_DOMINANT = 10  # times: a town so much larger than its homonyms needs no departement beside it


def place(
    found: Sequence[Shown],
    text: str = "",
    *,
    near: Collection[str] = (),
    gazetteer: Gazetteer | None = None,
) -> Place | None:
    """The place of work that one signature shows; None where it shows none.

    `found`: what stands in it, of all kinds; `text`: what the offsets of `found` belong to. `near`: departements that
    the author's other mails speak of; they settle homonyms and nothing else.
    """
    all_shown = places(found, text, near=near, gazetteer=gazetteer)
    return min(all_shown, key=_rank) if all_shown else None


def places(
    found: Sequence[Shown],
    text: str = "",
    *,
    near: Collection[str] = (),
    gazetteer: Gazetteer | None = None,
) -> list[Place]:
    """Every place that one signature shows, in its order, head offices with the others."""
    table = gazetteer or shipped()
    addresses = _addresses(found, text)
    named = {code for address in addresses for code in _departements_of(address, table)}
    phones = {zone[1] for one in found if one.kind == "phone" and (zone := _PHONE_ZONE.match(one.value))}
    around = _Around(frozenset(named), frozenset(near), frozenset(phones))
    resolved = [(address, _resolved(address, around, table)) for address in addresses]
    return [
        one._replace(
            head_office=address.head_office,
            confidence=round(one.confidence * (0.5 if address.head_office else 1), 2),
            begin=address.begin,
            end=address.end,
        )
        for address, one in resolved
        if one
    ]


def named(written: str, *, near: Collection[str] = (), gazetteer: Gazetteer | None = None) -> Place | None:
    """The place that a few words name, as in "je travaille à Quimper"."""
    one = Found("location", written, 0, len(written), "written", 1.0)
    return place([one], written, near=near, gazetteer=gazetteer)


def _rank(one: Place) -> tuple[bool, int, bool, float]:
    """Offices before head offices, then the most precise, then the surest; the first of equals is taken.

    Nobody's home has a CEDEX: beside an address that has one, another may be the home.
    """
    return one.head_office, LEVELS.index(one.level), one.rule != "cedex+name", -one.confidence


# ------------------------------------------------------------------------------------------ addresses


@dataclass(frozen=True)
class _Address:
    """Findings that stand together. `before`: what stands before them on their line, or a label above it."""

    found: tuple[Shown, ...]
    before: str
    text: str

    @property
    def begin(self) -> int:
        return self.found[0].begin

    @property
    def end(self) -> int:
        return max(one.end for one in self.found)

    @property
    def head_office(self) -> bool:
        return bool(_HEAD_OFFICE.search(self.before)) and not _OFFICE.search(_HEAD_OFFICE.sub(" ", self.before))

    @property
    def cedex(self) -> bool:
        return any(one.kind == "cedex" or without_cedex(one.value) != one.value for one in self.found)

    @property
    def postcodes(self) -> list[str]:
        """French postcodes, as five digits; those inside a location too."""
        found = (_POSTCODE.match(one.value.strip()) for one in self.found if one.kind == "postcode")
        inside = (code for one in self.found if one.kind == "location" for code in _POSTCODE_INSIDE.findall(one.value))
        return [*(each[1] + each[2] for each in found if each), *inside]

    @property
    def in_brackets(self) -> str:
        """The departement in brackets behind it: 93 in "Saint-Denis (93)"."""
        behind = _BRACKETS.match(self.text, self.end)
        return behind[1].upper() if behind else ""

    @property
    def segments(self) -> list[str]:
        """What its locations are made of: streets, communes, countries, one by one."""
        values = (_POSTCODE_INSIDE.sub(" , ", one.value) for one in self.found if one.kind == "location")
        parts = (part.strip(" .:\u00a0") for value in values for part in _CUTS.split(value))
        return [part for part in parts if part]

    @property
    def is_full(self) -> bool:
        """Whether there is more than a name: a postcode, a CEDEX, a departement in brackets, a street."""
        parts = any(one.kind != "location" for one in self.found) or self.postcodes or self.in_brackets
        return bool(parts) or any(map(_STREET.match, self.segments))


def _addresses(found: Sequence[Shown], text: str) -> list[_Address]:
    told = (one for one in found if one.kind in KINDS and len(one.value) <= _LONGEST)
    parts = sorted(told, key=lambda one: (one.begin, one.end))[:_MOST]
    groups: list[list[Shown]] = []
    for one in parts:
        if groups and _together(groups[-1], one, text):
            groups[-1].append(one)
        else:
            groups.append([one])
    ends = [0, *(group[-1].end for group in groups)]
    return [
        _Address(tuple(group), _before(text, last, group[0].begin), text)
        for last, group in zip(ends, groups, strict=False)
    ]


def _together(group: Sequence[Shown], one: Shown, text: str) -> bool:
    end = max(each.end for each in group)
    gap = text[end : one.begin] if text else " " * max(0, one.begin - end)
    if gap.count("\n") > 1 or len(gap.strip()) > _GAP or len(gap) > 2 * _GAP or _HEAD_OFFICE.search(gap):
        return False
    second = one.kind == "postcode" and any(each.kind == "postcode" for each in group)
    return not second and not (gap.strip() and _OFFICE.search(gap))


def _before(text: str, last: int, begin: int) -> str:
    """What stands before an address on its line; where that is nothing, the line above if it is a label."""
    line = text.rfind("\n", 0, begin) + 1
    here = text[max(line, min(last, begin)) : begin]
    if here.strip(" \t>|") or not line:
        return here[-200:]
    above = text[max(last, text.rfind("\n", 0, line - 1) + 1) : line].strip()
    return above if above.endswith(":") and len(above) <= 2 * _GAP else ""


# --------------------------------------------------------------------------------------------- places


@dataclass(frozen=True)
class _Around:
    """What may settle homonyms: departements named in the signature, of other mails, and zones of telephones."""

    named: frozenset[str]
    near: frozenset[str]
    zones: frozenset[str]


def _resolved(address: _Address, around: _Around, table: Gazetteer) -> Place | None:
    if abroad := _abroad(address, table):
        return abroad
    for postcode in address.postcodes:
        if found := _at_postcode(postcode, address, table):
            return found
    best: Place | None = None
    for segment in address.segments:
        if not _is_street(segment, table):
            found = _named(segment, address, around, table)
            if found and (best is None or LEVELS.index(found.level) < LEVELS.index(best.level)):
                best = found
    return best or _at_the_end_of_a_street(address, around, table)


def _abroad(address: _Address, table: Gazetteer) -> Place | None:
    """A country other than France, named, before a postcode (CH-1015), or by a well-known town."""
    for one in address.found:
        if one.kind == "postcode":
            prefix = _WITH_PREFIX.match(one.value.strip()) or _FOREIGN_PREFIX.search(address.text[: one.begin][-6:])
            code = countries.BEFORE_POSTCODES.get(prefix[1], "") if prefix else ""
            if code and code != countries.FRANCE:
                return _country(code, "prefix", 0.95)
            if _is_american(one, address):
                return _country("US", "state+postcode", 0.95)
    french = bool(address.postcodes)
    for segment in reversed(address.segments):
        key = fold(segment)
        code = countries.by_name().get(key, "")
        if code and code != countries.FRANCE and not (french and table.named(segment)):
            homonym = _populated(table.named(segment), 1_000)
            return _open(homonym, segment, "country-or-commune") if homonym else _country(code, "country", 0.95)
        town = countries.towns().get(key, "")
        if town and not french and not _populated(table.named(segment), _MANY):
            return _country(town, "town-abroad", 0.7)
    return None


def _is_american(postcode: Shown, address: _Address) -> bool:
    """Whether a state stands before a postcode and no name of a commune behind it: "Springfield, IL 62701-1234"."""
    before = _STATE.search(address.text[max(0, postcode.begin - 12) : postcode.begin])
    if not before or before[1] not in countries.STATES or not _ZIP.match(postcode.value):
        return False
    return not _NAME_BEHIND.match(address.text, postcode.end)


def _is_street(segment: str, table: Gazetteer) -> bool:
    """Whether a part of an address is a street: "12 rue de Brest", and not "Tour-en-Sologne"."""
    return bool(_STREET.match(segment)) and not ("-" in segment and segment[0].isalpha() and table.named(segment))


def _populated(communes: Sequence[Commune], least: int) -> tuple[Commune, ...]:
    return tuple(commune for commune in communes if (commune.population or 0) >= least)


def _at_postcode(postcode: str, address: _Address, table: Gazetteer) -> Place | None:
    """By a French postcode and the names beside it. A CEDEX code is no place's: its departement is."""
    there = table.at_postcode(postcode)
    departement = departement_of_postcode(postcode)
    if departement not in table.departements and not there:
        return None
    agreeing: Place | None = None
    for written in _possible_names(address):
        communes = table.named(written)
        if both := [commune for commune in communes if commune in there]:
            return _commune(both[0], "postcode+name", 0.99)
        inside = [commune for commune in communes if commune.departement == departement]
        if inside and agreeing is None:
            rule = "cedex+name" if address.cedex or not there else "departement+name"
            agreeing = _one_or_open(inside, written, rule, 0.95 if rule == "cedex+name" else 0.85)
    if agreeing:
        return agreeing
    if other := _contradicting(address, table):
        return _open((*there, other), other.name, "contradiction")
    if len(there) == 1:
        return _commune(there[0], "postcode", 0.85)
    name = table.departements[departement].name if departement in table.departements else departement
    candidates = tuple(commune.code for commune in there)
    return Place("departement", departement, name, "postcode", 0.8 if there else 0.6, candidates)


def _contradicting(address: _Address, table: Gazetteer) -> Commune | None:
    """A town beside a postcode that is not its own."""
    for segment in address.segments:
        communes = [match.commune for match in table.matches(segment) if match.how == "name"]
        if communes and not _STREET.match(segment) and len(large := _dominant(communes)) == 1:
            return large[0] if (large[0].population or 0) >= _MANY else None
    return None


def departement_of_postcode(postcode: str) -> str:
    """The departement of a postcode, also of a CEDEX: 29 for 29238, 2A for 20090, 974 for 97400.

    A few communes are served from the next departement: a commune's own code is surer than this.
    """
    if postcode.startswith("20"):
        return "2A" if postcode < "20200" else "2B"
    return postcode[:3] if postcode[:2] in ("97", "98") else postcode[:2]


def _possible_names(address: _Address) -> Iterator[str]:
    """What may be a commune beside a postcode: whole parts first, then the ends and beginnings of parts."""
    segments = address.segments
    yield from segments
    for segment in segments:
        words = segment.split()
        for length in range(min(len(words) - 1, _WORDS_OF_A_NAME), 0, -1):
            yield " ".join(words[-length:])
            if not _STREET.match(segment):
                yield " ".join(words[:length])


def _named(segment: str, address: _Address, around: _Around, table: Gazetteer) -> Place | None:
    """By a name without a postcode."""
    if (commune := areas.metropolis(segment, table)) and commune.epci:
        return Place("metropolis", commune.epci, table.epci[commune.epci].name, "metropolis", 0.9)
    if commune := areas.pays(segment, table):
        return Place("pays", commune.code, segment, "pays", 0.8)
    found = [match for match in table.matches(segment) if match.how in NAMES_OF_TODAY]
    larger = _area(segment, table)
    if larger:
        homonym = _populated([match.commune for match in found[:1]], _MANY) if larger.level == "departement" else ()
        if not homonym or homonym[0].departement == larger.code != "75":
            return larger
        if larger.code != "75":  # Vienne, a town in the Isère and a departement; Paris is the town
            return _open(homonym, segment, "commune-or-departement")
    if not found or (_is_common(segment) and not _has_context(segment, address)):
        return None
    communes = list(dict.fromkeys(match.commune for match in found if match.how == found[0].how))
    return _settled(communes, segment, around)


def _area(segment: str, table: Gazetteer) -> Place | None:
    code = areas.departement(segment, table)
    if code:
        return Place("departement", code, table.departements[code].name, "departement", 0.9)
    code = areas.region(segment, table)
    if code:
        known = table.regions.get(code[1:]) or table.former_regions[code[1:]]
        return Place("region", code, known.name, "region", 0.9)
    if countries.by_name().get(fold(segment)) == countries.FRANCE:
        return _country(countries.FRANCE, "country", 0.9)
    return None


def _is_common(segment: str) -> bool:
    key = _ARTICLE.sub("", fold(segment))
    return len(key) <= _SHORT or key in _common_words()


@cache
def _common_words() -> frozenset[str]:
    lines = files(__package__).joinpath("common_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _has_context(segment: str, address: _Address) -> bool:
    """Whether a word is a place here: an address around it, its departement in brackets, or "à" before it."""
    own = next((one for one in address.found if segment in one.value), address.found[0])
    at = own.begin + max(own.value.find(segment), 0)
    return address.is_full or len(address.segments) > 1 or bool(_AT.search(address.text[max(0, at - 20) : at]))


def _settled(communes: list[Commune], written: str, around: _Around) -> Place | None:
    """One commune of several with one name: by departement, by what else is known, by size; else open."""
    if len(communes) == 1:
        return _commune(communes[0], "name", 0.9)
    called = [each for each in communes if _ZONES.get(each.region) in around.zones] or communes
    for rule, confidence, kept in (
        ("name+departement", 0.9, _dominant([each for each in communes if each.departement in around.named])),
        ("name+near", 0.75, _dominant([each for each in communes if each.departement in around.near])),
        ("name+telephone", 0.6, called),
        ("name+size", 0.7, _dominant(called)),
    ):
        if len(kept) == 1:
            return _commune(kept[0], rule, confidence)
    return _open(tuple(communes), written, "homonyms")


def _dominant(communes: list[Commune]) -> list[Commune]:
    """The commune that is much larger than all the others, alone; all of them where none is."""
    if len(communes) < 2:
        return communes
    first, second = communes[0].population or 0, communes[1].population or 0
    return communes[:1] if first >= _MANY and first >= _DOMINANT * second else communes


def _at_the_end_of_a_street(address: _Address, around: _Around, table: Gazetteer) -> Place | None:
    """By the last words of a street, as in "12 quai du Port Brest", unless they are its name: "rue de Brest"."""
    for segment in address.segments:
        words = segment.split()
        for length in range(min(len(words) - 2, _WORDS_OF_A_NAME), 0, -1):
            tail = " ".join(words[-length:])
            before = fold(words[-length - 1]).rpartition(" ")[2]
            if before in _OF_THE or not tail[:1].isupper() or _is_common(tail) or length > len(words) - 3:
                continue
            communes = [match.commune for match in table.matches(tail) if match.how == "name"]
            found = _settled(communes, tail, around) if communes else None
            if found and found.level == "commune":
                return found._replace(rule="end-of-street", confidence=0.5)
    return None


def _departements_of(address: _Address, table: Gazetteer) -> Iterator[str]:
    """The departements that an address speaks of by name or postcode."""
    yield from map(departement_of_postcode, address.postcodes)
    if address.in_brackets:
        yield address.in_brackets
    for segment in address.segments:
        if (code := areas.departement(segment, table)) and not _STREET.match(segment):
            yield code
        elif (code := areas.region(segment, table)) and code[1:] in table.regions:
            yield from (each.code for each in table.departements.values() if each.within == code[1:])


def _one_or_open(communes: list[Commune], written: str, rule: str, confidence: float) -> Place:
    large = _dominant(communes)
    return _commune(large[0], rule, confidence) if len(large) == 1 else _open(tuple(communes), written, rule)


def _commune(commune: Commune, rule: str, confidence: float) -> Place:
    return Place("commune", commune.code, commune.name, rule, confidence)


def _country(code: str, rule: str, confidence: float) -> Place:
    return Place("country", code, countries.name_of(code), rule, confidence)


def _open(communes: Sequence[Commune], written: str, rule: str) -> Place:
    """A homonym that nothing settles; its departement where all have the same."""
    departements = {commune.departement for commune in communes}
    code = departements.pop() if len(departements) == 1 else ""
    return Place("open", code, written, rule, 0.3, tuple(commune.code for commune in communes))
