"""What a choice of one list or one network leaves of a study's lists, and the columns that tables share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from sqlite3 import Row

from maillage.analyze.lists import analysed
from maillage.analyze.networks import tools
from maillage.errors import UnknownName
from maillage.project import SITE_KINDS, Source, Study
from maillage.reports.table import Cell, Choice, Column, Kind
from maillage.sentences import Said
from maillage.store import Store

SOURCE = Column("source", {"fr": "Liste", "en": "List"}, Kind.LIST)
TOOL = Column("source", {"fr": "Liste ou wiki", "en": "List or wiki"}, Kind.LIST)
NETWORK = Column("network", {"fr": "Réseau", "en": "Network"})
PERSON = Column("author", {"fr": "Auteur", "en": "Author"}, Kind.PERSON)
WIKI = Column("source", {"fr": "Wiki", "en": "Wiki"}, Kind.LIST)
SITE = Column("source", {"fr": "Site", "en": "Site"}, Kind.LIST)
A_LIST = Said("list")


def chosen(study: Study, choice: Choice) -> tuple[Source, ...]:
    """The analysed lists of a choice, in the study's order. Raises UnknownName."""
    return among(analysed(study), choice, Said("analysed list"))


def among(sources: Iterable[Source], choice: Choice, what: Said = A_LIST) -> tuple[Source, ...]:
    """The lists of a choice. Raises UnknownName."""
    known = tuple(sources)
    if choice.source and choice.source not in {source.name for source in known}:
        raise UnknownName(what, choice.source, [source.name for source in known])
    networks = sorted({source.network for source in known if source.network})
    if choice.network and choice.network not in networks:
        raise UnknownName(Said("network"), choice.network, networks)
    return tuple(
        source for source in known if choice.source in {"", source.name} and choice.network in {"", source.network}
    )


def chosen_wikis(study: Study, choice: Choice) -> tuple[Source, ...]:
    """The analysed wikis of a choice, in the study's order; none of a list. Raises UnknownName."""
    return tuple(source for source in among(study.sources, choice) if source.wiki and source.analysed)


def chosen_sites(study: Study, choice: Choice) -> tuple[Source, ...]:
    """The participatory sites of a choice, in the study's order, those too that are only counted. Raises UnknownName.

    None where a list or a wiki is chosen.
    """
    return tuple(source for source in among(study.sources, choice) if source.kind in SITE_KINDS)


def rows_of(store: Store, query: str, sources: Sequence[Source]) -> list[Row]:
    """The rows of a query about these lists, given to it as a JSON array, in the order of the lists."""
    order = {source.name: place for place, source in enumerate(sources)}
    found = store.rows(query, (json.dumps(list(order)),))
    return sorted(found, key=lambda row: order[row["source"]])


def total(rows: Iterable[Sequence[Cell]], column: int) -> int:
    """The sum of a column of counts."""
    return sum(value for row in rows if isinstance(value := row[column], int))


def chosen_tools(study: Study, choice: Choice) -> tuple[Source, ...]:
    """The lists and wikis of a choice that are measured, in the study's order. Raises UnknownName."""
    return among(tools(study), choice, Said("list or wiki"))


def chosen_networks(study: Study, choice: Choice) -> list[str]:
    """The networks of a choice, or of the list or wiki chosen, in the study's order. Raises UnknownName."""
    return list(dict.fromkeys(source.network for source in chosen_tools(study, choice)))
