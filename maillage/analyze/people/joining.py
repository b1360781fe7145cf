"""Which accounts are one person: what people decided first, then the full names they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from maillage.analyze.people import names
from maillage.analyze.people.groups import Groups
from maillage.decisions import Decisions, Merge, Split

MOST_NAMES_OF_A_ROLE = 3
"""A role address under more full names than this is a gateway: it does not make these names an office's."""


@dataclass
class Found:
    """An account as the archives and subscriber lists have it. `first`: its first message, to sort by."""

    address: str = ""
    messages: int = 0
    first_at: str | None = None
    last_at: str | None = None
    first: str | None = None
    names: Counter[str] = field(default_factory=Counter)

    @property
    def identity(self) -> str:
        """What tells it from every other account: its address, or its folded name without one."""
        return self.address or names.folded(self.name)

    @property
    def name(self) -> str:
        """The name it uses most; "" where it has none."""
        return most_used(self.names)

    @property
    def keys(self) -> set[str]:
        """The keys of its full names."""
        return {key for key in map(names.key, self.names) if key}


class Directory:
    """The accounts that a decision means: by address, or by a name as they write it."""

    def __init__(self, accounts: Sequence[Found]) -> None:
        self._by_address: dict[str, list[int]] = {}
        self._nameless: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        for number, account in enumerate(accounts):
            if account.address:
                self._by_address[account.address] = [number]
            else:
                self._nameless[account.identity] = [number]
            for name in {names.folded(name) for name in account.names}:
                self._by_name.setdefault(name, []).append(number)

    def named(self, written: str) -> list[int]:
        """The account of an address; those that use a name, the one without address before all others."""
        address, name = written.strip().strip("<>").casefold(), names.folded(written)
        return self._by_address.get(address) or self._nameless.get(name) or self._by_name.get(name) or []


@dataclass
class Joined:
    """Accounts in groups, and why each is where it is. `unused`: decisions without effect, and why."""

    groups: Groups
    rules: list[str]
    unused: list[tuple[Merge | Split, str]]


def joined(accounts: Sequence[Found], directory: Directory, decisions: Decisions) -> Joined:
    """The accounts that belong together. Decisions win over names, and splits over merges."""
    result = Joined(Groups(len(accounts)), ["alone"] * len(accounts), [])
    for split in decisions.splits:
        _split(split, directory, result)
    for merge in decisions.merges:
        _merge(merge, directory, result)
    for sharing in _sharing_a_name(accounts):
        _join_by_name(sharing, result)
    return result


def most_used(counts: Counter[str]) -> str:
    """The name in most messages, no address if there is another; the longest, then the first of the alphabet."""
    return min(counts, key=lambda name: ("@" in name, -counts[name], -len(name), name), default="")


def is_shared(keys: Iterable[str]) -> bool:
    """Whether an account's full names are of several people: three or more, without a common word."""
    words = [set(key.split()) for key in keys]
    return len(words) > 2 and not set.intersection(*words)


def _split(split: Split, directory: Directory, result: Joined) -> None:
    first, second = directory.named(split.first), directory.named(split.second)
    if unknown := _unknown(split, first, second):
        result.unused.append((split, unknown))
        return
    pairs = [(one, other) for one in first for other in second if one != other]
    if not pairs:
        result.unused.append((split, "both are one account"))
    for one, other in pairs:
        result.groups.keep_apart(one, other)


def _merge(merge: Merge, directory: Directory, result: Joined) -> None:
    first, second = directory.named(merge.first), directory.named(merge.second)
    if unknown := _unknown(merge, first, second):
        result.unused.append((merge, unknown))
        return
    accounts = sorted({*first, *second})
    if len(accounts) == 1:
        result.unused.append((merge, "both are one account"))
    for account in accounts[1:]:
        if result.groups.join(accounts[0], account):
            result.rules[accounts[0]] = result.rules[account] = "decision"
        else:
            result.unused.append((merge, "a split keeps them apart"))


def _unknown(decision: Merge | Split, first: list[int], second: list[int]) -> str:
    missing = [written for written, accounts in ((decision.first, first), (decision.second, second)) if not accounts]
    return f"no account is called {' nor '.join(missing)}" if missing else ""


def _sharing_a_name(accounts: Sequence[Found]) -> Iterator[list[int]]:
    """The accounts under each full name, the one with most messages first."""
    sharing: dict[str, list[int]] = {}
    of_offices: set[str] = set()
    for number, account in enumerate(accounts):
        keys = account.keys
        if names.is_role(account.address):
            if len(keys) <= MOST_NAMES_OF_A_ROLE:
                of_offices |= keys
        elif not is_shared(keys):
            for key in keys:
                sharing.setdefault(key, []).append(number)
    for key in sorted(sharing.keys() - of_offices):
        yield sorted(sharing[key], key=lambda number: (-accounts[number].messages, number))


def _join_by_name(sharing: list[int], result: Joined) -> None:
    """Join each to the first that no split forbids; the ones kept apart begin persons of their own."""
    persons = sharing[:1]
    for account in sharing[1:]:
        person = next((person for person in persons if result.groups.join(person, account)), None)
        if person is None:
            persons.append(account)
            _explain(result, account, "decision")
        else:
            _explain(result, person, "same-name")
            _explain(result, account, "same-name")


def _explain(result: Joined, account: int, rule: str) -> None:
    if result.rules[account] == "alone":
        result.rules[account] = rule
