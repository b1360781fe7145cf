"""Tables for people who write: Markdown, LaTeX with booktabs, and a fragment of HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import log10

from maillage.reports import wording
from maillage.reports.people import People
from maillage.reports.table import Cell, Column, Kind, Table

LONG = 40  # rows: from here on, LaTeX breaks the table over pages
_SHADES = 4
_WIDE = 40  # characters: a longer text is given some width


def headers(table: Table, language: str) -> list[str]:
    """The labels of the columns; months of wide matrices stand as 03.2015."""
    return [
        wording.month(column.name, language, short=True)
        if wording.is_month(column)
        else wording.typeset(column.label[language], language)
        for column in table.columns
    ]


def shown(row: Sequence[Cell], columns: Sequence[Column], language: str, people: People) -> list[str]:
    """A row as people read it."""
    return [people.shown(cell, column.kind, language) for cell, column in zip(row, columns, strict=True)]


def shown_totals(table: Table, language: str, people: People) -> list[str] | None:
    """The row of totals as people read it, its first cell saying so; blank where nothing adds up."""
    if table.totals is None:
        return None
    cells = shown(table.totals, table.columns, language, people)
    known = ["" if value is None else cell for value, cell in zip(table.totals, cells, strict=True)]
    return [wording.say("total", language), *known[1:]]


def reproduces(table: Table, language: str) -> str:
    """Which table or figure of the thesis this is; "" where it is none."""
    found = re.fullmatch(r"(?:(\w+) )?([\d, ]+)", table.reproduces)
    if not table.reproduces or found is None:
        return table.reproduces and wording.say("reproduces-other", language, what=table.reproduces)
    numbers = found[2].replace(" ", "").split(",")
    key = f"reproduces-{found[1] or 'table'}{'s' if len(numbers) > 1 else ''}"
    if not wording.knows(key):
        return wording.say("reproduces-other", language, what=table.reproduces)
    return wording.say(key, language, numbers=wording.enumerated(numbers, language))


def remarks(table: Table, language: str) -> list[str]:
    """What stands under a table: its notes, then what it reproduces."""
    notes = [wording.typeset(note[language], language) for note in table.notes]
    return [*notes, *filter(None, [reproduces(table, language)])]


# ----------------------------------------------------------------------------------------- Markdown

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|])")


def markdown(table: Table, language: str, people: People) -> str:
    """The title, a table with pipes, and what is counted."""
    title = wording.typeset(table.title[language], language)
    rows = [shown(row, table.columns, language, people) for row in table.rows]
    totals = shown_totals(table, language, people)
    rules = ["---:" if wording.is_number(column.kind) else ":---" for column in table.columns]
    lines = [f"### {_md(title)}", ""]
    if rows or totals:
        lines += [_piped(map(_md, headers(table, language))), _piped(rules)]
        lines += [_piped(map(_md, row)) for row in rows]
    else:
        lines.append(wording.say("empty", language))
    if totals:
        lines.append(_piped(f"**{_md(cell)}**" for cell in totals))
    lines += ["", wording.typeset(table.definition[language], language)]
    for remark in remarks(table, language):
        lines += ["", remark]
    return "\n".join(lines) + "\n"


def _piped(cells: Iterator[str] | Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _md(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split(" ")).replace("\n", " "))


# -------------------------------------------------------------------------------------------- LaTeX

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "–": "--",
    wording.MINUS: "$-$",
    wording.NO_BREAK: "~",
    wording.NARROW: r"\,",
    "\n": " ",
}
_LATEX_CODE = re.compile(r"`([^`]*)`")


def latex(table: Table, language: str, people: People) -> str:
    """A float with booktabs, or a longtable from LONG rows on; the definition stands below it.

    The document needs `booktabs`, and `longtable` for the long ones.
    """
    long = len(table.rows) >= LONG
    return (_longtable if long else _float)(table, language, people)


def _float(table: Table, language: str, people: People) -> str:
    lines = [
        r"\begin{table}[htbp]",
        r"\centering",
        _caption(table, language),
        rf"\begin{{tabular}}{{{_alignment(table)}}}",
        r"\toprule",
        _tex_row(headers(table, language)),
        r"\midrule",
        *_tex_rows(table, language, people),
        r"\bottomrule",
        r"\end{tabular}",
        *_tex_remarks(table, language),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _longtable(table: Table, language: str, people: People) -> str:
    head = [r"\toprule", _tex_row(headers(table, language)), r"\midrule"]
    lines = [
        rf"\begin{{longtable}}{{{_alignment(table)}}}",
        rf"{_caption(table, language)}\\",
        *head,
        r"\endfirsthead",
        *head,
        r"\endhead",
        r"\bottomrule",
        r"\endfoot",
        *_tex_rows(table, language, people),
        r"\end{longtable}",
        *_tex_remarks(table, language),
    ]
    return "\n".join(lines) + "\n"


def _caption(table: Table, language: str) -> str:
    title = wording.typeset(table.title[language], language)
    return rf"\caption{{{_tex(title)}}}\label{{tab:{table.name}}}"


def _alignment(table: Table) -> str:
    return "".join("r" if wording.is_number(column.kind) else "l" for column in table.columns)


def _tex_rows(table: Table, language: str, people: People) -> Iterator[str]:
    for row in table.rows:
        yield _tex_row(shown(row, table.columns, language, people))
    totals = shown_totals(table, language, people)
    if totals:
        yield r"\midrule"
        yield _tex_row([rf"\textbf{{{_tex(cell)}}}" for cell in totals], escaped=True)


def _tex_row(cells: Sequence[str], *, escaped: bool = False) -> str:
    return " & ".join(cells if escaped else map(_tex, cells)) + r" \\"


def _tex_remarks(table: Table, language: str) -> Iterator[str]:
    texts = [wording.typeset(table.definition[language], language), *remarks(table, language)]
    for text in texts:
        yield ""
        yield rf"{{\footnotesize {_tex_prose(text)}\par}}"


def _tex_prose(text: str) -> str:
    """A sentence of ours, its `code` in a typewriter face."""
    pieces = _LATEX_CODE.split(text)
    return "".join(rf"\texttt{{{_tex(piece)}}}" if index % 2 else _tex(piece) for index, piece in enumerate(pieces))


def _tex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


# --------------------------------------------------------------------------------------------- HTML


def html(table: Table, language: str, people: People) -> str:
    """A `<table>` with its caption, `scope` on every header, and `<time>` for days and months."""
    title = wording.typeset(table.title[language], language)
    return html_table(table, language, people, caption=escape(title))


def html_table(  # options of one table
    table: Table,
    language: str,
    people: People,
    *,
    caption: str,
    rows: Sequence[tuple[Cell, ...]] | None = None,
    marked: Callable[[tuple[Cell, ...]], str] = lambda _: "",
) -> str:
    """The same with a `caption` in HTML, some of its rows, and a class for the rows that are `marked`."""
    body = table.rows if rows is None else rows
    lines = [
        f'<table id="{escape(table.name)}"{_matrix_class(table)}>',
        f"<caption>{caption}</caption>",
        "<thead>",
        f"<tr>{''.join(_headers(table, language))}</tr>",
        "</thead>",
        "<tbody>",
        *(_html_row(row, table, language, people, marked(row)) for row in body),
        "</tbody>",
    ]
    if table.totals is not None:
        lines += ["<tfoot>", _html_totals(table, table.totals, language, people), "</tfoot>"]
    return "\n".join([*lines, "</table>"]) + "\n"


def _html_totals(table: Table, totals: tuple[Cell, ...], language: str, people: People) -> str:
    cells = _html_cells(totals, table, language, people)
    known = ["<td></td>" if value is None else cell for value, cell in zip(totals, cells, strict=True)]
    total = f'<th scope="row">{escape(wording.say("total", language))}</th>'
    return f"<tr>{total}{''.join(known[1:])}</tr>"


def _matrix_class(table: Table) -> str:
    return ' class="matrix"' if any(map(wording.is_month, table.columns)) else ""


def _headers(table: Table, language: str) -> Iterator[str]:
    for column, label in zip(table.columns, headers(table, language), strict=True):
        number = ' class="n"' if wording.is_number(column.kind) else ""
        yield f'<th scope="col"{number}>{escape(label)}</th>'


def _html_row(row: tuple[Cell, ...], table: Table, language: str, people: People, mark: str) -> str:
    cells = _html_cells(row, table, language, people)
    start = f'<tr class="{mark}">' if mark else "<tr>"
    first = cells[0].removeprefix("<td").removesuffix("</td>")
    return f'{start}<th scope="row"{first}</th>{"".join(cells[1:])}</tr>'


def _html_cells(row: Sequence[Cell], table: Table, language: str, people: People) -> list[str]:
    return [_html_cell(cell, column, language, people) for cell, column in zip(row, table.columns, strict=True)]


def _html_cell(cell: Cell, column: Column, language: str, people: People) -> str:
    text = escape(people.shown(cell, column.kind, language))
    if column.kind in {Kind.DATE, Kind.MONTH} and isinstance(cell, str):
        text = f'<time datetime="{escape(cell)}">{text}</time>'
    classes = _cell_classes(cell, column)
    return f'<td class="{classes}">{text}</td>' if classes else f"<td>{text}</td>"


def _cell_classes(cell: Cell, column: Column) -> str:
    if column.kind is Kind.LIST:
        return "l"
    if column.kind is Kind.PERSON:
        return "p"
    if not wording.is_number(column.kind):
        return "w" if isinstance(cell, str) and len(cell) > _WIDE else ""
    if not wording.is_month(column) or not isinstance(cell, int):
        return "n y" if wording.is_year_of_months(column) else "n"
    return f"h{_shade(cell)}" if cell > 0 else "z"


def _shade(messages: int) -> int:
    """1 to 4, for 1-3, 4-9, 10-31 and more messages in a month."""
    return min(_SHADES, 1 + int(2 * log10(messages)))
