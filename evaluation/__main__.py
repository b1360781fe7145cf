"""Measure on the annotated archives and write docs/evaluation.md: `make evaluate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from evaluation.scores import Section

SUBJECTS = ("zones", "signatures", "persons", "attributes", "agreement", "speed")
PAGE = Path(__file__).parents[1] / "docs" / "evaluation.md"
HEADING = """# How good it is

Written by `make evaluate`; do not edit. Every figure can be had again with the annotated archives, whose folder the
variable `MAILLAGE_CORPORA` names. They hold real people and stay outside the repository; only counts are shown.
Figures in brackets: 95 % of 1,000 resamples (bootstrap over mails, signatures or persons) fall between them.
"""


class Subject(Protocol):
    """What each module of a subject offers."""

    @staticmethod
    def sections(corpora: Path) -> Iterator[Section]:
        """Its parts of the report."""


def main() -> int:
    """Measure the subjects named on the command line, or all; only all of them make the page."""
    folder = os.environ.get("MAILLAGE_CORPORA", "")
    if not Path(folder, "annotated").is_dir():
        print("set MAILLAGE_CORPORA to the folder of the annotated archives (the one that holds annotated/)")
        return 2
    wanted = sys.argv[1:] or SUBJECTS
    if unknown := sorted(set(wanted) - set(SUBJECTS)):
        print(f"unknown: {', '.join(unknown)}; the subjects are {', '.join(SUBJECTS)}")
        return 2
    page = [HEADING]
    for name in wanted:
        subject = cast("Subject", import_module(f"evaluation.{name}"))
        for section in subject.sections(Path(folder)):
            page.append(markdown(section))
            print(page[-1], flush=True)
    if tuple(wanted) == SUBJECTS:
        PAGE.write_text("\n".join(page), encoding="utf-8")
    return 0


def markdown(section: Section) -> str:
    """One section as Markdown."""
    lines = [f"## {section.title}", "", section.about, ""]
    lines += [_line(section.header), _line(["---"] * len(section.header)), *map(_line, section.rows), ""]
    lines += [f"- {note}" for note in section.notes]
    return "\n".join(lines).rstrip() + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
