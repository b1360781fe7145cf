"""Pages that MHonArc makes of mails, one a file: `msg00012.html`, alone, in Sympa, on many sites.

What it needs to go on with an archive stands in comments at the beginning of each page (its mhmsgfile.pl): subject,
author, date, id, references. The author is turned by 13 letters there, and whole even where the page hides addresses.
Of versions 1 to 2.6; the comments that one lacks are taken from the fields that it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from maillage.ingest import charsets
from maillage.ingest.bodies import Reading
from maillage.ingest.dates import read_date, volume_month
from maillage.ingest.folders import read_each
from maillage.ingest.headers import Fields, text_of
from maillage.ingest.mail import message_of
from maillage.ingest.pages import (
    SAMPLED,
    UNKNOWN,
    broken_lines,
    characters,
    charset_of,
    folders_with,
    left_beside,
    numbered,
    pages_of,
    plain,
    preformatted,
    refused,
    running,
    size_beside,
    type_of,
    unescaped,
)
from maillage.ingest.parts import Part, beginning, path_in
from maillage.records import Message, Problem, Record

PAGE = re.compile(r"[A-Za-z_-]{0,20}\d{5,9}\.s?html?")
"""The name of a mail's page: `msg` (another word in some archives) and its number."""
INDEX = re.compile(
    r"(?:index|maillist|mail\d+|threads|thrd\d+|(?:date|thread|author|subject)s?\d*)\.(?:s?html?|php)", re.IGNORECASE
)
_ATTACHED_TO = re.compile(r"[A-Za-z_-]{0,20}\d{5,9}")
HEAD = 1 << 16  # bytes of a page in which its comments begin, behind what the site has put before them

_COMMENT = re.compile(rb"^<!--X-([\w-]{1,40}): ([^\n]*?) -->[ \t\r]*$", re.MULTILINE)
_NUMBERED = re.compile(rb"&#(\d{1,3});")
# As MHonArc's `mrot13`: capitals turn in a circle of 28, with `@` and `[`.
_ALPHABET = b"@ABCDEFGHIJKLMNOPQRSTUVWXYZ[abcdefghijklmnopqrstuvwxyz"
_TURNED = b"NOPQRSTUVWXYZ[@ABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm"
R13 = bytes.maketrans(_ALPHABET, _TURNED)

_MARKS = (b"<!--X-Message-Id: ", b"<!--X-Head-of-Message-->", b"<!--X-Body-of-Message-->")
_MADE_ID = "@NO-ID-FOUND.mhonarc.org"
_ID_OF_NOTHING = b"d41d8cd98f00b204e9800998ecf8427e"  # MD5 of no header: many mails have this one
_NAMELESS = ("unknown", "anonymous")  # what stands for want of a From field
_IDS = re.compile(r"<([^<>\s]+)>")
_ZONE = re.compile(r"(?:[+-]\d{4}|\b[A-Z]{2,4})(?: \([^()]*\))?\s*$")

_FIELD = re.compile(r"</(?:li|tr|dd|p)\s*>|<br\s*/?>", re.IGNORECASE)
_LABEL = re.compile(r"([^\W\d_][\w -]{0,40}?)\s*:\s*(.*)", re.DOTALL)
_FRENCH = {
    "de": "from", "à": "to", "a": "to", "pour": "to", "copie": "cc", "copie à": "cc", "objet": "subject",
    "sujet": "subject", "en réponse à": "in-reply-to", "références": "references",
}  # fmt: skip


def recognizes(path: Path) -> bool:
    """Whether a file is a page of a mail, or a folder or one below it holds some, and not the mails beside them."""
    if not path.is_dir():
        return is_page(beginning(path, HEAD))
    return any(holds_pages(folder) for folder in folders_with(path, PAGE))


def holds_pages(folder: Path) -> bool:
    """Whether files of a folder are pages of mails that have to be read."""
    if (folder / "arctxt").is_dir():  # Sympa's own archive, which has the mails themselves
        return False
    return any(is_page(beginning(file, HEAD)) for file in numbered(folder, PAGE)[:SAMPLED])


def is_page(head: bytes) -> bool:
    """Whether a file that begins so is the page of a mail, and no index."""
    return any(mark in head for mark in _MARKS)


