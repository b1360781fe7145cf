"""The standard library's email package as referee: on mails that it writes itself, both read the same."""

from __future__ import annotations

from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, default

import pytest
from contract import FIXTURES, messages_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from maillage.ingest.mail import to_message

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn", "Co", "Zs"))
WORDS = st.text(st.one_of(LETTERS, st.sampled_from("aéèçœ’… «»-.:!")), min_size=1, max_size=30)
LINES = st.lists(st.one_of(WORDS, st.just("From ici"), st.just(".")), min_size=1, max_size=6).map("\n".join)
FRENCH = st.text("abcdefg àâçéèêëîïôûùüÿ'«».,:;!?-", min_size=1, max_size=120)
NAMES = st.text(st.sampled_from("abc éàü_-()'"), min_size=1, max_size=20).map(lambda name: f"x{name}x.dat")
ENCODINGS = st.sampled_from(["quoted-printable", "base64", "8bit"])
FILES = st.lists(st.tuples(st.binary(max_size=200), NAMES), max_size=3)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def is_utf8(raw: bytes) -> bool:
    """Whether bytes chance to be UTF-8 too: whoever has only them cannot tell, and we take them for it."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def check(written: EmailMessage, raw: bytes) -> None:
    """Both read the same from these bytes."""
    theirs = message_from_bytes(raw, policy=default)
    ours = to_message(raw, "0")
    body = theirs.get_body(("plain", "html"))
    assert isinstance(body, EmailMessage)
    assert squeezed(ours.text) == squeezed(body.get_content())
    assert squeezed(ours.subject) == squeezed(theirs["subject"])
    files = [(part.get_filename(), len(part.get_payload(decode=True))) for part in theirs.iter_attachments()]
    assert [(one.name, one.size) for one in ours.attachments] == files


@settings(max_examples=150, deadline=None)
@given(WORDS, LINES, ENCODINGS, FILES, st.sampled_from([default, SMTP]))
def test_mails_of_one_text_and_some_files(
    subject: str, text: str, encoding: str, files: list[tuple[bytes, str]], policy: EmailPolicy
) -> None:
    mail = EmailMessage(policy)
    mail["Subject"] = subject
    mail["From"] = Address("Maël Kervéant", "mael", "exemple.example")
    mail.set_content(text, cte=encoding)
    for content, name in files:
        mail.add_attachment(content, "application", "octet-stream", filename=name)
    check(mail, mail.as_bytes())


@settings(max_examples=80, deadline=None)
@given(FRENCH, st.sampled_from(["iso-8859-1", "iso-8859-15", "cp1252", "utf-8", "utf-16"]), ENCODINGS)
def test_charsets_of_the_west(text: str, charset: str, encoding: str) -> None:
    assume(text.isascii() or charset.startswith("utf") or not is_utf8(text.encode(charset, "replace")))
    mail = EmailMessage()
    mail["Subject"] = "essai"
    mail.set_content(text, charset=charset, cte="base64" if charset == "utf-16" else encoding)
    check(mail, mail.as_bytes())


@settings(max_examples=60, deadline=None)
@given(LINES, FILES)
def test_alternatives_give_their_plain_text(text: str, files: list[tuple[bytes, str]]) -> None:
    mail = EmailMessage()
    mail["Subject"] = "essai"
    mail.set_content(text)
    mail.add_alternative("<p>autre chose</p>", subtype="html")
    for content, name in files:
        mail.add_attachment(content, "image", "png", filename=name)
    check(mail, mail.as_bytes())


@settings(max_examples=60, deadline=None)
@given(st.text(LETTERS, min_size=1, max_size=20), st.text("abcé œ", min_size=1, max_size=20))
def test_authors(name: str, other: str) -> None:
    mail = EmailMessage()
    mail["From"] = Address("Claire Morvan", "c.morvan", "univ.example")
    mail["To"] = Address(name, "a", "b.example"), Address(other, "c", "d.example")
    ours = to_message(mail.as_bytes(), "0")
    assert (ours.name, ours.address) == ("Claire Morvan", "c.morvan@univ.example")


@pytest.mark.parametrize("folder", ["maildir/dovecot", "mh/nmh", "eml/thunderbird"])
def test_the_fixtures(folder: str) -> None:
    kind = folder.partition("/")[0]
    ours = {message.place: message for message in messages_of(kind, FIXTURES / folder)}
    files = [file for file in (FIXTURES / folder).rglob("*") if file.name in ours]
    assert len(files) == len(ours)
    for file in files:
        theirs = message_from_bytes(file.read_bytes(), policy=default)
        message = ours[file.name]
        body = theirs.get_body(("plain",))
        assert isinstance(body, EmailMessage)
        assert "\ufffd" in theirs["subject"] or message.subject == theirs["subject"]  # it gives up raw bytes
        assert len(message.attachments) == len(list(theirs.iter_attachments()))
        if body.get_content_charset():
            assert squeezed(message.text) == squeezed(body.get_content())
