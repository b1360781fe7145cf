"""Real stores with rows of derived tables, for what reads those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import factories

from maillage.analyze import authors, contributions, tiers, volume
from maillage.analyze.people import accounts
from maillage.store import Store

Counts = Mapping[str, Mapping[int, int]]
"""Messages by list and person."""


@contextmanager
def store_of(root: Path, *classes: type) -> Iterator[Store]:
    """A store with the derived tables that most analyzers read, all empty, and these."""
    with factories.Archive(root) as archive:
        modules = (accounts, contributions, volume, authors, tiers)
        for row in (*(row for module in modules for row in module.ROWS), *classes):
            fill(archive.store, row, ())
        yield archive.store


def fill(store: Store, row: type, rows: Iterable[object]) -> None:
    """Put these rows, and no others, into their table."""
    with store.transaction():
        store.replace(row, rows)


def authors_of(store: Store, counts: Counts, ended: str = "2016-12", age_months: int | None = 24) -> None:
    """Fill `list_periods` and `person_lists`."""
    fill(
        store,
        volume.ListPeriod,
        [volume.ListPeriod(name, "2015-01", "2015-01", ended, age_months) for name in counts],
    )
    fill(
        store,
        authors.PersonList,
        [
            authors.PersonList(name, person, messages, "2015-01-01", "2016-12-31")
            for name, persons in counts.items()
            for person, messages in persons.items()
        ],
    )


def subscribers_of(store: Store, persons: Mapping[tuple[str, str], Iterable[int]]) -> None:
    """Fill `subscribers`, by list and day."""
    fill(
        store,
        accounts.Subscriber,
        [
            accounts.Subscriber(roster, source, taken_on, person, 1)
            for roster, ((source, taken_on), subscribed) in enumerate(persons.items(), start=1)
            for person in subscribed
        ],
    )