def is_companion(path: Path) -> bool:
    """Whether a file says what the pages say: an index of them, or what came with a mail in a folder of its own."""
    return bool(INDEX.fullmatch(path.name) or _ATTACHED_TO.fullmatch(path.parent.name))


def left_unread(path: Path) -> Iterator[tuple[str, int, str]]:
    """The files beside the pages: the path of each, its bytes and what it is."""
    return left_beside(path, PAGE, INDEX)


def parts(path: Path) -> Iterator[Part]:
    """Each folder with pages; or the one page."""
    if not path.is_dir():
        yield Part(path, path_in(path.parent, path))
        return
    for folder in folders_with(path, PAGE):
        yield Part(folder, path_in(path, folder))


def read(part: Part, begin: int = 0) -> Iterator[Record]:  # noqa: ARG001 one folder is read whole
    """The mails of a folder, by the numbers of their pages."""
    folder, files = pages_of(part, PAGE)
    volume = "/".join(folder.absolute().parts[-2:])
    yield from read_each(folder, files, partial(read_page, folder=folder, volume=volume))


def read_page(raw: bytes, place: str, *, folder: Path | None = None, volume: str = "") -> Message | Problem:
    """The mail of a page, from its bytes; or the problem that it is none.

    `place`: as the ledger shows it. `folder`: where the files lie that came with the mail, for their sizes. `volume`:
    a name that tells the month (`2003-10`), for mails without a date.
    """
    if refusal := refused(raw, place, is_page):
        return refusal
    comments = _comments(raw)
    begin, body, is_cut = _between(raw, b"<!--X-Body-of-Message-->", b"<!--X-Body-of-Message-End-->")
    declared = charset_of(raw[:begin]) or "utf-8"
    reading = Reading()
    if is_cut:
        reading.repairs.append("page-cut")
    shown = _shown(_decoded(_between(raw, b"<!--X-Head-of-Message-->", b"<!--X-Head-of-Message-End-->")[1], declared))
    fields = _fields(comments, shown)
    from_line = _date(fields, comments.get("date", [b""])[0], volume, is_bare=not shown)
    html, guessed = charsets.decode(body.replace(b"\r\n", b"\n"), declared)
    if guessed:
        reading.repairs.append("charset-guessed")
    derived = [_text(value) for value in comments.get("derived", ())]
    _read_body(html.replace("\0", "\ufffd"), fields.get("content-type", ""), derived, folder, reading)
    own = repr(sorted(fields.items())).encode() + body
    message = message_of(fields, reading, place, len(raw), own=own, from_line=from_line, volume=volume)
    return message._replace(id_source="made") if message.message_id.endswith(_MADE_ID) else message


def _between(raw: bytes, begin: bytes, end: bytes) -> tuple[int, bytes, bool]:
    """Where a section of a page begins, its bytes, and whether the page ends inside it."""
    start = raw.find(begin)
    if start < 0:
        return len(raw), b"", False
    after = start + len(begin)
    stop = raw.find(end, after)
    inside = raw[after:stop] if stop >= 0 else raw[after:]
    return start, inside.removeprefix(b"\r").removeprefix(b"\n").removesuffix(b"\n"), stop < 0


def _decoded(raw: bytes, declared: str) -> str:
    return charsets.decode(raw, declared)[0].replace("\0", "\ufffd")


# ------------------------------------------------------------------------------------------ the header


def _comments(raw: bytes) -> dict[str, list[bytes]]:
    """The values of the comments, by lower-case name, in their order; those of a page stand before its own text."""
    start = raw.find(b"<!--X-")
    end = raw.find(b"<!--X-Head-End-->", start)
    if end < 0:
        end = raw.find(b"<!--X-Body-of-Message-->", start)
    found: dict[str, list[bytes]] = {}
    for name, value in _COMMENT.findall(raw[start : end if end >= 0 else start + HEAD]):
        found.setdefault(name.decode().lower(), []).append(_NUMBERED.sub(_byte, value) if b"&#" in value else value)
    return found


def _byte(found: re.Match[bytes]) -> bytes:
    number = int(found[1])
    return bytes((number,)) if number < 256 else found[0]


def _text(value: bytes) -> str:
    """A value as text; of a field that stood more than once, the first (2.4 joins them)."""
    return text_of(value.partition(b"\x1c")[0].strip())


