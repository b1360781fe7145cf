from __future__ import annotations

import pytest

from maillage.analyze.profiles.places import areas, countries
from maillage.analyze.profiles.places.folding import fold
from maillage.analyze.profiles.places.gazetteer import shipped


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Bretagne", "R53"),
        ("Région Bretagne", "R53"),
        ("Brittany", "R53"),
        ("Nord-Pas de Calais", "R31"),
        ("Hauts-de-France", "R32"),
        ("Picardie", "R22"),
        ("PACA", "R93"),
        ("Ile de France", "R11"),
        ("Lille", None),
    ],
)
def test_regions_of_today_and_of_before_2016(written: str, code: str | None) -> None:
    assert areas.region(written, shipped()) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Morbihan", "56"),
        ("(29)", "29"),
        ("2a", "2A"),
        ("département du Nord", "59"),
        ("Côtes d’Armor", "22"),
        ("99", None),
    ],
)
def test_departements_by_name_and_number(written: str, code: str | None) -> None:
    assert areas.departement(written, shipped()) == code


@pytest.mark.parametrize(
    ("written", "centre"),
    [
        ("métropole lilloise", "Lille"),
        ("Lille Métropole", "Lille"),
        ("Métropole européenne de Lille", "Lille"),
        ("Brest métropole océane", "Brest"),
        ("Grand Lyon", "Lyon"),
        ("agglomération nantaise", "Nantes"),
        ("Lille", None),
        ("Grand Est", None),
    ],
)
def test_a_metropolis_is_known_by_the_commune_in_its_middle(written: str, centre: str | None) -> None:
    found = areas.metropolis(written, shipped())
    assert (found.name if found else None) == centre


def test_a_pays_is_called_after_a_commune() -> None:
    found = areas.pays("pays de Brest", shipped())
    assert found is not None
    assert found.code == "29019"
    assert areas.pays("pays d'Iroise", shipped()) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [("Belgique", "BE"), ("Belgium", "BE"), ("België", "BE"), ("Deutschland", "DE"), ("Angleterre", "GB"),
     ("USA", "US"), ("Suisse", "CH"), ("Sénégal", "SN"), ("Danmark", "DK"), ("España", "ES"),
     ("République tchèque", "CZ")],
)  # fmt: skip
def test_countries_in_french_in_english_and_in_their_languages(written: str, code: str) -> None:
    assert countries.by_name()[fold(written)] == code


def test_overseas_france_is_no_country() -> None:
    assert not {"guadeloupe", "la reunion", "mayotte", "guyane francaise"} & countries.by_name().keys()


def test_a_country_is_told_in_the_language_of_the_study() -> None:
    assert (countries.name_of("BE"), countries.name_of("BE", "en")) == ("Belgique", "Belgium")
