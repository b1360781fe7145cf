"""A Discourse forum by its JSON interface: a file for each topic, `t/12.jsonl`, one for its categories, and its people.

A line is one answer with its request, shortened to what does not change with each visit. Topics are listed by their
last activity: one that is listed as it was when it was brought is not asked for again, and behind a page of such topics
older ones are not looked at. What the forum hides from its front page is listed by category, where a category counts
more topics than are known. Private messages, and posts that were deleted or hidden, are never kept.

Lists of accounts are `accounts-DATE.jsonl`, a new one where somebody came, went or changed the name.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from maillage.fetch import recognition
from maillage.fetch.folder import Validators
from maillage.fetch.page import Page
from maillage.fetch.recognition import Listed
from maillage.fetch.task import Task
from maillage.fetch.troubles import CHECK_URL
from maillage.fetch.web import Forbidden, Missing, Unaccepted
from maillage.sentences import Said

recognizes = recognition.SIGNS["discourse"]

Item = Mapping[str, Any]
AT_A_TIME = 50  # posts of one request; a topic's own answer has the first twenty
LAST_PAGE = 20_000  # of any listing
USER_KEY = "user-api-key"  # the login of who gives a key that the forum made for one person's program
ORDERS = ("username", "username&asc=true", "likes_received", "post_count", "days_visited", "days_visited&asc=true")
"""Orders of the list of people, which forums cut off behind 550 since 2024: from each of its ends others are seen."""

_WITHIN = re.compile(
    r"(?P<base>.*?)/(?:about|badges|c|categories|directory_items|faq|g|guidelines|hot|latest|new|posts|privacy|search|site"
    r"|t|tag|tags|top|tos|u|unread|users)(?=[/.]|$)"
)
_CATEGORY = re.compile(r"/c/(?P<path>(?:[^/]+/)*?)(?P<number>\d+)(?:[/.]|$)")
_PRIVATE = "private_message"
_WHISPER = 4
_OF_TOPIC = ("id", "title", "slug", "category_id", "tags", "created_at", "archetype", "closed", "archived")
_OF_POST = (
    "id", "topic_id", "post_number", "post_type", "topic_slug", "user_id", "username", "name", "created_at",
    "updated_at", "reply_to_post_number", "action_code", "raw", "cooked",
)  # fmt: skip
_OF_CATEGORY = ("id", "name", "slug", "parent_category_id", "read_restricted")
_OF_USER = ("id", "username", "name", "avatar_template")


class _Forum(NamedTuple):
    """Where a forum is: the address that all others begin with, which ends with `/`. `part`: of one category alone."""

    base: str
    part: str = ""

    def url(self, path: str, **fields: str | int | Sequence[int]) -> str:
        """The address of an answer."""
        return f"{self.base}{path}.json" + (f"?{urlencode(fields, doseq=True, safe='[]')}" if fields else "")


def lists(page: Page) -> Sequence[Listed]:  # noqa: ARG001  a contract
    """A forum is one list."""
    return ()


def fetch(task: Task) -> None:
    """Bring the topics that are new or were written in since. Raises NotFetched, OSError."""
    if task.options.login and not task.has_cookie:
        task.web.shows(_key(task))
    named = _forum_at(task.url)
    forum, categories = _categories(task, named)
    _keep_categories(task, forum, categories)
    task.progress.begin("fetch", 0)
    if forum.part:
        _bring_listed(task, forum, forum.part)
        return
    _bring_listed(task, forum, "latest")
    for number, path in _hidden(task, categories).items():
        _bring_listed(task, forum, path)
        task.folder.journal.tell("apart", str(number), path)
    _bring_accounts(task, forum)


def _key(task: Task) -> dict[str, str]:
    """The header fields that a key is shown by: one of a person's own program, or one that administrators made."""
    secret = task.secret().revealed
    login = task.options.login
    return {"User-Api-Key": secret} if login == USER_KEY else {"Api-Key": secret, "Api-Username": login}


def _forum_at(url: str) -> _Forum:
    """The forum that an address is of; a category alone where it is that of a category."""
    parts = urlsplit(url)
    found = _WITHIN.match(parts.path)
    base = f"{parts.scheme}://{parts.netloc}{found['base'] if found else parts.path.rstrip('/')}/"
    category = _CATEGORY.search(parts.path)
    return _Forum(base, f"c/{category['path']}{category['number']}/l/latest" if category else "")


def _asked(task: Task, url: str) -> Item:
    """What the forum answers. Raises NotFetched: `Missing`, `Forbidden`, `Unaccepted`, or what does not pass."""
    return _parsed(task, task.web.page(url))


def _parsed(task: Task, page: Page) -> Item:
    try:
        answer = json.loads(page.content)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, Mapping):
        said = Said("a page came from {api} instead of an answer", api=page.url)
        raise task.web.refusal(said, CHECK_URL)
    return answer


# ------------------------------------------------------------------------------------------- categories


