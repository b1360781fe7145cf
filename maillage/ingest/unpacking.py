"""Big packed files unpacked in a process of their own, so that reading what is in them has a core to itself.

A decompressor that is installed does it where there is one, a parallel one before others; else a Python of our own
(`python -m maillage.ingest.unpacking KIND FILE` writes the bytes to its standard output).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import IO, cast

from maillage.executors import Failed, Output, output_of
from maillage.ingest import parts
from maillage.ingest.parts import BLOCK, UNREADABLE, Part, container
from maillage.sentences import Said, recognised

SMALL = 1 << 20  # bytes packed, up to which starting a process costs more than it spares

PROGRAMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "bz2": (("lbzip2", "-dc"), ("pbzip2", "-dc")),
    "xz": (("xz", "-dc", "-T0"),),
    "lzma": (("xz", "-dc", "--format=lzma"),),
    "7z": (("7zz", "x", "-so", "-bso0", "-bsp0"), ("7z", "x", "-so", "-bso0", "-bsp0"), ("7za", "x", "-so")),
    "zst": (("zstd", "-dcq", "--long=31"),),
}
"""What unpacks each kind to its standard output, the first that is installed."""

HASTY = frozenset(("bz2",))  # kinds whose parallel programs end at a damage without what they had unpacked before it

LIBRARIES = {"7z": "py7zr", "zst": "zstandard"}
"""What our own Python needs for the kinds that its standard library does not know: the extra `wiki`."""


@contextmanager
def opened(part: Part) -> Iterator[IO[bytes]]:
    """The bytes of a part, unpacked while they are read. Raises what `parts.UNREADABLE` lists."""
    packing = container(part.path)
    is_small = packing not in LIBRARIES and part.path.stat().st_size <= SMALL
    if packing not in PROGRAMS or is_small:
        with parts.opened(part) as stream:
            yield stream
        return
    with ExitStack() as programs:

        def begun(*program: str) -> Output:
            return programs.enter_context(output_of([*program, str(part.path)]))

        again = partial(begun, *_own(packing)) if packing in HASTY else None
        yield cast("IO[bytes]", _Named(begun(*command(packing)), part.path, again))


def command(packing: str) -> tuple[str, ...]:
    """What unpacks files of a kind, but for the file's name. Raises RuntimeError where nothing can."""
    for program, *options in PROGRAMS[packing]:
        found = shutil.which(program)
        if found:
            return (found, *options)
    library = LIBRARIES.get(packing)
    if library and find_spec(library) is None:
        program = PROGRAMS[packing][0][0]
        raise RuntimeError(
            Said(
                "unpacking it needs the program {program}, or the library {library} (pip install 'maillage[wiki]')",
                program=program,
                library=library,
            )
        )
    return _own(packing)


def _own(packing: str) -> tuple[str, ...]:
    """A Python of our own that unpacks files of a kind, but for the file's name."""
    return (sys.executable, "-m", __name__, packing)


class _Named:
    """The output of a decompressor, whose complaints speak of a file and not of a path of this machine.

    `again`: starts another one, which goes on where the first failed.
    """

    def __init__(self, output: Output, path: Path, again: Callable[[], Output] | None = None) -> None:
        self._output = output
        self._path = path
        self._again = again

    def read(self, size: int) -> bytes:
        """As of every file. Raises RuntimeError."""
        try:
            return self._output.read(size)
        except Failed as error:
            if self._again:
                return self._gone_on(self._again(), size)
            said = str(error).replace(str(self._path), self._path.name)
            raise RuntimeError(recognised(said)) from error

    def tell(self) -> int:
        """As of every file."""
        return self._output.tell()

    def _gone_on(self, output: Output, size: int) -> bytes:
        """The next bytes by another decompressor, which begins anew. Raises RuntimeError."""
        told, self._output, self._again = self.tell(), output, None
        while (left := told - self.tell()) and self.read(min(left, BLOCK)):
            pass
        return self.read(size)


def beginning(path: Path, length: int) -> bytes:
    """The first unpacked bytes of a file, b"" when there are none or it cannot be read."""
    try:
        if container(path) not in LIBRARIES:
            return parts.beginning(path, length)
        with opened(Part(path, path.name)) as stream:
            return stream.read(length)
    except UNREADABLE:
        return b""


# ------------------------------------------------------------------------------------ in the other process


def main(packing: str, file: str) -> str | None:
    """Write what is in a packed file to the standard output; why it could not be written to its end, None if it was."""
    path = Path(file)
    try:
        with open(sys.stdout.fileno(), "wb", closefd=False) as output:
            _UNPACKERS[packing](path, output)
    except BrokenPipeError:  # nobody reads any more
        return None
    except EOFError:
        return "the packed file is cut off"
    except UNREADABLE as error:
        return str(error) or type(error).__name__
    return None


def _unpack_stream(path: Path, output: IO[bytes]) -> None:
    with parts.opened(Part(path, path.name)) as stream:
        while block := stream.read(BLOCK):
            output.write(block)


def _unpack_zst(path: Path, output: IO[bytes]) -> None:
    import zstandard

    try:
        with path.open("rb") as file:
            unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 31)
            unpacker.copy_stream(file, output)
    except zstandard.ZstdError as error:
        raise RuntimeError(str(error)) from error


def _unpack_7z(path: Path, output: IO[bytes]) -> None:
    import lzma

    import py7zr
    from py7zr.io import Py7zIO, WriterFactory

    class Written(Py7zIO):
        """A member of the archive, which goes where the others go."""

        length = 0

        def write(self, s: bytes | bytearray) -> int:
            self.length += len(s)
            return output.write(s)

        def read(self, size: int | None = None) -> bytes:  # noqa: ARG002 nothing is read back
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002 it only ever grows
            return self.length

        def flush(self) -> None:
            output.flush()

        def size(self) -> int:
            return self.length

    class Members(WriterFactory):
        """Where the members go."""

        def create(self, filename: str) -> Py7zIO:  # noqa: ARG002 there is one
            return Written()

    try:
        with py7zr.SevenZipFile(path) as archive:
            archive.extractall(factory=Members())
    except (py7zr.exceptions.ArchiveError, lzma.LZMAError, ValueError) as error:
        raise RuntimeError(str(error) or type(error).__name__) from error


_UNPACKERS = {
    "bz2": _unpack_stream,
    "xz": _unpack_stream,
    "lzma": _unpack_stream,
    "7z": _unpack_7z,
    "zst": _unpack_zst,
}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
