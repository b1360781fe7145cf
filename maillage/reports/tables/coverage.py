"""Of how many authors and messages each field is known, and by which source."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.profiles import FIELDS
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Ce que l'on sait des auteurs, et par quelle source", "en": "What is known of authors, and by what"}
ORDER = 76

NAMES: dict[str, Text] = {
    "hand": {"fr": "codage", "en": "coding"},
    "signature": {"fr": "signature", "en": "signature"},
    "introduction": {"fr": "présentation de soi", "en": "self-introduction"},
    "user-page": {"fr": "page d'utilisateur d'un wiki", "en": "user page of a wiki"},
    "address": {"fr": "domaine de l'adresse (faible)", "en": "domain of the address (weak)"},
    "": {"fr": "non identifié", "en": "not identified"},
}
FIELD = Column("field", {"fr": "Attribut", "en": "Field"})
COLUMNS = (
    SOURCE,
    FIELD,
    Column("known_by", {"fr": "Connu par", "en": "Known by"}),
    Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    Column("share_of_authors", {"fr": "Part des auteurs", "en": "Share of authors"}, Kind.SHARE),
    Column("messages", {"fr": "Messages", "en": "Messages"}, Kind.COUNT),
    Column("share_of_messages", {"fr": "Part des messages", "en": "Share of messages"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Auteurs dont un attribut est connu, par la source de ce qui vaut pour la plupart de leurs messages à la "
    "liste, et messages, par la source de ce qui valait à l'envoi (D1). Un message à titre privé n'a pas l'employeur.",
    "en": "Authors of whom a field is known, by the source of what holds for most of their messages to the list, and "
    "messages, by the source of what held when they were sent (D1). A private message does not have the employer.",
}
QUERY = "select * from list_coverage where source in (select value from json_each(?)) order by rowid"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """A row for each source of each field of each list, the strongest source first."""
    language = study.language
    rows = tuple(
        (row["source"], FIELDS[row["field"]][language], NAMES[row["known_by"]][language], *tuple(row)[3:])
        for row in rows_of(store, QUERY, chosen(study, choice))
    )
    return Table(name="coverage", title=TITLE, columns=COLUMNS, rows=rows, definition=DEFINITION, measures=("D1",))
