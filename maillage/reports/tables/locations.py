"""How far from the city the authors of each list work, and of how many it is not known."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Auteurs extra-locaux et non localisés", "en": "Extra-local and unlocated authors"}
ORDER = 66

COLUMNS = (
    SOURCE,
    Column("authors", {"fr": "Auteurs", "en": "Authors"}, Kind.COUNT),
    Column("located", {"fr": "Localisés", "en": "Located"}, Kind.COUNT),
    Column("extra_local", {"fr": "Hors de la métropole", "en": "Outside the metropolis"}, Kind.COUNT),
    Column("extra_local_share", {"fr": "Part des localisés", "en": "Share of located"}, Kind.SHARE),
    Column("outside_city", {"fr": "Hors de la ville", "en": "Outside the city"}, Kind.COUNT),
    Column("outside_city_share", {"fr": "Part des localisés", "en": "Share of located"}, Kind.SHARE),
    Column("unlocated", {"fr": "Non localisés", "en": "Not located"}, Kind.COUNT),
    Column("unlocated_share", {"fr": "Part des auteurs", "en": "Share of authors"}, Kind.SHARE),
    Column("unlocated_single", {"fr": "dont un seul message", "en": "of them, one message"}, Kind.COUNT),
    Column("unlocated_single_share", {"fr": "Part des non localisés", "en": "Share of not located"}, Kind.SHARE),
)
DEFINITION = {
    "fr": "Auteurs qui travaillent hors de la métropole, et hors de la ville, rapportés aux auteurs localisés (A19) ; "
    "auteurs dont rien ne dit le lieu de travail, rapportés à tous, et ceux d'entre eux qui n'ont écrit qu'une fois "
    "(A20).",
    "en": "Authors who work outside the metropolis, and outside the city, of those whose place is known (A19); authors "
    "whose place of work nothing tells, of all, and those of them who wrote only once (A20).",
}
QUERY = "select * from list_locations where source in (select value from json_each(?))"


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list, in the study's order."""
    return Table(
        name="locations",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(tuple(row) for row in rows_of(store, QUERY, chosen(study, choice))),
        definition=DEFINITION,
        measures=("A19", "A20"),
    )
