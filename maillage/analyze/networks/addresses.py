"""Where the tools of a study are on the web and by mail, and what a link to one of them leads to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from maillage.analyze.networks import tools
from maillage.project import Source, Study
from maillage.store import Store

FACTS = "select name, value from wiki_facts where source = ?"
NAMESPACES = "select namespace, name, canonical from wiki_namespaces where source = ?"
PAGES = "select page, title from pages where source = ?"
LIST_IDS = """
    select list_id from messages where source = ? and list_id != '' group by list_id
    order by count(*) desc, list_id limit 1
"""

_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?P<host>[^/?#\s]+)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?", re.IGNORECASE)
_SCRIPT = re.compile(r"/(?:index|api)\.php(?=[/?#]|$)")
_PORT = re.compile(r":(?:80|443)$")


class Link(NamedTuple):
    """What a link leads to: a tool, and the page of a wiki where it tells one that there is."""

    target: str
    page: int | None


@dataclass(frozen=True)
class Pages:
    """The pages of one wiki by what links call them."""

    by_title: Mapping[str, int]
    numbers: frozenset[int]
    prefixes: Mapping[str, str]
    selected: tuple[str, ...] = ()

    @classmethod
    def of(cls, store: Store, source: Source) -> Pages:
        """Those of a wiki, under their titles; its namespaces under all of their names."""
        prefixes: dict[str, str] = {}
        for number, name, canonical in store.rows(NAMESPACES, (source.name,)):
            if number:
                prefixes |= {_folded(other): name for other in (name, canonical) if other}
        titles = {_title(title): page for page, title in store.rows(PAGES, (source.name,))}
        selected = source.wiki.prefixes if source.wiki else ()
        return cls(titles, frozenset(titles.values()), prefixes, selected)

    def called(self, title: str) -> int | None:
        """The page that a link calls so; None where there is none."""
        written = _title(title)
        prefix, colon, rest = written.partition(":")
        local = self.prefixes.get(_folded(prefix)) if colon else None
        return self.by_title.get(written if local is None else _title(f"{local}:{rest.lstrip()}"))

    def may_have(self, title: str) -> bool:
        """Whether a title is in the part of the wiki that the study looks at."""
        return _title(title).startswith(tuple(map(_title, self.selected)))


@dataclass
class Addresses:
    """The tools of a study by host and path, by mail address, and wikis by the names that others link to them with.

    `folders`: by host, paths that begin a tool's addresses, the longest first. `archives`: by host, the name of a list
    in a path of its server.
    """

    folders: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    archives: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    mails: dict[str, str] = field(default_factory=dict)
    interwiki: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Pages] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, study: Study) -> Addresses:
        """Those that the study file says, that a wiki says of itself, and that a list's mails bear."""
        found = cls()
        for source in tools(study):
            for address in filter(None, (*source.addresses, "" if source.wiki else source.url)):
                found.add(source.name, address)
            if source.wiki:
                found._add_wiki(store, source)
            elif list_id := store.value(LIST_IDS, (source.name,)):
                found._add_list(source.name, list_id)
        for places in found.folders.values():
            places.sort(key=lambda place: (-len(place[0]), place))
        return found

    def add(self, source: str, address: str) -> None:
        """An address that the study file says."""
        if found := _URL.match(address):
            self._add_folder(source, host_of(found["host"]), unquote(found["path"]) or "/")
        else:
            self.mails.setdefault(address.casefold(), source)

    def _add_folder(self, source: str, host: str, path: str) -> None:
        if (path, source) not in self.folders[host]:
            self.folders[host].append((path, source))

    def _add_wiki(self, store: Store, source: Source) -> None:
        facts = {row["name"]: row["value"] for row in store.rows(FACTS, (source.name,))}
        self.pages[source.name] = Pages.of(store, source)
        for url in filter(None, (source.wiki and source.wiki.url, facts.get("base"))):
            for host, path in roots(url):
                self._add_folder(source.name, host, path)
        for name in (source.name, facts.get("sitename"), facts.get("dbname")):
            if name:
                self.interwiki.setdefault(_folded(name), source.name)

    def _add_list(self, source: str, list_id: str) -> None:
        """`Makers <makers.lists.example.org>`: the list makers@lists.example.org, on the server lists.example.org."""
        name, dot, host = list_id.rpartition("<")[2].strip("> ").casefold().partition(".")
        if dot and "." in host:
            self.archives[host_of(host)].setdefault(name, source)
            self.mails.setdefault(f"{name}@{host}", source)

    def hosts(self) -> set[str]:
        """The hosts of all tools."""
        return {*self.folders, *self.archives}

    def lead(self, url: str) -> Link | None:
        """What an address of the web leads to; None where that is none of these tools."""
        found = _URL.match(url)
        if not found:
            return None
        host, path = host_of(found["host"]), unquote(found["path"]) or "/"
        targets = [(folder, source) for folder, source in self.folders.get(host, ()) if _below(path, folder)]
        longest = [source for folder, source in targets if folder == targets[0][0]]
        wikis = [source for source in longest if source in self.pages]
        if wikis:
            return self._page(wikis, page_called(path.removeprefix(targets[0][0]), found["query"] or ""))
        if longest:
            return Link(longest[0], None)
        return next((Link(source, None) for source in self._archives(host, path)), None)

    def _page(self, wikis: list[str], called: str | int | None) -> Link | None:
        """The page of one of the wikis at one address: parts of one wiki share it."""
        if isinstance(called, int):
            return next((Link(wiki, called) for wiki in wikis if called in self.pages[wiki].numbers), self._one(wikis))
        if called:
            for wiki in wikis:
                if (page := self.pages[wiki].called(called)) is not None:
                    return Link(wiki, page)
            wikis = [wiki for wiki in wikis if not self.pages[wiki].selected or self.pages[wiki].may_have(called)]
        return self._one(wikis)

    @staticmethod
    def _one(wikis: list[str]) -> Link | None:
        return Link(wikis[0], None) if len(wikis) == 1 else None

    def _archives(self, host: str, path: str) -> Iterator[str]:
        for segment in path.casefold().split("/"):
            if source := self.archives.get(host, {}).get(segment):
                yield source

    def between_wikis(self, prefix: str, title: str, own: Pages) -> Link | None:
        """What `[[prefix:title]]` leads to from a wiki; None within that wiki, and where no wiki is called so."""
        if _folded(prefix) in own.prefixes:
            return None
        target = self.interwiki.get(_folded(prefix))
        return Link(target, self.pages[target].called(title)) if target else None


