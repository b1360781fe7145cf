"""How many messages each list has, over which time, and how that changes from year to year."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from maillage.analyze.lists import analysed, targets
from maillage.decisions import Decisions
from maillage.project import Source, Study
from maillage.store import Store, table

LEAST_MONTHS_OF_A_YEAR = 3
"""Figure 42 leaves out a first year of two months (note 168, 003:L15785-15787)."""

LEAST_AGE = 24
"""Figure 42 leaves out lists that are less than two years old (note 167, 003:L15782-15784)."""


@table("list_messages", pk=("source",))
@dataclass(frozen=True)
class ListMessages:
    """The messages of one source, merged and only listed ones included: all that are stored, and the counted.

    `counted_in`: the list that they count in, itself unless it was merged into another.
    """

    source: str
    counted_in: str
    stored: int
    counted: int


@table("list_periods", pk=("source",))
@dataclass(frozen=True)
class ListPeriod:
    """The months of a list that the study looks at; None where nothing tells.

    `created`: as the study says, else the month of its first message that counts or is before the study's period.
    `begun`: the first month of the study's period, or of the list. `ended`: the last month of the study's period,
    else that of the list's last message: what comes behind it is not known, and not 0 (of all lists, where it has
    none). `age_months`: from `begun` to `ended`, both included (A2).
    """

    source: str
    created: str | None
    begun: str | None
    ended: str | None
    age_months: int | None


@table("list_volumes", pk=("source",))
@dataclass(frozen=True)
class ListVolume:
    """The volume of a list (A1, A3, A5, A6), None where its life is too short to tell.

    `authorless`: messages without a readable author, which count here and for no person. `cross_posts`: messages
    that another analysed list counts too. `intense_first_year`: 1 or 0. `trend`: messages per year, more each year.
    """

    source: str
    messages: int
    authorless: int
    cross_posts: int
    mean_per_year: float | None
    first_full_year: int | None
    first_full_year_messages: int | None
    first_full_year_ratio: float | None
    intense_first_year: int | None
    trend: float | None


@table("list_years", pk=("source", "year"))
@dataclass(frozen=True)
class ListYear:
    """The messages of a list in a calendar year (A4). `in_figure`: whether the thesis would draw it (figure 42)."""

    source: str
    year: int
    messages: int
    months_of_existence: int
    in_figure: bool


ROWS = (ListMessages, ListPeriod, ListVolume, ListYear)

MESSAGES = """
    select messages.source, count(*) as stored, sum(counted) as counted
    from messages join contributions using (message) group by messages.source
"""
MONTHS = """
    select source, month, count(*) as messages, sum(person is null) as authorless
    from contributions where counted group by source, month order by source, month
"""
FIRST_MONTHS = """
    select source, min(month) as month from contributions where counted or left_out = 'before-period' group by source
"""
CROSS_POSTS = """
    with exchanges as (
      select message_id, contributions.source from contributions join messages using (message)
      where counted and contributions.source in (select value from json_each(?))
    )
    select source, count(*) as messages from exchanges where message_id in (
      select message_id from exchanges group by message_id having count(distinct source) > 1)
    group by source
"""


@dataclass(frozen=True)
class _Month:
    messages: int
    authorless: int


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # a step's
) -> Iterator[ListMessages | ListPeriod | ListVolume | ListYear]:
    """All sources, then the periods, volumes and years of the lists that are analysed, in the study's order."""
    yield from _list_messages(store, study)
    lists = analysed(study)
    months: dict[str, dict[str, _Month]] = {source.name: {} for source in lists}
    for row in store.rows(MONTHS):
        if row["source"] in months:
            months[row["source"]][row["month"]] = _Month(row["messages"], row["authorless"])
    first = {row["source"]: row["month"] for row in store.rows(FIRST_MONTHS)}
    cross_posts = dict(map(tuple, store.rows(CROSS_POSTS, (json.dumps(list(months)),))))
    last = max((month for of_list in months.values() for month in of_list), default=None)
    for source in lists:
        ended = f"{study.end:%Y-%m}" if study.end else max(months[source.name], default=last)
        period = _period(source, study, first.get(source.name), ended)
        years = _years(source.name, period, months[source.name])
        yield period
        yield _volume(period, years, months[source.name], cross_posts.get(source.name, 0))
        yield from years


