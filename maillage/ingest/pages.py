"""Web pages of mails: what the readers of MHonArc, pipermail and Hypermail have in common."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from maillage.ingest.dates import volume_month
from maillage.ingest.folders import folders_of, mails_of, too_long
from maillage.ingest.parts import LONGEST, Part, path_in
from maillage.records import Problem

SAME = "the same mails in another form"
UNKNOWN = "application/octet-stream"
SAMPLED = 20  # pages of a folder that are looked at to tell whose they are

_INLINE = re.compile(r"</?(?:a|abbr|b|em|font|i|q|span|strong|tt|u)(?:\s[^<>]*)?>", re.IGNORECASE)
_ESCAPED_FROM = re.compile(r"^>(>*From )", re.MULTILINE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"\n?<br\s*/?>\n?", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:+-]{1,40})""", re.IGNORECASE)
_FOLD = re.compile(r"[ \t\r]*\n\s*")
_PERIOD = re.compile(r"\d\d|\d{4}(?:[A-Z][a-z]{2}){0,2}")
_NUMBER = re.compile(r"\d+")
_KINDS = mimetypes.MimeTypes(filenames=())  # Python's own table: the same on every machine


def folders_with(path: Path, name: re.Pattern[str]) -> Iterator[Path]:
    """A folder and the ones below it that hold files of such names, sorted. Raises UnreadableArchive."""
    for folder in folders_of(path):
        if any(name.fullmatch(file.name) for file in mails_of(folder)):
            yield folder


def is_period(name: str) -> bool:
    """Whether a folder's name tells a time and no list: `2003-October`, `2003`, `10`, `2018AprJun`."""
    return bool(_PERIOD.fullmatch(name) or volume_month(name))


def numbered(folder: Path, name: re.Pattern[str]) -> list[Path]:
    """The files of a folder that have such names, by the last number in them. Raises UnreadableArchive."""
    files = [file for file in mails_of(folder) if name.fullmatch(file.name)]
    return sorted(files, key=lambda file: (number_of(file), file.name))


def pages_of(part: Part, name: re.Pattern[str]) -> tuple[Path, list[Path]]:
    """The folder of a part, and its pages of such names by number; or of the one page that it is. As `numbered`."""
    if part.path.is_dir():
        return part.path, numbered(part.path, name)
    return part.path.parent, [part.path]


def refused(raw: bytes, place: str, is_page: Callable[[bytes], bool]) -> Problem | None:
    """The problem that bytes are no page of a mail, or of one that is too long; None for what is read."""
    if len(raw) > LONGEST:
        return too_long(place, len(raw))
    if not is_page(raw):
        return Problem(place, len(raw), "no page of a mail" if raw else "empty file")
    return None


def number_of(file: Path) -> int:
    """The last number in a file's name, 0 where there is none."""
    return int((_NUMBER.findall(file.stem) or ["0"])[-1][:18])


def left_beside(path: Path, name: re.Pattern[str], index: re.Pattern[str]) -> Iterator[tuple[str, int, str]]:
    """The files beside pages of such names that are no pages: the path of each, its bytes and what it is."""
    if not path.is_dir():
        return
    for folder in folders_with(path, name):
        for file in mails_of(folder):
            if not name.fullmatch(file.name):
                reason = (
                    SAME if index.fullmatch(file.name) else "beside the pages: it came with a mail, or with the site"
                )
                yield path_in(path, file), file.stat().st_size, reason


def charset_of(head: bytes) -> str:
    """The charset that the head of a page declares, "" where it declares none."""
    found = _CHARSET.search(head)
    return found[1].decode("ascii", "replace") if found else ""


def preformatted(html: str) -> str:
    """The text of what stands in `<pre>`: its lines as they are, links and italics taken off."""
    return characters(_INLINE.sub("", html) if "<" in html else html)


def broken_lines(html: str) -> str:
    """The text of lines that end with `<br>`."""
    return preformatted(_BREAK.sub("\n", html).replace("&nbsp;", " "))


def plain(html: str) -> str:
    """The text of a field on one line, without tags; blanks inside it stay as they are written."""
    text = characters(_ANY_TAG.sub("", html)).strip()
    return _FOLD.sub(" ", text) if "\n" in text else text


def running(html: str) -> str:
    """The text of a heading on one line, without tags, and with single blanks."""
    return " ".join(characters(_ANY_TAG.sub("", html)).split())


def unescaped(text: str) -> str:
    """Lines without the `>` that an mbox has put before a `From `: archives are made of mailboxes, and keep it."""
    return _ESCAPED_FROM.sub(r"\1", text) if ">From " in text else text


def characters(text: str) -> str:
    """Entities as the characters they stand for."""
    if "&" not in text:
        return text
    # What archives write hundreds of times in a mail, without the standard library's search for 2,231 names.
    text = text.replace("&gt;", ">").replace("&lt;", "<").replace("&quot;", '"')
    if text.count("&") == text.count("&amp;"):
        return text.replace("&amp;", "&")
    return unescape(text)


def type_of(name: str) -> str:
    """The media type that a file's name tells, as mails write it."""
    return _KINDS.guess_type(name, strict=False)[0] or UNKNOWN


def size_beside(folder: Path | None, link: str) -> int | None:
    """Bytes of the file that a relative link of a page means; None where it is not there, or not below the folder."""
    if folder is None:
        return None
    target = unquote(link)
    if not target or target.startswith(("/", "\\")) or ":" in target or ".." in target.split("/") or "\0" in target:
        return None
    try:
        file = folder / target
        return file.stat().st_size if file.is_file() else None
    except OSError:
        return None
