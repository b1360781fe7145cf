"""What the archives of a wiki say of each account, put together from its revisions, its list of users and its logs."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from maillage.analyze.people.user_names import is_account_s
from maillage.analyze.wikis.administrators import instant
from maillage.analyze.wikis.logs import block_end, group_change, is_sitewide, user_of
from maillage.analyze.wikis.naming import Names
from maillage.analyze.wikis.sites import AUTHORS
from maillage.analyze.wikis.spaces import Spaces, redirects
from maillage.project import Study
from maillage.store import Store

REGISTERED = "registered"

# `page is null`: the archive tells that its page is no more. What is not dated is in no period.
EDITS = """
    select user, user_class, max(user_id) as user_id, count(*) as revisions, sum(deleted) as deleted,
      sum(not_published) as not_published, sum(held) as edits,
      sum(held and namespace in (select value from json_each(:contents)) and redirect = ''
        and page not in (select value from json_each(:redirects))) as content_edits,
      min(case when held then at end) as first_at, max(case when held then at end) as last_at
    from (
      select r.user, r.user_class, r.user_id, r.page, p.namespace, coalesce(p.redirect, '') as redirect, r.at,
        p.page is null as deleted, coalesce(a.status != 'publie', 0) as not_published,
        p.page is not null and coalesce(a.status, 'publie') = 'publie'
          and coalesce(r.at >= :begin and r.at < :end, 0) as held
      from revisions as r left join pages as p on p.source = r.source and p.page = r.page
        left join articles as a on a.source = r.source and a.page = r.page
      where r.source = :source and r.user_class in ('registered', 'ip', 'temporary', 'imported')
    ) group by user, user_class order by user, user_class
"""
ARTICLES = f"""
    select user, user_class, count(distinct page) as articles from ({AUTHORS})
    where status = 'publie' and published_at >= :begin and published_at < :end
      and user_class in ('registered', 'ip', 'temporary', 'imported')
    group by user, user_class order by user, user_class
"""
USERS = """
    select user, user_id, registered_at, edit_count, groups from wiki_users where source = ? order by user
"""
CREATED = """
    select user, title, min(at) as at from wiki_logs
    where source = ? and type = 'newusers' and at is not null group by user, title order by min(log)
"""
RIGHTS = "select title, params from wiki_logs where source = ? and type = 'rights' order by at, log"
TELLS_USERS = "select exists (select 1 from wiki_users where source = ?)"
BLOCKS = "select user from wiki_blocks where source = ? and partial = 0"
BLOCK_LOG = """
    select action, at, title, params from wiki_logs
    where source = ? and type = 'block' and at is not null order by at, log
"""
LAST = """
    select max(at) from (
      select max(at) as at from revisions where source = :source
      union all select max(at) from wiki_logs where source = :source
      union all select value from wiki_facts where source = :source and name = 'time')
"""


@dataclass
class Portrait:
    """What is known of one account. `edits` and what follows it: in the period, on pages that exist and are published.

    `revisions`: all that the archive has; `deleted`: those whose page is no more; `not_published`: those of articles
    that are not published. `articles`: of a participatory site, those of hers that were published in the period.
    `edit_count`, `groups`: as the wiki says, None where it does not.
    """

    user_id: int | None = None
    registered_at: str | None = None
    edit_count: int | None = None
    groups: frozenset[str] | None = None
    revisions: int = 0
    deleted: int = 0
    not_published: int = 0
    edits: int = 0
    content_edits: int = 0
    articles: int = 0
    first_at: str | None = None
    last_at: str | None = None


class Period(NamedTuple):
    """The study's period as moments: from `begin` until before `end`."""

    begin: str
    end: str

    @classmethod
    def of(cls, study: Study) -> Period:
        """That of a study; one without a first or last day is open."""
        begin = instant(study.begin, study.time_zone) if study.begin else ""
        end = instant(study.end + timedelta(days=1), study.time_zone) if study.end else "9999"
        return cls(begin, end)


Key = tuple[str, str]
"""The class and the present name of an account."""


