"""Maillage as its users start it: the installed command, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("maillage"))
# Nothing of the machine that runs the tests: no colour, no width, no language but this.
CLEAN = {"LANG": "C.UTF-8", "COLUMNS": "80", "NO_COLOR": "1", "PYTHONWARNINGS": "error::ResourceWarning"}
KEPT = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "MPLCONFIGDIR")


def environment(**more: str) -> dict[str, str]:
    """The environment that a command gets."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | CLEAN | more


def maillage(*arguments: str | Path, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; `more` is added to its environment. It never shows a traceback."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        cwd=cwd,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "Exception ignored" not in done.stderr, done.stderr
    return done


def said(*arguments: str | Path, cwd: Path | None = None, **more: str) -> str:
    """What a command that succeeds prints, with nothing on standard error."""
    done = maillage(*arguments, cwd=cwd, **more)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
