"""The XML backups that SPIP wrote before its version 3: an element a row, in it an element a column.

Nothing but `&` and `<` is escaped in them, and what people typed may not be XML at all: they are read as the program
wrote them. Before version 1.8 the elements had the names of objects, and told who wrote an article as `lien:` columns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count

from maillage.ingest.charsets import decode
from maillage.ingest.parts import CUT_OFF, LONGEST, Part, opened
from maillage.ingest.spip.tables import COLUMNS, Cells, cells
from maillage.ingest.window import Window
from maillage.records import Extent, Problem

_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml(?P<declared>[^<>]*)\?>)?\s*+<SPIP\b(?P<attributes>[^<>]*)>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w-]+)")
_ADDRESS = re.compile(rb"adresse_site\s*=\s*\"([^\"]*)\"")
_BETWEEN = re.compile(rb"(?:\s++|<!--(?:[^-]++|-(?!->))*+-->)*+")
_ROW = re.compile(rb"<(?P<name>\w+)(?:\s[^<>]*+)?>")
_CELL = re.compile(rb"\s*<(?P<column>[\w:]+)>(?P<value>[^<]*+)</(?P=column)>")
_EMPTY = re.compile(rb"\s*<[\w:]+\s*/>")
_END = re.compile(rb"\s*</(?P<name>\w+)>")
_NEXT = re.compile(rb"</\w+>\s*\r?\n\s*(?=<\w+(?:\s[^<>]*)?>\s*\r?\n)|\Z")
_OBJECTS = {"article": "articles", "auteur": "auteurs", "rubrique": "rubriques", "breve": "breves"}
_MOST_COLUMNS = 500


def recognizes(head: bytes) -> bool:
    """Whether a text begins as a backup of SPIP."""
    return _ROOT.match(head) is not None


class Text:
    """The tables in one XML backup, plain or packed."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def rows(self, tables: Collection[str]) -> Iterator[Cells | Problem | Extent]:
        """The rows of some tables, in the order of the text."""
        with opened(self._part) as stream:
            window = Window(stream)
            window.more()
            root = window.take(_ROOT)
            declared = _ENCODING.search(root["declared"] or b"") if root else None
            address = _ADDRESS.search(root["attributes"]) if root else None
            if address and "meta" in tables:
                yield cells("meta", {"nom": "adresse_site", "valeur": address[1].decode("utf-8", "replace")}, "0", 0)
            yield from _rows(window, declared[1].decode() if declared else "", tables)
            yield Extent(window.place)


def _rows(window: Window, charset: str, tables: Collection[str]) -> Iterator[Cells | Problem]:
    """The rows below the root, up to its end."""
    while True:
        window.take(_BETWEEN, LONGEST)
        begin = window.place
        if window.here >= len(window.data) and not window.more():
            yield Problem(str(begin), 0, CUT_OFF)
            return
        if (end := window.look(_END)) and end["name"] == b"SPIP":
            while window.more():  # what stands behind it is nothing of the site
                window.here = len(window.data)
            window.here = len(window.data)
            return
        row = window.take(_ROW)
        table = _table(row["name"].decode()) if row else ""
        values = _values(window, row["name"]) if row else None
        if values is None:
            window.here += 1
            window.pass_to(_NEXT)
            is_cut = window.ended and window.here >= len(window.data)
            yield Problem(str(begin), window.place - begin, CUT_OFF if is_cut else "an element that is no row")
        else:
            told = [(column, _decoded(value, charset)) for column, value in values]
            yield from _told(table, told, begin, window.place - begin, tables)


def _table(element: str) -> str:
    """The table that an element is a row of, without the prefix."""
    name = element.lower().removeprefix("spip_")
    return _OBJECTS.get(name, name)


def _values(window: Window, name: bytes) -> list[tuple[str, bytes]] | None:
    """The columns and raw values of a row, behind its opening; None where it is broken."""
    values: list[tuple[str, bytes]] = []
    while len(values) < _MOST_COLUMNS:
        end = window.look(_END)
        if end:
            if end["name"] != name:
                return None
            window.here = end.end()
            return values
        if window.take(_EMPTY):
            continue
        cell = window.take(_CELL, LONGEST)
        if cell is None:
            return None
        values.append((cell["column"].decode("ascii", "replace").lower(), cell["value"]))
    return None


def _told(table: str, told: list[tuple[str, str]], begin: int, size: int, tables: Collection[str]) -> Iterator[Cells]:
    """A row, and the rows of links that its `lien:` columns are."""
    values = dict(told)
    if table in tables:
        known = {column: values[column] for column in COLUMNS[table] if column in values}
        yield cells(table, known, str(begin), size)
    kind, other = {"auteurs": ("id_auteur", "article"), "articles": ("id_article", "auteur")}.get(table, ("", ""))
    if kind and "auteurs_articles" in tables:
        numbers = count()
        for column, value in told:
            if column == f"lien:{other}":
                link: dict[str, str | None] = {kind: values.get(kind, ""), f"id_{other}": value}
                yield cells("auteurs_articles", link, f"{begin}/{next(numbers)}", 0)


def _decoded(raw: bytes, charset: str) -> str:
    text = decode(raw, charset)[0]
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
