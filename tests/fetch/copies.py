"""What a copy holds, told apart from how it came there: later words win, as in the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from maillage.fetch import Fetched, Patience, fetch
from maillage.fetch.mediawiki.answers import items, pages_with_revisions
from maillage.fetch.mediawiki.copy import Line, read
from maillage.progress import Progress
from maillage.project import Source, WikiOptions

IMPATIENT = Patience(first=0.01, most=0.05, total=0.5)


class Holding(NamedTuple):
    """Revisions of the pages that exist, pages, log events, accounts and blocks, each by what names it."""

    revisions: dict[int, dict[str, Any]]
    pages: dict[int, tuple[int, str, bool]]
    events: dict[int, dict[str, Any]]
    users: dict[str, dict[str, Any]]
    blocks: dict[str, dict[str, Any]]


def copied(url: str, path: Path, progress: Progress | None = None, **options: Any) -> Fetched:
    """Fetch a wiki with little patience."""
    options = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}
    source = Source("essai", "mediawiki", path, wiki=WikiOptions(url=url, **options))
    return fetch(source, progress, IMPATIENT)


def well(done: Fetched) -> Fetched:
    """A fetch that came to its end."""
    assert done.failure is None, done.failure
    return done


def lines(path: Path, stem: str) -> list[Line]:
    """The lines of the files of a stem, in order."""
    return [line for file in sorted(path.glob(f"{stem}*.jsonl.gz")) for line in read(file)]


def holding(path: Path) -> Holding:
    """What a copy holds in the end."""
    pages = {
        int(page["pageid"]): (int(page["ns"]), str(page["title"]), "redirect" in page)
        for line in lines(path, "pages")
        if "redirects" not in line.request
        for page in items(line.answer, "pages")
        if "pageid" in page
    }
    revisions = {
        int(revision["revid"]): {**revision, "page": int(page["pageid"])}
        for line in lines(path, "revisions-")
        for page in pages_with_revisions(line.answer)
        for revision in page["revisions"]
    }
    return Holding(
        {number: revision for number, revision in revisions.items() if revision["page"] in pages},
        pages,
        {
            int(event["logid"]): {key: value for key, value in event.items() if key != "pageid"}  # today's, not then's
            for line in lines(path, "log-")
            for event in items(line.answer, "logevents")
        },
        {str(user["name"]): dict(user) for line in lines(path, "users") for user in items(line.answer, "allusers")},
        {str(block["user"]): dict(block) for line in lines(path, "blocks") for block in items(line.answer, "blocks")},
    )


def files(path: Path) -> dict[str, bytes]:
    """The files that a reader of the copy sees, by name."""
    return {file.name: file.read_bytes() for file in sorted(path.iterdir()) if not file.name.startswith(".")}


def lasting(path: Path) -> dict[str, bytes]:
    """The files whose bytes depend on the wiki alone; in `site.json` it also says what time it is."""
    return {name: data for name, data in files(path).items() if name != "site.json"}
