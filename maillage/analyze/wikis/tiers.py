"""Who takes part how much in a wiki: the classes of `maillage.analyze.tiers`, by edits instead of messages.

The members are the persons who contributed and those who are registered and silent; who is blocked, a bot, or without
an account is none. The wikis have tables of their own: an edit is no message, as it may be a comma or a page, and
nobody should add the two up because they stand in one column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap

from maillage.analyze import tiers
from maillage.analyze.regulars import share
from maillage.analyze.wikis import analysed
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table


@table("wiki_tiers", pk=("source", "person"))
@dataclass(frozen=True)
class WikiTier:
    """One person on one wiki over the period, in a class of every rule.

    `edits`: that count, in all namespaces. `rate`: edits per year of the wiki's life in the period, None where that is
    not known. `share_rank`: 90-9-1, of the members.
    """

    source: str
    person: int
    edits: int
    tier: str
    rate: float | None
    rate_tier: str
    onion: str
    share_rank: str


@table("wiki_tier_counts", pk=("source", "rule", "tier"))
@dataclass(frozen=True)
class WikiTierCount:
    """A class of a wiki: its persons, their edits, and what share of all that is; None as in `tier_counts`.

    `rule`: `volume`, `rate`, `onion`, and `share-rank` (90-9-1).
    """

    source: str
    rule: str
    tier: str
    persons: int | None
    edits: int | None
    share_of_persons: float | None
    share_of_edits: float | None


@table("wiki_regulars", pk=("source",))
@dataclass(frozen=True)
class WikiRegulars:
    """The contributors above the thesis's thresholds for lists, by edits (A9, A11, A12 taken over to wikis).

    Shares: of the contributors; None without any.
    """

    source: str
    contributors: int
    regular: int
    regular_share: float | None
    intensive: int
    intensive_share: float | None
    very_intensive: int


ROWS = (WikiTier, WikiTierCount, WikiRegulars)

WIKIS = "select source, age_months, silent is not null as tells_silent from wiki_censuses"
MEMBERS = """
    with written as (
      select person, count(*) as edits from edits
      where source = :source and counted and person is not null group by person
    ), members as (
      select person from written
      union
      select person from wiki_accounts
      where source = :source and person is not null and standing = 'silent' and :tells_silent
    )
    select person, coalesce(edits, 0), case when :tells_silent then 1 end
    from members left join written using (person) order by person
"""


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[WikiTier | WikiTierCount | WikiRegulars]:
    """The members of every analysed wiki, the sizes of their classes, and its regulars."""
    known = {row["source"]: row for row in store.rows(WIKIS)}
    for wiki in analysed(study):
        source, age_months, tells_silent = known[wiki.name]
        rows = store.rows(MEMBERS, {"source": source, "tells_silent": tells_silent})
        members = tiers.tiered(source, age_months, starmap(tiers.Member, rows), study.tiers)
        for one in members:
            yield WikiTier(
                source, one.person, one.messages, one.tier, one.rate, one.rate_tier, one.onion, one.share_rank
            )
        for count in tiers.tier_counts(source, members):
            yield WikiTierCount(
                source,
                count.rule,
                count.tier,
                count.persons,
                count.messages,
                count.share_of_persons,
                count.share_of_messages,
            )
        for rank in tiers.ninety_nine_one(source, members):
            yield WikiTierCount(
                source,
                "share-rank",
                rank.share_rank,
                rank.members,
                rank.messages,
                share(rank.members, len(members)),
                rank.share_of_messages,
            )
        yield regulars(source, [one.messages for one in members if one.messages], study)


def regulars(source: str, edits: Sequence[int], study: Study) -> WikiRegulars:
    """The regulars of one wiki, from the edits of each of its contributors."""
    limits = study.thresholds
    regular = sum(count > limits.regular_over for count in edits)
    intensive = sum(count >= limits.intensive_from for count in edits)
    return WikiRegulars(
        source=source,
        contributors=len(edits),
        regular=regular,
        regular_share=share(regular, len(edits)),
        intensive=intensive,
        intensive_share=share(intensive, len(edits)),
        very_intensive=sum(count > limits.very_intensive_over for count in edits),
    )
