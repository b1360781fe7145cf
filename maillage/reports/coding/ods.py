"""A sheet as ODS (OpenDocument 1.2, ISO 26300), for LibreOffice: the same as the XLSX one.

Four small XML files in a ZIP, of which a template writes one. What an author wrote may hold characters that XML
cannot: they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from maillage.coding.columns import letters
from maillage.reports.coding.sheet import CODEBOOK, HELP, SPARE_LINES, TITLE, WIDTHS_OF_CODES, Cell, Sheet

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_MADE = (2000, 1, 1, 0, 0, 0)  # a file in a ZIP must have a date; ours is always this one
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEMPLATES = {
    "content.xml": "sheet.ods.xml.j2",
    "settings.xml": "settings.ods.xml.j2",
    "styles.xml": "styles.ods.xml.j2",
}


class _Shown(NamedTuple):
    """A cell as the template writes it. `kind`: `string`, `float` or `blank`."""

    kind: str
    value: str
    style: str


def write(file: Path, sheet: Sheet) -> None:
    """Write it, a row at a time. Raises OSError where the file cannot be written."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # late: only this needs it

    environment = Environment(
        loader=PackageLoader("maillage.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    given = {
        "sheet": sheet,
        "rows": _rows(sheet),
        "titles": [name[sheet.language] for name in (TITLE, CODEBOOK, HELP)],
        "spare": SPARE_LINES,
        "letters": letters(len(sheet.columns) - 1),
        "code_widths": WIDTHS_OF_CODES,
        "widths": sorted({column.width for column in sheet.columns} | {*WIDTHS_OF_CODES, 120}),
        "clean": _clean,
    }
    with ZipFile(file, "w") as archive:
        with archive.open(_entry("mimetype", ZIP_STORED), "w") as part:  # first and unpacked, as the standard asks
            part.write(MIME.encode())
        with archive.open(_entry("META-INF/manifest.xml"), "w") as part:
            part.write(_manifest().encode())
        for name, template in _TEMPLATES.items():
            with archive.open(_entry(name), "w", force_zip64=True) as part:
                for piece in environment.get_template(template).stream(given):
                    part.write(piece.encode())


def _entry(name: str, packed: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, _MADE)
    entry.compress_type = packed
    return entry


def _manifest() -> str:
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    parts = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>' for name in _TEMPLATES
    )
    whole = f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{MIME}"/>'
    head = f'<manifest:manifest xmlns:manifest="{space}" manifest:version="1.2">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}{whole}{parts}</manifest:manifest>'


def _rows(sheet: Sheet) -> Iterator[list[_Shown]]:
    for row in sheet.rows:
        yield [
            _shown(cell, "fill" if column.to_fill else "text") for cell, column in zip(row, sheet.columns, strict=True)
        ]


def _shown(cell: Cell, style: str) -> _Shown:
    if isinstance(cell, float):
        return _Shown("float", repr(round(cell, 2)), "share")
    if isinstance(cell, int):
        return _Shown("float", str(cell), style)
    return _Shown("string", _clean(cell), style) if cell else _Shown("blank", "", style)


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
