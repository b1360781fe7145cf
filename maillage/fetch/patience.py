"""Waiting for a server in trouble: how long, how often, and what it asks for itself."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from maillage.errors import NotFetched
from maillage.sentences import Said

T = TypeVar("T")
_WAIT = re.compile(rb'"wait_seconds"\s*:\s*(\d{1,6})(?!\d)')
LATER = Said("run `maillage fetch` again later: it goes on where it stopped")


@dataclass(frozen=True)
class Patience:
    """How long a server in trouble is waited for, in seconds: the first time, at most at a time, and in all.

    The waits double; one that the server asks for counts if it is longer. What is waited in all begins anew with
    each answer. `pause`: between two requests for the files of a list, where the server asks for no longer one.
    """

    first: float = 1.0
    most: float = 120.0
    total: float = 900.0
    pause: float = 0.5


_EVER = 1e9  # seconds: nobody waits longer


class Passing(Exception):
    """A trouble that may pass.

    `after`: seconds that the server asks to wait. `heavy`: it may be that the server was asked for too much at once.
    """

    def __init__(self, reason: Said, after: float = 0.0, *, heavy: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after
        self.heavy = heavy


def patiently(
    attempt: Callable[[], T],
    patience: Patience,
    refusal: Callable[[Said, Said], NotFetched],
    tell: Callable[[Said | None], None],
    notice: Callable[[Passing], None] = lambda _: None,
) -> T:
    """What an attempt gives, which is made again after each `Passing` as long as patience lasts.

    `refusal` makes the error that is raised then; `tell` is told why it waits, and None when it goes on; `notice` sees
    each trouble before it is waited for. Raises NotFetched.
    """
    pause, waited = patience.first, 0.0
    while True:
        try:
            result = attempt()
        except Passing as trouble:
            here = max(pause, trouble.after)
            if waited + here > patience.total:
                raise refusal(_given_up(trouble, waited, patience), LATER) from trouble
            notice(trouble)
            tell(Said("{reason}; next try in {seconds} s", reason=trouble.reason, seconds=round(here) or 1))
            time.sleep(here)
            waited += here
            pause = min(pause * 2, patience.most)
        else:
            if waited:
                tell(None)
            return result


def _given_up(trouble: Passing, waited: float, patience: Patience) -> Said:
    if trouble.after > patience.total:
        minutes = round(trouble.after / 60)
        return Said("{reason}, and it asks to come back in {minutes} minutes", reason=trouble.reason, minutes=minutes)
    return Said("{reason}, and so it was for {seconds} s", reason=trouble.reason, seconds=round(waited))


def seconds_in(content: bytes) -> float:
    """What a refusal in JSON asks to wait, as Discourse's `{"extras": {"wait_seconds": 12}}`; 0 for no such word."""
    found = _WAIT.search(content[:4096])
    return float(found[1]) if found else 0.0


def seconds_of(retry_after: str | None) -> float | None:
    """What `Retry-After` says, in seconds or as a date; None where it says nothing that can be read."""
    if not retry_after:
        return None
    try:
        return min(max(0.0, float(retry_after)), _EVER)
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (until - datetime.now(until.tzinfo or UTC)).total_seconds()) if until.tzinfo else None
