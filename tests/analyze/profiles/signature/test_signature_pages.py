"""What the lines around a segment tell: places of an address, units, citations, networks."""

from __future__ import annotations

import pytest

from maillage.analyze.profiles.signature import find


def said(text: str, kind: str) -> list[str]:
    """The values of one kind that are found in a text."""
    return [found.value for found in find(text) if found.kind == kind]


@pytest.mark.parametrize(
    ("text", "locations"),
    [
        ("Rue Haute 12\n1000 Bruxelles", ["Rue Haute 12", "Bruxelles"]),
        ("Université de Kervihan\n1211 Genève 4", ["Genève 4"]),
        ("12 rue Haute\n4190 Ouffet (Belgique)", ["12 rue Haute", "Ouffet", "Belgique"]),
        ("202 Burlington Rd.\nBedford, MA 01730-1420 USA", ["202 Burlington Rd.", "Bedford", "MA", "USA"]),
        ("Toronto, ON, Canada", ["Toronto", "ON", "Canada"]),
        ("14 F rue Haute\n29200 Brest", ["14 F rue Haute", "Brest"]),
        ("Quartier des Capucins, Brest", ["Quartier des Capucins", "Brest"]),
        ("Ateliers du Quai\nPresbytère\n2 rue Haute\n29200 Brest", ["Presbytère", "2 rue Haute", "Brest"]),
    ],
)
def test_addresses_of_many_kinds(text: str, locations: list[str]) -> None:
    assert said(f"Ana Brun\n{text}", "location") == locations


@pytest.mark.parametrize("town", ["Le Moulin Blanc", "Parc de la Haie", "La Villeneuve"])
def test_a_line_between_street_and_postcode_is_a_place(town: str) -> None:
    text = f"Ana Brun\nAssociation Vent debout\n12 rue Haute\n{town}\n29200 Brest"
    assert said(text, "organization") == ["Association Vent debout"]
    assert said(text, "location") == ["12 rue Haute", town, "Brest"]


def test_a_firm_between_street_and_postcode_stays_one() -> None:
    assert said("Ana Brun\n12 rue Haute\nGroupe Koadig\n29200 Brest", "organization") == ["Groupe Koadig"]


def test_a_port_above_the_postcode_is_a_place_where_a_firm_is_named_above_it() -> None:
    below = "Port de la Houle\n35260 Cancale"
    assert said(f"Ana Brun\nArmement Kersauzon\n{below}", "organization") == ["Armement Kersauzon"]
    assert said(f"Ana Brun\nMaîtresse de port\n{below}", "organization") == ["Port de la Houle"]


def test_a_country_beside_the_name_is_a_place() -> None:
    assert said("Ana Brun, Paris, France", "location") == ["Paris", "France"]
    assert said("Ana Brun (Italie)", "location") == ["Italie"]
    assert said("Ana Brun (Italie)", "organization") == []


def test_departements_and_several_countries_are_places() -> None:
    assert said("Ana Brun\nAnimatrice\nFinistère", "location") == ["Finistère"]
    assert said("Ana Brun\nCoordinatrice - Togo & Bénin", "location") == ["Togo & Bénin"]


@pytest.mark.parametrize(
    "unit", ["Sous-direction de l'eau", "Bureau EA3", "Festival Les Nuits Bleues", "Structure Analysis Department"]
)
def test_units_and_festivals_are_projects(unit: str) -> None:
    text = f"Ana Brun\nMinistère de l'Écologie\n{unit}\n29200 Brest"
    assert (said(text, "project"), said(text, "organization")) == ([unit], ["Ministère de l'Écologie"])


def test_a_directorate_general_is_of_the_state() -> None:
    text = "Ana Brun\nInspectrice\nDirection générale des Douanes"
    assert said(text, "organization") == ["Direction générale des Douanes"]


def test_what_stands_behind_chez_is_the_organisation() -> None:
    assert said("Ana Brun\nEn mission chez Banque Kersauzon", "organization") == ["Banque Kersauzon"]


def test_the_author_of_a_citation_is_a_person_but_not_surely() -> None:
    found = find('Ana Brun\n"Il faut cultiver notre jardin tous les jours"\n          (Paul Lemaire)')
    assert [(one.value, one.confidence) for one in found if one.kind == "human"][1] == ("Paul Lemaire", 0.5)
    assert [one.value for one in found if one.kind == "organization"] == []


def test_names_on_networks() -> None:
    assert said("Ana Brun\nFacebook : Les Vents d'Ouest\nGitHub anabrun", "user") == ["Les Vents d'Ouest", "anabrun"]
    assert said("Ana Brun\nRetrouvez-moi sur Facebook et LinkedIn", "user") == []


def test_what_one_works_with_is_nothing_of_the_person() -> None:
    text = "Ana Brun\nDéveloppeuse (Python, Rust)"
    assert [found.kind for found in find(text)] == ["human", "function"]
    assert said("Ana Brun\nProfesseure (Université de Kervihan, Brest)", "location") == ["Brest"]


@pytest.mark.parametrize(
    "written", ["ana dot brun at exemple dot fr", "ana point brun at exemple point fr", "Ana . Brun @ exemple . fr"]
)
def test_addresses_hidden_from_robots(written: str) -> None:
    assert said(f"Ana Brun\n{written}", "email") == [written]


def test_an_address_behind_at_is_no_mail() -> None:
    assert said("Ana Brun\nCEO @ koadig.com", "email") == []
    assert said("Ana Brun\nIngénieure chez koadig.fr", "email") == []


def test_who_assists_is_a_person() -> None:
    assert said("Ana Brun\nDirectrice\nAssistante : Sofia Mendes - 01 99 00 92 41", "human") == [
        "Ana Brun",
        "Sofia Mendes",
    ]


def test_two_letters_alone_are_no_organisation() -> None:
    assert said("Ana Brun\nTrésorière, CA", "organization") == []
    assert said("Ana Brun\nTraductrice EN > FR", "organization") == []
