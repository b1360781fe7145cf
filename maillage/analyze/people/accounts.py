"""Who is who: accounts into persons, by explained rules and by what people decided."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.store import table


@table("accounts", pk=("account",))
@dataclass(frozen=True)
class Account:
    """An address, or a name without one, and the person it belongs to.

    `messages`, `first_at` and `last_at` are over all sources, before any exclusion; a subscriber who never
    wrote has 0 and None. `rule`: why it is with this person: `alone`, `same-address`, `same-name`, `decision`.
    """

    account: int
    address: str
    name: str  # the name it uses most
    person: int
    rule: str
    is_role: bool
    messages: int
    first_at: str | None
    last_at: str | None


@table("account_names", pk=("account", "name"))
@dataclass(frozen=True)
class AccountName:
    """A name as an account wrote it, and in how many messages."""

    account: int
    name: str
    messages: int


@table("persons", pk=("person",))
@dataclass(frozen=True)
class Person:
    """One person. `pseudonym` is stable within a study (keyed by the study's pseudonyms.key)."""

    person: int
    pseudonym: str
    name: str
    accounts: int


@table("subscribers", pk=("roster", "person"))
@dataclass(frozen=True)
class Subscriber:
    """A person on a subscriber list at its date. `source`: the list it counts in; `addresses`: how many lines."""

    roster: int
    source: str
    taken_on: str
    person: int
    addresses: int


ROWS = (Account, AccountName, Person, Subscriber)
