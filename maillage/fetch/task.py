"""What a fetcher is handed: the source, its server, its folder, and where to say what came."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from maillage.fetch import credentials
from maillage.fetch.credentials import Secret
from maillage.fetch.fetched import Fetched
from maillage.fetch.folder import Draft, Folder, Same, held
from maillage.fetch.patience import Patience
from maillage.fetch.troubles import is_html
from maillage.fetch.web import Fields, Missing, Web
from maillage.progress import Progress
from maillage.project import Source, WebOptions, WikiOptions
from maillage.sentences import Said

COOKIE = "cookie"  # the login of who gives no password but the cookies of a browser
FOR_PROGRAMS = ("osm",)  # kinds whose servers' interface is made for programs: robots.txt is about their pages
HEAD = 1 << 18  # bytes of a file that tell whether it is what was asked for


@dataclass
class Task:
    """One fetch of one source.

    `web` and `folder` are there when they are first asked for: a source that is refused leaves no folder behind.
    """

    source: Source
    progress: Progress
    patience: Patience
    done: Fetched
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        if "web" in self.__dict__:
            self.done.requests, self.done.size = self.web.requests, self.web.size

    @property
    def options(self) -> WebOptions:
        """Where a list is on the web, and as whom it is asked for."""
        wiki = self.source.wiki or WikiOptions(self.source.url)
        return self.source.web or WebOptions(wiki.url, wiki.login, wiki.contact, wiki.robots)

    @property
    def url(self) -> str:
        """What the study names."""
        return self.source.url

    @property
    def has_cookie(self) -> bool:
        """Whether the secret is what a browser that is logged in sends, and nobody has to log in."""
        return self.options.login == COOKIE

    @cached_property
    def web(self) -> Web:
        """The server. A member who reads her own list is no robot: with a `login`, `robots.txt` refuses nothing."""
        options = self.options
        heeds = options.robots == "respect" and not options.login and self.source.kind not in FOR_PROGRAMS
        web = Web(options.url, options.contact, self.patience, self.progress.tell, heeds_robots=heeds)
        if self.has_cookie:
            web.wears(credentials.cookies(self.secret(), self.url))
        elif options.login:
            web.has_account(lambda: (options.login, self.secret()))
        return self._open.enter_context(web)

    @cached_property
    def folder(self) -> Folder:
        """Where the files go. Raises NotFetched where another fetch writes there, or another archive is in it."""
        self._open.enter_context(held(self.source.path, self.url))
        folder = Folder(self.source.path, self.url)
        self._open.callback(folder.close)
        return folder

    def secret(self) -> Secret:
        """The password of the study's login. Raises NotFetched where there is none."""
        return credentials.required(self.source.name, self.options.login, self.url)

    def bring(
        self,
        url: str,
        name: str,
        *,
        is_final: bool = False,
        accepts: Callable[[bytes], bool] | None = None,
        is_same: Same | None = None,
        fields: Fields | None = None,
    ) -> bool:
        """Bring a file of the server to the folder if there is any news in it, and count it; whether it is there.

        `is_final`: one that is there never changes, and is not asked for again; one that the server did not have is
        not asked for either. `accepts`: whether the beginning of what came is that of such a file; what is not is as
        if it were not there. Without it, a page that comes where a file was asked for is an error: many servers say
        so that something is wrong. `is_same`: whether what came says what is there, where servers never write the same
        bytes twice; then these are kept. `fields`: of a form that it is the answer to. Raises NotFetched, OSError.
        """
        folder, done = self.folder, self.done
        if is_final and (name in folder or folder.is_gone(name)):
            return name in folder
        draft = folder.draft(name)
        try:
            is_news = self.web.save(url, draft, folder.validators(name, url), fields)
        except Missing:
            folder.note_gone(name)
            return False
        if is_news and not self._is_good(draft, name, url, accepts):
            folder.note_gone(name)
            return False
        outcome = folder.publish(name, url, draft, is_same) if is_news else "unchanged"
        setattr(done, outcome, getattr(done, outcome) + 1)
        return True

    def _is_good(self, draft: Draft, name: str, url: str, accepts: Callable[[bytes], bool] | None) -> bool:
        """Whether what came is what was asked for; what is not is thrown away."""
        beginning = draft.beginning(HEAD)
        if is_html(beginning) and not name.endswith((".html", ".htm", ".shtml")):
            draft.discard()
            said = Said("a page came from {api} instead of an answer", api=url)
            raise self.web.refusal(said, Said("look at this address in a browser"))
        if accepts is not None and not accepts(beginning):
            draft.discard()
            return False
        return True

    def keep(self, name: str, content: bytes, url: str = "", is_same: Same | None = None) -> None:
        """Write a file of what came as a page, if there is news in it, and count it; see `bring`. Raises OSError."""
        outcome = self.folder.keep(name, content, url, is_same)
        setattr(self.done, outcome, getattr(self.done, outcome) + 1)

    def note(self, said: Said) -> None:
        """Something that whoever reads the result should know."""
        self.done.notes = (*self.done.notes, said)
