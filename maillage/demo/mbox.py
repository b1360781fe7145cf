"""Mailboxes with whole headers, in the mboxrd form: a body line `From ` is written `>From `, `>From ` is `>>From `."""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from maillage.demo import calendar_fr
from maillage.demo.headers import charset_of, file_name, header, phrase
from maillage.demo.mails import PREFIXES
from maillage.demo.oddities import twice
from maillage.demo.packing import gzipped
from maillage.demo.plan import ROBOT
from maillage.demo.texts import WIDTH

if TYPE_CHECKING:
    from pathlib import Path

    from maillage.demo.mails import Mail

HOST = "listes.ponant-asso.example"
ESCAPED = re.compile(rb"^(>*From )", re.MULTILINE)
GARBAGE_YEAR = 2010
GARBAGE = b"Archive recuperee le 12/01/2017 depuis l'ancien serveur.\nEn cas de doute, voir le cahier.\n\n"

# Mailers: name, charset, transfer encoding. An author keeps hers.
MAILERS = (
    ("Mozilla Thunderbird 24.2", "utf-8", "8bit"),
    ("Mozilla Thunderbird 2.0 (X11)", "iso-8859-1", "8bit"),
    ("Microsoft Outlook 14.0", "windows-1252", "quoted-printable"),
    ("Webmail 1.0.3", "utf-8", "quoted-printable"),
    ("Messagerie mobile 5", "utf-8", "base64"),
    ("KMail 1.13", "iso-8859-15", "quoted-printable"),
)
POSTCODE = re.compile(r"\b\d{4,5} [A-Z]")
MARKS = (">", "|", "-")
ALTERNATIVE = 9  # one author of so many sends HTML beside the text


def write_one(path: Path, mails: list[Mail]) -> None:
    """Write a list's mails as one mailbox, compressed where the name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept_twice = twice(mails[0].list, mails)
    entries = [entry(mail, number) * (1 + (mail.message_id in kept_twice)) for number, mail in enumerate(mails)]
    content = b"".join(entries)
    path.write_bytes(gzipped(content) if path.suffix == ".gz" else content)


def write_years(folder: Path, mails: list[Mail]) -> None:
    """Write a list's mails as one mailbox a year; in one of them something stands before the first mail."""
    folder.mkdir(parents=True, exist_ok=True)
    kept_twice = twice(mails[0].list, mails)
    volumes: dict[int, bytes] = {}
    for number, mail in enumerate(mails):
        times = 1 + (mail.message_id in kept_twice)
        volumes[mail.sent.year] = volumes.get(mail.sent.year, b"") + entry(mail, number) * times
    for year, content in volumes.items():
        (folder / f"{year}.mbox").write_bytes((GARBAGE if year == GARBAGE_YEAR else b"") + content)


def entry(mail: Mail, number: int) -> bytes:
    """One mail of a mailbox, from its separator to its last empty line."""
    separator = f"From {mail.address} {calendar_fr.ctime(mail.sent)}\n".encode()
    top, body = _content(mail)
    raw = b"\n".join([*_headers(mail, number), *top]) + b"\n\n" + body
    return separator + ESCAPED.sub(rb">\1", raw.rstrip(b"\n") + b"\n") + b"\n"


def _headers(mail: Mail, number: int) -> list[bytes]:
    """The headers but those that describe the content."""
    _, charset, encoding = _mailer(mail)
    coding = "b" if encoding == "base64" else "Q"
    identifier = hashlib.sha256(f"{mail.list} {number}".encode()).hexdigest()
    arrived = calendar_fr.rfc5322(mail.sent + timedelta(seconds=4 + number % 50))
    name_charset = charset_of(mail.name, charset)
    sender = f"{phrase(mail.name, name_charset, coding)} <{mail.address}>" if mail.name else mail.address
    relay = f"mx{1 + number % 3}.ponant-asso.example"
    lines = [
        f"Return-Path: <{mail.list}-owner@{HOST}>",
        f"Received: from {relay} ({relay} [192.0.2.{10 + number % 3}])",
        f"\tby {HOST} (Postfix) with ESMTP id {identifier[:10].upper()}",
        f"\tfor <{mail.list}@{HOST}>; {arrived}",
        f"Date: {_date(mail)}",
        f"From: {sender}",
        f"To: {', '.join(f'{name}@{HOST}' for name in sorted({mail.list, mail.other} - {''}))}",
    ]
    if mail.message_id:
        lines.append(f"Message-ID: {mail.message_id}")
    if mail.parents:
        lines.append(f"In-Reply-To: {mail.parents[-1]}")
        lines.append("References: " + "\n\t".join(mail.parents))
    raw = [line.encode() for line in lines]
    raw.append(_subject(mail, charset, coding))
    if mail.kind == "absence":
        raw += [b"Auto-Submitted: auto-replied", b"X-Autoreply: yes", b"Precedence: bulk"]
    elif mail.author == ROBOT:
        raw += [b"Auto-Submitted: auto-generated", b"Precedence: bulk", b"X-Mailer: Forge 2.1"]
    else:
        raw += [f"User-Agent: {_mailer(mail)[0]}".encode(), b"Precedence: list"]
    raw.append(f"List-Id: <{mail.list}.{HOST}>".encode())
    raw.append(f"List-Post: <mailto:{mail.list}@{HOST}>".encode())
    return raw


