"""The files of a source: what they are, how they are opened (only ever to be read), and their digests."""

from __future__ import annotations

import bz2
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, NamedTuple, Protocol, Self, cast

from maillage.errors import UnreadableArchive
from maillage.sentences import Said, because

# What the reading of a damaged or forbidden file raises; anything else is a mistake of ours.
UNREADABLE = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
)

CUT_OFF = Said("the file ends in the middle")
"""What a reader tells of a part that somebody has to fetch again, though nothing of what is there is damaged."""

BLOCK = 1 << 20
LONGEST = 40 << 20  # bytes of one message; what goes beyond is a problem, not memory
PACKED_BLOCK = 1 << 14  # a damage costs no more than what this unpacks to

_MAGIC = (
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"\x5d\x00\x00", "lzma"),
)


TREE = "**"
"""The member of a part that is a folder with all that is below it; without it, a folder is the files in it alone."""


class Part(NamedTuple):
    """A file of a source, or one member of a zip file, or a folder of single mails.

    `name`: its path as the ledger shows it, relative to the source. `member`: inside a zip file, or `TREE`.
    """

    path: Path
    name: str
    member: str = ""


def container(path: Path) -> str:
    """How a file is packed, by its first bytes: `plain`, `gz`, `bz2`, `xz`, `lzma`, `zst`, `7z` or `zip`.

    Raises OSError.
    """
    with path.open("rb", buffering=0) as file:
        return _packing(file.read(6))


def _packing(start: bytes) -> str:
    return next((kind for magic, kind in _MAGIC if start.startswith(magic)), "plain")


def parts_of(path: Path, root: Path) -> Iterator[Part]:
    """The parts that one file holds: itself, or each member of a zip file, by name; a damaged one is a part too."""
    name = name_in(root, path)
    try:
        members = members_of(path) if container(path) == "zip" else None
    except UNREADABLE:
        members = None  # reading it tells what is wrong
    if members is None:
        yield Part(path, name)
        return
    for member in members:
        yield Part(path, f"{name}!{member}", member)


def members_of(path: Path) -> list[str]:
    """The files in a zip file, by name. Raises what `UNREADABLE` lists."""
    return sorted({info.filename for info in directory_of(path)})


def directory_of(path: Path) -> list[zipfile.ZipInfo]:
    """What a zip file says of the files in it, as often as it says it. Raises what `UNREADABLE` lists."""
    with zipped(path) as archive:
        return [info for info in archive.infolist() if info.filename and not info.filename.endswith("/")]