def _categories(task: Task, named: _Forum) -> tuple[_Forum, list[Item]]:
    """The forum behind all redirects, and its categories with those in them, by their numbers."""
    page = task.web.page(named.url("categories", include_subcategories="true"))
    forum = named._replace(base=page.url.partition("categories.json")[0])
    found = dict(_in_list(_parsed(task, page)))
    if not found:
        raise task.web.refusal(Said("there is no Discourse forum at {url}", url=forum.base), CHECK_URL)
    waiting = list(found)
    while waiting:  # forums of before 2022 tell only the numbers of those that are in others
        number = waiting.pop()
        below = [one for one in found[number].get("subcategory_ids") or () if type(one) is int]
        if not all(one in found for one in below):
            more = dict(_in_list(_asked(task, forum.url("categories", parent_category_id=number))))
            waiting += more.keys() - found.keys()
            found = {**more, **found}
    return forum, [found[number] for number in sorted(found)]


def _in_list(answer: Item) -> Iterator[tuple[int, Item]]:
    """The categories that an answer lists, those in others too, by number."""
    listed = answer.get("category_list")
    waiting = _objects(listed.get("categories")) if isinstance(listed, Mapping) else []
    while waiting:
        category = waiting.pop()
        if type(number := category.get("id")) is int:
            yield number, category
            above = {"parent_category_id": number}
            waiting += [{**above, **below} for below in _objects(category.get("subcategory_list"))]


def _keep_categories(task: Task, forum: _Forum, categories: Sequence[Item]) -> None:
    answer = {"category_list": {"categories": [_shortened(one, _OF_CATEGORY) for one in categories]}}
    url = forum.url("categories", include_subcategories="true")
    task.keep("categories.jsonl", _line(url, answer), url)


def _hidden(task: Task, categories: Sequence[Item]) -> dict[int, str]:
    """The categories with topics that the front page does not list, each with the path of its own list."""
    journal = task.folder.journal
    own = {str(one.get("topic_url")).rpartition("/")[2] for one in categories}  # each one's topic about itself
    counted = [number for number in journal.names("topic") if number not in own]
    known = Counter(journal.told("topic", number)[-1] for number in counted)
    slugs = {one["id"]: (one.get("slug") or "-", one.get("parent_category_id")) for one in categories}
    found = {}
    for category in categories:
        number, told = category["id"], category.get("topic_count")
        if journal.told("apart", str(number)) or (isinstance(told, int) and told > known[number]):
            found[number] = f"c/{_slugs(slugs, number)}/{number}/l/latest"
    return found


def _slugs(slugs: Mapping[int, tuple[str, int | None]], number: int | None) -> str:
    """The names that a category's address is made of."""
    names: list[str] = []
    while number is not None and number in slugs and len(names) < 5:
        slug, number = slugs[number]
        names.append(quote(str(slug), safe=""))
    return "/".join(reversed(names))


# ------------------------------------------------------------------------------------------- topics


def _bring_listed(task: Task, forum: _Forum, path: str) -> None:
    """Bring what is new of the topics that a list has, the last one that was written in first."""
    whole = task.folder.journal.told("whole", path) or ""  # until when nothing of it is missing
    newest = ""
    try:
        for topics in _pages(task, forum, path):
            newest = newest or max(map(_last_activity, topics))
            news = [_bring_if_new(task, forum, topic) for topic in topics]
            task.progress.advance(len(topics))
            others = [topic for topic in topics if not topic.get("pinned")]
            if whole and not any(news) and all(_last_activity(topic) < whole for topic in others):
                break
    except (Missing, Forbidden):
        if path == "latest" or forum.part:
            raise
        return  # a category that is counted, and not for everybody
    if newest:
        task.folder.journal.tell("whole", path, newest)


def _pages(task: Task, forum: _Forum, path: str) -> Iterator[list[Item]]:
    """The pages of a list of topics, each with those that no page before it had."""
    seen: set[int] = set()
    for number in range(LAST_PAGE):
        listed = _asked(task, forum.url(path, page=number)).get("topic_list")
        topics = _objects(listed.get("topics")) if isinstance(listed, Mapping) else []
        fresh = [one for one in topics if type(one.get("id")) is int and one["id"] not in seen]
        seen.update(one["id"] for one in fresh)
        if fresh:
            yield fresh
        if not fresh or not isinstance(listed, Mapping) or not listed.get("more_topics_url"):
            return


def _last_activity(topic: Item) -> str:
    return str(topic.get("bumped_at") or topic.get("last_posted_at") or topic.get("created_at") or "")


def _bring_if_new(task: Task, forum: _Forum, topic: Item) -> bool:
    """Bring a topic unless it is there as it is listed; whether it was brought."""
    number = topic["id"]
    name, mark = f"t/{number}.jsonl", [topic.get(key) for key in ("bumped_at", "posts_count", "title", "category_id")]
    if topic.get("archetype") == _PRIVATE:
        return False
    if name in task.folder and task.folder.journal.told("topic", str(number)) == mark:
        return False
    try:
        is_there = _bring_topic(task, forum, number, name)
    except (Missing, Forbidden):
        return False  # it was taken away since it was listed
    if is_there:
        task.folder.journal.tell("topic", str(number), mark)
    return is_there


