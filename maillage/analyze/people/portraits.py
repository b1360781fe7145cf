"""What is known of each account, taken apart once, so that many pairs of them can be compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from maillage.analyze.networks.addresses import roots
from maillage.analyze.people import addresses, names, wiki_portraits
from maillage.analyze.people.addresses import Address
from maillage.analyze.people.found import Found
from maillage.analyze.people.names import Name
from maillage.analyze.people.rarity import Rarity
from maillage.analyze.people.user_links import UserPages, addresses_of, own_pages, users_of
from maillage.project import Study
from maillage.store import Store

MOST_NAMES = 4
"""Names of one account that are compared, the most used ones: who writes more is a machine."""

MOST_NAMES_OF_A_ROLE = 3
"""A role address under more full names than this is a gateway: it does not make these names an office's."""

MARKS = ("phone", "url", "email", "organization", "postcode", "signature", "user-page")
"""What is looked for in signatures and on user pages. `signature`: the whole block; `user-page`: one called hers."""

SHORTEST_BLOCK = 40
"""Letters and digits of a signature that is one person's: a shorter one ("Bien à vous, Marie") is many people's."""

NOTHING_TOLD: frozenset[Name] = frozenset()
"""One for all accounts: each empty set takes as much memory as a name, and most accounts of wikis are silent."""

NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that an account signs with, as it is compared, and from when to when it did."""

    value: str
    first_at: str
    last_at: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """An account as it is compared. `shared`: an office, a machine, a list or several people write under it.

    `full_names`: those of its names that have a given and a family name, or their initials; `signed`: full names
    that stand in its signatures; `logins`: its local part, and names of one word.

    Of an account of a wiki `user` is its identity, and `address` its user name as a local part without a host, but with
    the mailbox of the address that its site knows it by; `told` are those of its names that its user page alone has,
    `farm` is the domain of the wiki, `blocked` says that it is for ever. `places`: where it says it is, in signatures
    or on its user page; of a study with wikis only.
    """

    address: Address
    names: tuple[Name, ...]
    full_names: tuple[Name, ...]
    signed: tuple[Name, ...]
    logins: frozenset[str]
    shared: bool
    messages: int
    first_at: str | None
    last_at: str | None
    sources: frozenset[str]
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    user: str = ""
    told: frozenset[Name] = NOTHING_TOLD
    farm: str = ""
    blocked: bool = False
    places: frozenset[str] = NOWHERE


WRITERS = """
    select distinct address, case when address = '' then name else '' end as name, source from messages
    union
    select distinct address, case when address = '' then name else '' end, source
    from subscriptions join rosters using (roster)
"""
FINDINGS = """
    select address, case when address = '' then name else '' end as name, kind, value,
      count(*) as messages, min(sent_at) as first_at, max(sent_at) as last_at
    from findings join messages using (message)
    where zone in ('signature', 'closing') and sent_at is not null
      and kind in ('phone', 'url', 'email', 'organization', 'postcode', 'human')
    group by 1, 2, 3, 4
"""
BLOCKS = """
    select address, case when address = '' then name else '' end as name, 'signature' as kind,
      substr(text, begin + 1, end - begin) as value,
      count(*) as messages, min(sent_at) as first_at, max(sent_at) as last_at
    from zones join messages using (message) join texts using (message)
    where kind = 'signature' and sent_at is not null and end - begin < 2000
    group by 1, 2, 4
"""
PLACES = """
    select distinct address, case when address = '' then name else '' end as name, value
    from findings join messages using (message)
    where zone in ('signature', 'closing') and kind = 'location'
