from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.scores import Counts, scores
from evaluation.wiki_crowds import OTHER_WIKI, WIKI, Plan, invented, write
from evaluation.wiki_persons import counts, persons
from maillage.analyze.people.user_names import identity

TRUTH = {"a@x": "a", "w:A": "a", "w:A2": "a", "b@x": "b", "w:B": "b"}
FOUND = {"a@x": 1, "w:A": 1, "w:A2": 2, "b@x": 1, "w:B": 3}
ON_WIKI = {"w:A", "w:A2", "w:B"}


def test_only_pairs_of_the_two_kinds_are_counted() -> None:
    assert counts(TRUTH, FOUND, ON_WIKI, {"a@x", "b@x"}) == [Counts(1, 1, 1), Counts(0, 0, 1)]
    assert counts(TRUTH, FOUND, ON_WIKI, ON_WIKI) == [Counts(0, 0, 1)]


@pytest.mark.parametrize("names", ["tuned", "held out"])
def test_of_an_invented_crowd_hardly_anybody_is_taken_for_another(tmp_path: Path, names: str) -> None:
    people = list(invented(Plan(on_list=120, on_wiki=600, on_both=60, seed=1, names=names)))
    assert len({one.users[WIKI] for one in people if WIKI in one.users}) == 600
    write(tmp_path / "crowd", people)
    found = persons(tmp_path / "crowd")
    truth = {
        account: f"{number:03}"
        for number, one in enumerate(people)
        for account in (one.address, *(identity(wiki, user) for wiki, user in one.users.items()))
        if account
    }
    on_wiki = {account for account in truth if account.startswith(f"{WIKI}:")}
    measured = scores(counts(truth, found.person, on_wiki, truth.keys() - on_wiki))
    assert measured.expected == 60
    assert measured.precision.value >= 0.95
    assert measured.recall.value >= 0.4


def test_a_crowd_in_time_has_silent_accounts_and_people_on_two_wikis(tmp_path: Path) -> None:
    plan = Plan(on_list=60, on_wiki=300, on_both=40, seed=2, editing=100, in_time=True, on_other=60)
    people = list(invented(plan))
    assert sum(one.edits is None for one in people) == 300 - 40 - 100
    assert sum(len(one.users) == 2 for one in people) == 20
    assert sum(OTHER_WIKI in one.users for one in people) == 60
    assert people == list(invented(plan))
    write(tmp_path / "crowd", people)
    found = persons(tmp_path / "crowd")
    assert len(found.person) == sum(bool(one.address) + len(one.users) for one in people)
