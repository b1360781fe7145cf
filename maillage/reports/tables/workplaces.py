"""The communes, departements, regions and countries in which the authors of each list work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from sqlite3 import Row

from maillage.project import Study
from maillage.reports.profiles import OTHER, SCALES
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Cell, Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Auteurs par lieu de travail", "en": "Authors by place of work"}
ORDER = 73

LEVELS: dict[str, Text] = {
    "commune": {"fr": "commune", "en": "commune"},
    "metropolis": {"fr": "métropole", "en": "metropolis"},
    "pays": {"fr": "pays", "en": "pays"},
    "departement": {"fr": "département", "en": "departement"},
    "region": {"fr": "région", "en": "region"},
    "country": {"fr": "État", "en": "country"},
}
COLUMNS = (
    SOURCE,
    Column("place", {"fr": "Lieu", "en": "Place"}),
    Column("level", {"fr": "Niveau", "en": "Level"}),
    Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Auteurs de chaque liste par lieu de travail, celui du bureau et non du siège : la commune, ou ce que l'on "
    "en sait (A17, avant tout territoire).",
    "en": "Authors of each list by place of work, of the office and not of the head office: the commune, or what is "
    "known of it (A17, before any territory).",
}
MERGED = {
    "fr": "« autres » : lieux de moins de {least} auteurs. Chacun : `--names`.",
    "en": "“other”: places of fewer than {least} authors. Each of them: `--names`.",
}
QUERY = "select * from list_workplaces where source in (select value from json_each(?)) order by rowid"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """A row for each place of each list, small ones merged behind them; in full each of them."""
    found = rows_of(store, QUERY, chosen(study, choice))
    least, language = study.smallest_group, study.language
    table = Table(
        name="workplaces",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(_merged(found, least, language)),
        definition=DEFINITION,
        notes=({language: text.format(least=least) for language, text in MERGED.items()},),
        measures=("A17",),
    )
    full = tuple(_merged(found, 1, language))
    return replace(table, in_full=replace(table, rows=full, notes=()))


def _merged(rows: Sequence[Row], least: int, language: str) -> Iterator[tuple[Cell, ...]]:
    """The places of at least so many authors of each list, the others as one row, then those not identified."""
    for source in dict.fromkeys(row["source"] for row in rows):
        known = [row for row in rows if row["source"] == source and row["level"]]
        for row in known:
            if row["authors"] >= least:
                yield source, row["place"], LEVELS[row["level"]][language], row["authors"], row["messages"]
        if rest := [row for row in known if row["authors"] < least]:
            yield source, OTHER[language], "", *_sums(rest)
        if unknown := [row for row in rows if row["source"] == source and not row["level"]]:
            yield source, SCALES["unidentified"][language], "", *_sums(unknown)


def _sums(rows: Sequence[Row]) -> tuple[int, int]:
    return sum(row["authors"] for row in rows), sum(row["messages"] for row in rows)
