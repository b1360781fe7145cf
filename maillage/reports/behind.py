"""The messages behind a figure: which they are, where each stands in the archives, what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.people.lookup import Lookup
from maillage.errors import MaillageError
from maillage.project import Study
from maillage.reports import reasons
from maillage.reports.people import People
from maillage.reports.selection import among
from maillage.reports.table import Choice
from maillage.sentences import Said
from maillage.store import Store

FOUND = """
    select contributions.source, contributions.person, contributions.day, contributions.counted,
      contributions.left_out, messages.message_id, messages.subject, messages.label, parts.path as part, messages.place,
      case when :text then texts.text else '' end as text
    from contributions join messages using (message) join parts using (part) join texts using (message)
    where :source in ('', contributions.source)
      and (:persons is null or contributions.person in (select value from json_each(:persons)))
      and (:month = '' or contributions.month = :month or substr(contributions.month, 1, 4) = :month)
    order by contributions.source, messages.sent_at, messages.message_id
"""
FREE_TEXTS = ("subject", "part", "place", "message_id", "left_out", "text")
"""What may hold a name or an address: file names and the reasons of decisions too."""


class UnknownAuthor(MaillageError):
    """Nobody of the study is called so."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        super().__init__(Said("there is no author called {name!r}; give a pseudonym, a name or an address", name=name))


@dataclass(frozen=True)
class Asked:
    """Which messages: of a list, of an author (pseudonym, name or address), of a month or year; "" for all.

    A name that several persons bear means all of them.
    """

    source: str = ""
    author: str = ""
    month: str = ""


@dataclass(frozen=True)
class Behind:
    """One of them. `left_out`: why it does not count, "" where it does."""

    source: str
    author: str
    day: str | None
    subject: str
    part: str
    place: str
    message_id: str
    left_out: str
    label: str
    text: str


def messages(store: Store, study: Study, asked: Asked, *, names: bool, text: bool) -> Iterator[Behind]:
    """Those messages, oldest first within each list. Raises UnknownName for a list, UnknownAuthor."""
    among(study.sources, Choice(asked.source))
    people = People.of(store, study, names=names)
    persons = _persons(store, asked.author) if asked.author else None
    values = {"source": asked.source, "persons": persons, "month": asked.month, "text": text}
    for row in store.rows(FOUND, values):
        author = "–" if row["person"] is None else people.label(row["person"])
        free = {name: people.clean(row[name], study.language) for name in FREE_TEXTS}
        yield Behind(source=row["source"], author=author, day=row["day"], label=row["label"], **free)


def _persons(store: Store, author: str) -> str:
    """Whom this means, as a JSON array. Raises UnknownAuthor."""
    found = Lookup(store).persons(author)
    if not found:
        raise UnknownAuthor(author)
    return json.dumps(sorted(found))


def shown(message: Behind, language: str) -> str:
    """One message for people: a line, and its text where it was asked for."""
    why = reasons.left_out(message.left_out, language), reasons.label(message.label, language)
    marks = " ".join(f"[{mark}]" for mark in why if mark)
    line = f"{message.day or '?'}  {message.author}  {message.subject}  {marks}".rstrip()
    where = f"    {message.source}: {message.part} @ {message.place}  <{message.message_id}>"
    return f"{line}\n{where}\n" + (f"\n{message.text}\n" if message.text else "")
