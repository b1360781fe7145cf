from __future__ import annotations

import pytest

from maillage.analyze.profiles.places.gazetteer import shipped
from maillage.coding.places import code_of
from maillage.sentences import Said


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Brest", "29019"),
        ("29200 Brest", "29019"),
        ("Brest 29200", "29019"),
        ("29238 Brest Cedex 3", "29019"),
        ("29019", "29019"),
        ("Saint-Denis (93)", "93066"),
        ("93200 Saint Denis", "93066"),
        ("Hellemmes", "59350"),
        ("75011 Paris", "75056"),
        ("Paris", "75056"),
        ("Finistère", "29"),
        ("29", "29"),
        ("2A", "2A"),
        ("Bretagne", "R53"),  # and two villages
        ("r53", "R53"),
        ("Nord-Pas-de-Calais", "R31"),
        ("MEL", "200093201"),
        ("Brest Métropole", "242900314"),
        ("200093201", "200093201"),
        ("Belgique", "BE"),
        ("Belgium", "BE"),
        ("BE", "BE"),
        ("Bruxelles, Belgique", "BE"),
    ],
)
def test_a_place_is_known_by_name_postcode_or_code(written: str, code: str) -> None:
    assert code_of(written, shipped()) == code


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Lomé sur Deûle", "is not known"),
        ("35200 Brest", "is not known"),
        ("Vienne", "Vienne (38), 86"),  # the town, and the departement
        ("59650", "Villeneuve-d'Ascq (59), Wattrelos (59)"),  # a postcode of the one, the code of the other
        ("Saint-Denis", "Saint-Denis (974), Saint-Denis (93)"),
    ],
)
def test_what_is_not_certain_is_asked(written: str, said: str) -> None:
    found = code_of(written, shipped())
    assert isinstance(found, Said)
    assert said in found
