"""Who writes: administrators, how many really, how unequally, of which sectors."""

from __future__ import annotations

from math import exp, isclose, log
from pathlib import Path
from typing import Any

import pytest
from factories import Archive
from hypothesis import given
from hypothesis import strategies as st
from site_histories import Site, column, study

from maillage import analyze
from maillage.analyze.wikis.writing import (
    Part,
    WikiWriters,
    WikiWriting,
    by_sector,
    effective_number,
    writers,
    writing,
)
from maillage.decisions import Decisions


@pytest.fixture
def site(archive: Archive) -> Site:
    site = Site(archive)
    site.page(1, "Accueil")
    return site


def share_by(site: Site) -> dict[str, Any]:
    return column(site.archive.store, "select counted_in, written, known, by_administrators, share from wiki_writing")


def test_administrators_by_edits_bytes_and_pages_at_the_date_of_each(site: Site, tmp_path: Path) -> None:
    site.page(2, "Autre")
    site.page(3, "Discussion:Autre", namespace=1)
    site.listed("Aline")
    site.rights("2012-01-01", "Aline", [], ["sysop"])
    site.grown(1, "Aline", "2011-06-01 10:00", 100)
    site.grown(1, "Aline", "2013-06-01 10:00", 160)
    site.grown(1, "Bastien", "2014-06-01 10:00", 100)
    site.grown(2, "Aline", "2014-06-02 10:00", 40)
    site.grown(3, "Aline", "2014-06-02 10:00", 999)
    analyze.run(site.archive.store, study(tmp_path), Decisions())
    assert share_by(site) == {
        "edits": (4, 4, 2, 0.5),
        "bytes": (200, 200, 100, 0.5),
        "pages": (2, 2, 1, 0.5),
        "surviving": (None, None, None, None),
    }


def test_without_a_word_of_administrators_their_share_is_not_known(site: Site, tmp_path: Path) -> None:
    site.grown(1, "Aline", "2011-06-01 10:00", 100)
    analyze.run(site.archive.store, study(tmp_path), Decisions())
    assert share_by(site)["edits"] == (1, 0, None, None)


def test_surviving_words_are_whose_they_are(site: Site, tmp_path: Path) -> None:
    site.listed("Aline", "sysop")
    site.edit(1, "Aline", "2015-01-01 10:00", "un deux trois quatre")
    site.edit(1, "Bastien", "2015-01-02 10:00", "un deux cinq six sept huit neuf dix")
    analyze.run(site.archive.store, study(tmp_path), Decisions())
    written, known, by, share = share_by(site)["surviving"]
    assert (written, known, by) == (8, 8, 2)
    assert share == 0.25


def test_the_share_of_administrators_is_of_what_is_known() -> None:
    assert writing("wiki", "edits", Part(10, 8, 2)).share == 0.25
    assert writing("wiki", "edits", Part(10, 0, None)) == WikiWriting("wiki", "edits", 10, 0, None, None)


def test_equal_writers_are_as_many_as_they_are() -> None:
    assert effective_number([5, 5, 5, 5]) == pytest.approx(4)
    assert effective_number([7]) == 1.0
    assert effective_number([]) is None
    assert effective_number([0, 0]) is None


def test_the_effective_number_by_hand() -> None:
    entropy = -(0.5 * log(0.5) + 0.25 * log(0.25) * 2)
    assert isclose(effective_number([2, 1, 1]) or 0, exp(entropy))


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=40))
def test_the_effective_number_is_between_one_and_all(counts: list[int]) -> None:
    found = effective_number(counts)
    assert found is not None
    assert 1 - 1e-9 <= found <= len(counts) + 1e-9


def test_the_writers_of_a_wiki_and_of_its_half() -> None:
    found = writers("wiki", {1: 10, 2: 5, 3: 5}, {1: "public", 2: "academia"}, 4, 1)
    assert (found.writers, found.edits, found.unregistered, found.nameless) == (3, 20, 4, 1)
    assert (found.half_makers, found.half_makers_edits) == (1, 10)
    assert found.gini == pytest.approx(1 / 6)
    assert found.sectors == 2
    assert found.effective_sectors == pytest.approx(effective_number([10, 5]))


def test_a_wiki_without_writers_has_no_diversity() -> None:
    assert writers("wiki", {}, {}) == WikiWriters("wiki", 0, 0, 0, 0, None, None, None, None, 0, None)


def test_the_sectors_add_up_to_all_writers() -> None:
    found = {one.sector: one for one in by_sector("wiki", {1: 10, 2: 5, 3: 5}, {1: "public", 2: "public"})}
    assert (found["public"].writers, found["public"].edits, found["public"].share_of_edits) == (2, 15, 0.75)
    assert (found[""].writers, found[""].share_of_writers) == (1, 1 / 3)
    assert sum(one.edits for one in found.values()) == 20
