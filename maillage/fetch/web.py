"""One server, asked politely: one request at a time, a pause between two, and a clear word where it does not answer.

Every fetcher of lists asks through a `Web`: pages into memory, files into drafts on disk. It goes nowhere but where the
guard allows, follows redirects by hand, obeys `robots.txt`, waits for a server in trouble, takes no more than its
bounds, and goes on with a file that was cut off.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self, TypeVar
from urllib.parse import urljoin, urlsplit

import requests

from maillage.errors import NotFetched
from maillage.fetch import guard
from maillage.fetch.agent import user_agent
from maillage.fetch.body import Bounds, pieces
from maillage.fetch.credentials import Secret
from maillage.fetch.folder import Draft, Validators
from maillage.fetch.page import Page
from maillage.fetch.patience import LATER, Passing, Patience, patiently, seconds_in, seconds_of
from maillage.fetch.robots import Robots, robots_of
from maillage.fetch.troubles import CHECK_URL, LAG, asks_for_captcha, unreached, wants_human
from maillage.sentences import Said

T = TypeVar("T")
TIME_OUTS = (15.0, 120.0)  # seconds to connect, and between two bytes
REDIRECTS = 5
BEGINNING = 1 << 20  # bytes of a page that say what it is
SHORT = 10  # the part of the pause that is kept behind an answer that had nothing new
_MIB = 1 << 20
_PAGES = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
_RANGE = re.compile(r"bytes (\d+)-")
_ROBOTS = Bounds(page=512 << 10)


class Missing(NotFetched):
    """There is nothing at an address (HTTP 404, 410)."""


class Forbidden(NotFetched):
    """An address is not for everybody (HTTP 401, 403)."""


class Unaccepted(NotFetched):
    """A request is not taken as it is (HTTP 400, 405, 501): something is switched off there."""


class Unwanted(NotFetched):
    """The server's `robots.txt` asks programs not to read an address."""


Fields = Mapping[str, str | Sequence[str]]
"""What is filled into a form; several values under one name where it has several."""


