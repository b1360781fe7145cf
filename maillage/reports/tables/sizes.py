"""How large the communes are in which the authors of each list work."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Auteurs par taille de la commune", "en": "Authors by size of the commune"}
ORDER = 74

NAMES: dict[str, Text] = {
    "rural": {"fr": "moins de 2 000 habitants", "en": "under 2,000 inhabitants"},
    "small": {"fr": "de 2 000 à 10 000", "en": "2,000 to 10,000"},
    "medium": {"fr": "de 10 000 à 20 000", "en": "10,000 to 20,000"},
    "medium-large": {"fr": "de 20 000 à 100 000", "en": "20,000 to 100,000"},
    "large": {"fr": "100 000 et plus", "en": "100,000 and more"},
    "no-commune": {"fr": "commune non identifiée", "en": "commune not identified"},
    "abroad": {"fr": "étranger", "en": "abroad"},
    "unidentified": {"fr": "lieu non identifié", "en": "place not identified"},
}
COLUMNS = (
    SOURCE,
    Column("size", {"fr": "Habitants de la commune", "en": "Inhabitants of the commune"}),
    Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    Column("share", {"fr": "Part des auteurs", "en": "Share of authors"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Auteurs de chaque liste par population de la commune où ils travaillent, dans ses limites d'aujourd'hui "
    "(C28). Une ville moyenne a de 10 000 à 100 000 habitants dans la thèse (L5471-5473), de 20 000 à 100 000 "
    "ailleurs.",
    "en": "Authors of each list by population of the commune where they work, in its borders of today (C28). A medium "
    "town has 10,000 to 100,000 inhabitants in the thesis (L5471-5473), 20,000 to 100,000 elsewhere.",
}
QUERY = "select * from list_sizes where source in (select value from json_each(?)) order by rowid"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """A row for each size of each list, from the smallest communes to the largest."""
    rows = tuple(
        (row["source"], NAMES[row["size"]][study.language], *tuple(row)[2:])
        for row in rows_of(store, QUERY, chosen(study, choice))
    )
    return Table(name="sizes", title=TITLE, columns=COLUMNS, rows=rows, definition=DEFINITION, measures=("C28",))
