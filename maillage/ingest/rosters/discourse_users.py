"""The accounts of a Discourse forum, so that it is known who never wrote: of its backup, or of its lists of people.

These are answers of its interface: `/directory_items.json`, `/u/NAME.json`, `/admin/users/list/active.json`. Who
registered is subscribed from that day on; whose mail address is not told is known by the handle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from maillage.ingest import json_files
from maillage.ingest.discourse import backup
from maillage.ingest.discourse.posts import Author, host_known
from maillage.ingest.json_files import text_at
from maillage.ingest.parts import UNREADABLE, Part, beginning, opened
from maillage.ingest.rosters.lines import HEAD
from maillage.records import Problem, Subscription
from maillage.sentences import Said

_PEOPLE = re.compile(rb'"(?:directory_items|users|user)"\s*:|\A\s*\[\s*\{')
_FOR_EVER = 100  # years of a suspension, from which on somebody is gone


def recognizes(path: Path) -> bool:
    """Whether a file is the backup of a forum, or JSON with its accounts and no posts."""
    if not path.is_file():
        return False
    try:
        if backup.is_dump(path) or backup.dump_in(path):
            return True
        head = beginning(path, HEAD)
    except UNREADABLE:
        return False
    ours = b'"username"' in head and b'"avatar_template"' in head and bool(_PEOPLE.search(head))
    return json_files.begins_json(head) and ours and b'"topic_list"' not in head and b'"post_stream"' not in head


def read(path: Path, host: str = "") -> Iterator[Subscription | Problem]:
    """The accounts, in the order of their numbers or of the file. `host`: where the forum is, for handles.

    Accounts that were never confirmed, that mails alone made, and the forum's own are told as problems.
    """
    dump = backup.dump_in(path)
    if dump or backup.is_dump(path):
        for row, author, known in backup.people(Part(path, path.name, dump), host):
            yield _told(str(row.get("id")), dict(row), author, known)
        return
    with opened(Part(path, path.name)) as stream:
        for piece in json_files.pieces(stream):
            value = json_files.parsed(piece.raw) if piece.raw and piece.raw.strip() else None
            if isinstance(value, Said):
                yield Problem(str(piece.begin), piece.size, value)
            for number, account in enumerate(_accounts(value)):
                email = account.get("email")
                author = Author(
                    text_at(account, "username"), " ".join(text_at(account, "name").split()),
                    email.strip().lower() if isinstance(email, str) else "",
                )  # fmt: skip
                yield _told(f"{piece.begin}:{number}", account, author, host_known(host, ""))


def _accounts(value: object) -> Iterator[dict[str, Any]]:
    """The accounts in an answer of the forum, or in a list of them."""
    if isinstance(value, list):
        for one in value:
            yield from _accounts(one)
    if not isinstance(value, Mapping):
        return
    answer = value.get("answer", value)
    if not isinstance(answer, Mapping):
        yield from _accounts(answer)
    elif isinstance(answer.get("username"), str):
        yield dict(answer)
    else:
        for key in ("directory_items", "users"):
            yield from _accounts(answer.get(key))
        yield from _accounts([answer["user"]] if "user" in answer else [])


def _told(place: str, account: Mapping[str, Any], author: Author, host: str) -> Subscription | Problem:
    """An account as a subscription, or why it is none."""
    name = author.name or author.username
    address, is_handle = author.address_at(host)
    written = f"@{author.username}" if is_handle else f"{author.username} {address}"
    if str(account.get("id")).startswith("-"):
        return Problem(place, len(written), "the forum's own account: left out")
    if account.get("staged") in (True, "t"):
        return Problem(place, len(written), "an account that mails to the forum made, nobody registered: left out")
    if account.get("active") in (False, "f"):
        return Problem(place, len(written), "an account that was never confirmed: left out")
    if not address:
        return Problem(place, len(written), "an account without a name")
    return Subscription(place, address, name, _day(account, "created_at"), _gone(account), written)


def _gone(account: Mapping[str, Any]) -> str | None:
    """The day from which somebody is suspended for ever."""
    since, until = text_at(account, "suspended_at"), text_at(account, "suspended_till")
    years = [int(one[:4]) for one in (since, until) if one[:4].isascii() and one[:4].isdigit()]
    return _day(account, "suspended_at") if len(years) > 1 and years[1] - years[0] >= _FOR_EVER else None


def _day(account: Mapping[str, Any], key: str) -> str | None:
    """The day of a moment, in UTC."""
    found = re.match(r"\d{4}-\d\d-\d\d(?=[T ]|\Z)", text_at(account, key), re.ASCII)
    return found[0] if found else None
