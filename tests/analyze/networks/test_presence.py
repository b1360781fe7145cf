from __future__ import annotations

from pathlib import Path

import pytest
from factories import source, values
from networks_rows import contributions, derive, study, wiki

from maillage.analyze.networks.overlaps import ToolOverlap, jaccard
from maillage.analyze.networks.presence import NetworkPresence, ToolMember, ToolPresence, components
from maillage.project import Thresholds

A_DAY = "2015-03-02"
LISTS = {"makers": {1: f"{A_DAY} 2015-04-02", 2: A_DAY, 3: A_DAY}, "unisson": {3: A_DAY, 4: A_DAY}}
WIKIS = {"wiki": {1: f"{A_DAY} {A_DAY}", 4: "2016-01-01", 5: A_DAY}}
SOURCES = (source("makers", network="Brest"), source("unisson", network="Brest"), wiki("wiki", "Brest"))


def test_persons_are_counted_by_the_number_and_the_kinds_of_their_tools(tmp_path: Path) -> None:
    with contributions(tmp_path, LISTS, WIKIS) as store:
        derive(store, study(tmp_path, *SOURCES, thresholds=Thresholds(1, 2, 3)), "presence")
        found = values(store, ToolPresence, "least", "tools", "persons", "lists_only", "wikis_only", "both")
    assert [row[1:] for row in found if row[0] == 1] == [(1, 2, 1, 1, 0), (2, 3, 1, 0, 2), (3, 0, 0, 0, 0)]
    assert [row[1:] for row in found if row[0] == 2] == [(1, 0, 0, 0, 0), (2, 1, 0, 0, 1), (3, 0, 0, 0, 0)]


def test_who_is_subscribed_or_registered_in_silence_is_present_from_nothing_on(tmp_path: Path) -> None:
    with contributions(tmp_path, LISTS, WIKIS, {"makers": [1, 5, 6]}, {"wiki": [2, 7]}) as store:
        derive(store, study(tmp_path, *SOURCES), "presence")
        members = values(store, ToolMember, "source", "person", "contributions", "member")
        (nobody, authors) = values(store, NetworkPresence, "persons", "several", "both", "lists", "wikis")[:2]
    assert ("makers", 6, 0, 1) in members
    assert ("makers", 2, 1, 0) in members
    assert ("unisson", 4, 1, None) in members
    assert ("wiki", 2, 0, 1) in members
    assert nobody == (7, 5, 4, 2, 1)
    assert authors == (5, 3, 2, 2, 1)


def test_a_blocked_account_and_a_bot_are_no_members(tmp_path: Path) -> None:
    with contributions(tmp_path, LISTS, WIKIS, registered={"wiki": [8, 9]}) as store:
        with store.transaction():
            store.connection.execute("update wiki_accounts set standing = 'blocked' where person = 8")
            store.connection.execute("update wiki_accounts set standing = 'bot' where person = 9")
        derive(store, study(tmp_path, *SOURCES), "presence")
        assert not {8, 9} & {person for (person,) in values(store, ToolMember, "person")}


def test_edits_that_do_not_count_or_are_nobodys_make_no_presence(tmp_path: Path) -> None:
    with contributions(tmp_path, {}, {"wiki": {1: A_DAY}}) as store:
        with store.transaction():
            store.connection.execute("update edits set counted = 0, left_out = 'bot'")
            store.connection.execute("update wiki_accounts set standing = 'bot'")
        derive(store, study(tmp_path, *SOURCES), "presence")
        assert values(store, ToolMember) == []
        assert values(store, NetworkPresence, "persons", "several_share", "components")[0] == (0, None, 0)


def test_networks_are_counted_apart(tmp_path: Path) -> None:
    sources = (source("makers", network="Lille"), wiki("wiki", "Brest"))
    with contributions(tmp_path, {"makers": {1: A_DAY}}, {"wiki": {1: A_DAY}}) as store:
        derive(store, study(tmp_path, *sources), "presence", "overlaps")
        found = values(store, NetworkPresence, "network", "least", "persons", "both")
        overlaps = values(store, ToolOverlap, "least", "same_network", "shared", "jaccard")
    assert ("Lille", 1, 1, 0) in found
    assert ("Brest", 1, 1, 0) in found
    assert overlaps == [(1, 0, 1, 1.0), (0, 0, 1, 1.0)]


def test_a_tool_left_out_of_the_analysis_is_in_no_network(tmp_path: Path) -> None:
    sources = (SOURCES[0], source("unisson", network="Brest", analysed=False), SOURCES[2])
    with contributions(tmp_path, LISTS, WIKIS) as store:
        derive(store, study(tmp_path, *sources), "presence")
        assert {name for (name,) in values(store, ToolMember, "source")} == {"makers", "wiki"}


def test_the_overlap_of_each_pair_of_tools(tmp_path: Path) -> None:
    with contributions(tmp_path, LISTS, WIKIS, {"makers": [5]}) as store:
        derive(store, study(tmp_path, *SOURCES), "presence", "overlaps")
        found = values(store, ToolOverlap, "least", "source", "other", "persons", "other_persons", "shared", "jaccard")
    assert found == [
        (1, "makers", "unisson", 3, 2, 1, 1 / 4),
        (1, "makers", "wiki", 3, 3, 1, 1 / 5),
        (1, "unisson", "wiki", 2, 3, 1, 1 / 4),
        (0, "makers", "unisson", 4, 2, 1, 1 / 5),
        (0, "makers", "wiki", 4, 3, 2, 2 / 5),
        (0, "unisson", "wiki", 2, 3, 1, 1 / 4),
    ]


@pytest.mark.parametrize(
    ("presence", "expected"),
    [
        ({}, []),
        ({1: {"a"}, 2: {"b"}}, [1, 1]),
        ({1: {"a", "b"}, 2: {"b"}, 3: {"c"}}, [2, 1]),
        ({1: {"a", "b"}, 2: {"c", "d"}, 3: {"d", "a"}, 4: {"e"}}, [3, 1]),
    ],
)
def test_tools_hang_together_by_persons_if_only_through_third_ones(
    presence: dict[int, set[str]], expected: list[int]
) -> None:
    assert components(presence) == expected


def test_jaccard_of_nobody_is_not_known() -> None:
    assert jaccard(set(), set()) is None
    assert jaccard({1}, set()) == 0.0
