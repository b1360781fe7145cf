from __future__ import annotations

import time

import pytest

from maillage.analyze.profiles.user_page import read

AS_LABELS = """
* Nom : Morvan
* Prénom : Aline
* Profession : médiatrice numérique
* Structure : Mairie de Quimper
* Ville : Quimper
* Tél : 02 98 00 00 00
"""
INFOBOX = """{{Infobox utilisateur
| nom = Morvan
| prénom = [[Aline]]
| métier = animatrice
| courriel = aline (at) marees.example
}}"""
BLOCK = """Lucie Le Goff
Chargée de mission, Communauté de communes du Pays d'Iroise
29290 Saint-Renan
02 98 00 11 22

Bienvenue sur ma page.
"""


def found(page: str, owner: str = "Am29") -> dict[str, str]:
    """The kinds found, each with its first value."""
    values: dict[str, str] = {}
    for _, one in read(page, owner):
        values.setdefault(one.kind, one.value)
    return values


def test_labelled_lines_are_read() -> None:
    assert found(AS_LABELS) == {
        "human": "Aline Morvan", "function": "médiatrice numérique", "organization": "Mairie de Quimper",
        "location": "Quimper", "phone": "02 98 00 00 00",
    }  # fmt: skip


def test_a_template_is_read_by_its_parameters() -> None:
    assert found(INFOBOX) == {"human": "Aline Morvan", "function": "animatrice", "email": "aline (at) marees.example"}


def test_a_block_like_a_signature_is_read_as_one() -> None:
    values = found(BLOCK)
    assert (values["human"], values["function"], values["postcode"]) == ("Lucie Le Goff", "Chargée de mission", "29290")
    assert values["location"] == "Saint-Renan"


def test_sentences_of_the_first_person_are_read() -> None:
    values = found("Bonjour, je m'appelle '''Aline Morvan''', je suis animatrice à l'association [[Les Marées]].")
    assert (values["human"], values["function"], values["organization"]) == ("Aline Morvan", "animatrice", "Les Marées")


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("== Aline Morvan ==\nPages que j'aime", "Aline Morvan"),
        ("'''Jean-Pierre Le Goff''' est un contributeur", "Jean-Pierre Le Goff"),
        ("{{Utilisateur|nom=Marie Kerbrat}}", "Marie Kerbrat"),
        ("Bienvenue ! Marie Kerbrat est partie.", ""),
        ("Grande Boussole\nBonjour", ""),
        ("Nom : Morvan", ""),
    ],
)
def test_the_real_name_is_read_where_it_is_said_or_begins_the_page(page: str, name: str) -> None:
    assert found(page).get("human", "") == name


@pytest.mark.parametrize(
    ("page", "addresses"),
    [
        ("aline@marees.example", ["aline@marees.example"]),
        ("aline.m (at) marees.example", ["aline.m@marees.example"]),
        ("aline at marees dot example", ["aline@marees.example"]),
        ("[mailto:aline@marees.example écrivez]", ["aline@marees.example"]),
        ("{{Courriel|aline|marees.example}}", ["aline@marees.example"]),
        ("rendez-vous at home", []),
    ],
)
def test_addresses_of_mail_are_read_however_they_are_hidden(page: str, addresses: list[str]) -> None:
    assert [one.value for _, one in read(page, "Am29") if one.kind == "email"] == addresses


def test_a_page_that_begins_with_a_name_and_a_trade_tells_both() -> None:
    page = "'''Herri Pondaven''', animateur (Les Marées), à Brest. J'aime les phares."
    assert found(page) == {
        "human": "Herri Pondaven", "function": "animateur", "organization": "Les Marées", "location": "Brest",
    }  # fmt: skip
    assert found("Herri Pondaven, à Brest.") == {}  # who knows whether that is a name


def test_pages_that_she_likes_are_no_signature() -> None:
    values = [one.value for _, one in read("Herri Pondaven, animateur\n* [[Marché de Noël à Brest]]\n", "Am29")]
    assert values == ["Herri Pondaven", "animateur"]


@pytest.mark.parametrize(
    "piece", ["a : b\n", "Nom : ", "a@", "x at y. ", "Aa ", "aaa\n", "x \n", "* [[a]]\n", "je suis "]
)
def test_no_user_page_takes_long(piece: str) -> None:
    begun = time.process_time()
    read(piece * (100_000 // len(piece)), "Am29")
    assert time.process_time() - begun < 5


def test_roles_in_a_list_are_no_signature() -> None:
    assert found("== Roles ==\n* Board Secretary\n* Robot Night Host, host@lab.example\n") == {
        "email": "host@lab.example"
    }


def test_a_town_without_trade_or_organisation_is_a_residence() -> None:
    assert found("Ville : Quimper") == {"residence": "Quimper"}
    assert found("Ville : Quimper\nProfession : animatrice")["location"] == "Quimper"


def test_what_is_found_stands_where_it_says() -> None:
    for page in (AS_LABELS, INFOBOX, BLOCK):
        for _, one in read(page, "Am29"):
            if one.kind in ("function", "phone", "organization"):
                assert page[one.begin : one.end] == one.value
