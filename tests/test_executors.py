from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from maillage import executors


def place(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def test_results_come_in_the_order_of_the_items_whatever_the_number_of_processes() -> None:
    alone = [square for square, _ in executors.mapped(place, range(20), 1)]
    together = [square for square, _ in executors.mapped(place, range(20), 2)]
    assert alone == together == [number * number for number in range(20)]


def test_one_process_is_this_one_and_several_are_others() -> None:
    assert {process for _, process in executors.mapped(place, range(3), 1)} == {os.getpid()}
    assert os.getpid() not in {process for _, process in executors.mapped(place, range(3), 2)}


def held_back(_: int) -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_who_interrupts_the_program_interrupts_no_worker() -> None:
    assert set(executors.mapped(held_back, range(4), 2)) == {True}
    assert not held_back(0)


def test_items_are_taken_as_they_are_needed() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = executors.mapped(place, items(), 2)
    next(results)
    assert len(taken) <= 2 * executors.AHEAD + 1
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("wanted", "found"), [("3", 3), ("0", 1), ("1", 1)])
def test_the_environment_says_how_many(wanted: str, found: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_WORKERS", wanted)
    assert executors.workers() == found


def test_without_a_word_all_cores_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_WORKERS", "many")
    assert executors.workers() == len(os.sched_getaffinity(0))
