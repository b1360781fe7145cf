"""Programs that serve on loopback for as long as tests need them, and end with whoever started them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

LONGEST_START = 60.0  # seconds, on a machine that has other things to do
LONGEST_END = 10.0


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Whether something answers on a port of loopback."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def environment(**more: str) -> dict[str, str]:
    """What a program gets of this process's environment, and `more`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", **more}


def ran(
    *command: str | Path,
    env: Mapping[str, str],
    said: str | bytes = b"",
    well: Sequence[int] = (0,),
    longest: float = 600,
) -> bytes:
    """What a program prints that runs to its end. `said`: its standard input; `well`: exit codes of success."""
    given = said.encode() if isinstance(said, str) else said
    done = subprocess.run(
        list(map(str, command)), env=dict(env), input=given, capture_output=True, timeout=longest, check=False
    )
    assert done.returncode in well, (
        f"{command}: {done.returncode}\n{done.stdout[-2000:].decode(errors='replace')}"
        f"{done.stderr[-2000:].decode(errors='replace')}"
    )
    return done.stdout


class Serving:
    """A program in a process group of its own, whose output goes to a file."""

    def __init__(self, log: Path, command: Sequence[str | Path], env: Mapping[str, str]) -> None:
        self.log = log
        dies_too = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                [*dies_too, *map(str, command)],
                env=dict(env), stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip

    @property
    def number(self) -> int:
        """The number of its process."""
        return self._process.pid

    def wait(self, answers: Callable[[], bool]) -> None:
        """Wait until it answers. Raises RuntimeError with the end of its output when it does not."""
        until = time.monotonic() + LONGEST_START
        while time.monotonic() < until and self._process.poll() is None:
            if answers():
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"{self.log.stem} does not start: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End it and what it started."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, how)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(LONGEST_END)
        until = time.monotonic() + LONGEST_END
        with suppress(ProcessLookupError):
            while time.monotonic() < until:
                os.killpg(self._process.pid, 0)
                time.sleep(0.01)
