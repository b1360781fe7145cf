"""A site of SPIP by what it shows everybody: its feeds, and its articles' pages by number, `article12.html`.

Articles are numbered as they are begun, so that many numbers have no page: drafts, what was refused, what has gone.
Each number is asked for up to the highest that a feed, the site map or a page leads to, and beyond until none comes
for a while. A page that is there is asked for again where the site says that the article has changed: its entry in a
feed, or its date in the site map, is another. Numbers without a page are tried again while they are among the latest,
since an article may wait long before it is published.

A feed shows the latest articles. It is kept once a month, and only where it says something else than the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from html import unescape
from itertools import count, pairwise
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from maillage.fetch import recognition
from maillage.fetch.page import Page, joined
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.fetch.web import Forbidden, Missing, Unaccepted, Unwanted
from maillage.sentences import Said

recognizes = recognition.SIGNS["spip"]

BEYOND = 100  # numbers in a row without an article, behind the highest known, after which no more are tried
LONGEST_HOLE = 1000  # the same between two known ones
LATE = 100  # of the latest numbers, those without an article are tried again
NOBODYS = 999_999_999  # the number of no article: what comes for it is how the site says so
_SECTIONS = 500  # feeds of sections, of one fetch
_MAPS = 50  # parts of a site map
_ARTICLE = re.compile(
    r"(?:\barticle|[?&/]id_article=|[?&]article=)(\d{1,8})(?!\d)|,(\d{1,8})(?:\.html?)?$", re.IGNORECASE
)
_SECTION = re.compile(r"(?:\brubrique|[?&]id_rubrique=)(\d{1,8})(?!\d)", re.IGNORECASE)
_FILE = re.compile(r"(?:spip\.php|(?:article|rubrique|breve|auteur|mot|sommaire|plan|index)[^/]*)(?:[/?].*)?$")
_ITEM = re.compile(rb"<(item|entry)\b(?:(?!</?(?:item|entry)\b).)*", re.DOTALL)
_OF_SPIP = re.compile(  # what its reader knows a feed of SPIP by
    rb"<generator[^<>]*>\s*SPIP\b|spip\.php\?(?:article|page=backend)|/article\d+(?:\.html)?\s*</(?:link|guid)>"
    rb"|article\.php3\?id_article="
)
_HEAD = 1 << 16
_LINK = re.compile(rb"<link>\s*([^<>\s]+)\s*</link>|<link\b[^<>]*href=\"([^\"]+)\"|<guid[^<>]*>\s*([^<>\s]+)")
_DIRECTORY = re.compile(rb"href=(?:\"|&quot;)([^\"&]+(?:&amp;[^\"&]+)*)(?:\"|&quot;) rel=(?:\"|&quot;)directory")
_MAPPED = re.compile(r"<(url|sitemap)>(.{0,20000}?)</\1>", re.DOTALL)
_LOC = re.compile(r"<loc>\s*([^<>\s]+)\s*</loc>")
_MODIFIED = re.compile(r"<lastmod>\s*([^<>\s]+)\s*</lastmod>")
_WORD = re.compile(r"[^\W\d_]+")


class _Site(NamedTuple):
    """Where a site is: the address that all others begin with, which ends with `/`. `is_old`: of before SPIP 1.9."""

    base: str
    is_old: bool = False

    def article(self, number: int) -> str:
        """The page of an article; the site may lead from there to the address that it calls it by."""
        return self.base + (f"article.php3?id_article={number}" if self.is_old else f"spip.php?article{number}")

    def feed(self, section: int = 0) -> str:
        """The feed of the site, or of a section and what is in it."""
        if self.is_old:
            return self.base + "backend.php3" + (f"?id_rubrique={section}" if section else "")
        return self.base + "spip.php?page=backend" + (f"&id_rubrique={section}" if section else "")

    def has(self, address: str) -> bool:
        """Whether an address is the site's, by http or https, with `www.` or without."""
        own, other = urlsplit(self.base), urlsplit(address)
        is_same = own.netloc.removeprefix("www.") == other.netloc.lower().removeprefix("www.")
        return is_same and other.path.startswith(own.path)

    @property
    def plan(self) -> str:
        """The page that leads to all sections, and in many sites to all articles."""
        return self.base + ("plan.php3" if self.is_old else "spip.php?page=plan")


@dataclass
class _Told:
    """What the site's pages, feeds and map lead to.

    `articles`, `sections`: numbers. `entries`: digests of what feeds say of an article, `modified`: dates of the site
    map, both by address.
    """

    articles: set[int] = field(default_factory=set)
    sections: set[int] = field(default_factory=set)
    entries: dict[str, str] = field(default_factory=dict)
    modified: dict[str, str] = field(default_factory=dict)

    def take(self, address: str) -> None:
        """Note an address that something leads to."""
        if number := _number(_ARTICLE, address):
            self.articles.add(number)
        if number := _number(_SECTION, address):
            self.sections.add(number)


