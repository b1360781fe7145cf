"""User names of wikis, as decisions write them and as MediaWiki spells them."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"[\s_]+")
_TEMPORARY = re.compile(r"~(?:\d{4}-)?\d+(?:-\d+)*")


def spelt(user: str) -> str:
    """A user name as MediaWiki keeps it: composed letters, blanks for underscores, its first letter a capital.

    So it is on every wiki, also where titles may begin with a small letter.
    """
    name = unicodedata.normalize("NFC", _BLANKS.sub(" ", user).strip())
    first = name[:1].upper()
    return first + name[1:] if len(first) == 1 else name  # a ß stays


def identity(source: str, user: str) -> str:
    """What tells an account of a wiki from all others: `wiki-brest:Aline Morvan`."""
    return f"{source}:{user}"


def is_account_s(user: str) -> bool:
    """Whether a name of a list of users is that of a registered account: not a temporary one, or another wiki's."""
    return bool(user) and ">" not in user and not _TEMPORARY.fullmatch(user)
