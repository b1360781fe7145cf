"""mbox files, as mail programs, Mailman, HyperKitty and public-inbox write them: mboxo, mboxrd, mboxcl, mboxcl2.

They are plain or packed (gz, bz2, xz, zip), alone or in a folder. A line of a body that begins with `From `
does not begin a message: what begins one has an address and a date as RFC 4155 describes, and a header
field on its next line; a valid Content-Length (mboxcl) settles what stands between.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from maillage.ingest.bodies import Reading
from maillage.ingest.mail import NotAMail, looks_like_mail, to_message, unescape
from maillage.ingest.parts import BLOCK, LONGEST, UNREADABLE, Part, beginning, files_in, opened, parts_of
from maillage.records import Extent, Message, Problem, Record

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TIME = rb"\d{1,2}:\d\d(?::\d\d)?"
# From an-address Thu Jan 15 13:22:25 2015, the zone on either side of the year, or a date as in RFC 5322.
_DATED = re.compile(
    rb"From (?:[^\r\n]*\S)?[ \t]+" + _DAY + rb",?[ \t]+(?:" + _MONTH + rb"[ \t]+\d{1,2}[ \t]+" + _TIME
    + rb"(?:[ \t]+[-+\w()]+){1,3}|\d{1,2}[ \t]+" + _MONTH + rb"[ \t]+\d{2,4}[ \t]+" + _TIME
    + rb"(?:[ \t]+[-+\w()]+){0,2})(?:[ \t]+remote from \S+)?[ \t]*\r?\n"
)  # fmt: skip
# Without a date: an address alone, a dash, nothing; only before what is surely a header.
_UNDATED = re.compile(rb"From (?:\S+@\S+[^\r\n]*|-|\?\?\?@\?\?\?[^\r\n]*|MAILER-DAEMON[^\r\n]*)?\s*?\r?\n")
_FIELD = re.compile(rb"(?:>?From [^\n]*\n)?[!-9;-~]+[ \t]*:|\r?\n|\Z")
_FIELDS = rb"(?:[!-9;-~]+[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?"
# A header: fields, one of them a mail's own. "Note: this" is none.
_HEADER = re.compile(
    rb"(?:\r?\n)*(?:>?From [^\n]*\n)?" + _FIELDS + rb"(?:From|Date|Subject|Message-ID|Received|Return-Path|Sender"
    rb"|Reply-To|To|Cc|Delivered-To|In-Reply-To|List-Id|MIME-Version|Content-Type)[ \t]*:|\Z",
    re.IGNORECASE,
)
_SURE = re.compile(
    _FIELDS + rb"(?:From|Date|Message-ID|Received|Return-Path|Delivered-To|List-Id|MIME-Version):", re.IGNORECASE
)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,12})\b", re.IGNORECASE | re.MULTILINE)
NEW_LINE, GREATER_THAN = b"\n>"
LOOK_AHEAD = 16384  # bytes after a candidate that decide on it


class Piece(NamedTuple):
    """Bytes of an mbox file: one message with its From line, or what stands before the first."""

    begin: int
    raw: bytes
    is_message: bool
    is_escaped: bool  # a `>From ` stands in it


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is an mbox."""
    return any(is_mbox(file) for file in files_in(path))


