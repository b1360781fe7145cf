"""Where a title ends, and what beside it is no organisation."""

from __future__ import annotations

import pytest

from maillage.analyze.profiles.signature import find


def said(text: str, kind: str) -> list[str]:
    """The values of one kind that are found in a text."""
    return [found.value for found in find(text) if found.kind == kind]


@pytest.mark.parametrize(
    ("line", "function", "organization"),
    [
        ("Principale du collège Jean-Moulin", "Principale", "collège Jean-Moulin"),
        ("Curé de la paroisse Sainte-Anne", "Curé", "paroisse Sainte-Anne"),
        ("Professeure au lycée Kerichen", "Professeure", "lycée Kerichen"),
        ("Retraitée de l'Éducation nationale", "Retraitée", "Éducation nationale"),
        ("Bénévole aux Restos du Coin", "Bénévole", "Restos du Coin"),
        ("Élève à l'École des Ponts", "Élève", "École des Ponts"),
        ("Greffière près le tribunal judiciaire de Brest", "Greffière", "tribunal judiciaire de Brest"),
        ("Bibliothécaire, médiathèque de Plabennec", "Bibliothécaire", "médiathèque de Plabennec"),
        ("Rédactrice de la Gazette du Trégor", "Rédactrice", "Gazette du Trégor"),
        ("AESH au collège des Quatre-Moulins", "AESH", "collège des Quatre-Moulins"),
        ("Pdt de l'asso Vélo Ville", "Pdt", "asso Vélo Ville"),
        ("secrétaire mairie de Ploumoguer", "secrétaire", "mairie de Ploumoguer"),
    ],
)
def test_a_title_ends_where_an_institution_is_named(line: str, function: str, organization: str) -> None:
    text = f"Ana Brun\n{line}\n02 61 91 00 17"
    assert (said(text, "function"), said(text, "organization")) == ([function], [organization])


@pytest.mark.parametrize(
    "line",
    [
        "Professeur de lycée",
        "Directeur d'école",
        "Directrice des Affaires Culturelles",
        "Infirmière à domicile",
        "Aide à la personne",
        "Déléguée commerciale Grand Est",
        "Responsable administrative et financière",
        "Directeur technique et commercial",
        "Avocate à la cour",
        "Shipping Coordinator",
        "Dev front freelance",
    ],
)
def test_a_title_is_whole(line: str) -> None:
    text = f"Ana Brun\n{line}\n02 61 91 00 17"
    assert (said(text, "function"), said(text, "organization")) == ([line], [])


@pytest.mark.parametrize(
    ("line", "function", "location"),
    [
        ("Maire de Daoulas", "Maire", "Daoulas"),
        ("Sénatrice du Finistère", "Sénatrice", "Finistère"),
        ("Députée de la Drôme", "Députée", "Drôme"),
        ("Conseillère régionale de Bretagne", "Conseillère régionale", "Bretagne"),
        ("Consule honoraire du Sénégal", "Consule honoraire", "Sénégal"),
    ],
)
def test_the_place_of_an_office_is_a_place(line: str, function: str, location: str) -> None:
    text = f"Ana Brun\n{line}"
    assert (said(text, "function"), said(text, "location")) == ([function], [location])


@pytest.mark.parametrize(
    ("line", "function", "other"),
    [
        ("Secrétaire de Mme Haddad", "Secrétaire", "Haddad"),
        ("Secrétaire du Docteur Paul Lemaire", "Secrétaire", "Paul Lemaire"),
        ("Assistante de direction de Paul Lemaire", "Assistante de direction", "Paul Lemaire"),
        ("Collaboratrice parlementaire de Mme Léa Lemaire", "Collaboratrice parlementaire", "Léa Lemaire"),
    ],
)
def test_the_person_that_one_works_for_is_a_person(line: str, function: str, other: str) -> None:
    text = f"Ana Brun\n{line}"
    assert (said(text, "function"), said(text, "human")) == ([function], ["Ana Brun", other])


def test_a_military_grade_before_the_name_is_a_function() -> None:
    text = "Adjudante-cheffe Ana Brun\nGendarmerie nationale"
    assert (said(text, "function"), said(text, "human")) == (["Adjudante-cheffe"], ["Ana Brun"])


def test_a_doctor_of_law_has_a_degree_no_function() -> None:
    assert said("Ana Brun, docteur en droit\nCabinet Brun", "function") == []
    assert said("Ana Brun\nDocteur\nCabinet Brun", "function") == ["Docteur"]


@pytest.mark.parametrize(
    "line",
    [
        "SARL au capital de 8 000 euros - RCS Brest 123 456 789",
        "Société inscrite au tableau de l'Ordre de Bretagne",
        "Diplômée de l'IEP de Rennes",
        "Entreprise certifiée Qualibat",
        "Envoyé depuis mon mobile",
        "Sent from my phone",
        "Lundi - vendredi 9h-12h30",
        "Uniquement sur RDV",
        "Astreinte : 02 61 91 00 17",
        "Télex : 000 000 F",
    ],
)
def test_registers_hours_and_programs_say_nothing_of_the_person(line: str) -> None:
    text = f"Ana Brun\nCoiffeuse\n{line}"
    assert (said(text, "function"), said(text, "organization")) == (["Coiffeuse"], [])


def test_a_slogan_beside_a_name_does_not_hide_it() -> None:
    assert said("Ana | Il faut que tout change pour que rien ne change", "human") == ["Ana"]
    assert said("Ana Brun          They tell you that it is late\nana@brun.example", "human") == ["Ana Brun"]


def test_a_sentence_does_not_hide_the_name_before_it() -> None:
    text = "Lucie - absente le mercredi et le jeudi\nMédiathèque du Faou"
    assert (said(text, "human"), said(text, "organization")) == (["Lucie"], ["Médiathèque du Faou"])


def test_a_direction_behind_a_function_is_a_unit() -> None:
    text = "Ana Brun | Ingénieure système | DSI | CHU de Brest"
    assert (said(text, "function"), said(text, "project")) == (["Ingénieure système"], ["DSI"])
    assert said("Ana Brun\nDSI\nCHU de Brest", "function") == ["DSI"]


def test_a_guess_by_place_alone_is_never_sure() -> None:
    guesses = [
        found for found in find("Ana Brun\nGraphiste\nZebulon\n12 rue Haute, 29200 Brest") if found.rule == "place"
    ]
    assert [found.value for found in guesses] == ["Zebulon"]
    assert guesses[0].confidence <= 0.5


@pytest.mark.parametrize("form", ["SAS", "association", "SCIC"])
def test_a_legal_form_in_brackets_tells_an_organisation(form: str) -> None:
    text = f"ANNICK GILLARD\nTrémolo Numérique ({form})\nDéveloppeuse\n12 rue Solférino\n59000 Lille"
    best = max((one for one in find(text) if one.kind == "organization"), key=lambda one: (one.confidence, -one.begin))
    assert best.value == "Trémolo Numérique"
