"""The official files that a study may bring in place of the shipped table: INSEE, La Poste, the EPCI of a year.

Each is recognised by its headings, whatever stands above them and whatever separates its columns. What a file does not
say stays that of the shipped table: populations, and the names of the past.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from maillage.analyze.profiles.places import gazetteer
from maillage.analyze.profiles.places.gazetteer import Gazetteer
from maillage.errors import InvalidStudy
from maillage.project import OfficialFiles, Study
from maillage.sentences import Said, because

_Row = Mapping[str, str]
_Blocks = dict[str, list[str]]

_HEADINGS_WITHIN = 30  # lines: INSEE writes a title and its sources above the headings of its sheets
_KINDS = {"ARM": "district", "COMA": "associated", "COMD": "delegated"}
_OLD_KINDS = {"2": "associated", "3": "former", "5": "district", "6": "delegated"}


class _Layout(NamedTuple):
    """A form of an official file: its columns, by the headings that they may have, and what to do with its rows."""

    name: str
    columns: Mapping[str, Sequence[str]]


COG = _Layout(
    "INSEE, v_commune_AAAA.csv",
    {"kind": ("typecom",), "code": ("com",), "departement": ("dep",), "name": ("libelle",), "parent": ("comparent",)},
)
COG_OF_OLD = _Layout(
    "INSEE, franceAAAA.txt",
    {
        "state": ("actual",),
        "departement": ("dep",),
        "number": ("com",),
        "parent": ("pole",),
        "article": ("artmin",),
        "name": ("nccenr",),
    },
)
POSTCODES = _Layout(
    "La Poste, laposte_hexasmal.csv",
    {"code": ("codecommuneinsee",), "postcode": ("codepostal",)},
)
EPCI_OF_INSEE = _Layout(
    "INSEE, Intercommunalite_Metropole.xlsx, Composition_communale",
    {"code": ("codgeo",), "siren": ("epci",), "name": ("libepci",)},
)
EPCI_OF_DGCL = _Layout(
    "DGCL, epcicomAAAA.csv",
    {
        "code": ("insee",),
        "siren": ("siren",),
        "name": ("raisonsociale", "nom", "nomepci"),
        "type": ("naturejuridique", "nature"),
    },
)
LAYOUTS = {"communes": (COG, COG_OF_OLD), "postcodes": (POSTCODES,), "epci": (EPCI_OF_INSEE, EPCI_OF_DGCL)}
"""The forms that each key of `[gazetteer]` may have."""


def of_study(study: Study) -> Gazetteer:
    """The communes of a study: those that ship with the program, or those of its official files.

    Raises `InvalidStudy` with every file that cannot be read or is none of the known ones.
    """
    if study.gazetteer == OfficialFiles():
        return gazetteer.shipped()
    table = _merged(study.gazetteer)
    if isinstance(table, Gazetteer):
        return table
    raise InvalidStudy(study.file, table, language=study.language)


@cache
def _merged(chosen: OfficialFiles) -> Gazetteer | tuple[Said, ...]:
    """The table with the files in it, read once; or what is wrong with them."""
    found = {}
    mistakes = []
    for key in ("communes", "postcodes", "epci"):
        path = getattr(chosen, key)
        if path is not None:
            rows = _rows(path, key)
            if isinstance(rows, Said):
                mistakes.append(Said("[gazetteer] {key}: {said}", key=key, said=rows))
            else:
                found[key] = rows
    if mistakes:
        return tuple(mistakes)
    table = _shipped_blocks()
    if "communes" in found:
        table = with_communes(table, *found["communes"])
    if "postcodes" in found:
        table = with_postcodes(table, found["postcodes"][1])
    if "epci" in found:
        table = with_epci(table, found["epci"][1])
    return Gazetteer(table)


@cache
def _shipped_blocks() -> _Blocks:
    return gazetteer.blocks(gazetteer.shipped_text())


# --------------------------------------------------------------------------------------------- reading


def _rows(path: Path, key: str) -> tuple[_Layout, list[_Row]] | Said:
    """The form of a file and its rows, by the names of our columns; or why there are none."""
    try:
        text = _text(path.read_bytes())
    except OSError as error:
        return Said("{path} cannot be read: {reason}", path=path, reason=because(error))
    lines = text.splitlines()
    for number, line in enumerate(lines[:_HEADINGS_WITHIN]):
        separator = max("\t;,", key=line.count)
        headings = [_heading(cell) for cell in next(csv.reader([line], delimiter=separator), [])]
        for layout in LAYOUTS[key]:
            places = {column: _place(headings, names) for column, names in layout.columns.items()}
            if all(place is not None for column, place in places.items() if column != "type"):
                return layout, list(_cells(lines[number + 1 :], separator, places))
    forms = ", ".join(layout.name for layout in LAYOUTS[key])
    return Said(
        "{path} has none of the headings of these files: {forms}; save a workbook as CSV", path=path, forms=forms
    )


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _heading(cell: str) -> str:
    plain = unicodedata.normalize("NFKD", cell).encode("ascii", "ignore").decode().lower()
    return "".join(filter(str.isalnum, plain))


def _place(headings: Sequence[str], names: Sequence[str]) -> int | None:
    return next((headings.index(name) for name in names if name in headings), None)


def _cells(lines: Sequence[str], separator: str, places: Mapping[str, int | None]) -> Iterator[_Row]:
    last = max(place for place in places.values() if place is not None)
    for row in csv.reader(lines, delimiter=separator):
        if len(row) > last:
            yield {column: "" if place is None else row[place].strip() for column, place in places.items()}


# --------------------------------------------------------------------------------------------- merging


def with_communes(table: _Blocks, layout: _Layout, rows: Sequence[_Row]) -> _Blocks:
    """The table with the communes of a year, and what is in them by that year's file.

    Postcodes, populations and EPCI come from the shipped table by code. A name of the past whose code is again that of
    a commune goes; one whose commune does not exist that year goes too.
    """
    read = list(map(_of_old if layout is COG_OF_OLD else _of_today, rows))
    known = {line.split("\t", 1)[0]: line.split("\t") for line in table["communes"]}
    communes = {code: name for code, name, _, kind in read if kind == "commune"}
    lines = ["\t".join((code, name, *known.get(code, ("", "", "", "", ""))[2:])) for code, name in communes.items()]
    inside = {
        (code, name): (parent, kind) for code, name, parent, kind in read if kind != "commune" and parent in communes
    }
    for line in table["within"]:
        code, name, parent, kind = line.split("\t")
        if code not in communes and parent in communes:
            inside.setdefault((code, name), (parent, kind))
    held = ["\t".join((*key, *value)) for key, value in sorted(inside.items())]
    return {**table, "communes": sorted(lines), "within": held}


def _of_today(row: _Row) -> tuple[str, str, str, str]:
    if row["kind"].upper() == "COM":
        return row["code"], row["name"], "", "commune"
    return row["code"], row["name"], row["parent"], _KINDS.get(row["kind"].upper(), "former")


def _of_old(row: _Row) -> tuple[str, str, str, str]:
    """A row of the files of before 2019: departement and number apart, articles in brackets."""
    number = row["number"]
    code = row["departement"] + (number[1:] if len(row["departement"]) == 3 else number)
    article = row["article"].strip("()")
    name = f"{article}{'' if not article or article.endswith(chr(39)) else ' '}{row['name']}"
    kind = "commune" if row["state"] == "1" else _OLD_KINDS.get(row["state"], "former")
    return code, name, row["parent"], kind


def with_postcodes(table: _Blocks, rows: Sequence[_Row]) -> _Blocks:
    """The table with the postcodes of La Poste; a commune that is not in its file keeps those it has."""
    inside = {line.split("\t", 1)[0]: line.split("\t")[2] for line in table["within"]}
    communes = {line.split("\t", 1)[0] for line in table["communes"]}
    found: dict[str, set[str]] = {}
    for row in rows:
        code = row["code"].zfill(5)
        found.setdefault(code if code in communes else inside.get(code, code), set()).add(row["postcode"].zfill(5))
    return {**table, "communes": [_changed(line, 2, found, " ".join) for line in table["communes"]]}


def with_epci(table: _Blocks, rows: Sequence[_Row]) -> _Blocks:
    """The table with the EPCI of a year; a commune that is not in the file is in none."""
    rows = [row for row in rows if row["siren"].isdigit() and len(row["siren"]) == 9]
    groups = {row["siren"]: f"{row['siren']}\t{row['name']}\t{row.get('type', '')}" for row in rows}
    of_commune = {row["code"].zfill(5): {row["siren"]} for row in rows}
    for line in table["communes"]:
        of_commune.setdefault(line.split("\t", 1)[0], {""})
    communes = [_changed(line, 4, of_commune, "".join) for line in table["communes"]]
    return {**table, "communes": communes, "epci": [groups[siren] for siren in sorted(groups)]}


def _changed(line: str, column: int, values: Mapping[str, set[str]], joined: Callable[[list[str]], str]) -> str:
    cells = line.split("\t")
    if cells[0] in values:
        cells[column] = joined(sorted(values[cells[0]]))
    return "\t".join(cells)
