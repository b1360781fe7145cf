"""The tables by name: one module each, found here by its file name (`author_by_month` is `author-by-month`).

A module has `TITLE`, and `build(store, study, choice) -> Table`. What its name begins with says what a study must have
for the table to stand in its report: `wiki-` a wiki or site, `site-` a participatory site, `tools-` a wiki beside
another list or wiki, any other a list. A module that is about something else says so in `NEEDS`, such as `both`: a list
and a wiki.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Protocol, cast

from maillage.analyze.networks import LIST, WIKI, kind_of, tools
from maillage.errors import UnknownName
from maillage.project import Study
from maillage.reports.sites import with_sites
from maillage.reports.table import Choice, Table, Text
from maillage.sentences import Said
from maillage.store import Store


class TableModule(Protocol):
    """What each module of this folder offers. `ORDER` places it in reports."""

    TITLE: Text
    ORDER: int

    @staticmethod
    def build(store: Store, study: Study, choice: Choice) -> Table:
        """Read the rows of the table."""


LISTS, WIKIS, SITES, TOOLS, BOTH, ANY = "lists", "wikis", "sites", "tools", "both", "any"


def names() -> list[str]:
    """Every table's name, in the order of reports."""
    return [name for _, name in sorted((module(name).ORDER, name) for name in _found())]


def of_study(study: Study) -> list[str]:
    """The tables that a report of the study has, in its order."""
    met = {ANY}
    if study.lists:
        met.add(LISTS)
    if study.sites:
        met.add(SITES)
    measured = tools(study)
    kinds = {kind_of(source) for source in measured}
    if WIKI in kinds:
        met.add(WIKIS)
        if len(measured) > 1:
            met.add(TOOLS)
        if LIST in kinds:
            met.add(BOTH)
    return [name for name in names() if needs(name) in met]


def needs(name: str) -> str:
    """What a study must have for this table to stand in its report: LISTS, WIKIS, SITES, TOOLS, BOTH or ANY."""
    by_name = {"wiki": WIKIS, "site": SITES, "tools": TOOLS}.get(name.partition("-")[0], LISTS)
    return getattr(module(name), "NEEDS", by_name)


def module(name: str) -> TableModule:
    """The module of a table. Raises UnknownName."""
    if name not in set(_found()):
        raise UnknownName(Said("table"), name, sorted(_found()))
    found: ModuleType = import_module(f"{__name__}.{name.replace('-', '_')}")
    return cast(TableModule, found)


def build(name: str, store: Store, study: Study, choice: Choice) -> Table:
    """One table of a study. Raises UnknownName."""
    table = module(name).build(store, study, choice)
    return with_sites(table) if study.sites and name.startswith(("wiki-", "tools-")) else table


def _found() -> Iterator[str]:
    for info in iter_modules(__path__):
        yield info.name.replace("_", "-")
