"""What one mail shows of its author: function, organisation, status, domain and place of work, with its characters."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from maillage.analyze.people import names
from maillage.analyze.profiles.doubts import believed
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.places import resolve
from maillage.analyze.profiles.places.gazetteer import Gazetteer
from maillage.analyze.profiles.vocabulary import organisations, professions
from maillage.analyze.profiles.zones import SIGNED

USER_PAGE = "user-page"

STRENGTH = ("hand", "signature", "introduction", USER_PAGE, "address")
"""The sources, the strongest first. An address is weak: it counts where no other source says anything."""

HEAD_OFFICE = "head-office"
"""The rule of a place that is told as a head office, and alone: it never overrides an office."""

KINDS = {"function": "function", "organization": "organisation", "domain": "domain", "status": "status"}

BY_POSTCODE = "postcode"
"""The rule of a place that five digits tell and no name."""

_FRENCH = re.compile(
    r"\b(?:france|cedex|rue|all[ée]es?|impasse|chemin|quai|lieu[- ]dit|lotissement|bât)\b|\bF[- ]?\d{5}\b|\+\s?33\b|"
    r"\b0[1-9](?:[ .-]?\d\d){4}\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"^(?:dep(?:artment|artement|artamento|t|to)?|dpt(?:o|mt)?|division|group|team|lehrstuhl|arbeits\w+|fakultat|facult\w+|"
    r"ufr|service|direction|equipe|school of|college of|computer science|computer laboratory)\b|"
    r"\b(?:dept|department|division|group|team)\W*$"
)
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]+")
_WORD_OF_A_NAME = 3  # letters: a shorter word, such as "le", tells nobody
_AROUND = 90  # characters on either side of an organisation that may tell its status


class Showing(NamedTuple):
    """A value of one field that a mail shows.

    `code`: the vocabulary's word of a profession, the code of a status or a place; "" outside of them. `level`: of a
    place, one of `resolve.LEVELS`. `begin`, `end`: the characters of the mail; None for an address.
    """

    field: str
    value: str
    code: str
    level: str
    begin: int | None
    end: int | None
    source: str
    rule: str
    confidence: float


def shown(
    found: Sequence[tuple[str, Found]],
    text: str,
    author: Collection[str],
    near: Collection[str] = (),
    gazetteer: Gazetteer | None = None,
) -> list[Showing]:
    """What was found in one mail, each with its zone, says of its author, who has these names and addresses.

    The first showing of a field is the best one: of the strongest source, then the surest, then the first. `near`:
    departements that settle homonyms. `gazetteer`: the communes of the study; those of the program without it.
    """
    showings: list[Showing] = []
    found = believed(found, text, author)
    for source in ("signature", "introduction"):
        own = [one for zone, one in found if (zone in SIGNED) == (source == "signature")]
        if own and not of_somebody_else(own, author):
            showings += _values(own, text, source)
            showings += _place(own, text, source, near, gazetteer)
    return sorted(showings, key=_rank)


def shown_on_page(
    found: Sequence[tuple[str, Found]], text: str, author: Collection[str], gazetteer: Gazetteer | None = None
) -> list[Showing]:
    """What was found on the page of a user, each with its zone, says of her; best first, as of a mail.

    She is also whoever the page says she is, whatever her user name.
    """
    called = {one.value for _, one in found if one.kind == "human"}
    as_in_mails = [("text" if zone == "text" else "signature", one) for zone, one in found]
    showings = shown(as_in_mails, text, {*author, *called}, (), gazetteer)
    best: dict[tuple[str, str], Showing] = {}
    for one in showings:
        best.setdefault((one.field, one.code or names.folded(one.value)), one._replace(source=USER_PAGE))
    return list(best.values())


def _rank(showing: Showing) -> tuple[int, bool, float, int]:
    """The strongest source, then the house before its departments, then the surest, then the first."""
    part = showing.field == "organisation" and is_part(showing.value)
    return STRENGTH.index(showing.source), part, -round(showing.confidence, 1), showing.begin or 0


def is_part(organisation: str) -> bool:
    """Whether a name is that of a department: what it is part of, named beside it, says more."""
    return bool(_PART.search(names.folded(organisation)))


def of_somebody_else(found: Sequence[Found], author: Collection[str]) -> bool:
    """Whether what is found names a person in full, and nobody who may be the author.

    An assistant, or a mail passed on, lends the author neither function nor office. One shared word is enough to be
    the author: first names, married and hyphenated names come and go.
    """
    named = [one.value for one in found if one.kind == "human" and names.key(one.value)]
    known = {word for name in author for word in _words(name.partition("@")[0])}
    if not named or not known:
        return False
    joined = " ".join(names.folded(name.partition("@")[0]) for name in author)
    return not any(word in known or word in joined for name in named for word in _words(name))


def of_address(address: str, name: str = "") -> Iterator[Showing]:
    """What the domain of an address says of the organisation behind it; nothing where it is a mail provider's."""
    told = organisations.by_domain(address, name)
    if told is None:
        return
    yield Showing("organisation", told.name, "", "", None, None, "address", told.rule, told.confidence)
    if told.status:
        status = told.status
        yield Showing("status", status.label_fr, status.code, "", None, None, "address", told.rule, told.confidence)


