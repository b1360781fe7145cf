from __future__ import annotations

import time
from pathlib import Path

import pytest
from factories import Archive, values
from hypothesis import given
from hypothesis import strategies as st
from page_histories import Wiki, derive, study

from maillage.analyze.wikis.duplicate_pages import (
    MOST_ALIKE,
    DuplicatePages,
    Titled,
    duplicates,
    folded,
    is_one_letter_apart,
)


def pairs(*titles: str) -> list[tuple[str, str, str]]:
    pages = [Titled(number, title, None) for number, title in enumerate(titles)]
    return [(row.title, row.other_title, row.reason) for row in duplicates("wiki", pages)]


@pytest.mark.parametrize(
    ("title", "other", "reason"),
    [
        ("Coopération", "CO-OPERATION", "letters"),
        ("Cœur de ville", "Coeur de ville", "letters"),
        ("Port", "port !", "letters"),
        ("Jardin d’hiver", "Jardin d'hiver", "letters"),
        ("Le port", "Port", "articles"),
        ("L'économie sociale", "Economie sociale", "articles"),
        ("Jardin partagé", "Jardins partagés", "plural"),
        ("Journal local", "Journaux locaux", "plural"),
        ("Jardin partagé de Kerbernard", "Kerbernard, le jardin partagé", "order"),
        ("Accessibilité numérique", "Accesibilité numérique", "spelling"),
        ("Mercure (planète)", "Mercure", "brackets"),
    ],
)
def test_near_equal_titles_are_a_pair_for_a_reason(title: str, other: str, reason: str) -> None:
    assert pairs(title, other) == [(title, other, reason)]


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Réunion 2010", "Réunion 2011"),
        ("Atelier 1 2", "Atelier 12"),
        ("C++", "C"),
        ("C#", "C++"),
        ("Groupe A", "Groupe B"),
        ("Partie I du cours", "Partie II du cours"),
        ("Mercure (planète)", "Mercure (dieu)"),
        ("Cours/Leçon", "Cours Leçon"),
        ("Adhésion locale", "Cohésion locale"),
        ("Port", "Fort"),
        ("!!!", "???"),
        ("Internet à Brest", "Intranet au travail"),
    ],
)
def test_titles_that_tell_two_subjects_are_no_pair(title: str, other: str) -> None:
    assert pairs(title, other) == []


def test_the_surest_reason_counts_once_and_comes_first() -> None:
    assert pairs("Les ports", "Mer", "Le port", "mer") == [
        ("Mer", "mer", "letters"),
        ("Les ports", "Le port", "plural"),
    ]


def test_a_series_of_titles_is_no_pair() -> None:
    assert pairs(*(f"Port{' ' * number}" for number in range(MOST_ALIKE + 1))) == []


@pytest.mark.parametrize(
    ("word", "other", "apart"),
    [
        ("commune", "commune", False),
        ("commune", "comune", True),
        ("comune", "commune", True),
        ("commune", "commuxe", True),
        ("commune", "communes", True),
        ("commune", "comnuue", False),
        ("commune", "kommune", False),
        ("commune", "comun", False),
    ],
)
def test_one_letter_tells_words_apart(word: str, other: str, apart: bool) -> None:  # noqa: FBT001  # a table of cases
    assert is_one_letter_apart(word, other) is apart


WORDS = st.text("abcdefgh", min_size=6, max_size=9)


@given(WORDS, st.integers(0, 8), st.sampled_from("abxy"))
def test_a_misspelt_word_is_found_in_a_long_series_too(word: str, at: int, letter: str) -> None:
    """Among more titles that differ in one word than are compared one by one."""
    place = 1 + at % (len(word) - 1)
    wrong = word[:place] + letter + word[place:]
    series = [f"Compte rendu {number * 7919 % 999983:x} {'pqrstuv'[number % 7] * 6}" for number in range(40)]
    others = [f"Compte rendu {chr(ord('i') + number % 15) * 6}{'klmno'[number // 15] * 3}" for number in range(40)]
    found = pairs(f"Compte rendu {word}", f"Compte rendu {wrong}", *series, *others)
    assert any({one, other} == {f"Compte rendu {word}", f"Compte rendu {wrong}"} for one, other, _ in found)


@given(st.text(max_size=30))
def test_any_title_can_be_folded(title: str) -> None:
    assert folded(title) == folded(title.upper().lower()) or title.upper().lower() != title.lower()


def test_a_hundred_thousand_titles_take_seconds() -> None:
    titles = [f"Compte rendu {number % 977} du {number % 31} mot{number // 977:x}abcdef" for number in range(100_000)]
    begun = time.process_time()
    pairs(*titles)
    assert time.process_time() - begun < 20


def test_pages_of_a_wiki_with_who_began_them(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    """A redirect joins its pages already; talk pages are no content pages."""
    for page, (title, user, namespace, redirect) in enumerate(
        [
            ("Jardin partagé", "Aline", 0, ""),
            ("Jardins partagés", "Bruno", 0, ""),
            ("Le jardin partagé", "Aline", 0, ""),
            ("jardin partage", "Bruno", 0, "Jardin partagé"),
            ("Discussion:Jardin partagé", "Bruno", 1, ""),
            ("Discussion:Jardins partagés", "Bruno", 1, ""),
        ]
    ):
        wiki.page(page, title, namespace, redirect)
        wiki.edit(page, user, "2015-03-02 10:00")
    derive(archive, study(tmp_path), ["duplicate_pages"])
    assert values(archive.store, DuplicatePages, "page", "other", "reason", "score", "creators_differ") == [
        (0, 2, "articles", 0.95, 0),
        (0, 1, "plural", 0.9, 1),
        (1, 2, "plural", 0.9, 1),
    ]
