"""What the answers of a fetch have told so far: how new they are, of which pages and by whom; kept while they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from maillage.fetch.mediawiki.answers import items, pages_with_revisions

OVERLAP = timedelta(minutes=5)
"""What is asked for again before the newest thing known: an edit may be saved after a later one."""


class Newest:
    """The newest moment that a listing has told, and the ids of what it told within `OVERLAP` before it."""

    def __init__(self) -> None:
        self.at = ""
        self._recent: dict[int, str] = {}

    def add(self, told: Iterable[tuple[str, int]]) -> None:
        """Moments and ids, the newest last or nearly so."""
        for at, number in told:
            self.at = max(self.at, at)
            self._recent[number] = at
        since = before(self.at)
        self._recent = {number: at for number, at in self._recent.items() if at >= since}

    def kept(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return {"at": self.at, "ids": sorted(self._recent)}


def before(at: str) -> str:
    """The moment from which to ask again; "" where nothing is known."""
    try:
        moment = datetime.fromisoformat(at) - OVERLAP
    except ValueError:  # "", or what no wiki writes
        return ""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def revisions_of(answer: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The moments and ids of the revisions in an answer."""
    return [
        (str(revision.get("timestamp", "")), int(revision.get("revid", 0)))
        for page in pages_with_revisions(answer)
        for revision in page["revisions"]
    ]


def events_of(answer: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The moments and ids of the log events in an answer."""
    return [(str(event.get("timestamp", "")), int(event.get("logid", 0))) for event in items(answer, "logevents")]


def users_of(answer: Mapping[str, Any]) -> set[str]:
    """The names of those who made the revisions in an answer; addresses are none."""
    return {
        str(revision["user"])
        for page in pages_with_revisions(answer)
        for revision in page["revisions"]
        if revision.get("user") and revision.get("userid")
    }
