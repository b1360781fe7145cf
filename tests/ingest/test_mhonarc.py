"""Pages of MHonArc: rendered by the real program, by older ones, and broken ones."""

from __future__ import annotations

import time
from pathlib import Path
from typing import ClassVar

import pytest
from contract import FIXTURES, IngesterContract, mail, messages_of, records_of

from maillage import ingest
from maillage.ingest import mhonarc
from maillage.ingest.mhonarc import R13, read_page
from maillage.ingest.parts import LONGEST
from maillage.records import Attachment, Message, Problem

FOLDER = FIXTURES / "mhonarc"
DEFAULT, HIDDEN, OLD = (FOLDER / name for name in ("2.6.19", "2.6.19-spammode-utf8", "2.4.3"))


def page(number: int, body: str, *comments: str, shown: str = "") -> bytes:
    """A page with what every version puts on it."""
    head = [
        f"<!--X-Subject: Message {number} -->",
        "<!--X-From-R13: Naar Zr @enf &#60;naarNrkrzcyr.rknzcyr> -->",
        f"<!--X-Date: Mon, 12 Mar 2007 10:{number // 60 % 60:02}:{number % 60:02} +0100 -->",
        f"<!--X-Message-Id: m{number}@exemple.example -->",
        "<!--X-Content-Type: text/plain -->",
    ]
    names = {comment.partition(":")[0] for comment in comments}
    kept = [comment for comment in head if comment.partition(":")[0] not in names]
    lines = ["<!-- MHonArc v2.6.19+ -->", *kept, *comments, "<!--X-Head-End-->"]
    lines += ["<!--X-Head-of-Message-->", shown, "<!--X-Head-of-Message-End-->"]
    lines += ["<!--X-Body-of-Message-->", body, "<!--X-Body-of-Message-End-->", ""]
    return "\n".join(lines).encode()


def message_in(body: str, *comments: str, shown: str = "", folder: Path | None = None, volume: str = "") -> Message:
    read = read_page(page(1, body, *comments, shown=shown), "msg00001.html", folder=folder, volume=volume)
    assert isinstance(read, Message)
    return read


class MhonarcContract(IngesterContract):
    kind = "mhonarc"

    def big(self, folder: Path, mails: int) -> Path:
        (folder / "pages").mkdir()
        for number in range(mails):
            body = mail(number, 10_000).partition(b"\n\n")[2].decode()
            (folder / "pages" / f"msg{number:05}.html").write_bytes(page(number, f"<pre>{body}</pre>"))
        return folder / "pages"


class TestPagesAsByDefault(MhonarcContract):
    sample = DEFAULT
    expected: ClassVar = {"messages": 6, "problems": 0, "unread": 3}


class TestPagesWithHiddenAddresses(MhonarcContract):
    sample = HIDDEN
    expected: ClassVar = {"messages": 6, "problems": 0, "unread": 3}


class TestPagesOfOldVersions(MhonarcContract):
    sample = OLD
    expected: ClassVar = {"messages": 2, "problems": 1, "unread": 3}


def test_pages_say_what_the_mails_say() -> None:
    mails = {one.message_id: one for one in messages_of("mbox", FOLDER / "atelier.mbox")}
    pages = {one.message_id: one for one in messages_of("mhonarc", DEFAULT)}
    both = mails.keys() & pages.keys()
    assert len(both) == 5
    for one in both:
        assert pages[one]._replace(place="", size=0) == mails[one]._replace(place="", size=0)


def test_hidden_addresses_hide_nobody() -> None:
    mails = {one.message_id: one for one in messages_of("mbox", FOLDER / "atelier.mbox")}
    hidden = 0
    for one in messages_of("mhonarc", HIDDEN):
        written = mails.get(one.message_id)
        if written:
            hidden += "xxxx" in one.to_written
            assert (one.address, one.name, one.sent_at) == (written.address, written.name, written.sent_at)
            assert (one.in_reply_to, one.references, one.subject) == (
                written.in_reply_to,
                written.references,
                written.subject,
            )
            assert one.text.replace("@xxxxxxxxxxxxxxxxxxx", "@exemple.example.org") == written.text
    assert hidden == 3