def portraits(store: Store, source: str, period: Period, names: Names) -> dict[Key, Portrait]:
    """All accounts of one wiki that edited it or are registered there."""
    found: dict[Key, Portrait] = defaultdict(Portrait)
    for user in names.present():
        found[REGISTERED, user] = Portrait()
    _add_edits(store, source, period, names, found)
    _add_articles(store, source, period, names, found)
    _add_creations(store, source, names, found)
    _add_groups(store, source, names, found)
    _add_users(store, source, names, found)
    return dict(found)


def _add_edits(store: Store, source: str, period: Period, names: Names, found: dict[Key, Portrait]) -> None:
    contents = json.dumps(sorted(Spaces.of(store, source).contents))
    redirecting = json.dumps(sorted(redirects(store, source)))
    values = {
        "source": source,
        "contents": contents,
        "redirects": redirecting,
        "begin": period.begin,
        "end": period.end,
    }
    for row in store.rows(EDITS, values):
        kind = row["user_class"]
        account = found[kind, names.account(row["user"]).user if kind == REGISTERED else row["user"]]
        account.user_id = account.user_id or row["user_id"] or None
        account.revisions += row["revisions"]
        account.deleted += row["deleted"]
        account.not_published += row["not_published"]
        account.edits += row["edits"]
        account.content_edits += row["content_edits"]
        account.first_at = min(filter(None, (account.first_at, row["first_at"])), default=None)
        account.last_at = max(filter(None, (account.last_at, row["last_at"])), default=None)


def _add_articles(store: Store, source: str, period: Period, names: Names, found: dict[Key, Portrait]) -> None:
    for user, user_class, articles in store.rows(ARTICLES, {"source": source, **period._asdict()}):
        found[user_class, names.account(user).user if user_class == REGISTERED else user].articles += articles


def _add_creations(store: Store, source: str, names: Names, found: dict[Key, Portrait]) -> None:
    """When accounts were made, by the log of new ones: itself, or by somebody else who then stands as its user."""
    for user, title, at in store.rows(CREATED, (source,)):
        name = user_of(title) if ":" in title else user
        if is_account_s(name):
            account = found[REGISTERED, names.account(name).user]
            account.registered_at = min(filter(None, (account.registered_at, at)))


def _add_groups(store: Store, source: str, names: Names, found: dict[Key, Portrait]) -> None:
    """The groups that the log of rights tells last; those of the list of users go before them."""
    for title, params in store.rows(RIGHTS, (source,)):
        after = group_change(params).after
        key = REGISTERED, names.account(user_of(title)).user
        if after is not None and key in found:
            found[key].groups = after


def _add_users(store: Store, source: str, names: Names, found: dict[Key, Portrait]) -> None:
    for row in store.rows(USERS, (source,)):
        if not is_account_s(row["user"]):
            continue
        account = found[REGISTERED, names.account(row["user"]).user]
        account.user_id = row["user_id"] or account.user_id
        account.registered_at = row["registered_at"] or account.registered_at
        account.edit_count = row["edit_count"]
        account.groups = frozenset(row["groups"].split())


def blocked(store: Store, source: str, names: Names) -> set[str] | None:
    """Who was blocked from the whole wiki when the archive was made; None where nothing tells.

    By the wiki's list of blocks; by its log of them where there is no such list.
    """
    listed = {names.account(user).user for (user,) in store.rows(BLOCKS, (source,))}
    if listed or store.value(TELLS_USERS, (source,)):
        return listed
    last = store.value(LAST, {"source": source}) or ""
    ends: dict[str, str] = {}
    is_logged = False
    for action, at, title, params in store.rows(BLOCK_LOG, (source,)):
        is_logged = True
        user = names.account(user_of(title)).user
        ends.pop(user, None)
        if action in {"block", "reblock"} and is_sitewide(params):
            end = block_end(at, params)
            ends[user] = "9999" if end == "" else end or ""
    return {user for user, end in ends.items() if end > last} if is_logged else None
