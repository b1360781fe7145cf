from __future__ import annotations

import time
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import Archive, derive, source, study, values

from maillage.analyze.contributions import Contribution, local_days, outside
from maillage.decisions import Decisions, Exclusion
from maillage.project import Study

DAYS = [
    ("2015-03-31T21:59:59Z", "Europe/Paris", "2015-03-31"),
    ("2015-03-31T22:00:00Z", "Europe/Paris", "2015-04-01"),
    ("2015-12-31T22:59:59Z", "Europe/Paris", "2015-12-31"),
    ("2015-12-31T23:00:00Z", "Europe/Paris", "2016-01-01"),
    ("2015-12-31T23:30:00Z", "UTC", "2015-12-31"),
    ("2015-12-31T18:29:59Z", "Asia/Kolkata", "2015-12-31"),
    ("2015-12-31T18:30:00Z", "Asia/Kolkata", "2016-01-01"),
    ("2015-12-31T18:15:00Z", "Asia/Kathmandu", "2016-01-01"),
]
PERIOD = [
    (None, "undated"),
    ("2014-12-31", "before-period"),
    ("2015-01-01", ""),
    ("2016-12-31", ""),
    ("2017-01-01", "after-period"),
]


def left_out(archive: Archive, of: Study, *exclusions: Exclusion) -> list[Any]:
    derive(archive, of, "people.accounts", "contributions", decisions=Decisions(exclusions=exclusions))
    found = values(archive.store, Contribution, "counted", "left_out")
    assert all(bool(counted) is (not reason) for counted, reason in found)
    return [reason for _, reason in found]


def exclusion(what: Any, value: str, source: str | None = None) -> Exclusion:
    return Exclusion(what, value, source, "a test", "me", None)


@pytest.mark.parametrize(("sent_at", "zone", "day"), DAYS)
def test_a_message_is_of_the_day_it_was_in_the_study_s_time_zone(sent_at: str, zone: str, day: str) -> None:
    assert local_days(ZoneInfo(zone))(sent_at) == (day, day[:7])


@pytest.mark.parametrize(("day", "reason"), PERIOD)
def test_both_ends_of_the_period_are_in_it(day: str | None, reason: str) -> None:
    assert outside(day, "2015-01-01", "2016-12-31") == reason


def test_without_a_period_every_dated_message_counts(archive: Archive) -> None:
    archive.message(sent="1999-01")
    archive.message(sent="2030-01")
    archive.message(sent=None)
    assert left_out(archive, study(archive.root)) == ["", "", "undated"]


def test_messages_outside_the_period_are_kept_and_do_not_count(archive: Archive) -> None:
    archive.message(sent="2014-12-31T22:59:59Z")
    archive.message(sent="2014-12-31T23:00:00Z")
    archive.message(sent="2016-12-31T23:00:00Z")
    of = study(archive.root, begin=date(2015, 1, 1), end=date(2016, 12, 31))
    assert left_out(archive, of) == ["before-period", "", "after-period"]


def test_messages_of_a_merged_list_count_in_its_target(archive: Archive) -> None:
    archive.message("old")
    of = study(
        archive.root, source("makers"), source("old", merged_into="middle"), source("middle", merged_into="makers")
    )
    derive(archive, of, "people.accounts", "contributions")
    assert values(archive.store, Contribution, "source", "counted") == [("makers", 1)]


def test_a_mail_that_both_archives_of_a_merged_list_have_counts_once(archive: Archive) -> None:
    archive.message("zip", message_id="one@x")
    archive.message("makers", message_id="one@x")
    archive.message("zip", message_id="two@x")
    archive.message("other", message_id="one@x")
    of = study(archive.root, source("zip", merged_into="makers"), source("makers"), source("other"))
    assert left_out(archive, of) == ["duplicate", "", "", ""]


