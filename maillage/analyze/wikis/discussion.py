"""How much is discussed on a wiki, where, and whether anybody answers (B28, 003:L14700-14733)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from maillage.analyze.wikis import analysed
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

USER_TALK, PROJECT = 3, 4

PUMPS = frozenset(
    {
        "agora", "bar", "bistro", "cafe", "cafe des contributeurs", "coffee house", "community discussion",
        "current issues", "discussion", "discussion generale", "discussions", "discussions generales", "esplanada",
        "forum", "forum des nouveaux", "forums", "general discussion", "la salle cafe", "la taberna", "la taverne",
        "le bar", "le bistro", "le cafe", "le forum", "le salon", "oasis", "oracle", "questions", "salle cafe", "salon",
        "salon de the", "taberna", "taverne", "tea room", "teahouse", "the pub", "village pump", "water cooler",
    }
)  # fmt: skip
"""What communities call the page of the project namespace on which all talk (Wikiversité: La salle café)."""

MANY = 10
"""Talk pages of others that somebody began, from which on to begin one is to welcome."""

_SECTION = re.compile(r"/\*\s*(.*?)\s*\*/")
_WELCOME = re.compile(r"\b(?:bienvenue|welcome|bienvenid[oa])\b", re.IGNORECASE)


@table("discussion_pages", pk=("source", "page"))
@dataclass(frozen=True)
class DiscussionPage:
    """A page on which people talk.

    `kind`: `content` (the talk page of a content page), `user`, `other` (the talk page of anything else), `pump` (a
    village pump: a page of the project namespace, or a part of it, by its name). `edits`: those that count, welcomes
    left out; `welcomes`: first messages on a user's talk page (see `is_welcome`), by bots too; `users`: who made the
    edits; `answers`: edits that follow one by somebody else; `sections`: named in the summaries of edits;
    `answered_sections`: those that two users and more edited.
    """

    source: str
    page: int
    kind: str
    edits: int
    welcomes: int
    users: int
    answers: int
    sections: int
    answered_sections: int
    last_at: str | None


@table("discussions", pk=("source",))
@dataclass(frozen=True)
class Discussion:
    """What is discussed on a wiki. `edits`: all that count, on any page.

    `talk_edits`: on talk pages; of these, `content_talk_edits` on those of content pages and `user_talk_edits` on
    those of users; `pump_edits`: on village pumps. `pages`: discussion pages with such an edit; `content_pages`:
    content pages, redirects apart, and `discussed_pages`: talk pages of such namespaces with an edit; `answered_pages`:
    discussion pages with an answer. `talkers`: persons who made one of these edits, of `contributors`, persons who
    made any. `last_at`: of the last, UTC.
    """

    source: str
    edits: int
    talk_edits: int
    content_talk_edits: int
    user_talk_edits: int
    pump_edits: int
    welcomes: int
    answers: int
    pages: int
    answered_pages: int
    content_pages: int
    discussed_pages: int
    sections: int
    answered_sections: int
    talkers: int
    contributors: int
    last_at: str | None


ROWS = (DiscussionPage, Discussion)

# Cross joins are joins that SQLite makes in their order: the other way round, each page would look through all edits.
EDITS = """
    select e.page, p.namespace, p.title, e.user, e.person, r.at, r.comment, e.creates,
      coalesce(e.by_administrator, 0) as by_administrator, e.counted
    from edits as e cross join wiki_pages as p on p.source = e.source and p.page = e.page
      cross join revisions as r on r.source = e.source and r.page = e.page and r.revision = e.revision
    where e.source = ? and (p.space = 'talk' or p.namespace = 4) and (e.counted or e.left_out = 'bot')
    order by e.page, r.at, e.revision
"""
WELCOMERS = """
    select e.user from edits as e cross join wiki_pages as p on p.source = e.source and p.page = e.page
    where e.source = ? and p.namespace = 3 and e.creates group by e.user having count(*) >= ?
"""
WHOLE = """
    select count(*) as edits, count(distinct person) as contributors from edits where source = ? and counted
"""
CONTENTS = """
    select count(*) from wiki_pages
    where source = ? and space = 'content' and not deleted and coalesce(is_redirect, 0) = 0
