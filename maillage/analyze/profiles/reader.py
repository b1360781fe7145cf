"""One mail, read: cut into zones, and each zone asked what it says of the author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from maillage.analyze.profiles import activity, signature, zones
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.vocabulary import capacity, introductions
from maillage.analyze.profiles.zones import SIGNED, Zone

INTRODUCED = ("text",)
OPINIONS = ("text", "signature", "disclaimer")

_SEAL = re.compile(r"-----BEGIN ((?:PGP|GPG|RSA|SSH2?)[A-Z0-9 ]{1,30}(?:SIGNATURE|KEY|KEY BLOCK))-----")
_LETTER = re.compile(r"\S")


class Read(NamedTuple):
    """The zones of a mail, and what was found, each with the kind of zone it stood in; offsets in the mail."""

    zones: list[Zone]
    found: list[tuple[str, Found]]


def read(text: str, names: Sequence[str] = (), models: Sequence[str] = ()) -> Read:
    """Read a mail. `names`: what its author is called in its headers; `models`: spaCy's, as `signature.find` has it."""
    cut = zones.cut(text, names)
    said = without_seals(text)
    return Read(cut, [(zone.kind, one) for zone in cut for one in _found(said, zone, names, models)])


def without_seals(text: str) -> str:
    """A mail with blanks in place of its cryptographic signature and of keys: their letters are no words."""
    found = _SEAL.search(text)
    while found:
        end = text.find(f"-----END {found[1]}-----", found.end())
        end = len(text) if end < 0 else end
        text = text[: found.start()] + _LETTER.sub(" ", text[found.start() : end]) + text[end:]
        found = _SEAL.search(text, end)
    return text


def _found(text: str, zone: Zone, names: Sequence[str], models: Sequence[str]) -> Iterator[Found]:
    """What one zone says of the author, with offsets in the mail."""
    words = text[zone.begin : zone.end]
    found: list[Found] = []
    if zone.kind in SIGNED:
        found += signature.find(words, names, models)
    if zone.kind in INTRODUCED:
        found += introductions.find(words)
    if zone.kind in (*SIGNED, *INTRODUCED):
        found = with_fields(words, found, activity.find(words))
    if zone.kind in OPINIONS and (said := capacity.capacity(words)):
        found.append(Found("capacity", said.kind, said.begin, said.end, said.rule, 0.9))
    for one in found:
        yield one._replace(begin=one.begin + zone.begin, end=one.end + zone.begin)


def with_fields(words: str, found: Sequence[Found], fields: Sequence[Found]) -> list[Found]:
    """What was found, with the fields that are called so; nothing else stands in their words and their labels."""
    taken = [(max(words.rfind("\n", 0, one.begin), words.rfind(".", 0, one.begin)) + 1, one.end) for one in fields]
    return [*(one for one in found if not any(begin <= one.begin < end for begin, end in taken)), *fields]
