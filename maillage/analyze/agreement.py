"""How far coders agree: percent agreement, Cohen's kappa and Krippendorff's alpha for categories, with intervals (D3).

Coders fill in *units*, such as the status of an author. What they say of one is a pattern, one answer a coder in
a fixed order, None where a coder says nothing; ratings count how often each pattern occurs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import NamedTuple

Ratings = Mapping[tuple[str | None, ...], int]

RESAMPLES = 1_000
SEED = 2018
Z = 1.959964  # of 95 %, both sides


class Estimate(NamedTuple):
    """A figure, and the bounds of its 95 % confidence interval; nan where it is not defined."""

    value: float
    low: float
    high: float


def pair(ratings: Ratings, first: int, second: int) -> Counter[tuple[str | None, ...]]:
    """The ratings of two coders, of the units that both filled in."""
    found: Counter[tuple[str | None, ...]] = Counter()
    for pattern, units in ratings.items():
        if pattern[first] is not None and pattern[second] is not None:
            found[pattern[first], pattern[second]] += units
    return found


def percent_agreement(ratings: Ratings) -> float:
    """Share of the units of which two coders say the same; nan without units.

    From 0, never, to 1, always. It does not tell how much of it chance alone would give: see `cohen_kappa`.
    """
    units = sum(ratings.values())
    return sum(count for (first, second), count in ratings.items() if first == second) / units if units else math.nan


def cohen_kappa(ratings: Ratings) -> float:
    """Agreement of two coders beyond what their own habits would give by chance (Cohen 1960).

    (p_o − p_e) / (1 − p_e), p_e from each coder's own shares of the categories. From −1 to 1: 0, as by chance;
    1, always alike. nan without units, and where both only ever use one and the same category.
    """
    units = sum(ratings.values())
    if not units:
        return math.nan
    shares: tuple[Counter[str | None], Counter[str | None]] = (Counter(), Counter())
    for (first, second), count in ratings.items():
        shares[0][first] += count
        shares[1][second] += count
    by_chance = sum(count * shares[1][answer] for answer, count in shares[0].items()) / units**2
    return (percent_agreement(ratings) - by_chance) / (1 - by_chance) if by_chance < 1 else math.nan


def krippendorff_alpha(ratings: Ratings) -> float:
    """Agreement of any number of coders beyond chance, for categories (Krippendorff 2011, nominal metric).

    1 − D_o / D_e: the disagreement seen, over that of values dealt out at random. Units may lack answers; those
    with fewer than two do not count. 1, always alike; 0, as by chance; below, opposed. nan where fewer than two
    different answers can be compared.
    """
    values: Counter[str] = Counter()
    differing = 0.0
    for pattern, units in ratings.items():
        answers = Counter(answer for answer in pattern if answer is not None)
        size = answers.total()
        if size < 2:
            continue
        for answer, count in answers.items():
            values[answer] += units * count
            differing += units * count * (size - count) / (size - 1)
    paired = values.total()
    by_chance = paired**2 - sum(count**2 for count in values.values())
    return 1 - (paired - 1) * differing / by_chance if by_chance else math.nan


def bootstrap(ratings: Ratings, measure: Callable[[Ratings], float]) -> Estimate:
    """A measure and its percentile interval over resampled units (Efron & Tibshirani 1993, ch. 13).

    The same every time. Resamples in which the measure is not defined are left out.
    """
    patterns = sorted(ratings, key=repr)
    weights = [ratings[pattern] for pattern in patterns]
    drawn = sorted(value for value in _drawn(patterns, weights, measure) if not math.isnan(value))
    if not drawn:
        return Estimate(measure(ratings), math.nan, math.nan)
    return Estimate(measure(ratings), drawn[int(0.025 * len(drawn))], drawn[int(0.975 * len(drawn))])


def _drawn(
    patterns: list[tuple[str | None, ...]], weights: list[int], measure: Callable[[Ratings], float]
) -> Iterator[float]:
    draw = Random(SEED)  # noqa: S311  # resampling, no secret
    for _ in range(RESAMPLES if patterns else 0):
        yield measure(Counter(draw.choices(patterns, weights, k=sum(weights))))


def share_interval(share: float, units: int) -> Estimate:
    """A share of that many units with its score interval (Wilson 1927), which holds for few units and near 1 too."""
    if not units:
        return Estimate(math.nan, math.nan, math.nan)
    whole = 1 + Z**2 / units
    middle = (share + Z**2 / (2 * units)) / whole
    half = Z * math.sqrt(share * (1 - share) / units + Z**2 / (4 * units**2)) / whole
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))
