from __future__ import annotations

import pytest

from evaluation.attributes import Coded, holds, judged
from evaluation.scores import Counts

RIGHT, WRONG, MISSED, NOTHING = Counts(1, 0, 0), Counts(0, 1, 1), Counts(0, 0, 1), Counts(0, 0, 0)
CASES = [
    ("Chargée de mission", {"chargé de mission"}, RIGHT),
    ("LORIA", {"LORIA, Université de Nancy"}, RIGHT),
    ("Université de Nancy", {"LORIA, Université de Nancy"}, RIGHT),
    ("SARL Dupont", {"Dupont"}, RIGHT),
    ("Directrice", {"Animatrice", "Directrice"}, RIGHT),
    ("Directrice", {"Animatrice"}, WRONG),
    ("", {"Animatrice"}, MISSED),
    ("Directrice", {"non identifié"}, Counts(0, 1, 0)),
    ("", {"non identifié"}, NOTHING),
]


@pytest.mark.parametrize(("found", "coded", "counts"), CASES)
def test_a_value_is_right_where_it_holds_or_is_held_by_a_coded_one(found: str, coded: set[str], counts: Counts) -> None:
    assert judged(found, Coded(frozenset(coded))) == counts


def test_what_is_inferred_is_neither_right_nor_wrong() -> None:
    assert judged("Nancy", Coded(frozenset({"non identifié"}), frozenset({"Nancy"}))) == NOTHING


def test_a_part_of_a_word_is_none_of_its_words() -> None:
    assert not holds("Lens", "Valenciennes")
    assert not holds("", "Lens")
