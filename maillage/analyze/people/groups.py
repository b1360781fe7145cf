"""Groups that grow by joining, with pairs that never come together: in near-linear time."""

from __future__ import annotations


class Groups:
    """The numbers below `count`, each a group of its own at first."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self._size = [1] * count
        self._apart: dict[int, set[int]] = {}

    def of(self, member: int) -> int:
        """The group of a member, by one of its members."""
        root = member
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[member] != root:
            self._parent[member], member = root, self._parent[member]
        return root

    def keep_apart(self, first: int, second: int) -> bool:
        """Forbid that two groups ever become one; False if they already are."""
        first, second = self.of(first), self.of(second)
        if first == second:
            return False
        self._apart.setdefault(first, set()).add(second)
        self._apart.setdefault(second, set()).add(first)
        return True

    def are_apart(self, first: int, second: int) -> bool:
        """Whether two groups must never become one."""
        return self.of(second) in self._apart.get(self.of(first), ())

    def join(self, first: int, second: int) -> bool:
        """Make two groups one; False if that is forbidden."""
        kept, gone = self.of(first), self.of(second)
        if kept == gone:
            return True
        if gone in self._apart.get(kept, ()):
            return False
        if self._size[kept] < self._size[gone]:
            kept, gone = gone, kept
        self._parent[gone] = kept
        self._size[kept] += self._size[gone]
        for other in self._apart.pop(gone, ()):
            self._apart[other].discard(gone)
            self._apart[other].add(kept)
            self._apart.setdefault(kept, set()).add(other)
        return True
