"""Saving what a part holds: messages once each, duplicates and problems counted, the ledger adding up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from maillage.records import Extent, Message, Problem, Record, Skipped
from maillage.store.database import Store

UNSURE = ("volume", "none")  # dates that many mails of one volume share
MARK = 6  # bytes of a digest that make a reused id its own
BATCH = 400  # messages looked up and written together; SQLite's own bound on parameters is 32,766

_MESSAGE = f"insert into messages values ({', '.join('?' * 24)})"
_TEXT = "insert into texts values (?, ?)"
_ATTACHMENT = "insert into attachments values (?, ?, ?, ?, ?)"
_DUPLICATE = "insert into duplicates values (?, ?, ?, ?, ?)"
PROBLEM = "insert or replace into problems values (?, ?, ?, ?)"
_KNOWN = """
    select messages.message_id, part, sent_at, text from messages join texts using (message)
    where source = ? and messages.message_id in ({})
"""
_DEPENDENTS = """
    select parts.path from duplicates join parts using (part) where kept_part = :part and part != :part
    union select parts.path from messages as reused join parts using (part)
      join messages as kept
        on kept.source = reused.source
        and kept.message_id = substr(reused.message_id, 1, length(reused.message_id) - :mark)
    where reused.id_source = 'reused' and reused.part != :part and kept.part = :part
"""
_PAIRS = """
    select parts.path, kept.path from duplicates join parts using (part) join parts as kept on kept.part = kept_part
    where parts.source = :source and kept.part != parts.part
    union select parts.path, parts_kept.path from messages as reused
      join messages as kept
        on kept.source = reused.source
        and kept.message_id = substr(reused.message_id, 1, length(reused.message_id) - :mark)
      join parts on parts.part = reused.part join parts as parts_kept on parts_kept.part = kept.part
    where reused.source = :source and reused.id_source = 'reused' and reused.part != kept.part
