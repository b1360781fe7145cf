"""Which list of a file that holds the subscribers of several is meant."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from maillage.errors import UnreadableArchive
from maillage.sentences import Said

NAMED = 20  # lists named in an error


def the_one(path: Path, found: Collection[str], wanted: str) -> str:
    """The list that is meant of those found, which are the wanted ones where one was named.

    Raises UnreadableArchive where it is none or several.
    """
    if len(found) == 1:
        return next(iter(found))
    names = sorted(found)
    if found:
        shown = ", ".join([*names[:NAMED], "…"] if len(names) > NAMED else names)
        reason = Said("it holds several lists: {lists}", lists=shown)
    elif wanted:
        reason = Said('it tells nothing of the list "{list}"', list=wanted)
    else:
        reason = Said("it tells of no subscription to any list")
    step = Said('write `list = "name@host"` under [[source.subscribers]], as the server calls the list')
    raise UnreadableArchive(path, reason, step)


def is_meant(wanted: str, name: str, host: str = "") -> bool:
    """Whether a list is the wanted one, by its name or its address; any is where none was named."""
    return not wanted or wanted.lower() in (name.lower(), f"{name}@{host}".lower())
