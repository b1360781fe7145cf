"""Participatory sites of SPIP: backups of their base, and what the site shows of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from maillage.ingest.parts import Part, beginning, files_in, parts_of
from maillage.ingest.spip import site, sql_text, sqlite, xml_text
from maillage.ingest.spip.unpacked import unpacked
from maillage.records import Extent, Problem, Selection, WikiRecord

WHOLE = Selection()
_DIGITS = re.compile(r"(\d+)")


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is of a SPIP site."""
    return any(form_of(file) for file in files_in(path))


def form_of(file: Path) -> str:
    """What a file is by its content: an `sqlite` file, an `sql` text, an `xml` backup, or nothing of SPIP."""
    found = file.stat()
    return _form(file, found.st_size, found.st_mtime_ns)


@lru_cache(1024)
def _form(file: Path, _size: int, _time: int) -> str:
    """The same, told once for each state of a file."""
    if sqlite.recognizes(file):
        return "sqlite"
    head = beginning(file, sql_text.HEAD)
    if xml_text.recognizes(head):
        return "xml"
    return "sql" if sql_text.recognizes(head) else ""


def is_one_site(folder: Path) -> bool:
    """Whether a folder holds files of a SPIP site and nothing else."""
    files = files_in(folder)
    return bool(files) and all(map(form_of, files))


def parts(path: Path) -> Iterator[Part]:
    """The backups of a site, by name and by the numbers in it, their days: the later one has the last word."""
    files = [file for file in files_in(path) if file == path or form_of(file)]
    for file in sorted(files, key=lambda file: _order(file.relative_to(path).as_posix())):
        yield from parts_of(file, path)


def _order(name: str) -> list[tuple[int, str]]:
    return [(int(piece) if piece.isdecimal() else -1, piece) for piece in _DIGITS.split(name)]


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same in another form: none does here."""
    return False


def read(part: Part, selection: Selection = WHOLE) -> Iterator[WikiRecord]:
    """What a part tells of its site and the study selects; last of all its Extent."""
    form = form_of(part.path)
    if form == "sqlite":
        with unpacked(part) as path:
            yield from site.read(sqlite.File(path), selection)
    elif form == "sql":
        yield from site.read(sql_text.Text(part), selection)
    elif form == "xml":
        yield from site.read(xml_text.Text(part), selection)
    else:
        size = part.path.stat().st_size
        if size:
            yield Problem("0", size, "no backup of a SPIP site")
        yield Extent(size)
