"""The backup of a Discourse forum: a dump of its PostgreSQL database, alone or in a tar file with the uploads.

Posts stand in it before the topics and people that they need, so that it is gone through twice; nothing is held of
a post but its number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from maillage.ingest import bundles, sql
from maillage.ingest.discourse.posts import (
    BY_MODERATOR,
    PRIVATE,
    REGULAR,
    Author,
    Category,
    Forum,
    Post,
    Topic,
    host_known,
    is_told,
    message,
)
from maillage.ingest.parts import Gunzip, Part, Unpacked, beginning
from maillage.records import Extent, Problem, Record, Skipped

DUMPS = ("dump.sql.gz", "dump.sql")
"""What the database is called in a tar file, first or behind a file or two."""

HEAD = 4 << 20
"""Bytes of a dump in which the description of the posts stands."""

OF_PEOPLE = ("id", "created_at", "active", "staged", "suspended_at", "suspended_till")
"""What is told of an account beside who it is; never its password, its addresses of the Internet or its dates."""

_AMONG = 5  # files of a tar, among which the dump is
_POSTS = re.compile(rb"(?:CREATE TABLE|COPY) (?:\w+\.)?posts \([^;]{0,4000}?\bpost_number\b")
_HOST = re.compile(r"(?:discourse/post/\d+|topic/\d+(?:/\d+)?(?:\.\w+)?)@([\w.-]+)")
_YES = "t"
Row = Mapping[str, str | None]


def dump_in(path: Path) -> str:
    """The name of the dump in a tar file; "" where there is none."""
    names = bundles.first_names(path, _AMONG) if bundles.is_tar(path) else []
    return next((name for name in names if name in DUMPS), "")


def is_dump(path: Path) -> bool:
    """Whether a file is the dump of a forum's database, plain or packed."""
    if b"PostgreSQL database dump" not in beginning(path):
        return False
    return bool(_POSTS.search(beginning(path, HEAD)))


def learned(part: Part, host: str) -> Forum:
    """What a dump says of a forum beside its posts. Raises what `parts.UNREADABLE` lists."""
    forum = Forum()
    seen = _Seen(forum)
    with _opened(part) as stream:
        for one in sql.rows(stream, frozenset((*seen.tables, "posts")).__contains__):
            if isinstance(one, sql.Row):
                seen.tables.get(one.table, seen.post)(one.values)
    seen.settle()
    forum.host = host_known(host, seen.host)
    return forum


def read(part: Part, forum: Forum) -> Iterator[Record]:
    """The posts of a dump as messages, in its order; what is between them is skipped, as no part of the list."""
    place = 0
    with _opened(part) as stream:
        for one in sql.rows(stream, "posts".__eq__):
            if isinstance(one, sql.Row):
                if one.begin > place:
                    yield Skipped(0, one.begin - place)
                yield _record(one, forum)
                place = one.begin + one.size
            elif isinstance(one, Problem):
                end = int(one.place) + one.size
                begin = max(int(one.place), place)  # one of a table that is cut off begins where the table does
                if begin > place:
                    yield Skipped(0, begin - place)
                yield one._replace(place=str(begin), size=end - begin)
                place = end
            elif isinstance(one, Extent):
                if one.bytes > place:
                    yield Skipped(0, one.bytes - place)
                yield one


def people(part: Part, host: str) -> Iterator[tuple[Row, Author, str]]:
    """The accounts of a dump in the order of their numbers, each with who it is and the host of the forum."""
    users: dict[int, Row] = {}
    forum = Forum()
    seen = _Seen(forum)
    taken = ("users", "user_emails", "posts")
    with _opened(part) as stream:
        for one in sql.rows(stream, taken.__contains__):
            if not isinstance(one, sql.Row):
                continue
            seen.tables.get(one.table, seen.post)(one.values)
            if one.table == "users" and (number := _number(one.values, "id")) is not None:
                users[number] = {key: one.values.get(key) for key in OF_PEOPLE}
    seen.settle()
    for number, user in sorted(users.items()):
        yield user, forum.authors[number], host_known(host, seen.host)


@contextmanager
def _opened(part: Part) -> Iterator[IO[bytes]]:
    """The text of a dump, unpacked from what it is in."""
    with bundles.opened(part) as stream:
        dump = cast("IO[bytes]", Unpacked(stream, Gunzip)) if part.member.endswith(".gz") else stream
        yield cast("IO[bytes]", bundles.Bounded(dump, part.path.stat().st_size))


def _record(row: sql.Row, forum: Forum) -> Record:
    post = _post(row.values)
    if post is None:
        return Problem(str(row.begin), row.size, "a post without its number or its topic's")
    if not is_told(post, forum) or post.topic not in forum.topics:
        return Skipped(1, row.size)
    author = forum.authors.get(post.user) if post.user is not None else None
    return message(post, author, forum, str(row.begin), row.size)


