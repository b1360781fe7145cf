"""How many people are behind several accounts, and what counting accounts instead would say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from maillage.analyze.lists import analysed, targets
from maillage.analyze.people.accounts import identity
from maillage.analyze.regulars import share
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table


@table("list_doubles", pk=("source",))
@dataclass(frozen=True)
class ListDoubles:
    """The doubles of a list (B6, note 190: 003:L20039-20041), which the thesis could not remove.

    `accounts`, `persons`: those who wrote to the list or are on one of its subscriber lists. `doubled`: persons
    with two or more of these accounts; `doubled_share`: of the persons, None without any. `authors_before`:
    accounts that wrote, as one would count without merging; `authors_after`: persons who wrote (A8).
    """

    source: str
    accounts: int
    persons: int
    doubled: int
    doubled_share: float | None
    authors_before: int
    authors_after: int


ROWS = (ListDoubles,)

ACCOUNTS = "select account, address, name, person from accounts where kind != 'wiki'"
AUTHORS = """
    select distinct contributions.source, address, case when address = '' then name else '' end as name
    from contributions join messages using (message)
    where counted and person is not null
"""
SUBSCRIBERS = "select distinct source, address, name from subscriptions join rosters using (roster)"


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[ListDoubles]:  # noqa: ARG001  # a step's
    """The analysed lists, in the study's order."""
    accounts, persons = {}, {}
    for row in store.rows(ACCOUNTS):
        accounts[identity(row["address"], row["name"])] = row["account"]
        persons[row["account"]] = row["person"]
    counted_in = targets(study)
    authors: dict[str, set[int]] = {source.name: set() for source in analysed(study)}
    members: dict[str, set[int]] = {name: set() for name in authors}
    for query, groups in ((AUTHORS, authors), (SUBSCRIBERS, members)):
        for source, address, name in store.rows(query):
            account = accounts.get(identity(address, name))
            target = counted_in.get(source, source)
            if account is not None and target in groups:
                groups[target].add(account)
    for source, wrote in authors.items():
        yield doubles(source, wrote | members[source], wrote, persons)


def doubles(
    source: str, accounts: Collection[int], authors: Collection[int], person_of: Mapping[int, int]
) -> ListDoubles:
    """The doubles of a list, from its accounts, those of them that wrote, and the person of each."""
    each = Counter(person_of[account] for account in accounts)
    doubled = sum(several > 1 for several in each.values())
    return ListDoubles(
        source=source,
        accounts=len(accounts),
        persons=len(each),
        doubled=doubled,
        doubled_share=share(doubled, len(each)),
        authors_before=len(authors),
        authors_after=len({person_of[account] for account in authors}),
    )
