"""Progress on a terminal; nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from maillage.sentences import SENTENCES, Said, say

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

STAGES = {
    "fetch": "fetching",
    "ingest": "ingest",
    "read": "reading",
    "read-pages": "reading-pages",
    "words": "following",
    "analyze": "analyze",
    "report": "report-stage",
}


class Progress(Protocol):
    """What shows people that work goes on."""

    def begin(self, what: str, total: int) -> None:
        """A stage begins; `total` steps (bytes when reading) are ahead."""

    def advance(self, steps: int) -> None:
        """So many of them are done."""

    def tell(self, what: Said | None) -> None:
        """Why it does not go on at the moment; None when it does again."""


class Silent:
    """No progress, as under cron."""

    def begin(self, what: str, total: int) -> None:
        """Nothing."""

    def advance(self, steps: int) -> None:
        """Nothing."""

    def tell(self, what: Said | None) -> None:
        """Nothing."""


class Bar:
    """One rich bar per stage, on standard error."""

    def __init__(self, bars: Bars, language: str) -> None:
        self._bars = bars
        self._language = language
        self._task: TaskID | None = None
        self._title = ""

    def begin(self, what: str, total: int) -> None:
        """A stage begins; a `total` of 0 is not known."""
        self._finish()
        key = STAGES.get(what, what)
        self._title = say(key, self._language) if key in SENTENCES else what
        self._task = self._bars.add_task(self._title, total=total or None)

    def advance(self, steps: int) -> None:
        """So many steps are done."""
        if self._task is not None:
            self._bars.advance(self._task, steps)

    def tell(self, what: Said | None) -> None:
        """Say behind the title why it waits."""
        if self._task is not None:
            title = f"{self._title} – {what.said(self._language)}" if what else self._title
            self._bars.update(self._task, description=title)

    def _finish(self) -> None:
        if self._task is not None:
            task = self._bars.tasks[-1]
            self._bars.update(self._task, total=task.completed or 1, completed=task.completed or 1)


@contextmanager
def shown(language: str, *, quiet: bool) -> Iterator[Progress]:
    """Bars while something runs, unless quiet or not on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield Bar(bars, language)
