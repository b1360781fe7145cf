"""Pipermail's pages, one a mail (`2003-October/000006.html`), of lists whose text volumes are gone.

A page has less than a volume: no References, the date in the server's zone, and of In-Reply-To only what the tree of
the month's `thread.html` tells. Each line of that tree has a comment with the numbers of the mails above it, by which
Mailman itself sorts (its pipermail.py: a mail stands below the one that it replies to, when that one is of the same
volume). Of Mailman 2.0 and 2.1 (HyperArch.py, article.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes

from maillage.ingest import charsets
from maillage.ingest.bodies import Reading
from maillage.ingest.dates import read_date, volume_month
from maillage.ingest.folders import read_each
from maillage.ingest.headers import Fields, text_of
from maillage.ingest.mail import message_of
from maillage.ingest.pages import (
    SAMPLED,
    characters,
    charset_of,
    folders_with,
    left_beside,
    number_of,
    numbered,
    pages_of,
    preformatted,
    refused,
    running,
    unescaped,
)
from maillage.ingest.parts import LONGEST, Part, beginning, path_in
from maillage.ingest.pipermail import note_attachments, of_nobody
from maillage.records import Message, Problem, Record

PAGE = re.compile(r"\d{6,9}\.html?")
INDEX = re.compile(r"(?:thread|author|date|subject|index)\.html?|pipermail\.css")
TREE = "thread.html"
HEAD = 1 << 15  # bytes of a page in which its mail begins

_BEGIN, _END = b"<!--beginarticle-->", b"<!--endarticle-->"
_SUBJECT = re.compile(r"<H1>([^<]*(?:<(?!/H1>)[^<]*){0,40})</H1>", re.IGNORECASE)
_NAME = re.compile(r"<B>([^<]*)</B>", re.IGNORECASE)
_LINK = re.compile(r"""<A HREF="mailto:([^"<>]*)\"""", re.IGNORECASE)
_ADDRESS = re.compile(r">([^<>]*)</A>\s*<BR>", re.IGNORECASE)
_DATE = re.compile(r"<I>([^<]*)</I>", re.IGNORECASE)
_SHOWN = (("subject", _SUBJECT), ("name", _NAME), ("link", _LINK), ("address", _ADDRESS), ("date", _DATE))
_REPLY = re.compile(r"[?&]In-Reply-To=([^&]*)", re.IGNORECASE)
_PRE = re.compile(r"\s*<PRE>", re.IGNORECASE)
_PRE_END = re.compile(r"</PRE>\s*$", re.IGNORECASE)
_NATIONAL = re.compile(r"\S+ +(\d{1,2}) +(\S+) +(\d\d:\d\d:\d\d) +(.*?) *(\d{4})")
_BRANCH = re.compile(rb"<!--\d{1,3} ((?:\d{2,11}\.\d{1,9}-){1,1000}) -->")


def recognizes(path: Path) -> bool:
    """Whether a file is a page of a mail, or a folder holds some, without the volumes that say the same."""
    if not path.is_dir():
        return is_page(beginning(path, HEAD))
    return any(holds_pages(folder) for folder in folders_with(path, PAGE))


def holds_pages(folder: Path) -> bool:
    """Whether files of a folder are pages of mails that have to be read."""
    if any(file.name.startswith(f"{folder.name}.txt") for file in folder.parent.iterdir()):
        return False
    return any(is_page(beginning(file, HEAD)) for file in numbered(folder, PAGE)[:SAMPLED])


def is_page(head: bytes) -> bool:
    """Whether a file that begins so is the page of a mail."""
    return _BEGIN in head


def is_companion(path: Path) -> bool:
    """Whether a file is an index of the pages, or one that came with a mail."""
    return bool(INDEX.fullmatch(path.name)) or "attachments" in path.parts


def left_unread(path: Path) -> Iterator[tuple[str, int, str]]:
    """The files beside the pages: the path of each, its bytes and what it is."""
    return left_beside(path, PAGE, INDEX)


def parts(path: Path) -> Iterator[Part]:
    """The folders with pages, oldest first by the months in their names; or the one page."""
    if not path.is_dir():
        yield Part(path, path_in(path.parent, path))
        return
    for folder in sorted(folders_with(path, PAGE), key=lambda folder: (volume_month(folder.name) or "", folder)):
        yield Part(folder, path_in(path, folder))


def read(part: Part, begin: int = 0) -> Iterator[Record]:  # noqa: ARG001 one folder is read whole
    """The mails of a month, by number."""
    folder, files = pages_of(part, PAGE)
    month = Month(folder.absolute().name)
    if part.path.is_dir():
        month.read_tree(folder)
        month.learn_ids(files)
    yield from read_each(folder, files, lambda raw, place: read_page(raw, place, month))


@dataclass
class Month:
    """What is known of the mails of a volume beside their own pages, each by its number.

    `name`: of the volume. `parents`: which mail each one replies to. `moments`: when each was sent, in seconds since
    1970. `ids`: their Message-IDs, as far as they are known yet.
    """

    name: str = ""
    parents: dict[int, int] = field(default_factory=dict)
    moments: dict[int, int] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)

    def read_tree(self, folder: Path) -> None:
        """Take up the tree of a month's threads; one that is not there, or cannot be read, tells nothing."""
        file = folder / TREE
        try:
            raw = file.read_bytes() if file.is_file() and file.stat().st_size <= LONGEST else b""
        except OSError:
            return
        for branch in _BRANCH.findall(raw):
            mails = [mail.split(b".") for mail in branch.rstrip(b"-").split(b"-")]
            moment, number = int(mails[-1][0]), int(mails[-1][1])
            self.moments[number] = moment
            if len(mails) > 1:
                self.parents[number] = int(mails[-2][1])

    def learn_ids(self, files: list[Path]) -> None:
        """Learn ids from the replies to them, in pages of old versions, which name that of the mail above only."""
        for file in files:
            link = _LINK.search(text_of(beginning(file, HEAD)))
            own, above = ids_of(link[1] if link else "")
            if own:  # not an old one, and then none is
                return
            parent = self.parents.get(number_of(file))
            if above and parent is not None:
                self.ids.setdefault(parent, above)


