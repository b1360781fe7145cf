"""The revisions behind a figure of a wiki: which they are, what each changed, and where the wiki shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache
from sqlite3 import Row

from maillage.analyze.people.lookup import Lookup
from maillage.analyze.wikis.spaces import SPACES
from maillage.errors import MaillageError, UnknownName
from maillage.project import Study
from maillage.reports import reasons, wording
from maillage.reports.behind import UnknownAuthor
from maillage.reports.people import People
from maillage.reports.table import Text
from maillage.sentences import Said, typeset
from maillage.store import Store

FOUND = """
    select edits.source, edits.revision, edits.page, edits.person, edits.user, edits.day, edits.space, edits.counted,
      edits.left_out, edits.added, edits.creates, wiki_pages.title, wiki_pages.namespace, revisions.user_class,
      revisions.parent, revisions.comment, revisions.at
    from edits join revisions using (source, page, revision) left join wiki_pages using (source, page)
    where :source in ('', edits.source)
      and (:persons is null or edits.person in (select value from json_each(:persons)))
      and (:user = '' or edits.user = :user)
      and (:month = '' or edits.month = :month or substr(edits.month, 1, 4) = :month)
      and (:page = '' or wiki_pages.title = :page or edits.page = :number)
      and (:space = '' or edits.space = :space)
    order by edits.source, revisions.at, edits.revision
"""
PAGES = "select count(*) from wiki_pages where :source in ('', source) and (title = :page or page = :number)"
TEXT = "select text from revision_texts where source = ? and page = ? and revision = ?"
BEFORE = """
    select revision from revisions where source = :source and page = :page
      and (coalesce(at, ''), revision) < (coalesce(:at, ''), :revision) order by coalesce(at, '') desc, revision desc
    limit 1
"""
BASE = "select value from wiki_facts where source = ? and name = 'base'"
USERS = "select user from wiki_users where source = :source union select user from edits where source = :source"

USER_SPACES = frozenset({2, 3})
NAMELESS: dict[str, Text] = {
    "ip": {"fr": "adresse IP", "en": "IP address"},
    "temporary": {"fr": "compte temporaire", "en": "temporary account"},
    "imported": {"fr": "importé", "en": "imported"},
}
"""What an author without a person is called where names may not show."""

_WORD = re.compile(r"[^\W_]+")
_IP = re.compile(
    r"\b(?:\d{1,3}\.){3}\d{1,3}\b|(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4}){0,4}\b", re.IGNORECASE
)
_PARAMETER = re.compile(r"(?<=[?&])title=")
_MOST_LINES = 20_000  # of one text: differences of longer ones take minutes


class UnknownPage(MaillageError):
    """No wiki of the study has a page of that title."""

    exit_code = 2

    def __init__(self, page: str) -> None:
        super().__init__(Said("there is no page called {page!r}; give its whole title, with its namespace", page=page))


@dataclass(frozen=True)
class Asked:
    """Which revisions: of a wiki, a person, a page, a month or year, a space of pages; "" for all.

    `person`: a pseudonym, a name, an address, a user name or an IP address. `page`: a title or a number.
    """

    source: str = ""
    person: str = ""
    page: str = ""
    month: str = ""
    space: str = ""


@dataclass(frozen=True)
class Revision:
    """One of them. `added`: bytes, None where not known. `left_out`: why it does not count, "" where it does.

    `url`: where the wiki shows the revision, "" where it does not say where it lives. `text`: the lines that it added
    and took away, behind `+` and `-`.
    """

    source: str
    author: str
    day: str | None
    title: str
    page: int
    revision: int
    added: int | None
    creates: bool
    comment: str
    left_out: str
    url: str
    text: str


def revisions(store: Store, study: Study, asked: Asked, *, names: bool, text: bool) -> Iterator[Revision]:
    """Those revisions, oldest first within each wiki.

    Raises UnknownName for a wiki or a space, UnknownAuthor, UnknownPage.
    """
    wikis = [source.name for source in study.wikis]
    if asked.source and asked.source not in wikis:
        raise UnknownName(Said("wiki"), asked.source, wikis)
    if asked.space and asked.space not in SPACES:
        raise UnknownName(Said("space"), asked.space, SPACES)
    page = {"page": titled(asked.page), "number": int(asked.page) if asked.page.isdecimal() else None}
    if asked.page and not store.value(PAGES, {"source": asked.source, **page}):
        raise UnknownPage(asked.page)
    persons, user = _whom(store, asked.person)
    values = {"source": asked.source, "month": asked.month, "space": asked.space, **page}
    shown = _Shown(store, study, People.of(store, study, names=names))
    for row in store.rows(FOUND, {**values, "persons": persons, "user": user}):
        yield shown.revision(row, text=text)


def titled(page: str) -> str:
    """A title as MediaWiki has it, from one as people or addresses write it."""
    title = " ".join(page.replace("_", " ").split())
    return title[:1].upper() + title[1:]


def _whom(store: Store, called: str) -> tuple[str | None, str]:
    """The persons that this means, as a JSON array, or else the user, such as an IP address. Raises UnknownAuthor."""
    if not called:
        return None, ""
    if found := Lookup(store).persons(called):
        return json.dumps(sorted(found)), ""
    if store.value("select 1 from edits where user = ? limit 1", (called,)):
        return None, called
    raise UnknownAuthor(called)


class _Shown:
    """Revisions as they may be seen: without what tells who somebody is, unless names may show."""

    def __init__(self, store: Store, study: Study, people: People) -> None:
        self.store = store
        self.study = study
        self.people = people
        self._users = cache(self._users_of)
        self._address = cache(self._address_of)

    def revision(self, row: Row, *, text: bool) -> Revision:
        source, said = row["source"], self._hiding(row["source"])
        return Revision(
            source=source,
            author=self._author(row),
            day=row["day"],
            title=self._title(row),
            page=row["page"],
            revision=row["revision"],
            added=row["added"],
            creates=bool(row["creates"]),
            comment=said(row["comment"]),
            left_out=said(row["left_out"]),
            url=shown_at(self._address(source), row["revision"], creates=bool(row["creates"])),
            text=said(self._changes(row)) if text else "",
        )

    def _author(self, row: Row) -> str:
        if row["person"] is not None:
            return self.people.label(row["person"])
        if self.people.names and row["user"]:
            return str(row["user"])
        known = NAMELESS.get(row["user_class"])
        return typeset(known[self.study.language], self.study.language) if known else wording.UNKNOWN

    def _title(self, row: Row) -> str:
        """The title of a page; of a user's page only that it is one."""
        title = row["title"] or f"#{row['page']}"
        if self.people.names or row["namespace"] not in USER_SPACES:
            return self._hiding(row["source"])(title)
        return f"{title.partition(':')[0]}:{wording.say('hidden-name', self.study.language)}"

    def _hiding(self, source: str) -> Callable[[str], str]:
        """A function from a text to what of it may be seen."""
        language = self.study.language

        def said(text: str) -> str:
            if self.people.names or not text:
                return text
            users, name = self._users(source), wording.say("hidden-name", language)
            text = _IP.sub(wording.say("hidden-address", language), self.people.clean(text, language))
            return _WORD.sub(lambda word: name if word[0].casefold() in users else word[0], text)

        return said

    def _users_of(self, source: str) -> frozenset[str]:
        """The user names of one word; those of several are hidden as names are."""
        rows = self.store.rows(USERS, {"source": source})
        return frozenset(row["user"].casefold() for row in rows if _WORD.fullmatch(row["user"]))

    def _address_of(self, source: str) -> str:
        said = self.store.value(BASE, (source,))
        options = self.study.source(source).wiki
        return str(said or (options.url if options else ""))

    def _changes(self, row: Row) -> str:
        """The lines that a revision added to the one before it, and took away; "" where a text was not kept."""
        key = {name: row[name] for name in ("source", "page", "revision", "at")}
        before = row["parent"] or (None if row["creates"] else self.store.value(BEFORE, key))
        now = self.store.value(TEXT, (row["source"], row["page"], row["revision"]))
        then = self.store.value(TEXT, (row["source"], row["page"], before)) if before else ""
        return "" if now is None or then is None else changes(then, now)


