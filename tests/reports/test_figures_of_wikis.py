"""The figures of wikis and of tools, from tables of a few rows."""

from __future__ import annotations

import pytest
from report_examples import PEOPLE
from test_figures import table, words

from maillage.reports import figures_of_wikis as figures

MONTHS = table(
    "wiki-months",
    "source month edits",
    ("makers", "2014-01", 1200),
    ("makers", "2014-12", 34),
    ("makers", "2015-01", 5),
    ("unisson", "2015-07", 9),
)
WRITING = table(
    "wiki-administrators",
    "source counted_in share",
    ("makers", "modifications", 0.465),
    ("makers", "octets ajoutés", 0.5),
    ("unisson", "modifications", None),
)
PAIRS = "least source other persons other_persons shared jaccard"
OVERLAP = table(
    "tools-overlap",
    PAIRS,
    (1, "makers", "unisson", 1390, 20, 15, 0.01),
    (1, "makers", "wiki", 1390, 30, 0, 0.0),
    (1, "unisson", "wiki", 20, 30, 5, 0.11),
    (0, "makers", "unisson", 9999, 20, 15, 0.01),
)
MOVES = table(
    "tools-moves-by-year",
    "network year list_to_wiki wiki_to_list together",
    ("Brest", 2014, 2, 0, 0),
    ("Brest", 2015, 1, 3, 0),
    ("Lille", 2015, 0, 0, 0),
)
TABLES = {one.name: one for one in (MONTHS, WRITING, OVERLAP, MOVES)}


def test_edits_are_added_up_by_year_in_a_strip_for_each_wiki() -> None:
    figure = figures.edits(TABLES, "fr", PEOPLE)
    assert {"1\u202f234", "5", "9", "Makers", "Unisson &amp; amis"} <= set(words(figure))
    assert figure is not None
    assert figure.alt.endswith("Makers a son année la plus active en 2014, avec 1\u202f234 modifications.")


def test_each_share_of_administrators_has_its_bar_and_an_unknown_one_has_none() -> None:
    shown = words(figures.administrators(TABLES, "fr", PEOPLE))
    assert {"Makers", "modifications", "46,5\u202f%", "octets ajoutés", "50,0\u202f%"} <= set(shown)
    assert "Unisson &amp; amis" not in shown


def test_the_matrix_shows_who_is_shared_by_contributing() -> None:
    figure = figures.overlap(TABLES, "en", PEOPLE)
    shown = words(figure)
    assert shown.count("15") == shown.count("5") == 2
    assert "0" not in shown
    assert {"Makers (1,390)  1", "Unisson &amp; amis (20)  2", "wiki (30)  3"} <= set(shown)
    assert figure is not None
    assert figure.alt.endswith("The two nearest tools are Unisson & amis and wiki; persons shared: 5.")


def test_of_many_tools_those_with_most_contributors_are_shown() -> None:
    rows = [(1, "first", f"t{number:02d}", 99, number, 1, 0.1) for number in range(20)]
    figure = figures.overlap({"tools-overlap": table("tools-overlap", PAIRS, *rows)}, "en", PEOPLE)
    assert "t19 (19)  16" in words(figure)
    assert not [word for word in words(figure) if word.startswith("t04")]
    assert figure is not None
    assert figure.note.endswith("Only the 16 tools with most contributors are shown.")


def test_tools_that_share_nobody_say_so() -> None:
    rows = [(1, "makers", "unisson", 3, 2, 0, 0.0)]
    figure = figures.overlap({"tools-overlap": table("tools-overlap", PAIRS, *rows)}, "fr", PEOPLE)
    assert figure is not None
    assert figure.alt.endswith("Personne ne contribue à deux outils.")


def test_moves_are_drawn_for_networks_that_have_any() -> None:
    (figure,) = figures.moves(TABLES, "fr")
    assert figure.name == "tools-moves"
    assert figure.note == "Réseau de Brest."
    assert {"de la liste au wiki", "du wiki à la liste"} <= set(words(figure))
    assert "les deux le même mois" not in words(figure)
    assert "3 ; d’un wiki à une liste : 3" in figure.alt.replace("\u00a0", " ").replace("\u202f", " ")


def test_without_rows_nothing_is_drawn() -> None:
    assert [figure for figure in figures.figures({}, "fr", PEOPLE) if figure] == []


def test_the_same_tables_give_the_same_bytes() -> None:
    first, second = ([*figures.figures(TABLES, "fr", PEOPLE)] for _ in range(2))
    assert [(one.svg, one.png) for one in first if one] == [(one.svg, one.png) for one in second if one]
    assert len(first) == 4


@pytest.mark.parametrize(("depth", "expected"), [(0.0, "#e1eef6"), (1.0, "#005a96")])
def test_the_depth_of_a_cell(depth: float, expected: str) -> None:
    assert figures.mixed(depth) == expected
