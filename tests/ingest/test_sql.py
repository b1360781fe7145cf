"""SQL texts: the rows that a database had are the rows that are read of its backup, whichever program wrote it."""

from __future__ import annotations

import io
import sqlite3
import time
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.ingest import sql, window
from maillage.ingest.parts import CUT_OFF
from maillage.ingest.sql import Column, Row, rows
from maillage.records import Extent, Problem

MYSQLDUMP = rb"""-- MySQL dump 10.13  Distrib 5.7.33, for Linux (x86_64)
-- Host: d'hier    Database: site
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `spip_mots`;
/*!40101 SET character_set_client = utf8 */;
CREATE TABLE `spip_mots` (
  `id_mot` bigint(21) NOT NULL AUTO_INCREMENT,
  `titre` text NOT NULL COMMENT 'le titre, (court)',
  `poids` decimal(10,2) DEFAULT '0.00',
  PRIMARY KEY (`id_mot`),
  KEY `id_type` (`titre`(10))
) ENGINE=MyISAM DEFAULT CHARSET=utf8;
LOCK TABLES `spip_mots` WRITE;
INSERT INTO `spip_mots` VALUES (1,'L\'ecole; d\\ici\r\n''oui''',-1.50),(2,NULL,0x6162);
UNLOCK TABLES;
DELIMITER ;;
CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN INSERT INTO spip_mots VALUES (NEW.id); END ;;
DELIMITER ;
INSERT INTO `spip_autre` VALUES (1,'INSERT INTO spip_mots VALUES (9)');
INSERT IGNORE INTO site.`spip_mots` (`titre`, `id_mot`) VALUES ("dit \"oui\"", 3) , (_utf8 'x', 4);
"""

COPY = rb"""--
-- PostgreSQL database dump
--
SET standard_conforming_strings = on;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN; INSERT INTO posts VALUES ('no'); END; $$;
CREATE TABLE public.posts (
    id integer NOT NULL,
    raw text DEFAULT 'a, b'::text
);
COPY public.users (id) FROM stdin;
1
\.

COPY public.posts (id, raw) FROM stdin;
1	un\tdeux\nl'an \\ \x41\101
2	\N
3	trop	long
\.

INSERT INTO public.posts VALUES (4, E'l\'an\n', 'reste'::text), (5, 'C:\temp');
INSERT INTO public.posts VALUES (5, 'C:\temp\'::text);
"""


def read(text: bytes | IO[bytes], *tables: str) -> list[Row | Column | Problem | Extent]:
    stream = io.BytesIO(text) if isinstance(text, bytes) else text
    return list(rows(stream, lambda table: not tables or table in tables))


def rows_in(text: bytes, *tables: str) -> list[dict[str, str | None]]:
    return [dict(one.values) for one in read(text, *tables) if isinstance(one, Row)]


def problems_in(text: bytes, *tables: str) -> list[str]:
    return [str(one.reason) for one in read(text, *tables) if isinstance(one, Problem)]


def test_a_dump_of_mysql_is_read_with_its_escapes_and_columns() -> None:
    assert rows_in(MYSQLDUMP, "spip_mots") == [
        {"id_mot": "1", "titre": "L'ecole; d\\ici\r\n'oui'", "poids": "-1.50"},
        {"id_mot": "2", "titre": None, "poids": "ab"},
        {"titre": 'dit "oui"', "id_mot": "3"},
        {"titre": "x", "id_mot": "4"},
    ]
    assert problems_in(MYSQLDUMP, "spip_mots") == []
    assert Column("spip_mots", ("id_mot", "titre", "poids")) in read(MYSQLDUMP, "spip_mots")


def test_a_row_is_where_it_says_it_is() -> None:
    found = [one for one in read(MYSQLDUMP, "spip_mots") if isinstance(one, Row)]
    assert [MYSQLDUMP[one.begin : one.begin + one.size][:3] for one in found] == [b"(1,", b"(2,", b'("d', b"(_u"]
    assert all(MYSQLDUMP[: one.begin + one.size].endswith(b")") for one in found)
    assert read(MYSQLDUMP)[-1] == Extent(len(MYSQLDUMP))


def test_the_copy_of_postgresql_is_read_beside_its_inserts() -> None:
    assert rows_in(COPY, "posts") == [
        {"id": "1", "raw": "un\tdeux\nl'an \\ AA"},
        {"id": "2", "raw": None},
        {"id": "5", "raw": "C:\\temp"},
        {"id": "5", "raw": "C:\\temp\\"},
    ]
    assert problems_in(COPY, "posts") == ["3 values for 2 columns"] * 2
    assert rows_in(COPY, "users") == [{"id": "1"}]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(st.lists(st.tuples(st.integers(-9, 10**12), TEXTS | st.none(), TEXTS), min_size=1, max_size=5))
