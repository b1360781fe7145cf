"""Which persons write on the same pages of each wiki (B27)."""

from __future__ import annotations

from maillage.analyze.wikis.cowriting import MOST_PERSONS
from maillage.project import Study
from maillage.reports import wording
from maillage.reports.selection import PERSON, WIKI, chosen_wikis
from maillage.reports.table import Choice, Column, Kind, Table, Text
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
CUT = {
    "fr": "{wiki} : {pairs} paires, dont voici les {shown} qui ont le plus de pages en commun. Toutes sont dans la "
    "base de données (`cowriting_ties`).",
    "en": "{wiki}: {pairs} pairs, of which these are the {shown} with most pages in common. All are in the database "
    "(`cowriting_ties`).",
}
MOST_PAIRS = 20_000
"""Pairs of a wiki that are shown: 20,000 accounts make millions, which no sheet holds and nobody reads."""

QUERY = """
    select source, person, other, pages from cowriting_ties
    where source = ? order by pages desc, person, other limit ?
"""
PAIRS = "select count(*) from cowriting_ties where source = ?"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a pair, in the study's order, those with most pages first."""
    wikis = chosen_wikis(study, choice)
    pairs = [(wiki.label, int(store.value(PAIRS, (wiki.name,)))) for wiki in wikis]
    return Table(
        name="wiki-cowriting-ties",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(tuple(row) for wiki in wikis for row in store.rows(QUERY, (wiki.name, MOST_PAIRS))),
        definition={language: text.format(most=MOST_PERSONS) for language, text in DEFINITION.items()},
        notes=tuple(cut(wiki, number) for wiki, number in pairs if number > MOST_PAIRS),
        measures=("B27",),
    )


def cut(wiki: str, pairs: int) -> Text:
    """That not all pairs of a wiki are shown."""
    return {
        language: text.format(
            wiki=wiki, pairs=wording.count(pairs, language), shown=wording.count(MOST_PAIRS, language)
        )
        for language, text in CUT.items()
    }
