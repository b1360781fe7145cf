"""One workbook of a study: a sheet for every table, what each column means, and where the figures come from.

Written row by row, in memory that does not grow with the tables. The same tables give the same bytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maillage.project import Study
from maillage.reports import wording
from maillage.reports.formats.markup import headers
from maillage.reports.people import People
from maillage.reports.provenance import Fact, facts
from maillage.reports.table import Cell, Column, Kind, Table, Text
from maillage.store import Store

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook must have a date; ours is always this one
MOST_ROWS = 1_048_573  # of a sheet, less title, header and totals
_ANY_MONTH = "YYYY-MM"
_LONGEST_SHEET_NAME = 31
_WIDEST = 60
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NUMBER_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.MEAN: "#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.YEAR: "0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MONTH: "yyyy-mm",
    Kind.FLAG: "0",
}


@dataclass(frozen=True)
class _Look:
    """How cells look: the formats of the book, the language, and what people are called."""

    formats: dict[str, Any]
    language: str
    people: People

    def say(self, key: str, **values: object) -> str:
        return wording.say(key, self.language, **values)

    def set(self, text: Text) -> str:
        return wording.typeset(text[self.language], self.language)


def write_workbook(  # a study, what was found, and how to show it
    path: Path, tables: Sequence[Table], study: Study, store: Store, language: str, people: People
) -> None:
    """Write the tables, the codebook and the provenance. Raises OSError where the file cannot be written."""
    from xlsxwriter import Workbook  # late: only this needs it

    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with path.open("wb") as file, Workbook(file, options) as book:
        book.set_properties({"title": study.title, "created": MADE})
        look = _Look(_formats(book), language, people)
        names = sheet_names([table.name for table in tables])
        for table, name in zip(tables, names, strict=True):
            _write_table(book.add_worksheet(name), table, look)
        _write_codebook(book.add_worksheet(look.say("codebook")), tables, names, look)
        found = facts(study, store, language, people)
        _write_facts(book.add_worksheet(look.say("provenance")), found, look)


def sheet_names(names: Iterable[str]) -> list[str]:
    """The tables' names as a workbook takes them: 31 characters at most, no two alike."""
    taken: dict[str, int] = {}
    found = []
    for name in names:
        short = _FORBIDDEN.sub("-", name)[:_LONGEST_SHEET_NAME]
        taken[short.casefold()] = nth = taken.get(short.casefold(), 0) + 1
        ending = f"~{nth}" if nth > 1 else ""
        found.append(short[: _LONGEST_SHEET_NAME - len(ending)] + ending)
    return found


def _formats(book: Workbook) -> dict[str, Any]:
    made = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "header": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "number-header": book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "align": "right"}
        ),
        "bold": book.add_format({"bold": True}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for kind in Kind:
        shape = {"num_format": _NUMBER_FORMATS[kind]} if kind in _NUMBER_FORMATS else {}
        made[kind] = book.add_format(shape)
        made[f"total-{kind}"] = book.add_format({**shape, "bold": True, "top": 1})
    return made


# ------------------------------------------------------------------------------------------- tables


def _write_table(sheet: Worksheet, table: Table, look: _Look) -> None:
    """The title, the header, the rows and the totals; the header and the first column stay in sight."""
    labels = headers(table, look.language)
    for index, (column, width) in enumerate(zip(table.columns, _widths(table, labels, look), strict=True)):
        sheet.set_column(index, index, width, look.formats[column.kind])
    rows = table.rows[:MOST_ROWS]
    sheet.write_string(0, 0, _heading(table, len(rows), look), look.formats["title"])
    for index, (column, label) in enumerate(zip(table.columns, labels, strict=True)):
        face = "number-header" if wording.is_number(column.kind) else "header"
        sheet.write_string(1, index, label, look.formats[face])
    sheet.freeze_panes(2, 1)
    for number, row in enumerate(rows, start=2):
        for index, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(sheet, (number, index), cell, column, look)
    if table.totals is not None:
        number = 2 + len(rows)
        sheet.write_string(number, 0, look.say("total"), look.formats[f"total-{Kind.TEXT}"])
        for index, (cell, column) in enumerate(zip(table.totals, table.columns, strict=True)):
            if index:
                _write(sheet, (number, index), cell, column, look, style="total-")
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)


