"""Tables for programs: bare values, ISO names, and persons by the label that they may bear."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator

from maillage.reports import wording
from maillage.reports.people import People
from maillage.reports.table import Cell, Kind, Table

TOTAL = "total"


def csv_text(table: Table, language: str, people: People) -> str:
    """One header row, then the rows, then the totals with `total` in their first cell. Empty: not known."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows(_values(table, table.rows, language, people))
    if table.totals is not None:
        totals = next(_values(table, [table.totals], language, people))
        writer.writerow([TOTAL, *totals[1:]])
    return written.getvalue()


def json_text(table: Table, language: str, people: People) -> str:
    """One object: what the table is, its columns, and its rows as lists in their order."""
    totals = [table.totals] if table.totals is not None else []
    described = {
        "name": table.name,
        "title": wording.typeset(table.title[language], language),
        "reproduces": table.reproduces,
        "measures": table.measures,
        "definition": wording.typeset(table.definition[language], language),
        "notes": [wording.typeset(note[language], language) for note in table.notes],
        "columns": [
            {"name": column.name, "label": column.label[language], "kind": column.kind.value}
            for column in table.columns
        ],
        "rows": list(_values(table, table.rows, language, people)),
        "totals": next(_values(table, totals, language, people), None),
    }
    return json.dumps(described, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _values(table: Table, rows: Iterable[tuple[Cell, ...]], language: str, people: People) -> Iterator[list[Cell]]:
    kinds = [column.kind for column in table.columns]
    for row in rows:
        yield [_value(cell, kind, language, people) for cell, kind in zip(row, kinds, strict=True)]


def _value(cell: Cell, kind: Kind, language: str, people: People) -> Cell:
    if isinstance(cell, float) and math.isnan(cell):
        return None
    if kind in {Kind.PERSON, Kind.TEXT}:
        return people.shown(cell, kind, language) if cell is not None and not _bare(cell, kind) else cell
    return cell


def _bare(cell: Cell, kind: Kind) -> bool:
    """A number in a column of texts stays a number."""
    return kind is Kind.TEXT and not isinstance(cell, str)
