"""Why a source cannot be read, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from maillage.ingest.forms import FORMS, HEAD, OF_FOLDERS, form_of, step_for
from maillage.ingest.parts import beginning, files_in, legible
from maillage.sentences import Said

NO_ARCHIVES = frozenset(("document", "study", "slack", "trello", "etherpad", "owners"))
"""Forms of which nothing can be made: something else is meant."""


def describe(path: Path) -> tuple[Said, Said] | None:
    """What a file is and what to do, when it is of a form that is known and not read; else None."""
    form = form_of(path, beginning(path, HEAD))
    if form is None:
        return None
    reason = Said("it is {what}, which this version does not read", what=FORMS[form].what)
    if form in NO_ARCHIVES:
        return reason, Said("correct `path` in maillage.toml")
    return reason, step_for(form, path.parent if form in OF_FOLDERS else path)


def explain(path: Path, kind: str) -> tuple[Said, Said]:
    """Why a source cannot be read as the kind that its study says, and the next step."""
    if not path.exists():
        return Said("it does not exist"), Said("correct `path` in maillage.toml")
    files = files_in(path)
    if not files:
        return Said("the folder is empty"), Said("put the archive there, or correct `path` in maillage.toml")
    if all(file.stat().st_size == 0 for file in files):
        empty = Said("the file is empty") if path.is_file() else Said("its files are empty")
        return empty, Said("fetch the archive again")
    other = _other_kind(path, kind)
    if other:
        reason = Said("it is no {kind} archive but looks like {other}", kind=kind, other=other)
        return reason, Said('write kind = "{other}" in maillage.toml', other=other)
    for file in files:
        known = describe(file)
        if known:
            reason, step = known
            return reason if file == path else Said("{file}: {reason}", file=legible(file.name), reason=reason), step
    if all(beginning(file, 16) == b"" for file in files):
        step = Said("check their rights, or fetch the archive again")
        return Said("its files cannot be opened or unpacked"), step
    step = Said("run `maillage init` on the folder to see what it holds")
    return Said("nothing in it looks like {kind}", kind=kind), step


def _other_kind(path: Path, kind: str) -> str | None:
    from maillage.ingest import KINDS, eml, reader

    others = (other for other in KINDS if other != kind and reader(other).recognizes(path))
    return next((other for other in others if other != "eml" or eml.holds_mostly_mails(path)), None)
