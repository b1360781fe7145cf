"""The zip of Sympa's page "Gérer les archives" (`LIST_archives.zip`), and zips of an archive's own folders.

Its members are read without `zipfile`'s own stream for each, which takes longer than understanding a short mail.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple, cast

from maillage.ingest.eml import is_zip
from maillage.ingest.folders import read_file, too_long
from maillage.ingest.mail import looks_like_mail
from maillage.ingest.parts import LONGEST, UNREADABLE, Part, directory_of
from maillage.ingest.sympa.months import DELETED, MAILS, month_of, number_of
from maillage.records import Extent, Message, Problem, Record

SAMPLED = 8  # mails of a zip file that tell whether it holds any
_LOCAL = struct.Struct("<4s5H3L2H")  # a local file header (PKWARE APPNOTE 4.3.7)
_USUAL_HEAD = 256  # bytes of names and times between a member's header and its own bytes, as good as always
_ENCRYPTED = 1


class _Member(NamedTuple):
    """A file in a zip file, as its central directory tells it."""

    name: str
    number: int | None
    size: int
    packed: int
    offset: int
    method: int
    flags: int
    crc: int


class _Content(NamedTuple):
    """The files of each month by number, the months oldest first, and the files that no month reads."""

    months: dict[tuple[str, str], list[_Member]]
    others: list[_Member]


def is_zip_of_months(path: Path) -> bool:
    """Whether a file is a zip with a month of mails in it; False where it cannot be read."""
    try:
        if not is_zip(path):
            return False
        members = [member for group in _content(path).months.values() for member in group][:SAMPLED]
        with path.open("rb") as file:
            return any(looks_like_mail(_bytes_of(file, member)) for member in members if member.size <= LONGEST)
    except UNREADABLE:
        return False


def months(path: Path) -> list[tuple[str, str]]:
    """Each month of a zip file with its folder there; a zip of other things, or a damaged one, has none."""
    return list(_content(path).months) if is_zip_of_months(path) else []


def left_unread(path: Path) -> Iterator[tuple[str, int, str]]:
    """The members that no month reads, the size of each and why."""
    for member in _content(path).others:
        removed = DELETED in member.name.split("/")[:-1]
        reason = "an owner of the list removed it" if removed else "outside the folders of mails"
        yield member.name, member.size, reason


def read(part: Part) -> Iterator[Record]:
    """The mails of a month, by number. Raises what `UNREADABLE` lists."""
    extent = 0
    for (month, folder), members in _content(part.path).months.items():
        if folder != part.member:
            continue
        with part.path.open("rb", buffering=0) as file:
            for member in members:
                record = _record(file, member, month)
                extent += record.size
                yield record
    yield Extent(extent)


def _record(file: IO[bytes], member: _Member, month: str) -> Message | Problem:
    place = member.name.rpartition("/")[2]
    if member.size > LONGEST:
        return too_long(place, member.size)
    try:
        raw = _bytes_of(file, member)
    except UNREADABLE as error:  # this one only: the others may be whole
        return Problem(place, 0, str(error) or type(error).__name__)
    return read_file(place, raw, volume=month)


def _bytes_of(file: IO[bytes], member: _Member) -> bytes:
    """The unpacked bytes of a member. Raises what `UNREADABLE` lists."""
    if member.flags & _ENCRYPTED:
        raise RuntimeError("it is encrypted")
    if member.packed > LONGEST:
        raise RuntimeError("it takes more room packed than unpacked")
    file.seek(member.offset)
    near = file.read(_LOCAL.size + _USUAL_HEAD + member.packed) or b""
    if len(near) < _LOCAL.size or not near.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("no member begins where the zip file says")
    *_, name, extra = _LOCAL.unpack_from(near)
    begin = _LOCAL.size + name + extra
    raw = near[begin : begin + member.packed]
    if len(raw) < member.packed:
        file.seek(member.offset + begin)
        raw = file.read(member.packed) or b""
    if member.method == zipfile.ZIP_DEFLATED:
        raw = _inflate(raw, member.size)
    elif member.method != zipfile.ZIP_STORED:
        raise NotImplementedError("it is packed in a way that Sympa does not use")
    if len(raw) != member.size or zlib.crc32(raw) != member.crc:
        raise zipfile.BadZipFile("it is damaged: its bytes are not those that were packed")
    return raw


def _inflate(raw: bytes, size: int) -> bytes:
    """Unpack a member, to no more than a byte beyond its size. Raises zlib.error."""
    from isal import igzip_lib  # late: only packed archives need it

    broken = cast("type[Exception]", igzip_lib.IsalError)
    try:
        return igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE).decompress(raw, size + 1)
    except broken as error:
        raise zlib.error(str(error)) from error


def _content(path: Path) -> _Content:
    """What is in a zip file, read once for all of its months. Raises what `UNREADABLE` lists."""
    found = path.stat()
    return _content_as_of(path, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=2)
def _content_as_of(path: Path, size: int, changed: int) -> _Content:  # noqa: ARG001 another file has another entry
    months: dict[tuple[str, str], list[_Member]] = {}
    others: list[_Member] = []
    names: set[str] = set()
    of_folder: dict[str, str | None] = {}
    for info in directory_of(path):
        member = _Member(
            info.filename,
            number_of(info.filename.rpartition("/")[2]),
            info.file_size,
            info.compress_size,
            info.header_offset,
            info.compress_type,
            info.flag_bits,
            info.CRC,
        )
        folder = info.filename.rpartition("/")[0]
        if folder not in of_folder:
            of_folder[folder] = _month(folder)
        month = of_folder[folder]
        if info.filename in names:
            others.append(member._replace(name=f"{info.filename} ({info.header_offset})"))
        elif month is None or member.number is None:
            others.append(member)
        else:
            months.setdefault((month, folder), []).append(member)
        names.add(info.filename)
    _refuse_overlaps([*others, *(member for members in months.values() for member in members)])
    for members in months.values():
        members.sort(key=lambda member: (member.number, member.name))
    return _Content({key: months[key] for key in sorted(months)}, sorted(others))


def _refuse_overlaps(members: list[_Member]) -> None:
    """Raise BadZipFile for a zip file whose members share bytes, as one made to fill a disk does."""
    end = 0
    for member in sorted(members, key=lambda member: member.offset):
        if member.offset < end:
            raise zipfile.BadZipFile("its members overlap")
        end = member.offset + _LOCAL.size + member.packed


def _month(folder: str) -> str | None:
    """The month of a folder in a zip file: `LIST_2003-10`, or `…/2003-10/arctxt`; None for another."""
    *above, last = folder.split("/")
    if DELETED in above or last == DELETED:
        return None
    if last == MAILS:
        return month_of(above[-1]) if above else ""
    return month_of(last)
