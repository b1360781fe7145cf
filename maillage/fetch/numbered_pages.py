"""Archives that are pages, one a mail, numbered, in one folder or in one for each month, with indexes that lead there.

The indexes are followed from the one that people named: of each folder those of one order only, as all orders name the
same mails. A page of a mail never changes in what counts, so that one that is there is not asked for again; a folder
that was brought whole when it was not the newest is not looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from maillage.fetch.page import Page
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.sentences import Said

MISSES = 20  # numbers in a row without a mail after which no more are tried
_INDEXES = 20_000  # pages of indexes, of one fetch
_DATED = re.compile(r"(?=[^/]{1,80}$)\w(?:[\w.-]*\w)?")  # folders that indexes lead into


@dataclass(frozen=True)
class Form:
    """How one program names its pages.

    `page`: a mail's, with the groups `stem`, `number` and `ending`. `orders`: the indexes, by the order that they are
    in, the one first that is followed if there are several. `is_mail`: whether a page's bytes are those of a mail.
    """

    page: re.Pattern[str]
    orders: tuple[re.Pattern[str], ...]
    is_mail: Callable[[bytes], bool]

    def order(self, name: str) -> int | None:
        """Which order an index is in; None for what is no index."""
        return next((place for place, order in enumerate(self.orders) if order.fullmatch(name)), None)


@dataclass
class _Found:
    """What the indexes of one folder lead to: mails by number, the other indexes, folders below."""

    mails: dict[int, str] = field(default_factory=dict)
    names: dict[int, re.Match[str]] = field(default_factory=dict)


def fetch(task: Task, form: Form) -> None:
    """Bring the pages that are not there yet. Raises NotFetched, OSError."""
    start = task.web.page(task.url)
    base = urljoin(start.url, ".")
    folders = _folders(start, base, form)
    whole = set(task.folder.state.get("whole", ()))
    newest = max(folders, key=_numbers, default="")
    seen = 0
    task.progress.begin("fetch", 0)
    for folder in sorted(folders, key=_numbers):
        if folder in whole:
            continue
        found = _Found()
        for page in _indexes(task, start, folders[folder], form):
            _take(found, page, form)
            seen += 1
            if seen > _INDEXES:
                raise task.web.refusal(Said("its indexes have no end"), Said("tell the administrators"))
        _bring(task, found, folder, form)
        if folder != newest and folder:
            whole.add(folder)
            task.folder.keep_state(whole=sorted(whole))
    if not any(name.endswith(("html", "htm")) for name in task.folder.journal.names("file")):
        raise task.web.refusal(Said("no index of mails is at {url}", url=start.url), CHECK_URL)


def _folders(start: Page, base: str, form: Form) -> dict[str, str]:
    """The folders that hold mails, below the one of the page that people named, each with the index to begin with.

    "" is that folder itself.
    """
    found: dict[str, tuple[int, str]] = {}
    if any(form.page.fullmatch(_name(link.url)) and urljoin(link.url, ".") == base for link in start.links):
        found[""] = (-1, start.url)
    root = urlsplit(base)
    for link in start.links:
        parts = urlsplit(link.url)
        if parts.netloc != root.netloc or not parts.path.startswith(root.path) or parts.path == root.path:
            continue
        folder, _, name = parts.path[len(root.path) :].rpartition("/")
        order = form.order(name) if name else len(form.orders)
        steps = folder.split("/") if folder else []
        if order is None or not steps or len(steps) > 2 or not all(map(_is_dated, steps)):
            continue
        url = urljoin(base, parts.path)
        found[folder] = min(found.get(folder, (order, url)), (order, url))
    return {folder: url for folder, (_, url) in found.items()} or {"": start.url}


def _is_dated(step: str) -> bool:
    return bool(_DATED.fullmatch(step)) and any(map(str.isdigit, step))


def _indexes(task: Task, start: Page, first: str, form: Form) -> Iterator[Page]:
    """The indexes of a folder, from the first on, of one order."""
    waiting, known = [first], {first}
    chosen: int | None = None
    while waiting:
        url = waiting.pop(0)
        page = start if url == start.url else task.web.page(url)
        yield page
        linked = [
            (order, urljoin(page.url, urlsplit(link.url).path))
            for link in page.links
            if urljoin(link.url, ".") == urljoin(page.url, ".") and (order := form.order(_name(link.url))) is not None
        ]
        if url == first:  # the one that people named may be in no order, and lead to those that are
            chosen = form.order(_name(page.url))
            if not any(order == chosen for order, _ in linked):
                chosen = min((order for order, _ in linked), default=chosen)
        for order, other in linked:
            if order == chosen and other not in known:
                known.add(other)
                waiting.append(other)


def _take(found: _Found, page: Page, form: Form) -> None:
    """Note the mails that an index leads to."""
    for url, match in page.below(form.page).items():
        number = int(match["number"])
        found.mails[number] = url
        found.names[number] = match


def _bring(task: Task, found: _Found, folder: str, form: Form) -> None:
    """Bring the mails of a folder, then those that no index names."""
    inside = f"{folder}/" if folder else ""
    for number in sorted(found.mails):
        task.bring(found.mails[number], inside + _name(found.mails[number]), is_final=True, accepts=form.is_mail)
        task.progress.advance(1)
    for stretch in _holes(found.mails.keys()):
        misses = 0
        for number in stretch:
            url = _neighbour(found, number)
            there = task.bring(url, inside + _name(url), is_final=True, accepts=form.is_mail)
            misses = 0 if there else misses + 1
            if misses >= MISSES:
                break


def _holes(numbers: Iterable[int]) -> Iterator[range]:
    """The stretches of numbers that are missing below the highest, each from its high end down."""
    known = sorted(numbers)
    for low, high in zip([-1, *known], known, strict=False):
        if high - low > 1:
            yield range(high - 1, low, -1)


def _neighbour(found: _Found, number: int) -> str:
    """The address that a mail's page has, by that of the next higher one."""
    near = min(known for known in found.mails if known > number)
    match = found.names[near]
    digits = str(number).zfill(len(match["number"]))
    return urljoin(found.mails[near], f"{match['stem']}{digits}{match['ending']}")


def _name(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2]


def _numbers(folder: str) -> tuple[list[int], str]:
    """A key that sorts folders by the numbers in their names."""
    return [int(digits) for digits in re.findall(r"\d{1,18}", folder)], folder
