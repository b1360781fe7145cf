"""Folders of single mails, whatever their files are called (`.eml`, `.txt`, nothing); zip files of them too."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from maillage.ingest.folders import folders_of, mails_of, read_file, read_folder, too_long
from maillage.ingest.mail import looks_like_mail
from maillage.ingest.parts import LONGEST, UNREADABLE, Part, beginning, container, members_of, path_in, zipped
from maillage.records import Extent, Problem, Record

SAMPLED = 40  # files looked at in each folder, members in each zip file


def recognizes(path: Path) -> bool:
    """Whether a file is a mail or a zip file of mails, or a folder holds some."""
    return any(mails for mails, _ in _samples(path))


def holds_mostly_mails(path: Path) -> bool:
    """Whether at least half of the files of some folder, or of the members of a zip file, are mails."""
    return any(0 < mails >= files - mails for mails, files in _samples(path))


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same mails in another form: none does here."""
    return False


def parts(path: Path) -> Iterator[Part]:
    """Each folder with single files in it, and each zip file; or the one file."""
    if path.is_file():
        yield Part(path, path_in(path.parent, path))
        return
    for folder in folders_of(path):
        files = mails_of(folder)
        packed = [file for file in files if is_zip(file)]
        if len(packed) < len(files):
            yield Part(folder, path_in(path, folder))
        for file in packed:
            yield Part(file, path_in(path, file))


def read(part: Part, begin: int = 0) -> Iterator[Record]:  # noqa: ARG001 one folder is read whole
    """The mails of a folder or zip file, by name."""
    if part.path.is_dir():
        yield from read_folder(part.path, [file for file in mails_of(part.path) if not is_zip(file)])
    elif is_zip(part.path):
        yield from _read_zip(part.path)
    else:
        yield from read_folder(part.path, [part.path])


def is_zip(path: Path) -> bool:
    """Whether a file is a zip file; False when it cannot be opened."""
    try:
        return container(path) == "zip"
    except OSError:
        return False


def _read_zip(path: Path) -> Iterator[Record]:
    extent = 0
    with zipped(path) as archive:
        for name in members_of(path):
            try:
                size = archive.getinfo(name).file_size
                record = too_long(name, size) if size > LONGEST else read_file(name, archive.read(name))
            except UNREADABLE as error:  # this one only: the others may be whole
                record = Problem(name, 0, str(error) or type(error).__name__)
            extent += record.size
            yield record
    yield Extent(extent)


def _samples(path: Path) -> Iterator[tuple[int, int]]:
    """How many of the files looked at are mails, and how many were: per folder and zip file."""
    if path.is_file():
        yield _sample_zip(path) if is_zip(path) else (int(looks_like_mail(beginning(path))), 1)
        return
    for folder in folders_of(path):
        files = mails_of(folder)[:SAMPLED]
        yield sum(_is_mail(file.name, beginning(file)) for file in files if not is_zip(file)), len(files)
        for file in files:
            if is_zip(file):
                yield _sample_zip(file)


def _sample_zip(path: Path) -> tuple[int, int]:
    try:
        names = members_of(path)[:SAMPLED]
        with zipped(path) as archive:
            return sum(_is_mail(name, _start(archive, name)) for name in names), len(names)
    except UNREADABLE:
        return 0, 1


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(4096)


def _is_mail(name: str, start: bytes) -> bool:
    return looks_like_mail(start) or (name.lower().endswith(".eml") and b"\0" not in start and bool(start))
