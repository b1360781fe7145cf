"""Maildir folders, one file a mail, as offlineimap, Dovecot and notmuch keep them; folders inside folders too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maillage.ingest.folders import folders_of, mails_of, read_folder
from maillage.ingest.parts import Part, path_in
from maillage.records import Record

MAILS_IN = ("cur", "new")  # tmp holds what is still being delivered


def recognizes(path: Path) -> bool:
    """Whether a folder is a Maildir, or holds some."""
    return path.is_dir() and any(True for _ in parts(path))


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same mails in another form: none does here."""
    return False


def parts(path: Path) -> Iterator[Part]:
    """The folders `cur` and `new` with mails in them, of each Maildir below."""
    for folder in folders_of(path):
        if folder.name in MAILS_IN and mails_of(folder):
            yield Part(folder, path_in(path, folder))


def read(part: Part, begin: int = 0) -> Iterator[Record]:  # noqa: ARG001 one folder is read whole
    """The mails of a folder, by file name."""
    yield from read_folder(part.path)
