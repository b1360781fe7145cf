"""Each kind of archive passes the contract, then shows what is its own."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from contract import FIXTURES, FROM_LINE, IngesterContract, mail, mbox_of, messages_of, records_of

from maillage import ingest
from maillage.ingest.parts import LONGEST
from maillage.records import Extent, Message, Problem

SIZE = 10_000


class MboxContract(IngesterContract):
    kind = "mbox"

    def big(self, folder: Path, mails: int) -> Path:
        path = folder / "big.mbox"
        path.write_bytes(mbox_of(*(mail(number, SIZE) for number in range(mails))))
        return path


class TestMboxo(MboxContract):
    sample = FIXTURES / "mbox" / "procmail-mboxo.mbox"
    expected: ClassVar = {"messages": 3, "problems": 1}


class TestMboxrd(MboxContract):
    sample = FIXTURES / "mbox" / "qmail-mboxrd.mbox"
    expected: ClassVar = {"messages": 3, "problems": 0}


class TestMboxcl(MboxContract):
    sample = FIXTURES / "mbox" / "mutt-mboxcl.mbox"
    expected: ClassVar = {"messages": 3, "problems": 0}


class TestMboxcl2(MboxContract):
    sample = FIXTURES / "mbox" / "solaris-mboxcl2.mbox"
    expected: ClassVar = {"messages": 3, "problems": 0}


class TestMboxWithCrlf(MboxContract):
    sample = FIXTURES / "mbox" / "thunderbird.mbox"
    expected: ClassVar = {"messages": 3, "problems": 0}


class TestMboxFolder(MboxContract):
    sample = FIXTURES / "mbox"
    expected: ClassVar = {"messages": 15, "problems": 1, "duplicates": 9}  # the same mails stand in each file


class TestPipermail(IngesterContract):
    kind = "pipermail"
    sample = FIXTURES / "pipermail" / "mailman-2.1.26-fr"
    expected: ClassVar = {"messages": 6, "problems": 0, "unread": 2}

    def big(self, folder: Path, mails: int) -> Path:
        line = b"From anne at exemple.example  Mon Mar 12 10:15:03 2007\n"
        volume = b"".join(
            line + mail(number, SIZE, From="anne at exemple.example (Anne Le Bras)") + b"\n" for number in range(mails)
        )
        (folder / "volumes").mkdir()
        (folder / "volumes" / "2007-March.txt").write_bytes(volume)
        return folder / "volumes"


def spread(folder: Path, mails: int, name: Callable[[int], str]) -> Path:
    for number in range(mails):
        path = folder / "many" / name(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mail(number, SIZE))
    return folder / "many"


class TestMaildir(IngesterContract):
    kind = "maildir"
    sample = FIXTURES / "maildir" / "dovecot"
    expected: ClassVar = {"messages": 4, "problems": 1, "unread": 1}

    def big(self, folder: Path, mails: int) -> Path:
        return spread(folder, mails, lambda number: f"cur/{number}.M1P2.host:2,S")


class TestMh(IngesterContract):
    kind = "mh"
    sample = FIXTURES / "mh" / "nmh"
    expected: ClassVar = {"messages": 4, "problems": 1}

    def big(self, folder: Path, mails: int) -> Path:
        return spread(folder, mails, lambda number: f"{number + 1}")


class TestEml(IngesterContract):
    kind = "eml"
    sample = FIXTURES / "eml" / "thunderbird"
    expected: ClassVar = {"messages": 3, "problems": 1}

    def big(self, folder: Path, mails: int) -> Path:
        return spread(folder, mails, lambda number: f"{number}.eml")


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return path


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize(("kind", "sample"), [
    ("mbox", "mbox/procmail-mboxo.mbox"),
    ("pipermail", "pipermail/mailman-2.1.26-fr/2003-October.txt"),
])  # fmt: skip
def test_a_packed_file_says_what_the_plain_one_says(kind: str, sample: str, ending: str, tmp_path: Path) -> None:
    plain = FIXTURES / sample
    packed = tmp_path / f"{plain.name}.{ending}"
    packed.write_bytes(PACKERS[ending](plain.read_bytes()))
    assert ingest.recognize(packed) == kind
    assert list(records_of(kind, packed).values()) == list(records_of(kind, plain).values())


def test_streams_packed_one_behind_the_other_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "two.mbox.gz"
    path.write_bytes(gzip.compress(mbox_of(mail(1))) + gzip.compress(mbox_of(mail(2))))
    assert [one.subject for one in messages_of("mbox", path)] == ["Message 1", "Message 2"]


def test_each_mbox_in_a_zip_file_is_a_part(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"b.mbox": mbox_of(mail(2)), "a.mbox": mbox_of(mail(1)), "vide/": b""})
    assert ingest.recognize(path) == "mbox"
    assert list(records_of("mbox", path)) == ["a.zip!a.mbox", "a.zip!b.mbox"]


def test_volumes_in_a_zip_file_keep_the_month_of_their_own_names(tmp_path: Path) -> None:
    raw = b"From anne at exemple.example  hier\nFrom: anne at exemple.example (Anne)\nSubject: x\n\nBonjour\n"
    path = zipped(tmp_path / "archives.zip", {"2004-February.txt": raw})
    (message,) = messages_of("pipermail", path)
    assert (message.sent_at, message.date_source) == ("2004-02-01T00:00:00Z", "volume")


def test_single_mails_in_a_zip_file_are_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "mails.zip", {f"{number}.eml": mail(number) for number in range(3)})
    assert ingest.recognize(path) == "eml"
    assert [one.place for one in messages_of("eml", path)] == ["0.eml", "1.eml", "2.eml"]


def test_a_damaged_member_does_not_hide_the_others(tmp_path: Path) -> None:
    path = zipped(tmp_path / "mails.zip", {f"{number}.eml": mail(number, 3000) for number in range(3)})
    raw = bytearray(path.read_bytes())
    raw[raw.find(b"1.eml") + 20] ^= 0xFF
    path.write_bytes(raw)
    (records,) = records_of("eml", path).values()
    assert [type(one) for one in records[:3]] == [Message, Problem, Message]


def test_a_damaged_zip_file_does_not_hide_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + b"abc" * 100)
    (tmp_path / "b.eml").write_bytes(mail(1))
    (tmp_path / "c.mbox").write_bytes(mbox_of(mail(2)))
    assert ingest.reader("eml").recognizes(tmp_path)
    assert [part.name for part in ingest.reader("mbox").parts(tmp_path)] == ["a.zip", "b.eml", "c.mbox"]


def test_numbers_sort_as_numbers() -> None:
    (records,) = records_of("mh", FIXTURES / "mh" / "nmh").values()
    assert [one.place for one in records[:-1] if isinstance(one, Message)] == ["1", "2", "3", "10"]


@pytest.mark.parametrize(("kind", "name"), [("eml", b"caf\xe9.eml"), ("maildir", b"cur/12.M\xe9:2,S")])
def test_a_name_that_is_not_utf8_is_shown_by_its_bytes(kind: str, name: bytes, tmp_path: Path) -> None:
    import os

    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(mail(1))
    (message,) = messages_of(kind, tmp_path)
    assert message.place == path.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    assert "\\xe9" in message.place


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", FROM_LINE], ids=["mark", "blank lines", "From line"])
def test_what_stands_before_a_single_mail_does_not_hide_it(before: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(before + mail(7))
    (message,) = messages_of("eml", tmp_path)
    assert (message.subject, message.size) == ("Message 7", len(before + mail(7)))


def test_a_file_longer_than_any_mail_is_a_problem_that_was_not_read(tmp_path: Path) -> None:
    with (tmp_path / "disque.iso").open("wb") as file:
        file.truncate(LONGEST + 1)  # sparse: it takes no room
    (tmp_path / "a.eml").write_bytes(mail(1))
    message, problem, extent = records_of("eml", tmp_path)["."]
    assert isinstance(message, Message)
    assert isinstance(problem, Problem)
    assert (problem.place, problem.size, extent[0]) == ("disque.iso", LONGEST + 1, LONGEST + 1 + len(mail(1)))


@pytest.mark.parametrize(("name", "raw"), [
    ("notes.txt", b"Bonjour,\n\nles mails sont ailleurs.\n"),
    ("page.html", b"<html><body>From: x</body></html>"),
    ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256))),
    ("vide", b""),
])  # fmt: skip
def test_what_is_no_archive_is_of_no_kind(name: str, raw: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(raw)
    assert ingest.recognize(tmp_path / name) is None
    assert ingest.recognize(tmp_path) is None


def test_scrubbed_attachments_are_recorded_and_their_notices_stay() -> None:
    messages = messages_of("pipermail", FIXTURES / "pipermail" / "mailman-2.1.26-fr")
    assert all(("nettoy" in one.text) == bool(one.attachments) for one in messages)


@pytest.mark.parametrize(("notice", "attachment"), [
    ("Une pièce jointe autre que texte a été nettoyée...\nNom: cr été.pdf\nType: application/pdf\nTaille: 777 octets\n",
     ("cr été.pdf", "application/pdf", 777)),
    ("Une pièce jointe HTML a été nettoyée...\nURL: <http://x.example/a.htm>\n", ("", "text/html", None)),
    ("A non-text attachment was scrubbed...\nName: plan.png\nType: image/png\nSize: 12 bytes\nURL: http://x.example\n",
     ("plan.png", "image/png", 12)),
    ("Un message encapsulé a été nettoyé...\nDe: a\nObjet: b\nTaille: 9 octets\nURL: x\n", ("", "message/rfc822", 9)),
])  # fmt: skip
def test_notices_of_scrubbed_attachments(notice: str, attachment: tuple[str, str, int | None], tmp_path: Path) -> None:
    (tmp_path / "2014-June.txt").write_bytes(
        b"From a at x.example  Mon Jun  2 10:00:00 2014\nFrom: a at x.example (A)\nSubject: Voir\n\n"
        + f"Voir ci-joint.\n-------------- section suivante --------------\n{notice}".encode()
    )
    (message,) = messages_of("pipermail", tmp_path)
    assert [one[1:] for one in message.attachments] == [attachment]
    assert notice in message.text


def test_a_file_of_an_mh_folder_that_no_number_names_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "1").write_bytes(b"From: a@x.example\nSubject: un\n\nBonjour\n")
    (tmp_path / "notes.txt").write_bytes(b"From: b@x.example\nSubject: deux\n\nAu revoir\n")
    (records,) = records_of("mh", tmp_path).values()
    first, other, extent = records
    assert isinstance(first, Message)
    assert isinstance(other, Problem)
    assert (other.place, other.size) == ("notes.txt", 43)
    assert isinstance(extent, Extent)
    assert extent.bytes == first.size + other.size
