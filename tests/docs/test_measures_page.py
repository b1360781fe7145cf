"""docs/measures.md is true: its measures are those of the tables, and stand where it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from factories import Archive, source, study

from maillage import analyze
from maillage.decisions import Decisions
from maillage.reports import tables
from maillage.reports.table import Choice, Table

PAGE = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")
FIELDS = ("Counts", "Formula", "Range", "Unit", "Source", "Table")


def entries() -> dict[str, str]:
    """The text of each measure by its id."""
    parts = re.split(r"^### (\S+) .*$", PAGE.split("## Where the thesis")[0], flags=re.MULTILINE)
    return dict(zip(parts[1::2], (re.split(r"^## ", part, flags=re.MULTILINE)[0] for part in parts[2::2]), strict=True))


def places(entry: str) -> dict[str, list[str]]:
    """The columns that an entry names, by table."""
    said = re.sub(r"\s+", " ", entry.partition("- **Table** ")[2])
    return {
        name: re.findall(r"`([\w-]+)`", columns) for name, columns in re.findall(r"`([\w-]+)`:((?: `[\w-]+`,?)+)", said)
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    """Every table of a small study."""
    root = tmp_path_factory.mktemp("study")
    of = study(root, source("makers", network="Lille"), source("unisson", network="Lille"))
    with Archive(root) as archive:
        archive.messages(21, by="a@x.fr")
        archive.message("unisson", by="a@x.fr")
        archive.roster(addresses=["a@x.fr"])
        analyze.run(archive.store, of, Decisions())
        return {name: tables.build(name, archive.store, of, Choice(source="makers")) for name in tables.names()}


def test_the_measures_of_the_page_are_those_of_the_tables(built: dict[str, Table]) -> None:
    claimed = {measure for table in built.values() for measure in table.measures}
    assert entries().keys() == claimed


@pytest.mark.parametrize("measure", entries())
def test_an_entry_says_everything_about_its_measure(measure: str) -> None:
    assert tuple(re.findall(r"^- \*\*(\w+)\*\* ", entries()[measure], flags=re.MULTILINE)) == FIELDS


@pytest.mark.parametrize("measure", entries())
def test_a_measure_stands_in_the_columns_that_the_page_names(measure: str, built: dict[str, Table]) -> None:
    named = places(entries()[measure])
    assert named
    for name, columns in named.items():
        assert measure in built[name].measures
        assert set(columns) <= {column.name for column in built[name].columns}


@pytest.mark.parametrize("measure", entries())
def test_every_table_of_a_measure_is_named(measure: str, built: dict[str, Table]) -> None:
    claiming = {name for name, table in built.items() if measure in table.measures}
    assert claiming == places(entries()[measure]).keys()


def test_every_inconsistency_of_the_page_is_in_its_list() -> None:
    mentioned = set(re.findall(r"[Ii]nconsistenc(?:y|ies) (\d+)", PAGE)) | set(re.findall(r"ies \d+ and (\d+)", PAGE))
    listed = set(re.findall(r"^\| (\d+) \|", PAGE, flags=re.MULTILINE))
    assert mentioned == listed
