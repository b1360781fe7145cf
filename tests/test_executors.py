from __future__ import annotations

import os
import signal
import sys
import threading
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


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_what_a_program_writes_is_read_to_its_end() -> None:
    with executors.output_of(python("print('a' * 3_000_000, end='')")) as output:
        sizes = [len(block) for block in iter(lambda: output.read(1_000_000), b"")]
        assert (sizes, output.tell()) == ([1_000_000] * 3, 3_000_000)


def test_a_program_that_fails_says_why_once_its_output_has_been_read() -> None:
    with executors.output_of(python("import sys; print('half', end='', flush=True); sys.exit('too dark')")) as output:
        assert output.read(4) == b"half"
        with pytest.raises(executors.Failed, match=r"^too dark$"):
            output.read(4)


def test_a_program_ends_with_the_block_that_reads_it_and_ctrl_c_passes_it_by() -> None:
    with executors.output_of(python("import os\nprint(os.getpid(), flush=True)\nwhile True: pass")) as output:
        process = int(_line(output))
        assert os.getpgid(process) != os.getpgid(0)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def _line(output: executors.Output) -> str:
    return "".join(iter(lambda: output.read(1).decode(), "\n"))


def test_what_is_made_ahead_comes_in_order_and_one_item_early() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for number in range(50):
            made.append(number)
            yield number

    with executors.ahead(items()) as results:
        for number in results:
            assert len(made) <= number + 3
            if number == 40:
                break
    assert made[:41] == list(range(41))
    assert len(made) <= 42
    with executors.ahead(range(50)) as results:
        assert list(results) == list(range(50))


def test_what_making_items_ahead_raises_comes_where_they_would_have_come() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise EOFError

    with executors.ahead(items()) as results:
        assert next(results) == 1
        with pytest.raises(EOFError):
            next(results)


def test_no_thread_is_left_behind_when_using_the_items_fails() -> None:
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError), executors.ahead(range(1000)) as results:
        next(results) / 0
    assert threading.active_count() == before


def test_what_is_done_meanwhile_is_waited_for_where_it_is_wanted() -> None:
    with executors.meanwhile(threading.get_ident) as result:
        assert result() != threading.get_ident()
    with executors.meanwhile(lambda: int("no number")) as result, pytest.raises(ValueError, match="no number"):
        result()
