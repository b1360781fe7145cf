"""Tables of Sympa's own database: who is subscribed, and who joined and left when, of people long gone too.

`subscriber_table` has those of today with the day of their subscription; `stat_table` and `logs_table` note joinings
and leavings for as long as the server keeps them; `exclusion_table` who left a list that includes others. They come
as the SQL text of a backup (MySQL, PostgreSQL, SQLite), or each table as a text with the names of its columns in the
first line (phpMyAdmin, `mysql --batch`); one file, or a folder with several. Columns as in Sympa's
`DatabaseDescription.pm`, 6.1 and 6.2.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from maillage.errors import UnreadableArchive
from maillage.ingest import sql
from maillage.ingest.charsets import decode
from maillage.ingest.parts import BLOCK, Part, beginning, files_in, opened, path_in
from maillage.ingest.rosters.choice import is_meant, the_one
from maillage.ingest.rosters.intervals import Event, Interval, Member, intervals, to_seconds
from maillage.ingest.rosters.lines import HEAD, to_address, to_name
from maillage.records import Extent, Problem, Subscription
from maillage.sentences import Said

JOINED = frozenset(
    ("add", "subscribe", "add_or_subscribe", "add_subscriber", "auto_add", "auto_subscribe", "import", "include")
)
"""Operations and actions that begin a subscription, in lower case with `_` for spaces."""

LEFT = frozenset(
    ("signoff", "del", "auto_del", "auto_signoff", "family_signoff", "global_signoff", "del_subscriber", "unsubscribe")
)
"""Those that end one."""

_OWN = frozenset(("subscribe", "signoff", "auto_signoff", "family_signoff", "unsubscribe"))  # of who acts herself
_NULLS = frozenset(("", "NULL", "\\N"))
_LONGEST_LINE = 1 << 20
LOOKED_AT = 100_000
"""Rows among which a list is looked for: as many as are read in a second or two."""


class _Table(NamedTuple):
    """What the columns of a table are called: the list, its domain, the address, the time, what was done."""

    list: str
    robot: str
    address: str
    times: tuple[str, ...]
    done: str = ""


TABLES = {
    "subscriber_table": _Table(
        "list_subscriber", "robot_subscriber", "user_subscriber", ("date_epoch_subscriber", "date_subscriber")
    ),
    "stat_table": _Table("list_stat", "robot_stat", "email_stat", ("date_stat",), "operation_stat"),
    "logs_table": _Table("list_logs", "robot_logs", "target_email_logs", ("date_logs",), "action_logs"),
    "exclusion_table": _Table(
        "list_exclusion", "robot_exclusion", "user_exclusion", ("date_epoch_exclusion", "date_exclusion")
    ),
}

_IN_SQL = re.compile(rb"(?:create table|insert into|copy)\b[^\n;]{0,80}?\b\w+_table\b", re.IGNORECASE)
_OF_SYMPA = re.compile(
    rb"\b(?:user|list)_(?:subscriber|exclusion|admin)\b|\b(?:operation|list)_stat\b|\b(?:action|list)_logs\b"
)


class _Row(NamedTuple):
    """A row of a table, where it stands and the bytes it takes."""

    table: str
    values: Mapping[str, str | None]
    place: str
    size: int


@dataclass
class _Found:
    """What the tables tell of one list, by address."""

    name: str
    events: dict[str, list[Event]] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def recognizes(path: Path) -> bool:
    """Whether a file holds tables of Sympa, or a folder such files only."""
    if path.is_dir():
        files = files_in(path)
        return 0 < len(files) <= len(TABLES) and all(map(recognizes, files))
    head = beginning(path, HEAD)
    if b"\0" in head:
        return False
    return _is_sql(head) or _table_of(_names(head)) is not None


def read(path: Path, wanted: str = "") -> Iterator[Subscription | Problem]:
    """The subscriptions of a list, by address and time: an address that came back has several.

    `wanted`: the list's name or address; needed where the tables hold several. The place of one is that of the row
    that begins it: a byte in an SQL text, a line in another. Raises UnreadableArchive.
    """
    found: dict[str, _Found] = {}
    members_known = False
    for row in _rows(path):
        if isinstance(row, Problem):
            yield row
        elif isinstance(row, str):
            members_known = members_known or row == "subscriber_table"
        else:
            members_known = members_known or row.table == "subscriber_table"
            yield from _add(found, row, wanted)
    told = found[the_one(path, found, wanted)]
    for address in sorted({*told.events, *told.members}):
        events, member = told.events.get(address, []), told.members.get(address)
        for one in intervals(events, member, members_known=members_known):
            if isinstance(one, Interval):
                name = told.names.get(address, "")
                yield Subscription(one.place, address, name, one.subscribed, one.unsubscribed, one.written)
            else:
                yield Problem(one.place, len(one.written.encode()), one.reason)


def lists_in(path: Path) -> set[str]:
    """The lists that the first rows of a file or folder tell of, as `name@host`. Raises UnreadableArchive."""
    found: dict[str, _Found] = {}
    for row in islice(_rows(path), LOOKED_AT):
        if isinstance(row, _Row):
            for _ in _add(found, row, ""):
                pass  # a problem, which reading tells
    return set(found)


def _add(found: dict[str, _Found], row: _Row, wanted: str) -> Iterator[Problem]:
    """Keep what a row tells of the list that is wanted, of any where none is."""
    columns = TABLES[row.table]
    done = _done(row, columns)
    if done is None:
        return
    name = _text(row.values, columns.list).lower()
    robot = _text(row.values, columns.robot).lower()
    identity = f"{name}@{robot}" if robot else name
    if not name or not is_meant(wanted, name, robot):
        return
    address = _address(row, columns, done)
    if address is None:
        yield Problem(row.place, row.size, f"{row.table}: no address of whom it is about")
        return
    list_ = found.setdefault(identity, _Found(identity))
    seconds = next((at for name in columns.times if (at := to_seconds(row.values.get(name))) is not None), None)
    if row.table == "subscriber_table":
        list_.names[address] = to_name(_text(row.values, "comment_subscriber"))
        list_.members[address] = Member(seconds, row.place, f"subscribed {_written(row, columns)}".strip())
    elif seconds is None:
        yield Problem(row.place, row.size, f"{row.table}: no date of a subscription")
    else:
        event = Event(seconds, joined=done in JOINED, place=row.place, written=f"{done} {_written(row, columns)}")
        list_.events.setdefault(address, []).append(event)


def _done(row: _Row, columns: _Table) -> str | None:
    """What a row says was done, None where it is nothing about a subscription or came to nothing."""
    if not columns.done:
        return "signoff" if row.table == "exclusion_table" else "subscribe"
    done = _text(row.values, columns.done).lower().replace(" ", "_")
    if done not in JOINED and done not in LEFT:
        return None
    return done if _text(row.values, "status_logs").lower() in ("", "success") else None


def _address(row: _Row, columns: _Table, done: str) -> str | None:
    """Whom a row is about: logs tell it of who acts herself as a parameter, else as the one it is done to."""
    if row.table != "logs_table":
        return to_address(_text(row.values, columns.address))
    names = ("parameters_logs", "target_email_logs", "user_email_logs")
    tried = names if done in _OWN else (names[1], names[0])
    return next((found for name in tried if (found := to_address(_text(row.values, name)))), None)


def _text(values: Mapping[str, str | None], name: str) -> str:
    return (values.get(name) or "").strip()


def _written(row: _Row, columns: _Table) -> str:
    return next((text for name in columns.times if (text := _text(row.values, name))), "")


# --------------------------------------------------------------------------------------- files into rows


def _rows(path: Path) -> Iterator[_Row | str | Problem]:
    """The rows of the tables of a file, or of all of a folder's; before its rows, the name of a table."""
    if path.is_dir():
        for file in files_in(path):
            before = path_in(path, file) + ":"
            for row in _rows(file):
                yield row if isinstance(row, str) else row._replace(place=before + row.place)
        return
    head = beginning(path, HEAD)
    yield from _of_sql(path) if _is_sql(head) else _of_text(path, head)