def _values(found: Sequence[Found], text: str, source: str) -> Iterator[Showing]:
    """What stands in the text, and the status that an organisation's name or the words beside it tell.

    A project or a unit stands for the organisation where none is named.
    """
    if not any(one.kind == "organization" and not organisations.is_status(one.value) for one in found):
        found = [one._replace(kind="organization") if one.kind == "project" else one for one in found]
    for one in found:
        field = KINDS.get(one.kind, "")
        value = _SPACES.sub(" ", one.value).strip()
        if not field or not value:
            continue
        told = organisations.status_of(value, _context(one, text)) if field == "organisation" else None
        if field in ("organisation", "function") and organisations.is_status(value):
            told = organisations.status_of(value)
            if field == "organisation":
                field = ""
        place = one.begin, one.end, source
        if field:
            yield Showing(field, value, code_in_vocabulary(field, value), "", *place, one.rule, one.confidence)
        if told:
            # What stands as a function may be how somebody works within an organisation, whose status goes before.
            confidence = one.confidence if field == "organisation" else one.confidence / 2
            yield Showing("status", told.label_fr, told.code, "", *place, told.rule, round(confidence, 2))


def _context(one: Found, text: str) -> str:
    """The words around an organisation, blanks made single as in its value."""
    return _SPACES.sub(" ", text[max(0, one.begin - _AROUND) : one.end + _AROUND])


def code_in_vocabulary(field: str, value: str) -> str:
    """What a value is in the vocabulary; "" for what is not in it."""
    if field == "function":
        profession = professions.classify(value)
        return profession.term if profession else ""
    if field == "status":
        status = organisations.status_of(value)
        return status.code if status else ""
    return ""


def _place(
    found: Sequence[Found], text: str, source: str, near: Collection[str], gazetteer: Gazetteer | None
) -> Iterator[Showing]:
    """Where the author works. A homonym that nothing settles gives its departement, or nothing.

    Five digits beside a name of no commune there are as soon those of a street or a town of another country.
    """
    place = resolve.place(found, text, near=near, gazetteer=gazetteer)
    if place is None or (place.level == "open" and not place.code):
        return
    if place.rule == BY_POSTCODE and not _FRENCH.search(text[max(0, place.begin - _AROUND) : place.end + _AROUND]):
        return
    level = "departement" if place.level == "open" else place.level
    rule = HEAD_OFFICE if place.head_office else place.rule
    yield Showing("place", place.name, place.code, level, place.begin, place.end, source, rule, place.confidence)


def _words(name: str) -> list[str]:
    return [word for word in _WORD.findall(names.folded(name)) if len(word) >= _WORD_OF_A_NAME]
