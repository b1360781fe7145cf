"""Tables for the terminal: months fold into years, and columns go on below, where they do not fit."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from maillage.reports import wording
from maillage.reports.formats import markup
from maillage.reports.people import People
from maillage.reports.table import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from rich.table import Table as RichTable

LEAST = 40  # columns: below, nothing is made to fit
_GAP = 3  # what rich puts between two columns
_WIDEST_TEXT = 40


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
    for columns in blocks(fitted, language, people, room) if fitted.rows or fitted.totals else ():
        console.print()
        console.print(_rich(fitted, columns, language, people))
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


def blocks(table: Table, language: str, people: People, room: int) -> Iterator[list[int]]:
    """The columns that stand side by side; the first one stands in every block."""
    widths = _widths(table, language, people)
    block, used = [0], widths[0]
    for index, wide in enumerate(widths[1:], start=1):
        if len(block) > 1 and used + _GAP + wide > room:
            yield block
            block, used = [0], widths[0]
        block.append(index)
        used += _GAP + wide
    yield block


def _fits(table: Table, language: str, people: People, room: int) -> bool:
    widths = _widths(table, language, people)
    return sum(widths) + _GAP * (len(widths) - 1) <= room


def _widths(table: Table, language: str, people: People) -> list[int]:
    """The width each column needs: its longest cell, or the longest word of its header."""
    from rich.cells import cell_len

    totals = markup.shown_totals(table, language, people)
    rows = [markup.shown(row, table.columns, language, people) for row in table.rows]
    rows += [totals] if totals else []
    found = []
    for index, header in enumerate(markup.headers(table, language)):
        longest = max((cell_len(row[index]) for row in rows), default=0)
        word = max((cell_len(word) for word in header.split(" ")), default=0)
        found.append(max(min(longest, _WIDEST_TEXT), word, 1))
    return found


def _rich(table: Table, columns: Sequence[int], language: str, people: People) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    labels = markup.headers(table, language)
    totals = markup.shown_totals(table, language, people)
    widths = _widths(table, language, people)
    drawn.show_footer = totals is not None
    for index in columns:
        drawn.add_column(
            Text(labels[index]),
            footer=Text(totals[index]) if totals else "",
            justify="right" if wording.is_number(table.columns[index].kind) else "left",
            overflow="fold",
            width=widths[index],
        )
    for row in table.rows:
        cells = markup.shown(row, table.columns, language, people)
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
