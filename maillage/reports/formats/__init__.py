"""A table as text: `csv` and `json` for machines; `md`, `latex`, `html` and `text` for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from maillage.errors import UnknownName
from maillage.reports.formats import machine, markup, terminal
from maillage.reports.people import People
from maillage.reports.table import Table
from maillage.sentences import Said

_WRITERS: Mapping[str, Callable[[Table, str, People], str]] = {
    "csv": machine.csv_text,
    "json": machine.json_text,
    "md": markup.markdown,
    "latex": markup.latex,
    "html": markup.html,
}

FORMATS = ("text", *_WRITERS)


def render(table: Table, format: str, language: str, people: People, width: int | None = None) -> str:  # noqa: A002  # what users call it
    """A table in one of `FORMATS`. `width`: columns of the terminal, for `text`; default: those there are.

    Where the table has a form in full, names decide which one is written. Raises UnknownName for another format.
    """
    table = people.seen(table)
    if format == "text":
        return terminal.text(table, language, people, width)
    if format not in _WRITERS:
        raise UnknownName(Said("format"), format, FORMATS)
    return _WRITERS[format](table, language, people)
