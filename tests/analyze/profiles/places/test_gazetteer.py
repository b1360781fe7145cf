from __future__ import annotations

import pytest

from maillage.analyze.profiles.places.gazetteer import departement_of, shipped, shipped_text


def codes(written: str) -> list[str]:
    return [commune.code for commune in shipped().named(written)]


def test_the_shipped_table_says_where_it_comes_from() -> None:
    heading = shipped_text().partition("\nregions\t")[0]
    assert "Licence Ouverte" in heading
    assert "@etalab/decoupage-administratif" in heading


def test_all_communes_are_there() -> None:
    assert len(shipped()) == len(list(shipped())) > 34_900


def test_a_commune_has_its_departement_region_postcodes_population_and_epci() -> None:
    brest = shipped().commune("29019")
    assert brest is not None
    assert (brest.name, brest.departement, brest.region) == ("Brest", "29", "53")
    assert brest.postcodes == ("29200",)
    assert 130_000 < (brest.population or 0) < 150_000
    assert shipped().epci[brest.epci].name == "Brest Métropole"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("lille", "59350"),
        ("LILLE CEDEX 3", "59350"),
        ("Villeneuve d'Ascq", "59009"),
        ("St André lez Lille", "59527"),
        ("Relecq-Kerhuon", "29235"),
        ("Le Mans", "72181"),
        ("Mans (Le)", "72181"),
        ("Paris 12e", "75056"),
        ("PARIS 05", "75056"),
        ("Lyon 3ème arrondissement", "69123"),
        ("Saint-Denis (93)", "93066"),
        ("Chalon s/ Saône", "71076"),
    ],
)
def test_a_name_is_found_as_people_write_it(written: str, code: str) -> None:
    assert codes(written) == [code]


@pytest.mark.parametrize("written", ["Hellemmes", "Hellemmes-Lille", "Lille-Hellemmes", "Lomme", "Lille (Lomme)"])
def test_hellemmes_and_lomme_are_lille(written: str) -> None:
    assert codes(written) == ["59350"]


def test_a_commune_of_the_past_is_the_one_that_it_is_in_today() -> None:
    assert codes("Lambézellec") == ["29019"]
    assert shipped().matches("Lambézellec")[0].how == "former"
    merged = shipped().commune("29149")  # Milizac, until the end of 2016
    assert merged is not None
    assert merged.name == "Milizac-Guipronvel"


def test_homonyms_come_the_most_populated_first_and_todays_before_those_of_the_past() -> None:
    populations = [match.commune.population or 0 for match in shipped().matches("Saint-Denis") if match.how == "name"]
    assert len(populations) >= 4
    assert populations == sorted(populations, reverse=True)
    ranks = [match.how == "former" for match in shipped().matches("La Forêt")]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("written", ["", "Nulle-Part-sur-Rien", "東京", "Vlleneuve d'Ascq", "🙂" * 10_000])
def test_what_is_no_name_finds_nothing(written: str) -> None:
    assert codes(written) == []


def test_a_postcode_may_be_that_of_several_communes() -> None:
    assert {commune.name for commune in shipped().at_postcode("29820")} == {"Bohars", "Guilers"}
    assert shipped().at_postcode("59042") == ()  # a CEDEX code


def test_the_code_of_a_district_is_its_towns() -> None:
    assert shipped().commune("75111") == shipped().commune("75056")


def test_the_names_for_recognition_leave_out_those_of_the_past() -> None:
    assert {"lille", "hellemmes", "le relecq kerhuon"} <= shipped().names
    assert "lambezellec" not in shipped().names


def test_an_epci_has_its_communes() -> None:
    assert len(shipped().in_epci("242900314")) == 8


def test_the_regions_of_before_2016_have_all_departements_of_the_new_ones_that_they_became() -> None:
    former = shipped().former_regions.values()
    assert len(former) == 16
    ended = {code for region in former for code in region.departements}
    assert len(ended) == sum(len(region.departements) for region in former)
    new = {shipped().departements[code].within for code in ended}
    assert {each.code for each in shipped().departements.values() if each.within in new} == ended


@pytest.mark.parametrize(
    ("code", "departement"), [("29019", "29"), ("2A004", "2A"), ("97411", "974"), ("98818", "988")]
)
def test_the_departement_stands_in_a_code(code: str, departement: str) -> None:
    assert departement_of(code) == departement
