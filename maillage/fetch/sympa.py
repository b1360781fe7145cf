"""Sympa's web archive: the pages of its mails, `2011-05/msg00003.html`; of its own list an owner gets whole mails.

To who owns the list Sympa gives a zip of each month, `2011-05.zip`, with the mails as they were distributed, and the
subscribers, `subscribers-2016-01-31.txt`, written when they have changed. Everybody else gets pages. The calendar of
an archive tells how many mails each month has: a month with as many as before is not looked at again.

Many archives ask visitors to press a button that says that they are no spammers. That is for a person to say: it is
pressed where the study says so (`confirm`), and not for somebody who is logged in, whom nobody asks.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from maillage.fetch import recognition
from maillage.fetch.mhonarc import is_mail
from maillage.fetch.page import Page, joined
from maillage.fetch.page_forms import PASSWORD, form_with
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.fetch.web import Forbidden
from maillage.sentences import Said

recognizes = recognition.SIGNS["sympa"]

INDEXES = 5_000  # pages of indexes of one month
_OF_LIST = re.compile(
    r"(?P<base>.*?)/(?:nomenu/)?(?:arc|info|arcsearch_form|arc_manage|admin|review|subscribe|suboptions|sigrequest)"
    r"/(?P<name>[^/]+)(?:/.*)?"
)
_INFO = re.compile(r"(?P<base>.*?)/info/(?P<name>[^/]+)/?")
_SERVER = re.compile(r"(?P<base>.*?)/(?:lists|home|search_list_request|lists_categories|login)(?:/.*)?")
_MONTH = re.compile(r"(\d{4}-\d\d)/?")
_COUNT = re.compile(r"\d{1,9}")
_MAIL = re.compile(r"msg\d{5,9}\.html?")
_INDEX = re.compile(r"mail\d{1,5}\.html?")
_BUTTON = "[name=response_action_confirm]"
_ROSTER = re.compile(r"subscribers-\d{4}-\d\d-\d\d\.txt")
_ADDRESS = re.compile(rb"[^\s@]+@[^\s@]+(?:\s[^\n]*)?\n?")


class _Place(NamedTuple):
    """Where a list is: the address of the interface, without `/` behind it, and the list's name."""

    base: str
    name: str

    def page(self, action: str, rest: str = "") -> str:
        """The address of a page of the list."""
        return f"{self.base}/{action}/{self.name}{rest}"


# ------------------------------------------------------------------------------------------- what is there


def lists(page: Page) -> Sequence[Listed]:
    """The lists of a server, of whatever page of it names some."""
    if _place_of(page.url):
        return ()
    found = {
        match["name"]: f"{page_of(link.url)}/arc/{match['name']}"
        for link in page.links
        if (match := _INFO.fullmatch(unquote(urlsplit(link.url).path)))
    }
    return tuple(Listed(name, found[name]) for name in sorted(found))


def overview(page: Page) -> str:
    """Sympa's own page of all lists that are not hidden."""
    place = _place_of(page.url)
    if place:
        return f"{place.base}/lists"
    found = _SERVER.fullmatch(urlsplit(page.url).path)
    return urljoin(page.url, f"{found['base'] if found else urlsplit(page.url).path.rstrip('/')}/lists")


def page_of(url: str) -> str:
    """The address of the interface, of that of a page of a list."""
    place = _place_of(url)
    return place.base if place else url


def _place_of(url: str) -> _Place | None:
    parts = urlsplit(url)
    found = _OF_LIST.fullmatch(unquote(parts.path))
    return _Place(f"{parts.scheme}://{parts.netloc}{found['base']}", found["name"]) if found else None


# ------------------------------------------------------------------------------------------- fetching


def fetch(task: Task) -> None:
    """Bring what is new, the oldest month first. Raises NotFetched, OSError."""
    place = _place_of(task.url)
    if place is None:
        raise task.web.refusal(Said("it is a server of lists, and no list"), Said("write the address of one list"))
    if task.options.login and not task.has_cookie:
        _log_in(task, place)
    reader = _Reader(task)
    months = _months(task, reader.page(place.page("arc")), place)
    token = _token_of_owner(task, place)
    before: Mapping[str, int] = task.folder.state.get("months", {})
    newest = max(months)
    waiting = [
        month
        for month in sorted(months)
        if month == newest or before.get(month, -1) != months[month] or (token and f"{month}.zip" not in task.folder)
    ]
    task.progress.begin("fetch", len(waiting))
    for month in waiting:
        if token:
            _bring_zip(task, place, month, token)
        else:
            _bring_pages(task, reader, place, month)
        task.progress.advance(1)
        if (count := months[month]) is not None:
            before = {**before, month: count}
            task.folder.keep_state(months=before)
    if token:
        _bring_subscribers(task, place)


def _months(task: Task, page: Page, place: _Place) -> dict[str, int | None]:
    """The months of the calendar of an archive, and how many mails each has, None where it is not told.

    Raises NotFetched where there is no calendar: no archive, or none for whoever asks.
    """
    found: dict[str, int | None] = {}
    path = urlsplit(place.page("arc")).path
    for anchor in page.tree.css("a[href]"):
        of_link = unquote(urlsplit(joined(page.url, anchor.attributes.get("href") or "")).path)
        month = _MONTH.fullmatch(of_link.removeprefix(f"{path}/")) if of_link.startswith(f"{path}/") else None
        if month:
            count = _COUNT.match(anchor.attributes.get("title") or "")
            found[month[1]] = int(count[0]) if count else found.get(month[1])
    here = _MONTH.fullmatch(urlsplit(page.url).path.removeprefix(f"{path}/"))
    if here:
        found.setdefault(here[1], None)
    if not found:
        said = Said("it shows no archive of {name}: there is none, or only its members may read it", name=place.name)
        raise task.web.refusal(said, Said("give the `login` of a member: the address that is subscribed"))
    return found


