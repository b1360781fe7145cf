"""Tables for the terminal: months fold into years, and columns go on below, where they do not fit."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING

from maillage.reports import wording
from maillage.reports.formats import markup
from maillage.reports.people import People
from maillage.reports.table import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from rich.table import Table as RichTable

LEAST = 40  # columns: below, nothing is made to fit
_GAP = 3  # what rich puts between two columns
_WIDEST_TEXTS = (40, 28, 20, 16)  # columns that a text may take before it goes on below
_HEADER_LINES = (3, 9)
_KEYS = 0.6  # of the room: what columns may take that stand in every block


def text(table: Table, language: str, people: People, width: int | None = None) -> str:
    """The table in at most `width` columns: title, rows, notes and definition."""
    from rich.console import Console  # late: other formats do not need it

    room = max(LEAST, width or shutil.get_terminal_size().columns)
    fitted, said = fit(table, language, people, room)
    written = io.StringIO()
    console = Console(file=written, width=room, color_system=None, legacy_windows=False)
    title = wording.typeset(table.title[language], language)
    console.print(title, markup=False, highlight=False)
    if not fitted.rows and fitted.totals is None:
        console.print(wording.say("empty", language), markup=False, highlight=False)
    fitted = _numbered(fitted, language, people, room)
    layout = _laid_out(fitted, language, people, room)
    for columns in layout.blocks if fitted.rows or fitted.totals else ():
        console.print()
        console.print(_rich(fitted, layout, columns, language, people))
    prose = [*said, *markup.remarks(table, language)]
    for sentence in [*prose, wording.typeset(table.definition[language], language)]:
        console.print()
        console.print(sentence, markup=False, highlight=False)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def fit(table: Table, language: str, people: People, room: int) -> tuple[Table, list[str]]:
    """The table itself, or with its months brought together by year, and a sentence that says so."""
    if not any(map(wording.is_month, table.columns)) or _fits(table, language, people, room):
        return table, []
    return _folded(table), [wording.say("folded-years", language)]


@dataclass(frozen=True)
class _Layout:
    """How wide each column is, and which stand side by side. `apart`: whether every block tells its rows apart."""

    widths: list[int]
    blocks: list[list[int]]
    apart: bool


def _laid_out(table: Table, language: str, people: People, room: int) -> _Layout:
    """The layout of fewest blocks whose rows are told apart in each, with the widest texts and the lowest headers."""
    headers = markup.headers(table, language)
    rows = _shown(table, language, people)
    apart = next((number for number in range(1, len(headers)) if _tell_apart(rows, number)), len(headers))
    totals = markup.shown_totals(table, language, people)
    longest = _longest([*rows, totals] if totals else rows, headers)
    found = []
    for widest in _WIDEST_TEXTS:
        for lines in _HEADER_LINES:
            widths = _widths(headers, longest, widest, lines)
            keys = apart if apart == 1 or _across(widths[:apart]) <= room * _KEYS else 1
            sides = _blocks(widths, keys, room)
            found.append(_Layout(widths, sides, keys == apart or len(sides) == 1))
    return min(found, key=lambda layout: (not layout.apart, len(layout.blocks)))


def _blocks(widths: Sequence[int], keys: int, room: int) -> list[list[int]]:
    """The columns of each block; the first `keys` stand in all of them."""
    found = [list(range(keys))]
    used = _across(widths[:keys])
    for index in range(keys, len(widths)):
        if len(found[-1]) > keys and used + _GAP + widths[index] > room:
            found.append(list(range(keys)))
            used = _across(widths[:keys])
        found[-1].append(index)
        used += _GAP + widths[index]
    return found


def _numbered(table: Table, language: str, people: People, room: int) -> Table:
    """The table, or with numbers before its rows where it goes on below and nothing else would tell them apart."""
    if not table.rows or _laid_out(table, language, people, room).apart:
        return table
    label = {tongue: wording.say("row-number", tongue) for tongue in table.title}
    return replace(
        table,
        columns=(Column("row", label, Kind.COUNT), *table.columns),
        rows=tuple((number, *row) for number, row in enumerate(table.rows, start=1)),
        totals=None if table.totals is None else (None, *table.totals),
    )


def _shown(table: Table, language: str, people: People) -> list[list[str]]:
    return [list(markup.shown(row, table.columns, language, people)) for row in table.rows]


def _tell_apart(rows: Sequence[Sequence[str]], number: int) -> bool:
    """Whether no two rows are alike in the first columns."""
    return len({tuple(row[:number]) for row in rows}) == len(rows)


def _fits(table: Table, language: str, people: People, room: int) -> bool:
    return len(_laid_out(table, language, people, room).blocks) == 1


def _across(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)


def _longest(rows: Sequence[Sequence[str]], headers: Sequence[str]) -> list[int]:
    """The length of the longest cell of each column."""
    from rich.cells import cell_len

    return [max((cell_len(row[index]) for row in rows), default=0) for index in range(len(headers))]


def _widths(headers: Sequence[str], longest: Sequence[int], widest: int, lines: int) -> list[int]:
    """The width of each column: its longest cell, `widest` at most, or the header in so many lines."""
    return [max(min(cells, widest), _header(header, lines), 1) for header, cells in zip(headers, longest, strict=True)]


@cache
def _header(header: str, lines: int) -> int:
    """The least width in which a header takes so many lines at most."""
    from rich.cells import cell_len

    width = max((cell_len(word) for word in header.split(" ")), default=0)
    while width < len(header) and len(wrap(header, max(width, 1), break_long_words=False)) > lines:
        width += 1
    return width


def _rich(table: Table, layout: _Layout, columns: Sequence[int], language: str, people: People) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    labels = markup.headers(table, language)
    totals = markup.shown_totals(table, language, people)
    drawn.show_footer = totals is not None
    for index in columns:
        drawn.add_column(
            Text(labels[index]),
            footer=Text(totals[index]) if totals else "",
            justify="right" if wording.is_number(table.columns[index].kind) else "left",
            overflow="fold",
            width=layout.widths[index],
        )
    for cells in _shown(table, language, people):
        drawn.add_row(*(Text(cells[index]) for index in columns))
    return drawn


# ------------------------------------------------------------------------------------------ folding


def _folded(table: Table) -> Table:
    """The months of each year added up, in place of its first month.

    A year that has a column of its own already keeps it.
    """
    years: dict[str, list[int]] = {}
    for index, column in enumerate(table.columns):
        if wording.is_month(column):
            years.setdefault(column.name[:4], []).append(index)
    own = {column.name for column in table.columns if column.name in years}
    starts = {months[0]: year for year, months in years.items() if year not in own}
    columns, makers = [], []
    for index, column in enumerate(table.columns):
        if index in starts:
            columns.append(_year_column(starts[index]))
            makers.append(years[starts[index]])
        elif not wording.is_month(column):
            columns.append(column)
            makers.append([index])
    return replace(
        table,
        columns=tuple(columns),
        rows=tuple(_added(row, makers) for row in table.rows),
        totals=None if table.totals is None else _added(table.totals, makers),
    )


def _year_column(year: str) -> Column:
    return Column(year, {"fr": year, "en": year}, Kind.COUNT)


def _added(row: Sequence[Cell], makers: Sequence[Sequence[int]]) -> tuple[Cell, ...]:
    return tuple(row[made[0]] if len(made) == 1 else _sum(row[index] for index in made) for made in makers)


def _sum(cells: Iterator[Cell]) -> Cell:
    known = [cell for cell in cells if isinstance(cell, int | float)]
    return sum(known) if known else None
