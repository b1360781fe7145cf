"""What people are asked: the pairs of persons that are probably one, those whose answer matters most first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.people import user_names
from maillage.store import Store


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence, as it was kept: its rule, its weight in bits, what was seen."""

    rule: str
    weight: float
    detail: str


@dataclass(frozen=True)
class Suggestion:
    """Two accounts of two persons that may be one. `messages`: of the person with fewer, which would change owner."""

    first: str
    first_name: str
    second: str
    second_name: str
    probability: float
    messages: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Member:
    """An account of a person, and the evidence that ties it to her others, the strongest link first.

    `source`: the wiki that it is registered on; "" for who writes mails. `messages`: on a wiki, its edits.
    """

    account: int
    address: str
    name: str
    rule: str
    messages: int
    source: str
    kind: str
    links: tuple[tuple[int, float, tuple[Evidence, ...]], ...]


SUGGESTED = """
    select l.account, l.other, l.probability, one.person as first_person, two.person as second_person,
      one.address as first_address, one.name as first_name, one.source as first_source,
      two.address as second_address, two.name as second_name, two.source as second_source,
      min((select sum(messages) from accounts where person = one.person),
          (select sum(messages) from accounts where person = two.person)) as messages
    from account_links as l
      join accounts as one on one.account = l.account join accounts as two on two.account = l.other
    where verdict = 'suggested'
    order by l.probability desc, l.account, l.other
"""
EVIDENCE = "select rule, weight, detail from link_evidence where account = ? and other = ? order by -abs(weight), rule"
MEMBERS = "select account, address, name, rule, messages, source, kind from accounts where person = ? order by account"
LINKS = """
    select l.account, l.other, l.probability
    from account_links as l
      join accounts as one on one.account = l.account join accounts as two on two.account = l.other
    where verdict = 'joined' and one.person = ? and two.person = ? order by score desc, l.account, l.other
"""


TOLD_ON_PAGES = """
    select field, value, revision_source as source, revision, substr(valid_from, 1, 10) as since,
      substr(valid_to, 1, 10) as until
    from attributions where person = ? and revision is not null order by attribution
"""


@dataclass(frozen=True)
class ToldOnPage:
    """What a user page tells of its owner: the wiki, the revision, and the days from which to which pages show it."""

    field: str
    value: str
    source: str
    revision: int
    since: str | None
    until: str | None


def told_on_pages(store: Store, person: int) -> list[ToldOnPage]:
    """What user pages tell of a person best, field by field."""
    return [ToldOnPage(**dict(row)) for row in store.rows(TOLD_ON_PAGES, (person,))]


def suggestions(store: Store) -> list[Suggestion]:
    """One for each pair of persons, the likeliest; first those that move most messages, weighed by how likely."""
    best: dict[tuple[int, int], Suggestion] = {}
    for row in store.rows(SUGGESTED):
        low, high = sorted((row["first_person"], row["second_person"]))
        if (low, high) not in best:
            best[low, high] = Suggestion(
                first=_called(row["first_source"], row["first_address"], row["first_name"]),
                first_name=row["first_name"],
                second=_called(row["second_source"], row["second_address"], row["second_name"]),
                second_name=row["second_name"],
                probability=row["probability"],
                messages=row["messages"],
                evidence=_evidence(store, row["account"], row["other"]),
            )
    return sorted(best.values(), key=lambda one: (-one.probability * (one.messages + 1), one.first, one.second))


def members(store: Store, person: int) -> Iterator[Member]:
    """The accounts of a person, and why they are hers."""
    links: dict[int, list[tuple[int, float, tuple[Evidence, ...]]]] = {}
    for account, other, probability in store.rows(LINKS, (person, person)):
        evidence = _evidence(store, account, other)
        links.setdefault(account, []).append((other, probability, evidence))
        links.setdefault(other, []).append((account, probability, evidence))
    for row in store.rows(MEMBERS, (person,)):
        yield Member(**dict(row), links=tuple(links.get(row["account"], ())))


def _called(source: str, address: str, name: str) -> str:
    """How decisions write an account."""
    return user_names.identity(source, name) if source else address or name


def _evidence(store: Store, account: int, other: int) -> tuple[Evidence, ...]:
    return tuple(Evidence(**dict(row)) for row in store.rows(EVIDENCE, (account, other)))
