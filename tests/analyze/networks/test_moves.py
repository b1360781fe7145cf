from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from factories import source, values
from networks_rows import contributions, derive, study, wiki

from maillage.analyze.networks.moves import (
    MoveYear,
    NetworkMove,
    ToolCourse,
    ToolMigration,
    alternations,
    months_between,
)
from maillage.project import Moves

SOURCES = (source("makers", network="Brest"), source("unisson", network="Brest"), wiki("wiki", "Brest"))
LISTS = {
    "makers": {1: "2014-01-10 2014-05-01", 2: "2015-06-01", 3: "2014-03-01", 4: "2014-03-09", 6: "2014-02-01"},
    "unisson": {6: "2015-02-01"},
}
WIKIS = {"wiki": {1: "2014-02-10", 2: "2014-06-01 2016-01-01", 3: "2014-03-20", 5: "2015-01-01", 6: "2014-04-02"}}


def test_the_course_of_each_person_from_one_kind_of_tool_to_the_other(tmp_path: Path) -> None:
    with contributions(tmp_path, LISTS, WIKIS) as store:
        derive(store, study(tmp_path, *SOURCES), "presence", "moves")
        found = values(store, ToolCourse, "person", "began", "delay_days", "came_back", "alternations")
        where = values(store, ToolCourse, "person", "first_list", "first_list_day", "first_wiki_day")
    assert found == [
        (1, "list-first", 31, 1, 2),
        (2, "wiki-first", 365, 1, 2),
        (3, "together", 19, None, 0),
        (4, "list-only", None, None, 0),
        (5, "wiki-only", None, None, 0),
        (6, "list-first", 60, 1, 2),
    ]
    assert where[-1] == (6, "makers", "2014-02-01", "2014-04-02")


def test_courses_add_up_by_order_and_by_year(tmp_path: Path) -> None:
    with contributions(tmp_path, LISTS, WIKIS) as store:
        derive(store, study(tmp_path, *SOURCES), "presence", "moves")
        moves = values(store, NetworkMove, "began", "persons", "median_delay_days", "came_back", "alternating")
        years = values(store, MoveYear)
    assert moves == [
        ("list-first", 2, 45.5, 2, 2),
        ("wiki-first", 1, 365.0, 1, 1),
        ("together", 1, 19.0, None, 0),
        ("list-only", 1, None, None, 0),
        ("wiki-only", 1, None, None, 0),
    ]
    assert years == [("Brest", 2014, 5, 2, 0, 1), ("Brest", 2015, 1, 0, 1, 0)]


def test_who_keeps_to_the_wiki_after_leaving_the_list_has_not_come_back(tmp_path: Path) -> None:
    with contributions(tmp_path, {"makers": {1: "2014-01-10"}}, {"wiki": {1: "2014-03-01 2014-04-01"}}) as store:
        derive(store, study(tmp_path, *SOURCES), "presence", "moves")
        assert values(store, ToolCourse, "came_back", "alternations") == [(0, 1)]


@pytest.mark.parametrize(
    ("silent_months", "ended", "expected"),
    [
        (12, None, [("makers", "unisson", 5, 4, 1, 0.2, 365.0), ("makers", "wiki", 5, 4, 2, 0.4, 39.5)]),
        (12, date(2014, 12, 31), []),
        (30, None, []),
    ],
)
def test_who_left_one_tool_for_another_is_silent_on_the_first(
    tmp_path: Path, silent_months: int, ended: date | None, expected: list[tuple[object, ...]]
) -> None:
    with contributions(tmp_path, LISTS, WIKIS) as store:
        of = study(tmp_path, *SOURCES, end=ended, moves=Moves(silent_months))
        derive(store, of, "presence", "moves")
        found = values(store, ToolMigration, "source", "other", "persons", "left", "moved", "share", "median_gap_days")
    assert [row for row in found if row[0] == "makers"] == expected


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ([], 0),
        ([("2014-01", "list"), ("2014-02", "list")], 0),
        ([("2014-01", "list"), ("2014-02", "wiki")], 1),
        ([("2014-01", "list"), ("2014-02", "list"), ("2014-02", "wiki"), ("2014-03", "list")], 0),
        ([("2014-01", "list"), ("2014-02", "wiki"), ("2014-03", "list"), ("2014-05", "wiki")], 3),
    ],
)
def test_a_month_with_both_kinds_is_no_change(months: list[tuple[str, str]], expected: int) -> None:
    assert alternations(months) == expected


def test_months_are_counted_over_years() -> None:
    assert months_between("2014-11-30", "2015-01") == 2
