"""Git repositories on a disk, as far as plain files tell of them: where they are, what their heads are, what changed.

Nothing of a repository is ever run or obeyed: neither hooks nor its configuration are looked at, and what it borrows
from places outside (alternates, symbolic links) is refused.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from maillage.ingest.parts import refuse
from maillage.sentences import Said

BIGGEST = 1 << 24  # bytes that are read of the file of its references
_REFERENCE = re.compile(r"ref: (refs/[^\s\0\\]+)\s*")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_LONGER_COMMIT = re.compile(r"[0-9a-f]{64}")
_EPOCH = re.compile(r"(\d{1,6})(?:\.git)?")


class Refused(RuntimeError):
    """Why a repository, or the rest of one, is not read."""

    def __init__(self, reason: Said) -> None:
        super().__init__(str(reason))
        self.reason = reason


def repositories_in(path: Path) -> Iterator[Path]:
    """The repositories at and below a folder, the epochs of an inbox by number; the `.git` of those with files beside.

    One without a branch of its own (the `all.git` of an inbox, which borrows from the others) is none.
    Raises UnreadableArchive when a folder cannot be listed.
    """
    found: list[Path] = []
    for folder, below, _ in os.walk(path, onerror=refuse):
        here = Path(folder)
        git = next((git for git in (here, here / ".git") if is_repository(git)), None)
        if git is None:
            below[:] = [name for name in below if not name.startswith(".")]
            continue
        below.clear()
        if git.name != "all.git":
            found.append(git)
    yield from sorted(found, key=lambda git: (git.parent, epoch(git) is None, epoch(git) or 0, git.name))


def is_repository(folder: Path) -> bool:
    """Whether a folder is a git repository by its form."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def epoch(git: Path) -> int | None:
    """Which of the repositories of an inbox one is: 0 for `0.git`; None for one that stands alone."""
    found = _EPOCH.fullmatch(git.name)
    return int(found[1]) if found else None


def later_epochs(git: Path) -> list[Path]:
    """The repositories that go on where one ends, the latest first."""
    number = epoch(git)
    if number is None:
        return []
    others = [(epoch(other), other) for other in git.parent.iterdir() if is_repository(other)]
    later = [(number_, other) for number_, other in others if number_ is not None and number_ > number]
    return [other for _, other in sorted(later, reverse=True)]


def head_of(git: Path) -> str | None:
    """The commit that the branch of a repository is at, 40 hexadecimal digits; None where there is none yet.

    Raises Refused, or OSError.
    """
    content = _text(git, "HEAD").strip()
    branch = _REFERENCE.fullmatch(content)
    if branch and ".." not in branch[1] and ".invalid" not in branch[1]:
        loose = git / branch[1]
        content = _text(git, branch[1]).strip() if loose.is_file() else _packed(git, branch[1])
        if not content:
            return None
    if _LONGER_COMMIT.fullmatch(content):
        raise Refused(Said("a git repository of SHA-256, which is not read"))
    if not _COMMIT.fullmatch(content):
        raise Refused(Said("a git repository whose HEAD names no commit"))
    return content


def refuse_borrowed(git: Path) -> None:
    """Raise Refused where objects of a repository are taken from elsewhere."""
    alternates = git / "objects" / "info" / "alternates"
    if os.path.lexists(alternates) and (alternates.is_symlink() or alternates.stat().st_size):
        raise Refused(Said("its objects are in another repository (objects/info/alternates): clone it whole"))
    if (git / "objects").is_symlink() or any(entry.is_symlink() for entry in _entries(git / "objects")):
        raise Refused(Said("its objects are symbolic links to places elsewhere"))


def stamp_of(git: Path) -> str:
    """What has changed when a reading of a repository would: its head, its objects, where its history was cut.

    Told from names and sizes alone, none of which git ever changes. Raises Refused, or OSError.
    """
    state = blake2b(digest_size=16)
    state.update((head_of(git) or "").encode())
    state.update(_text(git, "shallow").encode() if (git / "shallow").is_file() else b"")
    found = ((Path(entry.path), entry.stat(follow_symlinks=False).st_size) for entry in _entries(git / "objects"))
    for path, size in sorted(found):
        if path.suffix == ".pack" or len(path.parent.name) == 2:  # packed objects, and single ones
            state.update(f"{path.relative_to(git)}\0{size}\0".encode("utf-8", "surrogateescape"))
    return state.hexdigest()


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The files and folders below one; what links name is not gone into."""
    with os.scandir(folder) as entries:
        for entry in entries:
            yield entry
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(Path(entry.path))


def _text(git: Path, name: str) -> str:
    """A small file of a repository. Raises Refused where it is elsewhere or not small."""
    file = git / name
    if not file.resolve().is_relative_to(git.resolve()) or file.stat().st_size > BIGGEST:
        raise Refused(Said("its {name} is not a file of its own", name=name))
    return file.read_bytes().decode("utf-8", "replace")


def _packed(git: Path, branch: str) -> str:
    """What `packed-refs` says of a branch, "" where nothing."""
    if not (git / "packed-refs").is_file():
        return ""
    lines = (line.split() for line in _text(git, "packed-refs").splitlines())
    return next((line[0] for line in lines if line[1:] == [branch]), "")
