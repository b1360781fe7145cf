"""Who writes to each list: once, regularly, intensively. Thresholds are the study's, the thesis's by default."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


@table("author_totals", pk=("scope", "network"))
@dataclass(frozen=True)
class AuthorTotal:
    """The same over all lists of a `network`, or of the `study` (its network is ""), each person counted once.

    A person is in a class where she is in it on one list at least; `single`: one message in all.
    """

    scope: str
    network: str
    authors: int
    regular: int
    regular_share: float | None
    intensive: int
    very_intensive: int
    single: int


ROWS = (ListRegulars, AuthorTotal)

MESSAGES = "select source, person, messages from person_lists order by source, person"


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # a step's
) -> Iterator[ListRegulars | AuthorTotal]:
    """The analysed lists, in the study's order; then the networks, and the whole."""
    lists = analysed(study)
    written: dict[str, dict[int, int]] = {source.name: {} for source in lists}
    for source, person, messages in store.rows(MESSAGES):
        written[source][person] = messages
    for name, of_list in written.items():
        yield ListRegulars(name, *classes([[messages] for messages in of_list.values()], study.thresholds))
    for network in dict.fromkeys(source.network for source in lists):
        of_network = [written[source.name] for source in lists if source.network == network]
        yield AuthorTotal("network", network, *classes(by_person(of_network), study.thresholds))
    yield AuthorTotal("study", "", *classes(by_person(written.values()), study.thresholds))


def by_person(lists: Iterable[Mapping[int, int]]) -> list[list[int]]:
    """The messages of each person on each list she wrote to."""
    found: dict[int, list[int]] = defaultdict(list)
    for of_list in lists:
        for person, messages in of_list.items():
            found[person].append(messages)
    return list(found.values())


def classes(messages: Sequence[Sequence[int]], thresholds: Thresholds) -> tuple[int, int, float | None, int, int, int]:
    """Authors, regular ones and their share, intensive, very intensive, single, from the messages of each."""
    most = [max(of_person) for of_person in messages]
    regular = over(most, thresholds.regular_over)
    return (
        len(messages),
        regular,
        share(regular, len(messages)),
        over(most, thresholds.intensive_from - 1),
        over(most, thresholds.very_intensive_over),
        sum(sum(of_person) == 1 for of_person in messages),
    )


def over(messages: Sequence[int], least: int) -> int:
    """How many authors wrote more than `least` messages to a list (A9: 10, 003:L15842-15868; A12: 100).

    From 0, nobody does, to all authors. It grows with the age of a list, being no rate.
    """
    return sum(count > least for count in messages)


def share(part: int, whole: int) -> float | None:
    """A part of a whole, from 0.0 to 1.0; None of nothing."""
    return part / whole if whole else None
