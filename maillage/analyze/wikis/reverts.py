"""Who undoes whose edits: identity reverts, by the digest of each text (see `reverting`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha1
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from maillage.analyze.wikis import analysed
from maillage.analyze.wikis.reverting import Revert, reverts
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

ADMINISTRATOR, CONTRIBUTOR, BOT, IP, OTHER = "administrator", "contributor", "bot", "ip", "other"
CLASSES = (ADMINISTRATOR, CONTRIBUTOR, BOT, IP, OTHER)
"""What somebody was when editing: `ip` is an address or a temporary account; `other` an imported or hidden one."""

MEANS = (("mw-rollback", "rollback"), ("mw-undo", "undo"), ("mw-manual-revert", "manual"))
"""By which button it was done, as the tags of MediaWiki say; `mw-manual-revert` marks one done by hand."""


@table("reverts", pk=("source", "revision", "reverted"))
@dataclass(frozen=True, slots=True)
class RevertedEdit:
    """One edit that was undone by an identity revert: `revision` brought the text of `reverted_to` back.

    `user`, `person`, `role`: who reverted; `reverted_user`, `reverted_person`, `reverted_role`: who was reverted;
    `role` is one of `CLASSES`, at the moment of the edit. `of_own`: both are one user or one person. `day`: of the
    revert, in the study's time zone. `means`: `rollback`, `undo`, `manual` where a tag says it, "" where none does.
    `counted`: the revert is in the study's period, on a page that exists, and not set aside by decision (those of bots
    and of blocked accounts count: they are edits that somebody undid, or that undo).
    """

    source: str
    revision: int
    reverted: int
    page: int
    reverted_to: int
    user: str
    person: int | None
    role: str
    reverted_user: str
    reverted_person: int | None
    reverted_role: str
    of_own: bool
    day: str | None
    means: str
    counted: bool


@table("revert_counts", pk=("source",))
@dataclass(frozen=True)
class RevertCount:
    """The reverts of a wiki that count. `revisions`: all it has; `told`: those whose text, or its digest, is known.

    `edits`: in the period, on pages that exist, not set aside by decision; `reverts`: of these, those that undo others;
    `reverted`: those that were undone at least once; `repairs`: reverts by rollback or undo, of edits by somebody
    else; `of_own`: reverts of nothing but the own edits of who reverts. The last four are None where no text is told.
    """

    source: str
    revisions: int
    told: int
    edits: int
    reverts: int | None
    reverted: int | None
    repairs: int | None
    of_own: int | None


ROWS = (RevertedEdit, RevertCount)

REVISIONS = """
    select page, revision, at, sha1, hidden,
      case when sha1 = '' then (
        select text from revision_texts as t
        where t.source = revisions.source and t.page = revisions.page and t.revision = revisions.revision
      ) end as text
    from revisions where source = ? order by page
"""
EDITS = """
    select e.revision, e.user, e.person, e.day, e.left_out, e.by_administrator, r.user_class, r.tags
    from edits as e join revisions as r on r.source = e.source and r.page = e.page and r.revision = e.revision
    where e.source = :source and e.page = :page and e.revision in (select value from json_each(:revisions))
