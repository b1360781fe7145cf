"""How far coders agree, as a table, and what they dispute: as a table, and as a sheet to settle it on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from maillage.analyze.agreement import RESAMPLES, Estimate
from maillage.coding.codebook import Codebook
from maillage.coding.columns import AUTHOR, LABELS, SAID, label
from maillage.coding.opinions import PROGRAM, Agreement, Dispute
from maillage.coding.proposals import Proposals
from maillage.decisions import FIELDS, SETTLED, Coding
from maillage.reports.coding.sheet import Cell, Column, Sheet, about_the_line, codes, to_fill
from maillage.reports.people import People
from maillage.reports.selection import PERSON
from maillage.reports.table import Column as TableColumn
from maillage.reports.table import Kind, Table, Text
from maillage.sentences import typeset

Labels = Mapping[int, str]

FIELD = TableColumn("field", {"fr": "Champ", "en": "Field"})
THE_PROGRAM: Text = {"fr": "le programme", "en": "the program"}
ALL_CODERS: Text = {"fr": "tous", "en": "all"}
THE_SETTLED: Text = {"fr": "arrêté", "en": "settled"}


def _bounds(name: str, labels: Text, kind: Kind) -> tuple[TableColumn, ...]:
    low = {"fr": f"{labels['fr']}, de", "en": f"{labels['en']}, from"}
    high = {"fr": "à", "en": "to"}
    return (
        TableColumn(name, labels, kind),
        TableColumn(f"{name}_low", low, kind),
        TableColumn(f"{name}_high", high, kind),
    )


AGREEMENT_COLUMNS = (
    FIELD,
    TableColumn("first", {"fr": "Premier codeur", "en": "First coder"}),
    TableColumn("second", {"fr": "Second codeur", "en": "Second coder"}),
    TableColumn("units", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    *_bounds("agreement", {"fr": "Accord", "en": "Agreement"}, Kind.SHARE),
    *_bounds("kappa", {"fr": "Kappa de Cohen", "en": "Cohen's kappa"}, Kind.MEAN),
    *_bounds("alpha", {"fr": "Alpha de Krippendorff", "en": "Krippendorff's alpha"}, Kind.MEAN),
)
DISPUTE_COLUMNS = (PERSON, FIELD, TableColumn(SAID, {"fr": "Ce qui est dit", "en": "What is said"}))

AGREEMENT: Text = {"fr": "Accord des codeurs", "en": "Agreement of coders"}
DISPUTES: Text = {"fr": "Désaccords à trancher", "en": "Disagreements to settle"}
AGREEMENT_DEFINITION: Text = {
    "fr": "Auteurs que deux codeurs ont codés, part dont ils disent la même chose, kappa de Cohen (1960) et alpha de "
    "Krippendorff (2011), nominal (D3). Deux réponses sont la même par leur code, ou par leurs mots à défaut ; les "
    "dates ne comptent pas. Le programme est comparé par sa meilleure proposition. Intervalles à 95 % : Wilson (1927) "
    f"pour la part, bootstrap sur les auteurs ({RESAMPLES} tirages) pour kappa et alpha. Vide : indéfini, une seule "
    "réponse ayant été donnée.",
    "en": "Authors whom two coders coded, share of whom they say the same of, Cohen's kappa (1960) and Krippendorff's "
    "alpha (2011), nominal (D3). Two answers are the same by their code, or by their words without one; dates do not "
    "count. The program is compared by its best proposal. Intervals of 95 %: Wilson (1927) for the share, bootstrap "
    f"over authors ({RESAMPLES} resamples) for kappa and alpha. Empty: not defined, as only one answer was ever given.",
}
DISPUTES_DEFINITION: Text = {
    "fr": "Ce que les codeurs ne disent pas de la même façon, dates comprises, et qui n'est pas encore arrêté. La "
    "proposition du programme tient lieu de réponse en attendant.",
    "en": "What coders do not say alike, dates included, and is not settled yet. The program's proposal stands until "
    "then.",
}


def agreement_table(found: Iterable[Agreement], language: str) -> Table:
    """One row for each field and pair."""
    rows = [
        (
            LABELS[one.field][language],
            _coder(one.first, language) if one.second is not None else ALL_CODERS[language],
            _coder(one.second, language) if one.second is not None else None,
            one.units,
            *_estimate(one.agreement),
            *_estimate(one.kappa),
            *_estimate(one.alpha),
        )
        for one in found
    ]
    return Table(
        name="coder-agreement",
        title=AGREEMENT,
        columns=AGREEMENT_COLUMNS,
        rows=tuple(rows),
        definition=AGREEMENT_DEFINITION,
        measures=("D3",),
    )


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


def _coder(name: str, language: str) -> str:
    return {PROGRAM: THE_PROGRAM, SETTLED: THE_SETTLED}.get(name, {}).get(language, name)


def _estimate(found: Estimate | None) -> Iterator[float | None]:
    for value in found or (None, None, None):
        yield None if value is None or math.isnan(value) else value
