"""Who says by a link that a user page of a wiki is hers: in her signature, or where her mail speaks of "ma page"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from maillage.analyze.networks.addresses import host_of, page_called, roots
from maillage.analyze.people import user_names
from maillage.project import Study
from maillage.store import Store

BASES = "select source, value from wiki_facts where name = 'base' and value != '' order by source"
PREFIXES = """
    select distinct source, name from (
      select source, name from wiki_namespaces where namespace = 2
      union select source, canonical from wiki_namespaces where namespace = 2
      union select source, substr(title, 1, instr(title, ':') - 1) from pages
        where namespace = 2 and instr(title, ':') > 1
    ) where name != '' order by source, name
"""
MAILS = """
    select message, address, case when address = '' then name else '' end as name, text
    from messages join texts using (message)
    where (address != '' or name != '') and {mentions} order by message
"""
ZONE = "select kind from zones where message = ? and begin <= ? and end > ?"

USER_PREFIXES = ("User", "Utilisateur", "Utilisatrice")
"""What user pages are called on every wiki in French or English, beside its own words."""

_URL = re.compile(
    r"(?:https?:)?//(?P<host>[^\s/<>\"?#]+)(?P<path>/[^\s<>\"?#]*)?(?:\?(?P<query>[^\s<>\"#]*))?", re.IGNORECASE
)
_BRACKETS = re.compile(r"\[\[\s*:?\s*(?P<title>[^\[\]|\n]{3,200})(?:\||\]\])")
_MINE = re.compile(
    r"\b(?:ma|mes|my)\s+(?:\w+\s+){0,2}(?:pages?|profil|profile|compte|account)\b[^.\n]{0,60}$", re.IGNORECASE
)
_BEFORE = 110  # characters before a link that may say whose page it leads to
_PUNCTUATION = ".,;:!?)'*>]"


@dataclass(frozen=True)
class UserPages:
    """Where the user pages of the study's wikis are: by host, the folders of a wiki; by wiki, the words before a user.

    `accounts`: the user names of each wiki, old ones too, each with that of today.
    """

    folders: Mapping[str, tuple[tuple[str, str], ...]]
    prefixes: Mapping[str, frozenset[str]]
    accounts: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, store: Store, study: Study, accounts: Mapping[str, Mapping[str, str]]) -> UserPages:
        """Those of a study, from what it says of its wikis and they of themselves."""
        folders: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for source, url in addresses_of(store, study):
            for host, path in roots(url):
                folders[host].append((path, source))
        prefixes = {source: set(map(str.casefold, USER_PREFIXES)) for source in accounts}
        for source, name in store.rows(PREFIXES):
            prefixes.setdefault(source, set()).add(name.casefold())
        return cls(
            {host: tuple(sorted(set(places), key=lambda one: (-len(one[0]), one))) for host, places in folders.items()},
            {source: frozenset(words) for source, words in prefixes.items()},
            accounts,
        )

    def behind(self, host: str, path: str, query: str) -> str:
        """The identity of the account whose page an address of the web names; "" where it names none."""
        path = unquote(path) or "/"
        for folder, source in self.folders.get(host_of(host), ()):
            if path.startswith(folder):
                called = page_called(path.removeprefix(folder), query)
                if isinstance(called, str) and (found := self.user(source, called)):
                    return found
        return ""

    def user(self, source: str, title: str) -> str:
        """The identity of the account whose page a title names; "" for another page, or nobody's."""
        prefix, colon, name = title.replace("_", " ").strip().partition(":")
        if not colon or prefix.strip().casefold() not in self.prefixes.get(source, ()):
            return ""
        user = self.accounts.get(source, {}).get(user_names.spelt(name.partition("/")[0].partition("#")[0]))
        return user_names.identity(source, user) if user else ""

    def anywhere(self, title: str) -> str:
        """The identity of the account whose page `[[Utilisateur:X]]` names in a mail; "" unless one wiki has it."""
        found = {user for source in self.accounts if (user := self.user(source, title))}
        return found.pop() if len(found) == 1 else ""


def addresses_of(store: Store, study: Study) -> Iterator[tuple[str, str]]:
    """Where each wiki is on the web, as it says itself, and as the study says."""
    yield from ((source, url) for source, url in store.rows(BASES))
    yield from ((source.name, source.wiki.url) for source in study.wikis if source.wiki and source.wiki.url)


def own_pages(store: Store, pages: UserPages) -> dict[tuple[str, str], set[str]]:
    """The user pages that each author of mails calls hers, by address and name without one."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    if not pages.accounts:
        return found
    words = sorted({word for words in pages.prefixes.values() for word in words})
    sought = [f"%{word.replace(' ', '_')}{colon}%" for word in words for colon in (":", "#%3A")]  # _ is any character
    mentions = " or ".join(["text like ? escape '#'"] * len(sought))
    query = MAILS.format(mentions=f"({mentions})")
    for message, address, name, text in list(store.rows(query, sought)):
        for begin, user in _links(text, pages):
            if _is_own(store, message, text, begin):
                found[address, name].add(user)
    return found


def _links(text: str, pages: UserPages) -> Iterator[tuple[int, str]]:
    """Where a mail names user pages, and whose."""
    for url in _URL.finditer(text):
        path, query = (part or "" for part in url.group("path", "query"))
        if query:
            query = query.rstrip(_PUNCTUATION)
        else:
            path = path.rstrip(_PUNCTUATION)
        if user := pages.behind(url["host"], path, query):
            yield url.start(), user
    for bracket in _BRACKETS.finditer(text):
        if user := pages.anywhere(bracket["title"]):
            yield bracket.start(), user


def _is_own(store: Store, message: int, text: str, begin: int) -> bool:
    """Whether the author says so: below her mail, or in her own words."""
    kind = store.value(ZONE, (message, begin, begin))
    if kind in ("signature", "closing"):
        return True
    return kind == "text" and _MINE.search(text[max(0, begin - _BEFORE) : begin]) is not None


def users_of(accounts: Collection[tuple[str, str, Collection[str]]]) -> dict[str, dict[str, str]]:
    """By wiki, every name of an account with that of today, from its wiki, its user name, and all its names."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for source, user, written in accounts:
        for name in written:
            found[source].setdefault(name, user)
    for source, user, _ in accounts:
        found[source][user] = user
    return found