def age_months(begun: str, ended: str) -> int:
    """Months from one to the other, both included (A2, 003:L15778-15780): 1 for one month, 0 or less for none.

    Made with `2012-11` and `2016-12`, it is the 50 months of the list Makers.
    """
    return months_since_0(ended) - months_since_0(begun) + 1


def mean_per_year(messages: int, age: int | None) -> float | None:
    """Messages per year of a list's life: messages / months x 12 (A3, 003:L15778-15780); None without months.

    From 0, nobody writes; without upper end. A list of 2 months is scaled up as one of 10 years is scaled down.
    """
    return messages / age * 12 if age and age > 0 else None


def in_figure(months_of_existence: int, age: int | None) -> bool:
    """Whether figure 42 shows a year: 3 months of existence at least, of a list of 24 at least (A4)."""
    return months_of_existence >= LEAST_MONTHS_OF_A_YEAR and (age or 0) >= LEAST_AGE


def months_of_existence(year: int, begun: str, ended: str) -> int:
    """Months of a year from the first to the last month of a list, both included: 0 to 12."""
    first, last = max(begun, f"{year}-01"), min(ended, f"{year}-12")
    return max(0, age_months(first, last))


def is_intense_first_year(messages: Sequence[int]) -> bool | None:
    """Whether the first of a list's years has most messages (A5, 003:L15740-15758); None with less than two.

    A tie counts as intense: no later year has more.
    """
    return messages[0] == max(messages) if len(messages) > 1 else None


def theil_sen(values: Mapping[int, int]) -> float | None:
    """The median slope between all pairs of years: messages per year, more each year (A6, 003:L15760-15790).

    Negative: the list goes silent; 0: it is level; positive: it grows. None with less than two years. The median
    does not follow one extraordinary year, as least squares would (Theil 1950, Sen 1968).
    """
    slopes = [
        (values[later] - values[earlier]) / (later - earlier) for earlier, later in combinations(sorted(values), 2)
    ]
    return median(slopes) if slopes else None


def months_between(begun: str, ended: str) -> list[str]:
    """The months from one to the other, both included."""
    return [
        f"{month // 12:04}-{month % 12 + 1:02}" for month in range(months_since_0(begun), months_since_0(ended) + 1)
    ]


def months_since_0(month: str) -> int:
    """The number of a month `2016-12`, counted from January of the year 0."""
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def _list_messages(store: Store, study: Study) -> Iterator[ListMessages]:
    found = {row["source"]: row for row in store.rows(MESSAGES)}
    for name, target in targets(study).items():
        stored, counted = (found[name]["stored"], found[name]["counted"]) if name in found else (0, 0)
        yield ListMessages(name, target, stored, counted)


def _period(source: Source, study: Study, first: str | None, ended: str | None) -> ListPeriod:
    created = f"{source.created:%Y-%m}" if source.created else first
    begun = max(created, f"{study.begin:%Y-%m}") if created and study.begin else created
    age = age_months(begun, ended) if begun and ended else 0
    return ListPeriod(source.name, created, begun, ended, age if age > 0 else None)


def _years(source: str, period: ListPeriod, months: Mapping[str, _Month]) -> list[ListYear]:
    """Every year of the period, and the years before it that have messages."""
    if not (period.begun and period.ended and period.age_months):
        return []
    first = min([period.begun, *months])
    counts = dict.fromkeys(range(int(first[:4]), int(period.ended[:4]) + 1), 0)
    for month, of_month in months.items():
        counts[int(month[:4])] += of_month.messages
    lived = {year: months_of_existence(year, period.begun, period.ended) for year in counts}
    return [
        ListYear(source, year, messages, lived[year], in_figure(lived[year], period.age_months))
        for year, messages in counts.items()
    ]


def _volume(
    period: ListPeriod, years: Sequence[ListYear], months: Mapping[str, _Month], cross_posts: int
) -> ListVolume:
    messages = sum(month.messages for month in months.values())
    mean = mean_per_year(messages, period.age_months)
    drawn = {year.year: year.messages for year in years if year.in_figure}
    first = min(drawn, default=None)
    intense = is_intense_first_year(list(drawn.values()))
    return ListVolume(
        source=period.source,
        messages=messages,
        authorless=sum(month.authorless for month in months.values()),
        cross_posts=cross_posts,
        mean_per_year=mean,
        first_full_year=first,
        first_full_year_messages=None if first is None else drawn[first],
        first_full_year_ratio=drawn[first] / mean if first is not None and mean else None,
        intense_first_year=None if intense is None else int(intense),
        trend=theil_sen(drawn),
    )
