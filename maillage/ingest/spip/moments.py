"""Dates as SPIP writes them: local time, without a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?", re.ASCII)


@lru_cache(4096)
def instant(written: str, zone: str) -> str | None:
    """The moment of a local time, as `YYYY-MM-DDTHH:MM:SSZ`; None for none, such as `0000-00-00 00:00:00`.

    A day or month that is not known is `00`, and stands for the first. Of an hour that comes twice in autumn the first
    is meant, as nothing tells.
    """
    found = _WRITTEN.match(written.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(digits or 0) for digits in found.groups())
    try:
        local = datetime(year, max(month, 1), max(day, 1), hour, minute, second, tzinfo=ZoneInfo(zone))
        told = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return f"{told:%Y-%m-%dT%H:%M:%SZ}" if year > 1 else None
