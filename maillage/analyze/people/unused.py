"""Decisions that changed nothing, so that a mistyped address or a mail that is gone does not pass unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from maillage.analyze.people.directory import Directory
from maillage.decisions import CODINGS, EXCLUSIONS, PERSONS, ROLES, Coding, Decisions, Exclusion, Merge, Role, Split
from maillage.store import Store, table


@table("unused_decisions", pk=("file", "decision", "value", "why"))
@dataclass(frozen=True, order=True)
class UnusedDecision:
    """A line of a decisions file that has no effect, and why. `value`: the accounts or the message it names.

    `decision`: `merge`, `split`, `author`, `message`, `animator`, `administrator`, or a coder's field.
    """

    file: str
    decision: str
    value: str
    why: str


MESSAGE = "select source from messages where message_id = ?"


@dataclass(frozen=True)
class Known:
    """Whom and what a decision may mean: persons, the sources each writes or subscribes to, where these count in."""

    people: Directory
    sources: Mapping[int, AbstractSet[str]]
    targets: Mapping[str, str]

    def reaches(self, sources: Iterable[str], named: str | None) -> bool:
        """Whether any of these is the source that a decision names, or counts in it; so any is, where it names none."""
        return named is None or any(named in (source, self.targets.get(source)) for source in sources)


def unused_decisions(
    store: Store, decisions: Decisions, of_accounts: Sequence[tuple[Merge | Split, str]], known: Known
) -> Iterator[UnusedDecision]:
    """The decisions without effect, by file."""
    found = {
        *(_of_pair(decision, why) for decision, why in of_accounts),
        *_exclusions(store, decisions.exclusions, known),
        *_roles(decisions.roles, known),
        *_codings(decisions.codings, known),
    }
    yield from sorted(found)


def _of_pair(decision: Merge | Split, why: str) -> UnusedDecision:
    action = "merge" if isinstance(decision, Merge) else "split"
    return UnusedDecision(PERSONS, action, f"{decision.first} / {decision.second}", why)


def _exclusions(store: Store, exclusions: Sequence[Exclusion], known: Known) -> Iterator[UnusedDecision]:
    for one in exclusions:
        if one.what == "message":
            sources = [row["source"] for row in store.rows(MESSAGE, (one.value,))]
            nothing, elsewhere = "no message has this id", f"no message of {one.source} has this id"
        else:
            persons = known.people.named(one.value)
            sources = sorted({source for person in persons for source in known.sources[person]})
            nothing, elsewhere = f"no account is called {one.value}", f"{one.value} is not on {one.source}"
        if not sources:
            yield UnusedDecision(EXCLUSIONS, one.what, one.value, nothing)
        elif not known.reaches(sources, one.source):
            yield UnusedDecision(EXCLUSIONS, one.what, one.value, elsewhere)


def _roles(roles: Sequence[Role], known: Known) -> Iterator[UnusedDecision]:
    for one in roles:
        if not known.people.named(one.account):
            yield UnusedDecision(ROLES, one.role, one.account, f"no account is called {one.account}")


def _codings(codings: Sequence[Coding], known: Known) -> Iterator[UnusedDecision]:
    """Those of nobody, and those of a name that tells nobody apart."""
    for one in codings:
        persons = len(known.people.named(one.account))
        if persons != 1:
            why = f"several persons are called {one.account}" if persons else f"no account is called {one.account}"
            yield UnusedDecision(f"{CODINGS}/{one.coder}.csv", one.field, one.account, why)
