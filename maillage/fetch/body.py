"""The body of an answer, piece by piece: unpacked where the server packed it on the way, and never too much of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import requests
from urllib3 import exceptions

from maillage.sentences import Said

if TYPE_CHECKING:
    from maillage.errors import NotFetched

BLOCK = 1 << 16
UNSUSPECTED = 8 << 20  # bytes that may unpack from however few
_MIB = 1 << 20


@dataclass(frozen=True)
class Bounds:
    """How much is taken, in bytes: as one page, as one file, and by a whole fetch. `ratio`: unpacked for packed."""

    page: int = 64 * _MIB
    file: int = 8192 * _MIB
    fetch: int = 65536 * _MIB
    ratio: int = 200


class Refusing(Protocol):
    """What makes the error of a source: a `Guard`."""

    def refusal(self, reason: Said, next_step: Said) -> NotFetched:
        """The error."""


_ELSEWHERE = Said("ask the administrators for the archive as a file, and give its path instead of the url")


def pieces(
    response: requests.Response, most: int, ratio: int, refusing: Refusing, *, is_gz: bool = False
) -> Iterator[bytes]:
    """The body of a response as it was before the way, at most so many bytes of it.

    `is_gz`: of a file that is packed itself. Many servers call such a file packed on the way too, though it is not.

    What the connection does badly is raised as requests does (`ChunkedEncodingError`, `ContentDecodingError`,
    `ReadTimeout`); a body that is too long, or unpacks to too much, as NotFetched.
    """
    unpack: _Unpacking | None = None
    packed = unpacked = 0
    for piece in _received(response):
        if unpack is None:
            encoding = response.headers.get("Content-Encoding", "")
            unpack = _unpacking("" if is_gz and not _is_packed_twice(piece) else encoding, refusing)
        packed += len(piece)
        for content in unpack(piece):
            unpacked += len(content)
            if unpacked > most:
                said = Said("its answer is longer than {mib} MiB", mib=most // _MIB)
                raise refusing.refusal(said, _ELSEWHERE)
            if unpacked > max(UNSUSPECTED, ratio * packed):
                said = Said("its answer unpacks to more than {ratio} times its size", ratio=ratio)
                raise refusing.refusal(said, Said("tell the administrators"))
            yield content


def whole(response: requests.Response, bounds: Bounds, refusing: Refusing) -> bytes:
    """All of a body, as one page."""
    try:
        return b"".join(pieces(response, bounds.page, bounds.ratio, refusing))
    finally:
        response.close()


def _received(response: requests.Response) -> Iterator[bytes]:
    """The bytes that come, as soon as they come."""
    raw = response.raw
    wanted = int(length) if (length := response.headers.get("Content-Length", "")).isdecimal() else None
    count = 0
    try:
        while piece := raw.read1(BLOCK, decode_content=False):
            count += len(piece)
            yield piece
    except (exceptions.ReadTimeoutError, TimeoutError) as error:
        raise requests.exceptions.ReadTimeout(error, response=response) from error
    except exceptions.SSLError as error:
        raise requests.exceptions.SSLError(error, response=response) from error
    except (exceptions.HTTPError, OSError) as error:
        raise requests.exceptions.ChunkedEncodingError(error, response=response) from error
    if wanted is not None and count < wanted and response.request.method != "HEAD":
        raise requests.exceptions.ChunkedEncodingError(response=response)


def _is_packed_twice(piece: bytes) -> bool:
    """Whether something packed is in what is packed."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(piece, 2) == b"\x1f\x8b"
    except zlib.error:
        return False


class _Unpacking(Protocol):
    def __call__(self, piece: bytes) -> Iterator[bytes]: ...


def _unpacking(encoding: str, refusing: Refusing) -> _Unpacking:
    """What unpacks the pieces of a body that is encoded so."""
    named = encoding.strip().lower()
    if named in ("", "identity"):
        return lambda piece: iter((piece,))
    if named in ("gzip", "x-gzip", "deflate"):
        return _Inflating()
    said = Said("its answer is packed as {encoding}, which was not asked for", encoding=named[:40])
    raise refusing.refusal(said, Said("tell the administrators"))


class _Inflating:
    """gzip, of one stream or several, and both forms that are called deflate."""

    def __init__(self) -> None:
        self._stream: Any = None

    def __call__(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            self._stream = self._stream or zlib.decompressobj(_window(piece))
            try:
                content = self._stream.decompress(piece, BLOCK)
            except zlib.error as error:
                raise requests.exceptions.ContentDecodingError(error) from error
            if content:
                yield content
            piece = self._stream.unconsumed_tail
            if self._stream.eof:
                piece, self._stream = self._stream.unused_data.lstrip(b"\0"), None


def _window(piece: bytes) -> int:
    """What zlib has to expect: gzip, zlib, or neither's header."""
    if piece.startswith(b"\x1f"):
        return 31
    return zlib.MAX_WBITS if piece[0] & 0x0F == 8 and int.from_bytes(piece[:2].ljust(2, b"\0")) % 31 == 0 else -15
