"""Which pairs of accounts are compared at all: those that have something in common, so that time grows with accounts.

Comparing all pairs of 100,000 accounts would take five thousand million comparisons; these keys leave a few for
each account. What is in no block together has no name, login, address or signature in common to be joined by.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, permutations

from maillage.analyze.people import addresses
from maillage.analyze.people.names import Name
from maillage.analyze.people.portraits import Portrait
from maillage.analyze.people.rarity import Rarity, nicknames

LARGEST = 40
"""Accounts of a block whose pairs are all compared: what more have in common tells too little."""

PARTS = 16

MARKS = ("phone", "signature", "url")


def pairs(portraits: Sequence[Portrait], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Pairs of accounts to compare, each once, the lower number first; those of one first account together."""
    count = len(portraits)
    found = array("Q")
    for keys, any_size in ((_names, True), (_words, False), (_marks, False), (_mailboxes, False)):
        for block in _blocks(portraits, keys).values():
            of_block = _within(block, portraits, any_size=any_size)
            if keys is _words:
                of_block = _in_use(of_block, portraits)
            found.extend(first * count + second for first, second in of_block)
    found.extend(first * count + second for first, second in _in_use(_by_login(portraits, rarity), portraits))
    for part in range(PARTS):  # sorted in parts, for a list of numbers takes five times the memory of their array
        of_part = {pair for pair in found if pair // count % PARTS == part}
        yield from (divmod(pair, count) for pair in sorted(of_part))


def _in_use(found: Iterable[tuple[int, int]], portraits: Sequence[Portrait]) -> Iterator[tuple[int, int]]:
    """The pairs but for those of two silent accounts of one wiki, which a name that is alike would never join."""
    for first, second in found:
        one, other = portraits[first], portraits[second]
        if one.messages or other.messages or not one.user or one.sources != other.sources:
            yield first, second


def _blocks(portraits: Sequence[Portrait], keys: Callable[[Portrait], Iterable[str]]) -> dict[str, list[int]]:
    blocks: dict[str, list[int]] = {}
    for number, portrait in enumerate(portraits):
        if not portrait.shared:
            for key in keys(portrait):
                blocks.setdefault(key, []).append(number)
    return blocks


def _within(block: Sequence[int], portraits: Sequence[Portrait], *, any_size: bool) -> Iterator[tuple[int, int]]:
    """The pairs of a block; of a large one none, or where `any_size`, each with the one that writes most."""
    if len(block) <= LARGEST:
        yield from combinations(block, 2)
    elif any_size:
        most = min(block, key=lambda number: (-portraits[number].messages, number))
        yield from ((min(most, other), max(most, other)) for other in block if other != most)


def _names(portrait: Portrait) -> Iterable[str]:
    """Its full names, however ordered."""
    return {" ".join(sorted(name.words)) for name in _full(portrait)}


def _words(portrait: Portrait) -> Iterable[str]:
    """Each word of a full name, with the initial of another and of its short forms; also if the other is misspelt."""
    found: set[str] = set()
    for name in _full(portrait):
        for word, other in permutations(name.words, 2):
            if len(word) > 2:
                found.update(f"{word} {one[0]}" for one in (other, *nicknames().get(other, ())))
    return found


def _marks(portrait: Portrait) -> Iterable[str]:
    """Its telephones, sites, and signatures, and the addresses and user pages that it signs with."""
    found = {f"{kind} {mark.value}" for kind in MARKS for mark in portrait.marks.get(kind, ())}
    for kind, own in (("email", portrait.address.mailbox), ("user-page", portrait.user)):
        found |= {f"{kind} {mark.value}" for mark in portrait.marks.get(kind, ())}
        if own:
            found.add(f"{kind} {own}")
    return found


def _mailboxes(portrait: Portrait) -> Iterable[str]:
    """Its mailbox, which another address may lead to; its user name, on other wikis."""
    return {portrait.address.mailbox, portrait.user.partition(":")[2]} - {""}


def _full(portrait: Portrait) -> tuple[Name, ...]:
    return (*portrait.full_names, *portrait.signed)


def _by_login(portraits: Sequence[Portrait], rarity: Rarity) -> Iterator[tuple[int, int]]:
    """Accounts of one login, and those whose login may be made of another's name."""
    owners = _blocks(portraits, lambda portrait: portrait.logins)
    for block in owners.values():
        yield from _within(block, portraits, any_size=False)
    for number, portrait in enumerate(portraits):
        if portrait.shared:
            continue
        made = {login for name in _full(portrait) for login, _, _ in addresses.logins(name, rarity)}
        for login in sorted(made):
            owning = owners.get(login, ())
            if len(owning) <= LARGEST:
                yield from ((min(number, owner), max(number, owner)) for owner in owning if owner != number)
