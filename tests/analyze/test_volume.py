from __future__ import annotations

from datetime import date

import pytest
from factories import Archive, derive, source, study, values

from maillage.analyze.volume import (
    ListMessages,
    ListPeriod,
    ListVolume,
    ListYear,
    age_months,
    in_figure,
    is_intense_first_year,
    mean_per_year,
    months_between,
    months_of_existence,
    theil_sen,
)

# Table 27: created, messages, age at the end of 2016, mean (Unisson's is misprinted, INCONSISTENCIES 3)
TABLE_27 = [
    ("2007-05", 1146, 116, 118.55),
    ("2009-04", 333, 93, 42.97),
    ("2010-03", 720, 82, 105.37),
    ("2012-11", 3674, 50, 881.76),
    ("2013-04", 1732, 45, 461.87),
    ("2014-02", 333, 35, 114.17),
    ("2015-03", 174, 22, 94.91),
    ("2015-03", 223, 22, 121.64),
]
AGES = [("2016-12", "2016-12", 1), ("2015-12", "2016-01", 2), ("2016-01", "2015-12", 0)]
EXISTENCE = [(2012, 2), (2013, 12), (2016, 12), (2011, 0), (2017, 0)]
FIGURE = [(2, 50, False), (3, 50, True), (12, 24, True), (12, 23, False), (12, None, False)]
FIRST_YEARS = [([1208, 900], True), ([61, 90], False), ([5, 5], True), ([5], None), ([], None)]
SLOPES = [
    ({2014: 234, 2015: 77, 2016: 22}, -106.0),
    ({2013: 10, 2014: 1000, 2015: 14, 2016: 16}, 2.0),
    ({2013: 5, 2016: 5}, 0.0),
    ({2016: 5}, None),
    ({}, None),
]


@pytest.mark.parametrize(("created", "messages", "age", "mean"), TABLE_27)
def test_the_means_of_table_27_are_found_again(created: str, messages: int, age: int, mean: float) -> None:
    assert age_months(created, "2016-12") == age
    assert mean_per_year(messages, age) == pytest.approx(mean, abs=0.005)


@pytest.mark.parametrize(("begun", "ended", "age"), AGES)
def test_an_age_includes_its_first_and_last_month(begun: str, ended: str, age: int) -> None:
    assert age_months(begun, ended) == age


@pytest.mark.parametrize("age", [None, 0, -3])
def test_a_list_without_months_has_no_mean(age: int | None) -> None:
    assert mean_per_year(5, age) is None


@pytest.mark.parametrize(("year", "months"), EXISTENCE)
def test_makers_existed_two_months_in_2012(year: int, months: int) -> None:
    assert months_of_existence(year, "2012-11", "2016-12") == months


@pytest.mark.parametrize(("months", "age", "drawn"), FIGURE)
def test_short_years_and_young_lists_are_not_drawn(months: int, age: int | None, drawn: bool) -> None:  # noqa: FBT001
    assert in_figure(months, age) is drawn


@pytest.mark.parametrize(("messages", "intense"), FIRST_YEARS)
def test_a_first_year_is_intense_when_no_other_has_more(messages: list[int], intense: bool | None) -> None:  # noqa: FBT001
    assert is_intense_first_year(messages) is intense


@pytest.mark.parametrize(("years", "slope"), SLOPES)
def test_a_trend_is_the_median_slope_and_follows_no_single_year(years: dict[int, int], slope: float | None) -> None:
    assert theil_sen(years) == slope


def test_months_between_are_all_of_them() -> None:
    assert months_between("2015-11", "2016-02") == ["2015-11", "2015-12", "2016-01", "2016-02"]
    assert months_between("2016-02", "2015-11") == []


def test_unisson_is_counted_as_in_the_thesis(archive: Archive) -> None:
    for month, messages in (("2014-02", 234), ("2015-06", 77), ("2016-12", 22)):
        archive.messages(messages, "unisson", sent=month, by="a@x.fr")
    derive(archive, study(archive.root, source("unisson", "2014-02")))
    assert values(archive.store, ListPeriod) == [("unisson", "2014-02", "2014-02", "2016-12", 35)]
    (volume,) = archive.store.rows("select * from list_volumes")
    assert dict(volume) == {
        "source": "unisson",
        "messages": 333,
        "authorless": 0,
        "cross_posts": 0,
        "mean_per_year": pytest.approx(114.17, abs=0.005),
        "first_full_year": 2014,
        "first_full_year_messages": 234,
        "first_full_year_ratio": pytest.approx(2.05, abs=0.005),
        "intense_first_year": 1,
        "trend": -106.0,
    }