def host_of(written: str) -> str:
    """A host as it is compared: without a user, `www.` and the usual ports."""
    return _PORT.sub("", written.rpartition("@")[2].casefold()).removeprefix("www.").rstrip(".")


def roots(url: str) -> list[tuple[str, str]]:
    """The host and the paths below which a wiki answers, from the address of one of its pages.

    `/index.php/Accueil` and `/Accueil`: everything there; `/wiki/Accueil`: that folder, and `/w/` beside it.
    """
    found = _URL.match(url)
    if not found:
        return []
    host, path = host_of(found["host"]), unquote(found["path"]) or "/"
    if script := _SCRIPT.search(path):
        return [(host, path[: script.start() + 1])]
    folder = path[: path.rindex("/") + 1]
    if folder.endswith("/wiki/"):
        return [(host, folder), (host, f"{folder.removesuffix('wiki/')}w/")]
    return [(host, folder)]


def page_called(rest: str, query: str) -> str | int | None:
    """The title, or the number, of the page that an address names, from what stands behind the wiki's folder.

    None for what names no page, and for a revision: whose page it is is not looked up.
    """
    said = dict(parse_qsl(query))
    if title := said.get("title"):
        return title
    if said.get("curid", "").isdecimal():
        return int(said["curid"])
    rest = rest.removeprefix("index.php").strip("/")
    return None if not rest or rest.endswith(".php") else rest


def _below(path: str, folder: str) -> bool:
    """Whether a path is that of a folder, or one in it."""
    if not path.startswith(folder):
        return path == folder.rstrip("/")
    return folder.endswith("/") or path[len(folder) : len(folder) + 1] in {"", "/"}


def _folded(name: str) -> str:
    return name.replace("_", " ").strip().casefold()


def _title(written: str) -> str:
    """A title as MediaWiki has it: blanks for underscores, the first letter a capital, also behind a namespace."""
    title = " ".join(written.partition("#")[0].replace("_", " ").split()).lstrip(":")
    return ":".join(part[:1].upper() + part[1:] for part in title.split(":", 1))


def written_hosts(addresses: Iterable[str]) -> set[str]:
    """The hosts of mail addresses."""
    return {address.rpartition("@")[2] for address in addresses}
