"""Wikis of MediaWiki: XML dumps, and answers of the API kept as JSON, plain or packed, alone or in a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from maillage.ingest.mediawiki import answers, categories, dump
from maillage.ingest.mediawiki.titles import Choice, Namespaces
from maillage.ingest.parts import Part, files_in, path_in
from maillage.records import Extent, LogEvent, Namespace, Page, Problem, Revision, Selection, Skipped, WikiRecord
from maillage.sentences import Said

WHOLE = Selection()
_NUMBER = re.compile(r"(\d+)")
_NAMED = re.compile(r"\.xml(?:\.(?:7z|zst|bz2|gz|xz|lzma))?$|\.(?:7z|zst|bz2|xz|lzma)$", re.IGNORECASE)
# What tells the state of today comes after what tells the history, and has the last word.
_SNAPSHOTS = ("site", "users", "blocks", "pages")


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is a dump or holds answers of the API."""
    return any(is_wiki(file) for file in files_in(path))


def is_wiki(file: Path) -> bool:
    """Whether a file is a dump or holds answers of the API."""
    return dump.recognizes(file) or answers.recognizes(file)


def parts(path: Path) -> Iterator[Part]:
    """The dumps and the answers of a source, those whose word is the last at the end.

    A file that its name calls a dump and that is none is a part too, and a problem.
    """
    files = [file for file in files_in(path) if file == path or _NAMED.search(file.name) or is_wiki(file)]
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
    if dump.recognizes(part.path):
        members = categories.members(part, selection.categories) if selection.categories else ()
        yield from dump.read(part, selection, members)
    elif answers.recognizes(part.path):
        yield from selected(answers.read(part), selection)
    else:
        size = part.path.stat().st_size
        yield Problem("0", size, Said("neither a dump of MediaWiki nor answers of its API"))
        yield Extent(size)


def selected(records: Iterable[WikiRecord], selection: Selection) -> Iterator[WikiRecord]:
    """The answers that a study takes; revisions of other pages are skipped, texts that it does not keep are left out.

    Categories do not choose among them: what was asked for was the members, and answers do not tell these.
    """
    namespaces = Namespaces()
    prefixes = () if selection.categories else selection.prefixes
    choice = Choice(selection._replace(prefixes=prefixes, categories=()), namespaces)
    taken: dict[int, tuple[bool, bool]] = {}
    covered = 0
    for record in records:
        if isinstance(record, Revision | LogEvent | Problem | Skipped):
            covered += record.size
        if isinstance(record, Revision):
            is_taken, has_text = taken.get(record.page, (True, True))
            kept = record if has_text else record._replace(text=None)
            yield kept if is_taken else Skipped(1, record.size)
        elif isinstance(record, LogEvent):
            yield record if choice.takes_event(record) else Skipped(1, record.size)
        elif isinstance(record, Page):
            is_taken = choice.takes(record.namespace, record.title)
            taken[record.page] = is_taken, choice.keeps_text(record.namespace)
            if is_taken:
                yield record
        elif isinstance(record, Extent):
            if record.bytes > covered:
                yield Skipped(0, record.bytes - covered)
            yield record
        else:
            if isinstance(record, Namespace):
                namespaces.add(record.namespace, record.name)
            yield record
