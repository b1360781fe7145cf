"""Forms of archive that this version knows but does not read, and what to do about each."""

from __future__ import annotations

import re
from pathlib import Path

from maillage.ingest.parts import beginning, files_in

# What a file begins with, what that is, and the next step.
FORMS: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (
        re.compile(rb"!BDN"),
        "it is an Outlook PST file, which this version does not read",
        "export it as mbox with `readpst -r` (package pst-utils) and name that folder",
    ),
    (
        re.compile(rb"\xd0\xcf\x11\xe0"),
        "it is an Outlook .msg or Office file, which this version does not read",
        "save the mails as .eml or mbox and name that folder",
    ),
    (
        re.compile(rb"(?s).*<!--\s*MHonArc v|.*<!--X-(?:Subject|From-R13|Message-Id):"),
        "it is a MHonArc web page, which this version does not read",
        "ask the list's owner for the mbox, or for Sympa's archive as a zip file",
    ),
    (
        re.compile(rb"(?is).*<!--\s*(?:received|isosent|sent|email|id)=\"|.*hypermail"),
        "it is a Hypermail web page, which this version does not read",
        "ask the list's owner for the mbox that the pages were made from",
    ),
    (
        re.compile(rb"(?is)\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<html)"),
        "it is a web page, not an archive of mails",
        "download the archive's text volumes or mbox and name that folder",
    ),
    (
        re.compile(rb"(?s)\s*<mediawiki\b"),
        "it is a MediaWiki dump, which this version does not read",
        "leave it out of the study for now",
    ),
    (
        re.compile(rb"(?s)\s*[\[{].*\"(?:ygData|rawEmail|msgId|msgSnippet)\""),
        "it is a Yahoo Groups JSON file, which this version does not read",
        "convert it to mbox (the key rawEmail holds each mail) and name that file",
    ),
    (
        re.compile(rb"\s*[\[{]"),
        "it is a JSON file, which this version does not read",
        "export the archive as mbox and name that file",
    ),
    (
        re.compile(rb"%PDF|\x89PNG|GIF8|\xff\xd8\xff|\x7fELF|MZ|SQLite format 3"),
        "it is not an archive of mails but a document, a picture, a program or a database",
        "name the folder or file of the archive itself",
    ),
)


def describe(path: Path) -> tuple[str, str] | None:
    """What a file is and what to do, when it is of a form that is known and not read; else None."""
    start = beginning(path, 16384)
    return next(((what, step) for form, what, step in FORMS if form.match(start)), None)


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
