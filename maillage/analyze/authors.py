"""How much each person wrote to each list, over its life and by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.lists import analysed
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table


@table("person_lists", pk=("source", "person"))
@dataclass(frozen=True)
class PersonList:
    """The counted messages of one person on one list: n(a, L), at least 1, and the days of the first and last."""

    source: str
    person: int
    messages: int
    first_day: str
    last_day: str


@table("person_months", pk=("source", "person", "month"))
@dataclass(frozen=True)
class PersonMonth:
    """The counted messages of one person on one list in one month (A7), at least 1: Table 35, 003:L19079-19168."""

    source: str
    person: int
    month: str
    messages: int


ROWS = (PersonList, PersonMonth)

# A message without any author counts for its list (`list_volumes.authorless`) and for no person.
PERSON_LISTS = """
    select source, person, count(*) as messages, min(day) as first_day, max(day) as last_day
    from contributions where counted and person is not null
    group by source, person order by source, person
"""
PERSON_MONTHS = """
    select source, person, month, count(*) as messages
    from contributions where counted and person is not null
    group by source, person, month order by source, person, month
"""


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[PersonList | PersonMonth]:  # noqa: ARG001  # a step's
    """Persons by list, then by list and month, on the lists that are analysed."""
    lists = {source.name for source in analysed(study)}
    for row in store.rows(PERSON_LISTS):
        if row["source"] in lists:
            yield PersonList(**row)
    for row in store.rows(PERSON_MONTHS):
        if row["source"] in lists:
            yield PersonMonth(**row)
