"""What was read of each archive, and what became of it: read = stored + duplicates + problems."""

from __future__ import annotations

from dataclasses import replace

from maillage.project import Study
from maillage.reports.selection import SOURCE, TOOL, among, rows_of, total
from maillage.reports.table import Cell, Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Registre des archives lues", "en": "Ledger of the archives read"}
ORDER = 120
NEEDS = "any"

COUNTS = (
    Column("bytes_read", {"fr": "Octets lus", "en": "Bytes read"}, Kind.COUNT),
    Column("read", {"fr": "Messages lus", "en": "Messages read"}, Kind.COUNT),
    Column("stored", {"fr": "Retenus", "en": "Stored"}, Kind.COUNT),
    Column("duplicates", {"fr": "Doublons", "en": "Duplicates"}, Kind.COUNT),
    Column("problems", {"fr": "Problèmes", "en": "Problems"}, Kind.COUNT),
    Column("stored_bytes", {"fr": "Octets retenus", "en": "Bytes stored"}, Kind.COUNT),
    Column("duplicate_bytes", {"fr": "Octets des doublons", "en": "Bytes of duplicates"}, Kind.COUNT),
    Column("problem_bytes", {"fr": "Octets des problèmes", "en": "Bytes of problems"}, Kind.COUNT),
)
PATH = Column("path", {"fr": "Fichier", "en": "File"})
READ = {"fr": "Messages et versions lus", "en": "Messages and revisions read"}
SKIPPED = Column("skipped", {"fr": "Non choisis", "en": "Not selected"}, Kind.COUNT)
SKIPPED_BYTES = Column("skipped_bytes", {"fr": "Octets non choisis", "en": "Bytes not selected"}, Kind.COUNT)

DEFINITION = {
    "fr": "Chaque fichier d'archive tel qu'il a été lu. Rien ne disparaît : les messages lus sont ceux qui ont été "
    "retenus, ceux que l'archive contient deux fois et ceux qui posent problème, et de même pour les octets.",
    "en": "Each file of an archive as it was read. Nothing disappears: the messages read are those stored, those "
    "that the archive has twice and those with a problem, and so are the bytes.",
}

OF_WIKIS = {
    "fr": "D'un wiki, on lit les versions de ses pages, et les comptes, blocages et journaux qui les accompagnent. Non "
    "choisis : ce qui est hors des préfixes et des catégories que l'étude retient du wiki. Les octets retenus "
    "comptent aussi ce qui entoure les versions et décrit le site, ses pages et ses comptes.",
    "en": "Of a wiki the revisions of its pages are read, and the accounts, blocks and logs that come with them. Not "
    "selected: what is outside the prefixes and categories of the wiki that the study takes. The bytes stored count "
    "what stands around the revisions too, and tells of the site, its pages and its accounts.",
}

QUERY = """
    select source, path, {columns} from parts where source in (select value from json_each(?)) order by path
"""


def columns(study: Study) -> tuple[Column, ...]:
    """Those of a study: what a selection leaves out only where there are wikis, of which one may select."""
    if not study.wikis:
        return (SOURCE, PATH, *COUNTS)
    read = replace(COUNTS[1], label=READ)
    return (TOOL, PATH, COUNTS[0], read, *COUNTS[2:5], SKIPPED, *COUNTS[5:], SKIPPED_BYTES)


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a file, by source."""
    wanted = columns(study)
    query = QUERY.format(columns=", ".join(column.name for column in wanted[2:]))
    rows: tuple[tuple[Cell, ...], ...] = tuple(map(tuple, rows_of(store, query, among(study.sources, choice))))
    sums = (total(rows, place) for place in range(2, len(wanted)))
    return Table(
        name="ledger",
        title=TITLE,
        columns=wanted,
        rows=rows,
        definition=DEFINITION,
        notes=(OF_WIKIS,) if study.wikis else (),
        totals=(None, None, *sums) if rows else None,
    )
