"""One row an edit: who made it, when, where, how much it added, and whether it counts; and one row a page.

Every revision of a wiki is an edit, its first one too. They are read page by page in the order of the store, so that
a page's history is all that is held at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from maillage.analyze.contributions import local_days, outside
from maillage.analyze.people.lookup import Lookup
from maillage.analyze.wikis.accounts import BLOCKED, BOT, Decided
from maillage.analyze.wikis.administrators import covers, is_told
from maillage.analyze.wikis.naming import Names
from maillage.analyze.wikis.pages import WikiPage
from maillage.analyze.wikis.portraits import REGISTERED
from maillage.analyze.wikis.sites import VERSION
from maillage.analyze.wikis.spaces import UNPUBLISHED, Spaces, redirects, unpublished
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table


@table("edits", pk=("source", "revision"))
@dataclass(frozen=True, slots=True)
class Edit:
    """A revision as an edit. `user`: the present name of who made it; `person`: of registered accounts.

    `day`, `month`: in the study's time zone, None where no date can be read. `counted`: 1, or 0 with `left_out`, the
    first that holds: `decision: <reason>`, `undated`, `before-period`, `after-period`, `page-deleted`, `not-published`
    (an article that is not, or not any more), `bot`, `blocked`. `added`: bytes by which the page grew (below 0: shrank)
    over the revision before it, its length for the first; None where one of the two is not known. `creates`: it is the
    first of its page. `by_administrator`: the person had the rights of an administrator at that moment, under whichever
    account; None where nothing tells who administers the wiki, or who made the edit.
    """

    source: str
    revision: int
    page: int
    user: str
    person: int | None
    day: str | None
    month: str | None
    space: str
    counted: bool
    left_out: str
    added: int | None
    creates: bool
    by_administrator: int | None


ROWS = (Edit, WikiPage)

# By page and time: an import enters old revisions under new numbers. `told`: the page's own row is there.
REVISIONS = """
    select r.page, r.revision, r.parent, r.at, r.user, r.user_class, r.length,
      p.page is not null as told, p.namespace, p.title, p.redirect, coalesce(r.user_id, 0) as user_id, r.tags
    from revisions as r left join pages as p on p.source = r.source and p.page = r.page
    where r.source = ? order by r.page
"""
ARTICLES = "select page from articles where source = ?"
PAGES_ALONE = """
    select page, namespace, title, redirect from pages
    where source = :source
      and not exists (select 1 from revisions where source = :source and revisions.page = pages.page)
    order by page
"""
DELETED = """
    select page, namespace, title from wiki_logs
    where source = ? and type = 'delete' and action = 'delete' and page > 0 order by at, log
"""
ACCOUNTS = """
    select user, standing from wiki_accounts
    where source = ? and user_class = 'registered' and standing in ('bot', 'blocked')
"""
PERIODS = """
    select p.user, p.begin, p."end", a.person from administrator_periods as p
    left join wiki_accounts as a on a.source = p.source and a.user = p.user and a.user_class = 'registered'
    where p.source = ? order by p.user, p.begin
"""

Moments = tuple[str | None, str | None]


@dataclass(frozen=True)
class Wiki:
    """What is known of one wiki before its edits are read. `who`: user name and person, by name as written."""

    source: str
    names: Names
    spaces: Spaces
    standings: Mapping[str, str]
    excluded: Mapping[str, str]
    administrators: Mapping[object, Sequence[Moments]] | None
    redirects: frozenset[int]
    deleted: Mapping[int, tuple[int | None, str]]
    articles: frozenset[int] = frozenset()
    unpublished: frozenset[int] = frozenset()
    who: dict[str, tuple[str, int | None]] = field(default_factory=dict)

    def account(self, user: str) -> tuple[str, int | None]:
        """The present name and the person of a registered account."""
        found = self.who.get(user)
        if found is None:
            known = self.names.account(user)
            found = self.who[user] = known.user, known.person
        return found

    def space(self, page: int, namespace: int | None) -> str:
        """What a page is for."""
        return UNPUBLISHED if page in self.unpublished else self.spaces.of_namespace(namespace)

    def is_administrator(self, user: str, user_class: str, person: int | None, at: str | None) -> bool | None:
        """Whether somebody had the rights at a moment (see `Edit`)."""
        if user_class not in {REGISTERED, "ip", "temporary", "imported"} or self.administrators is None:
            return None
        if user_class != REGISTERED:
            return False
        periods = self.administrators.get(user if person is None else person)
        if not periods:
            return False
        return None if at is None else covers(periods, at)


class State(NamedTuple):
    """A revision as its page's history holds it."""

    page: int
    revision: int
    parent: int | None
    at: str | None
    user: str
    user_class: str
    length: int | None
    told: int
    namespace: int | None
    title: str | None
    redirect: str | None
    user_id: int = 0
    tags: str = ""

    @property
    def of_article(self) -> tuple[object, ...]:
        """Where it stands in an article's history: its authors first, by their numbers, then the versions of its text.

        Both in the order of time. The archive has the text as it stands, with the authors.
        """
        is_version = VERSION in self.tags.split()
        return is_version, self.at is None, self.at or "", 0 if is_version else self.user_id, self.revision

    @property
    def of_page(self) -> tuple[object, ...]:
        """Where it stands in a wiki page's history: in the order of time."""
        return self.at is None, self.at or "", self.revision


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[Edit | WikiPage]:
    """Every revision of every wiki, page by page in the order of time, each page behind its edits."""
    lookup = Lookup(store)
    local_day = local_days(study.time_zone)
    begin = study.begin.isoformat() if study.begin else ""
    end = study.end.isoformat() if study.end else "9999-12-31"
    for source in study.wikis:
        wiki = _wiki(store, source.name, decisions, lookup)
        for _, rows in groupby(store.rows(REVISIONS, (source.name,)), key=itemgetter(0)):
            yield from _page(wiki, [State(*row) for row in rows], local_day, begin, end)
        for page, namespace, title, redirect in store.rows(PAGES_ALONE, {"source": source.name}):
            yield WikiPage(
                source=wiki.source,
                page=page,
                namespace=namespace,
                title=title,
                space=wiki.space(page, namespace),
                is_redirect=_is_redirect(wiki, page, redirect),
                deleted=False,
                created_at=None,
                creator=None,
                creator_person=None,
                edits=0,
                persons=0,
                last_at=None,
                length=None,
            )


