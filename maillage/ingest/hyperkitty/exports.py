"""HyperKitty's exports, `NAME.mbox.gz`: mails rebuilt from its database, of a month, a range or a whole list.

Each has From, To, Subject, Date, Message-ID, In-Reply-To and no other field; its text, then the files that came with
it. The rest of the mail was not kept (HyperKitty's `Email.as_message`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from maillage.ingest import mbox
from maillage.ingest.hyperkitty.made_up import without_made_up
from maillage.ingest.parts import Part, beginning, opened
from maillage.records import Extent, Message, Problem, Record

_FIELD = re.compile(rb"^([!-9;-~]+):", re.MULTILINE)
_ALWAYS = {b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"}
_BOUNDARY = re.compile(rb'^Content-Type: multipart/mixed;\s+boundary="={15}\d+=="', re.MULTILINE)
_PARENT = re.compile(rb"^In-Reply-To:[ \t]*(?:\r?\n[ \t]+)?([^\s<>@]{1,300}@[^\s<>]{1,300})[ \t]*$", re.MULTILINE)
_AS_FILE = re.compile(
    rb"^(Content-Type: text/html[^\n]*\n(?:[^\n]+\n){0,20}?)"
    rb"Content-Disposition: attachment[^\n]*\n(?:[ \t][^\n]+\n){0,20}",
    re.MULTILINE,
)


def is_export(path: Path) -> bool:
    """Whether a file begins as an export does: with exactly the fields that HyperKitty writes."""
    start = beginning(path).lstrip(b"\r\n")
    if not start.startswith(b"From "):
        return False
    head = start.partition(b"\n\n")[0]
    names = {name.lower() for name in _FIELD.findall(head.partition(b"\n")[2])}
    return names - {b"in-reply-to"} == _ALWAYS and bool(_BOUNDARY.search(head))


def read(part: Part, begin: int = 0) -> Iterator[Record]:
    """The messages of an export from a byte on, in order."""
    with opened(part) as stream:
        if begin:
            stream.seek(begin)
        for piece in mbox.split(stream, begin):
            yield read_piece(piece)
        yield Extent(stream.tell())


def read_piece(piece: mbox.Piece) -> Message | Problem:
    """One mail, with what HyperKitty put in its place taken back.

    A mail of HTML alone is kept as an empty text and a file: it is the text. Before version 1.3, In-Reply-To had no
    angle brackets. Where a long subject is folded, its lines are joined by a second blank.
    """
    message = mbox.read_piece(piece)
    if isinstance(message, Problem):
        return message
    if not message.text.strip() and any(file.type == "text/html" for file in message.attachments):
        message = _as_text(piece, message)
    if not message.in_reply_to and (parent := _PARENT.search(piece.raw, 0, _head_end(piece.raw))):
        message = message._replace(in_reply_to=parent[1].decode("utf-8", "replace"))
    return without_made_up(message._replace(subject=" ".join(message.subject.split())))


def _as_text(piece: mbox.Piece, message: Message) -> Message:
    """The same with its first file of HTML as the text."""
    again = mbox.read_piece(piece._replace(raw=_AS_FILE.sub(rb"\1", piece.raw, count=1)))
    if isinstance(again, Problem) or not again.text.strip():
        return message
    return again._replace(size=message.size, text=again.text.lstrip("\n"))


def _head_end(raw: bytes) -> int:
    return (raw.find(b"\n\n") + 1) or len(raw)
