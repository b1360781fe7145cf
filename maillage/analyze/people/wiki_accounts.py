"""The registered accounts of the wikis, with or without edits, each under its name of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from maillage.analyze.people import user_names
from maillage.analyze.people.found import Found
from maillage.analyze.wikis import logs
from maillage.project import WIKI_KINDS
from maillage.store import Store

WIKIS = f"select source from sources where kind in {(*WIKI_KINDS, '')} order by source"
EDITORS = """
    select user, user_id, count(*) as edits, min(at) as first_at, max(at) as last_at from revisions
    where source = ? and user_class = 'registered' and user != '' group by user, user_id order by user, user_id
"""
LISTED = "select user, user_id, email from wiki_users where source = ? order by user"
CREATED = """
    select case when namespace = 2 and title != '' then title else ':' || user end as title from wiki_logs
    where source = ? and type = 'newusers' order by log
"""
RENAMED = "select title, params from wiki_logs where source = ? and type = 'renameuser' order by at, log"


class Told(NamedTuple):
    """What an archive tells of a user name: the number and address of the account, and the edits made under it."""

    user: str
    user_id: int | None
    edits: int = 0
    first_at: str | None = None
    last_at: str | None = None
    email: str = ""


class Today:
    """What an account of one wiki is called today; archives of several dates know it by older names.

    A name that an account bears today is that account's; else the wiki's own number of the account tells whose it was;
    else the log of renamed accounts, followed to its end; else it stands as it is.
    """

    def __init__(self, listed: Iterable[tuple[str, int | None]], renamed: Iterable[tuple[str, str]]) -> None:
        known = list(listed)
        self._borne = {user for user, _ in known}
        self._by_id = {number: user for user, number in known if number}
        self._renamed = dict(renamed)

    def name(self, user: str, user_id: int | None = None) -> str:
        """The name of today of the account that is written so."""
        if user in self._borne:
            return user
        if user_id and (found := self._by_id.get(user_id)):
            return found
        passed = {user}
        while user not in self._borne and (following := self._renamed.get(user, user)) not in passed:
            user = following
            passed.add(user)
        return user


def wiki_accounts(store: Store) -> list[Found]:
    """The registered accounts of all wikis, those that edited first in the order of their first edits."""
    found = [account for (source,) in list(store.rows(WIKIS)) for account in _of_wiki(store, source)]
    return sorted(found, key=lambda one: (one.first is None, one.first or "", one.identity))


def _of_wiki(store: Store, source: str) -> list[Found]:
    listed = [
        Told(user_names.spelt(user), number, email=email) for user, number, email in store.rows(LISTED, (source,))
    ]
    renamed = list(filter(None, (renaming(title, params) for title, params in store.rows(RENAMED, (source,)))))
    today = Today(((one.user, one.user_id) for one in listed), renamed)
    found: dict[str, Found] = {}
    for told in (*_edited(store, source), *listed, *_created(store, source)):
        if user_names.is_account_s(told.user):
            called = today.name(told.user, told.user_id)
            _add(found.setdefault(called, Found(source=source, user=called)), told)
    for old, _ in renamed:
        account = found.get(today.name(old))
        if account is not None:
            account.names[old] += 0
    return list(found.values())


def _edited(store: Store, source: str) -> Iterator[Told]:
    for user, *of_user in store.rows(EDITORS, (source,)):
        yield Told(user_names.spelt(user), *of_user)


def _created(store: Store, source: str) -> Iterator[Told]:
    for (title,) in store.rows(CREATED, (source,)):
        yield Told(logs.user_of(title), None)


def _add(account: Found, told: Told) -> None:
    account.names[account.user] += 0
    account.names[told.user] += told.edits
    account.messages += told.edits
    account.first_at = min((at for at in (account.first_at, told.first_at) if at), default=None)
    account.last_at = max((at for at in (account.last_at, told.last_at) if at), default=None)
    account.first = account.first_at
    account.email = told.email or account.email


def renaming(title: str, params: str) -> tuple[str, str] | None:
    """The old and the new name in an entry of the log of renamed accounts; None where it does not tell both."""
    said = logs.named(params)
    old = said.get("olduser") or logs.user_of(title)
    new = said.get("newuser") or said.get("0")
    if not (isinstance(old, str) and isinstance(new, str) and old and new):
        return None
    return user_names.spelt(old), user_names.spelt(new)
