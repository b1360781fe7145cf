"""The sheets that people fill in: the authors to be coded, and what coders dispute; as CSV, XLSX and ODS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from maillage.errors import UnknownName, UnwritableReport
from maillage.reports.coding import ods, plain, xlsx
from maillage.reports.coding.sheet import Sheet
from maillage.sentences import Said, because

_WRITERS: Mapping[str, Callable[[Path, Sheet], None]] = {"csv": plain.write, "xlsx": xlsx.write, "ods": ods.write}

FORMATS = tuple(_WRITERS)


def write(file: Path, sheet: Sheet, form: str = "") -> None:
    """Write a sheet in one of `FORMATS`, by default the one that the file's name ends with.

    Raises UnknownName for another format, UnwritableReport.
    """
    chosen = form or file.suffix.lower().removeprefix(".")
    if chosen not in _WRITERS:
        raise UnknownName(Said("format"), chosen, FORMATS)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _WRITERS[chosen](file, sheet)
    except OSError as error:
        raise UnwritableReport(file, because(error), Said("close it, or name another file")) from error
