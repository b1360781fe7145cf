"""Pages of Hypermail, one a mail: `0042.html`, as on many old sites and in the archives of the W3C.

Versions 1.0 to 2.4 write what they need to go on with an archive in comments of each page (print.c): author, date, id,
the mail replied to. Texts are preformatted, lines with breaks, or the HTML of the mail. Sites may write `_at_` for `@`,
also in ids, and hide the domains of addresses; then the name alone tells the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from maillage.ingest import charsets
from maillage.ingest.bodies import Reading
from maillage.ingest.dates import volume_month
from maillage.ingest.folders import read_each
from maillage.ingest.headers import Fields
from maillage.ingest.mail import message_of
from maillage.ingest.pages import (
    SAMPLED,
    characters,
    charset_of,
    folders_with,
    left_beside,
    numbered,
    pages_of,
    plain,
    preformatted,
    refused,
    size_beside,
    unescaped,
)
from maillage.ingest.parts import Part, beginning, path_in
from maillage.records import Message, Problem, Record

PAGE = re.compile(r"\d{4,9}\.(?:html?|php)")
INDEX = re.compile(r"(?:index|date|thread|author|subject|attachment)\.(?:html?|php)")
HEAD = 1 << 15  # bytes of a page in which its comments begin

_BEGIN, _END = b'<!-- body="start" -->', b'<!-- body="end" -->'
_COMMENT = re.compile(r'^[ \t]*<!-- (\w{2,12})="([^\n]*)" -->', re.MULTILINE)
_ISO = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")
_TWICE = re.compile(r"&amp;(?=(?:amp|quot|lt|gt|#\d{1,5});)")
_HIDDEN = re.compile(r"\[[^\[\]]*\]$|no email")
_ID = re.compile(r"\S+@\S+")
# Texts of charsets other than Latin-1 have each of their bytes as an entity, where iconv was not built in.
_BYTES = re.compile(r"(?:&#(?:12[89]|1[3-9]\d|2[0-4]\d|25[0-5]);)+")
_NUMBER = re.compile(r"\d+")
_SHOWN = re.compile(r"<span id=\"(to|cc)\">[^<]*(?:<(?!/span>)[^<]*){0,400}</span>", re.IGNORECASE)
_HEADER, _HEADER_END = '<address class="headers">', "</address>"
_RECEIVED = '<span id="received">'
_LONGEST_HEADER = 20_000
_ATTACHED = re.compile(
    r"<li>\s*([\w.+-]{1,60}/[\w.+-]{1,80})\s[^<>]{0,60}:\s*<a href=\"([^\"<>]*)\"[^<>]*>([^<>]*)</a>\s*(?:</li>)?",
    re.IGNORECASE,
)
_AROUND = re.compile(r"<!-- attachment=\"[^\n]*\" -->|<hr[^<>]*>|</?ul[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?([a-z][a-z\d]*)", re.IGNORECASE)
_MADE = frozenset(("a", "b", "br", "em", "i", "p", "pre", "span", "strong", "u"))
_PRE = re.compile(r"<pre(?:\s[^<>]*)?>\n?", re.IGNORECASE)
_LINE = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
_ENDS = (("\n</span><br", "<br"), ("\n</em><br", "<br"), ("\n<br", "<br"))  # of lines, before their breaks
_PARAGRAPH = re.compile(r"</?p(?:\s[^<>]*)?>", re.IGNORECASE)
_OTHER = re.compile(r"</?(?:pre|span)(?:\s[^<>]*)?>", re.IGNORECASE)


def recognizes(path: Path) -> bool:
    """Whether a file is a page of a mail, or a folder or one below it holds some."""
    if not path.is_dir():
        return is_page(beginning(path, HEAD))
    return any(holds_pages(folder) for folder in folders_with(path, PAGE))


def holds_pages(folder: Path) -> bool:
    """Whether files of a folder are pages of mails."""
    return any(is_page(beginning(file, HEAD)) for file in numbered(folder, PAGE)[:SAMPLED])


def is_page(head: bytes) -> bool:
    """Whether a file that begins so is the page of a mail, and no index."""
    return _BEGIN in head and b'<!-- received="' in head


def is_companion(path: Path) -> bool:
    """Whether a file is an index of the pages, or one that came with a mail in a folder of its own."""
    return bool(INDEX.fullmatch(path.name)) or path.parent.name.startswith("att-")


def left_unread(path: Path) -> Iterator[tuple[str, int, str]]:
    """The files beside the pages: the path of each, its bytes and what it is."""
    return left_beside(path, PAGE, INDEX)


def parts(path: Path) -> Iterator[Part]:
    """The folders with pages, oldest first where their names tell a month (`2018AprJun` in the W3C's archives)."""
    if not path.is_dir():
        yield Part(path, path_in(path.parent, path))
        return
    for folder in sorted(folders_with(path, PAGE), key=lambda folder: (_month(folder.name), folder)):
        yield Part(folder, path_in(path, folder))


def _month(name: str) -> str:
    return volume_month(name) or volume_month(name[:7]) or ""


def read(part: Part, begin: int = 0) -> Iterator[Record]:  # noqa: ARG001 one folder is read whole
    """The mails of a folder, by the numbers of their pages."""
    folder, files = pages_of(part, PAGE)
    volume = _month(folder.absolute().name)
    yield from read_each(folder, files, partial(read_page, folder=folder, volume=volume))


def read_page(raw: bytes, place: str, *, folder: Path | None = None, volume: str = "") -> Message | Problem:
    """The mail of a page, from its bytes; or the problem that it is none.

    `place`: as the ledger shows it. `folder`: where the files lie that came with the mail, for their sizes. `volume`:
    a month, for mails without a date.
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
    head = charsets.decode(raw[max(0, begin - HEAD) : begin], declared)[0].replace("\0", "\ufffd")
    comments = {name.lower(): value for name, value in reversed(_COMMENT.findall(head))}
    charset = comments.get("charset", "") or declared
    html, guessed = charsets.decode(raw[begin + len(_BEGIN) : end].replace(b"\r\n", b"\n"), declared or charset)
    if guessed:
        reading.repairs.append("charset-guessed")
    html = _whole(html.replace("\0", "\ufffd"), charset)
    fields = _fields({name: _whole(value, charset) for name, value in comments.items()})
    header, html = _apart(html)
    for shown in _SHOWN.finditer(header):
        fields.setdefault(shown[1].lower(), plain(shown[0]).partition(":")[2].strip())
    _read_body(html, folder, reading)
    own = repr(sorted(fields.items())).encode() + raw[begin:end]
    return message_of(fields, reading, place, len(raw), own=own, volume=volume)


def _apart(html: str) -> tuple[str, str]:
    """The header that stands in the body since 2.2, "" where there is none, and the mail's own text."""
    begin = html.find(_HEADER, 0, 1000)
    end = html.find(_HEADER_END, begin, begin + _LONGEST_HEADER) if begin >= 0 else -1
    header = ""
    if end >= 0:
        header, html = html[begin:end], html[:begin] + html[end + len(_HEADER_END) :]
    footer = html.rfind(_RECEIVED)
    return header, html if footer < 0 else f"{html[:footer]}</div>\n"


def _whole(html: str, charset: str) -> str:
    """The same, with characters in place of the bytes that stand as entities of their own."""

    def character(found: re.Match[str]) -> str:
        return charsets.decode(bytes(map(int, _NUMBER.findall(found[0]))), charset)[0]

    return _BYTES.sub(character, html) if "&#" in html else html


def _fields(comments: dict[str, str]) -> Fields:
    """The fields of the mail that the comments tell."""
    values = {name: characters(_TWICE.sub("&", value)).strip() for name, value in comments.items()}
    fields: Fields = {"subject": values.get("subject", ""), "date": values.get("sent", "")}
    address, name = values.get("email", ""), values.get("name", "")
    address = "" if _HIDDEN.search(address) else _with_at(address)
    if address or name:
        fields["from"] = f"{address} ({name})" if address and name else address or name
    received = _ISO.fullmatch(values.get("isoreceived", ""))
    fields["received"] = "; {}-{}-{}T{}:{}:{}Z".format(*received.groups()) if received else ""
    own, above = _with_at(values.get("id", "")), _with_at(values.get("inreplyto", ""))
    if own:
        fields["message-id"] = f"<{own.strip('<>')}>"
    if _ID.fullmatch(above):  # it may be a subject, when Hypermail guessed by that
        fields["in-reply-to"] = f"<{above.strip('<>')}>"
    return fields


def _with_at(written: str) -> str:
    """An address or an id with its `@`."""
    if "@" in written or "_at_" not in written:
        return written
    local, _, host = written.rpartition("_at_")
    return f"{local}@{host}"


def _read_body(html: str, folder: Path | None, reading: Reading) -> None:
    """The text of a body, and the files that came with the mail."""
    for kind, written, name in _ATTACHED.findall(html):
        link = characters(written)
        shown = link.rpartition("/")[2] if name == "stored" else characters(name)
        reading.attach(shown.strip(), kind.lower(), size_beside(folder, link))
    if reading.attachments:
        html = _AROUND.sub("", _ATTACHED.sub("", html))
    html = html.replace('<div class="mail">', "").replace("</div>\n", "\n") if '<div class="mail">' in html else html
    if {tag.lower() for tag in _TAG.findall(html)} <= _MADE:
        text = _lines(html)
    else:
        from maillage.ingest.html import text_of as text_of_html

        text = text_of_html(html)
    reading.texts.append(unescaped(f"{text.strip(chr(10))}\n") if text.strip() else "")


def _lines(html: str) -> str:
    """Text of lines that end with a break, a new one or both, blank ones being paragraphs; some of it preformatted."""
    html = _PRE.sub("", html)
    for end, bare in _ENDS:
        html = html.replace(end, bare)
    html = _LINE.sub("\n", html)
    return preformatted(_OTHER.sub("", _PARAGRAPH.sub("\n", html)).replace("&nbsp;", " "))