def lists(page: Page) -> Sequence[Listed]:  # noqa: ARG001  a contract
    """A site is one archive."""
    return ()


def fetch(task: Task) -> None:
    """Bring the articles that are new or have changed, and what the feeds say now. Raises NotFetched, OSError."""
    start = task.web.page(task.url)
    if not recognizes(start):
        raise task.web.refusal(Said("there is no site of SPIP at {url}", url=start.url), CHECK_URL)
    site = _site_of(start)
    told = _Told()
    _take_links(told, start, site)
    if plan := _page(task, site.plan):
        _take_links(told, plan, site)
    _bring_feed(task, site, 0, told)
    _take_map(task, site, told)
    for section in sorted(told.sections)[:_SECTIONS]:
        _bring_feed(task, site, section, told)
    _Articles(task, site, told).bring()
    if not task.folder.journal.names("file"):
        raise task.web.refusal(Said("it shows no articles"), CHECK_URL)


# ------------------------------------------------------------------------------------------- what is there


def _site_of(page: Page) -> _Site:
    """The site that a page is of: what it says itself where its addresses look like folders, else where it lies."""
    found = page.tree.css_first("base[href]")
    base = joined(page.url, found.attributes.get("href") or "") if found else ""
    if not base or urlsplit(base).netloc != urlsplit(page.url).netloc:
        parts = urlsplit(page.url)
        within = _FILE.sub("", parts.path.lstrip("/"))
        base = f"{parts.scheme}://{parts.netloc}/{within.rpartition('/')[0] + '/' if '/' in within else ''}"
    base = urlsplit(urljoin(base, "."))._replace(query="", fragment="").geturl()
    return _Site(base, any("article.php3" in link.url for link in page.links))


def _number(pattern: re.Pattern[str], address: str) -> int:
    """The number in an address, 0 where there is none."""
    found = pattern.search(address)
    return int(next(filter(None, found.groups()), 0)) if found else 0


def _page(task: Task, url: str) -> Page | None:
    """What is at an address that not all sites have, or let programs read. Raises NotFetched for what does not pass."""
    try:
        return task.web.page(url)
    except (Missing, Forbidden, Unaccepted, Unwanted):
        return None


def _take_links(told: _Told, page: Page, site: _Site) -> None:
    for link in page.links:
        if site.has(link.url):
            told.take(link.url)


def _take_map(task: Task, site: _Site, told: _Told) -> None:
    """Take note of what the site map says, of its parts too."""
    waiting, seen = [f"{site.base}sitemap.xml"], set[str]()
    while waiting and len(seen) < _MAPS:
        url = waiting.pop(0)
        page = _page(task, url) if url not in seen else None
        seen.add(url)
        for kind, entry in _MAPPED.findall(page.text) if page else ():
            found = _LOC.search(entry)
            address = joined(site.base, unescape(found[1])) if found else ""
            if not site.has(address):
                continue
            if kind == "sitemap":
                waiting.append(urljoin(site.base, _bare(address)))
                continue
            told.take(address)
            if modified := _MODIFIED.search(entry):
                told.modified[_bare(address)] = modified[1]


def _bare(address: str) -> str:
    """What is behind the host in an address, as it can be compared with another one."""
    parts = urlsplit(address)
    return parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


# ------------------------------------------------------------------------------------------- feeds


def _bring_feed(task: Task, site: _Site, section: int, told: _Told) -> None:
    """Keep a feed where it says something that its last one did not, and take note of what it leads to."""
    url = site.feed(section)
    page = _page(task, url)
    items = [found[0] for found in _ITEM.finditer(page.content)] if page else []
    if page is None or not items or not _OF_SPIP.search(page.content[:_HEAD]):
        return
    for item in items:
        _take_item(told, item, site)
    stem = f"rubrique{section}-" if section else "backend-"
    before = max((name for name in task.folder.journal.names("file") if name.startswith(stem)), default="")
    if before in task.folder and _items(task.folder.path / before) == items:
        task.done.unchanged += 1
        return
    task.keep(f"{stem}{datetime.now(UTC):%Y-%m}.xml", page.content, url)


def _items(path: Path) -> list[bytes]:
    return [found[0] for found in _ITEM.finditer(path.read_bytes())]


