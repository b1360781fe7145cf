from __future__ import annotations

import pytest

from maillage.analyze.profiles import signature
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.showings import of_address, of_somebody_else, shown
from maillage.analyze.profiles.vocabulary.organisations import is_status

ADELE = ("Adèle Le Bihan", "adele.lebihan@courrier.example")


def found(text: str, *pairs: tuple[str, str], zone: str = "signature") -> list[tuple[str, Found]]:
    return [
        (zone, Found(kind, value, text.index(value), text.index(value) + len(value), "r", 0.9)) for kind, value in pairs
    ]


def values(text: str, zone: str = "signature") -> dict[str, str]:
    """The best value of each field that a whole signature shows."""
    said = shown([(zone, one) for one in signature.find(text, ADELE[:1])], text, ADELE)
    return {one.field: one.value for one in reversed(said)}


def test_a_signature_shows_all_fields_of_its_author() -> None:
    text = "Adèle Le Bihan\nChargée de mission\nRéseau Solidaire (association)\n12 rue des Lilas, 29200 Brest"
    assert values(text) == {
        "function": "Chargée de mission",
        "organisation": "Réseau Solidaire",
        "status": "Association",
        "place": "Brest",
    }


def test_what_shows_a_value_is_told_by_its_characters() -> None:
    text = "Directrice, Fondation Horizon"
    (organisation,) = (
        one
        for one in shown(found(text, ("organization", "Fondation Horizon")), text, ADELE)
        if one.field == "organisation"
    )
    assert text[organisation.begin : organisation.end] == "Fondation Horizon"


@pytest.mark.parametrize("word", ["association", "SARL", "Profession libérale", "collectivité", "freelance"])
def test_the_word_for_a_status_is_no_organisation(word: str) -> None:
    assert is_status(word)
    said = shown(found(f"-- {word}", ("organization", word)), f"-- {word}", ADELE)
    assert [one.field for one in said] == ["status"]


@pytest.mark.parametrize("name", ["Numéliance", "Association des Voisins", "La SARL Dupont", "Coopérative Horizon"])
def test_a_name_that_has_the_word_for_a_status_is_more_than_that(name: str) -> None:
    assert not is_status(name)


def test_the_status_of_the_organisation_goes_before_how_somebody_works_in_it() -> None:
    text = "Profession libérale\nAtelier Sobre (projet)"
    said = shown(found(text, ("function", "Profession libérale"), ("organization", "Atelier Sobre")), text, ADELE)
    assert [one.value for one in said if one.field == "status"] == ["Projet", "Profession libérale"]


@pytest.mark.parametrize(
    ("human", "author", "else_"),
    [
        ("Adèle Le Bihan", ADELE, False),
        ("Adèle Le Bihan-Morvan", ADELE, False),
        ("LE BIHAN Adele", ADELE, False),
        ("Paul Kerneis", ADELE, True),
        ("Paul", ADELE, False),
        ("Paul Kerneis", ("pkerneis@courrier.example",), False),
        ("Paul Kerneis", ("contact@courrier.example",), True),
        ("Paul Kerneis", (), False),
    ],
)
def test_a_signature_of_somebody_else_lends_nothing(
    human: str,
    author: tuple[str, ...],
    else_: bool,  # noqa: FBT001  # a row of cases
) -> None:
    text = f"{human}\nDirecteur"
    pairs = found(text, ("human", human), ("function", "Directeur"))
    assert of_somebody_else([one for _, one in pairs], author) is else_
    assert bool(shown(pairs, text, author)) is not else_


def test_a_signature_goes_before_an_introduction() -> None:
    text = "Je suis animatrice.\n\nDirectrice"
    both = found(text, ("function", "animatrice"), zone="text") + found(text, ("function", "Directrice"))
    assert [(one.value, one.source) for one in shown(both, text, ADELE)] == [
        ("Directrice", "signature"),
        ("animatrice", "introduction"),
    ]


def test_an_office_goes_before_a_head_office() -> None:
    text = "Siège : 3 rue Haute, 75011 Paris\nBureau : 1 place du Port, 29200 Brest"
    pairs = found(text, ("postcode", "75011"), ("location", "Paris"), ("postcode", "29200"), ("location", "Brest"))
    assert [one.value for one in shown(pairs, text, ADELE)] == ["Brest"]


def test_a_homonym_is_settled_by_what_else_is_known_or_left_open() -> None:
    text = "Villeneuve"
    pairs = found(text, ("location", "Villeneuve"))
    assert shown(pairs, text, ADELE) == []
    (place,) = shown(pairs, text, ADELE, near={"04"})
    assert (place.level, place.code) == ("commune", "04242")


def test_an_address_tells_an_organisation_and_a_provider_tells_none() -> None:
    (organisation, *_) = of_address("a.lebihan@univ-brest.fr")
    assert (organisation.field, organisation.source, organisation.begin) == ("organisation", "address", None)
    assert list(of_address("adele@orange.fr")) == []


def test_the_house_goes_before_its_departments() -> None:
    text = "Department of Geography, University of the Port"
    pairs = ("organization", "Department of Geography"), ("organization", "University of the Port")
    said = [one.value for one in shown(found(text, *pairs), text, ADELE) if one.field == "organisation"]
    assert said == ["University of the Port", "Department of Geography"]


def test_five_digits_without_a_sign_of_france_tell_no_place() -> None:
    pair = "postcode", "29200"
    for text, places in {"Box 29200": [], "29200, tel. +33 2 98 00 00 00": ["Brest"]}.items():
        assert [one.value for one in shown(found(text, pair), text, ADELE) if one.field == "place"] == places
