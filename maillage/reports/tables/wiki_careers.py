"""The administrators of each wiki: since when, and what they did before (B13)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.sentences import typeset
from maillage.store import Store

TITLE = {"fr": "Parcours des administrateurs des wikis", "en": "Careers of the administrators of wikis"}
ORDER = 555

WAYS: dict[str, Text] = {
    "promoted": {"fr": "contributeur d'abord", "en": "contributor first"},
    "founder": {"fr": "dès le début", "en": "from the beginning"},
    "never-edited": {"fr": "n'a jamais écrit", "en": "never wrote"},
    "undated": {"fr": "date inconnue", "en": "date not known"},
}
COLUMNS = (
    WIKI,
    Column("administrator", {"fr": "Administrateur", "en": "Administrator"}, Kind.PERSON),
    Column("first_edit", {"fr": "Première modification", "en": "First edit"}, Kind.DATE),
    Column("rights", {"fr": "Droits depuis", "en": "Rights since"}, Kind.DATE),
    Column("edits_before", {"fr": "Modifications avant", "en": "Edits before"}, Kind.COUNT),
    Column("months", {"fr": "Mois jusqu'aux droits", "en": "Months to the rights"}, Kind.MEAN),
    Column("way", {"fr": "Parcours", "en": "Career"}),
)
DEFINITION = {
    "fr": "Un compte par ligne, dans l'ordre des droits (B13). Droits depuis : d'après le journal des droits ou une "
    "décision ; « – » : depuis le début du wiki, ou nul ne sait.",
    "en": "One account a row, in the order of rights (B13). Rights since: by the log of rights or a decision; “–”: "
    "since the wiki began, or nobody knows.",
}
QUERY = """
    select source, person, substr(first_edit_at, 1, 10), substr(rights_at, 1, 10), edits_before, months, way
    from wiki_careers where source in (select value from json_each(?))
    order by rights_at, first_edit_at is null, first_edit_at, person
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row an administrator, in the study's order of wikis."""
    rows = tuple(
        (*tuple(row)[:-1], typeset(WAYS[row["way"]][study.language], study.language))
        for row in rows_of(store, QUERY, chosen_wikis(study, choice))
    )
    return Table(name="wiki-careers", title=TITLE, columns=COLUMNS, rows=rows, definition=DEFINITION, measures=("B13",))
