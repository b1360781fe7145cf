"""What could not be read: where it is, how many bytes, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from maillage.analyze.profiles.readings import MAILS_CUT_OFF
from maillage.project import Study
from maillage.reports import reasons
from maillage.reports.selection import SOURCE, TOOL, among, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Ce qui n'a pas pu être lu", "en": "What could not be read"}
ORDER = 125
NEEDS = "any"

COLUMNS = (
    SOURCE,
    Column("path", {"fr": "Fichier", "en": "File"}),
    Column("place", {"fr": "Endroit", "en": "Place"}),
    Column("size", {"fr": "Octets", "en": "Bytes"}, Kind.COUNT),
    Column("reason", {"fr": "Raison", "en": "Reason"}),
)

DEFINITION = {
    "fr": "Passages des archives et des listes d'abonnés qui n'ont pas pu être compris, fichiers qui n'ont pas "
    "été lus, et fins de très longs messages. "
    "Endroit : l'octet, la ligne ou le nom de fichier où le passage commence ; vide pour un fichier entier.",
    "en": "Passages of archives and subscriber lists that could not be understood, files that were not read, "
    "and the ends of very long mails. "
    "Place: the byte, line or file name where the passage begins; empty for a whole file.",
}

QUERY = f"""
    with found as (
      select source, path, place, size, reason from problems join parts using (part)
      union all select source, path, place, size, reason from roster_problems join rosters using (roster)
      union all select source, path, '', size, reason from unread_files
      union all {MAILS_CUT_OFF}
    )
    select * from found where source in (select value from json_each(?))
    order by path, length(place), place
"""


MANY = 5
"""Files of one folder that are left unread for one reason: with more of them, they are one row."""

FILES = {"fr": "{folder}/ ({count} fichiers)", "en": "{folder}/ ({count} files)"}

Problem = tuple[str, str, str, int, str]


def folded(found: Iterable[Problem], language: str) -> Iterator[Problem]:
    """The problems, with the whole files of one folder and one reason in one row where they are many."""
    for (source, folder, is_whole, reason), group in groupby(found, key=_alike):
        rows = list(group)
        if is_whole and len(rows) > MANY:
            path = FILES[language].format(folder=folder or ".", count=len(rows))
            yield source, path, "", sum(size for *_, size, _ in rows), reason
        else:
            yield from rows


def _alike(problem: Problem) -> tuple[str, str, bool, str]:
    """The list and the folder of a file, whether it is about a whole one, and why."""
    source, path, place, _, reason = problem
    return source, path.rpartition("/")[0], not place, reason


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a problem, by list, file and place; files that are left unread are one row a folder."""
    rows = (tuple(row) for row in rows_of(store, QUERY, among(study.sources, choice)))
    found = folded(rows, study.language)
    return Table(
        name="problems",
        title=TITLE,
        columns=(TOOL, *COLUMNS[1:]) if study.wikis else COLUMNS,
        rows=tuple((*row[:4], reasons.problem(row[4], study.language)) for row in found),
        definition=DEFINITION,
    )
