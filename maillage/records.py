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
    `labels`: what the archive files it under, one a line: labels of a mailbox, category and tags of a forum.
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
    labels: str
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


class Revision(NamedTuple):
    """One state of a wiki page, as an archive of the wiki tells it.

    `place`, `size`: where it begins in its part, and the bytes from the end of what came before it to its own end.
    `page`, `revision`, `parent`, `user_id`: the wiki's own numbers; `parent` is 0 for a first revision, None where
    the archive does not say; `user_id` is 0 for who has no account, None where not said. `at`: UTC, ISO 8601 to
    the second, None where it cannot be read. `user`: the user name or address as written, "" where it is hidden or
    missing. `user_class`: one of `USER_CLASSES`. `length`: bytes of the text, None where not known. `sha1`:
    hexadecimal, "" where not known. `tags`: blank-separated. `hidden`: what the wiki masks, blank-separated, of
    `user`, `comment`, `text`. `text`: None where it is absent or not kept; as its UTF-8 bytes where the archive has
    them.
    """

    place: str
    size: int
    page: int
    revision: int
    parent: int | None
    at: str | None
    user: str
    user_id: int | None
    user_class: str
    minor: bool
    comment: str
    length: int | None
    sha1: str
    model: str
    tags: str
    hidden: str
    text: str | bytes | None


USER_CLASSES = ("registered", "ip", "temporary", "imported", "hidden", "unknown")
"""Who made a revision: an account, an IP address, a temporary account (`~2024-1`), an account of another wiki
(`imported>Name`), somebody whom the wiki masks, nobody that the archive names."""


class Page(NamedTuple):
    """A page as it stood when the archive was made.

    `title`: with the wiki's own prefix. `redirect`: its target, "" where it is none, "#" where it is one whose target
    is not said, None where nothing is said.
    """

    page: int
    namespace: int
    title: str
    redirect: str | None


class WikiSite(NamedTuple):
    """What a wiki says of itself: facts by name (`sitename`, `generator`, `base`, `lang`, `dbname`, `case`, `time`)."""

    facts: tuple[tuple[str, str], ...]


class Namespace(NamedTuple):
    """A namespace: its number, its local and its canonical name, whether its pages are contents (None: not said)."""

    namespace: int
    name: str
    canonical: str
    content: bool | None


class GroupRight(NamedTuple):
    """A right of a user group, such as `edit` of `*`."""

    user_group: str
    right: str


class SiteStatistic(NamedTuple):
    """A number that the wiki gives of itself: `pages`, `articles`, `edits`, `users`, `admins`, `images`…."""

    name: str
    value: int


class WikiUser(NamedTuple):
    """A registered account as the wiki lists it.

    `groups`: blank-separated, without implicit ones (`*`, `user`, `autoconfirmed`). `registered_at`: None where the
    wiki does not know. `edit_count`: by the wiki's own count. `email`: in lower case, "" where the archive does not
    tell, as that of a wiki never does.
    """

    user: str
    user_id: int | None
    registered_at: str | None
    edit_count: int | None
    groups: str
    email: str = ""


class Block(NamedTuple):
    """A block in force when the archive was made. `until`: None for ever. `partial`: of some pages only."""

    user: str
    at: str | None
    until: str | None
    by: str
    reason: str
    partial: bool


class LogEvent(NamedTuple):
    """An entry of the wiki's logs: `type`/`action` such as `rights`/`rights`, `block`/`block`, `move`/`move`.

    `title`: the page or `User:` page it is about; `params`: what else it says, as JSON with sorted keys.
    """

    place: str
    size: int
    log: int
    type: str
    action: str
    at: str | None
    user: str
    user_id: int | None
    page: int | None
    namespace: int | None
    title: str
    comment: str
    params: str
    hidden: str


class Section(NamedTuple):
    """A section of a participatory site (SPIP's `rubrique`). `parent`: 0 for one at the top."""

    section: int
    parent: int
    title: str
    status: str


class Article(NamedTuple):
    """What a participatory site says of an article beyond its page: where it stands, and how far it came.

    `page`: the number of its `Page`. `status`: as the site writes it: `prepa` (being written), `prop` (proposed),
    `publie`, `refuse`, `poubelle`. `section`: None where not said. Moments are UTC, None where not said:
    `published_at`, `written_at` (an earlier publication elsewhere), `modified_at`. `copied_from`: the address
    elsewhere that it names as its source (SPIP's `url_site`), as what was syndicated does; "" where it names none.
    """

    page: int
    status: str
    section: int | None
    published_at: str | None
    written_at: str | None
    modified_at: str | None
    language: str
    copied_from: str


class Skipped(NamedTuple):
    """Items that the study does not select.

    Of a wiki the revisions and log entries outside its prefixes and categories; of a mailbox the mails that are not of
    the list.
    """

    items: int
    size: int


class Framing(NamedTuple):
    """Bytes of a wiki's archive around its items that no item has been given.

    What stands behind the last item of a dump, and answers that tell of the site, its pages or its users alone.
    """

    size: int


class Selection(NamedTuple):
    """What a study takes of a wiki: the texts of `all` pages, of `discussion` or of `none`, and which pages.

    `prefixes`, `categories`: titles; empty for the whole wiki. `zone`: the time zone of archives that tell local times.
    """

    texts: str = "all"
    prefixes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    zone: str = "Europe/Paris"


class MailSelection(NamedTuple):
    """What a study takes of a mailbox: mails with one of these labels or of one of these lists; empty for all.

    `list_ids`: a List-Id (`makers.lists.example.org`) or the address that the list is written to.
    """

    labels: tuple[str, ...] = ()
    list_ids: tuple[str, ...] = ()


Record = Message | Problem | Skipped | Extent
WikiRecord = (
    Revision
    | Page
    | WikiSite
    | Namespace
    | GroupRight
    | SiteStatistic
    | WikiUser
    | Block
    | LogEvent
    | Section
    | Article
    | Skipped
    | Framing
    | Problem
    | Extent
)