def ids_of(link: str) -> tuple[str, str]:
    """The id of a page's own mail and of the one that it replies to, by the link to write an answer; "" where not said.

    The link's `In-Reply-To` is what an answer would have: the page's own id, in brackets. Until 2.1.5 it was the
    mail's, without.
    """
    found = _REPLY.search(characters(link))
    written = text_of(unquote_to_bytes(found[1])).strip() if found else ""
    return (written.strip("<>"), "") if written.startswith("<") else ("", written)


def read_page(raw: bytes, place: str, month: Month | None = None) -> Message | Problem:
    """The mail of a page, from its bytes; or the problem that it is none.

    `place`: the name of its file, whose number stands in the tree. `month`: what else is known of it and of its
    neighbours; the page's id is added.
    """
    if refusal := refused(raw, place, is_page):
        return refusal
    begin = raw.find(_BEGIN)
    end = raw.find(_END, begin)
    reading = Reading()
    if end < 0:
        reading.repairs.append("page-cut")
        end = len(raw)
    declared = charset_of(raw[:begin])
    body, guessed = charsets.decode(raw[begin + len(_BEGIN) : end].replace(b"\r\n", b"\n"), declared)
    if guessed:
        reading.repairs.append("charset-guessed")
    reading.texts.append(_text(body.replace("\0", "\ufffd")))
    note_attachments(reading)
    month = Month() if month is None else month
    number = number_of(Path(place))
    shown = charsets.decode(raw[max(0, begin - HEAD) : begin], declared)[0].replace("\0", "\ufffd")
    fields = _fields(shown)
    written = fields.get("date", "")
    fields["date"] = _date(written, month.moments.get(number))
    _thread(fields, month, number)
    own = repr(sorted(fields.items())).encode() + raw[begin:end]
    message = message_of(fields, reading, place, len(raw), own=own, volume=month.name)
    return of_nobody(message._replace(date_written=written))


def _text(html: str) -> str:
    opening = _PRE.match(html)
    if opening:
        return unescaped(preformatted(_PRE_END.sub("", html[opening.end() :])))
    from maillage.ingest.html import text_of as text_of_html

    return text_of_html(html)


def _fields(html: str) -> Fields:
    """What stands above the text: subject, name, address and date; the link to answer as `link`."""
    fields: Fields = {}
    place = 0
    for name, pattern in (
        ("subject", _SUBJECT),
        ("name", _NAME),
        ("link", _LINK),
        ("address", _ADDRESS),
        ("date", _DATE),
    ):
        found = pattern.search(html, place)
        if found:
            fields[name] = found[1] if name == "link" else running(found[1])
            place = found.end()
    address, name = fields.pop("address", ""), fields.pop("name", "")
    if address or name:
        fields["from"] = f"{address} ({name})" if address and name else address or name
    return fields


def _date(written: str, told: int | None) -> str:
    """A date as mails write it, of the one on the page, in the words of the list's language.

    `told`: the moment that the tree tells, in seconds since 1970. It settles what the words leave open, a zone that
    nobody knows or an unknown month.
    """
    national = _NATIONAL.fullmatch(written)  # `Mar 13 Juin`, whose first word is a Tuesday, and no March
    date = "{0} {1} {4} {2} {3}".format(*national.groups()) if national else written
    if told is None:
        return date
    moment = read_date(date)
    known = datetime.fromtimestamp(told, UTC)
    if moment and moment.utc_offset is not None:
        if moment.sent_at == f"{known:%Y-%m-%dT%H:%M:%SZ}":
            return date
        return format_datetime(known.astimezone(timezone(timedelta(minutes=moment.utc_offset))))
    return format_datetime(known).replace("+0000", "-0000")  # RFC 5322, 3.3: nothing is known of its zone


def _thread(fields: Fields, month: Month, number: int) -> None:
    """Set Message-ID and In-Reply-To, and remember the first of the two."""
    own, above = ids_of(fields.pop("link", ""))
    own = own or month.ids.get(number, "")
    if own:
        month.ids[number] = own
        fields["message-id"] = f"<{own}>"
    parent = month.ids.get(month.parents.get(number, -1), "")
    if above or parent:
        fields["in-reply-to"] = f"<{above or parent}>"
