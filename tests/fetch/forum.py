"""A small Discourse forum over HTTP: answers made by the rules of its source (topics_controller.rb, directory_items_
controller.rb, topic_view.rb), since Discourse itself, with PostgreSQL and Redis, cannot run in the tests.

The people and what they say are invented.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fetch.archives import Asked, Response

CHUNK = 20  # posts in the answer of a topic
NAMES = ("yannick", "mael.k", "claire", "nolwenn", "gwenole", "anaig", "ronan")


@dataclass
class Post:
    """A post of a topic. `withdrawn`: how the forum marks it, {"hidden": True}."""

    id: int
    text: str
    author: int
    at: str
    withdrawn: dict[str, Any] = field(default_factory=dict)


@dataclass
class Topic:
    """A topic with its posts, the opening one first."""

    id: int
    title: str
    category: int
    posts: list[Post]
    archetype: str = "regular"
    pinned: bool = False

    @property
    def bumped_at(self) -> str:
        return max(post.at for post in self.posts)


class Forum:
    """What answers as a forum at `prefix`.

    `hidden`: categories that the front page leaves out; `most`: the last page of the list of people that is given;
    `key`: without which nothing is answered; `refuses`: asked before each answer, whether another one is given.
    """

    def __init__(self, prefix: str = "", topics: int = 7, on_a_page: int = 3) -> None:
        self.prefix = prefix
        self.on_a_page = on_a_page
        self.topics: dict[int, Topic] = {}
        self.hidden: set[int] = set()
        self.most = 10
        self.people = dict(enumerate(NAMES, start=2))
        self.people_on_a_page = 3
        self.key: dict[str, str] = {}
        self.tells_raw = True
        self.refuses: Callable[[Asked], Response | None] = lambda _: None
        self._posts = 100
        self.visits = 0
        for number in range(1, topics + 1):
            self.add_topic(10 + number, category=5 + number % 2)

    def add_topic(self, number: int, *, category: int = 5, posts: int = 2, **options: Any) -> Topic:
        """A topic with some posts, each written after all that is there."""
        topic = Topic(number, f"Sujet {number}", category, [], **options)
        self.topics[number] = topic
        for _ in range(posts):
            self.reply(number)
        return topic

    def reply(self, number: int, text: str = "") -> Post:
        """One post more in a topic."""
        self._posts += 1
        made = self._posts
        at = f"2024-{1 + made // 2000 % 12:02}-{1 + made // 80 % 25:02}T{made // 60 % 24:02}:{made % 60:02}:00.000Z"
        at = f"{2024 + made // 24000}{at[4:]}"
        author = 2 + made % len(self.people)
        post = Post(made, text or f"Bonjour, voici le message {made}.", author, at)
        self.topics[number].posts.append(post)
        return post

    # ------------------------------------------------------------------------------------------- answering

    def __call__(self, asked: Asked) -> Response | None:
        parts = urlsplit(asked.path)
        if not parts.path.startswith(self.prefix + "/") or parts.path == "/robots.txt":
            return None
        if refused := self.refuses(asked):
            return refused
        if any(asked.headers.get(name) != value for name, value in self.key.items()):
            return answered({"errors": ["Il faut vous connecter."], "error_type": "not_logged_in"}, 403)
        path = parts.path.removeprefix(self.prefix).removesuffix(".json").strip("/").split("/")
        fields = parse_qs(parts.query)
        answer = self._answer(path, fields)
        if answer is None:
            return answered({"errors": ["Cette page n'existe pas."], "error_type": "not_found"}, 404)
        return answered(answer, 400 if "errors" in answer else 200)

    def _answer(self, path: list[str], fields: dict[str, list[str]]) -> dict[str, Any] | None:
        self.visits += 1  # numbers that change with each look at the forum
        match path:
            case ["categories"]:
                return {"category_list": {"categories": self._categories(fields)}}
            case ["latest"]:
                return self._list([one for one in self.topics.values() if one.category not in self.hidden], fields)
            case ["c", *_, number, "l", "latest"]:
                return self._list([one for one in self.topics.values() if one.category == int(number)], fields)
            case ["t", number]:
                return self._topic(int(number), fields)
            case ["t", number, "posts"]:
                return self._posts_of(int(number), [int(one) for one in fields["post_ids[]"]], fields)
            case ["directory_items"]:
                return self._people(fields)
        return None

    def _categories(self, fields: dict[str, list[str]]) -> list[dict[str, Any]]:
        counts = {number: sum(one.category == number for one in self.topics.values()) for number in (5, 6)}
        bois = {"id": 6, "name": "Bois", "slug": "bois", "topic_count": counts[6], "subcategory_ids": []}
        if "parent_category_id" in fields:
            return [bois | {"parent_category_id": 5}]
        ateliers = {"id": 5, "name": "Ateliers", "slug": "ateliers", "topic_count": counts[5], "subcategory_ids": [6]}
        shown = {"subcategory_list": [bois]} if "include_subcategories" in fields else {}
        return [ateliers | shown | {"topics_week": self.visits, "topics": []}]

    def _list(self, topics: list[Topic], fields: dict[str, list[str]]) -> dict[str, Any]:
        page = int(fields.get("page", ["0"])[0])
        ordered = sorted(topics, key=lambda one: one.bumped_at, reverse=True)
        ordered.sort(key=lambda one: not one.pinned)
        shown = ordered[page * self.on_a_page : (page + 1) * self.on_a_page]
        more = {"more_topics_url": f"/latest?page={page + 1}"} if len(ordered) > (page + 1) * self.on_a_page else {}
        items = [
            {
                "id": one.id, "title": one.title, "posts_count": len(one.posts), "category_id": one.category,
                "bumped_at": one.bumped_at, "pinned": one.pinned, "views": self.visits, "archetype": one.archetype,
            }
            for one in shown
        ]  # fmt: skip
        return {"users": [], "topic_list": {"per_page": self.on_a_page, **more, "topics": items}}

    def _topic(self, number: int, fields: dict[str, list[str]]) -> dict[str, Any] | None:
        if number not in self.topics:
            return None
        topic = self.topics[number]
        posts = [self._post(topic, place, fields) for place in range(min(CHUNK, len(topic.posts)))]
        stream = {"posts": posts, "stream": [post.id for post in topic.posts]}
        return {
            "post_stream": stream, "id": number, "title": topic.title, "category_id": topic.category,
            "tags": ["moulin"], "archetype": topic.archetype, "posts_count": len(topic.posts), "views": self.visits,
            "suggested_topics": [{"id": one, "title": "?"} for one in self.topics][:5],
        }  # fmt: skip

    def _posts_of(self, number: int, wanted: list[int], fields: dict[str, list[str]]) -> dict[str, Any]:
        topic = self.topics[number]
        places = [place for place, post in enumerate(topic.posts) if post.id in wanted]
        return {"post_stream": {"posts": [self._post(topic, place, fields) for place in places]}, "id": number}

    def _post(self, topic: Topic, place: int, fields: dict[str, list[str]]) -> dict[str, Any]:
        post = topic.posts[place]
        name = self.people[post.author]
        raw = {"raw": post.text} if self.tells_raw and "include_raw" in fields else {}
        return {
            "id": post.id, "topic_id": topic.id, "post_number": place + 1, "post_type": 1, "user_id": post.author,
            "username": name, "name": name.title(), "avatar_template": "/x/{size}.png", "created_at": post.at,
            "cooked": f"<p>{post.text}</p>", "reads": self.visits, "score": self.visits / 5, "topic_slug": "sujet",
            "trust_level": 1, "hidden": False, "deleted_at": None, **raw, **post.withdrawn,
        }  # fmt: skip

    def _people(self, fields: dict[str, list[str]]) -> dict[str, Any]:
        page = int(fields["page"][0])
        if page > self.most:
            return {"errors": ["Paramètre invalide : page"], "error_type": "invalid_parameters"}
        numbers = sorted(self.people, key=lambda number: self.people[number], reverse="asc" not in fields)
        shown = numbers[page * self.people_on_a_page : (page + 1) * self.people_on_a_page]
        items = [
            {"id": number, "post_count": self.visits, "user": {
                "id": number, "username": self.people[number], "name": self.people[number].title(),
                "avatar_template": "/x/{size}.png", "title": None,
            }}
            for number in shown
        ]  # fmt: skip
        return {"directory_items": items, "meta": {"total_rows_directory_items": len(self.people)}}


def answered(value: dict[str, Any], status: int = 200, **headers: str) -> Response:
    """An answer in JSON."""
    content = json.dumps(value, ensure_ascii=False).encode()
    return Response(content, status, {"Content-Type": "application/json; charset=utf-8", **headers})
