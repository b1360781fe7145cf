"""How many persons have several accounts, and how many authors counting accounts would find (B6)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Doubles : personnes et comptes", "en": "Doubles: persons and accounts"}
ORDER = 90

COLUMNS = (
    SOURCE,
    Column("accounts", {"fr": "Comptes", "en": "Accounts"}, Kind.COUNT),
    Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT),
    Column("doubled", {"fr": "Personnes à plusieurs comptes", "en": "Persons with several accounts"}, Kind.COUNT),
    Column("doubled_share", {"fr": "Part des personnes", "en": "Share of the persons"}, Kind.SHARE),
    Column("authors_before", {"fr": "Auteurs avant réunion", "en": "Authors before merging"}, Kind.COUNT),
    Column("authors_after", {"fr": "Auteurs après réunion", "en": "Authors after merging"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Comptes : adresses, ou noms sans adresse, qui ont écrit à la liste ou sont dans ses listes d'abonnés ; "
    "personnes : les mêmes, réunis par nom complet et par les décisions de l'étude (B6). Avant réunion, chaque compte "
    "serait un auteur.",
    "en": "Accounts: addresses, or names without one, that wrote to the list or are on a subscriber list of it; "
    "persons: the same, brought together by full name and by the study's decisions (B6). Before merging, each account "
    "would be an author.",
}

DOUBLES = """
    select source, accounts, persons, doubled, doubled_share, authors_before, authors_after
    from list_doubles where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list, in the study's order."""
    return Table(
        name="doubles",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(tuple(row) for row in rows_of(store, DOUBLES, chosen(study, choice))),
        definition=DEFINITION,
        measures=("B6",),
    )
