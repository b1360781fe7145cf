"""A post of a Discourse forum as a message: what it says, whose it is, and what it answers.

Where a post came in or went out by mail and the archive knows it, its id is that mail's; else it is the one that
Discourse 3 writes into its mails, `discourse/post/ID@HOST` (lib/email/message_id_service.rb).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from mimetypes import MimeTypes
from typing import NamedTuple

from maillage.ingest.bodies import Reading
from maillage.ingest.html import text_of
from maillage.ingest.mail import message_of
from maillage.records import Message

REGULAR, BY_MODERATOR = 1, 2
"""Types of posts that somebody wrote for all to read; 3 is what the program notes in a topic (closed, pinned…), 4 a
whisper among those who run the forum."""

NO_HOST = "forum.invalid"  # RFC 2606: never a real host
PRIVATE = "private_message"
_UNDELIVERABLE = ".invalid"  # addresses that Discourse gives to whom it has made anonymous
_GAP = 4096  # numbers of posts that may be missing in a topic before its numbers are kept one by one
_QUOTE = re.compile(r"\[(/?)quote(?:=\"?([^\],\"\n]{0,200})[^\]\n]{0,300})?\]", re.IGNORECASE)
_UPLOAD = re.compile(r"\[([^\]\[|\n]{0,300})\|(attachment|[^\]\[\n]{0,60})\]\((upload://[^()\s]{1,300})\)")
_PICTURE = re.compile(r"\d{1,5}x\d{1,5}(?:,.*)?")
_DEEPEST = 20  # quotations in quotations
_TYPES = MimeTypes()


class Author(NamedTuple):
    """Who has an account. `email`: "" where the archive does not tell."""

    username: str
    name: str = ""
    email: str = ""

    def address_at(self, host: str) -> tuple[str, bool]:
        """The mail address, or the handle `username@HOST` where it is not known; whether it is that."""
        if "@" in self.email and not self.email.endswith(_UNDELIVERABLE):
            return self.email, False
        return (f"{self.username.lower()}@{host or NO_HOST}" if self.username else ""), bool(self.username)


class Topic(NamedTuple):
    """A thread: `category` is a number of the forum's, None for none; `is_open`: it is neither private nor deleted."""

    title: str
    category: int | None = None
    tags: tuple[str, ...] = ()
    is_open: bool = True


class Category(NamedTuple):
    """A category, and the number of the one that it is in."""

    name: str
    parent: int | None = None


class Post(NamedTuple):
    """A post as an archive tells it. `user`: its author's number, below 0 for programs; None where the account is gone.

    `text`: as its author typed it, Markdown, or where `is_html` as the forum shows it. `reply_to`: the number in
    the topic of what it answers, None for the topic. `is_open`: it is neither deleted nor hidden, and somebody wrote
    it for all to read. `message_id`: of the mail that it is, "" where that is not known. `slug`: its topic's title as
    the address of the page has it.
    """

    id: int
    topic: int
    number: int
    user: int | None
    at: str
    text: str
    is_html: bool = False
    reply_to: int | None = None
    is_open: bool = True
    message_id: str = ""
    slug: str = ""


class Numbers:
    """The ids of posts by topic and number in it, in a few bytes each."""

    def __init__(self) -> None:
        self._topics: dict[int, array[int]] = {}
        self._odd: dict[tuple[int, int], int] = {}

    def add(self, topic: int, number: int, post: int) -> None:
        """Take note of a post."""
        ids = self._topics.setdefault(topic, array("q"))
        if 0 <= number < len(ids) + _GAP and 0 < post < 1 << 62:
            ids.extend([0] * (number + 1 - len(ids)))
            ids[number] = post
        else:
            self._odd[topic, number] = post

    def of(self, topic: int, number: int) -> int | None:
        """The id of a post; None where it is not there."""
        ids = self._topics.get(topic)
        if ids is not None and 0 <= number < len(ids) and ids[number]:
            return ids[number]
        return self._odd.get((topic, number))


@dataclass
class Forum:
    """What is known of a forum before the first of its posts is told. `mails`: ids of the mails that posts are."""

    host: str = ""
    topics: dict[int, Topic] = field(default_factory=dict)
    categories: dict[int, Category] = field(default_factory=dict)
    authors: dict[int, Author] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)
    mails: dict[int, str] = field(default_factory=dict)

    def path_of(self, category: int | None) -> str:
        """The name of a category behind those that it is in: `Ateliers/Bois`; "" where it is not known."""
        names: list[str] = []
        while category is not None and (found := self.categories.get(category)) and len(names) < _DEEPEST:
            names.append(" ".join(found.name.replace("/", " ").split()))
            category = found.parent
        return "/".join(reversed(names))

    def id_of(self, post: int) -> str:
        """The Message-ID of a post, without brackets."""
        return self.mails.get(post) or f"discourse/post/{post}@{self.host or NO_HOST}"


