from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from derived_rows import authors_of, store_of
from factories import study
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.analyze import concentration
from maillage.analyze.comparison import published
from maillage.analyze.concentration import Concentration, LorenzPoint
from maillage.decisions import Decisions

TABLE_35 = [int(row["Total"]) for row in published("table35")[:-1]]

AUTHORS = st.lists(st.integers(1, 500), min_size=1, max_size=60)


def test_table_35_has_the_gini_of_the_reference() -> None:
    assert concentration.gini(TABLE_35) == pytest.approx(0.587, abs=0.0005)


def test_four_authors_of_table_35_make_half() -> None:
    row = concentration.concentration("tiers-lieux", TABLE_35, 20)
    assert (row.authors, row.messages, row.half_makers, row.half_makers_messages) == (35, 175, 4, 88)


def test_the_intensive_of_table_35_make_43_percent() -> None:
    row = concentration.concentration("tiers-lieux", TABLE_35, 20)
    assert row.intensive == 3
    assert row.intensive_share == pytest.approx((29 + 26 + 20) / 175)


def test_the_top_tenth_is_rounded_up() -> None:
    row = concentration.concentration("tiers-lieux", TABLE_35, 20)
    assert row.top_decile == 4
    assert row.top_decile_share == pytest.approx(88 / 175)


@pytest.mark.parametrize(
    ("messages", "gini"),
    [([5], 0.0), ([3, 3, 3, 3], 0.0), ([0, 0, 0, 10], 0.75), ([1, 3], 0.25), ([1, 2, 3, 4], 0.25)],
)
def test_the_gini_is_the_plain_formula_of_the_sample(messages: list[int], gini: float) -> None:
    assert concentration.gini(messages) == pytest.approx(gini)


@pytest.mark.parametrize(
    ("messages", "makers"), [([5], 1), ([2, 2], 1), ([1, 1, 1], 2), ([10, 1, 1], 1), ([4, 3, 3, 2], 2)]
)
def test_half_makers_make_at_least_half(messages: list[int], makers: int) -> None:
    assert concentration.half_makers(messages) == makers


def test_nothing_is_known_of_a_list_without_messages() -> None:
    row = concentration.concentration("empty", [], 20)
    assert row == Concentration("empty", 0, 0, None, None, None, 0, None, 0, None)
    assert concentration.lorenz_points("empty", []) == []


@settings(deadline=None)
@given(AUTHORS)
def test_the_gini_is_twice_the_area_between_the_lorenz_curve_and_equality(messages: list[int]) -> None:
    points = concentration.lorenz_points("makers", messages)
    area = sum(
        (after.authors_share - before.authors_share) * (after.messages_share + before.messages_share) / 2
        for before, after in pairwise(points)
    )
    assert concentration.gini(messages) == pytest.approx(1 - 2 * area)


@settings(deadline=None)
@given(AUTHORS)
def test_the_gini_is_between_equality_and_one_author_of_all(messages: list[int]) -> None:
    gini = concentration.gini(messages)
    assert gini is not None
    assert -1e-12 <= gini <= (len(messages) - 1) / len(messages) + 1e-12


def test_the_lorenz_curve_has_a_point_at_every_different_number() -> None:
    assert concentration.lorenz_points("makers", [3, 1, 1, 5]) == [
        LorenzPoint("makers", 0, 0.0, 0.0),
        LorenzPoint("makers", 2, 0.5, 0.2),
        LorenzPoint("makers", 3, 0.75, 0.5),
        LorenzPoint("makers", 4, 1.0, 1.0),
    ]


def test_a_long_lorenz_curve_is_thinned_and_keeps_its_ends() -> None:
    points = concentration.lorenz_points("makers", range(1, 5001))
    assert len(points) <= 202
    assert (points[0].rank, points[-1].rank) == (0, 5000)
    assert points[-1].messages_share == 1.0


def test_each_list_is_measured_by_the_thresholds_of_the_study(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        authors_of(store, {"makers": {1: 30, 2: 10}, "unisson": {}})
        rows = list(concentration.run(store, study(tmp_path), Decisions()))
    assert [row for row in rows if isinstance(row, Concentration)] == [
        Concentration("makers", 2, 40, 0.25, 1, 30, 1, 0.75, 1, 0.75),
        Concentration("unisson", 0, 0, None, None, None, 0, None, 0, None),
    ]
