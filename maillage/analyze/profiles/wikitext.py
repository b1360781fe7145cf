"""Wikitext as it is read: without its marks, every character leading back to where it stands in the page.

It is no parser: templates are set aside with their parameters, tables become lines of cells, and what a wiki would
compute is left out. Time grows with the length of the page, whatever stands in it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

MOST_NESTED = 12
"""Links within links and templates within templates beyond which nothing is read: nobody writes so."""

BETWEEN_CELLS = " : "
"""What parts the cells of a row of a table: a heading and its value then read as "Nom : Morvan"."""


class Parameter(NamedTuple):
    """A parameter of a template: its name, or its number from "1", and its value without marks.

    `begin`, `end`: the characters of the wikitext.
    """

    name: str
    value: str
    begin: int
    end: int


class Template(NamedTuple):
    """A template, by its name in small letters."""

    name: str
    parameters: tuple[Parameter, ...]


class Link(NamedTuple):
    """Where a link leads: an address of the web or of mail (`mailto:`), or a page of the wiki, as it is written."""

    target: str
    begin: int
    end: int


class Plain(NamedTuple):
    """The text without marks; `places`: for each of its characters where it stands in the wikitext."""

    text: str
    places: array[int]
    templates: tuple[Template, ...]
    links: tuple[Link, ...]

    def place(self, begin: int, end: int) -> tuple[int, int]:
        """The characters of the wikitext, end exclusive, behind characters of the text, of which there is one."""
        return self.places[begin], self.places[end - 1] + 1


_BRACKETS = re.compile(r"\{\{|\}\}|\[\[|\]\]")
_CLOSES = {"}}": "{{", "]]": "[["}
_TOKEN = re.compile(
    r"(?P<comment><!--)"
    r"|(?P<nowiki><nowiki\s*>)"
    r"|<(?P<element>gallery|math|pre|ref|score|source|syntaxhighlight|templatedata|timeline)\b[^<>]{0,300}>"
    r"|(?P<newline><br\b[^<>]{0,300}>|</?(?:p|div|li|tr|h[1-6]|center|blockquote)\b[^<>]{0,300}>)"
    r"|(?P<tag></?[a-z][a-z0-9]*\b[^<>]{0,300}>)"
    r"|(?P<template>\{\{)"
    r"|(?P<link>\[\[)"
    r"|(?P<external>\[(?=(?:https?:)?//\S|mailto:\S))"
    r"|(?P<marks>'{2,5}|__[A-ZÀ-Þ]{3,30}__|~{3,5})"
    r"|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z]{2,8});)"
    r"|(?P<row>^[ \t:]*\{\|[^\n]{0,1000}|^[ \t]*\|-[^\n]{0,1000}|^[ \t]*\|\}(?!\}))"
    r"|(?P<cell>^[ \t]*(?:\|\+?|!)|\|\||!!)"
    r"|(?P<rule>^-{4,})"
    r"|(?P<heading>^={1,6}[ \t]*|={1,6}[ \t]*$)"
    r"|(?P<item>^[*#:;]+[ \t]*)",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTES = re.compile(r"[ \t]*[a-z-]{2,20}[ \t]*=[^|\n\[\]{}]{0,300}\|(?!\|)", re.IGNORECASE)
_NAMED = re.compile(r"\s*([^=|\[\]{}<>]{1,60}?)\s*=")
_NO_TEXT = re.compile(
    r"\s*(?:file|fichier|image|archivo|datei|bild|media|média|category|cat[ée]gorie|categor[ií]a|kategorie|[a-z]{2,3})"
    r"\s*:(?!//)",
    re.IGNORECASE,
)
_REDIRECT = re.compile(r"\s*#\s*(?:redirect|redirection|redirección|weiterleitung)\b", re.IGNORECASE)


def plain(wikitext: str) -> Plain:
    """The text of a page; nothing of a redirect."""
    reader = _Reader(wikitext, dict(_matched(wikitext)))
    if not _REDIRECT.match(wikitext):
        reader.read(0, len(wikitext), 0)
    return Plain("".join(reader.text), reader.places, tuple(reader.templates), tuple(reader.links))


class _Reader:
    """Walks once over the wikitext."""

    def __init__(self, wikitext: str, closing: Mapping[int, int]) -> None:
        self.text: list[str] = []
        self.places: array[int] = array("L")
        self.templates: list[Template] = []
        self.links: list[Link] = []
        self._wikitext = wikitext
        self._closing = closing
        self._missing: set[str] = set()
        self._tables = 0
        self._cells = 0

    def read(self, begin: int, end: int, depth: int) -> None:
        """Write what these characters say."""
        at = begin
        while at < end:
            token = _TOKEN.search(self._wikitext, at, end)
            if token is None:
                break
            self._write(at, token.start())
            at = max(self._step(token, end, depth), token.start() + 1)
        self._write(at, end)

    def _step(self, token: re.Match[str], end: int, depth: int) -> int:
        """Deal with a token; where to go on."""
        kind, begin, behind = str(token.lastgroup), token.start(), token.end()
        if kind == "comment":
            behind = self._behind("-->", behind, end)
        elif kind == "nowiki":
            close = self._behind("</nowiki>", behind, end)
            self._write(behind, max(behind, close - len("</nowiki>")))
            behind = close
        elif kind == "element" and not token[0].endswith("/>"):
            behind = self._without(token["element"].lower(), behind, end)
        elif kind == "template":
            behind = self._template(begin, end, depth)
        elif kind == "link":
            behind = self._link(begin, end, depth)
        elif kind == "external":
            behind = self._external(begin, end, depth)
        elif kind in ("row", "cell"):
            behind = self._in_table(kind, token, end)
        elif kind == "entity":
            self._put(unescape(token[0])[:1], begin)
        elif kind == "newline":
            self._put("\n", begin)
        return behind  # marks, tags and the like say nothing

    def _write(self, begin: int, end: int) -> None:
        if begin < end:
            self.text.append(self._wikitext[begin:end])
            self.places.extend(range(begin, end))

    def _put(self, text: str, begin: int) -> None:
        """Write what stands for a mark."""
        self.text.append(text)
        self.places.extend([begin] * len(text))

    def _behind(self, closing: str, begin: int, end: int) -> int:
        """The character behind a closing mark; the end without one, which is looked for once."""
        at = -1 if closing in self._missing else self._wikitext.find(closing, begin, end)
        if at < 0:
            self._missing.add(closing)
            return end
        return at + len(closing)

    def _without(self, element: str, begin: int, end: int) -> int:
        """The character behind an element; its beginning, where it is not closed."""
        closing = f"</{element}"
        at = -1 if closing in self._missing else self._wikitext.find(closing, begin, end)
        if at < 0:
            self._missing.add(closing)
            return begin
        return self._behind(">", at, end)

    def _template(self, begin: int, end: int, depth: int) -> int:
        close = self._closing.get(begin)
        if close is None or close > end:
            self._put("{{", begin)
            return begin + 2
        if depth < MOST_NESTED:
            name, *parts = self._parts(begin + 2, close)
            called = " ".join(self._wikitext[slice(*name)].replace("_", " ").split()).casefold()
            parameters = list(self._parameters(parts, depth + 1))
            self.templates.append(Template(called, tuple(parameters)))
        return close + 2

    def _parameters(self, parts: list[tuple[int, int]], depth: int) -> Iterator[Parameter]:
        number = 0
        for begin, end in parts:
            named = _NAMED.match(self._wikitext, begin, end)
            if named:
                name = " ".join(named[1].split()).casefold()
                begin = named.end()  # noqa: PLW2901  # the value begins behind the name
            else:
                number += 1
                name = str(number)
            inner = _Reader(self._wikitext, self._closing)
            inner.read(begin, end, depth)
            value = " ".join("".join(inner.text).split())
            self.links += inner.links
            self.templates += inner.templates
            if value:
                written = self._wikitext[begin:end]
                start = begin + len(written) - len(written.lstrip())
                yield Parameter(name, value, start, begin + len(written.rstrip()))

    def _parts(self, begin: int, end: int) -> list[tuple[int, int]]:
        """What stands between the bars of a template or a link, without those of templates and links inside."""
        parts, start, at = [], begin, begin
        for found in re.finditer(r"\{\{|\[\[|\|", self._wikitext[begin:end]):
            place = begin + found.start()
            if place < at:
                continue
            if found[0] == "|":
                parts.append((start, place))
                start = at = place + 1
            else:
                at = self._closing.get(place, place) + 2
        return [*parts, (start, end)]

    def _link(self, begin: int, end: int, depth: int) -> int:
        close = self._closing.get(begin)
        if close is None or close > end:
            return begin + 2
        target, *labels = self._parts(begin + 2, close)
        written = self._wikitext[slice(*target)]
        if not _NO_TEXT.match(written) and depth < MOST_NESTED:
            self.links.append(Link(written.strip(), begin, close + 2))
            label = labels[-1] if labels and labels[-1][0] < labels[-1][1] else target
            self.read(*label, depth + 1)
        return close + 2

    def _external(self, begin: int, end: int, depth: int) -> int:
        line = self._wikitext.find("\n", begin, end)
        close = self._wikitext.find("]", begin, line if line >= 0 else end)
        if close < 0:
            return begin + 1
        target, blank, _ = self._wikitext[begin + 1 : close].partition(" ")
        self.links.append(Link(target, begin, close + 1))
        label = begin + 1 + len(target) + len(blank)
        if label < close and depth < MOST_NESTED:
            self.read(label, close, depth + 1)
        else:
            self._write(begin + 1, begin + 1 + len(target))
        return close + 1

    def _in_table(self, kind: str, token: re.Match[str], end: int) -> int:
        begin, behind, written = token.start(), token.end(), token[0].strip(" \t:")
        if kind == "row":
            self._tables = max(0, self._tables + (written.startswith("{|") - written.startswith("|}")))
            self._cells = 0
            return behind
        if not self._tables:
            self._write(begin, behind)
            return behind
        if self._cells:
            if self.text and self.text[-1].endswith("\n"):
                self.text[-1] = self.text[-1][:-1] + " "
            self._put(BETWEEN_CELLS, begin)
        self._cells += not written.startswith("|+")
        attributes = _ATTRIBUTES.match(self._wikitext, behind, end)
        return attributes.end() if attributes else behind


def _matched(wikitext: str) -> Iterator[tuple[int, int]]:
    """Where each bracket that is closed opens, and where it closes; what is open inside of it is not."""
    waiting: list[tuple[str, int]] = []
    counts: dict[str, int] = {"{{": 0, "[[": 0}
    for found in _BRACKETS.finditer(wikitext):
        opening = _CLOSES.get(found[0])
        if opening is None:
            waiting.append((found[0], found.start()))
            counts[found[0]] += 1
        elif counts[opening]:
            while waiting:
                kind, begin = waiting.pop()
                counts[kind] -= 1
                if kind == opening:
                    yield begin, found.start()
                    break


def values(template: Template) -> Mapping[str, Parameter]:
    """The parameters of a template by name; the last of a name, as MediaWiki has it."""
    return {one.name: one for one in template.parameters}
