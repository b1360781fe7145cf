"""Who is subscribed and silent, month by month, where subscriber lists tell when people joined and left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from maillage.analyze.lists import analysed
from maillage.analyze.people.accounts import SubscriptionSpan
from maillage.analyze.regulars import share
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

DATED = 0.5
"""Share of a subscriber list's lines that must tell the day of joining for its months to be counted."""


@table("silence_months", pk=("roster", "month"))
@dataclass(frozen=True)
class SilenceMonth:
    """The subscribers of a list at the end of a month, the last one on the day of the subscriber list (B4).

    `subscribers`: persons subscribed then; `undated` of them on a day that is not told, counted from the first month.
    `wrote`: those with a message to the list by then, inside the study's period or not; `wrote_in_month`: in that
    month. `silent_share`: of the subscribers, None without any; 0.0: all wrote, 1.0: nobody did. `joined`, `left`:
    persons with a subscription that began, ended in the month. `at_least`: whether those who had left by then are not
    known, so that there were this many subscribers or more: a list of today's subscribers tells nobody who left, and
    what a server notes reaches back to some day only.
    """

    roster: int
    source: str
    taken_on: str
    month: str
    subscribers: int
    undated: int
    wrote: int
    wrote_in_month: int
    silent: int
    silent_share: float | None
    joined: int
    left: int
    at_least: bool


ROWS = (SilenceMonth,)

SPANS = """
    select roster, place, source, taken_on, person, subscribed, unsubscribed from subscription_spans
    order by roster, place
"""
WRITTEN = """
    select distinct person, day from contributions
    where source = ? and person is not null and day is not null
      and (counted or left_out in ('before-period', 'after-period'))
"""


@dataclass(frozen=True)
class _Written:
    """Who wrote to a list: the first day of each person, and the persons of each month."""

    first: Mapping[int, str]
    months: Mapping[str, frozenset[int]]


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[SilenceMonth]:  # noqa: ARG001  # a step's
    """The months of each subscriber list that tells days of joining, of lists that are analysed."""
    created = {source.name: source.created for source in analysed(study)}
    written: dict[str, _Written] = {}
    found = [SubscriptionSpan(*row) for row in store.rows(SPANS)]
    for _, group in groupby(found, key=lambda span: span.roster):
        spans = list(group)
        source = spans[0].source
        if source not in created or sum(span.subscribed is not None for span in spans) < DATED * len(spans):
            continue
        if source not in written:
            written[source] = _written(store, source)
        begin = created[source]
        yield from of_roster(spans, written[source], begin.isoformat() if begin else None)


def _written(store: Store, source: str) -> _Written:
    first: dict[int, str] = {}
    months: dict[str, set[int]] = defaultdict(set)
    for person, day in store.rows(WRITTEN, (source,)):
        first[person] = min(day, first.get(person, day))
        months[day[:7]].add(person)
    return _Written(first, {month: frozenset(persons) for month, persons in months.items()})


def of_roster(spans: Sequence[SubscriptionSpan], written: _Written, created: str | None) -> Iterator[SilenceMonth]:
    """The months of one subscriber list, from the list's creation, or its first message, to the day it was taken."""
    some = spans[0]
    told = [span.subscribed for span in spans if span.subscribed]
    begin = created or min(written.first.values(), default=min(told))
    leavings = [span.unsubscribed for span in spans if span.unsubscribed]
    known_from = min(leavings, default=some.taken_on)
    ordered = sorted(spans, key=lambda span: (span.subscribed or "", span.place))
    ends = sorted((span for span in spans if span.unsubscribed), key=lambda span: (span.unsubscribed, span.place))
    joined = _persons_by_month((span.subscribed, span.person) for span in spans)
    left = _persons_by_month((span.unsubscribed, span.person) for span in spans)
    there: Counter[int] = Counter()  # persons subscribed, each by how many lines
    undated: Counter[int] = Counter()
    beginning = ending = 0
    for month in months(begin[:7], some.taken_on[:7]):
        day = min(last_day(month), some.taken_on)
        while beginning < len(ordered) and (ordered[beginning].subscribed or "") <= day:
            _count(ordered[beginning], 1, there, undated)
            beginning += 1
        while ending < len(ends) and (ends[ending].unsubscribed or "") <= day:
            _count(ends[ending], -1, there, undated)
            ending += 1
        persons = [person for person, lines in there.items() if lines > 0]
        wrote = sum(written.first.get(person, "9999") <= day for person in persons)
        in_month = written.months.get(month, frozenset())
        if month == some.taken_on[:7]:
            in_month = frozenset(person for person in in_month if written.first[person] <= day)
        yield SilenceMonth(
            roster=some.roster,
            source=some.source,
            taken_on=some.taken_on,
            month=month,
            subscribers=len(persons),
            undated=sum(undated[person] > 0 for person in persons),
            wrote=wrote,
            wrote_in_month=sum(there[person] > 0 for person in in_month),
            silent=len(persons) - wrote,
            silent_share=share(len(persons) - wrote, len(persons)),
            joined=len(joined.get(month, ())),
            left=len(left.get(month, ())),
            at_least=day < known_from,
        )


def _count(span: SubscriptionSpan, lines: int, there: Counter[int], undated: Counter[int]) -> None:
    there[span.person] += lines
    if span.subscribed is None:
        undated[span.person] += lines


def _persons_by_month(days: Iterator[tuple[str | None, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for day, person in days:
        if day:
            found[day[:7]].add(person)
    return found


def months(first: str, last: str) -> Iterator[str]:
    """The months from one to another, both included; none where the first is the later."""
    month = first
    while month <= last:
        yield month
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12:04}-{number % 12 + 1:02}"


def last_day(month: str) -> str:
    """The last day of a month."""
    year, number = int(month[:4]), int(month[5:])
    return (date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)).isoformat()
