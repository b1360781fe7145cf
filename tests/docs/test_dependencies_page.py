"""docs/dependencies.md has the libraries of pyproject.toml, and the program needs no other."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def names(requirements: list[str]) -> list[str]:
    return [re.match(r"[\w-]+", requirement)[0] for requirement in requirements]  # type: ignore[index]  # it matches


def rows(heading: str) -> list[list[str]]:
    """The rows of the table below a heading, without its two first lines."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize(
    ("heading", "requirements"),
    [
        ("At run time", PROJECT["project"]["dependencies"]),
        (
            "For lists and wikis on servers: `pip install 'maillage[fetch]'`",
            PROJECT["project"]["optional-dependencies"]["fetch"],
        ),
        ("For wikis: `pip install 'maillage[wiki]'`", PROJECT["project"]["optional-dependencies"]["wiki"]),
        ("For public-inbox: `pip install 'maillage[git]'`", PROJECT["project"]["optional-dependencies"]["git"]),
        ("For developers", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_every_library_and_no_other(heading: str, requirements: list[str]) -> None:
    assert [row[0] for row in rows(heading)] == names(requirements)


def test_each_says_what_for_and_what_else_was_tried() -> None:
    assert all(len(cell) > 3 for row in rows("At run time") for cell in row)


def test_what_the_program_imports_is_declared() -> None:
    brought = {
        "markupsafe": "jinja2",
        "cchardet": "faust-cchardet",
        "sqlite_utils": "sqlite-utils",
        "python_calamine": "python-calamine",
    }
    found = set()
    for file in (ROOT / "maillage").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(str(node.module).split(".")[0])
    project = PROJECT["project"]
    declared = set(names([*project["dependencies"], *chain(*project["optional-dependencies"].values())]))
    assert {brought.get(name, name) for name in found} - sys.stdlib_module_names - {"maillage"} <= declared


def test_each_has_a_lower_bound() -> None:
    project = PROJECT["project"]
    required = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    assert all(">=" in requirement for requirement in required)
