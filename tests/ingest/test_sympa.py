"""Sympa's archives: the folders of months, the owner's zip, the old texts."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import ClassVar

import pytest
from contract import FIXTURES, IngesterContract, mail, messages_of, records_of, study_of

from maillage import ingest
from maillage.ingest import mh, sympa
from maillage.ingest.parts import BLOCK, LONGEST
from maillage.records import Extent, Message, Problem
from maillage.store import Store
from maillage.update import update

ARCHIVE = FIXTURES / "sympa" / "reunions@listes.example.org"
ZIP = FIXTURES / "sympa" / "reunions_archives.zip"
LOG = FIXTURES / "sympa" / "log.200702"
SIZE = 10_000


class TestArchive(IngesterContract):
    kind = "sympa"
    sample = ARCHIVE
    expected: ClassVar = {"messages": 5, "problems": 0, "unread": 16}

    def big(self, folder: Path, mails: int) -> Path:
        for number in range(mails):
            file = folder / "list@host.example" / f"2007-{number % 12 + 1:02}" / "arctxt" / str(number)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(mail(number, SIZE))
        return folder / "list@host.example"


class TestZip(IngesterContract):
    kind = "sympa"
    sample = ZIP
    expected: ClassVar = {"messages": 5, "problems": 0}

    def big(self, folder: Path, mails: int) -> Path:
        return zipped(folder / "list.zip", {f"l_2007-{n % 12 + 1:02}/{n}": mail(n, SIZE) for n in range(mails)})


class TestTextLog(IngesterContract):
    kind = "sympa"
    sample = LOG
    expected: ClassVar = {"messages": 2, "problems": 0}

    def big(self, folder: Path, mails: int) -> Path:
        path = folder / "log.200703"
        path.write_bytes(text_log(*(mail(number, SIZE) for number in range(mails))))
        return path


CUT = b"------- CUT --- CUT --- CUT\n"


def text_log(*mails: bytes) -> bytes:
    return b"Liste x\n------- THIS IS A RFC934 COMPILANT DIGEST\n\n" + b"".join(
        one + b"\n" + CUT + b"\n" for one in mails
    )


def zipped(path: Path, members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return path


def told(path: Path) -> list[Message]:
    """The messages, without where they stand and what the form of the archive adds at their ends."""
    return [one._replace(place="", size=0, text=one.text.strip()) for one in messages_of("sympa", path)]


def unread(study_root: Path, path: Path) -> dict[str, str]:
    study = study_of(study_root, ("sympa", path))
    with Store.open(study.database, write=True) as store:
        update(store, study)
        return {row["path"]: row["reason"] for row in store.rows("select path, reason from unread_files")}


def test_a_part_is_a_month_and_its_mails_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number in (10, 9, 1):
        (tmp_path / "2003-10" / "arctxt").mkdir(parents=True, exist_ok=True)
        (tmp_path / "2003-10" / "arctxt" / str(number)).write_bytes(mail(number))
    (tmp_path / "2002-12" / "arctxt").mkdir(parents=True)
    (tmp_path / "2002-12" / "arctxt" / "1").write_bytes(mail(1))
    records = records_of("sympa", tmp_path)
    assert list(records) == ["2002-12/arctxt", "2003-10/arctxt"]
    assert [one.place for one in records["2003-10/arctxt"] if isinstance(one, Message)] == ["1", "9", "10"]


def test_the_owners_zip_says_what_the_folder_says() -> None:
    assert told(ZIP) == told(ARCHIVE)
    assert list(records_of("sympa", ZIP)) == [f"{ZIP.name}!reunions_2007-0{month}" for month in (2, 3, 4)]


def test_a_zip_of_the_folder_itself_says_the_same_and_leaves_the_same_unread(tmp_path: Path) -> None:
    path = Path(shutil.make_archive(str(tmp_path / "sauvegarde"), "zip", ARCHIVE.parent, ARCHIVE.name))
    assert ingest.recognize(path) == "sympa"
    assert told(path) == told(ARCHIVE)
    reasons = unread(tmp_path, path)
    assert reasons[f"{path.name}!{ARCHIVE.name}/2007-02/deleted/3"] == "an owner of the list removed it"
    assert len(reasons) == TestArchive.expected["unread"]


def test_the_zip_of_one_month_is_one_part(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"ma_liste-x_2003-10/1": mail(1)})
    assert list(records_of("sympa", path)) == ["a.zip!ma_liste-x_2003-10"]


def test_zips_in_a_folder_are_read_by_month(tmp_path: Path) -> None:
    zipped(tmp_path / "b.zip", {"l_2003-10/1": mail(1)})
    zipped(tmp_path / "a.zip", {"l_2003-11/1": mail(2)})
    (tmp_path / "photos.zip").write_bytes(b"PK\x03\x04 abc")
    assert ingest.recognize(tmp_path) == "sympa"
    assert list(records_of("sympa", tmp_path)) == ["b.zip!l_2003-10", "a.zip!l_2003-11"]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_an_old_text_says_what_the_folder_says_of_its_month(ending: bytes, tmp_path: Path) -> None:
    path = tmp_path / LOG.name
    path.write_bytes(LOG.read_bytes().replace(b"\n", ending))
    assert told(path) == [one for one in told(ARCHIVE) if one.date_written.find("Feb 2007") > 0]


def test_a_mail_at_the_end_of_an_old_text_that_nothing_closes_is_read(tmp_path: Path) -> None:
    (tmp_path / "log.200310").write_bytes(text_log(mail(1)) + mail(2))
    assert [one.subject for one in messages_of("sympa", tmp_path)] == ["Message 1", "Message 2"]


def test_an_old_text_with_a_line_of_cut_across_two_blocks_is_cut_there(tmp_path: Path) -> None:
    long = mail(1, BLOCK - 120)
    for shift in range(0, 60, 7):
        (tmp_path / "log.200310").write_bytes(text_log(long + b"x" * shift, mail(2)))
        assert len(messages_of("sympa", tmp_path)) == 2


def test_what_is_longer_than_any_mail_in_an_old_text_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "log.200310").write_bytes(text_log(mail(1), b"x\n" * (LONGEST // 2 + BLOCK), mail(2)))
    (records,) = records_of("sympa", tmp_path).values()
    assert [type(one) for one in records[:2]] == [Message, Problem]
    assert isinstance(records[-2], Message)
    assert sum(one.size for one in records[:-1] if not isinstance(one, Extent)) == records[-1][0]


def test_mails_without_a_date_have_the_month_of_their_folder(tmp_path: Path) -> None:
    (tmp_path / "2003-10" / "arctxt").mkdir(parents=True)
    (tmp_path / "2003-10" / "arctxt" / "1").write_bytes(b"From: a@b.example\nSubject: x\n\nBonjour\n")
    (message,) = messages_of("sympa", tmp_path)
    assert (message.sent_at, message.date_source) == ("2003-10-01T00:00:00Z", "volume")


def test_old_mails_without_a_date_come_first_and_stay_without_one(tmp_path: Path) -> None:
    for month in ("2003-10", "UN-KNOWN"):
        (tmp_path / month / "arctxt").mkdir(parents=True)
        (tmp_path / month / "arctxt" / "1").write_bytes(b"From: a@b.example\nSubject: x\n\nBonjour\n")
    assert list(records_of("sympa", tmp_path)) == ["UN-KNOWN/arctxt", "2003-10/arctxt"]
    assert [one.date_source for one in messages_of("sympa", tmp_path)] == ["none", "volume"]


def test_what_was_removed_is_left_and_pages_are_the_same_mails(tmp_path: Path) -> None:
    reasons = unread(tmp_path, ARCHIVE)
    assert reasons["2007-02/deleted/3"] == "an owner of the list removed it"
    assert reasons["2007-02/msg00001/pdfE6JsIQHSxW.pdf"] == "the same mails in another form"
    assert reasons["2007-02/index"] == "outside the folders of mails"


def test_the_pages_of_a_month_say_what_its_lost_mails_said(tmp_path: Path) -> None:
    shutil.copytree(ARCHIVE, tmp_path / "a")
    shutil.rmtree(tmp_path / "a" / "2007-03" / "arctxt")
    assert ingest.recognize(tmp_path / "a") == "sympa"
    assert list(records_of("sympa", tmp_path / "a")) == ["2007-02/arctxt", "2007-03", "2007-04/arctxt"]

    def essence(path: Path) -> list[tuple[str | None, ...]]:
        return [
            (one.message_id, one.sent_at, one.address, one.name, one.subject, one.in_reply_to) for one in told(path)
        ]

    assert essence(tmp_path / "a") == essence(ARCHIVE)
    of_pages = records_of("sympa", tmp_path / "a")["2007-03"]
    assert sum(one.size for one in of_pages if not isinstance(one, Extent)) == of_pages[-1][0]
    reasons = unread(tmp_path, tmp_path / "a")
    assert reasons["2007-03/index"] == "outside the folders of mails"
    assert reasons["2007-03/mail1.html"] == "the same mails in another form"
    assert "2007-03/msg00000.html" not in reasons


def test_pages_of_mhonarc_in_folders_of_months_are_not_sympas(tmp_path: Path) -> None:
    page = (ARCHIVE / "2007-03" / "msg00000.html").read_bytes().replace(b"[%TAGS <% %> %]", b"")
    (tmp_path / "2007-03").mkdir()
    (tmp_path / "2007-03" / "msg00000.html").write_bytes(page)
    assert ingest.recognize(tmp_path) == "mhonarc"


def test_mh_goes_on_reading_the_folder() -> None:
    assert [part.name for part in mh.parts(ARCHIVE)] == [
        "2007-02/arctxt", "2007-02/deleted", "2007-03/arctxt", "2007-04/arctxt",
    ]  # fmt: skip


def test_other_numbered_mails_are_not_sympas(tmp_path: Path) -> None:
    (tmp_path / "2003-10").mkdir()
    (tmp_path / "2003-10" / "1").write_bytes(mail(1))
    zipped(tmp_path / "2003-10" / "notes.zip", {"notes_2003-10/1": b"trois lignes\n"})
    assert not sympa.recognizes(tmp_path)


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_member_does_not_hide_the_others(packing: int, tmp_path: Path) -> None:
    members = {f"l_2003-10/{number}": mail(number, 3000) for number in range(3)} | {"l_2003-10/3": b""}
    path = zipped(tmp_path / "a.zip", members, packing)
    raw = bytearray(path.read_bytes())
    raw[raw.find(b"l_2003-10/1") + 40] ^= 0xFF
    path.write_bytes(raw)
    (records,) = records_of("sympa", path).values()
    assert [type(one) for one in records[:4]] == [Message, Problem, Message, Problem]


def test_a_member_without_a_name_and_one_that_stands_twice_hide_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
        archive.writestr("l_2003-10/1", mail(1))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("l_2003-10/1", mail(2))
    assert [one.subject for one in messages_of("sympa", path)] == ["Message 1"]
    assert list(unread(tmp_path, path).values()) == ["outside the folders of mails"]


def test_a_zip_whose_members_share_their_bytes_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"l_2003-10/1": mail(1), "l_2003-10/2": mail(1)})
    raw = bytearray(path.read_bytes())
    second = raw.rfind(b"PK\x01\x02")
    raw[second + 42 : second + 46] = bytes(4)  # the second member is the first
    path.write_bytes(raw)
    assert not sympa.recognizes(path)
