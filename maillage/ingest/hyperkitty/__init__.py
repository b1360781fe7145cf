"""HyperKitty, the archive of Mailman 3: the exports that it offers (`NAME.mbox.gz`), and answers of its REST API.

Exports that overlap are read one after the other: what stands in two is counted as duplicate. The answers that lie in
one folder are read together, as replies are told by hashes of ids that only other answers spell out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maillage.ingest import mbox
from maillage.ingest.hyperkitty import answers, exports
from maillage.ingest.hyperkitty.answers import answers_in, is_answer
from maillage.ingest.hyperkitty.exports import is_export
from maillage.ingest.parts import Part, files_in, parts_of, path_in
from maillage.records import Record

__all__ = ["is_answer", "is_companion", "is_export", "parts", "read", "recognizes"]


def recognizes(path: Path) -> bool:
    """Whether a file, or files of a folder, are exports or answers of HyperKitty, and no mbox of others is there."""
    found = False
    for file in files_in(path):
        if is_export(file) or is_answer(file):
            found = True
        elif mbox.is_mbox(file):
            return False
    return found


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same mails in another form: none does here."""
    return False


def parts(path: Path) -> Iterator[Part]:
    """The exports of a source, by name, and each folder with answers, or the one answer."""
    folders: set[Path] = set()
    for file in files_in(path):
        if not is_answer(file):
            yield from parts_of(file, path)
        elif file == path:
            yield Part(path, path_in(path.parent, path))
        elif file.parent not in folders:
            folders.add(file.parent)
            yield Part(file.parent, path_in(path, file.parent))


def read(part: Part, begin: int = 0) -> Iterator[Record]:
    """The messages of an export from a byte on; those of answers, of which the ones with texts come first."""
    if part.path.is_dir():
        return answers.read(answers_in(part.path))
    if is_answer(part.path):
        return answers.read([part.path])
    return exports.read(part, begin)
