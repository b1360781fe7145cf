"""Whole lists: every byte and every mail of them is accounted for."""

from __future__ import annotations

import gzip
import mailbox
import zipfile
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from pathlib import Path

import factories
import pytest
from neighbours import corpus, id_of
from test_update import ledger, run

from maillage import ingest
from maillage.project import Source
from maillage.records import Message

# Stored, duplicates and problems, by kind and folder.
LISTS = {
    ("mbox", "caml-list"): (17853, 0, 0),
    ("mbox", "caml-list-fr"): (601, 0, 0),
    ("sympa", "derived-sympa-arctxt"): (1087, 0, 0),
    ("pipermail", "berlios-gpsd-users/txt"): (5548, 16, 0),
    ("pipermail", "berlios-jelix-public-fr"): (854, 0, 0),
    ("pipermail", "berlios-eliduc-devel-fr"): (10, 0, 0),
    ("pipermail", "berlios-freexplorer-dev-fr"): (12, 0, 0),
    ("pipermail", "berlios-olfix-report-fr"): (12, 0, 0),
    ("mbox", "cypherpunks-mbox"): (10418, 0, 0),
    ("mbox", "cypherpunks-cryptome"): (976, 0, 1),  # the subscribers' list of 1996 is no mail
}


@pytest.mark.parametrize(("kind", "name"), LISTS)
def test_the_ledger_of_a_list_adds_up(kind: str, name: str, tmp_path: Path) -> None:
    path = corpus(name)
    assert ingest.recognize(path) == kind
    study = factories.study(tmp_path, Source("list", kind, path), database=tmp_path / "study.db")
    done = run(study)
    counts = ledger(study)
    assert (counts["stored"], counts["duplicates"], counts["problems"]) == LISTS[kind, name]
    assert done.broken == []
    assert not run(study).changed


@pytest.mark.parametrize("name", [name for kind, name in LISTS if kind in ("mbox", "pipermail")])
def test_every_message_of_the_mailbox_package_is_in_ours(name: str, tmp_path: Path) -> None:
    kind = next(kind for kind, known in LISTS if known == name)
    reader = ingest.reader(kind)
    for part in reader.parts(corpus(name)):
        plain = tmp_path / "plain"
        raw = part.path.read_bytes()
        plain.write_bytes(gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw)
        box = mailbox.mbox(plain, create=False)
        theirs = {id_of(BytesHeaderParser().parsebytes(box.get_bytes(key))) for key in box.keys()}  # noqa: SIM118
        box.close()
        ours = {one.message_id for one in reader.read(part) if isinstance(one, Message)}
        assert theirs - {""} <= ours, part.name


def test_the_archive_of_sympa_says_what_the_mbox_of_the_same_list_says(tmp_path: Path) -> None:
    """As a folder and as the owner's zip; an mbox has a blank line at the end of each mail."""
    folder = corpus("derived-sympa-arctxt")
    of_box = {_said(one)[0]: _said(one) for one in _messages("mbox", corpus("caml-list"))}
    of_folder = [_said(one) for one in _messages("sympa", folder)]
    assert len(of_folder) == 1087
    assert [of_box[one[0]] for one in of_folder] == of_folder
    with zipfile.ZipFile(tmp_path / "caml-list_archives.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.rglob("arctxt/*"), reverse=True):
            packed.write(file, f"caml-list_{file.parents[1].name}/{file.name}")
    assert [_said(one) for one in _messages("sympa", tmp_path / "caml-list_archives.zip")] == of_folder


def _messages(kind: str, path: Path) -> Iterator[Message]:
    reader = ingest.reader(kind)
    return (one for part in reader.parts(path) for one in reader.read(part) if isinstance(one, Message))


def _said(message: Message) -> tuple[str, ...]:
    """All that a message says, without where it stands."""
    told = message._replace(place="", size=0, text=message.text.strip())
    return message.message_id, *map(repr, told)
