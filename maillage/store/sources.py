"""Saving what a study says of its sources, and their subscriber lists."""

from __future__ import annotations

from collections.abc import Iterable

from maillage.project import WIKI_KINDS, Source, Study, SubscriberList
from maillage.records import Problem, Subscription
from maillage.store.database import Store
from maillage.store.intake import remove_part
from maillage.store.wiki_intake import remove_wiki_part

RosterKey = tuple[str, str, str]  # source, path, day
KIND = 2  # its place in a row of sources


def save_sources(store: Store, study: Study) -> list[str]:
    """Describe the study's sources; the names of those in the database that it no longer has.

    What was read of a source as another kind than it now has is forgotten. Call it inside a transaction.
    """
    rows = {source.name: _row(study, source) for source in study.sources}
    known = {row["source"]: tuple(row) for row in store.rows("select * from sources")}
    for name, row in rows.items():
        if known.get(name) != row:
            if name in known and known[name][KIND] != row[KIND]:
                _remove_parts(store, name)
            store.connection.execute("insert or replace into sources values (?, ?, ?, ?, ?, ?, ?, ?)", row)
    return [name for name in known if name not in rows]


def known_kind(store: Store, name: str) -> str | None:
    """The kind of archive as which a source was read; None where it was not."""
    found = store.value("select kind from sources where source = ?", (name,))
    return None if found is None else str(found)


def _row(study: Study, source: Source) -> tuple[object, ...]:
    created = source.created.isoformat() if source.created else None
    return (
        source.name,
        source.title,
        source.kind,
        study.shown(source.path),
        created,
        source.network,
        source.merged_into,
        int(source.analysed),
    )


def remove_source(store: Store, name: str) -> int:
    """Forget a source; the number of parts that it had."""
    parts = _remove_parts(store, name)
    for key in [key for key in known_rosters(store) if key[0] == name]:
        remove_roster(store, key)
    store.connection.execute("delete from unread_files where source = ?", (name,))
    store.connection.execute("delete from sources where source = ?", (name,))
    return parts


def _remove_parts(store: Store, source: str) -> int:
    is_wiki = known_kind(store, source) in WIKI_KINDS
    parts = [row["part"] for row in store.rows("select part from parts where source = ? order by part desc", (source,))]
    for part in parts:
        if is_wiki:
            remove_wiki_part(store, part)
        else:
            remove_part(store, part)
    return len(parts)


def save_unread(store: Store, source: str, files: Iterable[tuple[str, int, str]]) -> None:
    """Note the files of a source that were left unread: path, bytes, why."""
    rows = [(source, *file) for file in files]
    known = [tuple(row) for row in store.rows("select * from unread_files where source = ? order by path", (source,))]
    if sorted(rows) != known:
        store.connection.execute("delete from unread_files where source = ?", (source,))
        store.connection.executemany("insert into unread_files values (?, ?, ?, ?)", rows)


def known_rosters(store: Store) -> dict[RosterKey, str]:
    """The digests of the subscriber lists that were read."""
    rows = store.rows("select source, path, taken_on, digest from rosters")
    return {(row["source"], row["path"], row["taken_on"]): row["digest"] for row in rows}


def save_roster(
    store: Store, key: RosterKey, roster: SubscriberList, digest: str, records: Iterable[Subscription | Problem]
) -> None:
    """Save a subscriber list, in place of what it was. Call it inside a transaction."""
    remove_roster(store, key)
    number = 1 + (store.value("select max(roster) from rosters") or 0)
    subscriptions, problems = 0, 0
    execute = store.connection.execute
    for record in records:
        if isinstance(record, Subscription):
            execute("insert into subscriptions values (?, ?, ?, ?, ?, ?, ?)", (number, *record))
            subscriptions += 1
        else:
            execute("insert into roster_problems values (?, ?, ?, ?)", (number, *record))
            problems += 1
    source, path, taken_on = key
    row = (number, source, path, roster.kind or "", taken_on, digest, subscriptions, problems)
    execute("insert into rosters values (?, ?, ?, ?, ?, ?, ?, ?)", row)


def remove_roster(store: Store, key: RosterKey) -> None:
    """Forget a subscriber list, if it is known."""
    found = store.value("select roster from rosters where source = ? and path = ? and taken_on = ?", key)
    for table in ("subscriptions", "roster_problems", "rosters"):
        store.connection.execute(f"delete from {table} where roster = ?", (found,))
