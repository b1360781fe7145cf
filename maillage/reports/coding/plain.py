"""A sheet as CSV that a spreadsheet opens by a double click: semicolons in French, and a byte order mark."""

from __future__ import annotations

import csv
from pathlib import Path

from maillage.reports.coding.sheet import Cell, Sheet

SEPARATORS = {"fr": ";", "en": ","}
_FORMULA = ("=", "+", "-", "@", "\t")


def write(file: Path, sheet: Sheet) -> None:
    """The headings and the lines. Without drop-downs: CSV has none."""
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened, delimiter=SEPARATORS[sheet.language], lineterminator="\r\n")
        writer.writerow(column.heading for column in sheet.columns)
        writer.writerows([_shown(cell, sheet.language) for cell in row] for row in sheet.rows)


def _shown(cell: Cell, language: str) -> Cell:
    """A cell that no spreadsheet takes for a formula, whatever an author wrote; a share with two decimals."""
    if isinstance(cell, float):
        return f"{cell:.2f}".replace(".", "," if language == "fr" else ".")
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