def host_known(said: str, own: str) -> str:
    """The host of a forum: as the study says, else as its archive does, else one that is made up."""
    return next((host for host in (said, own) if host and not host.endswith(_UNDELIVERABLE)), said or NO_HOST)


def is_told(post: Post, forum: Forum) -> bool:
    """Whether a post is open to the forum: not private, not withdrawn, and written by somebody."""
    topic = forum.topics.get(post.topic)
    return post.is_open and (topic is None or topic.is_open)


def message(post: Post, author: Author | None, forum: Forum, place: str, size: int) -> Message:
    """A post as a message. Times are UTC.

    Whose mail address is not known is known by the handle, `username@HOST`, which no mail reaches.
    """
    topic = forum.topics.get(post.topic)
    reading = _reading(post)
    if topic is None and post.slug:
        reading.repairs.append("subject-from-slug")
    first, parent = _answered(post, forum)
    known = author or Author("")
    address, is_handle = known.address_at(forum.host)
    name = " ".join(known.name.split()) or known.username
    fields = {
        "from": _from(name, address),
        "date": post.at,
        "subject": " ".join((topic.title if topic else post.slug.replace("-", " ")).split()),
        "message-id": f"<{post.message_id or forum.id_of(post.id)}>",
        "in-reply-to": f"<{parent}>" if parent else "",
        "references": f"<{first}> <{parent}>" if parent else "",
    }
    own = f"{forum.host}\0{post.id}".encode()
    told = message_of(fields, reading, place, size, own=own)
    robot = _robot(post, known)
    return told._replace(
        id_source="header" if post.message_id or post.id in forum.mails else "made",
        utc_offset=None,
        from_written=f"{name} (@{known.username})" if is_handle else fields["from"] if address else "",
        labels=_labels(topic, forum),
        label="robot" if robot else told.label,
        label_reason=robot or told.label_reason,
    )


def _robot(post: Post, author: Author) -> str:
    """What tells that a post is a program's: `system` has the number -1, `discobot` -2; "" for a person's."""
    return f"author {author.username or post.user}" if post.user is not None and post.user < 0 else ""


def _labels(topic: Topic | None, forum: Forum) -> str:
    if topic is None:
        return ""
    return "\n".join(dict.fromkeys(label for label in (forum.path_of(topic.category), *topic.tags) if label))


def _answered(post: Post, forum: Forum) -> tuple[str, str]:
    """The ids of the topic's first post and of the one that a post answers; "" for who opens a topic.

    A first post that the archive lacks is called as Discourse calls the topic in its mails.
    """
    if post.number <= 1:
        return "", ""
    opening = forum.numbers.of(post.topic, 1)
    first = forum.id_of(opening) if opening else f"topic/{post.topic}@{forum.host or NO_HOST}"
    to = forum.numbers.of(post.topic, post.reply_to) if post.reply_to else None
    return first, forum.id_of(to) if to and to != post.id else first


def _from(name: str, address: str) -> str:
    if not address:
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>' if name else address


# ------------------------------------------------------------------------------------------- text


def _reading(post: Post) -> Reading:
    """The text of a post, and the files that came with it."""
    reading = Reading()
    text = post.text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
        reading.repairs.append("nul-replaced")
    reading.texts.append(text_of(text) if post.is_html else quoted(text))
    for name, form, _ in _UPLOAD.findall("" if post.is_html else text):
        if form == "attachment" or _PICTURE.fullmatch(form):
            reading.attach(name, _TYPES.guess_type(name)[0] or "", None)
    return reading


def quoted(markdown: str) -> str:
    """A text in Markdown with Discourse's quotations, `[quote="marie, post:3"]…[/quote]`, marked by `> ` per level.

    Whom one quotes stands before it, as mail programs write it.
    """
    if "[/quote]" not in markdown.lower():
        return markdown
    lines: list[str] = []
    level = 0
    for kind, text in _tokens(markdown):
        if kind == "text":
            lines += [f"{'> ' * min(level, _DEEPEST)}{line}".rstrip() for line in text.strip("\n").split("\n") if text]
        elif kind == "open":
            lines += [f"{'> ' * min(level, _DEEPEST)}{text.strip()} :"] if text.strip() else []
            level += 1
        else:
            level = max(level - 1, 0)
            lines += [("> " * level).rstrip()]
    return "\n".join(lines)


def _tokens(markdown: str) -> Iterator[tuple[str, str]]:
    """Text, and the beginnings and ends of quotations; a beginning tells who is quoted."""
    place = 0
    for found in _QUOTE.finditer(markdown):
        if markdown[place : found.start()].strip():
            yield "text", markdown[place : found.start()]
        yield ("close", "") if found[1] else ("open", found[2] or "")
        place = found.end()
    if markdown[place:].strip():
        yield "text", markdown[place:]