@dataclass
class _Reader:
    """Whoever looks at the pages of an archive, and says to be no spammer where the study says so."""

    task: Task
    has_said: bool = field(default=False)

    def page(self, url: str) -> Page:
        """A page of the archive. Raises NotFetched where a button stands before it that may not be pressed."""
        page = self.task.web.page(url)
        form = form_with(page, _BUTTON)
        if form is None:
            return page
        if not self.task.options.confirm:
            said = Said("it asks visitors to press a button that says that they are no spammers")
            step = Said("if you say so, write confirm = true, or use --confirm; or give the `login` of a member")
            raise self.task.web.refusal(said, step)
        page = self.task.web.page(form.url, {**form.fields, "response_action_confirm": "1"})
        if form_with(page, _BUTTON) is not None:
            said = Said("it asks again whether a spammer reads it")
            raise self.task.web.refusal(said, Said("look at this address in a browser"))
        return page if page.url.rstrip("/") == url.rstrip("/") else self.task.web.page(url)


# ------------------------------------------------------------------------------------------- pages


def _bring_pages(task: Task, reader: _Reader, place: _Place, month: str) -> None:
    """Bring the pages of a month that are not there: a mail's page does not change."""
    for url in _mails(task, reader, place.page("arc", f"/{month}/mail1.html")):
        name = f"{month}/{urlsplit(url).path.rpartition('/')[2]}"
        if name in task.folder:
            continue
        page = reader.page(url)
        if is_mail(page.content):
            task.keep(name, page.content, url)
        else:
            task.note(Said("there is no mail at {url}", url=url))


def _mails(task: Task, reader: _Reader, first: str) -> Iterator[str]:
    """The addresses of the pages of a month's mails, by its indexes; each once."""
    waiting, known = [first], {first}
    for _ in range(INDEXES):
        if not waiting:
            return
        page = reader.page(waiting.pop(0))
        for url in page.below(_MAIL):
            if url not in known:
                known.add(url)
                yield url
        for url in page.below(_INDEX):
            if url not in known:
                known.add(url)
                waiting.append(url)
    raise task.web.refusal(Said("its indexes have no end"), Said("tell the administrators"))


# ------------------------------------------------------------------------------------------- members and owners


def _log_in(task: Task, place: _Place) -> None:
    """Fill in Sympa's form. Raises NotFetched."""
    asked = task.web.page(f"{place.base}/login")
    form = form_with(asked, PASSWORD)
    if form is None:
        raise task.web.refusal(Said("there is no form to log in at {url}", url=asked.url), CHECK_URL)
    filled = {"action": "login", "submit": "submit", "email": task.options.login, "passwd": task.secret().revealed}
    if form_with(task.web.page(form.url, {**form.fields, **filled}), PASSWORD) is not None:
        said = Said("it refuses the login {login}", login=task.options.login)
        raise task.web.refusal(said, Said("check the login, and the password in the environment or the keyring"))


def _token_of_owner(task: Task, place: _Place) -> str:
    """What Sympa wants with the form by which owners download the archive; "" for those who are no owners."""
    if not task.options.login:
        return ""
    try:
        form = form_with(task.web.page(place.page("arc_manage")), "select[name=directories]")
    except Forbidden:
        return ""
    return form.fields.get("csrftoken", "") if form else ""


def _bring_zip(task: Task, place: _Place, month: str, token: str) -> None:
    """Bring the mails of a month as a zip; pages that came before whoever asks was an owner say the same, and go."""
    fields = {"action": "arc_download", "list": place.name, "directories": month, "csrftoken": token}
    there = task.bring(place.base, f"{month}.zip", accepts=_is_zip, is_same=_holds_the_same, fields=fields)
    if not there:
        raise task.web.refusal(Said("there is no zip of {month}", month=month), Said("tell the administrators"))
    for name in task.folder.journal.names("file"):
        if name.startswith(f"{month}/"):
            task.folder.drop(name)


def _is_zip(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def _holds_the_same(one: Path, other: Path) -> bool:
    """Whether two zips differ in the time of their making alone."""
    try:
        return _members(one) == _members(other)
    except (OSError, zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError):
        return False


def _members(path: Path) -> list[tuple[str, int, int]]:
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, info.file_size, info.CRC) for info in archive.infolist()]


def _bring_subscribers(task: Task, place: _Place) -> None:
    """Keep the subscribers as they are today, where they are others than those that were kept last."""
    try:
        page = task.web.page(place.page("export_member", "/full"))
    except Forbidden:
        return
    if page.is_html or not all(map(_ADDRESS.fullmatch, page.content.splitlines())):
        return
    kept = max(filter(_ROSTER.fullmatch, task.folder.journal.names("file")), default="")
    if page.content and not (kept and kept in task.folder and (task.folder.path / kept).read_bytes() == page.content):
        task.keep(f"subscribers-{datetime.now(UTC):%Y-%m-%d}.txt", page.content, page.url)