@contextmanager
def zipped(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip file, opened. Raises what `UNREADABLE` lists, for each of the ways in which one may lie."""
    try:
        archive = zipfile.ZipFile(path)
    except (ValueError, struct.error) as error:  # a name that is not what its flag says, numbers that are none
        raise zipfile.BadZipFile("Bad magic number for central directory") from error
    with archive:
        yield archive


def path_in(root: Path, path: Path) -> str:
    """A path as the ledger shows it, below a source's own, as `legible`."""
    return legible(path.relative_to(root).as_posix())


def name_in(root: Path, path: Path) -> str:
    """The same, of a source that may be one file, which is shown by its name."""
    return path_in(root.parent if path == root else root, path)


def legible(name: str) -> str:
    r"""The name of a file, where it is not UTF-8 with its bytes as `\xe9`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@contextmanager
def opened(part: Part) -> Iterator[IO[bytes]]:
    """The bytes of a part, unpacked while they are read. Raises what `UNREADABLE` lists."""
    packing = container(part.path)
    if packing == "zip":
        with zipped(part.path) as archive, _member_of(archive, part.member) as member:
            yield member
        return
    with _OPENERS[packing](part.path) as stream:
        yield stream


def _member_of(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        return archive.open(name)
    except (KeyError, ValueError) as error:  # it is not there, or is said to be where nothing can be
        raise zipfile.BadZipFile("Bad magic number for file header") from error


class Decompressor(Protocol):
    """What bz2, lzma and isal offer alike."""

    @property
    def eof(self) -> bool:
        """Whether the stream has come to its end."""

    @property
    def unused_data(self) -> bytes:
        """What stands behind the end of the stream."""

    @property
    def needs_input(self) -> bool:
        """Whether more bytes have to be given before more come out."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Unpack at most so many bytes."""


class Unpacked:
    """The unpacked bytes of a file, one or more streams in a row. What comes before a damage is read before it."""

    def __init__(self, file: IO[bytes], new: Callable[[], Decompressor]) -> None:
        self._file = file
        self._new = new
        self._stream = new()
        self._begun = False  # whether the stream that is open has had any byte
        self._rest = b""
        self._damage: Exception | None = None
        self._place = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def tell(self) -> int:
        """How many bytes have been read."""
        return self._place

    def read(self, size: int) -> bytes:
        """At most `size` bytes, fewer only at the end. Raises what `UNREADABLE` lists."""
        pieces, length = [], 0
        while length < size and self._damage is None:
            try:
                piece = self._unpack(size - length)
            except UNREADABLE as error:
                self._damage = error
                break
            if not piece:
                break
            pieces.append(piece)
            length += len(piece)
        if not pieces and self._damage:
            raise self._damage
        self._place += length
        return b"".join(pieces)

    def _unpack(self, most: int) -> bytes:
        """The next bytes, b"" at the end."""
        while True:
            if self._stream.eof:
                self._rest = self._stream.unused_data.lstrip(b"\0")  # gzip allows zeros behind the last stream
                self._stream, self._begun = self._new(), False
            if not self._rest and (self._stream.needs_input or not self._begun):
                self._rest = self._file.read(PACKED_BLOCK)
                if not self._rest:
                    if self._begun:
                        raise EOFError
                    return b""
            given, self._rest = self._rest, b""
            self._begun = True
            unpacked = self._stream.decompress(given, most)
            if unpacked:
                return unpacked


class Gunzip:
    """isal's: twice as fast as the standard library's, and its damages are called the same."""

    def __init__(self) -> None:
        from isal import igzip_lib

        self._stream = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
        self._broken = cast("type[Exception]", igzip_lib.IsalError)

    @property
    def eof(self) -> bool:
        """As for every Decompressor."""
        return bool(self._stream.eof)

    @property
    def unused_data(self) -> bytes:
        """As for every Decompressor."""
        return bytes(self._stream.unused_data)

    @property
    def needs_input(self) -> bool:
        """As for every Decompressor."""
        return bool(self._stream.needs_input)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """As for every Decompressor. Raises zlib.error."""
        try:
            return bytes(self._stream.decompress(data, max_length))
        except self._broken as error:
            raise zlib.error(str(error)) from error


def _plain(path: Path) -> IO[bytes]:
    return path.open("rb", buffering=0)


def _unpacker(new: Callable[[], Decompressor]) -> Callable[[Path], IO[bytes]]:
    return lambda path: cast("IO[bytes]", Unpacked(_plain(path), new))


_OPENERS: dict[str, Callable[[Path], IO[bytes]]] = {
    "plain": _plain,
    "gz": _unpacker(Gunzip),
    "bz2": _unpacker(bz2.BZ2Decompressor),
    "xz": _unpacker(lzma.LZMADecompressor),
    "lzma": _unpacker(lzma.LZMADecompressor),
    "7z": _plain,  # `unpacking` opens these two
    "zst": _plain,
}


def beginning(path: Path, length: int = 4096) -> bytes:
    """The first unpacked bytes of a file, b"" when there are none or it cannot be read."""
    try:
        with path.open("rb", buffering=0) as file:
            start = file.read(length)
        if _OPENERS.get(_packing(start)) is _plain:
            return start
        part = next(parts_of(path, path), None)
        if part is None:
            return b""
        with opened(part) as stream:
            # At one go from a packed file: what stands before a damage is not lost with it.
            return getattr(stream, "read1", stream.read)(length)
    except UNREADABLE:
        return b""


def digest(path: Path, length: int | None = None) -> str:
    """SHA-256 of a file's bytes, or of its first `length` ones. Raises OSError."""
    state = sha256()
    with path.open("rb", buffering=0) as file:
        left = path.stat().st_size if length is None else length
        while left > 0:
            block = file.read(min(BLOCK, left))
            if not block:
                break
            state.update(block)
            left -= len(block)
    return state.hexdigest()


def folder_digest(files: Iterable[Path]) -> str:
    """SHA-256 over the names and bytes of single-mail files, in the order given. Raises OSError."""
    state = sha256()
    for file in files:
        state.update(file.name.encode("utf-8", "surrogateescape") + b"\0")
        state.update(digest(file).encode())
    return state.hexdigest()


def files_in(path: Path) -> list[Path]:
    """The files of a source, itself or all below it, sorted; hidden ones are left out, and `strays_in` it.

    Raises UnreadableArchive when a folder cannot be listed.
    """
    return [file for file in _entries_in(path) if file == path or file.is_file()]


def strays_in(path: Path) -> list[Path]:
    """What lies in a folder that is neither a file nor a folder: links to nothing or to themselves, pipes, sockets.

    Opening some of them would wait for ever.
    """
    return [file for file in _entries_in(path) if file != path and not file.is_file()]


def _entries_in(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    for folder, folders, files in os.walk(path, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder, name) for name in files if not name.startswith(".")]
    return sorted(found)


def refuse_stray(path: Path) -> None:
    """Raise UnreadableArchive for a pipe, a socket or a device where a file or a folder should be."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise UnreadableArchive(path, Said("it is neither a file nor a folder"), Said("check the path"))


def refuse(error: OSError) -> None:
    """Raise UnreadableArchive for a folder that cannot be listed."""
    path = Path(error.filename)
    raise UnreadableArchive(path, because(error), Said("check its rights")) from error
