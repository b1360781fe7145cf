"""Volumes of pipermail, Mailman 2's archive: `2014-June.txt.gz` and its like, by the page of the list.

Public (`/pipermail/LIST/`) or behind Mailman's own form (`/mailman/private/LIST/`); the list's page
(`/mailman/listinfo/LIST`) leads there. A volume is asked for with a condition, so that a fetch without news brings
nothing; where the server has packed one since, the packed one takes the place of the other.

`LIST.mbox/LIST.mbox`, the untouched mails, is not looked for: it is closed nearly everywhere, and is a source of
another kind. Where it is open it is better: fetch it as `kind = "mbox"`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from maillage.fetch.page import Page
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.sentences import Said

VOLUME = r"(?:\d{4}-[A-Z][a-z]{2,8}|\d{4}q[1-4]|Week-of-Mon-\d{8}|\d{8}|\d{4})"
"""What volumes are called, in English everywhere: months, quarters, weeks, days, years (Mailman's HyperArch.py)."""
FILE = re.compile(rf"({VOLUME})\.txt(?:\.gz)?")
PAGES = re.compile(rf"({VOLUME})/(date|thread|subject|author)\.html")
_ARCHIVE = re.compile(r"/(?:pipermail|mailman/private|archives?|mail-archives?)/[^/?]+/?")
_OF_LIST = re.compile(r"(?:.*/)?listinfo(?:\.cgi)?/([^/?]+)/?")
_SERVER = re.compile(r".*/(?:listinfo(?:\.cgi)?|pipermail)/?")
_IN_INDEX = re.compile(r"([A-Za-z0-9][\w.+-]*)/")


def recognizes(page: Page) -> bool:
    """Whether a page is a list's archive or page, the form before it, or the index of a server of lists."""
    if volumes_of(page):
        return bool(months_of(page)) or "mailman" in page.text.lower()
    return _wants_login(page) or bool(_archive_of(page)) or bool(lists(page))


def lists(page: Page) -> Sequence[Listed]:
    """The lists of a server: of its overview (`/mailman/listinfo`), or of the folder of all archives."""
    path = urlsplit(page.url).path
    if not _SERVER.fullmatch(path):
        return ()
    if "listinfo" in path:
        found = {match[1]: link.url for link in page.links if (match := _OF_LIST.fullmatch(urlsplit(link.url).path))}
        return tuple(Listed(name, found[name]) for name in sorted(found))
    folders = page.below(_IN_INDEX) if page.title.startswith("Index of") else {}
    names = {match[1]: url for url, match in folders.items() if not match[1].endswith(".mbox")}
    return tuple(Listed(name, names[name]) for name in sorted(names))


def fetch(task: Task) -> None:
    """Bring the volumes that are new or have changed, the oldest first. Raises NotFetched, OSError."""
    page = list_page(task)
    volumes, months = volumes_of(page), months_of(page)
    if not volumes:
        raise _nothing(task, page, is_paged=bool(months))
    task.progress.begin("fetch", len(volumes))
    for volume, url in reversed(volumes.items()):  # as the page has the newest first
        _bring(task, volume, url)
        task.progress.advance(1)
    if missing := len(months.keys() - volumes.keys()):
        task.note(Said("{count} volumes have pages only, which the kind pipermail_html brings", count=missing))


def _bring(task: Task, volume: str, url: str) -> None:
    """One volume, packed or not; it is kept in one form."""
    plain, packed = f"{volume}.txt", f"{volume}.txt.gz"
    name, other = (packed, plain) if url.endswith(".gz") else (plain, packed)
    there = task.bring(url, name)
    if not there:  # the page is older than the files
        name, other = other, name
        there = task.bring(url.removesuffix(".gz") if url.endswith(".gz") else f"{url}.gz", name)
    if there and task.folder.drop(other):
        task.done.new -= 1  # it is the same volume
        task.done.changed += 1


def volumes_of(page: Page) -> dict[str, str]:
    """The addresses of the volumes of a page, by their names without endings, in its order; packed ones go first."""
    found: dict[str, str] = {}
    for url, match in page.below(FILE).items():
        if match[1] not in found or url.endswith(".gz"):
            found[match[1]] = url
    return found


def months_of(page: Page) -> dict[str, str]:
    """The addresses of the indexes of a page's volumes, by date where there is one, by the names of the volumes."""
    found: dict[str, str] = {}
    for url, match in page.below(PAGES).items():
        if match[1] not in found or match[2] == "date":
            found[match[1]] = url
    return found


def list_page(task: Task) -> Page:
    """The page of a list's archive, from whatever page of the list people named. Raises NotFetched."""
    page = _open(task, task.web.page(task.url))
    if archive := _archive_of(page):
        page = _open(task, task.web.page(archive))
    is_folder = page.url.endswith("/") or "." in urlsplit(page.url).path.rpartition("/")[2]
    return page if is_folder else replace(page, url=f"{page.url}/")


def _nothing(task: Task, page: Page, *, is_paged: bool) -> Exception:
    """The error of a page without volumes."""
    if is_paged:
        said = Said("its text volumes are gone, only pages are left")
        return task.web.refusal(said, Said('write kind = "pipermail_html", or --kind pipermail_html'))
    if lists(page):
        return task.web.refusal(Said("it is a server of lists, and no list"), Said("write the address of one list"))
    return task.web.refusal(Said("there are no volumes of pipermail on {url}", url=page.url), CHECK_URL)


def _archive_of(page: Page) -> str:
    """Where the page of a list says that its archive is; "" where it is no such page."""
    of_list = _OF_LIST.fullmatch(urlsplit(page.url).path)
    if not of_list:
        return ""
    named = [link.url for link in page.links if _ARCHIVE.fullmatch(urlsplit(link.url).path)]
    own = [url for url in named if urlsplit(url).path.rstrip("/").rpartition("/")[2].lower() == of_list[1].lower()]
    return next(iter(own or named), "")


# ------------------------------------------------------------------------------------ Mailman's own form


def _wants_login(page: Page) -> bool:
    """Whether a page is the form that stands before a private archive."""
    is_private = "/private" in urlsplit(page.url).path
    return is_private and page.tree.css_first("input[type=password i][name=password]") is not None


def _open(task: Task, page: Page) -> Page:
    """The page itself, or the one behind the form before it. Raises NotFetched."""
    if not _wants_login(page):
        return page
    if not task.options.login:
        said = Said("only its members may read it")
        raise task.web.refusal(said, Said("give the `login` of a member: the address that is subscribed"))
    fields = {"username": task.options.login, "password": task.secret().revealed, "submit": "ok"}
    opened = task.web.page(page.url, fields)
    if _wants_login(opened):
        said = Said("it refuses the login {login}", login=task.options.login)
        raise task.web.refusal(said, Said("check the login, and the password in the environment or the keyring"))
    return opened
