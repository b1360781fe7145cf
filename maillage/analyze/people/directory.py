"""Whom a decision, a setting or a question means: one rule for all of them."""

from __future__ import annotations

from collections.abc import Iterable

from maillage.analyze.people import names, user_names


class Directory:
    """Accounts or persons, by what they are called.

    What is written is an address, a pseudonym, a wiki and a user name there (`wiki-brest:Aline Morvan`), or a name
    in any capitals and accents. A name means the account that has no address and is known by it alone; where there
    is none, everyone who bears it.
    """

    def __init__(self) -> None:
        self._by_user: dict[str, int] = {}
        self._by_address: dict[str, int] = {}
        self._by_pseudonym: dict[str, int] = {}
        self._nameless: dict[str, int] = {}
        self._by_name: dict[str, tuple[int, ...]] = {}  # a set of one takes five times a tuple's memory

    def add(self, number: int, address: str, written: Iterable[str]) -> None:
        """Add an account under a number, its own or its person's, with the names it writes under."""
        bare = [word for name in written if (word := names.folded(name))]
        if address:
            self._by_address[_word(address)] = number
        elif bare:
            self._nameless[bare[0]] = number
        for name in bare:
            self._add_name(name, number)

    def add_user(self, number: int, source: str, written: Iterable[str]) -> None:
        """Add an account of a wiki likewise, with its user names: that of today, and older ones."""
        for user in written:
            self._by_user.setdefault(_user(source, user), number)
            if bare := names.folded(user):
                self._add_name(bare, number)

    def _add_name(self, name: str, number: int) -> None:
        known = self._by_name.get(name, ())
        if number not in known[-1:]:  # those of one person may come apart: `named` has each once
            self._by_name[name] = (*known, number)

    def add_pseudonym(self, number: int, pseudonym: str) -> None:
        """Let a pseudonym mean a number."""
        self._by_pseudonym[_word(pseudonym)] = number

    def named(self, written: str) -> list[int]:
        """The numbers that this means, in order; none where nobody is called so."""
        word = _word(written)
        source, colon, user = written.partition(":")
        if colon and (registered := self._by_user.get(_user(source.strip(), user))) is not None:
            return [registered]
        for known in (self._by_address, self._by_pseudonym, self._nameless):
            if word in known:
                return [known[word]]
        return sorted(set(self._by_name.get(word, ())))


def _user(source: str, user: str) -> str:
    """An account of a wiki as it is looked up: decisions write in small letters whatever has an @."""
    name = user_names.spelt(user)
    return user_names.identity(source.casefold(), name.casefold() if "@" in name else name)


def _word(written: str) -> str:
    return names.folded(written.strip().strip("<>"))
