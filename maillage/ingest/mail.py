"""One mail: bytes in, a `Message` out. Every kind of archive goes through here."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from hashlib import blake2b

from maillage.ingest import automatic
from maillage.ingest.addresses import Author, original_author, read_author
from maillage.ingest.bodies import Reading, read_body
from maillage.ingest.dates import choose
from maillage.ingest.headers import Fields, split, words
from maillage.ingest.selection import labels_of
from maillage.records import Message

NOBODY = ("mboxrd@z", "mboxo@z", "nobody@nowhere", "???@???", "-")
"""What programs write in the mbox line for want of a sender: public-inbox, Eudora. It is nobody's address."""
NOBODY_S_HOST = "@xxx"
"""Behind a number, in the mbox lines of Google's Takeout."""
_FROM_LINE_ADDRESS = re.compile(r"From (.*?)\s*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*)?$", re.DOTALL)
_IDS = re.compile(r"<\s*([^<>\s]+)\s*>")
_MADE_BY_PUBLIC_INBOX = re.compile(r"\d{14}\.[\w-]{20,90}@z")  # for mails that had none: date and digest
_CARRIAGE_RETURNS = re.compile(rb"\r+\n")
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
# One of these makes a block of text a mail; anything else is not one.
ESSENTIAL = frozenset(
    {"from", "date", "subject", "message-id", "sender", "return-path", "received", "to", "cc", "delivered-to"}
    | {"reply-to", "in-reply-to", "list-id", "mime-version", "content-type"}
)

MADE_DOMAIN = "made.invalid"  # RFC 2606: never a real host


_HEADER = re.compile(rb"(?:>?From [^\n]*\n)?(?:[!-9;-~]+[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2}", re.MULTILINE)
_TELLING = re.compile(rb"^(?:From|Date|Message-ID|Received|Return-Path|Delivered-To):", re.IGNORECASE | re.MULTILINE)


class NotAMail(ValueError):
    """These bytes hold no header of a mail."""


def to_message(
    raw: bytes,
    place: str,
    *,
    size: int | None = None,
    from_line: str = "",
    volume: str = "",
    refine: Callable[[Reading], None] | None = None,
) -> Message:
    """What a mail says, from its bytes.

    `size`: the bytes that it takes in its part, where more than its own. `from_line`: the mbox line before it.
    `volume`: the name of the file, where names tell the month. `refine`: what else a kind of archive knows of
    its bodies. Raises NotAMail.
    """
    length = len(raw) if size is None else size
    if b"\r" in raw:
        raw = _line_ends(raw)
    fields, body, broken = split(raw)
    if "from" not in fields and ESSENTIAL.isdisjoint(fields) and not (from_line and fields):
        raise NotAMail("no header of a mail: no From, Date, Subject, Message-ID or the like")
    reading = read_body(fields, body)
    if broken:
        reading.repairs.append("header-broken")
    if refine:
        refine(reading)
    return message_of(fields, reading, place, length, own=raw, from_line=from_line, volume=volume)


def message_of(
    fields: Fields, reading: Reading, place: str, size: int, *, own: bytes, from_line: str = "", volume: str = ""
) -> Message:
    """A message from its header fields, by lower-case names, and what its body was read as.

    What reads web pages of mails, and other forms that keep no mail as it was sent, comes in here. `own`: the bytes
    that tell it from other messages where it has no Message-ID. The rest is as in `to_message`.
    """
    written = fields.get("from", "")
    author = _author(written, fields, from_line, reading.repairs)
    moment, date_source = choose(fields.get("date", ""), fields.get("received", ""), from_line, volume)
    subject = words(fields.get("subject", ""))
    label, reason = automatic.label(fields, author, subject)
    message_id, id_source = _message_id(fields, own)
    return Message(
        place,
        size,
        message_id,
        id_source,
        moment.sent_at if moment else None,
        moment.utc_offset if moment else None,
        date_source,
        fields.get("date", ""),
        written,
        author.address,
        author.name,
        fields.get("to", ""),
        fields.get("cc", ""),
        subject,
        _ids(fields.get("in-reply-to", "")),
        _ids(fields.get("references", "")),
        fields.get("list-id", ""),
        labels_of(fields["x-gmail-labels"]) if "x-gmail-labels" in fields else "",
        label,
        reason,
        " ".join(dict.fromkeys(reading.repairs)) if reading.repairs else "",
        "\n".join(reading.texts) if len(reading.texts) != 1 else reading.texts[0],
        tuple(reading.attachments),
    )


def looks_like_mail(start: bytes) -> bool:
    """Whether a file that begins so is a mail: two fields of a header or more, one of them a mail's own."""
    start = start.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    return bool(_HEADER.match(start) and _TELLING.search(start.partition(b"\n\n")[0]))


def unescape(raw: bytes) -> bytes:
    """Take back one `>` from lines that mbox escaped (mboxo and mboxrd alike)."""
    return _ESCAPED_FROM.sub(rb"\1", raw) if b">From " in raw else raw


def _author(written: str, fields: Fields, from_line: str, repairs: list[str]) -> Author:
    if written:
        author = read_author(written, words)
        original = original_author(author, fields, words)
        if original:
            repairs.append("author-from-rewritten")
            return original
        if author.address or author.name:
            return author
    for name in ("x-original-from", "sender", "reply-to", "return-path"):
        author = read_author(fields.get(name, ""), words)
        if author.address:
            repairs.append(f"author-from-{name}")
            return author
    sender = _FROM_LINE_ADDRESS.sub(r"\1", from_line) if from_line else ""
    if not sender or sender in NOBODY or sender.endswith(NOBODY_S_HOST):
        return Author("", "")
    return read_author(sender, words)


def _line_ends(raw: bytes) -> bytes:
    r"""The same with `\n` line ends, from those of Windows, of gateways that doubled them, and of old Macintoshes."""
    return _CARRIAGE_RETURNS.sub(b"\n", raw) if b"\n" in raw else raw.replace(b"\r", b"\n")


def _message_id(fields: Fields, raw: bytes) -> tuple[str, str]:
    written = fields.get("message-id", "")
    if written:
        bare = written[1:-1]
        if bare and f"<{bare}>" == written and " " not in bare and "<" not in bare:
            return bare, "made" if bare.endswith("@z") and _MADE_BY_PUBLIC_INBOX.fullmatch(bare) else "header"
        found = _IDS.search(written)
        bare = found[1] if found else "".join(written.strip("<> \t").split())
        if bare:
            return bare, "header"
    return f"{blake2b(raw.strip(), digest_size=12).hexdigest()}@{MADE_DOMAIN}", "made"


def _ids(written: str) -> str:
    if written[:1] == "<" and written.find(">") == len(written) - 1 and " " not in written:
        return written[1:-1]  # one id, as nearly always in In-Reply-To
    return " ".join(dict.fromkeys(_IDS.findall(written))) if written else ""
