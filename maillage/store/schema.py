"""The tables that ingest fills, as SQL. What analyze derives is declared beside each measure.

Every column is described in `docs/schema.md`, which a test compares with the database.
"""

from __future__ import annotations

VERSION = 1
APPLICATION_ID = 0x6D61696C  # "mail": tells our files from any other SQLite file

INGESTED = """
create table studies (key text primary key, value text not null) without rowid;

create table sources (
    source text primary key,
    title text not null,
    kind text not null,
    path text not null,
    created text,
    network text not null,
    merged_into text,
    analysed integer not null
) without rowid;

create table parts (
    part integer primary key,
    source text not null,
    path text not null,
    digest text not null,
    bytes_read integer not null,
    read integer not null,
    stored integer not null,
    stored_bytes integer not null,
    duplicates integer not null,
    duplicate_bytes integer not null,
    problems integer not null,
    problem_bytes integer not null,
    unique (source, path)
);

create table messages (
    message integer primary key,
    source text not null,
    part integer not null,
    place text not null,
    size integer not null,
    message_id text not null,
    id_source text not null,
    sent_at text,
    utc_offset integer,
    date_source text not null,
    date_written text not null,
    from_written text not null,
    address text not null,
    name text not null,
    to_written text not null,
    cc_written text not null,
    subject text not null,
    in_reply_to text not null,
    reference_ids text not null,
    list_id text not null,
    label text not null,
    label_reason text not null,
    repairs text not null
);
create unique index messages_by_id on messages (message_id, source);
create index messages_by_part on messages (part);

create table texts (message integer primary key, text text not null);

create table attachments (
    message integer not null,
    position integer not null,
    name text not null,
    type text not null,
    size integer,
    primary key (message, position)
) without rowid;

create table duplicates (
    part integer not null,
    place text not null,
    size integer not null,
    message_id text not null,
    kept_part integer not null,
    primary key (part, place)
) without rowid;

create table problems (
    part integer not null,
    place text not null,
    size integer not null,
    reason text not null,
    primary key (part, place)
) without rowid;

create table unread_files (
    source text not null,
    path text not null,
    size integer not null,
    reason text not null,
    primary key (source, path)
) without rowid;

create table rosters (
    roster integer primary key,
    source text not null,
    path text not null,
    kind text not null,
    taken_on text not null,
    digest text not null,
    subscriptions integer not null,
    problems integer not null
);

create table subscriptions (
    roster integer not null,
    place text not null,
    address text not null,
    name text not null,
    subscribed text,
    unsubscribed text,
    written text not null,
    primary key (roster, place)
) without rowid;

create table roster_problems (
    roster integer not null,
    place text not null,
    size integer not null,
    reason text not null,
    primary key (roster, place)
) without rowid;
"""
