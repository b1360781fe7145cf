"""What can go wrong, each with its exit code. An error names the thing, the reason and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from maillage.sentences import Said


class MaillageError(Exception):
    """Shown to users as one sentence, without a traceback. `exit_code` is what the command ends with.

    Its `str` is English, for logs; `said` is for people. `language`: that of the file it is about, where known.
    """

    exit_code = 1

    def __init__(self, sentence: Said, *lines: Said, language: str | None = None) -> None:
        self.sentences = (sentence, *lines)
        self.language = language
        super().__init__("\n  ".join(self.sentences))

    def said(self, language: str) -> str:
        """The sentence in a language, `fr` or `en`, with the lines that belong to it."""
        return "\n  ".join(sentence.said(language) for sentence in self.sentences)


class UnreadableArchive(MaillageError):
    """A whole source or file is unusable; one bad message never raises this."""

    exit_code = 3

    def __init__(self, path: Path, reason: Said, next_step: Said) -> None:
        super().__init__(
            Said("cannot read {path}: {reason}; {next_step}", path=path, reason=reason, next_step=next_step)
        )
        self.path = path
        self.reason = reason
        self.next_step = next_step


class InvalidStudy(MaillageError):
    """The study file, or a decisions file, has mistakes: all of them, each with its line."""

    exit_code = 4

    def __init__(self, path: Path, mistakes: Sequence[Said], *, language: str | None = None) -> None:
        one = Said("{path} has 1 mistake to correct:", path=path)
        more = Said("{path} has {count} mistakes to correct:", path=path, count=len(mistakes))
        super().__init__(one if len(mistakes) == 1 else more, *mistakes, language=language)
        self.path = path
        self.mistakes = tuple(mistakes)


class DatabaseError(MaillageError):
    """The database file is missing, not ours, locked, or cannot be written."""

    exit_code = 5

    def __init__(self, path: Path, reason: Said, next_step: Said) -> None:
        super().__init__(
            Said("cannot use {path}: {reason}; {next_step}", path=path, reason=reason, next_step=next_step)
        )
        self.path = path


class UnwritableReport(MaillageError):
    """A report cannot be written where it was asked for."""

    exit_code = 6

    def __init__(self, path: Path, reason: Said, next_step: Said) -> None:
        super().__init__(
            Said("cannot write {path}: {reason}; {next_step}", path=path, reason=reason, next_step=next_step)
        )
        self.path = path


class UnknownName(MaillageError):
    """A table, source or network that the study does not have."""

    exit_code = 2

    def __init__(self, what: Said, name: str, known: Sequence[str]) -> None:
        names = ", ".join(known) or Said("none")
        super().__init__(
            Said("there is no {what} called {name!r}; there are: {known}", what=what, name=name, known=names)
        )


class NotFetched(MaillageError):
    """What is on a server, a list's archive or a wiki, cannot be copied, or not to its end; what came is kept."""

    exit_code = 7

    def __init__(self, what: str, reason: Said, next_step: Said) -> None:
        super().__init__(
            Said("cannot fetch {what}: {reason}; {next_step}", what=what, reason=reason, next_step=next_step)
        )
        self.what = what
        self.reason = reason
        self.next_step = next_step
