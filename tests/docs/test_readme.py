"""README.md and LISEZMOI.md show what the commands really print.

In their `console` blocks a line `…` stands for any lines, and `…` inside a line for any text. Blocks that show
commands without any output are advice, and not run.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from command_line import COMMAND, environment, maillage

ROOT = Path(__file__).parents[2]
PAGES = {"README.md": "C.UTF-8", "LISEZMOI.md": "fr_FR.UTF-8"}
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("benchmarks/*.md")])


def blocks(page: str) -> list[list[tuple[str, list[str]]]]:
    """The commands of each block, each with the lines below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL):
        commands: list[tuple[str, list[str]]] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                commands.append((line[2:], []))
            else:
                commands[-1][1].append(line)
        found.append(commands)
    return found


def spaced(text: str) -> str:
    """A text with plain single spaces and no empty line, as layout is not what is promised."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def pattern(lines: list[str]) -> re.Pattern[str]:
    written = spaced("\n".join(lines))
    parts = (
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in written.splitlines()
    )
    return re.compile("".join(parts))


@pytest.mark.parametrize("page", PAGES)
def test_its_commands_print_what_it_shows(page: str, tmp_path: Path) -> None:
    path = f"{Path(COMMAND).parent}:{environment()['PATH']}"
    here, ran = tmp_path, 0
    for commands in blocks(page):
        if not any(shown for _, shown in commands):
            continue
        for command, shown in commands:
            if command.startswith("cd "):
                here /= command[3:]
                continue
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=here,
                env=environment(PATH=path, LANG=PAGES[page]),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert (done.returncode, done.stderr) == (0, ""), command
            assert pattern(shown).fullmatch(spaced(done.stdout)), f"{command}\n{done.stdout}"
            ran += 1
    assert ran >= 8


def test_both_show_the_same_commands() -> None:
    english, french = ([command for block in blocks(page) for command, _ in block] for page in PAGES)
    assert [command for command in english if not command.startswith("sed ")] == french


@pytest.mark.parametrize("page", ["how-to-animator.md", "guide-animateur.md"])
def test_its_commands_name_who_never_wrote(page: str, demo_study: Path) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    commands = re.findall(r"^\$ maillage (table silent-members .*?)(?: >.*)?$", text, re.MULTILINE)
    one_list, everywhere = (maillage(*command.split(), cwd=demo_study).stdout for command in commands)
    assert one_list
    with closing(sqlite3.connect(demo_study / "maillage.db")) as database:
        silent = database.execute("select sum(silent) from silences").fetchone()[0]
    assert len(everywhere.splitlines()) == silent + 1


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_its_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", [page for page in DOCS if page.name == "LISEZMOI.md" or "guide-" in page.name])
def test_french_is_typeset_as_french(page: Path) -> None:
    """No-break spaces before high punctuation and inside guillemets, curly apostrophes; code apart."""
    prose = re.sub(r"```.*?```|`[^`\n]+`|\]\([^)]+\)", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r".{12} [:;!?»](?:\s|$)|« .{12}|\w'\w", prose) == []


def test_the_version_is_the_same_everywhere() -> None:
    from maillage import __version__

    assert f'\nversion: "{__version__}"\n' in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f'\nversion = "{__version__}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
