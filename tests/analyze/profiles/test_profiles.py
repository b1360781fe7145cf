from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import Archive, source, study, values
from sayings import Sayings, job

from maillage.analyze.profiles.profiles import (
    ListProfile,
    MessageProfile,
    NetworkProfile,
    ProfileEvidence,
    Shown,
    at,
    most,
)
from maillage.decisions import SETTLED, Coding, Decisions
from maillage.project import Study, Territory


@pytest.fixture
def of(archive: Archive) -> Study:
    lille = Territory("Lille", networks=("Lille",), city=("59350",), metropolis=("59350", "59512"), region=("R32",))
    return study(
        archive.root,
        source("makers", network="Lille"),
        source("catalyst", network="Lille"),
        source("wiki", network="Nantua"),
        territories=(lille,),
    )


@pytest.fixture
def sayings(archive: Archive) -> Sayings:
    return Sayings(archive)


def profile(sayings: Sayings, *columns: str, kind: type = ListProfile) -> list[tuple[Any, ...]]:
    return values(sayings.archive.store, kind, *columns)


def in_force(sayings: Sayings, field: str) -> list[str | None]:
    """What was in force for each message, in their order."""
    query = f"select value from message_profiles left join attributions on attribution = {field} order by 1"
    ordered = query.replace("order by 1", "order by message_profiles.message")
    return [row[0] for row in sayings.archive.store.rows(ordered)]


SHOWN = [Shown("2013", 1, None), Shown("2014", 2, None), Shown("2015", 1, None)]


@pytest.mark.parametrize(("moment", "value"), [("2012", 1), ("2013", 1), ("2014-06", 2), ("2015", 1), ("2020", 1)])
def test_in_force_is_what_was_shown_last_or_else_what_is_shown_next(moment: str, value: int) -> None:
    assert at(SHOWN, moment) == value
    assert at([], moment) is None


@pytest.mark.parametrize(
    ("chosen", "value"),
    [([1, 1, 2], 1), ([1, 2], 2), ([2, 1], 1), ([None, None, 1], None), ([1, None], None), ([None, 1], 1), ([], None)],
)
def test_a_profile_is_the_value_of_most_messages_or_the_last_of_equals(
    chosen: list[int | None], value: int | None
) -> None:
    assert most(chosen) == value


def test_who_changes_job_has_each_at_its_time(sayings: Sayings, of: Study) -> None:
    sayings.mail("Bonjour.", sent="2012-01")
    for function, month in (("Animatrice", "2013-01"), ("Directrice", "2015-01")):
        text, pairs = job(function, f"Maison {function}")
        sayings.mail(text, *pairs, sent=month)
        sayings.mail("Bonjour.", sent=f"{month[:4]}-06")
    sayings.derive(of)
    assert in_force(sayings, "function") == ["Animatrice"] * 3 + ["Directrice"] * 2


def test_what_is_said_of_one_employer_does_not_pass_to_the_next(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice", "Association des Voisins")
    sayings.mail(text, *pairs, sent="2013-01")
    text, pairs = job("", "Numéliance")
    sayings.mail(text, *pairs, sent="2014-01")
    sayings.derive(of)
    assert in_force(sayings, "status") == ["Association", None]
    assert in_force(sayings, "function") == ["Animatrice", None]


def test_a_private_mail_has_the_place_and_not_the_employer(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice", "Association des Voisins", "Roubaix")
    sayings.mail(text, *pairs, sent="2013-01")
    sayings.capacity("private", sent="2013-02")
    sayings.derive(of)
    assert [in_force(sayings, field)[1] for field in ("function", "organisation", "status", "domain", "place")] == [
        None,
        None,
        None,
        None,
        "Roubaix",
    ]
    assert [row[0] for row in profile(sayings, "capacity", kind=MessageProfile)] == ["", "private"]


def test_a_list_has_the_profile_of_its_own_messages_and_a_network_that_of_all(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice", "Maison Bleue", "Lille")
    sayings.mails(2, text, *pairs, sent="2013-01", source="makers")
    text, pairs = job("Directrice", "Maison Rouge", "Roubaix")
    sayings.mails(3, text, *pairs, sent="2015-01", source="catalyst")
    sayings.derive(of)
    columns = "function", "organisation", "place", "scale", "messages"
    assert profile(sayings, "source", *columns) == [
        ("catalyst", "Directrice", "Maison Rouge", "Roubaix", "metropolis", 3),
        ("makers", "Animatrice", "Maison Bleue", "Lille", "city", 2),
    ]
    assert profile(sayings, "network", *columns, kind=NetworkProfile) == [
        ("Lille", "Directrice", "Maison Rouge", "Roubaix", "metropolis", 5)
    ]


def test_who_says_nothing_is_not_identified(sayings: Sayings, of: Study) -> None:
    sayings.mail("Bonjour.", by="rien@orange.fr")
    sayings.derive(of)
    assert profile(sayings, "function", "organisation", "sector", "place", "scale") == [
        ("", "", "", "", "unidentified")
    ]


def test_a_network_without_territory_has_no_scales(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice", "Maison Bleue", "Lille")
    sayings.mail(text, *pairs, source="wiki")
    sayings.derive(of)
    assert profile(sayings, "place", "scale") == [("Lille", "")]


def test_professions_are_told_by_the_word_of_the_vocabulary_and_their_category(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Ingénieure informatique", "Mairie de Lille")
    sayings.mail(text, *pairs)
    sayings.derive(of)
    assert profile(sayings, "profession", "pcs", "status", "sector") == [
        ("ingénieur informatique", "33", "collectivite", "public")
    ]


def test_a_coding_by_hand_wins_within_its_dates(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice")
    for month in ("2013-01", "2014-01", "2015-01"):
        sayings.mail(text, *pairs, sent=month)
    begin, end = date(2014, 1, 1), date(2014, 12, 31)
    said = Coding("marie@orange.fr", "function", "Directrice", "", begin, end, "a page", SETTLED, "", None)
    sayings.derive(of, decisions=Decisions(codings=(said,)))
    assert in_force(sayings, "function") == ["Animatrice", "Directrice", "Animatrice"]


def test_messages_that_do_not_count_tell_of_their_author_and_are_in_no_profile(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice")
    sayings.mail("Bonjour.", sent="2016-01")
    sayings.mail(text, *pairs, sent="2017-01")
    until = study(sayings.archive.root, *of.sources, end=date(2016, 12, 31))
    sayings.derive(until)
    assert profile(sayings, "function", "messages") == [("Animatrice", 1)]


def test_each_field_of_a_profile_leads_to_its_attribution(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice", "Maison Bleue", "Lille")
    sayings.mail(text, *pairs)
    sayings.derive(of)
    rows = profile(sayings, "scope", "name", "field", "attribution", kind=ProfileEvidence)
    fields = ("function", "organisation", "place")
    assert rows == [
        (scope, name, field, number)
        for scope, name in (("list", "makers"), ("network", "Lille"))
        for number, field in enumerate(fields, start=1)
    ]


def test_borders_are_those_of_the_day_of_the_last_message(sayings: Sayings, archive: Archive) -> None:
    of = study(archive.root, source("makers", network="Lille"))
    text, pairs = job("Animatrice", "", "Bois-Grenier")
    sayings.mail(text, *pairs, by="a@orange.fr", name="Anne Roux", sent="2016-06")
    sayings.mail(text, *pairs, by="b@orange.fr", name="Luc Blanc", sent="2017-06")
    sayings.derive(of)
    assert profile(sayings, "scale") == [("region",), ("metropolis",)]
