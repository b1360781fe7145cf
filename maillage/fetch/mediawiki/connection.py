"""One wiki, asked politely: one request at a time, with patience, and a clear word where it does not answer.

The connection is mwclient's; what it answers badly to (HTTP 429, a dated Retry-After, JSON among PHP's warnings, an
answer cut off) is seen to here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

from maillage.errors import NotFetched
from maillage.fetch import guard
from maillage.fetch.agent import user_agent
from maillage.fetch.body import Bounds
from maillage.fetch.mediawiki.answers import Answer, NoAnswer, Request, parsed
from maillage.fetch.patience import LATER, Passing, Patience, patiently, seconds_of
from maillage.fetch.troubles import CHECK_URL, LAG, asks_for_captcha, unreached
from maillage.sentences import Said

if TYPE_CHECKING:
    import requests

    from maillage.fetch.credentials import Secret

ALWAYS = {"action": "query", "format": "json", "formatversion": "2", "continue": "", "maxlag": "5"}
"""What every request has: the newer form of answers and of continuation where the wiki knows them; `maxlag`, so that a
wiki whose databases are late answers nothing but how late they are."""
LOWER_LIMITS = ("50", "10", "1")
"""How much is asked for at a time where a server breaks down over as much as it allows itself."""
CAREFUL = 50  # requests with a lower limit before it is tried again without
TIME_OUTS = (15.0, 120.0)  # seconds to connect, and between two bytes
ANSWER = Bounds(page=512 << 20)
"""What a wiki may answer at once: fifty revisions of two MiB, as JSON escapes them, and more."""

_ASK = Said("ask the wiki's administrators to let maillage read its API, or for an XML dump")
_LOG_IN = Said("write the `login` of a bot password that may read it into the study file")
_EXPORT = Said("ask the administrators for an XML dump of its pages, and give its path instead of the url")
_CLOSED = ("readapidenied", "permissiondenied")
_PASSING_ERRORS = ("internal_api_error", "internal-error", "ratelimited", "actionthrottled", "readonly", "dbquery")


T = TypeVar("T")


class Connection:
    """A wiki's API. `tell`: is told why it waits and for how many seconds, and None when it goes on."""

    def __init__(
        self,
        wiki: str,
        contact: str = "",
        patience: Patience | None = None,
        tell: Callable[[Said | None], None] = lambda _: None,
    ) -> None:
        client = _library(wiki)
        self.wiki = wiki
        self._guard = guard.Guard(wiki)
        self.requests = 0
        self.version: tuple[int, ...] = ()
        self._patience = patience or Patience()
        self._tell = tell
        self._lowered = 0  # how many of `LOWER_LIMITS` down
        self._careful = 0  # requests until the limit is raised again
        self._login: tuple[str, Secret] | None = None
        self._last: requests.Response | None = None
        agent = user_agent(contact, f"mwclient/{client.__version__}")
        self._session = guard.session(self._guard, agent, ANSWER)
        self._session.hooks["response"].append(self._note)
        parts = urlsplit(wiki)
        self._site = client.Site(
            parts.netloc,
            path=parts.path or "/",
            scheme=parts.scheme,
            pool=self._session,
            do_init=False,
            max_retries=0,  # the waiting is done here
            retry_timeout=0,
            connection_options={"timeout": TIME_OUTS},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    @property
    def api(self) -> str:
        """The address of the API."""
        return f"{self._site.scheme}://{self._site.host}{self._site.path}api{self._site.ext}"

    def turn_to(self, api: str) -> None:
        """Ask this address from now on: `https://wiki.example.org/w/api.php`."""
        parts = urlsplit(api)
        path, _, script = parts.path.rpartition("/")
        self._site.scheme, self._site.host, self._site.path = parts.scheme, parts.netloc, path + "/"
        self._site.ext = script.removeprefix("api")

    # -------------------------------------------------------------------------------------------- asking

    def ask(self, request: Request) -> Answer:
        """The answer to a request; a wiki in trouble is waited for. Raises NotFetched."""
        answer = self._patiently(lambda: self._ask_once(request))
        if self._lowered:
            self._careful -= 1
            self._lowered = self._lowered if self._careful > 0 else 0
        return answer

    def is_here(self, probe: Request) -> bool:
        """Whether an API answers at the address, which becomes that behind its redirects. Raises NotFetched."""
        try:
            answer = self.ask(probe)
        except NotHere:
            raise
        except Refused as error:
            if error.code not in _CLOSED:
                raise
            found = True  # it is an API that refuses to answer
        else:
            found = "general" in answer.query
        if found and self._last is not None:
            self.turn_to(self._last.url.split("?", 1)[0])
        return found

    def page(self, url: str) -> tuple[str, bytes]:
        """A page of the wiki: the address that it has in the end, and its bytes. Raises NotFetched."""
        return self._patiently(lambda: self._page_once(url))

    def log_in(self, login: str, secret: Secret) -> None:
        """Ask as this user from now on. Raises NotFetched."""
        self._patiently(lambda: self._log_in_once(login, secret))
        self._login = (login, secret)

    def refusal(self, reason: Said, next_step: Said) -> NotFetched:
        """The error of this wiki."""
        return NotFetched(self.wiki, reason, next_step)

    def _patiently(self, attempt: Callable[[], T]) -> T:
        """What an attempt gives, made again as long as patience lasts; who breaks down over much is asked for less."""
        heavy = 0

        def lower(trouble: Passing) -> None:
            nonlocal heavy
            heavy += trouble.heavy
            if heavy >= 2 and self._lowered < len(LOWER_LIMITS):
                heavy, self._lowered, self._careful = 0, self._lowered + 1, CAREFUL

        return patiently(attempt, self._patience, self.refusal, self._tell, lower)

    def _ask_once(self, request: Request) -> Answer:
        parameters = {**ALWAYS, **request}
        if self._lowered:
            limit = LOWER_LIMITS[self._lowered - 1]
            parameters |= {key: limit for key, value in request.items() if key.endswith("limit") and value == "max"}
        if self._login:
            parameters["assert"] = "user"
        with self._troubles():
            self._site.raw_call("api", parameters, http_method="GET")
        answer = self._parsed()
        if "error" in answer.values:
            self._judge(answer.values["error"])
        self.requests += 1
        return answer

    def _page_once(self, url: str) -> tuple[str, bytes]:
        import requests

        with self._troubles():
            response = self._session.get(url, timeout=TIME_OUTS, headers={"Accept": "text/html,*/*"})
            try:
                response.raise_for_status()
            except requests.exceptions.HTTPError:
                if response.status_code >= 500 or response.status_code == 429:
                    raise
            return response.url, response.content

    def _log_in_once(self, login: str, secret: Secret) -> None:
        import mwclient

        try:
            with self._troubles():
                self._site.login(login, secret.revealed)
        except mwclient.errors.LoginError as error:
            raise self._login_refused(login, str(error.info)) from None
        except KeyError:  # an old wiki says no reason
            raise self._login_refused(login, "") from None
        except mwclient.errors.APIError as error:
            self._judge({"code": error.code, "info": error.info})

    def _login_refused(self, login: str, info: str) -> NotFetched:
        reason = Said("it refuses the login {login}: {info}", login=login, info=_plain(info) or Said("no reason given"))
        return self.refusal(reason, Said("check the login, and the bot password in the environment or the keyring"))

    # ------------------------------------------------------------------------------ what goes wrong with it

    def _note(self, response: requests.Response, *_: object, **__: object) -> None:
        """Keep a response, with what mwclient reads of it put straight."""
        response.encoding = "utf-8"
        if "Retry-After" in response.headers or "X-Database-Lag" in response.headers:
            seconds = seconds_of(response.headers.get("Retry-After"))
            response.headers["Retry-After"] = str(int(LAG if seconds is None else seconds))
        self._last = response

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        """What the libraries raise, in our words: what may pass, and what does not."""
        import mwclient
        import requests

        try:
            yield
        except requests.exceptions.HTTPError:
            self._judge_status()
        except requests.exceptions.RequestException as error:
            raise unreached(error, self._guard, answered=self._last is not None) from error
        except mwclient.errors.MaximumRetriesExceeded as error:
            raise self._put_off() from error
        except mwclient.errors.InvalidResponse as error:  # to a login
            raise self._no_answer(NoAnswer("html")) from error
        except mwclient.errors.MediaWikiVersionError as error:
            said = Said("its version is too old or unknown ({reason})", reason=str(error))
            raise self.refusal(said, _EXPORT) from error

    def _put_off(self) -> Passing:
        """The databases are late, or the server said nothing that means anything."""
        headers = self._last.headers if self._last is not None else {}
        if "X-Database-Lag" in headers:
            return Passing(Said("its databases are {seconds} s late", seconds=headers["X-Database-Lag"]), self._after())
        status = self._last.status_code if self._last is not None else 0
        return Passing(Said("it answers HTTP {status}", status=status))

    def _after(self) -> float:
        """The seconds that the last response asks to wait."""
        return seconds_of(self._last.headers.get("Retry-After")) or 0.0 if self._last is not None else 0.0

    def _judge_status(self) -> None:
        """Raise what the status of the last response means."""
        if self._last is None:
            raise Passing(Said("it answers HTTP {status}", status=0))
        status, content = self._last.status_code, self._last.content
        said = Said("it answers HTTP {status}", status=status)
        if asks_for_captcha(content):
            raise self._no_answer(NoAnswer("captcha"))
        if content.lstrip().startswith(b"{") and isinstance(error := _error_in(content), Mapping):
            self._judge(error)
        if status == 429:
            raise Passing(Said("it finds that it is asked too often (HTTP 429)"), max(self._after(), LAG))
        if status >= 500 or status in (408, 425):
            raise Passing(said, self._after(), heavy=status in (500, 504))
        if status == 401:
            raise NotHere(self.wiki, Said("it is behind a password of its server (HTTP 401)"), _ASK)
        if status == 403:
            raise NotHere(self.wiki, Said("it forbids {api} (HTTP 403)", api=self.api), _ASK)
        if status in (404, 410):
            said = Said("there is no API at {api} (HTTP {status})", api=self.api, status=status)
            raise NotHere(self.wiki, said, CHECK_URL)
        raise self.refusal(said, LATER)

    def _judge(self, error: object) -> None:
        """Raise what an error of the API means."""
        told = error if isinstance(error, Mapping) else {"code": "", "info": error}
        code, info = str(told.get("code") or ""), _plain(str(told.get("info") or told.get("*") or ""))
        if code == "maxlag":
            raise Passing(
                Said("its databases are {seconds} s late", seconds=told.get("lag", "?")), self._after() or LAG
            )
        if code.startswith(_PASSING_ERRORS):
            raise Passing(Said("it answers {info}", info=info or code), self._after(), heavy="limit" not in code)
        if code in ("assertuserfailed", "assertbotfailed", "badtoken") and self._login:
            self._session.cookies.clear()  # of a session that the wiki has lost, and mwclient keeps its tokens
            self._site.tokens.clear()
            self._log_in_once(*self._login)
            raise Passing(Said("it has forgotten the login"))
        if code in _CLOSED:
            said = Said("only some may read it ({info})", info=info or code)
            raise Refused(code, self.wiki, said, _ASK if self._login else _LOG_IN)
        if code in ("apidisabled", "unknown_action"):
            raise self._no_answer(NoAnswer("disabled"))
        raise Refused(code, self.wiki, Said("it answers {info}", info=f"{code}: {info}" if info else code), LATER)

    def _parsed(self) -> Answer:
        content = self._last.content if self._last is not None else b""
        try:
            return parsed(content)
        except NoAnswer as error:
            raise self._no_answer(error) from error

    def _no_answer(self, error: NoAnswer) -> Exception:
        """What it means that something else came than an answer."""
        if error.what == "captcha":
            said = Said("it wants proof that a human asks, which no program can give")
            return self.refusal(said, _ASK)
        if error.what == "disabled":
            return self.refusal(Said("its API is switched off"), _EXPORT)
        if error.what == "html":
            said = Said("a page came from {api} instead of an answer", api=self.api)
            return Passing(said) if self.requests else NotHere(self.wiki, said, CHECK_URL)
        if error.what == "empty":
            return Passing(Said("its answer is empty"), heavy=True)
        return Passing(Said("its answer is cut off"), heavy=True)


class NotHere(NotFetched):
    """There is no API at an address, or none that may be asked; it may be at another."""


class Refused(NotFetched):
    """The API refuses a request with an error of its own. `code`: MediaWiki's."""

    def __init__(self, code: str, wiki: str, reason: Said, next_step: Said) -> None:
        super().__init__(wiki, reason, next_step)
        self.code = code


def _error_in(content: bytes) -> object:
    try:
        return parsed(content).values.get("error")
    except NoAnswer:
        return None


def _plain(info: str) -> str:
    """The words of an error on one line, without what MediaWiki adds for developers."""
    return " ".join(re.sub(r"<[^>]*>", "", info).split())[:300]


def _library(wiki: str) -> Any:
    """The library mwclient, which is installed only where live wikis are wanted."""
    try:
        import mwclient
    except ImportError as error:
        step = Said("install it: pip install 'maillage[fetch]'")
        raise NotFetched(wiki, Said("the library mwclient is not installed"), step) from error
    logging.getLogger("mwclient").addHandler(logging.NullHandler())
    logging.getLogger("mwclient").propagate = False  # what it warns of is said in words of ours
    return mwclient
