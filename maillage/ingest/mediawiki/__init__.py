"""Wikis of MediaWiki: XML dumps, and answers of the API kept as JSON, plain or packed, alone or in a folder."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from maillage.ingest.mediawiki import answers, categories, dump
from maillage.ingest.mediawiki.titles import Choice, Namespaces
from maillage.ingest.parts import BLOCK, Part, files_in, name_in
from maillage.ingest.unpacking import opened
from maillage.records import (
    Extent,
    Framing,
    LogEvent,
    Namespace,
    Page,
    Problem,
    Revision,
    Selection,
    Skipped,
    WikiRecord,
)
from maillage.sentences import Said

WHOLE = Selection()
COUNTED = (Revision, LogEvent, Problem, Skipped, Framing)  # records that take bytes of their part
_NUMBER = re.compile(r"(\d+)")
_NAMED = re.compile(r"\.xml(?:\.(?:7z|zst|bz2|gz|xz|lzma))?$|\.(?:7z|zst|bz2|xz|lzma)$", re.IGNORECASE)
# What tells the state of today comes after what tells the history, and has the last word.
_SNAPSHOTS = ("site", "users", "blocks", "pages")


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is a dump or holds answers of the API."""
    return any(is_wiki(file) for file in files_in(path))


def is_wiki(file: Path) -> bool:
    """Whether a file is a dump or holds answers of the API."""
    return form_of(file) != ""


def form_of(file: Path) -> str:
    """What a file is by its content: a `dump`, `answers`, or nothing of a wiki. Raises OSError."""
    found = file.stat()
    return _form(file, found.st_size, found.st_mtime_ns)


@lru_cache(1024)
def _form(file: Path, _size: int, _time: int) -> str:
    """The same, told once for each state of a file: unpacking its beginning takes a while."""
    if dump.recognizes(file):
        return "dump"
    return "answers" if answers.recognizes(file) else ""


def parts(path: Path) -> Iterator[Part]:
    """The dumps and the answers of a source, those whose word is the last at the end.

    A file that its name calls a dump and that is none is a part too, and a problem.
    """
    files = [file for file in files_in(path) if file == path or _NAMED.search(file.name) or is_wiki(file)]
    for file in sorted(files, key=lambda file: _order(path, file)):
        yield Part(file, name_in(path, file))


def _order(root: Path, file: Path) -> tuple[int, list[tuple[int, str]], str]:
    """Dumps, then answers, then snapshots; by name, and by numbers inside the names as numbers."""
    stem = file.name.partition(".")[0]
    rank = 0 if form_of(file) == "dump" else 2 + _SNAPSHOTS.index(stem) if stem in _SNAPSHOTS else 1
    name = name_in(root, file)
    pieces = [(int(piece) if piece.isdecimal() else -1, piece) for piece in _NUMBER.split(name)]
    return rank, pieces, name


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same in another form: none does here."""
    return False


def read(part: Part, selection: Selection = WHOLE) -> Generator[WikiRecord, None, None]:
    """What a part tells of its wiki and the study selects, in order; last of all its Extent."""
    form = form_of(part.path)
    if form == "dump":
        members = categories.members(part, selection.categories) if selection.categories else ()
        yield from dump.read(part, selection, members)
    elif form == "answers":
        names = answers.namespaces_beside(part) if selection.prefixes else {}
        yield from selected(answers.read(part), selection, names)
    else:
        with opened(part) as stream:  # who cannot unpack it says so
            size = sum(len(block) for block in iter(partial(stream.read, BLOCK), b""))
        if size:
            yield Problem("0", size, Said("neither a dump of MediaWiki nor answers of its API"))
        yield Extent(size)


def selected(
    records: Iterable[WikiRecord], selection: Selection, names: Mapping[int, str] | None = None
) -> Iterator[WikiRecord]:
    """The answers that a study takes; revisions of other pages are skipped, texts that it does not keep are left out.

    `names`: of the namespaces, as far as they are known before the answers tell them.

    Categories do not choose among them: what was asked for was the members, and answers do not tell these.
    """
    namespaces = Namespaces(names)
    prefixes = () if selection.categories else selection.prefixes
    choice = Choice(selection._replace(prefixes=prefixes, categories=()), namespaces)
    taken: dict[int, tuple[bool, bool]] = {}
    covered = 0
    for record in records:
        if isinstance(record, COUNTED):
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
                yield Framing(record.bytes - covered)
            yield record
        else:
            if isinstance(record, Namespace):
                namespaces.add(record.namespace, record.name)
            yield record
