"""Opening the study's file, reading rows from it, and rebuilding its derived tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import fields
from itertools import chain
from operator import attrgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from maillage.errors import DatabaseError
from maillage.sentences import Said, because, recognised
from maillage.store.derived import columns_of, key_of, name_of
from maillage.store.schema import APPLICATION_ID, INGESTED, VERSION

BATCH = 1_000  # rows of a derived table that wait to be written
TOGETHER = (256, 64, 16, 4, 1)  # rows that one statement inserts

Parameters = Sequence[object] | Mapping[str, object]

PRAGMAS = (
    "pragma page_size = 8192",  # a text of some kilobytes fills its pages
    "pragma journal_mode = delete",
    "pragma synchronous = normal",
    "pragma cache_size = -8000",  # KiB: bounds memory whatever the archive's size
    "pragma temp_store = file",
    "pragma secure_delete = on",  # what is forgotten is nowhere in the file, whoever built SQLite
)


class Store:
    """The study's SQLite file. Use it in a `with` block; writing needs `write=True`, which takes its lock."""

    def __init__(self, connection: sqlite3.Connection, path: Path, lock: FileLock | None) -> None:
        connection.row_factory = sqlite3.Row
        self.connection = connection
        self.path = path
        self._lock = lock

    @classmethod
    def open(cls, path: Path, *, write: bool = False, existing: bool = False) -> Self:
        """Open the file, made anew when writing and absent, unless it has to be `existing`.

        Raises DatabaseError when it is missing, not ours, of another version, or another run holds it.
        """
        if (existing or not write) and not path.exists():
            raise DatabaseError(path, Said("it does not exist"), Said("run `maillage ingest` first"))
        if path.is_dir():
            raise DatabaseError(path, Said("it is a folder"), Said("name a file as `database`"))
        lock = _lock(path) if write else None
        try:
            with translated(path):
                connection = _connect(path, write=write)
        except DatabaseError:
            if lock:
                lock.release()
            raise
        return cls(connection, path, lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and free its lock. What was not committed is undone."""
        self.connection.close()
        if self._lock:
            with suppress(sqlite3.Error):  # the disk may be full; whoever opens it next does the same
                _undo_what_broke(self.path)
            self._lock.release()

    def rows(self, query: str, parameters: Parameters = ()) -> Iterator[sqlite3.Row]:
        """The rows of a query, one by one, each by column name."""
        with translated(self.path):
            yield from chain(self.connection.execute(query, parameters))  # no cursor to close once the file is closed

    def value(self, query: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        with translated(self.path):
            row = self.connection.execute(query, parameters).fetchone()
        return row[0] if row else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: what is written inside is kept at its end, undone when anything is raised."""
        with translated(self.path):
            self.connection.execute("begin immediate")
            try:
                yield
                self.connection.commit()
            except BaseException:
                self.connection.rollback()
                raise

    def inserted(self, statement: str, rows: Sequence[Sequence[object]]) -> bool:
        """Insert rows, or none if the key of one is taken; whether they were. Call it inside a transaction."""
        self.connection.execute("savepoint rows")
        try:
            insert(self.connection, statement, rows)
        except sqlite3.IntegrityError:
            self.connection.execute("rollback to rows")
            return False
        finally:
            self.connection.execute("release rows")
        return True

    def replace(self, row: type, rows: Iterable[object]) -> None:
        """Rebuild one derived table whole from its rows. Call it inside a transaction."""
        self.rebuild((row,), rows)

    def rebuild(self, classes: Sequence[type], rows: Iterable[object]) -> None:
        """Rebuild derived tables whole from their rows, in any order. Call it inside a transaction."""
        from sqlite_utils import Database  # late: 0.3 s that a run without analysis need not pay

        database = Database(self.connection)
        for row in classes:
            key = key_of(row)
            database.table(name_of(row)).drop(ignore=True)
            database.table(name_of(row)).create(columns_of(row), pk=key if len(key) > 1 else key[0])
        self._insert(classes, rows)

    def renew(
        self,
        classes: Sequence[type],
        gone: Iterable[tuple[object, ...]],
        rows: Iterable[object],
        by: Sequence[str] = ("message",),
    ) -> None:
        """Replace the rows of some messages, or pages, in derived tables that are kept. Call it inside a transaction.

        `gone`: the values, in the columns `by`, of the rows that go.
        """
        keys = sorted(gone)
        matches = " and ".join(f"[{column}] = ?" for column in by)
        for row in classes:
            self.connection.executemany(f"delete from [{name_of(row)}] where {matches}", keys)
        self._insert(classes, rows)

    def _insert(self, classes: Sequence[type], rows: Iterable[object]) -> None:
        writers = {row: _inserter(row) for row in classes}
        waiting: dict[type, list[tuple[object, ...]]] = {row: [] for row in classes}
        for one in rows:
            batch = waiting[type(one)]
            batch.append(writers[type(one)][1](one))
            if len(batch) >= BATCH:
                self.connection.executemany(writers[type(one)][0], batch)
                batch.clear()
        for row, batch in waiting.items():
            self.connection.executemany(writers[row][0], batch)

    def setting(self, key: str) -> str | None:
        """A value that the study keeps about itself, such as the fingerprint of its last analysis."""
        found = self.value("select value from studies where key = ?", (key,))
        return None if found is None else str(found)

    def set_setting(self, key: str, value: str) -> None:
        """Keep such a value. Call it inside a transaction."""
        self.connection.execute("insert or replace into studies values (?, ?)", (key, value))


def insert(connection: sqlite3.Connection, statement: str, rows: Sequence[Sequence[object]]) -> None:
    """Insert rows by a statement that ends with `values (…)`, many at a time.

    So a thread that makes the next rows is interrupted once for many of them, not for each.
    """
    head, values, one = statement.rpartition(" values ")
    begin = 0
    for count in TOGETHER:
        many = f"{head}{values}{', '.join([one] * count)}"
        while len(rows) - begin >= count:
            connection.execute(many, list(chain.from_iterable(rows[begin : begin + count])))
            begin += count


def _inserter(row: type) -> tuple[str, Callable[[object], tuple[object, ...]]]:
    """The statement that inserts a row of a derived table, and its values from the row."""
    names = tuple(field.name for field in fields(row))
    statement = f"insert into [{name_of(row)}] values ({', '.join('?' * len(names))})"
    if len(names) == 1:
        return statement, lambda one: (getattr(one, names[0]),)
    return statement, attrgetter(*names)


def _lock(path: Path) -> FileLock:
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        step = Said("wait until it has ended")
        raise DatabaseError(path, Said("another run is writing to it"), step) from error
    except OSError as error:
        raise DatabaseError(path, because(error), Said("check the folder and its rights")) from error
    return lock


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    if not write:
        _undo_what_broke(path)
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        _check(connection, path)
        return connection
    connection = sqlite3.connect(path, isolation_level=None)
    new = connection.execute("pragma page_count").fetchone()[0] == 0  # so too after a run that was killed making it
    if not new:
        _check(connection, path)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    if new:
        mark = f"pragma application_id = {APPLICATION_ID}; pragma user_version = {VERSION};"
        connection.executescript(f"begin immediate; {mark} {INGESTED} commit;")
    return connection


def _undo_what_broke(path: Path) -> None:
    """Let SQLite undo a transaction that a killed process, or a full disk, left half done."""
    if path.with_name(f"{path.name}-journal").exists():
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("select count(*) from sqlite_master").fetchone()


def _check(connection: sqlite3.Connection, path: Path) -> None:
    mark = connection.execute("pragma application_id").fetchone()[0]
    if mark != APPLICATION_ID:
        connection.close()
        step = Said("name another file as `database`")
        raise DatabaseError(path, Said("it is not a maillage database"), step)
    version = connection.execute("pragma user_version").fetchone()[0]
    if version != VERSION:
        connection.close()
        raise DatabaseError(
            path,
            Said("its schema is version {found}, this program's is {version}", found=version, version=VERSION),
            Said("move it away and run `maillage run`: it is rebuilt from archives and decisions"),
        )


NEXT_STEPS = {
    "SQLITE_FULL": Said("free some space and run again: it is complete up to the last whole part"),
    "SQLITE_IOERR": Said("free some space, check the disk and run again: it is complete up to the last whole part"),
    "SQLITE_BUSY": Said("wait until the other program has closed it"),
    "SQLITE_LOCKED": Said("wait until the other program has closed it"),
    "SQLITE_READONLY": Said("check the rights of the file and its folder"),
    "SQLITE_CANTOPEN": Said("check the rights of the file and its folder"),
    "SQLITE_NOTADB": Said("name another file as `database`"),
    "SQLITE_CORRUPT": Said("move it away and run again: it is rebuilt from archives and decisions"),
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite raises about the file, not about our queries, into a DatabaseError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        next_step = next((step for start, step in NEXT_STEPS.items() if name.startswith(start)), None)
        if str(error).startswith(("no such table", "no such column")):
            next_step = Said("run `maillage analyze`: another version of the program made it")
        if next_step is None:
            raise
        raise DatabaseError(path, recognised(str(error)), next_step) from error
