"""Why a source cannot be read, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from maillage.ingest.forms import FORMS, HEAD, form_of
from maillage.ingest.parts import beginning, files_in


def describe(path: Path) -> tuple[str, str] | None:
    """What a file is and what to do, when it is of a form that is known and not read; else None."""
    form = form_of(path, beginning(path, HEAD))
    if form is None:
        return None
    what, _, step = FORMS[form]["en"].partition("; ")
    return f"it is {what}, which this version does not read", step


def explain(path: Path, kind: str) -> tuple[str, str]:
    """Why a source cannot be read as the kind that its study says, and the next step."""
    if not path.exists():
        return "it does not exist", "correct `path` in maillage.toml"
    files = files_in(path)
    if not files:
        return "the folder is empty", "put the archive there, or correct `path` in maillage.toml"
    if all(file.stat().st_size == 0 for file in files):
        return "the file is empty" if path.is_file() else "its files are empty", "fetch the archive again"
    other = _other_kind(path, kind)
    if other:
        return f"it is no {kind} archive but looks like {other}", f'write kind = "{other}" in maillage.toml'
    for file in files:
        known = describe(file)
        if known:
            return known if file == path else (f"{file.name}: {known[0]}", known[1])
    if all(beginning(file, 16) == b"" for file in files):
        return "its files cannot be opened or unpacked", "check their rights, or fetch the archive again"
    return f"nothing in it looks like {kind}", "run `maillage init` on the folder to see what it holds"


def _other_kind(path: Path, kind: str) -> str | None:
    from maillage.ingest import KINDS, reader

    return next((other for other in KINDS if other != kind and reader(other).recognizes(path)), None)
