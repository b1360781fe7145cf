"""The accounts of every wiki: what each is, what it may do, and whether it took part."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from maillage.analyze.people.lookup import Lookup
from maillage.analyze.people.user_names import spelt
from maillage.analyze.wikis.administrators import BY_DECISION, BY_STUDY, GROUP, is_told
from maillage.analyze.wikis.bots import bot_rule
from maillage.analyze.wikis.naming import Known, Names
from maillage.analyze.wikis.portraits import LAST, REGISTERED, Period, Portrait, blocked, portraits
from maillage.analyze.wikis.sites import WRITING, is_site
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

CONTRIBUTOR, SILENT, BLOCKED, BOT = "contributor", "silent", "blocked", "bot"
EXCLUDED, ELSEWHERE, OUTSIDE = "excluded", "elsewhere", "outside"
COMMENTER, UNPUBLISHED, VISITOR = "commenter", "unpublished", "visitor"


@table("wiki_accounts", pk=("source", "user", "user_class"))
@dataclass(frozen=True)
class WikiAccount:
    """Somebody who edited a wiki, or may.

    `user`: the present name of a registered account, an address, or the name that came with an import.
    `account`, `person`: of registered accounts. `registered_at`: UTC, by the list of users or the log of new ones, None
    where neither says. `groups`: blank-separated, None where nothing tells. `bot_rule`: `decision`, `group`, `name`, ""
    for who is no bot. `is_administrator`, `blocked` (from the whole wiki): when the archive was made, None where
    nothing tells. `edits`, `content_edits`, `first_at`, `last_at`: in the study's period, on pages that exist; those of
    bots and of blocked accounts too. `content_edits`: on content pages that are no redirects.

    `standing`, the first that holds: `ip`, `temporary`, `imported` (not registered); `excluded` by decision; `bot`;
    `blocked`; `contributor`, with at least one edit (A26: 003:L20037-20041); `outside`, with edits before or after the
    period only, or registered after it; `elsewhere`, with edits that the archive does not show, of deleted pages or of
    pages that are not selected; `silent`, registered and without any edit.

    On a participatory site a `contributor` wrote at least one of the articles that are published; a `commenter` only
    messages of their forums, or corrections of what others wrote; of an account that is `unpublished` no article is;
    a `visitor` may write no articles, but messages at the most, and wrote none.
    """

    source: str
    user: str
    user_class: str
    user_id: int | None
    account: int | None
    person: int | None
    registered_at: str | None
    groups: str | None
    is_bot: bool
    bot_rule: str
    is_administrator: int | None
    blocked: int | None
    edits: int
    content_edits: int
    first_at: str | None
    last_at: str | None
    standing: str


ROWS = (WikiAccount,)

OPEN = """
    select user, rule, "end" is null or "end" > :last as is_open from administrator_periods
    where source = :source order by user, begin
