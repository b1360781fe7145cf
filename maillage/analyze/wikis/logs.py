"""What the log entries of a wiki say in their parameters, which ingest has given one form (`ingest.mediawiki.logs`)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
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
    """The parameters of an entry by their names; none for those that are no object."""
    read = json.loads(params) if params else {}
    return read if isinstance(read, dict) else {}


def user_of(title: str) -> str:
    """The user name in the title of a user page, whatever the wiki calls its namespace."""
    return spelt(title.partition(":")[2] or title)


def group_change(params: str) -> GroupChange:
    """What an entry of the rights log says."""
    said = named(params)
    expires = {
        str(one["group"]): str(one["expiry"])
        for one in said.get("newmetadata") or ()
        if isinstance(one, dict) and one.get("group") and str(one.get("expiry") or "infinity") not in FOREVER
    }
    return GroupChange(_groups(said.get("oldgroups")), _groups(said.get("newgroups")), expires)


def block_end(at: str | None, params: str) -> str | None:
    """When a block of the block log ends (ISO 8601), "" where it never does, None where that cannot be read."""
    said = named(params)
    expiry = said.get("expiry")
    if isinstance(expiry, str) and expiry:
        return "" if expiry.lower() in FOREVER else expiry
    written = str(said.get("duration") or "").strip().lower()
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


def _groups(value: object) -> frozenset[str] | None:
    if not isinstance(value, list):
        return None
    return frozenset(name for name in map(str, value) if name not in NOBODY)
