"""Where the messages of an mbox begin and end, whatever its writer thought of it."""

from __future__ import annotations

import io
import time

import pytest
from contract import FROM_LINE, mail, mbox_of

from maillage.ingest.mbox import read_piece, split
from maillage.ingest.parts import LONGEST
from maillage.records import Message, Problem

DATED = "From anne@exemple.example Mon Mar 12 10:15:03 2007"


def read(raw: bytes) -> list[Message | Problem]:
    return [read_piece(piece) for piece in split(io.BytesIO(raw))]


def read_messages(raw: bytes) -> list[Message]:
    found = read(raw)
    assert sum(one.size for one in found) == len(raw)
    assert all(isinstance(one, Message) for one in found), found
    return [one for one in found if isinstance(one, Message)]


def two_with(line: str, end: str = "\n") -> bytes:
    """Two mails, in the body of the first one of which such a line stands."""
    body = f"Bonjour,\n\n{line}\nla suite du texte.\n"
    raw = mbox_of(mail(1).replace(b"Bonjour", body.encode(), 1), mail(2))
    return raw.replace(b"\n", end.encode())


IN_A_BODY = [
    "From mardi 13 mars 2007 à 18 h, salle 3.",
    "From lundi prochain\nNote: apportez vos câbles.",
    f"{DATED}\nNote: ceci n'est pas un en-tête.",
    f"{DATED}\n\nest la ligne qui précède chaque message.",
    "From Mon Mar 12 on, we meet at 10:15.\nNote: bring cables.",
    "From here to eternity",
    "From x@y.example",
    "From the Tue Mar 13 10:00:00 2007 edition of the paper:\nsome words",
    "From Paris\nMon Mar 12 10:15:03 2007\nSubject: un agenda",
    ">From anne@exemple.example Mon Mar 12 10:15:03 2007\nFrom: échappée",
    " From anne@exemple.example Mon Mar 12 10:15:03 2007\nFrom: pas au bord",
]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("line", IN_A_BODY)
def test_a_line_of_a_body_begins_no_message(line: str, end: str) -> None:
    first, second = read_messages(two_with(line, end))
    assert line.lstrip(">").split("\n")[-1] in first.text
    assert "la suite du texte." in first.text
    assert (first.message_id, second.message_id) == ("m1@exemple.example", "m2@exemple.example")


BEGINNINGS = [
    DATED,
    "From anne@exemple.example  Mon Mar 12 10:15:03 2007",
    "From anne at exemple.example  Mon Mar 12 10:15:03 2007",
    "From anne Mon Mar 12 10:15 2007",
    "From anne@exemple.example Mon Mar 12 10:15:03 CET 2007",
    "From anne@exemple.example Mon Mar 12 10:15:03 2007 +0100",
    "From anne@exemple.example Mon Mar 12 10:15:03 +0100 2007",
    "From anne@exemple.example Mon, 12 Mar 2007 10:15:03 +0100",
    "From anne Mon Mar 12 10:15:03 2007 remote from exemple",
    "From  Mon Mar 12 10:15:03 2007",
    "From Anne Le Bras Mon Mar 12 10:15:03 2007",
    "From - Mon Mar 12 10:15:03 2007",
    "From -",
    "From ",
    "From ???@??? Mon Mar 12 10:15:03 2007",
    "From anne@exemple.example",
    "From MAILER-DAEMON",
]


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("line", BEGINNINGS)
def test_a_from_line_before_a_header_begins_a_message(line: str, end: str) -> None:
    raw = b"".join(f"{line}\n".encode() + mail(number) + b"\n" for number in (1, 2)).replace(b"\n", end.encode())
    assert [one.subject for one in read_messages(raw)] == ["Message 1", "Message 2"]


@pytest.mark.parametrize(("written", "meant"), [
    (">From ici", "From ici"),
    (">>From ici", ">From ici"),
    (">>>From ici", ">>From ici"),
    ("> From ici", "> From ici"),
    ("texte >From ici", "texte >From ici"),
    (">from ici", ">from ici"),
    (">Fromage", ">Fromage"),
])  # fmt: skip
def test_one_escape_is_taken_back(written: str, meant: str) -> None:
    first, _ = read_messages(two_with(written))
    assert f"\n{meant}\n" in first.text


def with_length(raw: bytes, length: int) -> bytes:
    return raw.replace(b"\n\n", f"\nContent-Length: {length}\n\n".encode(), 1)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("is_last", [False, True])
