"""Tables that analyze rebuilds: one frozen dataclass each, its fields the columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import TypeVar, get_type_hints

Row = TypeVar("Row")

# The column type that sqlite-utils is told, for each annotation that a row may use.
COLUMN_TYPES: dict[object, type] = {
    int: int,
    float: float,
    str: str,
    bool: int,
    int | None: int,
    float | None: float,
    str | None: str,
}

_NAMES: dict[type, tuple[str, tuple[str, ...]]] = {}


def table(name: str, pk: tuple[str, ...]) -> Callable[[type[Row]], type[Row]]:
    """Declare a dataclass as the row of a derived table."""

    def declare(row: type[Row]) -> type[Row]:
        _NAMES[row] = (name, pk)
        return row

    return declare


def name_of(row: type) -> str:
    """The table that rows of this class go to."""
    return _NAMES[row][0]


def key_of(row: type) -> tuple[str, ...]:
    """The columns of that table's primary key."""
    return _NAMES[row][1]


def columns_of(row: type) -> dict[str, type]:
    """Column names and types of a row class, in order. Raises TypeError for one that is no dataclass."""
    if not is_dataclass(row):
        raise TypeError(f"{row!r} is not a dataclass")
    hints = get_type_hints(row)
    return {field.name: COLUMN_TYPES[hints[field.name]] for field in fields(row)}
