from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from factories import source, values
from networks_rows import contributions, derive, study, wiki

from maillage.analyze.networks.tiers import NetworkTier, NetworkTierCount, network_tiers, share
from maillage.project import Tiers

SOURCES = (source("makers", network="Brest"), wiki("wiki", "Brest"))
LISTS = {"makers": {1: "2014-01-10 " * 3, 2: "2014-01-11"}}
WIKIS = {"wiki": {1: "2014-01-10", 3: "2014-01-10 " * 5}}


def test_the_tier_of_a_person_is_that_of_her_best_tool(tmp_path: Path) -> None:
    of = study(tmp_path, *SOURCES, tiers=Tiers(core=4, active=3))
    with contributions(tmp_path, LISTS, WIKIS, {"makers": [3, 4]}) as store:
        derive(store, of, "presence", "tiers")
        found = values(store, NetworkTier, "person", "messages", "edits", "tools", "best", "tier", "share")
    assert [row[:6] for row in found] == [
        (1, 3, 1, 2, "makers", "active"),
        (2, 1, 0, 1, "makers", "occasional"),
        (3, 0, 5, 1, "wiki", "core"),
        (4, 0, 0, 0, None, "silent"),
    ]
    assert [row[6] for row in found] == pytest.approx([(3 / 4 + 1 / 6) / 2, 1 / 8, 5 / 12, 0])


def test_the_classes_of_each_rule_add_up_to_the_network(tmp_path: Path) -> None:
    of = study(tmp_path, *SOURCES, tiers=Tiers(core=4, active=3))
    with contributions(tmp_path, LISTS, WIKIS, {"makers": [3, 4]}) as store:
        derive(store, of, "presence", "tiers")
        found = values(store, NetworkTierCount, "rule", "tier", "persons", "both_kinds", "messages", "edits")
        shares = values(store, NetworkTierCount, "rule", "share")
    assert found == [
        ("best-tool", "core", 1, 0, 0, 5),
        ("best-tool", "active", 1, 1, 3, 1),
        ("best-tool", "occasional", 1, 0, 1, 0),
        ("best-tool", "silent", 1, 0, 0, 0),
        ("share-rank", "one", 1, 1, 3, 1),
        ("share-rank", "nine", 0, 0, 0, 0),
        ("share-rank", "ninety", 3, 0, 1, 5),
    ]
    for rule in ("best-tool", "share-rank"):
        assert sum(part for of_rule, part in shares if of_rule == rule) == pytest.approx(1)


def test_equal_shares_of_tools_of_different_size_are_one_rank(tmp_path: Path) -> None:
    persons = {1: {"makers": 1}, 2: {"wiki": 30}, 3: {"makers": 2, "wiki": 60}}
    found = network_tiers("", persons, {"makers": "list", "wiki": "wiki"}, study(tmp_path, *SOURCES))
    assert [(row.person, row.share_rank) for row in found] == [(1, "ninety"), (2, "ninety"), (3, "one")]


def test_a_tool_that_nobody_contributed_to_takes_nothing_from_the_shares() -> None:
    assert share({"makers": 1}, {"makers": 4, "wiki": 0}) == Fraction(1, 4)
    assert share({"wiki": 0}, {"wiki": 0}) is None