def test_a_length_that_holds_settles_what_stands_between(end: bytes, *, is_last: bool) -> None:
    inside = mail(1).replace(b"Bonjour", b"\n" + FROM_LINE + mail(9) + b"\n>From la fin,", 1).replace(b"\n", end)
    head, _, body = inside.partition(end * 2)
    raw = head + end + f"Content-Length: {len(body)}".encode() + end * 2 + body
    line = FROM_LINE.replace(b"\n", end)
    archive = line + raw + end + (b"" if is_last else line + mail(2).replace(b"\n", end))
    first = read_messages(archive)[0]
    assert len(read_messages(archive)) == 2 - is_last
    assert FROM_LINE.decode().strip() in first.text
    assert "\n>From la fin" in first.text


@pytest.mark.parametrize("length", [0, 3, 100_000, 10**11, 10**30, "beaucoup"])
def test_a_length_that_does_not_hold_says_nothing(length: int) -> None:
    raw = mbox_of(with_length(mail(1), length), with_length(mail(2), length), mail(3))
    assert [one.subject for one in read_messages(raw)] == ["Message 1", "Message 2", "Message 3"]


def test_escapes_under_a_length_are_taken_back_as_the_writer_made_them() -> None:
    raw = mail(1).replace(b"Bonjour", b"\n>From ici,", 1)
    (message,) = read_messages(mbox_of(with_length(raw, len(raw.partition(b"\n\n")[2]))))
    assert "\nFrom ici" in message.text


def test_garbage_before_the_first_message_is_one_problem_with_its_bytes() -> None:
    garbage = b"Des octets d'un autre fichier.\n\n\0\1\2 et encore.\n"
    problem, *messages = read(garbage + mbox_of(mail(1), mail(2)))
    assert isinstance(problem, Problem)
    assert (problem.place, problem.size) == ("0", len(garbage))
    assert [type(one) for one in messages] == [Message, Message]


def test_a_mail_without_from_line_at_the_beginning_is_a_message() -> None:
    first, second = read_messages(mail(1) + b"\n" + mbox_of(mail(2)))
    assert (first.subject, second.subject) == ("Message 1", "Message 2")


def test_blank_lines_before_the_first_message_belong_to_it() -> None:
    (message,) = read_messages(b"\n\r\n\n" + mbox_of(mail(1)))
    assert message.place == "0"


@pytest.mark.parametrize("raw", [b"", b"\n"])
def test_nothing_gives_no_message(raw: bytes) -> None:
    assert not [one for one in read(raw) if isinstance(one, Message)]


def test_a_from_line_alone_is_a_problem() -> None:
    assert [type(one) for one in read(mbox_of(mail(1)) + FROM_LINE)] == [Message, Problem]


def test_what_goes_beyond_the_longest_mail_is_a_problem_and_the_next_mail_is_found() -> None:
    raw = mbox_of(mail(1) + b"ligne\n" * (LONGEST // 6 + 500_000), mail(2))
    found = read(raw)
    assert [type(one) for one in found] == [Message, Problem, Message]
    assert sum(one.size for one in found) == len(raw)
    assert found[2].place == str(raw.rfind(FROM_LINE))


@pytest.mark.parametrize("block", [1, 7, 100, 20_000])
def test_the_size_of_the_blocks_read_changes_nothing(block: int) -> None:
    class Slow(io.BytesIO):
        def read1(self, size: int | None = -1) -> bytes:
            return super().read(min(block, size or 0))

    raw = (b"".join(two_with(line) for line in IN_A_BODY) + mbox_of(with_length(mail(5), 99))) * (
        1 if block == 1 else 60
    )
    assert [read_piece(piece) for piece in split(Slow(raw))] == read(raw)


@pytest.mark.parametrize(("what", "raw"), [
    ("From lines", FROM_LINE + mail(1) + b"From a\n\n" * 150_000),
    ("From lines with fields", FROM_LINE + mail(1) + b"From a@b.example\na: b\n\n" * 50_000),
    ("one long From line", FROM_LINE + mail(1) + b"From " + b" a" * 500_000 + b"\n"),
    ("blanks", FROM_LINE + mail(1) + b"From " + b" " * 500_000 + b"\n"),
    ("fields without end", FROM_LINE + mail(1) + b"\n" + b"From a@b.example\n" + b"a:b\n" * 200_000),
    ("lengths", (FROM_LINE + with_length(mail(1), 39_000_000)) * 2_000),
])  # fmt: skip
def test_hostile_files_take_no_time(what: str, raw: bytes) -> None:
    begun = time.perf_counter()
    assert read(raw)
    assert time.perf_counter() - begun < 5
