"""The zip that a groups.io group is exported as: its mails are one list, whatever else is in it."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import ClassVar

import pytest
from contract import FIXTURES, IngesterContract, mail, mbox_of, messages_of, records_of, study_of

from maillage import ingest
from maillage.errors import UnreadableArchive
from maillage.project import Study
from maillage.records import Message, Problem
from maillage.store import Store
from maillage.update import Update, update

SAMPLE = FIXTURES / "groups_io" / "ateliers.zip"


class TestExport(IngesterContract):
    kind = "groups_io"
    sample = SAMPLE
    expected: ClassVar = {"messages": 3, "problems": 0, "unread": 3}

    def big(self, folder: Path, mails: int) -> Path:
        return export(folder / "big.zip", mbox_of(*(mail(number, 10_000) for number in range(mails))))


def export(path: Path, mailbox: bytes, **others: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("messages.mbox", mailbox)
        for name, raw in others.items():
            archive.writestr(name, raw)
    return path


def test_what_else_the_owner_gets_is_no_problem_and_named_as_unread(tmp_path: Path) -> None:
    study = study_of(tmp_path, ("groups_io", SAMPLE))
    with Store.open(study.database, write=True) as store:
        done = update(store, study)
        unread = [tuple(row) for row in store.rows("select path, reason from unread_files order by path")]
    assert done.added.problems == 0
    assert unread == [
        ("ateliers.zip!ateliers/calendar.ics", "nothing of a list"),
        ("ateliers.zip!ateliers/files/plan.txt", "nothing of a list"),
        ("ateliers.zip!ateliers/members.csv", "nothing of a list"),
    ]


def test_an_empty_group_is_recognised_and_told(tmp_path: Path) -> None:
    path = export(tmp_path / "messages.zip", b"")
    assert ingest.recognize(path) == "groups_io"
    study = study_of(tmp_path, ("groups_io", path))
    with Store.open(study.database, write=True) as store:
        update(store, study)
        assert store.value("select reason from problems") == "empty file"


def test_the_plain_mailbox_of_such_a_zip_says_the_same_as_mbox(tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLE) as archive:
        (tmp_path / "messages.mbox").write_bytes(archive.read("ateliers/messages.mbox"))
    assert messages_of("mbox", tmp_path / "messages.mbox") == messages_of("groups_io", SAMPLE)


def test_another_zip_of_mailboxes_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.mbox", mbox_of(mail(1)))
    assert ingest.recognize(path) == "mbox"


def test_a_damaged_zip_is_told_and_hides_no_other(tmp_path: Path) -> None:
    export(tmp_path / "a.zip", mbox_of(mail(1)))
    whole = export(tmp_path / "b.zip", mbox_of(mail(2, 3000))).read_bytes()
    place = whole.find(b"messages.mbox") + 40
    (tmp_path / "b.zip").write_bytes(whole[:place] + b"\xff\xff" + whole[place + 2 :])
    study = study_of(tmp_path, ("groups_io", tmp_path))
    study_done = update_of(study)
    assert study_done.added.stored == 1
    assert [one[1] for one in study_done.broken] == ["b.zip!messages.mbox"]


def update_of(study: Study) -> Update:
    with Store.open(study.database, write=True) as store:
        return update(store, study)


@pytest.mark.skipif("MAILLAGE_CORPORA" not in os.environ, reason="MAILLAGE_CORPORA names no real archives")
def test_a_real_export_is_read_to_its_end() -> None:
    path = Path(os.environ["MAILLAGE_CORPORA"]) / "peer-tests" / "perceval" / "groupsio" / "messages.zip"
    (records,) = records_of("groups_io", path).values()
    assert sum(isinstance(one, Message) for one in records) == 49
    assert not any(isinstance(one, Problem) for one in records)


def test_a_zip_without_mails_that_the_study_calls_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("members.csv", "Email\n")
    with pytest.raises(UnreadableArchive):
        update_of(study_of(tmp_path, ("groups_io", path)))
    with pytest.raises(RuntimeError, match="gone"):
        records_of("groups_io", path)
