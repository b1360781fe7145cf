"""Who writes to each list: once, regularly, intensively. Thresholds are the study's, the thesis's by default."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maillage.analyze.lists import analysed
from maillage.decisions import Decisions
from maillage.project import Study, Thresholds
from maillage.store import Store, table


@table("list_regulars", pk=("source",))
@dataclass(frozen=True)
class ListRegulars:
    """The authors of a list by how much they wrote to it. The classes are not exclusive.

    `authors`: at least one message (A8). `regular`: more than `thresholds.regular_over` (A9). `intensive`: at
    least `thresholds.intensive_from` (A11). `very_intensive`: more than `thresholds.very_intensive_over` (A12).
    `single`: just one message. `regular_share`: None without authors.
    """

    source: str
    authors: int
    regular: int
    regular_share: float | None
    intensive: int
    very_intensive: int
    single: int


ROWS = (ListRegulars,)

MESSAGES = "select source, messages from person_lists order by source, person"


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[ListRegulars]:  # noqa: ARG001  # a step's
    """The analysed lists, in the study's order."""
    written: dict[str, list[int]] = {source.name: [] for source in analysed(study)}
    for source, messages in store.rows(MESSAGES):
        written[source].append(messages)
    for source, messages_each in written.items():
        yield list_regulars(source, messages_each, study.thresholds)


def list_regulars(source: str, messages: Sequence[int], thresholds: Thresholds) -> ListRegulars:
    """The classes of a list, from the messages of each of its authors."""
    regular = over(messages, thresholds.regular_over)
    return ListRegulars(
        source=source,
        authors=len(messages),
        regular=regular,
        regular_share=share(regular, len(messages)),
        intensive=over(messages, thresholds.intensive_from - 1),
        very_intensive=over(messages, thresholds.very_intensive_over),
        single=messages.count(1),
    )


def over(messages: Sequence[int], least: int) -> int:
    """How many authors wrote more than `least` messages to a list (A9: 10, 003:L15842-15868; A12: 100).

    From 0, nobody does, to all authors. It grows with the age of a list, being no rate.
    """
    return sum(count > least for count in messages)


def share(part: int, whole: int) -> float | None:
    """A part of a whole, from 0.0 to 1.0; None of nothing."""
    return part / whole if whole else None