def test_a_mail_without_an_id_has_the_one_that_mhonarc_made() -> None:
    (one,) = [one for one in messages_of("mhonarc", DEFAULT) if one.id_source == "made"]
    assert one.message_id.endswith("@NO-ID-FOUND.mhonarc.org")
    assert (one.subject, one.address) == ("ni auteur ni date", "")


def test_the_id_that_all_mails_without_a_header_share_is_nobodys() -> None:
    made = "<!--X-Message-Id: d41d8cd98f00b204e9800998ecf8427e@NO&#45;ID&#45;FOUND.mhonarc.org -->"
    one, other = (message_in(f"<pre>{text}</pre>", made) for text in ("un", "deux"))
    assert one.message_id != other.message_id
    assert {one.id_source, other.id_source} == {"made"}


def test_pages_of_old_versions() -> None:
    older, old = messages_of("mhonarc", OLD)
    assert (older.address, older.name, older.subject) == ("claire@exemple.example", "Claire Morvan", "Clé de la salle")
    assert (older.in_reply_to, older.text) == ("b@exemple.example", "Qui a la clé\xa0?\n")
    assert (old.name, old.address) == ("Maël Kervéant", "mael@exemple-asso.example")
    assert (old.date_written, old.sent_at) == ("Mon, 12 Mar 07 09:02:00 +0100", "2007-03-12T08:02:00Z")
    assert old.text == "> Quelle salle\xa0?\n\nLa 3, à 18 h\xa0: voir http://exemple.example/plan\n"
    assert old.attachments == (Attachment(0, "plan.png", "image/png", 68),)
    assert (old.references, old.in_reply_to) == ("a@exemple.example b@exemple.example", "b@exemple.example")


@pytest.mark.parametrize(("turned", "meant"), [
    (b"Pnfgvra <o.pryvx1Nrkrzcyr.rknzcyr>", b"Bastien <b.celik1@exemple.example>"),
    (b"[n\xc3\xaby [beina", b"Ma\xc3\xabl Morvan"),
    (b"=?vfb-8859-1?C?Lb=S9?= <mbrNrkrzcyr.bet>", b"=?iso-8859-1?Q?Zo=E9?= <zoe@exemple.org>"),
])  # fmt: skip
def test_authors_are_turned_by_thirteen_letters_in_mhonarcs_own_alphabet(turned: bytes, meant: bytes) -> None:
    assert turned.translate(R13) == meant


SHOWN_BOTH = (
    "<ul><li><em>In-reply-to</em>: &lt;a@x.example&gt;</li>"
    "<li><em>References</em>: &lt;a@x.example&gt; &lt;<a href='m.html'>b@x.example</a>&gt;</li></ul>"
)
SHOWN_REFERENCES = "<ul><li><em>References</em>: &lt;a@x.example&gt; &lt;b@x.example&gt;</li></ul>"
SHOWN_NEITHER = "<ul><li><em>From</em>: x</li></ul>"
REFERENCES = ("<!--X-Reference: a@x.example -->", "<!--X-Reference: b@x.example -->")


@pytest.mark.parametrize(("shown", "reply", "references"), [
    (SHOWN_BOTH, "a@x.example", "a@x.example b@x.example"),
    (SHOWN_REFERENCES, "", "a@x.example b@x.example"),
    (SHOWN_NEITHER, "b@x.example", "a@x.example b@x.example"),
    (SHOWN_BOTH.replace("@x.example", "@xxxxxxxxx"), "b@x.example", "a@x.example b@x.example"),
], ids=["both are shown", "only one", "neither", "hidden ids"])  # fmt: skip
def test_what_a_mail_replies_to(shown: str, reply: str, references: str) -> None:
    one = message_in("<pre>x</pre>", *REFERENCES, shown=shown)
    assert (one.in_reply_to, one.references) == (reply, references)


