"""Who made a revision, by what the archive calls them."""

from __future__ import annotations

import re
from functools import lru_cache

_IPV4 = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.(?:\d{1,3}|xxx)(?:/\d{1,2})?")  # .xxx: as MediaWiki masked them in 2003
_IPV6 = re.compile(r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:\d{1,3}(?:\.\d{1,3}){3})?(?:/\d{1,3})?")
# ~2024-12345 and ~2024-12345-6 since MediaWiki 1.42, *Unregistered 5 and ~12345 while it was tried out.
_TEMPORARY = re.compile(r"~\d{4}-[\d-]+|~\d+|\*Unregistered \d+")
REMEMBERED = 4096  # the names that come again and again


@lru_cache(REMEMBERED)
def user_class(user: str, user_id: int | None, *, hidden: bool = False) -> str:
    """One of `records.USER_CLASSES` for who is named: by the form of the name, then by the number.

    A name with `>` is of another wiki; so is a name that is no address and has no account here. `hidden`: the wiki
    masks who it was.
    """
    if hidden:
        return "hidden"
    if not user:
        return "unknown"
    if is_address(user):
        return "ip"
    if ">" in user:
        return "imported"
    if _TEMPORARY.fullmatch(user):
        return "temporary"
    return "imported" if user_id == 0 else "registered"


def is_address(user: str) -> bool:
    """Whether a name is an IP address."""
    return bool(_IPV4.fullmatch(user) or _IPV6.fullmatch(user))
