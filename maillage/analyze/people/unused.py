"""Decisions that changed nothing, so that a mistyped address or a mail that is gone does not pass unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from maillage.analyze.people.joining import Directory
from maillage.decisions import EXCLUSIONS, PERSONS, ROLES, Decisions, Exclusion, Merge, Role, Split
from maillage.store import Store, table


@table("unused_decisions", pk=("file", "decision", "value", "why"))
@dataclass(frozen=True, order=True)
class UnusedDecision:
    """A line of a decisions file that has no effect, and why. `value`: the accounts or the message it names.

    `decision`: `merge`, `split`, `author`, `message`, `animator` or `administrator`.
    """

    file: str
    decision: str
    value: str
    why: str


MESSAGE = "select 1 from messages where message_id = ? limit 1"


def unused_decisions(
    store: Store,
    decisions: Decisions,
    directory: Directory,
    of_accounts: Sequence[tuple[Merge | Split, str]],
    pseudonyms: Collection[str],
) -> Iterator[UnusedDecision]:
    """The decisions without effect, by file."""
    found = {
        *(_of_pair(decision, why) for decision, why in of_accounts),
        *_exclusions(store, decisions.exclusions, directory, pseudonyms),
        *_roles(decisions.roles, directory, pseudonyms),
    }
    yield from sorted(found)


def _of_pair(decision: Merge | Split, why: str) -> UnusedDecision:
    action = "merge" if isinstance(decision, Merge) else "split"
    return UnusedDecision(PERSONS, action, f"{decision.first} / {decision.second}", why)


def _exclusions(
    store: Store, exclusions: Sequence[Exclusion], directory: Directory, pseudonyms: Collection[str]
) -> Iterator[UnusedDecision]:
    for one in exclusions:
        if one.what == "message" and not store.value(MESSAGE, (one.value,)):
            yield UnusedDecision(EXCLUSIONS, "message", one.value, "no message has this id")
        if one.what == "author" and one.value not in pseudonyms and not directory.named(one.value):
            yield UnusedDecision(EXCLUSIONS, "author", one.value, f"no account is called {one.value}")


def _roles(roles: Sequence[Role], directory: Directory, pseudonyms: Collection[str]) -> Iterator[UnusedDecision]:
    for one in roles:
        if one.account not in pseudonyms and not directory.named(one.account):
            yield UnusedDecision(ROLES, one.role, one.account, f"no account is called {one.account}")
