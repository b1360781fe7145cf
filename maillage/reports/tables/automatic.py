"""Mail that looks automatic: how much of which kind, and what shows it."""

from __future__ import annotations

from sqlite3 import Row

from maillage.project import Study
from maillage.reports import reasons
from maillage.reports.selection import SOURCE, among, rows_of, total
from maillage.reports.table import Cell, Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Trafic automatique", "en": "Automatic traffic"}
ORDER = 115

COLUMNS = (
    SOURCE,
    Column("label", {"fr": "Genre", "en": "Kind"}),
    Column("reason", {"fr": "Indice", "en": "What shows it"}),
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("counted", {"fr": "dont comptés", "en": "of them counted"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Messages que leurs en-têtes, leur expéditeur ou leur sujet désignent comme automatiques. Ils comptent comme "
    "échanges, ainsi que dans la thèse, sauf les genres mis de côté par l'étude : {set_aside}.",
    "en": "Messages that their headers, sender or subject show to be automatic. They count as exchanges, as in the "
    "thesis, but for the kinds that the study sets aside: {set_aside}.",
}
NONE_SET_ASIDE = {"fr": "aucun", "en": "none"}

QUERY = """
    select source, label, reason, messages, counted from automatic_counts
    where source in (select value from json_each(?)) order by label, messages desc, reason
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list, label and reason."""
    found = rows_of(store, QUERY, among(study.lists, choice))
    rows = tuple(_row(row, study.language) for row in found)
    aside = {
        language: ", ".join(reasons.label(label, language) for label in study.set_aside) or none
        for language, none in NONE_SET_ASIDE.items()
    }
    return Table(
        name="automatic",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition={language: text.format(set_aside=aside[language]) for language, text in DEFINITION.items()},
        totals=(None, None, None, total(rows, 3), total(rows, 4)) if len(rows) > 1 else None,
        measures=("D4",),
    )


def _row(row: Row, language: str) -> tuple[Cell, ...]:
    label, reason = reasons.label(row["label"], language), reasons.sign(row["reason"], language)
    return row["source"], label, reason, row["messages"], row["counted"]
