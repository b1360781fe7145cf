"""Pages of Hypermail, in the forms of its versions 2.1 and 2.3."""

from __future__ import annotations

import time
from pathlib import Path
from typing import ClassVar

import pytest
from contract import FIXTURES, IngesterContract, mail, messages_of

from maillage import ingest
from maillage.ingest.hypermail import read_page
from maillage.records import Attachment, Message, Problem

OLD, W3C = (FIXTURES / "hypermail" / name for name in ("2.1.8", "2.3.1-w3c"))


def page(number: int, body: str, **comments: str) -> bytes:
    told = {
        "received": "Mon Mar 12 10:16:00 2007",
        "isoreceived": "20070312091600",
        "sent": "Mon, 12 Mar 2007 10:15:03 +0100",
        "name": "Anne Le Bras",
        "email": "anne@exemple.example",
        "subject": f"Message {number}",
        "id": f"m{number}@exemple.example",
        "charset": "utf-8",
        **comments,
    }
    lines = [f'<!-- {name}="{value}" -->' for name, value in told.items()]
    return "\n".join(
        ["<html><head></head><body>", *lines, '<!-- body="start" -->', body, '<!-- body="end" -->', "</body></html>"]
    ).encode()


def message_in(body: str, folder: Path | None = None, **comments: str) -> Message:
    read = read_page(page(7, body, **comments), "0007.html", folder=folder)
    assert isinstance(read, Message)
    return read


class HypermailContract(IngesterContract):
    kind = "hypermail"

    def big(self, folder: Path, mails: int) -> Path:
        (folder / "pages").mkdir()
        for number in range(mails):
            body = mail(number, 10_000).partition(b"\n\n")[2].decode()
            (folder / "pages" / f"{number:04}.html").write_bytes(page(number, f'<pre id="body">\n{body}</pre>'))
        return folder / "pages"


class TestPagesOf21(HypermailContract):
    sample = OLD
    expected: ClassVar = {"messages": 3, "problems": 0, "unread": 6}


class TestPagesOfTheW3c(HypermailContract):
    sample = W3C
    expected: ClassVar = {"messages": 1, "problems": 0}


def test_pages_of_21() -> None:
    first, second, third = messages_of("hypermail", OLD)
    assert (first.name, first.address, first.message_id) == (
        "Maël Kervéant",
        "mael@exemple-asso.example",
        "un.1@exemple-asso.example",
    )
    assert (first.subject, first.sent_at, first.utc_offset) == ("Réunion de mardi", "2007-03-12T08:02:11Z", 60)
    assert first.text == (
        "Bonjour à tous,\n\nla réunion aura lieu mardi & jeudi,\nsalle 3.\n-- \nMaël Kervéant\nAnimateur\n"
    )
    assert (second.name, second.address) == ("Yannick Le Goff", "")
    assert second.in_reply_to == first.message_id
    assert second.text == "> la réunion aura lieu mardi\n>> et avant ?\n\nJ'y serai : € 5.\n"
    assert second.attachments == (Attachment(0, "plan.pdf", "application/pdf", 14),)
    assert (third.text, third.in_reply_to) == ("Merci,\nClaire\n", "")
    assert (third.sent_at, third.date_source) == ("2007-03-13T19:00:00Z", "received")


def test_pages_of_the_w3c() -> None:
    (one,) = messages_of("hypermail", W3C)
    assert (one.address, one.name) == ("claire@exemple.example", "Claire Morvan")
    assert (one.to_written, one.cc_written) == ("atelier@listes.example", "Maël <mael@exemple-asso.example>")
    assert (one.subject, one.in_reply_to) == ('Compte rendu de l\'"atelier"', "trois@exemple.example")
    assert one.text == (
        "Voici le compte rendu : http://exemple.example/cr\n\n> J'y serai, avec l'œuvre.\n\n"
        "Merci & à jeudi.\n-- \nClaire\n"
    )


@pytest.mark.parametrize(("body", "text"), [
    ("<p>\nun  \n<br>\n<p><p>deux\n<br>\n", "un  \n\n\ndeux\n"),
    ('un<br />\n<br />\n<em class="q">&gt; deux</em><br />\n', "un\n\n> deux\n"),
    ("<pre>\nun\n\n  deux\n</pre>", "un\n\n  deux\n"),
    ("<div><p>un</p><p>deux</p></div>", "un\n\ndeux\n"),
    ("", ""),
])  # fmt: skip
def test_the_text_of_a_body(body: str, text: str) -> None:
    assert message_in(body).text == text


@pytest.mark.parametrize(("comments", "found"), [
    ({"email": "anne_at_exemple.example"}, ("anne@exemple.example", "Anne Le Bras", "")),
    ({"email": "anne_at_[hidden]"}, ("", "Anne Le Bras", "")),
    ({"email": "(no email)", "name": "Anne"}, ("", "Anne", "")),
    ({"inreplyto": "a_at_b_at_x.example"}, ("anne@exemple.example", "Anne Le Bras", "a_at_b@x.example")),
    ({"inreplyto": "[Liste] un sujet"}, ("anne@exemple.example", "Anne Le Bras", "")),
    ({"name": "anne@exemple.example"}, ("anne@exemple.example", "", "")),
])  # fmt: skip
def test_what_the_comments_tell(comments: dict[str, str], found: tuple[str, str, str]) -> None:
    one = message_in("x", **comments)
    assert (one.address, one.name, one.in_reply_to) == found


def test_a_subject_that_was_escaped_twice_is_read_twice() -> None:
    assert message_in("x", subject="Re: &amp;quot;a &amp;amp; b&amp;quot;").subject == 'Re: "a & b"'


def test_a_clock_that_is_ahead_gives_way_to_the_arrival() -> None:
    one = message_in("x", sent="Mon, 12 Mar 2012 10:15:03 +0100")
    assert (one.sent_at, one.date_source) == ("2007-03-12T09:16:00Z", "received")


@pytest.mark.parametrize(("raw", "reason"), [
    (b"", "empty file"),
    (b"<html><title>404 Not Found</title></html>", "no page of a mail"),
])  # fmt: skip
def test_what_is_no_page_is_a_problem(raw: bytes, reason: str) -> None:
    assert read_page(raw, "0007.html") == Problem("0007.html", len(raw), reason)


def test_a_page_that_ends_in_its_body_is_kept_as_far_as_it_goes() -> None:
    one = read_page(page(7, "<pre>un\ndeux").partition(b'<!-- body="end"')[0], "0007.html")
    assert isinstance(one, Message)
    assert (one.text, one.repairs) == ("un\ndeux\n", "page-cut")


def test_one_page_is_an_archive_too(tmp_path: Path) -> None:
    path = tmp_path / "message.html"
    path.write_bytes(page(7, "x"))
    assert ingest.recognize(path) == "hypermail"
    assert [one.subject for one in messages_of("hypermail", path)] == ["Message 7"]


@pytest.mark.parametrize("body", [
    '<span id="to">' * 50_000,
    '<address class="headers">' * 50_000,
    "<li>a/b x: " * 60_000,
    "&#200;" * 150_000,
    "<pre>" * 200_000,
    '<!-- attachment="' * 50_000,
    "<p>" * 60_000,
])  # fmt: skip
def test_no_page_takes_long(body: str) -> None:
    begun = time.perf_counter()
    message_in(body)
    read_page(b'<!-- received="' * 2_000 + b'<!-- body="start" -->' * 10_000, "x")
    assert time.perf_counter() - begun < 4
