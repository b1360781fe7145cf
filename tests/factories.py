"""Real stores with rows of our own: a list, its messages, its subscribers, in one line each."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from maillage.analyze.profiles import page_readings, readings
from maillage.decisions import Decisions
from maillage.project import Source, Study, Thresholds
from maillage.store import Store

PEOPLE_STEPS = (
    "people.accounts",
    "contributions",
    "volume",
    "authors",
    "regulars",
    "intensive",
    "profiles.attributions",
    "profiles.profiles",
    "silence",
    "doubles",
)

MESSAGE = """
    insert into messages (source, part, place, size, message_id, id_source, sent_at, utc_offset, date_source,
      date_written, from_written, address, name, to_written, cc_written, subject, in_reply_to, reference_ids,
      list_id, labels, label, label_reason, repairs)
    values (:source, 1, :place, 100, :message_id, 'header', :sent_at, 60, 'date', '', '', :address, :name,
      '', '', '', '', '', '', '', :label, '', '')
"""
ROSTER = "insert into rosters values (:roster, :source, '', 'csv', :taken_on, '', 0, 0)"
SUBSCRIPTION = "insert into subscriptions values (:roster, :place, :address, :name, :subscribed, :gone, '')"


def study(root: Path, *sources: Source, thresholds: Thresholds | None = None, **settings: Any) -> Study:
    """A study of these lists, or of one called `makers`, with the thesis's thresholds."""
    return Study(
        file=root / "maillage.toml",
        title="A study",
        sources=sources or (source("makers"),),
        time_zone=settings.pop("time_zone", ZoneInfo("Europe/Paris")),
        thresholds=thresholds or Thresholds(),
        **{"database": root / "maillage.db", **settings},
    )


def source(name: str, created: str | None = None, network: str = "", **settings: Any) -> Source:
    """A list; `created` as `2015-03`."""
    begun = date.fromisoformat(f"{created}-01") if created else None
    return Source(name, "mbox", Path(f"{name}.mbox"), created=begun, network=network, **settings)


class Archive:
    """A store being filled. Use it in a `with` block, and give its `store` to what is tested."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.store = Store.open(root / "study.db", write=True)
        for pragma in ("synchronous = off", "journal_mode = memory"):  # it need not outlive the test
            self.store.connection.execute(f"pragma {pragma}")
        with self.store.transaction():
            self.store.rebuild((*readings.ROWS, *page_readings.ROWS), ())
        self._numbers = count(1)
        self._rosters = count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def message(self, source: str = "makers", sent: str | None = "2015-03-02T10:00:00Z", **columns: Any) -> str:
        """Add a message; its id. `sent` may be a day or month only; `by` an address."""
        number = next(self._numbers)
        values = {"address": columns.pop("by", ""), "name": "", "label": "", "message_id": f"m{number}@x"}
        row = {"source": source, "place": str(number), "sent_at": moment(sent), **values, **columns}
        self.store.connection.execute(MESSAGE, row)
        return str(row["message_id"])

    def messages(self, times: int, source: str = "makers", **columns: Any) -> None:
        """Add the same message several times."""
        for _ in range(times):
            self.message(source, **columns)

    def roster(
        self,
        source: str = "makers",
        taken_on: str = "2017-06-01",
        addresses: Iterable[str] = (),
        names: Mapping[str, str] | None = None,
    ) -> int:
        """Add a subscriber list; `names` by address."""
        roster = next(self._rosters)
        self.store.connection.execute(ROSTER, {"roster": roster, "source": source, "taken_on": taken_on})
        for place, address in enumerate(addresses):
            self.subscription(roster, str(place), address, (names or {}).get(address, ""))
        return roster

    def subscription(self, roster: int, place: str, address: str, name: str = "", **dates: str) -> None:
        """Add one line of a subscriber list; the `dates` it was `subscribed`, and `gone`."""
        row = {"roster": roster, "place": place, "address": address, "name": name}
        self.store.connection.execute(SUBSCRIPTION, {"subscribed": None, "gone": None, **row, **dates})


def moment(sent: str | None) -> str | None:
    """A point of time from a month, a day, or itself."""
    if sent is None or "T" in sent:
        return sent
    return f"{sent}-02T10:00:00Z" if len(sent) == 7 else f"{sent}T10:00:00Z"


def values(store: Store, row: type, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of a derived table, by these columns or all."""
    from maillage.store.derived import name_of

    wanted: Sequence[str] = columns or [field.name for field in dataclasses.fields(row)]
    return [tuple(found) for found in store.rows(f"select {', '.join(wanted)} from {name_of(row)}")]


def derive(archive: Archive, of: Study, *steps: str, decisions: Decisions | None = None) -> None:
    """Rebuild the derived tables of some steps, in their order; without any named, of all about people."""
    with archive.store.transaction():
        for name in steps or PEOPLE_STEPS:
            step = import_module(f"maillage.analyze.{name}")
            rows = list(step.run(archive.store, of, decisions or Decisions()))
            for row_class in step.ROWS:
                archive.store.replace(row_class, [row for row in rows if type(row) is row_class])
