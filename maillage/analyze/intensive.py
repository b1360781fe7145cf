"""Who writes intensively in a network, and on how many of its lists people write."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from maillage.analyze.lists import analysed
from maillage.analyze.people.lookup import Lookup
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

Written = Mapping[int, Mapping[str, int]]  # person: list: messages


@table("network_intensive", pk=("network",))
@dataclass(frozen=True)
class NetworkIntensive:
    """The persons of a network who write much to one of its lists, each counted once (A10, A12).

    `persons`: at least `thresholds.intensive_from` messages on one list. `very_intensive`: more than
    `thresholds.very_intensive_over` on one list. `very_intensive_administrators`: those of them who administer a
    list of the study at any time, None where the study names no administrator.
    """

    network: str
    persons: int
    very_intensive: int
    very_intensive_administrators: int | None


@table("network_intensive_without", pk=("network", "without"))
@dataclass(frozen=True)
class NetworkIntensiveWithout:
    """The same without one of the lists: one large list may make most of them (INCONSISTENCIES 9: Makers)."""

    network: str
    without: str
    persons: int
    very_intensive: int
    very_intensive_administrators: int | None


@table("intensive_lists", pk=("network", "person", "source"))
@dataclass(frozen=True)
class IntensiveList:
    """The messages of an intensive person on every list of the network she wrote to (Tables 36, 37)."""

    network: str
    person: int
    source: str
    messages: int


@table("memberships", pk=("network", "least", "lists"))
@dataclass(frozen=True)
class Membership:
    """How many persons wrote at least `least` messages to each of just `lists` lists of a network (A16)."""

    network: str
    least: int
    lists: int
    persons: int


ROWS = (NetworkIntensive, NetworkIntensiveWithout, IntensiveList, Membership)

MESSAGES = "select person, source, messages from person_lists order by person, source"


def run(
    store: Store, study: Study, decisions: Decisions
) -> Iterator[NetworkIntensive | NetworkIntensiveWithout | IntensiveList | Membership]:
    """Every network of the analysed lists, in the study's order."""
    networks: dict[str, list[str]] = defaultdict(list)
    for source in analysed(study):
        networks[source.network].append(source.name)
    written: dict[int, dict[str, int]] = defaultdict(dict)
    for person, name, messages in store.rows(MESSAGES):
        written[person][name] = messages
    administrators = _administrators(store, study, decisions)
    for network, lists in networks.items():
        yield from _network(network, lists, among(written, lists), study, administrators)


def among(written: Written, lists: Iterable[str]) -> dict[int, dict[str, int]]:
    """What is written to some of the lists, without the persons who wrote to none of them."""
    wanted = set(lists)
    kept = {
        person: {name: messages for name, messages in of_person.items() if name in wanted}
        for person, of_person in written.items()
    }
    return {person: of_person for person, of_person in kept.items() if of_person}


def reaching(written: Written, least: int) -> set[int]:
    """The persons with at least so many messages on one list (A10, A12: 003:L15872-15886, 003:L15994-15996).

    Each is one person, however many lists she reaches it on: adding up lists would count her several times.
    """
    return {person for person, of_person in written.items() if max(of_person.values(), default=0) >= least}


def memberships(written: Written, least: int, lists: int) -> list[int]:
    """Persons by the number of lists, from 1 to `lists`, on which they have at least so many messages (A16).

    003:L15238-15243. All in the first: nobody joins two lists; all in the last: the lists are one community.
    """
    counts = Counter(sum(messages >= least for messages in of_person.values()) for of_person in written.values())
    return [counts[number] for number in range(1, lists + 1)]


def _network(
    network: str, lists: list[str], written: Written, study: Study, administrators: set[int] | None
) -> Iterator[NetworkIntensive | NetworkIntensiveWithout | IntensiveList | Membership]:
    yield NetworkIntensive(network, *_counts(written, study, administrators))
    if len(lists) > 1:
        for without in lists:
            rest = among(written, [name for name in lists if name != without])
            yield NetworkIntensiveWithout(network, without, *_counts(rest, study, administrators))
    for person in sorted(reaching(written, study.thresholds.intensive_from)):
        for source, messages in written[person].items():
            yield IntensiveList(network, person, source, messages)
    for least in sorted({1, study.thresholds.intensive_from}):
        for number, persons in enumerate(memberships(written, least, len(lists)), start=1):
            yield Membership(network, least, number, persons)


def _counts(written: Written, study: Study, administrators: set[int] | None) -> tuple[int, int, int | None]:
    """Intensive persons, very intensive ones, and how many of these administer a list."""
    very = reaching(written, study.thresholds.very_intensive_over + 1)
    persons = reaching(written, study.thresholds.intensive_from)
    return len(persons), len(very), None if administrators is None else len(very & administrators)


def _administrators(store: Store, study: Study, decisions: Decisions) -> set[int] | None:
    """Who administers a list of the study, as its file or a decision says; None where neither says anything.

    A name that several persons bear tells nothing of any, as in the table of roles.
    """
    accounts = [account for source in study.lists for account in source.administrators]
    accounts += [role.account for role in decisions.roles if role.role == "administrator"]
    if not accounts:
        return None
    found = map(Lookup(store).persons, accounts)
    return {person for persons in found if len(persons) == 1 for person in persons}
