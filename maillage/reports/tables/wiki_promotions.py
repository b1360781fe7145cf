"""From contributor to administrator: how many, and after how long (B13)."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import WIKI, chosen_wikis, rows_of
from maillage.reports.table import Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "De contributeur à administrateur", "en": "From contributor to administrator"}
ORDER = 550

COLUMNS = (
    WIKI,
    Column("administrators", {"fr": "Administrateurs", "en": "Administrators"}, Kind.COUNT),
    Column("promoted", {"fr": "Contributeurs d'abord", "en": "Contributors first"}, Kind.COUNT),
    Column("founders", {"fr": "Dès le début", "en": "From the beginning"}, Kind.COUNT),
    Column("never_edited", {"fr": "N'ont jamais écrit", "en": "Never wrote"}, Kind.COUNT),
    Column("undated", {"fr": "Date inconnue", "en": "Date not known"}, Kind.COUNT),
    Column("contributors", {"fr": "Contributeurs", "en": "Contributors"}, Kind.COUNT),
    Column("share", {"fr": "Part devenue administratrice", "en": "Share that became administrators"}, Kind.SHARE),
    Column("median_months", {"fr": "Mois jusqu'aux droits", "en": "Months to the rights"}, Kind.MEAN),
)
DEFINITION = {
    "fr": "Comptes qui ont, ou ont eu, les droits d'administrateur (B13). Contributeurs d'abord : ont modifié avant "
    "d'avoir les droits ; dès le début : les ont eus avant leur première modification. Contributeurs : comptes "
    "inscrits ayant modifié pendant la période, bloqués compris, sans les robots. Mois : de la première modification "
    "aux droits, la médiane.",
    "en": "Accounts that have or had the rights of an administrator (B13). Contributors first: edited before they "
    "had the rights; from the beginning: had them before their first edit. Contributors: registered accounts with "
    "edits in the period, blocked ones among them, without bots. Months: from the first edit to the rights, the "
    "median.",
}
UNTOLD: Text = {
    "fr": "« – » : l'archive ne dit pas qui administre le wiki, ou personne n'est passé de l'un à l'autre.",
    "en": "“–”: the archive does not tell who administers the wiki, or nobody went from one to the other.",
}
QUERY = """
    select source, administrators, promoted, founders, never_edited, undated, contributors, share, median_months
    from wiki_promotions where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a wiki, in the study's order."""
    rows = tuple(map(tuple, rows_of(store, QUERY, chosen_wikis(study, choice))))
    return Table(
        name="wiki-promotions",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        notes=(UNTOLD,) if any(None in row for row in rows) else (),
        measures=("B13",),
    )
