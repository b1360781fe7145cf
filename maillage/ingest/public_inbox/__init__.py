"""Archives of public-inbox: git repositories in which each commit is a mail (version 2), or each file (version 1).

They are read as they lie on the server, `NAME/git/0.git` and its successors, or as anybody mirrors them
(`git clone --mirror URL/NAME/0 0.git`), with or without a working folder. A removed mail is no message: it is counted
as skipped, where the repository still tells of it. The other forms that public-inbox offers are files of mails:
`all.mbox.gz` and `t.mbox.gz` are read by `mbox`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from maillage.errors import UnreadableArchive
from maillage.ingest.folders import read_file, too_long
from maillage.ingest.parts import LONGEST, TREE, UNREADABLE, Part, name_in
from maillage.ingest.public_inbox.objects import ADDED, History, Objects, filed, is_filed, require_library, settle
from maillage.ingest.public_inbox.repositories import (
    Refused,
    epoch,
    head_of,
    is_repository,
    later_epochs,
    repositories_in,
)
from maillage.ingest.public_inbox.repositories import stamp_of as stamp_of_repository
from maillage.records import Extent, Message, Problem, Record, Skipped
from maillage.sentences import Said

__all__ = [
    "digest_of",
    "has_grown",
    "is_companion",
    "is_one_inbox",
    "is_repository",
    "parts",
    "read",
    "recognizes",
    "stamp_of",
]


_INDEX = re.compile(r"xap\d+|all\.git|public-inbox")


def recognizes(path: Path) -> bool:
    """Whether a folder is a repository of public-inbox, or has one below it."""
    return path.is_dir() and any(is_inbox(git) for git in repositories_in(path))


def is_one_inbox(folder: Path) -> bool:
    """Whether a folder is one inbox by its form: its repositories are itself, or right in it, or in its `git`."""
    near = [folder, folder / ".git"]
    near += [below for parent in (folder, folder / "git") if parent.is_dir() for below in sorted(parent.glob("*.git"))]
    return any(is_repository(git) and (git in near[:2] or epoch(git) is not None) and is_inbox(git) for git in near)


def is_inbox(git: Path) -> bool:
    """Whether the last commit of a repository is one of public-inbox.

    Told by its name, or the lock of version 1, where its objects cannot be looked at.
    """
    try:
        head = head_of(git)
        if head is None:
            return False
        objects = Objects(git)
        tree = objects.tree(objects.commit(bytes.fromhex(head))[0])
    except (*UNREADABLE, UnreadableArchive):
        return epoch(git) is not None or (git / "ssoma.lock").is_file()
    return is_filed(tree) or any(entry.name in ("m", "d") and not entry.is_folder for entry in tree)


def is_companion(path: Path) -> bool:
    """Whether a file says the same mails in another form: what public-inbox makes of its repositories."""
    if path.name.startswith(("msgmap.sqlite3", "all.mbox")):
        return True
    return any(_INDEX.fullmatch(name) for name in path.parent.parts)


def parts(path: Path) -> Iterator[Part]:
    """The repositories of a source that have commits, the epochs of an inbox in their order.

    Raises UnreadableArchive where a folder cannot be listed or the library is not installed.
    """
    require_library(path)
    for git in repositories_in(path):
        if _has_commits(git):
            yield Part(git, name_in(path, git), TREE)


def _has_commits(git: Path) -> bool:
    try:
        return head_of(git) is not None
    except UNREADABLE:
        return True  # reading it tells what is wrong


def read(part: Part, begin: int = 0) -> Iterator[Record]:
    """The mails of a repository, oldest first, those of version 1 by name; from a byte on, of the mails in this order.

    Raises Refused where the history is damaged, behind what is left of it.
    """
    objects = Objects(part.path)
    head = head_of(part.path)
    if head is None:
        yield Extent(0)
        return
    tree = objects.tree(objects.commit(bytes.fromhex(head))[0])
    extent = 0
    for record in _filed(objects, head) if is_filed(tree) else _told(objects, part.path, head, begin):
        extent += record.size
        yield record
    yield Extent(begin + extent)


def _filed(objects: Objects, head: str) -> Iterator[Message | Problem]:
    tree, _ = objects.commit(bytes.fromhex(head))
    for place, mail in filed(objects, tree):
        yield _mail(objects, place, mail)


def _told(objects: Objects, git: Path, head: str, begin: int) -> Iterator[Message | Problem | Skipped]:
    """What the commits brought from a byte on, oldest first."""
    history = History(objects, bytes.fromhex(head))
    gone, _ = settle(history, removed_after(git))
    place = 0
    for index in reversed(range(len(history))):
        change = history[index]
        if change.mark != ADDED:
            continue
        if place < begin:
            place += _size(objects, change.mail)
        elif gone[index]:
            yield Skipped(1, _size(objects, change.mail))
        else:
            yield _mail(objects, change.commit.hex(), change.mail)
    if history.ended:
        commit, reason = history.ended
        raise Refused(Said("its history before {commit}: {reason}", commit=commit.hex(), reason=reason))


def _mail(objects: Objects, place: str, id_: bytes) -> Message | Problem:
    """A mail as a message, or the problem that it is."""
    try:
        size = objects.size(id_)
        return read_file(place, objects.mail(id_)) if size <= LONGEST else too_long(place, size)
    except Refused as refused:
        return Problem(place, 0, refused.reason)


def _size(objects: Objects, id_: bytes) -> int:
    try:
        return objects.size(id_)
    except Refused:
        return 0


# ------------------------------------------------------------------------------------------- what has changed


def stamp_of(part: Part) -> str:
    """What tells whether a repository may read otherwise than before, from names and sizes: it and its successors.

    Raises OSError.
    """
    stamps = [_stamp(git) for git in (part.path, *later_epochs(part.path))]
    return blake2b(repr(stamps).encode(), digest_size=16).hexdigest()


def _stamp(git: Path) -> str:
    try:
        return stamp_of_repository(git)
    except Refused as refused:
        return str(refused)


def digest_of(part: Part) -> str:
    """The commit that a repository is at, what later ones take away from it, and its stamp.

    Raises OSError, UnreadableArchive.
    """
    return f"{_head(part.path)}:{_removals(part.path)}:{_stamp(part.path)}"


def has_grown(part: Part, digest: str, length: int) -> bool:
    """Whether a repository has all that it had at that digest and length, and mails behind it: nothing taken away."""
    head, _, rest = digest.partition(":")
    if rest.partition(":")[0] != _removals(part.path) or rest.count(":") != 1:
        return False
    try:
        objects = Objects(part.path)
        history = History(objects, bytes.fromhex(_head(part.path)))
    except Refused:
        return False
    old = next((index for index, change in enumerate(history) if change.commit.hex() == head), None)
    if old is None or any(history[index].mark != ADDED for index in range(old)):
        return False
    before = (history[index] for index in range(old, len(history)))
    return sum(_size(objects, change.mail) for change in before if change.mark == ADDED) == length


def _head(git: Path) -> str:
    """The commit that a repository is at, "" where none can be told. Raises OSError."""
    try:
        return head_of(git) or ""
    except Refused:
        return ""


def _removals(git: Path) -> str:
    """A digest of what later repositories take away from one."""
    return blake2b(repr(sorted(removed_after(git).items())).encode(), digest_size=8).hexdigest()


def removed_after(git: Path) -> Mapping[bytes, int]:
    """The mails that later repositories of the inbox take away from one: how often each.

    A repository that cannot be read takes nothing away. Raises OSError, UnreadableArchive.
    """
    removed: Mapping[bytes, int] = {}
    for later in later_epochs(git):
        removed = dict(_left_over(later, _stamp(later), tuple(sorted(removed.items()))))
    return removed


@lru_cache(maxsize=64)
def _left_over(git: Path, _: str, removed: tuple[tuple[bytes, int], ...]) -> tuple[tuple[bytes, int], ...]:
    """The removals that a repository hands on to the one before it; its stamp tells one state from another."""
    try:
        head = head_of(git)
        history = History(Objects(git), bytes.fromhex(head)) if head else None
    except Refused:
        return removed
    return tuple(sorted(settle(history, dict(removed))[1].items())) if history else removed
