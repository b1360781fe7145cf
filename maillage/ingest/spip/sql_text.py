"""SQL texts with the tables of a site: of mysqldump, phpMyAdmin, the tools that SPIP had, or SQLite's shell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cached_property

from maillage.ingest import sql
from maillage.ingest.parts import UNREADABLE, Part, opened
from maillage.ingest.spip.tables import COLUMNS, Cells, cells, others, prefixes
from maillage.ingest.sql import Row
from maillage.records import Extent, Problem

_BEGINS = re.compile(
    rb"\s*(?:--|#|/\*|(?:set|drop|create|insert|replace|lock|begin|start|pragma|use)\b)", re.IGNORECASE
)
_NAMED = re.compile(
    rb"^(?:drop table|create table|insert (?:ignore )?into|replace into|lock tables)\b[^\n(]{0,80}?"
    rb"\b(?P<prefix>\w{0,40}?)(?P<table>articles|auteurs|rubriques|forum|meta)\b",
    re.IGNORECASE | re.MULTILINE,
)
_MARKED = {"articles": b"id_rubrique", "auteurs": b"id_auteur", "rubriques": b"id_secteur", "forum": b"id_forum"}


def recognizes(head: bytes) -> bool:
    """Whether a text begins as one with the tables of a SPIP site does."""
    if not _BEGINS.match(head.removeprefix(b"\xef\xbb\xbf")):
        return False
    found = {(one["prefix"].lower(), one["table"].lower().decode()) for one in _NAMED.finditer(head)}
    is_named = any(prefix == b"spip_" for prefix, _ in found)
    return is_named or any(table in _MARKED and _MARKED[table] in head for _, table in found)


class Text:
    """The tables in one SQL text, plain or packed."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def rows(self, tables: Collection[str]) -> Iterator[Cells | Problem | Extent]:
        """The rows of some tables, in the order of the text."""
        yield from others(self._names)
        names = {name: table for name, table in self._tables().items() if table in tables}
        with opened(self._part) as stream:
            for row in sql.rows(stream, names.__contains__):
                if isinstance(row, Row):
                    table = names[row.table]
                    values = {column: row.values[column] for column in COLUMNS[table] if column in row.values}
                    yield cells(table, values, str(row.begin), row.size)
                elif isinstance(row, Problem | Extent):
                    yield row

    def _tables(self) -> Mapping[str, str]:
        """SPIP's names of the tables that the text has, by the names that they have in it; of one site."""
        found = self._names
        return {prefix + table: table for prefix in prefixes(found)[:1] for table in COLUMNS if prefix + table in found}

    @cached_property
    def _names(self) -> frozenset[str]:
        """The tables that the text has rows or descriptions of."""
        found: set[str] = set()

        def note(name: str) -> bool:
            found.add(name)
            return False

        with suppress(*UNREADABLE), opened(self._part) as stream:  # reading the rows tells what is wrong
            for _ in sql.rows(stream, note):
                pass
        return frozenset(found)
