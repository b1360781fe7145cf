"""Participatory sites of SPIP: backups of their base, and what the site shows of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maillage.ingest.parts import Part, files_in, path_in
from maillage.ingest.spip import site, sqlite
from maillage.records import Extent, Problem, Selection, WikiRecord

WHOLE = Selection()


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is a backup of a SPIP site."""
    return any(sqlite.recognizes(file) for file in files_in(path))


def is_one_site(folder: Path) -> bool:
    """Whether a folder holds files of a SPIP site and nothing else."""
    files = files_in(folder)
    return bool(files) and all(map(sqlite.recognizes, files))


def parts(path: Path) -> Iterator[Part]:
    """The backups of a site, by name, as their names end with their days; the later one has the last word."""
    for file in files_in(path):
        if file == path or sqlite.recognizes(file):
            yield Part(file, path_in(path.parent if file == path else path, file))


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same in another form: none does here."""
    return False


def read(part: Part, selection: Selection = WHOLE) -> Iterator[WikiRecord]:
    """What a part tells of its site and the study selects; last of all its Extent."""
    if sqlite.recognizes(part.path):
        yield from site.read(sqlite.File(part.path), selection)
    else:
        size = part.path.stat().st_size
        if size:
            yield Problem("0", size, "no backup of a SPIP site")
        yield Extent(size)
