"""mbox files: by their addresses, one of them or all of a page that leads to them; of an inbox; of a newsgroup."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from maillage.fetch import news, public_inbox
from maillage.fetch.folder import name_of
from maillage.fetch.news import is_news
from maillage.fetch.page import Page
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.sentences import Said

_FILE = re.compile(
    r"(?P<stem>[^/]+\.(?:mbox|mbx|mboxrd|mboxcl2?)|\d{4}-\d\d(?:-\d\d)?(?:\.txt)?)(?P<packed>\.(?:gz|bz2|xz|zip))?"
)
_FIRST = re.compile(rb"\s*From [^\n]{1,300}\d{4}[^\n]{0,40}\n")
_UNPACKED = 4096


def recognizes(page: Page) -> bool:
    """Whether an mbox file is at an address, or a page that leads to some in its own folder; or an inbox."""
    if public_inbox.recognizes(page):
        return True
    return bool(_files(page)) if page.is_html else _is_mbox(page.content) or _is_named_so(page.url)


def lists(page: Page) -> Sequence[Listed]:
    """The inboxes of a server. The files of any other page are those of one list, as far as can be told."""
    return public_inbox.lists(page) if public_inbox.recognizes(page) or public_inbox.is_manifest(page) else ()


def overview(page: Page) -> str:
    """Where all inboxes of a server are named."""
    return public_inbox.overview(page) if public_inbox.recognizes(page) else ""


def fetch(task: Task) -> None:
    """Bring the files that are new or have changed. Raises NotFetched, OSError."""
    if is_news(task.url):
        news.fetch(task)
        return
    page = task.web.page(task.url, beginning=True)
    if public_inbox.recognizes(page):
        public_inbox.fetch(task, page)
        return
    if page.is_html and page.is_cut:
        page = task.web.page(task.url)
    if not page.is_html:
        if not recognizes(page):
            raise task.web.refusal(Said("what is at {url} is no mbox", url=page.url), CHECK_URL)
        task.progress.begin("fetch", 1)
        task.bring(page.url, _name(page.url))
        return
    files = _files(page)
    if not files:
        raise task.web.refusal(Said("there are no mbox files on {url}", url=page.url), CHECK_URL)
    task.progress.begin("fetch", len(files))
    for url in files.values():
        task.bring(url, name_of(url))
        task.progress.advance(1)


def _files(page: Page) -> dict[str, str]:
    """The addresses of the files that a page leads to, by their names; of one that is there in two forms the packed."""
    found: dict[str, str] = {}
    for url, match in sorted(page.below(_FILE).items()):
        if match["packed"] or match["stem"] not in found:
            found[match["stem"]] = url
    return found


def _name(url: str) -> str:
    name = name_of(url) or "archive"
    return name if _FILE.fullmatch(name) else f"{name}.mbox"


def _is_named_so(url: str) -> bool:
    match = _FILE.fullmatch(name_of(url))
    return bool(match and match["packed"] and "mb" in match["stem"])


def _is_mbox(content: bytes) -> bool:
    """Whether a file begins with a From line, packed by gzip or not."""
    if content.startswith(b"\x1f\x8b"):
        try:
            content = zlib.decompressobj(31).decompress(content, _UNPACKED)
        except zlib.error:
            return False
    return bool(_FIRST.match(content))
