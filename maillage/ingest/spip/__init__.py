"""Participatory sites of SPIP: backups of their base, and what the site shows of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from maillage.ingest.parts import Part, beginning, files_in, name_in, parts_of
from maillage.ingest.spip import feed, page, site, sql_text, sqlite, xml_text
from maillage.ingest.spip.unpacked import unpacked
from maillage.records import Extent, Problem, Selection, WikiRecord

WHOLE = Selection()
HEAD = 1 << 16
"""Bytes at the beginning of a file that tell its form."""

_BESIDE_PAGES = frozenset((".css", ".js", ".gif", ".png", ".jpg", ".jpeg", ".svg", ".ico", ".webp", ".woff", ".woff2"))
_DIGITS = re.compile(r"(\d+)")


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is of a SPIP site."""
    return any(form_of(file) for file in files_in(path))


def form_of(file: Path) -> str:
    """What a file is by its content: an `sqlite` file, an `sql` text, an `xml` backup; a `feed`; a `page`.

    "" for what is nothing of SPIP. Raises OSError.
    """
    found = file.stat()
    return _form(file, found.st_size, found.st_mtime_ns)


@lru_cache(1 << 15)
def _form(file: Path, _size: int, _time: int) -> str:
    """The same, told once for each state of a file."""
    head = beginning(file, HEAD)
    if sqlite.recognizes(file, head):
        return "sqlite"
    told = (form for form, recognizes_head in _BY_HEAD if recognizes_head(head))
    return next(told, "page" if page.is_page(file.name, head) else "")


_BY_HEAD = (("xml", xml_text.recognizes), ("sql", sql_text.recognizes), ("feed", feed.recognizes))


def is_one_site(folder: Path) -> bool:
    """Whether a folder holds files of a SPIP site and nothing else, but for what the pages of one have beside them.

    Some of them lie in itself: where all are in folders below, these may be several sites.
    """
    files = files_in(folder)
    found = False
    if all(file.parent != folder for file in files):
        return False
    for file in files:
        form = form_of(file)
        if not (form or file.suffix.lower() in _BESIDE_PAGES or page.is_of_spip(beginning(file, HEAD))):
            return False
        found = found or bool(form)
    return found


def parts(path: Path) -> Iterator[Part]:
    """The files of a site, the later one with the last word: pages, feeds, backups by the days in their names.

    The pages of a folder are one part.
    """
    files = [file for file in files_in(path) if file == path or form_of(file)]
    folders = sorted({file.parent for file in files if file != path and form_of(file) == "page"})
    for folder in folders:
        yield Part(folder, name_in(path, folder))
    others = [file for file in files if file.parent not in folders or form_of(file) != "page"]
    for file in sorted(others, key=lambda file: _order(file, name_in(path, file))):
        yield from parts_of(file, path)


def _order(file: Path, name: str) -> tuple[bool, list[tuple[int, str]]]:
    """Feeds first; by name, and by numbers inside the names as numbers."""
    pieces = [(int(piece) if piece.isdecimal() else -1, piece) for piece in _DIGITS.split(name)]
    return form_of(file) != "feed", pieces


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same in another form: none does here."""
    return False


def read(part: Part, selection: Selection = WHOLE) -> Iterator[WikiRecord]:
    """What a part tells of its site and the study selects; last of all its Extent."""
    if part.path.is_dir():
        pages = [file for file in files_in(part.path) if file.parent == part.path and form_of(file) == "page"]
        yield from page.read(part, pages, selection)
        return
    form = form_of(part.path)
    if form == "sqlite":
        with unpacked(part) as path:
            yield from site.read(sqlite.File(path), selection)
    elif form == "sql":
        yield from site.read(sql_text.Text(part), selection)
    elif form == "xml":
        yield from site.read(xml_text.Text(part), selection)
    elif form == "feed":
        yield from feed.read(part, selection)
    elif form == "page":
        yield from page.read(part, [part.path], selection)
    else:
        size = part.path.stat().st_size
        if size:
            yield Problem("0", size, "no backup of a SPIP site")
        yield Extent(size)
