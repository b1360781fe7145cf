"""Identity reverts: a revision of a page that is the same, byte for byte, as an earlier one, with others between.

As `mwreverts` has it: the earlier revision is the latest that is the same, at most `RADIUS` others lie between, and
all of these are reverted. Research on Wikipedia has taken 15 since Priedhorsky et al. (2007).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

RADIUS = 15

State = TypeVar("State")


class Revert(NamedTuple, Generic[State]):
    """A revert: to which state it goes back, and what it undoes, oldest first."""

    reverting: State
    reverted: tuple[State, ...]
    reverted_to: State


@dataclass
class Recent(Generic[State]):
    """The latest states of a page, and how each is told from others."""

    radius: int = RADIUS
    states: deque[tuple[str, State]] = field(default_factory=deque)

    def revert(self, digest: str, state: State) -> Revert[State] | None:
        """What a new state reverts; None where it reverts nothing. A state without digest is like no other."""
        found = None
        if digest:
            between: list[State] = []
            for earlier, old in reversed(self.states):
                if earlier == digest:
                    found = Revert(state, tuple(reversed(between)), old) if between else None
                    break
                between.append(old)
        self.states.append((digest, state))
        if len(self.states) > self.radius + 1:
            self.states.popleft()
        return found


def reverts(states: Iterable[tuple[str, State]], radius: int = RADIUS) -> Iterator[Revert[State]]:
    """The reverts of a page, from its revisions in their order, each with the digest of its text."""
    recent: Recent[State] = Recent(radius)
    for digest, state in states:
        found = recent.revert(digest, state)
        if found:
            yield found
