"""Precision, recall and F1 with intervals, and the sections of the report that shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

RESAMPLES = 1_000
SEED = 2018


class Counts(NamedTuple):
    """What was found of one unit (a mail, a signature, a person): right, wrong, and missed."""

    right: int
    wrong: int
    missed: int


class Interval(NamedTuple):
    """A figure from 0 to 1 and the bounds between which 95 % of the resamples fall."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True)
class Scores:
    """Precision, recall and F1 over all units."""

    precision: Interval
    recall: Interval
    f1: Interval
    expected: int  # right and missed: what there was to find


@dataclass(frozen=True)
class Section:
    """A part of the report: what was measured on what, a table, and what to mind. `rows` are Markdown cells."""

    title: str
    about: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def precision(counts: Counts) -> float:
    """Right of all that was found; 1 where nothing was found, for nothing wrong was said."""
    found = counts.right + counts.wrong
    return counts.right / found if found else 1.0


def recall(counts: Counts) -> float:
    """Right of all there was to find; 1 where there was nothing."""
    expected = counts.right + counts.missed
    return counts.right / expected if expected else 1.0


def f1(counts: Counts) -> float:
    """The harmonic mean of precision and recall (van Rijsbergen 1979); 0 where nothing is right."""
    whole = 2 * counts.right + counts.wrong + counts.missed
    return 2 * counts.right / whole if whole else 1.0


def scores(units: Sequence[Counts]) -> Scores:
    """The scores of all units together, with bootstrap intervals over units (Efron & Tibshirani 1993, ch. 13)."""
    return Scores(
        precision=bootstrap(units, precision),
        recall=bootstrap(units, recall),
        f1=bootstrap(units, f1),
        expected=sum(unit.right + unit.missed for unit in units),
    )


def bootstrap(units: Sequence[Counts], measure: Callable[[Counts], float]) -> Interval:
    """A measure of all units together, and its percentile interval over resampled units; the same every time."""
    draw = Random(SEED)  # noqa: S311  # resampling, no secret
    drawn = sorted(measure(total(draw.choices(units, k=len(units)))) for _ in range(RESAMPLES)) if units else [1.0]
    return Interval(measure(total(units)), drawn[int(0.025 * len(drawn))], drawn[int(0.975 * len(drawn))])


def total(units: Iterable[Counts]) -> Counts:
    """The sum of all units."""
    right = wrong = missed = 0
    for unit in units:
        right += unit.right
        wrong += unit.wrong
        missed += unit.missed
    return Counts(right, wrong, missed)


def row(name: str, of: Scores, target: str = "") -> tuple[str, ...]:
    """The cells of one measured thing: name, what there was to find, precision, recall, F1, and what is aimed at."""
    return name, str(of.expected), str(of.precision), str(of.recall), str(of.f1), target


HEADER = ("", "to find", "precision", "recall", "F1", "target")
