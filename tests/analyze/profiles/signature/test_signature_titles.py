from __future__ import annotations

import pytest

from maillage.analyze.profiles.signature.lexicon import feminines
from maillage.analyze.profiles.signature.titles import title
from maillage.analyze.profiles.signature.words import words


@pytest.mark.parametrize(
    "written",
    [
        "Chargé de mission",
        "Chargée de mission",
        "Chargé·e de mission",
        "Chargé(e) de mission",
        "Chargé.e de mission",
        "Directeur/trice",
        "Directeur(trice) général(e)",
        "CHEFFE DE PROJET",
        "Vice-présidente",
        "Co-fondateur",
        "Conseiller municipal délégué",
        "Première adjointe",
        "En charge de la communication",
        "M.C.F.",
        "DRH",
        "Maîtresse de conférences",
        "Sage-femme",
        "Ingénieure R&D",
        "Post-doctorant",
        "Data Engineer",
        "Head of Sales",
        "Senior Software Engineer",
        "Product Owner",
        "Sales Manager France & Benelux",
        "Stagiaire",
    ],
)
def test_titles_in_all_genders_and_in_english(written: str) -> None:
    assert title(written) is not None


@pytest.mark.parametrize(
    "written",
    [
        "Université de Rennes",
        "rue de la Paix",
        "Brest",
        "Villeneuve-sur-Lot",
        "Secteur Nord",
        "Auto Parts",
        "Wealth Planet",
        "02 61 91 00 17",
        "Cordialement",
        "",
    ],
)
def test_places_organisations_and_common_words_are_no_titles(written: str) -> None:
    assert title(written) is None


@pytest.mark.parametrize(
    ("written", "of_title"),
    [
        ("Directrice de l'agence de Lyon", "Directrice de l'agence de Lyon"),
        ("Directeur du CNRS", "Directeur"),
        ("Responsable Pôle Formation", "Responsable Pôle Formation"),
        ("Conseillère Pôle emploi", "Conseillère"),
        ("Ingénieur au sein de la cellule", "Ingénieur"),
        ("Le trésorier", "trésorier"),
        ("Présidente de l'Association Tud ar Vro", "Présidente"),
        ("PROFESSEUR DE L'ENSEIGNEMENT AGRICOLE", "PROFESSEUR DE L'ENSEIGNEMENT AGRICOLE"),
    ],
)
def test_a_title_ends_where_an_organisation_is_named(written: str, of_title: str) -> None:
    found = title(written)
    assert found is not None
    each = words(written)
    assert written[each[found.begin].begin : each[found.end - 1].end] == of_title


@pytest.mark.parametrize(
    ("masculine", "feminine"),
    [("directeur", "directrice"), ("vendeur", "vendeuse"), ("technicien", "technicienne"), ("charge", "chargee")],
)
def test_feminine_forms_follow_from_the_masculine(masculine: str, feminine: str) -> None:
    assert feminine in feminines(masculine)
