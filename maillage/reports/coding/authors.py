"""The authors to be coded, most active first: what the program found of each, and in which words of which mail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from maillage.coding.codebook import Codebook
from maillage.coding.columns import AUTHOR, OF_PROPOSAL, label
from maillage.coding.proposals import Proposal, proposals
from maillage.decisions import FIELDS
from maillage.project import Study
from maillage.reports.coding.sheet import Cell, Column, Sheet, about_the_line, codes, to_fill
from maillage.reports.people import People
from maillage.reports.selection import chosen
from maillage.reports.table import Choice, Text
from maillage.sentences import typeset
from maillage.store import Store

AROUND = 120  # characters of evidence on either side of what was found
_WIDTHS = {"proposal": 28, "confidence": 10, "evidence": 60, "evidence_date": 12, "seen_in": 14, "others": 28}
_ABOUT_AUTHOR = {"messages": 10, "first": 12, "last": 12, "read": 44}
_NAMING = {"name": 24, "addresses": 30}
_PARAGRAPH = re.compile(r"\n\s*\n")

SEEN_IN: dict[str, Text] = {
    "signature": {"fr": "signature", "en": "signature"},
    "introduction": {"fr": "présentation", "en": "introduction"},
    "address": {"fr": "adresse", "en": "address"},
}

AUTHORS = """
    select person, pseudonym, messages, first, last from (
      select person, count(*) as messages, min(day) as first, max(day) as last from contributions
      where counted and source in (select value from json_each(:sources)) group by person
    ) join persons using (person)
    where messages >= :least order by messages desc, pseudonym
"""
EVIDENCE = "select text, substr(sent_at, 1, 10) as day from texts join messages using (message) where message = ?"
ACCOUNTS = """
    select address from accounts where person = ? and address != '' order by messages desc, account
"""


@dataclass(frozen=True)
class Asked:
    """Which authors, and which fields: those with at least so many messages on the chosen lists."""

    choice: Choice = field(default_factory=Choice)
    least: int = 1
    fields: tuple[str, ...] = FIELDS


def sheet(store: Store, study: Study, asked: Asked, codebook: Codebook, people: People) -> Sheet:
    """The sheet of a study. Raises UnknownName for a list or network, DatabaseError without attributions."""
    found = proposals(store, codebook, study.language)
    sources = json.dumps([source.name for source in chosen(study, asked.choice)])
    authors = list(store.rows(AUTHORS, {"sources": sources, "least": asked.least}))
    listed = codes(codebook, study.language)
    rows = []
    for author in authors:
        about: list[Cell] = [author["pseudonym"]]
        if people.names:
            addresses = [row["address"] for row in store.rows(ACCOUNTS, (author["person"],))]
            about += [people.label(author["person"]), " ".join(addresses)]
        about += [author["messages"], author["first"], author["last"]]
        about.append(f"maillage messages --author {author['pseudonym']} --text")
        for name in asked.fields:
            about += _cells(store, found.get((author["person"], name), ()), study, people)
            about.append(None)
        rows.append((*about, *(None for _ in about_the_line(listed, study.language))))
    return Sheet(study.language, tuple(_columns(asked, listed, study.language, people)), rows, listed)


def _columns(asked: Asked, listed: Sequence[Sequence[str]], language: str, people: People) -> Iterator[Column]:
    about = {AUTHOR: 14, **(_NAMING if people.names else {}), **_ABOUT_AUTHOR}
    for name, width in about.items():
        yield Column(name, typeset(label(name, language), language), width)
    for name in asked.fields:
        for part in OF_PROPOSAL:
            heading = label(f"{name}_{part}", language)
            yield Column(f"{name}_{part}", typeset(heading, language), _WIDTHS[part])
        yield to_fill(name, listed, language)
    yield from about_the_line(listed, language)


def _cells(store: Store, found: Sequence[Proposal], study: Study, people: People) -> list[Cell]:
    """The best proposal with its evidence, and the others with their dates."""
    if not found:
        return [None] * len(OF_PROPOSAL)
    best, *others = found
    seen = SEEN_IN.get(best.source, {}).get(study.language, best.source)
    more = " ; ".join(dict.fromkeys(other.dated for other in others))
    evidence, day = _evidence(store, best)
    free = (people.clean(text, study.language) for text in (best.value, evidence, more))
    value, evidence, more = free
    return [value, best.confidence, evidence, day, seen, more or None]


def _evidence(store: Store, proposal: Proposal) -> tuple[str, str | None]:
    """The words around what was found, and the day of the mail."""
    if proposal.message is None:
        return "", None
    for row in store.rows(EVIDENCE, (proposal.message,)):
        if proposal.begin is None or proposal.end is None:
            return "", row["day"]
        return excerpt(row["text"], proposal.begin, proposal.end), row["day"]
    return "", None


def excerpt(text: str, begin: int, end: int) -> str:
    """The characters from `begin` to `end` with what stands around them in their paragraph, on one line."""
    before = text[max(0, begin - AROUND) : begin]
    after = text[end : end + AROUND]
    cut = [found.end() for found in _PARAGRAPH.finditer(before)]
    paragraph_end = _PARAGRAPH.search(after)
    opens = "… " if not cut and begin > AROUND else ""
    closes = " …" if not paragraph_end and end + AROUND < len(text) else ""
    before = before[cut[-1] :] if cut else before
    after = after[: paragraph_end.start()] if paragraph_end else after
    return opens + " ".join(f"{before}{text[begin:end]}{after}".split()) + closes
