"""HyperKitty, the archive of Mailman 3: a month's mails a file, `2011-05.mbox.gz`, as its page "Download" exports them.

An export is made anew each time that it is asked for, and no two are the same to the byte: one that says the same
leaves the file alone. Months that are over are not asked for again, unless the REST interface tells of mails that
came to the archive since; their dates may be of any year. The first month has what is dated before it too, the last
one what is dated in the future. Where exports are refused, each mail comes from the REST interface, as `HASH.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode, urljoin, urlsplit

from maillage.fetch import recognition
from maillage.fetch.packed import has_content, say_the_same
from maillage.fetch.page import Page
from maillage.fetch.page_forms import PASSWORD, form_with
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.fetch.web import Forbidden, Missing, Unaccepted
from maillage.sentences import Said

recognizes = recognition.SIGNS["hyperkitty"]

LATE = timedelta(days=31)  # for so long after its end a month is asked for, where nothing tells of late mails
AT_A_TIME = 100  # emails of one answer of the REST interface
SEEN = 20  # such answers in which what came since the last fetch is looked for
_LIST = re.compile(r"(?P<base>.*?/)(?:api/)?list/(?P<name>[^/@]+@[^/@]+)(?:/.*)?")
_MONTH = re.compile(r".*/(\d{4})/(0?[1-9]|1[0-2])/")
_HASH = re.compile(r"[A-Z2-7]{32}")
_BOUNDARY = re.compile(rb"={15}\d+==")


class _Place(NamedTuple):
    """Where a list is: the address of the whole archive, which ends with `/`, and the list's name, `LIST@HOST`."""

    base: str
    name: str

    @property
    def url(self) -> str:
        """Its own page."""
        return f"{self.base}list/{self.name}/"

    def export(self, month: str, since: str, until: str) -> str:
        """The mails of a month; the ends are days, "" where it is open."""
        ends = {"start": since, "end": until}
        query = urlencode({key: day for key, day in ends.items() if day})
        return f"{self.url}export/{self.name}-{month}.mbox.gz" + (f"?{query}" if query else "")

    def emails(self, offset: int) -> str:
        """What the REST interface lists, the latest to be archived first."""
        return f"{self.base}api/list/{self.name}/emails/?limit={AT_A_TIME}&offset={offset}&format=json"

    def email(self, digest: str) -> str:
        """One email with its text."""
        return f"{self.base}api/list/{self.name}/email/{digest}/?format=json"


# ------------------------------------------------------------------------------------------- what is there


def lists(page: Page) -> Sequence[Listed]:
    """The lists of a server, of its index or of the REST interface's."""
    if _place_of(page.url):
        return ()
    if page.is_html:
        places = filter(None, (_place_of(link.url) for link in page.links))
        found = {place.name: place.url for place in places}
    else:
        found = _in_answer(page)
    return tuple(Listed(name, found[name]) for name in sorted(found))


def overview(page: Page) -> str:
    """The REST interface's index of all lists."""
    place = next(filter(None, map(_place_of, (page.url, *(link.url for link in page.links)))), None)
    return f"{place.base}api/lists/?format=json" if place else ""


def _place_of(url: str) -> _Place | None:
    parts = urlsplit(url)
    found = _LIST.fullmatch(unquote(parts.path))
    return _Place(f"{parts.scheme}://{parts.netloc}{found['base']}", found["name"]) if found else None


def _in_answer(page: Page) -> dict[str, str]:
    """The addresses of the lists that the REST interface names."""
    base, _, rest = page.url.partition("api/lists/")
    named = [str(item.get("name")) for item in _items(_parsed(page))] if rest or page.url.endswith("api/lists/") else []
    return {name: _Place(base, name).url for name in named if _LIST.fullmatch(f"/list/{name}/")}


def _parsed(page: Page) -> Any:
    """What an answer holds; None where it is none."""
    try:
        return json.loads(page.content)
    except (ValueError, RecursionError):
        return None


