"""Folders of single mails, whatever their files are called (`.eml`, `.txt`, nothing), and the folders below."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maillage.ingest.folders import folders_of, mails_of, read_folder
from maillage.ingest.mail import looks_like_mail
from maillage.ingest.parts import Part, beginning
from maillage.records import Record

SAMPLED = 20  # files looked at in each folder


def recognizes(path: Path) -> bool:
    """Whether a file is a mail, or most files of a folder are, or are called `.eml`."""
    if path.is_file():
        return looks_like_mail(beginning(path))
    return any(_holds_mails(folder) for folder in folders_of(path))


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same mails in another form: none does here."""
    return False


def parts(path: Path) -> Iterator[Part]:
    """Each folder with files in it, or the one file."""
    if path.is_file():
        yield Part(path, path.name)
        return
    for folder in folders_of(path):
        if mails_of(folder):
            yield Part(folder, folder.relative_to(path).as_posix())


def read(part: Part, begin: int = 0) -> Iterator[Record]:  # noqa: ARG001 one folder is read whole
    """The mails of a folder, by file name."""
    yield from read_folder(part.path, None if part.path.is_dir() else [part.path])


def _holds_mails(folder: Path) -> bool:
    files = mails_of(folder)[:SAMPLED]
    mails = sum(file.suffix.lower() == ".eml" or looks_like_mail(beginning(file)) for file in files)
    return bool(files) and mails * 2 > len(files)