def added(states: Sequence[State]) -> list[int | None]:
    """By how many bytes each of a page's revisions, in the order of time, made it longer; None where not known.

    The revision before is the one that the wiki names as parent, and by time where it names none. The first has
    its length, unless it has a parent that is not there.
    """
    lengths = {state.revision: state.length for state in states}
    found: list[int | None] = []
    for place, state in enumerate(states):
        if state.parent:
            before = lengths.get(state.parent)
        elif place and state.parent is None:
            before = states[place - 1].length
        else:
            before = 0
        found.append(None if state.length is None or before is None else state.length - before)
    return found


def creates(states: Sequence[State]) -> bool:
    """Whether the first of a page's revisions is its creation: it has no parent, here or elsewhere."""
    return not states[0].parent


def _page(
    wiki: Wiki, states: list[State], local_day: Callable[[str], tuple[str, str]], begin: str, end: str
) -> Iterator[Edit | WikiPage]:
    is_article = states[0].page in wiki.articles
    states.sort(key=attrgetter("of_article" if is_article else "of_page"))
    first = states[0]
    namespace, title = (first.namespace, first.title) if first.told else wiki.deleted.get(first.page, (None, ""))
    space = wiki.space(first.page, namespace)
    is_created = creates(states)
    edits = 0
    persons: set[int] = set()
    last_at: str | None = None
    for place, (state, grown) in enumerate(zip(states, added(states), strict=True)):
        registered = state.user_class == REGISTERED
        user, person = wiki.account(state.user) if registered else (state.user, None)
        day, month = local_day(state.at) if state.at else (None, None)
        left_out = _left_out(wiki, state, user, outside(day, begin, end))
        if not left_out:
            edits += 1
            last_at = max(last_at or "", state.at or "")
            if person is not None:
                persons.add(person)
        yield Edit(
            wiki.source,
            state.revision,
            state.page,
            user,
            person,
            day,
            month,
            space,
            not left_out,
            left_out,
            grown,
            place == 0 and is_created,
            wiki.is_administrator(user, state.user_class, person, state.at),
        )
    creator, creator_person = (None, None)
    if is_created:
        creator, creator_person = (
            wiki.account(first.user) if first.user_class == REGISTERED else (first.user or None, None)
        )
    yield WikiPage(
        source=wiki.source,
        page=first.page,
        namespace=namespace,
        title=title or "",
        space=space,
        is_redirect=_is_redirect(wiki, first.page, first.redirect),
        deleted=not first.told,
        created_at=first.at if is_created else None,
        creator=creator,
        creator_person=creator_person,
        edits=edits,
        persons=len(persons),
        last_at=last_at,
        length=first.length if is_article else states[-1].length,
    )


def _left_out(wiki: Wiki, state: State, user: str, out_of_period: str) -> str:
    if reason := wiki.excluded.get(user):
        return f"decision: {reason}"
    if out_of_period:
        return out_of_period
    if not state.told:
        return "page-deleted"
    if state.page in wiki.unpublished:
        return "not-published"
    return wiki.standings.get(user, "") if state.user_class == REGISTERED else ""


def _is_redirect(wiki: Wiki, page: int, redirect: str | None) -> bool | None:
    if redirect or page in wiki.redirects:
        return True
    return None if redirect is None else False


def _wiki(store: Store, source: str, decisions: Decisions, lookup: Lookup) -> Wiki:
    names = Names.of(store, source)
    standings = {user: standing for user, standing in store.rows(ACCOUNTS, (source,)) if standing in {BOT, BLOCKED}}
    return Wiki(
        source=source,
        names=names,
        spaces=Spaces.of(store, source),
        standings=standings,
        excluded=Decided.of(source, decisions, names, lookup).excluded,
        administrators=_administrators(store.rows(PERIODS, (source,))) if is_told(store, source) else None,
        redirects=redirects(store, source),
        deleted={page: (namespace, title) for page, namespace, title in store.rows(DELETED, (source,))},
        articles=frozenset(page for (page,) in store.rows(ARTICLES, (source,))),
        unpublished=unpublished(store, source),
    )


def _administrators(rows: Iterable[Sequence[object]]) -> dict[object, list[Moments]]:
    """The periods by person, and by user name where the person is not known."""
    found: dict[object, list[Moments]] = {}
    for user, begin, end, person in rows:
        found.setdefault(user if person is None else person, []).append((begin, end))  # type: ignore[arg-type]  # text or None
    return found
