"""Zip and tar files that hold other things beside mails: their members are read one by one, never unpacked to disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple, cast

from maillage.ingest import parts
from maillage.ingest.parts import BLOCK, UNREADABLE, Part, container, legible, name_in
from maillage.sentences import Said

RATIO = 250
"""How many times its packed size a bundle may unpack to; mails and database dumps come to a tenth of that."""

ALLOWANCE = 64 << 20  # bytes that any bundle may unpack to
_TAR_BLOCK = 512
_LONGEST_NAME = 1 << 16  # bytes of a header that tells a long name
_DIGITS = 18  # of a size
_PAX = re.compile(rb"(\d{1,10}) ([^=]{1,100})=")


class Member(NamedTuple):
    """A file in a bundle: its name, and its size in bytes, unpacked, as the bundle tells it."""

    name: str
    size: int


def is_bundle(path: Path) -> bool:
    """Whether a file is a zip file, or a tar file, plain or packed. Raises OSError."""
    return container(path) == "zip" or is_tar(path)


def is_tar(path: Path) -> bool:
    """Whether a file is a tar file, plain or packed by gz, bz2 or xz."""
    return parts.beginning(path, _TAR_BLOCK)[257:262] == b"ustar"


def members(path: Path) -> list[Member]:
    """The files in a bundle, by name, each name once. Raises what `parts.UNREADABLE` lists.

    Of a tar file that is cut off, those that are whole, and the one in which it ends.
    """
    if container(path) == "zip":
        found = {info.filename: info.file_size for info in parts.directory_of(path)}
    else:
        found = {}
        try:
            with _bounded(path) as stream:
                for member in _walk(stream):
                    found.setdefault(member.name, member.size)
        except UNREADABLE:
            if not found:
                raise
    return [Member(name, size) for name, size in sorted(found.items())]


def first_names(path: Path, most: int = 1) -> list[str]:
    """The names of the first files in a bundle, to know quickly what bundle it is; none of a damaged one."""
    try:
        if container(path) == "zip":
            return [member.name for member in members(path)[:most]]
        with _bounded(path) as stream:
            return [member.name for member in islice(_walk(stream), most)]
    except UNREADABLE:
        return []


def parts_of(path: Path, root: Path, names: list[str]) -> Iterator[Part]:
    """Members of a bundle as parts of a source."""
    shown = name_in(root, path)
    for name in names:
        yield Part(path, f"{shown}!{legible(name)}", name)


def others_of(path: Path, root: Path, ending: str) -> Iterator[tuple[str, int, str]]:
    """The members whose names end otherwise, as what a source leaves unread: path, bytes, reason."""
    shown = name_in(root, path)
    for member in members(path):
        if not member.name.lower().endswith(ending):
            yield f"{shown}!{legible(member.name)}", member.size, "nothing of a list"


@contextmanager
def opened(part: Part) -> Iterator[IO[bytes]]:
    """The bytes of a part, of a member of a tar file too. Raises what `parts.UNREADABLE` lists."""
    packing = container(part.path)
    if packing == "zip" and part.member not in parts.members_of(part.path):
        raise RuntimeError(Said("the member {name} is gone", name=legible(part.member or "*.mbox")))
    if not part.member:
        with parts.opened(part) as stream:
            yield stream
    elif packing == "zip":
        with parts.opened(part) as stream:
            yield cast("IO[bytes]", Bounded(stream, part.path.stat().st_size))
    else:
        with _bounded(part.path) as stream:
            for member in _walk(stream):
                if member.name == part.member:
                    yield cast("IO[bytes]", Slice(stream, member.size))
                    return
        raise RuntimeError(Said("the member {name} is gone", name=legible(part.member)))


@contextmanager
def _bounded(path: Path) -> Iterator[IO[bytes]]:
    with parts.opened(Part(path, path.name)) as stream:
        yield cast("IO[bytes]", Bounded(stream, path.stat().st_size))


class Bounded:
    """A stream that ends with an error where it unpacks to far more than any honest archive does."""

    def __init__(self, stream: IO[bytes], packed: int) -> None:
        self._stream = stream
        self._most = packed * RATIO + ALLOWANCE
        self._place = 0

    def read(self, size: int) -> bytes:
        """As of every file. Raises RuntimeError."""
        block = self._stream.read(size)
        self._place += len(block)
        if self._place > self._most:
            raise RuntimeError(Said("it unpacks to more than {ratio} times its size", ratio=RATIO))
        return block

    def tell(self) -> int:
        """As of every file."""
        return self._place


class Slice:
    """The next bytes of a stream as a file of their own."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream = stream
        self._left = size
        self._place = 0

    def read(self, size: int) -> bytes:
        """As of every file. Raises EOFError where the stream ends before the slice does."""
        block = self._stream.read(min(size, self._left))
        if not block and size and self._left:
            raise EOFError
        self._left -= len(block)
        self._place += len(block)
        return block

    def tell(self) -> int:
        """As of every file."""
        return self._place