def _shown(html: str) -> Fields:
    """The fields that a page shows, by lower-case English name; the first of each."""
    fields: Fields = {}
    for line in _FIELD.split(html):
        field = _LABEL.fullmatch(plain(line))
        if field:
            name = field[1].lower()
            fields.setdefault(_FRENCH.get(name, name), field[2])
    return fields


def _fields(comments: dict[str, list[bytes]], shown: Fields) -> Fields:
    """The fields of the mail, from the comments of its page and from what it shows."""
    fields = dict(shown)
    if "subject" in comments:
        fields["subject"] = _text(comments["subject"][0])
    author = _author(comments)
    if author.lower() not in ("", *_NAMELESS):
        fields["from"] = author
    elif fields.get("from", "").lower() in _NAMELESS:
        del fields["from"]
    for name in ("content-type", "contenttype"):  # the second one in older versions
        if name in comments:
            fields["content-type"] = _text(comments[name][0])
            break
    if "message-id" in comments and not comments["message-id"][0].startswith(_ID_OF_NOTHING):
        fields["message-id"] = f"<{_text(comments['message-id'][0]).strip('<>')}>"
    references = [
        _text(value).strip("<>") for name in ("reference", "reference-id") for value in comments.get(name, ())
    ]
    if references:
        _thread(fields, shown, references)
    return fields


def _author(comments: dict[str, list[bytes]]) -> str:
    if "from-r13" in comments:
        return _text(comments["from-r13"][0].translate(R13))
    return _text(comments["from"][0]) if "from" in comments else ""


def _thread(fields: Fields, shown: Fields, references: list[str]) -> None:
    """Set References and In-Reply-To from the ids in the comments: those of the first, then the last of the second.

    Where the page shows the two fields they tell which is which, else the last id is what the mail replies to.
    """
    known = set(references)
    named = [one for one in _IDS.findall(shown.get("in-reply-to", "")) if one in known]
    listed = [one for one in _IDS.findall(shown.get("references", "")) if one in known]
    if not named and not listed:
        named, listed = references[-1:], references
    fields["in-reply-to"] = " ".join(f"<{one}>" for one in named)
    fields["references"] = " ".join(f"<{one}>" for one in listed)


def _date(fields: Fields, written: bytes, volume: str, *, is_bare: bool) -> str:
    """Set Date, and Received where the archive sorts by it; an mbox line for the moment that the archive made up.

    MHonArc writes the moment of the conversion, without a zone, where a mail has none. It is taken for that of arrival
    where the folder is of the same month. `is_bare`: the page shows no fields, so that a missing Date says nothing.
    """
    kept = _text(written)
    if fields.get("date"):
        if kept and kept != fields["date"]:
            fields["received"] = f"; {kept}"
        return ""
    if not kept:
        return ""
    if is_bare or _ZONE.search(kept):
        fields["date"] = kept
        return ""
    moment, month = read_date(kept), volume_month(volume)
    return f"From - {kept}" if moment and month and moment.sent_at.startswith(month) else ""


# -------------------------------------------------------------------------------------------- the body

_LINKED = r"""<a href="(?P<{0}>[^"<>]*)"[^<>]*>\s*"""
# What MHonArc puts for a file that came with the mail (mhexternal.pl): in a paragraph, or a box.
_ATTACHED = re.compile(
    r"(?:<p>|<table [^<>]*>\s*<tr[^<>]*>\s*<td>)\s*(?:<strong>(?:<a [^<>]*>\s*<img [^<>]*>\s*</a>|[^<>]{0,60}))?\s*"
    + _LINKED.format("link")
    + r"<tt>(?P<name>[^<>]*)</tt>\s*</a>(?:</strong>)?<br>\s*<em>[^<>]{0,60}</em>[^<>]{0,400}"
    r"(?:</p>|</td>\s*</tr>\s*</table>)\n?",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"<p>\s*" + _LINKED.format("image") + r"<img [^<>]*>\s*</a>\s*</p>\n?", re.IGNORECASE)
