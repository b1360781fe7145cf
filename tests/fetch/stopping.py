"""A fetch that is killed in the middle, by the system and without a word."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

from command_line import COMMAND, environment
from fetch.archives import files


def killed(kind: str, url: str, folder: Path, after: int, *options: str) -> int:
    """Kill a fetch as soon as so many files are there, and say how many there were then."""
    arguments = [COMMAND, "fetch", url, "--to", str(folder), "--kind", kind, "--quiet", *options]
    with subprocess.Popen(arguments, env=environment(), stderr=subprocess.PIPE, text=True) as process:
        while len(files(folder)) < after:
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    return len(files(folder))


def as_it_is(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and the time of each file of a copy that readers see."""
    kept = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in kept}
