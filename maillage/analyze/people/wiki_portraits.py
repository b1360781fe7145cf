"""What is known of the accounts of wikis: by their user names, by their user pages, by their groups and blocks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from sqlite3 import Row

from maillage.analyze.people import addresses, names
from maillage.analyze.people.addresses import Address
from maillage.analyze.people.found import Found
from maillage.analyze.people.names import Name
from maillage.analyze.people.rarity import common_names
from maillage.analyze.profiles.signature.lexicon import listed
from maillage.analyze.wikis.bots import is_bot_group, is_bot_name
from maillage.store import Store

GROUPS = "select source, user, groups from wiki_users where groups != '' order by source, user"
BLOCKS = "select source, user from wiki_blocks where until is null and not partial order by source, user"
FINDINGS = """
    select f.source, page_readings.user as user, revision, own, zone, rule, kind, value, coalesce(r.at, '') as at
    from page_findings as f join page_readings using (source, page, revision)
      join revisions as r using (source, page, revision)
    where kind in ('human', 'phone', 'url', 'email', 'organization', 'postcode', 'location')
    order by f.source, page_readings.user, at, revision, f.begin
"""
HAS_READINGS = "select count(*) from sqlite_master where type = 'table' and name = 'page_readings'"

UNIFIED = "wikimedia.org"
"""The wikis of the Wikimedia foundation together, on which one user name is one account (since April 2015)."""

_WIKIMEDIA = frozenset(
    f"{name}.org"
    for name in (
        "mediawiki", "wikibooks", "wikidata", "wikimedia", "wikinews", "wikipedia", "wikiquote", "wikisource",
        "wikiversity", "wikivoyage", "wiktionary",
    )
)  # fmt: skip

_NUMBER = re.compile(r"[\W_]*\d+$")
_STATED = frozenset({"infobox", "line", "text"})
"""Where a name on a user page is said to be the owner's, and does not merely stand there."""

_BEHIND_NAME = "behind-name"
"""The rule of a name that a page begins with, and says what its bearer does."""

_NOT_HER_SITE = frozenset({"link", "text", "heading"})
"""Where a site of the web is any that a page leads to."""