def _items(value: Any) -> list[Mapping[str, Any]]:
    """What an answer lists, cut into pages or not."""
    found = value.get("results") if isinstance(value, Mapping) else value
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


# ------------------------------------------------------------------------------------------- fetching


def fetch(task: Task) -> None:
    """Bring what is new, the oldest month first. Raises NotFetched, OSError."""
    place = _place_of(task.url) or _named_there(task)
    page = _list_page(task, place)
    place = _place_of(page.url) or place
    try:
        _fetch_months(task, place, _first_month(page))
    except (Forbidden, Unaccepted):
        task.note(Said("it gives no exports: each mail comes by itself"))
        _fetch_emails(task, place)


def _named_there(task: Task) -> _Place:
    """The list that a page is about which is none of the archive's: Postorius's, with the members' settings."""
    page = task.web.page(task.url)
    places = set(filter(None, (_place_of(link.url) for link in page.links)))
    if len(places) != 1:
        said = (
            Said("it is a server of lists, and no list") if places else Said("no list is named at {url}", url=page.url)
        )
        raise task.web.refusal(said, Said("write the address of one list") if places else CHECK_URL)
    return places.pop()


def _list_page(task: Task, place: _Place) -> Page:
    """The page of a list, to which people log in where they have a login. Raises NotFetched."""
    if task.options.login and not task.has_cookie:
        _log_in(task, place)
    try:
        return task.web.page(place.url)
    except Forbidden as error:
        step = Said("give the `login` of a member: the address that is subscribed")
        raise task.web.refusal(Said("only its members may read it"), step) from error


def _log_in(task: Task, place: _Place) -> None:
    """Fill in the form of the site, that of Django's allauth. Raises NotFetched."""
    links = [link.url for link in task.web.page(place.base).links]
    named = (url.partition("?")[0] for url in links if urlsplit(url).path.endswith("/login/"))
    login = next(named, urljoin(place.base, "/accounts/login/"))
    asked = task.web.page(f"{login}?{urlencode({'next': urlsplit(place.url).path})}")
    form = form_with(asked, PASSWORD)
    if form is None:
        raise task.web.refusal(Said("there is no form to log in at {url}", url=asked.url), CHECK_URL)
    filled = {"login": task.options.login, "password": task.secret().revealed}
    try:
        opened = task.web.page(form.url, {**form.fields, **filled})
    except Forbidden as error:
        raise task.web.refusal(Said("it refuses the login {login}", login=task.options.login), _CHECK_LOGIN) from error
    if form_with(opened, PASSWORD) is not None:
        raise task.web.refusal(Said("it refuses the login {login}", login=task.options.login), _CHECK_LOGIN)


_CHECK_LOGIN = Said("check the login, and the password in the environment or the keyring")


# ------------------------------------------------------------------------------------------- exports


def _fetch_months(task: Task, place: _Place, first: str) -> None:
    """Bring the months that are not there, those that are not over, and those that late mails came to."""
    today = datetime.now(UTC).date()
    months = list(_months(first, today))
    whole = set(task.folder.state.get("whole", ()))
    news = _news(task, place)
    if news and "newest" not in task.folder.state:
        task.folder.keep_state(newest=news.newest, count=news.total)  # what comes from now on is told next time
    late = {min(max(month, months[0]), months[-1]) for month in news.months} if news else set()
    if news and not news.is_all:
        whole.clear()
    waiting = [month for month in months if month not in whole or month in late]
    task.progress.begin("fetch", len(waiting))
    for month in waiting:
        since, until = "" if month == months[0] else f"{month}-01", "" if month == months[-1] else _end(month)
        task.bring(place.export(month, since, until), f"{month}.mbox.gz", accepts=has_content, is_same=_say_the_same)
        task.progress.advance(1)
        if until and (news or date.fromisoformat(until) + LATE < today):
            whole.add(month)
            task.folder.keep_state(whole=sorted(whole))
    if news:
        task.folder.keep_state(newest=news.newest, count=news.total)