def _post(row: Row) -> Post | None:
    number, topic = _number(row, "id"), _number(row, "topic_id")
    if number is None or topic is None:
        return None
    withdrawn = row.get("deleted_at") or row.get("hidden") == _YES or row.get("user_deleted") == _YES
    return Post(
        id=number,
        topic=topic,
        number=_number(row, "post_number") or 0,
        user=_number(row, "user_id"),
        at=_moment(row),
        text=_text(row, "raw"),
        reply_to=_number(row, "reply_to_post_number"),
        is_open=not withdrawn and (_number(row, "post_type") or REGULAR) in (REGULAR, BY_MODERATOR),
    )


def _moment(row: Row) -> str:
    """When a row was made: the database keeps UTC and says no zone."""
    written = _text(row, "created_at")
    return f"{written[:19].replace(' ', 'T')}Z" if written else ""


class _Seen:
    """Takes note of the rows of a dump, whatever their order."""

    def __init__(self, forum: Forum) -> None:
        self.forum = forum
        self.host = ""
        self.tables: dict[str, Callable[[Row], None]] = {
            "topics": self._topic,
            "categories": self._category,
            "tags": self._tag,
            "topic_tags": self._topic_tag,
            "users": self._user,
            "user_emails": self._email,
            "incoming_emails": self._incoming,
        }
        self._tags: dict[int, str] = {}
        self._of_topics: dict[int, list[int]] = {}
        self._emails: dict[int, str] = {}

    def post(self, row: Row) -> None:
        """A row of the posts: its number in its topic, and the mail that it went out as."""
        number, topic = _number(row, "id"), _number(row, "topic_id")
        if number is None or topic is None:
            return
        self.forum.numbers.add(topic, _number(row, "post_number") or 0, number)
        sent = _text(row, "outbound_message_id").strip("<> ")
        if sent and (found := _HOST.fullmatch(sent)):
            self.host = self.host or found[1].lower()
        if sent and not sent.startswith("discourse/post/"):
            self.forum.mails.setdefault(number, sent)

    def settle(self) -> None:
        """Bring together what stood apart: tags of topics, addresses of people."""
        forum = self.forum
        for topic, tags in self._of_topics.items():
            if found := forum.topics.get(topic):
                names = tuple(self._tags[tag] for tag in sorted(tags) if tag in self._tags)
                forum.topics[topic] = found._replace(tags=names)
        for number, email in self._emails.items():
            if author := forum.authors.get(number):
                forum.authors[number] = author._replace(email=email)

    def _topic(self, row: Row) -> None:
        if (number := _number(row, "id")) is not None:
            is_open = _text(row, "archetype") != PRIVATE and not row.get("deleted_at")
            title = _text(row, "title") if is_open else ""
            self.forum.topics[number] = Topic(title, _number(row, "category_id"), (), is_open)

    def _category(self, row: Row) -> None:
        if (number := _number(row, "id")) is not None:
            self.forum.categories[number] = Category(_text(row, "name"), _number(row, "parent_category_id"))

    def _tag(self, row: Row) -> None:
        if (number := _number(row, "id")) is not None:
            self._tags[number] = " ".join(_text(row, "name").split())

    def _topic_tag(self, row: Row) -> None:
        topic, tag = _number(row, "topic_id"), _number(row, "tag_id")
        if topic is not None and tag is not None:
            self._of_topics.setdefault(topic, []).append(tag)

    def _user(self, row: Row) -> None:
        if (number := _number(row, "id")) is not None:
            name = " ".join(_text(row, "name").split())
            self.forum.authors[number] = Author(_text(row, "username"), name, _text(row, "email").lower())

    def _email(self, row: Row) -> None:
        _note_email(self._emails, row)

    def _incoming(self, row: Row) -> None:
        """A mail that came in as a post, whose id it keeps."""
        post, written = _number(row, "post_id"), _text(row, "message_id").strip("<> ")
        if post is not None and written and " " not in written:
            self.forum.mails[post] = written


def _note_email(emails: dict[int, str], row: Row) -> None:
    """An address of a person: the one that is marked as the first, else the first that stands there."""
    user, email = _number(row, "user_id"), _text(row, "email").strip().lower()
    if user is not None and email and (row.get("primary") == _YES or user not in emails):
        emails[user] = email


def _number(row: Row, key: str) -> int | None:
    written = row.get(key) or ""
    digits = written.removeprefix("-")
    return int(written) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def _text(row: Row, key: str) -> str:
    return row.get(key) or ""
