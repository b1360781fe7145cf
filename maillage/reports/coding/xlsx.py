"""A sheet as XLSX: drop-downs from the codebook, which is a sheet of its own, and how to fill it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from maillage.reports.coding.sheet import CODEBOOK, HELP, SPARE_LINES, TITLE, WIDTHS_OF_CODES, Column, Sheet
from maillage.reports.workbook import MADE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

YELLOW = "#FFF8D6"
GREY = "#D9D9D9"
_THREE_LINES = 45  # points
_LONG = 60  # characters: a cell that needs several lines


def write(file: Path, sheet: Sheet) -> None:
    """Write it row by row. Raises OSError where the file cannot be written."""
    from xlsxwriter import Workbook  # late: only this needs it

    options = {
        "constant_memory": True,
        "tmpdir": str(file.parent),
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with file.open("wb") as opened, Workbook(opened, options) as book:
        book.set_properties({"created": MADE})
        faces = _faces(book)
        pages = [book.add_worksheet(name[sheet.language]) for name in (TITLE, CODEBOOK, HELP)]
        _write_lines(pages[0], sheet, faces)
        _write_codes(pages[1], sheet, faces)
        pages[2].set_column(0, 0, 120, faces["text"])
        for number, line in enumerate(sheet.help):
            pages[2].write_string(number, 0, line, faces["text"])


def _faces(book: Workbook) -> dict[str, Any]:
    text = {"text_wrap": True, "valign": "top"}
    fill = {"bg_color": YELLOW, "border": 1, "border_color": GREY}
    return {
        "text": book.add_format(text),
        "share": book.add_format({**text, "num_format": "0.00"}),
        "heading": book.add_format({**text, "bold": True, "bottom": 1}),
        "fill": book.add_format({**text, **fill, "num_format": "@"}),  # as text: Excel would make days of months
        "fill-heading": book.add_format({**text, **fill, "bold": True, "bottom": 1}),
    }


def _write_lines(page: Worksheet, sheet: Sheet, faces: dict[str, Any]) -> None:
    last = len(sheet.rows) + SPARE_LINES
    page.set_row(0, _THREE_LINES)
    for at, column in enumerate(sheet.columns):
        face = "fill" if column.to_fill else "text"
        page.set_column(at, at, column.width, faces[face])
        page.write_string(0, at, column.heading, faces["fill-heading" if column.to_fill else "heading"])
        if column.offered:
            page.data_validation(1, at, last, at, _validation(column, sheet))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    for number, row in enumerate(sheet.rows, start=1):
        if any(isinstance(cell, str) and len(cell) > _LONG for cell in row):
            page.set_row(number, _THREE_LINES)
        for at, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            if column.to_fill:
                page.write_blank(number, at, None, faces["fill"])
            elif isinstance(cell, str):
                page.write_string(number, at, cell, faces["text"])
            elif cell is not None:
                page.write_number(number, at, cell, faces["share" if isinstance(cell, float) else "text"])


def _validation(column: Column, sheet: Sheet) -> dict[str, Any]:
    """A drop-down; other words are refused where the codebook is closed, and left alone elsewhere."""
    first, last = column.offered or (0, 0)
    return {
        "validate": "list",
        "source": f"='{CODEBOOK[sheet.language]}'!$B${first + 1}:$B${last + 1}",
        "show_error": column.closed,
    }


def _write_codes(page: Worksheet, sheet: Sheet, faces: dict[str, Any]) -> None:
    for at, width in enumerate(WIDTHS_OF_CODES):
        page.set_column(at, at, width, faces["text"])
    page.freeze_panes(1, 0)
    for number, row in enumerate(sheet.codes):
        for at, cell in enumerate(row):
            page.write_string(number, at, cell, faces["text" if number else "heading"])
