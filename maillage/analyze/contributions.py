"""One row a message: who wrote it, in which list and month it counts, or why it does not."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.store import table


@table("contributions", pk=("message",))
@dataclass(frozen=True)
class Contribution:
    """A message as an exchange of a list.

    `source`: the list it counts in (the one that its archive was merged into). `person`: None where no author
    can be read. `day`, `month`: in the study's time zone, None where no date can be read. `counted`: 1, or 0
    with `left_out`: `before-period`, `after-period`, `undated`, `decision: <reason>`, `set-aside: <label>`.
    """

    message: int
    source: str
    person: int | None
    day: str | None
    month: str | None
    counted: bool
    left_out: str


ROWS = (Contribution,)
