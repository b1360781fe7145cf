"""Persons by whatever people call them in a decision or in the study file."""

from __future__ import annotations

from maillage.analyze.people.directory import Directory
from maillage.store import Store

ACCOUNTS = """
    select accounts.person, address, accounts.name as own, account_names.name as written, source, kind
    from accounts left join account_names using (account) order by account, account_names.name != accounts.name
"""
PSEUDONYMS = "select pseudonym, person from persons"


class Lookup:
    """The persons of a database by address, pseudonym or name: several under a name that several bear."""

    def __init__(self, store: Store) -> None:
        self._directory = Directory()
        for row in store.rows(ACCOUNTS):
            if row["kind"] == "wiki":
                self._directory.add_user(row["person"], row["source"], [row["written"] or row["own"]])
            else:
                self._directory.add(row["person"], row["address"], [row["written"] or row["own"]])
        for row in store.rows(PSEUDONYMS):
            self._directory.add_pseudonym(row["person"], row["pseudonym"])

    def persons(self, written: str) -> set[int]:
        """Those that this means; empty where nobody is called so."""
        return set(self._directory.named(written))
