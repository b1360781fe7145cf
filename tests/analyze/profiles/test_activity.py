from __future__ import annotations

import time

import pytest

from maillage.analyze.profiles import activity

NAMED = [
    ("Adèle Roux\nDomaine : Espace de coworking\n29200 Brest", "Espace de coworking"),
    ("Activité : Conseil en numérique", "Conseil en numérique"),
    ("Secteur d'activité\N{NO-BREAK SPACE}: Épargne solidaire.", "Épargne solidaire"),
    ("Bonjour,\nMon domaine, c'est la formation aux\noutils libres. À bientôt", "formation aux outils libres"),
    ("Notre secteur d’activité est l’épargne solidaire.", "épargne solidaire"),
    ("Field of work: open data", "open data"),
    ("My field is urban planning; see below.", "urban planning"),
]
NOT_NAMED = [
    "Domaine : exemple.fr",
    "Le nom de domaine est pris.",
    "Notre activité a repris en mars.",
    "Activité :",
    "Quel est votre domaine ?",
    "Activité : " + "très longue phrase " * 12,
]


@pytest.mark.parametrize(("text", "field"), NAMED)
def test_a_field_that_is_called_so_is_found_where_it_stands(text: str, field: str) -> None:
    (found,) = activity.find(text)
    assert (found.kind, found.value) == ("domain", field)
    assert " ".join(text[found.begin : found.end].split()) == field


@pytest.mark.parametrize("text", NOT_NAMED)
def test_other_sentences_name_no_field(text: str) -> None:
    assert activity.find(text) == []


def test_a_line_of_a_megabyte_takes_no_time() -> None:
    began = time.perf_counter()
    activity.find("notre domaine est " * 60_000)
    assert time.perf_counter() - began < 5