class Web:
    """The server of one source.

    `url`: what the study names, which is all that may be asked. `tell`: is told why it waits, and None when it goes on.
    `heeds_robots`: whether `robots.txt` may refuse; its `Crawl-delay` is kept to in any case. `requests`: how many were
    answered; `size`: the bytes that came of them.
    """

    def __init__(
        self,
        url: str,
        contact: str = "",
        patience: Patience | None = None,
        tell: Callable[[Said | None], None] = lambda _: None,
        bounds: Bounds | None = None,
        *,
        heeds_robots: bool = True,
    ) -> None:
        self.guard = guard.Guard(url)
        self.requests = 0
        self.size = 0
        self._bounds = bounds or Bounds()
        self._patience = patience or Patience()
        self._tell = tell
        self._heeds_robots = heeds_robots
        self._robots: dict[str, Robots] = {}
        self._free_from = 0.0  # when the next request may go out
        self._account: Callable[[], tuple[str, Secret]] | None = None
        self._session = guard.session(self.guard, user_agent(contact))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def refusal(self, reason: Said, next_step: Said) -> NotFetched:
        """The error of this source."""
        return self.guard.refusal(reason, next_step)

    def has_account(self, account: Callable[[], tuple[str, Secret]]) -> None:
        """Whom to ask as where the server itself wants a password (HTTP Basic); called when it does."""
        self._account = account

    def wears(self, cookies: Mapping[str, str]) -> None:
        """Send these cookies with each request, as a browser does that is logged in."""
        for name, value in cookies.items():
            self._session.cookies.set(name, value, domain=self.guard.host, path="/")

    def shows(self, headers: Mapping[str, str]) -> None:
        """Send these header fields with each request: the keys that programs have."""
        self._session.headers.update(headers)

    # ------------------------------------------------------------------------------------------- asking

    def page(self, url: str, fields: Fields | None = None, *, beginning: bool = False) -> Page:
        """A page, whole or only what it begins with. `fields`: those of a form, which is sent.

        Raises NotFetched: `Missing`, `Forbidden`, `Unaccepted`, `Unwanted`, or what does not pass.
        """
        return self._patiently(lambda: self._page_once(url, fields, beginning=beginning))

    def save(self, url: str, draft: Draft, known: Validators | None = None, fields: Fields | None = None) -> bool:
        """Bring a file into a draft, or what is missing of it; whether there is any news.

        `known`: the validators of the file that is there; it is left alone where the server says that they still hold.
        `fields`: those of a form that the file is the answer to, which comes whole or not at all.
        Raises NotFetched as `page` does, and OSError where it cannot be written.
        """
        return self._patiently(lambda: self._save_once(url, draft, known or Validators(), fields))

    def _patiently(self, attempt: Callable[[], T]) -> T:
        def once() -> T:
            try:
                return attempt()
            except requests.exceptions.RequestException as error:
                raise unreached(error, self.guard, answered=self.requests > 0) from error

        return patiently(once, self._patience, self.refusal, self._tell)

    def _page_once(self, url: str, fields: Fields | None, *, beginning: bool) -> Page:
        response = self._answer(url, _PAGES, fields)
        content, is_cut = bytearray(), False
        try:
            for piece in pieces(response, self._bounds.page, self._bounds.ratio, self.guard):
                self._count(len(piece))
                content += piece
                if beginning and len(content) >= BEGINNING:
                    is_cut = True
                    break
        finally:
            response.close()
            self._rest()
        if asks_for_captcha(bytes(content[:BEGINNING])) and len(content) < 64 << 10 and b"<form" not in content:
            raise wants_human(self.guard)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Page(str(response.url), bytes(content), headers, is_cut)

    def _save_once(self, url: str, draft: Draft, known: Validators, fields: Fields | None) -> bool:
        begun = Validators() if fields else draft.begun(url)
        response = self._answer(url, _conditions(draft, begun, known), fields, status=(200, 206, 304, 416))
        try:
            if response.status_code == 304:
                return False
            self._place(url, response, draft)
            is_gz = urlsplit(url).path.endswith(".gz")
            told = before = draft.size
            for piece in pieces(response, self._bounds.file - before, self._bounds.ratio, self.guard, is_gz=is_gz):
                self._count(len(piece))
                draft.write(piece)
                before += len(piece)
                if before - told > 4 * _MIB:
                    told = before
                    name = urlsplit(url).path.rpartition("/")[2]
                    self._tell(Said("{name}, {mib} MiB", name=name, mib=before // _MIB))
            if told > 4 * _MIB:
                self._tell(None)
            return True
        finally:
            response.close()
            draft.close()
            self._rest(SHORT if response.status_code == 304 else 1)

    def _place(self, url: str, response: requests.Response, draft: Draft) -> None:
        """Where in the draft the body of a response belongs."""
        if response.status_code == 200:
            is_packed = bool(response.headers.get("Content-Encoding"))
            told = Validators(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
            draft.begin(url, Validators(told.etag) if is_packed and told.etag else told)
            return
        found = _RANGE.match(response.headers.get("Content-Range", ""))
        if response.status_code == 206 and found and int(found[1]) == draft.size:
            draft.go_on()
            return
        draft.discard()
        raise Passing(Said("it answers HTTP {status}", status=response.status_code))

    def _answer(
        self,
        url: str,
        headers: Mapping[str, str],
        fields: Fields | None = None,
        status: tuple[int, ...] = (200,),
    ) -> requests.Response:
        """The response behind all redirects, its body still to be read. Raises NotFetched, Passing."""
        for _ in range(REDIRECTS + 1):
            self.guard.check(url)
            self._obey(url)
            response = self._send(url, headers, fields)
            target = self._session.get_redirect_target(response)
            if target is None:
                if response.status_code not in status:
                    self._judge(url, response)
                return response
            response.close()
            fields = fields if response.status_code in (307, 308) else None
            url = urljoin(url, target)
        raise self.refusal(Said("it sends from one address to the next without end"), CHECK_URL)

    def _send(self, url: str, headers: Mapping[str, str], fields: Fields | None) -> requests.Response:
        """One request, when the pause is over. Forms tell the page that they are from, as their servers want."""
        time.sleep(max(0.0, self._free_from - time.monotonic()))
        response = self._session.request(
            "GET" if fields is None else "POST",
            url,
            data=fields,
            headers={**headers, **({} if fields is None else {"Referer": url})},
            timeout=TIME_OUTS,
            allow_redirects=False,
            stream=True,
        )
        self.requests += 1
        self._rest()
        wants_basic = response.status_code == 401 and "basic" in response.headers.get("WWW-Authenticate", "").lower()
        if wants_basic and self._account and self._session.auth is None:
            response.close()
            login, secret = self._account()
            self._session.auth = (login, secret.revealed)
            return self._send(url, headers, fields)
        return response

    def _rest(self, part: int = 1) -> None:
        """No request goes out before the pause is over."""
        delay = max((robots.delay for robots in self._robots.values()), default=0.0)
        pause = delay or self._patience.pause / part
        self._free_from = time.monotonic() + pause

    def _count(self, size: int) -> None:
        self.size += size
        if self.size > self._bounds.fetch:
            said = Said("more than {gib} GiB came from it", gib=self._bounds.fetch >> 30)
            raise self.refusal(said, Said("fetch its lists one by one, or ask the administrators for the archive"))

    # ----------------------------------------------------------------------------------- what is refused

    def _obey(self, url: str) -> None:
        """Raise NotFetched where `robots.txt` says that programs may not ask for an address."""
        root = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if root not in self._robots:
            self._robots[root] = self._ask_robots(root)
        if self._heeds_robots and not self._robots[root].allow(url):
            said = Said("its robots.txt asks programs not to read {url}", url=url)
            step = Said('ask the administrators; where they agree, write robots = "ignore", or use --ignore-robots')
            raise Unwanted(self.guard.url, said, step)

    def _ask_robots(self, root: str) -> Robots:
        """What a server asks of programs; nothing where it has no such file, or sends elsewhere for it."""
        url = f"{root}/robots.txt"
        try:
            for _ in range(REDIRECTS):
                response = self._send(url, {"Accept": "text/plain,*/*;q=0.5"}, None)
                target = self._session.get_redirect_target(response)
                if target is None:
                    break
                response.close()
                url = urljoin(url, target)
                self.guard.check(url)
            else:
                return Robots()
        except NotFetched:
            if not self.requests:
                raise
            return Robots()
        try:
            if response.status_code in (429, 503):
                self._judge(url, response)
            if response.status_code != 200:
                return Robots()
            content = b"".join(pieces(response, _ROBOTS.page, _ROBOTS.ratio, self.guard))
        finally:
            response.close()
        return robots_of(content.decode("utf-8", "replace")) if not content.lstrip().startswith(b"<") else Robots()

    def _judge(self, url: str, response: requests.Response) -> None:
        """Raise what the status of a response means."""
        status = response.status_code
        after = seconds_of(response.headers.get("Retry-After")) or 0.0
        try:
            content = b"".join(pieces(response, BEGINNING, self._bounds.ratio, self.guard))
        except (NotFetched, requests.exceptions.RequestException):
            content = b""
        finally:
            response.close()
        if status in (403, 429, 503) and asks_for_captcha(content):
            raise wants_human(self.guard)
        after = max(after, seconds_in(content))
        if status == 429:
            raise Passing(Said("it finds that it is asked too often (HTTP 429)"), max(after, LAG if not after else 0))
        if (status >= 500 and status != 501) or status in (408, 425):
            raise Passing(Said("it answers HTTP {status}", status=status), after, heavy=status in (500, 504))
        what = self.guard.url
        if status in (401, 403):
            said = Said("it does not let everybody read {url} (HTTP {status})", url=url, status=status)
            raise Forbidden(what, said, Said("give the `login` of somebody who may, or ask the administrators"))
        if status in (404, 410):
            raise Missing(what, Said("there is nothing at {url} (HTTP {status})", url=url, status=status), CHECK_URL)
        if status in (400, 405, 501):
            raise Unaccepted(what, Said("it answers HTTP {status}", status=status), CHECK_URL)
        raise self.refusal(Said("it answers HTTP {status}", status=status), LATER)


def _conditions(draft: Draft, begun: Validators, known: Validators) -> dict[str, str]:
    """The header fields that ask for the rest of a file, or for one that has changed."""
    headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
    if begun.for_range:
        return {**headers, "Range": f"bytes={draft.size}-", "If-Range": begun.for_range}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    return headers
