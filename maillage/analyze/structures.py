"""The structures of the intensive persons of a network: Tables 29 and 30."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from maillage.analyze.profiles.vocabulary import organisations
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table


@table("network_structures", pk=("network", "number"))
@dataclass(frozen=True)
class NetworkStructure:
    """One row of the structures of a network (A14): distinct structure, status and place.

    `grouped`: `independents` for those without structure or independent, `firms` for firms of one intensive person
    each, where a place has several of them, `unidentified` for persons of whom neither function nor organisation
    nor status is known; else "". A group has no `structure`, and the `status` that all of it share, if any.
    `domain`: that of most of its persons. `place`: "" where it is not identified. `number`: most persons first.
    """

    network: str
    number: int
    structure: str
    grouped: str
    status: str
    sector: str
    domain: str
    place: str
    persons: int


ROWS = (NetworkStructure,)

PERSONS = """
    select network, organisation, status, sector, domain, place,
      function || organisation || status != '' as known
    from network_profiles
    where (network, person) in (select network, person from intensive_lists) order by network, person
"""

ON_ONE_S_OWN = frozenset({"cae"})
"""Statuses of who is her own employer without being self-employed by law: entrepreneurs within a co-operative."""


class Employed(NamedTuple):
    """What is known of the structure of one person. `status`: a code; `known`: whether anything at all is known."""

    structure: str
    status: str
    sector: str
    domain: str
    place: str
    known: bool


class Structure(NamedTuple):
    """Persons of one structure, or of a group of them."""

    grouped: str
    persons: tuple[Employed, ...]


def run(
    store: Store,
    study: Study,  # noqa: ARG001  # the contract of steps
    decisions: Decisions,  # noqa: ARG001
) -> Iterator[NetworkStructure]:
    """The networks in the order of their names, the structures of most persons first."""
    for network, rows in groupby(store.rows(PERSONS), key=itemgetter(0)):
        persons = [Employed(*tuple(row)[1:]) for row in rows]
        for number, one in enumerate(structures(persons), start=1):
            yield _row(network, number, one)


def structures(persons: Iterable[Employed]) -> list[Structure]:
    """The structures of these persons, those of most persons first (A14: 003:L15917-16031).

    At one place, who is independent or names no structure is one row, and so are firms of one person each where
    there are two or more of them. Who is not identified is in a row of its own.
    """
    rows: dict[tuple[str, ...], list[Employed]] = defaultdict(list)
    for person in persons:
        rows[_key(person, rows)].append(person)
    found = [Structure(key[0], tuple(members)) for key, members in rows.items()]
    alone = [one for one in found if not one.grouped and len(one.persons) == 1 and _is_firm(one.persons[0])]
    for place in sorted({one.persons[0].place for one in alone}):
        firms = [one for one in alone if one.persons[0].place == place]
        if len(firms) > 1:
            found = [one for one in found if one not in firms]
            found.append(Structure("firms", tuple(person for one in firms for person in one.persons)))
    return sorted(found, key=lambda one: (-len(one.persons), one.grouped != "", one.grouped, one.persons))


def _key(person: Employed, known: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """What the persons of one structure at one place have in common."""
    if not person.known:
        return ("unidentified",)
    if not person.structure or is_independent(person.status):
        return "independents", person.place
    same = (
        key
        for key in known
        if key[0] == "" and key[1:3] == (person.status, person.place) and organisations.same(key[3], person.structure)
    )
    return next(same, ("", person.status, person.place, person.structure))


def is_independent(status: str) -> bool:
    """Whether who has this status works on her own account."""
    try:
        return status in ON_ONE_S_OWN or organisations.by_code(status).employer == "independent"
    except KeyError:
        return False


def _is_firm(person: Employed) -> bool:
    return person.sector == "business"


def _row(network: str, number: int, one: Structure) -> NetworkStructure:
    first = one.persons[0]
    domains = Counter(person.domain for person in one.persons if person.domain)
    statuses = {person.status for person in one.persons}
    places = {person.place for person in one.persons}
    return NetworkStructure(
        network,
        number,
        structure="" if one.grouped else first.structure,
        grouped=one.grouped,
        status=first.status if len(statuses) == 1 else "",
        sector=first.sector if len({person.sector for person in one.persons}) == 1 else "",
        domain=max(domains, key=lambda domain: (domains[domain], domain)) if domains else "",
        place=first.place if len(places) == 1 else "",
        persons=len(one.persons),
    )
