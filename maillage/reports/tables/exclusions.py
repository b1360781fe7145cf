"""Which messages do not count, and why."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports import reasons
from maillage.reports.selection import SOURCE, among, rows_of, total
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Messages écartés des comptes", "en": "Messages left out of the counts"}
ORDER = 100

COLUMNS = (
    SOURCE,
    Column("reason", {"fr": "Motif", "en": "Reason"}),
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Messages lus qui ne comptent pas comme échanges, par motif : doublons, hors de la période, sans date, "
    "écartés par une décision ou parce que leur genre de trafic automatique est mis de côté ({set_aside}). Auteurs : "
    "personnes qui en ont écrit un au moins.",
    "en": "Messages that were read and do not count as exchanges, by reason: duplicates, outside the period, "
    "undated, left out by a decision or because their kind of automatic traffic is set aside ({set_aside}). Authors: "
    "persons who wrote one of them at least.",
}
NONE_SET_ASIDE = {"fr": "aucun ici", "en": "none here"}
TWICE = {
    "fr": "Une personne compte une fois par motif : les auteurs ne s'additionnent pas. Ceux des doublons ne sont pas "
    "relevés : leur message est compté une fois, ailleurs dans l'archive.",
    "en": "A person counts once for each reason: authors do not add up. Those of duplicates are not recorded: their "
    "message is counted once, elsewhere in the archive.",
}

QUERY = """
    select source, reason, messages, authors from exclusion_counts
    where source in (select value from json_each(?)) order by messages desc, reason
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list and reason, those of lists that are not analysed included."""
    found = rows_of(store, QUERY, among(study.lists, choice))
    rows = tuple((row["source"], reasons.left_out(row["reason"], study.language), *tuple(row)[2:]) for row in found)
    aside = {
        language: ", ".join(reasons.label(label, language) for label in study.set_aside) or none
        for language, none in NONE_SET_ASIDE.items()
    }
    return Table(
        name="exclusions",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition={language: text.format(set_aside=aside[language]) for language, text in DEFINITION.items()},
        notes=(TWICE,),
        totals=(None, None, total(rows, 2), None) if len(rows) > 1 else None,
        measures=("D4",),
    )
