"""Work in one process or in several: the only code that starts a worker.

Whatever the number of workers, the results are the same and in the same order.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

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
