"""What was read of each archive, and what became of it: read = stored + duplicates + problems."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, among, rows_of, total
from maillage.reports.table import Cell, Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Registre des archives lues", "en": "Ledger of the archives read"}
ORDER = 120
NEEDS = "any"

COLUMNS = (
    SOURCE,
    Column("path", {"fr": "Fichier", "en": "File"}),
    Column("bytes_read", {"fr": "Octets lus", "en": "Bytes read"}, Kind.COUNT),
    Column("read", {"fr": "Messages lus", "en": "Messages read"}, Kind.COUNT),
    Column("stored", {"fr": "Retenus", "en": "Stored"}, Kind.COUNT),
    Column("duplicates", {"fr": "Doublons", "en": "Duplicates"}, Kind.COUNT),
    Column("problems", {"fr": "Problèmes", "en": "Problems"}, Kind.COUNT),
    Column("stored_bytes", {"fr": "Octets retenus", "en": "Bytes stored"}, Kind.COUNT),
    Column("duplicate_bytes", {"fr": "Octets des doublons", "en": "Bytes of duplicates"}, Kind.COUNT),
    Column("problem_bytes", {"fr": "Octets des problèmes", "en": "Bytes of problems"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Chaque fichier d'archive tel qu'il a été lu. Rien ne disparaît : les messages lus sont ceux qui ont été "
    "retenus, ceux que l'archive contient deux fois et ceux qui posent problème, et de même pour les octets.",
    "en": "Each file of an archive as it was read. Nothing disappears: the messages read are those stored, those "
    "that the archive has twice and those with a problem, and so are the bytes.",
}

QUERY = """
    select source, path, bytes_read, read, stored, duplicates, problems, stored_bytes, duplicate_bytes, problem_bytes
    from parts where source in (select value from json_each(?)) order by path
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a file, by list."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(map(tuple, rows_of(store, QUERY, among(study.sources, choice))))
    sums = (total(rows, place) for place in range(2, len(COLUMNS)))
    return Table(
        name="ledger",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        totals=(None, None, *sums) if rows else None,
    )
