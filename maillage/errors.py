"""What can go wrong, each with its exit code. An error names the thing, the reason and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class MaillageError(Exception):
    """Shown to users as one sentence, without a traceback. `exit_code` is what the command ends with."""

    exit_code = 1


class UnreadableArchive(MaillageError):
    """A whole source or file is unusable; one bad message never raises this."""

    exit_code = 3

    def __init__(self, path: Path, reason: str, next_step: str) -> None:
        super().__init__(f"cannot read {path}: {reason}; {next_step}")
        self.path = path
        self.reason = reason
        self.next_step = next_step


class InvalidStudy(MaillageError):
    """The study file, or a decisions file, has mistakes: all of them, each with its line."""

    exit_code = 4

    def __init__(self, path: Path, mistakes: Sequence[str]) -> None:
        lines = "".join(f"\n  {mistake}" for mistake in mistakes)
        count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        super().__init__(f"{path} has {count} to correct:{lines}")
        self.path = path
        self.mistakes = tuple(mistakes)


class DatabaseError(MaillageError):
    """The database file is missing, not ours, locked, or cannot be written."""

    exit_code = 5

    def __init__(self, path: Path, reason: str, next_step: str) -> None:
        super().__init__(f"cannot use {path}: {reason}; {next_step}")
        self.path = path


class UnwritableReport(MaillageError):
    """A report cannot be written where it was asked for."""

    exit_code = 6

    def __init__(self, path: Path, reason: str, next_step: str) -> None:
        super().__init__(f"cannot write {path}: {reason}; {next_step}")
        self.path = path


class UnknownName(MaillageError):
    """A table, source or network that the study does not have."""

    exit_code = 2

    def __init__(self, what: str, name: str, known: Sequence[str]) -> None:
        super().__init__(f"there is no {what} called {name!r}; there are: {', '.join(known) or 'none'}")
