"""Who the intensive persons of the printed tables are, beside who they are found to be: Tables 29, 30, 36 and 37.

Structures are not compared by name, for the printed ones stand in `published/` without. A printed row is that of the
person whose messages it has; of several such persons, of the one who is most like it.
"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from maillage.analyze.profiles.places import gazetteer
from maillage.analyze.profiles.places.folding import fold
from maillage.analyze.profiles.vocabulary import organisations, professions
from maillage.analyze.profiles.vocabulary.words import words
from maillage.analyze.structures import is_independent
from maillage.store import Store

FIELDS = ("status", "function", "domain", "place")

MISPRINT = 0.95
"""From this likeness on, two words are one: "enterprises" and "entreprises"."""

PROFILES = """
    select person, status, function, domain, place, place_code from network_profiles
    where lower(network) = ? order by person
"""
STRUCTURES = "select status, grouped, place from network_structures where lower(network) = ?"
PLACES = "select distinct place, place_code from network_profiles where place != ''"


class Person(NamedTuple):
    """What somebody is found to be."""

    status: str
    function: str
    domain: str
    place: str
    place_code: str

    def said(self, field: str) -> str:
        """A field as reports show it."""
        value = str(getattr(self, field))
        return label_of(value) if field == "status" else value


NOBODY = Person("", "", "", "", "")


class Compared(NamedTuple):
    """A printed word beside the one that was found."""

    row: int
    field: str
    printed: str
    computed: str
    agrees: bool


def persons_of(store: Store, network: str) -> dict[int, Person]:
    """Who the persons of a network are found to be."""
    return {row["person"]: Person(*tuple(row)[1:]) for row in store.rows(PROFILES, (network,))}


def compared(
    printed: Sequence[Mapping[str, str]],
    vectors: Sequence[tuple[int, ...] | None],
    persons: Mapping[tuple[int, ...], Sequence[Person]],
) -> Iterator[Compared]:
    """Every printed word of a table. `vectors`: the messages of the person that each row is compared with."""
    for row, person in zip(printed, _assigned(printed, vectors, persons), strict=True):
        for field in FIELDS:
            if row[field]:
                agrees = person is not None and agree(field, row[field], person)
                yield Compared(int(row["row"]), field, row[field], (person or NOBODY).said(field), agrees)


def _assigned(
    printed: Sequence[Mapping[str, str]],
    vectors: Sequence[tuple[int, ...] | None],
    persons: Mapping[tuple[int, ...], Sequence[Person]],
) -> list[Person | None]:
    """The person of each row, each once: of those with its messages the one of whom most words agree."""
    rows_of: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for at, vector in enumerate(vectors):
        if vector is not None:
            rows_of[vector].append(at)
    found: list[Person | None] = [None] * len(printed)
    for vector, rows in rows_of.items():
        left = list(persons.get(vector, ()))
        pairs = [(-_likeness(printed[at], person), at, number) for at in rows for number, person in enumerate(left)]
        taken: set[int] = set()
        for _, at, number in sorted(pairs):
            if found[at] is None and number not in taken:
                found[at] = left[number]
                taken.add(number)
    return found


def _likeness(row: Mapping[str, str], person: Person) -> int:
    return sum(agree(field, row[field], person) for field in FIELDS if row[field])


def agree(field: str, printed: str, person: Person) -> bool:
    """Whether what is printed of a person and what is found of her say the same."""
    if field == "status":
        return same_status(printed, person.status)
    if field == "function":
        return same_function(printed, person.function)
    if field == "place":
        return within(person.place, person.place_code, printed)
    return alike(printed, person.domain)


def same_status(printed: str, code: str) -> bool:
    """The same kind of status: forms of firms and of foundations are one; "-" is printed for the independent."""
    if printed == "-":
        return not code or is_independent(code)
    return family(printed) == family(code)


def family(status: str) -> str:
    """The kind of a status by its word or its code: `entreprise` for "Entreprise (SAS)" and `entreprise-sas`."""
    told = organisations.status_of(status.rstrip(" ?"))
    code = told.code if told and not _is_code(status) else status
    return code.split("-")[0] if code.startswith(("entreprise-", "fondation-")) else code


def label_of(code: str) -> str:
    """What the thesis calls a status; a coder's own word stays as it is."""
    return organisations.by_code(code).label_fr if _is_code(code) else code


def _is_code(status: str) -> bool:
    try:
        organisations.by_code(status)
    except KeyError:
        return False
    return True


def same_function(printed: str, found: str) -> bool:
    """The same words, whatever the gender, or the same profession; of two in one cell any one."""
    if not found:
        return False
    profession = professions.classify(found)
    for one in (printed, *professions.several(printed)):
        known = professions.classify(one)
        if alike(one, found) or (known is not None and profession is not None and known.term == profession.term):
            return True
    return False


def alike(printed: str, found: str) -> bool:
    """The same words but for gender, number, accents and a misprint."""
    one, other = ("".join(word.key for word in words(text)) for text in (printed, found))
    return bool(one) and difflib.SequenceMatcher(None, one, other).ratio() >= MISPRINT


def within(place: str, code: str, printed: str) -> bool:
    """Whether a place is the printed one, or in the departement or region that is printed."""
    table = gazetteer.shipped()
    commune = table.commune(code) if len(code) == 5 else None
    around = [place]
    if commune:
        around += [commune.name, table.departements[commune.departement].name, table.regions[commune.region].name]
    return fold(printed) in {fold(name) for name in around}


def structures(store: Store, network: str) -> Counter[tuple[str, str, str]]:
    """How many structures of each kind of status at each place; independents as "-"."""
    return Counter(
        ("-" if row["grouped"] == "independents" else family(row["status"]), row["place"], row["grouped"])
        for row in store.rows(STRUCTURES, (network,))
    )


def structures_at(found: Mapping[tuple[str, str, str], int], codes: Mapping[str, str], status: str, place: str) -> int:
    """How many of them have a printed status at a printed place. `codes`: of places by their names."""
    wanted = status if status == "-" else family(status)
    return sum(
        count
        for (known, where, grouped), count in found.items()
        if within(where, codes.get(where, ""), place)
        and (known == wanted or (grouped == "firms" and wanted == "entreprise"))
    )


def codes_of_places(store: Store) -> dict[str, str]:
    """The code of each place that persons work at."""
    return {row["place"]: row["place_code"] for row in store.rows(PLACES)}
