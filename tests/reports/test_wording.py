"""How each language is set."""

from __future__ import annotations

import string

import pytest

from maillage.project import LANGUAGES
from maillage.reports import wording
from maillage.reports.table import Column, Kind


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("Qui écrit ?", "Qui écrit\u202f?"),
        ("Attention : ceci ; cela !", "Attention\u00a0: ceci\u202f; cela\u202f!"),
        ("« silencieux »", "«\u00a0silencieux\u00a0»"),
        ("«silencieux»", "«\u00a0silencieux\u00a0»"),
        ("l'écart d'un mois", "l’écart d’un mois"),
        ("12 345 messages, 20 %", "12\u202f345 messages, 20\u202f%"),
        ("à 10:30, voir http://exemple.fr", "à 10:30, voir http://exemple.fr"),
        ("la clé `a : 'b' ?` reste", "la clé `a : 'b' ?` reste"),
        ("en 2015 1 personne", "en 2015 1 personne"),
    ],
)
def test_french_has_its_spaces_and_apostrophes(written: str, set_as: str) -> None:
    assert wording.typeset(written, "fr") == set_as


def test_english_has_no_spaces_before_its_marks() -> None:
    assert wording.typeset("The list's size: 10 %; why?", "en") == "The list’s size: 10 %; why?"


@pytest.mark.parametrize("key", wording.WORDS)
def test_every_text_stands_in_both_languages_with_the_same_values(key: str) -> None:
    texts = wording.WORDS[key]
    assert set(texts) == set(LANGUAGES)
    names = [{part[1] for part in string.Formatter().parse(text) if part[1]} for text in texts.values()]
    assert names[0] == names[1]


@pytest.mark.parametrize("key", wording.WORDS)
def test_our_french_needs_no_second_setting(key: str) -> None:
    text = wording.typeset(wording.WORDS[key]["fr"], "fr")
    assert " :" not in text
    assert "'" not in text
    assert wording.typeset(text, "fr") == text


@pytest.mark.parametrize(
    ("value", "kind", "french", "english"),
    [
        (1234567, Kind.COUNT, "1\u202f234\u202f567", "1,234,567"),
        (881.759, Kind.MEAN, "881,76", "881.76"),
        (-3.125, Kind.MEAN, "−3,12", "−3.12"),
        (0.1282, Kind.SHARE, "12,8\u202f%", "12.8%"),
        (2015, Kind.YEAR, "2015", "2015"),
        ("2015-03-01", Kind.DATE, "1er mars 2015", "1 March 2015"),
        ("2015-03", Kind.MONTH, "mars 2015", "March 2015"),
        ("vers 2015", Kind.DATE, "vers 2015", "vers 2015"),
        ("2015-13", Kind.MONTH, "2015-13", "2015-13"),
        (None, Kind.COUNT, "–", "–"),
        (float("nan"), Kind.MEAN, "–", "–"),
        (0, Kind.COUNT, "0", "0"),
        (0.5, Kind.COUNT, "0,50", "0.50"),
    ],
)
def test_values_are_shown_in_the_manner_of_the_language(value: object, kind: Kind, french: str, english: str) -> None:
    assert wording.plain(value, kind, "fr") == french  # type: ignore[arg-type]
    assert wording.plain(value, kind, "en") == english  # type: ignore[arg-type]


def test_a_month_is_short_in_wide_matrices() -> None:
    assert wording.month("2015-03", "fr", short=True) == "03.2015"


def test_only_counts_by_month_make_a_matrix() -> None:
    label = {"fr": "", "en": ""}
    assert wording.is_month(Column("2015-03", label, Kind.COUNT))
    assert not wording.is_month(Column("2015-13", label, Kind.COUNT))
    assert not wording.is_month(Column("2015-03", label, Kind.TEXT))


def test_items_are_listed_as_in_a_sentence() -> None:
    assert wording.enumerated([], "fr") == ""
    assert wording.enumerated(["a"], "fr") == "a"
    assert wording.enumerated(["a", "b", "c"], "fr") == "a, b et c"
