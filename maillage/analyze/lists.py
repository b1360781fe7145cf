"""The sources of a study as they are counted: merged lists under their target, some only listed."""

from __future__ import annotations

from maillage.project import Source, Study


def targets(study: Study) -> dict[str, str]:
    """For every source, the one that its messages and subscribers count in: `merged_into`, to the end."""
    into = {source.name: source.merged_into for source in study.sources}
    return {name: _end(name, into) for name in into}


def analysed(study: Study) -> tuple[Source, ...]:
    """The lists that are measured, in the study's order: neither merged into another nor only listed."""
    return tuple(source for source in study.lists if source.analysed and source.merged_into is None)


def _end(name: str, into: dict[str, str | None]) -> str:
    while following := into[name]:
        name = following
    return name
