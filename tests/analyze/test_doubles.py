from __future__ import annotations

import pytest
from factories import Archive, derive, source, study, values

from maillage.analyze.doubles import ListDoubles, doubles

# accounts, those that wrote, the person of each; then persons, doubled, share, authors before and after
DOUBLES = [
    ({1, 2, 3}, {1, 2}, {1: 1, 2: 1, 3: 2}, (2, 1, 0.5, 2, 1)),
    ({1, 2}, {1, 2}, {1: 1, 2: 2}, (2, 0, 0.0, 2, 2)),
    ({1, 2, 3}, set(), {1: 1, 2: 1, 3: 1}, (1, 1, 1.0, 0, 0)),
    (set(), set(), {}, (0, 0, None, 0, 0)),
]


@pytest.mark.parametrize(("accounts", "authors", "persons", "expected"), DOUBLES)
def test_doubles_are_persons_with_several_accounts(
    accounts: set[int], authors: set[int], persons: dict[int, int], expected: tuple[object, ...]
) -> None:
    assert doubles("makers", accounts, authors, persons) == ListDoubles("makers", len(accounts), *expected)  # type: ignore[arg-type]


def test_only_the_accounts_of_a_list_make_its_doubles(archive: Archive) -> None:
    archive.message("makers", by="a@x.fr", name="Marie Martin")
    archive.message("unisson", by="b@x.fr", name="Marie Martin")
    archive.message("unisson", name="Martin Marie")
    archive.message("makers", by="late@x.fr", sent=None)
    archive.roster("makers", addresses=["c@x.fr"], names={"c@x.fr": "Marie Martin"})
    derive(archive, study(archive.root, source("makers"), source("unisson")))
    assert values(archive.store, ListDoubles) == [
        ("makers", 2, 1, 1, 1.0, 1, 1),
        ("unisson", 2, 1, 1, 1.0, 2, 1),
    ]
