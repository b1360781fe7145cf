from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from factories import Archive, derive, source, study
from sayings import Sayings, job

from maillage.errors import UnknownName
from maillage.project import Study
from maillage.reports.table import Choice, Table
from maillage.reports.tables.author_by_month import OneListOnly, build

TIERS_LIEUX = Choice(source="tiers-lieux")


def lille(archive: Archive) -> Study:
    return study(archive.root, source("makers", "2012-11"), source("tiers-lieux", "2015-03", title="Tiers-Lieux"))


def built(archive: Archive, choice: Choice = TIERS_LIEUX) -> Table:
    of = lille(archive)
    derive(archive, of)
    return build(archive.store, of, choice)


def test_table_35_comes_out_as_it_was_printed(archive: Archive) -> None:
    with files("maillage.analyze.published").joinpath("table35.csv").open(encoding="utf-8") as printed:
        header, *rows = list(csv.reader(printed))
    months = [column for column in header if len(column) == 7]
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        if cells["row"] != "total":
            for month in months:
                archive.messages(int(cells[month] or 0), "tiers-lieux", sent=month, by=f"{cells['row']}@x.fr")
    table = built(archive)
    assert [column.name for column in table.columns[1:]] == [
        name.removeprefix("T").lower() if name != "Total" else "total" for name in header[1:]
    ]
    expected = [[int(cell or 0) for cell in row[1:]] for row in rows]
    total = max(expected, key=lambda cells: cells[-1])
    assert list(table.totals or ())[1:] == total
    assert sorted(list(row[1:]) for row in table.rows) == sorted(row for row in expected if row is not total)
    assert table.reproduces == "35"


def test_a_year_stands_behind_its_last_month(archive: Archive) -> None:
    archive.message("tiers-lieux", sent="2016-02", by="a@x.fr")
    names = [column.name for column in built(archive).columns]
    assert names[:2] == ["author", "2015-03"]
    assert names[10:13] == ["2015-12", "2015", "2016-01"]
    assert names[-4:] == ["2016-01", "2016-02", "2016", "total"]


def test_months_before_the_list_was_created_are_shown_where_they_have_messages(archive: Archive) -> None:
    archive.message("tiers-lieux", sent="2015-01", by="a@x.fr")
    table = built(archive)
    assert [column.name for column in table.columns] == ["author", "2015-01", "2015", "total"]
    assert table.rows == ((1, 1, 1, 1),)


def test_who_writes_most_comes_first_then_who_began_first(archive: Archive) -> None:
    archive.message("makers", sent="2013-01", by="early@x.fr")
    archive.messages(2, "tiers-lieux", sent="2016-03-05", by="most@x.fr")
    archive.message("tiers-lieux", sent="2016-02-09", by="early@x.fr")
    archive.message("tiers-lieux", sent="2016-01-07", by="first@x.fr")
    table = built(archive)
    addresses = dict(archive.store.connection.execute("select person, address from accounts").fetchall())
    assert [addresses[row[0]] for row in table.rows] == ["most@x.fr", "first@x.fr", "early@x.fr"]


def test_messages_without_author_are_told_and_in_no_row(archive: Archive) -> None:
    archive.message("tiers-lieux", by="a@x.fr")
    archive.message("tiers-lieux")
    table = built(archive)
    assert table.totals is not None
    assert table.totals[-1] == 1
    assert table.notes[0]["en"].startswith("1 mails without a readable author")


def test_a_list_without_messages_has_its_months_and_no_rows(archive: Archive) -> None:
    archive.message("makers", sent="2015-05", by="a@x.fr")
    table = built(archive)
    assert [column.name for column in table.columns] == ["author", "2015-03", "2015-04", "2015-05", "2015", "total"]
    assert (table.rows, table.totals) == ((), None)


def test_of_several_lists_one_must_be_named(archive: Archive) -> None:
    with pytest.raises(OneListOnly, match="add `--source` with one of: makers, tiers-lieux"):
        built(archive, Choice())


def test_the_only_list_of_a_study_need_not_be_named(archive: Archive) -> None:
    archive.message(by="a@x.fr", sent="2015-05")
    of = study(archive.root)
    derive(archive, of)
    assert build(archive.store, of, Choice()).rows == ((1, 1, 1, 1),)


def test_a_list_that_is_not_there_is_unknown(archive: Archive) -> None:
    with pytest.raises(UnknownName, match="no analysed list called 'nowhere'"):
        built(archive, Choice(source="nowhere"))


def test_who_the_authors_are_stands_behind_their_messages_generalised_unless_names_may_show(archive: Archive) -> None:
    sayings = Sayings(archive)
    of = lille(archive)
    for number, person in enumerate(("Anne Le Roux", "Luc Petit", "Zoé Blanc", "Guy Noir")):
        text, found = job("Animatrice", "Association des Voisins" if number else "Mairie de Brest")
        sayings.mail(text, *found, source="tiers-lieux", sent="2015-03", by=f"p{number}@orange.fr", name=person)
    sayings.derive(of)
    table = build(archive.store, of, TIERS_LIEUX)
    assert [column.name for column in table.columns[-2:]] == ["status", "domain"]
    assert {row[-2:] for row in table.rows} == {("Association", "non identifié"), ("autres", "autres")}
    assert table.in_full is not None
    assert {row[-5] for row in table.in_full.rows} == {"Association des Voisins", "Mairie de Brest"}
    assert table.totals is not None
    assert table.totals[-2:] == (None, None)
