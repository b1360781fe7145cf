"""Who is who: accounts into persons, by explained rules and by what people decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from sqlite3 import Row

from maillage.analyze.lists import targets
from maillage.analyze.people import names
from maillage.analyze.people.directory import Directory
from maillage.analyze.people.evidence import probability
from maillage.analyze.people.found import Found, most_used
from maillage.analyze.people.joining import Joined, joined
from maillage.analyze.people.portraits import portraits
from maillage.analyze.people.pseudonyms import pseudonyms, study_key
from maillage.analyze.people.unused import Known, UnusedDecision, unused_decisions
from maillage.analyze.people.wiki_accounts import wiki_accounts
from maillage.decisions import Decisions
from maillage.project import FORUM_KINDS, Study
from maillage.store import Store, table


@table("accounts", pk=("account",))
@dataclass(frozen=True)
class Account:
    """An address, a name without one, or a registered account of a wiki, and the person it belongs to.

    `messages`, `first_at` and `last_at` are over all sources, before any exclusion; a subscriber who never
    wrote has 0 and None. On a wiki they are its edits, and `name` is its user name of today; `source` is the wiki, ""
    for who writes mails. `kind`: `address`, `name`, `forum` or `wiki`. `rule`: why it is with this person: `alone`,
    `decision` (which may also have kept it from joining others), or the strongest evidence of the link that brought it
    there, such as `same-name`.
    """

    account: int
    address: str
    name: str  # the name it uses most
    person: int
    rule: str
    is_role: bool
    messages: int
    first_at: str | None
    last_at: str | None
    source: str = ""
    kind: str = "address"


@table("account_names", pk=("account", "name"))
@dataclass(frozen=True)
class AccountName:
    """A name as an account wrote it, and in how many messages; on a wiki its user names, and the edits of each."""

    account: int
    name: str
    messages: int


@table("account_links", pk=("account", "other"))
@dataclass(frozen=True)
class AccountLink:
    """Two accounts with something in common, the lower number first, and what came of it.

    `score`: the sum of the weights of the evidence, in bits; `probability`: the same, from 0 to 1. `verdict`: `joined`
    (one person), `suggested` (people are asked), or `kept-apart` (a decision says so).
    """

    account: int
    other: int
    score: float
    probability: float
    verdict: str


@table("link_evidence", pk=("account", "other", "rule"))
@dataclass(frozen=True)
class LinkEvidence:
    """A piece of evidence of a link: what speaks for it, or below 0 against it, in bits (docs/persons.md)."""

    account: int
    other: int
    rule: str
    weight: float
    detail: str


@table("persons", pk=("person",))
@dataclass(frozen=True)
class Person:
    """One person. `pseudonym` is stable within a study (keyed by the study's pseudonyms.key).

    `name`: the name used most in its mails, in natural case; the user name of who is on wikis alone; "" where none was
    ever written.
    """

    person: int
    pseudonym: str
    name: str
    accounts: int


@table("subscribers", pk=("roster", "person"))
@dataclass(frozen=True)
class Subscriber:
    """A person on a subscriber list at its date. `source`: the list it counts in; `addresses`: how many lines."""

    roster: int
    source: str
    taken_on: str
    person: int
    addresses: int


@table("subscription_spans", pk=("roster", "place"))
@dataclass(frozen=True)
class SubscriptionSpan:
    """A line of a subscriber list as a time of a person on the list that it counts in, ended ones too.

    `subscribed`, `unsubscribed`: days, None where the line does not tell.
    """

    roster: int
    place: str
    source: str
    taken_on: str
    person: int
    subscribed: str | None
    unsubscribed: str | None

    @property
    def is_current(self) -> bool:
        """Whether it covers the day of its list."""
        begun = self.subscribed is None or self.subscribed <= self.taken_on
        return begun and (self.unsubscribed is None or self.unsubscribed > self.taken_on)


ROWS = (Account, AccountName, AccountLink, LinkEvidence, Person, Subscriber, SubscriptionSpan, UnusedDecision)

FORUMS = f"(select source from sources where kind in {(*FORUM_KINDS, '')})"

# What stands in the place of a From header has the handle as `(@marie)`, in a list of accounts as `@marie`.
WRITTEN = f"""
    select address, name, count(*) as messages, min(sent_at) as first_at, max(sent_at) as last_at,
      min(coalesce(sent_at, '9999') || ' ' || message_id) as first,
      min(address != '' and source in {FORUMS} and instr(from_written, address) = 0) as is_handle
    from messages where address != '' or name != '' group by address, name
    union all
    select address, name, 0, null, null, null, min(source in {FORUMS} and substr(written, 1, 1) = '@')
    from subscriptions join rosters using (roster) where address != '' or name != '' group by address, name
"""

# A line may tell that the subscription began after the day of the list, or had ended by then.
SUBSCRIPTIONS = """
    select roster, place, source, taken_on, address, name, subscribed, unsubscribed
    from subscriptions join rosters using (roster)
    where address != '' or name != '' order by roster, place
"""


def run(
    store: Store, study: Study, decisions: Decisions
) -> Iterator[
    Account | AccountName | AccountLink | LinkEvidence | Person | Subscriber | SubscriptionSpan | UnusedDecision
]:
    """Accounts and persons, numbered by their first message; subscribers who never wrote by address.

    Those of wikis come behind, so that a wiki that is added to a study leaves the numbers and pseudonyms of its lists.
    """
    found = [*_accounts(store), *wiki_accounts(store)]
    directory = Directory()
    for number, account in enumerate(found):
        _enter(directory, number, account)
    seen, rarity = portraits(store, found, study)
    together = joined(seen, rarity, directory, decisions)
    members = _members([together.groups.of(account) for account in range(len(found))])
    person_of = {account: person for person, accounts in members.items() for account in accounts}
    sources = {person: _together([seen[one].sources for one in accounts]) for person, accounts in members.items()}
    del seen, rarity, directory  # half of the memory of all this, when many are registered
    for number, account in enumerate(found):
        yield _account(number, account, person_of[number], together.rules[number])
        for name, messages in sorted(account.names.items(), key=lambda item: (-item[1], item[0])):
            yield AccountName(number + 1, name, messages)
    yield from _links(together)
    persons = list(_persons(found, members, study_key(study.root)))
    yield from persons
    people = Directory()
    for number, account in enumerate(found):
        _enter(people, person_of[number], account)
    for person in persons:
        people.add_pseudonym(person.person, person.pseudonym)
    left_out = {
        (person, one.source)
        for one in decisions.exclusions
        if one.what == "author"
        for person in people.named(one.value)
    }
    yield from _subscribers(store, study, found, person_of, left_out)
    yield from unused_decisions(store, decisions, together.unused, Known(people, sources, targets(study)))


def _enter(directory: Directory, number: int, account: Found) -> None:
    if account.source:
        directory.add_user(number, account.source, [account.user, *sorted(account.names)])
    else:
        directory.add(number, account.address, account.names)


def identity(address: str, name: str) -> str:
    """What tells an account from the others: its address, or its folded name without one; "" for nobody."""
    return address or names.folded(name)


def _accounts(store: Store) -> list[Found]:
    """All accounts in the order of their numbers."""
    found: dict[str, Found] = {}
    for row in store.rows(WRITTEN):
        if known_by := identity(row["address"], row["name"]):
            _add(found.setdefault(known_by, Found()), row)
    in_order = sorted(found.items(), key=lambda item: (item[1].first is None, item[1].first or "", item[0]))
    return [account for _, account in in_order]


def _add(account: Found, row: Row) -> None:
    is_first = not (account.address or account.names or account.messages)
    account.is_handle = bool(row["is_handle"]) and (is_first or account.is_handle)
    account.address = account.address or row["address"]  # a name without address may be written as one
    account.messages += row["messages"]
    account.first_at = min((at for at in (account.first_at, row["first_at"]) if at), default=None)
    account.last_at = max((at for at in (account.last_at, row["last_at"]) if at), default=None)
    account.first = min((at for at in (account.first, row["first"]) if at), default=None)
    if written := names.clean(row["name"]):
        account.names[written] += row["messages"]


def _together(of_accounts: Sequence[frozenset[str]]) -> frozenset[str]:
    """All the lists and wikis that a person's accounts are on; those of the account itself where there is one."""
    return of_accounts[0] if len(of_accounts) == 1 else frozenset().union(*of_accounts)


def _members(groups: Sequence[int]) -> dict[int, list[int]]:
    """The accounts of each person, both from the first on: persons are numbered by their first account."""
    members: dict[int, list[int]] = defaultdict(list)
    for account, group in enumerate(groups):
        members[group].append(account)
    return dict(enumerate(members.values(), start=1))


def _account(number: int, found: Found, person: int, rule: str) -> Account:
    return Account(
        account=number + 1,
        address=found.address,
        name=found.name,
        person=person,
        rule=rule,
        is_role=found.is_role,
        messages=found.messages,
        first_at=found.first_at,
        last_at=found.last_at,
        source=found.source,
        kind=found.kind,
    )


def _links(together: Joined) -> Iterator[AccountLink | LinkEvidence]:
    for link, verdict in together.links:
        first, second = link.first + 1, link.second + 1
        yield AccountLink(first, second, round(link.score, 1), round(probability(link.score), 4), verdict)
        for piece in link.evidence:
            yield LinkEvidence(first, second, piece.rule, round(piece.weight, 1), piece.detail)


def _persons(found: Sequence[Found], members: dict[int, list[int]], key: bytes) -> Iterator[Person]:
    codes = pseudonyms((found[accounts[0]].identity for accounts in members.values()), key)
    for (person, accounts), pseudonym in zip(members.items(), codes, strict=True):
        written: Counter[str] = Counter()
        for account in accounts:
            if not found[account].source:
                written.update(found[account].names)
        name = names.natural(most_used(written)) or found[accounts[0]].user
        yield Person(person, pseudonym, name, len(accounts))


def _subscribers(
    store: Store,
    study: Study,
    found: Sequence[Found],
    person_of: dict[int, int],
    left_out: Collection[tuple[int, str | None]],
) -> Iterator[Subscriber | SubscriptionSpan]:
    """Without those that a decision leaves out as authors: who is not counted is not silent either."""
    persons = {account.identity: person_of[number] for number, account in enumerate(found) if not account.source}
    counted_in = targets(study)
    lines: Counter[tuple[int, str, str, int]] = Counter()
    for row in store.rows(SUBSCRIPTIONS):
        if person := persons.get(identity(row["address"], row["name"])):
            source = counted_in.get(row["source"], row["source"])
            if any((person, of) in left_out for of in (None, row["source"], source)):
                continue
            span = SubscriptionSpan(
                row["roster"], row["place"], source, row["taken_on"], person, row["subscribed"], row["unsubscribed"]
            )
            yield span
            if span.is_current:
                lines[span.roster, source, span.taken_on, person] += 1
    for subscription, addresses in sorted(lines.items()):
        yield Subscriber(*subscription, addresses)
