"""The messages of each author of one list by month, with their sums by year: Table 35."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from maillage.analyze.volume import months_between
from maillage.errors import MaillageError
from maillage.project import Source, Study
from maillage.reports.profiles import SMALL_GROUPS, Profile, generalised, said, status_label
from maillage.reports.selection import PERSON, chosen
from maillage.reports.table import Cell, Choice, Column, Kind, Table, Text
from maillage.reports.tables.profiles import DOMAIN, FUNCTION, PLACE, STATUS, STRUCTURE
from maillage.sentences import Said
from maillage.store import Store

TITLE = {"fr": "Nombre de mails par auteur et par mois", "en": "Messages by author and month"}
ORDER = 50

DEFINITION = {
    "fr": "Mails de chaque auteur envoyés à la liste « {label} », par mois de la création de la liste à la fin de la "
    "période, dans le fuseau {zone} (A7). Un auteur est une personne : ses adresses sont réunies.",
    "en": "Mails of each author to the list “{label}”, by month from its creation to the end of the period, in the "
    "time zone {zone} (A7). An author is a person: her addresses are brought together.",
}
AUTHORLESS = {
    "fr": "{messages} mails sans auteur lisible ne sont dans aucune ligne, ni dans le total.",
    "en": "{messages} mails without a readable author are in no row, and not in the total.",
}

PERSONS = """
    select person_lists.person, messages from person_lists join persons using (person)
    where source = ? order by messages desc, first_day, pseudonym
"""
PROFILES = "select person, organisation, status, function, domain, place from list_profiles where source = ?"
MONTHS = "select person, month, messages from person_months where source = ?"
LIFE = """
    select min(begun, coalesce((select min(month) from person_months where source = list_periods.source), begun)),
      ended
    from list_periods where source = ? and begun is not null and ended is not null
"""
WITHOUT_AUTHOR = "select authorless from list_volumes where source = ?"


class OneListOnly(MaillageError):
    """The table is of one list, and the choice leaves several, or none."""

    exit_code = 2

    def __init__(self, sources: Sequence[Source]) -> None:
        names = ", ".join(source.name for source in sources) or Said("none")
        super().__init__(
            Said("author-by-month is a table of one list; add `--source` with one of: {known}", known=names)
        )


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row an author, one column a month and a year. Raises OneListOnly."""
    sources = chosen(study, choice)
    if len(sources) != 1:
        raise OneListOnly(sources)
    (source,) = sources
    periods = list(_periods(store, source.name))
    written = _by_month(store, source.name)
    rows = tuple(_row(person, written[person], periods) for person, _ in store.rows(PERSONS, (source.name,)))
    values = {"label": source.label, "zone": study.time_zone.key}
    table = Table(
        name="author-by-month",
        title={language: f"{text}, {source.label}" for language, text in TITLE.items()},
        columns=(PERSON, *map(_column, periods), TOTAL),
        rows=rows,
        definition={language: text.format(**values) for language, text in DEFINITION.items()},
        reproduces="35",
        notes=tuple(_notes(store, source.name)),
        totals=_totals(rows),
        measures=("A7",),
    )
    return _with_profiles(table, store, study, source.name)


def _with_profiles(table: Table, store: Store, study: Study, source: str) -> Table:
    """The same table with who each author is behind her messages; as it is where nobody says anything of herself."""
    found = {row["person"]: row for row in store.rows(PROFILES, (source,))}
    if not any(row[name] for row in found.values() for name in ("status", "function", "domain", "place")):
        return table
    known = {person: Profile(row["status"], row["domain"]) for person, row in found.items()}
    shown = generalised(known, study.smallest_group, study.language)
    merged = {language: text.format(least=study.smallest_group) for language, text in SMALL_GROUPS.items()}
    public = _beside(table, PROFILE, {person: shown[person] for person in found})
    in_full = _beside(
        table,
        IN_FULL,
        {
            person: (
                said(row["organisation"], study.language),
                status_label(row["status"], study.language),
                *(said(row[name], study.language) for name in ("function", "domain", "place")),
            )
            for person, row in found.items()
        },
    )
    return replace(public, notes=(*table.notes, merged), in_full=in_full)


def _beside(table: Table, columns: Sequence[Column], cells: Mapping[int, Sequence[Cell]]) -> Table:
    """The table with these cells behind those of each person."""
    blank = (None,) * len(columns)
    rows = tuple((*row, *cells.get(int(row[0] or 0), blank)) for row in table.rows)
    totals = None if table.totals is None else (*table.totals, *blank)
    return replace(table, columns=(*table.columns, *columns), rows=rows, totals=totals)


PROFILE = (STATUS, DOMAIN)
IN_FULL = (STRUCTURE, STATUS, FUNCTION, DOMAIN, PLACE)

TOTAL = Column("total", {"fr": "Total", "en": "Total"}, Kind.COUNT)


def _periods(store: Store, source: str) -> Iterator[str]:
    """The months of the list's life, each year behind its last one: 2015-11, 2015-12, 2015, 2016-01, 2016."""
    for begun, ended in store.rows(LIFE, (source,)):
        for year, months in groupby(months_between(begun, ended), lambda month: month[:4]):
            yield from months
            yield year


def _column(period: str) -> Column:
    return Column(period, {"fr": period, "en": period}, Kind.COUNT)


def _by_month(store: Store, source: str) -> Mapping[int, Mapping[str, int]]:
    """The messages of each person by month and by year."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for person, month, messages in store.rows(MONTHS, (source,)):
        found[person][month] += messages
        found[person][month[:4]] += messages
    return found


def _row(person: int, written: Mapping[str, int], periods: Sequence[str]) -> tuple[Cell, ...]:
    years = (messages for period, messages in written.items() if len(period) == 4)
    return person, *(written.get(period, 0) for period in periods), sum(years)


def _totals(rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...] | None:
    if not rows:
        return None
    sums = (sum(int(cell or 0) for cell in column) for column in list(zip(*rows, strict=True))[1:])
    return None, *sums


def _notes(store: Store, source: str) -> Iterator[Text]:
    if messages := store.value(WITHOUT_AUTHOR, (source,)):
        yield {language: text.format(messages=messages) for language, text in AUTHORLESS.items()}
