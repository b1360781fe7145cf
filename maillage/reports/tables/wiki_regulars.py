"""How many contributors of each wiki are regular and intensive, by the thesis's thresholds for lists."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Contributeurs réguliers et intensifs des wikis", "en": "Regular and intensive contributors of wikis"}
ORDER = 520

COLUMNS = (
    WIKI,
    Column("contributors", {"fr": "Contributeurs", "en": "Contributors"}, Kind.COUNT),
    Column("regular", {"fr": "Réguliers", "en": "Regular"}, Kind.COUNT),
    Column("regular_share", {"fr": "Part des réguliers", "en": "Share of regular"}, Kind.SHARE),
    Column("intensive", {"fr": "Intensifs", "en": "Intensive"}, Kind.COUNT),
    Column("intensive_share", {"fr": "Part des intensifs", "en": "Share of intensive"}, Kind.SHARE),
    Column("very_intensive", {"fr": "Très intensifs", "en": "Very intensive"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Personnes, leurs comptes réunis, par modifications pendant la période : réguliers, plus de {regular_over} "
    "; intensifs, au moins {intensive_from} ; très intensifs, plus de {very_intensive_over}. Les seuils sont ceux "
    "que la thèse prend pour les messages d'une liste (A9, A11, A12) ; elle n'en donne pas pour les wikis.",
    "en": "Persons, their accounts brought together, by edits in the period: regular, more than {regular_over}; "
    "intensive, at least {intensive_from}; very intensive, more than {very_intensive_over}. The thresholds are those "
    "that the thesis takes for the messages of a list (A9, A11, A12); it gives none for wikis.",
}
QUERY = """
    select source, contributors, regular, regular_share, intensive, intensive_share, very_intensive
    from wiki_regulars where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    return Table(
        name="wiki-regulars",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition={language: text.format(**vars(study.thresholds)) for language, text in DEFINITION.items()},
        measures=("A9", "A11", "A12"),
    )
