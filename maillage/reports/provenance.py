"""Where the figures of a report come from: program, settings, archives and decisions.

No clock and no account of who ran it: the same study gives the same lines. Administrators' addresses and
the key of the pseudonyms are not among them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import maillage
from maillage.analyze.networks import tools
from maillage.project import Study
from maillage.reports import wording
from maillage.reports.people import People
from maillage.store import Store

Fields = tuple[str | int | float, ...]

PARTS = """
    select source, path, digest, bytes_read, read, stored, duplicates, problems
    from parts order by source, path
"""
DAYS = """
    select min(day), max(day) from contributions where counted and source in (select value from json_each(?))
"""
DAYS_OF_EDITS = "select min(day), max(day) from edits where counted and source in (select value from json_each(?))"
ROSTERS = "select source, path, taken_on, digest, subscriptions from rosters order by source, taken_on, path"


@dataclass(frozen=True)
class Fact:
    """A line of the provenance, or the header of the lines below it."""

    cells: Fields
    is_header: bool = False


def facts(study: Study, store: Store, language: str, people: People) -> Iterator[Fact]:
    """All of it, in a stable order; each group after an empty line and its header."""
    yield from _study(study, store, language, people)
    yield from _group([Fact(pair) for pair in settings(study, language)], "thresholds", language)
    for group, header, lines in (
        ("parts", _parts_header(study), _parts(study, store, language, people)),
        ("rosters", _ROSTERS_HEADER, _rosters(study, store, language, people)),
        ("decisions", ("path", "digest"), _decisions(study, language)),
    ):
        found = list(lines)
        if found:
            labels = Fact(tuple(wording.say(key, language) for key in header), is_header=True)
            yield from _group([labels, *found], group, language)


def settings(study: Study, language: str) -> list[tuple[str, int | float | str]]:
    """Thresholds, tiers and set-aside labels in force, each with what it means."""
    found: list[tuple[str, int | float | str]] = [
        (wording.say(f"set-{part.name}", language), getattr(values, part.name))
        for values in (study.thresholds, study.tiers)
        for part in fields(values)
    ]
    if study.wikis and len(tools(study)) > 1:
        found.append((wording.say("set-silent_months", language), study.moves.silent_months))
    labels = [wording.say(f"label-{label}", language) for label in study.set_aside]
    aside = wording.enumerated(labels, language) or wording.say("set-aside-none", language)
    return [*found, (wording.say("set-set_aside", language), aside)]


def period(study: Study, store: Store, language: str) -> str:
    """The days that count, as a reader says them; where the study leaves an end open, those of what it counts."""
    first, last = _days(study, store)
    begin, end = (study.begin or first), (study.end or last)
    kinds = {(True, True): "closed", (True, False): "from", (False, True): "to", (False, False): "open"}
    kind = kinds[bool(study.begin), bool(study.end)]
    key = f"period-{kind}" if begin and end else f"period-{kind}-empty"
    key = f"{key}-wikis" if study.wikis and wording.knows(f"{key}-wikis") else key
    days = {name: wording.day(str(of), language) for name, of in (("begin", begin), ("end", end)) if of}
    return wording.say(key, language, **days)


def _days(study: Study, store: Store) -> tuple[str | None, str | None]:
    """The days of the first and the last contribution that counts."""
    names = (json.dumps([source.name for source in tools(study)]),)
    found = [
        tuple(row) for query in (DAYS, DAYS_OF_EDITS)[: 2 if study.wikis else 1] for row in store.rows(query, names)
    ]
    days = [day for pair in found for day in pair if day]
    return min(days, default=None), max(days, default=None)


def shown_path(path: str, study: Study, people: People, language: str) -> str:
    """A path from the study's folder on; of one elsewhere its last part, as folders may bear a name."""
    written = Path(path)
    if written.is_absolute():
        inside = written.is_relative_to(study.root)
        written = written.relative_to(study.root) if inside else Path(written.name)
    return people.clean(written.as_posix(), language)


_PARTS_HEADER: tuple[str, ...] = (
    "source",
    "path",
    "archive-kind",
    "digest",
    "bytes_read",
    "read",
    "stored",
    "duplicates",
    "problems",
)


def _parts_header(study: Study) -> tuple[str, ...]:
    """Where there are wikis, what is read is not messages alone."""
    return tuple(f"{key}-wikis" if study.wikis and wording.knows(f"{key}-wikis") else key for key in _PARTS_HEADER)


_ROSTERS_HEADER = ("source", "path", "taken-on", "digest", "subscriptions")


def _group(lines: list[Fact], title: str, language: str) -> Iterator[Fact]:
    yield Fact(())
    yield Fact((wording.say(title, language),), is_header=True)
    yield from lines


def _study(study: Study, store: Store, language: str, people: People) -> Iterator[Fact]:
    shown = "as-names" if people.names else "as-pseudonyms"
    for key, value in (
        ("study", study.title),
        ("program", f"maillage {maillage.__version__}"),
        ("period", period(study, store, language)),
        ("time-zone", study.time_zone.key),
        ("persons-shown", wording.say(shown, language)),
    ):
        yield Fact((wording.say(key, language), value))
    if study.file.is_file():
        yield Fact((study.file.name, _digest(study.file)))


def _parts(study: Study, store: Store, language: str, people: People) -> Iterator[Fact]:
    kinds = {source.name: source.kind for source in study.sources}
    for source, path, digest, *counts in store.rows(PARTS):
        where = shown_path(path, study, people, language)
        yield Fact((people.title(source), where, kinds.get(source, ""), digest, *counts))


def _rosters(study: Study, store: Store, language: str, people: People) -> Iterator[Fact]:
    for source, path, taken_on, digest, subscriptions in store.rows(ROSTERS):
        where = shown_path(path, study, people, language)
        yield Fact((people.title(source), where, taken_on, digest, subscriptions))


def _decisions(study: Study, language: str) -> Iterator[Fact]:
    found = sorted(study.decisions.glob("*.csv")) if study.decisions.is_dir() else []
    for path in found:
        yield Fact((path.name, _digest(path)))
    if not found:
        yield Fact((wording.say("no-decisions", language),))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
