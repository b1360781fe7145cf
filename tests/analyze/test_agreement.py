from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.analyze.agreement import (
    Estimate,
    bootstrap,
    cohen_kappa,
    krippendorff_alpha,
    pair,
    percent_agreement,
    share_interval,
)

# Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, examples A to C: a line for each observer.
BINARY = ("0100000010", "1110010000")
TWO_OBSERVERS = ("aabbdcccedda", "babbbccceddd")
WITH_MISSING = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def ratings(lines: Sequence[str]) -> Counter[tuple[str | None, ...]]:
    return Counter(tuple(None if answer == "." else answer for answer in unit) for unit in zip(*lines, strict=True))


def square(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> dict[tuple[str | None, ...], int]:
    return {("yes", "yes"): yes_yes, ("yes", "no"): yes_no, ("no", "yes"): no_yes, ("no", "no"): no_no}


@pytest.mark.parametrize(("lines", "alpha"), [(BINARY, 0.095), (TWO_OBSERVERS, 0.692), (WITH_MISSING, 0.743)])
def test_alpha_is_that_of_krippendorffs_own_examples(lines: Sequence[str], alpha: float) -> None:
    assert krippendorff_alpha(ratings(lines)) == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize(
    ("table", "agreement", "kappa"),
    [
        (square(20, 5, 10, 15), 0.70, 0.40),
        (square(45, 15, 25, 15), 0.60, 0.1304),  # alike as often as the next, by chance more often
        (square(25, 35, 5, 35), 0.60, 0.2593),
        (square(15, 5, 10, 70), 0.85, 0.57),  # Viera & Garrett 2005, Family Medicine 37(5)
        (square(0, 10, 10, 0), 0.0, -1.0),
    ],
)
def test_kappa_is_that_of_textbooks(table: dict[tuple[str | None, ...], int], agreement: float, kappa: float) -> None:
    assert percent_agreement(table) == agreement
    assert cohen_kappa(table) == pytest.approx(kappa, abs=0.005)


def test_what_was_never_said_twice_cannot_be_compared() -> None:
    assert math.isnan(percent_agreement({}))
    assert math.isnan(cohen_kappa({}))
    assert math.isnan(krippendorff_alpha({("a", None): 3, (None, "b"): 2}))
    assert bootstrap({}, cohen_kappa) == pytest.approx((math.nan, math.nan, math.nan), nan_ok=True)


def test_one_category_for_all_tells_nothing_of_chance() -> None:
    assert math.isnan(cohen_kappa({("a", "a"): 9}))
    assert math.isnan(krippendorff_alpha({("a", "a"): 9}))


def test_a_pair_has_the_units_that_both_filled_in() -> None:
    whole = {("a", "b", None): 2, ("a", None, "a"): 3, ("c", "b", "c"): 4}
    assert pair(whole, 0, 2) == {("a", "a"): 3, ("c", "c"): 4}


ANSWERS = st.lists(st.lists(st.sampled_from([None, "a", "b", "c"]), min_size=3, max_size=3), min_size=2, max_size=30)


@given(ANSWERS)
def test_alpha_is_that_of_the_krippendorff_package(units: list[list[str | None]]) -> None:
    ours = krippendorff_alpha(Counter(map(tuple, units)))
    if math.isnan(ours):
        return
    codes = [[math.nan if one is None else float("abc".index(one)) for one in unit] for unit in units]
    coders = list(zip(*codes, strict=True))
    theirs = krippendorff.alpha(reliability_data=coders, level_of_measurement="nominal")
    assert ours == pytest.approx(theirs)


def test_an_interval_holds_its_value_and_is_the_same_every_time() -> None:
    table = square(20, 5, 10, 15)
    found = bootstrap(table, cohen_kappa)
    assert found == bootstrap(dict(reversed(table.items())), cohen_kappa)
    assert found.low < found.value < found.high
    # 0.40 ± 1.96 × 0.127, the large-sample error of Fleiss, Cohen & Everitt (1969)
    assert (found.low, found.high) == pytest.approx((0.15, 0.65), abs=0.04)


def test_more_units_make_a_narrower_interval() -> None:
    few, many = square(4, 1, 2, 3), square(400, 100, 200, 300)
    assert width(bootstrap(many, cohen_kappa)) < width(bootstrap(few, cohen_kappa)) / 5


def width(found: Estimate) -> float:
    return found.high - found.low


def test_full_agreement_of_few_units_is_not_certain() -> None:
    found = share_interval(1.0, 10)
    assert found == pytest.approx((1.0, 0.7225, 1.0), abs=0.0001)  # Newcombe 1998
