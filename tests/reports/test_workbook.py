"""The workbook, read back as a spreadsheet program would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import factories
import pytest
from openpyxl import Workbook, load_workbook
from report_examples import NAMED, PEOPLE, REGULARS, empty, matrix

from maillage.project import Study, Tiers
from maillage.reports.people import People
from maillage.reports.table import Table
from maillage.reports.workbook import sheet_names, write_workbook
from maillage.store import Store

PART = "insert into parts values (1, 'makers', ?, 'd19e57', 900, 9, 7, 700, 1, 100, 1, 100, 0, 0)"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    source = factories.source("makers", title="Makers", administrators=("chef@mairie.example",))
    decisions = tmp_path / "decisions"
    decisions.mkdir()
    (decisions / "persons.csv").write_text("action,first,second\n")
    return factories.study(
        tmp_path, source, begin=date(2014, 11, 1), tiers=Tiers(core=30), set_aside=("robot",), decisions=decisions
    )


@pytest.fixture
def store(tmp_path: Path, study: Study) -> Iterator[Store]:
    with factories.Archive(tmp_path) as archive:
        factories.derive(archive, study)
        archive.store.connection.execute(PART, (str(study.root / "archives" / "makers.mbox"),))
        yield archive.store


def written(path: Path, study: Study, store: Store, *tables: Table, people: People = PEOPLE) -> Workbook:
    write_workbook(path, tables, study, store, "fr", people)
    return load_workbook(path)


def test_there_is_a_sheet_for_each_table_a_codebook_and_a_provenance(
    tmp_path: Path, study: Study, store: Store
) -> None:
    book = written(tmp_path / "x.xlsx", study, store, REGULARS, matrix(2), empty("silent"))
    assert book.sheetnames == ["regular-authors", "author-by-month", "silent", "Dictionnaire", "Provenance"]


def test_cells_are_numbers_and_dates_under_labels(tmp_path: Path, study: Study, store: Store) -> None:
    sheet = written(tmp_path / "x.xlsx", study, store, REGULARS)["regular-authors"]
    assert sheet["A1"].value == "Auteurs réguliers\u00a0: l’essentiel"
    assert [cell.value for cell in sheet[2]][:3] == ["Liste", "Auteurs", "Part des réguliers"]
    first = [cell.value for cell in sheet[3]]
    assert first[:4] == ["Makers", 12390, pytest.approx(50 / 390), 1234.5]
    assert first[4:6] == [datetime(2015, 3, 3), datetime(2012, 11, 1)]  # noqa: DTZ001  # openpyxl's
    assert [cell.number_format for cell in sheet[3]][1:6] == ["#,##0", "0.0%", "#,##0.00", "yyyy-mm-dd", "yyyy-mm"]
    assert [cell.value for cell in sheet[4]][2:4] == [None, None]


def test_the_header_stays_in_sight_and_totals_are_bold(tmp_path: Path, study: Study, store: Store) -> None:
    sheet = written(tmp_path / "x.xlsx", study, store, REGULARS)["regular-authors"]
    assert sheet.freeze_panes == "B3"
    assert [cell.value for cell in sheet[5]][:2] == ["Total", 12423]
    assert sheet["B5"].font.bold


def test_a_name_that_looks_like_a_formula_is_text(tmp_path: Path, study: Study, store: Store) -> None:
    people = People(labels={1: "=1+1", 2: "http://exemple.fr"}, names=True)
    sheet = written(tmp_path / "x.xlsx", study, store, matrix(1), people=people)["author-by-month"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert sheet["A4"].hyperlink is None


def test_persons_bear_what_they_may(tmp_path: Path, study: Study, store: Store) -> None:
    hidden = written(tmp_path / "x.xlsx", study, store, matrix(1))["author-by-month"]
    named = written(tmp_path / "y.xlsx", study, store, matrix(1), people=NAMED)["author-by-month"]
    assert (hidden["A3"].value, named["A3"].value) == ("P-7K3Q2M", "Marie Durand")


def test_the_codebook_describes_every_column_and_months_once(tmp_path: Path, study: Study, store: Store) -> None:
    sheet = written(tmp_path / "x.xlsx", study, store, REGULARS, matrix(24))["Dictionnaire"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[3] for row in rows if row[0] == "author-by-month"] == ["author", "YYYY-MM", "total"]
    share = next(row for row in rows if row[3] == "regular_share")
    assert share[4:7] == ["Part des réguliers", "share", "de 0 à 1"]
    assert share[8:] == ["28", "A8, A9"]


def test_the_provenance_has_what_the_figures_depend_on(tmp_path: Path, study: Study, store: Store) -> None:
    sheet = written(tmp_path / "x.xlsx", study, store, REGULARS)["Provenance"]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    facts = {row[0]: row[1:] for row in rows if row}
    assert facts["Période"] == ["depuis le 1er novembre 2014\u202f; aucun message n’y est compté"]
    assert facts["Fuseau horaire"] == ["Europe/Paris"]
    assert facts["Noyau\u00a0: au moins … messages sur une liste"] == [30]
    assert facts["Trafic automatique écarté des comptes"] == ["robots"]
    assert facts["Makers"] == ["archives/makers.mbox", "mbox", "d19e57", 900, 9, 7, 1, 1]
    assert len(facts["persons.csv"][0]) == 64


def test_neither_administrators_nor_folders_of_the_machine_are_told(tmp_path: Path, study: Study, store: Store) -> None:
    store.connection.execute("update parts set path = '/home/marie.durand/makers.mbox'")
    sheet = written(tmp_path / "x.xlsx", study, store, REGULARS)["Provenance"]
    text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "chef@" not in text
    assert "marie" not in text
    assert str(tmp_path) not in text


def test_the_same_tables_give_the_same_bytes(tmp_path: Path, study: Study, store: Store) -> None:
    for name in ("a", "b"):
        write_workbook(tmp_path / name, [REGULARS, matrix(3)], study, store, "en", PEOPLE)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_place_that_cannot_be_written_is_an_os_error(tmp_path: Path, study: Study, store: Store) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_workbook(tmp_path / "none" / "x.xlsx", [REGULARS], study, store, "fr", PEOPLE)


def test_names_of_sheets_are_short_and_no_two_alike() -> None:
    long = "author-by-month-assemblee-des-communs"
    assert sheet_names([long, f"{long}-info", "a/b"]) == [
        "author-by-month-assemblee-des-c",
        "author-by-month-assemblee-des~2",
        "a-b",
    ]
