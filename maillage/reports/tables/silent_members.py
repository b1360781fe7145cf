"""Who is subscribed and never wrote, one row a person, for those who want to write to them."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import PERSON, SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Qui est silencieux", "en": "Who is silent"}
ORDER = 72

COLUMNS = (
    SOURCE,
    Column("taken_on", {"fr": "Abonnés au", "en": "Subscribers on"}, Kind.DATE),
    PERSON,
    Column("subscribed", {"fr": "Abonné depuis", "en": "Subscribed since"}, Kind.DATE),
)

DEFINITION = {
    "fr": "Chaque abonné qui n'a envoyé aucun mail à la liste jusqu'à la date de la liste d'abonnés (A22). Le jour de "
    "l'abonnement n'est connu que si la liste d'abonnés le donne. Avec `--names`, les noms.",
    "en": "Each subscriber who sent no mail to the list up to the day of the subscriber list (A22). The day of the "
    "subscription is known only where the subscriber list gives it. With `--names`, their names.",
}

SILENT = """
    select source, taken_on, person, subscribed from silent_members join persons using (person)
    where source in (select value from json_each(?)) order by source, taken_on, roster, pseudonym
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a silent person of a subscriber list."""
    return Table(
        name="silent-members",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(tuple(row) for row in rows_of(store, SILENT, chosen(study, choice))),
        definition=DEFINITION,
        measures=("A22",),
    )
