from __future__ import annotations

from pathlib import Path
from random import Random

from evaluation.scores import Counts, scores
from evaluation.wiki_persons import WIKI, counts, invented, persons, write
from maillage.analyze.people.user_names import identity

TRUTH = {"a@x": "a", "w:A": "a", "w:A2": "a", "b@x": "b", "w:B": "b"}
FOUND = {"a@x": 1, "w:A": 1, "w:A2": 2, "b@x": 1, "w:B": 3}
ON_WIKI = {"w:A", "w:A2", "w:B"}


def test_only_pairs_of_the_two_kinds_are_counted() -> None:
    assert counts(TRUTH, FOUND, ON_WIKI, {"a@x", "b@x"}) == [Counts(1, 1, 1), Counts(0, 0, 1)]
    assert counts(TRUTH, FOUND, ON_WIKI, ON_WIKI) == [Counts(0, 0, 1)]


def test_of_an_invented_crowd_hardly_anybody_is_taken_for_another(tmp_path: Path) -> None:
    people = list(invented(Random(1), on_list=120, on_wiki=600, on_both=60))  # noqa: S311  # the same crowd each time
    assert len({one.user for one in people if one.user}) == 600
    write(tmp_path / "crowd", people)
    found, _ = persons(tmp_path / "crowd")
    truth = {
        account: f"{number:03}"
        for number, one in enumerate(people)
        for account in (one.address, one.user and identity(WIKI, one.user))
        if account
    }
    on_wiki = {account for account in truth if account.startswith(f"{WIKI}:")}
    measured = scores(counts(truth, found, on_wiki, truth.keys() - on_wiki))
    assert measured.expected == 60
    assert measured.precision.value >= 0.95
    assert measured.recall.value >= 0.3
