from __future__ import annotations

from itertools import pairwise

import pytest

from maillage.analyze.profiles.signature import KINDS, LONGEST, find

WHOLE = """\
Maëlle Kervran
Chargée de mission économie sociale
Association Les Abeilles de l'Elorn
12 bis, rue de la Porte
CS 41234
29200 BREST CEDEX 2
Tél. : 02 61 91 00 17
maelle.kervran@abeilles-elorn.example
www.abeilles-elorn.example
"""


def said(text: str, kind: str, *names: str) -> list[str]:
    """The values of one kind that are found in a text."""
    return [found.value for found in find(text, names) if found.kind == kind]


def test_a_whole_signature() -> None:
    assert [(found.kind, found.value) for found in find(WHOLE)] == [
        ("human", "Maëlle Kervran"),
        ("function", "Chargée de mission économie sociale"),
        ("organization", "Association Les Abeilles de l'Elorn"),
        ("location", "12 bis, rue de la Porte"),
        ("reference", "CS 41234"),
        ("postcode", "29200"),
        ("location", "BREST"),
        ("cedex", "CEDEX 2"),
        ("phone", "02 61 91 00 17"),
        ("email", "maelle.kervran@abeilles-elorn.example"),
        ("url", "www.abeilles-elorn.example"),
    ]


def test_offsets_are_those_of_the_text() -> None:
    for found in find(WHOLE):
        assert found.kind in KINDS
        assert " ".join(WHOLE[found.begin : found.end].split()) == found.value
        assert 0 < found.confidence <= 1
        assert found.rule


def test_findings_do_not_overlap() -> None:
    found = find(WHOLE)
    assert all(one.end <= other.begin for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "function", "organization"),
    [
        ("Ana Brun\nProfesseure à l'Université de Haute-Cornouaille", "Professeure", "Université de Haute-Cornouaille"),
        ("Ana Brun\nDéveloppeuse chez Koadig", "Développeuse", "Koadig"),
        ("Ana Brun\nDirectrice - Les Ateliers du Quai", "Directrice", "Les Ateliers du Quai"),
        ("Ana Brun | Cheffe de projet | Ville de Lorient", "Cheffe de projet", "Ville de Lorient"),
        ("Ana Brun, secrétaire, Amicale laïque du Guelmeur", "secrétaire", "Amicale laïque du Guelmeur"),
        (
            "Ana Brun\nResponsable de l'agence de Rennes\nTrevarez SARL",
            "Responsable de l'agence de Rennes",
            "Trevarez SARL",
        ),
        ("Ana Brun\nFondatrice Exemple Nord\nana@exemple-nord.example", "Fondatrice", "Exemple Nord"),
    ],
)
def test_function_and_organisation_are_told_apart(text: str, function: str, organization: str) -> None:
    assert (said(text, "function"), said(text, "organization")) == ([function], [organization])


def test_a_function_that_goes_on_is_one_over_two_lines() -> None:
    text = "Ana Brun\nDirectrice adjointe chargée de\nla médiation numérique\n02 61 91 00 17"
    assert said(text, "function") == ["Directrice adjointe chargée de", "la médiation numérique"]
    assert said(text, "organization") == []


def test_two_functions_that_et_joins_are_two() -> None:
    assert said("Ana Brun\nJournaliste et autrice\n", "function") == ["Journaliste", "autrice"]


@pytest.mark.parametrize(
    ("text", "human"),
    [
        ("Jean-Paul LE MEUR\nMaire", "Jean-Paul LE MEUR"),
        ("LE MEUR Jean-Paul\nMaire", "LE MEUR Jean-Paul"),
        ("Mme Le Meur\nMaire", "Le Meur"),
        ("Dr. Nadia Haddad, PhD\nBiologiste", "Nadia Haddad"),
        ("Bien cordialement,\n\nSolène\n", "Solène"),
        ("nadia haddad\nbiologiste", "nadia haddad"),
        ("Nadia Haddad biologiste\n02 61 91 00 17", "Nadia Haddad"),
        ("Ar Vro\nYuna Xqzt\nyuna.xqzt@arvro.example", "Yuna Xqzt"),
    ],
)
def test_who_signs(text: str, human: str) -> None:
    assert said(text, "human") == [human]


def test_two_who_sign_together() -> None:
    assert said("Anne et Pierre Lavandier\nGîtes de la Pointe", "human") == ["Anne", "Pierre Lavandier"]


def test_a_name_that_no_list_has_is_known_from_the_header_of_the_mail() -> None:
    text = "Collectif Armor\nXqzt Wvb\n"
    assert said(text, "human") == []
    assert said(text, "human", "Xqzt Wvb") == ["Xqzt Wvb"]


