"""The authors to be coded, most active first: what the program found of each, and in which words of which mail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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
_SEEN = 5 * AROUND  # what is looked through for names
_WORDS_OF_A_NAME = 6
_OPENS, _CLOSES = "\x02", "\x03"  # around what was found, while names are hidden
_PARAGRAPH = re.compile(r"\n\s*\n")

HIDDEN: dict[str, Text] = {
    "human": {"fr": "[nom masqué]", "en": "[name hidden]"},
    "user": {"fr": "[compte masqué]", "en": "[account hidden]"},
    "phone": {"fr": "[téléphone masqué]", "en": "[telephone hidden]"},
}
"""What stands in evidence instead of what tells who somebody is, whether or not she ever wrote under that name."""

SEEN_IN: dict[str, Text] = {
    "signature": {"fr": "signature", "en": "signature"},
    "introduction": {"fr": "présentation", "en": "introduction"},
    "user-page": {"fr": "page d'utilisateur", "en": "user page"},
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
ON_PAGE = """
    select text, substr(at, 1, 10) as day from revision_texts join revisions using (source, page, revision)
    where source = ? and revision = ? order by page
"""
PERSONAL_ON_PAGE = """
    select begin, end, kind from page_findings where source = ? and revision = ? and kind in ('human', 'phone')
    order by begin, end desc
"""
PERSONAL = """
    select begin, end, kind from findings where message = ? and kind in ('human', 'phone', 'user')
    order by begin, end desc
"""
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
    evidence, day = _evidence(store, best, study, people)
    value, more = (people.clean(text, study.language) for text in (best.value, more))
    return [value, best.confidence, evidence, day, seen, more or None]


def _evidence(store: Store, proposal: Proposal, study: Study, people: People) -> tuple[str, str | None]:
    """The words around what was found, and the day of the mail or of the state of the user page."""
    place: tuple[object, ...]
    if proposal.message is not None:
        place, of_text, of_persons = (proposal.message,), EVIDENCE, PERSONAL
    elif proposal.revision is not None:
        place, of_text, of_persons = (proposal.revision_source, proposal.revision), ON_PAGE, PERSONAL_ON_PAGE
    else:
        return "", None
    for row in store.rows(of_text, place):
        if proposal.begin is None or proposal.end is None:
            return "", row["day"]
        text, begin, end = row["text"], proposal.begin, proposal.end
        if not people.names:
            personal = [tuple(found) for found in store.rows(of_persons, place)]
            text, begin, end = hidden(text, begin, end, personal, study.language)
        return excerpt(text, begin, end, lambda shown: people.clean(shown, study.language)), row["day"]
    return "", None


def hidden(
    text: str, begin: int, end: int, personal: Iterable[tuple[int, int, str]], language: str
) -> tuple[str, int, int]:
    """The text without what is personal in it, outside of `begin` to `end`; and where these are now.

    `personal`: characters and of which kind of `HIDDEN` they are, by where they begin, the longest first.
    """
    pieces, at, moved = [], 0, 0
    for begins, last, kind in personal:
        first = max(begins, at)  # what reaches over the one before it
        if last <= first or (first < end and last > begin):  # in the one before it, or in what was found
            continue
        pieces += [text[at:first], HIDDEN[kind][language]]
        if last <= begin:
            moved += len(HIDDEN[kind][language]) - (last - first)
        at = last
    return "".join([*pieces, text[at:]]), begin + moved, end + moved


def excerpt(text: str, begin: int, end: int, clean: Callable[[str], str] = str) -> str:
    """The characters from `begin` to `end` with what stands around them in their paragraph, on one line.

    `clean` hides names and addresses. It sees more than is shown, for it would not know half a name.
    """
    before, opened = _before(text, begin)
    after, closed = _after(text, end)
    shown = clean(" ".join(f"{before}{_OPENS}{text[begin:end]}{_CLOSES}{after}".split()))
    left, opens, rest = shown.rpartition(_OPENS)
    found, closes, right = rest.partition(_CLOSES)
    if opens and closes:
        return f"{_last(left, cut=not opened)}{found}{_first(right, cut=not closed)}"
    both = shown.replace(_OPENS, "").replace(_CLOSES, "")  # a name reaches over one of them
    return _first(_last(both, cut=not opened), cut=not closed)


def _before(text: str, begin: int) -> tuple[str, bool]:
    """What precedes, and whether it begins where the paragraph or the text does."""
    first = max(0, begin - _SEEN)
    before = text[first:begin]
    gaps = [gap.end() for gap in _PARAGRAPH.finditer(before)]
    return (before[gaps[-1] :], True) if gaps else (before, first == 0)


def _after(text: str, end: int) -> tuple[str, bool]:
    """What follows, and whether it ends where the paragraph or the text does."""
    after = text[end : end + _SEEN]
    gap = _PARAGRAPH.search(after)
    return (after[: gap.start()], True) if gap else (after, end + _SEEN >= len(text))


def _last(text: str, *, cut: bool) -> str:
    """The last words of a text; where it was `cut`, its first words may be half a name, and are never shown."""
    if cut:
        text = " ".join(["", *text.split(" ")[_WORDS_OF_A_NAME:]]) if text else ""
    if not cut and len(text) <= AROUND:
        return text
    return f"… {text[-AROUND:].partition(' ')[2]}"


def _first(text: str, *, cut: bool) -> str:
    """The first words of a text, likewise."""
    if cut:
        text = " ".join([*text.split(" ")[:-_WORDS_OF_A_NAME], ""]) if text else ""
    if not cut and len(text) <= AROUND:
        return text
    return f"{text[:AROUND].rpartition(' ')[0]} …"
