"""Dumps read as MediaWiki writes them, by patterns over their bytes: several times faster than any parser of XML.

Whatever they do not know for sure is left to expat: another order of elements, comments, sections of CDATA, unknown
entities, bytes that are no UTF-8 or that XML forbids. They take a text for well-formed only where they have seen it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha1

from maillage.ingest.mediawiki.pages import BEGINNING, LONGEST, OpenPage, Wiki
from maillage.ingest.mediawiki.revisions import contributor, hexadecimal, is_day
from maillage.records import Revision, Skipped, WikiRecord

_SPACE = rb"[ \n\t]*"
_PAGE = re.compile(
    rb"\s*<page>\s*<title>([^<]*)</title>\s*(?:<ns>(-?\d{1,9})</ns>\s*)?<id>(\d{1,18})</id>\s*"
    rb'(?:(<redirect)(?: title="([^"<&\s]*(?: [^"<&\s]+)*)")? ?/>\s*)?(?:<restrictions>[\w=:;,| -]*</restrictions>\s*)?'
    rb"(?=<revision>|</page>)".replace(rb"\s*", _SPACE)
)
PAGE_END = re.compile(_SPACE + rb"</page>")
# All of a revision up to its text: number, parent, time, who, minor, comment, model, digest where it comes first, the
# attributes of the text in the orders of versions 0.3 to 0.10 and of 0.11, and how the element goes on.
_HEAD = re.compile(
    (
        rb"\s*<revision>\s*<id>(\d{1,18})</id>\s*(?:<parentid>(\d{1,18})</parentid>\s*)?"
        rb"<timestamp>(\d{4}-\d\d-\d\d)(T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ)</timestamp>\s*"
        rb"<contributor(?:( deleted=\"deleted\") />"
        rb"|>\s*(<[^>]+>[^<]*</[^>]+>\s*(?:<id>[\w.:]{0,45}</id>\s*)?)</contributor>)\s*"
        rb"(<minor ?/>\s*)?(?:<comment(?:( deleted=\"deleted\") />| ?/>|>([^<]*)</comment>)\s*)?"
        rb"(?:<origin>\d*</origin>\s*)?(?:<sha1>([0-9a-z]*)</sha1>\s*)?"
        rb"(?:<model>([\w.-]*)</model>\s*<format>[\w/.+-]*</format>\s*)?"
        rb"<text(?:( xml:space=\"preserve\")|( id=\"\d*\"))?(?: bytes=\"(\d{1,18})\")?(?: sha1=\"([0-9a-z]*)\")?"
        rb"( location=\"[\w:/.,-]*\")?( id=\"\d*\")?( deleted=\"deleted\")?( xml:space=\"preserve\")?(?: ?(/)>|>)"
    ).replace(rb"\s*", _SPACE)
)
_TAIL = re.compile(
    (
        rb"(?:</text>)?\s*(?:(<sha1 ?/>)|<sha1>([0-9a-z]*)</sha1>)?\s*"
        rb"(?:<model>([\w.-]*)</model>\s*<format>[\w/.+-]*</format>\s*)?"
        rb"</revision>"
    ).replace(rb"\s*", _SPACE)
)
_ENTITY = re.compile(rb"&(?:(lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)?")
_ENTITIES: dict[bytes | None, bytes] = {b"lt": b"<", b"gt": b">", b"amp": b"&", b"quot": b'"', b"apos": b"'"}
_WHO = re.compile(
    rb"\s*<(username|ip)>([^<]*)</(username|ip)>\s*(?:<id>([\w.:]{0,45})</id>\s*)?".replace(rb"\s*", _SPACE)
)
# The control characters that XML forbids, and the carriage return, which its parsers turn into a line end.
_UNSURE = tuple(bytes((code,)) for code in range(32) if code not in (9, 10))
REMEMBERED = 20_000  # contributors

Who = tuple[str, int | None, str]


class Unsure(ValueError):
    """Something that expat has to settle."""


def is_plain(window: bytes) -> bool:
    """Whether bytes have nothing that XML forbids or changes, but for what shows in their markup or their decoding."""
    if any(code in window for code in _UNSURE):
        return False
    return b"\xef" not in window or (b"\xef\xbf\xbe" not in window and b"\xef\xbf\xbf" not in window)


def plain_bytes(raw: bytes) -> bytes:
    """What stands between two tags, its entities replaced, UTF-8 for sure. Raises Unsure, UnicodeDecodeError."""
    if b">" in raw and b"]]>" in raw:
        raise Unsure
    if b"&" in raw:
        pieces = _ENTITY.split(raw)
        pieces[1::2] = [_ENTITIES.get(name) or _character(name) for name in pieces[1::2]]
        raw = b"".join(pieces)
    if not raw.isascii():
        raw.decode()
    return raw


def decoded(raw: bytes) -> str:
    """The same as a text."""
    return raw.decode() if raw.isalnum() else plain_bytes(raw).decode()


def _character(name: bytes | None) -> bytes:
    """The character of a numeric reference, if XML allows it."""
    if name is None:
        raise Unsure
    code = int(b"0" + name[1:], 0) if name.startswith(b"#x") else int(name[1:])
    if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF:
        return chr(code).encode()
    raise Unsure


class Scanner:
    """The patterns, with what is remembered of who has written. `wiki`: shared with expat."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._known: dict[bytes, Who] = {}

    def head(self, window: bytes, here: int) -> tuple[OpenPage, int] | None:
        """The page that begins at this place, and where its revisions do; None where that is not known for sure."""
        found = _PAGE.match(window, here)
        if found is None:
            return None
        title, ns, page, is_redirect, target = found.groups()
        fields = {"title": decoded(title), "id": page.decode()}
        if ns is not None:
            fields["ns"] = ns.decode()
        if is_redirect:
            fields |= {"redirect": "", "redirect@title": decoded(target or b"")}
        return self._wiki.open_page(fields), found.end()

    def revision(
        self, window: bytes, here: int, covered: int, begin: int, page: OpenPage
    ) -> tuple[WikiRecord, int] | None:
        """The revision that begins at this place and its end; None where that is not known for sure.

        `covered`: where in the window what came before ended; `begin`: the place of the window in its part. Raises
        Unsure, UnicodeDecodeError.
        """
        head = _HEAD.match(window, here)
        if head is None:
            return None
        (
            number, parent, day, time, no_user, who, minor, no_comment, comment, early_sha1, model,
            space, old_id, length, slot_sha1, location, new_id, no_text, late_space, is_empty,
        ) = head.groups()  # fmt: skip
        text_begin = head.end()
        text_end = text_begin if is_empty else window.find(b"<", text_begin)
        tail = _TAIL.match(window, text_end) if text_end >= 0 else None
        if tail is None or (is_empty is None) is not window.startswith(b"</text>", text_end):
            return None
        no_sha1, late_sha1, late_model = tail.groups()
        end = tail.end()
        if (
            page.number is None
            or text_end - text_begin > LONGEST
            or (space and late_space)
            or (old_id and new_id)
            or (early_sha1 is not None and (late_sha1 is not None or no_sha1))
            or (model is not None and late_model is not None)
        ):
            return None
        text: bytes | None = plain_bytes(window[text_begin:text_end])
        size = int(length) if length is not None else None
        if no_text or location or old_id or new_id or (size and not text):  # masked, or a stub
            text = None
        elif size is None:
            size = len(text or b"")
        hidden = _hidden(no_user, no_comment, no_text) if no_user or no_comment or no_text else ""
        digest = "" if no_text else _digest(late_sha1 or early_sha1 or slot_sha1, text)
        user, user_id, kind = ("", None, "hidden") if no_user else self._known.get(who) or self._who(who)
        revision = int(number)
        if page.wants_text and text is not None:
            page.seen(revision, text[:BEGINNING].decode(errors="replace"))
        day = day.decode()
        record = _new(
            Revision,
            (
                str(begin + window.index(b"<", here)),
                end - covered,
                page.number,
                revision,
                page.no_parent if parent is None else int(parent),
                day + time.decode() if is_day(day) else None,
                user,
                user_id,
                kind,
                minor is not None,
                "" if comment is None else decoded(comment),
                size,
                digest,
                (model or late_model or b"").decode(),
                "",
                hidden,
                text if page.keeps_text else None,
            ),
        )
        return (record if page.is_taken else Skipped(1, end - covered)), end

    def _who(self, written: bytes) -> Who:
        """Who made a revision, by the elements inside `contributor`."""
        found = _WHO.fullmatch(written)
        if found is None or found[1] != found[3]:
            raise Unsure
        fields = {f"contributor/{found[1].decode()}": decoded(found[2])}
        if found[4] is not None:
            fields["contributor/id"] = found[4].decode()
        who = contributor(fields)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[written] = who
        return who


def _hidden(no_user: bytes | None, no_comment: bytes | None, no_text: bytes | None) -> str:
    marks = ((no_user, "user"), (no_comment, "comment"), (no_text, "text"))
    return " ".join(name for mark, name in marks if mark)


def _digest(said: bytes | None, text: bytes | None) -> str:
    if said:
        return hexadecimal(said)
    return "" if text is None else sha1(text, usedforsecurity=False).hexdigest()


_new: Callable[[type[Revision], tuple[object, ...]], Revision] = tuple.__new__
