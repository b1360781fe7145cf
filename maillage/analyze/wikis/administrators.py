"""Who administers a wiki, and since when: by its logs, its groups, the study file, decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from maillage.analyze.people.lookup import Lookup
from maillage.analyze.wikis.logs import GroupChange, group_change, user_of
from maillage.analyze.wikis.naming import Names
from maillage.decisions import Decisions
from maillage.project import Source, Study
from maillage.store import Store, table

GROUP = "sysop"
"""The group of administrators: MediaWiki calls it so on every wiki, whatever readers see (A27)."""

BY_LOG, BY_GROUP, BY_STUDY, BY_DECISION = "log", "group", "study", "decision"


@table("administrator_periods", pk=("source", "user", "begin"))
@dataclass(frozen=True)
class AdministratorPeriod:
    """A time during which an account had the rights of an administrator (A27), from `begin` until before `end`.

    Both are UTC, ISO 8601 to the second. `begin`: None, since the wiki began. `end`: None, still so when the archive
    was made. `rule`: `log`, the log of rights says so; `group`, the account is in the group and the log does not say
    since when; `study`, the study file says so; `decision`, a decision does. A decision wins over the others, and the
    log and the group over the study file, which gives no dates.
    """

    source: str
    user: str
    begin: str | None
    end: str | None
    rule: str


ROWS = (AdministratorPeriod,)

RIGHTS = """
    select at, title, params from wiki_logs
    where source = ? and type = 'rights' and at is not null order by at, log
"""
GROUPS = "select user, groups from wiki_users where source = ? order by user"
TOLD = """
    select exists (select 1 from wiki_users where source = :source)
      or exists (select 1 from wiki_logs where source = :source and type = 'rights')
      or exists (select 1 from administrator_periods where source = :source)
"""


class Span(NamedTuple):
    """From `begin` until before `end`; None where it is open."""

    begin: str | None
    end: str | None
    rule: str


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[AdministratorPeriod]:
    """The periods of every wiki, by account."""
    lookup = Lookup(store)
    for wiki in study.wikis:
        names = Names.of(store, wiki.name)
        found = _logged(store, wiki.name, names)
        for written in wiki.administrators:
            for user in names.meant(written, wiki.name, lookup):
                found.setdefault(user, [Span(None, None, BY_STUDY)])
        found |= _decided(wiki, study.time_zone, decisions, names, lookup)
        for user in sorted(found):
            for span in found[user]:
                yield AdministratorPeriod(wiki.name, user, *span)


def is_told(store: Store, source: str) -> bool:
    """Whether anything tells who administers a wiki: a list of its users, a log of rights, people."""
    return bool(store.value(TOLD, {"source": source}))


def spans(changes: Iterable[tuple[str, GroupChange]], in_group: bool | None) -> list[Span]:  # noqa: FBT001  # None: not known
    """When an account was in the group, from the changes that the log has of it, the oldest first.

    `in_group`: whether it is now. Who is in the group with no word of it in the log is so since the wiki began: the
    account that made the wiki, and others that its keepers entered by hand.
    """
    found: list[Span] = []
    begin: str | None = None
    is_in: bool | None = None  # None: before the first change, which tells what was
    ends_at: str | None = None
    for at, change in changes:
        if is_in and ends_at and ends_at <= at:
            found.append(Span(begin, ends_at, BY_LOG))
            is_in = False
        was_in = GROUP in change.before if change.before is not None else bool(is_in)
        if is_in is None and was_in:
            begin, is_in = None, True
        if change.after is None:
            continue
        if GROUP in change.after:
            if not is_in:
                begin, is_in = at, True
            ends_at = change.expires.get(GROUP)
        else:
            if is_in:
                found.append(Span(begin, at, BY_LOG))
            is_in, ends_at = False, None
    if is_in:
        found.append(Span(begin, ends_at, BY_LOG))
    elif in_group:
        found.append(Span(found[-1].end if found else None, None, BY_GROUP))
    return found


def instant(day: date, zone: tzinfo) -> str:
    """The moment at which a day begins in a time zone (UTC, ISO 8601)."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return midnight.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def covers(found: Sequence[tuple[str | None, str | None]], at: str) -> bool:
    """Whether a moment is in one of several periods."""
    return any((begin is None or begin <= at) and (end is None or at < end) for begin, end in found)


def _logged(store: Store, source: str, names: Names) -> dict[str, list[Span]]:
    changes: dict[str, list[tuple[str, GroupChange]]] = defaultdict(list)
    for at, title, params in store.rows(RIGHTS, (source,)):
        changes[names.account(user_of(title)).user].append((at, group_change(params)))
    now = {names.account(user).user: GROUP in groups.split() for user, groups in store.rows(GROUPS, (source,))}
    found = {}
    for user in {*changes, *(user for user, in_group in now.items() if in_group)}:
        if known := spans(changes.get(user, ()), now.get(user)):
            found[user] = known
    return found


def _decided(wiki: Source, zone: tzinfo, decisions: Decisions, names: Names, lookup: Lookup) -> dict[str, list[Span]]:
    found: dict[str, set[Span]] = defaultdict(set)
    for role in decisions.roles:
        if role.role != "administrator" or role.source not in {None, wiki.name}:
            continue
        begin = instant(role.begin, zone) if role.begin else None
        end = instant(role.end + timedelta(days=1), zone) if role.end else None
        for user in names.meant(role.account, wiki.name, lookup):
            found[user].add(Span(begin, end, BY_DECISION))
    return {user: sorted(known, key=lambda span: (span.begin or "", span.end or "9")) for user, known in found.items()}
