"""A Discourse forum as a list: answers of its JSON interface in files, or the backup that an administrator downloads.

A post is a message, a topic a thread. What is not open to the forum is counted and never kept: private messages,
posts that were deleted or hidden, whispers among moderators, and what the program notes in topics.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from maillage.ingest.discourse import answers, backup
from maillage.ingest.parts import TREE, UNREADABLE, Part, files_in, name_in, path_in
from maillage.records import Record

_NAMED = re.compile(r"(.+?)-\d{4}-\d\d-\d\d-\d{6}(?:-v\d+)?\.(?:tar\.gz|tgz|tar|sql\.gz|sql)")
_OF_ADDRESSES = frozenset(("c", "categories", "p", "posts", "t", "topics", "u", "users", "tag", "tags"))
SAMPLED = 40  # files of a folder that tell whether it holds answers


def recognizes(path: Path) -> bool:
    """Whether a file, or any of the first files of a folder, is a backup or an answer of a forum."""
    return any(is_forum_s(file) for file in files_in(path)[:SAMPLED])


def is_forum_s(file: Path) -> bool:
    """Whether a file is a backup of a forum, its database alone, or an answer of its interface."""
    try:
        return answers.is_answer(file) or backup.is_dump(file) or bool(backup.dump_in(file))
    except UNREADABLE:
        return False


def form_of(file: Path) -> str:
    """What a file of a forum is: a `backup` or `answers`; "" for any other."""
    if not is_forum_s(file):
        return ""
    return "answers" if answers.is_answer(file) else "backup"


def title_of(backup_file: Path) -> str:
    """What a backup calls its forum by its name, `NAME-2024-01-01-033000-v….tar.gz`; else its folder."""
    found = _NAMED.fullmatch(backup_file.name)
    return found[1] if found else backup_file.parent.name


def lie_together(folder: Path, files: Collection[Path]) -> bool:
    """Whether answers lie as those of one forum: in the folder itself, or in folders as its addresses have them."""
    below = {file.relative_to(folder).parts[0] if file.parent != folder else "" for file in files}
    return bool(below) and ("" in below or below <= _OF_ADDRESSES)


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same posts in another form: none does here."""
    return False


def parts(path: Path) -> Iterator[Part]:
    """Each backup; and all answers of a folder and those below it together, as they tell of each other."""
    tells = False
    for file in files_in(path):
        if answers.is_answer(file):
            tells = True
        else:
            yield from _of_backup(file, path)
    if tells:
        yield Part(path, ".", TREE) if path.is_dir() else Part(path, path.name)


def _of_backup(file: Path, root: Path) -> Iterator[Part]:
    shown = name_in(root, file)
    if dump := backup.dump_in(file):
        yield Part(file, f"{shown}!{dump}", dump)
    elif backup.is_dump(file) or file == root:
        yield Part(file, shown)


def left_unread(path: Path) -> Iterator[tuple[str, int, str]]:
    """Files of a folder of answers that are none."""
    for file in files_in(path) if path.is_dir() else ():
        if not is_forum_s(file):
            yield path_in(path, file), file.stat().st_size, "nothing of a list"


def read(part: Part, begin: int = 0, host: str = "") -> Iterator[Record]:  # noqa: ARG001 a forum is read as a whole
    """The posts of a part. `host`: where the forum is, as the study says; else the archive may tell."""
    files = answers.answers_in(part.path)
    if files:
        yield from answers.read(part.path, files, answers.learned(files, host))
    else:
        yield from backup.read(part, backup.learned(part, host))
