"""How a wiki is used from month to month, and how old its contents are (B3: 003:L11573)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median

from maillage.analyze.regulars import share
from maillage.analyze.volume import months_between
from maillage.analyze.wikis import analysed
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

LAST_YEAR = 365
"""Days that contents count as renewed for (B3)."""


@table("wiki_months", pk=("source", "month"))
@dataclass(frozen=True)
class WikiMonth:
    """One month of a wiki, from its first counted edit to its last, those without any edit too.

    `edits`: in all namespaces; `content_edits`: on content pages. `added`, `removed`: bytes by which edits made content
    pages longer, and shorter, both from 0; edits of unknown size left out. `created`: content pages. `contributors`:
    persons with at least one edit; `unregistered`: edits of addresses, temporary accounts and imported names.
    """

    source: str
    month: str
    edits: int
    content_edits: int
    added: int
    removed: int
    created: int
    contributors: int
    unregistered: int


@table("wiki_renewals", pk=("source",))
@dataclass(frozen=True)
class WikiRenewal:
    """How a wiki renews its contents (B3).

    `until`: the day looked back from, the last of the study's period or that of the last edit that the archive has,
    the sooner of them. `content_pages`: A25. `renewed`: those with a counted edit in the 365 days before its end;
    `share`: of them all. `median_age`: days from the last counted edit of a content page to that day. `median_gap`:
    days from one edit of the wiki to the next, in fractions; `median_pause`: from one day with edits to the next,
    whole. `edits_per_month`, `created_per_month`: means over the months of `wiki_months`. None without pages,
    without edits.
    """

    source: str
    until: str | None
    content_pages: int
    renewed: int
    share: float | None
    median_age: float | None
    median_gap: float | None
    median_pause: float | None
    edits_per_month: float | None
    created_per_month: float | None


ROWS = (WikiMonth, WikiRenewal)

# A content page is one that is neither a redirect nor deleted when the archive was made.
MONTHS = """
    select month, count(*) as edits, sum(is_content) as content_edits,
      sum(case when is_content and added > 0 then added else 0 end) as added,
      sum(case when is_content and added < 0 then -added else 0 end) as removed,
      sum(is_content and creates) as created, count(distinct person) as contributors,
      sum(person is null and user != '') as unregistered
    from (
      select month, added, creates, person, user,
        wiki_pages.space = 'content' and coalesce(is_redirect, 0) = 0 as is_content
      from edits join wiki_pages using (source, page) where source = ? and counted
    ) group by month order by month
"""
CONTENT_PAGES = "select content_pages from wiki_censuses where source = :source"
LAST_DAY = "select max(day) from edits where source = :source"
LAST_EDITS = """
    select max(case when counted then day end) as last_day from edits join wiki_pages using (source, page)
    where source = :source and wiki_pages.space = 'content' and coalesce(is_redirect, 0) = 0 and not deleted
    group by page having last_day is not null
"""
DAYS = "select distinct day from edits where source = :source and counted order by day"
MOMENTS = """
    select at from edits join revisions using (source, page, revision) where source = :source and counted order by at
"""


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[WikiMonth | WikiRenewal]:  # noqa: ARG001  # a step's
    """The months of every analysed wiki, then its renewal."""
    for wiki in analysed(study):
        found = [WikiMonth(wiki.name, *row) for row in store.rows(MONTHS, (wiki.name,))]
        months = list(filled(found))
        yield from months
        asked = {"source": wiki.name}
        last = store.value(LAST_DAY, asked)
        until = min(filter(None, (last, study.end and study.end.isoformat())), default=None) if last else None
        last_days = [day for (day,) in store.rows(LAST_EDITS, asked)]
        days = (datetime.fromisoformat(day) for (day,) in store.rows(DAYS, asked))
        moments = (datetime.fromisoformat(at) for (at,) in store.rows(MOMENTS, asked))
        yield renewal(
            wiki.name,
            until,
            store.value(CONTENT_PAGES, asked),
            last_days,
            months,
            gap=median_gap(moments),
            pause=median_gap(days),
        )


def filled(months: Sequence[WikiMonth]) -> Iterator[WikiMonth]:
    """The months of one wiki in order, from the first to the last of those given, without an edit where none is."""
    known = {one.month: one for one in months}
    for month in months_between(min(known), max(known)) if known else ():
        yield known.get(month) or WikiMonth(months[0].source, month, 0, 0, 0, 0, 0, 0, 0)


def renewal(
    source: str,
    until: str | None,
    content_pages: int,
    last_days: Sequence[str],
    months: Sequence[WikiMonth],
    *,
    gap: float | None,
    pause: float | None,
) -> WikiRenewal:
    """The renewal of one wiki, from the day of the last edit of each of its content pages that has one."""
    end = date.fromisoformat(until) if until else None
    ages = [(end - date.fromisoformat(day)).days for day in last_days] if end else []
    renewed = sum(age < LAST_YEAR for age in ages)
    edits, created = sum(one.edits for one in months), sum(one.created for one in months)
    return WikiRenewal(
        source=source,
        until=until,
        content_pages=content_pages,
        renewed=renewed,
        share=share(renewed, content_pages),
        median_age=float(median(ages)) if ages else None,
        median_gap=gap,
        median_pause=pause,
        edits_per_month=edits / len(months) if months else None,
        created_per_month=created / len(months) if months else None,
    )


def median_gap(moments: Iterable[datetime]) -> float | None:
    """The median days between an edit of a wiki and the next, from moments or days in order; None with less than two.

    From 0, many edits at once, without upper end. Half of the gaps are longer; a wiki that is edited in bouts has a
    short one whatever sleeps between them.
    """
    gaps = [(later - sooner).total_seconds() / 86_400 for sooner, later in pairwise(moments)]
    return median(gaps) if gaps else None
