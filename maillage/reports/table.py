"""One table as reports see it: titles, columns, rows. Every format renders this and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Text = Mapping[str, str]  # by language: {"fr": …, "en": …}
Cell = str | int | float | None  # None: not known, or not applicable; shown as such, never as 0


class Kind(StrEnum):
    """What a column holds, which decides how people see it; machines get the bare value."""

    TEXT = "text"
    PERSON = "person"  # the integer id of a person: shown as a pseudonym, or a name on request
    LIST = "list"  # the name of a source: people see its title
    COUNT = "count"
    MEAN = "mean"  # a real number, two decimals
    SHARE = "share"  # 0 to 1, shown in percent
    DATE = "date"  # ISO day
    MONTH = "month"  # ISO month, 2015-03
    YEAR = "year"
    FLAG = "flag"  # 1 or 0, shown as yes or no


@dataclass(frozen=True)
class Column:
    """`name`: the ISO header of the CSV. `label`: the header for people, by language."""

    name: str
    label: Text
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """`reproduces`: the table of the thesis, such as "27"; "" where there is none.

    `definition`: what is counted, with the thresholds in force. `notes`: what to mind, a sentence each.
    `totals`: one last row, where the table has one. `in_full`: the same table with what may tell who somebody is,
    such as her organisation; it stands in for this one where names may show, and nowhere else (`People.seen`).
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    definition: Text
    reproduces: str = ""
    notes: tuple[Text, ...] = ()
    totals: tuple[Cell, ...] | None = None
    measures: tuple[str, ...] = field(default=())  # ids such as "A9"
    in_full: Table | None = None


@dataclass(frozen=True)
class Choice:
    """What a user asked to see: one source, or one network; empty for all."""

    source: str = ""
    network: str = ""
