"""Folders in which each file is one mail: what Maildir, MH and .eml have in common."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from maillage.ingest.mail import NotAMail, to_message
from maillage.ingest.parts import LONGEST, path_in, refuse
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


def read_folder(folder: Path, files: Sequence[Path] | None = None, volume: str = "") -> Iterator[Record]:
    """Each file of a folder as a message or a problem; `volume`: the month of them all, where the folder tells it."""
    mails = mails_of(folder) if files is None else files
    yield from read_each(folder, mails, lambda raw, place: read_file(place, raw, volume=volume))


def read_each(folder: Path, files: Sequence[Path], read: Callable[[bytes, str], Message | Problem]) -> Iterator[Record]:
    """Each file as what `read` makes of its bytes and its place in the folder; last of all the Extent of them."""
    extent = 0
    for file in files:
        place = path_in(folder, file)
        try:
            size = file.stat().st_size
            record = too_long(place, size) if size > LONGEST else read(file.read_bytes(), place)
        except OSError as error:
            record = Problem(place, 0, error.strerror or str(error))
        extent += record.size
        yield record
    yield Extent(extent)


def too_long(place: str, size: int) -> Problem:
    """The problem that a file is which is longer than any mail."""
    return Problem(place, size, f"longer than the {LONGEST >> 20} MiB that a mail may have")


def read_file(name: str, raw: bytes, volume: str = "") -> Message | Problem:
    """One file as a message or a problem; `name` is its place. A From line at its beginning is no part of it.

    `volume` is as in `to_message`.
    """
    mail, from_line = raw.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n"), ""
    if mail.startswith(b"From "):
        line, _, mail = mail.partition(b"\n")
        from_line = line.decode("utf-8", "replace").rstrip()
    try:
        return to_message(mail, name, size=len(raw), from_line=from_line, volume=volume)
    except NotAMail as error:
        return Problem(name, len(raw), str(error) if raw else "empty file")
