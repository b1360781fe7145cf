from __future__ import annotations

import pytest

from maillage.analyze.compared_profiles import (
    Person,
    agree,
    alike,
    compared,
    family,
    same_function,
    same_status,
    within,
)

STATUSES = [
    ("Association", "association", True),
    ("Entreprise", "entreprise-sas", True),
    ("Entreprise ?", "entreprise", True),
    ("Fondation", "fondation-utilite-publique", True),
    ("Municipalité", "collectivite", True),
    ("-", "", True),
    ("-", "independant", True),
    ("-", "association", False),
    ("Association", "", False),
    ("EPCI", "collectivite", False),
]
FUNCTIONS = [
    ("Co-fondatrice / consultant", "Consultante", True),
    ("Initiateur ; Elu", "Élu", True),
    ("webmater bénévol", "Web master bénévole", True),
    ("Directeur technicien", "Directrice technique", True),
    ("Chef de projet entrepreneuriat", "Cheffe de projet", True),
    ("Fondateur", "Co-fondateur", False),
    ("Animateur", "", False),
]
PLACES = [
    ("Lille", "59350", "Lille", True),
    ("Chambéry", "73065", "Savoie", True),
    ("Toulouse", "31555", "Occitanie", True),
    ("Marcq-en-Barœul", "59378", "Marcq-en-Baroeul", True),
    ("Roubaix", "59512", "Lille", False),
    ("", "", "Lille", False),
]


@pytest.mark.parametrize(("printed", "code", "same"), STATUSES)
def test_statuses_are_compared_by_kind(printed: str, code: str, same: bool) -> None:  # noqa: FBT001  # a row of cases
    assert same_status(printed, code) is same


def test_a_code_is_of_its_own_kind() -> None:
    assert family("cae") == family("CAE") == "cae"


@pytest.mark.parametrize(("printed", "found", "same"), FUNCTIONS)
def test_functions_are_one_by_their_words_or_by_the_profession(
    printed: str,
    found: str,
    same: bool,  # noqa: FBT001  # a row of cases
) -> None:
    assert same_function(printed, found) is same


@pytest.mark.parametrize(("place", "code", "printed", "inside"), PLACES)
def test_a_commune_is_in_the_departement_or_region_that_is_printed(
    place: str,
    code: str,
    printed: str,
    inside: bool,  # noqa: FBT001  # a row of cases
) -> None:
    assert within(place, code, printed) is inside


def test_a_misprint_is_no_other_word() -> None:
    assert alike("Transformation numérique des enterprises", "transformation numérique des entreprises")
    assert not alike("Formation", "Information")
    assert not alike("", "")


def test_of_persons_with_the_same_messages_each_row_has_the_one_most_like_it() -> None:
    rows = [
        {"row": "1", "status": "Association", "function": "Animateur", "domain": "", "place": "Lille"},
        {"row": "2", "status": "Entreprise", "function": "Mentor", "domain": "Design", "place": "Lens"},
    ]
    maker = Person("entreprise", "Mentor", "Design", "Lens", "62498")
    helper = Person("association", "Animatrice", "Culture", "Lille", "59350")
    found = list(compared(rows, [(20,), (20,)], {(20,): [maker, helper]}))
    assert all(one.agrees for one in found)
    assert [(one.row, one.field) for one in found if one.row == 1] == [(1, "status"), (1, "function"), (1, "place")]


def test_a_row_without_a_person_agrees_with_nothing() -> None:
    row = {"row": "1", "status": "-", "function": "Animateur", "domain": "", "place": "Lille"}
    assert [one.agrees for one in compared([row], [None], {})] == [False, False, False]
    assert agree("status", "-", Person("", "", "", "", ""))
