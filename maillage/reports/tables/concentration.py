"""How few authors make most of the messages of each list."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Concentration des messages par liste", "en": "Concentration of messages by list"}
ORDER = 88

COLUMNS = (
    SOURCE,
    Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("gini", {"fr": "Indice de Gini", "en": "Gini index"}, Kind.MEAN),
    Column("half_makers", {"fr": "Auteurs de la moitié", "en": "Authors of half"}, Kind.COUNT),
    Column("half_makers_messages", {"fr": "Leurs messages", "en": "Their messages"}, Kind.COUNT),
    Column("intensive", {"fr": "Auteurs intensifs", "en": "Intensive authors"}, Kind.COUNT),
    Column("intensive_share", {"fr": "Leur part des messages", "en": "Their share of messages"}, Kind.SHARE),
    Column("top_decile", {"fr": "Premier dixième", "en": "Top tenth"}, Kind.COUNT),
    Column("top_decile_share", {"fr": "Sa part des messages", "en": "Its share of messages"}, Kind.SHARE),
)

DEFINITION = {
    "fr": "Indice de Gini des messages par auteur : 0, tous écrivent autant ; près de 1, un seul écrit. Formule "
    "simple de l'échantillon, sans correction pour les petites listes. Auteurs de la moitié : le plus petit nombre "
    "d'auteurs qui font la moitié des messages au moins. Intensifs : au moins {intensive_from} messages sur la "
    "liste. Premier dixième : les auteurs qui écrivent le plus, arrondi au-dessus.",
    "en": "Gini index of the messages by author: 0, all write as much; near 1, one alone writes. Plain formula of the "
    "sample, without a correction for small lists. Authors of half: the smallest number of authors who make half of "
    "the messages at least. Intensive: at least {intensive_from} messages on the list. Top tenth: the authors who "
    "write most, rounded up.",
}
AUTHORS_ONLY = {
    "fr": "Les auteurs seuls, sans les abonnés silencieux, et les messages dont l'auteur est lisible.",
    "en": "Authors only, without the silent subscribers, and the messages whose author can be read.",
}

QUERY = """
    select source, authors, messages, gini, half_makers, half_makers_messages, intensive, intensive_share, top_decile,
      top_decile_share
    from concentrations where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list, in the study's order."""
    values = {"intensive_from": study.thresholds.intensive_from}
    return Table(
        name="concentration",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen(study, choice)))),
        definition={language: text.format(**values) for language, text in DEFINITION.items()},
        notes=(AUTHORS_ONLY,),
        measures=("B8",),
    )
