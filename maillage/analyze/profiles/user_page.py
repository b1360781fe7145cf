"""One user page of a wiki, read: what its owner says of herself there, with the characters of the wikitext.

Read are what templates and lines name as such ("| métier = animatrice", "Nom : Morvan"), sentences of the first
person, the name that the page begins with, and blocks that look like a signature. A town that is named beside no
trade and no organisation is taken for where she lives.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from maillage.analyze.people import names
from maillage.analyze.profiles import activity, signature, spip_markup, wikitext
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.signature.people import FIRST_NAMES
from maillage.analyze.profiles.vocabulary import introductions, professions
from maillage.analyze.profiles.wikitext import Plain

ZONES = ("infobox", "line", "heading", "text", "signature", "link")
"""Where something stands on a page: a template, a line with its label, the beginning, a sentence, a block, a link."""

LABELLED, HEADED, LINKED = 0.9, 0.6, 0.9

_LABELS: dict[str, tuple[str, ...]] = {
    "human": ("nom complet", "nom et prénom", "prénom et nom", "nom prénom", "prénom nom", "real name", "full name",
              "nom réel", "vrai nom", "identité", "nombre completo"),
    "family": ("nom", "nom de famille", "last name", "surname", "family name", "apellido", "apellidos"),
    "given": ("prénom", "prénoms", "first name", "given name", "nombre"),
    "name": ("name", "nom d'usage"),
    "function": ("fonction", "fonctions", "métier", "profession", "poste", "job", "occupation", "emploi",
                 "activité professionnelle", "situation professionnelle", "profesión"),
    "organization": ("organisation", "organisme", "structure", "employeur", "employer", "association", "entreprise",
                     "établissement", "organization", "company", "institution", "affiliation", "organización"),
    "workplace": ("lieu de travail", "lieu d'exercice", "workplace", "work location"),
    "town": ("ville", "commune", "localisation", "lieu", "location", "city", "town", "localité", "ciudad"),
    "residence": ("résidence", "lieu de résidence", "habite à", "domicile", "residence", "lieu de vie"),
    "email": ("mail", "e-mail", "email", "courriel", "mél", "adresse électronique", "adresse mail", "adresse email",
              "correo"),
    "phone": ("tél", "tel", "téléphone", "telephone", "phone", "portable", "mobile"),
    "url": ("site", "site web", "site internet", "website", "web", "url", "blog", "page web", "homepage"),
    "domain": ("domaine", "domaine d'activité", "secteur", "secteur d'activité", "field"),
}  # fmt: skip
_KIND_OF = {names.folded(label): kind for kind, labels in _LABELS.items() for label in labels}

_LONGEST_VALUE = 120
_LINE = re.compile(
    rf"^[ \t]*([^\W\d_][^:\n]{{1,35}}?)[ \t\u00a0]*:[ \t\u00a0]*([^\s:/][^\n]{{0,{_LONGEST_VALUE}}})$", re.MULTILINE
)
_NAME = r"[A-ZÀ-Þ][\w’'.]*(?:-[A-ZÀ-Þ][\w’']*)*"
_PERSON = rf"{_NAME}(?:[ ](?:(?:de|du|des|d['’]|la|le|von|van|der)[ ]?)*{_NAME}){{1,3}}"
_OPENING = re.compile(rf"\s*({_PERSON})[ \t\u00a0]*(?=$|[,:;(\n–—-]|\b(?:est|is)\b)", re.MULTILINE)
_BEHIND_NAME = re.compile(
    r"\s*,[ \t]*(?P<function>[^\W\d_][^,.;()\n]{2,80}?)[ \t]*"
    r"(?:\([ \t]*(?P<organization>[^()\n]{2,80}?)[ \t]*\)[ \t]*)?"
    r"(?:,?[ \t]*à[ \t]+(?P<location>[A-ZÀ-Þ][^,.;()\n]{1,40}?)[ \t]*)?(?=[,.;(\n]|$)"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])([\w.+-]{1,64})(?:\s?(?:@|\(at\)|\[at\]|\(a\)|\[@\]|\(@\))\s?|[ ](?:at|chez|arobase)[ ])"
    r"((?:[a-z0-9-]{1,63}(?:\.|\s?(?:\(dot\)|\[dot\]|\(point\))\s?|[ ](?:dot|point)[ ])){1,4}[a-z]{2,12})\b",
    re.IGNORECASE,
)
_POINT = re.compile(r"\s?(?:\(dot\)|\[dot\]|\(point\))\s?|[ ](?:dot|point)[ ]", re.IGNORECASE)
_MAIL_TEMPLATES = ("courriel", "email", "e-mail", "mail", "mél", "adresse email", "mail par")
_BLOCK = re.compile(r"(?:^[^\n]{1,90}\n?){1,8}", re.MULTILINE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n+")
_SENTENCE = re.compile(r"[.!?][ ]+[A-ZÀ-Þ]|\b(?:je|j['’]|nous|il|elle|vous)\b", re.IGNORECASE)
_BLOCKS = 3
SIGNS = frozenset({"phone", "postcode", "email"})
"""One of these stands in a block that is read as a signature."""

_LEADS = frozenset("*#:;=|!")
LEADS = {"spip": frozenset("-{|_")}
"""What a line begins with that is a heading, an item of a list or a cell, where it is not wikitext."""

_FIRST_LINES = 400


class Named(NamedTuple):
    """A value under its label, and where it stands."""

    kind: str
    value: str
    begin: int
    end: int


def read(page: str, owner: str, models: Sequence[str] = (), markup: str = "wikitext") -> list[tuple[str, Found]]:
    """What a user page says of its owner, each with its zone; offsets in the wikitext.

    `markup`: what it is written in: `spip`, or else wikitext. `models`: of spaCy.
    """
    text = spip_markup.plain(page) if markup == "spip" else wikitext.plain(page)
    found = [("infobox", one) for one in _combined(_in_templates(text), "infobox")]
    found += [("line", one) for one in _combined(_on_lines(text), "label")]
    found += list(_linked(text))
    found += [("text", _back(one, text)) for one in (*introductions.find(text.text), *activity.find(text.text))]
    found += [("text", _back(one, text)) for one in _emails(text.text)]
    found += [("heading", _back(one, text)) for one in _opening(text.text)]
    found += [
        ("signature", _back(one, text))
        for one in _signed(text.text, _listed(page, text, LEADS.get(markup, _LEADS)), owner, models)
    ]
    return found


def _listed(page: str, text: Plain, leads: Collection[str]) -> set[int]:
    """Where the lines of the text begin that are headings, items of a list, cells, or a link and nothing else."""
    links = {link.begin: link.end for link in text.links if page.startswith("[[", link.begin)}
    found, at = set(), 0
    for line in text.text.split("\n"):
        if line.strip():
            first = at + len(line) - len(line.lstrip())
            begin, end = text.place(first, at + len(line.rstrip()))
            opens = page.rfind("\n", 0, begin) + 1
            led = page[opens:begin].lstrip()
            if led[:1] in leads or (led[:2] == "[[" and end <= links.get(opens, -1) <= end + 2):
                found.add(at)
        at += len(line) + 1
    return found


def _back(found: Found, text: Plain) -> Found:
    begin, end = text.place(found.begin, max(found.end, found.begin + 1))
    return found._replace(begin=begin, end=end)


# ------------------------------------------------------------------------------------- what is named as such


def _in_templates(text: Plain) -> Iterator[Named]:
    for template in text.templates:
        named = wikitext.values(template)
        if template.name in _MAIL_TEMPLATES and "1" in named:
            parts = [named[key] for key in ("1", "2") if key in named]
            written = "@".join(part.value for part in parts)
            if _EMAIL.fullmatch(written):
                yield Named("email", written, parts[0].begin, parts[-1].end)
        for key, one in named.items():
            kind = _KIND_OF.get(names.folded(key))
            if kind and len(one.value) <= _LONGEST_VALUE:
                yield Named(kind, one.value, one.begin, one.end)


def _on_lines(text: Plain) -> Iterator[Named]:
    for line in _LINE.finditer(text.text):
        kind = _KIND_OF.get(names.folded(line[1]))
        value = " ".join(line[2].split())
        if kind and value:
            begin, end = text.place(*line.span(2))
            yield Named(kind, value, begin, end)


def _combined(named: Iterator[Named], rule: str) -> Iterator[Found]:
    """What labels name: given and family name as one, a town as a place of work beside a trade or an organisation."""
    by_kind: dict[str, Named] = {}
    for one in named:
        by_kind.setdefault(one.kind, one)
    works = not {"function", "organization", "workplace"}.isdisjoint(by_kind)
    given, family = by_kind.get("given"), by_kind.get("family")
    for kind, one in by_kind.items():
        if kind in ("given", "family", "name", "human"):
            continue
        if kind == "email" and not _EMAIL.fullmatch(one.value):
            continue
        shown = {"workplace": "location", "town": "location" if works else "residence"}.get(kind, kind)
        yield Found(shown, one.value, one.begin, one.end, rule, LABELLED)
    full = by_kind.get("human") or by_kind.get("name")
    if given and family:
        begin, end = min(given.begin, family.begin), max(given.end, family.end)
        if end - begin > 3 * _LONGEST_VALUE:
            begin, end = family.begin, family.end
        value = f"{given.value} {family.value}" if family.value not in given.value else given.value
        full = Named("human", value, begin, end)
    full = full or family
    if full and names.parsed(full.value).is_full:
        yield Found("human", full.value, full.begin, full.end, rule, LABELLED)


def _linked(text: Plain) -> Iterator[tuple[str, Found]]:
    for link in text.links:
        kind, _, address = link.target.partition(":")
        if kind.lower() == "mailto" and _EMAIL.fullmatch(address.partition("?")[0]):
            yield "link", Found("email", address.partition("?")[0], link.begin, link.end, "mailto", LINKED)
        elif link.target.startswith(("http://", "https://", "//")):
            yield "link", Found("url", link.target, link.begin, link.end, "link", LINKED)


# ---------------------------------------------------------------------------------------- what stands there


def _emails(text: str) -> Iterator[Found]:
    for found in _EMAIL.finditer(text):
        yield Found("email", f"{found[1]}@{_POINT.sub('.', found[2])}", *found.span(), "written", LABELLED)


def _opening(text: str) -> Iterator[Found]:
    """The name that a page begins with, alone on its line or before what is said of its bearer; what that is.

    "Herri Pondaven, animateur (Les Marées), à Brest": the name need not be known to be one.
    """
    found = _OPENING.match(text[:_FIRST_LINES])
    if not found:
        return
    name = names.parsed(found[1])
    behind = _BEHIND_NAME.match(text, found.end())
    held = behind if behind and professions.classify(behind["function"]) else None
    if not name.is_full or not (held or FIRST_NAMES.intersection(name.words)):
        return
    yield Found("human", " ".join(found[1].split()), *found.span(1), "behind-name" if held else "beginning", HEADED)
    for kind in ("function", "organization", "location") if held else ():
        if held and held[kind]:
            yield Found(kind, " ".join(held[kind].split()), *held.span(kind), "behind-name", HEADED)


def _lines(at: int, paragraph: str, listed: Collection[int]) -> tuple[int, int]:
    """Where the first lines of a paragraph begin and end that are no list, heading or link: lists are no signature."""
    first = -1
    for begin in (0, *(found.end() for found in re.finditer("\n", paragraph))):
        if at + begin in listed:
            if first >= 0:
                return first, begin
        elif first < 0:
            first = begin
    return max(first, 0), len(paragraph) if first >= 0 else 0


def _signed(text: str, listed: Collection[int], owner: str, models: Sequence[str]) -> Iterator[Found]:
    """What blocks of short lines say that name a telephone, an address or the owner, as signatures do."""
    begin, read_blocks = 0, 0
    for paragraph in _PARAGRAPHS.split(text):
        at = text.index(paragraph, begin)
        begin = at + len(paragraph)
        first, last = _lines(at, paragraph, listed)
        block = paragraph[first:last]
        if read_blocks >= _BLOCKS or not _BLOCK.fullmatch(block.strip("\n")) or "\n" not in block.strip():
            continue
        if _SENTENCE.search(block) or _LINE.search(block):
            continue
        found = signature.find(block, (owner,), models)
        if SIGNS.isdisjoint(one.kind for one in found):
            continue
        read_blocks += 1
        for one in found:
            yield one._replace(begin=one.begin + at + first, end=one.end + at + first)