def is_mbox(path: Path) -> bool:
    """Whether a file begins with a From line and a header field, or has a dated From line not far from there.

    A mail in whose body one other mail stands is no mbox.
    """
    start = beginning(path, BLOCK).lstrip(b"\r\n")
    if start.startswith(b"From ") and begins_message(start, 0, first=True):
        return True
    wanted = 2 if looks_like_mail(start[:LOOK_AHEAD]) else 1
    here = 0
    while wanted and (here := start.find(b"\nFrom ", here) + 1):
        wanted -= begins_message(start, here)
    return not wanted


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same mails in another form: none does here."""
    return False


def parts(path: Path) -> Iterator[Part]:
    """The files of a source; one that is no mbox is a part too, and a problem."""
    for file in files_in(path):
        yield from parts_of(file, path)


def read(part: Part, begin: int = 0) -> Iterator[Record]:
    """The messages of a part from a byte on, in order."""
    with opened(part) as stream:
        if begin:
            stream.seek(begin)
        for piece in split(stream, begin):
            yield read_piece(piece)
        yield Extent(stream.tell())


def read_piece(piece: Piece, volume: str = "", refine: Callable[[Reading], None] | None = None) -> Message | Problem:
    """One message of an mbox, or the problem that it is; `volume` and `refine` as in `to_message`.

    What stands before the first From line is a mail too where it has the header of one.
    """
    place, size = str(piece.begin), len(piece.raw)
    whole = piece.raw.lstrip(b"\r\n")
    if not piece.is_message and not looks_like_mail(whole[:LOOK_AHEAD]):
        return Problem(place, size, _why_no_message(whole))
    end = (whole.find(b"\n") + 1 or len(whole)) if piece.is_message else 0
    raw = whole[end:].lstrip(b"\r\n")
    from_line = whole[:end].decode("utf-8", "replace").rstrip()
    try:
        mail = unescape(raw) if piece.is_escaped and not _is_verbatim(raw) else raw
        return to_message(mail, place, size=size, from_line=from_line, volume=volume, refine=refine)
    except NotAMail as error:
        return Problem(place, size, str(error))


def _is_verbatim(raw: bytes) -> bool:
    """Whether nothing in a message was escaped: its length is given, and lines that begin with `From ` stand in it.

    Told by the message alone, so that it reads the same whether it was the last of its file or not.
    """
    return b"\nFrom " in raw and _LENGTH.search(raw, 0, _head_end(raw, 0)) is not None


def _why_no_message(raw: bytes) -> str:
    if not raw.strip():
        return "nothing but blank lines"
    return "bytes that belong to no message" if b"\0" not in raw else "binary bytes that belong to no message"


def split(stream: IO[bytes], begin: int = 0) -> Iterator[Piece]:
    """Cut an mbox into messages while it is read; `begin` is where the stream stands in its file."""
    buffer = b""
    is_message = False  # whether what is open, from the buffer's first byte on, is a message
    is_escaped = False  # whether a `>From ` has been seen in it
    scanned = 0  # the buffer holds no beginning before this place but its own first byte
    at_end = False
    while not at_end:
        block, failure = _read(stream, max(BLOCK, len(buffer)))
        at_end = not block or failure is not None
        buffer += block
        start = 0
        limit = len(buffer) if at_end else len(buffer) - LOOK_AHEAD
        while (here := buffer.find(b"From ", scanned)) != -1 and here < limit:
            before = buffer[here - 1] if here else NEW_LINE
            if before != NEW_LINE:
                is_escaped = is_escaped or before == GREATER_THAN
                scanned = here + 5
                continue
            given = _given_end(buffer, start, here, at_end=at_end) if is_message and here > start else 0
            if given is None:  # its length says that it goes on beyond what has been read
                break
            scanned = here + 5
            opening = not is_message and not buffer[start:here].strip()
            if here < given or not begins_message(buffer, here, first=opening):
                continue
            if not opening:
                yield Piece(begin + start, buffer[start:here], is_message, is_escaped)
                start, is_escaped = here, False
            is_message = True
        else:
            scanned = max(scanned, limit - 5)
        if scanned - start > LONGEST:
            yield Piece(begin + start, buffer[start:scanned], is_message, is_escaped)
            start, is_message = scanned, False
        buffer, begin, scanned = buffer[start:], begin + start, max(scanned - start, 0)
    if buffer:
        yield Piece(begin, buffer, is_message, is_escaped)
    if failure:
        raise failure


def _read(stream: IO[bytes], length: int) -> tuple[bytes, Exception | None]:
    """More bytes; what comes before a damage is not lost with it, so that packed files are read by small steps."""
    read = getattr(stream, "read1", stream.read)
    blocks: list[bytes] = []
    try:
        while length > 0 and (block := read(length)):
            blocks.append(block)
            length -= len(block)
    except UNREADABLE as error:
        return b"".join(blocks), error
    return b"".join(blocks), None


def begins_message(buffer: bytes, here: int, *, first: bool = False) -> bool:
    """Whether the `From ` at this place begins a message; `first`: nothing but blank lines stand before it."""
    dated = _DATED.match(buffer, here)
    if dated:
        return bool(_HEADER.match(buffer, dated.end()))
    undated = _UNDATED.match(buffer, here)
    if first:
        line_end = buffer.find(b"\n", here) + 1
        return bool(line_end and _FIELD.match(buffer, line_end))
    after_blank = buffer[here - 2 : here] == b"\n\n" or buffer[here - 4 : here] == b"\r\n\r\n"
    return bool(undated and after_blank and _SURE.match(buffer, undated.end()))


def _given_end(buffer: bytes, start: int, here: int, *, at_end: bool) -> int | None:
    """Where the open message ends by its own Content-Length.

    0 when it says nothing, or nothing that holds; None when more has to be read to tell.
    """
    blank = buffer.find(b"\n\n", start, here)
    if buffer.find(b"ength:", start, here if blank < 0 else blank) < 0:  # most have none, and this is quick to see
        return 0
    head_end = _head_end(buffer, start)
    given = _LENGTH.search(buffer, start, head_end)
    if not given or int(given[1]) > LONGEST:
        return 0
    end = head_end + int(given[1])
    if end + 7 > len(buffer) and not at_end:
        return None
    followed = buffer[end : end + 7].lstrip(b"\r\n")  # a blank line is counted by some and not by others
    is_last = at_end and end <= len(buffer) and not buffer[end:].strip()
    return end if is_last or followed.startswith(b"From ") else 0


def _head_end(buffer: bytes, start: int) -> int:
    """Where the body begins; 0 when no blank line is near."""
    blank = _BLANK_LINE.search(buffer, start, start + LOOK_AHEAD)
    return blank.end() if blank else 0