"""


@dataclass(frozen=True)
class Decided:
    """What people decided of the accounts of one wiki, by present name."""

    bots: Mapping[str, bool] = field(default_factory=dict)
    excluded: Mapping[str, str] = field(default_factory=dict)
    """Why its edits do not count."""

    @classmethod
    def of(cls, source: str, decisions: Decisions, names: Names, lookup: Lookup) -> Decided:
        """Those for one wiki. An excluded author may be an IP address, which is no account."""
        bots: dict[str, bool] = {}
        for role in decisions.roles:
            if role.role in {"bot", "human"} and role.source in {None, source}:
                bots |= dict.fromkeys(names.meant(role.account, source, lookup), role.role == "bot")
        excluded: dict[str, str] = {}
        for one in decisions.exclusions:
            if one.what == "author" and one.source in {None, source}:
                meant = names.meant(one.value, source, lookup) or {spelt(one.value.removeprefix(f"{source}:"))}
                excluded |= dict.fromkeys(meant, one.reason or "excluded")
        return cls(bots, excluded)


class Verdict(NamedTuple):
    """What follows for an account from all that is known of it (see `WikiAccount`)."""

    bot_rule: str
    blocked: bool | None
    is_administrator: bool | None
    standing: str


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[WikiAccount]:
    """Every account of every wiki that edited it or is registered there, by class and name."""
    lookup = Lookup(store)
    period = Period.of(study)
    for wiki in study.wikis:
        names = Names.of(store, wiki.name)
        decided = Decided.of(wiki.name, decisions, names, lookup)
        found = portraits(store, wiki.name, period, names)
        stopped = blocked(store, wiki.name, names)
        periods = _periods(store, wiki.name)
        of_site = is_site(store, wiki.name)
        for user_class, user in sorted(found):
            account = found[user_class, user]
            verdict = Verdict(
                "", None if stopped is None else user in stopped, is_administrator=False, standing=user_class
            )
            if user_class == REGISTERED:
                rule = bot_rule(user, account.groups or (), decided=decided.bots.get(user))
                stands = standing(
                    account,
                    excluded=user in decided.excluded,
                    is_bot=bool(rule),
                    blocked=bool(verdict.blocked),
                    end=period.end,
                    of_site=of_site,
                )
                verdict = Verdict(rule, verdict.blocked, _is_administrator(user, account, periods), stands)
            known = names.account(user) if user_class == REGISTERED else Known(user, None, None)
            yield _row(wiki.name, user_class, known, account, verdict)


def standing(account: Portrait, *, excluded: bool, is_bot: bool, blocked: bool, end: str, of_site: bool = False) -> str:
    """What a registered account is to its wiki in the study's period, which ends before `end` (see `WikiAccount`)."""
    if excluded:
        return EXCLUDED
    if is_bot:
        return BOT
    if blocked:
        return BLOCKED
    if account.edits:
        return COMMENTER if of_site and not account.articles else CONTRIBUTOR
    if account.revisions > account.deleted + account.not_published or (account.registered_at or "") >= end:
        return OUTSIDE
    if account.not_published:
        return UNPUBLISHED
    if account.deleted or account.edit_count:
        return ELSEWHERE
    return VISITOR if of_site and account.groups is not None and not account.groups & WRITING else SILENT


Periods = Mapping[str, Collection[tuple[str, bool]]]
"""The rule of each time that an account administered, and whether it lasts."""


def _periods(store: Store, source: str) -> Periods | None:
    """None where nothing tells who administers the wiki."""
    if not is_told(store, source):
        return None
    last = store.value(LAST, {"source": source}) or ""
    found: dict[str, list[tuple[str, bool]]] = {}
    for user, rule, is_open in store.rows(OPEN, {"source": source, "last": last}):
        found.setdefault(user, []).append((rule, bool(is_open)))
    return found


def _is_administrator(user: str, account: Portrait, periods: Periods | None) -> bool | None:
    """Whether an account has the rights now: by decision, else by its groups or the study file, else by the log."""
    if periods is None:
        return None
    lasting = {rule for rule, is_open in periods.get(user, ()) if is_open}
    if any(rule == BY_DECISION for rule, _ in periods.get(user, ())):
        return BY_DECISION in lasting
    if account.groups is not None:
        return GROUP in account.groups or BY_STUDY in lasting
    return bool(lasting)


def _row(source: str, user_class: str, known: Known, account: Portrait, verdict: Verdict) -> WikiAccount:
    return WikiAccount(
        source=source,
        user=known.user,
        user_class=user_class,
        user_id=account.user_id,
        account=known.account,
        person=known.person,
        registered_at=account.registered_at,
        groups=None if account.groups is None else " ".join(sorted(account.groups)),
        is_bot=bool(verdict.bot_rule),
        bot_rule=verdict.bot_rule,
        is_administrator=verdict.is_administrator,
        blocked=verdict.blocked,
        edits=account.edits,
        content_edits=account.content_edits,
        first_at=account.first_at,
        last_at=account.last_at,
        standing=verdict.standing,
    )
