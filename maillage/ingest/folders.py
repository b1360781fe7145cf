"""Folders in which each file is one mail: what Maildir, MH and .eml have in common."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from maillage.ingest.mail import NotAMail, to_message
from maillage.ingest.parts import refuse
from maillage.records import Extent, Message, Problem, Record


def folders_of(path: Path) -> Iterator[Path]:
    """A folder and the ones below it, sorted. Maildir++ keeps folders in hidden ones, so these count.

    Raises UnreadableArchive when one cannot be listed.
    """
    for folder, below, _ in os.walk(path, onerror=refuse):
        below.sort()
        yield Path(folder)


def mails_of(folder: Path) -> list[Path]:
    """The files of a folder that may be mails: all but hidden ones, sorted. Raises UnreadableArchive."""
    try:
        return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
    except OSError as error:
        refuse(error)
        raise


def read_folder(folder: Path, files: Sequence[Path] | None = None) -> Iterator[Record]:
    """Each file of a folder as a message or a problem."""
    extent = 0
    for file in mails_of(folder) if files is None else files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            yield Problem(file.name, 0, error.strerror or str(error))
            continue
        extent += len(raw)
        yield read_file(file.name, raw)
    yield Extent(extent)


def read_file(name: str, raw: bytes) -> Message | Problem:
    """One file as a message or a problem; `name` is its place. A From line at its beginning is no part of it."""
    mail, from_line = raw, ""
    if raw.startswith(b"From "):
        line, _, mail = raw.partition(b"\n")
        from_line = line.decode("utf-8", "replace").rstrip()
    try:
        return to_message(mail, name, size=len(raw), from_line=from_line)
    except NotAMail as error:
        return Problem(name, len(raw), str(error) if raw else "empty file")
