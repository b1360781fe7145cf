"""Files of JSON, read a value at a time: one value, one a line, or the elements of one list; plain or packed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, Any, NamedTuple

from maillage.ingest.parts import BLOCK, UNREADABLE, Part, opened
from maillage.records import Problem
from maillage.sentences import Said

LONGEST = 64 << 20  # bytes of one value; what goes beyond is a problem, not memory
MARK = b"\xef\xbb\xbf"
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{},]', re.DOTALL)
_LONE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # half of a character, which no text may hold


class Piece(NamedTuple):
    """One value of a file: where it begins, its bytes, and how many there are with what separates it from the last.

    `raw`: None where there were too many to keep; blank where there is nothing.
    """

    begin: int
    raw: bytes | None
    size: int


class Value(NamedTuple):
    """A value of a file, the place of it in the ledger, and its bytes with what separates it from the last one.

    `value`: None, as in JSON, where there is nothing.
    """

    place: str
    size: int
    value: object


def begins_json(head: bytes) -> bool:
    """Whether a file that begins so may be JSON: a list or an object."""
    return head.removeprefix(MARK).lstrip()[:1] in (b"{", b"[")


def values(file: Path, shown: str, *, alone: bool) -> Iterator[Value | Problem]:
    """The values of a file in order, and why some of them cannot be read; their sizes fill it.

    `shown`: the file's name in the ledger. A file that is damaged is a problem too; `alone`, it raises what
    `UNREADABLE` lists.
    """
    try:
        with opened(Part(file, file.name)) as stream:
            for piece in pieces(stream):
                yield _value(piece, f"{shown}:{piece.begin}")
    except UNREADABLE as error:
        if alone:
            raise
        yield Problem(f"{shown}!", 0, str(error) or type(error).__name__)


def _value(piece: Piece, place: str) -> Value | Problem:
    if piece.raw is None:
        reason = Said("longer than the {size} MiB that an answer may have", size=LONGEST >> 20)
        return Problem(place, piece.size, reason)
    value = parsed(piece.raw) if piece.raw.strip() else None
    return Problem(place, piece.size, value) if isinstance(value, Said) else Value(place, piece.size, value)


def shares(size: int, weights: Sequence[int]) -> Iterator[int]:
    """The bytes of a value, shared among what it tells of by these weights; they add up to `size`."""
    total, done, given = sum(weights), 0, 0
    for weight in weights:
        done += weight
        share = size * done // total - given
        given += share
        yield share


def text_at(item: Mapping[str, Any], key: str) -> str:
    """The text of an object under a key, "" where it is none."""
    value = item.get(key)
    return value if isinstance(value, str) else ""


def pieces(stream: IO[bytes]) -> Iterator[Piece]:
    """The values of a file in order: the elements of a list, the lines of a file of lines, or the one value.

    Their sizes fill the file. Raises what reading the stream raises.
    """
    blocks = iter(lambda: stream.read(BLOCK), b"")
    first = next(blocks, b"")
    blocks = chain((first,), blocks)
    if first.removeprefix(MARK).lstrip().startswith(b"["):
        yield from _elements(blocks)
        return
    lines = _lines(blocks)
    line = next(lines, None)
    if line is None:
        return
    if line.raw is not None and isinstance(parsed(line.raw), dict | list):
        yield line
        yield from lines
    else:
        yield _joined(chain((line,), lines))


def parsed(raw: bytes) -> object:
    """The value of a JSON text; a Said where it is none. Halves of characters, which no text may hold, become `?`."""
    try:
        value = json.loads(raw.removeprefix(MARK))
        if _LONE_HALF.search(raw):
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return Said("broken JSON") if raw.rstrip().endswith((b"}", b"]")) else Said("JSON that is cut off")
    return value


def _joined(lines: Iterable[Piece]) -> Piece:
    """All the lines of a file as one value."""
    kept, size = bytearray(), 0
    for line in lines:
        size += line.size
        if line.raw is not None and size <= LONGEST:
            kept += line.raw
    return Piece(0, bytes(kept) if size <= LONGEST else None, size)


def _lines(blocks: Iterable[bytes]) -> Iterator[Piece]:
    """The lines of a file with their ends."""
    begin, kept, length = 0, bytearray(), 0
    for block in blocks:
        here = 0
        while here < len(block):
            end = block.find(b"\n", here) + 1 or len(block)
            length += end - here
            if length <= LONGEST:
                kept += block[here:end]
            if block[end - 1 : end] == b"\n":
                yield Piece(begin, bytes(kept) if length <= LONGEST else None, length)
                begin, kept, length = begin + length, bytearray(), 0
            here = end
    if length:
        yield Piece(begin, bytes(kept) if length <= LONGEST else None, length)


def _elements(blocks: Iterable[bytes]) -> Iterator[Piece]:
    """The elements of the list that a file is; the last piece is what follows its last comma."""
    buffer, begin = b"", 0  # what has been read and not yet told, and where it stands in the file
    scanned = depth = 0  # what has been looked at, and how many lists and objects are open there
    for block in blocks:
        if len(buffer) > LONGEST:
            rest = len(block) + sum(map(len, blocks))
            yield Piece(begin, None, len(buffer) + rest)
            return
        buffer += block
        told = 0
        for token in _TOKEN.finditer(buffer, scanned):
            if token[0] == b'"':  # a text that goes on beyond what has been read
                scanned = token.start()
                break
            scanned = token.end()
            depth += (token[0] in (b"[", b"{")) - (token[0] in (b"]", b"}"))
            if token[0] == b"," and depth == 1:
                raw = _element(buffer[told : token.start()], is_first=begin + told == 0)
                yield Piece(begin + told, raw, scanned - told)
                told = scanned
        else:
            scanned = len(buffer)
        buffer, begin, scanned = buffer[told:], begin + told, scanned - told
    raw = _element(buffer, is_first=begin == 0)
    yield Piece(begin, raw.removesuffix(b"]").rstrip() if depth == 0 else raw, len(buffer))


def _element(raw: bytes, *, is_first: bool) -> bytes:
    """An element without the mark that the list opens with."""
    return raw.removeprefix(MARK).lstrip().removeprefix(b"[").strip() if is_first else raw.strip()
