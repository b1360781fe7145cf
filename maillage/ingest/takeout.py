"""What Google's Takeout writes of a mailbox or of a group: mbox files, in a zip or tar file or unpacked.

`Takeout/Mail/….mbox` holds the mails of an account with the labels that they bear, and is private: a study says by
`labels` or `list_ids` which of them are a list's. `Takeout/Groups/…/NAME@googlegroups.com/topics.mbox` is a group that
the account owns. Folders and files are called by the language of the account, so that neither tells what is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from maillage.ingest import mbox
from maillage.ingest.bundles import first_names, is_bundle, members, opened, others_of, parts_of
from maillage.ingest.mbox import read_piece, split
from maillage.ingest.parts import BLOCK, UNREADABLE, Part, beginning, files_in, name_in
from maillage.records import Extent, Message, Record

# The mails' own numbers at a host that is none, as in no other program's mbox.
_FIRST = re.compile(rb"\s*From \d{6,24}@xxx[ \t]")
_FIELDS = re.compile(rb"\s*From [^\n]*\n(?:[^\n]+\n){0,40}?X-(?:GM-THRID|Gmail-Labels):", re.IGNORECASE)
_TOP = "Takeout/"


def recognizes(path: Path) -> bool:
    """Whether a file is one that Takeout wrote, or holds one, or any file of a folder is so."""
    return any(_is_takeout(file) for file in files_in(path))


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same mails in another form: none does here."""
    return False


def parts(path: Path) -> Iterator[Part]:
    """The mbox files of a source, in bundles or beside them; what else Takeout wrote is left."""
    for file in files_in(path):
        shown = name_in(path, file)
        if _is_bundle(file):
            try:
                yield from parts_of(file, path, mailboxes_of(file))
            except UNREADABLE:  # reading it tells what is wrong
                yield Part(file, shown)
        elif mbox.is_mbox(file) or file.suffix.lower() == ".mbox" or file == path:
            yield Part(file, shown)


def left_unread(path: Path) -> Iterator[tuple[str, int, str]]:
    """What else Takeout wrote into its zip and tar files: settings, lists of members, other things than mails."""
    for file in files_in(path):
        with suppress(*UNREADABLE):  # its part tells
            if is_bundle(file):
                yield from others_of(file, path, ".mbox")


def read(part: Part, begin: int = 0) -> Iterator[Record]:
    """The mails of an mbox file; those of a group that bear no List-Id get the group's address for one."""
    group = group_of(part)
    with opened(part) as stream:
        for piece in split(stream, begin):
            record = read_piece(piece)
            if group and isinstance(record, Message) and not record.list_id:
                yield record._replace(list_id=f"<{group.replace('@', '.')}>")
            else:
                yield record
        yield Extent(stream.tell())


def group_of(part: Part) -> str:
    """The address of the group whose mails a part holds, by the folder it is in; "" for a mailbox."""
    folder = PurePosixPath(part.member).parent.name if part.member else part.path.parent.name
    local, at, host = folder.partition("@")
    return folder.lower() if local and at and "." in host else ""


def lists_in(file: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The groups in a file, each with what selects its mails there; "" for a mailbox."""
    found = list(dict.fromkeys(map(group_of, parts(file))))
    return [(group, (group,) if group and len(found) > 1 else ()) for group in found]


def holds_mailbox(path: Path) -> bool:
    """Whether there are mails of somebody's own account. Raises what `parts.UNREADABLE` lists."""
    return any(not group_of(part) for part in parts(path))


def _is_takeout(file: Path) -> bool:
    if _is_bundle(file):
        return any(name.startswith(_TOP) for name in first_names(file)) and bool(mailboxes_of(file))
    start = beginning(file, BLOCK)
    return bool(_FIRST.match(start) or _FIELDS.match(start))


def mailboxes_of(bundle: Path) -> list[str]:
    """The mbox files in a bundle. Raises what `parts.UNREADABLE` lists."""
    return [one.name for one in members(bundle) if one.name.lower().endswith(".mbox")]


def _is_bundle(file: Path) -> bool:
    try:
        return is_bundle(file)
    except OSError:
        return False
