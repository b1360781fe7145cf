"""Who is subscribed to the lists on 15 June 2017, and the files in which list servers hand that out.

Table 34: the share of subscribers of Lille who never wrote to the list, here up to the day of the subscriber list.
For Brest the thesis has the number of subscribers only (table 9), so who of them is silent is ours.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from maillage.demo import published
from maillage.demo.mbox import HOST
from maillage.demo.people import ROLE_ADDRESS, SPLIT_NAME, Account, fold, silent_people
from maillage.demo.plan import ROBOT

if TYPE_CHECKING:
    from random import Random

    from maillage.demo.mails import Mail
    from maillage.demo.people import Person

SPECIAL = re.compile(r"""[][\\()<>@,:;".]""")  # what makes a name need quotes
DAY = date(2017, 6, 15)
KINDS = {
    "makers": "sympa_dump",
    "catalyst": "list_members",
    "unisson": "csv",
    "tiers-lieux": "list_members",
    "ac-lille": "sympa_dump",
    "ac-lille-info": "csv",
    "chambre-communs": "list_members",
    "financement-communs": "csv",
    "wiki-brest": "sympa_review",
    "cartes-ouvertes": "sympa_review",
    "brest-bc": "sympa_review",
}
ENDINGS = {"list_members": "txt", "sympa_dump": "dump", "csv": "csv", "sympa_review": "txt"}
SILENT_POOL = {"Lille": 190, "Brest": 110}  # people who never wrote to any list
SILENT_ELSEWHERE = 0.3  # of the silent: people who write to another list of the network
WRITERS_UNKNOWN = 0.4  # of the subscribers at most, where no table tells how many are silent
OTHER_ADDRESS = ("lille-08", "lille-11", "lille-13")  # subscribed to Catalyst under an address that never writes


KEPT_BY_HAND = "unisson"  # the list whose table has those who left, too
GONE_AFTER = 45  # days between the last mail of somebody who leaves and the day of leaving, at least


@dataclass(frozen=True)
class Subscription:
    """A person's account on a list, since a day, until another for who has left."""

    list: str
    person: Person
    account: Account
    since: date
    until: date | None = None


def subscriptions(
    people: dict[str, Person], mails: dict[str, list[Mail]], rng: Random
) -> dict[str, list[Subscription]]:
    """The subscriptions by list, in the order of addresses."""
    pools: dict[str, list[Person]] = {}
    for network, count in SILENT_POOL.items():
        known = {**people, **{person.key: person for pool in pools.values() for person in pool}}
        pools[network] = silent_people(network, count, rng, known)
    return {name: _of_list(name, people, mails, pools[published.lists()[name].network], rng) for name in KINDS}


def former(
    people: dict[str, Person], mails: dict[str, list[Mail]], subscribed: list[Subscription]
) -> list[Subscription]:
    """Those who wrote to a list and have left it, where its table tells: their first addresses, by these."""
    name = subscribed[0].list
    if name != KEPT_BY_HAND:
        return []
    staying = {subscription.person.key for subscription in subscribed}
    days: dict[str, list[date]] = {}
    accounts: dict[str, Account] = {}
    for mail in mails[name]:
        if mail.author not in staying and _ordinary(people[mail.author]):
            days.setdefault(mail.author, []).append(mail.sent.date())
            accounts.setdefault(mail.author, Account(mail.address, mail.name))
    gone = []
    for number, key in enumerate(sorted(days)):
        since, until = min(days[key]), max(days[key]) + timedelta(days=GONE_AFTER + 37 * number % 300)
        if until < DAY:
            gone.append(Subscription(name, people[key], accounts[key], since, until))
    return sorted(gone, key=lambda subscription: subscription.account.address)


def silent_subscribers(subscribed: dict[str, list[Subscription]]) -> list[Person]:
    """Who never wrote to any list, each once."""
    found = {entry.person.key: entry.person for entries in subscribed.values() for entry in entries}
    return [found[key] for key in sorted(found) if key.startswith("silent-")]


