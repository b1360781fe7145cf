"""How lists and wikis point to one another: the links of mails to pages, of pages to lists, and between wikis (B29)."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from maillage.analyze.networks import tools
from maillage.analyze.networks.addresses import Addresses, Link, host_of, written_hosts
from maillage.analyze.networks.moves import between
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

OWN_WORDS = frozenset({"text", "greeting", "closing"})
"""The zones of a mail in which a link is its author's gesture: neither quoted nor in what ends all her mails."""

MAILS = """
    select contributions.message as item, contributions.source, person, day, text
    from contributions join texts using (message) where counted order by contributions.message
"""
# By page, as the store has them: sorting texts would write them all to disk.
TEXTS = "select page, revision, text from revision_texts where source = ? order by page"
EDITS = """
    select revision, person, day, counted, at from edits join revisions using (source, page, revision)
    where source = ? and revision in (select value from json_each(?))
"""
ZONES = (
    "select message, begin, kind from zones where message in (select value from json_each(?)) order by message, begin"
)
PAGES = "(select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(?))"
CREATED = f"select source, page, day from edits where creates and (source, page) in {PAGES}"
EDITED = f"""
    select source, page, day from edits where counted and day is not null and (source, page) in {PAGES}
    order by source, page, day
"""


@table("tool_links", pk=("source", "page", "item", "begin"))
@dataclass(frozen=True, slots=True)
class ToolLink:
    """A link from one tool to another, in a counted mail or where a counted edit brought it to its page.

    `item`: the message, or the revision, of `source`; `page`: the page that it stands on, 0 in a mail. `begin`, `end`:
    its characters in `texts.text` or `revision_texts.text`. `target`, `target_page`: where it leads, the page None
    where it tells none that the wiki has. `zone`: the kind of zone of the mail, "" on a wiki; `counted`: whether it
    is the author's own gesture. `created_days`, `edited_days`: how long before that day the page linked to was made,
    and last edited; None where that is not known, and below 0 never: a link to a page to come has none.
    """

    source: str
    item: int
    page: int
    begin: int
    end: int
    target: str
    target_page: int | None
    person: int | None
    day: str | None
    zone: str
    counted: int
    created_days: int | None
    edited_days: int | None


@table("tool_circulation", pk=("source", "target"))
@dataclass(frozen=True)
class ToolCirculation:
    """The counted links from one tool to another.

    `items`: the mails, or revisions, with one or more. `pages`: the pages linked to. `no_page`: links that lead to no
    page of the wiki. `persons`: who made them. `median_created_days`: from the making of a page to the first mail that
    links to it, over these pages; `median_edited_days`: from the last edit of a page to the link, over links.
    """

    source: str
    target: str
    links: int
    items: int
    pages: int
    no_page: int
    persons: int
    first_day: str | None
    last_day: str | None
    median_created_days: float | None
    median_edited_days: float | None


ROWS = (ToolLink, ToolCirculation)


class Place(NamedTuple):
    """A link as it stands in a text, and where it leads."""

    begin: int
    end: int
    link: Link


class _Raw(NamedTuple):
    """A link with what it stands in."""

    source: str
    item: int
    page: int
    person: int | None
    day: str | None
    place: Place


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[ToolLink | ToolCirculation]:  # noqa: ARG001  # the contract of steps
    """The links of mails, in the order of messages, then of wikis; then how many there are between each two tools."""
    addresses = Addresses.of(store, study)
    finder = Finder(addresses)
    if not finder:
        return
    found = [*_in_mails(store, study, finder), *_in_wikis(store, study, finder)]
    zones = _zones(store, {raw.item for raw in found if not raw.page})
    days = _Days.of(store, {(raw.place.link.target, raw.place.link.page) for raw in found})
    links = [_link(raw, zones, days) for raw in found]
    yield from links
    yield from circulation(link for link in links if link.counted)


# --------------------------------------------------------------------------------------- what is found

_AFTER_HOST = re.compile(r"[^\s<>\"|\[\]{}«»\x00-\x1f]*")
_FULL = re.compile(r"//([^\s/?#<>\"|\[\]{}«»]+)")
_BARE = re.compile(r"www\.([^\s/?#<>\"|\[\]{}«»]+)")
_MAIL = re.compile(r"@([\w-]+(?:\.[\w-]+)+)")
_INTERWIKI = re.compile(r"\[\[:?([^\[\]|:\n]{1,80}):([^\[\]|\n]*)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:$", re.IGNORECASE)
_LOCAL = re.compile(r"[\w.+-]+$")
_LONGEST_LOCAL = 64
_LONGEST_SCHEME = 10


