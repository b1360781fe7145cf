"""The lists of the study, the ones left out of its measures included: Table 9."""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Row

from maillage.project import Source, Study
from maillage.reports.selection import NETWORK, SOURCE, among, total
from maillage.reports.table import Cell, Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Les listes de l'étude", "en": "The lists of the study"}
ORDER = 10

COUNTED, NOT_COUNTED = 1, 0

COLUMNS = (
    SOURCE,
    NETWORK,
    Column("created", {"fr": "Date de création", "en": "Created"}, Kind.MONTH),
    Column("taken_on", {"fr": "Abonnés au", "en": "Subscribers on"}, Kind.DATE),
    Column("subscribers", {"fr": "Nombre d'abonnés", "en": "Subscribers"}, Kind.COUNT),
    Column("messages", {"fr": "Nombre d'échanges", "en": "Messages"}, Kind.COUNT),
    Column("analysed", {"fr": "Analysée", "en": "Analysed"}, Kind.FLAG),
    Column("counted_in", {"fr": "Comptée avec", "en": "Counted in"}, Kind.LIST),
)

DEFINITION = {
    "fr": "Échanges : mails envoyés à la liste pendant la période de l'étude (A1). Abonnés : personnes de la "
    "dernière liste d'abonnés connue (A23) ; « – » : aucune n'est connue.",
    "en": "Messages: mails sent to the list in the study's period (A1). Subscribers: persons on the latest "
    "subscriber list that is known (A23); “–”: none is known.",
}
MERGED = {
    "fr": "Une liste comptée avec une autre montre ses propres échanges ; ils sont déjà dans ceux de l'autre, et le "
    "total ne les compte qu'une fois.",
    "en": "A list counted in another shows its own messages; they are in those of the other already, and the total "
    "has them once.",
}
LISTED = {
    "fr": "Une liste non analysée n'est que citée ici : aucun autre tableau ne la compte.",
    "en": "A list that is not analysed is only named here: no other table counts it.",
}
UNTIED = {
    "fr": "Le total des abonnés compte autant de fois une personne qu'elle est abonnée à des listes.",
    "en": "The total of subscribers counts a person as often as there are lists she is subscribed to.",
}

# A merged list shows what it has itself, also where its target has the same mails, which counts them once.
LISTS = """
    with whole as (select counted_in as source, sum(counted) as messages from list_messages group by counted_in),
    twice as (
      select messages.source as source, count(*) as messages from contributions join messages using (message)
      where left_out = 'duplicate' group by messages.source
    ),
    latest as (
      select source, max(taken_on) as taken_on, max(subscribers) as subscribers from roster_sizes
      where (source, taken_on) in (select source, max(taken_on) from roster_sizes group by source) group by source
    )
    select own.source, created, taken_on, subscribers, counted_in,
      case when counted_in = own.source then whole.messages
        else own.counted + coalesce(twice.messages, 0) end as messages
    from list_messages as own left join whole on whole.source = own.source
      left join twice on twice.source = own.source
      left join latest on latest.source = own.source left join list_periods on list_periods.source = own.source
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a list, in the study's order."""
    sources = among(study.lists, choice)
    found = {row["source"]: row for row in store.rows(LISTS)}
    rows = tuple(_row(source, found[source.name]) for source in sources if source.name in found)
    own = [row for row in rows if row[-1] is None]
    subscribers = total(own, 4) if any(row[4] is not None for row in own) else None
    totals: tuple[Cell, ...] = (None, None, None, None, subscribers, total(own, 5), None, None)
    return Table(
        name="lists",
        title=TITLE,
        columns=COLUMNS,
        rows=rows,
        definition=DEFINITION,
        reproduces="9",
        notes=tuple(_notes(sources)),
        totals=totals if len(own) > 1 else None,
        measures=("A1", "A23"),
    )


def _row(source: Source, found: Row) -> tuple[Cell, ...]:
    created = f"{source.created:%Y-%m}" if source.created else found["created"]
    merged = found["counted_in"] if found["counted_in"] != source.name else None
    analysed = COUNTED if source.analysed and not merged else NOT_COUNTED
    known = found["taken_on"], found["subscribers"], found["messages"]
    return source.name, source.network, created, *known, analysed, merged


def _notes(sources: tuple[Source, ...]) -> Iterator[Text]:
    if any(source.merged_into for source in sources):
        yield MERGED
    if not all(source.analysed for source in sources):
        yield LISTED
    if len(sources) > 1 and any(source.subscribers for source in sources):
        yield UNTIED
