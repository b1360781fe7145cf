"""docs/schema.md describes the file that a run really makes, no more and no less."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

import pytest

from maillage.ingest import automatic
from maillage.store import schema

PAGE = (Path(__file__).parents[2] / "docs" / "schema.md").read_text(encoding="utf-8")
TABLES, VALUES = PAGE.split("\n## Values\n")
SHEET = re.compile(r"^(?:### (?P<name>\S+)$|\| `(?P<row>[^`]+)` \| (?P<meaning>.+) \|$)", re.MULTILINE)
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
# What a cell may say in its `codes`, by column.
SAID = ("id_source", "date_source", "left_out", "label", "repairs")


def described(text: str) -> dict[str, dict[str, str]]:
    """What each heading of a text describes: its rows, with what they mean."""
    found: dict[str, dict[str, str]] = {}
    for line in SHEET.finditer(text):
        if line["name"]:
            assert line["name"] not in found
            rows = found[line["name"]] = {}
        else:
            assert line["row"] not in rows
            rows[line["row"]] = line["meaning"]
    return found


@pytest.fixture(scope="module")
def database(demo_study: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{(demo_study / 'maillage.db').as_uri()}?mode=ro", uri=True)) as opened:
        opened.row_factory = sqlite3.Row
        yield opened


def columns(database: sqlite3.Connection) -> dict[str, list[str]]:
    query = """
        select tables.name as name, columns.name as column
        from sqlite_master as tables join pragma_table_info(tables.name) as columns
        where tables.type in ('table', 'view') order by tables.rowid, columns.cid
    """
    return {
        name: [row["column"] for row in rows] for name, rows in groupby(database.execute(query), lambda row: row[0])
    }


def test_every_table_and_column_and_no_other(database: sqlite3.Connection) -> None:
    assert {name: list(rows) for name, rows in described(TABLES).items()} == columns(database)


def test_every_column_has_a_meaning() -> None:
    assert all(len(meaning) > 3 for rows in described(TABLES).values() for meaning in rows.values())


def test_it_names_the_marks_of_the_file(database: sqlite3.Connection) -> None:
    assert database.execute("pragma application_id").fetchone()[0] == schema.APPLICATION_ID
    assert f"`pragma application_id` is {schema.APPLICATION_ID} " in PAGE
    assert f"of the schema, {schema.VERSION}." in PAGE.replace("\n", " ")


@pytest.mark.parametrize("column", SAID)
def test_every_value_that_occurs_is_explained(column: str, database: sqlite3.Connection) -> None:
    table = "contributions" if column == "left_out" else "messages"
    found = {row[0] for row in database.execute(f"select distinct {column} from {table}")}
    codes = {code for value in found for code in (value.split() if column == "repairs" else [value]) if code}
    known = described(VALUES)[column]
    assert {re.sub(r"^(set-aside|decision): .*", r"\1", code) for code in codes} <= {row.split(":")[0] for row in known}


def test_the_labels_are_those_of_the_program() -> None:
    assert tuple(described(VALUES)["label"]) == automatic.LABELS


def test_the_repairs_are_those_of_the_program() -> None:
    folder = Path(automatic.__file__).parent
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.py"))]
    written = set()
    for text in texts:
        named = dict(re.findall(r'^(\w+) = "([^"]+)"$', text, re.MULTILINE))
        for literal, name in re.findall(r'repairs\.append\((?:f?"([^"]+)"|(\w+))\)', text):
            written.add(literal or named[name])
    headers = re.search(r"for name in \(([^)]+)\):\n\s+author = read_author", "".join(texts))
    assert headers
    written |= {f"author-from-{name}" for name in re.findall(r'"([^"]+)"', headers[1])}
    assert written - {"author-from-{name}"} == set(described(VALUES)["repairs"])


def test_cells_that_list_their_values_list_all(database: sqlite3.Connection) -> None:
    """A meaning that is a list of codes and nothing else has every code that occurs."""
    for table, rows in described(TABLES).items():
        for column, meaning in rows.items():
            if re.fullmatch(r"(?:`[\w-]+`(?:, | or )?)+", meaning):
                known = set(re.findall(r"`([\w-]+)`", meaning))
                found = {row[0] for row in database.execute(f'select distinct "{column}" from "{table}"')}
                assert found <= known, f"{table}.{column}"


@pytest.mark.parametrize("query", QUERIES, ids=["authors", "behind", "answers"])
def test_the_queries_answer(query: str, database: sqlite3.Connection) -> None:
    assert database.execute(query).fetchall()


def test_a_figure_and_the_mails_behind_it_agree(database: sqlite3.Connection) -> None:
    written = database.execute(
        "select sum(messages) from person_months where source = 'tiers-lieux' and month = '2015-03'"
    ).fetchone()[0]
    assert len(database.execute(QUERIES[1]).fetchall()) == written