def test_what_sqlite_dumps_is_what_it_held(held: list[tuple[int, str | None, str]]) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute(
            """create table "spip_a" (n integer, "l'un" text, autre text default ';', unique (n, autre))"""
        )
        database.executemany("insert or ignore into spip_a values (?, ?, ?)", held)
        kept = [(str(n), a, b) for n, a, b in database.execute("select * from spip_a")]
        text = "\n".join(database.iterdump())
    database.close()
    assert [tuple(row.values()) for row in rows_in(text.encode(), "spip_a")] == kept


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_what_postgresql_copies_is_what_it_held(held: list[tuple[str, str]]) -> None:
    def copied(text: str) -> str:
        for letter, escape in (("\\", "\\\\"), ("\b", "\\b"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
            text = text.replace(letter, escape)
        return text

    lines = "".join("\t".join(map(copied, pair)) + "\n" for pair in held)
    text = f"-- PostgreSQL database dump\nCOPY public.a (x, y) FROM stdin;\n{lines}\\.\n"
    assert [tuple(row.values()) for row in rows_in(text.encode())] == held


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_what_mysql_escapes_is_what_it_held(held: list[tuple[str, str]]) -> None:
    def escaped(text: str) -> str:
        for letter, escape in (
            ("\\", "\\\\"),
            ("'", "\\'"),
            ('"', '\\"'),
            ("\n", "\\n"),
            ("\r", "\\r"),
            ("\x1a", "\\Z"),
        ):
            text = text.replace(letter, escape)
        return f"'{text}'"

    tuples = ",".join(f"({escaped(x)},{escaped(y)})" for x, y in held)
    text = f"INSERT INTO `a` (`x`,`y`) VALUES {tuples};\n"
    assert [tuple(row.values()) for row in rows_in(text.encode())] == held


def test_what_the_shell_of_sqlite_wraps_is_unwrapped() -> None:
    text = rb"""PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "a" (n integer, t);
INSERT INTO a VALUES(1,replace(replace('un\r\ndeux\','\r',char(13)),'\n',char(10)));
INSERT INTO a VALUES(2,unistr('l\u000aa\\b'));
INSERT INTO a VALUES(3,X'c3a9');
INSERT INTO a VALUES(4,CAST(X'41' AS TEXT));
COMMIT;
"""
    assert [row["t"] for row in rows_in(text)] == ["un\r\ndeux\\", "l\na\\b", "é", "A"]


def test_latin_letters_are_read_as_what_they_are() -> None:
    assert rows_in("INSERT INTO a (x) VALUES ('Édith à l’école');".encode("cp1252")) == [{"x": "Édith à l’école"}]


# -------------------------------------------------------------------------------------------- damages


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"INSERT INTO a VALUES (1);\n", "values of a without the names of their columns"),
        (b"INSERT INTO a (x) VALUES (1,2);\n", "2 values for 1 columns"),
        (b"INSERT INTO a (x) VALUES (1 2);\n", "values that cannot be read"),
        (b"INSERT INTO a (x) VALUES (@);\n", "a value that cannot be read"),
        (b"INSERT INTO a (x) VALUES 1;\n", "no values where they should be"),
        (b"INSERT INTO a (x) VALUES (X'zz');\n", "a value that cannot be read"),
        (b"INSERT INTO a (x) VALUES (replace(replace(replace(replace(replace(1))))));\n", None),
    ],
)
def test_a_broken_row_is_a_problem_and_the_next_statement_is_read(text: bytes, reason: str | None) -> None:
    whole = text + b"INSERT INTO a (x) VALUES ('ensuite');\n"
    if reason:
        assert problems_in(whole) == [reason]
    assert rows_in(whole)[-1] == {"x": "ensuite"}
    assert read(whole)[-1] == Extent(len(whole))


@pytest.mark.parametrize(
    "text",
    [
        b"INSERT INTO a (x) VALUES ('un'),('de",
        b"INSERT INTO a (x) VALUES ('un'),(",
        b"COPY a (x) FROM stdin;\nun\ndeux",
    ],
)
def test_a_text_that_is_cut_off_says_so_behind_what_is_there(text: bytes) -> None:
    assert (rows_in(text), problems_in(text)) == ([{"x": "un"}], [CUT_OFF])


@given(st.binary(max_size=300), st.integers(0, len(MYSQLDUMP)), st.sampled_from([MYSQLDUMP, COPY]))
def test_no_bytes_make_it_fail_and_all_are_gone_through(noise: bytes, place: int, text: bytes) -> None:
    whole = text[:place] + noise + text[place:]
    assert read(whole)[-1] == Extent(len(whole))


@pytest.mark.parametrize(
    "hostile",
    [
        b"INSERT INTO a (x) VALUES ('" + b"\\'" * 500_000,
        b"INSERT INTO b (x) VALUES ('" + b"''" * 500_000,
        b"INSERT INTO a (x) VALUES (" + b"replace(" * 100_000,
        b"CREATE TABLE a (" + b"((((" * 200_000,
        b"/*" * 400_000,
        b"CREATE TRIGGER a " * 50_000,
        b"delimiter ;;\n" * 50_000,
        b"$a$" * 200_000,
        b"INSERT INTO a " * 60_000,
        b"INSERT INTO a (" + b"x," * 300_000,
        b"`" * 500_000,
        b" \n" * 400_000 + b"COPY",
    ],
    ids=lambda text: text[:16].decode(),
)
def test_no_text_takes_more_than_its_share_of_time(hostile: bytes) -> None:
    began = time.perf_counter()
    assert read(hostile, "a")[-1] == Extent(len(hostile))
    assert time.perf_counter() - began < 5


def test_it_is_read_in_small_pieces_at_the_same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(MYSQLDUMP, "spip_mots")
    monkeypatch.setattr(sql, "HEAD", 64)
    monkeypatch.setattr(window, "BLOCK", 7)
    assert read(MYSQLDUMP, "spip_mots") == whole
