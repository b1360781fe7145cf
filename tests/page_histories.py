"""A wiki of our own in a real store: pages, and who edited them when, in one line each."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha1
from pathlib import Path

import factories
from factories import Archive

from maillage.analyze import follow_words
from maillage.project import Source, Study, WikiOptions

STEPS = ("people.accounts", "wikis.administrators", "wikis.accounts", "wikis.edits")
REVISION = "insert into revisions values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 'wikitext', ?, ?, 1)"


def study(root: Path, *names: str) -> Study:
    """A study of these wikis, or of one called `wiki`."""
    wikis = (Source(name, "mediawiki", root / name, wiki=WikiOptions()) for name in names or ("wiki",))
    return factories.study(root, *wikis)


class Wiki:
    """A wiki that is filled. Users are registered but for those whose names are addresses (`192.0.2.1`)."""

    def __init__(self, archive: Archive, name: str = "wiki") -> None:
        self.archive = archive
        self.name = name
        self._revision = 0
        self._users: dict[str, int] = {}
        self._last: dict[int, int] = {}
        self._insert("insert into sources values (?, '', 'mediawiki', '', null, '', null, 1)")

    def page(self, page: int, title: str, namespace: int = 0, redirect: str = "") -> None:
        """Add a page without any revision."""
        self._insert("insert into pages values (?, ?, ?, ?, ?, 1)", page, namespace, title, redirect)

    def user(self, user: str, groups: str = "") -> int:
        """Add an account; its number."""
        number = self._users.setdefault(user, len(self._users) + 1)
        self._insert("insert or replace into wiki_users values (?, ?, ?, null, null, ?, '', 1)", user, number, groups)
        return number

    def edit(  # noqa: PLR0913  # a revision has as many sides
        self,
        page: int,
        user: str,
        at: str,
        text: str | None = None,
        *,
        digest: str | None = None,
        comment: str = "",
        tags: str = "",
        hidden: str = "",
        kept: bool = True,
    ) -> int:
        """Add a revision; its number. `at`: `2015-03-02 10:00`. `digest`: in place of that of the text."""
        self._revision += 1
        address = user[:1].isdigit()
        if not address and user not in self._users:
            self.user(user)
        told = sha1((text or "").encode(), usedforsecurity=False).hexdigest() if text is not None else ""
        row = (
            page,
            self._revision,
            self._last.get(page, 0),
            f"{at.replace(' ', 'T')}:00Z",
            user,
            0 if address else self._users[user],
            "ip" if address else "registered",
            comment,
            None if text is None else len(text.encode()),
            told if digest is None else digest,
            tags,
            hidden,
        )
        self._last[page] = self._revision
        self._insert(REVISION, *row)
        if text is not None and kept:
            self._insert("insert into revision_texts values (?, ?, ?, ?)", page, self._revision, text)
        return self._revision

    def texts(self, page: int, *edits: tuple[str, str], day: str = "2015-03-02") -> list[int]:
        """Add revisions by user and text, a minute after each other; their numbers."""
        return [self.edit(page, user, f"{day} 10:{minute:02}", text) for minute, (user, text) in enumerate(edits)]

    def _insert(self, statement: str, *values: object) -> None:
        self.archive.store.connection.execute(statement, (self.name, *values))


def derive(archive: Archive, of: Study, steps: Iterable[str]) -> None:
    """Derive the tables of edits, then those of these steps."""
    follow_words(archive.store, of)
    factories.derive(archive, of, *STEPS, *(f"wikis.{step}" for step in steps))
