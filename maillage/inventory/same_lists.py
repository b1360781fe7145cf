"""Archives that a server keeps of one list in two forms, told by how servers lay them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from maillage.inventory import names
from maillage.inventory.found import FoundSource


def told_together(sources: Sequence[FoundSource]) -> list[FoundSource]:
    """The sources, those of a list that is there in two forms merged: the fuller one has the list's name."""
    told = {source.name: source for source in sources}
    for fuller, other in _pairs(sources):
        plain, spare = sorted((fuller.name, other.name), key=len)
        told[fuller.name] = replace(fuller, name=plain)
        told[other.name] = replace(other, name=spare, merged_into=plain)
    return [told[source.name] for source in sources]


def _pairs(sources: Sequence[FoundSource]) -> Iterator[tuple[FoundSource, FoundSource]]:
    """Pairs of archives of one list, the fuller one first."""
    for one in sources:
        alike = [two for two in sources if two is not one and _of_one_list(one, two)]
        if len(alike) == 1:  # lists of one name on several servers are told by nothing in a zip file
            yield one, alike[0]


def _of_one_list(one: FoundSource, two: FoundSource) -> bool:
    """Whether two archives are Sympa's folder of a list and the zip file of it, or Mailman 2's mbox and volumes."""
    if _listed(one) != _listed(two):
        return False
    if one.kind == two.kind == "sympa":
        return one.path.is_dir() and two.path.is_file() and "@" in one.title
    beside = one.path.parent == two.path.parent and one.path.name == f"{two.path.name}.mbox"
    return (one.kind, two.kind) == ("mbox", "pipermail") and one.path.is_dir() and beside


def _listed(source: FoundSource) -> str:
    return names.source_name(names.bare(source.title)).casefold()
