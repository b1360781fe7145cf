"""From the elements of a dump, as texts, to revisions, pages and log events."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha1

from maillage.ingest.mediawiki.logs import params_of
from maillage.ingest.mediawiki.php import NotSerialised, unserialised
from maillage.ingest.mediawiki.users import is_address, user_class
from maillage.records import LogEvent, Revision
from maillage.sentences import Said

Fields = Mapping[str, str]
"""What an item says: texts by the path of their element, such as `contributor/username`; attributes as `text@bytes`."""

LARGEST = 2**63 - 1  # the greatest whole number that SQLite holds

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
_REDIRECT = re.compile(r"\s*#[^\W\d_]+\s*:?\s*\[\[:?\s*([^\]|#\n]+)", re.IGNORECASE)
_CATEGORY_LINK = r"\[\[\s*(?:{names})\s*:\s*([^\]|\n]+)"


class Incomplete(ValueError):
    """An item that lacks what tells it from others."""

    def __init__(self, what: Said) -> None:
        super().__init__(what)
        self.what = what


def number(text: str | None) -> int | None:
    """A whole number that SQLite holds, None where it is none."""
    if text is None or not (text := text.strip()).isdecimal() or len(text) > 19:
        return None
    value = int(text)
    return value if value <= LARGEST else None


def instant(text: str) -> str | None:
    """A point of time as it is written, None where it is none."""
    found = _INSTANT.fullmatch(text.strip())
    return found[0] if found and is_day(found[1]) else None


@lru_cache(512)
def is_day(text: str) -> bool:
    """Whether the calendar has such a day, as `2016-02-29`."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def hexadecimal(written: str | bytes) -> str:
    """A SHA-1 of dumps, at most 31 digits in base 36, as 40 hexadecimal ones; "" where it is none."""
    if not 0 < len(written) <= 31 or not written.isalnum() or not written.isascii():
        return ""
    digest = f"{int(written, 36):040x}"
    return digest if len(digest) == 40 else ""


def to_revision(
    fields: Fields, place: str, size: int, page: int, *, no_parent: int | None, with_text: bool
) -> Revision:
    """The revision that an element's fields say; `no_parent`: its parent where they name none.

    Raises Incomplete where it has no number of its own.
    """
    revision = number(fields.get("id"))
    if revision is None:
        raise Incomplete(Said("a revision without a number"))
    parent = number(fields.get("parentid"))
    parent = no_parent if parent is None else parent
    user, user_id, kind = contributor(fields)
    text = fields.get("text")
    length, said_sha1 = _length(fields, text), fields.get("sha1", "") or fields.get("text@sha1", "")
    hidden = hidden_parts(fields, "text")
    if "text" in hidden or (text == "" and length):  # a stub: only its size is said
        text = None
    digest = "" if "text" in hidden else hexadecimal(said_sha1)
    if not said_sha1 and text is not None:
        digest = sha1(text.encode(), usedforsecurity=False).hexdigest()
    return Revision(
        place,
        size,
        page,
        revision,
        parent,
        instant(fields.get("timestamp", "")),
        user,
        user_id,
        kind,
        "minor" in fields,
        "" if "comment" in hidden else fields.get("comment", ""),
        length,
        digest,
        fields.get("model", ""),
        "",
        " ".join(hidden),
        text if with_text else None,
    )


def _length(fields: Fields, text: str | None) -> int | None:
    """Bytes of the text and of what other slots hold, as the dump says them, else as they are counted."""
    said = number(fields.get("text@bytes"))
    if said is None and text is not None and "text@deleted" not in fields:
        said = len(text.encode())
    if said is None:
        return None
    length = said + int(fields.get("content/bytes", "0"))
    return length if length <= LARGEST else None


def contributor(fields: Fields) -> tuple[str, int | None, str]:
    """Who: the name as written, the number, the class."""
    if "contributor@deleted" in fields:
        return "", None, "hidden"
    ip = fields.get("contributor/ip")
    user = fields.get("contributor/username", ip or "").strip()
    written_id = fields.get("contributor/id", "").strip()
    if is_address(written_id):  # as some exports have it: "Anonymous", and the address in the place of the number
        return written_id, 0, "ip"
    user_id = number(written_id)
    if user and user_id is None and ip is not None:
        user_id = 0
    return user, user_id, user_class(user, user_id)


def hidden_parts(fields: Fields, *more: str) -> list[str]:
    """What the wiki masks, in the order of the columns: the user, the comment, then `more`."""
    return [
        name for name, mark in (("user", "contributor@deleted"), ("comment", "comment@deleted")) if mark in fields
    ] + [name for name in more if f"{name}@deleted" in fields]


def to_log_event(fields: Fields, place: str, size: int, namespace: int | None) -> LogEvent:
    """The entry of the logs that an element's fields say. Raises Incomplete where it has no number."""
    log = number(fields.get("id"))
    if log is None:
        raise Incomplete(Said("an entry of the logs without a number"))
    user, user_id, _ = contributor(fields)
    hidden = [*(["action"] if "text@deleted" in fields else []), *hidden_parts(fields)]
    kind = fields.get("type", "")
    return LogEvent(
        place,
        size,
        log,
        kind,
        fields.get("action", ""),
        instant(fields.get("timestamp", "")),
        user,
        user_id,
        None,
        namespace,
        fields.get("logtitle", ""),
        "" if "comment" in hidden else fields.get("comment", ""),
        params_of(kind, _written_params(fields.get("params", ""))),
        " ".join(hidden),
    )


def _written_params(written: str) -> object:
    """Parameters as PHP serialises them, or as the lines of old logs."""
    try:
        return unserialised(written)
    except NotSerialised:
        return written


def redirect_target(text: str) -> str | None:
    """The page that a text redirects to, None where it redirects nowhere."""
    found = _REDIRECT.match(text)
    return found[1].replace("_", " ").strip() if found else None


def categories_in(text: str, names: tuple[str, ...]) -> set[str]:
    """The categories that a text puts its page into, as written; `names`: of their namespace, such as `Category`."""
    link = re.compile(_CATEGORY_LINK.format(names="|".join(map(re.escape, names))), re.IGNORECASE)
    return {found.strip() for found in link.findall(text)}
