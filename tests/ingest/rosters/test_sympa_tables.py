"""Tables of Sympa's database: joinings and leavings of a list, from backups and exports."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest

from maillage.errors import UnreadableArchive
from maillage.ingest import rosters
from maillage.ingest.rosters.intervals import Event, Interval, Member, Odd, intervals, to_seconds
from maillage.records import Problem, Subscription

SQLITE = Path(__file__).parents[3] / "fixtures" / "rosters" / "sympa-6.2.70-sqlite.sql"
REUNIONS = [
    ("c.morvan@univ.example", "Claire Morvan", "2006-09-12", "2006-11-20"),
    ("c.morvan@univ.example", "Claire Morvan", "2007-02-01", None),
    ("gwenole@exemple.example", "", "2007-01-15", "2007-03-20"),
    ("mael@exemple.example", "Maël Kervéant", "2006-09-04", None),
    ("soizic@exemple.example", "Soizic O'Brien", "2006-10-02", None),
    ("yannick.legoff@asso-exemple.example", "Yannick Le Goff", "2006-09-04", None),
]

MYSQL = """\
-- MySQL dump 10.13  Distrib 5.1.73, for debian-linux-gnu (x86_64)
DROP TABLE IF EXISTS `logs_table`;
CREATE TABLE `logs_table` (
  `id_logs` bigint(20) NOT NULL,
  `date_logs` int(11) NOT NULL,
  `robot_logs` varchar(80) DEFAULT NULL,
  `list_logs` varchar(50) DEFAULT NULL,
  `action_logs` varchar(50) NOT NULL,
  `parameters_logs` varchar(100) DEFAULT NULL,
  `target_email_logs` varchar(100) DEFAULT NULL,
  `status_logs` varchar(10) NOT NULL,
  `user_email_logs` varchar(100) DEFAULT NULL,
  PRIMARY KEY (`id_logs`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;
INSERT INTO `logs_table` VALUES
 (1,1157362200,'l.example','reunions','add','','yann@a.example','success','chef@l.example'),
 (2,1157362300,'l.example','reunions','signoff','','','error','yann@a.example'),
 (3,1164015000,'l.example','reunions','del','','yann@a.example','success','chef@l.example'),
 (4,1164015000,'l.example','reunions','login','','yann@a.example','success','yann@a.example'),
 (5,1164015900,'l.example','reunions','subscribe','','','success','nobody');
CREATE TABLE `subscriber_table` (
  `list_subscriber` varchar(50) NOT NULL,
  `user_subscriber` varchar(100) NOT NULL,
  `date_subscriber` datetime NOT NULL,
  `comment_subscriber` varchar(150) DEFAULT NULL,
  `robot_subscriber` varchar(80) NOT NULL
);
INSERT INTO `subscriber_table` VALUES ('reunions','ma@a.example','2006-09-04 11:30:00','Ma\\'el','l.example'),
 ('reunions','nul@a.example','0000-00-00 00:00:00',NULL,'l.example');
"""

POSTGRESQL = """\
--
-- PostgreSQL database dump
--
SET standard_conforming_strings = on;
COPY public.stat_table (date_stat, email_stat, operation_stat, list_stat, robot_stat) FROM stdin;
1157362200\tyann@a.example\tadd_or_subscribe\treunions\tl.example
1164015000\tyann@a.example\tsignoff\treunions\tl.example
1164015000\tyann@a.example\tsend_mail\treunions\tl.example
\\.
"""


def read(path: Path, wanted: str = "") -> list[tuple[str | None, ...]]:
    return [record[1:5] for record in rosters.read(path, None, wanted) if isinstance(record, Subscription)]


def problems(path: Path, wanted: str = "") -> list[tuple[str, str]]:
    return [(one.place, one.reason) for one in rosters.read(path, None, wanted) if isinstance(one, Problem)]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("wanted", ["reunions", "reunions@listes.example.org", "REUNIONS@Listes.example.org"])
def test_who_came_left_and_came_back_is_told_with_days(wanted: str) -> None:
    assert rosters.recognize(SQLITE) == "sympa_tables"
    assert read(SQLITE, wanted) == REUNIONS
    assert problems(SQLITE, wanted) == []


def test_every_interval_has_a_place_of_its_own() -> None:
    places = [record.place for record in rosters.read(SQLITE, None, "reunions")]
    assert len(set(places)) == len(places)


def test_a_packed_backup_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "sympa.sql.gz"
    path.write_bytes(gzip.compress(SQLITE.read_bytes()))
    assert rosters.recognize(path) == "sympa_tables"
    assert read(path, "reunions") == REUNIONS


def test_tables_of_several_lists_are_not_mixed() -> None:
    assert read(SQLITE, "annonces") == [
        ("mael@exemple.example", "", "2006-10-05", "2007-04-02"),
        ("soizic@exemple.example", "Soizic O'Brien", "2007-04-10", None),
    ]
    with pytest.raises(UnreadableArchive, match=r"several lists: annonces@\S+, reunions@\S+; write `list = "):
        read(SQLITE)
    with pytest.raises(UnreadableArchive, match='tells nothing of the list "autre"'):
        read(SQLITE, "autre")


def exported(path: Path, delimiter: str, quote: str, null: str) -> Path:
    """Each table of the fixture as a text with headings, as phpMyAdmin and `mysql --batch` write it."""
    import sqlite3

    connection = sqlite3.connect(":memory:")
    connection.executescript(SQLITE.read_text(encoding="utf-8"))
    path.mkdir()
    for table in ("subscriber_table", "stat_table", "logs_table"):
        found = connection.execute(f"select * from {table}")
        rows: list[Iterable[object]] = [[column[0] for column in found.description], *found]
        lines = (delimiter.join(null if v is None else f"{quote}{v}{quote}" for v in row) for row in rows)
        write(path / f"{table}.csv", "\n".join(lines) + "\n")
    connection.close()
    return path


@pytest.mark.parametrize(
    ("delimiter", "quote", "null"),
    [(",", '"', "NULL"), (";", '"', "NULL"), ("\t", "", "NULL"), (",", "", "")],
)
def test_exports_of_the_tables_together_say_what_the_backup_says(
    delimiter: str, quote: str, null: str, tmp_path: Path
) -> None:
    folder = exported(tmp_path / "sympa", delimiter, quote, null)
    assert rosters.recognize(folder) == "sympa_tables"
    assert read(folder, "reunions") == REUNIONS
    assert {rosters.recognize(file) for file in folder.iterdir()} == {"sympa_tables"}


def test_the_table_of_subscribers_alone_knows_nobody_who_left(tmp_path: Path) -> None:
    folder = exported(tmp_path / "sympa", ",", '"', "NULL")
    assert read(folder / "subscriber_table.csv", "reunions") == [one for one in REUNIONS if one[3] is None]


def test_the_statistics_alone_tell_who_is_still_there(tmp_path: Path) -> None:
    folder = exported(tmp_path / "sympa", ",", '"', "NULL")
    days = [(address, *dates) for address, _, *dates in REUNIONS]
    assert [(address, *dates) for address, _, *dates in read(folder / "stat_table.csv", "reunions")] == days


def test_mysql_of_sympa_6_1_is_read_with_its_dates_as_text(tmp_path: Path) -> None:
    path = write(tmp_path / "sympa.sql", MYSQL)
    assert rosters.recognize(path) == "sympa_tables"
    assert read(path) == [
        ("ma@a.example", "Ma'el", "2006-09-04", None),
        ("nul@a.example", "", None, None),
        ("yann@a.example", "", "2006-09-04", "2006-11-20"),
    ]
    assert [reason for _, reason in problems(path)] == ["logs_table: no address of whom it is about"]


def test_postgresql_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "sympa.sql", POSTGRESQL)
    assert read(path) == [("yann@a.example", "", "2006-09-04", "2006-11-20")]


def test_a_text_without_the_names_of_its_columns_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "stat_table.csv", "1157362200,yann@a.example,signoff,reunions\n")
    with pytest.raises(UnreadableArchive, match=r"does not name columns of Sympa's tables.*export the table again"):
        list(rosters.read(path, "sympa_tables"))


HEADINGS = "date_stat,email_stat,operation_stat,list_stat,robot_stat\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("hier,a@b.example,signoff,l,h", "stat_table: no date of a subscription"),
        ("1157362200,personne,signoff,l,h", "stat_table: no address of whom it is about"),
        ("1157362200,a@b.example,signoff", "3 values for 5 columns"),
        ('1157362200,"' + "a" * 140_000, "a row that cannot be read: field larger than field limit (131072)"),
    ],
)
def test_a_row_that_cannot_be_used_is_a_problem_and_the_others_are_read(row: str, reason: str, tmp_path: Path) -> None:
    good = "1157362200,a@b.example,add,l,h\n"
    path = write(tmp_path / "stat.csv", HEADINGS + good + row + "\n" + good.replace("a@b", "c@d"))
    assert problems(path) == [("3", reason)]
    assert [address for address, *_ in read(path)] == ["a@b.example", "c@d.example"]


def test_a_list_selected_in_a_form_that_holds_one_is_a_mistake(tmp_path: Path) -> None:
    path = write(tmp_path / "members.txt", "a@b.example\n")
    with pytest.raises(UnreadableArchive, match="its form, list_members, holds one list; take out `list`"):
        list(rosters.read(path, None, "reunions"))


def test_a_hundred_thousand_lines_of_logs_take_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "logs.csv"
    with path.open("w") as file:
        file.write("date_logs,list_logs,robot_logs,action_logs,target_email_logs,status_logs\n")
        for number in range(100_000):
            action = ("login", "DoMessage", "add", "arc")[number % 4] if number % 100 else "add"
            file.write(f"{1157362200 + number},l{number % 40},h.example,{action},p{number}@a.example,success\n")
    tracemalloc.start()
    found = read(path, "l0@h.example")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 500
    assert peak < 8 << 20


# ------------------------------------------------------------------------------------------ the intervals

DAY = 86_400


def event(day: int, *, joined: bool) -> Event:
    return Event(day * DAY, joined, f"{day}", "x")


def days(found: list[Interval | Odd]) -> list[tuple[str | None, str | None] | str]:
    def short(written: str | None) -> str | None:
        return written[5:] if written else None

    return [
        (short(one.subscribed), short(one.unsubscribed)) if isinstance(one, Interval) else one.reason for one in found
    ]


JOIN, LEAVE, BACK, GONE = event(1, joined=True), event(4, joined=False), event(8, joined=True), event(9, joined=False)


@pytest.mark.parametrize(
    ("events", "member", "known", "expected"),
    [
        ([JOIN], None, False, [("01-02", None)]),
        ([JOIN, LEAVE], None, True, [("01-02", "01-05")]),
        ([LEAVE], None, True, [(None, "01-05")]),
        ([LEAVE, JOIN, BACK], None, False, [("01-02", "01-05"), ("01-09", None)]),
        ([JOIN, JOIN, LEAVE, LEAVE._replace(at=LEAVE.at + 5)], None, False, [("01-02", "01-05")]),
        ([JOIN, LEAVE], Member(8 * DAY, "m", "x"), True, [("01-02", "01-05"), ("01-09", None)]),
        ([JOIN, LEAVE], Member(1 * DAY, "m", "x"), True, [("01-02", None)]),  # the leaving came to nothing
        ([JOIN, LEAVE], Member(None, "m", "x"), True, [("01-02", "01-05"), ("01-05", None)]),
        ([], Member(None, "m", "x"), True, [(None, None)]),
        ([JOIN], None, True, ["joined and is not subscribed today, left on a day not noted"]),
        ([JOIN, LEAVE, GONE], None, True,
         [("01-02", "01-05"), "left again without having joined in between: not counted"]),
    ],
)  # fmt: skip
def test_intervals_follow_from_what_was_noted(
    events: list[Event], member: Member | None, *, known: bool, expected: list[object]
) -> None:
    assert days(intervals(events, member, members_known=known)) == expected


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1157362200", 1157362200), ("2006-09-04 09:30:00", 1157362200), ("2006-09-04T11:30:00+02:00", 1157362200),
     ("0", None), ("0000-00-00 00:00:00", None), ("", None), (None, None), ("9" * 30, None), ("hier", None)],
)  # fmt: skip
def test_times_are_seconds_or_text(written: str | None, seconds: int | None) -> None:
    assert to_seconds(written) == seconds