def test_the_first_two_months_of_makers_are_in_no_figure(archive: Archive) -> None:
    archive.messages(3, sent="2012-11")
    archive.messages(2, sent="2013-05")
    archive.message(sent="2014-12")
    derive(archive, study(archive.root, source("makers", "2012-11")))
    assert values(archive.store, ListYear) == [
        ("makers", 2012, 3, 2, 0),
        ("makers", 2013, 2, 12, 1),
        ("makers", 2014, 1, 12, 1),
    ]
    assert values(archive.store, ListVolume, "first_full_year", "intense_first_year") == [(2013, 1)]


def test_a_young_list_has_a_mean_and_no_trend(archive: Archive) -> None:
    archive.messages(174, "tiers-lieux", sent="2015-03")
    derive(archive, study(archive.root, source("tiers-lieux", "2015-03"), end=date(2016, 12, 31)))
    columns = ("first_full_year", "intense_first_year", "trend")
    assert values(archive.store, ListVolume, *columns) == [(None, None, None)]
    assert archive.store.value("select mean_per_year from list_volumes") == pytest.approx(94.91, abs=0.005)


def test_a_list_lasts_from_its_first_message_to_its_last_where_the_study_does_not_say(archive: Archive) -> None:
    archive.message(sent="2014-05")
    archive.message("unisson", sent="2016-02")
    derive(archive, study(archive.root, source("makers"), source("unisson")))
    assert values(archive.store, ListPeriod) == [
        ("makers", "2014-05", "2014-05", "2014-05", 1),
        ("unisson", "2016-02", "2016-02", "2016-02", 1),
    ]


def test_the_age_of_an_old_list_is_counted_from_the_period_s_begin(archive: Archive) -> None:
    archive.message(sent="2016-02")
    of = study(archive.root, source("makers", "2012-11"), begin=date(2016, 1, 1), end=date(2016, 12, 31))
    derive(archive, of)
    assert values(archive.store, ListPeriod) == [("makers", "2012-11", "2016-01", "2016-12", 12)]


def test_a_period_that_begins_later_changes_no_date_of_creation(archive: Archive) -> None:
    archive.message(sent="2012-11")
    archive.message(sent="2016-02")
    archive.message("unisson", sent="2013-02")
    of = study(archive.root, source("makers"), source("unisson"), begin=date(2016, 1, 1), end=date(2016, 12, 31))
    derive(archive, of)
    assert values(archive.store, ListPeriod) == [
        ("makers", "2012-11", "2016-01", "2016-12", 12),
        ("unisson", "2013-02", "2016-01", "2016-12", 12),
    ]
    assert values(archive.store, ListVolume, "messages", "mean_per_year") == [(1, 1.0), (0, 0.0)]


def test_a_list_without_messages_has_no_period_unless_the_study_says(archive: Archive) -> None:
    archive.message("unisson", sent="2016-02")
    derive(archive, study(archive.root, source("makers"), source("unisson"), source("new", "2017-01")))
    assert values(archive.store, ListPeriod)[0] == ("makers", None, None, "2016-02", None)
    assert values(archive.store, ListPeriod)[2] == ("new", "2017-01", "2017-01", "2016-02", None)
    assert values(archive.store, ListVolume, "source", "messages", "mean_per_year") == [
        ("makers", 0, None),
        ("unisson", 1, 12.0),
        ("new", 0, None),
    ]


def test_messages_before_a_list_was_created_count(archive: Archive) -> None:
    archive.message(sent="2012-02")
    archive.message(sent="2016-12")
    derive(archive, study(archive.root, source("makers", "2013-04")))
    assert values(archive.store, ListVolume, "messages") == [(2,)]
    assert values(archive.store, ListYear, "year", "messages", "months_of_existence")[:2] == [
        (2012, 1, 0),
        (2013, 0, 9),
    ]


def test_a_message_on_two_lists_is_a_cross_post_of_both(archive: Archive) -> None:
    for name in ("makers", "unisson", "aside"):
        archive.message(name, message_id="one@x")
    archive.message("makers", message_id="two@x")
    archive.message("aside", message_id="two@x")
    derive(archive, study(archive.root, source("makers"), source("unisson"), source("aside", analysed=False)))
    assert values(archive.store, ListVolume, "source", "cross_posts") == [("makers", 1), ("unisson", 1)]


def test_a_message_without_author_counts_and_is_told(archive: Archive) -> None:
    archive.message()
    archive.message(by="a@x.fr")
    derive(archive, study(archive.root))
    assert values(archive.store, ListVolume, "messages", "authorless") == [(2, 1)]


def test_merged_and_only_listed_archives_have_messages_and_no_volume(archive: Archive) -> None:
    archive.messages(2, "makers")
    archive.messages(3, "old")
    archive.message("aside", sent=None)
    of = study(archive.root, source("makers"), source("old", merged_into="makers"), source("aside", analysed=False))
    derive(archive, of)
    assert sorted(values(archive.store, ListMessages)) == [
        ("aside", "aside", 1, 0),
        ("makers", "makers", 2, 2),
        ("old", "makers", 3, 3),
    ]
    assert values(archive.store, ListVolume, "source", "messages") == [("makers", 5)]
