"""The persons who write intensively to a list, and their messages on each: the counts of Tables 36 and 37."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from maillage.project import Source, Study
from maillage.reports.selection import NETWORK, PERSON, chosen
from maillage.reports.table import Cell, Choice, Column, Kind, Table, Text
from maillage.store import Store

TITLE = {"fr": "Personnes qui écrivent intensivement", "en": "Persons who write intensively"}
ORDER = 60

DEFINITION = {
    "fr": "Personnes qui ont envoyé au moins {intensive_from} mails à l'une des listes (A10, A11), et leurs mails sur "
    "chacune. « – » : moins de {intensive_from}, peut-être aucun.",
    "en": "Persons who sent at least {intensive_from} mails to one of the lists (A10, A11), and their mails on each. "
    "“–”: less than {intensive_from}, perhaps none.",
}
OF_NETWORK = {
    "fr": "{network} : personnes intensives, {persons} ; plus de {limit} mails sur une liste, {very}{administrators}.",
    "en": "{network}: intensive persons, {persons}; with more than {limit} mails on one list, {very}{administrators}.",
}
ADMINISTRATORS = {"fr": " (administrent une liste, {count})", "en": " (administer a list, {count})"}
WITHOUT = {
    "fr": "Sans la liste « {label} » : personnes intensives, {persons} ; plus de {limit} mails sur une liste, {very}.",
    "en": "Without the list “{label}”: intensive persons, {persons}; with more than {limit} mails on one list, {very}.",
}
ALL_LISTS = {"fr": "Toutes les listes", "en": "All lists"}

PERSONS = """
    select person, network, source, messages from intensive_lists
    where source in (select value from json_each(:sources)) and messages >= :least
    order by person, source
"""
NETWORKS = "select * from network_intensive where network in (select value from json_each(?))"
NETWORKS_WITHOUT = """
    select * from network_intensive_without where network in (select value from json_each(?))
    order by network, without
"""


def build(store: Store, study: Study, choice: Choice) -> Table:
    """One row a person, one column a list."""
    sources = chosen(study, choice)
    limits = vars(study.thresholds)
    return Table(
        name="intensive",
        title=TITLE,
        columns=(PERSON, NETWORK, *map(_column, sources)),
        rows=tuple(_rows(store, sources, study.thresholds.intensive_from)),
        definition={language: text.format(**limits) for language, text in DEFINITION.items()},
        reproduces="36, 37",
        notes=() if choice.source else tuple(_notes(store, study, sources)),
        measures=("A10", "A11", "A12"),
    )


def _column(source: Source) -> Column:
    return Column(source.name, {"fr": source.label, "en": source.label}, Kind.COUNT)


def _rows(store: Store, sources: Sequence[Source], least: int) -> Iterator[tuple[Cell, ...]]:
    """Each person once, who has most of these messages first."""
    names = [source.name for source in sources]
    written: dict[int, dict[str, int]] = defaultdict(dict)
    networks: dict[int, dict[str, None]] = defaultdict(dict)
    for person, network, source, messages in store.rows(PERSONS, {"sources": json.dumps(names), "least": least}):
        written[person][source] = messages
        networks[person][network] = None
    for person in sorted(written, key=lambda person: (-sum(written[person].values()), person)):
        yield person, ", ".join(filter(None, networks[person])), *(written[person].get(name) for name in names)


def _notes(store: Store, study: Study, sources: Sequence[Source]) -> Iterator[Text]:
    networks = json.dumps(list(dict.fromkeys(source.network for source in sources)))
    labels = {source.name: source.label for source in sources}
    limit = study.thresholds.very_intensive_over
    for network, persons, very, administrators in store.rows(NETWORKS, (networks,)):
        yield {
            language: text.format(
                network=network or ALL_LISTS[language],
                persons=persons,
                very=very,
                limit=limit,
                administrators="" if administrators is None else ADMINISTRATORS[language].format(count=administrators),
            )
            for language, text in OF_NETWORK.items()
        }
    for _, without, persons, very, _ in store.rows(NETWORKS_WITHOUT, (networks,)):
        if without in labels:
            values = {"label": labels[without], "persons": persons, "very": very, "limit": limit}
            yield {language: text.format(**values) for language, text in WITHOUT.items()}
