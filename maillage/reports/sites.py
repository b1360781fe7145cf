"""What tables of wikis are called where a study has participatory sites too, which are measured by the same rules."""

from __future__ import annotations

import re
from dataclasses import replace

from maillage.reports.table import Kind, Table, Text

WORDS = {
    "fr": (
        (re.compile(r"\bListe ou wiki\b"), "Liste, wiki ou site"),
        (re.compile(r"\b([Ww])ikis\b"), r"\1ikis et sites"),
        (re.compile(r"\b([Ww])iki\b"), r"\1iki ou site"),
    ),
    "en": (
        (re.compile(r"\bList or wiki\b"), "List, wiki or site"),
        (re.compile(r"\b([Ww])ikis\b"), r"\1ikis and sites"),
        (re.compile(r"\b([Ww])iki\b"), r"\1iki or site"),
    ),
}
"""In each language: words for wikis, and for wikis and sites; the first that is there is replaced."""


def with_sites(table: Table) -> Table:
    """The table with a title and headers that say sites beside wikis."""
    in_full = with_sites(table.in_full) if table.in_full else None
    columns = tuple(
        column if column.kind is Kind.TEXT else replace(column, label=named(column.label)) for column in table.columns
    )
    return replace(table, title=named(table.title), columns=columns, in_full=in_full)


def named(text: Text) -> Text:
    """A text that says sites beside wikis, in every language."""
    return {language: _said(written, language) for language, written in text.items()}


def _said(written: str, language: str) -> str:
    for pattern, words in WORDS.get(language, ()):
        if pattern.search(written):
            return pattern.sub(words, written)
    return written
