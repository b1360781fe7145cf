"""Who writes the content pages of a wiki: administrators or others (B1), how many really (B2), how unequally (B8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

from maillage.analyze.concentration import gini, half_makers
from maillage.analyze.regulars import share
from maillage.analyze.sectors import SECTORS
from maillage.analyze.wikis import analysed
from maillage.decisions import Decisions
from maillage.project import Study
from maillage.store import Store, table

BY = ("edits", "bytes", "pages", "surviving")
"""What writing is counted in."""


@table("wiki_writing", pk=("source", "counted_in"))
@dataclass(frozen=True)
class WikiWriting:
    """The part of administrators in writing the content pages of a wiki (B1: 003:L11574).

    `counted_in`: `edits`; `bytes`, added by edits that made a page longer; `pages`, by who made them; `surviving`,
    words that are in the last texts. `written`: all of it by edits that count, those without an account too;
    `known`: what the archive tells the rights of; `by_administrators`: by who had them at the date of the edit.
    `share`: by_administrators / known. None: the archive does not tell, as of texts that are not kept.
    """

    source: str
    counted_in: str
    written: int | None
    known: int | None
    by_administrators: int | None
    share: float | None


@table("wiki_writers", pk=("source",))
@dataclass(frozen=True)
class WikiWriters:
    """The persons who write the content pages of a wiki, by their counted edits (B2, B8: 003:L11572, 003:L15798-15811).

    `edits`: theirs; `unregistered`: those of addresses, temporary accounts and imported names; `nameless`: those whose
    author is masked or not known. `effective`: the effective number of writers. `gini`, `half_makers`,
    `half_makers_edits`: as for lists. `sectors`: of how many writers the sector is known; `effective_sectors`: the
    effective number of sectors, by their edits (C2). None without edits.
    """

    source: str
    writers: int
    edits: int
    unregistered: int
    nameless: int
    effective: float | None
    gini: float | None
    half_makers: int | None
    half_makers_edits: int | None
    sectors: int
    effective_sectors: float | None


@table("wiki_sectors", pk=("source", "sector"))
@dataclass(frozen=True)
class WikiSector:
    """The writers of a wiki in one sector, and their edits of content pages (C2); "" where it is not identified.

    A writer is in the sector of her profile on the wiki (`wiki_profiles`).
    """

    source: str
    sector: str
    writers: int
    share_of_writers: float | None
    edits: int
    share_of_edits: float | None


ROWS = (WikiWriting, WikiWriters, WikiSector)

CONTENT = """
    edits join wiki_pages using (source, page)
    where source = ? and counted and wiki_pages.space = 'content' and coalesce(is_redirect, 0) = 0
"""
WRITING = f"""
    select count(*) as edits, count(by_administrator) as edits_known, sum(by_administrator) as edits_by,
      sum(max(added, 0)) as bytes, sum(max(added, 0) * (by_administrator is not null)) as bytes_known,
      sum(max(added, 0) * by_administrator) as bytes_by,
      sum(creates) as pages, sum(creates * (by_administrator is not null)) as pages_known,
      sum(creates * by_administrator) as pages_by
    from {CONTENT}
"""
SURVIVING = """
    select surviving, case when by_administrators is not null then surviving end as known, by_administrators
    from survival_counts where source = ?
"""
WRITERS = f"select person, count(*) as edits from {CONTENT} and person is not null group by person order by person"
NOBODYS = f"select sum(user != '') as unregistered, sum(user = '') as nameless from {CONTENT} and person is null"
SECTORS_KNOWN = "select person, sector from wiki_profiles where source = ? and sector != '' order by person"


class Part(NamedTuple):
    """How much was written, how much of it by somebody whose rights are known, how much by administrators."""

    written: int | None
    known: int | None
    by: int | None


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[WikiWriting | WikiWriters | WikiSector]:
    """The writing of every analysed wiki, in the study's order."""
    for wiki in analysed(study):
        asked = (wiki.name,)
        (row,) = store.rows(WRITING, asked)
        parts = [Part(row[name], row[f"{name}_known"], row[f"{name}_by"]) for name in BY[:3]]
        parts.append(next((Part(*found) for found in store.rows(SURVIVING, asked)), Part(None, None, None)))
        for name, part in zip(BY, parts, strict=True):
            yield writing(wiki.name, name, part)
        by_person = {row["person"]: row["edits"] for row in store.rows(WRITERS, asked)}
        sectors = {row["person"]: row["sector"] for row in store.rows(SECTORS_KNOWN, asked)}
        (nobodys,) = store.rows(NOBODYS, asked)
        yield writers(wiki.name, by_person, sectors, nobodys["unregistered"] or 0, nobodys["nameless"] or 0)
        yield from by_sector(wiki.name, by_person, sectors)


def writing(source: str, counted_in: str, part: Part) -> WikiWriting:
    """The part of administrators, from 0.0, they write nothing, to 1.0, nobody else does; None where nobody wrote."""
    by = part.by if part.known else None
    known = share(by, part.known) if by is not None and part.known else None
    return WikiWriting(source, counted_in, part.written, part.known, by, known)


def writers(
    source: str, edits: Mapping[int, int], sectors: Mapping[int, str], unregistered: int = 0, nameless: int = 0
) -> WikiWriters:
    """All measures of the writers of one wiki, from the edits of each; the last two: edits that are nobody's."""
    counts = sorted(edits.values())
    makers = half_makers(counts)
    of_sectors: dict[str, int] = defaultdict(int)
    for person, count in edits.items():
        if found := sectors.get(person):
            of_sectors[found] += count
    return WikiWriters(
        source=source,
        writers=len(counts),
        edits=sum(counts),
        unregistered=unregistered,
        nameless=nameless,
        effective=effective_number(counts),
        gini=gini(counts),
        half_makers=makers,
        half_makers_edits=None if makers is None else sum(counts[-makers:]),
        sectors=sum(bool(sectors.get(person)) for person in edits),
        effective_sectors=effective_number(of_sectors.values()),
    )


def effective_number(counts: Collection[int]) -> float | None:
    """The effective number of those who share something: exp of the Shannon entropy of their parts (B2).

    From 1.0, one has it all, to their number, all have as much. As many who wrote equally would be as diverse (Hill
    1973, the number of order 1; Jost 2006). None where there is nothing to share.
    """
    whole = sum(counts)
    if not whole:
        return None
    parts = [count / whole for count in counts if count]
    return exp(-sum(part * log(part) for part in parts))


def by_sector(source: str, edits: Mapping[int, int], sectors: Mapping[int, str]) -> Iterator[WikiSector]:
    """The writers of one wiki and their edits in every sector, which add up to all of them."""
    found: dict[str, list[int]] = {sector: [] for sector in SECTORS}
    for person, count in edits.items():
        found[sectors.get(person, "")].append(count)
    for sector, counts in found.items():
        yield WikiSector(
            source, sector, len(counts), share(len(counts), len(edits)), sum(counts), _part(counts, edits.values())
        )


def _part(counts: Sequence[int], whole: Collection[int]) -> float | None:
    return share(sum(counts), sum(whole))
