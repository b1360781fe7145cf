from __future__ import annotations

import time
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.analyze.wikis import differences
from maillage.analyze.wikis.differences import Budget, Run, common_start, equal_runs

SEQUENCES = st.lists(st.sampled_from("abcde"), max_size=25)
LONG_ENOUGH = st.lists(st.integers(0, 60), max_size=40)


def check(old: list[str] | list[int], new: list[str] | list[int]) -> None:
    """What every answer has to be: equal stretches, in the order of both, none overlapping."""
    i = j = 0
    for run in equal_runs(old, new):
        assert run.length > 0
        assert run.old >= i
        assert run.new >= j
        i, j = run.old + run.length, run.new + run.length
        assert old[run.old : i] == new[run.new : j]


@given(SEQUENCES, SEQUENCES)
def test_equal_runs_are_equal_and_in_the_order_of_both(old: list[str], new: list[str]) -> None:
    check(old, new)


@given(old=LONG_ENOUGH, new=LONG_ENOUGH)
def test_so_are_those_of_sequences_that_are_cut_in_pieces(old: list[int], new: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differences, "DEAREST", 30)
        check(old, new)


@given(SEQUENCES)
def test_what_is_equal_to_itself_is_one_run(one: list[str]) -> None:
    assert equal_runs(one, one) == ([Run(0, 0, len(one))] if one else [])


@given(SEQUENCES, SEQUENCES)
def test_what_begins_and_ends_alike_apart_it_finds_what_difflib_finds(old: list[str], new: list[str]) -> None:
    old, new = ["x", *old, "y"], ["z", *new, "t"]
    theirs = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    assert equal_runs(old, new) == [tuple(block) for block in theirs if block.size]


@pytest.mark.parametrize(
    ("old", "new", "alike"), [("", "", 0), ("abc", "", 0), ("abc", "abd", 2), ("abc", "abc", 3), ("ab", "abc", 2)]
)
def test_sequences_begin_alike(old: str, new: str, alike: int) -> None:
    assert common_start(old, new) == alike


def test_a_word_that_is_everywhere_costs_no_time() -> None:
    begun = time.process_time()
    budget = Budget()
    assert equal_runs(["a", "b"] * 100_000, ["b", "a", "a"] * 70_000, budget) == []
    assert budget.exceeded
    assert time.process_time() - begun < 5


def test_sequences_of_words_that_stand_once_are_cut_where_these_are() -> None:
    old = list(range(100_000))
    new = [one for number in old for one in (number, -number - 1)]
    budget = Budget()
    assert sum(run.length for run in equal_runs(old, new, budget)) == 100_000
    assert not budget.exceeded


def test_what_has_no_steps_left_is_different() -> None:
    budget = Budget(steps=0)
    assert equal_runs("abcd", "bxcy", budget) == []
    assert budget.exceeded
