"""Pipermail's text volumes, one a month, year, quarter or week: `2014-June.txt.gz` of Mailman 2.

Each is an mbox without escapes worth the name, whose addresses are written `name at host`, whose headers are
six at most, and whose attachments were scrubbed into notices (formats.md, 4.2; Mailman's Scrubber.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from maillage.ingest import mbox
from maillage.ingest.bodies import Reading
from maillage.ingest.dates import volume_month
from maillage.ingest.pages import folders_with
from maillage.ingest.parts import Part, beginning, files_in, opened, parts_of, path_in
from maillage.records import Extent, Message, Problem, Record

_FIRST = re.compile(rb"From [^\n]* at [^\n]*\n(?:From|Date|Subject):")
_PAGE = re.compile(r"(?:\d{6,}|thread|author|date|subject|index)\.html?|pipermail\.css|attachment.*")
_NOTICE = re.compile(
    r"^(?P<what>A non-text attachment was scrubbed|An HTML attachment was scrubbed|An embedded message was scrubbed"
    r"|An embedded and charset-unspecified text was scrubbed|Une pièce jointe (?:HTML|autre que texte) a été nettoyée"
    r"|Un message encapsulé a été nettoyé|Un texte encapsulé et encodé dans un jeu de caractères inconnu a été nettoyé)"
    r"\.\.\.\n(?P<lines>(?:[A-Za-zé]+ ?: [^\n]*\n)*)",
    re.MULTILINE,
)
_LINE = re.compile(r"^([A-Za-zé]+) ?: ([^\n]*)$", re.MULTILINE)
_NOBODY = "bogus@does.not.exist.com"  # HyperArch.py
_BYTES = re.compile(r"(?<!\d)\d{1,15}(?!\d)")


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is a volume of pipermail."""
    return any(is_volume(file) for file in files_in(path))


def is_volume(path: Path) -> bool:
    """Whether a file begins as a volume does: an address with ` at ` on its From line."""
    return bool(_FIRST.match(beginning(path).lstrip()))


def is_companion(path: Path) -> bool:
    """Whether a file is one of the pages that Mailman makes beside the volumes, of the same mails."""
    return bool(_PAGE.fullmatch(path.name))


def parts(path: Path) -> Iterator[Part]:
    """The volumes of a source, oldest first by the month in their names; the pages of a month that has none."""
    files = [file for file in files_in(path) if path.is_file() or not is_companion(file)]
    for file in sorted([*files, *_months_of_pages(path)], key=lambda file: (volume_month(file.name) or "", file)):
        if file.is_dir():
            yield Part(file, path_in(path, file))
        else:
            yield from parts_of(file, path)


def _months_of_pages(path: Path) -> list[Path]:
    """The folders of pages that no volume says the same as."""
    from maillage.ingest import pipermail_html  # late: it reads notices of attachments as it is done here

    if not path.is_dir():
        return []
    return [folder for folder in folders_with(path, pipermail_html.PAGE) if pipermail_html.holds_pages(folder)]


def read(part: Part, begin: int = 0) -> Iterator[Record]:
    """The messages of a volume from a byte on, in order; or those of a month's pages."""
    if part.path.is_dir():
        from maillage.ingest import pipermail_html

        yield from pipermail_html.read(part)
        return
    volume = part.member or part.path.name
    with opened(part) as stream:
        if begin:
            stream.seek(begin)
        for piece in mbox.split(stream, begin):
            yield of_nobody(mbox.read_piece(piece, volume=volume, refine=note_attachments))
        yield Extent(stream.tell())


def of_nobody(read: Message | Problem) -> Message | Problem:
    """The same without the address that Mailman writes for want of one, which is nobody's."""
    return read._replace(address="") if isinstance(read, Message) and read.address == _NOBODY else read


def note_attachments(reading: Reading) -> None:
    """Record the attachments that Mailman replaced by notices; the notices stay in the text."""
    for text in reading.texts:
        if "scrubbed..." not in text and "a été nettoyé" not in text:
            continue
        for notice in _NOTICE.finditer(text):
            lines = {name.lower(): value for name, value in _LINE.findall(notice["lines"])}
            size = _BYTES.search(lines.get("size", lines.get("taille", "")))
            kind = lines.get("type") or _kind(notice["what"])
            reading.attach(lines.get("name", lines.get("nom", "")), kind, int(size[0]) if size else None)


def _kind(what: str) -> str:
    if "HTML" in what:
        return "text/html"
    return "message/rfc822" if "message" in what else "text/plain"
