from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from derived_rows import authors_of, fill, store_of, subscribers_of
from factories import source, study
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.analyze import tiers
from maillage.analyze.people.accounts import Account, AccountName
from maillage.analyze.tiers import Member, MemberTier, Role, ShareRank, TierCount, TierMove
from maillage.decisions import Decisions
from maillage.decisions import Role as DecidedRole
from maillage.project import Study, Thresholds, Tiers
from maillage.store import Store

TABLE_35 = [6, 1, 1, 1, 1, 8, 13, 1, 4, 1, 1, 1, 29, 1, 2, 5, 2, 1, 20, 1, 7, 2, 2, 1, 6, 4, 4, 8, 26, 1, 1, 1, 1, 4, 7]


def run(store: Store, of: Study, decisions: Decisions | None = None) -> list[object]:
    return list(tiers.run(store, of, decisions or Decisions()))


def tiered(messages: Sequence[int], subscribed: int | None = None, age_months: int = 24) -> list[MemberTier]:
    members = [Member(person, count, subscribed) for person, count in enumerate(messages)]
    return tiers.tiered("makers", age_months, members, Tiers())


def account(number: int, address: str, name: str, person: int) -> Account:
    return Account(number, address, name, person, "alone", False, 0, None, None)  # noqa: FBT003  # as the row has it


@pytest.mark.parametrize(
    ("messages", "tier"),
    [
        (0, "silent"),
        (1, "occasional"),
        (10, "occasional"),
        (11, "active"),
        (19, "active"),
        (20, "core"),
        (400, "core"),
    ],
)
def test_a_tier_begins_at_its_threshold(messages: int, tier: str) -> None:
    assert tiers.volume_tier(messages, Tiers()) == tier


@pytest.mark.parametrize(
    ("messages", "age_months", "tier"),
    [
        (0, 60, "silent"),
        (1, 60, "occasional"),
        (10, 60, "active"),
        (19, 60, "active"),
        (20, 60, "core"),
        (2, 6, "core"),
    ],
)
def test_the_tier_by_rate_takes_the_age_of_the_list_into_account(messages: int, age_months: int, tier: str) -> None:
    assert tiers.rate_tier(messages, tiers.rate(messages, age_months), Tiers()) == tier


def test_without_an_age_there_is_no_rate_and_nobody_is_more_than_occasional() -> None:
    assert tiers.rate(500, None) is None
    assert tiers.rate_tier(500, None, Tiers()) == "occasional"


def test_the_onion_core_is_the_smallest_set_that_makes_80_percent() -> None:
    classes = tiers.onion([50, 30, 10, 5, 3, 2], Tiers())
    assert classes == {50: "core", 30: "core", 10: "regular", 5: "regular", 3: "casual", 2: "casual", 0: "silent"}


def test_the_onion_never_parts_authors_with_equal_numbers() -> None:
    assert tiers.onion([7] * 9, Tiers()) == {7: "core", 0: "silent"}
    assert tiers.onion([60, 10, 10, 10, 10], Tiers())[10] == "core"


def test_the_onion_of_shares_that_binary_fractions_miss_is_exact() -> None:
    at_95_percent = [95] + [1] * 5
    assert tiers.onion(at_95_percent, Tiers())[1] == "casual"


def test_the_onion_core_of_table_35_takes_in_all_who_are_tied_at_its_edge() -> None:
    core = [member.messages for member in tiered(TABLE_35) if member.onion == "core"]
    assert sorted(core, reverse=True) == [29, 26, 20, 13, 8, 8, 7, 7, 6, 6, 5, 4, 4, 4, 4]


def test_ninety_nine_one_counts_a_part_of_a_person_as_one() -> None:
    ranks = Counter(member.share_rank for member in tiered(range(1, 35)))
    assert ranks == {"one": 1, "nine": 3, "ninety": 30}


def test_ninety_nine_one_never_parts_members_with_equal_numbers() -> None:
    ranks = Counter(member.share_rank for member in tiered([9, 9, *[1] * 98]))
    assert ranks == {"one": 2, "nine": 98}


def test_who_wrote_nothing_is_in_the_ninety_however_few_wrote() -> None:
    ranks = Counter(member.share_rank for member in tiered([5, *[0] * 99], subscribed=1))
    assert ranks == {"one": 1, "ninety": 99}


