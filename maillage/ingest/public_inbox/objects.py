"""What git keeps in a repository: its history, and the mails that the commits brought and took away.

Only the objects are opened (libgit2's object database, by pygit2), never the repository itself: so that no setting of
it counts. What an object says is checked before it is believed, its size before it is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from maillage.errors import UnreadableArchive
from maillage.ingest.public_inbox.repositories import Refused, refuse_borrowed
from maillage.sentences import Said

if TYPE_CHECKING:
    from pygit2 import Odb

LARGEST_TREE = 1 << 26  # bytes of a commit or of a folder's list; those of mails have some hundreds
WINDOW, MAPPED = 1 << 23, 1 << 27  # bytes of packs that are looked at, at a time and in all
RENEWED = 1024  # objects after which the library's memory of packs, 16 MB for each, is begun anew
ID = 20  # bytes of an object's id
_COMMIT = re.compile(rb"tree ([0-9a-f]{40})\n(?:parent ([0-9a-f]{40})\n)?")
_V1_FOLDER = re.compile(r"[0-9a-f]{2}")
_V1_NAME = re.compile(r"[0-9a-f]{38}")
ADDED, REMOVED = b"m", b"d"


class Entry(NamedTuple):
    """A file or folder in a tree."""

    name: str
    id: bytes
    is_folder: bool


def require_library(path: Path) -> None:
    """Raise UnreadableArchive, of what is to be read, where pygit2 is not installed."""
    try:
        import pygit2  # noqa: F401 whether it can be
    except ImportError as error:
        step = Said("install it: pip install 'maillage[git]'")
        raise UnreadableArchive(path, Said("the library pygit2 is not installed"), step) from error


class Objects:
    """The objects of one repository. Raises Refused for what is missing or damaged, by the methods' words."""

    def __init__(self, git: Path) -> None:
        """Raises UnreadableArchive where the library is not installed, Refused where objects lie elsewhere."""
        require_library(git)
        import pygit2

        refuse_borrowed(git)
        pygit2.option(pygit2.enums.Option.SET_MWINDOW_SIZE, WINDOW)
        pygit2.option(pygit2.enums.Option.SET_MWINDOW_MAPPED_LIMIT, MAPPED)
        self._id, self._error = pygit2.Oid, pygit2.GitError
        self._kinds = pygit2.enums.ObjectType
        self._open: Callable[[], Odb] = lambda: pygit2.Odb(str(git / "objects"))
        self._objects = self._open()
        self._read = 0

    def size(self, id_: bytes) -> int:
        """Bytes of a mail. Raises Refused."""
        return self._header(id_, self._kinds.BLOB)

    def mail(self, id_: bytes) -> bytes:
        """The bytes of a mail. Raises Refused."""
        return self._content(id_)

    def commit(self, id_: bytes) -> tuple[bytes, bytes | None]:
        """The tree of a commit and the commit before it. Raises Refused."""
        if self._header(id_, self._kinds.COMMIT) > LARGEST_TREE:
            raise Refused(Said("an object that is too long"))
        found = _COMMIT.match(self._content(id_))
        if not found:
            raise Refused(Said("an object that is damaged"))
        return bytes.fromhex(found[1].decode()), bytes.fromhex(found[2].decode()) if found[2] else None

    def tree(self, id_: bytes) -> list[Entry]:
        """What stands in a tree. Raises Refused."""
        if self._header(id_, self._kinds.TREE) > LARGEST_TREE:
            raise Refused(Said("an object that is too long"))
        return list(_entries(self._content(id_)))

    def _header(self, id_: bytes, wanted: int) -> int:
        """The size of an object of the kind that is wanted."""
        try:
            kind, size = self._objects.read_header(self._id(raw=id_))
        except KeyError as error:
            raise Refused(Said("an object that is missing")) from error
        except (self._error, ValueError, OSError) as error:
            raise Refused(Said("an object that is damaged")) from error
        if kind != wanted:
            raise Refused(Said("an object that is not what it should be"))
        return size

    def _content(self, id_: bytes) -> bytes:
        self._read += 1
        if self._read % RENEWED == 0:
            del self._objects  # before it is opened again: two that are open share what they remember
            self._objects = self._open()
        try:
            return self._objects.read(self._id(raw=id_))[1]
        except KeyError as error:
            raise Refused(Said("an object that is missing")) from error
        except (self._error, ValueError, OSError) as error:
            raise Refused(Said("an object that is damaged")) from error


