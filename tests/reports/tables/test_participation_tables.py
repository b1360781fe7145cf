from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from derived_rows import authors_of, fill, store_of, subscribers_of
from factories import source, study

from maillage.analyze import concentration, tiers
from maillage.decisions import Decisions
from maillage.errors import UnknownName
from maillage.project import Study, Thresholds, Tiers
from maillage.reports import tables
from maillage.reports.table import Choice, Table
from maillage.store import Store

NAMES = ("tiers", "tier-rules", "tier-sensitivity", "ninety-nine-one", "concentration", "lorenz")


@pytest.fixture
def of(tmp_path: Path) -> Study:
    return study(tmp_path, source("unisson", network="Lille"), source("wiki", network="Brest"), language="en")


@pytest.fixture
def store(tmp_path: Path, of: Study) -> Iterator[Store]:
    with store_of(tmp_path) as opened:
        authors_of(opened, {"unisson": {1: 25, 2: 12, 3: 3}, "wiki": {1: 2, 4: 2}})
        subscribers_of(opened, {("unisson", "2017-06-01"): [3, 5]})
        analysed(opened, of)
        yield opened


def analysed(store: Store, of: Study) -> None:
    for step in (tiers, concentration):
        rows = list(step.run(store, of, Decisions()))
        for row_class in step.ROWS:
            fill(store, row_class, [row for row in rows if type(row) is row_class])


def build(name: str, store: Store, of: Study, choice: Choice | None = None) -> Table:
    return tables.build(name, store, of, choice or Choice())


@pytest.mark.parametrize("name", NAMES)
def test_lists_stand_in_the_order_of_the_study_and_a_choice_leaves_one(name: str, store: Store, of: Study) -> None:
    lists = [row[0] for row in build(name, store, of).rows]
    assert list(dict.fromkeys(lists)) == ["unisson", "wiki"]
    assert {row[0] for row in build(name, store, of, Choice(source="wiki")).rows} == {"wiki"}
    assert {row[0] for row in build(name, store, of, Choice(network="Lille")).rows} == {"unisson"}
    with pytest.raises(UnknownName):
        build(name, store, of, Choice(source="makers"))


def test_tiers_stand_from_the_core_out_and_add_up(store: Store, of: Study) -> None:
    rows = build("tiers", store, of).rows
    assert rows[:4] == (
        ("unisson", "core (by volume)", 20, 1, 0.25, 25, 25 / 40),
        ("unisson", "active", 11, 1, 0.25, 12, 12 / 40),
        ("unisson", "occasional", 1, 1, 0.25, 3, 3 / 40),
        ("unisson", "silent", 0, 1, 0.25, 0, 0.0),
    )


def test_the_silent_of_a_list_without_subscribers_are_not_known_and_the_table_says_so(store: Store, of: Study) -> None:
    table = build("tiers", store, of, Choice(source="wiki"))
    assert table.rows[-1] == ("wiki", "silent", 0, None, None, None, None)
    assert any("cannot be counted" in note["en"] for note in table.notes)


def test_a_report_says_the_thresholds_in_force(store: Store, of: Study, tmp_path: Path) -> None:
    other = study(tmp_path, *of.sources, thresholds=Thresholds(4, 9, 50), tiers=Tiers(core=9, active=5, onion_core=0.5))
    analysed(store, other)
    table = build("tiers", store, other)
    assert "9 ou plus" in table.definition["fr"]
    assert "active: 5 to 8" in table.definition["en"]
    assert "50 %" in build("tier-rules", store, other).definition["fr"]
    assert "regular more than 4" in build("tier-sensitivity", store, other).definition["en"]
    assert "at least 9 messages" in build("concentration", store, other).definition["en"]


def test_the_tier_core_is_said_not_to_be_the_core_of_the_thesis(store: Store, of: Study) -> None:
    for name in ("tiers", "tier-rules"):
        assert "noyau dur de la thèse" in build(name, store, of).definition["fr"]


def test_three_rules_stand_side_by_side(store: Store, of: Study) -> None:
    rows = build("tier-rules", store, of, Choice(source="unisson")).rows
    assert [row[1:4] for row in rows] == [
        ("volume", "core", 1),
        ("volume", "active", 1),
        ("volume", "occasional", 1),
        ("volume", "silent", 1),
        ("rate", "core", 2),
        ("rate", "active", 0),
        ("rate", "occasional", 1),
        ("rate", "silent", 1),
        ("onion", "core", 2),
        ("onion", "regular", 1),
        ("onion", "casual", 0),
        ("onion", "silent", 1),
    ]


def test_cells_are_in_the_language_of_the_study(store: Store, of: Study, tmp_path: Path) -> None:
    french = study(tmp_path, *of.sources)
    assert [row[1] for row in build("tiers", store, french).rows[:4]] == [
        "noyau (par le volume)",
        "actifs",
        "occasionnels",
        "silencieux",
    ]


def test_sensitivity_shows_the_threshold_in_force_among_the_moved(store: Store, of: Study) -> None:
    rows = build("tier-sensitivity", store, of, Choice(source="unisson")).rows
    core = [row[2:] for row in rows if row[1] == "core: at least"]
    assert core[0] == (15, -5, 1, 0)
    assert (20, 0, 1, 0) in core
    assert core[-1] == (30, 10, 0, 1)


def test_ninety_nine_one_says_among_whom(store: Store, of: Study) -> None:
    rows = build("ninety-nine-one", store, of).rows
    assert rows[0] == ("unisson", "authors and subscribers", "top 1%", 1, 25, 25 / 40)
    assert rows[3] == ("wiki", "authors only", "top 1%", 2, 4, 1.0)


def test_concentration_has_one_row_a_list(store: Store, of: Study) -> None:
    name, authors, messages, gini, *rest = build("concentration", store, of).rows[0]
    assert (name, authors, messages) == ("unisson", 3, 40)
    assert gini == pytest.approx(22 / 60)
    assert rest == [1, 25, 1, 25 / 40, 1, 25 / 40]


def test_the_lorenz_curve_goes_from_nobody_to_all(store: Store, of: Study) -> None:
    rows = build("lorenz", store, of, Choice(source="wiki")).rows
    assert rows == (("wiki", 0, 0.0, 0.0), ("wiki", 2, 1.0, 1.0))
