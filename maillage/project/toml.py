"""One table of the study file, read key by key: a wrong value is a mistake, and the default is returned."""

from __future__ import annotations

import contextlib
import math
import os
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from maillage.project.lines import Place
from maillage.project.mistakes import Mistakes, displayed, meant
from maillage.project.study import Written
from maillage.sentences import Said


class StudyTable:
    """One table of the file, read key by key. A wrong value is a mistake, and the default is returned."""

    def __init__(self, values: dict[str, Any], place: Place, label: str, mistakes: Mistakes) -> None:
        self.values = values
        self.place = place
        self.label = label
        self._mistakes = mistakes
        self._known: list[str] = []

    def wrong(self, key: str, said: Said, index: int | None = None) -> None:
        """Note a mistake about a key, or an item of its list."""
        place = (*self.place, key) if index is None else (*self.place, key, index)
        self._mistakes.add(place, self.label, said)

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self.values

    def done(self) -> None:
        """Every key was read: the others are unknown."""
        for key in self.values:
            if key not in self._known:
                hint = meant(key, self._known, Said("known keys"))
                self.wrong(key, Said('unknown key "{key}"; {hint}', key=key, hint=hint))

    def line(self, key: str, index: int | None = None) -> int:
        """The line of a key, or of an item of its list."""
        return self._mistakes.line((*self.place, key) if index is None else (*self.place, key, index))

    def _get(self, key: str) -> Any:
        self._known.append(key)
        return self.values.get(key)

    def _mistyped(self, key: str, value: object, wanted: Said, index: int | None = None) -> None:
        shown = displayed(value)
        where = item_of(key, index)
        self.wrong(key, Said("{where} must be {wanted}, not {shown}", where=where, wanted=wanted, shown=shown), index)

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """A text, without the blanks around it."""
        value = self._get(key)
        if value is None:
            if required:
                self.wrong(key, Said('the key "{key}" is missing', key=key))
            return default
        if not isinstance(value, str):
            self._mistyped(key, value, Said("a text between quotes"))
            return default
        if required and not value.strip():
            self.wrong(key, Said("{where} is empty", where=key))
        return value.strip()

    def written(self, key: str) -> Written:
        """A text that must be there, with its line."""
        return Written.at(self.text(key, required=True), self.line(key))

    def choice(self, key: str, choices: Sequence[str], default: str = "", *, required: bool = False) -> str:
        """A text that is one of these."""
        value = self.text(key, default, required=required)
        if self.has(key) and isinstance(self.values[key], str) and value and value not in choices:
            hint = meant(value, choices, Said("known"))
            self.wrong(key, Said('unknown {key} "{value}"; {hint}', key=key, value=value, hint=hint))
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._mistyped(key, value, Said('a list of texts such as ["one", "two"]'))
            return ()
        for index, item in enumerate(value):
            if not isinstance(item, str):
                self._mistyped(key, item, Said("a text between quotes"), index)
            elif not item.strip():
                self.wrong(key, Said("{where} is empty", where=item_of(key, index)), index)
        return tuple(item.strip() for item in value if isinstance(item, str))

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self._mistyped(key, value, Said("true or false"))
            return default
        return default if value is None else value

    def count(self, key: str, default: int) -> int:
        """A whole number over 0."""
        value = self._get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self._mistyped(key, value, Said("a whole number"))
            return default
        if value <= 0:
            self._mistyped(key, value, Said("positive"))
            return default
        return value

    def number(self, key: str, default: float, *, most: float | None = None) -> float:
        """A number over 0, and at most `most`."""
        value = self._get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self._mistyped(key, value, Said("a number"))
            return default
        if value <= 0 or (most is not None and value > most):
            wanted = Said("positive") if most is None else Said("over 0 and at most {most:g}", most=most)
            self._mistyped(key, value, wanted)
            return default
        return float(value)

    def day(self, key: str, *, month: bool = False, required: bool = False) -> date | None:
        """A day, as a TOML date or a text; with `month`, a text YYYY-MM is its first day."""
        value = self._get(key)
        if value is None:
            if required:
                self.wrong(key, Said('the key "{key}" is missing', key=key))
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str):
            written = f"{value}-01" if month and re.fullmatch(r"\d{4}-\d\d", value) else value
            if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
                with contextlib.suppress(ValueError):
                    return date.fromisoformat(written)
        either = Said('a month such as "2012-11" or a day such as 2012-11-01')
        self._mistyped(key, value, either if month else Said("a day such as 2012-11-01"))
        return None

    def table(self, key: str) -> StudyTable:
        """The table `[key]`; an empty one where it is absent or not a table."""
        value = self._get(key)
        if value is not None and not isinstance(value, dict):
            self._mistyped(key, value, Said("a table [{key}]", key=key))
            value = None
        return StudyTable(value or {}, (*self.place, key), f"[{key}]", self._mistakes)

    def tables(self, key: str, label: Callable[[int, dict[str, Any]], str]) -> list[StudyTable]:
        """The tables `[[key]]`, in order. `label` names one in mistakes, from its index and values."""
        value = self._get(key)
        place = (*self.place, key)
        if isinstance(value, dict):
            said = Said("[{key}] must be [[{key}]]: there can be several", key=key)
            self._mistakes.add(place, label(0, value), said)
            return [StudyTable(value, place, label(0, value), self._mistakes)]
        if value is not None and not isinstance(value, list):
            self._mistyped(key, value, Said("tables [[{key}]]", key=key))
            return []
        tables = []
        for index, item in enumerate(value or []):
            if isinstance(item, dict):
                tables.append(StudyTable(item, (*place, index), label(index, item), self._mistakes))
            else:
                shown, wanted = displayed(item), Said("tables [[{key}]]", key=key)
                said = Said("{where} must be {wanted}, not {shown}", where=key, wanted=wanted, shown=shown)
                self.wrong(key, said, index)
        return tables


def item_of(key: str, index: int | None) -> str:
    """A key, or an item of its list, as mistakes call it."""
    return key if index is None else Said("item {number} of {key}", number=index + 1, key=key)


def label_of(what: str, index: int, values: dict[str, Any]) -> str:
    """How mistakes call a table: `[source "makers"]`, or `[source 2]` where it has no name."""
    name = values.get("name")
    return f'[{what} "{name}"]' if name and isinstance(name, str) else f"[{what} {index + 1}]"


def inside(folder: Path, written: str) -> Path:
    """A path as it is written, from the folder of the study."""
    return (folder / written).absolute()


def existing(table: StudyTable, folder: Path, key: str = "path") -> Path:
    """The path of a file or folder that the study names, which must exist."""
    written = table.text(key, required=True)
    path = inside(folder, written)
    if written and not os.path.exists(path):  # noqa: PTH110  # Path.exists raises for a NUL or a name too long
        said = Said('the path "{path}" does not exist; it is looked for from {folder}', path=written, folder=folder)
        table.wrong(key, said)
    return path
