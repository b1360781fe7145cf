"""What the log says was done to histories: pages and users whose revisions have to be told again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

REWRITING = {"merge", "import"}
"""Types of log events that bring old revisions to a page, or move them from one to another."""
OF_DELETION = {"restore", "revision"}
"""Actions of type `delete` that bring back revisions, or mask parts of them."""
RENAMING = {"renameuser", "usermerge"}
TARGETS = ("target_title", "dest_title", "new_title", "dest", "0")


@dataclass
class Rewritten:
    """Pages by number and by title, and users by their name of today."""

    pages: set[int] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    users: set[str] = field(default_factory=set)


def rewritten(events: Iterable[Mapping[str, Any]]) -> Rewritten:
    """What must be asked for again after these log events, oldest first.

    A page that moved afterwards is followed. Every event here is rare; nothing is lost by asking once too often.
    """
    found = Rewritten()
    for event in events:
        kind, action, title = str(event.get("type", "")), str(event.get("action", "")), str(event.get("title", ""))
        if kind in REWRITING or (kind == "delete" and action in OF_DELETION):
            found.pages |= {number for key in ("pageid", "logpage") if (number := int(event.get(key) or 0))}
            found.titles |= {title, *_targets(event)} - {""}
        elif kind == "move" and title in found.titles:
            found.titles |= _targets(event)
        elif kind in RENAMING and (name := _renamed(event)):
            found.users.add(name)
    return found


def _parameters(event: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """Where an event says more: in `params`, in itself, or below its type, by the age of the wiki."""
    nested = (event.get("params"), event.get(str(event.get("type", ""))), event)
    return [place for place in nested if isinstance(place, Mapping)]


def _targets(event: Mapping[str, Any]) -> set[str]:
    return {str(place[key]) for place in _parameters(event) for key in TARGETS if isinstance(place.get(key), str)}


def _renamed(event: Mapping[str, Any]) -> str:
    """The name that a user got, or the account that hers went up in."""
    for place in _parameters(event):
        for key in ("newuser", "newName", "newname", "0"):
            if isinstance(place.get(key), str):
                return str(place[key])
    return ""
