"""One row a message: who wrote it, in which list and month it counts, or why it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import lru_cache

from maillage.analyze.copies import copies
from maillage.analyze.lists import targets
from maillage.analyze.people.accounts import identity
from maillage.analyze.people.lookup import Lookup
from maillage.decisions import Decisions, Exclusion
from maillage.project import Study
from maillage.store import Store, table


@table("contributions", pk=("message",))
@dataclass(frozen=True, slots=True)
class Contribution:
    """A message as an exchange of a list.

    `source`: the list it counts in (the one that its archive was merged into). `person`: None where no author
    can be read. `day`, `month`: in the study's time zone, None where no date can be read. `counted`: 1, or 0
    with `left_out`: `before-period`, `after-period`, `undated`, `decision: <reason>`, `set-aside: <label>`, `duplicate`
    (another archive that counts in the same list has it).
    """

    message: int
    source: str
    person: int | None
    day: str | None
    month: str | None
    counted: bool
    left_out: str


ROWS = (Contribution,)

MESSAGES = """
    select message, source, message_id, sent_at, address, name, label from messages order by message
"""
PERSONS = "select address, name, person from accounts where kind != 'wiki'"


@dataclass
class Exclusions:
    """Why messages are left out by decision: by (message id, source) or (person, source), source None for all."""

    messages: dict[tuple[str, str | None], str] = field(default_factory=dict)
    persons: dict[tuple[int, str | None], str] = field(default_factory=dict)

    def reason(self, message_id: str, person: int | None, sources: Sequence[str]) -> str:
        """The reason for one message that stands, and counts, in these sources; "" where there is none."""
        for source in (*sources, None):
            if reason := self.messages.get((message_id, source)):
                return reason
            if person is not None and (reason := self.persons.get((person, source))):
                return reason
        return ""


def run(store: Store, study: Study, decisions: Decisions) -> Iterator[Contribution]:
    """Every message that was stored, in their order."""
    persons = {identity(row["address"], row["name"]): row["person"] for row in store.rows(PERSONS)}
    exclusions = _exclusions(store, decisions.exclusions)
    counted_in = targets(study)
    twice = copies(store, study)
    local_day = local_days(study.time_zone)
    begin = study.begin.isoformat() if study.begin else ""
    end = study.end.isoformat() if study.end else "9999-12-31"
    set_aside = frozenset(study.set_aside)
    any_decision = bool(exclusions.messages or exclusions.persons)
    for message, source, message_id, sent_at, address, name, label in store.rows(MESSAGES):
        target = counted_in.get(source, source)
        person = persons.get(identity(address, name))
        day, month = local_day(sent_at) if sent_at else (None, None)
        left_out = outside(day, begin, end)
        if any_decision and (reason := exclusions.reason(message_id, person, (source, target))):
            left_out = f"decision: {reason}"
        elif not left_out and label in set_aside:
            left_out = f"set-aside: {label}"
        elif not left_out and message in twice:
            left_out = "duplicate"
        yield Contribution(message, target, person, day, month, not left_out, left_out)


def outside(day: str | None, begin: str, end: str) -> str:
    """Why a day is not in a period whose first and last day are in it; "" where it is."""
    if day is None:
        return "undated"
    if day < begin:
        return "before-period"
    return "after-period" if day > end else ""


def local_days(zone: tzinfo) -> Callable[[str], tuple[str, str]]:
    """A function from a point of time, `2015-03-31T22:30:00Z`, to its day and month in a time zone.

    It converts every quarter of an hour once: in no zone of use do days begin, or offsets change, inside one.
    """

    @lru_cache(maxsize=65536)
    def of_quarter(hour: str, quarter: int) -> tuple[str, str]:
        moment = datetime.fromisoformat(f"{hour}:{quarter * 15:02}:00+00:00")
        day = moment.astimezone(zone).date().isoformat()
        return day, day[:7]

    def local_day(sent_at: str) -> tuple[str, str]:
        return of_quarter(sent_at[:13], int(sent_at[14:16]) // 15)

    return local_day


def _exclusions(store: Store, decided: Sequence[Exclusion]) -> Exclusions:
    result = Exclusions()
    lookup = Lookup(store) if any(one.what == "author" for one in decided) else None
    for one in decided:
        reason = one.reason or "excluded"
        if one.what == "message":
            result.messages[one.value, one.source] = reason
        elif lookup:
            for person in lookup.persons(one.value):
                result.persons[person, one.source] = reason
    return result
