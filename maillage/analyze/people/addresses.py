"""Addresses as they are compared: mailboxes under several spellings, whose they may be, and whose host it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from maillage.analyze.people.names import NO_NAME, Name, folded
from maillage.analyze.people.rarity import INITIAL, Rarity

PROVIDERS = frozenset(
    (  # a word a line would fill a screen
        "9online aim alice altern aol bbox bluewin caramail club-internet cegetel compuserve dartybox dbmail earthlink "
        "excite fastmail free freesurf gmail gmx googlemail hotmail hushmail iname icloud infonie inbox ifrance "
        "juno laposte libero libertysurf lilo live lycos mac mail mailo me mindspring mailbox msn neuf netcourrier "
        "netscape noos numericable online orange ouvaton outlook posteo proton protonmail rediffmail riseup rocketmail "
        "sfr sympatico t-online tele2 telenet tiscali tutanota usa verizon voila wanadoo web worldonline yahoo yandex "
        "ymail zaclys zoho"
    ).split()
)
"""Hosts by which anybody may have a mailbox, by the label before the top-level domain: they tell no employer."""

NOBODY_S = frozenset(
    (
        "anon anonymous courrier email home list lists liste listes mail mailing mails me ml moi news nobody perso "
        "private spam test user"
    ).split()
)
"""Local parts that many people choose, whoever they are."""

_SECOND_LEVEL = frozenset("ac asso co com edu gob gouv gov gv mil ne net nom or org presse prd sch tm".split())
_NUMBER = re.compile(r"\d+$")
_PIECES = re.compile(r"[._\-]+")
_GMAIL = {"gmail.com", "googlemail.com"}
_LOGIN = 8
"""Letters of a login on the Unix hosts of old, which cut longer names: `filliatr`."""

# Bits of a login that is no name, by its letters, for strangers choose short ones more often. None is sure by
# itself: it may be a first name.
_HANDLES = (0.0, 0.0, 4.0, 8.0, 10.0)
LONGEST_HANDLE = 12.0
FAMILY_ONLY = 1.0
"""Bits lost by a local part that has the family name alone: it may be a brother's."""

CUT_SHORT = 1.0
"""Bits lost by a login of eight letters: it is more names' than one."""

FIRST_NAME = 3.0
"""Bits lost by a given name with the initial of the family name: given names are no rarer for being in no table."""


class Address(NamedTuple):
    """An address taken apart. `mailbox`: it without tag, dots and host name that do not change where mail goes.

    `letters`: its local part without separators and the number at its end; `number`: that; `pieces`: its words,
    where it has several. `host`: after the @; `organisation`: the domain under which its owner gives names to hosts.
    """

    mailbox: str
    letters: str
    number: str
    pieces: tuple[str, ...]
    host: str
    organisation: str

    @property
    def is_providers(self) -> bool:
        """Whether anybody may have a mailbox there."""
        return not self.host or self.organisation.partition(".")[0] in PROVIDERS


@lru_cache(maxsize=4096)
def parsed(address: str) -> Address:
    """An address taken apart; all empty without an @."""
    local, at, host = address.casefold().rpartition("@")
    if not at:
        return Address("", "", "", (), "", "")
    local = local.partition("+")[0] or local
    if host in _GMAIL:
        local, host = local.replace(".", ""), "gmail.com"
    plain = folded(local)
    number = found[0] if (found := _NUMBER.search(plain)) else ""
    pieces = tuple(piece for piece in _PIECES.split(plain.removesuffix(number)) if piece)
    letters = "".join(filter(str.isalnum, "".join(pieces)))
    return Address(f"{local}@{host}", letters, number, pieces if len(pieces) > 1 else (), host, organisation(host))


def handle(address: str) -> Address:
    """The same of a forum's account, `marie@forum.example.org`: a login alone, at nobody's host."""
    return parsed(address)._replace(mailbox="", host="", organisation="")


def organisation(host: str) -> str:
    """The last two labels of a host, or three where the second is one such as `co` or `asso`: `univ-x.fr`."""
    labels = host.split(".")
    last = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) <= 3 else 2
    return ".".join(labels[-last:])


def is_within(host: str, other: str) -> bool:
    """Whether a host belongs to another's domain: `mail.asso.fr` to `asso.fr`."""
    return host.endswith(f".{other}") and "." in other


def as_name(address: Address) -> Name:
    """The name that a local part of several words spells: `jean.dupont`; no words where it spells none."""
    words = tuple(piece for piece in address.pieces if piece.isalpha())
    if len(words) != len(address.pieces) or max(map(len, words), default=0) < 3 or len(words) > 4:
        return NO_NAME
    numbers = tuple(range(len(words)))
    return Name(words, numbers, "", numbers[1:])


def handle_bits(letters: str, rarity: Rarity) -> float:
    """What it tells that two accounts have one login, which is not made of their names."""
    if letters in NOBODY_S or not letters or letters.isdigit():
        return 0.0
    bits = _HANDLES[len(letters)] if len(letters) < len(_HANDLES) else LONGEST_HANDLE
    return min(bits, rarity.bits(letters))


def logins(name: Name, rarity: Rarity) -> Iterator[tuple[str, str, float]]:
    """The local parts that people make of a name, the manner, and the bits it is worth.

    `full`: both names; `initial`: one of them and the initials of the other; `family`: the family name alone;
    `cut`: the first eight letters of one of these. Where the given name ends nobody knows, so any word may end it.
    """
    if name.is_bare:
        return
    for cut in range(1, len(name.words)):
        yield from _of_parts(name.words[:cut], name.words[cut:], rarity, FIRST_NAME * (cut not in name.family))
        yield from _of_parts(name.words[cut:], name.words[:cut], rarity, FIRST_NAME * (0 not in name.family))
    for words in dict.fromkeys((tuple(name.words[number] for number in name.family), name.words[1:])):
        family = "".join(words)
        if len(family) > 3 and 0 < len(words) < len(name.words):
            bits = sum(map(rarity.bits, words)) - FAMILY_ONLY
            yield family, "family", bits
            if len(family) > _LOGIN:
                yield family[:_LOGIN], "cut", bits - CUT_SHORT


def _of_parts(
    given: Sequence[str], family: Sequence[str], rarity: Rarity, lost: float
) -> Iterator[tuple[str, str, float]]:
    """Both parts written out, or the first one as its initials; `lost`: bits, where the other is a given name."""
    last, first, initials = "".join(family), "".join(given), "".join(word[0] for word in given)
    of_last, of_first = sum(map(rarity.bits, family)), sum(map(rarity.bits, given))
    if len(last) < 3:
        return
    if len(first) > len(given):
        yield first + last, "full", of_first + of_last
    for short in dict.fromkeys((initials, initials[0])):
        bits = of_last + INITIAL * len(short) - lost
        yield short + last, "initial", bits
        yield last + short, "initial", bits
        if len(short + last) > _LOGIN:
            yield (short + last)[:_LOGIN], "cut", bits - CUT_SHORT
