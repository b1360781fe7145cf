"""One direction: archive → ingest → records → store → analyze → reports, and nothing looks upstream."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import maillage

PACKAGE = Path(maillage.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# What each part may import of the others. Those that put the parts together are free: cli, pipeline, update.
MAY_IMPORT = {
    "french": set(),
    "sentences": {"french"},
    "errors": {"sentences"},
    "records": set(),
    "demo": set(),
    "executors": set(),
    "project": {"errors", "sentences"},
    "decisions": {"errors", "project", "sentences"},
    "answers": {"decisions", "errors", "project", "sentences"},
    "progress": {"sentences"},
    "fetch": {"errors", "progress", "project", "sentences", "__version__"},
    "ingest": {"errors", "executors", "records", "sentences"},
    "inventory": {"errors", "ingest", "project", "sentences"},
    "store": {"errors", "executors", "project", "records", "sentences"},
    "analyze": {"decisions", "errors", "executors", "project", "sentences", "store"},
    "coding": {"analyze", "decisions", "errors", "project", "sentences", "store"},
    "reports": {"analyze", "coding", "decisions", "errors", "project", "sentences", "store", "__version__"},
    "update": {"errors", "executors", "ingest", "progress", "project", "records", "sentences", "store"},
    "pipeline": {"analyze", "decisions", "fetch", "progress", "project", "reports", "store", "update", "__version__"},
}
UNBOUND = {"__init__", "cli"}
# Nothing but `fetch` opens a connection, and there only what its guard opens; archives stay on the machine they are on.
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "imaplib", "asyncio", "httpx"}
ASKING = {"mwclient", "requests", "urllib3", "keyring"}
# Only `executors` starts processes, threads and programs; the programs are decompressors that the machine has.
WORKERS = {"subprocess", "multiprocessing", "threading", "concurrent", "dask"}
# The files of SQLite that are no study's: a site's backup, which is read as an archive and made for the demo.
OTHER_BASES = {"ingest/spip/sqlite.py", "demo/sites/backup.py"}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools"}


def part(file: Path) -> str:
    """The part of the program that a module belongs to: its folder, or itself."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(file: Path) -> Iterator[str]:
    """The full names of what a module imports, at its top or later."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(file: Path) -> Iterator[str]:
    """What a module calls, as it is written: `print`, `typer.echo`."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def name(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def test_every_part_has_its_rule() -> None:
    assert {part(file) for file in MODULES} - UNBOUND == MAY_IMPORT.keys()


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_nothing_looks_upstream(file: Path) -> None:
    if part(file) in UNBOUND:
        return
    own = {full.split(".")[1] for full in imported(file) if full.startswith("maillage.")}
    assert own - {part(file)} <= MAY_IMPORT[part(file)]


def test_the_demo_needs_the_standard_library_only() -> None:
    others = {full.split(".")[0] for file in MODULES if part(file) == "demo" for full in imported(file)}
    assert others - {"maillage"} <= sys.stdlib_module_names


def test_only_the_store_opens_the_database() -> None:
    reach = {name(file) for file in MODULES for full in imported(file) if full in ("sqlite3", "sqlite3.connect")}
    assert reach - OTHER_BASES == {"store/database.py"}


def test_only_the_store_writes_to_the_database() -> None:
    """Others are handed rows; what they run of their own begins with select or with."""
    writers = {name(file) for file in MODULES for called in calls(file) if "connection.execute" in called}
    assert {writer.partition("/")[0] for writer in writers - OTHER_BASES} == {"store"}


def test_only_the_command_line_prints() -> None:
    printing = {"print", "typer.echo", "typer.secho", "sys.stdout.write", "sys.stderr.write"}
    assert {
        name(file) for file in MODULES for called in calls(file) if called in printing and part(file) != "cli"
    } == set()


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_nothing_opens_a_connection_or_starts_a_program(file: Path) -> None:
    forbidden = NETWORK if part(file) == "fetch" else NETWORK | ASKING
    forbidden = forbidden - {"socket", "ssl"} if name(file) == "fetch/guard.py" else forbidden
    found = {full for full in imported(file) if {full, full.split(".")[0], full.rpartition(".")[0]} & forbidden}
    workers = {full for full in imported(file) if full.split(".")[0] in WORKERS}
    assert found == set()
    assert workers == set() or part(file) == "executors"


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_only_what_can_be_named_is_caught(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert again or caught not in ("everything", "Exception", "BaseException")


def test_a_module_is_named_after_what_it_holds() -> None:
    assert {name(file) for file in MODULES if file.stem in NAMELESS or file.parent.name in NAMELESS} == set()