class Finder:
    """Finds the links to the tools of a study in texts, without looking at any character of a text in vain.

    A regular expression that begins with fixed characters is searched for by the speed of memory; only what follows
    one of them is compared with the addresses.
    """

    def __init__(self, addresses: Addresses) -> None:
        self.addresses = addresses
        self._hosts = addresses.hosts()
        self._mail_hosts = written_hosts(addresses.mails)

    def __bool__(self) -> bool:
        return bool(self._hosts or self._mail_hosts or self.addresses.interwiki)

    def places(self, text: str, source: str) -> list[Place]:
        """The links of a text of one tool to the others, in their order."""
        found = [*self._urls(text), *self._mails(text), *self._between_wikis(text, source)]
        return sorted(place for place in found if place.link.target != source)

    def _urls(self, text: str) -> Iterator[Place]:
        for match in _FULL.finditer(text):
            if host_of(_end_of(match[1])) in self._hosts:
                scheme = _SCHEME.search(text, max(0, match.start() - _LONGEST_SCHEME), match.start())
                begin = scheme.start() if scheme else match.start()
                yield from self._url(text, begin, match.start(), match.end(1))
        for match in _BARE.finditer(text):
            if host_of(_end_of(match[1])) in self._hosts and text[max(0, match.start() - 2) : match.start()] != "//":
                yield from self._url(text, match.start(), match.start(), match.end(1))

    def _url(self, text: str, begin: int, at: int, host_end: int) -> Iterator[Place]:
        """The link of the URL whose `//host`, or bare host, begins at `at`."""
        rest = _AFTER_HOST.match(text, host_end)
        url = trimmed(text[at : rest.end() if rest else host_end])
        link = self.addresses.lead(url if url.startswith("//") else f"//{url}")
        if link:
            yield Place(begin, at + len(url), link)

    def _mails(self, text: str) -> Iterator[Place]:
        if not self._mail_hosts:
            return
        for match in _MAIL.finditer(text):
            if match[1].casefold() in self._mail_hosts:
                local = _LOCAL.search(text, max(0, match.start() - _LONGEST_LOCAL), match.start())
                target = self.addresses.mails.get(f"{local[0]}{match[0]}".casefold()) if local else None
                if local and target:
                    yield Place(local.start(), match.end(), Link(target, None))

    def _between_wikis(self, text: str, source: str) -> Iterator[Place]:
        own = self.addresses.pages.get(source)
        if own is None:
            return
        for match in _INTERWIKI.finditer(text):
            if link := self.addresses.between_wikis(match[1], match[2], own):
                yield Place(match.start(), match.end(), link)


def _end_of(host: str) -> str:
    return host.rstrip(".,;:!?)'*")