@pytest.mark.parametrize(("volume", "found"), [
    ("2007-03", ("2007-03-14T15:04:05Z", "from_line")),
    ("2003-10", ("2003-10-01T00:00:00Z", "volume")),
    ("atelier", (None, "none")),
])  # fmt: skip
def test_a_date_that_the_archive_made_up_is_believed_in_its_own_month_only(
    volume: str, found: tuple[str | None, str]
) -> None:
    one = message_in("<pre>x</pre>", "<!--X-Date: Wed Mar 14 15:04:05 2007 -->", shown=SHOWN_NEITHER, volume=volume)
    assert (one.sent_at, one.date_source) == found


def test_fields_with_french_labels() -> None:
    shown = (
        "<ul><li><strong>De</strong>: Anne &lt;anne@exemple.example&gt;</li><li><strong>À</strong>: liste</li>"
        "<li><strong>Copie à</strong>: b@x.example</li>"
        "<li><strong>Date</strong>: lundi 12 mars 2007 10:15:03 +0100</li></ul>"
    )
    raw = page(1, "<pre>x</pre>", shown=shown)
    bare = b"\n".join(line for line in raw.split(b"\n") if not line.startswith((b"<!--X-From", b"<!--X-Date")))
    one = read_page(bare, "msg1.html")
    assert isinstance(one, Message)
    assert (one.address, one.to_written, one.cc_written) == ("anne@exemple.example", "liste", "b@x.example")
    assert one.sent_at == "2007-03-12T09:15:03Z"


