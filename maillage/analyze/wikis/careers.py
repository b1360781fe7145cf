"""From contributor to administrator: how many, and after how long (B13: 003:L16669-16772)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from maillage.analyze.regulars import share
from maillage.analyze.wikis import analysed
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

MONTH = 365.2425 / 12
"""Days of the mean month of the Gregorian calendar."""

PROMOTED, FOUNDER, NEVER_EDITED, UNDATED = "promoted", "founder", "never-edited", "undated"


@table("wiki_careers", pk=("source", "user"))
@dataclass(frozen=True)
class WikiCareer:
    """Somebody who was or is an administrator of a wiki. Edits are those of the archive, in the study's period or not.

    `first_edit_at`: None without any. `rights_at`: since when, None where only "always" is known. `edits_before`: edits
    before the rights. `months`: from the first edit to the rights, in fractions; None but for the promoted.
    `way`: `promoted`, edited first; `founder`, has the rights since the wiki began or since before the first edit;
    `never-edited`; `undated`, has edits, but the date of the rights is not told.
    """

    source: str
    user: str
    person: int | None
    first_edit_at: str | None
    rights_at: str | None
    edits_before: int | None
    months: float | None
    way: str


@table("wiki_promotions", pk=("source",))
@dataclass(frozen=True)
class WikiPromotion:
    """The careers of a wiki together (B13); None where nothing tells who administers it.

    `administrators`: accounts that ever had the rights. `promoted`, `founders`, `never_edited`, `undated`: by the way
    they came, which add up to them. `contributors`: registered accounts with edits in the period, bots left out.
    `share`: promoted / contributors. `median_months`: from the first edit to the rights, of the promoted.
    """

    source: str
    administrators: int | None
    promoted: int | None
    founders: int | None
    never_edited: int | None
    undated: int | None
    contributors: int
    share: float | None
    median_months: float | None


ROWS = (WikiCareer, WikiPromotion)

CAREERS = """
    with rights as (
      select user, min(coalesce(begin, '')) as begin,
        max(begin is null and (rule = 'study' or rule = 'group'
          and not exists (select 1 from wiki_logs where source = :source))) as undated
      from administrator_periods where source = :source group by user
    ), written as (
      select edits.user, min(at) as first_edit_at,
        count(case when at < rights.begin then 1 end) as edits_before
      from edits join revisions using (source, page, revision) join rights on rights.user = edits.user
      where source = :source and user_class = 'registered' group by edits.user
    )
    select rights.user, person, first_edit_at, nullif(rights.begin, '') as rights_at, undated,
      coalesce(edits_before, 0) as edits_before
    from rights left join written on written.user = rights.user
      left join wiki_accounts as a on a.source = :source and a.user = rights.user and a.user_class = 'registered'
    order by rights.user
"""
CONTRIBUTORS = """
    select count(*) from wiki_accounts
    where source = :source and user_class = 'registered' and edits and not is_bot
"""
TOLD = "select administrators is not null from wiki_censuses where source = :source"


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[WikiCareer | WikiPromotion]:  # noqa: ARG001  # a step's
    """The careers of every analysed wiki, then what they come to."""
    for wiki in analysed(study):
        asked = {"source": wiki.name}
        careers = [
            career(
                wiki.name,
                row["user"],
                row["person"],
                row["first_edit_at"],
                row["rights_at"],
                row["edits_before"],
                is_dated=not row["undated"],
            )
            for row in store.rows(CAREERS, asked)
        ]
        yield from careers
        is_told = bool(store.value(TOLD, asked))
        yield promotions(wiki.name, careers, store.value(CONTRIBUTORS, asked), is_told=is_told)


def career(
    source: str,
    user: str,
    person: int | None,
    first_edit_at: str | None,
    rights_at: str | None,
    edits_before: int,
    *,
    is_dated: bool,
) -> WikiCareer:
    """How one administrator came to the rights. `is_dated`: no date of them means since the wiki began."""
    if first_edit_at is None:
        return WikiCareer(source, user, person, None, rights_at, None, None, NEVER_EDITED)
    if not is_dated:
        return WikiCareer(source, user, person, first_edit_at, None, None, None, UNDATED)
    if rights_at is None or rights_at <= first_edit_at:
        return WikiCareer(source, user, person, first_edit_at, rights_at, 0, None, FOUNDER)
    days = (datetime.fromisoformat(rights_at) - datetime.fromisoformat(first_edit_at)).total_seconds() / 86_400
    return WikiCareer(source, user, person, first_edit_at, rights_at, edits_before, days / MONTH, PROMOTED)


def promotions(source: str, careers: Sequence[WikiCareer], contributors: int, *, is_told: bool) -> WikiPromotion:
    """What the careers of one wiki come to."""
    if not is_told:
        return WikiPromotion(source, None, None, None, None, None, contributors, None, None)
    ways = [one.way for one in careers]
    months = [one.months for one in careers if one.months is not None]
    return WikiPromotion(
        source=source,
        administrators=len(careers),
        promoted=ways.count(PROMOTED),
        founders=ways.count(FOUNDER),
        never_edited=ways.count(NEVER_EDITED),
        undated=ways.count(UNDATED),
        contributors=contributors,
        share=share(ways.count(PROMOTED), contributors),
        median_months=median(months) if months else None,
    )
