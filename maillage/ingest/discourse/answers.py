"""Answers of Discourse's JSON interface: topics, posts, categories, users; or one a line with its request.

A page of a topic (`/t/ID.json`) has the first twenty posts as they are shown; the others come with
`/t/ID/posts.json` or `/posts/ID.json`, the last one as its author typed it. Where a post is there in both forms, the
typed one is the message and the other its duplicate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

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
from maillage.ingest.json_files import Value, begins_json, shares, text_at, values
from maillage.ingest.parts import beginning, container, files_in, name_in
from maillage.records import Extent, Problem, Record, Skipped
from maillage.sentences import Said

Item = Mapping[str, Any]
HEAD = 1 << 16
# Keys that no other answers have, in pairs.
_OURS = (
    (b'"post_stream"', b'"posts"'),
    (b'"post_number"', b'"topic_id"'),
    (b'"topic_list"', b'"topics"'),
    (b'"category_list"', b'"categories"'),
    (b'"directory_items"', b'"user"'),
    (b'"avatar_template"', b'"trust_level"'),
    (b'"latest_posts"', b"["),
)
_ENVELOPE = 400  # bytes that a post takes without its text, about


def is_answer(path: Path) -> bool:
    """Whether a file begins as an answer of Discourse does."""
    start = beginning(path, HEAD)
    ours = any(all(key in start for key in keys) for keys in _OURS)
    return ours and begins_json(start) and container(path) != "zip"


def answers_in(path: Path) -> list[Path]:
    """The answers in a folder and those below it, by name; a file that is one itself."""
    return [file for file in files_in(path) if is_answer(file)]


class _Told(NamedTuple):
    """What an answer says of one post, where that stands, and its share of the bytes."""

    item: Item
    place: str
    size: int


def learned(files: Sequence[Path], host: str) -> Forum:
    """What some answers say of a forum beside its posts; a file that is damaged tells what comes before."""
    forum = Forum()
    own = ""
    for file in files:
        for one in chain.from_iterable(map(_lines_of, values(file, file.name, alone=False))):
            own = own or _host_of(one)
            _learn(forum, one.get("answer", one))
    forum.host = host_known(host, own)
    return forum


def _lines_of(told: Value | Problem) -> list[Item]:
    """The lines of a copy, or the answers, that a value is; none where it cannot be read."""
    if isinstance(told, Problem):
        return []
    return _objects(told.value if isinstance(told.value, list) else [told.value])


def read(root: Path, files: Sequence[Path], forum: Forum) -> Iterator[Record]:
    """The posts of some answers as messages, typed ones first; last of all the Extent.

    Raises what `UNREADABLE` lists where a file alone is damaged; of several it is a problem.
    """
    alone = len(files) == 1
    extent = 0
    shown_in: list[Path] = []
    for file in files:
        for one in _of_file(root, file, alone=alone):
            extent += one.size
            if not isinstance(one, _Told):
                yield one
            elif text_at(one.item, "raw"):
                yield _record(one, forum)
            elif file not in shown_in[-1:]:
                shown_in.append(file)
    for one in chain.from_iterable(_of_file(root, file, alone=False) for file in shown_in):
        if isinstance(one, _Told) and not text_at(one.item, "raw"):
            yield _record(one, forum)
    yield Extent(extent)


def _record(told: _Told, forum: Forum) -> Record:
    post = post_of(told.item)
    if post is None:
        return Problem(told.place, told.size, Said("a post without its number or its topic's"))
    if not is_told(post, forum):
        return Skipped(1, told.size)
    return message(post, author_of(told.item), forum, told.place, told.size)


# ------------------------------------------------------------------------------------------- files


def _of_file(root: Path, file: Path, *, alone: bool) -> Iterator[_Told | Problem | Skipped]:
    """The posts of a file in order, and what is none; their sizes fill it."""
    name = name_in(root, file)
    for told in values(file, name, alone=alone):
        if isinstance(told, Problem):
            yield told
        else:
            yield from _of_value(told)


def _of_value(told: Value) -> Iterator[_Told | Problem | Skipped]:
    """The posts of one JSON value, or why there are none; their sizes fill it."""
    place, size, value = told
    if refusal := _refusal(value):
        yield Problem(place, size, Said("the server answers: {said}", said=refusal))
        return
    items = list(_posts_in(value))
    if not items:
        yield Skipped(0, size)
    weights = [_ENVELOPE + len(text_at(item, "raw")) + len(text_at(item, "cooked")) for item in items]
    for number, (item, share) in enumerate(zip(items, shares(size, weights), strict=True)):
        yield _Told(item, f"{place}:{number}" if len(items) > 1 else place, share)


def _posts_in(value: object) -> Iterator[Item]:
    """The posts that an answer, a line of a copy or a list of either tells."""
    if isinstance(value, list):
        for one in value:
            yield from _posts_in(one)
    if not isinstance(value, Mapping):
        return
    answer = value.get("answer", value)
    if not isinstance(answer, Mapping):
        yield from _posts_in(answer)
        return
    if "post_number" in answer and "topic_id" in answer:
        yield answer
        return
    stream = answer.get("post_stream")
    of_topic = {"topic_id": answer["id"]} if "id" in answer else {}
    for post in _objects(stream.get("posts") if isinstance(stream, Mapping) else None):
        yield {**of_topic, **post}
    yield from _objects(answer.get("latest_posts"))


def _refusal(value: object) -> str:
    """What a server says that gives nothing: `{"errors": […], "error_type": "not_found"}`."""
    answer = value.get("answer", value) if isinstance(value, Mapping) else None
    if not isinstance(answer, Mapping) or not isinstance(answer.get("errors"), list):
        return ""
    return text_at(answer, "error_type") or " ".join(map(str, answer["errors"]))[:200]


# ------------------------------------------------------------------------------------------- what they say


def _learn(forum: Forum, answer: object) -> None:
    """Take note of the topics, categories and posts that an answer tells of."""
    if not isinstance(answer, Mapping):
        return
    for post in _posts_in(answer):
        if (found := post_of(post)) is not None:
            forum.numbers.add(found.topic, found.number, found.id)
            if title := text_at(post, "topic_title"):
                forum.topics.setdefault(found.topic, Topic(title, _number(post, "category_id")))
    if "post_stream" in answer and text_at(answer, "title"):
        _learn_topic(forum, answer)
    topics = answer.get("topic_list")
    for topic in _objects(topics.get("topics") if isinstance(topics, Mapping) else None):
        _learn_topic(forum, topic)
    listed = answer.get("category_list")
    for of_all in (answer.get("categories"), listed.get("categories") if isinstance(listed, Mapping) else None):
        for category in _objects(of_all):
            _learn_category(forum, category, None)


def _learn_topic(forum: Forum, topic: Item) -> None:
    number, title = _number(topic, "id"), text_at(topic, "title")
    if number is None or not title:
        return
    is_open = text_at(topic, "archetype") != PRIVATE and not topic.get("deleted_at")
    forum.topics[number] = Topic(title, _number(topic, "category_id"), tags_of(topic.get("tags")), is_open)


def _learn_category(forum: Forum, category: Item, parent: int | None) -> None:
    number = _number(category, "id")
    if number is None:
        return
    above = _number(category, "parent_category_id")
    forum.categories[number] = Category(text_at(category, "name"), parent if above is None else above)
    if parent is None:
        for below in _objects(category.get("subcategory_list")):
            _learn_category(forum, below, number)


def tags_of(value: object) -> tuple[str, ...]:
    """The tags of a topic: names, or since 2025 objects with a name."""
    if not isinstance(value, list):
        return ()
    names = (one if isinstance(one, str) else text_at(one, "name") for one in value if isinstance(one, str | Mapping))
    return tuple(name for one in names if (name := " ".join(one.split())))


def post_of(item: Item) -> Post | None:
    """A post of an answer; None without its number or its topic's."""
    number, topic = _number(item, "id"), _number(item, "topic_id")
    if number is None or topic is None:
        return None
    raw = text_at(item, "raw")
    kind = _number(item, "post_type")
    withdrawn = item.get("deleted_at") or item.get("hidden") is True or item.get("user_deleted") is True
    return Post(
        id=number,
        topic=topic,
        number=_number(item, "post_number") or 0,
        user=_number(item, "user_id"),
        at=text_at(item, "created_at"),
        text=raw or text_at(item, "cooked"),
        is_html=not raw,
        reply_to=_number(item, "reply_to_post_number"),
        is_open=not withdrawn and kind in (None, REGULAR, BY_MODERATOR),
        slug=text_at(item, "topic_slug"),
    )


def author_of(item: Item) -> Author:
    """Who wrote a post of an answer, which never tells the mail address."""
    return Author(text_at(item, "username"), text_at(item, "name") or text_at(item, "display_username"))


def _host_of(line: Item) -> str:
    """The host that a line of a copy was asked from, "" where its request does not tell."""
    request = line.get("request")
    values = request.values() if isinstance(request, Mapping) else (request,)
    for value in values:
        if isinstance(value, str) and value.startswith(("https://", "http://")):
            try:
                return (urlsplit(value).hostname or "").lower()
            except ValueError:
                continue
    return ""


def _objects(value: object) -> list[Item]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _number(item: Item, key: str) -> int | None:
    value = item.get(key)
    return value if type(value) is int and abs(value) < 1 << 62 else None
