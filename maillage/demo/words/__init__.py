"""The words of the demo study: names, structures, communes, pieces of mails. All people and structures are invented."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


def text(name: str) -> str:
    """One file of this folder."""
    return (files(__name__) / name).read_text(encoding="utf-8")


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """A file of `[section]`s, each with its lines. Lines beginning with `#` are for readers."""
    found: dict[str, list[str]] = {}
    for line in text(name).splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return {section: tuple(lines) for section, lines in found.items()}


@cache
def alternatives(name: str, section: str) -> tuple[str, ...]:
    """The words of a section, which stand on one line between `|`."""
    return tuple(sections(name)[section][0].split("|"))


@dataclass(frozen=True)
class Commune:
    """A real commune, where invented offices stand. `insee` is empty abroad."""

    network: str
    scale: str
    commune: str
    postcode: str
    insee: str
    weight: int
    phone: str


@cache
def communes(network: str, scale: str) -> tuple[Commune, ...]:
    """The communes of a scale, as seen from that network."""
    rows = (Commune(**{**row, "weight": int(row["weight"])}) for row in rows_of("communes.csv"))  # type: ignore[arg-type]
    return tuple(row for row in rows if (row.network, row.scale) == (network, scale))


@dataclass(frozen=True)
class Role:
    """Somebody with a part to play: the rows of tables 35 to 37, with invented people."""

    key: str
    gender: str
    first: str
    last: str
    structure: str
    status: str
    function: str
    domain: str


@cache
def cast() -> dict[str, Role]:
    """The cast by key: `lille-01` is row 1 of table 36, `brest-01` of table 37, `tl-01` of table 35."""
    return {row["key"]: Role(**row) for row in rows_of("cast.csv")}


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of this folder."""
    return list(csv.DictReader(text(name).splitlines()))
