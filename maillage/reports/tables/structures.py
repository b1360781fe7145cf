"""The structures of the persons who write intensively: Tables 29 and 30."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from sqlite3 import Row

from maillage.project import Study
from maillage.reports.profiles import OTHER, UNIDENTIFIED, said, status_label
from maillage.reports.selection import NETWORK, chosen
from maillage.reports.table import Cell, Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {
    "fr": "Structures des personnes qui écrivent intensivement",
    "en": "Structures of persons who write intensively",
}
ORDER = 61

GROUPS: dict[str, Text] = {
    "independents": {"fr": "Indépendants", "en": "Independents"},
    "firms": {"fr": "Entreprises", "en": "Firms"},
    "unidentified": UNIDENTIFIED,
}
STATUS = Column("status", {"fr": "Statut", "en": "Status"})
STRUCTURES = Column("structures", {"fr": "Structures", "en": "Structures"}, Kind.COUNT)
PERSONS = Column("persons", {"fr": "Personnes", "en": "Persons"}, Kind.COUNT)
COLUMNS = (NETWORK, STATUS, STRUCTURES, PERSONS)
IN_FULL = (
    NETWORK,
    Column("structure", {"fr": "Structure", "en": "Structure"}),
    STATUS,
    Column("domain", {"fr": "Domaine", "en": "Domain"}),
    Column("place", {"fr": "Lieu", "en": "Place"}),
    PERSONS,
)
DEFINITION = {
    "fr": "Structures distinctes, par statut et lieu, des personnes d'au moins {intensive_from} mails sur une liste du "
    "réseau (A14). Dans un même lieu, les indépendants sont une ligne, et les entreprises d'une seule de ces personnes "
    "aussi, dès qu'il y en a deux.",
    "en": "Distinct structures, by status and place, of the persons with at least {intensive_from} mails on one list "
    "of the network (A14). At one place, the independent are one row, and so are firms of a single one of these "
    "persons, where there are two or more.",
}
MERGED = {
    "fr": "« autres » : statuts de moins de {least} personnes. Chaque structure, avec son domaine et son lieu : "
    "`--names`.",
    "en": "“other”: statuses of fewer than {least} persons. Each structure, with its domain and place: `--names`.",
}
QUERY = "select * from network_structures order by network, number"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a status; in full one row a structure, those of most persons first."""
    networks = {source.network for source in chosen(study, choice)}
    found = [row for row in store.rows(QUERY) if row["network"] in networks]
    limits = vars(study.thresholds)
    table = Table(
        name="structures",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(_by_status(found, study.smallest_group, study.language)),
        definition={language: text.format(**limits) for language, text in DEFINITION.items()},
        reproduces="29, 30",
        notes=({language: text.format(least=study.smallest_group) for language, text in MERGED.items()},),
        measures=("A14",),
    )
    full = replace(table, columns=IN_FULL, rows=tuple(_in_full(row, study.language) for row in found), notes=())
    return replace(table, in_full=full)


def _by_status(rows: Sequence[Row], least: int, language: str) -> Iterator[tuple[Cell, ...]]:
    """Structures and persons of each status of a network, small ones merged and last."""
    for network in dict.fromkeys(row["network"] for row in rows):
        persons: Counter[str] = Counter()
        structures: Counter[str] = Counter()
        for row in rows:
            if row["network"] == network:
                persons[_status(row, language)] += row["persons"]
                structures[_status(row, language)] += 1
        shown = [name for name in persons if persons[name] >= least]
        for name in sorted(shown, key=lambda name: (-persons[name], name)):
            yield network, name, structures[name], persons[name]
        rest = [name for name in persons if persons[name] < least]
        if rest:
            yield network, OTHER[language], sum(structures[name] for name in rest), sum(persons[name] for name in rest)


def _status(row: Row, language: str) -> str:
    if row["grouped"] in GROUPS and not row["status"]:
        return GROUPS[row["grouped"]][language]
    return status_label(row["status"], language)


def _in_full(row: Row, language: str) -> tuple[Cell, ...]:
    name = GROUPS[row["grouped"]][language] if row["grouped"] else row["structure"]
    return (
        row["network"],
        name,
        _status(row, language),
        said(row["domain"], language),
        said(row["place"], language),
        row["persons"],
    )