def _entries(raw: bytes) -> Iterator[Entry]:
    """What a tree lists: `mode name NUL id`, one behind the other."""
    here = 0
    while here < len(raw):
        blank, end = raw.find(b" ", here), raw.find(b"\0", here)
        if not here < blank < end or end + 1 + ID > len(raw):
            raise Refused(Said("an object that is damaged"))
        name = raw[blank + 1 : end].decode("utf-8", "backslashreplace")
        yield Entry(name, raw[end + 1 : end + 1 + ID], raw[here:blank].lstrip(b"0") == b"40000")
        here = end + 1 + ID


# ------------------------------------------------------------------------------------------- version 2


class Change(NamedTuple):
    """What a commit did: `mark` is `ADDED` or `REMOVED`; its id and that of the mail."""

    mark: bytes
    commit: bytes
    mail: bytes


class History:
    """The changes of a repository, from the last to the first, 41 bytes each: archives have millions.

    `ended`: where and why it cannot be followed further back; None where its beginning was reached.
    """

    def __init__(self, objects: Objects, head: bytes) -> None:
        self._changes = bytearray()
        self.ended: tuple[bytes, Said] | None = None
        commit: bytes | None = head
        after: Change | None = None  # the commit that comes next in time, which tells whether this is another state
        while commit is not None:
            try:
                tree, before = objects.commit(commit)
                now = _state(objects.tree(tree), commit)
            except Refused as refused:
                self.ended = commit, refused.reason
                break
            self._keep(after, now)
            after, commit = now or Change(b"", commit, b""), before
        self._keep(after, None)

    def _keep(self, after: Change | None, before: Change | None) -> None:
        """Keep a commit whose tree is not that of the one before it."""
        if after and after.mark and (before is None or (after.mark, after.mail) != (before.mark, before.mail)):
            self._changes += after.mark + after.commit + after.mail

    def __len__(self) -> int:
        return len(self._changes) // (1 + 2 * ID)

    def __getitem__(self, index: int) -> Change:
        raw = bytes(self._changes[index * (1 + 2 * ID) : (index + 1) * (1 + 2 * ID)])
        return Change(raw[:1], raw[1 : 1 + ID], raw[1 + ID :])

    def __iter__(self) -> Iterator[Change]:
        """The changes, latest first."""
        return map(self.__getitem__, range(len(self)))


def _state(tree: list[Entry], commit: bytes) -> Change | None:
    """What a commit's tree holds: the mail that it added or took away."""
    for entry in tree:
        if entry.name in ("m", "d") and not entry.is_folder:
            return Change(entry.name.encode(), commit, entry.id)
    return None


def settle(history: History, removed_after: Mapping[bytes, int]) -> tuple[bytearray, Counter[bytes]]:
    """Which of the changes, latest first, brought a mail that was taken away later: 1 for each; and what is left over.

    A removal takes away the last of the mails before it that are the same to the byte (public-inbox's `log2stack`).
    `removed_after`: the removals of later repositories, of which mails are still to be found; so is what is returned.
    """
    left = Counter(dict(removed_after))
    gone = bytearray(len(history))
    for index, change in enumerate(history):
        if change.mark == REMOVED:
            left[change.mail] += 1
        elif left.get(change.mail, 0) > 0:
            left[change.mail] -= 1
            gone[index] = 1
    return gone, +left


# ------------------------------------------------------------------------------------------- version 1


def filed(objects: Objects, tree: bytes) -> Iterator[tuple[str, bytes]]:
    """The mails of an inbox of version 1: `ab/cdef…` and the id of each, by name. Raises Refused."""
    for folder in objects.tree(tree):
        if not (folder.is_folder and _V1_FOLDER.fullmatch(folder.name)):
            continue
        for entry in objects.tree(folder.id):
            place = f"{folder.name}/{entry.name}"
            if not _V1_NAME.fullmatch(entry.name):
                continue
            if entry.is_folder:  # several mails of one Message-ID
                yield from ((f"{place}/{one.name}", one.id) for one in objects.tree(entry.id) if not one.is_folder)
            else:
                yield place, entry.id


def is_filed(tree: list[Entry]) -> bool:
    """Whether the last tree of a repository is that of an inbox of version 1."""
    return any(entry.is_folder and _V1_FOLDER.fullmatch(entry.name) for entry in tree)
