"""One row an edit: whose it is, when, what it added, and whether it counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import Archive, values
from hypothesis import given
from hypothesis import strategies as st
from site_histories import Site, column, derive, study

from maillage.analyze.wikis.edits import Edit, State, added
from maillage.analyze.wikis.pages import WikiPage
from maillage.analyze.wikis.spaces import Spaces
from maillage.decisions import Decisions, Exclusion, Merge
from maillage.project import Study


@pytest.fixture
def site(archive: Archive) -> Site:
    site = Site(archive)
    site.page(1, "Accueil")
    return site


@pytest.fixture
def of(tmp_path: Path) -> Study:
    return study(tmp_path)


def edits(site: Site, *columns: str) -> list[tuple[Any, ...]]:
    return values(site.archive.store, Edit, *columns)


def state(revision: int, parent: int | None, length: int | None) -> State:
    return State(1, revision, parent, f"2015-01-{revision:02}T00:00:00Z", "A", "ip", length, 1, 0, "T", "")


def test_an_edit_is_in_the_day_and_month_of_the_study_s_time_zone(site: Site, of: Study) -> None:
    site.edit(1, "Aline Morvan", "2015-03-31 21:59")
    site.edit(1, "Aline Morvan", "2015-03-31 22:00")  # midnight in Paris, in summer
    derive(site, of)
    assert edits(site, "day", "month") == [("2015-03-31", "2015-03"), ("2015-04-01", "2015-04")]


def test_what_an_edit_added_is_against_its_parent(site: Site, of: Study) -> None:
    for minute, length in enumerate((100, 160, 40, None, 50)):
        site.grown(1, "Aline Morvan", f"2015-03-02 10:0{minute}", length)
    derive(site, of)
    assert edits(site, "added") == [(100,), (60,), (-120,), (None,), (None,)]


def test_without_parents_the_order_of_time_tells_what_was_before() -> None:
    assert added([state(1, None, 10), state(2, None, 30), state(3, None, 5)]) == [10, 20, -25]


def test_a_parent_that_is_not_there_leaves_what_was_added_unknown() -> None:
    assert added([state(2, 1, 10), state(3, 2, 15)]) == [None, 5]


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=20))
def test_what_was_added_comes_to_the_last_length(lengths: list[int]) -> None:
    history = [state(place, place - 1, length) for place, length in enumerate(lengths, start=1)]
    assert sum(grown for grown in added(history) if grown is not None) == lengths[-1]


def test_a_page_is_created_by_its_first_revision_if_that_is_there(site: Site, of: Study) -> None:
    site.page(2, "Latest only")
    site.edit(1, "Aline Morvan", "2015-03-02 10:00")
    site.edit(1, "Bastien Çelik", "2015-03-03 10:00")
    site._last[2] = 900  # a parent that the archive does not have
    site.edit(2, "Aline Morvan", "2015-03-02 10:00")
    derive(site, of)
    assert edits(site, "page", "creates") == [(1, 1), (1, 0), (2, 0)]
    assert values(site.archive.store, WikiPage, "page", "creator", "created_at") == [
        (1, "Aline Morvan", "2015-03-02T10:00:00Z"),
        (2, None, None),
    ]


def test_imported_revisions_stand_where_their_dates_are(site: Site, of: Study) -> None:
    site.edit(1, "Aline Morvan", "2015-03-02 10:00")
    site._last.clear()
    site.of_class("imported", 1, "imported>Gwenn", "2009-01-01")
    derive(site, of)
    assert values(site.archive.store, WikiPage, "creator", "creator_person") == [("imported>Gwenn", None)]
    assert edits(site, "user", "counted", "person")[0] == ("imported>Gwenn", 1, None)


def test_why_an_edit_does_not_count(site: Site, tmp_path: Path) -> None:
    of = study(tmp_path, begin=date(2015, 1, 1), end=date(2015, 12, 31))
    site.block("Chloé")
    for user, at in (
        ("Aline", "2014-06-01 10:00"),
        ("Aline", "2016-06-01 10:00"),
        ("Aline", "2015-06-01 10:00"),
        ("ImportBot", "2015-06-02 10:00"),
        ("Chloé", "2015-06-03 10:00"),
        ("Denis", "2015-06-04 10:00"),
        ("192.0.2.1", "2015-06-05 10:00"),
        ("192.0.2.2", "2015-06-06 10:00"),
    ):
        site.edit(1, user, at)
    site.edit(9, "Aline", "2015-06-07 10:00")  # its page is no more
    excluded = tuple(Exclusion("author", author, "wiki", "spam", "ER", None) for author in ("wiki:Denis", "192.0.2.2"))
    derive(site, of, decisions=Decisions(exclusions=excluded))
    assert column(site.archive.store, "select revision, left_out from edits") == {
        1: "before-period",
        2: "after-period",
        3: "",
        4: "bot",
        5: "blocked",
        6: "decision: spam",
        7: "",
        8: "decision: spam",
        9: "page-deleted",
    }
    assert edits(site, "count(*)", "sum(counted)") == [(9, 2)]


def test_an_edit_that_has_no_date_counts_nowhere(site: Site, of: Study) -> None:
    number = site.edit(1, "Aline", "2015-06-01 10:00")
    site.archive.store.connection.execute("update revisions set at = null where revision = ?", (number,))
    derive(site, of)
    assert edits(site, "left_out", "day", "month") == [("undated", None, None)]


def test_an_administrator_is_one_at_the_date_of_the_edit(site: Site, of: Study) -> None:
    site.listed("Aline")
    site.rights("2012-01-01", "Aline", [], ["sysop"])
    site.rights("2014-01-01", "Aline", ["sysop"], [])
    for year in (2011, 2013, 2015):
        site.edit(1, "Aline", f"{year}-06-01 10:00")
    site.edit(1, "192.0.2.1", "2013-06-01 11:00")
    derive(site, of)
    found = column(site.archive.store, "select revision, by_administrator from edits")
    assert found == {1: 0, 2: 1, 3: 0, 4: 0}


def test_an_administrator_is_one_under_her_other_account_too(site: Site, of: Study) -> None:
    site.listed("Aline", "sysop")
    site.edit(1, "Aline", "2015-06-01 10:00")
    site.edit(1, "Amorvan", "2015-06-02 10:00")
    merged = Merge("wiki:Aline", "wiki:Amorvan", "her own word", "ER", None)
    derive(site, of, decisions=Decisions(merges=(merged,)))
    assert edits(site, "by_administrator") == [(1,), (1,)]


def test_where_nothing_tells_who_administers_a_wiki_that_is_not_known(site: Site, of: Study) -> None:
    site.edit(1, "Aline", "2015-06-01 10:00")
    derive(site, of)
    assert edits(site, "by_administrator") == [(None,)]


def test_who_made_a_masked_edit_is_not_known_but_it_counts(site: Site, of: Study) -> None:
    site.listed("Aline", "sysop")
    site.of_class("hidden", 1, "", "2015-06-01")
    derive(site, of)
    assert edits(site, "counted", "person", "by_administrator") == [(1, None, None)]


def test_a_page_counts_its_edits_and_persons(site: Site, of: Study) -> None:
    for user in ("Aline", "Aline", "Bastien", "192.0.2.1", "ImportBot"):
        site.edit(1, user, "2015-06-01 10:00")
    derive(site, of)
    assert values(site.archive.store, WikiPage, "edits", "persons", "last_at") == [(4, 2, "2015-06-01T10:00:00Z")]


def test_a_page_without_any_revision_is_a_page(site: Site, of: Study) -> None:
    derive(site, of)
    assert values(site.archive.store, WikiPage, "page", "edits", "deleted", "creator") == [(1, 0, 0, None)]


def test_a_redirect_is_told_by_the_archive_or_by_the_text(site: Site, of: Study) -> None:
    site.page(2, "Ancien", redirect="Accueil")
    site.page(3, "Vieux")
    site.edit(3, "Aline", "2015-06-01 10:00", "long text")
    site.edit(3, "Aline", "2015-06-02 10:00", "#REDIRECTION [[Accueil]]")
    derive(site, of)
    assert column(site.archive.store, "select page, is_redirect from wiki_pages") == {1: 0, 2: 1, 3: 1}


def test_what_was_deleted_has_its_title_from_the_log(site: Site, of: Study) -> None:
    site.edit(9, "Aline", "2015-06-01 10:00")
    site.archive.store.connection.execute(
        "insert into wiki_logs values ('wiki', 1, 'delete', 'delete', '2016-01-01T00:00:00Z', 'B', 1, 9, 0, 'Parti',"
        " '', '{}', '', 1)"
    )
    derive(site, of)
    rows = values(site.archive.store, WikiPage, "page", "title", "space", "deleted")
    assert rows == [(9, "Parti", "content", 1), (1, "Accueil", "content", 0)]


@pytest.mark.parametrize(
    ("namespace", "space"),
    [(0, "content"), (1, "talk"), (2, "user"), (3, "talk"), (4, "project"), (6, "file"), (8, "other"), (10, "template"),
     (12, "help"), (14, "category"), (15, "talk"), (100, "other"), (101, "talk"), (-1, "other"), (None, "other")],
)  # fmt: skip
def test_what_namespaces_are_for(namespace: int | None, space: str) -> None:
    assert Spaces({}).of_namespace(namespace) == space


def test_contents_are_where_the_wiki_says() -> None:
    spaces = Spaces({0: False, 100: True, 101: True})
    assert [spaces.of_namespace(number) for number in (0, 100, 101)] == ["other", "content", "content"]
