"""Persons by whatever people call them in a decision or in the study file."""

from __future__ import annotations

from maillage.analyze.people import names
from maillage.store import Store

ACCOUNTS = "select address, person from accounts where address != ''"
NAMES = "select distinct account_names.name, person from account_names join accounts using (account)"
PSEUDONYMS = "select pseudonym, person from persons"


class Lookup:
    """Persons by address, name or pseudonym: several under a name that several bear."""

    def __init__(self, store: Store) -> None:
        self._persons: dict[str, set[int]] = {}
        for query in (NAMES, PSEUDONYMS):
            for word, person in store.rows(query):
                self._persons.setdefault(_word(word), set()).add(person)
        for address, person in store.rows(ACCOUNTS):
            self._persons[_word(address)] = {person}

    def persons(self, written: str) -> set[int]:
        """Those that this means; empty where nobody is called so."""
        return self._persons.get(_word(written), set())


def _word(written: str) -> str:
    return names.folded(written.strip().strip("<>"))
