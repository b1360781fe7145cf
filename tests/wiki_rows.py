"""Rows of a wiki in a real store, in one line each."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

from factories import Archive

from maillage.project import Source, WikiOptions

USER, USER_TALK = 2, 3


def wiki(name: str = "wiki", **settings: Any) -> Source:
    """A wiki of a study."""
    return Source(name, "mediawiki", Path(f"{name}.xml"), wiki=WikiOptions(), **settings)


class Wiki:
    """A wiki in the store of an archive."""

    def __init__(self, archive: Archive, name: str = "wiki", base: str = "") -> None:
        self.name = name
        self._write = archive.store.connection.execute
        self._numbers = count(1)
        self._pages: dict[tuple[int, str], int] = {}
        self._write("insert into sources values (?, ?, 'mediawiki', '', null, '', null, 1)", (name, name))
        for number, local, canonical in ((2, "Utilisateur", "User"), (3, "Discussion utilisateur", "User talk")):
            self._write("insert into wiki_namespaces values (?, ?, ?, ?, 0, 1)", (name, number, local, canonical))
        if base:
            self._write("insert into wiki_facts values (?, 'base', ?, 1)", (name, base))

    def edit(
        self,
        user: str,
        at: str | None = "2015-03-02T10:00:00Z",
        *,
        title: str = "Accueil",
        namespace: int = 0,
        text: str | None = None,
        user_class: str = "registered",
        user_id: int | None = None,
    ) -> int:
        """Add a revision; its number."""
        number = next(self._numbers)
        page = self._pages.get((namespace, title))
        if page is None:
            page = self._pages[namespace, title] = len(self._pages) + 1
            self._write("insert into pages values (?, ?, ?, ?, '', 1)", (self.name, page, namespace, title))
        row = (self.name, page, number, None, at, user, user_id, user_class, 0, "", None, "", "wikitext", "", "", 1)
        self._write(f"insert into revisions values ({', '.join('?' * len(row))})", row)
        if text is not None:
            self._write("insert into revision_texts values (?, ?, ?, ?)", (self.name, page, number, text))
        return number

    def user_page(self, user: str, text: str, at: str = "2015-03-02T10:00:00Z", by: str | None = None) -> int:
        """Add a revision of somebody's user page, made by herself unless it is said; its number."""
        return self.edit(by or user, at, title=f"Utilisateur:{user}", namespace=USER, text=text)

    def user(self, user: str, groups: str = "", user_id: int | None = None, email: str = "") -> None:
        """List a registered account."""
        row = (self.name, user, user_id, groups, email)
        self._write("insert into wiki_users values (?, ?, ?, null, null, ?, ?, 1)", row)

    def block(self, user: str, until: str | None = None) -> None:
        """Block an account, for ever unless it is said."""
        self._write("insert into wiki_blocks values (?, ?, null, ?, '', '', 0, 1)", (self.name, user, until))

    def log(self, type: str, action: str, user: str, title: str = "", at: str | None = None, **params: Any) -> None:  # noqa: A002
        """Add an entry of the wiki's logs."""
        row = (
            self.name, next(self._numbers), type, action, at, user, None, None, USER, title, "",
            json.dumps(params, sort_keys=True), "", 1,
        )  # fmt: skip
        self._write(f"insert into wiki_logs values ({', '.join('?' * len(row))})", row)
