from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import Archive, source, study, values
from sayings import Sayings, job

from maillage.analyze.profiles.attributions import Attribution, AttributionMessage, level_of
from maillage.analyze.profiles.profiles import ListProfile
from maillage.decisions import SETTLED, UNIDENTIFIED, Coding, Decisions
from maillage.project import OfficialFiles, Study

GAZETTEER = Path(__file__).parents[3] / "fixtures" / "gazetteer"


@pytest.fixture
def of(archive: Archive) -> Study:
    return study(archive.root, source("makers", network="Lille"))


@pytest.fixture
def sayings(archive: Archive) -> Sayings:
    return Sayings(archive)


def found(sayings: Sayings, field: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = values(sayings.archive.store, Attribution, "field", *columns)
    return [row[1:] for row in rows if row[0] == field]


def coding(field: str, value: str, code: str = "", coder: str = SETTLED, **dates: date) -> Coding:
    begin, end = dates.get("begin"), dates.get("end")
    return Coding("marie@orange.fr", field, value, code, begin, end, "a page", coder, "", None)


def test_a_value_holds_from_the_first_to_the_last_mail_that_shows_it(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice")
    for month in ("2014-03", "2013-05", "2016-01"):
        sayings.mail(text, *pairs, sent=month)
    sayings.mail("Rien.", sent="2017-01")
    sayings.derive(of)
    assert found(sayings, "function", "value", "code", "valid_from", "valid_to", "messages") == [
        ("Animatrice", "animateur / animatrice", "2013-05-02T10:00:00Z", "2016-01-02T10:00:00Z", 3)
    ]


def test_capitals_and_accents_make_no_other_value_and_the_usual_spelling_is_shown(sayings: Sayings, of: Study) -> None:
    for name in ("Réseau Voisins", "RESEAU VOISINS", "Réseau Voisins", "L'association Réseau-Voisins"):
        text, pairs = job("Bénévole", name)
        sayings.mail(text, *pairs)
    sayings.derive(of)
    assert found(sayings, "organisation", "value", "messages") == [("Réseau Voisins", 4)]


def test_a_change_of_job_is_no_conflict_and_both_are_kept(sayings: Sayings, of: Study) -> None:
    for function, months in {"Animatrice": ("2013-01", "2014-01"), "Directrice": ("2015-01", "2016-01")}.items():
        for month in months:
            text, pairs = job(function)
            sayings.mail(text, *pairs, sent=month)
    sayings.derive(of)
    assert found(sayings, "function", "value", "conflict") == [("Animatrice", 0), ("Directrice", 0)]


def test_values_that_are_shown_in_the_same_time_are_a_conflict(sayings: Sayings, of: Study) -> None:
    for function, month in (("Animatrice", "2013-01"), ("Directrice", "2014-01"), ("Animatrice", "2015-01")):
        text, pairs = job(function)
        sayings.mail(text, *pairs, sent=month)
    sayings.derive(of)
    assert found(sayings, "function", "value", "conflict") == [("Animatrice", 1), ("Directrice", 1)]


def test_mails_of_all_accounts_of_a_person_count_together(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice")
    sayings.mail(text, *pairs, by="a@x.example", name="Marie Durand")
    sayings.mail(text, *pairs, by="b@y.example", name="DURAND Marie")
    sayings.derive(of)
    assert found(sayings, "function", "messages") == [(2,)]


def test_the_best_evidence_is_the_strongest_source_then_the_surest(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice")
    sayings.mail("Je suis Animatrice", ("function", "Animatrice"), zone="text", confidence=1.0)
    sayings.mail(text, *pairs, confidence=0.5)
    best = sayings.mail(text, *pairs, confidence=0.8)
    sayings.derive(of)
    (begin,) = (text.index(value) for _, value in pairs)
    assert found(sayings, "function", "message", "begin", "source", "confidence", "messages") == [
        (best, begin, "signature", 0.8, 3)
    ]


def test_every_mail_that_shows_a_value_is_told(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice")
    numbers = [sayings.mail(text, *pairs) for _ in range(2)]
    sayings.derive(of)
    assert values(sayings.archive.store, AttributionMessage, "message", "rank") == [(number, 1) for number in numbers]


def test_an_address_tells_the_organisation_only_where_nothing_else_does(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Chercheuse", "Laboratoire des Marées")
    sayings.mail("Bonjour.", by="a@univ-brest.fr", name="Anne Le Dantec")
    sayings.mail(text, *pairs, by="b@univ-brest.fr", name="Yves Kermarrec")
    sayings.derive(of)
    rows = found(sayings, "organisation", "person", "source")
    assert rows == [(1, "address"), (2, "signature")]


def test_a_domain_of_no_known_kind_tells_no_employer(sayings: Sayings, of: Study) -> None:
    sayings.mail("Bonjour.", by="x@boite.example", name="Rémi Sans")
    sayings.derive(of)
    assert found(sayings, "organisation", "value") == []


def test_what_is_said_aside_is_kept_and_in_force_at_no_moment(sayings: Sayings, of: Study) -> None:
    for month in ("2014-01", "2014-02", "2014-03", "2014-04", "2014-06"):
        sayings.mail(*unpacked("Animatrice", "Réseau Voisins"), sent=month)
    aside = sayings.mail(*unpacked("Éditrice", "Fondation Horizon"), sent="2014-05")
    sayings.derive(of)
    assert ("Fondation Horizon", 1) in found(sayings, "organisation", "value", "messages")
    ranks = dict(
        sayings.archive.store.rows(
            "select field, rank from attribution_messages join attributions using "
            "(attribution) where attribution_messages.message = ?",
            (aside,),
        )
    )
    assert (ranks["function"], ranks["organisation"]) == (2, 2)
    assert values(sayings.archive.store, ListProfile, "function", "organisation") == [("Animatrice", "Réseau Voisins")]


def test_a_function_in_one_of_twenty_signatures_is_said_aside(sayings: Sayings, of: Study) -> None:
    sayings.mails(20, *unpacked("", "Réseau Voisins"), sent="2014-01")
    sayings.mail(*unpacked("Éditrice", ""), sent="2014-05")
    sayings.derive(of)
    assert values(sayings.archive.store, ListProfile, "function", "organisation") == [("", "Réseau Voisins")]


def test_a_project_stands_for_the_organisation_only_where_few_mails_name_one(sayings: Sayings, of: Study) -> None:
    sayings.mails(2, *unpacked("", "Réseau Voisins"), sent="2014-01")
    sayings.mails(2, "-- Projet Ruche", ("project", "Projet Ruche"), sent="2014-05", rule="unit")
    sayings.derive(of)
    assert values(sayings.archive.store, ListProfile, "organisation") == [("Réseau Voisins",)]


def test_a_change_of_job_is_not_said_aside(sayings: Sayings, of: Study) -> None:
    for month in ("2014-01", "2014-02", "2014-03", "2014-04", "2014-05"):
        sayings.mail(*unpacked("Animatrice", "Réseau Voisins"), sent=month)
    sayings.mail(*unpacked("Directrice", "Fondation Horizon"), sent="2015-05")
    sayings.derive(of)
    assert set(values(sayings.archive.store, AttributionMessage, "rank")) == {(1,)}


def test_the_communes_of_a_study_are_those_of_its_official_files(sayings: Sayings, of: Study) -> None:
    sayings.mail("12 rue du Port, 29290 Milizac", ("postcode", "29290"), ("location", "Milizac"))
    sayings.derive(of)
    assert found(sayings, "place", "value", "code") == [("Milizac-Guipronvel", "29076")]
    elsewhere = study(sayings.archive.root, source("makers", network="Nantua"))
    sayings.derive(replace(elsewhere, gazetteer=OfficialFiles(communes=GAZETTEER / "v_commune_2016.csv")))
    assert found(sayings, "place", "value", "code") == [("Milizac", "29149")]  # a commune until 2017


def unpacked(function: str, organisation: str) -> Any:
    text, pairs = job(function, organisation)
    return text, *pairs


def test_a_coding_by_hand_stands_beside_what_is_shown(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice")
    sayings.mail(text, *pairs)
    said = coding("function", "Directrice", begin=date(2014, 1, 1), end=date(2015, 6, 30))
    sayings.derive(of, decisions=Decisions(codings=(said,)))
    assert ("Directrice", "hand", "2014-01-01T00:00:00Z", "2015-06-30T23:59:59Z", None, 0) in found(
        sayings, "function", "value", "source", "valid_from", "valid_to", "message", "messages"
    )


def test_coders_who_disagree_leave_what_is_shown(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice")
    sayings.mail(text, *pairs)
    both = (coding("function", "Directrice", coder="a"), coding("function", "Élue", coder="b"))
    sayings.derive(of, decisions=Decisions(codings=both))
    assert found(sayings, "function", "value", "source") == [("Animatrice", "signature")]


def test_looked_for_in_vain_is_an_attribution_without_value(sayings: Sayings, of: Study) -> None:
    sayings.mail("Bonjour.")
    said = coding("place", "non identifié", UNIDENTIFIED)
    sayings.derive(of, decisions=Decisions(codings=(said,)))
    assert found(sayings, "place", "value", "code", "source") == [("", "", "hand")]


@pytest.mark.parametrize(
    ("code", "level"),
    [("29019", "commune"), ("2A004", "commune"), ("29", "departement"), ("2A", "departement"), ("974", "departement"),
     ("R53", "region"), ("245900410", "metropolis"), ("BE", "country"), ("", "")],
)  # fmt: skip
def test_the_code_of_a_place_tells_its_level(code: str, level: str) -> None:
    assert level_of(code) == level


def test_a_place_by_hand_is_known_by_its_name(sayings: Sayings, of: Study) -> None:
    sayings.mail("Bonjour.")
    sayings.derive(of, decisions=Decisions(codings=(coding("place", "Quimper"),)))
    assert found(sayings, "place", "value", "code", "level") == [("Quimper", "29232", "commune")]
