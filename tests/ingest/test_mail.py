"""What one mail says: its header, its id, its date, its text and its files, however they were written."""

from __future__ import annotations

import time
from base64 import b64encode, encodebytes

import pytest
from contract import mail
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.ingest.bodies import unflow
from maillage.ingest.charsets import decode
from maillage.ingest.headers import words
from maillage.ingest.mail import MADE_DOMAIN, NotAMail, to_message
from maillage.records import Message


def read(header: str | bytes, body: str | bytes = b"", **settings: str) -> Message:
    head = header.encode() if isinstance(header, str) else header
    text = body.encode() if isinstance(body, str) else body
    return to_message(b"From: anne@exemple.example\n" + head + b"\n\n" + text, "0", **settings)


def text_of(content: str, body: str | bytes) -> str:
    return read(content, body).text


@pytest.mark.parametrize(("written", "meant"), [
    ("Réunion", "Réunion"),
    ("=?utf-8?q?R=C3=A9union?=", "Réunion"),
    ("=?UTF-8?B?UsOpdW5pb24=?=", "Réunion"),
    ("=?iso-8859-1?Q?R=E9union_de_mardi?=", "Réunion de mardi"),
    ("=?iso-8859-15?Q?3_=A4?=", "3 €"),
    ("=?iso-8859-1?Q?3_=80?=", "3 €"),
    ("=?utf-8?q?R=C3=A9?= =?utf-8?q?union?=", "Réunion"),
    ("=?utf-8?q?R=C3=A9?=\t =?iso-8859-1?q?union_=E9?=", "Réunion é"),
    ("=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
    ("=?utf-8?b?Y2Fmww==?= =?utf-8?b?qQ==?=", "café"),
    ("Re: =?utf-8?q?R=C3=A9union?= de mardi", "Re: Réunion de mardi"),
    ("=?utf-8?q?Réunion de mardi?=", "Réunion de mardi"),
    ("=?utf-8?q?R=C3=A9union de mardi?=", "Réunion de mardi"),
    ("=?utf-8?q?R=C3=A9union", "Réunion"),
    ("=?utf-8?q?R=C3=A9union?", "Réunion"),
    ("=?utf-8?b?UsOpdW5pb24?=", "Réunion"),
    ("=?utf-8*fr?q?R=C3=A9union?=", "Réunion"),
    ("=?utf-8?q?=3D=3Futf-8=3Fq=3FR=3DC3=3DA9union=3F=3D?=", "Réunion"),
    ("(=?utf-8?q?=C3=A9t=C3=A9?=)", "(été)"),
    ('"=?utf-8?q?=C3=A9t=C3=A9?="', '"été"'),
    ("=?inconnu-8bit?q?R=C3=A9union?=", "Réunion"),
    ("=?unknown-8bit?q?R=E9union?=", "Réunion"),
    ("=?iso-8859-1?q?R=C3=A9union?=", "Réunion"),
    ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
    ("=?gb2312?B?xOO6ww==?=", "你好"),
    ("=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=", "こんにちは"),
    ("=?utf-7?Q?R+AOk-union?=", "Réunion"),
    ("=?utf-16?B?//5lAA==?=", "e"),
    ("1 =? 2 ?= 3", "1 =? 2 ?= 3"),
    ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
    ("=?utf-8?q??=", ""),
])  # fmt: skip
def test_encoded_words(written: str, meant: str) -> None:
    assert words(written) == meant


@pytest.mark.parametrize("raw", ["Réunion à 3 €".encode("cp1252"), "Réunion à 3 €".encode()])
def test_raw_bytes_in_a_header_are_read_as_what_they_look_like(raw: bytes) -> None:
    message = read(b"Subject: " + raw + b"\nTo: \xe9t\xe9@exemple.example")
    assert (message.subject, message.to_written) == ("Réunion à 3 €", "été@exemple.example")


@pytest.mark.parametrize(("raw", "charset", "text", "is_guess"), [
    ("café".encode(), "utf-8", "café", False),
    ("café".encode("latin-1"), "iso-8859-1", "café", False),
    ("3 € – l’été".encode("cp1252"), "iso-8859-1", "3 € – l’été", False),
    ("3 € – l’été".encode("cp1252"), "ISO_8859-1", "3 € – l’été", False),
    ("3 € – l’été".encode("cp1252"), "l1", "3 € – l’été", False),
    ("3 €".encode("iso-8859-15"), "iso-8859-15", "3 €", False),
    ("café".encode(), "iso-8859-1", "café", True),
    ("café à 3 €".encode(), "iso-8859-15", "café à 3 €", True),
    ("café".encode(), "us-ascii", "café", True),
    ("café".encode("latin-1"), "utf-8", "café", True),
    ("café".encode("latin-1"), "unknown-8bit", "café", True),
    ("café".encode("latin-1"), "", "café", True),
    ("Привет, как дела?".encode("koi8-r"), "koi8-r", "Привет, как дела?", False),
    ("你好".encode("gb2312"), "gb2312", "你好", False),
    ("联通".encode("gb2312"), "gb2312", "联通", False),
    ("こんにちは".encode("iso-2022-jp"), "iso-2022-jp", "こんにちは", False),
    ("こんにちは".encode("shift_jis"), "Shift_JIS", "こんにちは", False),
    ("été".encode("utf-16"), "utf-16", "été", False),
    (b"a label that lies", "utf-16", "a label that lies", False),
    (b"plain", "utf-8 (Unicode)", "plain", False),
    ("café".encode("utf-7"), "utf-7", "café", False),
])  # fmt: skip
def test_charsets(raw: bytes, charset: str, text: str, *, is_guess: bool) -> None:
    assert decode(raw, charset) == (text, is_guess)


@pytest.mark.parametrize("charset", ["idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "hex",
                                     "rot13", "utf-7", "utf-16", "utf-32", "hz", "iso-2022-kr", "", "\0",
                                     "x" * 5000])  # fmt: skip
@pytest.mark.parametrize("raw", [b"\xff\xfe+2AA-\x1b$B~{", b"\\ud800 \\q +2AA- xn--a", bytes(range(256)) * 3])
def test_no_charset_raises_or_gives_halves_of_characters(raw: bytes, charset: str) -> None:
    assert decode(raw, charset)[0].encode()


QP = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "


@pytest.mark.parametrize(("header", "body", "text"), [
    (QP + "quoted-printable", "caf=C3=A9 =3D =\nsuite", "café = suite"),
    (QP + "Quoted-Printable", "caf=C3=A9", "café"),
    (QP + "quoted-printable", "caf=C3=A9 = 3 =Z", "café = 3 =Z"),
    (QP + "base64", encodebytes("café à 3 €".encode()), "café à 3 €"),
    (QP + "base64", b64encode("café à 3 €".encode()).rstrip(b"="), "café à 3 €"),
    (QP + "base64", b"Y2Fmw6k*!\n", "café"),
    (QP + "base64", b"Y2Fmw6kgIQ", "café !"),
    (QP + "8bit", "café", "café"),
    (QP + "x-inconnu", "café", "café"),
    ("X: y", "café".encode("latin-1"), "café"),
    ("Content-Type: text/plain; charset=iso-8859-1", "café".encode("latin-1"), "café"),
    ("Content-Type: text", "mot", "mot"),
    ("Content-Type: ", "mot", "mot"),
    ("Content-Type: text/html; charset=utf-8", "<p>Bonjour <b>Maël</b></p>", "Bonjour Maël"),
    (QP.replace("plain", "html") + "quoted-printable", "<p>Ma=C3=ABl</p>", "Maël"),
    ("Content-Type: text/enriched", "<bold>gras</bold> <color><param>red</param>rouge</color>", "gras rouge"),
    ("Content-Transfer-Encoding: x-uuencode", b"begin 644 a.txt\n%8V%FPZD \n`\nend\n", "café"),
])  # fmt: skip
def test_single_bodies(header: str, body: str | bytes, text: str) -> None:
    assert text_of(header, body).strip() == text


@pytest.mark.parametrize(("written", "meant"), [
    ("une ligne \nqui continue", "une ligne qui continue"),
    ("une ligne\nqui s'arrête", "une ligne\nqui s'arrête"),
    ("> cité \n> encore\nréponse", "> cité encore\nréponse"),
    ("> cité \nréponse", "> cité \nréponse"),
    (">> deux \n>> fois \n> une", ">> deux fois \n> une"),
    (" From bourré", "From bourré"),
    (" \n  deux", "\n deux"),
    ("fin \n-- \nAnne \nLe Bras", "fin \n-- \nAnne Le Bras"),
    ("> -- \n> Anne", "> -- \n> Anne"),
    ("a \nb \nc", "a b c"),
    ("", ""),
])  # fmt: skip
def test_flowed_lines_are_joined(written: str, meant: str) -> None:
    assert unflow(written) == meant


def test_flowed_lines_may_ask_for_their_blanks_to_go() -> None:
    header = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"
    assert text_of(header, "anticonsti \ntutionnellement\n> ci \n> té\n") == "anticonstitutionnellement\n> cité\n"


def multipart(kind: str, *parts: str, header: str = "", end: str = "--\n") -> Message:
    body = "Preambule.\n" + "".join(f"--b\n{part}\n" for part in parts) + f"--b{end}"
    return read(f'Content-Type: multipart/{kind}; boundary="b"{header}', body)


PLAIN, HTML = "\nen clair", "Content-Type: text/html\n\n<p>en HTML</p>"
IMAGE = "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAAA"


@pytest.mark.parametrize(("kind", "parts", "text", "files"), [
    ("mixed", (PLAIN,), "en clair", []),
    ("mixed", (PLAIN, PLAIN), "en clair\nen clair", []),
    ("mixed", (PLAIN, IMAGE), "en clair", [("a.png", "image/png", 3)]),
    ("alternative", (PLAIN, HTML), "en clair", []),
    ("alternative", (HTML, PLAIN), "en clair", []),
    ("alternative", ("\n \n", HTML), "en HTML", []),
    ("alternative", (HTML,), "en HTML", []),
    ("alternative", (PLAIN, "Content-Type: text/calendar; name=r.ics\n\nBEGIN"),
     "en clair", [("r.ics", "text/calendar", 5)]),
    ("alternative", (PLAIN, f"Content-Type: multipart/related; boundary=c\n\n--c\n{HTML}\n--c\n{IMAGE}\n--c--"),
     "en clair", [("a.png", "image/png", 3)]),
    ("mixed", (f"Content-Type: multipart/alternative; boundary=c\n\n--c\n{PLAIN}\n--c\n{HTML}\n--c--", IMAGE),
     "en clair", [("a.png", "image/png", 3)]),
    ("digest", ("\nSubject: un\nFrom: x@y.example\n\npremier", "\nSubject: deux\n\nsecond"),
     "From: x@y.example\nSubject: un\n\npremier\nSubject: deux\n\nsecond",
     [("", "message/rfc822", 38), ("", "message/rfc822", 21)]),
    ("mixed", ("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
               + b64encode(b"Subject: deux\r\n\r\nfin").decode(),),
     "Subject: deux\n\nfin", [("", "message/rfc822", 20)]),
    ("mixed", ("Content-Type: message/rfc822\n\nSubject: =?utf-8?q?=C3=A9t=C3=A9?=\n\ndedans",),
     "Subject: été\n\ndedans", [("", "message/rfc822", 42)]),
    ("mixed", ("Content-Type: text/plain; name=notes.txt\nContent-Transfer-Encoding: base64\n\nbm90ZXM=",), "notes",
     [("notes.txt", "text/plain", 5)]),
    ("mixed", ("Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nseul",), "",
     [("a.txt", "text/plain", 4)]),
    ("signed", (PLAIN, "Content-Type: application/pgp-signature\n\n----"), "en clair",
     [("", "application/pgp-signature", 4)]),
    ("inconnu", (PLAIN,), "en clair", []),
])  # fmt: skip
def test_multiparts(kind: str, parts: tuple[str, ...], text: str, files: list[tuple[str, str, int]]) -> None:
    message = multipart(kind, *parts)
    assert message.text.strip() == text
    assert [one[1:] for one in message.attachments] == files
    assert [one.position for one in message.attachments] == list(range(len(files)))


@pytest.mark.parametrize("end", ["--\n", "--", "\n", ""])
def test_a_multipart_may_lack_its_end(end: str) -> None:
    assert multipart("mixed", PLAIN, end=end).text.strip() == "en clair"


@pytest.mark.parametrize("header", ["Content-Type: multipart/mixed", "Content-Type: multipart/mixed; boundary=autre"])
def test_a_missing_boundary_is_found_in_the_body(header: str) -> None:
    message = read(header, f"--x y\nContent-Type: text/plain\n\nen clair\n--x y\n{IMAGE}\n--x y--\n")
    assert (message.text, message.repairs) == ("en clair", "boundary-missing")
    assert [one.name for one in message.attachments] == ["a.png"]


def test_a_multipart_without_parts_keeps_its_words() -> None:
    assert read("Content-Type: multipart/mixed", "juste du texte\n").text == "juste du texte\n"


@pytest.mark.parametrize(("parameters", "name"), [
    ("filename=rapport.pdf", "rapport.pdf"),
    ('filename="mon rapport.pdf"', "mon rapport.pdf"),
    ('filename="a\\"b.pdf"', 'a"b.pdf'),
    ("filename=mon rapport.pdf; size=3", "mon rapport.pdf"),
    ("filename*=utf-8'fr'%C3%A9t%C3%A9.pdf", "été.pdf"),
    ("filename*=iso-8859-1''%E9t%E9.pdf; filename=x.pdf", "été.pdf"),
    ("filename*0*=utf-8''%C3%A9t; filename*1*=%C3%A9.pdf", "été.pdf"),
    ('filename*0="un "; filename*1=deux.pdf', "un deux.pdf"),
    ('filename*1=deux.pdf; filename*0="un "', "un deux.pdf"),
    ("filename=x.pdf; filename*0=un; filename*1*=%C3%A9.pdf", "uné.pdf"),
    ("filename*0*=utf-8''%C3%A9t%C3; filename*1*=%A9.pdf", "été.pdf"),
    ('filename="=?utf-8?q?=C3=A9t=C3=A9=2Epdf?="', "été.pdf"),
    ("filename==?iso-8859-1?q?=E9t=E9.pdf?=", "été.pdf"),
    ('FILENAME="été.pdf"', "été.pdf"),
    ("", ""),
])  # fmt: skip
def test_names_of_attachments(parameters: str, name: str) -> None:
    disposition = f"Content-Type: application/pdf\nContent-Disposition: attachment; {parameters}"
    (attachment,) = read(disposition, "octets").attachments
    assert attachment[1:] == (name, "application/pdf", 6)


@pytest.mark.parametrize(("written", "meant"), [
    ("<a@b.example>", "a@b.example"),
    ("  <a@b.example> ", "a@b.example"),
    ("a@b.example", "a@b.example"),
    ("< a@b.example >", "a@b.example"),
    ("<a@b.example> (ajouté par le serveur)", "a@b.example"),
    ("<a b@c.example>", "ab@c.example"),
    ("<a@b.example", "a@b.example"),
    ("\n <a@b.example>", "a@b.example"),
])  # fmt: skip
def test_ids_as_they_are_written(written: str, meant: str) -> None:
    message = read(f"Message-ID: {written}")
    assert (message.message_id, message.id_source) == (meant, "header")


@pytest.mark.parametrize("header", ["X: y", "Message-ID:", "Message-ID: <>", "Message-ID: < >"])
def test_a_mail_without_id_gets_one_that_is_always_the_same(header: str) -> None:
    first, again, other = read(header, "a"), read(header, "a"), read(header, "b")
    assert first.id_source == "made"
    assert first.message_id == again.message_id != other.message_id
    assert first.message_id.endswith(f"@{MADE_DOMAIN}")


def test_a_made_id_does_not_depend_on_line_ends_or_the_place() -> None:
    raw = b"From: a@b.example\n\nBonjour\n"
    assert to_message(raw, "0").message_id == to_message(raw.replace(b"\n", b"\r\n") + b"\r\n", "9").message_id


@pytest.mark.parametrize(("header", "sent", "source"), [
    ("Date: Mon, 12 Mar 2007 10:15:00 +0100", "2007-03-12T09:15:00Z", "date"),
    ("Date: lun, 12 mars 2007 10:15:00 +0100", "2007-03-12T09:15:00Z", "date"),
    ("Date: hier", "2007-03-13T00:00:00Z", "from_line"),
    ("Date: hier\nReceived: from a by b; Mon, 12 Mar 2007 11:00:00 +0100", "2007-03-12T10:00:00Z", "received"),
    ("X: y", "2007-03-13T00:00:00Z", "from_line"),
    ("Date: Fri, 31 Dec 9999 23:59:59 -1200", "2007-03-13T00:00:00Z", "from_line"),
    ("Date: Mon, 1 Jan 0001 00:00:00 +1200", "2007-03-13T00:00:00Z", "from_line"),
])  # fmt: skip
def test_the_date_falls_back_and_what_was_written_stays(header: str, sent: str, source: str) -> None:
    message = read(header, from_line="From a@b.example Tue Mar 13 00:00:00 2007", volume="2007-March.txt")
    assert (message.sent_at, message.date_source) == (sent, source)
    assert message.date_written == (header.split("\n", maxsplit=1)[0][6:] if header.startswith("Date") else "")


def test_the_volume_tells_the_month_when_nothing_else_does() -> None:
    message = read("Date: hier", volume="2007-March.txt")
    assert (message.sent_at, message.date_source, message.date_written) == ("2007-03-01T00:00:00Z", "volume", "hier")
    assert (read("Date: hier").sent_at, read("Date: hier").date_source) == (None, "none")


def test_a_mail_without_from_is_kept() -> None:
    message = to_message(b"Subject: sans auteur\n\nBonjour\n", "0")
    assert (message.address, message.name, message.from_written, message.text) == ("", "", "", "Bonjour\n")


@pytest.mark.parametrize("raw", [b"", b"\n", b"Bonjour,\n\nrien d'un mail.\n", b"\0\0\0\0", b"Note: bonjour\n\nx"])
def test_what_is_no_mail_is_refused(raw: bytes) -> None:
    with pytest.raises(NotAMail):
        to_message(raw, "0")


@pytest.mark.parametrize("end", [b"\r\n", b"\r\r\n", b"\r"], ids=["crlf", "crcrlf", "cr"])
def test_line_ends_change_nothing(end: bytes) -> None:
    raw = mail(1)
    assert to_message(raw.replace(b"\n", end), "0", size=1) == to_message(raw, "0", size=1)


def test_nul_bytes_become_visible() -> None:
    message = read(b"Subject: a\0b =?utf-8?q?=00?=\nTo: c\0d", b"e\0f")
    assert (message.subject, message.to_written, message.text) == ("a\ufffdb \ufffd", "c\ufffdd", "e\ufffdf")
    assert "nul-replaced" in message.repairs


def test_a_header_without_blank_line_ends_where_the_text_begins() -> None:
    message = read(b"Subject: \xe9t\xe9\nBonjour, voici le caf\xe9 :\n   un retrait\nA demain\n\nSuite du caf\xe9.\n")
    assert (message.subject, set(message.repairs.split())) == ("été", {"header-broken", "charset-guessed"})
    assert message.text.startswith("Bonjour, voici le café :\n   un retrait\nA demain\n\nSuite du café.")


def test_a_broken_line_between_fields_is_passed_over() -> None:
    message = read("Subject: un\nligne cassée sans deux-points\nDate: Mon, 12 Mar 2007 10:15:00 +0100", "texte")
    assert (message.subject, message.text, message.repairs) == ("un", "texte", "header-broken")
    assert message.sent_at == "2007-03-12T09:15:00Z"


def test_words_of_the_text_far_from_the_header_are_never_taken_for_it() -> None:
    lines = "\n".join(f"ligne {number}" for number in range(20))
    assert lines in read(f"Subject: un\n{lines}\nFrom: cité", "suite").text


B = b"From: a@b.example\nSubject: x\n"


def deep(kind: str, levels: int = 10_000) -> bytes:
    return B + b"".join(
        f"Content-Type: multipart/{kind}; boundary=b{level}\n\n--b{level}\n".encode() for level in range(levels)
    ) + b"\nfond"  # fmt: skip


HOSTILE = {
    "a megabyte on one line": B + b"\n" + b"mot " * 250_000,
    "a megabyte of header": B + b"To: " + b"a@b.example, " * 80_000 + b"\n\nx",
    "words without end": b"From: a@b.example\nSubject: " + b"=?utf-8?q?a" * 90_000 + b"?\n\nx",
    "words opened": b"From: a@b.example\nSubject: " + b"=?utf-8?q?" * 90_000 + b"\n\nx",
    "a broken header": B + b"sans deux-points\n" * 50_000 + b"Subject: y\n\nx",
    "references": B + b"References: " + b"<a " * 300_000 + b"\n\nx",
    "parameters": B + b"Content-Type: multipart/mixed" + b"; a*1*" * 100_000 + b"\n\nx",
    "ten thousand parts": B + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 10_000,
    "ten thousand alternatives": B + b"Content-Type: multipart/alternative; boundary=b\n\n" + b"--b\n\n\n" * 10_000,
    "ten thousand levels": deep("mixed"),
    "ten thousand levels of alternatives": deep("alternative"),
    "ten thousand forwards": B + b"Content-Type: message/rfc822\n\n" * 10_000 + b"\nx",
    "a boundary everywhere": B + b"Content-Type: multipart/mixed; boundary=-\n\n" + b"-" * 1_000_000,
    "enriched": B + b"Content-Type: text/enriched\n\n" + b"<param>" * 150_000,
    "flowed": B + b"Content-Type: text/plain; format=flowed\n\n" + b"abc \n" * 400_000,
    "bad uuencode": B + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n" + b"\xff\xff\n" * 100_000,
    "bad base64": B + b"Content-Transfer-Encoding: base64\n\n" + b"YQ=\xff=\n" * 200_000,
    "punycode": B + b"Content-Type: text/plain; charset=punycode\n\n\xe9" + b"a" * 100_000 + b"-zzzz",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_mails_take_no_time(what: str) -> None:
    begun = time.perf_counter()
    assert to_message(HOSTILE[what], "0").address == "a@b.example"
    assert time.perf_counter() - begun < 5


FRAGMENTS = [b"From: a@b.example\n", b"Subject: ", b"=?utf-7?Q?+2AA-?=", b"Content-Type: ", b"text/plain; charset=",
             b"multipart/mixed; boundary=b\n", b"\n--b\n", b"--b--", b"message/rfc822\n", b"utf-7", b"idna", b"utf-16",
             b"Content-Transfer-Encoding: ", b"base64\n", b"quoted-printable\n", b"x-uuencode\n", b"begin 644 x\n",
             b"\n\n", b"\0", b"\xff", b"format=flowed", b"text/html\n", b"Date: ", b"Message-ID: <", b"\r\n",
             b"+2AA-"]  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.binary(max_size=12)), max_size=25).map(b"".join))
def test_any_bytes_are_a_mail_or_not_a_mail(raw: bytes) -> None:
    try:
        message = to_message(raw, "0")
    except NotAMail:
        return
    texts = [value for value in message if isinstance(value, str)]
    texts += [value for one in message.attachments for value in (one.name, one.type)]
    assert "\0" not in "".join(texts)
    assert "".join(texts).encode() is not None
    assert message == to_message(raw, "0")


@pytest.mark.parametrize("sender", ["mboxrd@z", "???@???", "-"])
def test_what_programs_write_for_want_of_a_sender_is_nobody(sender: str) -> None:
    line = f"From {sender} Thu Jan  1 00:00:00 1970"
    assert to_message(b"Subject: sans auteur\n\nBonjour\n", "0", from_line=line).address == ""
    known = to_message(b"Subject: s\n\nBonjour\n", "0", from_line=line.replace(sender, "eve@lille.example"))
    assert known.address == "eve@lille.example"