"""
PART = "insert or replace into parts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass
class Tally:
    """What became of a part's items: the ledger's row. Bytes are unpacked ones."""

    bytes_read: int = 0
    read: int = 0
    stored: int = 0
    stored_bytes: int = 0
    duplicates: int = 0
    duplicate_bytes: int = 0
    problems: int = 0
    problem_bytes: int = 0
    skipped: int = 0
    skipped_bytes: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class KnownPart:
    """A part as it was when it was last read."""

    part: int
    path: str
    digest: str
    tally: Tally


def known_parts(store: Store, source: str) -> dict[str, KnownPart]:
    """The parts of a source by path."""
    rows = store.rows("select * from parts where source = ? order by part", (source,))
    return {row["path"]: KnownPart(row["part"], row["path"], row["digest"], Tally(*tuple(row)[4:])) for row in rows}


def save_part(
    store: Store,
    source: str,
    path: str,
    digest: str,
    records: Iterable[Record],
    known: KnownPart | None = None,
) -> Tally:
    """Save one part, or what was added to a `known` one. Call it inside a transaction.

    Read = stored + duplicates + problems + skipped, in items and in bytes; bytes of the part that no record covers
    become a problem of their own.
    """
    part = known.part if known else 1 + (store.value("select max(part) from parts") or 0)
    tally = Tally() + known.tally if known else Tally()
    intake = _Intake(store, source, part, tally)
    for batch in _batches(records):
        intake.save(batch)
    tally.read = tally.stored + tally.duplicates + tally.problems + tally.skipped
    store.connection.execute(PART, (part, source, path, digest, *vars(tally).values()))
    return tally


def pairs_kept(store: Store, source: str) -> list[tuple[str, str]]:
    """The parts of a source that have mails, or ids of mails, which another part keeps: the path of each, and its."""
    return [tuple(row) for row in store.rows(_PAIRS, {"source": source, "mark": 1 + 2 * MARK})]


def remove_part(store: Store, part: int) -> set[str]:
    """Forget what a part held; the paths of the parts to be read again for it.

    Their duplicates were of its messages, or their messages could not keep their ids because of its own.
    """
    dependents = {row["path"] for row in store.rows(_DEPENDENTS, {"part": part, "mark": 1 + 2 * MARK})}
    execute = store.connection.execute
    for table in ("texts", "attachments"):
        execute(f"delete from {table} where message in (select message from messages where part = ?)", (part,))
    for table in ("messages", "duplicates", "problems", "parts"):
        execute(f"delete from {table} where part = ?", (part,))
    return dependents


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    left = iter(records)
    while batch := list(islice(left, BATCH)):
        yield batch


class _Intake:
    """The saving of one part."""

    def __init__(self, store: Store, source: str, part: int, tally: Tally) -> None:
        self._store = store
        self._source = source
        self._part = part
        self._tally = tally
        self._next = 1 + (store.value("select max(message) from messages") or 0)

    def save(self, batch: list[Record]) -> None:
        """Save some records of the part."""
        messages = [record for record in batch if type(record) is Message]
        if messages:
            self._save_messages(messages)
        for record in batch:
            if type(record) is Problem:
                self._save_problem(record)
            elif type(record) is Skipped:
                self._tally.skipped += record.items
                self._tally.skipped_bytes += record.size
            elif type(record) is Extent:
                self._close(record)

    def _save_messages(self, messages: list[Message]) -> None:
        known = self._known(messages)
        rows, texts, attachments, duplicates = [], [], [], []
        number, part, source, tally = self._next, self._part, self._source, self._tally
        for message in messages:
            place, size, message_id, id_source, sent_at = message[:5]
            text = message.text
            if message_id in known:
                _, kept_at, kept_text = known[message_id]
                is_dated = message.date_source not in UNSURE
                if not is_same(sent_at if is_dated else None, text, kept_at, kept_text):
                    message_id, id_source = reused(message_id, sent_at, text), "reused"
                if id_source != "reused" or self._is_known(message_id, known):
                    kept_part = known[message_id][0]
                    duplicates.append((part, place, size, message_id, kept_part))
                    tally.duplicate_bytes += size
                    continue
            known[message_id] = (part, sent_at, text)
            rows.append((number, source, part, place, size, message_id, id_source, *message[4:21]))
            texts.append((number, text))
            attachments += [(number, *attachment) for attachment in message.attachments]
            tally.stored_bytes += size
            number += 1
        self._next = number
        tally.stored += len(rows)
        tally.duplicates += len(duplicates)
        many = self._store.connection.executemany
        many(_MESSAGE, rows)
        many(_TEXT, texts)
        many(_ATTACHMENT, attachments)
        many(_DUPLICATE, duplicates)

    def _known(self, messages: list[Message]) -> dict[str, tuple[int, str | None, str]]:
        ids = {message.message_id for message in messages}
        query = _KNOWN.format(", ".join("?" * len(ids)))
        return {row[0]: row[1:] for row in self._store.connection.execute(query, (self._source, *ids))}

    def _is_known(self, message_id: str, known: dict[str, tuple[int, str | None, str]]) -> bool:
        if message_id not in known:
            row = self._store.connection.execute(_KNOWN.format("?"), (self._source, message_id)).fetchone()
            if row is None:
                return False
            known[message_id] = tuple(row)[1:]
        return True

    def _save_problem(self, problem: Problem) -> None:
        self._store.connection.execute(PROBLEM, (self._part, *problem))
        self._tally.problems += 1
        self._tally.problem_bytes += problem.size

    def _close(self, extent: Extent) -> None:
        tally = self._tally
        tally.bytes_read = extent.bytes
        accounted = tally.stored_bytes + tally.duplicate_bytes + tally.problem_bytes + tally.skipped_bytes
        missing = extent.bytes - accounted
        if missing:
            self._save_problem(Problem("", missing, "bytes that were not accounted for"))


def is_same(sent_at: str | None, text: str, kept_at: str | None, kept_text: str) -> bool:
    """Whether two mails with one Message-ID are one mail: sent at the same second, or of the same words."""
    return (sent_at is not None and sent_at == kept_at) or text.split() == kept_text.split()


def reused(message_id: str, sent_at: str | None, text: str) -> str:
    """The id of a mail whose own one belongs to another mail of the list: that one, and a digest of its own."""
    mark = blake2b(f"{sent_at}\0{' '.join(text.split())}".encode("utf-8", "replace"), digest_size=MARK).hexdigest()
    return f"{message_id}#{mark}"