def trimmed(url: str) -> str:
    """A URL without the punctuation of its sentence; a bracket stays where it closes one of its own."""
    url = url.partition("''")[0]
    while url and (url[-1] in ".,;:!?'*" or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def _in_mails(store: Store, study: Study, finder: Finder) -> Iterator[_Raw]:
    lists = {source.name for source in tools(study)}
    for item, source, person, day, text in store.rows(MAILS):
        if source in lists:
            for place in finder.places(text, source):
                yield _Raw(source, item, 0, person, day, place)


def _in_wikis(store: Store, study: Study, finder: Finder) -> Iterator[_Raw]:
    """The links of each page where they first came to it."""
    for source in tools(study):
        if source.wiki:
            for page, revisions in groupby(store.rows(TEXTS, (source.name,)), key=itemgetter("page")):
                found = {
                    revision: (places, [text[place.begin : place.end] for place in places])
                    for _, revision, text in revisions
                    if (places := finder.places(text, source.name))
                }
                if found:
                    yield from _first(store, source.name, page, found)


def _first(store: Store, source: str, page: int, found: Mapping[int, tuple[list[Place], list[str]]]) -> Iterator[_Raw]:
    """The links of one page, each in the edit that brought it, by time: an import numbers old revisions anew."""
    edits = list(store.rows(EDITS, (source, json.dumps(sorted(found)))))
    seen = set[str]()
    for revision, person, day, counted, _ in sorted(edits, key=lambda edit: (edit["at"] or "", edit["revision"])):
        for place, written in zip(*found[revision], strict=True):
            if counted and written not in seen:
                yield _Raw(source, revision, page, person, day, place)
            seen.add(written)


# ------------------------------------------------------------------------------------- what is known of it


def _zones(store: Store, messages: Iterable[int]) -> Callable[[int, int], str]:
    """A function from a message and a character to the zone that it is in; "" beyond what was read."""
    begins: dict[int, list[int]] = defaultdict(list)
    kinds: dict[int, list[str]] = defaultdict(list)
    for message, begin, kind in store.rows(ZONES, (json.dumps(sorted(messages)),)):
        begins[message].append(begin)
        kinds[message].append(kind)

    def zone(message: int, at: int) -> str:
        index = bisect_right(begins[message], at)
        return kinds[message][index - 1] if index else ""

    return zone


@dataclass(frozen=True)
class _Days:
    """When pages that are linked to were made, and edited."""

    created: Mapping[tuple[str, int], str]
    edited: Mapping[tuple[str, int], Sequence[str]]

    @classmethod
    def of(cls, store: Store, targets: Iterable[tuple[str, int | None]]) -> _Days:
        wanted = (json.dumps(sorted(target for target in targets if target[1] is not None)),)
        edited: dict[tuple[str, int], list[str]] = defaultdict(list)
        for source, page, day in store.rows(EDITED, wanted):
            edited[source, page].append(day)
        return cls({(source, page): day for source, page, day in store.rows(CREATED, wanted)}, edited)

    def before(self, link: Link, day: str | None) -> tuple[int | None, int | None]:
        """The days from the making, and from the last edit, of the page to that day; None for what is later."""
        if link.page is None or day is None:
            return None, None
        key = link.target, link.page
        created = self.created.get(key)
        edited = self.edited.get(key, ())
        last = bisect_right(edited, day)
        return (
            between(created, day) if created and created <= day else None,
            between(edited[last - 1], day) if last else None,
        )


def _link(raw: _Raw, zones: Callable[[int, int], str], days: _Days) -> ToolLink:
    zone = "" if raw.page else zones(raw.item, raw.place.begin)
    created, edited = days.before(raw.place.link, raw.day)
    return ToolLink(
        source=raw.source,
        item=raw.item,
        page=raw.page,
        begin=raw.place.begin,
        end=raw.place.end,
        target=raw.place.link.target,
        target_page=raw.place.link.page,
        person=raw.person,
        day=raw.day,
        zone=zone,
        counted=int(bool(raw.page) or zone in OWN_WORDS),
        created_days=created,
        edited_days=edited,
    )


def circulation(links: Iterable[ToolLink]) -> Iterator[ToolCirculation]:
    """The links between each two tools, in alphabetical order (B29: 003:L14845-14857, L15630-15640)."""
    between_two: dict[tuple[str, str], list[ToolLink]] = defaultdict(list)
    for link in links:
        between_two[link.source, link.target].append(link)
    for (source, target), found in sorted(between_two.items()):
        days = sorted(link.day for link in found if link.day)
        first = _first_of_pages(found)
        created = [link.created_days for link in first if link.created_days is not None]
        edited = [link.edited_days for link in found if link.edited_days is not None]
        yield ToolCirculation(
            source=source,
            target=target,
            links=len(found),
            items=len({(link.page, link.item) for link in found}),
            pages=len(first),
            no_page=sum(link.target_page is None for link in found),
            persons=len({link.person for link in found if link.person is not None}),
            first_day=days[0] if days else None,
            last_day=days[-1] if days else None,
            median_created_days=float(median(created)) if created else None,
            median_edited_days=float(median(edited)) if edited else None,
        )


def _first_of_pages(links: Iterable[ToolLink]) -> list[ToolLink]:
    """The first link to each page."""
    first: dict[int, ToolLink] = {}
    for link in sorted(links, key=lambda link: (link.day or "9999", link.item, link.begin)):
        if link.target_page is not None:
            first.setdefault(link.target_page, link)
    return list(first.values())
