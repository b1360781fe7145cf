"""Pages of pipermail without their volumes: what they say of the mails, and what only the tree of threads says."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import ClassVar

import pytest
from contract import FIXTURES, IngesterContract, mail, messages_of

from maillage import ingest
from maillage.ingest.pipermail_html import Month, ids_of, read_page
from maillage.inventory import survey
from maillage.records import Attachment, Message, Problem

FOLDER = FIXTURES / "pipermail_html"
FRENCH, ENGLISH, OLD = (FOLDER / name for name in ("mailman-2.1.26-fr", "mailman-2.1.26-en", "mailman-2.0-en"))
LINK = "liste%40listes.example?Subject=Re%3A%20x&In-Reply-To=%3Cm{}%40exemple.example%3E"


def page(number: int, body: str, date: str = "Mon Mar 12 10:15:03 CET 2007", link: str = LINK) -> bytes:
    mailto = link.format(number)
    return (
        f'<HTML>\n<HEAD>\n<LINK REL="made" HREF="mailto:{mailto}">\n'
        f'<META http-equiv="Content-Type" content="text/html; charset=utf-8">\n</HEAD>\n<BODY>\n'
        f"   <H1>[Liste] Message {number}\n   </H1>\n    <B>Anne Le Bras\n    </B> \n"
        f'    <A HREF="mailto:{mailto}"\n       TITLE="x">anne at exemple.example\n       </A><BR>\n    <I>{date}</I>\n'
        f"<HR>\n<!--beginarticle-->\n<PRE>{body}</PRE>\n\n<!--endarticle-->\n</BODY></HTML>\n"
    ).encode()


def message_in(body: str, date: str = "Mon Mar 12 10:15:03 CET 2007", month: Month | None = None) -> Message:
    read = read_page(page(6, body, date), "000006.html", month)
    assert isinstance(read, Message)
    return read


class PagesContract(IngesterContract):
    kind = "pipermail_html"

    def big(self, folder: Path, mails: int) -> Path:
        month = folder / "pages" / "2007-March"
        month.mkdir(parents=True)
        for number in range(mails):
            (month / f"{number:06}.html").write_bytes(page(number, mail(number, 10_000).partition(b"\n\n")[2].decode()))
        return folder / "pages"


class TestFrenchPages(PagesContract):
    sample = FRENCH
    expected: ClassVar = {"messages": 8, "problems": 0, "unread": 6}


class TestEnglishPages(PagesContract):
    sample = ENGLISH
    expected: ClassVar = {"messages": 8, "problems": 0, "unread": 6}


class TestPagesOfMailman20(PagesContract):
    sample = OLD
    expected: ClassVar = {"messages": 3, "problems": 0, "unread": 1}


def test_a_page_says_what_its_volume_says() -> None:
    volume = {one.message_id: one for one in messages_of("pipermail", FIXTURES / "pipermail" / "mailman-2.1.26-fr")}
    pages = {one.message_id: one for one in messages_of("pipermail_html", FRENCH)}
    shared = volume.keys() & pages.keys()
    assert len(shared) == 3
    for one, other in ((pages[name], volume[name]) for name in sorted(shared)):
        assert (one.address, one.name, one.sent_at) == (other.address, other.name, other.sent_at)
        assert one.in_reply_to in (other.in_reply_to, "")  # that of a mail which is not in the archive is lost
        assert one.attachments == other.attachments
        assert one.subject in (other.subject, f"Re: {other.subject}")
        said = one.text.rstrip().replace("’", "?")  # what a volume in Latin-1 loses
        assert said == other.text.rstrip()


def test_the_first_word_of_a_french_date_is_a_day_and_no_month() -> None:
    assert [one.sent_at for one in messages_of("pipermail_html", FRENCH)][-2:] == [
        "2003-09-16T08:00:01Z",  # written `Mar 16 Sep`
        "2003-09-17T10:00:00Z",
    ]
    assert message_in("x", "Mar 13 Juin  09:44:02 CEST 2006").sent_at == "2006-06-13T07:44:02Z"


def test_the_tree_tells_what_a_mail_replies_to() -> None:
    replies = {one.message_id: one.in_reply_to for one in messages_of("pipermail_html", FRENCH)}
    assert {one: to for one, to in replies.items() if to} == {"e2@x.example": "e1@x.example"}


def test_without_the_tree_nothing_is_said_of_replies(tmp_path: Path) -> None:
    copy = shutil.copytree(FRENCH, tmp_path / "pages")
    (copy / "2003-September" / "thread.html").unlink()
    assert {one.in_reply_to for one in messages_of("pipermail_html", copy)} == {""}


def test_scrubbed_attachments_are_recorded() -> None:
    (one,) = [one for one in messages_of("pipermail_html", FRENCH) if len(one.attachments) == 2]
    assert one.attachments == (
        Attachment(0, "", "message/rfc822", 144),
        Attachment(1, "p.png", "image/png", 8),
    )


def test_pages_of_mailman_20_name_the_mail_above_and_so_that_one_has_its_id() -> None:
    first, second, third = messages_of("pipermail_html", OLD)
    assert (first.message_id, second.message_id) == ("A1@exemple.example", "B2@exemple.example")
    assert (second.in_reply_to, third.in_reply_to) == (first.message_id, second.message_id)
    assert (first.id_source, third.id_source, third.name) == ("header", "made", "Maël Kervéant")


@pytest.mark.parametrize(("link", "ids"), [
    ("a%40x.example?Subject=Re%3A%20x&In-Reply-To=%3Cun%2B2%40x.example%3E", ("un+2@x.example", "")),
    ("a%40x.example?Subject=x&amp;In-Reply-To=%3Cun%40x.example%3E", ("un@x.example", "")),
    ("a%40x.example?Subject=x&In-Reply-To=zero%40x.example", ("", "zero@x.example")),
    ("a%40x.example?Subject=x&In-Reply-To=", ("", "")),
    ("a%40x.example", ("", "")),
])  # fmt: skip
def test_the_ids_in_a_link(link: str, ids: tuple[str, str]) -> None:
    assert ids_of(link) == ids


@pytest.mark.parametrize(("date", "told", "found"), [
    ("Mon Mar 12 10:15:03 CET 2007", None, ("2007-03-12T09:15:03Z", 60)),
    ("Mon Mar 12 10:15:03 CET 2007", 1173690903, ("2007-03-12T09:15:03Z", 60)),
    ("Mon Mar 12 12:15:03 XYZT 2007", 1173690903, ("2007-03-12T09:15:03Z", None)),
    ("Lun 12 Foo 10:15:03 CET 2007", 1173690903, ("2007-03-12T09:15:03Z", None)),
    ("", 1173690903, ("2007-03-12T09:15:03Z", None)),
    ("", None, ("2007-03-01T00:00:00Z", None)),
    ("Mon Mar 12 10:15:03 CET 2007", 99999999999, ("2007-03-01T00:00:00Z", None)),
])  # fmt: skip
def test_the_tree_settles_dates_that_the_page_leaves_open(
    date: str, told: int | None, found: tuple[str, int | None]
) -> None:
    month = Month("2007-March", moments={} if told is None else {6: told})
    one = message_in("x", date, month)
    assert (one.sent_at, one.utc_offset, one.date_written) == (*found, date)


@pytest.mark.parametrize(("body", "text"), [
    ("&gt;<i> deux\n</I>&gt;<i>&gt; un\n</I>trois\n", "> deux\n>> un\ntrois\n"),
    ("un &amp;amp; &#8217;\n-- \nAnne\n", "un &amp; ’\n-- \nAnne\n"),
    ('<A HREF="http://x.example/">http://x.example/</A>\n', "http://x.example/\n"),
    ("", ""),
])  # fmt: skip
def test_the_text_of_a_page(body: str, text: str) -> None:
    assert message_in(body).text == text


@pytest.mark.parametrize(("raw", "reason"), [
    (b"", "empty file"),
    (b"<html><title>404 Not Found</title></html>", "no page of a mail"),
])  # fmt: skip
def test_what_is_no_page_is_a_problem(raw: bytes, reason: str) -> None:
    assert read_page(raw, "000006.html") == Problem("000006.html", len(raw), reason)


def test_a_page_that_ends_in_its_body_is_kept_as_far_as_it_goes() -> None:
    one = read_page(page(6, "un\ndeux").partition(b"</PRE>")[0], "000006.html")
    assert isinstance(one, Message)
    assert (one.text, one.repairs, one.message_id) == ("un\ndeux", "page-cut", "m6@exemple.example")


def test_pages_beside_their_volume_are_left_for_it(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "pipermail" / "mailman-2.1.26-fr", tmp_path / "liste")
    assert ingest.recognize(tmp_path / "liste") == "pipermail"
    assert not ingest.reader("pipermail_html").recognizes(tmp_path / "liste")


@pytest.mark.parametrize("kind", ["pipermail", "pipermail_html"])
def test_the_address_that_mailman_writes_for_want_of_one_is_nobodys(kind: str, tmp_path: Path) -> None:
    bogus = "bogus at does.not.exist.com"
    if kind == "pipermail":
        volume = f"From {bogus}  Mon Mar 12 10:15:03 2007\nFrom: {bogus} (Anne)\nSubject: x\n\nBonjour\n"
        (tmp_path / "2007-March.txt").write_text(volume)
    else:
        (tmp_path / "000001.html").write_bytes(page(1, "x").replace(b"anne at exemple.example", bogus.encode()))
    (one,) = messages_of(kind, tmp_path)
    assert (one.address, one.name[:4]) == ("", "Anne")


def test_months_are_read_in_the_order_of_time(tmp_path: Path) -> None:
    for name in ("2004-January", "2003-October", "2003-April", "2003q1"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "000001.html").write_bytes(page(1, "x"))
    parts = ingest.reader("pipermail_html").parts(tmp_path)
    assert [part.name for part in parts] == ["2003q1", "2003-April", "2003-October", "2004-January"]


@pytest.mark.parametrize(
    "body", ["<!--beginarticle-->" * 50_000, "<H1>" * 200_000, "<PRE>" * 100_000, "&gt;<i>" * 90_000]
)
def test_no_page_takes_long(body: str) -> None:
    begun = time.perf_counter()
    message_in(body)
    read_page(b"<H1>" * 9_000 + b"<B>" * 9_000 + b"<!--beginarticle-->" + body.encode(), "x")
    assert time.perf_counter() - begun < 4


def test_no_tree_takes_long(tmp_path: Path) -> None:
    (tmp_path / "thread.html").write_bytes(b"<!--0 " + b"01.1-" * 400_000 + b"\n" + b"<!--1 01.1-" * 100_000)
    begun = time.perf_counter()
    Month().read_tree(tmp_path)
    assert time.perf_counter() - begun < 4


def test_a_volume_that_is_left_and_pages_of_the_other_months_are_one_list(tmp_path: Path) -> None:
    shutil.copytree(FRENCH, tmp_path / "liste")
    volume = FIXTURES / "pipermail" / "mailman-2.1.26-fr" / "2003-October.txt"
    shutil.copy(volume, tmp_path / "liste")
    (source,) = survey(tmp_path / "liste").sources
    assert (source.kind, source.path) == ("pipermail", tmp_path / "liste")
    assert ingest.recognize(tmp_path / "liste") == "pipermail"
    found = [(part.name, part.path.is_dir()) for part in ingest.reader("pipermail").parts(tmp_path / "liste")]
    assert found == [("2003-September", True), ("2003-October.txt", False)]
    apart = [*messages_of("pipermail_html", FRENCH), *messages_of("pipermail", volume)]
    assert messages_of("pipermail", tmp_path / "liste") == apart