def test_another_mail_of_the_same_id_in_a_merged_list_counts_too(archive: Archive) -> None:
    for name, day, text in (("makers", "2015-03-02", "Bonjour"), ("old", "2015-03-03", "Au revoir")):
        archive.message(name, day, message_id="one@x")
        archive.store.connection.execute("insert into texts select max(message), ? from messages", (text,))
    of = study(archive.root, source("makers"), source("old", merged_into="makers"))
    assert left_out(archive, of) == ["", ""]


def test_of_two_archives_the_one_that_dates_a_mail_counts(archive: Archive) -> None:
    archive.message("makers", None, message_id="one@x")
    archive.store.connection.execute("update messages set date_source = 'none'")
    archive.message("old", message_id="one@x")
    archive.message("older", message_id="one@x")
    of = study(
        archive.root, source("makers"), source("old", merged_into="makers"), source("older", merged_into="makers")
    )
    assert left_out(archive, of) == ["undated", "", "duplicate"]


def test_a_message_without_author_has_no_person(archive: Archive) -> None:
    archive.message()
    archive.message(by="a@x.fr")
    archive.message(name="Bob")
    derive(archive, study(archive.root), "people.accounts", "contributions")
    assert values(archive.store, Contribution, "person") == [(None,), (1,), (2,)]


def test_an_author_is_excluded_with_all_her_addresses(archive: Archive) -> None:
    archive.message(by="a@x.fr", name="Marie Martin")
    archive.message(by="b@x.fr", name="Marie Martin")
    archive.message(by="c@x.fr")
    assert left_out(archive, study(archive.root), exclusion("author", "a@x.fr")) == ["decision: a test"] * 2 + [""]


def test_an_author_may_be_named_or_given_by_pseudonym(archive: Archive) -> None:
    archive.message(by="a@x.fr", name="MARTIN Marie")
    of = study(archive.root)
    assert left_out(archive, of, exclusion("author", "martin marie")) == ["decision: a test"]
    pseudonym = archive.store.value("select pseudonym from persons")
    assert left_out(archive, of, exclusion("author", pseudonym)) == ["decision: a test"]


def test_an_exclusion_is_of_its_list_only(archive: Archive) -> None:
    archive.message("makers", by="a@x.fr", message_id="one@x")
    archive.message("unisson", by="a@x.fr", message_id="one@x")
    of = study(archive.root, source("makers"), source("unisson"))
    assert left_out(archive, of, exclusion("author", "a@x.fr", "unisson")) == ["", "decision: a test"]
    assert left_out(archive, of, exclusion("message", "one@x", "makers")) == ["decision: a test", ""]
    assert left_out(archive, of, exclusion("message", "one@x")) == ["decision: a test"] * 2


def test_an_exclusion_of_the_target_reaches_what_was_merged_into_it(archive: Archive) -> None:
    archive.message("old", by="a@x.fr")
    of = study(archive.root, source("makers"), source("old", merged_into="makers"))
    assert left_out(archive, of, exclusion("author", "a@x.fr", "makers")) == ["decision: a test"]
    assert left_out(archive, of, exclusion("author", "a@x.fr", "old")) == ["decision: a test"]


def test_automatic_messages_count_unless_the_study_sets_them_aside(archive: Archive) -> None:
    archive.message(label="auto-reply")
    archive.message(label="robot")
    archive.message()
    assert left_out(archive, study(archive.root)) == ["", "", ""]
    assert left_out(archive, study(archive.root, set_aside=("auto-reply",))) == ["set-aside: auto-reply", "", ""]


def test_a_hundred_thousand_messages_take_seconds(archive: Archive) -> None:
    with archive.store.transaction():
        for number in range(100_000):
            sent = f"20{number % 10 + 10}-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:00:00Z"
            archive.message(sent=sent, by=f"{number % 5000}@x.fr")
    start = time.perf_counter()
    derive(archive, study(archive.root), "people.accounts", "contributions")
    assert time.perf_counter() - start < 30
