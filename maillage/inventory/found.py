"""What `maillage init` finds: archives that are read, lists of subscribers, and what is not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maillage.ingest.forms import FORMS, step_for
from maillage.sentences import Said


@dataclass(frozen=True)
class FoundSource:
    """An archive that this version reads. `files`: how many there are directly at `path`.

    `stems`: the different names of its files, years and months apart, where these may be several lists.
    `tells_accounts`: whether a wiki's files say more than a dump does: who has which rights, who is blocked.
    `list_ids`: which of its mails are the list's, where it holds several. `is_mailbox`: whether it is somebody's own
    one, of which nobody but its owner knows which lists are meant.
    """

    name: str
    kind: str
    path: Path
    title: str
    files: int = 1
    merged_into: str | None = None
    stems: tuple[str, ...] = ()
    tells_accounts: bool = True
    list_ids: tuple[str, ...] = ()
    is_mailbox: bool = False


@dataclass(frozen=True)
class FoundRoster:
    """A file that is, or by its name seems to be, a list of subscribers.

    `kind`: its reader, None if no reader takes it. `day`: from its name, else the day it was last changed. `source`:
    the source it most likely belongs to. `list`: which of its lists is meant, where it holds several.
    """

    path: Path
    kind: str | None
    day: date
    source: str | None
    list: str = ""


@dataclass(frozen=True)
class Unread:
    """Files of a form that is known and not read by this version; `form` is a key of `FORMS`."""

    path: Path
    form: str
    files: int = 1

    def described(self, shown: object, path: Path) -> Said:
        """What it is and what can be done, behind its path as it is shown; `path`: as commands name it."""
        what, step = FORMS[self.form].what, step_for(self.form, path)
        return Said("{path}: {what}; {step}", path=shown, what=what, step=step)


@dataclass(frozen=True)
class Inventory:
    """What a folder holds, each part sorted by path."""

    folder: Path
    sources: tuple[FoundSource, ...]
    rosters: tuple[FoundRoster, ...]
    unread: tuple[Unread, ...]
    unrecognised: tuple[Path, ...]