# Until 2.4, of what X-Derived names only: any other is a link of an HTML mail.
_FILE = re.compile(r"<p>\s*" + _LINKED.format("file") + r"(?P<label>[^<>]*)</a>\s*</p>\n?", re.IGNORECASE)
_FORWARDED = re.compile(r"<blockquote>\s*<small>---&nbsp;<i>[^<>]{0,60}</i>&nbsp;---</small>\s*", re.IGNORECASE)
_FORWARDED_END = re.compile(
    r"(?:<br>)?\s*<small>---&nbsp;<i>[^<>]{0,60}</i>&nbsp;---</small>\s*</blockquote>", re.IGNORECASE
)
_FORWARDED_HEADER = re.compile(r"<(ul|table)\b(?:[^<]|<(?!/\1>)){0,8000}</\1>", re.IGNORECASE)
_TITLE = re.compile(r"\s*<address>[^<>]{0,40}<strong>[^<>]*</strong>\s*</address>", re.IGNORECASE)
_PRE = re.compile(r"<pre(?:\s[^<>]*)?>", re.IGNORECASE)
_PRE_END = re.compile(r"</pre\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?([a-z][a-z\d]*)", re.IGNORECASE)
_SIMPLE = frozenset(("a", "i", "tt", "em", "b", "u", "br"))
# Text of format=flowed: quotations as boxes, paragraphs in <tt>, fixed lines in <pre>.
_FLOWED = re.compile(r'<blockquote (?:style="border-left|class=)|<pre style="margin|<tt>[^<>]*\n</tt>', re.IGNORECASE)
_NOT_FLOWED = re.compile(
    r'<(?!/?(?:tt|a|i|br)\b|/blockquote>|/pre>|blockquote (?:style="border-left|class=)|pre style="margin)',
    re.IGNORECASE,
)
_MARKS_OF_QUOTATION = re.compile(r"(?: ?(?:> ?)+)?")
WIDTH = 78  # at which Sympa has MHonArc break lines
_FLOW_TAG = re.compile(r"<(/?)(blockquote|pre|tt)\b[^<>]*>", re.IGNORECASE)
_OPENING = re.compile(
    "|".join(f"(?:{one.pattern})" for one in (_ATTACHED, _IMAGE, _FILE, _FORWARDED, _FORWARDED_END, _FLOWED, _PRE)),
    re.IGNORECASE,
)


def _read_body(html: str, kind: str, derived: list[str], folder: Path | None, reading: Reading) -> None:
    """The texts of a page's body, and the files that came with the mail."""
    named: set[str] = set()
    if kind.lower().startswith("text/html"):
        html = _TITLE.sub("", html, count=1)
    _read_pieces(html, derived, folder, reading, named, is_html=kind.lower().startswith("text/html"))
    reading.texts = [unescaped(text) for text in reading.texts]
    for name in derived:
        if not any(link == name or link.startswith(f"{name}/") for link in named):
            size = size_beside(folder, name)
            if size is not None:
                reading.attach(name.rpartition("/")[2], type_of(name), size)


def _read_pieces(
    html: str, derived: list[str], folder: Path | None, reading: Reading, named: set[str], *, is_html: bool
) -> None:
    """Read what MHonArc has put into a body, and what stands between: text of mails in HTML, and broken lines."""
    place = here = 0  # what is read, what is looked at
    while found := _OPENING.search(html, here):
        here = found.end()
        link = found["link"] or found["image"] or found["file"]
        if link is None and not is_html:
            place = here = _read_piece(html, place, found, reading)
        elif link is not None and _is_derived(link, derived, is_certain=not found["file"]):
            _add(reading, html[place : found.start()], is_html=is_html)
            _attach(found, characters(link), folder, reading)
            named.add(characters(link))
            place = here
    _add(reading, html[place:], is_html=is_html)


def _is_derived(link: str, derived: list[str], *, is_certain: bool) -> bool:
    """Whether a link leads to a file that came with the mail: one of those that the comments name, if they do."""
    name = characters(link)
    return any(name == one or name.startswith(f"{one}/") for one in derived) if derived else is_certain


def _attach(found: re.Match[str], link: str, folder: Path | None, reading: Reading) -> None:
    name = running(found["name"] or found["label"] or "") or link.rpartition("/")[2]
    told = type_of(name)
    kind = type_of(link) if told == UNKNOWN else told
    reading.attach(name, kind, size_beside(folder, link))


