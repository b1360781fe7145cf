"""How many messages each list has, in all and in the mean of a year: Table 27."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maillage.project import Study
from maillage.reports.selection import NETWORK, SOURCE, chosen, rows_of, total
from maillage.reports.table import Cell, Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Volume des échanges par liste", "en": "Volume of messages by list"}
ORDER = 20

COLUMNS = (
    SOURCE,
    NETWORK,
    Column("created", {"fr": "Date de création", "en": "Created"}, Kind.MONTH),
    Column("age_months", {"fr": "Âge (mois)", "en": "Age (months)"}, Kind.COUNT),
    Column("messages", {"fr": "Nombre total de mails envoyés", "en": "Messages"}, Kind.COUNT),
    Column("mean_per_year", {"fr": "Moyenne par an", "en": "Mean per year"}, Kind.MEAN),
    Column("first_full_year", {"fr": "Première année", "en": "First year"}, Kind.YEAR),
    Column(
        "first_full_year_messages",
        {"fr": "Échanges de la première année", "en": "Messages of the first year"},
        Kind.COUNT,
    ),
    Column(
        "intense_first_year",
        {"fr": "La plus intense", "en": "The most intense"},
        Kind.FLAG,
    ),
    Column(
        "trend", {"fr": "Tendance (mails par an, chaque année)", "en": "Trend (mails a year, each year)"}, Kind.MEAN
    ),
    Column("cross_posts", {"fr": "Aussi sur d'autres listes", "en": "On other lists too"}, Kind.COUNT),
    Column("authorless", {"fr": "Sans auteur lisible", "en": "Without a readable author"}, Kind.COUNT),
)

DEFINITION = {
    "fr": "Mails envoyés à la liste depuis sa création jusqu'à la fin de la période (A1). Moyenne par an : mails / âge "
    "en mois × 12, le premier et le dernier mois compris (A2, A3). Première année : la première qui a 3 mois "
    "d'existence ou plus, d'une liste de 24 mois ou plus (A5). Tendance : médiane des pentes entre toutes les "
    "années de la figure (Theil-Sen, A6).",
    "en": "Mails sent to the list from its creation to the end of the period (A1). Mean per year: mails / age in "
    "months × 12, the first and the last month included (A2, A3). First year: the first with 3 months of existence "
    "or more, of a list of 24 months or more (A5). Trend: median of the slopes between all years of the figure "
    "(Theil-Sen, A6).",
}
FROM = {
    "fr": "L'étude commence en {begin} : l'âge d'une liste plus ancienne est compté de là.",
    "en": "The study begins in {begin}: the age of an older list is counted from there.",
}
CROSS_POSTED = {
    "fr": "Un mail envoyé à plusieurs listes compte sur chacune : le total le compte autant de fois.",
    "en": "A mail sent to several lists counts on each of them: the total has it as often.",
}

VOLUMES = """
    select source, created, age_months, messages, mean_per_year, first_full_year, first_full_year_messages,
      intense_first_year, trend, cross_posts, authorless
    from list_volumes join list_periods using (source) where source in (select value from json_each(?))
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list, in the study's order."""
    sources = chosen(study, choice)
    networks = {source.name: source.network for source in sources}
    found = rows_of(store, VOLUMES, sources)
    rows = tuple((row["source"], networks[row["source"]], *tuple(row)[1:]) for row in found)
    return Table(
        name="volume",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        reproduces="27",
        notes=tuple(_notes(study, rows)),
        totals=_totals(rows),
        measures=("A1", "A2", "A3", "A5", "A6"),
    )


def _totals(rows: Sequence[Sequence[Cell]]) -> tuple[Cell, ...] | None:
    if len(rows) < 2:
        return None
    summed = {"messages", "cross_posts", "authorless"}
    return tuple(total(rows, place) if column.name in summed else None for place, column in enumerate(COLUMNS))


def _notes(study: Study, rows: Sequence[Sequence[Cell]]) -> Iterator[Text]:
    if study.begin:
        yield {language: text.format(begin=f"{study.begin:%Y-%m}") for language, text in FROM.items()}
    if total(rows, len(COLUMNS) - 2):
        yield CROSS_POSTED
