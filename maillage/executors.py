"""Work in one process or in several: the only code that starts a worker, a thread or another program.

Whatever the number of workers, the results are the same and in the same order.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

PIPED = 1 << 20  # bytes that another program may be ahead of its reader
AHEAD = 2  # items that wait for each worker: enough to keep it busy, few enough to keep memory flat


def workers() -> int:
    """How many processes may work at once: the cores that this one may use; `MAILLAGE_WORKERS` says otherwise."""
    wanted = os.environ.get("MAILLAGE_WORKERS", "")
    return max(1, int(wanted)) if wanted.isdigit() else _cores()


def _cores() -> int:
    """The cores that this process may use, where the system can tell (Linux), else those of the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def mapped(work: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """What `work` makes of each item, in their order; `work` and the items must be picklable for two and more."""
    if processes < 2:
        yield from map(work, items)
        return
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    left = iter(items)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        with _undisturbed():  # the first items start the workers
            waiting: deque[Future[Result]] = deque(pool.submit(work, item) for item in islice(left, AHEAD * processes))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(work, item) for item in islice(left, 1))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back Ctrl-C while workers start, and from them for good: who stops the program stops this process.

    A worker that is interrupted, or whose start is, would show where; this process ends its workers itself.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def ahead(items: Iterable[Item]) -> Iterator[Iterator[Item]]:
    """The items in their order, a thread making the next one while one is used.

    What making them raises is raised where they would have come. When the block is left, however that is, the thread
    ends as soon as the item that it is making is made.
    """
    from concurrent.futures import Future, ThreadPoolExecutor

    left = iter(items)
    thread = ThreadPoolExecutor(1)

    def asked() -> Future[list[Item]]:
        return thread.submit(lambda: list(islice(left, 1)))

    def made() -> Iterator[Item]:
        waiting = asked()
        while found := waiting.result():
            waiting = asked()
            yield from found

    try:
        yield made()
    finally:
        thread.shutdown(cancel_futures=True)


@contextmanager
def meanwhile(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """What a thread does while the block runs; called, it waits for the result, or raises what went wrong."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(work).result


class Failed(RuntimeError):
    """A program that ended with an error; its text is the last that the program said of it."""


class Output:
    """What another program writes, read while it works. Read to its end, it tells whether the program failed."""

    def __init__(self, stream: IO[bytes], ended: Callable[[], str]) -> None:
        self._stream = stream
        self._ended = ended
        self._place = 0

    def tell(self) -> int:
        """How many bytes have been read."""
        return self._place

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end. Raises Failed once all that the program wrote has been read."""
        block = self._stream.read(size)
        if not block and (reason := self._ended()):
            raise Failed(reason)
        self._place += len(block)
        return block


@contextmanager
def output_of(command: Sequence[str | Path]) -> Iterator[Output]:
    """What a program writes to its standard output. It has ended when the block is left, however that is.

    Ctrl-C is for this process alone, which ends the program; if this process is killed, the program ends at its next
    write. Raises OSError where the program cannot be started.
    """
    import subprocess
    import tempfile

    group = 0 if os.name == "posix" else None  # one of its own, so that the terminal's Ctrl-C passes it by
    with tempfile.TemporaryFile() as said:
        with _undisturbed():
            process = subprocess.Popen(  # noqa: S603 who calls names the program
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                bufsize=PIPED,
                pipesize=PIPED,
                process_group=group,
            )

        def ended() -> str:
            """What the program said when it failed; "" when it did not."""
            if process.wait() == 0:
                return ""
            said.seek(0)
            lines = said.read().decode("utf-8", "replace").split("\n")
            return next((line.strip() for line in reversed(lines) if line.strip()), f"status {process.returncode}")

        pipe = process.stdout
        assert pipe is not None  # noqa: S101 it was asked for
        try:
            yield Output(pipe, ended)
        finally:
            pipe.close()
            process.kill()
            process.wait()