"""
HAS_READINGS = "select count(*) = 2 from sqlite_master where type = 'table' and name in ('zones', 'findings')"


def portraits(store: Store, accounts: Sequence[Found], study: Study) -> tuple[list[Portrait], Rarity]:
    """All accounts as they are compared, in their order, and what the words of their names are worth."""
    numbers = {account.identity: number for number, account in enumerate(accounts) if not account.source}
    sources: dict[int, frozenset[str]] = {}
    alike: dict[frozenset[str], frozenset[str]] = {}  # most accounts are on the same few lists
    for row in store.rows(WRITERS):
        number = numbers.get(row["address"] or names.folded(row["name"]))
        if number is not None:
            known_on = sources.get(number, frozenset()) | {row["source"]}
            sources[number] = alike.setdefault(known_on, known_on)
    marks, signed = _signatures(store, numbers)
    of_offices = _names_of_offices(accounts)
    tool_names = [source.name for source in study.sources]
    of_tools = frozenset(word for name in tool_names for word in (_letters(name), name.partition("-")[0].casefold()))
    made = []
    writing = [account for account in accounts if not account.source]  # mails
    _add_own_pages(store, accounts, study, numbers, marks)
    places = _places(store, numbers) if len(writing) < len(accounts) else {}
    for number, account in enumerate(writing):
        known = _names(account, of_offices)
        address = addresses.handle(account.address) if account.is_handle else addresses.parsed(account.address)
        made.append(
            Portrait(
                address=address,
                names=known,
                full_names=tuple(name for name in known if not name.is_bare),
                signed=_her_own(signed.get(number, ()), known),
                logins=_logins(address, known) - of_tools,
                shared=_is_shared(account),
                messages=account.messages,
                first_at=account.first_at,
                last_at=account.last_at,
                sources=sources.get(number, frozenset()),
                marks=marks.get(number, {}),
                places=places.get(number, NOWHERE),
            )
        )
    made += _on_wikis(store, accounts, study, of_tools)
    written_out = {tuple(sorted(name.words)) for one in made for name in one.names if _is_written_out(name)}
    return made, Rarity(written_out)


def _add_own_pages(
    store: Store,
    accounts: Sequence[Found],
    study: Study,
    numbers: Mapping[str, int],
    marks: dict[int, dict[str, tuple[Mark, ...]]],
) -> None:
    """Let the authors of mails bear the user pages that they call theirs."""
    users = users_of([(one.source, one.user, one.names) for one in accounts if one.source])
    if not users:
        return
    for (address, name), own in own_pages(store, UserPages.of(store, study, users)).items():
        number = numbers.get(address or names.folded(name))
        if number is not None:
            marks.setdefault(number, {})["user-page"] = tuple(Mark(user, "", "") for user in sorted(own))


def _on_wikis(store: Store, accounts: Sequence[Found], study: Study, of_tools: frozenset[str]) -> Iterator[Portrait]:
    """The accounts of wikis, which come behind all others."""
    on_wikis = [(number, account) for number, account in enumerate(accounts) if account.source]
    if not on_wikis:
        return
    pages = wiki_portraits.user_pages(store, accounts)
    shared = wiki_portraits.machines(store, accounts)
    blocked = wiki_portraits.blocked(store, accounts)
    farms = {
        source: wiki_portraits.farm_of(host) for source, url in addresses_of(store, study) for host, _ in roots(url)
    }
    alone = {source: frozenset({source}) for source in {account.source for _, account in on_wikis}}
    for number, account in on_wikis:
        page = pages.get(number, wiki_portraits.UserPage())
        own = tuple(dict.fromkeys(name for user in sorted(account.names) for name in wiki_portraits.names_of(user)))
        told = tuple(name for name in wiki_portraits.stated(page) if name not in own)
        known = (*own[:MOST_NAMES], *told)
        logins = frozenset(login for user in account.names for login in wiki_portraits.logins_of(user))
        yield Portrait(
            address=wiki_portraits.address_of(account.user, account.email),
            names=known,
            full_names=tuple(name for name in known if not name.is_bare),
            signed=_her_own(wiki_portraits.standing(page), known),
            logins=logins - of_tools,
            shared=number in shared or wiki_portraits.is_shared(account.user, account.names, page),
            messages=account.messages,
            first_at=account.first_at,
            last_at=account.last_at,
            sources=alone[account.source],
            marks=_marks_of(page),
            user=account.identity,
            told=frozenset(told) if told else NOTHING_TOLD,
            farm=farms.get(account.source, ""),
            blocked=number in blocked,
            places=frozenset(filter(None, map(_letters, page.places))) if page.places else NOWHERE,
        )


def _marks_of(page: wiki_portraits.UserPage) -> dict[str, tuple[Mark, ...]]:
    found: dict[str, tuple[Mark, ...]] = {}
    for kind, shown in sorted(page.marks.items()):
        compared: dict[str, Mark] = {}
        for written, (first, last) in shown.items():
            value = comparable(kind, written)
            if value and first:
                known = compared.get(value, Mark(value, first, last))
                compared[value] = Mark(value, min(known.first_at, first), max(known.last_at, last))
        if compared:
            found[kind] = tuple(compared[value] for value in sorted(compared))
    return found


def _her_own(signed: Sequence[Name], known: Sequence[Name]) -> tuple[Name, ...]:
    """The names that stand in signatures, where the account bears no full name of its own: those may be quoted."""
    return () if any(name.is_full for name in known) else tuple(signed)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, names.folded(text)))


def _is_written_out(name: Name) -> bool:
    return not name.is_bare and all(len(word) > 1 for word in name.words)


def _names(account: Found, of_offices: frozenset[str]) -> tuple[Name, ...]:
    """The names it uses, those used most first; a local part of several words tells one that no name tells whole."""
    used = sorted(account.names, key=lambda name: (-account.names[name], name))
    found = [names.parsed(name) for name in used if names.key(name) not in of_offices]
    known = [name for name in dict.fromkeys(found) if name.words]
    spelt = addresses.as_name(addresses.parsed(account.address))
    if all(name.is_bare and set(name.words) <= set(spelt.words) for name in known):
        known.append(spelt)
    return tuple(name for name in known if name.words)[:MOST_NAMES]


def _logins(address: Address, known: Sequence[Name]) -> frozenset[str]:
    """The local part, and the names of one word, which are often logins."""
    bare = {"".join(name.words) for name in known if name.is_bare}
    return frozenset({address.letters, *bare} - {""})


def _names_of_offices(accounts: Iterable[Found]) -> frozenset[str]:
    """The full names of role addresses: what `contact@` is called, everybody in the office may be called."""
    of_offices: set[str] = set()
    for account in accounts:
        if account.is_role and len(keys := account.keys) <= MOST_NAMES_OF_A_ROLE:
            of_offices |= keys
    return frozenset(of_offices)


def _is_shared(account: Found) -> bool:
    """Whether an office, a machine, a list, or several people write under an account."""
    return (
        account.is_role
        or any(names.is_several(name) or names.is_via(name) for name in account.names)
        or several_people(Counter({names.parsed(name): used for name, used in account.names.items()}))
    )


def several_people(used: Counter[Name]) -> bool:
    """Whether an account's full names are of several people: two used twice, or three, without a common word."""
    full = {frozenset(name.words): messages for name, messages in used.items() if name.is_full}
    if len(full) == 2 and min(full.values()) < 2:
        return False
    return len(full) > 1 and not frozenset.intersection(*full)


