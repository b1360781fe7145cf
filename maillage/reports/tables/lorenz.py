"""The Lorenz curve of each list: what share of the messages the authors who write least make."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Courbes de Lorenz des messages", "en": "Lorenz curves of the messages"}
ORDER = 89

COLUMNS = (
    SOURCE,
    Column("rank", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    Column("authors_share", {"fr": "Part des auteurs", "en": "Share of authors"}, Kind.SHARE),
    Column("messages_share", {"fr": "Part des messages", "en": "Share of messages"}, Kind.SHARE),
)

DEFINITION = {
    "fr": "Les auteurs rangés du moins au plus actif : combien d'entre eux, quelle part des auteurs, et quelle part "
    "des messages ils font ensemble. Un point à chaque nombre de messages différent ; la courbe est droite entre les "
    "points.",
    "en": "The authors from the least to the most active: how many of them, which share of the authors, and which "
    "share of the messages they make together. One point at each different number of messages; the curve is straight "
    "between.",
}

QUERY = """
    select source, rank, authors_share, messages_share from lorenz_points
    where source in (select value from json_each(?)) order by rank
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """The points of each list, from nobody to all."""
    return Table(
        name="lorenz",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(map(tuple, rows_of(store, QUERY, chosen(study, choice)))),
        definition=DEFINITION,
        measures=("B8",),
    )