def _is_sql(head: bytes) -> bool:
    return bool(_IN_SQL.search(head) and _OF_SYMPA.search(head))


def _of_sql(path: Path) -> Iterator[_Row | str | Problem]:
    with opened(Part(path, path.name)) as stream:
        for row in sql.rows(stream, TABLES.__contains__):
            if isinstance(row, sql.Row):
                yield _Row(row.table, row.values, str(row.begin), row.size)
            elif isinstance(row, sql.Column):
                yield row.table
            elif not isinstance(row, Extent):
                yield row


def _of_text(path: Path, head: bytes) -> Iterator[_Row | str | Problem]:
    """The rows of one table, a line each, behind the names of its columns. Raises UnreadableArchive."""
    delimiter, names = _names(head)
    table = _table_of((delimiter, names))
    if table is None:
        reason = Said("its first line does not name columns of Sympa's tables (list_subscriber, email_stat…)")
        raise UnreadableArchive(path, reason, Said("export the table again, with the names of its columns"))
    yield table
    is_batch = delimiter == "\t" and not head.startswith(b'"')  # `mysql --batch` quotes nothing
    sizes: list[int] = []
    with opened(Part(path, path.name)) as stream:
        lines = (_measured(line, sizes) for line in _lines(stream))
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if is_batch else csv.QUOTE_MINIMAL)
        while True:
            begin = reader.line_num + 1
            sizes.clear()
            try:
                values = next(reader, None)
            except csv.Error as error:
                yield Problem(str(begin), sum(sizes), f"a row that cannot be read: {error}")
                continue
            if values is None:
                return
            if begin == 1 or not any(values):
                continue
            if len(values) != len(names):
                yield Problem(str(begin), sum(sizes), f"{len(values)} values for {len(names)} columns")
                continue
            row = {name: None if value in _NULLS else value for name, value in zip(names, values, strict=True)}
            yield _Row(table, row, str(begin), sum(sizes))


def _measured(line: bytes, sizes: list[int]) -> str:
    sizes.append(len(line))
    return decode(line.removeprefix(b"\xef\xbb\xbf"))[0].replace("\0", "")


def _lines(stream: object) -> Iterator[bytes]:
    """The lines of a stream, the longest cut in pieces."""
    read = stream.read  # type: ignore[attr-defined]
    buffer = b""
    while block := read(BLOCK):
        *whole, buffer = (buffer + block).split(b"\n")
        yield from (line + b"\n" for line in whole)
        if len(buffer) > _LONGEST_LINE:
            yield buffer
            buffer = b""
    if buffer:
        yield buffer


def _names(head: bytes) -> tuple[str, list[str]]:
    """What parts the columns of a table, and their names, from its first line."""
    first = _measured(head.split(b"\n", 1)[0], []).strip()
    best = max("\t;,|", key=lambda delimiter: (first.count(delimiter), -"\t;,|".index(delimiter)))
    return best, [name.strip().strip('"`').lower() for name in first.split(best)]


def _table_of(named: tuple[str, Sequence[str]]) -> str | None:
    """The table that has columns of these names; one that lacks what tells of whom and when is none."""
    names = set(named[1])
    for table, columns in TABLES.items():
        if {columns.list, columns.address} <= names and (not columns.done or columns.done in names):
            return table
    return None
