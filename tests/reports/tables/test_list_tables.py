from __future__ import annotations

from collections.abc import Mapping

import pytest
from factories import Archive, derive, source, study

from maillage.errors import UnknownName
from maillage.project import Study, Thresholds
from maillage.reports import tables
from maillage.reports.table import Cell, Choice, Table
from maillage.reports.tables import intensive, lists, memberships, regular_authors, volume

OURS = (
    "lists",
    "volume",
    "volume-by-year",
    "regular-authors",
    "author-by-month",
    "intensive",
    "memberships",
    "silent",
    "doubles",
)


def two_networks(archive: Archive, thresholds: Thresholds | None = None) -> Study:
    return study(
        archive.root,
        source("wiki", "2016-01", network="Brest"),
        source("makers", "2012-11", network="Lille"),
        source("unisson", "2014-02", network="Lille"),
        source("old", network="Lille", merged_into="unisson"),
        source("aside", "2016-06", network="Lille", analysed=False),
        thresholds=thresholds,
    )


def filled(archive: Archive, of: Study | None = None) -> Study:
    archive.messages(25, "makers", sent="2013-05", by="a@x.fr")
    archive.messages(20, "unisson", sent="2014-05", by="a@x.fr")
    archive.messages(19, "unisson", sent="2014-05", by="b@x.fr")
    archive.messages(30, "wiki", sent="2016-12", by="b@x.fr")
    archive.messages(2, "old", sent="2016-12", by="c@x.fr")
    archive.message("aside", sent="2016-12", by="c@x.fr")
    archive.roster("makers", addresses=["a@x.fr", "silent@x.fr"])
    archive.roster("aside", addresses=["silent@x.fr"])
    of = of or two_networks(archive)
    derive(archive, of)
    return of


def rows(table: Table, *columns: str) -> list[tuple[Cell, ...]]:
    """The rows of a table by some of its columns."""
    places = [[column.name for column in table.columns].index(name) for name in columns]
    return [tuple(row[place] for place in places) for row in table.rows]


def total(table: Table) -> Mapping[str, Cell]:
    assert table.totals is not None
    return {column.name: cell for column, cell in zip(table.columns, table.totals, strict=True) if cell is not None}


def test_every_table_of_lists_is_there_in_the_order_of_the_thesis() -> None:
    assert [name for name in tables.names() if name in OURS] == list(OURS)


@pytest.mark.parametrize("name", OURS)
@pytest.mark.parametrize("full", [False, True])
def test_every_row_has_every_column_whatever_there_is(archive: Archive, name: str, full: bool) -> None:  # noqa: FBT001
    of = filled(archive) if full else two_networks(archive)
    derive(archive, of)
    table = tables.build(name, archive.store, of, Choice(source="makers"))
    assert {len(row) for row in (*table.rows, table.totals or table.columns)} == {len(table.columns)}
    assert table.name == name
    for text in (table.title, table.definition, *table.notes, *(column.label for column in table.columns)):
        assert {"fr", "en"} <= {language for language, words in text.items() if words}


@pytest.mark.parametrize("name", [name for name in OURS if name != "author-by-month"])
def test_an_unknown_network_is_told(archive: Archive, name: str) -> None:
    of = filled(archive)
    with pytest.raises(UnknownName, match="no network called 'Rennes'; there are: Brest, Lille"):
        tables.build(name, archive.store, of, Choice(network="Rennes"))


def test_the_table_of_lists_has_all_of_them_and_counts_none_twice(archive: Archive) -> None:
    table = lists.build(archive.store, filled(archive), Choice())
    assert rows(table, "source", "created", "subscribers", "messages", "analysed", "counted_in") == [
        ("wiki", "2016-01", None, 30, 1, None),
        ("makers", "2012-11", 2, 25, 1, None),
        ("unisson", "2014-02", None, 41, 1, None),
        ("old", None, None, 2, 0, "unisson"),
        ("aside", "2016-06", 1, 1, 0, None),
    ]
    assert total(table) == {"subscribers": 3, "messages": 97}
    assert [note["en"].split()[0] for note in table.notes] == ["A", "A"]


def test_a_choice_leaves_one_network_or_one_list(archive: Archive) -> None:
    of = filled(archive)
    assert rows(volume.build(archive.store, of, Choice(network="Brest")), "source") == [("wiki",)]
    assert rows(volume.build(archive.store, of, Choice(source="makers")), "source") == [("makers",)]
    assert rows(lists.build(archive.store, of, Choice(source="aside")), "source") == [("aside",)]
    with pytest.raises(UnknownName):
        volume.build(archive.store, of, Choice(source="aside"))


def test_volumes_add_up_and_means_do_not(archive: Archive) -> None:
    table = volume.build(archive.store, filled(archive), Choice())
    assert rows(table, "source", "age_months", "messages", "mean_per_year")[1] == ("makers", 7, 25, 25 / 7 * 12)
    assert total(table) == {"messages": 96, "cross_posts": 0, "authorless": 0}


def test_a_person_is_once_in_the_total_of_authors(archive: Archive) -> None:
    of = filled(archive)
    table = regular_authors.build(archive.store, of, Choice())
    assert rows(table, "source", "authors", "regular") == [("wiki", 1, 1), ("makers", 1, 1), ("unisson", 3, 2)]
    assert (total(table)["authors"], total(table)["regular"]) == (3, 2)
    of_network = regular_authors.build(archive.store, of, Choice(network="Lille"))
    assert total(of_network)["authors"] == 3
    assert regular_authors.build(archive.store, of, Choice(network="Brest")).totals is None


def test_thresholds_in_force_are_in_labels_and_definition(archive: Archive) -> None:
    of = filled(archive, two_networks(archive, Thresholds(7, 8, 9)))
    table = regular_authors.build(archive.store, of, Choice())
    assert "more than 7 mails" in table.definition["en"]
    assert [column.label["fr"] for column in table.columns[2:6]] == [
        "Plus de 7 mails",
        "Part des plus de 7",
        "Au moins 8 mails",
        "Plus de 9 mails",
    ]


def test_counts_under_the_threshold_of_intensity_are_not_shown(archive: Archive) -> None:
    of = filled(archive)
    table = intensive.build(archive.store, of, Choice())
    assert [column.name for column in table.columns] == ["author", "network", "wiki", "makers", "unisson"]
    assert [row[1:] for row in table.rows] == [("Lille", None, 25, 20), ("Brest", 30, None, None)]
    of_network = intensive.build(archive.store, of, Choice(network="Lille"))
    assert [row[1:] for row in of_network.rows] == [("Lille", 25, 20)]
    assert "at least 20 mails" in of_network.definition["en"]
    assert of_network.notes[0]["en"] == "Lille: intensive persons, 1; with more than 100 mails on one list, 0."


def test_memberships_are_of_whole_networks(archive: Archive) -> None:
    of = filled(archive)
    table = memberships.build(archive.store, of, Choice(source="makers"))
    assert table.rows == (("Lille", 1, 1, 2), ("Lille", 1, 2, 1), ("Lille", 20, 1, 0), ("Lille", 20, 2, 1))
