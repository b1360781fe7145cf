"""docs/formats.md names every kind that maillage reads, and no other. What survives: `test_archive_equivalence`."""

from __future__ import annotations

import re
from pathlib import Path

from maillage.project import LIST_KINDS, ROSTER_KINDS, WIKI_KINDS

PAGE = (Path(__file__).parents[2] / "docs/formats.md").read_text(encoding="utf-8")


def kinds(heading: str) -> list[str]:
    """The kinds of the table below a heading."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def test_it_has_each_kind_once_under_its_heading() -> None:
    assert sorted(kinds("Lists")) == sorted(LIST_KINDS)
    assert sorted(kinds("Subscribers")) == sorted(ROSTER_KINDS)
    assert sorted(kinds("Wikis, sites and maps")) == sorted(WIKI_KINDS)


def test_each_kind_is_told_in_full() -> None:
    rows = [line.strip("|").split(" | ") for line in PAGE.splitlines() if re.match(r"\| `\w+` \|", line)]
    assert all(len(row) == 3 and all(len(cell.strip()) > 3 for cell in row[1:]) for row in rows)
