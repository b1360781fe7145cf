"""The SQLite file of a site: SPIP's own backup since its version 3, or the base of a site that runs on SQLite.

It is opened to be read only, as a file that nobody changes: nothing is written beside it. What is asked of it are
columns of tables by name, no views and nothing that the file would have computed.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from maillage.ingest.charsets import decode
from maillage.ingest.parts import BLOCK, LONGEST, container
from maillage.ingest.spip.tables import COLUMNS, MARKS, Cells, cells, others, prefixes
from maillage.records import Extent, Problem
from maillage.sentences import Said

TOO_LONG = "a row that is too long"
MAGIC = b"SQLite format 3\0"
_LINE = 400  # bytes that the beginning of a description takes
_MOST_BROKEN = 1000  # rows of a table that cannot be read, after which the rest of it is given up

BROKEN = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file raises: SQLite's words on it may have bytes of the file in them."""

_DESCRIBED = re.compile(rb"CREATE TABLE [\"'`]?\w{0,40}articles[\"'`]? \([^()]{0,200}id_article", re.IGNORECASE)
_NAME = re.compile(r"\w+")
_TABLES = "select name from sqlite_schema where type = 'table' and sql like 'create table%' order by name"
_STORED = "select name from pragma_table_xinfo(?) where hidden = 0 order by cid"


def recognizes(path: Path, head: bytes) -> bool:
    """Whether an SQLite file has the tables of a SPIP site; it may be packed. `head`: its first unpacked bytes."""
    if not head.startswith(MAGIC):
        return False
    if container(path) != "plain":  # its tables are described at the beginning, if it was not changed for long
        return b"articles" in head and b"id_article " in head
    try:
        with closing(_connected(path)) as base:
            return any(_is_marked(base, prefix) for prefix in prefixes(_names(base)))
    except BROKEN:
        return _describes_articles(path)  # a broken one is a problem of the site's


def _describes_articles(path: Path) -> bool:
    """Whether the description of SPIP's articles stands somewhere in a file that SQLite cannot open."""
    with path.open("rb") as file:
        before = b""
        while block := file.read(BLOCK):
            if _DESCRIBED.search(before + block):
                return True
            before = block[-_LINE:]
    return False


def _is_marked(base: sqlite3.Connection, prefix: str) -> bool:
    """Whether the articles of a prefix have SPIP's own columns."""
    return set(MARKS) <= {column.lower() for column in _columns(base, f"{prefix}articles")}


class File:
    """The tables in one SQLite file. `size`: its bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.size = path.stat().st_size

    def rows(self, tables: Collection[str]) -> Iterator[Cells | Problem | Extent]:
        """The rows of some tables, table by table in the order of `COLUMNS`, and by their numbers in each."""
        left = self.size
        try:
            with closing(_connected(self._path)) as base:
                names = _names(base)
                yield from others(names)
                for prefix in prefixes(names)[:1]:
                    for table in (table for table in COLUMNS if table in tables and prefix + table in names):
                        for row in _rows(base, prefix, table):
                            # A column that was added later has values that stand nowhere in the file.
                            size = min(row.size, left)
                            left -= size
                            yield row._replace(size=size)
        except BROKEN as error:
            yield Problem("0", left, Said("a broken SQLite file: {reason}", reason=str(error)))
        yield Extent(self.size)


def _connected(path: Path) -> sqlite3.Connection:
    base = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    base.text_factory = _decoded
    for pragma in ("trusted_schema = off", "cell_size_check = on", "query_only = on", "mmap_size = 0"):
        base.execute(f"pragma {pragma}")
    return base


def _decoded(raw: bytes) -> str:
    return raw.decode("ascii") if raw.isascii() else decode(raw)[0]


def _names(base: sqlite3.Connection) -> list[str]:
    """The tables that hold rows of their own, with their names in lower case."""
    return [name.lower() for (name,) in base.execute(_TABLES) if _NAME.fullmatch(name)]


def _columns(base: sqlite3.Connection, name: str) -> list[str]:
    """The columns of a table that stand in the file."""
    return [str(column) for (column,) in base.execute(_STORED, (name,))]


def _rows(base: sqlite3.Connection, prefix: str, table: str) -> Iterator[Cells | Problem]:
    """The rows of one table; one that cannot be read is a Problem, and the next is."""
    stored = {column.lower(): column for column in _columns(base, prefix + table)}
    columns = [column for column in COLUMNS[table] if column in stored]
    wanted = ", ".join(f'"{stored[column]}"' for column in columns)
    name = f'"{prefix}{table}"'
    query = f"select rowid, {wanted} from {name}"
    last, broken = -(2**63), 0
    while broken < _MOST_BROKEN:
        try:
            for number, *values in base.execute(f"{query} where rowid > ? order by rowid", (last,)):
                last = number
                yield _row(table, columns, number, values)
        except sqlite3.DataError:
            # Python looks one row ahead: the next one may be whole, and the one behind it the one that is not.
            last = base.execute(f"select min(rowid) from {name} where rowid > ?", (last,)).fetchone()[0]
            found = _one_row(base, query, last)
            broken += found is None
            yield _row(table, columns, last, found[1:]) if found else Problem(f"{table}:{last}", 0, TOO_LONG)
        else:
            return


def _one_row(base: sqlite3.Connection, query: str, number: int) -> Sequence[object] | None:
    """The row of a number; None where it is too long to be read."""
    try:
        found: Sequence[object] | None = base.execute(f"{query} where rowid = ?", (number,)).fetchone()
    except sqlite3.DataError:
        return None
    return found


def _row(table: str, columns: Sequence[str], number: int, values: Sequence[object]) -> Cells:
    """A row with its values as texts. Its size: the bytes of these."""
    texts = [_text(value) for value in values]
    size = sum(len(text.encode("utf-8", "replace")) for text in texts if text)
    return cells(table, dict(zip(columns, texts, strict=True)), f"{table}:{number}", size)


def _text(value: object) -> str | None:
    if isinstance(value, bytes):
        return _decoded(value)
    return None if value is None else str(value)
