"""The tables of participatory sites, and what tables of wikis are called beside one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from factories import Archive
from site_rows import ADMINISTRATOR, VISITOR, Site, study

from maillage.project import Study
from maillage.reports import tables
from maillage.reports.table import Choice, Table
from maillage.store import Store

NAMES = [name for name in tables.names() if name.startswith("site-")]


@pytest.fixture
def of(tmp_path: Path) -> Study:
    return study(tmp_path, end=date(2016, 12, 31), language="en")


@pytest.fixture
def store(tmp_path: Path, of: Study) -> Iterator[Store]:
    with Archive(tmp_path) as archive:
        site = Site(archive)
        site.user("Aline", ADMINISTRATOR)
        site.user("Bastien")
        site.user("Dimitri", VISITOR)
        site.section(1, "Dossiers")
        site.section(2, "Ateliers", parent=1)
        site.article(1, "Aline", at="2015-03-02", section=1)
        site.article(2, "Bastien", at="2016-05-02", section=2, copied_from="http://autre.example/")
        site.article(3, "Bastien", at="2017-06-02", section=2)
        site.article(4, "Bastien", at="2016-06-02", section=2, status="prop")
        site.derive(of)
        yield archive.store


def built(name: str, store: Store, of: Study) -> Table:
    return tables.build(name, store, of, Choice())


def row(name: str, store: Store, of: Study) -> dict[str, object]:
    table = built(name, store, of)
    return dict(zip((column.name for column in table.columns), table.rows[0], strict=True))


def test_a_study_has_them_where_it_has_a_site(of: Study, tmp_path: Path) -> None:
    assert set(NAMES) <= set(tables.of_study(of))
    assert not set(NAMES) & set(tables.of_study(Study(tmp_path / "maillage.toml", "No site", ())))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_its_words_in_both_languages(name: str, language: str, store: Store, of: Study) -> None:
    table = built(name, store, of)
    assert table.rows
    assert table.title[language]
    assert table.definition[language]
    assert all(column.label[language] for column in table.columns)


def test_table_11_counts_to_the_end_of_the_study(store: Store, of: Study) -> None:
    found = row("site-table11", store, of)
    assert (found["created"], found["articles"], found["counted_to"], found["articles_held"]) == (
        "2015", 2, "2016-12", 3,
    )  # fmt: skip


def test_who_may_write_stands_beside_who_does(store: Store, of: Study) -> None:
    found = row("site-articles", store, of)
    assert (found["articles"], found["copies"], found["authors"]) == (2, 1, 2)
    assert (found["may_write"], found["wrote"], found["visitors"]) == (2, 2, 1)


def test_what_had_to_be_validated_and_what_waits(store: Store, of: Study) -> None:
    found = row("site-validation", store, of)
    assert (found["validated"], found["validated_share"], found["proposed"], found["refused"]) == (1, 0.5, 1, 0)


def test_sections_stand_below_those_they_are_in(store: Store, of: Study) -> None:
    assert [line[1:4] for line in built("site-sections", store, of).rows] == [
        ("Dossiers", 1, 2),
        ("Dossiers / Ateliers", 1, 1),
    ]


def test_statuses_are_told_in_words(store: Store, of: Study) -> None:
    assert [line[1:3] for line in built("site-statuses", store, of).rows] == [("published", 3), ("proposed", 1)]


def test_annex_3_says_articles_and_names_sites(store: Store, of: Study) -> None:
    table = built("wiki-census", store, of)
    assert row("wiki-census", store, of)["unit"] == "articles"
    assert table.title["en"] == "Administrators, contributors and pages of wikis and sites"
    assert table.columns[0].label == {"fr": "Wiki ou site", "en": "Wiki or site"}
