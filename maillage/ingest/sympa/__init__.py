"""Sympa's archives: its folders `YYYY-MM/arctxt/N`, the zip that owners download, the old text archives `log.YYYYMM`.

A part is a month, the one in which the server received its mails. Each mail is a file named by its number, as the
list distributed it. What an owner removed lies in `deleted/` and is left there; the pages that Sympa has made of the
same mails are left for the mails themselves, and read of months that have nothing else (formats.md, 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from maillage.ingest import mhonarc
from maillage.ingest.folders import folders_of, mails_of, read_folder
from maillage.ingest.mail import looks_like_mail
from maillage.ingest.pages import SAME, numbered
from maillage.ingest.parts import Part, beginning, name_in, path_in
from maillage.ingest.sympa import packed, textlog
from maillage.ingest.sympa.months import DELETED, MAILS, month_of, number_of
from maillage.records import Extent, Problem, Record

ZIP = ".zip"
SAMPLED = 8  # files of a folder that tell whether it holds mails
_PAGE = re.compile(r"(?:msg\d{5,}|mail\d*|thrd\d*|maillist|threads)\.html?")
_SOURCE = b"[%TAGS "  # pages as Sympa keeps them are texts for its Template Toolkit
_ATTACHED = re.compile(r"msg\d{5,}")  # the folder of what came with a page's mail


class _Found(NamedTuple):
    """A part, and what it is sorted by. `is_sure`: whether it is Sympa's and nobody else's."""

    month: str
    part: Part
    is_sure: bool = True


def recognizes(path: Path) -> bool:
    """Whether a file is one of Sympa's archives, or a folder holds months as Sympa lays them out."""
    if path.is_file():
        return packed.is_zip_of_months(path) or textlog.is_text_log(path)
    return any(one.is_sure for one in _found(path))


def holds_months(folder: Path) -> bool:
    """Whether months of Sympa, or its texts of old, lie in a folder itself. Raises OSError."""
    for path in folder.iterdir():
        if month_of(path.name) is not None and path.is_dir() and ((path / MAILS).is_dir() or _is_source(path)):
            return True
        if textlog.MONTH.fullmatch(path.name) and textlog.is_text_log(path):
            return True
    return False


def is_companion(path: Path) -> bool:
    """Whether a file is one of the pages that Sympa makes of the mails, or a file that such a page leads to."""
    return bool(_PAGE.fullmatch(path.name) or _ATTACHED.fullmatch(path.parent.name))


def parts(path: Path) -> Iterator[Part]:
    """The months, oldest first."""
    found = _in_file(path, path.parent) if path.is_file() else _found(path)
    for one in sorted(found):
        yield one.part


def read(part: Part, begin: int = 0) -> Iterator[Record]:  # noqa: ARG001 a month is read whole
    """The mails of a month, by number. Raises what `parts.UNREADABLE` lists for a damaged file."""
    if part.path.is_dir() and part.path.name != MAILS:
        yield from mhonarc.read(part)
    elif part.path.is_dir():
        yield from _read_month(part.path)
    elif part.member:
        yield from packed.read(part)
    else:
        yield from textlog.read(part)


def left_unread(path: Path) -> Iterator[tuple[str, int, str]]:
    """What a source holds and no part of it reads: the path, bytes and reason of each, of zip files' members too."""
    zips = [path] if path.is_file() else []
    for folder in folders_of(path) if path.is_dir() else ():
        of_pages = folder.name != MAILS and _has_only_pages(folder)
        for file in mails_of(folder) if folder.name != MAILS else ():
            if folder.name == DELETED:
                yield path_in(path, file), file.stat().st_size, "an owner of the list removed it"
            elif of_pages and not mhonarc.PAGE.fullmatch(file.name):
                reason = SAME if is_companion(file) else "outside the folders of mails"
                yield path_in(path, file), file.stat().st_size, reason
            elif file.suffix.lower() == ZIP:
                zips.append(file)
    for file in zips:
        if packed.is_zip_of_months(file):
            name = name_in(path, file)
            for member, size, reason in packed.left_unread(file):
                yield f"{name}!{member}", size, reason


def _found(path: Path) -> Iterator[_Found]:
    """The parts below a folder, in the order of folders. Raises UnreadableArchive."""
    for folder in folders_of(path):
        if DELETED in folder.relative_to(path).parts:
            continue
        if folder.name == MAILS:
            if _holds_mails(folder):
                yield _Found(month_of(folder.parent.name) or "", Part(folder, path_in(path, folder)))
            continue
        if _has_only_pages(folder):
            month = month_of(folder.name) or ""
            yield _Found(month, Part(folder, path_in(path, folder)), _is_source(folder))
        for file in mails_of(folder):
            if file.suffix.lower() == ZIP or textlog.MONTH.fullmatch(file.name):
                yield from _in_file(file, path)


def _in_file(file: Path, root: Path) -> Iterator[_Found]:
    name = path_in(root, file)
    if textlog.is_text_log(file):
        yield _Found(textlog.month_of(file), Part(file, name))
    for month, folder in packed.months(file):
        yield _Found(month, Part(file, f"{name}!{folder}", folder))


def _has_only_pages(folder: Path) -> bool:
    """Whether a folder is a month of which there are the pages and not the mails."""
    if month_of(folder.name) is None or ((folder / MAILS).is_dir() and _holds_mails(folder / MAILS)):
        return False
    return any(mhonarc.is_page(beginning(file, mhonarc.HEAD)) for file in numbered(folder, mhonarc.PAGE)[:SAMPLED])


def _is_source(folder: Path) -> bool:
    return any(_SOURCE in beginning(file, mhonarc.HEAD) for file in numbered(folder, mhonarc.PAGE)[:1])


def _holds_mails(folder: Path) -> bool:
    numbered = _numbered(folder)
    return any(looks_like_mail(beginning(file)) for file in numbered[:SAMPLED])


def _numbered(folder: Path) -> list[Path]:
    """The mails of a month, by number: 10 comes after 9."""
    files = [file for file in mails_of(folder) if number_of(file.name) is not None]
    return sorted(files, key=lambda file: (number_of(file.name), file.name))


def _read_month(folder: Path) -> Iterator[Record]:
    numbered = _numbered(folder)
    extent = 0
    for record in read_folder(folder, numbered, volume=month_of(folder.parent.name) or ""):
        if isinstance(record, Extent):
            extent = record.bytes
        else:
            yield record
    for file in sorted(set(mails_of(folder)) - set(numbered)):
        size = file.stat().st_size
        extent += size
        yield Problem(path_in(folder, file), size, "no mail of this folder: its name is not a number")
    yield Extent(extent)
