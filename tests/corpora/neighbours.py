"""Reading with other programs' code, to compare; nothing of what is read is kept."""

from __future__ import annotations

import os
import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message as Mail
from pathlib import Path

import pytest

from maillage.records import Message

_WORDS = re.compile(r"[A-Za-z]{4,}")
_ID = re.compile(r"<\s*([^<>\s]+)\s*>")


def corpus(name: str) -> Path:
    """A folder of the real archives, which are fetched once and never part of this repository."""
    root = os.environ.get("MAILLAGE_CORPORA")
    if not root:
        pytest.skip("MAILLAGE_CORPORA does not name a folder with the real archives")
    path = Path(root, name)
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return path


def files_of(path: Path) -> list[Path]:
    """The mails of a neighbour's tests: all files but programs, their notes and expected results."""
    others = {".json", ".py", ".cc", ".am", ".build", ".gitignore", ".patch", ".md"}
    return sorted(file for file in path.rglob("*") if file.is_file() and not {file.suffix, file.name} & others)


def id_of(mail: Mail) -> str:
    found = _ID.search(str(mail.get("Message-ID", "")))
    return found[1] if found else ""


def subject_of(mail: Mail) -> str:
    try:
        return str(make_header(decode_header(mail.get("Subject", ""))))
    except (HeaderParseError, LookupError, ValueError):
        return str(mail.get("Subject", ""))


def words_of(mail: Mail) -> set[str]:
    """The words of the plain texts that are no attachments, as the email package decodes them."""
    found: set[str] = set()
    for part in mail.walk():
        if part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                found.update(_WORDS.findall(payload.decode("ascii", "replace")))
    return found


def differences(raw: bytes, ours: Message) -> list[str]:
    """What the email package finds in a mail and we do not."""
    mail = message_from_bytes(raw)
    told = []
    if id_of(mail) and id_of(mail) != ours.message_id:
        told.append("id")
    if subject_of(mail).strip() and not ours.subject:
        told.append("subject")
    if not words_of(mail) <= set(_WORDS.findall(ours.text)):
        told.append("text")
    return told
