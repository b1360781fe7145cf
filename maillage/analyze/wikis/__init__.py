"""What the histories of wikis say: their accounts, their pages, every edit, and the measures made from these."""

from __future__ import annotations

from maillage.project import Source, Study


def analysed(study: Study) -> tuple[Source, ...]:
    """The wikis that are measured, in the study's order."""
    return tuple(source for source in study.wikis if source.analysed)
