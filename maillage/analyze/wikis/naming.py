"""Whose account a user name of a wiki is: archives of several dates know an account by older names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from maillage.analyze.people.lookup import Lookup
from maillage.analyze.people.user_names import spelt
from maillage.store import Store

KNOWN = """
    select account, accounts.name as user, account_names.name as written, person
    from accounts left join account_names using (account)
    where kind = 'wiki' and source = ? order by account, written
"""


class Known(NamedTuple):
    """An account of a wiki: its present name, and whose it is; None where only revisions tell of it."""

    user: str
    account: int | None
    person: int | None


class Names:
    """The registered accounts of one wiki by their present names and the ones they had before."""

    def __init__(self, accounts: Iterable[tuple[Known, str]]) -> None:
        known = list(accounts)
        self._by_name = {spelt(written): account for account, written in known}
        self._by_name |= {account.user: account for account, _ in known}  # a present name before an old one
        self._users_of: dict[int, set[str]] = {}
        for account, _ in known:
            if account.person is not None:
                self._users_of.setdefault(account.person, set()).add(account.user)

    @classmethod
    def of(cls, store: Store, source: str) -> Names:
        """Those of one wiki."""
        rows = store.rows(KNOWN, (source,))
        return cls((Known(row["user"], row["account"], row["person"]), row["written"] or row["user"]) for row in rows)

    def present(self) -> list[str]:
        """The present names of all accounts, in order."""
        return sorted({account.user for account in self._by_name.values()})

    def account(self, user: str) -> Known:
        """The account that is, or was, written so."""
        name = spelt(user)
        return self._by_name.get(name) or Known(name, None, None)

    def meant(self, written: str, source: str, lookup: Lookup) -> set[str]:
        """The present names of the accounts that a decision or the study file means.

        `wiki:User`, a user name, or whatever else means a person (an address, a pseudonym, a name).
        """
        place, colon, user = written.partition(":")
        name = spelt(user if colon and place.strip().casefold() == source.casefold() else written)
        if name in self._by_name:
            return {self._by_name[name].user}
        return {user for person in lookup.persons(written) for user in self._users_of.get(person, ())}
