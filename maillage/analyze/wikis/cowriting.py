"""Who writes with whom on the pages of a wiki: pages by several persons, and edits of what others began.

The thesis found that contributors dare not change what others wrote, and begin a second page on the same subject
rather ("on n'ose pas modifier", 003:L17059-17091): here are the figures (B27).
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from maillage.analyze.wikis import analysed
from maillage.analyze.wikis.sessions import median
from maillage.analyze.wikis.survival import CONTENTS
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

MOST_PERSONS = 100
"""Persons of a page beyond which it ties nobody to anybody: a front page is no common work, and makes n² pairs."""


@table("cowriting", pk=("source",))
@dataclass(frozen=True)
class CoWriting:
    """The content pages of a wiki by how many persons wrote them, and the edits by who began the page.

    Persons are registered accounts, bots and blocked ones left out; addresses are told apart: `pages_by_nobody` have
    edits that count, and none by a person; `pages_with_addresses` have one by an address or an imported name, beside
    those of persons. `pages`: those with at least one edit that counts; `pages_by_two`, `pages_by_three`: by as many
    persons or more.

    `edits`: those of persons on pages that a person began, no bot; `edits_by_others`: by another than that person.
    `contributors`: persons who edited any content page; `daring`: those who ever edited a page begun by another
    person; `median_edits_before`, `median_days_before`: from their first edit on a content page to the first of those,
    over the daring (0: their first edit was one); `crowded`: pages of more than 100 persons, which tie nobody.
    """

    source: str
    pages: int
    pages_by_nobody: int
    pages_by_two: int
    pages_by_three: int
    pages_with_addresses: int
    edits: int
    edits_by_others: int
    contributors: int
    daring: int
    median_edits_before: float | None
    median_days_before: float | None
    crowded: int


@table("cowriting_ties", pk=("source", "person", "other"))
@dataclass(frozen=True, slots=True)
class CoWritingTie:
    """Two persons, the lower number first, and the content pages that both wrote on."""

    source: str
    person: int
    other: int
    pages: int


ROWS = (CoWriting, CoWritingTie)

# Cross joins are joins that SQLite makes in their order: the other way round, each page would look through all edits.
EDITS = f"""
    from edits as e cross join wiki_pages as p on p.source = e.source and p.page = e.page
    where e.source = :source and e.counted and {CONTENTS}
"""
BEGUN = """
    p.creator_person is not null
      and p.creator not in (select user from wiki_accounts where source = :source and is_bot)
"""
PAGES = f"""
    select sum(persons = 0) as pages_by_nobody, sum(persons >= 2) as pages_by_two, sum(persons >= 3) as pages_by_three,
      count(*) as pages, sum(persons > 0 and others > 0) as pages_with_addresses, sum(persons > :most) as crowded
    from (
      select count(distinct e.person) as persons, sum(e.person is null and e.user != '') as others {EDITS}
      group by e.page
    )
"""
BY_OTHERS = f"""
    select count(*) as edits, coalesce(sum(e.person != p.creator_person), 0) as edits_by_others
    {EDITS} and e.person is not null and {BEGUN}
"""
BY_PERSON = f"""
    select e.person, r.at, {BEGUN} and e.person != p.creator_person as of_others
    from edits as e cross join wiki_pages as p on p.source = e.source and p.page = e.page
      cross join revisions as r on r.source = e.source and r.page = e.page and r.revision = e.revision
    where e.source = :source and e.counted and e.person is not null and {CONTENTS}
    order by e.person, r.at, e.revision
"""
AUTHORS = f"""
    select distinct e.page, e.person {EDITS} and e.person is not null and p.persons between 2 and :most
    order by e.page, e.person
"""


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[CoWriting | CoWritingTie]:  # noqa: ARG001  # the contract of steps
    """What is written together on every analysed wiki, and the pairs of persons."""
    for source in analysed(study):
        yield _cowriting(store, source.name)
        authors = store.rows(AUTHORS, {"source": source.name, "most": MOST_PERSONS})
        yield from ties(source.name, (tuple(row) for row in authors))


def ties(source: str, authors: Iterable[tuple[int, int]]) -> Iterator[CoWritingTie]:
    """The pairs of persons, from all pages and their authors, together by page. Those of one are held at a time."""
    pages_of = defaultdict[int, list[Sequence[int]]](list)
    for _, own in groupby(authors, key=itemgetter(0)):
        persons = array("q", (person for _, person in own))
        for person in persons:
            pages_of[person].append(persons)
    for person in sorted(pages_of):
        others = Counter(other for page in pages_of.pop(person) for other in page if other > person)
        yield from (CoWritingTie(source, person, other, pages) for other, pages in sorted(others.items()))


def _cowriting(store: Store, source: str) -> CoWriting:
    named = {"source": source, "most": MOST_PERSONS}
    pages = {key: value or 0 for key, value in dict(next(store.rows(PAGES, named))).items()}
    begun = first_on_others(tuple(row) for row in store.rows(BY_PERSON, named))
    return CoWriting(
        source=source,
        **pages,
        **next(store.rows(BY_OTHERS, {"source": source})),
        contributors=begun.contributors,
        daring=begun.edits_before.total(),
        median_edits_before=median(begun.edits_before),
        median_days_before=median(begun.days_before),
    )


@dataclass
class Begun:
    """How many persons edited, and how long each took to edit what another began: edits before that, and days."""

    contributors: int
    edits_before: Counter[int]
    days_before: Counter[int]


def first_on_others(edits: Iterator[tuple[int, str, bool]]) -> Begun:
    """When each person first edited a page that another began, from all edits: person, moment, whether it is one.

    Those of a person are together and in the order of time.
    """
    begun = Begun(0, Counter(), Counter())
    for person, own in groupby(edits, key=itemgetter(0)):
        del person
        begun.contributors += 1
        first = None
        for before, (_, at, of_others) in enumerate(own):
            first = first or date.fromisoformat(at[:10])
            if of_others:
                begun.edits_before[before] += 1
                begun.days_before[(date.fromisoformat(at[:10]) - first).days] += 1
                break
    return begun