def test_a_moved_threshold_moves_those_in_between() -> None:
    assert tiers.persons_moved([9, 10, 11, 12], 11, 10) == 1
    assert tiers.persons_moved([9, 10, 11, 12], 11, 13) == 2
    assert tiers.persons_moved([9, 10, 11, 12], 11, 11) == 0


def test_a_threshold_is_not_moved_to_its_neighbour(tmp_path: Path) -> None:
    moves: dict[str, list[int]] = {}
    for move in tiers.tier_moves("makers", [], study(tmp_path)):
        moves.setdefault(move.threshold, []).append(move.moved_by)
    assert moves == {
        "core": [-5, -2, -1, 0, 1, 2, 5, 10],
        "active": [-5, -2, -1, 0, 1, 2, 5],
        "regular_over": [-5, -2, -1, 0, 1, 2, 5],
        "intensive_from": [-5, -2, -1, 0, 1, 2, 5, 10],
    }


def test_each_threshold_opens_its_own_class(tmp_path: Path) -> None:
    found = {
        (move.threshold, move.moved_by): (move.value, move.persons_moved, move.persons_in_tier)
        for move in tiers.tier_moves("tiers-lieux", TABLE_35, study(tmp_path))
    }
    assert found["core", 0] == (20, 0, 3)
    assert found["core", 1] == (21, 1, 2)
    assert found["active", 0] == (11, 0, 1)
    assert found["active", -5] == (6, 6, 7)
    assert found["regular_over", 0] == (10, 0, 4)
    assert found["regular_over", -2] == (8, 0, 4)
    assert found["intensive_from", -5] == (15, 0, 3)


def test_thresholds_of_the_study_are_the_ones_moved(tmp_path: Path) -> None:
    of = study(tmp_path, thresholds=Thresholds(4, 6, 8), tiers=Tiers(core=8, active=1))
    values = {move.threshold: move.value for move in tiers.tier_moves("a", [], of) if not move.moved_by}
    assert values == {"core": 8, "active": 1, "regular_over": 4, "intensive_from": 6}


@settings(deadline=None)
@given(
    messages=st.lists(st.integers(0, 60), max_size=80),
    subscribed=st.lists(st.sampled_from([0, 1]), min_size=80, max_size=80),
    known=st.booleans(),
    age_months=st.one_of(st.none(), st.integers(1, 200)),
)
def test_the_tiers_of_every_rule_add_up_to_the_membership(
    messages: list[int], subscribed: list[int], *, known: bool, age_months: int | None
) -> None:
    written = [
        (count, mark if count else 1) for count, mark in zip(messages, subscribed, strict=False) if known or count
    ]
    members = [Member(person, count, mark if known else None) for person, (count, mark) in enumerate(written)]
    rows = tiers.tiered("makers", age_months, members, Tiers())
    for rule, classes in tiers.CLASSES.items():
        counts = [count for count in tiers.tier_counts("makers", rows) if count.rule == rule]
        assert [count.tier for count in counts] == list(classes)
        assert sum(count.persons or 0 for count in counts) == len(members)
        assert sum(count.messages or 0 for count in counts) == sum(member.messages for member in members)
        if members:
            assert sum(count.share_of_persons or 0 for count in counts) == pytest.approx(1)
    ranks = list(tiers.ninety_nine_one("makers", rows))
    assert sum(rank.members for rank in ranks) == len(members)


@settings(deadline=None)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_whoever_wrote_more_is_never_in_an_outer_class(messages: list[int]) -> None:
    inwards = {name: place for place, name in enumerate(("core", "regular", "casual"))}
    places = [inwards[member.onion] for member in sorted(tiered(messages), key=lambda one: -one.messages)]
    assert places == sorted(places)
    core = sum(member.messages for member in tiered(messages) if member.onion == "core")
    assert core >= 0.8 * sum(messages)


