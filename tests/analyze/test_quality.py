from __future__ import annotations

from pathlib import Path

import pytest
from derived_rows import fill
from factories import Archive, source, study

from maillage.analyze import contributions, quality, volume
from maillage.analyze.people import accounts
from maillage.analyze.quality import ArchiveGap, AutomaticCount, ExclusionCount, ListNature
from maillage.analyze.tiers import Role
from maillage.decisions import Decisions, Exclusion
from maillage.project import Study

DUPLICATE = "insert into duplicates values (?, ?, 10, 'm1@x', 1)"
PART = "insert into parts values (?, ?, ?, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)"


def measured(archive: Archive, of: Study, *roles: Role, decisions: Decisions | None = None) -> list[object]:
    """What quality finds after the steps that it reads."""
    decided = decisions or Decisions()
    for step in (accounts, contributions, volume):
        rows = list(step.run(archive.store, of, decided))
        for row_class in step.ROWS:
            fill(archive.store, row_class, [row for row in rows if type(row) is row_class])
    fill(archive.store, Role, roles)
    return list(quality.run(archive.store, of, decided))


def only(rows: list[object], row_class: type) -> list[object]:
    return [row for row in rows if type(row) is row_class]


def administrator(list_name: str, person: int) -> Role:
    return Role(list_name, "", person, "administrator", None, None, "study")


@pytest.mark.parametrize(
    ("months", "gaps"),
    [
        ([], []),
        (["2015-03"], []),
        (["2015-12", "2016-01"], []),
        (["2015-03", "2015-05"], [("2015-04", "2015-04", 1)]),
        (["2015-11", "2016-02", "2016-03", "2017-01"], [("2015-12", "2016-01", 2), ("2016-04", "2016-12", 9)]),
    ],
)
def test_a_gap_is_a_run_of_months_without_messages(months: list[str], gaps: list[tuple[str, str, int]]) -> None:
    assert list(quality.archive_gaps("makers", months)) == [ArchiveGap("makers", *gap) for gap in gaps]


@pytest.mark.parametrize(
    ("messages", "senders", "administrators", "nature"),
    [
        (0, 0, None, ("empty", "no-message")),
        (9, 0, None, ("newsletter", "no-person")),
        (9, 1, None, ("newsletter", "one-sender")),
        (9, 2, 2, ("newsletter", "only-administrators")),
        (9, 3, 2, ("list", "several-senders")),
        (9, 2, None, ("list", "several-senders")),
    ],
)
def test_a_newsletter_is_where_only_administrators_send(
    messages: int, senders: int, administrators: int | None, nature: tuple[str, str]
) -> None:
    assert quality.list_nature(messages, senders, administrators) == nature


def test_what_is_left_out_is_counted_by_reason(tmp_path: Path) -> None:
    spam = Exclusion("author", "spam@x.fr", None, "spam", "me", None)
    of = study(tmp_path, set_aside=("robot",))
    with Archive(tmp_path) as archive:
        archive.message(by="a@x.fr")
        archive.message(by="a@x.fr", sent=None)
        archive.messages(2, by="b@x.fr", label="robot")
        archive.message(by="spam@x.fr", name="Spam")
        rows = measured(archive, of, decisions=Decisions(exclusions=(spam,)))
    assert only(rows, ExclusionCount) == [
        ExclusionCount("makers", "decision: spam", 1, 1),
        ExclusionCount("makers", "set-aside: robot", 2, 1),
        ExclusionCount("makers", "undated", 1, 1),
    ]


def test_duplicates_count_in_the_list_their_archive_was_merged_into(tmp_path: Path) -> None:
    of = study(tmp_path, source("makers"), source("makers-old", merged_into="makers"))
    with Archive(tmp_path) as archive:
        archive.store.connection.execute(PART, (1, "makers", "a.mbox"))
        archive.store.connection.execute(PART, (2, "makers-old", "b.mbox"))
        for part, place in ((1, "0"), (2, "0"), (2, "1")):
            archive.store.connection.execute(DUPLICATE, (part, place))
        for name in ("makers", "makers-old"):
            archive.message(name, message_id="in-both@x")
        rows = measured(archive, of)
    assert only(rows, ExclusionCount) == [ExclusionCount("makers", "duplicate", 4, None)]


def test_automatic_mail_is_counted_by_what_shows_it(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.messages(2, by="forge@x.fr", label="robot")
        archive.message(by="a@x.fr", label="auto-reply")
        rows = measured(archive, study(tmp_path, set_aside=("auto-reply",)))
    assert only(rows, AutomaticCount) == [
        AutomaticCount("makers", "auto-reply", "", 1, 0),
        AutomaticCount("makers", "robot", "", 2, 2),
    ]


def test_a_message_outside_the_period_makes_no_gap(tmp_path: Path) -> None:
    of = study(tmp_path, source("makers", created="2015-03"), end=None, begin=source("x", created="2015-01").created)
    with Archive(tmp_path) as archive:
        for sent in ("1970-01", "2015-03", "2015-06"):
            archive.message(sent=sent, by="a@x.fr")
        rows = measured(archive, of)
    assert only(rows, ArchiveGap) == [ArchiveGap("makers", "2015-04", "2015-05", 2)]


def test_mail_that_was_set_aside_shows_that_the_archive_is_there(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        for sent, label in (("2015-03", ""), ("2015-04", "robot"), ("2015-05", "")):
            archive.message(sent=sent, by="a@x.fr", label=label)
        rows = measured(archive, study(tmp_path, set_aside=("robot",)))
    assert only(rows, ArchiveGap) == []


def test_robots_do_not_make_a_newsletter_a_list(tmp_path: Path) -> None:
    of = study(tmp_path, source("makers"), source("news"), source("still"))
    with Archive(tmp_path) as archive:
        for by in ("a@x.fr", "b@x.fr"):
            archive.message("makers", by=by)
        archive.messages(3, "news", by="c@x.fr")
        archive.message("news", by="d@x.fr", label="auto-reply")
        archive.message("news", by="e@x.fr", label="robot")
        rows = measured(archive, of)
    assert only(rows, ListNature) == [
        ListNature("makers", "list", 2, None, "several-senders"),
        ListNature("news", "newsletter", 1, None, "one-sender"),
        ListNature("still", "empty", 0, None, "no-message"),
    ]


def test_a_list_of_administrators_only_is_a_newsletter(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        for by in ("a@x.fr", "b@x.fr"):
            archive.messages(2, by=by)
        both = [administrator("makers", 1), administrator("makers", 2)]
        assert only(measured(archive, study(tmp_path), *both), ListNature) == [
            ListNature("makers", "newsletter", 2, 2, "only-administrators")
        ]
        assert only(measured(archive, study(tmp_path), both[0]), ListNature) == [
            ListNature("makers", "list", 2, 1, "several-senders")
        ]
