"""What one file is, by its first bytes: an archive, a list of subscribers, something that is not read."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from maillage import ingest
from maillage.ingest import (
    discourse,
    geojson,
    groups_io,
    hyperkitty,
    mbox,
    mediawiki,
    osm,
    rosters,
    spip,
    sympa,
    takeout,
)
from maillage.ingest.forms import HEAD, form_of, is_office_file, packing_of
from maillage.ingest.mail import looks_like_mail
from maillage.ingest.parts import beginning, container
from maillage.inventory import names


class Role(StrEnum):
    """What a file is for `maillage init`, which says what `Told.what` means."""

    ARCHIVE = "archive"
    """Mails that may be a part of a list kept in several files; its kind."""
    ALONE = "alone"
    """A source by itself, or several; its kind."""
    MAP = "map"
    """A collaborative map; its kind."""
    WIKI = "wiki"
    """A `dump` or `answers` of a MediaWiki."""
    FORUM = "forum"
    """Answers of a forum, which belong to others."""
    ROSTER = "roster"
    """A list of subscribers; its kind, "" if it seems to be one by its name only."""
    UNREAD = "unread"
    """A form that is known and not read, a key of `forms.FORMS`."""
    NOTHING = "nothing"
    """Nothing that is known."""


class Told(NamedTuple):
    """What a file is, and its kind or form."""

    role: Role
    what: str = ""


NOTHING = Told(Role.NOTHING)
_SUBSCRIPTIONS = re.compile(rb"@|\"total_size\"|_(?:table|subscriber|stat|logs|members|exclusion)\b")
_BLANK = b"\xef\xbb\xbf \t\r\n"


def tell(file: Path) -> Told:
    """What a file is. Its first byte decides which readers are asked: there may be tens of thousands of files."""
    if not names.is_writable(file):
        return Told(Role.UNREAD, "bad_name")
    if not file.is_file():  # pipes and sockets, which nobody opens, and links to nothing
        return NOTHING
    head = beginning(file, HEAD)
    packing = container(file)
    if packing == "zip" or head[257:262] == b"ustar":
        return _tell_bundle(file, head)
    first = head.lstrip(_BLANK)[:1]
    if first == b"<":
        return _tell_markup(file, head)
    if first in (b"{", b"["):
        return _tell_json(file, head)
    if head.lstrip(b"\r\n").startswith(b"From ") and (kind := kind_of(file)):
        return Told(Role.ALONE, "takeout") if takeout.recognizes(file) else Told(Role.ARCHIVE, kind)
    if packing == "plain" and looks_like_mail(head):
        return _tell_mail(file)
    return _tell_any(file, head)


def _tell_bundle(file: Path, head: bytes) -> Told:
    """A zip or tar file: what Takeout, a group or a forum is downloaded as, mails, or an office file."""
    if found := _tell_alone(file):
        return found
    if is_office_file(file):
        return Told(Role.ROSTER) if names.hints_at_subscribers(file) else Told(Role.UNREAD, "document")
    if head[257:262] == b"ustar":
        return Told(Role.UNREAD, "tar")
    if kind := kind_of(file):
        return Told(Role.ALONE if kind in ("sympa", "eml") else Role.ARCHIVE, kind)
    return Told(Role.ROSTER) if names.hints_at_subscribers(file) else Told(Role.UNREAD, "zip")


def _tell_alone(file: Path) -> Told | None:
    """A file that is a source by itself, or a site's."""
    for kind, module in (("spip", spip), ("takeout", takeout), ("groups_io", groups_io)):
        if module.recognizes(file):
            return Told(Role.ALONE, kind)
    if of_forum := discourse.form_of(file):
        return Told(Role.FORUM) if of_forum == "answers" else Told(Role.ALONE, "discourse")
    return None


def _tell_markup(file: Path, head: bytes) -> Told:
    """A file that begins with a tag: a wiki's dump, what a site of SPIP shows, a map, a web page."""
    form = form_of(file, head)
    if form != "web_page" and (of_wiki := mediawiki.form_of(file)):
        return Told(Role.WIKI, of_wiki)
    if spip.form_of(file):
        return Told(Role.ALONE, "spip")
    if form != "web_page" and osm.is_osm(file):
        return Told(Role.MAP, "osm")
    return Told(Role.UNREAD, form) if form else _tell_any(file, head)


def _tell_json(file: Path, head: bytes) -> Told:
    """A file of JSON: answers of a wiki, a forum or HyperKitty, members, a map, or nothing of a network."""
    if of_wiki := mediawiki.form_of(file):
        return Told(Role.WIKI, of_wiki)
    if discourse.form_of(file):
        return Told(Role.FORUM)
    if hyperkitty.is_answer(file):
        return Told(Role.ARCHIVE, "hyperkitty")
    if _SUBSCRIPTIONS.search(head) and (kind := rosters.recognize(file, rosters.OF_JSON)):
        return Told(Role.ROSTER, kind)
    if geojson.is_map(file):
        return Told(Role.MAP, "geojson")
    return Told(Role.UNREAD, form_of(file, head) or "json")


def _tell_mail(file: Path) -> Told:
    """A file that begins with the header of a mail; the answer to a `review` is a mail too."""
    if names.hints_at_subscribers(file) and (kind := rosters.recognize(file)):
        return Told(Role.ROSTER, kind)
    if sympa.recognizes(file):
        return Told(Role.ALONE, "sympa")
    return Told(Role.ARCHIVE, "mbox" if mbox.is_mbox(file) else "eml")


def _tell_any(file: Path, head: bytes) -> Told:
    """Any other file: every reader is asked whose files may begin so."""
    form = form_of(file, head)
    if form == "document" and not head.startswith(b"SQLite"):
        return Told(Role.ROSTER) if names.hints_at_subscribers(file) else Told(Role.UNREAD, form)
    if of_wiki := mediawiki.form_of(file):
        return Told(Role.WIKI, of_wiki)
    if found := _tell_alone(file):
        return found
    if form in ("7z", None) and names.is_packed_dump(file):
        return Told(Role.UNREAD, "damaged_dump")
    kind = rosters.recognize(file) if form is None and _SUBSCRIPTIONS.search(head) else None
    if form and not kind:
        return Told(Role.UNREAD, form)
    if kind or names.hints_at_subscribers(file):
        return Told(Role.ROSTER, kind or "")
    return _tell_mails(file)


def _tell_mails(file: Path) -> Told:
    """A file that is no wiki, no list of subscribers and of no form that is known and not read."""
    kind = kind_of(file)
    if kind is None:
        return NOTHING
    if kind == "eml" and container(file) != "plain":
        return Told(Role.UNREAD, packing_of(container(file)))
    return Told(Role.ALONE if kind == "sympa" else Role.ARCHIVE, kind)


def kind_of(file: Path) -> str | None:
    """The kind of mails that a file holds by itself; the other kinds are folders."""
    kinds = ("sympa", "pipermail", "hyperkitty", "mbox", "eml")
    return next((kind for kind in kinds if ingest.reader(kind).recognizes(file)), None)
