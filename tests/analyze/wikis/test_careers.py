"""From contributor to administrator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from factories import Archive, values
from site_histories import Site, derive, study

from maillage.analyze.wikis.careers import MONTH, WikiCareer, WikiPromotion, career


@pytest.fixture
def site(archive: Archive) -> Site:
    site = Site(archive)
    site.page(1, "Accueil")
    return site


def careers(site: Site) -> list[tuple[Any, ...]]:
    return values(site.archive.store, WikiCareer, "user", "edits_before", "way")


def promotion(site: Site, *columns: str) -> tuple[Any, ...]:
    (row,) = values(site.archive.store, WikiPromotion, *columns)
    return row


def test_who_edited_first_was_promoted_and_who_had_the_rights_first_is_a_founder(site: Site, tmp_path: Path) -> None:
    for user, groups in (("Aline", "sysop"), ("Bastien", "sysop"), ("Chloé", "sysop"), ("Denis", "")):
        site.listed(user, groups)
    site.edit(1, "Aline", "2010-01-01 12:00")
    site.edit(1, "Aline", "2010-06-01 12:00")
    site.rights("2011-01-01", "Aline", [], ["sysop"])
    site.edit(1, "Aline", "2012-06-01 12:00")
    site.edit(1, "Bastien", "2010-01-01 12:00")  # in the group, and no word of it in the log
    site.rights("2011-01-01", "Chloé", [], ["sysop"])
    site.edit(1, "Denis", "2010-01-01 12:00")
    derive(site, study(tmp_path), "census", "careers")
    assert careers(site) == [("Aline", 2, "promoted"), ("Bastien", 0, "founder"), ("Chloé", None, "never-edited")]
    ways = promotion(site, "administrators", "promoted", "founders", "never_edited", "undated")
    assert ways == (3, 1, 1, 1, 0)
    assert promotion(site, "contributors", "share") == (3, 1 / 3)
    assert promotion(site, "median_months") == (pytest.approx(365 / MONTH),)


def test_an_administrator_whom_only_the_study_names_has_no_date(site: Site, tmp_path: Path) -> None:
    site.edit(1, "Aline", "2010-01-01 12:00")
    derive(site, study(tmp_path, administrators=("Aline",)), "census", "careers")
    assert careers(site) == [("Aline", None, "undated")]


def test_a_group_without_any_log_has_no_date(site: Site, tmp_path: Path) -> None:
    site.listed("Aline", "sysop")
    site.edit(1, "Aline", "2010-01-01 12:00")
    derive(site, study(tmp_path), "census", "careers")
    assert careers(site) == [("Aline", None, "undated")]


def test_where_nothing_tells_of_administrators_their_number_is_not_known(site: Site, tmp_path: Path) -> None:
    site.edit(1, "Aline", "2010-01-01 12:00")
    derive(site, study(tmp_path), "census", "careers")
    assert promotion(site, "administrators", "promoted", "share", "contributors") == (None, None, None, 1)


def test_months_are_those_between_the_first_edit_and_the_rights() -> None:
    found = career("w", "A", 1, "2010-01-01T00:00:00Z", "2012-01-01T00:00:00Z", 7, is_dated=True)
    assert found.months == pytest.approx(24, abs=0.05)
    assert found.edits_before == 7