BODIES = [
    ("<pre>un\n  deux\t&amp;lt; &lt;b&gt; &#xE9;\n\n-- \nAnne\n</pre>", "un\n  deux\t&lt; <b> é\n\n-- \nAnne\n"),
    ('<pre>\nvide <a  rel="nofollow" href="http://x.example/">http://x.example/</a></pre>', "\nvide http://x.example/"),
    ("un<br>\n&gt;<i> deux </i><br>\n<br>\n-- <br>\nAnne<br>", "un\n> deux \n\n-- \nAnne\n"),
    ("a&nbsp;&nbsp;b<br>\n", "a  b\n"),
    ("\nfixe<br>\n<br>\nun \nparagraphe\n<br>\nfixe<br>\n-- <br>\n", "fixe\n\nun paragraphe\nfixe\n-- \n"),
    ("<pre>&gt;From ici\n&gt;&gt;From la\n</pre>", "From ici\n>From la\n"),
    ("<pre>un</pre><pre>deux</pre>", "un\ndeux"),
    ("d.nguyen AT univ.example.org<br>\n", "d.nguyen AT univ.example.org\n"),
    ("ou &lt;adresse@cachée&gt;<br>", "ou <adresse@cachée>\n"),
    ("<pre>jamais fermé\n", "jamais fermé\n"),
    ("<p>Un <b>mot</b></p><ul><li>deux</li></ul>", "Un mot\n\n- deux"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text"), BODIES)
def test_the_text_of_a_body(body: str, text: str) -> None:
    assert message_in(body).text == text


def test_lines_that_the_archive_broke_are_whole_again() -> None:
    long = "mot " * 19 + "x"  # 77
    body = f"{long} <br>\n{long} <br>\nfin<br>\n&gt;<i> {'mot ' * 18}</i><br>\n&gt;<i> citation</i><br>\n"
    assert message_in(body).text == f"{long} {long} fin\n> {'mot ' * 18}citation\n"


def test_lines_that_ended_with_a_blank_are_left_alone() -> None:
    assert message_in("un peu <br>\ncourt <br>\nseconde<br>\n").text == "un peu \ncourt \nseconde\n"


def test_a_mail_inside_the_mail_is_shown_with_its_header() -> None:
    body = (
        "<pre>voir</pre><blockquote><small>---&nbsp;<i>Begin&nbsp;Message</i>&nbsp;---</small>\n<ul>\n"
        "<li><em>Subject</em>: transmis</li>\n<li><em>From</em>: Ali &lt;ali@exemple.example&gt;</li>\n</ul>\n"
        "<pre>Le texte.</pre><br><small>---&nbsp;<i>End Message</i>&nbsp;---</small></blockquote>\n"
    )
    one = message_in(body)
    assert one.text == "voir\nFrom: Ali <ali@exemple.example>\nSubject: transmis\n\nLe texte."
    assert one.attachments == (Attachment(0, "", "message/rfc822", None),)


@pytest.mark.parametrize(
    "link", ["../secret.pdf", "/etc/passwd", "http://x.example/a.pdf", "%2e%2e/secret.pdf", "a\0.pdf"]
)
def test_no_file_outside_the_folder_is_looked_at(link: str, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(b"x" * 9)
    (tmp_path / "pages").mkdir()
    attachment = f'<a href="{link}" ><tt>a.pdf</tt></a></strong><br>\n<em>Description:</em> PDF</p>'
    one = message_in(f"<pre>x</pre><p><strong>Attachment:\n{attachment}", folder=tmp_path / "pages")
    assert [attached.size for attached in one.attachments] == [None]


def test_a_link_of_an_html_mail_is_no_attachment() -> None:
    body = '<p><a href="photo.png" ><img src="photo.png" alt="x"></a></p><p>Bonjour</p>'
    one = message_in(body, "<!--X-Derived: autre.png -->", "<!--X-Content-Type: text/html -->")
    assert (one.text, one.attachments) == ("Bonjour", ())


@pytest.mark.parametrize(("raw", "reason"), [
    (b"", "empty file"),
    (b"<html><body>Not Found</body></html>", "no page of a mail"),
    (b"\0" * 50, "no page of a mail"),
    (b"x" * (LONGEST + 1), "longer than the 40 MiB that a mail may have"),
], ids=["empty", "not found", "binary", "long"])  # fmt: skip
def test_what_is_no_page_is_a_problem(raw: bytes, reason: str) -> None:
    assert read_page(raw, "msg00001.html") == Problem("msg00001.html", len(raw), reason)


def test_a_page_that_ends_in_its_body_is_kept_as_far_as_it_goes() -> None:
    whole = page(1, "<pre>un\ndeux\n</pre>")
    one = read_page(whole[: whole.index(b"deux") + 4], "msg00001.html")
    assert isinstance(one, Message)
    assert (one.text, one.repairs) == ("un\ndeux", "page-cut")


HOSTILE = [
    "<pre>" * 200_000,
    "<blockquote><small>---&nbsp;<i>x</i>&nbsp;---</small>" * 20_000,
    '<p><strong>Attachment:\n<a href="x"' * 30_000,
    "<p>" * 60_000,
    "<" * 1_000_000,
    '<blockquote style="border-left">' * 30_000 + "x",
    "&gt;" * 300_000,
    "x \n<br>" * 150_000,
    "<table >" * 100_000,
    "<tt>" * 200_000 + "\n</tt>",
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_no_page_takes_long(body: str) -> None:
    begun = time.perf_counter()
    message_in(body)
    message_in(body, "<!--X-Content-Type: text/html -->")
    read_page(b"<!--X-Message-Id: x -->\n" + b"<!--X-a: " * 100_000, "x")
    assert time.perf_counter() - begun < 6


def test_the_pages_in_sympas_own_archive_are_left_for_its_mails(tmp_path: Path) -> None:
    month = tmp_path / "liste@listes.example" / "2007-03"
    (month / "arctxt").mkdir(parents=True)
    (month / "arctxt" / "1").write_bytes(mail(1))
    (month / "msg00000.html").write_bytes(page(1, "<pre>x</pre>"))
    assert not mhonarc.recognizes(tmp_path)
    assert ingest.recognize(tmp_path) == "sympa"


def test_one_page_is_an_archive_too(tmp_path: Path) -> None:
    path = tmp_path / "msg00007.html"
    path.write_bytes(page(7, "<pre>x</pre>"))
    assert ingest.recognize(path) == "mhonarc"
    ((records),) = records_of("mhonarc", path).values()
    assert isinstance(records[0], Message)


def test_pages_are_read_by_number_and_holes_are_normal(tmp_path: Path) -> None:
    for number in (100000, 3, 99999):
        (tmp_path / f"msg{number:05}.html").write_bytes(page(number, "<pre>x</pre>"))
    (records,) = records_of("mhonarc", tmp_path).values()
    assert [one.subject for one in records if isinstance(one, Message)] == [
        "Message 3",
        "Message 99999",
        "Message 100000",
    ]
