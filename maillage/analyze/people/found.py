"""An account as the archives and subscriber lists have it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from maillage.analyze.people import names


@dataclass(slots=True)
class Found:
    """An account and what was seen of it. `first`: its first message, to sort by."""

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


def most_used(counts: Counter[str]) -> str:
    """The name in most messages, no address if there is another; the longest, then the first of the alphabet."""
    return min(counts, key=lambda name: ("@" in name, -counts[name], -len(name), name), default="")
