"""Bringing what is at an address to a folder, without a study: one list, a wiki, or all lists of a server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from maillage.errors import NotFetched
from maillage.fetch import FETCHERS, fetch, fetcher
from maillage.fetch.fetched import Fetched
from maillage.fetch.folder import safe
from maillage.fetch.news import is_news
from maillage.fetch.page import Page
from maillage.fetch.patience import Patience
from maillage.fetch.recognition import BY_HAND, HOSTS, NO_IDEA, Listed, kind_at, program_of
from maillage.progress import Progress, Silent
from maillage.project import WIKI_KINDS, Source, WebOptions, WikiOptions
from maillage.sentences import Said

_SHOWN = 40  # names of lists in one sentence


@dataclass(frozen=True)
class Wanted:
    """What people asked for. `every`: all lists, where the address is that of a server of them."""

    url: str
    folder: Path
    kind: str = ""
    login: str = ""
    contact: str = ""
    robots: str = "respect"
    confirm: bool = False
    every: bool = False


def fetch_address(
    wanted: Wanted, progress: Progress | None = None, patience: Patience | None = None
) -> Iterator[Fetched]:
    """Bring it, list by list. Raises NotFetched where nothing can be brought at all. See `require_libraries`."""
    _require_address(wanted.url)
    shown, patient = progress or Silent(), patience or Patience()
    wanted = replace(wanted, kind=wanted.kind or kind_at(wanted.url))
    if wanted.kind and not wanted.every:
        yield fetch(_source(wanted, wanted.url, wanted.kind, wanted.folder), shown, patient)
        return
    if is_news(wanted.url):
        yield fetch(_source(wanted, wanted.url, "mbox", wanted.folder), shown, patient)
        return
    page = _look(wanted, wanted.url, shown, patient)
    kind = wanted.kind or kind_of(page, wanted.url)
    listed = fetcher(kind).lists(page)
    if wanted.every:
        listed = _all_lists(wanted, kind, page, shown, patient) or listed
    if not listed:
        yield fetch(_source(wanted, wanted.url, kind, wanted.folder), shown, patient)
        return
    if not wanted.every:
        raise _many(wanted.url, listed)
    for one in listed:
        yield _fetch_listed(wanted, one, shown, patient)


def _all_lists(wanted: Wanted, kind: str, page: Page, progress: Progress, patience: Patience) -> Sequence[Listed]:
    """The lists of a server, by the page of it that names all of them; none where there is no such page."""
    overview = getattr(fetcher(kind), "overview", None)
    url = overview(page) if overview else ""
    if not url:
        return ()
    try:
        return fetcher(kind).lists(_look(wanted, url, progress, patience, beginning=False))
    except NotFetched:
        return ()


def _fetch_listed(wanted: Wanted, one: Listed, progress: Progress, patience: Patience) -> Fetched:
    """One list of a server, into a folder of its own. One that fails stops none of the others."""
    folder = wanted.folder / (safe(one.name) or "list")
    try:
        _require_same_host(wanted, one.url)
        kind = wanted.kind or kind_of(_look(wanted, one.url, progress, patience), one.url)
    except NotFetched as error:
        return Fetched(one.name, failure=error)
    return fetch(_source(wanted, one.url, kind, folder), progress, patience)


def _look(wanted: Wanted, url: str, progress: Progress, patience: Patience, *, beginning: bool = True) -> Page:
    """What is at an address, or its beginning alone. Raises NotFetched."""
    from maillage.fetch.task import Task  # late: it needs requests

    _require_same_host(wanted, url)
    source = _source(wanted, url, "mbox", wanted.folder)
    with Task(source, progress, patience, Fetched(source.name)) as task:
        return task.web.page(url, beginning=beginning)


def _require_address(url: str) -> None:
    """Raise NotFetched for what no host can be read from, such as an address without its `https://`."""
    try:
        host = urlsplit(url).hostname
    except ValueError:  # of brackets that are not closed
        host = None
    if not host:
        raise NotFetched(url, Said("it is no address"), Said("write one such as https://lists.example.org/"))


def _require_same_host(wanted: Wanted, url: str) -> None:
    """Raise NotFetched for an address that a server names and that is not its own: nobody asked for another host."""
    from maillage.fetch.guard import Guard  # late: it needs requests

    Guard(wanted.url).check(url)


def kind_of(page: Page, url: str) -> str:
    """The kind of the archive that a page is of. Raises NotFetched, with what can be done instead."""
    program = program_of(page)
    program = "mbox" if program == "public_inbox" else program  # what comes of an inbox are mailboxes
    if program in FETCHERS:
        return program
    if program:
        said = Said("it is an archive of the kind {kind}, which is not fetched", kind=program)
        raise NotFetched(url, said, BY_HAND[program])
    for kind in FETCHERS:
        if fetcher(kind).recognizes(page):
            return kind
    step = HOSTS.get((urlsplit(page.url).hostname or "").lower(), NO_IDEA)
    raise NotFetched(url, Said("no archive is recognised there; --kind says what it is"), step)


def _many(url: str, listed: Sequence[Listed]) -> NotFetched:
    names = ", ".join(one.name for one in listed[:_SHOWN]) + (", …" if len(listed) > _SHOWN else "")
    said = Said("it is a server of lists ({count}): {names}", count=len(listed), names=names)
    return NotFetched(url, said, Said("add --all, or write the address of one list"))


def _source(wanted: Wanted, url: str, kind: str, folder: Path) -> Source:
    """What a study would say of it."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", folder.resolve().name).strip("-") or "list"
    if kind in WIKI_KINDS:
        options = WikiOptions(url=url, login=wanted.login, contact=wanted.contact, robots=wanted.robots)
        return Source(name, kind, folder, wiki=options)
    return Source(name, kind, folder, web=WebOptions(url, wanted.login, wanted.contact, wanted.robots, wanted.confirm))
