"""Saving what a part tells of a wiki: revisions once each, what is told later in place of what was told before.

The parts of a wiki are a stack. What a later one replaces is kept aside, so that taking parts off again, the last
first, leaves the database as it was before they came.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from maillage.executors import ahead
from maillage.records import (
    Article,
    Block,
    Extent,
    Framing,
    GroupRight,
    LogEvent,
    Namespace,
    Page,
    Problem,
    Revision,
    Section,
    SiteStatistic,
    Skipped,
    WikiRecord,
    WikiSite,
    WikiUser,
)
from maillage.store.database import Store, insert
from maillage.store.intake import PART, PROBLEM, Tally

BATCH = 1_000  # records written together
WEIGHT = 1 << 22  # characters of text in a batch, after which it is written
Row = tuple[object, ...]

KEYS = {
    "pages": ("page",),
    "revisions": ("revision",),
    "wiki_facts": ("name",),
    "wiki_namespaces": ("namespace",),
    "wiki_rights": ("user_group", "right"),
    "wiki_statistics": ("name",),
    "wiki_users": ("user",),
    "wiki_blocks": ("user",),
    "wiki_logs": ("log",),
    "sections": ("section",),
    "articles": ("page",),
}
"""The tables of a wiki, and what tells their rows apart within one."""

_DUPLICATE = "insert into duplicates values (?, ?, ?, ?, ?)"
_NEW_TEXT = "insert into revision_texts values (?, ?, ?, cast(? as text))"  # of bytes or of a str
_TEXT = _NEW_TEXT.replace("insert", "insert or replace")
_ASIDE = "insert into replaced_rows (source, part, name, row) values (?, ?, ?, ?)"


def save_wiki_part(
    store: Store, source: str, path: str, digest: Callable[[], str], records: Iterable[WikiRecord]
) -> Tally:
    """Save one part, the last of its source's so far. Call it inside a transaction.

    The records are made in a thread of their own, ahead of their saving; the digest is asked for at the end.

    Read = stored + duplicates + problems + skipped, in items and in bytes; bytes of the part that no record covers
    become a problem of their own. The items of a wiki are its revisions and the entries of its logs; what stands
    around them counts with the bytes stored.
    """
    part = 1 + (store.value("select max(part) from parts") or 0)
    intake = _WikiIntake(store, source, part)
    with ahead(_batches(records)) as batches:
        for batch in batches:
            intake.save(batch)
    tally = intake.tally
    tally.read = tally.stored + tally.duplicates + tally.problems + tally.skipped
    store.connection.execute(PART, (part, source, path, digest(), *vars(tally).values()))
    return tally


def _batches(records: Iterable[WikiRecord]) -> Iterator[list[WikiRecord]]:
    """The records in batches, none of which has much more text than `WEIGHT`."""
    batch: list[WikiRecord] = []
    weight = 0
    for record in records:
        batch.append(record)
        if type(record) is Revision and record.text is not None:
            weight += len(record.text)
        if weight >= WEIGHT or len(batch) >= BATCH:
            yield batch
            batch, weight = [], 0
    yield batch


def remove_wiki_part(store: Store, part: int) -> None:
    """Forget the last part of a wiki: what it told goes, what it replaced comes back. Call it inside a transaction."""
    execute = store.connection.execute
    told_texts = "select source, page, revision from revisions where part = ?"
    execute(f"delete from revision_texts where (source, page, revision) in ({told_texts})", (part,))
    for table in (*KEYS, "duplicates", "problems", "parts"):
        execute(f"delete from {table} where part = ?", (part,))
    aside = store.rows("select name, row from replaced_rows where part = ? order by replaced desc", (part,))
    for name, row in list(aside):
        values = json.loads(row)
        if name == "revisions":
            *values, text = values
            _write_text(execute, tuple(values[:3]), text)
        execute(f"insert or replace into {name} values ({_marks(len(values))})", values)
    execute("delete from replaced_rows where part = ?", (part,))


def _write_text(execute: Callable[..., object], key: Row, text: object) -> None:
    """Write the text of a revision, or forget it; `key`: source, page, revision."""
    if text is None:
        execute("delete from revision_texts where source = ? and page = ? and revision = ?", key)
    else:
        execute(_TEXT, (*key, text))


def _marks(count: int) -> str:
    return ", ".join("?" * count)


class _WikiIntake:
    """The saving of one part."""

    def __init__(self, store: Store, source: str, part: int) -> None:
        self.tally = Tally()
        self._store = store
        self._connection = store.connection
        self._source = source
        self._part = part

    def save(self, batch: Sequence[WikiRecord]) -> None:
        """Save some records of the part, in their order."""
        revisions: list[Revision] = []
        rows: dict[str, list[Row]] = {}
        events: list[LogEvent] = []
        for record in batch:
            if type(record) is Revision:
                revisions.append(record)
            elif type(record) is LogEvent:
                events.append(record)
            elif isinstance(record, Problem):
                self._save_problem(record)
            elif isinstance(record, Skipped):
                self.tally.skipped += record.items
                self.tally.skipped_bytes += record.size
            elif isinstance(record, Framing):
                self.tally.stored_bytes += record.size
            elif isinstance(record, Extent):
                self._save_revisions(revisions)
                self._save_events(events)
                revisions, events = [], []
                self._close(record)
            else:
                for table, row in rows_of(record):
                    rows.setdefault(table, []).append((self._source, *row, self._part))
        for table, told in rows.items():
            self._tell(table, told)
        self._save_revisions(revisions)
        self._save_events(events)

    # ---------------------------------------------------------------------------------- what is not counted

    def _tell(self, table: str, rows: list[Row]) -> None:
        if not self._inserted(table, rows):
            for row in rows:
                self._tell_again(table, row)

    def _inserted(self, table: str, rows: Sequence[Row]) -> bool:
        """Write rows that are all new; whether they are. Otherwise nothing has been written."""
        if not rows:
            return True
        return self._store.inserted(f"insert into {table} values ({_marks(len(rows[0]))})", rows)

    def _tell_again(self, table: str, row: Row) -> None:
        """Write a row that may have been told before; whether it was not. What it leaves open stays as it was told."""
        before = self._before(table, row)
        if before is None:
            self._write(table, row)
            return
        merged = tuple(old if new is None else new for old, new in zip(before, row, strict=True))
        if merged[:-1] != before[:-1]:
            self._put_aside(table, before)
            self._write(table, merged)

    def _before(self, table: str, row: Row) -> Row | None:
        key = KEYS[table]
        wanted = " and ".join(f"{name} = ?" for name in ("source", *key))
        query = f"select * from {table} where {wanted}"
        found = self._connection.execute(query, (self._source, *row[1 : 1 + len(key)])).fetchone()
        return tuple(found) if found else None

    def _write(self, table: str, row: Row) -> None:
        self._connection.execute(f"insert or replace into {table} values ({_marks(len(row))})", row)

    def _put_aside(self, table: str, row: Row, *more: object) -> None:
        """Keep a row that another part told; what this part itself told before is simply replaced."""
        if row[-1] != self._part:
            kept = json.dumps([*row, *more], ensure_ascii=False)
            self._connection.execute(_ASIDE, (self._source, self._part, table, kept))

    # ------------------------------------------------------------------------------------------ items

    def _save_revisions(self, revisions: Sequence[Revision]) -> None:
        source, part = self._source, self._part
        if self._inserted("revisions", [(source, *revision[2:16], part) for revision in revisions]):
            texts = [(source, one.page, one.revision, one.text) for one in revisions if one.text is not None]
            insert(self._connection, _NEW_TEXT, texts)
            self.tally.stored += len(revisions)
            self.tally.stored_bytes += sum(revision.size for revision in revisions)
            return
        for revision in revisions:
            self._save_revision(revision)

    def _save_revision(self, revision: Revision) -> None:
        query = "select * from revisions where source = ? and revision = ?"
        found = self._connection.execute(query, (self._source, revision.revision)).fetchone()
        row: Row = (self._source, *revision[2:16], self._part)
        if found is None:
            self._write("revisions", row)
            if revision.text is not None:
                self._connection.execute(_TEXT, (*row[:3], revision.text))
            self.tally.stored += 1
            self.tally.stored_bytes += revision.size
            return
        before = tuple(found)
        self._count_duplicate(revision, f"revision {revision.revision}", before[-1])
        text = self._text(before)
        told = revision.text.decode() if isinstance(revision.text, bytes) else revision.text
        merged, new_text = merged_revision((*before[:-1], text), (*row[:-1], told))
        if merged != before[:-1] or new_text != text:
            self._put_aside("revisions", before, text)
            if merged[:3] != before[:3]:
                self._connection.execute(
                    "delete from revisions where source = ? and page = ? and revision = ?", before[:3]
                )
                _write_text(self._connection.execute, before[:3], None)
            self._write("revisions", (*merged, self._part))
            _write_text(self._connection.execute, merged[:3], new_text)

    def _text(self, row: Row) -> str | None:
        query = "select text from revision_texts where source = ? and page = ? and revision = ?"
        found = self._connection.execute(query, row[:3]).fetchone()
        return None if found is None else str(found[0])

    def _save_events(self, events: Sequence[LogEvent]) -> None:
        rows: list[Row] = [(self._source, *event[2:], self._part) for event in events]
        if self._inserted("wiki_logs", rows):
            self.tally.stored += len(events)
            self.tally.stored_bytes += sum(event.size for event in events)
            return
        for event, row in zip(events, rows, strict=True):
            before = self._before("wiki_logs", row)
            if before is None:
                self.tally.stored += 1
                self.tally.stored_bytes += event.size
            else:
                self._count_duplicate(event, f"log {event.log}", before[-1])
            self._tell_again("wiki_logs", row)

    def _count_duplicate(self, item: Revision | LogEvent, name: str, kept_part: object) -> None:
        self._connection.execute(_DUPLICATE, (self._part, item.place, item.size, name, kept_part))
        self.tally.duplicates += 1
        self.tally.duplicate_bytes += item.size

    # ----------------------------------------------------------------------------------------- the ledger

    def _save_problem(self, problem: Problem) -> None:
        self._connection.execute(PROBLEM, (self._part, *problem))
        self.tally.problems += 1
        self.tally.problem_bytes += problem.size

    def _close(self, extent: Extent) -> None:
        tally = self.tally
        tally.bytes_read = extent.bytes
        accounted = tally.stored_bytes + tally.duplicate_bytes + tally.problem_bytes + tally.skipped_bytes
        if accounted != extent.bytes:
            self._save_problem(Problem("", extent.bytes - accounted, "bytes that were not accounted for"))


def rows_of(record: WikiRecord) -> Iterator[tuple[str, Row]]:
    """The rows that a record is in the tables of what a wiki says of itself, without source and part."""
    if isinstance(record, WikiSite):
        yield from (("wiki_facts", fact) for fact in record.facts)
    elif type(record) in _NAMED:
        yield _NAMED[type(record)], tuple(record)


def merged_revision(before: Row, told: Row) -> tuple[Row, str | None]:
    """What holds of a revision that is told again: a row without its part, and the text.

    The later word holds; what it leaves open stays as it was, but for what the wiki masks by now.
    """
    hidden = str(told[_HIDDEN]).split()
    merged = [old if new is None else new for old, new in zip(before, told, strict=True)]
    for column in _UNTOLD_WHERE_EMPTY:
        if merged[column] == "" and not (column == _SHA1 and "text" in hidden):
            merged[column] = before[column]
    if "user" in hidden:
        merged[_USER_ID] = None
    if "text" in hidden:
        merged[-1] = None
    *row, text = merged
    return tuple(row), None if text is None else str(text)


_NAMED: dict[type, str] = {
    Page: "pages",
    Namespace: "wiki_namespaces",
    GroupRight: "wiki_rights",
    SiteStatistic: "wiki_statistics",
    WikiUser: "wiki_users",
    Block: "wiki_blocks",
    Section: "sections",
    Article: "articles",
}
_COLUMNS = ("source", *Revision._fields[2:16])
_USER_ID, _SHA1, _HIDDEN = (_COLUMNS.index(name) for name in ("user_id", "sha1", "hidden"))
_UNTOLD_WHERE_EMPTY = tuple(_COLUMNS.index(name) for name in ("sha1", "model", "tags"))
