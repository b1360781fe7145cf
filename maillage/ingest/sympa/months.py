"""What Sympa calls the months of an archive, their mails, and what was removed from them."""

from __future__ import annotations

import re

MAILS = "arctxt"
DELETED = "deleted"
LONGEST_NUMBER = 12  # digits: no list has given a million millions of numbers

_MONTH = re.compile(r"(?:.+_)?(\d{4}-(?:0[1-9]|1[0-2])|UN-KNOWN)", re.DOTALL)


def month_of(folder: str) -> str | None:
    """The month that a folder is of, from its name: `2003-10`, or `LIST_2003-10` in a zip; None for another folder.

    `UN-KNOWN` is what Sympa calls the folder of old mails without a date: its month is "".
    """
    found = _MONTH.fullmatch(folder)
    return None if found is None else found[1].removeprefix("UN-KNOWN")


def number_of(name: str) -> int | None:
    """The number of a mail, None for a file that is none."""
    return int(name) if name.isascii() and name.isdecimal() and len(name) <= LONGEST_NUMBER else None
