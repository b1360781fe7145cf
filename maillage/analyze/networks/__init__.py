"""What is measured over all the tools of a network together: its lists and its wikis.

A *tool* (outil) is a source that is measured: an analysed list, or a wiki. A *contribution* is a counted message of a
list or a counted edit of a wiki. The two are different units: they are never added up, only set side by side.
"""

from __future__ import annotations

from maillage.analyze.lists import analysed
from maillage.project import WIKI_KINDS, Source, Study

LIST, WIKI = "list", "wiki"


def tools(study: Study) -> tuple[Source, ...]:
    """The lists and wikis that are measured, in the study's order."""
    lists = analysed(study)
    return tuple(source for source in study.sources if source in lists or (source.wiki and source.analysed))


def kind_of(source: Source) -> str:
    """`list` or `wiki`."""
    return WIKI if source.kind in WIKI_KINDS else LIST


def networks(study: Study) -> dict[str, list[Source]]:
    """The tools of each network, both in the study's order; those without a network are one together."""
    found: dict[str, list[Source]] = {}
    for source in tools(study):
        found.setdefault(source.network, []).append(source)
    return found