def changes(before: str, after: str) -> str:
    """The lines that the second text has more and less, behind `+` and `-`, in its order.

    All of both where they are too long to be compared line by line.
    """
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > _MOST_LINES:
        return "\n".join([*(f"-{line}" for line in old), *(f"+{line}" for line in new)])
    lines = list(unified_diff(old, new, n=0, lineterm=""))[2:]
    return "\n".join(line for line in lines if not line.startswith("@@"))


def shown_at(base: str, revision: int, *, creates: bool = False) -> str:
    """Where a wiki shows a revision: what it changed, or the first text of a page; "" for a wiki that is nowhere.

    `base`: the address of one of its pages, or of the wiki. The title is left out, which may be somebody's name.
    """
    if not base:
        return ""
    what = f"oldid={revision}" if creates else f"diff={revision}"
    address, _, query = base.partition("?")
    if _PARAMETER.search(f"?{query}") or address.endswith(".php"):
        return f"{address}?{what}"
    folder = address if address.count("/") < 3 else address[: address.rindex("/")]
    return f"{folder}?{what}" if folder.endswith(".php") else f"{folder}/?{what}"


def lines(revision: Revision, language: str) -> str:
    """One revision for people: a line, where it is, and what it changed where that was asked for."""
    marks = [reasons.left_out(revision.left_out, language)] if revision.left_out else []
    grown = wording.UNKNOWN if revision.added is None else f"{revision.added:+d}"
    comment = f"  {revision.comment}" if revision.comment else ""
    line = f"{revision.day or '?'}  {revision.author}  {revision.title}  {grown}{comment}"
    where = f"    {revision.source}: {revision.revision}  {revision.url}".rstrip()
    shown = "".join([line, *(f"  [{mark}]" for mark in marks)])
    return f"{shown}\n{where}\n" + (f"\n{revision.text}\n" if revision.text else "")


def rows(found: Iterable[Revision]) -> Iterator[list[object]]:
    """The revisions as rows of a table for programs, its header first."""
    columns = [*Revision.__annotations__]
    yield list(columns)
    for revision in found:
        values = vars(revision) | {"creates": int(revision.creates)}
        yield ["" if values[name] is None else values[name] for name in columns]