def _heading(table: Table, rows: int, look: _Look) -> str:
    """The title, and how many rows there are where a sheet cannot hold them all."""
    if rows == len(table.rows):
        return look.set(table.title)
    shown, whole = (wording.count(number, look.language) for number in (rows, len(table.rows)))
    return f"{look.set(table.title)}. {look.say('cut', shown=shown, rows=whole)}"


def _write(  # a cell, where it goes, and how it looks
    sheet: Worksheet, place: tuple[int, int], cell: Cell, column: Column, look: _Look, style: str = ""
) -> None:
    face = look.formats[f"{style}{column.kind}"]
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        sheet.write_blank(*place, None, face)
    elif column.kind in {Kind.PERSON, Kind.LIST} or (column.kind is Kind.TEXT and isinstance(cell, str)):
        sheet.write_string(*place, look.people.shown(cell, column.kind, look.language), face)
    elif isinstance(cell, str):
        _write_day(sheet, place, cell, face)
    else:
        sheet.write_number(*place, cell, face)


def _write_day(sheet: Worksheet, place: tuple[int, int], written: str, face: Any) -> None:
    """A day or a month as a date of the workbook, or as it stands where it is before 1900 or no date."""
    try:
        day = date.fromisoformat(written if len(written) > 7 else f"{written}-01")
    except ValueError:
        sheet.write_string(*place, written, face)
        return
    if day.year < 1900:
        sheet.write_string(*place, written, face)
    else:
        sheet.write_datetime(*place, day, face)


def _widths(table: Table, labels: list[str], look: _Look) -> list[int]:
    """The width of each column, from its header's words and its first rows."""
    found = []
    for index, (column, label) in enumerate(zip(table.columns, labels, strict=True)):
        sample = [look.people.shown(row[index], column.kind, look.language) for row in table.rows[:200]]
        word = max(map(len, label.split(" ")))
        found.append(min(_WIDEST, 2 + max(word, *map(len, sample), 6 if index else 12)))
    return found


# ---------------------------------------------------------------------------- codebook, provenance

_CODEBOOK = (
    ("table", 22),
    ("sheet", 22),
    ("table-title", 34),
    ("column", 22),
    ("label", 28),
    ("kind", 10),
    ("unit", 18),
    ("definition", 80),
    ("thesis-table", 12),
    ("measure-ids", 14),
)


def _write_codebook(sheet: Worksheet, tables: Sequence[Table], names: Sequence[str], look: _Look) -> None:
    """Every column of every table, months of wide matrices as one line."""
    for index, (key, width) in enumerate(_CODEBOOK):
        sheet.set_column(index, index, width, look.formats["wrap"])
        sheet.write_string(0, index, look.say(key), look.formats["header"])
    sheet.freeze_panes(1, 1)
    number = 1
    for table, name in zip(tables, names, strict=True):
        for column in _described(table):
            for index, text in enumerate(_entry(table, name, column, look)):
                sheet.write_string(number, index, text, look.formats["wrap"])
            number += 1


def _described(table: Table) -> list[tuple[str, Column]]:
    """The columns with their names; all months together as YYYY-MM, of which the first stands for all."""
    months = [column for column in table.columns if wording.is_month(column)]
    return [
        (_ANY_MONTH if column in months else column.name, column)
        for column in table.columns
        if column not in months[1:]
    ]


def _entry(table: Table, sheet: str, named: tuple[str, Column], look: _Look) -> list[str]:
    name, column = named
    label = look.set(column.label)
    return [
        table.name,
        sheet,
        look.set(table.title),
        name,
        f"{label}…" if name == _ANY_MONTH else label,
        column.kind.value,
        look.say(f"unit-{column.kind}"),
        look.set(table.definition),
        table.reproduces,
        ", ".join(table.measures),
    ]


def _write_facts(sheet: Worksheet, found: Iterable[Fact], look: _Look) -> None:
    for index, width in enumerate((30, 44, 14, 40, 14, 14, 14, 14, 14)):
        sheet.set_column(index, index, width)
    for number, fact in enumerate(found):
        for index, cell in enumerate(fact.cells):
            face = look.formats["bold" if fact.is_header or index == 0 else Kind.TEXT]
            if isinstance(cell, int | float):
                sheet.write_number(number, index, cell, face)
            elif cell:
                sheet.write_string(number, index, cell, face)