"""
TALKED_OF = "select distinct namespace + 1 from wiki_pages where source = ? and space = 'content' and namespace >= 0"


class Turn(NamedTuple):
    """An edit of a discussion page."""

    user: str
    person: int | None
    at: str
    comment: str
    creates: bool
    by_administrator: bool
    counted: bool
    is_welcomer: bool


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[DiscussionPage | Discussion]:  # noqa: ARG001  # the contract of steps
    """The discussion pages of every analysed wiki, and what they come to."""
    for source in analysed(study):
        of_contents = frozenset(row[0] for row in store.rows(TALKED_OF, (source.name,)))
        welcomers = {user for (user,) in store.rows(WELCOMERS, (source.name, MANY))}
        pages: list[DiscussionPage] = []
        talkers: set[int] = set()
        for (page, namespace, title), rows in groupby(store.rows(EDITS, (source.name,)), key=itemgetter(0, 1, 2)):
            kind = kind_of(namespace, title, of_contents)
            if not kind:
                continue
            turns = [Turn._make((*tuple(row)[3:], row["user"] in welcomers)) for row in rows]
            pages.append(discussion_page(source.name, page, kind, title, turns))
            talkers |= {turn.person for turn in _said(title, kind, turns) if turn.person is not None}
        yield from pages
        yield _discussion(store, source.name, pages, len(talkers))


def kind_of(namespace: int, title: str, of_contents: frozenset[int]) -> str:
    """What is talked of on a page; "" where it is no place for talk."""
    if namespace == PROJECT:
        return "pump" if is_pump(title) else ""
    if namespace == USER_TALK:
        return "user"
    return "content" if namespace in of_contents else "other"


def is_pump(title: str) -> bool:
    """Whether a page of the project namespace is a village pump by its name: that of the page, or one it is below."""
    parts = title.partition(":")[2].split("/")
    return any(_plain(part) in PUMPS for part in parts)


def is_welcome(title: str, turn: Turn) -> bool:
    """Whether an edit welcomes a user: the first of the talk page of somebody else, who comes to be greeted.

    It is by a bot, by an administrator, by somebody who began many such pages, or says so in its summary.
    """
    owner = title.partition(":")[2].partition("/")[0]
    if not turn.creates or turn.user == owner:
        return False
    greets = turn.by_administrator or turn.is_welcomer or not turn.counted
    return greets or _WELCOME.search(turn.comment) is not None


def discussion_page(source: str, page: int, kind: str, title: str, turns: list[Turn]) -> DiscussionPage:
    """One page, from its edits in the order of time: those that count, and those of bots."""
    said = list(_said(title, kind, turns))
    welcomes = sum(kind == "user" and is_welcome(title, turn) for turn in turns)
    sections = sections_of(said)
    return DiscussionPage(
        source=source,
        page=page,
        kind=kind,
        edits=len(said),
        welcomes=welcomes,
        users=len({turn.user for turn in said}),
        answers=answers(turn.user for turn in said),
        sections=len(sections),
        answered_sections=sum(len(users) > 1 for users in sections.values()),
        last_at=said[-1].at if said else None,
    )


def answers(users: Iterable[str]) -> int:
    """How many edits of a discussion page follow one by somebody else, from who made each, in the order of time.

    From 0, one user alone wrote, to all but the first.
    """
    answered, before = 0, None
    for user in users:
        answered += before is not None and user != before
        before = user
    return answered


def sections_of(turns: Iterable[Turn]) -> dict[str, set[str]]:
    """Who edited each section that the summaries of edits name: `/* Title */`, as MediaWiki writes by itself."""
    found: dict[str, set[str]] = {}
    for turn in turns:
        named = _SECTION.match(turn.comment)
        if named and named[1]:
            found.setdefault(named[1], set()).add(turn.user)
    return found


def _said(title: str, kind: str, turns: Iterable[Turn]) -> Iterator[Turn]:
    """The edits that are talk: those that count, but for welcomes."""
    return (turn for turn in turns if turn.counted and not (kind == "user" and is_welcome(title, turn)))


def _discussion(store: Store, source: str, pages: list[DiscussionPage], talkers: int) -> Discussion:
    edits, contributors = next(store.rows(WHOLE, (source,)))
    with_edits = [page for page in pages if page.edits]
    by_kind = {
        kind: sum(page.edits for page in pages if page.kind == kind) for kind in ("content", "user", "other", "pump")
    }
    return Discussion(
        source=source,
        edits=edits,
        talk_edits=by_kind["content"] + by_kind["user"] + by_kind["other"],
        content_talk_edits=by_kind["content"],
        user_talk_edits=by_kind["user"],
        pump_edits=by_kind["pump"],
        welcomes=sum(page.welcomes for page in pages),
        answers=sum(page.answers for page in pages),
        pages=len(with_edits),
        answered_pages=sum(page.answers > 0 for page in pages),
        content_pages=int(store.value(CONTENTS, (source,))),
        discussed_pages=sum(page.kind == "content" for page in with_edits),
        sections=sum(page.sections for page in pages),
        answered_sections=sum(page.answered_sections for page in pages),
        talkers=talkers,
        contributors=contributors,
        last_at=max((page.last_at for page in with_edits if page.last_at), default=None),
    )


def _plain(name: str) -> str:
    """A name without capitals, accents, underscores and double blanks."""
    decomposed = unicodedata.normalize("NFKD", name.replace("_", " ").casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