# -------------------------------------------------------------------------------------------- tar


def _walk(stream: IO[bytes]) -> Iterator[Member]:
    """The files of a tar stream (POSIX.1-1988, GNU and pax); whoever takes one may read from the stream meanwhile.

    Headers of any size are looked into no further than a name may go. Raises what `parts.UNREADABLE` lists.
    """
    name, size = "", -1
    while (header := _exactly(stream, _TAR_BLOCK)).strip(b"\0"):
        length, kind = _number(header[124:136]), header[156:157]
        begin = stream.tell()
        if kind == b"L":
            name = _exactly(stream, min(length, _LONGEST_NAME)).rstrip(b"\0").decode("utf-8", "surrogateescape")
        elif kind == b"x":
            name, size = _pax(_exactly(stream, min(length, _LONGEST_NAME)), name, size)
        else:
            length = size if size >= 0 else length
            if kind in b"0\0" or kind == b"7":
                yield Member(name or _name(header), length)
            elif kind in b"123456":  # links and folders have nothing behind them
                length = 0
            name, size = "", -1
        end = begin + (length + _TAR_BLOCK - 1) // _TAR_BLOCK * _TAR_BLOCK
        _skip(stream, end - stream.tell())


def _name(header: bytes) -> str:
    name, prefix = header[:100].partition(b"\0")[0], header[345:500].partition(b"\0")[0]
    whole = prefix + b"/" + name if prefix and header[257:263] == b"ustar\0" else name
    return whole.decode("utf-8", "surrogateescape").removeprefix("./")


def _number(field: bytes) -> int:
    """A number of a header: octal digits, or base 256 behind a first bit, as GNU writes large ones."""
    if field[:1] >= b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0")
    if not digits.isdigit() or not set(digits) <= set(b"01234567"):
        if digits:
            raise RuntimeError(Said("no header of a tar file where one has to be"))
        return 0
    return int(digits, 8)


def _pax(records: bytes, name: str, size: int) -> tuple[str, int]:
    """The path and size that a pax header tells, else those known."""
    place = 0
    while found := _PAX.match(records, place):
        end = place + int(found[1])
        if end <= found.end():
            break
        value = records[found.end() : end - 1]
        if found[2] == b"path":
            name = value.decode("utf-8", "surrogateescape").removeprefix("./")
        elif found[2] == b"size" and value.isdigit() and len(value) <= _DIGITS:
            size = int(value)
        place = end
    return name, size


def _exactly(stream: IO[bytes], size: int) -> bytes:
    """The next bytes; b"" at the very end. Raises EOFError in the middle."""
    pieces, length = [], 0
    while length < size and (block := stream.read(size - length)):
        pieces.append(block)
        length += len(block)
    if 0 < length < size:
        raise EOFError
    return b"".join(pieces)


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0:
        block = stream.read(min(size, BLOCK))
        if not block:
            raise EOFError
        size -= len(block)
