"""The rows that several parts of the program read: what ingest yields and the store keeps.

They are named tuples rather than dataclasses: as immutable, and a million of them go into
SQLite as they are, at a third of the cost (`benchmarks/README.md`).
"""

from __future__ import annotations

from typing import NamedTuple


class Attachment(NamedTuple):
    """A file that came with a message: recorded, not stored. `size`: bytes once decoded, None where not known."""

    position: int
    name: str
    type: str
    size: int | None


class Message(NamedTuple):
    """One mail as it stands in a part: what was written beside what was understood.

    `place`: where it begins in its part: a byte offset, or a file's name. `size`: bytes it takes there.
    `message_id`: without angle brackets; `id_source` says whether it was in the `header`, had to be
    `made` (a digest of the mail, the same at every reading) or was `reused` by another mail of the list.
    `sent_at`: UTC, ISO 8601 to the second, None where nothing tells; `utc_offset`: minutes east of UTC as
    written; `date_source`: `date`, `received`, `from_line`, `volume` or `none`; `date_written`: the Date
    header as it stands. `from_written`: the From header as it stands; `address`: normalised, "" where none.
    `in_reply_to`, `references`: ids without brackets, blank-separated, oldest first.
    `label`: "" or the kind of automatic traffic, `label_reason`: why. `repairs`: what had to be guessed,
    blank-separated codes (docs/schema.md). `text`: the body as its reader saw it.
    """

    place: str
    size: int
    message_id: str
    id_source: str
    sent_at: str | None
    utc_offset: int | None
    date_source: str
    date_written: str
    from_written: str
    address: str
    name: str
    to_written: str
    cc_written: str
    subject: str
    in_reply_to: str
    references: str
    list_id: str
    label: str
    label_reason: str
    repairs: str
    text: str
    attachments: tuple[Attachment, ...]


class Problem(NamedTuple):
    """Something that could not be read: where, how many bytes, and why."""

    place: str
    size: int
    reason: str


class Extent(NamedTuple):
    """Where a part ends: the bytes, unpacked, that reading it went through. The last record of each part."""

    bytes: int


class Subscription(NamedTuple):
    """One line of a subscriber list. Dates are ISO 8601 days; `written` is the line as it stands."""

    place: str
    address: str
    name: str
    subscribed: str | None
    unsubscribed: str | None
    written: str


Record = Message | Problem | Extent