def test_membership_is_authors_and_the_latest_subscribers(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        authors_of(store, {"makers": {1: 25, 2: 3}, "unisson": {1: 1}}, age_months=12)
        subscribers_of(store, {("makers", "2016-06-01"): [9], ("makers", "2017-06-01"): [2, 3, 4]})
        rows = run(store, study(tmp_path))
    members = [row for row in rows if isinstance(row, MemberTier)]
    assert members == [
        MemberTier("makers", 1, 25, 0, "core", 25.0, "core", "core", "one"),
        MemberTier("makers", 2, 3, 1, "occasional", 3.0, "active", "regular", "ninety"),
        MemberTier("makers", 3, 0, 1, "silent", 0.0, "silent", "silent", "ninety"),
        MemberTier("makers", 4, 0, 1, "silent", 0.0, "silent", "silent", "ninety"),
        MemberTier("unisson", 1, 1, None, "occasional", 1.0, "occasional", "core", "one"),
    ]


def test_who_is_silent_is_unknown_without_a_subscriber_list(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        authors_of(store, {"makers": {1: 25, 2: 3}})
        counts = [row for row in run(store, study(tmp_path)) if isinstance(row, TierCount) and row.rule == "volume"]
    assert counts == [
        TierCount("makers", "volume", "core", 1, 25, 0.5, 25 / 28),
        TierCount("makers", "volume", "active", 0, 0, 0.0, 0.0),
        TierCount("makers", "volume", "occasional", 1, 3, 0.5, 3 / 28),
        TierCount("makers", "volume", "silent", None, None, None, None),
    ]


def test_a_list_without_anybody_has_empty_classes(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        authors_of(store, {"makers": {}}, age_months=None)
        rows = run(store, study(tmp_path))
    assert {row.persons for row in rows if isinstance(row, TierCount)} == {0, None}
    assert [row for row in rows if isinstance(row, ShareRank)] == [
        ShareRank("makers", rank, "authors", 0, 0, None) for rank in ("one", "nine", "ninety")
    ]
    assert all(row.persons_in_tier == 0 for row in rows if isinstance(row, TierMove))


def test_ninety_nine_one_says_whether_it_counts_members_or_authors(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        authors_of(store, {"makers": {1: 8}, "unisson": {1: 1}})
        subscribers_of(store, {("makers", "2017-06-01"): range(2, 30)})
        rows = [row for row in run(store, study(tmp_path)) if isinstance(row, ShareRank)]
    assert rows[:3] == [
        ShareRank("makers", "one", "members", 1, 8, 1.0),
        ShareRank("makers", "nine", "members", 0, 0, 0.0),
        ShareRank("makers", "ninety", "members", 28, 0, 0.0),
    ]
    assert rows[3].basis == "authors"


def test_roles_are_of_persons_whatever_they_wrote(tmp_path: Path) -> None:
    of = study(
        tmp_path,
        source("makers", administrators=("Ada@Exemple.fr", "nobody@exemple.fr"), animators=("Eve Petit",)),
        source("makers-old", merged_into="makers", administrators=("ada@exemple.fr",)),
    )
    since = DecidedRole("eve petit", None, "animator", date(2015, 3, 1), None, "said so", "me", None)
    with store_of(tmp_path) as store:
        fill(store, Account, [account(1, "ada@exemple.fr", "Ada", 7), account(2, "eve@exemple.fr", "Eve Petit", 8)])
        fill(store, AccountName, [AccountName(1, "Ada", 3), AccountName(2, "Eve Petit", 1)])
        roles = [row for row in run(store, of, Decisions(roles=(since,))) if isinstance(row, Role)]
    assert roles == [
        Role("makers", "Ada@Exemple.fr", 7, "administrator", None, None, "study"),
        Role("makers", "Eve Petit", 8, "animator", None, None, "study"),
        Role("makers", "ada@exemple.fr", 7, "administrator", None, None, "study"),
        Role("makers", "eve petit", 8, "animator", "2015-03-01", None, "decision"),
        Role("makers", "nobody@exemple.fr", None, "administrator", None, None, "study"),
    ]


def test_a_role_under_a_name_that_two_persons_bear_is_nobodys(tmp_path: Path) -> None:
    of = study(tmp_path, source("makers", administrators=("Marie Durand",)))
    with store_of(tmp_path) as store:
        fill(store, Account, [account(1, "a@x.fr", "Marie Durand", 1), account(2, "b@x.fr", "Marie Durand", 2)])
        fill(store, AccountName, [AccountName(1, "Marie Durand", 1), AccountName(2, "Marie Durand", 1)])
        roles = [row for row in run(store, of) if isinstance(row, Role)]
    assert [role.person for role in roles] == [None]
