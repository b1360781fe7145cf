"""Opening the study's file, and what is said when that cannot be."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from maillage.errors import DatabaseError
from maillage.store import Store
from maillage.store.schema import APPLICATION_ID, VERSION


def other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table autre (x)")
    connection.close()


def older(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {VERSION + 1}")
        connection.execute("create table x (y)")
    connection.close()


def cut(path: Path) -> None:
    Store.open(path, write=True).close()
    path.write_bytes(path.read_bytes()[:9000])


UNUSABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "another program's": (other_database, "it is not a maillage database"),
    "of another version": (older, f"its schema is version {VERSION + 1}, this program's is {VERSION}"),
    "no database": (lambda path: path.write_bytes(b"Bonjour\n" * 500), "file is not a database"),
    "cut": (cut, "malformed; move it away and run again"),
    "a folder": (lambda path: path.mkdir(), "it is a folder"),
}


@pytest.mark.parametrize("write", [False, True], ids=["reading", "writing"])
@pytest.mark.parametrize("what", UNUSABLE)
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, what: str, *, write: bool) -> None:
    path = tmp_path / "study.db"
    make, reason = UNUSABLE[what]
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(DatabaseError, match=reason):
        Store.open(path, write=write)
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_missing_file_is_made_only_when_writing(tmp_path: Path) -> None:
    for settings in ({}, {"write": True, "existing": True}):
        with pytest.raises(DatabaseError, match="it does not exist"):
            Store.open(tmp_path / "study.db", **settings)
    Store.open(tmp_path / "study.db", write=True).close()
    with Store.open(tmp_path / "study.db") as store:
        assert store.value("select count(*) from messages") == 0


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    Store.open(tmp_path / "study.db", write=True).close()
    with Store.open(tmp_path / "study.db") as store, pytest.raises(DatabaseError, match="readonly"):
        store.rows("insert into studies values ('a', 'b')").__next__()


def test_one_writer_at_a_time_and_readers_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    with Store.open(path, write=True) as writer:
        with pytest.raises(DatabaseError, match="another run is writing to it; wait"):
            Store.open(path, write=True)
        with Store.open(path) as reader:
            assert reader.setting("a") is None
        with writer.transaction():
            writer.set_setting("a", "b")
    with Store.open(path, write=True) as again:
        assert again.setting("a") == "b"


def test_a_file_that_could_not_be_opened_is_not_locked(tmp_path: Path) -> None:
    other_database(tmp_path / "study.db")
    for _ in range(2):
        with pytest.raises(DatabaseError, match="not a maillage database"):
            Store.open(tmp_path / "study.db", write=True)


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    def interrupted(store: Store) -> None:
        with store.transaction():
            store.set_setting("a", "b")
            raise KeyboardInterrupt

    with Store.open(tmp_path / "study.db", write=True) as store:
        with pytest.raises(KeyboardInterrupt):
            interrupted(store)
        assert store.setting("a") is None


def test_an_empty_file_is_taken_as_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "study.db").touch()
    with Store.open(tmp_path / "study.db", write=True) as store:
        assert store.value("pragma user_version") == VERSION


def test_a_name_with_odd_characters_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "étude n° 1 #2 ?100%.db"
    Store.open(path, write=True).close()
    with Store.open(path) as store:
        assert store.path == path


def test_rows_that_nobody_asks_for_any_more_may_outlive_the_file(tmp_path: Path) -> None:
    with Store.open(tmp_path / "study.db", write=True) as store:
        rows = store.rows("select 1 union select 2")
        next(rows)
    rows.close()  # type: ignore[attr-defined]  # as an interruption does; a cursor of a closed file cannot be closed
