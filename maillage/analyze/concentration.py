"""How unequally the authors of a list share its messages: "limited to few" (L15798-15811) in figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import ceil

from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

LISTS = "select source from list_periods order by source"
MESSAGES = "select messages from person_lists where source = ? and messages > 0 order by messages"

POINTS = 200
"""More points than this are thinned out: the eye does not see them."""


@table("concentrations", pk=("source",))
@dataclass(frozen=True)
class Concentration:
    """One list. `messages`: those whose author can be read. All measures are None for a list without any.

    `half_makers`: the fewest authors who make half of the messages; `half_makers_messages`: what they made.
    `intensive_share`, `top_decile_share`: of the messages, by the intensive authors and by the top tenth.
    """

    source: str
    authors: int
    messages: int
    gini: float | None
    half_makers: int | None
    half_makers_messages: int | None
    intensive: int
    intensive_share: float | None
    top_decile: int
    top_decile_share: float | None


@table("lorenz_points", pk=("source", "rank"))
@dataclass(frozen=True)
class LorenzPoint:
    """The `rank` authors who wrote least, and what share of the messages they make. Straight between points."""

    source: str
    rank: int
    authors_share: float
    messages_share: float


ROWS = (Concentration, LorenzPoint)


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[Concentration | LorenzPoint]:  # noqa: ARG001  # the contract of steps
    """The concentration of every analysed list, and its Lorenz curve."""
    for row in store.rows(LISTS):
        source = row["source"]
        messages = [row["messages"] for row in store.rows(MESSAGES, (source,))]
        yield concentration(source, messages, study.thresholds.intensive_from)
        yield from lorenz_points(source, messages)


def concentration(source: str, messages: Sequence[int], intensive_from: int) -> Concentration:
    """All measures of one list, from the messages of each of its authors."""
    intensive = [count for count in messages if count >= intensive_from]
    makers = half_makers(messages)
    decile = ceil(len(messages) / 10)
    return Concentration(
        source=source,
        authors=len(messages),
        messages=sum(messages),
        gini=gini(messages),
        half_makers=makers,
        half_makers_messages=None if makers is None else _top(messages, makers),
        intensive=len(intensive),
        intensive_share=_share(sum(intensive), sum(messages)),
        top_decile=decile,
        top_decile_share=top_share(messages, decile),
    )


def gini(messages: Sequence[int]) -> float | None:
    """The Gini coefficient of the messages of the authors; None without messages.

    From 0.0, all wrote equally, to (n - 1) / n, one of n wrote everything. The plain formula of the sample, no
    correction for small lists (none multiplies it by n / (n - 1)): with x sorted upwards,
    2 * sum(i * x_i) / (n * sum(x)) - (n + 1) / n. Gini (1912); Lorenz (1905) for the curve it measures.
    Silent subscribers are not authors: with them it would be higher. Table 35 of the thesis gives 0.587.
    """
    total, authors = sum(messages), len(messages)
    if not total:
        return None
    ranked = sum(rank * count for rank, count in enumerate(sorted(messages), start=1))
    return (2 * ranked - (authors + 1) * total) / (authors * total)


def half_makers(messages: Sequence[int]) -> int | None:
    """The smallest number of authors who make at least half of the messages; None without messages.

    From 1, one person is the list, to half of the authors, all wrote equally. Table 35: 4 (88 of 175).
    """
    half = sum(messages) / 2
    reached = accumulate(sorted(messages, reverse=True))
    return next((makers for makers, made in enumerate(reached, start=1) if made >= half), None) if half else None


def top_share(messages: Sequence[int], authors: int) -> float | None:
    """What share of the messages the so many authors who wrote most make; None without messages.

    From their share of the authors, all wrote equally, to 1.0.
    """
    return _share(_top(messages, authors), sum(messages))


def lorenz_points(source: str, messages: Sequence[int]) -> list[LorenzPoint]:
    """The Lorenz curve of one list, from (0, 0) to (1, 1): a point wherever the next authors wrote more.

    Between authors who wrote equally the curve is straight, so nothing is lost; only a list with over 200
    different numbers of messages has points nearer than a hundredth to the one before left out.
    """
    total, authors = sum(messages), len(messages)
    if not total:
        return []
    points, rank, made = [LorenzPoint(source, 0, 0.0, 0.0)], 0, 0
    for count, group in groupby(sorted(messages)):
        alike = len(list(group))
        rank, made = rank + alike, made + count * alike
        points.append(LorenzPoint(source, rank, rank / authors, made / total))
    return points if len(points) <= POINTS else _thinned(points)


def _thinned(points: Sequence[LorenzPoint]) -> list[LorenzPoint]:
    """Points at least a hundredth apart, in authors or in messages, and the last: 201 at most."""
    kept = [points[0]]
    for point in points[1:-1]:
        step = max(point.authors_share - kept[-1].authors_share, point.messages_share - kept[-1].messages_share)
        if step >= 2 / POINTS:
            kept.append(point)
    return [*kept, points[-1]]


def _top(messages: Sequence[int], authors: int) -> int:
    return sum(sorted(messages, reverse=True)[:authors])


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
