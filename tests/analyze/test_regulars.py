from __future__ import annotations

import pytest
from factories import Archive, derive, source, study, values

from maillage.analyze.regulars import AuthorTotal, ListRegulars, classes, over, share
from maillage.project import Thresholds

OVER = [([10, 11, 12], 10, 2), ([10], 10, 0), ([], 10, 0), ([19, 20], 19, 1), ([100, 101], 100, 1)]
# Table 28: authors, those above 10, percent (Wiki-Brest's 20 % is misprinted, INCONSISTENCIES 5)
TABLE_28 = [(93, 18, 19.35), (32, 6, 18.75), (51, 16, 31.37), (390, 50, 12.82), (119, 25, 21.01), (27, 3, 11.11)]


@pytest.mark.parametrize(("messages", "limit", "authors"), OVER)
def test_over_is_strictly_more(messages: list[int], limit: int, authors: int) -> None:
    assert over(messages, limit) == authors


@pytest.mark.parametrize(("authors", "regular", "percent"), TABLE_28)
def test_the_shares_of_table_28_are_found_again(authors: int, regular: int, percent: float) -> None:
    messages = [[11]] * regular + [[10]] * (authors - regular)
    found = classes(messages, Thresholds())
    assert found[:2] == (authors, regular)
    assert found[2] == pytest.approx(percent / 100, abs=0.00005)


def test_a_share_of_nothing_is_not_known() -> None:
    assert share(0, 0) is None
    assert share(0, 5) == 0.0


def test_each_class_has_its_own_end(archive: Archive) -> None:
    for number, messages in enumerate((1, 1, 2, 10, 11, 19, 20, 100, 101)):
        archive.messages(messages, by=f"{number}@x.fr")
    derive(archive, study(archive.root))
    classes_found = ("authors", "regular", "intensive", "very_intensive", "single")
    assert values(archive.store, ListRegulars, *classes_found) == [(9, 5, 3, 1, 2)]


def test_thresholds_are_the_study_s(archive: Archive) -> None:
    archive.messages(3, by="a@x.fr")
    archive.messages(2, by="b@x.fr")
    derive(archive, study(archive.root, thresholds=Thresholds(2, 3, 4)))
    assert values(archive.store, ListRegulars, "regular", "intensive", "very_intensive") == [(1, 1, 0)]


def test_a_list_without_authors_has_no_share(archive: Archive) -> None:
    derive(archive, study(archive.root))
    assert values(archive.store, ListRegulars) == [("makers", 0, 0, None, 0, 0, 0)]


def test_a_person_on_two_lists_is_one_in_the_total_and_regular_where_she_writes_most(archive: Archive) -> None:
    archive.messages(6, "makers", by="a@x.fr")
    archive.messages(6, "unisson", by="a@x.fr")
    archive.messages(11, "wiki", by="a@x.fr")
    archive.message("wiki", by="b@x.fr")
    of = study(
        archive.root,
        source("makers", network="Lille"),
        source("unisson", network="Lille"),
        source("wiki", network="Brest"),
    )
    derive(archive, of)
    assert values(archive.store, AuthorTotal, "scope", "network", "authors", "regular", "single") == [
        ("network", "Lille", 1, 0, 0),
        ("network", "Brest", 2, 1, 1),
        ("study", "", 2, 1, 1),
    ]
