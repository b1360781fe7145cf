"""A participatory site in a real store: its articles, who wrote them, and what became of them, in one line each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import factories
from factories import Archive

from maillage.project import Source, Study, WikiOptions

KIND = "spip"
STEPS = (
    "people.accounts", "wikis.administrators", "wikis.accounts", "wikis.edits", "wikis.census", "wikis.articles",
)  # fmt: skip
ADMINISTRATOR, EDITOR, VISITOR = "sysop", "editor", "visitor"
TALK, USER = 1, 2
FORUM_OF = 100_000  # from the number of an article to that of its forum
REVISION = "insert into revisions values (?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?, '', 'spip', ?, '', 1)"


def study(root: Path, *names: str, **settings: object) -> Study:
    """A study of these sites, or of one called `site`."""
    sites = (Source(name, KIND, root / name, wiki=WikiOptions()) for name in names or ("site",))
    return factories.study(root, *sites, **settings)


class Site:
    """A site that is filled. Accounts are added by `user`; moments are written as `2015-03-02`, at ten."""

    def __init__(self, archive: Archive, name: str = "site") -> None:
        self.archive = archive
        self.name = name
        self._revision = 0
        self._users: dict[str, int] = {}
        self._insert("sources", "", KIND, "", None, "", None, 1)

    def user(self, user: str, group: str = EDITOR, email: str = "") -> None:
        """Add an account."""
        number = self._users.setdefault(user, len(self._users) + 1)
        self._insert("wiki_users", user, number, None, None, group, email, 1)

    def section(self, section: int, title: str, parent: int = 0) -> None:
        """Add a section."""
        self._insert("sections", section, parent, title, "publie", 1)

    def article(  # noqa: PLR0913  # an article has as many sides
        self,
        page: int,
        *authors: str,
        at: str = "2015-03-02",
        status: str = "publie",
        section: int | None = None,
        title: str = "",
        copied_from: str = "",
        length: int = 1000,
        states: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Add an article with its authors; `states`: user and day of corrections that are kept."""
        self._insert("pages", page, 0, title or f"Article {page}", "", 1)
        self._insert("articles", page, status, section, moment(at), None, None, "fr", copied_from, 1)
        for author in authors:
            self._revise(page, author, at, length, "")
        if not authors:
            self._revise(page, "", at, length, "")
        for author, day in states:
            self._revise(page, author, day, length, "version")

    def message(self, page: int, user: str, at: str = "2015-03-03") -> None:
        """Add a message to the forum of an article; one by a name that is no account is of no account."""
        forum = page + FORUM_OF
        self.archive.store.connection.execute(
            "insert or ignore into pages values (?, ?, ?, ?, '', 1)", (self.name, forum, TALK, f"Forum {page}")
        )
        self._revise(forum, user, at, 100, "")

    def fact(self, name: str, value: str) -> None:
        """Add a setting of the site."""
        self._insert("wiki_facts", name, value, 1)

    def derive(self, of: Study, *steps: str) -> None:
        """Derive the tables of articles, then those of these steps."""
        factories.derive(self.archive, of, *STEPS, *steps)

    def _revise(self, page: int, user: str, at: str, length: int, tag: str) -> None:
        self._revision += 1
        number = self._users.get(user)
        known = (user, number, "registered") if number else (user, 0, "unknown")
        row = (self.name, page, self._revision, None, moment(at), *known, length, tag)
        self.archive.store.connection.execute(REVISION, row)

    def _insert(self, table: str, *values: object) -> None:
        marks = ", ".join("?" * (len(values) + 1))
        self.archive.store.connection.execute(f"insert into {table} values ({marks})", (self.name, *values))


def moment(day: str) -> str:
    """`2015-03-02` as a moment."""
    return f"{day}T10:00:00Z"
