"""What the figures of a list leave out, and what its archive is: exclusions, automatic mail, gaps, nature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from maillage.analyze.lists import targets
from maillage.analyze.volume import months_since_0
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

EXCLUDED = """
    select source, left_out as reason, count(*) as messages, count(distinct person) as authors
    from contributions where not counted and left_out != 'duplicate' group by source, left_out order by source, left_out
"""

DUPLICATES = """
    select source, count(*) as messages from duplicates join parts using (part) group by source
    union all
    select source, count(*) as messages from contributions where left_out = 'duplicate' group by source
"""

AUTOMATIC = """
    select contributions.source as source, label, label_reason as reason, count(*) as messages,
      sum(counted) as counted
    from messages join contributions using (message) where label != ''
    group by contributions.source, label, label_reason order by contributions.source, label, label_reason
"""

# A date outside the period, or of a message that people decided against, is no sign that the archive reaches there.
MONTHS = """
    select distinct source, month from contributions
    where month is not null and (counted or left_out like 'set-aside:%')
    order by source, month
"""

# Answering machines, the list's own notices and robots are aside: a newsletter is a way to send.
SENDERS = """
    with administrators as (
      select distinct source, person from roles where role = 'administrator' and person is not null
    ), sent as (
      select contributions.source as source, person, label in ('auto-reply', 'administrative', 'robot') as aside
      from contributions join messages using (message) where counted
    )
    select lists.source as source, count(sent.source) as messages,
      count(distinct case when not aside then sent.person end) as senders,
      count(distinct case when not aside then administrators.person end) as administrator_senders,
      lists.source in (select source from administrators) as administrators_known
    from list_messages as lists left join sent on sent.source = lists.source
      left join administrators on administrators.source = lists.source and administrators.person = sent.person
    where counted_in = lists.source group by lists.source order by lists.source
"""

LIST, NEWSLETTER, EMPTY = "list", "newsletter", "empty"


@table("exclusion_counts", pk=("source", "reason"))
@dataclass(frozen=True)
class ExclusionCount:
    """Messages of a list that do not count, by reason; `duplicate` is a mail that its archives have twice.

    `authors`: persons who wrote one or more of them, None where that is not kept.
    """

    source: str
    reason: str
    messages: int
    authors: int | None


@table("automatic_counts", pk=("source", "label", "reason"))
@dataclass(frozen=True)
class AutomaticCount:
    """Messages of a list that look automatic, by label and by what shows it; `counted`: as exchanges."""

    source: str
    label: str
    reason: str
    messages: int
    counted: int


@table("archive_gaps", pk=("source", "first_month"))
@dataclass(frozen=True)
class ArchiveGap:
    """A run of months without any message, from `first_month` to `last_month`, between two that have some."""

    source: str
    first_month: str
    last_month: str
    months: int


@table("list_natures", pk=("source",))
@dataclass(frozen=True)
class ListNature:
    """Whether a list is one where people exchange: `list`, `newsletter` or `empty`, and why.

    `administrator_senders`: None where no administrator of the list is known.
    """

    source: str
    nature: str
    senders: int
    administrator_senders: int | None
    reason: str


ROWS = (ExclusionCount, AutomaticCount, ArchiveGap, ListNature)


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[ExclusionCount | AutomaticCount | ArchiveGap | ListNature]:
    """D4 and D5 of every list that has messages, and the nature of every list, analysed or not."""
    yield from (ExclusionCount(**row) for row in store.rows(EXCLUDED))
    yield from _duplicates(store, study)
    yield from (AutomaticCount(**row) for row in store.rows(AUTOMATIC))
    for source, rows in groupby(store.rows(MONTHS), key=lambda row: row["source"]):
        yield from archive_gaps(source, [row["month"] for row in rows])
    for row in store.rows(SENDERS):
        known = row["administrator_senders"] if row["administrators_known"] else None
        nature, reason = list_nature(row["messages"], row["senders"], known)
        yield ListNature(row["source"], nature, row["senders"], known, reason)


def _duplicates(store: Store, study: Study) -> Iterator[ExclusionCount]:
    target, messages = targets(study), Counter[str]()
    for row in store.rows(DUPLICATES):
        messages[target.get(row["source"], row["source"])] += row["messages"]
    for source in sorted(messages):
        yield ExclusionCount(source, "duplicate", messages[source], None)


def archive_gaps(source: str, months: Iterable[str]) -> Iterator[ArchiveGap]:
    """The gaps (D5) between months that have messages, in their order; none where each follows the last.

    A gap says that the archive is silent, not why: a list may sleep, or a volume be missing.
    """
    for before, after in pairwise(map(months_since_0, months)):
        if after - before > 1:
            yield ArchiveGap(source, _month(before + 1), _month(after - 1), after - before - 1)


def list_nature(messages: int, senders: int, administrator_senders: int | None) -> tuple[str, str]:
    """What a list is by who sends to it, and the reason: `empty`, `newsletter` or `list`.

    A newsletter (lettre d'information) is where only its administrator can send (L10906-10910); told by its
    having one sender only, or none who is no administrator. Automatic mail is aside: a list without any other is
    a newsletter. The test cannot tell a newsletter from a list on which one person only wished to speak.
    """
    if not messages:
        return EMPTY, "no-message"
    if not senders:
        return NEWSLETTER, "no-person"
    if senders == 1:
        return NEWSLETTER, "one-sender"
    if senders == administrator_senders:
        return NEWSLETTER, "only-administrators"
    return LIST, "several-senders"


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
