"""One mail, read: cut into zones, and each zone asked what it says of the author."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from maillage.analyze.profiles import activity, signature, zones
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.vocabulary import capacity, introductions
from maillage.analyze.profiles.zones import Zone

INTRODUCED = ("text",)
SIGNED = ("signature", "closing")
OPINIONS = ("text", "signature", "disclaimer")


class Read(NamedTuple):
    """The zones of a mail, and what was found, each with the kind of zone it stood in; offsets in the mail."""

    zones: list[Zone]
    found: list[tuple[str, Found]]


def read(text: str, names: Sequence[str] = (), models: Sequence[str] = ()) -> Read:
    """Read a mail. `names`: what its author is called in its headers; `models`: spaCy's, as `signature.find` has it."""
    cut = zones.cut(text, names)
    return Read(cut, [(zone.kind, one) for zone in cut for one in _found(text, zone, names, models)])


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