def _subject(mail: Mail, charset: str, coding: str) -> bytes:
    prefix = PREFIXES.get(mail.list, "")
    if mail.oddity == "no subject":
        return b"Subject: "
    if mail.oddity == "raw header":
        return f"Subject: {mail.mark}{prefix} {mail.subject} - été".encode("latin-1", "replace")
    words = f"{mail.mark}{prefix} {mail.subject}".replace("  ", " ").strip()
    return f"Subject: {header(words, charset_of(words, charset), coding)}".encode()


def _date(mail: Mail) -> str:
    if mail.oddity == "undecodable date":
        return "hier soir"
    if mail.oddity == "french date":
        return f"{calendar_fr.short_day(mail.sent)} {calendar_fr.clock(mail.sent)}"
    return calendar_fr.rfc5322(mail.sent)


def _mailer(mail: Mail) -> tuple[str, str, str]:
    return MAILERS[mail.style % len(MAILERS)]


def _content(mail: Mail) -> tuple[list[bytes], bytes]:
    """The headers that describe the content, and the content."""
    version = [b"MIME-Version: 1.0"]
    if mail.oddity == "html only":
        head, body = _part(_html(mail), "text/html", "utf-8", "quoted-printable")
        return version + head, body
    if mail.oddity == "unknown charset":
        plain = [b"Content-Type: text/plain; charset=x-inconnu-99", b"Content-Transfer-Encoding: 8bit"]
        return version + plain, "\n".join(mail.lines).encode("cp1252", "replace")
    head, body = _text(mail)
    boundary = f"----=_{hashlib.sha256(f'{mail.message_id}{mail.sent}'.encode()).hexdigest()[:20]}"
    if mail.style % ALTERNATIVE == 4:
        html = _part(_html(mail), "text/html", "utf-8", "quoted-printable")
        head, body = _multipart("alternative", f"{boundary}a", [(head, body), html])
    if mail.attachment:
        head, body = _multipart("mixed", boundary, [(head, body), _attached(mail)])
    return version + head, body


def _text(mail: Mail) -> tuple[list[bytes], bytes]:
    _, wished, encoding = _mailer(mail)
    flowed = wished == "utf-8" and encoding == "8bit"
    text = "\n".join(_flowed(mail.lines) if flowed else mail.lines)
    charset = charset_of(text, wished)
    if text.isascii() and encoding == "8bit":
        charset, encoding = "us-ascii", "7bit"
    return _part(text, "text/plain", charset, encoding, "; format=flowed" if flowed else "")


def _part(text: str, kind: str, charset: str, encoding: str, more: str = "") -> tuple[list[bytes], bytes]:
    raw = f"{text}\n".encode(charset)
    if encoding == "base64":
        raw = base64.encodebytes(raw)
    elif encoding == "quoted-printable":
        raw = quopri.encodestring(raw)
    head = [f"Content-Type: {kind}; charset={charset}{more}", f"Content-Transfer-Encoding: {encoding}"]
    return [line.encode() for line in head], raw


def _attached(mail: Mail) -> tuple[list[bytes], bytes]:
    """A small file: what it holds is of no interest."""
    head = [
        b"Content-Type: application/octet-stream",
        b"Content-Transfer-Encoding: base64",
        f"Content-Disposition: attachment; {file_name(mail.attachment)}".encode(),
    ]
    return head, base64.encodebytes(hashlib.sha512(mail.message_id.encode()).digest() * 3)


def _multipart(kind: str, boundary: str, parts: list[tuple[list[bytes], bytes]]) -> tuple[list[bytes], bytes]:
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\n" + b"\n".join(head) + b"\n\n" + raw.rstrip(b"\n") + b"\n" for head, raw in parts)
    return [f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode()], body + line + b"--\n"


def _html(mail: Mail) -> str:
    """The text of a mail as a plain HTML page."""
    rows = "<br>\n".join(escape(line, quote=False) for line in mail.lines)
    return f"<html><body>\n<div>{rows}</div>\n</body></html>"


def _flowed(lines: tuple[str, ...]) -> list[str]:
    """Lines as RFC 3676 wants them: a long line that goes on ends with a blank, a blank at its start is doubled."""
    found, in_text = [], True
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        in_text = in_text and not line.startswith(("--", "__"))
        next_word = following.split(" ", maxsplit=1)[0]
        was_folded = next_word and len(line) + len(next_word) >= WIDTH and not POSTCODE.search(line)
        goes_on = in_text and was_folded and not line.startswith(MARKS) and not following.startswith(MARKS)
        stuffed = f" {line}" if line.startswith((" ", "From ")) else line
        found.append(f"{stuffed} " if goes_on else stuffed)
    return found
