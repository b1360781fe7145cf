"""How many authors each list has, and how many write regularly: Table 28."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Cell, Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Auteurs réguliers par liste", "en": "Regular authors by list"}
ORDER = 40

DEFINITION = {
    "fr": "Auteurs : personnes qui ont envoyé au moins un mail à la liste pendant la période (A8). Réguliers : plus "
    "de {regular_over} mails (A9). Intensifs : au moins {intensive_from} (A11). Très intensifs : plus de "
    "{very_intensive_over} (A12). Ces classes s'emboîtent, et comptent toute la vie de la liste : une liste "
    "ancienne a plus de réguliers.",
    "en": "Authors: persons who sent at least one mail to the list in the period (A8). Regular: more than "
    "{regular_over} mails (A9). Intensive: at least {intensive_from} (A11). Very intensive: more than "
    "{very_intensive_over} (A12). The classes contain one another, and count the whole life of the list: an old "
    "list has more regulars.",
}
ONCE = {
    "fr": "Dans le total, chaque personne compte une fois, dans la classe de la liste où elle écrit le plus ; la thèse "
    "ne réunit pas les personnes entre les listes.",
    "en": "In the total each person counts once, in the class of the list she writes to most; the thesis does not "
    "bring persons together between lists.",
}

LISTS = """
    select source, authors, regular, regular_share, intensive, very_intensive, single
    from list_regulars where source in (select value from json_each(?))
"""
TOTAL = """
    select authors, regular, regular_share, intensive, very_intensive, single
    from author_totals where scope = ? and network = ?
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list, in the study's order."""
    rows = tuple(tuple(row) for row in rows_of(store, LISTS, chosen(study, choice)))
    totals = _totals(store, choice) if len(rows) > 1 else None
    limits = vars(study.thresholds)
    return Table(
        name="regular-authors",
        title=TITLE,
        columns=_columns(study),
        rows=rows,
        definition={language: text.format(**limits) for language, text in DEFINITION.items()},
        reproduces="28",
        notes=(ONCE,) if totals else (),
        totals=totals,
        measures=("A8", "A9", "A11", "A12"),
    )


def _columns(study: Study) -> tuple[Column, ...]:
    limits = study.thresholds
    over, share, least, very = (
        {"fr": f"Plus de {limits.regular_over} mails", "en": f"More than {limits.regular_over} mails"},
        {"fr": f"Part des plus de {limits.regular_over}", "en": f"Share of more than {limits.regular_over}"},
        {"fr": f"Au moins {limits.intensive_from} mails", "en": f"At least {limits.intensive_from} mails"},
        {"fr": f"Plus de {limits.very_intensive_over} mails", "en": f"More than {limits.very_intensive_over} mails"},
    )
    return (
        SOURCE,
        Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
        Column("regular", over, Kind.COUNT),
        Column("regular_share", share, Kind.SHARE),
        Column("intensive", least, Kind.COUNT),
        Column("very_intensive", very, Kind.COUNT),
        Column("single", {"fr": "Un seul mail", "en": "One mail only"}, Kind.COUNT),
    )


def _totals(store: Store, choice: Choice) -> tuple[Cell, ...] | None:
    scope = "network" if choice.network else "study"
    return next(((None, *row) for row in store.rows(TOTAL, (scope, choice.network))), None)
