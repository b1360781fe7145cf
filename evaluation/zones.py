"""How well mails are cut into zones: two annotated corpora of English mails, and the neighbours' own test cases."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from evaluation.scores import Counts, Section, bootstrap, recall
from maillage.analyze.profiles.zones import cut

MARK = re.compile(r"^[ \t]{0,3}(?:[>|]|[A-Z][A-Za-z]{0,11}>) ?")
NAME = re.compile(r"[^\d@:/]{1,40}")
DEEPEST = 40
SEED = 3

Labels = list[str | None]
"""The label of each line of a mail; None for a line that is not counted."""


@dataclass(frozen=True)
class Mail:
    """An annotated mail: its text, and the label of each line."""

    text: str
    expected: Labels


@dataclass(frozen=True)
class Corpus:
    """Annotated mails, and how our zones are said in their words."""

    name: str
    mails: list[Mail]
    words: dict[str, str]
    signature: str


QUAGGA = {
    "text": "Body",
    "quotation": "Body",
    "quotation-header": "Header",
    "greeting": "Intro",
    "closing": "Outro",
    "signature": "Signature",
    "name": "Outro",
    "program-signature": "Body",
    "list-footer": "Body",
    "disclaimer": "Body",
}
WEBIS = {
    "text": "text",
    "quotation": "quotation",
    "quotation-header": "header",
    "greeting": "greeting",
    "closing": "closing",
    "signature": "signature",
    "name": "closing",
    "program-signature": "program",
    "list-footer": "program",
    "disclaimer": "program",
}
WEBIS_LABELS = {
    "paragraph": "text",
    "section_heading": "text",
    "tabular": "text",
    "log_data": "text",
    "raw_code": "text",
    "patch": "text",
    "technical": "text",
    "quotation": "quotation",
    "quotation_marker": "header",
    "inline_headers": "header",
    "salutation": "greeting",
    "closing": "closing",
    "personal_signature": "signature",
    "mua_signature": "program",
    "visual_separator": None,
}


def zones_of_lines(text: str, depth: int = 0) -> list[str]:
    """The zone of every line, the quoted mails cut in their turn as their authors' own.

    "name" is a signature of nothing but a name. Lines behind a quote mark stay "quotation" in front of what they are.
    """
    found: list[str] = [] if text else ["text"]
    for zone in cut(text):
        lines = text[zone.begin : zone.end].split("\n")
        lines = lines[:-1] if lines[-1] == "" and zone.end < len(text) else lines
        if zone.kind == "quotation" and depth < DEEPEST:
            bare = [MARK.sub("", line, count=1) for line in lines]
            inner = zones_of_lines("\n".join(bare), depth + 1)
            marked = _marked(lines, bare)
            found += [
                f"> {kind.removeprefix('> ')}" if mark else kind for mark, kind in zip(marked, inner, strict=True)
            ]
        elif zone.kind == "signature":
            found += _signature(lines, found)
        else:
            found += [zone.kind] * len(lines)
    return found


def _marked(lines: list[str], bare: list[str]) -> list[bool]:
    """Which lines of a quotation stand behind a mark, or are the broken-off rest of one that does."""
    marked = [line != plain for line, plain in zip(lines, bare, strict=True)]
    return [
        mark or (any(marked[max(0, number - 2) : number]) and any(marked[number + 1 : number + 3]))
        for number, mark in enumerate(marked)
    ]


def _signature(lines: list[str], above: list[str]) -> list[str]:
    """A signature that is a name alone, and the name that opens one below a closing, are "name"."""
    alone = sum(bool(line.strip()) for line in lines) == 1
    opens = bool(above) and above[-1] == "closing" and bool(NAME.fullmatch(lines[0].strip()))
    return ["name" if alone or (opens and number == 0) else "signature" for number in range(len(lines))]
