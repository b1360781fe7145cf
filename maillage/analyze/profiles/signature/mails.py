"""A whole mail on input, or a signature alone: which it is, and what of it is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parseaddr
from typing import NamedTuple

from maillage.analyze.profiles import zones
from maillage.analyze.profiles.zones import SIGNED

_OF_MAILS = frozenset(("quotation", "quotation-header", "list-footer"))
_HEADERS = re.compile(r"(?:(?:[A-Z][\w-]{1,40}:[^\n]{0,1000}|[ \t][^\n]{0,1000}|From [^\n]{0,200})\r?\n){2,200}\r?\n")
_SENDER = re.compile(r"^From:[ \t]*([^\n]{1,300})", re.MULTILINE)
_MARK = re.compile(r"[.!?…]")
_BEHIND = re.compile(r"\s*(?:\n|$| [A-ZÀ-Ý])")
_ANEW = re.compile(r"\n(?![a-zà-ÿ])")
_WORDS = re.compile(r"[a-zà-ÿ]{2,} [a-zà-ÿ]{2,}")
_LONGEST_SENTENCE = 4_000
LONGEST_MAIL = 200_000
"""Characters of a mail that are read; beyond, none is."""


class Part(NamedTuple):
    """Characters to be read as one signature, and what its author is called."""

    begin: int
    end: int
    names: tuple[str, ...]


def parts(text: str, names: Sequence[str] = ()) -> list[Part]:
    """The signatures and closings of a mail; a signature that stands alone is one part, whole.

    Nothing beyond `LONGEST_MAIL` is read.
    """
    text, body = text[:LONGEST_MAIL], 0
    called = tuple(names)
    if headers := _HEADERS.match(text):
        body = headers.end()
        if sender := _SENDER.search(headers[0]):
            name, address = parseaddr(sender[1])
            called += tuple(filter(None, (name, address.partition("@")[0])))
    cut = zones.cut(text[body:], called)
    if not body and not _is_mail(text, cut):
        return [Part(0, len(text), called)]
    return [Part(zone.begin + body, zone.end + body, called) for zone in cut if zone.kind in SIGNED]


def _is_mail(text: str, cut: Sequence[zones.Zone]) -> bool:
    """Whether more than a signature was given: a quotation, or sentences, or a text that a greeting opens."""
    if any(zone.kind in _OF_MAILS for zone in cut):
        return True
    first = next((number for number, zone in enumerate(cut) if zone.kind in SIGNED), None)
    if first is None:
        return False
    kinds = [zone.kind for zone in cut[:first]]
    if kinds[:2] == ["greeting", "text"]:
        return True
    return any(zone.kind == "text" and _has_sentence(text[zone.begin : zone.end]) for zone in cut[:first])


def _has_sentence(text: str) -> bool:
    """Whether two words in lower case come before a full stop, on its line or on one that goes on into it."""
    begin = 0
    for mark in _MARK.finditer(text):
        if _BEHIND.match(text, mark.end()):
            said = text[max(begin, mark.start() - _LONGEST_SENTENCE) : mark.start()]
            if _WORDS.search(_ANEW.split(said)[-1]):
                return True
        begin = mark.end()
    return False
