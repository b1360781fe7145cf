"""The export of a groups.io group, as its owners and members download it: a zip with the mails as `messages.mbox`.

Owners get what else the group has with it: its members, files, photos, polls, its wiki and calendar. These are left
unread; what comes in the zip is one list all the same.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from maillage.ingest import mbox
from maillage.ingest.bundles import opened, others_of, parts_of
from maillage.ingest.parts import UNREADABLE, Part, container, files_in, members_of, name_in
from maillage.records import Extent, Record

MAILS = "messages.mbox"


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is such a zip; its mailbox may be empty."""
    return any(map(is_export, files_in(path)))


def is_export(file: Path) -> bool:
    """Whether a file is a zip with a mailbox of that name."""
    try:
        return container(file) == "zip" and bool(_mailboxes(file))
    except UNREADABLE:
        return False


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same mails in another form: none does here."""
    return False


def parts(path: Path) -> Iterator[Part]:
    """The mailboxes in the zip files of a source; a file given by itself is a part, whatever it is."""
    for file in files_in(path):
        if is_export(file):
            yield from parts_of(file, path, _mailboxes(file))
        elif file == path or zipfile.is_zipfile(file):
            yield Part(file, name_in(path, file))


def left_unread(path: Path) -> Iterator[tuple[str, int, str]]:
    """What else is in the zip files."""
    for file in files_in(path):
        with suppress(*UNREADABLE):  # its part tells
            if is_export(file):
                yield from others_of(file, path, MAILS)


def read(part: Part, begin: int = 0) -> Iterator[Record]:
    """The mails of a mailbox, in order."""
    with opened(part) as stream:
        for piece in mbox.split(stream, begin):
            yield mbox.read_piece(piece)
        yield Extent(stream.tell())


def _mailboxes(file: Path) -> list[str]:
    return [name for name in members_of(file) if PurePosixPath(name).name.lower() == MAILS]
