from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from derived_rows import fill, store_of
from factories import MESSAGE, source, study

from maillage.analyze import quality
from maillage.analyze.profiles.readings import CUT_OFF, MOST_READ
from maillage.analyze.quality import ArchiveGap, AutomaticCount, ExclusionCount, ListNature
from maillage.project import Study
from maillage.reports import books, reasons, tables
from maillage.reports.table import Choice, Table
from maillage.store import Store

PART = "insert into parts values (?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)"
PROBLEM = "insert into problems values (1, ?, 12, 'no header')"
ROSTER = "insert into rosters values (1, 'makers', 'abonnes.csv', 'csv', '2017-06-01', '', 0, 1)"
ROSTER_PROBLEM = "insert into roster_problems values (1, '3', 7, 'no address')"
UNREAD = "insert into unread_files values ('old', 'photo.jpg', 99, 'no mail')"


@pytest.fixture
def of(tmp_path: Path) -> Study:
    return study(tmp_path, source("makers"), source("old", analysed=False), language="en", set_aside=("robot",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_of(tmp_path, *quality.ROWS) as opened:
        opened.connection.execute(PART, (1, "makers", "2015.mbox", 100, 5, 3, 80, 1, 8, 1, 12))
        opened.connection.execute(PART, (2, "makers", "2014.mbox", 50, 2, 2, 50, 0, 0, 0, 0))
        opened.connection.execute(PART, (3, "old", "old.mbox", 10, 1, 1, 10, 0, 0, 0, 0))
        for place in ("1000", "200"):
            opened.connection.execute(PROBLEM, (place,))
        for statement in (ROSTER, ROSTER_PROBLEM, UNREAD):
            opened.connection.execute(statement)
        yield opened


def build(name: str, store: Store, of: Study, choice: Choice | None = None) -> Table:
    return tables.build(name, store, of, choice or Choice())


def test_the_ledger_adds_up_to_what_was_read(store: Store, of: Study) -> None:
    table = build("ledger", store, of)
    assert [row[:7] for row in table.rows] == [
        ("makers", "2014.mbox", 50, 2, 2, 0, 0),
        ("makers", "2015.mbox", 100, 5, 3, 1, 1),
        ("old", "old.mbox", 10, 1, 1, 0, 0),
    ]
    assert table.totals == (None, None, 160, 8, 6, 1, 1, 140, 8, 12)
    read, stored, duplicates, problems = table.totals[3:7]
    assert (stored, duplicates, problems) == (6, 1, 1)
    assert read == 6 + 1 + 1


def test_the_ledger_of_one_list_sums_that_list(store: Store, of: Study) -> None:
    assert build("ledger", store, of, Choice(source="old")).totals == (None, None, 10, 1, 1, 0, 0, 10, 0, 0)


def test_problems_of_archives_subscriber_lists_and_whole_files_stand_together(store: Store, of: Study) -> None:
    assert build("problems", store, of).rows == (
        ("makers", "2015.mbox", "200", 12, "no header"),
        ("makers", "2015.mbox", "1000", 12, "no header"),
        ("makers", "abonnes.csv", "3", 7, "no address"),
        ("old", "photo.jpg", "", 99, "no mail"),
    )


@pytest.mark.parametrize(("written", "unread"), [(MOST_READ, 0), (MOST_READ + 1, 2), (2 * MOST_READ, 2 * MOST_READ)])
def test_the_end_of_a_mail_that_is_too_long_is_a_problem(store: Store, of: Study, written: int, unread: int) -> None:
    long = ("old", "old.mbox", "0", unread, CUT_OFF)
    row = {"source": "old", "place": "0", "sent_at": None, "address": "", "name": "", "label": "", "message_id": "a@x"}
    store.connection.execute(MESSAGE, row)
    store.connection.execute("update messages set part = 3, size = ?", (2 * written,))
    store.connection.execute("insert into texts select message, ? from messages", ("é" * written,))
    found = [row for row in build("problems", store, of).rows if row[0] == "old" and row[1] == "old.mbox"]
    assert found == ([long] if unread else [])
    ends = books.ledger(store, Choice())["unread_ends"]
    assert [tuple(end.values()) for end in ends] == ([long] if unread else [])


def test_a_problem_says_how_much_is_read() -> None:
    assert f"{MOST_READ:,}" in CUT_OFF
    assert reasons.problem(CUT_OFF, "fr").startswith("seuls les 200\N{NARROW NO-BREAK SPACE}000 premiers caractères")


def test_exclusions_name_their_reason_and_keep_what_people_wrote(store: Store, of: Study) -> None:
    fill(
        store,
        ExclusionCount,
        [
            ExclusionCount("makers", "duplicate", 4, None),
            ExclusionCount("makers", "decision: spam: again", 9, 2),
            ExclusionCount("makers", "set-aside: robot", 1, 1),
            ExclusionCount("old", "after-period", 2, 1),
        ],
    )
    table = build("exclusions", store, of)
    assert table.rows == (
        ("makers", "decision: spam: again", 9, 2),
        ("makers", "duplicate", 4, None),
        ("makers", "set aside: robot", 1, 1),
        ("old", "after the period", 2, 1),
    )
    assert table.totals == (None, None, 16, None)
    assert "(robot)" in table.definition["fr"]


def test_gaps_stand_in_their_order(store: Store, of: Study) -> None:
    later, earlier = ArchiveGap("makers", "2016-01", "2016-03", 3), ArchiveGap("makers", "2015-04", "2015-04", 1)
    fill(store, ArchiveGap, [later, earlier])
    assert build("gaps", store, of).rows == (("makers", "2015-04", "2015-04", 1), ("makers", "2016-01", "2016-03", 3))


def test_automatic_mail_says_how_much_of_it_counts(store: Store, of: Study) -> None:
    counts = [
        AutomaticCount("makers", "auto-reply", "subject", 3, 3),
        AutomaticCount("makers", "robot", "sender", 5, 0),
    ]
    fill(store, AutomaticCount, counts)
    table = build("automatic", store, of)
    assert table.rows == (("makers", "automatic reply", "subject", 3, 3), ("makers", "robot", "sender", 5, 0))
    assert table.totals == (None, None, None, 8, 3)
    assert "sets aside: robot" in table.definition["en"]


def test_a_nature_has_its_reason(store: Store, of: Study) -> None:
    fill(store, ListNature, [ListNature("makers", "newsletter", 1, None, "one-sender")])
    table = build("natures", store, of)
    assert table.rows == (("makers", "newsletter", "one person only sends to it", 1, None),)
    assert len(table.notes) == 1


@pytest.mark.parametrize(
    ("messages", "senders", "administrators"), [(0, 0, None), (1, 0, None), (1, 1, 1), (2, 2, 2), (2, 2, 1)]
)
def test_every_nature_and_reason_has_its_words(
    messages: int, senders: int, administrators: int | None, store: Store, of: Study
) -> None:
    nature, reason = quality.list_nature(messages, senders, administrators)
    fill(store, ListNature, [ListNature("makers", nature, senders, administrators, reason)])
    assert len(build("natures", store, of).rows) == 1


@pytest.mark.parametrize("name", ["exclusions", "gaps", "automatic", "natures"])
def test_a_table_without_rows_has_no_totals(name: str, store: Store, of: Study) -> None:
    table = build(name, store, of)
    assert (table.rows, table.totals) == ((), None)
