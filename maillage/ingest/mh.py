"""MH folders, one numbered file a mail, as nmh, Sylpheed and Claws keep them; folders inside folders too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maillage.ingest.folders import folders_of, mails_of, read_folder
from maillage.ingest.mbox import is_mbox
from maillage.ingest.parts import Part, path_in
from maillage.records import Extent, Problem, Record


def recognizes(path: Path) -> bool:
    """Whether a folder, or one below it, holds mails in files named by numbers only."""
    return path.is_dir() and any(True for _ in parts(path))


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same mails in another form: none does here."""
    return False


def parts(path: Path) -> Iterator[Part]:
    """Each folder with numbered files."""
    for folder in folders_of(path):
        numbered = _numbered(folder)
        if numbered and not is_mbox(numbered[0]):
            yield Part(folder, path_in(path, folder))


def read(part: Part, begin: int = 0) -> Iterator[Record]:  # noqa: ARG001 one folder is read whole
    """The mails of a folder, by number; any other file of it is a problem."""
    numbered = _numbered(part.path)
    extent = 0
    for record in read_folder(part.path, numbered):
        if isinstance(record, Extent):
            extent = record.bytes
        else:
            yield record
    for file in sorted(set(mails_of(part.path)) - set(numbered)):
        size = file.stat().st_size
        extent += size
        yield Problem(path_in(part.path, file), size, "no mail of this folder: its name is not a number")
    yield Extent(extent)


def _numbered(folder: Path) -> list[Path]:
    return sorted((file for file in mails_of(folder) if file.name.isdecimal()), key=lambda file: int(file.name))
