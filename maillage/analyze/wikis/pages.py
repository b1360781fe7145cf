"""The pages of every wiki as they stood when the archive was made, and what their history comes to."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.store import table


@table("wiki_pages", pk=("source", "page"))
@dataclass(frozen=True)
class WikiPage:
    """A page. `title`: with the wiki's prefix, "" where nothing tells it; `namespace`: None likewise.

    `space`: what its namespace is for: `content`, `talk` (of user pages too), `user`, `project`, `file`, `template`,
    `category`, `help`, `other`. Content pages (A25) are those of `content` that are neither `is_redirect` (None: the
    archive does not tell) nor `deleted`. `created_at`, `creator` (a user name), `creator_person`: of its first
    revision, None where the archive does not have that one. `edits`, `persons`: the edits that count, and who made
    them; `last_at`: the last of them. `length`: bytes of its last text, None where not known.
    """

    source: str
    page: int
    namespace: int | None
    title: str
    space: str
    is_redirect: int | None
    deleted: bool
    created_at: str | None
    creator: str | None
    creator_person: int | None
    edits: int
    persons: int
    last_at: str | None
    length: int | None
