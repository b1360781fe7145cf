"""What the readers of subscriber lists share: lines with their numbers, addresses, days."""

from __future__ import annotations

import contextlib
import csv
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from maillage.records import Problem, Subscription

HEAD = 65536
"""How many bytes are enough to recognise a list."""

_WORD = r"[^\s@<>,;:\"()\[\]]+"
_ADDRESS = re.compile(rf"(?:mailto:)?({_WORD}@{_WORD}\.{_WORD}|{_WORD}@localhost)", re.IGNORECASE)
_AT = re.compile(rf"({_WORD}) (?:at|chez|\(a\)|\[at\]) ({_WORD}\.{_WORD})", re.IGNORECASE)
_BRACKETED = re.compile(r"(.*?)\s*<([^<>]*)>")
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)[/.-](\d\d?)[/.-](\d{4})")
_NOBODY = re.compile(r"has no (?:members|subscribers)|n[’'` ]a pas d[’'` ]abonn", re.IGNORECASE)
_TIME = re.compile(r"[ T]+\d\d?[:h]\d\d.*")


class Line(NamedTuple):
    """A line that holds something: its number, its text without the line end, its size in bytes."""

    place: str
    text: str
    size: int


def lines(path: Path, most: int = -1) -> list[Line]:
    """The lines of a file that are not blank; with `most`, of its first bytes only.

    UTF-8, UTF-16 with a mark (Excel's "Unicode text"), else Windows-1252.
    """
    with path.open("rb") as file:
        data = file.read(most)
    if len(data) == most:  # the last line may be cut
        data = data[: data.rfind(b"\n") + 1]
    text, encoding = _decoded(data)
    numbered = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    return [Line(str(number), line, len(line.encode(encoding, "replace"))) for number, line in numbered if line.strip()]


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16-le"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace"), "windows-1252"


def cells(line: Line) -> list[str]:
    """The fields of a line of CSV with commas; none where it is no such line."""
    try:
        return next(csv.reader([line.text]))
    except csv.Error:
        return []


def is_comment(line: Line) -> bool:
    """Whether a line is a remark of who made the file."""
    return line.text.lstrip().startswith("#")


def says_nobody(line: Line) -> bool:
    """Whether a line is Mailman's sentence for an empty list: the address in it is the list's."""
    return _NOBODY.search(line.text) is not None


def to_address(written: str) -> str | None:
    """The address that a text is, in lower case; None if it is not one. `a at b.c` is one too."""
    text = written.strip().strip("<>").rstrip(".,;")
    if found := _ADDRESS.fullmatch(text):
        return found[1].lower()
    if found := _AT.fullmatch(text):
        return f"{found[1]}@{found[2]}".lower()
    return None


def named_address(written: str) -> tuple[str, str] | None:
    """The address and name of `Name <address>`, or of a bare address; None if it is neither."""
    text = written.strip().rstrip(",;").rstrip()
    if found := _BRACKETED.fullmatch(text):
        address = to_address(found[2])
        return (address, to_name(found[1])) if address else None
    address = to_address(text)
    return (address, "") if address else None


def to_name(written: str) -> str:
    """A name without the quotes around it and with single spaces."""
    text = written.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    return " ".join(text.split())


def to_day(written: str) -> str | None:
    """An ISO day from `2017-06-15` or `15/06/2017`, with or without a time; None if it is not a day."""
    found = _DAY.match(written.strip())
    if not found or (found.end() < len(written.strip()) and not _TIME.match(written.strip(), found.end())):
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    with contextlib.suppress(ValueError):
        return date(int(year), int(month), int(day)).isoformat()
    return None


def to_subscription(line: Line, address: str, name: str = "") -> Subscription:
    """The record of a line that tells no date."""
    return Subscription(line.place, address, name, None, None, line.text)


def problem(line: Line, reason: str) -> Problem:
    """A line, or a part of it, that could not be understood."""
    return Problem(line.place, line.size, reason)


def mostly(found: int, of: int) -> bool:
    """Whether so many lines of so many are enough to recognise a list that has broken lines too."""
    return found > 0 and found * 4 >= of * 3
