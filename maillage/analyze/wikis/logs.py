"""What the log entries of a wiki say in their parameters, in every form that MediaWiki has given them.

Since 1.19 they are named (`4::oldgroups`, which the API calls `oldgroups`), before that a row of strings: the
groups before and after, each as `sysop, bureaucrat`, on two lines of one text or in a list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from maillage.analyze.people.user_names import spelt

NOBODY = frozenset({"(none)", "none", "(aucun)", "aucun"})  # how old wikis wrote "no groups", by language
FOREVER = frozenset({"infinite", "infinity", "indefinite", "never"})

_UNITS = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "fortnight": 1_209_600,
    "month": 2_629_746, "year": 31_556_952,
}  # fmt: skip
"""Seconds; months and years are the mean ones of the Gregorian calendar."""
_SPAN = re.compile(rf"(\d+)\s*({'|'.join(_UNITS)})s?", re.IGNORECASE)


class GroupChange(NamedTuple):
    """What an entry of the rights log says of an account: its groups before and after, None where it does not say.

    `expires`: when a new group ends by itself, for those that do (ISO 8601).
    """

    before: frozenset[str] | None
    after: frozenset[str] | None
    expires: Mapping[str, str]


def named(params: str) -> dict[str, Any]:
    """The parameters by name, without the numbers before them; those without a name by their place, from "0"."""
    try:
        read = json.loads(params) if params else {}
    except ValueError:  # kept as it stood: the strings of old wikis, one a line
        read = params
    if isinstance(read, str):
        read = read.split("\n")
    if isinstance(read, list):
        read = {str(place): value for place, value in enumerate(read)}
    if not isinstance(read, dict):
        return {}
    return {str(key).rpartition(":")[2]: value for key, value in read.items()}


def user_of(title: str) -> str:
    """The user name in the title of a user page, whatever the wiki calls its namespace."""
    return spelt(title.partition(":")[2] or title)


def group_change(params: str) -> GroupChange:
    """What an entry of the rights log says."""
    said = named(params)
    before = _first(said, ("oldgroups", "old"))
    after = _first(said, ("newgroups", "new"))
    if before is None and after is None:
        placed = [said[key] for key in ("0", "1") if key in said]
        before, after = (placed[0], placed[1]) if len(placed) == 2 else (None, placed[0] if placed else None)
    expires = {
        str(one["group"]): str(one["expiry"])
        for one in _values(said.get("newmetadata"))
        if isinstance(one, dict) and one.get("group") and str(one.get("expiry") or "infinity") not in FOREVER
    }
    return GroupChange(_groups(before), _groups(after), expires)


def block_end(at: str | None, params: str) -> str | None:
    """When a block of the block log ends (ISO 8601), "" where it never does, None where that cannot be read."""
    said = named(params)
    expiry = _first(said, ("expiry",))
    if isinstance(expiry, str) and expiry:
        return "" if expiry.lower() in FOREVER else expiry
    written = str(_first(said, ("duration", "0")) or "").strip().lower()
    if written in FOREVER:
        return ""
    spans = _SPAN.findall(written)
    if not spans or not at:
        return None
    seconds = sum(int(count) * _UNITS[unit] for count, unit in spans)
    try:
        return (datetime.fromisoformat(at) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:  # ten thousand years
        return ""


def is_sitewide(params: str) -> bool:
    """Whether an entry of the block log blocks the whole wiki: all do that say nothing of it."""
    said = named(params).get("sitewide", True)
    return said not in (False, 0, "0", "false")


def _first(said: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((said[name] for name in names if name in said), None)


def _values(value: object) -> list[Any]:
    """The members of a list, which PHP may have written with its places as keys."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _groups(value: object) -> frozenset[str] | None:
    if value is None:
        return None
    names = value.split(",") if isinstance(value, str) else map(str, _values(value))
    return frozenset(name for written in names if (name := written.strip()) and name not in NOBODY)
