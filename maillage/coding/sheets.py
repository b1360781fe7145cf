"""Reading back what people filled in: CSV as spreadsheets write it, XLSX, ODS (and XLS), as lines of texts."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from maillage.errors import InvalidStudy
from maillage.sentences import Said, because

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # the first bytes of XLSX and ODS, and of XLS
SEPARATORS = ";,\t"


class Line(NamedTuple):
    """A line that is not blank. `number`: as the spreadsheet shows it, from 1 on."""

    number: int
    cells: tuple[str, ...]


def read(file: Path) -> list[list[Line]]:
    """The sheets of a file, in order; a CSV file is one sheet.

    Raises InvalidStudy where the file is not there, or is nothing of these.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InvalidStudy(file, [Said("it cannot be read: {reason}", reason=because(error))]) from error
    return _of_workbook(file) if data.startswith(WORKBOOKS) else [list(_of_csv(file, data))]


def _of_workbook(file: Path) -> list[list[Line]]:
    from python_calamine import CalamineError, CalamineWorkbook  # late: only this needs it

    try:
        with CalamineWorkbook.from_path(file) as book:
            return [
                list(_lines(book.get_sheet_by_name(name).to_python(skip_empty_area=False))) for name in book.sheet_names
            ]
    except CalamineError as error:
        said = Said("it is no workbook that can be read: {reason}", reason=str(error))
        raise InvalidStudy(file, [said]) from error


def _of_csv(file: Path, data: bytes) -> Iterator[Line]:
    text = _decoded(data)
    if text[:4].lower() == "sep=":  # Excel's own remark
        text = text.partition("\n")[2]
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    try:
        yield from _lines(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        said = Said("it is not CSV: {reason}; save it again from the spreadsheet", reason=str(error))
        raise InvalidStudy(file, [said]) from error


def _decoded(data: bytes) -> str:
    """The text: as its byte order mark says, else UTF-8, else what Excel writes under Windows."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        cells = tuple(" ".join(_text(cell).split()) for cell in row)
        if any(cells):
            yield Line(number, cells)


def _text(cell: object) -> str:
    """A cell as people read it: no decimals of whole numbers, days without hours."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
