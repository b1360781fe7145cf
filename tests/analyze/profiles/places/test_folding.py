from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.analyze.profiles.places.folding import fold, without_cedex


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Saint-André-lez-Lille", "ST ANDRE LES LILLE"),
        ("Marcq-en-Barœul", "marcq en baroeul"),
        ("L’Île-d’Yeu", "L'ILE D'YEU"),
        ("Sainte-Luce-sur-Loire", "Ste Luce s/ Loire"),
        ("Neuilly-sur-Seine", "Neuilly/Seine"),
        ("Notre-Dame-de-Gravenchon", "N.D. de Gravenchon".replace("N.D.", "ND")),
        ("Plouzané", "  plouzane. "),
    ],
)
def test_manners_of_writing_a_name_have_one_key(written: str, same: str) -> None:
    assert fold(written) == fold(same)


def test_different_names_keep_different_keys() -> None:
    assert len({fold(name) for name in ("Lille", "L'Isle", "Lisle", "Île", "Les Lilas")}) == 5


def test_a_list_of_names_is_folded_line_by_line() -> None:
    names = ["Saint-Denis", "Ste-Anne", "", "Épinal"]
    assert fold("\n".join(names)).split("\n") == [fold(name) for name in names]


@given(st.text())
def test_a_key_is_its_own_key(written: str) -> None:
    assert fold(fold(written)) == fold(written)


def test_what_is_not_latin_has_no_key() -> None:
    assert fold("東京") == ""
    assert fold("\u200f\u200b") == ""


@pytest.mark.parametrize(
    ("written", "bare"),
    [("Lille Cedex", "Lille"), ("Paris Cedex 05", "Paris"), ("ORSAY CÉDEX", "ORSAY"), ("Lille", "Lille")],
)
def test_cedex_and_what_follows_is_no_part_of_a_name(written: str, bare: str) -> None:
    assert without_cedex(written) == bare


def test_a_name_of_a_megabyte_is_folded_in_time() -> None:
    begun = time.perf_counter()
    fold("s/" * 500_000)
    without_cedex(" ,(" * 300_000)
    fold(" " * 1_000_000 + "x")
    assert time.perf_counter() - begun < 5
