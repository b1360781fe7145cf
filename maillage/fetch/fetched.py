"""What a fetch brought."""

from __future__ import annotations

from dataclasses import dataclass

from maillage.errors import NotFetched
from maillage.sentences import Said


@dataclass
class Fetched:
    """What a fetch of one source brought.

    `requests`: those that were answered; of a wiki, those of its listings. `size`: bytes that came, of the files of a
    list. `new`, `changed`, `unchanged`: files of a list, by what this fetch made of them; those that it had no reason
    to ask for are not counted. `revisions`, `events`: of a wiki, those that came, told again or not. `notes`: what
    whoever reads the result should know. `failure`: why it did not come to its end; what came before is kept.
    """

    source: str
    kind: str = ""
    requests: int = 0
    size: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    revisions: int = 0
    events: int = 0
    notes: tuple[Said, ...] = ()
    failure: NotFetched | None = None
