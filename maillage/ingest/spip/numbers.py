"""Numbers of pages and revisions, of which SPIP has none: made of what it numbers, the same from every archive."""

from __future__ import annotations

from hashlib import blake2b

ARTICLES, FORUM, USERS, OTHER_FORUM, SECTIONS, SECTION_FORUM = 0, 1, 2, 5, 14, 15
BRIEFS, BRIEF_FORUM, UNPUBLISHED, UNPUBLISHED_FORUM = 100, 101, 102, 103
"""Namespaces: SPIP has none, but it has articles, what is said of them, authors, sections, and news in brief."""

_STEP = 10**9
_UNNUMBERED = 10**12
_REVISIONS = 2**52  # what a program that reads JSON can tell apart


def page(namespace: int, number: int) -> int:
    """The number of a page: an article's is its own, of others it stands behind the billions of their namespace.

    An article that is not published yet keeps the number that it will have.
    """
    if number >= _STEP:  # an article of which only its address is known
        return number + (namespace == FORUM)
    if namespace in (ARTICLES, UNPUBLISHED):
        return number
    if namespace == UNPUBLISHED_FORUM:
        namespace = FORUM
    return namespace * _STEP + number


def page_at(address: str) -> int:
    """The number of an article of which only its address on the web is known, by whatever protocol."""
    place = address.partition("://")[2] or address
    return _UNNUMBERED + 2 * (_digest(place) % 2**49)  # the odd one is its forum's


def revision(*of: str | int) -> int:
    """The number of what these words name: `article`, 12 and its author's name; `forum` and 7."""
    return 1 + _digest("\0".join(map(str, of))) % _REVISIONS


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
