"""Answers of HyperKitty's REST API as JSON: lists, threads, emails, single emails; or one a line with its request.

A list of emails tells who wrote when and to which email it replies; the text comes with each single email
(`/api/list/NAME/email/HASH/`). Where both are there, the single email is the message and the other its duplicate.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from maillage.ingest.bodies import Reading
from maillage.ingest.folders import mails_of
from maillage.ingest.hyperkitty.made_up import without_made_up
from maillage.ingest.json_files import Value, begins_json, shares, text_at, values
from maillage.ingest.mail import message_of
from maillage.ingest.parts import beginning, container, legible
from maillage.records import Extent, Message, Problem, Record, Skipped
from maillage.sentences import Said

Item = Mapping[str, Any]
HEAD = 1 << 14
NO_TEXT = "text-missing"
_INSIDE = re.compile(rb'"(?:mailinglist|emails)"\s*:\s*"[^"]*/api/list/')
_EMAIL = re.compile(r"/email/([A-Z2-7]{32})/")
_LIST = re.compile(r"/api/list/([^/?]+)/")
_ESCAPED_FROM = re.compile(r"^>From ", re.MULTILINE)
_ENVELOPE = 200  # bytes that an email of a list takes without its text, about


def is_answer(path: Path) -> bool:
    """Whether a file begins as an answer of HyperKitty does."""
    start = beginning(path, HEAD)
    return begins_json(start) and bool(_INSIDE.search(start)) and container(path) != "zip"


def answers_in(folder: Path) -> list[Path]:
    """The answers that lie directly in a folder, by name. Raises UnreadableArchive."""
    return [file for file in mails_of(folder) if is_answer(file)]


# ------------------------------------------------------------------------------------------- files


class _Email(NamedTuple):
    """What an answer says of one email, where that stands, and its share of the bytes."""

    item: Item
    place: str
    size: int


@dataclass
class _Index:
    """What is known of the emails of a part before the first is told.

    `ids`: by hash. `whole`: the hashes of those that are there with their texts. `listed`: the files with others.
    """

    ids: dict[str, str] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    listed: list[Path] = field(default_factory=list)

    def learn(self, file: Path, item: Item) -> None:
        """Take note of an email."""
        self.ids[_hash(item)] = text_at(item, "message_id")
        if _is_whole(item):
            self.whole.add(_hash(item))
        elif file not in self.listed[-1:]:
            self.listed.append(file)


def read(files: Sequence[Path]) -> Iterator[Record]:
    """The emails of some answers as messages, those with their texts first; last of all the Extent.

    One that is there without its text is a message all the same; how many there are is told by a problem of no bytes.
    Raises what `UNREADABLE` lists where a file alone is damaged; of several it is a problem.
    """
    index = _indexed(files)
    extent = 0
    for one in chain.from_iterable(_told(file, alone=len(files) == 1) for file in files):
        extent += one.size
        if not isinstance(one, _Email):
            yield one
        elif _is_whole(one.item):
            yield _message(one, index.ids)
    textless = 0
    for one in chain.from_iterable(_told(file, alone=False) for file in index.listed):
        if isinstance(one, _Email) and not _is_whole(one.item):
            textless += _hash(one.item) not in index.whole
            yield _message(one, index.ids)
    if textless:
        yield Problem("?", 0, Said("{emails} emails without texts, which their own pages alone have", emails=textless))
    yield Extent(extent)


def _indexed(files: Sequence[Path]) -> _Index:
    """What is known of the emails of some files."""
    index = _Index()
    for file in files:
        for one in _told(file, alone=False):
            if isinstance(one, _Email):
                index.learn(file, one.item)
    return index


def _told(file: Path, *, alone: bool) -> Iterator[_Email | Problem | Skipped]:
    """What a file tells, in order; their sizes fill it."""
    for told in values(file, legible(file.name), alone=alone):
        if isinstance(told, Problem):
            yield told
        else:
            yield from _of_value(told)


def _of_value(told: Value) -> Iterator[_Email | Problem | Skipped]:
    """The emails of one JSON value, or why there are none; their sizes fill it."""
    place, size, value = told
    items = _emails_of(value)
    if refusal := _refusal(value):
        yield Problem(place, size, Said("the server answers: {said}", said=refusal))
    elif not items:
        yield Skipped(0, size)
    weights = [_ENVELOPE + len(text_at(item, "content")) for item in items]
    for number, (item, share) in enumerate(zip(items, shares(size, weights), strict=True)):
        yield _Email(item, f"{place}:{number}" if len(items) > 1 else place, share)


def _emails_of(value: object) -> list[Item]:
    """The emails that an answer tells of: itself, its page, its list, or those of the answer that it keeps."""
    if isinstance(value, Mapping) and "answer" in value:
        value = value["answer"]
    if isinstance(value, Mapping) and "results" in value:
        value = value["results"]
    found = value if isinstance(value, list) else [value]
    return [item for item in found if isinstance(item, Mapping) and isinstance(item.get("message_id"), str)]


def _refusal(value: object) -> str:
    """What a server says that gives nothing: `{"detail": "Not found."}`."""
    answer = value.get("answer", value) if isinstance(value, Mapping) else None
    return text_at(answer, "detail") if isinstance(answer, Mapping) and "message_id" not in answer else ""


# ------------------------------------------------------------------------------------------- emails


def _message(email: _Email, ids: Mapping[str, str]) -> Message:
    """An email as a message. Times are UTC; the parent is told by its hash, and may not be there."""
    item = email.item
    sender = item.get("sender")
    written = text_at(sender, "address") if isinstance(sender, Mapping) else ""
    name = " ".join(text_at(item, "sender_name").split())
    parent = _EMAIL.search(text_at(item, "parent"))
    of_list = _LIST.search(text_at(item, "mailinglist") or text_at(item, "url"))
    fields = {
        "from": _author(name, written.replace(" (a) ", "@")),
        "to": unquote(of_list[1]) if of_list else "",
        "date": text_at(item, "date"),
        "subject": " ".join(text_at(item, "subject").split()),
        "message-id": f"<{text_at(item, 'message_id')}>",
        "in-reply-to": f"<{ids.get(parent[1], '')}>" if parent else "",
    }
    reading = _reading(item)
    own = "\0".join((*fields.values(), *reading.texts)).encode("utf-8", "replace")
    message = message_of(fields, reading, email.place, email.size, own=own)
    return without_made_up(message._replace(utc_offset=None, from_written=_author(name, written)))


def _author(name: str, address: str) -> str:
    """A From header. Where a mail had no address, HyperKitty keeps what stood in its place."""
    if "@" not in address.replace(" (a) ", "@"):
        return name or address
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>' if name and name != address else address


def _reading(item: Item) -> Reading:
    """The text of an email, and its files. What is kept of a mail of HTML is a file alone.

    An archive that was taken in from an mbox kept its escapes: they are taken back, as they are from exports.
    """
    reading = Reading()
    text = _ESCAPED_FROM.sub("From ", text_at(item, "content").replace("\r\n", "\n"))
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
        reading.repairs.append("nul-replaced")
    reading.texts.append(text)
    files = item.get("attachments")
    for file in files if isinstance(files, list) else []:
        if isinstance(file, Mapping):
            size = file.get("size")
            reading.attach(text_at(file, "name"), text_at(file, "content_type"), size if type(size) is int else None)
    if not _is_whole(item) or (not text.strip() and any(file.type == "text/html" for file in reading.attachments)):
        reading.repairs.append(NO_TEXT)
    return reading


def _is_whole(item: Item) -> bool:
    """Whether the text of an email is told; lists do not."""
    return isinstance(item.get("content"), str)


def _hash(item: Item) -> str:
    """How HyperKitty calls an email: the digest of its Message-ID."""
    told = text_at(item, "message_id_hash")
    return told or b32encode(sha1(text_at(item, "message_id").encode(), usedforsecurity=False).digest()).decode()
