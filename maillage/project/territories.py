"""The territories of a study file, and those of the files that ship with the program."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from maillage.errors import InvalidStudy
from maillage.project.lines import places
from maillage.project.mistakes import Mistakes
from maillage.project.study import THESIS_BORDERS, Period, Territory, Written
from maillage.project.toml import StudyTable, label_of
from maillage.sentences import Said

_PLACE_CODE = re.compile(r"(?:\d\d|2[AB])(?:\d{3})?|\d{3}|R\d{1,2}|\d{9}")

SCALES = ("city", "metropolis", "pays", "region")


def territories(text: str, file: Path) -> tuple[Territory, ...]:
    """The territories of a file that has nothing else, in the form of the study file.

    Raises `InvalidStudy` with every mistake.
    """
    mistakes = Mistakes(places(text))
    root = StudyTable(tomllib.loads(text), (), "", mistakes)
    read = read_territories(root)
    if mistakes.found:
        raise InvalidStudy(file, mistakes.in_order())
    return tuple(territory for _, territory in read)


def read_territories(root: StudyTable) -> list[tuple[StudyTable, Territory]]:
    """Every territory with the table that it was read from."""
    read: list[tuple[StudyTable, Territory]] = []
    for table in root.tables("territory", lambda index, values: label_of("territory", index, values)):
        territory = Territory(
            name=table.written("name"),
            networks=table.texts("networks"),
            borders=_borders(table),
            periods=_periods(table),
            **_scales(table),
        )
        table.done()
        if territory.name in {other.name for _, other in read}:
            table.wrong("name", Said('there is another territory called "{name}"', name=territory.name))
        read.append((table, territory))
    return read


def _borders(table: StudyTable) -> date | None:
    if isinstance(table.values.get("borders"), str):
        known = {"dated": None, "thesis": THESIS_BORDERS}
        return known.get(table.choice("borders", tuple(known)))
    return table.day("borders")


def _periods(territory: StudyTable) -> tuple[Period, ...]:
    def label(index: int, _: dict[str, Any]) -> str:
        return f"{territory.label.removesuffix(']')}, period {index + 1}]"

    read = []
    for table in territory.tables("period", label):
        period = Period(begin=table.day("from"), end=table.day("to"), **_scales(table))
        table.done()
        if period.begin and period.end and period.end < period.begin:
            table.wrong("to", Said("to ({end}) is before from ({begin})", end=period.end, begin=period.begin))
        if not (period.begin or period.end):
            table.wrong("from", Said("a period needs a first day (from), a last day (to), or both"))
        read.append(period)
    return tuple(read)


def _scales(table: StudyTable) -> dict[str, tuple[str, ...]]:
    return {scale: _members(table, scale) for scale in SCALES}


def _members(table: StudyTable, scale: str) -> tuple[str, ...]:
    """Communes, EPCI, departements and regions; whether a name or code is anybody's is for the gazetteer to say."""
    members = table.texts(scale)
    for index, member in enumerate(members):
        if any(map(str.isdigit, member)) and not _PLACE_CODE.fullmatch(member):
            said = Said(
                '{scale}: "{code}" is neither a name nor a code: of a commune (59350), departement (59), region (R32) '
                "or EPCI (200093201)",
                scale=scale,
                code=member,
            )
            table.wrong(scale, said, index)
    return tuple(Written.at(member, table.line(scale, index)) for index, member in enumerate(members))
