"""Sympa's archives of before it had pages: `log.YYYYMM`, the mails of a month behind each other in one text.

Behind a preamble, the mails stand between lines of dashes and `CUT`, as Sympa's `arc2webarc.pl` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from maillage.ingest.eml import is_zip
from maillage.ingest.folders import read_file, too_long
from maillage.ingest.parts import BLOCK, LONGEST, UNREADABLE, Part, beginning, opened
from maillage.records import Extent, Record

MONTH = re.compile(r"log\.(\d{4})(0[1-9]|1[0-2])(?:\.(?:gz|bz2|xz))?")
"""What these files are called; some sites pack old ones."""

_HEAD = 1 << 16  # bytes in which the preamble has ended
_BEGIN = re.compile(rb"^------- THIS IS A RFC934 COMP(?:ILA|LIA)NT DIGEST[^\n]*\n", re.MULTILINE)
_CUT = b"\n------- CUT --- CUT"


def is_text_log(path: Path) -> bool:
    """Whether a file begins as these archives do."""
    return not is_zip(path) and bool(_BEGIN.search(beginning(path, _HEAD)))


def month_of(path: Path) -> str:
    """The month of a file, `YYYY-MM`, from its name; "" where that tells none."""
    found = MONTH.fullmatch(path.name)
    return f"{found[1]}-{found[2]}" if found else ""


def read(part: Part) -> Iterator[Record]:
    """The mails, in order; the place of one is its byte. The preamble counts with the first of them."""
    month = month_of(part.path)
    extent = 0
    with opened(part) as stream:
        for raw in _pieces(stream):
            place = str(extent)
            extent += len(raw)
            if len(raw) > LONGEST:
                yield too_long(place, len(raw))
                continue
            mail = _mail_of(raw, is_first=place == "0")
            yield read_file(place, mail, volume=month)._replace(size=len(raw))
    yield Extent(extent)


def _mail_of(piece: bytes, *, is_first: bool) -> bytes:
    """A mail without what stands before and behind it."""
    cut = piece.rfind(_CUT)
    text = piece[: cut + 1] if cut >= 0 else piece
    begin = _BEGIN.search(text, 0, _HEAD) if is_first else None
    return (text[begin.end() :] if begin else text).lstrip(b"\r\n")


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes of each mail, from the end of the one before it to the end of its own line of `CUT`.

    Blank lines at the end of the file go with the last one. Raises what `UNREADABLE` lists, behind what could be read.
    """
    buffer = b""
    scanned = 0
    held: bytes | None = None
    failure: Exception | None = None
    while True:
        try:
            block = stream.read(BLOCK)
        except UNREADABLE as error:
            block, failure = b"", error
        if not block:
            break
        buffer += block
        start = 0
        while (cut := buffer.find(_CUT, scanned)) >= 0 and (end := buffer.find(b"\n", cut + 1) + 1):
            if held is not None:
                yield held
            held, start, scanned = buffer[start:end], end, end - 1
        scanned = (cut if cut >= 0 else max(len(buffer) - len(_CUT), scanned)) - start
        buffer, scanned = buffer[start:], max(scanned, 0)
        if len(buffer) > LONGEST + BLOCK:  # no mail is so long: what was read of it is a problem of its own
            if held is not None:
                yield held
            held, buffer, scanned = buffer, b"", 0
    if not buffer.strip():
        held, buffer = (held or b"") + buffer, b""
    yield from (piece for piece in (held, buffer) if piece)
    if failure:
        raise failure
