from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from maillage.coding.sheets import Line, read
from maillage.errors import InvalidStudy

ROWS = [["Auteur", "Statut"], ["", ""], ["P-1", 'la "SCIC",\nici; oui'], ["P-2", "Métropole"]]
LINES = [
    Line(1, ("Auteur", "Statut")),
    Line(3, ("P-1", 'la "SCIC", ici; oui')),
    Line(4, ("P-2", "Métropole")),
]


def as_text(separator: str, end: str) -> str:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' if cell else "" for cell in row] for row in ROWS]
    return end.join(separator.join(row) for row in quoted) + end


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, separator: str, end: str, encoding: str) -> None:
    file = tmp_path / "rempli.csv"
    file.write_bytes(as_text(separator, end).encode(encoding))
    assert read(file) == [LINES]


def test_the_remark_of_excel_about_its_separator_is_no_line(tmp_path: Path) -> None:
    file = tmp_path / "rempli.csv"
    file.write_text("sep=;\r\n" + as_text(";", "\r\n"), encoding="utf-8", newline="")
    assert read(file) == [LINES]


def test_a_workbook_has_its_sheets_with_days_and_numbers_as_people_read_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Auteur", "Depuis", "Code", "Part", "Vrai"])  # type: ignore[union-attr]
    book.active.append([None, None])  # type: ignore[union-attr]
    day = dt.date(2014, 5, 17)
    book.active.append(["P-1", day, 29019, 0.5, dt.datetime(2014, 5, 17, 10, 30)])  # type: ignore[union-attr]  # noqa: DTZ001
    book.create_sheet("codes").append(["a"])
    book.save(tmp_path / "rempli.xlsx")
    first, second = read(tmp_path / "rempli.xlsx")
    assert first[1:] == [Line(3, ("P-1", "2014-05-17", "29019", "0.5", "2014-05-17T10:30:00"))]
    assert second == [Line(1, ("a",))]


@pytest.mark.parametrize(
    ("name", "data", "mistake"),
    [
        ("cut.xlsx", b"PK\x03\x04\x14\x00", "it is no workbook that can be read"),
        ("open.csv", b'Auteur;Statut\r\nP-1;"SCIC\r\n', "it is not CSV: unexpected end of data"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "it is no workbook that can be read"),
    ],
)
def test_what_is_no_sheet_is_one_mistake(tmp_path: Path, name: str, data: bytes, mistake: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InvalidStudy) as caught:
        read(tmp_path / name)
    assert caught.value.mistakes[0].startswith(mistake)


def test_an_empty_file_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "rempli.csv").touch()
    assert read(tmp_path / "rempli.csv") == [[]]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidStudy, match="No such file"):
        read(tmp_path / "rempli.ods")
