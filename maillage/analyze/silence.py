"""Who is subscribed and never writes: per subscriber list, persons and not addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.lists import analysed, targets
from maillage.analyze.regulars import share
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table


@table("roster_sizes", pk=("roster",))
@dataclass(frozen=True)
class RosterSize:
    """The subscribers of one subscriber list (A23), of lists that are merged or only listed too.

    `source`: the list it is of. `lines`: its subscriptions, one an address. `subscribers`: persons subscribed on
    its day, fewer than lines where a person has several addresses or has left.
    """

    roster: int
    source: str
    taken_on: str
    lines: int
    subscribers: int


@table("silences", pk=("roster",))
@dataclass(frozen=True)
class Silence:
    """The silent members of a list on the day of a subscriber list (A22, B4: 003:L17101-17110).

    `source`: the list it counts in. `wrote`, `silent`: subscribers with and without a message to it up to
    `taken_on`, inside the study's period or not. `silent_share`: of the subscribers, None without any; 0.0: all
    wrote, 1.0: nobody did. `authors_not_subscribed`: those who wrote by then and are not on the list.
    """

    roster: int
    source: str
    taken_on: str
    subscribers: int
    silent: int
    silent_share: float | None
    wrote: int
    authors_not_subscribed: int


@table("silent_members", pk=("roster", "person"))
@dataclass(frozen=True)
class SilentMember:
    """One of the silent of a subscriber list.

    `subscribed`: the first day that the list gives of what had not ended by then, None where it gives none.
    """

    roster: int
    source: str
    taken_on: str
    person: int
    subscribed: str | None


ROWS = (RosterSize, Silence, SilentMember)

ROSTERS = """
    select rosters.roster, rosters.source, rosters.taken_on, subscriptions as lines, count(person) as subscribers
    from rosters left join subscribers using (roster) group by rosters.roster order by rosters.roster
"""

# The thesis's subscribers are of June 2017 and its messages of December 2016: taking both on one day is what
# makes silence mean something (INCONSISTENCIES 11). So the study's period does not count here, decisions do.
SILENT = """
    select person, (
        select min(subscribed) from subscriptions join accounts using (address)
        where subscriptions.roster = :roster and accounts.person = subscribers.person and address != ''
          and (unsubscribed is null or unsubscribed > :taken_on)
      ) as subscribed
    from subscribers where roster = :roster and person not in (
      select person from contributions
      where source = :source and person is not null and day <= :taken_on
        and (counted or left_out in ('before-period', 'after-period'))
    ) order by person
"""
WROTE = """
    select count(distinct person) as authors,
      count(distinct case when person in (select person from subscribers where roster = :roster) then person end)
        as subscribed
    from contributions
    where source = :source and person is not null and day <= :taken_on
      and (counted or left_out in ('before-period', 'after-period'))
"""


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[RosterSize | Silence | SilentMember]:  # noqa: ARG001  # a step's
    """Every subscriber list in the order it was read; silence for those of lists that are analysed."""
    counted_in = targets(study)
    measured = {source.name for source in analysed(study)}
    for roster, source, taken_on, lines, subscribers in list(store.rows(ROSTERS)):
        yield RosterSize(roster, source, taken_on, lines, subscribers)
        target = counted_in.get(source)
        if target in measured:
            where = {"roster": roster, "source": target, "taken_on": taken_on}
            (wrote,) = store.rows(WROTE, where)
            yield silence(roster, target, taken_on, subscribers, wrote["authors"], wrote["subscribed"])
            for person, subscribed in list(store.rows(SILENT, where)):
                yield SilentMember(roster, target, taken_on, person, subscribed)


def silence(
    roster: int, source: str, taken_on: str, subscribers: int, authors: int, subscribed_authors: int
) -> Silence:
    """The silence of a list, from its subscribers, its authors, and those who are both."""
    silent = subscribers - subscribed_authors
    return Silence(
        roster=roster,
        source=source,
        taken_on=taken_on,
        subscribers=subscribers,
        silent=silent,
        silent_share=share(silent, subscribers),
        wrote=subscribed_authors,
        authors_not_subscribed=authors - subscribed_authors,
    )
