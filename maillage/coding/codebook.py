"""The codebook: the words that coders choose from, a file of the study that its researchers may change.

`decisions/codebook.csv`; where it is absent, the thesis's words (methodology.md, 4) in the program's own codes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from maillage.analyze.people.names import folded
from maillage.analyze.profiles.vocabulary import domains, professions
from maillage.analyze.profiles.vocabulary.words import rows
from maillage.coding.sheets import Line, read
from maillage.decisions import FIELDS, UNIDENTIFIED
from maillage.errors import InvalidStudy
from maillage.project import Study, meant
from maillage.sentences import Said

FILE = "codebook.csv"
CLOSED = frozenset({"status"})
"""The fields of which only the codebook's words are taken; of the others, words of one's own too."""

FREE = frozenset({"organisation", "place"})
"""The fields whose values no codebook lists: names of organisations, and places, which the gazetteer knows."""

NOT_FOUND = {"fr": "non identifié", "en": "not identified"}


@dataclass(frozen=True)
class Entry:
    """A word of the codebook. `group`: what it belongs to, such as the sector of a status."""

    field: str
    code: str
    label_fr: str
    label_en: str
    group: str
    definition: str

    def label(self, language: str) -> str:
        """What coders see."""
        return self.label_fr if language == "fr" else self.label_en


HEADINGS = tuple(one.name for one in fields(Entry))
NEEDED = ("field", "code", "label_fr")


@dataclass(frozen=True)
class Codebook:
    """The words of all fields, in the order in which they are offered."""

    entries: tuple[Entry, ...]

    def of(self, name: str) -> tuple[Entry, ...]:
        """The words of a field."""
        return tuple(entry for entry in self.entries if entry.field == name)

    def named(self, name: str, written: str) -> Entry | None:
        """The word of a field that has this code or label, in either language, whatever its capitals and accents."""
        return self._named.get((name, folded(written)))

    @cached_property
    def _named(self) -> dict[tuple[str, str], Entry]:
        return {
            (entry.field, folded(word)): entry
            for entry in reversed(self.entries)
            for word in (entry.label_en, entry.label_fr, entry.code)
            if word
        }


def load(study: Study) -> Codebook:
    """The codebook of a study, or the default one. Raises InvalidStudy with all its mistakes."""
    file = study.decisions / FILE
    if not file.exists():
        return default()
    mistakes: list[Said] = []
    entries = list(_entries(read(file)[0], mistakes))
    if mistakes:
        raise InvalidStudy(file, mistakes)
    return Codebook(tuple(entries))


def write_default(study: Study) -> Path | None:
    """Write the default codebook where the study has none; the file written, or None."""
    file = study.decisions / FILE
    if file.exists():
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows([getattr(entry, name) for name in HEADINGS] for entry in default().entries)
    return file


def default() -> Codebook:
    """The words of the thesis, by the codes that the program finds them under."""
    return Codebook(tuple(_default()))


def _default() -> Iterator[Entry]:
    seen: set[str] = set()
    for row in rows("functions.csv"):
        yield Entry("function", row["term"], row["term"], row["gloss"], row["group"], "")
    for row in rows("statuses.csv"):
        if row["code"] not in seen:  # several lines tell one status by different words
            seen.add(row["code"])
            yield Entry("status", row["code"], row["label_fr"], row["label_en"], row["sector"], "")
    for row in rows("domains.csv"):
        yield Entry("domain", row["term"], row["term"], row["gloss"], "", "")


def _entries(lines: Sequence[Line], mistakes: list[Said]) -> Iterator[Entry]:
    headings = [cell.casefold() for cell in lines[0].cells] if lines else []
    if missing := [name for name in NEEDED if name not in headings]:
        names = {"missing": ", ".join(missing), "known": ",".join(HEADINGS)}
        one = Said("missing column: {missing}; the headings are {known}", **names)
        more = Said("missing columns: {missing}; the headings are {known}", **names)
        mistakes.append(one if len(missing) == 1 else more)
        return
    seen: dict[tuple[str, str], int] = {}
    for line in lines[1:]:
        cells = dict(zip(headings, line.cells, strict=False))
        entry = Entry(*(cells.get(name, "") for name in HEADINGS))
        mistakes += [Said("line {line}: {said}", line=line.number, said=said) for said in _mistakes(entry, seen)]
        seen.setdefault((entry.field, folded(entry.code)), line.number)
        yield entry


def _mistakes(entry: Entry, seen: Mapping[tuple[str, str], int]) -> Iterator[Said]:
    if entry.field not in FIELDS:
        hint = meant(entry.field, FIELDS, Said("known"))
        yield Said('unknown {key} "{value}"; {hint}', key="field", value=entry.field, hint=hint)
    for name in ("code", "label_fr"):
        if not getattr(entry, name):
            yield Said("the column {column} is empty: {required}", column=name, required=Said("it is required"))
    if entry.code and (first := seen.get((entry.field, folded(entry.code)))):
        yield Said('the code "{code}" stands on line {line} already', code=entry.code, line=first)


def word_for(field: str, written: str) -> str:
    """The program's word for a function or a field of activity in words of one's own; "" for others, or none."""
    if field == "function":
        profession = professions.classify(written)
        return profession.term if profession else ""
    return next(iter(domains.terms(written)), "") if field == "domain" else ""


def unidentified(written: str) -> bool:
    """Whether this says that the author was looked for in vain."""
    return folded(written) in _NOT_FOUND


_NOT_FOUND = frozenset(
    folded(word)
    for word in (UNIDENTIFIED, *NOT_FOUND.values(), "non identifiée", "non identifiable", "unknown", "inconnu")
)