@pytest.mark.parametrize(
    ("text", "locations"),
    [
        ("Ana Brun\nBât. C, 3e étage\n4 quai du Port\n29200 Brest", ["Bât. C", "3e étage", "4 quai du Port", "Brest"]),
        (
            "Ana Brun\nZA de Kerhuon - 29480 Le Relecq-Kerhuon - France",
            ["ZA de Kerhuon", "Le Relecq-Kerhuon", "France"],
        ),
        ("Ana Brun\nHôtel de Ville - 2 Grand'Place - 59100 Roubaix", ["Hôtel de Ville", "2 Grand'Place", "Roubaix"]),
        ("Ana Brun\nGraphiste\nQuimper", ["Quimper"]),
        ("Ana Brun\nGraphiste - Göteborg (Suède)", ["Göteborg", "Suède"]),
        ("Ana Brun\nHauptstrasse 12, Bonn", ["Hauptstrasse 12", "Bonn"]),
        ("Ana Brun\n221 Elm Street, Boston, USA", ["221 Elm Street", "Boston", "USA"]),
    ],
)
def test_where_the_person_works(text: str, locations: list[str]) -> None:
    assert said(text, "location") == locations


def test_postcodes_and_cedex_are_no_locations() -> None:
    found = find("CH-1211 Genève\n75231 Paris Cedex 05\nBP 12345 - 35000 Rennes")
    assert [one.value for one in found if one.kind == "postcode"] == ["CH-1211", "75231", "35000"]
    assert [one.value for one in found if one.kind == "cedex"] == ["Cedex 05"]
    assert [one.value for one in found if one.kind == "reference"] == ["BP 12345"]
    assert [one.value for one in found if one.kind == "location"] == ["Genève", "Paris", "Rennes"]


@pytest.mark.parametrize(
    "number",
    ["02 61 91 00 17", "02.61.91.00.17", "0261910017", "+33 (0)2 61 91 00 17", "+33261910017", "+1 418-555-0142"],
)
def test_telephones(number: str) -> None:
    assert said(f"Ana Brun\nTél. : {number}", "phone") == [number]


def test_a_register_is_no_telephone() -> None:
    assert said("Ana Brun\nSIRET : 123 456 789 00012 - RCS Brest 123 456 789", "phone") == []


def test_an_account_on_a_network_is_no_site() -> None:
    text = "Ana Brun\nhttps://www.linkedin.com/in/ana-brun\n@anabrun\nhttps://ana.example/cv"
    assert said(text, "user") == ["https://www.linkedin.com/in/ana-brun", "@anabrun"]
    assert said(text, "url") == ["https://ana.example/cv"]


@pytest.mark.parametrize(
    "line",
    [
        "« Le vrai voyage de découverte ne consiste pas à chercher de nouveaux paysages »",
        '"Imagination is more important than knowledge." -- Somebody Famous',
        "Pensez à l'environnement avant d'imprimer ce message !",
        "Ce message et ses pièces jointes sont confidentiels.",
        "Ouvert du lundi au vendredi de 9h à 17h",
        "Bonne journée à tous",
        "Plomberie - Chauffage - Climatisation",
        "[cid:image001.png@01D5A0B2.C3D4E5F0]",
    ],
)
def test_citations_slogans_and_hours_say_nothing(line: str) -> None:
    alone = find(f"Ana Brun\nGérante\n{line}")
    assert [found.kind for found in alone] == ["human", "function"]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Brun | Graphiste | Kiwi Mobilité",
        "👤 Ana Brun\n💼 Graphiste\n🏢 Kiwi Mobilité",
        "*Ana Brun* • _Graphiste_ • Kiwi Mobilité",
        "+---------------+\n| Ana Brun      |\n| Graphiste     |\n| Kiwi Mobilité |\n+---------------+",
        "Ana Brun            Graphiste\nKiwi Mobilité       02 61 91 00 17",
    ],
)
def test_bars_bullets_pictures_frames_and_columns_part_what_they_hold(text: str) -> None:
    values = [found.value for found in find(text) if found.kind != "phone"]
    assert values == ["Ana Brun", "Graphiste", "Kiwi Mobilité"]


def test_a_unit_is_no_organisation() -> None:
    text = "Ana Brun\nDirection de l'innovation\nMétropole du Ponant"
    assert (said(text, "project"), said(text, "organization")) == (
        ["Direction de l'innovation"],
        ["Métropole du Ponant"],
    )


def test_a_trade_name_that_ends_like_a_title_is_no_function() -> None:
    assert said("Ana Brun\nJackpot Consultant\nana@jackpotconsultant.example", "function") == []


def test_beyond_the_limit_nothing_is_read() -> None:
    assert find("x" * LONGEST + "\nana@brun.example") == []


@pytest.mark.parametrize(
    "label", ["Wiki", "Le wiki", "Blog", "Mon blog", "Site", "Web", "Notre site web", "Page perso"]
)
@pytest.mark.parametrize(
    "address", [" : http://wiki.exemple.example/Accueil", ": blog.exemple.example", ":\nwww.site.example"]
)
def test_what_says_which_address_follows_is_no_organisation(label: str, address: str) -> None:
    text = f"Ana Brun\nAnimatrice, Koadig\n{label}{address}"
    assert said(text, "organization") == ["Koadig"]
    assert len(said(text, "url")) == 1


def test_a_name_before_its_address_is_an_organisation() -> None:
    assert said("Ana Brun\nMédiathèque de Crozon : http://lire.exemple.example", "organization") == [
        "Médiathèque de Crozon"
    ]
    assert said("Ana Brun\nMédiathèque : http://lire.exemple.example", "organization") == []
