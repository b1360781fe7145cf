"""docs/commands.md has the commands, options and exit codes of the program, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from maillage import errors
from maillage.cli import app
from maillage.cli.options import Format

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^## maillage(?: ([\w ]+))?\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = {found[1] or "": found[2] for found in SECTION.finditer(PAGE)}
CODES = {int(code): meaning for code, meaning in re.findall(r"^\| (\d+) \| (.+) \|$", PAGE, re.MULTILINE)}
GROUP = typer.main.get_command(app)


def commands() -> Iterator[tuple[str, Any]]:
    """The commands by name, those of a group behind its name; the group itself has no options."""
    yield "", GROUP
    for name, command in GROUP.commands.items():  # type: ignore[attr-defined]  # a group
        inner = getattr(command, "commands", None)
        yield from {f"{name} {below}": inner[below] for below in inner}.items() if inner else [(name, command)]


COMMANDS = dict(commands())


def offered(command: str) -> set[str]:
    """The options and arguments of a command, each by all its spellings."""
    names: set[str] = set()
    for parameter in COMMANDS[command].params:
        if parameter.param_type_name == "argument":
            names.add(parameter.name.upper())
        else:
            names |= {*parameter.opts, *parameter.secondary_opts}
    return names


def test_every_command_and_no_other() -> None:
    assert SECTIONS.keys() == COMMANDS.keys()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_and_no_other(command: str) -> None:
    rows = re.findall(r"^\| (`.+?) \| ", SECTIONS[command], re.MULTILINE)
    written = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert written - {"--help"} == offered(command) - {"--help"}


@pytest.mark.parametrize("command", [command for command in COMMANDS if command])
def test_every_command_has_an_example(command: str) -> None:
    assert re.search(rf"```console\n\$ maillage {command}\b.*\n```", SECTIONS[command])


def test_every_format() -> None:
    assert {form.value for form in Format} == set(re.findall(r"`(\w+)`", PAGE.split("| `--format`, `-f` |")[1][:90]))


def test_every_exit_code_of_an_error() -> None:
    classes = [found for found in vars(errors).values() if isinstance(found, type)]
    assert {found.exit_code for found in classes if issubclass(found, errors.MaillageError)} <= CODES.keys()
    assert set(CODES) == {*range(8), 130}


def test_the_help_names_the_same_codes() -> None:
    told = app.info.epilog
    assert isinstance(told, str)
    assert {int(code) for code in re.findall(r"\b(\d)\b", told.partition("Exit codes")[2])} <= CODES.keys()