@dataclass
class UserPage:
    """What a user page says. `told`: names that it says are its owner's; `shown`: names that stand there like it.

    `heads`: names that the page begins with, where its owner wrote it.

    `marks`: by kind, each value as it is written, with the first and the last day that its owner showed it there.
    `places`: those that she names.
    """

    told: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    marks: dict[str, dict[str, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    places: set[str] = field(default_factory=set)


def user_pages(store: Store, accounts: Sequence[Found]) -> dict[int, UserPage]:
    """The user pages of the accounts of wikis, by the accounts' numbers; nothing where no page has been read."""
    found: dict[int, UserPage] = defaultdict(UserPage)
    if not store.value(HAS_READINGS):
        return found
    numbers = by_name(accounts)
    for row in store.rows(FINDINGS):
        number = numbers.get((row["source"], row["user"]))
        if number is not None:
            _add(found[number], row)
    return found


def by_name(accounts: Sequence[Found]) -> dict[tuple[str, str], int]:
    """The number of each account of a wiki, by its wiki and every name it had; a name of today before an old one."""
    numbered = [(number, account) for number, account in enumerate(accounts) if account.source]
    old = {(account.source, name): number for number, account in numbered for name in account.names}
    return old | {(account.source, account.user): number for number, account in numbered}


def _add(page: UserPage, found: Row) -> None:
    zone, kind, value, at = found["zone"], found["kind"], found["value"], found["at"]
    if kind == "human" and found["own"]:
        is_told = zone in _STATED or found["rule"] == _BEHIND_NAME
        names_of = page.told if is_told else page.heads if zone == "heading" else page.shown
        names_of[value] = at
    elif kind == "human":
        page.shown[value] = at
    elif kind == "location":
        page.places |= {value} if found["own"] else set()
    elif found["own"] and not (kind == "url" and zone in _NOT_HER_SITE):
        first, last = page.marks[kind].get(value, (at, at))
        page.marks[kind][value] = min(first, at), max(last, at)


def machines(store: Store, accounts: Sequence[Found]) -> set[int]:
    """The accounts of programs, by their group or their name."""
    found = {number for number, account in enumerate(accounts) if account.source and is_bot_name(account.user)}
    numbers = by_name(accounts)
    for source, user, groups in store.rows(GROUPS):
        if any(map(is_bot_group, groups.split())) and (number := numbers.get((source, user))) is not None:
            found.add(number)
    return found


def blocked(store: Store, accounts: Sequence[Found]) -> set[int]:
    """The accounts that are blocked for ever, from the whole wiki."""
    numbers = by_name(accounts)
    return {numbers[source, user] for source, user in store.rows(BLOCKS) if (source, user) in numbers}


def address_of(user: str, email: str = "") -> Address:
    """A user name as the local part that it may be elsewhere: `Aline.m`, `AMorvan29`.

    `email`: the address that its site knows the account by. Only its mailbox is looked at, and not that of an office.
    """
    mailbox = "" if names.is_role(email) else addresses.parsed(email).mailbox
    return addresses.parsed(f"{user.replace(' ', '.')}@")._replace(mailbox=mailbox)


def names_of(user: str) -> tuple[Name, ...]:
    """The names of people that a user name is or spells: "Aline Morvan", `AlineMorvan29`, `aline.morvan`.

    A full name has a given name that is known: "Phare du Ponant" is none. Nor is `Aline M`, for given names are many
    people's, and so are their initials. Both may be made of somebody's name all the same (`logins_of`).
    """
    written = names.parsed(_NUMBER.sub("", user).replace("_", " ").replace(".", " "))
    spelt = addresses.as_name(address_of(user))
    found = (written,) if written.words and not set(written.words) <= set(spelt.words) else (written, spelt)
    return tuple(name for name in dict.fromkeys(found) if name.is_bare or is_somebodys(name))


def is_somebodys(name: Name) -> bool:
    """Whether a full name has a given name that is known, or a common family name."""
    known = listed("first_names.txt")
    return name.is_full and any(word in known or word in common_names() for word in name.words)


def logins_of(user: str) -> frozenset[str]:
    """The login that a user name may be elsewhere; none for a given name, which many choose."""
    letters = address_of(user).letters
    return frozenset() if not letters or letters in listed("first_names.txt") else frozenset({letters})


def stated(page: UserPage) -> tuple[Name, ...]:
    """The full names that a page says are its owner's, or begins with; none where they are several people's."""
    parsed = dict.fromkeys(name for name in map(names.parsed, page.told or page.heads) if name.is_full)
    words = [set(name.words) for name in parsed]
    return tuple(parsed) if words and set.intersection(*words) else ()


def standing(page: UserPage) -> tuple[Name, ...]:
    """The full name that a page shows like its owner's, where it shows no other."""
    parsed = dict.fromkeys(name for name in map(names.parsed, page.shown) if name.is_full)
    return tuple(parsed) if len(parsed) == 1 else ()


def is_shared(user: str, written: Iterable[str], page: UserPage) -> bool:
    """Whether a user name is that of an office, a role or several people, unless its page names one person."""
    if names.is_role(f"{user.replace(' ', '.')}@") or any(map(names.is_several, written)):
        return True
    return _is_generic(user) and not stated(page)


def _is_generic(user: str) -> bool:
    words = names.folded(user).replace("_", " ").split()
    return not names.GENERIC.isdisjoint(words) or "sysop" in names.folded(user)


def farm_of(host: str) -> str:
    """The domain under which a host keeps its wikis."""
    domain = addresses.organisation(host)
    return UNIFIED if domain in _WIKIMEDIA else domain
