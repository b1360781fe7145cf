"""A wiki of our own with what else its archives tell: accounts, groups, blocks, logs, rights, its own numbers."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import factories
from factories import Archive
from page_histories import REVISION, Wiki

from maillage.decisions import Decisions
from maillage.project import Source, Study, WikiOptions
from maillage.store import Store

BASE = ("people.accounts", "wikis.administrators", "wikis.accounts", "wikis.edits")
LOG = "insert into wiki_logs values (?, ?, ?, ?, ?, ?, null, ?, 2, ?, '', ?, '', 1)"


class Site(Wiki):
    """A wiki whose users are in a list of their own only where `listed` adds them, as dumps have none."""

    def __init__(self, archive: Archive, name: str = "wiki") -> None:
        super().__init__(archive, name)
        self._logs = count(1)
        self.archive.store.connection.execute(
            "insert or ignore into sources values (?, '', 'mediawiki', '', null, '', null, 1)", (name,)
        )

    def user(self, user: str, groups: str = "") -> int:
        """Give an account a number; it is listed nowhere."""
        assert not groups
        return self._users.setdefault(user, len(self._users) + 1)

    def listed(self, user: str, groups: str = "", registered: str | None = None, edit_count: int | None = None) -> None:
        """Add an account to the list of users."""
        row = (user, self.user(user), moment(registered), edit_count, groups)
        self._insert("insert into wiki_users values (?, ?, ?, ?, ?, ?, '', 1)", *row)

    def block(self, user: str, until: str | None = None, *, partial: bool = False) -> None:
        """Add a block that is in force."""
        self._insert("insert into wiki_blocks values (?, ?, null, ?, 'Admin', '', ?, 1)", user, until, partial)

    def log(self, type_: str, action: str, at: str, title: str, /, by: str = "Admin", **params: Any) -> None:
        """Add an entry of a log, about a page of the user namespace."""
        said = json.dumps(params, sort_keys=True)
        self._insert(LOG, next(self._logs), type_, action, moment(at), by, None, title, said)

    def rights(self, at: str, user: str, before: list[str], after: list[str], **more: Any) -> None:
        """Add an entry of the log of rights."""
        self.log("rights", "rights", at, f"Utilisateur:{user}", oldgroups=before, newgroups=after, **more)

    def of_class(self, user_class: str, page: int, user: str, at: str) -> int:
        """Add a revision by somebody who is no registered account."""
        self._revision += 1
        parent = self._last.get(page, 0)
        row = (page, self._revision, parent, moment(at), user, None, user_class, "", 10, "", "", "")
        self._last[page] = self._revision
        self._insert(REVISION, *row)
        return self._revision

    def grown(self, page: int, user: str, at: str, length: int | None) -> int:
        """Add a revision that leaves its page with so many bytes."""
        number = self.edit(page, user, at)
        self.archive.store.connection.execute("update revisions set length = ? where revision = ?", (length, number))
        return number

    def namespace(self, number: int, name: str, *, content: bool | None = None) -> None:
        """Add a namespace."""
        self._insert("insert into wiki_namespaces values (?, ?, ?, '', ?, 1)", number, name, content)

    def right(self, group: str, *rights: str) -> None:
        """Give a group rights."""
        for right in rights:
            self._insert("insert into wiki_rights values (?, ?, ?, 1)", group, right)

    def says(self, **numbers: int) -> None:
        """Let the wiki give numbers of itself."""
        for name, number in numbers.items():
            self._insert("insert into wiki_statistics values (?, ?, ?, 1)", name, number)


def moment(at: str | None) -> str | None:
    """`2015-03-02 10:00`, or a day at noon, as the store has it."""
    if at is None:
        return None
    return f"{at.replace(' ', 'T')}:00Z" if " " in at else f"{at}T12:00:00Z"


def study(root: Path, *names: str, prefixes: tuple[str, ...] = (), **settings: Any) -> Study:
    """A study of these wikis, or of one called `wiki`; `administrators` and `created` are those of the first."""
    own = {key: settings.pop(key) for key in ("administrators", "created", "description") if key in settings}
    wikis = [
        Source(name, "mediawiki", root / name, wiki=WikiOptions(prefixes=prefixes), **(own if place == 0 else {}))
        for place, name in enumerate(names or ("wiki",))
    ]
    return factories.study(root, *wikis, **settings)


def derive(site: Wiki, of: Study, *steps: str, decisions: Decisions | None = None) -> None:
    """Derive the tables of accounts and edits, then those of these steps."""
    factories.derive(site.archive, of, *BASE, *(f"wikis.{step}" for step in steps), decisions=decisions)


def column(store: Store, query: str) -> dict[Any, Any]:
    """The second column of a query by its first."""
    return {row[0]: row[1] if len(tuple(row)) == 2 else tuple(row)[1:] for row in store.rows(query)}