def _of_list(
    name: str, people: dict[str, Person], mails: dict[str, list[Mail]], pool: list[Person], rng: Random
) -> list[Subscription]:
    known = published.lists()[name]
    counts: dict[str, int] = {}
    first: dict[str, date] = {}
    for mail in mails[name]:
        counts[mail.author] = counts.get(mail.author, 0) + 1
        first.setdefault(mail.author, mail.sent.date())
    ordinary = [key for key in sorted(people) if _ordinary(people[key])]
    wrote = [key for key in ordinary if key in counts]
    wrote.sort(key=lambda key: counts[key] * rng.uniform(0.5, 2), reverse=True)
    if known.silent_percent:
        silent = round(known.subscribers * known.silent_percent / 100)
    else:
        silent = known.subscribers - min(len(wrote), int(known.subscribers * WRITERS_UNKNOWN))
    writers = wrote[: known.subscribers - silent]
    near = _authors(known.network, mails)
    elsewhere = [key for key in ordinary if key not in counts and key in near]
    mute = [people[key] for key in rng.sample(elsewhere, int(silent * SILENT_ELSEWHERE))]
    mute = [person for person in mute if person.first + person.last != SPLIT_NAME[1] + SPLIT_NAME[2]]
    mute += rng.sample(pool, silent - len(mute))
    found = [_subscription(name, people[key], first[key], rng) for key in writers]
    found += [_subscription(name, person, DAY - timedelta(days=8), rng) for person in mute]
    return sorted(found, key=lambda subscription: subscription.account.address)


def _ordinary(person: Person) -> bool:
    return person.key != ROBOT and person.accounts[0].address != ROLE_ADDRESS


def _authors(network: str, mails: dict[str, list[Mail]]) -> set[str]:
    names = {"Lille": published.LILLE, "Brest": published.BREST}[network]
    return {mail.author for name in names for mail in mails[name]}


def _subscription(name: str, person: Person, before: date, rng: Random) -> Subscription:
    year, month = published.lists()[name].created
    created = date(year, month, 1)
    since = min(before, max(created, before - timedelta(days=rng.randrange(1, 400))))
    account = person.accounts[-1]
    if name == "catalyst" and person.key in OTHER_ADDRESS:
        account = Account(f"{fold(person.last)}@autre-boite.example", person.full_name)
    return Subscription(name, person, account, since)


def roster(kind: str, subscribed: list[Subscription]) -> str:
    """The file of a list's subscribers, as a kind of server writes it."""
    return {
        "list_members": _list_members,
        "sympa_dump": _sympa_dump,
        "sympa_review": _sympa_review,
        "csv": _csv,
    }[kind](subscribed)


def _list_members(subscribed: list[Subscription]) -> str:
    """Mailman 2.1: `list_members -f`."""
    lines = []
    for known in (subscription.account for subscription in subscribed):
        name = f'"{known.name}"' if SPECIAL.search(known.name) else known.name
        lines.append(f"{name} <{known.address}>\n" if name else f"{known.address}\n")
    return "".join(lines)


def _sympa_dump(subscribed: list[Subscription]) -> str:
    """Sympa: `member.dump`, one paragraph a person, keys in alphabetical order, no empty values."""
    paragraphs = []
    for subscription in subscribed:
        since = int(datetime(*subscription.since.timetuple()[:3], 9, tzinfo=UTC).timestamp())
        values = {
            "date": str(since),
            "email": subscription.account.address,
            "gecos": subscription.account.name,
            "number_messages": "0",
            "reception": "digest" if since % 7 == 0 else "mail",
            "subscribed": "1",
            "update_date": str(since),
            "visibility": "noconceal",
        }
        paragraphs.append("".join(f"{key} {value}\n" for key, value in values.items() if value))
    return "\n".join(paragraphs)


def _sympa_review(subscribed: list[Subscription]) -> str:
    """Sympa: `sympa review LIST`, addresses only."""
    head = f"{len(subscribed)} member(s) in list {subscribed[0].list}@{HOST}."
    return "\n".join([head, *(subscription.account.address for subscription in subscribed), ""])


def _csv(subscribed: list[Subscription]) -> str:
    """The plain table that somebody fills in by hand, with the day of leaving of who has left."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("address", "name", "subscribed", "unsubscribed"))
    for known in subscribed:
        writer.writerow((known.account.address, known.account.name, known.since.isoformat(), f"{known.until or ''}"))
    return table.getvalue()
