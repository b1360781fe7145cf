"""Who was subscribed: the readers of subscriber lists, one module per kind, found by its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from maillage.errors import UnreadableArchive
from maillage.ingest.rosters import list_members, sympa_dump, sympa_review, table
from maillage.records import Problem, Subscription
from maillage.sentences import Said, because

# In this order they are asked whether they recognise a file: the most particular form first.
READERS: dict[str, ModuleType] = {
    "sympa_dump": sympa_dump,
    "csv": table,
    "sympa_review": sympa_review,
    "list_members": list_members,
}

_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx and ods are zip files; xls is an OLE one


def recognize(path: Path) -> str | None:
    """The kind of a file that is a subscriber list, None if it is none."""
    if not path.is_file() or _binary(path):
        return None
    return next((kind for kind, reader in READERS.items() if reader.recognizes(path)), None)


def read(path: Path, kind: str | None = None) -> Iterator[Subscription | Problem]:
    """The subscriptions of a file, in its order; without a `kind`, it is recognised.

    At most one subscription and one problem come from one place. Raises `UnreadableArchive` where the
    file cannot be opened, or is no subscriber list that is known.
    """
    try:
        if kind is None:
            kind = recognize(path)
            if kind is None:
                raise UnreadableArchive(path, *_unknown(path))
        yield from READERS[kind].read(path)
    except OSError as error:
        raise UnreadableArchive(path, because(error), Said("check the path of this subscriber list")) from error


def _binary(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(1024)
    return head.startswith(_SPREADSHEETS) or (b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")))


def _unknown(path: Path) -> tuple[Said, Said]:
    """Why no reader takes a file, and what to do."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_SPREADSHEETS):
        return Said("it is a spreadsheet or an archive, not text"), Said("save it as CSV (UTF-8) and use that file")
    step = Said("say its kind in maillage.toml: {kinds}", kinds=", ".join(sorted(READERS)))
    return Said("it is not recognised as a subscriber list"), step
