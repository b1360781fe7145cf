"""The messages of each list by calendar year: the data of figure 42."""

from __future__ import annotations

from maillage.project import Study
from maillage.reports.selection import SOURCE, chosen, rows_of
from maillage.reports.table import Choice, Column, Kind, Table
from maillage.store import Store

TITLE = {"fr": "Volume des échanges par année", "en": "Volume of messages by year"}
ORDER = 30

COLUMNS = (
    SOURCE,
    Column("year", {"fr": "Année", "en": "Year"}, Kind.YEAR),
    Column("messages", {"fr": "Nombre d'échanges", "en": "Messages"}, Kind.COUNT),
    Column("months_of_existence", {"fr": "Mois d'existence", "en": "Months of existence"}, Kind.COUNT),
    Column("in_figure", {"fr": "Dans la figure", "en": "In the figure"}, Kind.FLAG),
)

DEFINITION = {
    "fr": "Mails envoyés à la liste pendant chaque année civile (A4). Comme dans la thèse, la figure laisse de côté "
    "les années de moins de 3 mois d'existence et les listes de moins de 24 mois ; le tableau les garde.",
    "en": "Mails sent to the list in each calendar year (A4). As in the thesis, the figure leaves out years with "
    "less than 3 months of existence and lists of less than 24 months; the table keeps them.",
}

YEARS = """
    select source, year, messages, months_of_existence, in_figure
    from list_years where source in (select value from json_each(?)) order by source, year
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list and year."""
    return Table(
        name="volume-by-year",
        title=TITLE,
        columns=COLUMNS,
        rows=tuple(tuple(row) for row in rows_of(store, YEARS, chosen(study, choice))),
        definition=DEFINITION,
        reproduces="figure 42",
        measures=("A4",),
    )
