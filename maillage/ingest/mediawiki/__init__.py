"""Wikis of MediaWiki: XML dumps, and answers of the API kept as JSON, plain or packed, alone or in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from maillage.ingest.mediawiki import answers, dump
from maillage.ingest.mediawiki.titles import Choice, Namespaces
from maillage.ingest.parts import Part, files_in, path_in
from maillage.records import Extent, LogEvent, Namespace, Page, Problem, Revision, Selection, Skipped, WikiRecord

WHOLE = Selection()
_NUMBER = re.compile(r"(\d+)")
# What tells the state of today comes after what tells the history, and has the last word.
_SNAPSHOTS = ("site", "users", "blocks", "pages")


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is a dump or holds answers of the API."""
    return any(is_wiki(file) for file in files_in(path))


def is_wiki(file: Path) -> bool:
    """Whether a file is a dump or holds answers of the API."""
    return dump.recognizes(file) or answers.recognizes(file)


def parts(path: Path) -> Iterator[Part]:
    """The dumps and the answers of a source, those whose word is the last at the end."""
    files = [file for file in files_in(path) if file == path or is_wiki(file)]
    for file in sorted(files, key=lambda file: _order(path, file)):
        yield Part(file, path_in(path.parent if file == path else path, file))


def _order(root: Path, file: Path) -> tuple[int, list[tuple[int, str]], str]:
    """Dumps, then answers, then snapshots; by name, and by numbers inside the names as numbers."""
    stem = file.name.partition(".")[0]
    rank = 0 if dump.recognizes(file) else 2 + _SNAPSHOTS.index(stem) if stem in _SNAPSHOTS else 1
    name = path_in(root.parent if file == root else root, file)
    pieces = [(int(piece) if piece.isdecimal() else -1, piece) for piece in _NUMBER.split(name)]
    return rank, pieces, name


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same in another form: none does here."""
    return False


def read(part: Part, selection: Selection = WHOLE) -> Iterator[WikiRecord]:
    """What a part tells of its wiki and the study selects, in order; last of all its Extent."""
    told = dump.read(part) if dump.recognizes(part.path) else answers.read(part)
    yield from selected(told, selection)


def selected(records: Iterable[WikiRecord], selection: Selection) -> Iterator[WikiRecord]:
    """The records that a study takes; revisions of other pages are skipped, texts that it does not keep are left out."""
    namespaces = Namespaces()
    choice = Choice(selection, namespaces)
    taken: dict[int, tuple[bool, bool]] = {}
    covered = 0
    for record in records:
        kind = type(record)
        if isinstance(record, Revision):
            is_taken, has_text = taken.get(record.page, (True, True))
            covered += record.size
            if not is_taken:
                yield Skipped(1, record.size)
            else:
                yield record if has_text else record._replace(text=None)
        elif isinstance(record, Page):
            takes = choice.takes(record.namespace, record.title)
            taken[record.page] = takes, choice.keeps_text(record.namespace)
            if takes:
                yield record
        elif isinstance(record, Namespace):
            namespaces.add(record.namespace, record.name)
            yield record
        elif isinstance(record, Extent):
            if record.bytes > covered:
                yield Skipped(0, record.bytes - covered)
            yield record
        else:
            if kind in (LogEvent, Problem, Skipped):
                covered += record.size  # type: ignore[union-attr]
            yield record
