"""What coders dispute: as a table, and as a sheet to settle it on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from maillage.coding.codebook import Codebook
from maillage.coding.columns import AUTHOR, LABELS, SAID, label
from maillage.coding.opinions import Dispute
from maillage.coding.proposals import Proposals
from maillage.decisions import FIELDS, Coding
from maillage.reports.coding.sheet import Cell, Column, Sheet, about_the_line, codes, to_fill
from maillage.reports.people import People
from maillage.reports.selection import PERSON
from maillage.reports.table import Column as TableColumn
from maillage.reports.table import Table, Text
from maillage.reports.tables.coder_agreement import FIELD, THE_PROGRAM
from maillage.sentences import typeset

Labels = Mapping[int, str]


DISPUTE_COLUMNS = (PERSON, FIELD, TableColumn(SAID, {"fr": "Ce qui est dit", "en": "What is said"}))

DISPUTES: Text = {"fr": "Désaccords à trancher", "en": "Disagreements to settle"}
DISPUTES_DEFINITION: Text = {
    "fr": "Ce que les codeurs ne disent pas de la même façon, dates comprises, et qui n'est pas encore arrêté. La "
    "proposition du programme tient lieu de réponse en attendant.",
    "en": "What coders do not say alike, dates included, and is not settled yet. The program's proposal stands until "
    "then.",
}


def dispute_table(found: Iterable[Dispute], proposals: Proposals, language: str) -> Table:
    """One row for each disputed field of an author."""
    rows = [(one.person, LABELS[one.field][language], said(one, proposals, language)) for one in found]
    return Table(
        name="coder-disagreements",
        title=DISPUTES,
        columns=DISPUTE_COLUMNS,
        rows=tuple(rows),
        definition=DISPUTES_DEFINITION,
    )


def sheet(  # what is disputed, and how to show it
    found: Sequence[Dispute], proposals: Proposals, codebook: Codebook, language: str, people: People, known_as: Labels
) -> Sheet:
    """A line for each author of whom something is disputed, and a column to fill in for each disputed field.

    `known_as`: the pseudonyms, by which the lines are taken back.
    """
    fields = [name for name in FIELDS if any(one.field == name for one in found)]
    listed = codes(codebook, language)
    last = about_the_line(listed, language)
    columns = [Column(AUTHOR, typeset(label(AUTHOR, language), language), 14)]
    if people.names:
        columns.append(Column("name", typeset(label("name", language), language), 24))
    for name in fields:
        columns.append(Column(f"{name}_{SAID}", typeset(label(f"{name}_{SAID}", language), language), 60))
        columns.append(to_fill(name, listed, language))
    rows = []
    for person, of_person in groupby(found, key=lambda one: one.person):
        disputed = {one.field: people.clean(said(one, proposals, language), language) for one in of_person}
        cells: list[Cell] = [known_as[person]]
        if people.names:
            cells.append(people.label(person))
        for name in fields:
            cells += [disputed.get(name), None]
        rows.append((*cells, *(None for _ in last)))
    return Sheet(language, (*columns, *last), rows, listed)


def said(dispute: Dispute, proposals: Proposals, language: str) -> str:
    """Who says what, coder by coder, then the program."""
    by_coder = groupby(sorted(dispute.codings, key=lambda one: one.coder), key=lambda one: one.coder)
    told = [f"{coder}: {', '.join(_dated(coding) for coding in of_coder)}" for coder, of_coder in by_coder]
    if found := proposals.get((dispute.person, dispute.field)):
        told.append(f"{THE_PROGRAM[language]}: {found[0].dated}")
    return " | ".join(told)


def _dated(coding: Coding) -> str:
    days = " – ".join(day.isoformat() if day else "…" for day in (coding.begin, coding.end))
    return f"{coding.value} ({days})" if coding.begin or coding.end else coding.value
