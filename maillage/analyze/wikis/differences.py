"""Which stretches of two sequences are the same, in an order that both have, found in bounded time.

The longest stretch first, then to its left and right (Ratcliff & Obershelp, as in `difflib`), which is what the tools
of research on wikis take for a difference. That takes time which grows with the square of the sequences, so long ones
are first cut at what stands once in both and in the same order (patience diff), and what is still too long is taken
for different.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

Element = str | int

DEAREST = 1_000_000  # steps at most for one piece: some tenths of a second
MOST_STEPS = 10_000_000  # steps at most for a pair of sequences, after which the rest is taken for different
MOST_CUTS = 20  # times that a piece is cut in pieces


class Run(NamedTuple):
    """A stretch that is the same: where it begins in the first and in the second sequence, and how long it is."""

    old: int
    new: int
    length: int


@dataclass
class Budget:
    """The steps that are left. `exceeded`: whether something was taken for different for want of them."""

    steps: int = MOST_STEPS
    exceeded: bool = False

    def spend(self, steps: int) -> bool:
        """Whether there were so many; they are gone."""
        if steps > self.steps:
            self.exceeded = True
            return False
        self.steps -= steps
        return True


def equal_runs(old: Sequence[Element], new: Sequence[Element], budget: Budget | None = None) -> list[Run]:
    """The stretches that both sequences have, in the order of both; none overlap.

    It takes time in proportion to the sequences, and `budget` steps more at most.
    """
    return list(_runs(Piece(old, new), budget or Budget()))


class Piece(NamedTuple):
    """Parts of two sequences, where each begins in its whole, and how often they were cut."""

    old: Sequence[Element]
    new: Sequence[Element]
    old_at: int = 0
    new_at: int = 0
    cuts: int = 0

    def part(self, old: slice, new: slice, cuts: int = 0) -> Piece:
        """A piece of this one."""
        old_at, new_at = self.old_at + old.start, self.new_at + new.start
        return Piece(self.old[old], self.new[new], old_at, new_at, self.cuts + cuts)

    def run(self, old: int, new: int, length: int) -> Run:
        """A stretch of this one, by its places in the wholes."""
        return Run(self.old_at + old, self.new_at + new, length)


def _runs(piece: Piece, budget: Budget) -> Iterator[Run]:
    old, new = piece.old, piece.new
    head = common_start(old, new)
    tail = common_start(old[: head - len(old) - 1 : -1], new[: head - len(new) - 1 : -1])
    old_end, new_end = len(old) - tail, len(new) - tail
    if head:
        yield piece.run(0, 0, head)
    if head < old_end and head < new_end:
        yield from _inner_runs(piece.part(slice(head, old_end), slice(head, new_end)), budget)
    if tail:
        yield piece.run(old_end, new_end, tail)


def _inner_runs(piece: Piece, budget: Budget) -> Iterator[Run]:
    """The stretches of a piece whose parts neither begin nor end alike."""
    old, new = piece.old, piece.new
    old_counts, new_counts = Counter(old), Counter(new)
    pairs = sum(count * new_counts[one] for one, count in old_counts.items() if one in new_counts)
    if not pairs:
        return
    steps = (len(old) + pairs) * min(len(old), len(new), pairs)
    if steps <= DEAREST:
        if budget.spend(steps):
            blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
            yield from (piece.run(*block) for block in blocks if block.size)
        return
    anchors = _anchors(old, new, old_counts, new_counts)
    if not anchors or piece.cuts == MOST_CUTS:
        budget.exceeded = True
        return
    if not budget.spend(len(old) + len(new)):
        return
    i, j = 0, 0
    for old_place, new_place in anchors:
        yield from _runs(piece.part(slice(i, old_place), slice(j, new_place), cuts=1), budget)
        yield piece.run(old_place, new_place, 1)
        i, j = old_place + 1, new_place + 1
    yield from _runs(piece.part(slice(i, len(old)), slice(j, len(new)), cuts=1), budget)


def common_start(old: Sequence[object], new: Sequence[object]) -> int:
    """How many elements two sequences begin with alike."""
    shorter = min(len(old), len(new))
    if old[:shorter] == new[:shorter]:
        return shorter
    return next(i for i in range(shorter) if old[i] != new[i])


def _anchors(
    old: Sequence[Element], new: Sequence[Element], old_counts: Counter[Element], new_counts: Counter[Element]
) -> list[tuple[int, int]]:
    """The places of the most elements that stand once in both, in one order: their longest increasing sequence."""
    places = {one: j for j, one in enumerate(new) if new_counts[one] == 1}
    pairs = [(i, places[one]) for i, one in enumerate(old) if old_counts[one] == 1 and one in places]
    ends: list[int] = []  # the lowest place in which an increasing sequence of each length ends
    last: list[int] = []  # the pair which that is
    before: list[int | None] = []  # the pair that precedes each
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [j]
        last[length : length + 1] = [number]
    found: list[tuple[int, int]] = []
    at = last[-1] if last else None
    while at is not None:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]