def _first_month(page: Page) -> str:
    """The first month that the page of a list leads to; this one where it leads to none."""
    place = _place_of(page.url)
    found = [
        f"{match[1]}-{int(match[2]):02}"
        for link in page.links
        if (match := _MONTH.fullmatch(urlsplit(link.url).path)) and _place_of(link.url) == place
    ]
    return min(found, default=f"{datetime.now(UTC):%Y-%m}")


def _months(first: str, today: date) -> Iterator[str]:
    """The months from one to today's, which is there in any case."""
    month = max(min(first, f"{today:%Y-%m}"), "1970-01")
    while month <= f"{today:%Y-%m}":
        yield month
        month = _end(month)[:7]


def _end(month: str) -> str:
    """The first day behind a month."""
    return f"{date.fromisoformat(f'{month}-28') + timedelta(days=4):%Y-%m}-01"


class _News(NamedTuple):
    """What came to an archive since the last fetch, as the REST interface tells.

    `newest`: the email that was archived last; `total`: how many there are; `months`: of those that came since;
    `is_all`: whether these are all. When an archive of old is taken in, its emails stand among those of their days.
    """

    newest: str
    total: int
    months: frozenset[str]
    is_all: bool


def _news(task: Task, place: _Place) -> _News | None:
    """What came since the last fetch; None where it is not told."""
    known = task.folder.state.get("newest")
    before, count, newest = int(task.folder.state.get("count", 0)), 0, ""
    came: list[str] = []
    try:
        for number in range(SEEN if known else 1):
            value = _parsed(task.web.page(place.emails(number * AT_A_TIME)))
            items = _items(value)
            digests = [str(item.get("message_id_hash", "")) for item in items]
            newest = newest or next(iter(digests), "")
            count = count or _count(value) or 0
            new = digests.index(known) if known in digests else len(digests)
            came += [str(item.get("date"))[:7] for item in items[:new]]
            if new < AT_A_TIME:
                break
    except (Forbidden, Missing, Unaccepted):
        return None
    if not newest or not count:
        return None
    is_all = not known or count <= before + len(came) < before + SEEN * AT_A_TIME
    return _News(newest, count, frozenset(came if known else ()), is_all)


def _count(value: Any) -> int | None:
    """How many items an answer is a part of."""
    count = value.get("count") if isinstance(value, Mapping) else None
    return count if isinstance(count, int) else None


def _say_the_same(one: Path, other: Path) -> bool:
    """Whether two exports differ in what is between their parts alone, which is another each time."""
    return say_the_same(one, other, _BOUNDARY)


# ------------------------------------------------------------------------------------------- one by one


def _fetch_emails(task: Task, place: _Place) -> None:
    """Bring each email that is not there by itself, the latest first."""
    is_complete = bool(task.folder.state.get("complete"))
    offset, count = 0, None
    while True:
        page = task.web.page(place.emails(offset))
        value = _parsed(page)
        digests = [digest for item in _items(value) if _HASH.fullmatch(digest := str(item.get("message_id_hash")))]
        if count is None:
            count = _count(value)
            if count is None:
                raise task.web.refusal(Said("there is no REST interface at {url}", url=page.url), CHECK_URL)
            task.progress.begin("fetch", count)
        news = [digest for digest in digests if f"{digest}.json" not in task.folder]
        for digest in news:
            task.bring(place.email(digest), f"{digest}.json", is_final=True, accepts=_is_email)
        task.progress.advance(len(digests))
        offset += AT_A_TIME
        if (is_complete and not news) or not digests or offset >= count:
            break
    task.folder.keep_state(complete=True)


def _is_email(content: bytes) -> bool:
    return content.lstrip().startswith(b"{") and b'"message_id"' in content
