"""The tables of wikis: what a reader of annexes 3 and 4 and of Tables 15 and 16 gets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from derived_rows import fill, store_of
from factories import source, study

from maillage.analyze.wikis import discussion
from maillage.analyze.wikis.activity import WikiMonth, WikiRenewal
from maillage.analyze.wikis.affordances import AFFORDANCES, WikiAffordance
from maillage.analyze.wikis.careers import WikiCareer, WikiPromotion
from maillage.analyze.wikis.census import WikiCensus, WikiClass, WikiContent, WikiStatistic
from maillage.analyze.wikis.edits import Edit
from maillage.analyze.wikis.tiers import WikiRegulars, WikiTierCount
from maillage.analyze.wikis.writing import WikiSector, WikiWriters, WikiWriting
from maillage.project import Source, Study, WikiOptions
from maillage.reports import tables
from maillage.reports.formats import markup
from maillage.reports.table import Choice, Table
from maillage.reports.tables.wiki_elements import ELEMENTS
from maillage.store import Store

NAMES = (
    "wiki-census", "wiki-annex4", "wiki-classes", "wiki-tiers", "wiki-regulars", "wiki-months", "wiki-renewal",
    "wiki-administrators", "wiki-writers", "wiki-sectors", "wiki-promotions", "wiki-careers", "wiki-affordance-rights",
    "wiki-statistics",
)  # fmt: skip
"""Those with a row a wiki or more."""


def census(name: str, **known: Any) -> WikiCensus:
    """A wiki of which an export tells what it can."""
    numbers = dict.fromkeys(
        ("bots", "ips", "ip_edits", "temporaries", "temporary_edits", "imported_edits", "redirects"), 0
    )
    untold = dict.fromkeys(("silent", "registered", "administrators", "blocked"))
    rest = {"pages": 9, "content_pages": 7, "contributors": 4, "edits": 30, "age_months": 12}
    days = {"begun": "2016-01", "ended": "2016-12", "first_day": "2016-01-05", "last_day": "2016-12-24"}
    return WikiCensus(name, **{**numbers, **untold, **rest, **days, **known})


def rows() -> list[object]:
    """Two wikis, in the order of their names."""
    found: list[object] = [census("abrest", silent=3, registered=7, administrators=2, blocked=1), census("fuc")]
    for name in ("abrest", "fuc"):
        found += [
            WikiClass(name, "contributor", 4, 25, 25 / 30),
            WikiClass(name, "nameless", None, 0, 0.0),
            WikiClass(name, "bot", 0, 0, 0.0),
            WikiClass(name, "ip", 2, 5, 5 / 30),
            WikiTierCount(name, "volume", "core", 1, 20, 0.25, 0.8),
            WikiTierCount(name, "volume", "silent", None, None, None, None),
            WikiRegulars(name, 4, 1, 0.25, 1, 0.25, 0),
            WikiMonth(name, "2016-01", 3, 2, 100, 4, 1, 2, 1),
            WikiRenewal(name, "2016-12-24", 7, 3, 3 / 7, 90.0, 0.5, 4.0, 2.5, 0.5),
            WikiWriting(name, "edits", 20, 0, None, None),
            WikiWriting(name, "bytes", 20, 10, 5, 0.5),
            WikiWriters(name, 4, 20, 5, 1, 2.5, 0.3, 1, 12, 1, 1.0),
            WikiSector(name, "public", 1, 0.25, 12, 0.6),
            WikiSector(name, "business", 0, 0.0, 0, 0.0),
            WikiPromotion(name, 2, 1, 1, 0, 0, 4, 0.25, 14.0),
            WikiCareer(name, "Aline", 1, "2016-01-05T10:00:00Z", "2016-06-01T08:00:00Z", 9, 4.9, "promoted"),
            WikiStatistic(name, "edits", 40, 30, -10),
        ]
        found += [
            WikiAffordance(name, place, one, "registered" if name == "abrest" else None, "edit of user")
            for place, one in enumerate(AFFORDANCES, start=1)
        ]
    found += [
        WikiContent("abrest", 1, "category", "Lieux", 5),
        WikiContent("abrest", 2, "category", "Projets", 2),
        WikiContent("fuc", 1, "page", "Programme", None),
    ]
    return found


@pytest.fixture
def of(tmp_path: Path) -> Study:
    fuc = Source("fuc", "mediawiki", tmp_path, wiki=WikiOptions(), network="Brest")
    abrest = Source(
        "abrest", "mediawiki", tmp_path, title="Wiki.@-brest", description="Écriture collective", wiki=WikiOptions(),
        created=date(2005, 3, 1), network="Brest",
    )  # fmt: skip
    only_named = Source("nommé", "mediawiki", tmp_path, wiki=WikiOptions(), analysed=False)
    return study(tmp_path, fuc, source("makers", network="Lille"), abrest, only_named, language="fr")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_of(tmp_path, Edit) as opened:
        by_class: dict[type, list[object]] = {}
        for row in rows():
            by_class.setdefault(type(row), []).append(row)
        for row_class, own in by_class.items():
            fill(opened, row_class, own)
        yield opened


def build(name: str, store: Store, of: Study, **choice: str) -> Table:
    return tables.build(name, store, of, Choice(**choice))


def cells(table: Table, *columns: str) -> list[tuple[object, ...]]:
    places = [[column.name for column in table.columns].index(name) for name in columns]
    return [tuple(row[place] for place in places) for row in table.rows]


@pytest.mark.parametrize("name", NAMES)
def test_wikis_stand_in_the_order_of_the_study_and_a_choice_leaves_one(name: str, store: Store, of: Study) -> None:
    assert list(dict.fromkeys(row[0] for row in build(name, store, of).rows)) == ["fuc", "abrest"]
    assert {row[0] for row in build(name, store, of, source="fuc").rows} == {"fuc"}
    assert build(name, store, of, source="makers").rows == ()
    assert build(name, store, of, network="Lille").rows == ()


@pytest.mark.parametrize("name", [*NAMES, "wiki-affordances", "wiki-elements"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_table_says_what_it_counts_in_both_languages(name: str, language: str, store: Store, of: Study) -> None:
    table = build(name, store, of)
    assert len(table.definition[language]) > 40
    assert all(column.label[language] for column in table.columns)
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_annex_3_shows_what_is_not_known_as_not_known(store: Store, of: Study) -> None:
    table = build("wiki-census", store, of)
    assert table.reproduces == "annex 3"
    assert markup.reproduces(table, "fr") == "Reproduit l’annexe 3 de Taniguchi 2018."
    columns = "created", "administrators", "contributors", "content_pages", "registered", "silent"
    assert cells(table, *columns) == [("2016-01", None, 4, 7, None, None), ("2005-03", 2, 4, 7, 7, 3)]
    assert len(table.notes) == 1
    assert build("wiki-census", store, of, source="abrest").notes == ()


def test_annex_3_dates_a_wiki_from_its_first_edit_also_before_the_period(store: Store, of: Study) -> None:
    day, month = "2009-03-02", "2009-03"
    edit = Edit(
        "fuc",
        1,
        1,
        "Aline",
        1,
        day,
        month,
        "content",
        counted=False,
        left_out="before-period",
        added=5,
        creates=True,
        by_administrator=None,
    )
    fill(store, Edit, [edit])
    assert cells(build("wiki-census", store, of, source="fuc"), "created") == [("2009-03",)]


def test_annex_4_has_the_description_of_the_study_and_the_contents_of_the_wiki(store: Store, of: Study) -> None:
    assert cells(build("wiki-annex4", store, of), "description", "contents", "shown_by") == [
        (None, "Programme", "pages les plus modifiées"),
        ("Écriture collective", "Lieux (5) | Projets (2)", "catégories"),
    ]


def test_classes_that_nobody_is_in_are_left_out(store: Store, of: Study) -> None:
    table = build("wiki-classes", store, of, source="fuc")
    assert cells(table, "class", "accounts", "edits") == [("contributeurs", 4, 25), ("adresses IP", 2, 5)]


def test_sectors_that_nobody_is_of_are_left_out(store: Store, of: Study) -> None:
    assert cells(build("wiki-sectors", store, of, source="fuc"), "writers", "edits") == [(1, 12)]


def test_where_nothing_tells_of_administrators_their_share_is_empty(store: Store, of: Study) -> None:
    table = build("wiki-administrators", store, of, source="fuc")
    assert cells(table, "counted_in", "known", "by_administrators", "share") == [
        ("modifications", None, None, None),
        ("octets ajoutés", 10, 5, 0.5),
    ]
    assert len(table.notes) == 1


def test_table_16_has_a_column_a_wiki(store: Store, of: Study) -> None:
    table = build("wiki-affordances", store, of)
    assert [column.label["fr"] for column in table.columns] == ["Possibilité", "fuc", "Wiki.@-brest"]
    assert len(table.rows) == 8
    assert table.rows[0] == ("Inscription obligatoire pour contribuer", None, "réservé aux inscrits")
    assert table.reproduces == "16"


def test_table_15_names_a_table_for_each_of_its_17_elements(store: Store, of: Study) -> None:
    assert len(build("wiki-elements", store, of).rows) == len(ELEMENTS) == 17
    for row_class in discussion.ROWS:
        fill(store, row_class, ())
    for _, _, measures, name in ELEMENTS:
        assert set(filter(None, measures.split(", "))) <= set(tables.module(name).build(store, of, Choice()).measures)
    assert build("wiki-elements", store, of, source="makers").rows == ()