def _signatures(
    store: Store, numbers: Mapping[str, int]
) -> tuple[dict[int, dict[str, tuple[Mark, ...]]], dict[int, tuple[Name, ...]]]:
    """What each account signs with, and the names it signs by; nothing where no mail has been read for it."""
    if not store.value(HAS_READINGS):
        return {}, {}
    marks: dict[int, dict[str, dict[str, Mark]]] = {}
    signed: dict[int, Counter[str]] = {}
    for query in (FINDINGS, BLOCKS):
        for row in store.rows(query):
            number = numbers.get(row["address"] or names.folded(row["name"]))
            if number is None:
                continue
            if row["kind"] == "human":
                signed.setdefault(number, Counter())[row["value"]] += row["messages"]
            elif value := comparable(row["kind"], row["value"]):
                of_kind = marks.setdefault(number, {}).setdefault(row["kind"], {})
                known = of_kind.get(value, Mark(value, row["first_at"], row["last_at"]))
                first, last = min(known.first_at, row["first_at"]), max(known.last_at, row["last_at"])
                of_kind[value] = Mark(value, first, last)
    return (
        {
            number: {kind: tuple(found[value] for value in sorted(found)) for kind, found in sorted(kinds.items())}
            for number, kinds in marks.items()
        },
        {number: _signed_names(used) for number, used in signed.items()},
    )


def _places(store: Store, numbers: Mapping[str, int]) -> dict[int, frozenset[str]]:
    """The places in the signatures of each account: towns, and streets too."""
    found: dict[int, frozenset[str]] = {}
    for row in store.rows(PLACES) if store.value(HAS_READINGS) else ():
        number = numbers.get(row["address"] or names.folded(row["name"]))
        if number is not None and (place := _letters(row["value"])):
            found[number] = found.get(number, NOWHERE) | {place}
    return found


def _signed_names(used: Counter[str]) -> tuple[Name, ...]:
    """The full name that most of the signatures have; one that stands there once may be somebody else's."""
    full: Counter[Name] = Counter()
    for name, messages in sorted(used.items()):
        if names.parsed(name).is_full:
            full[names.parsed(name)] += messages
    return tuple(name for name, messages in full.items() if messages > 1 and 2 * messages > full.total())


_NOT_A_DIGIT = re.compile(r"\D+")
_AT = re.compile(r"\s*(?:\(at\)|\[at\]|\bat\b|\bchez\b|@)\s*", re.IGNORECASE)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")


def comparable(kind: str, value: str) -> str:
    """What is found in a signature, as it is compared; "" for what tells nobody from anybody else."""
    if kind == "phone":
        digits = _NOT_A_DIGIT.sub("", value)
        return digits[-9:] if len(digits) >= 9 else ""
    if kind == "url":
        return _SCHEME.sub("", value.casefold().strip()).rstrip("/.")
    if kind == "email":
        return addresses.parsed(_AT.sub("@", value)).mailbox
    letters = _letters(value)
    if kind == "signature":
        return letters if len(letters) >= SHORTEST_BLOCK else ""
    return letters if len(letters) > 2 else ""
