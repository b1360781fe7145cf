from __future__ import annotations

import mwreverts
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.analyze.wikis.reverting import RADIUS, Revert, reverts

HISTORIES = st.lists(st.sampled_from("aabbcdefghijklmnopqrst"), max_size=60)


def theirs(digests: list[str], radius: int) -> list[tuple[int, list[int], int]]:
    """The reverts that mwreverts finds: what reverts, what is reverted, oldest first, and to what."""
    found = mwreverts.detect([(digest, number) for number, digest in enumerate(digests)], radius=radius)
    return [(one.reverting, sorted(one.reverteds), one.reverted_to) for one in found]


def ours(digests: list[str], radius: int) -> list[tuple[int, list[int], int]]:
    found = reverts(((digest, number) for number, digest in enumerate(digests)), radius)
    return [(one.reverting, list(one.reverted), one.reverted_to) for one in found]


def test_the_radius_is_that_of_mwreverts() -> None:
    assert mwreverts.defaults.RADIUS == RADIUS


@given(HISTORIES, st.integers(1, 16))
def test_every_history_has_the_reverts_that_mwreverts_finds(digests: list[str], radius: int) -> None:
    assert ours(digests, radius) == theirs(digests, radius)


def test_their_own_case_has_two_reverts_within_a_radius_of_two() -> None:
    """Seven revisions: the fourth and the last go back to the first text, the sixth is too far from its own."""
    assert ours(list("abcadba"), 2) == [(3, [1, 2], 0), (6, [4, 5], 3)] == theirs(list("abcadba"), 2)


def test_the_case_of_their_documentation_is_one_revert() -> None:
    assert list(reverts(zip("abac", (1, 2, 3, 4), strict=True))) == [Revert(3, (2,), 1)]


@pytest.mark.parametrize(("between", "found"), [(15, 1), (16, 0)])
def test_fifteen_revisions_may_lie_between_and_not_sixteen(between: int, found: int) -> None:
    digests = ["a", *(f"x{number}" for number in range(between)), "a"]
    assert len(ours(digests, RADIUS)) == found == len(theirs(digests, RADIUS))


def test_saving_the_same_text_again_reverts_nothing() -> None:
    assert ours(list("aab"), RADIUS) == []


def test_texts_that_are_not_known_are_like_no_other() -> None:
    assert ours(["", "b", ""], RADIUS) == []
