"""The tables that ingest fills, as SQL. What analyze derives is declared beside each measure.

Every column is described in `docs/schema.md`, which a test compares with the database.
"""

from __future__ import annotations

VERSION = 3
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
    skipped integer not null default 0,
    skipped_bytes integer not null default 0,
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
    labels text not null,
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

create table pages (
    source text not null,
    page integer not null,
    namespace integer not null,
    title text not null,
    redirect text,
    part integer not null,
    primary key (source, page)
) without rowid;

create table revisions (
    source text not null,
    page integer not null,
    revision integer not null,
    parent integer,
    at text,
    user text not null,
    user_id integer,
    user_class text not null,
    minor integer not null,
    comment text not null,
    length integer,
    sha1 text not null,
    model text not null,
    tags text not null,
    hidden text not null,
    part integer not null,
    primary key (source, page, revision)
) without rowid;
create unique index revisions_by_number on revisions (source, revision);

create table revision_texts (
    source text not null,
    page integer not null,
    revision integer not null,
    text text not null,
    primary key (source, page, revision)
);

create table wiki_facts (
    source text not null,
    name text not null,
    value text not null,
    part integer not null,
    primary key (source, name)
) without rowid;

create table wiki_namespaces (
    source text not null,
    namespace integer not null,
    name text not null,
    canonical text not null,
    content integer,
    part integer not null,
    primary key (source, namespace)
) without rowid;

create table wiki_rights (
    source text not null,
    user_group text not null,
    right text not null,
    part integer not null,
    primary key (source, user_group, right)
) without rowid;

create table wiki_statistics (
    source text not null,
    name text not null,
    value integer not null,
    part integer not null,
    primary key (source, name)
) without rowid;

create table wiki_users (
    source text not null,
    user text not null,
    user_id integer,
    registered_at text,
    edit_count integer,
    groups text not null,
    email text not null,
    part integer not null,
    primary key (source, user)
) without rowid;

create table wiki_blocks (
    source text not null,
    user text not null,
    at text,
    until text,
    by text not null,
    reason text not null,
    partial integer not null,
    part integer not null,
    primary key (source, user)
) without rowid;

create table wiki_logs (
    source text not null,
    log integer not null,
    type text not null,
    action text not null,
    at text,
    user text not null,
    user_id integer,
    page integer,
    namespace integer,
    title text not null,
    comment text not null,
    params text not null,
    hidden text not null,
    part integer not null,
    primary key (source, log)
) without rowid;

create table sections (
    source text not null,
    section integer not null,
    parent integer not null,
    title text not null,
    status text not null,
    part integer not null,
    primary key (source, section)
) without rowid;

create table articles (
    source text not null,
    page integer not null,
    status text not null,
    section integer,
    published_at text,
    written_at text,
    modified_at text,
    language text not null,
    copied_from text not null,
    part integer not null,
    primary key (source, page)
) without rowid;

create table replaced_rows (
    replaced integer primary key,
    source text not null,
    part integer not null,
    name text not null,
    row text not null
);
create index replaced_rows_by_part on replaced_rows (part);
"""