def _take_item(told: _Told, item: bytes, site: _Site) -> None:
    found = _LINK.search(item)
    address = unescape(next(filter(None, found.groups())).decode("utf-8", "replace")) if found else ""
    address = joined(site.base, address)
    if site.has(address):
        told.take(address)
        told.entries.setdefault(_bare(address), blake2b(item, digest_size=8).hexdigest())
    for section in _DIRECTORY.findall(item):
        told.take(joined(site.base, unescape(section.decode("utf-8", "replace"))))


# ------------------------------------------------------------------------------------------- articles


class _Articles:
    """The pages of the articles. The journal has for each its address, and what was told of it when it came."""

    def __init__(self, task: Task, site: _Site, told: _Told) -> None:
        self._task = task
        self._site = site
        self._told = told
        journal = task.folder.journal
        self._known = {int(number): journal.told("article", number) for number in journal.names("article")}
        at = {known["at"]: number for number, known in self._known.items()}
        named = {_number(_ARTICLE, address) or at.get(address, 0) for address in (*told.entries, *told.modified)}
        self._named = (told.articles | named) - {0}
        self._late = max(self._known, default=0) - LATE
        self._nothing: list[str] | None = None

    def bring(self) -> None:
        """Bring those that are new or have changed, by their numbers."""
        anchors = sorted(self._named | self._known.keys())
        self._task.progress.begin("fetch", max(anchors, default=0))
        for low, high in pairwise([0, *anchors]):
            self._bring_some(iter(range(low + 1, high)), LONGEST_HOLE)
            self._bring_one(high)
        self._bring_some(count(max(anchors, default=0) + 1), BEYOND)

    def _bring_some(self, numbers: Iterator[int], most: int) -> None:
        """Bring those of some numbers, until so many in a row have none."""
        misses = 0
        for number in numbers:
            misses = 0 if self._bring_one(number) else misses + 1
            if misses >= most:
                return

    def _bring_one(self, number: int) -> bool:
        """Whether there is an article of this number; it is brought if it is not there, or has changed."""
        name = f"article{number}.html"
        folder, known = self._task.folder, self._known.get(number, {})
        told = self._said_of(number, known.get("at", ""))
        self._task.progress.advance(1)
        if name in folder and all(known.get(key) == value for key, value in told.items()):
            return True
        if folder.is_gone(name) and number not in self._named and number <= self._late:
            return False
        page = _page_of(self._task, self._site.article(number))
        if page is None or not self._is_article(page, number):
            folder.note_gone(name)
            return name in folder
        self._task.keep(name, page.content, page.url, _says_the_same)
        at = _bare(_canonical(page) or page.url)
        folder.journal.tell("article", str(number), {**known, **self._said_of(number, at), "at": at})
        return True

    def _said_of(self, number: int, at: str) -> dict[str, str]:
        """What feeds and the site map say of an article now, as far as they do."""
        addresses = dict.fromkeys((at, *(_bare(self._site.base + form.format(number)) for form in _FORMS)))
        entry = next((self._told.entries[one] for one in addresses if one in self._told.entries), "")
        modified = next((self._told.modified[one] for one in addresses if one in self._told.modified), "")
        return {key: value for key, value in (("entry", entry), ("modified", modified)) if value}

    def _is_article(self, page: Page, number: int) -> bool:
        """Whether what came for a number is its article: neither another page that is led to, nor the word for none."""
        elsewhere = _number(_ARTICLE, page.url) not in (0, number) or _bare(page.url) == _bare(self._site.base)
        if not page.is_html or elsewhere or "page=login" in page.url or not page.title:
            return False
        if self._nothing is None:
            nothing = _page_of(self._task, self._site.article(NOBODYS))
            self._nothing = _words(nothing.content) if nothing else []
        return _words(page.content) != self._nothing


_FORMS = ("spip.php?article{}", "article{}.html", "article{}", "article.php3?id_article={}", "spip.php/article{}")


def _page_of(task: Task, url: str) -> Page | None:
    """The page of an article; None where there is none for everybody."""
    try:
        return task.web.page(url)
    except (Missing, Forbidden):
        return None


def _canonical(page: Page) -> str:
    """The address that a page says it is at; "" where it does not."""
    found = page.tree.css_first("link[rel=canonical][href]")
    return joined(page.url, found.attributes.get("href") or "") if found else ""


def _says_the_same(one: Path, other: Path) -> bool:
    """Whether two pages differ in what no reader sees, or in numbers (of visits, of keys) alone."""
    return _words(one.read_bytes()) == _words(other.read_bytes())


def _words(content: bytes) -> list[str]:
    """The words that a page shows."""
    tree = Page("", content, _HTML).tree
    tree.strip_tags(["script", "style", "noscript", "head"])
    return _WORD.findall(tree.body.text(separator=" ")) if tree.body else []


_HTML: Mapping[str, str] = {}
