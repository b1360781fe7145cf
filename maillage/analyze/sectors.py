"""To which sector authors belong, public, academia, business and others, by the status of their organisation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from maillage.analyze.lists import analysed
from maillage.analyze.profiles.vocabulary import organisations
from maillage.analyze.regulars import share
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

SECTORS = (*organisations.SECTORS, "")
"""The quadruple helix, the social economy apart, and the quasi-institutional (003:L3461-3469, 003:L16366-16385).

"" is not identified.
"""

INSTITUTIONAL = "public"
ELECTED = frozenset({"élu(e)", "maire / maire adjoint(e)", "échevin(e)"})
"""The vocabulary's words for elected members."""


@table("list_sectors", pk=("source", "sector"))
@dataclass(frozen=True)
class ListSector:
    """The authors of a list in one sector, and their messages (C2); `sector` "" where it is not identified.

    An author is in the sector of her profile on the list, a message in the one in force when it was sent.
    """

    source: str
    sector: str
    authors: int
    share_of_authors: float | None
    messages: int
    share_of_messages: float | None


@table("network_institutional", pk=("network",))
@dataclass(frozen=True)
class NetworkInstitutional:
    """The intensive persons of a network who belong to a public organisation (A15), with elected members and without.

    `share`: of all intensive persons, identified or not; None without any.
    """

    network: str
    persons: int
    institutional: int
    share: float | None
    elected: int
    share_without_elected: float | None


ROWS = (ListSector, NetworkInstitutional)

AUTHORS = "select source, sector, count(*) from list_profiles group by source, sector"
MESSAGES = """
    select contributions.source, coalesce(code, '') as status, count(*)
    from contributions join message_profiles using (message)
      left join attributions on attribution = message_profiles.status
    where counted
    group by 1, 2
"""
INTENSIVE = """
    select network, sector, profession from network_profiles
    where (network, person) in (select network, person from intensive_lists) order by network, person
"""


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[ListSector | NetworkInstitutional]:
    """The analysed lists in the study's order, all sectors of each; then their networks."""
    authors = {(source, sector): count for source, sector, count in store.rows(AUTHORS)}
    messages: Counter[tuple[str, str]] = Counter()
    for name, status, count in store.rows(MESSAGES):
        messages[name, sector_of(status)] += count
    lists = analysed(study)
    for source in lists:
        yield from _sectors(source.name, authors, messages)
    intensive: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for network, sector, profession in store.rows(INTENSIVE):
        intensive[network].append((sector, profession in ELECTED))
    for network in dict.fromkeys(source.network for source in lists):
        yield institutional(network, intensive[network])


def sector_of(status: str) -> str:
    """The sector of a status by its code; "" for one that is outside of the vocabulary, or none."""
    try:
        return organisations.by_code(status).sector
    except KeyError:
        return ""


def institutional(network: str, persons: Iterable[tuple[str, bool]]) -> NetworkInstitutional:
    """The share of public organisations among persons, each with her sector and whether she is elected (A15).

    From 0, none is of a public organisation, to 1, all are (003:L15992-15996). Elected members are of it, and no
    agents: the variant leaves them out on both sides.
    """
    counts = Counter(persons)
    whole = counts.total()
    public = sum(count for (sector, _), count in counts.items() if sector == INSTITUTIONAL)
    elected = counts[INSTITUTIONAL, True]
    return NetworkInstitutional(
        network, whole, public, share(public, whole), elected, share(public - elected, whole - elected)
    )


def _sectors(
    source: str, authors: dict[tuple[str, str], int], messages: dict[tuple[str, str], int]
) -> Iterator[ListSector]:
    all_authors, all_messages = (
        sum(counts.get((source, sector), 0) for sector in SECTORS) for counts in (authors, messages)
    )
    for sector in SECTORS:
        written, sent = authors.get((source, sector), 0), messages.get((source, sector), 0)
        yield ListSector(source, sector, written, share(written, all_authors), sent, share(sent, all_messages))
