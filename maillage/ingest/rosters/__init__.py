"""Who was subscribed: the readers of subscriber lists, one module per kind, found by its name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from types import ModuleType

from maillage.errors import UnreadableArchive
from maillage.ingest.parts import UNREADABLE, refuse_stray
from maillage.ingest.rosters import (
    discourse_users,
    google_groups,
    groups_io,
    list_members,
    mailman_config,
    mailman_rest,
    sympa_dump,
    sympa_review,
    sympa_tables,
    table,
)
from maillage.records import Problem, Subscription
from maillage.sentences import Said, because, recognised

# In this order they are asked whether they recognise a file: the most particular form first.
READERS: dict[str, ModuleType] = {
    "mailman_config": mailman_config,
    "discourse_users": discourse_users,
    "sympa_tables": sympa_tables,
    "mailman_rest": mailman_rest,
    "sympa_dump": sympa_dump,
    "google_groups": google_groups,
    "groups_io": groups_io,
    "csv": table,
    "sympa_review": sympa_review,
    "list_members": list_members,
}

OF_SEVERAL = frozenset({"sympa_tables", "mailman_rest"})
"""Kinds whose files may hold the subscribers of several lists."""

OF_FORUMS = frozenset({"discourse_users"})
"""Kinds that know accounts by the host of their forum."""

PACKED = frozenset({"sympa_tables", "mailman_config", "discourse_users"})
"""Kinds that are no plain text file: packed ones, folders, binary ones."""

OF_JSON = frozenset({"discourse_users", "mailman_rest", "groups_io"})
"""Kinds that may be JSON."""

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods are zip files; xls is an OLE one


def recognize(path: Path, among: Collection[str] = READERS.keys()) -> str | None:
    """The kind of a file that is a subscriber list, one of some kinds; None if it is none."""
    plain = path.is_file() and not _binary(path)
    kinds = (kind for kind in READERS if kind in among and (plain or kind in PACKED))
    return next((kind for kind in kinds if READERS[kind].recognizes(path)), None)


def read(path: Path, kind: str | None = None, wanted: str = "", host: str = "") -> Iterator[Subscription | Problem]:
    """The subscriptions of a file, in its order; without a `kind`, it is recognised.

    `wanted`: of a file that holds several lists, the name or address of one. `host`: where a forum is. At most one
    subscription and one problem come from one place. Raises `UnreadableArchive` where the file cannot be opened, or is
    no subscriber list that is known.
    """
    refuse_stray(path)
    try:
        if kind is None:
            kind = recognize(path)
            if kind is None:
                raise UnreadableArchive(path, *_unknown(path))
        if kind in OF_SEVERAL:
            yield from READERS[kind].read(path, wanted)
        elif wanted:
            raise UnreadableArchive(path, Said("its form, {kind}, holds one list", kind=kind), Said("take out `list`"))
        elif kind in OF_FORUMS:
            yield from READERS[kind].read(path, host)
        else:
            yield from READERS[kind].read(path)
    except UNREADABLE as error:
        reason = because(error) if isinstance(error, OSError) else recognised(str(error) or type(error).__name__)
        raise UnreadableArchive(path, reason, Said("check the path of this subscriber list")) from error


def lists_in(path: Path, kind: str) -> list[str]:
    """The lists whose subscribers a file of a kind of `OF_SEVERAL` holds, by address, sorted.

    Of a very long file, those that its beginning tells. Raises `UnreadableArchive`.
    """
    try:
        return sorted(READERS[kind].lists_in(path))
    except UNREADABLE as error:
        reason = because(error) if isinstance(error, OSError) else recognised(str(error) or type(error).__name__)
        raise UnreadableArchive(path, reason, Said("check the path of this subscriber list")) from error


def _binary(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(1024)
    return head.startswith(_SPREADSHEETS) or (b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")))


def _unknown(path: Path) -> tuple[Said, Said]:
    """Why no reader takes a file, and what to do."""
    if path.is_dir():
        return Said("it is a folder"), Said("name the file of the subscribers")
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_SPREADSHEETS):
        return Said("it is a spreadsheet or an archive, not text"), Said("save it as CSV (UTF-8) and use that file")
    heading = table.unknown_heading(path)
    if heading:
        step = Said('call this column "address"; the others may be name, subscribed, unsubscribed')
        return Said('its column "{heading}" has addresses, under a heading that is not known', heading=heading), step
    step = Said("say its kind in maillage.toml: {kinds}", kinds=", ".join(sorted(READERS)))
    return Said("it is not recognised as a subscriber list"), step
