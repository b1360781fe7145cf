"""Bytes in, records out: one module per kind of archive, found by its name."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from maillage.ingest.parts import Part
from maillage.records import Record, Selection, WikiRecord

# In the order in which a path is tried: what is surest first.
KINDS = (
    "maildir",
    "public_inbox",
    "sympa",
    "takeout",
    "groups_io",
    "discourse",
    "pipermail",
    "hyperkitty",
    "mhonarc",
    "pipermail_html",
    "hypermail",
    "mbox",
    "mh",
    "eml",
    "mediawiki",
    "spip",
    "osm",
    "geojson",
)


class Kind(Protocol):
    """What the module of any kind offers."""

    @staticmethod
    def recognizes(path: Path) -> bool:
        """Whether a file or folder is of this kind."""

    @staticmethod
    def parts(path: Path) -> Iterator[Part]:
        """The files that a source of this kind consists of, in the order of reading."""

    @staticmethod
    def is_companion(path: Path) -> bool:
        """Whether a file of the source says the same mails in another form, and is left unread for it."""


class Reader(Kind, Protocol):
    """What the module of a kind of mails offers."""

    @staticmethod
    def read(part: Part, begin: int = 0) -> Iterator[Record]:
        """What a part holds, from a byte on, lazily and in order; last of all its Extent."""


class ForumReader(Kind, Protocol):
    """What the module of a kind of forums offers."""

    @staticmethod
    def read(part: Part, begin: int = 0, host: str = "") -> Iterator[Record]:
        """As of every `Reader`. `host`: where the forum is; accounts without a mail address are known by it."""


class WikiReader(Kind, Protocol):
    """What the module of a kind of wikis offers."""

    @staticmethod
    def read(part: Part, selection: Selection = ...) -> Iterator[WikiRecord]:
        """What a part tells and a study selects, lazily and in order; last of all its Extent."""


class Marked(Protocol):
    """What the module of a kind offers besides whose parts are not told by the bytes of their files: repositories."""

    @staticmethod
    def stamp_of(part: Part) -> str:
        """What changes whenever the digest of a part may, and is told at once."""

    @staticmethod
    def digest_of(part: Part) -> str:
        """What decides on the reading of a part."""

    @staticmethod
    def has_grown(part: Part, digest: str, length: int) -> bool:
        """Whether reading a part from a byte on gives all that is new since it had that digest and length."""


def reader(kind: str) -> Reader:
    """The module of a kind of mails, one of `KINDS`; of the others it is a `Kind` only."""
    return cast("Reader", import_module(f"{__name__}.{kind}"))


def forum_reader(kind: str) -> ForumReader:
    """The module of a kind of forums."""
    return cast("ForumReader", import_module(f"{__name__}.{kind}"))


def wiki_reader(kind: str) -> WikiReader:
    """The module of a kind of wikis."""
    return cast("WikiReader", import_module(f"{__name__}.{kind}"))


def marked(kind: str) -> Marked | None:
    """The module of a kind whose parts tell themselves whether they changed; None for the others."""
    module = reader(kind)
    return cast("Marked", module) if hasattr(module, "stamp_of") else None


def left_unread(kind: str, path: Path) -> Iterator[tuple[str, int, str]]:
    """What a source holds and leaves unread, by kinds that know more of it than `is_companion` tells.

    The path of each, its bytes and the reason; a file in a zip file as `archive.zip!file`.
    """
    told = getattr(reader(kind), "left_unread", None)
    if told:
        yield from told(path)


def recognize(path: Path) -> str | None:
    """The kind of the archive at a path, file or folder; None when no kind knows it.

    A folder in which a mail or two lie among other files is not taken for a folder of mails. Raises what
    `parts.UNREADABLE` lists when nothing can be opened.
    """
    from maillage.ingest import eml  # late: what reads mails takes a while to import, and no wiki needs it

    for kind in KINDS:
        if reader(kind).recognizes(path) and (kind != "eml" or eml.holds_mostly_mails(path)):
            return kind
    return None
