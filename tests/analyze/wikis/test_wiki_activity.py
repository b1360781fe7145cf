"""What is edited month by month, and how old the contents are."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import Archive, values
from hypothesis import given
from hypothesis import strategies as st
from site_histories import Site, derive, study

from maillage.analyze.wikis.activity import WikiMonth, WikiRenewal, median_gap


@pytest.fixture
def site(archive: Archive) -> Site:
    site = Site(archive)
    site.page(1, "Accueil")
    site.page(2, "Discussion:Accueil", namespace=1)
    return site


def months(site: Site, *columns: str) -> list[tuple[Any, ...]]:
    return values(site.archive.store, WikiMonth, *columns)


def renewal(site: Site, *columns: str) -> tuple[Any, ...]:
    (row,) = values(site.archive.store, WikiRenewal, *columns)
    return row


def test_bytes_added_and_removed_are_told_apart(site: Site, tmp_path: Path) -> None:
    for day, length in ((2, 100), (3, 40), (4, 90)):
        site.grown(1, "Aline", f"2015-03-0{day} 10:00", length)
    derive(site, study(tmp_path), "census", "activity")
    assert months(site, "added", "removed", "created") == [(150, 60, 1)]


def test_talk_is_edited_but_is_no_content(site: Site, tmp_path: Path) -> None:
    site.grown(1, "Aline", "2015-03-02 10:00", 10)
    site.grown(2, "Bastien", "2015-03-02 11:00", 10)
    site.edit(2, "192.0.2.1", "2015-03-02 12:00")
    derive(site, study(tmp_path), "census", "activity")
    columns = "edits", "content_edits", "added", "created", "contributors", "unregistered"
    assert months(site, *columns) == [(3, 1, 10, 1, 2, 1)]


def test_months_without_an_edit_are_there_and_borders_are_local(site: Site, tmp_path: Path) -> None:
    site.edit(1, "Aline", "2014-12-31 23:30")  # half past midnight in Paris
    site.edit(1, "Aline", "2015-03-31 21:30")
    derive(site, study(tmp_path), "census", "activity")
    assert months(site, "month", "edits") == [("2015-01", 1), ("2015-02", 0), ("2015-03", 1)]


def test_renewed_are_pages_edited_in_the_last_365_days(site: Site, tmp_path: Path) -> None:
    site.page(3, "Vieille page")
    site.page(4, "Page d'un robot")
    site.edit(3, "Aline", "2015-01-01 12:00")
    site.edit(1, "Aline", "2015-01-02 12:00")
    site.edit(4, "ImportBot", "2015-06-01 12:00")
    site.edit(2, "Aline", "2016-01-01 12:00")  # a talk page: the last day of the archive
    derive(site, study(tmp_path), "census", "activity")
    assert renewal(site, "until", "content_pages", "renewed", "share", "median_age") == (
        "2016-01-01", 3, 1, 1 / 3, 364.5,
    )  # fmt: skip


def test_it_is_looked_back_from_the_end_of_the_period(site: Site, tmp_path: Path) -> None:
    site.edit(1, "Aline", "2015-01-02 12:00")
    site.edit(2, "Aline", "2018-01-01 12:00")
    derive(site, study(tmp_path, end=date(2015, 1, 12)), "census", "activity")
    assert renewal(site, "until", "median_age", "edits_per_month") == ("2015-01-12", 10.0, 1.0)


def test_bouts_of_edits_are_one_day_and_pauses_are_between_days(site: Site, tmp_path: Path) -> None:
    for at in ("2015-01-01 10:00", "2015-01-01 10:01", "2015-01-01 10:02", "2015-01-04 10:00", "2015-01-11 10:00"):
        site.edit(1, "Aline", at)
    derive(site, study(tmp_path), "census", "activity")
    assert renewal(site, "median_pause") == (5.0,)
    assert renewal(site, "median_gap") == (pytest.approx((1 / 1440 + 3 - 2 / 1440) / 2),)


def test_a_wiki_without_edits_has_no_frequency(site: Site, tmp_path: Path) -> None:
    derive(site, study(tmp_path), "census", "activity")
    assert renewal(site, "until", "renewed", "share", "median_age", "median_gap", "edits_per_month") == (
        None, 0, 0.0, None, None, None,
    )  # fmt: skip
    assert months(site) == []


START = datetime(2015, 1, 1, tzinfo=UTC)


def test_the_median_of_the_days_between_edits() -> None:
    moments = [START + timedelta(days=day) for day in (0, 1, 3, 13)]
    assert median_gap(moments) == 2.0
    assert median_gap([START]) is None
    assert median_gap([START, START]) == 0.0


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=30))
def test_no_gap_is_below_0_or_longer_than_the_whole(seconds: list[int]) -> None:
    moments = [START + timedelta(seconds=second) for second in sorted(seconds)]
    gap = median_gap(moments)
    assert gap is not None
    assert 0 <= gap <= (max(seconds) - min(seconds)) / 86_400
