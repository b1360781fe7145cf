"""Mail that looks automatic: how much of which kind, and what shows it."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, among, rows_of, total
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Trafic automatique", "en": "Automatic traffic"}
ORDER = 115

LABELS: dict[str, Text] = {
    "auto-reply": {"fr": "réponse automatique", "en": "automatic reply"},
    "administrative": {"fr": "message d'administration", "en": "administrative message"},
    "robot": {"fr": "robot", "en": "robot"},
    "newsletter": {"fr": "lettre d'information", "en": "newsletter"},
}

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
    found = rows_of(store, QUERY, among(study.sources, choice))
    rows = tuple((row["source"], _label(row["label"], study.language), *tuple(row)[2:]) for row in found)
    aside = {
        language: ", ".join(_label(label, language) for label in study.set_aside) or none
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


def _label(label: str, language: str) -> str:
    return LABELS[label][language] if label in LABELS else label
