from __future__ import annotations

import pytest
from factories import Archive, derive, source, study, values

from maillage.analyze.intensive import (
    IntensiveList,
    Membership,
    NetworkIntensive,
    NetworkIntensiveWithout,
    among,
    memberships,
    reaching,
)
from maillage.decisions import Decisions, Role, Split
from maillage.project import Study

WRITTEN = {1: {"a": 20, "b": 19}, 2: {"a": 19, "b": 19}, 3: {"b": 101}, 4: {"a": 1, "b": 25, "c": 20}}
REACHING = [(20, {1, 3, 4}), (101, {3}), (102, set()), (1, {1, 2, 3, 4})]
MEMBERSHIPS = [(1, [1, 2, 1]), (20, [2, 1, 0]), (200, [0, 0, 0])]


def two_networks(archive: Archive, *administrators: str) -> Study:
    return study(
        archive.root,
        source("makers", network="Lille", administrators=administrators),
        source("unisson", network="Lille"),
        source("wiki", network="Brest"),
    )


@pytest.mark.parametrize(("least", "persons"), REACHING)
def test_a_person_is_intensive_on_one_list_and_not_by_her_sum(least: int, persons: set[int]) -> None:
    assert reaching(WRITTEN, least) == persons


@pytest.mark.parametrize(("least", "persons"), MEMBERSHIPS)
def test_persons_are_counted_by_the_number_of_lists_that_reach_the_least(least: int, persons: list[int]) -> None:
    assert memberships(WRITTEN, least, 3) == persons


def test_who_wrote_to_none_of_the_lists_is_not_among_them() -> None:
    assert among(WRITTEN, ["c"]) == {4: {"c": 20}}


def test_networks_are_counted_apart_and_lists_of_one_together(archive: Archive) -> None:
    archive.messages(20, "makers", by="a@x.fr")
    archive.messages(101, "unisson", by="a@x.fr")
    archive.messages(19, "makers", by="b@x.fr")
    archive.messages(20, "wiki", by="b@x.fr")
    derive(archive, two_networks(archive))
    assert values(archive.store, NetworkIntensive) == [("Lille", 1, 1, None), ("Brest", 1, 0, None)]
    assert values(archive.store, IntensiveList) == [
        ("Lille", 1, "makers", 20),
        ("Lille", 1, "unisson", 101),
        ("Brest", 2, "wiki", 20),
    ]
    assert values(archive.store, Membership) == [
        ("Lille", 1, 1, 1),
        ("Lille", 1, 2, 1),
        ("Lille", 20, 1, 0),
        ("Lille", 20, 2, 1),
        ("Brest", 1, 1, 1),
        ("Brest", 20, 1, 1),
    ]


def test_one_large_list_can_be_left_out(archive: Archive) -> None:
    archive.messages(101, "makers", by="a@x.fr")
    archive.messages(20, "unisson", by="b@x.fr")
    derive(archive, two_networks(archive))
    assert values(archive.store, NetworkIntensiveWithout, "without", "persons", "very_intensive") == [
        ("makers", 1, 0),
        ("unisson", 1, 1),
    ]


def test_administrators_are_those_of_the_study_file_and_of_decisions(archive: Archive) -> None:
    archive.messages(101, "makers", by="a@x.fr")
    archive.messages(101, "unisson", by="b@x.fr", name="Marie Martin")
    archive.messages(101, "unisson", by="c@x.fr")
    role = Role("Martin Marie", None, "administrator", None, None, "known", "me", None)
    animator = Role("c@x.fr", None, "animator", None, None, "known", "me", None)
    decisions = Decisions(roles=(role, animator))
    derive(archive, two_networks(archive, "a@x.fr"), decisions=decisions)
    assert values(archive.store, NetworkIntensive)[0] == ("Lille", 3, 3, 1)
    role = Role("marie martin", None, "administrator", None, None, "known", "me", None)
    derive(archive, two_networks(archive, "a@x.fr"), decisions=Decisions(roles=(role, animator)))
    assert values(archive.store, NetworkIntensive)[0] == ("Lille", 3, 3, 2)


def test_a_name_of_two_persons_makes_neither_an_administrator(archive: Archive) -> None:
    archive.messages(101, "makers", by="a@x.fr", name="Jean Petit")
    archive.messages(101, "makers", by="b@x.fr", name="Jean Petit")
    apart = Decisions(splits=(Split("a@x.fr", "b@x.fr", "two of one name", "me", None),))
    derive(archive, two_networks(archive, "Jean Petit"), decisions=apart)
    assert values(archive.store, NetworkIntensive)[0] == ("Lille", 2, 2, 0)