def _bring_topic(task: Task, forum: _Forum, number: int, name: str) -> bool:
    """Write all posts of a topic into its file; whether it is for everybody."""
    url = forum.url(f"t/{number}", include_raw=1)
    answer = _asked(task, url)
    if answer.get("archetype") == _PRIVATE or answer.get("deleted_at"):
        return False
    stream = answer.get("post_stream")
    posts = _objects(stream.get("posts")) if isinstance(stream, Mapping) else []
    draft = task.folder.draft(name)
    draft.begin(url, Validators())
    draft.write(_line(url, {"post_stream": _kept(posts), **_shortened(answer, _OF_TOPIC)}))
    had = {post.get("id") for post in posts}
    waiting = [one for one in _numbers(task, forum, answer) if one not in had]
    while waiting:
        batch = waiting[:AT_A_TIME]
        url = forum.url(f"t/{number}/posts", include_raw=1, **{"post_ids[]": batch})
        stream = _asked(task, url).get("post_stream")
        posts = _objects(stream.get("posts")) if isinstance(stream, Mapping) else []
        draft.write(_line(url, {"post_stream": _kept(posts), "id": number}))
        given = {post.get("id") for post in posts}
        left = [one for one in batch if one not in given]
        # Of fewer than asked for, the others are asked for again; where none comes, they are gone.
        waiting = waiting[AT_A_TIME:] if len(left) == len(batch) else [*left, *waiting[AT_A_TIME:]]
    outcome = task.folder.publish(name, url, draft)
    setattr(task.done, outcome, getattr(task.done, outcome) + 1)
    return True


def _numbers(task: Task, forum: _Forum, topic: Item) -> list[int]:
    """The numbers of all posts of a topic; of one with more than 10,000, the forum tells them by themselves."""
    stream = topic.get("post_stream")
    told = stream.get("stream") if isinstance(stream, Mapping) else None
    if isinstance(stream, Mapping) and stream.get("isMegaTopic"):
        told = _asked(task, forum.url(f"t/{topic['id']}/post_ids", post_number=0)).get("post_ids")
    return [one for one in told if type(one) is int] if isinstance(told, list) else []


def _kept(posts: Sequence[Item]) -> dict[str, list[Item]]:
    """The posts that are for everybody, shortened; as typed where that is told, else as shown."""
    open_ones = [one for one in posts if not _is_withdrawn(one)]
    return {"posts": [_shortened(one, [key for key in _OF_POST if not _is_twice(one, key)]) for one in open_ones]}


def _is_withdrawn(post: Item) -> bool:
    withdrawn = post.get("deleted_at") or post.get("hidden") is True or post.get("user_deleted") is True
    return bool(withdrawn) or post.get("post_type") == _WHISPER


def _is_twice(post: Item, key: str) -> bool:
    return key == "cooked" and bool(post.get("raw"))


# ------------------------------------------------------------------------------------------- people


def _bring_accounts(task: Task, forum: _Forum) -> None:
    """Keep the list of people, unless it is the one that was kept last."""
    found: dict[int, Item] = {}
    total = 0
    url = forum.url("directory_items", period="all")
    try:
        for order in ORDERS:
            for people, told in _directory(task, forum, order):
                found.update((one["id"], one) for one in people)
                total = max(total, told)
            if len(found) >= total:
                break
    except (Forbidden, Missing):
        task.note(Said("it does not show its list of people"))
        return
    if len(found) < total:
        task.note(Said("it shows {shown} of its {total} people", shown=len(found), total=total))
    items = [{"id": number, "user": _shortened(found[number], _OF_USER)} for number in sorted(found)]
    if not items:
        return
    content = _line(url, {"directory_items": items})
    known = max((name for name in task.folder.journal.names("file") if name.startswith("accounts-")), default="")
    if known in task.folder and (task.folder.path / known).read_bytes() == content:
        task.done.unchanged += 1
        return
    task.keep(f"accounts-{datetime.now(UTC):%Y-%m-%d}.jsonl", content, url)


def _directory(task: Task, forum: _Forum, order: str) -> Iterator[tuple[list[Item], int]]:
    """The people of each page in one order, and how many the forum says there are."""
    before: set[int] = set()
    for number in count():
        try:
            answer = _asked(task, f"{forum.url('directory_items', period='all', page=number)}&order={order}")
        except (Unaccepted, Missing):
            if not number:
                raise
            return  # further pages are not given
        users = [item.get("user") for item in _objects(answer.get("directory_items"))]
        people = [one for one in users if isinstance(one, Mapping) and type(one.get("id")) is int]
        if not people or {one["id"] for one in people} == before or number > LAST_PAGE:
            return
        before = {one["id"] for one in people}
        about = answer.get("meta") or answer
        total = about.get("total_rows_directory_items") if isinstance(about, Mapping) else 0
        yield people, total if isinstance(total, int) else 0


# ------------------------------------------------------------------------------------------- values


def _objects(value: object) -> list[Item]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _shortened(item: Item, keys: Sequence[str]) -> dict[str, Any]:
    return {key: item[key] for key in keys if key in item}


def _line(url: str, answer: Item) -> bytes:
    """A line of a file: what was asked, and what the forum answered."""
    text = json.dumps({"request": url, "answer": answer}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"