"""


EDITS_THAT_COUNT = "select count(*) from edits where source = ? and left_out in ('', 'bot', 'blocked')"


class State(NamedTuple):
    """A revision of a page, by its number, and the digest of its text, "" where that is masked or not known."""

    page: int
    revision: int
    at: str | None
    digest: str


class Author(NamedTuple):
    """Who made an edit."""

    user: str
    person: int | None
    role: str
    day: str | None
    means: str
    counted: bool


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[RevertedEdit | RevertCount]:  # noqa: ARG001  # the contract of steps
    """The reverted edits of every analysed wiki, page by page, and what they come to."""
    for source in analysed(study):
        seen = Seen()
        states = seen.through(state_of(*row) for row in store.rows(REVISIONS, (source.name,)))
        for page, history in groupby(states, key=attrgetter("page")):
            found = list(of_page(history))
            if found:
                rows = list(rows_of(source.name, page, found, _authors(store, source.name, page, found)))
                seen.add(rows)
                yield from rows
        yield seen.count(source.name, int(store.value(EDITS_THAT_COUNT, (source.name,))))


@dataclass
class Seen:
    """What was seen of a wiki so far."""

    revisions: int = 0
    told: int = 0
    reverts: int = 0
    reverted: int = 0
    repairs: int = 0
    of_own: int = 0

    def through(self, states: Iterable[State]) -> Iterator[State]:
        """The same revisions, seen."""
        for state in states:
            self.revisions += 1
            self.told += state.digest != ""
            yield state

    def add(self, rows: Iterable[RevertedEdit]) -> None:
        """The reverted edits of one page."""
        counted = [row for row in rows if row.counted]
        reverts = {row.revision for row in counted}
        foreign = {row.revision for row in counted if not row.of_own}
        self.reverts += len(reverts)
        self.reverted += len({row.reverted for row in counted})
        self.repairs += len({row.revision for row in counted if row.means in ("rollback", "undo")} & foreign)
        self.of_own += len(reverts - foreign)

    def count(self, source: str, edits: int) -> RevertCount:
        """What it comes to."""
        found = (self.reverts, self.reverted, self.repairs, self.of_own) if self.told else (None, None, None, None)
        return RevertCount(source, self.revisions, self.told, edits, *found)


def state_of(page: int, revision: int, at: str | None, written: str, hidden: str, text: str | None) -> State:
    """A revision with what its text is told by: the wiki's digest, else one of the kept text."""
    if "text" in hidden.split():
        return State(page, revision, at, "")
    own = "" if text is None else sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
    return State(page, revision, at, written or own)


def of_page(history: Iterable[State]) -> Iterator[Revert[State]]:
    """The reverts of one page, oldest first."""
    in_order = sorted(history, key=lambda state: (state.at is None, state.at or "", state.revision))
    return reverts((state.digest, state) for state in in_order)


def rows_of(
    source: str, page: int, found: Iterable[Revert[State]], authors: dict[int, Author]
) -> Iterator[RevertedEdit]:
    """One row for each edit that is undone, of those whose authors are told."""
    for revert in found:
        own = authors.get(revert.reverting.revision)
        for reverted in revert.reverted:
            other = authors.get(reverted.revision)
            if own is None or other is None:  # an edit that went to another page counts there
                continue
            yield RevertedEdit(
                source=source,
                revision=revert.reverting.revision,
                reverted=reverted.revision,
                page=page,
                reverted_to=revert.reverted_to.revision,
                user=own.user,
                person=own.person,
                role=own.role,
                reverted_user=other.user,
                reverted_person=other.person,
                reverted_role=other.role,
                of_own=(own.user != "" and own.user == other.user)
                or (own.person is not None and own.person == other.person),
                day=own.day,
                means=own.means,
                counted=own.counted,
            )


def role_of(user_class: str, left_out: str, *, by_administrator: bool) -> str:
    """What somebody was when editing: one of `CLASSES`."""
    if left_out == BOT:
        return BOT
    if user_class in ("ip", "temporary"):
        return IP
    if user_class != "registered":
        return OTHER
    return ADMINISTRATOR if by_administrator else CONTRIBUTOR


def means_of(tags: str) -> str:
    """By which button a revert was done, from the tags of the edit: the surest first; "" where none tells."""
    written = set(tags.split())
    return next((means for tag, means in MEANS if tag in written), "")


def _authors(store: Store, source: str, page: int, found: Iterable[Revert[State]]) -> dict[int, Author]:
    revisions = sorted({state.revision for one in found for state in (one.reverting, *one.reverted)})
    wanted = {"source": source, "page": page, "revisions": json.dumps(revisions)}
    return {
        row["revision"]: Author(
            user=row["user"],
            person=row["person"],
            role=role_of(row["user_class"], row["left_out"], by_administrator=bool(row["by_administrator"])),
            day=row["day"],
            means=means_of(row["tags"]),
            counted=row["left_out"] in ("", "bot", "blocked"),
        )
        for row in store.rows(EDITS, wanted)
    }
