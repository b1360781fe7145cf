"""An account as the archives and subscriber lists have it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from maillage.analyze.people import names, user_names

KINDS = ("address", "name", "forum", "wiki")


@dataclass(slots=True)
class Found:
    """An account and what was seen of it. `first`: its first message or edit, to sort by.

    `source`, `user`: the wiki that it is registered on, and its user name there; "" for who writes mails. `email`: the
    address that a site knows such an account by, "" where its archive does not tell. `is_handle`: whether its address
    is that of a forum's account, `marie@forum.example.org`, which no mail reaches.
    """

    address: str = ""
    messages: int = 0
    first_at: str | None = None
    last_at: str | None = None
    first: str | None = None
    names: Counter[str] = field(default_factory=Counter)
    source: str = ""
    user: str = ""
    email: str = ""
    is_handle: bool = False

    @property
    def identity(self) -> str:
        """What tells it from every other account: its address, or its folded name without one; on a wiki its user."""
        if self.source:
            return user_names.identity(self.source, self.user)
        return self.address or names.folded(self.name)

    @property
    def kind(self) -> str:
        """What it is known by: one of `KINDS`."""
        if self.source:
            return "wiki"
        if self.is_handle:
            return "forum"
        return "address" if self.address else "name"

    @property
    def is_role(self) -> bool:
        """Whether its address is an office's, such as `contact@`; who calls herself so on a forum is a person."""
        return not self.is_handle and names.is_role(self.address)

    @property
    def name(self) -> str:
        """Its user name on a wiki, or the name it uses most; "" where it has none."""
        return self.user or most_used(self.names)

    @property
    def keys(self) -> set[str]:
        """The keys of its full names."""
        return {key for key in map(names.key, self.names) if key}


def most_used(counts: Counter[str]) -> str:
    """The name in most messages, no address if there is another; the longest, then the first of the alphabet."""
    return min(counts, key=lambda name: ("@" in name, -counts[name], -len(name), name), default="")