def _read_piece(html: str, place: int, found: re.Match[str], reading: Reading) -> int:
    """Read a piece of text that MHonArc has marked, and what stands before it from a place on; where it ends."""
    begin = found.start()
    before = html[place:begin]
    if _FLOWED.match(html, begin):
        stop = _NOT_FLOWED.search(html, begin)
        end = stop.start() if stop else len(html)
        if not _is_simple(before):
            _add(reading, before, is_html=False)
            before = ""
        reading.texts.append(_flowed(before + html[begin:end]))
        return end
    _add(reading, before, is_html=False)
    if _FORWARDED_END.match(html, begin):
        return found.end()
    if _FORWARDED.match(html, begin):
        return _forwarded(html, found.end(), reading)
    closing = _PRE_END.search(html, found.end())
    end = closing.start() if closing else len(html)
    text = html[found.end() : end]
    if found[0].startswith("<P"):  # until 2.4 the text began on a line of its own
        text = text.removeprefix("\n")
    reading.texts.append(preformatted(text))
    return closing.end() if closing else end


def _forwarded(html: str, begin: int, reading: Reading) -> int:
    """The header of a mail inside the mail, as the readers of mails show it; where it ends."""
    header = _FORWARDED_HEADER.match(html, begin)
    fields = _shown(header[0]) if header else {}
    lines = [f"{name.title()}: {fields[name]}" for name in ("from", "date", "subject") if name in fields]
    reading.attach("", "message/rfc822", None)
    reading.texts.append("\n".join([*lines, ""]))
    return header.end() if header else begin


def _add(reading: Reading, html: str, *, is_html: bool) -> None:
    """The text of what stands between the pieces: lines that end with `<br>`, or HTML."""
    if not html.strip():
        return
    if not is_html and _is_simple(html):
        if " \n" in html and "<br" in html:  # only paragraphs of format=flowed have lines without breaks
            reading.texts.append(_flowed(html.removeprefix("\n")))
            return
        reading.texts.append(_rejoined(broken_lines(html)))
        return
    from maillage.ingest.html import text_of as text_of_html

    text = text_of_html(html)
    if text.strip():
        reading.texts.append(text)


def _is_simple(html: str) -> bool:
    """Whether nothing stands in it but text, its links and the ends of its lines."""
    return all(tag.lower() in _SIMPLE for tag in _TAG.findall(html))


def _rejoined(text: str) -> str:
    """The lines as they were before the archive broke the long ones (`maxwidth`): each before a word that had no room.

    It leaves the blank before the word at the end of the line, or behind a word that is too long at the beginning of
    the next one, and repeats the marks of a quotation.
    """
    lines: list[str] = []
    is_too_long = False
    room = -1  # left on the line of the page that the last one ends with; -1 where that is whole
    marks = ""
    for line in text.split("\n"):
        own = _MARKS_OF_QUOTATION.match(line)[0]  # type: ignore[index]  # it matches nothing too
        rest = line[len(own) :]
        if own == marks and (0 <= room <= len(rest.partition(" ")[0]) or (is_too_long and rest.startswith(" "))):
            lines[-1] += rest
        else:
            lines.append(line)
        marks = own
        is_too_long = len(line) >= WIDTH and " " not in rest
        room = WIDTH - len(line) if rest.endswith(" ") and len(line) <= WIDTH else -1
    return "\n".join(lines)


def _flowed(html: str) -> str:
    """Text of format=flowed: each paragraph one line, with `>` for each level of quotation (RFC 3676)."""
    lines: list[str] = []
    level, begin = 0, 0
    pending = ""
    is_inside = False
    for tag in (*_FLOW_TAG.finditer(html), None):
        text = html[begin : tag.start() if tag else len(html)]
        begin = tag.end() if tag else len(html)
        if text and (is_inside or not text.isspace()):
            pending = _add_flowed(lines, pending, broken_lines(text), level)
        is_inside = tag is not None and not tag[1] and tag[2].lower() != "blockquote"
        if tag and tag[2].lower() == "blockquote":
            level = max(0, level + (-1 if tag[1] else 1))
        if tag and tag[2].lower() != "tt" and html.startswith("\n", begin):  # it is the page's own
            begin += 1
    if pending:
        lines.append(_quoted(level, pending))
    return "\n".join(lines) + "\n"


def _add_flowed(lines: list[str], pending: str, text: str, level: int) -> str:
    """Add what is complete to the lines; what waits for the rest of its paragraph."""
    *ended, last = text.split("\n")
    for line in ended:
        pending += line
        if not line.endswith(" "):
            lines.append(_quoted(level, "-- " if pending == "--" else pending))
            pending = ""
    return pending + last


def _quoted(level: int, line: str) -> str:
    return f"{'>' * level} {line}" if level and line else ">" * level + line
