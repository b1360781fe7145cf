"""Which persons write on the same pages of each wiki (B27)."""

from __future__ import annotations

from maillage.analyze.wikis.cowriting import MOST_PERSONS
from maillage.project import Study
from maillage.reports.selection import PERSON, WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Qui écrit avec qui sur les wikis", "en": "Who writes with whom on wikis"}
ORDER = 603

COLUMNS = (
    WIKI,
    PERSON,
    Column("other", {"fr": "Avec", "en": "With"}, Kind.PERSON),
    Column("pages", {"fr": "Pages en commun", "en": "Pages in common"}, Kind.COUNT),
)
DEFINITION = {
    "fr": "Les paires de personnes inscrites qui ont écrit sur les mêmes pages de contenu, et sur combien. Une page de "
    "plus de {most} personnes, comme une page d'accueil, ne lie personne.",
    "en": "The pairs of registered persons who wrote on the same content pages, and on how many. A page of more than "
    "{most} persons, such as a front page, ties nobody.",
}
QUERY = """
    select source, person, other, pages from cowriting_ties
    where source in (select value from json_each(?)) order by pages desc, person, other
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a pair, in the study's order, those with most pages first."""
    return Table(
        name="wiki-cowriting-ties",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice)))),
        definition={language: text.format(most=MOST_PERSONS) for language, text in DEFINITION.items()},
        measures=("B27",),
    )
