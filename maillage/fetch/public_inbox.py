"""Inboxes of public-inbox: the mails that came in a month as one mailbox, `2011-05.mbox.gz`, by its own search.

These are mailboxes, and the kind of such a source is `mbox`. The manifest of an inbox tells whether there is any news;
then the months that may have some are asked for again, and once more at the next fetch, as servers search what they
have indexed, which may be older than the manifest. Months are those in which the server received the mails. An inbox
that cannot be searched is brought whole, `all.mbox.gz`.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from maillage.fetch import recognition
from maillage.fetch.packed import has_content, say_the_same
from maillage.fetch.page import Page
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.fetch.web import Forbidden, Missing, Unaccepted
from maillage.sentences import Said

recognizes = recognition.SIGNS["public_inbox"]

FIRST_YEAR = 1971
LATE = timedelta(days=31)  # for so long after its end a month is asked for when there is news
ALL = "all.mbox.gz"
_LONGEST = 1 << 26  # bytes of a manifest
_TEXTS = re.compile(r"(?P<inbox>.*/)_/text/\w+/?")
_EPOCH = re.compile(r"(/.+?)(?:/git/\d{1,6}\.git)?")
_PRESSED = {"z": "mbox.gz"}


# ------------------------------------------------------------------------------------------- what is there


def lists(page: Page) -> Sequence[Listed]:
    """The inboxes of a server, of its listing, which may name them at addresses of another host, or its manifest."""
    if page.is_html:
        if _inbox_of(page):
            return ()
        names = {urlsplit(link.url).path.strip("/") for link in page.links if link.text == link.url}
        found = {name.rpartition("/")[2] for name in names if name}
    else:
        found = {match[1].strip("/") for path in _manifest(page) if (match := _EPOCH.fullmatch(path))}
    return tuple(Listed(name, urljoin(page.url, f"{name}/")) for name in sorted(found))


def overview(page: Page) -> str:
    """The manifest of all inboxes."""
    return urljoin(_inbox_of(page) or page.url, "../manifest.js.gz" if _inbox_of(page) else "manifest.js.gz")


def _inbox_of(page: Page) -> str:
    """The address of the inbox that a page is of, which ends with `/`; "" where it is of none."""
    found = (_TEXTS.fullmatch(urlsplit(link.url).path) for link in page.links)
    return next((urljoin(page.url, match["inbox"]) for match in found if match), "")


def is_manifest(page: Page) -> bool:
    """Whether it is what `overview` leads to."""
    return page.url.endswith("/manifest.js.gz")


def _manifest(page: Page) -> Mapping[str, Any]:
    """What a manifest says of each repository, by its path; nothing where it is none."""
    content = page.content
    try:
        if content.startswith(b"\x1f\x8b"):
            content = zlib.decompressobj(31).decompress(content, _LONGEST)
        value = json.loads(content)
    except (ValueError, RecursionError, zlib.error):
        return {}
    return value if isinstance(value, Mapping) else {}


# ------------------------------------------------------------------------------------------- fetching


def fetch(task: Task, page: Page) -> None:
    """Bring what is new of the inbox that a page is of, the oldest month first. Raises NotFetched, OSError."""
    inbox = _inbox_of(page)
    if not inbox:
        said = (
            Said("it is a server of lists, and no list") if lists(page) else Said("no inbox is at {url}", url=page.url)
        )
        raise task.web.refusal(said, Said("write the address of one list") if lists(page) else CHECK_URL)
    state = _state(task, inbox)
    if state and task.folder.state.get("brought") == state:
        return
    first = _first_year(task, inbox)
    if first is None:
        task.progress.begin("fetch", 1)
        if not task.bring(f"{inbox}{ALL}", ALL, accepts=has_content, is_same=say_the_same):
            raise task.web.refusal(Said("there are no mails in the inbox at {url}", url=inbox), CHECK_URL)
    else:
        _fetch_months(task, inbox, first)
    is_sure = bool(state) and task.folder.state.get("seen") == state
    task.folder.keep_state(seen=state, **({"brought": state} if is_sure else {}))


def _state(task: Task, inbox: str) -> str:
    """A digest of the manifest of an inbox; "" where it has none."""
    try:
        page = task.web.page(f"{inbox}manifest.js.gz")
    except (Missing, Forbidden):
        return ""
    told = {path: said.get("fingerprint") for path, said in _manifest(page).items() if isinstance(said, Mapping)}
    return blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=16).hexdigest() if any(told.values()) else ""


def _fetch_months(task: Task, inbox: str, first: int) -> None:
    """Bring the months that are not there, and those that mails may have come to since."""
    today = datetime.now(UTC).date()
    whole = set(task.folder.state.get("whole", ()))
    months = list(_months(first, today))
    waiting = [month for month in months if month not in whole]
    task.progress.begin("fetch", len(waiting))
    for month in waiting:
        begin, end = date.fromisoformat(f"{month}-01"), _end(month)
        since, until = None if month == months[0] else begin, None if month == months[-1] else end
        url = f"{inbox}?{_query(since, until)}&x=m"
        task.bring(url, f"{month}.mbox.gz", accepts=has_content, is_same=say_the_same, fields=_PRESSED)
        task.progress.advance(1)
        if until and end + LATE < today:
            whole.add(month)
            task.folder.keep_state(whole=sorted(whole))


def _query(since: date | None, until: date | None) -> str:
    """The search for mails that the server received from one day on and before another; None for an open end.

    In seconds since 1970, which the index holds: dates go through git there, which takes none of the future.
    """
    begin, end = (str(_seconds(day)) if day else "" for day in (since, until))
    return urlencode({"q": f"rt:{begin}..{int(end) - 1 if end else ''}"})


def _seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _first_year(task: Task, inbox: str) -> int | None:
    """The year in which the first mail was received; None where the inbox cannot be searched."""
    kept = task.folder.state.get("first")
    if kept is not None:
        return int(kept)
    low, high = FIRST_YEAR, datetime.now(UTC).year + 1
    if not _has_before(task, inbox, high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _has_before(task, inbox, middle) else (middle, high)
    task.folder.keep_state(first=low)
    return low


def _has_before(task: Task, inbox: str, year: int) -> bool:
    """Whether a mail was received before a year."""
    try:
        return bool(_inbox_of(task.web.page(f"{inbox}?{_query(None, date(year, 1, 1))}", beginning=True)))
    except (Missing, Unaccepted):
        return False


def _months(first: int, today: date) -> Iterator[str]:
    """The months from the first of a year to today's."""
    here = date(min(first, today.year), 1, 1)
    while here <= today:
        yield f"{here:%Y-%m}"
        here = _end(f"{here:%Y-%m}")


def _end(month: str) -> date:
    """The first day behind a month."""
    return (date.fromisoformat(f"{month}-28") + timedelta(days=4)).replace(day=1)
