"""What stays of what each user wrote: the words of content pages, and who first wrote them.

Words are followed through the texts that the study keeps (see `authorship`, `words`), to the last revision that the
archive has, whatever the study's period. What is written of a page is what edits that count added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maillage.analyze.concentration import gini, half_makers
from maillage.analyze.wikis import analysed
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

ENOUGH = 5
"""Later revisions by others that words must have been left in to be called persistent, as mwpersistence has it."""


@table("text_survival", pk=("source", "page", "user"))
@dataclass(frozen=True, slots=True)
class Survival:
    """The words of one user on one content page. `person`: of registered accounts.

    `written`: words added, `removed`: taken away, by edits that count; `surviving`: of those written, in the last
    text; `persisted`: later revisions by others that had each of them, added up over the words.
    """

    source: str
    page: int
    user: str
    person: int | None
    written: int
    removed: int
    surviving: int
    persisted: int


@table("survival_counts", pk=("source",))
@dataclass(frozen=True)
class SurvivalCount:
    """The words of the content pages of a wiki. All but `pages` are None where no text of them is kept.

    `pages`: content pages; `followed`: those of which texts are kept; `unread`: revisions of these whose text is
    missing; `coarse`: revisions of which not every word was compared. `words`: in the last texts. `written`,
    `surviving`: by edits that count; `by_administrators`: those of `surviving` that somebody added who was an
    administrator then, None where nothing tells who was; `by_persons`: by registered accounts; `by_others`: by edits
    that count of nobody known (addresses, imported names); `left_out`: by edits that do not count, of bots and of
    blocked accounts too. `authors`: persons with surviving words; `gini`, `half_makers`: of these over the persons
    who wrote words.
    """

    source: str
    pages: int
    followed: int
    unread: int | None
    coarse: int | None
    words: int | None
    written: int | None
    surviving: int | None
    by_administrators: int | None
    by_persons: int | None
    by_others: int | None
    left_out: int | None
    authors: int | None
    gini: float | None
    half_makers: int | None


ROWS = (Survival, SurvivalCount)

CONTENTS = "p.space = 'content' and not p.deleted and coalesce(p.is_redirect, 0) = 0"
FROM_WORDS = f"""
    from revision_words as w
      cross join edits as e on e.source = w.source and e.revision = w.revision and e.page = w.page
      cross join wiki_pages as p on p.source = w.source and p.page = w.page
    where w.source = ? and {CONTENTS}
"""
BY_USER = f"""
    select w.source, w.page, e.user, max(e.person) as person, sum(w.added) as written, sum(w.removed) as removed,
      sum(w.surviving) as surviving, sum(w.persisted_others) as persisted
    {FROM_WORDS} and e.counted group by w.page, e.user order by w.page, e.user
"""
WHOLE = f"""
    select sum(w.surviving) as words, sum(w.added * e.counted) as written, sum(w.surviving * e.counted) as surviving,
      case when count(e.by_administrator) then sum(w.surviving * e.counted * coalesce(e.by_administrator, 0)) end
        as by_administrators,
      sum(w.surviving * e.counted * (e.person is not null)) as by_persons,
      sum(w.surviving * e.counted * (e.person is null)) as by_others,
      sum(w.surviving * (1 - e.counted)) as left_out
    {FROM_WORDS}
"""
PAGES = f"""
    select count(*) as pages, count(w.page) as followed, sum(w.unread) as unread, sum(w.coarse) as coarse
    from wiki_pages as p left join page_words as w on w.source = p.source and w.page = p.page
    where p.source = ? and {CONTENTS}
"""


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[Survival | SurvivalCount]:  # noqa: ARG001  # the contract of steps
    """The words of every analysed wiki, by page and user, and what they come to."""
    for source in analysed(study):
        by_person: dict[int, int] = {}
        for row in store.rows(BY_USER, (source.name,)):
            yield Survival(**row)
            if row["person"] is not None and row["written"]:
                by_person[row["person"]] = by_person.get(row["person"], 0) + row["surviving"]
        yield _count(store, source.name, sorted(by_person.values()))


def _count(store: Store, source: str, surviving: list[int]) -> SurvivalCount:
    pages = next(store.rows(PAGES, (source,)))
    whole = next(store.rows(WHOLE, (source,)))
    return SurvivalCount(
        source=source,
        **pages,
        **whole,
        authors=sum(words > 0 for words in surviving) if pages["followed"] else None,
        gini=gini(surviving),
        half_makers=half_makers(surviving),
    )
