from __future__ import annotations

from typing import Any

import pytest
from factories import PEOPLE_STEPS, Archive, derive, source, study, values

from maillage.analyze.people.accounts import SubscriptionSpan
from maillage.analyze.silence import Silence
from maillage.analyze.silence_months import SilenceMonth, last_day, months
from maillage.decisions import Decisions, Exclusion

STEPS = (*PEOPLE_STEPS, "silence_months")


def of(
    archive: Archive, *columns: str, created: str | None = None, decisions: Decisions | None = None
) -> list[tuple[Any, ...]]:
    derive(archive, study(archive.root, source("makers", created)), *STEPS, decisions=decisions)
    return values(archive.store, SilenceMonth, *columns)


def test_who_joined_wrote_and_left_is_counted_at_the_end_of_each_month(archive: Archive) -> None:
    archive.message(sent="2015-01-10", by="first@x.fr")
    archive.message(sent="2015-03-05", by="late@x.fr")
    archive.message(sent="2015-03-06", by="guest@x.fr")
    roster = archive.roster(taken_on="2015-04-15")
    archive.subscription(roster, "1", "first@x.fr", subscribed="2014-12-01", gone="2015-04-02")
    archive.subscription(roster, "2", "late@x.fr", subscribed="2015-02-28")
    archive.subscription(roster, "3", "mute@x.fr", subscribed="2015-01-31", gone="2015-03-31")
    archive.subscription(roster, "4", "new@x.fr", subscribed="2015-04-16")
    assert of(
        archive, "month", "subscribers", "joined", "left", "wrote_in_month", "wrote", "silent", "silent_share"
    ) == [
        ("2015-01", 2, 1, 0, 1, 1, 1, 0.5),
        ("2015-02", 3, 1, 0, 0, 1, 2, pytest.approx(2 / 3)),
        ("2015-03", 2, 0, 1, 1, 2, 0, 0.0),
        ("2015-04", 1, 1, 1, 0, 1, 0, 0.0),
    ]


def test_the_last_month_is_the_day_of_the_subscriber_list(archive: Archive) -> None:
    archive.message(sent="2015-01-10", by="a@x.fr")
    archive.message(sent="2015-04-20", by="b@x.fr")
    roster = archive.roster(taken_on="2015-04-15")
    for place, address in enumerate(("a@x.fr", "b@x.fr", "c@x.fr")):
        archive.subscription(roster, str(place), address, subscribed="2015-01-01")
    last = of(archive, "subscribers", "silent", "wrote", "wrote_in_month")[-1]
    assert last[:3] == values(archive.store, Silence, "subscribers", "silent", "wrote")[0]
    assert last == (3, 2, 1, 0)


def test_the_months_of_a_list_of_the_days_subscribers_are_lower_bounds_but_the_last(archive: Archive) -> None:
    roster = archive.roster(taken_on="2015-03-15")
    archive.subscription(roster, "1", "a@x.fr", subscribed="2015-01-10")
    assert of(archive, "month", "at_least") == [("2015-01", 1), ("2015-02", 1), ("2015-03", 0)]


def test_what_a_server_notes_is_whole_from_the_first_leaving_on(archive: Archive) -> None:
    roster = archive.roster(taken_on="2015-04-15")
    archive.subscription(roster, "1", "a@x.fr", subscribed="2015-01-10")
    archive.subscription(roster, "2", "b@x.fr", subscribed="2015-01-10", gone="2015-03-05")
    assert of(archive, "at_least") == [(1,), (1,), (0,), (0,)]


def test_who_came_back_is_counted_twice_as_joining_and_never_twice_as_a_subscriber(archive: Archive) -> None:
    roster = archive.roster(taken_on="2015-03-31")
    archive.subscription(roster, "1", "a@x.fr", "Anne Morvan", subscribed="2015-01-10", gone="2015-02-05")
    archive.subscription(roster, "2", "a@x.fr", "Anne Morvan", subscribed="2015-03-10")
    archive.subscription(roster, "3", "anne@y.fr", "Anne Morvan", subscribed="2015-03-12")
    assert of(archive, "subscribers", "joined", "left") == [(1, 1, 0), (0, 0, 1), (1, 1, 0)]


def test_subscribers_without_a_day_are_counted_from_the_first_month_and_said_so(archive: Archive) -> None:
    archive.message(sent="2014-12-10", by="a@x.fr")
    roster = archive.roster(taken_on="2015-01-31")
    archive.subscription(roster, "1", "a@x.fr", subscribed="2015-01-10")
    archive.subscription(roster, "2", "b@x.fr")
    assert of(archive, "month", "subscribers", "undated") == [("2014-12", 1, 1), ("2015-01", 2, 1)]


def test_a_list_that_tells_too_few_days_has_no_months(archive: Archive) -> None:
    roster = archive.roster(addresses=["a@x.fr", "b@x.fr"])
    archive.subscription(roster, "9", "c@x.fr", subscribed="2015-01-10")
    assert of(archive) == []


def test_months_begin_with_the_creation_of_the_list(archive: Archive) -> None:
    archive.message(sent="2014-10-10", by="a@x.fr")
    roster = archive.roster(taken_on="2015-01-31")
    archive.subscription(roster, "1", "a@x.fr", subscribed="2001-01-10")
    assert of(archive, "month", "subscribers", "joined", created="2014-12") == [
        ("2014-12", 1, 0),
        ("2015-01", 1, 0),
    ]


def test_who_is_left_out_as_an_author_is_no_subscriber_of_any_month(archive: Archive) -> None:
    roster = archive.roster(taken_on="2015-01-31")
    archive.subscription(roster, "1", "a@x.fr", subscribed="2015-01-10", gone="2015-01-20")
    archive.subscription(roster, "2", "b@x.fr", subscribed="2015-01-10")
    decisions = Decisions(exclusions=(Exclusion("author", "a@x.fr", None, "asked for it", "me", None),))
    assert of(archive, "subscribers", "joined", "left", decisions=decisions) == [(1, 1, 0)]
    assert values(archive.store, SubscriptionSpan, "place") == [("2",)]


def test_each_subscriber_list_has_its_months(archive: Archive) -> None:
    for day in ("2015-01-31", "2015-02-28"):
        roster = archive.roster(taken_on=day)
        archive.subscription(roster, "1", "a@x.fr", subscribed="2015-01-10")
    assert of(archive, "taken_on", "month") == [
        ("2015-01-31", "2015-01"),
        ("2015-02-28", "2015-01"),
        ("2015-02-28", "2015-02"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2015-11", "2016-02", ["2015-11", "2015-12", "2016-01", "2016-02"]),
        ("2015-11", "2015-11", ["2015-11"]),
        ("2015-11", "2015-10", []),
    ],
)
def test_months_follow_each_other(first: str, last: str, found: list[str]) -> None:
    assert list(months(first, last)) == found


@pytest.mark.parametrize(
    ("month", "day"), [("2015-12", "2015-12-31"), ("2016-02", "2016-02-29"), ("2015-04", "2015-04-30")]
)
def test_a_month_ends_with_its_last_day(month: str, day: str) -> None:
    assert last_day(month) == day
