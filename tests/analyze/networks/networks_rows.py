"""Stores with the contributions of persons to lists and wikis, a line each, for what measures whole networks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path

import factories
from derived_rows import fill, store_of, subscribers_of

from maillage.analyze import authors
from maillage.analyze.wikis import accounts, edits
from maillage.decisions import Decisions
from maillage.project import Source, Study, WikiOptions
from maillage.store import Store

Days = Mapping[str, Mapping[int, str]]
"""The days of the contributions of persons to tools: `{"makers": {1: "2015-03-02 2015-04-01"}}`."""


def wiki(name: str, network: str = "", url: str = "", **settings: object) -> Source:
    """A wiki."""
    options = WikiOptions(url=url, **settings)  # type: ignore[arg-type]  # as the test gives them
    return Source(name, "mediawiki", Path(name), network=network, wiki=options)


def study(root: Path, *sources: Source, **settings: object) -> Study:
    """A study of these lists and wikis."""
    return factories.study(root, *sources, **settings)  # type: ignore[arg-type]  # as the test gives them


@contextmanager
def contributions(
    root: Path,
    lists: Days,
    wikis: Days,
    subscribed: Mapping[str, Iterable[int]] | None = None,
    registered: Mapping[str, Iterable[int]] | None = None,
) -> Iterator[Store]:
    """A store with these contributions; who edits has an account, `registered` are more of them."""
    with store_of(root, edits.Edit, accounts.WikiAccount) as store:
        rows = [(source, person, days.split()) for source, of in lists.items() for person, days in of.items()]
        fill(store, authors.PersonList, [authors.PersonList(s, p, len(d), min(d), max(d)) for s, p, d in rows])
        months: dict[tuple[str, int, str], int] = defaultdict(int)
        for source, person, days in rows:
            for day in days:
                months[source, person, day[:7]] += 1
        fill(store, authors.PersonMonth, [authors.PersonMonth(*key, number) for key, number in months.items()])
        number = count(1)
        fill(
            store,
            edits.Edit,
            [
                edit(source, next(number), person, day)
                for source, of in wikis.items()
                for person, days in of.items()
                for day in days.split()
            ],
        )
        silent = registered or {}
        fill(
            store,
            accounts.WikiAccount,
            [
                account(source, person, silent=person not in wikis.get(source, {}))
                for source in {**wikis, **silent}
                for person in {**wikis.get(source, {}), **dict.fromkeys(silent.get(source, ()))}
            ],
        )
        subscribers_of(store, {(source, "2016-06-01"): of for source, of in (subscribed or {}).items()})
        yield store


def edit(source: str, revision: int, person: int | None, day: str, page: int = 1, **columns: object) -> edits.Edit:
    """A counted edit."""
    values = {"user": f"U{person}", "space": "content", "counted": True, "left_out": "", "added": 10, "creates": False}
    row = {**values, "by_administrator": 0, **columns}
    return edits.Edit(source=source, revision=revision, page=page, person=person, day=day, month=day[:7], **row)  # type: ignore[arg-type]  # as the test gives them


def account(source: str, person: int, *, silent: bool) -> accounts.WikiAccount:
    """A registered account."""
    return accounts.WikiAccount(
        source=source,
        user=f"U{person}",
        user_class="registered",
        user_id=person,
        account=person,
        person=person,
        registered_at=None,
        groups="",
        is_bot=False,
        bot_rule="",
        is_administrator=0,
        blocked=0,
        edits=int(not silent),
        content_edits=int(not silent),
        first_at=None,
        last_at=None,
        standing="silent" if silent else "contributor",
    )


def derive(store: Store, of: Study, *steps: str) -> None:
    """Rebuild the tables of these steps."""
    for name in steps:
        step = import_module(f"maillage.analyze.networks.{name}")
        with store.transaction():
            store.rebuild(step.ROWS, list(step.run(store, of, Decisions())))
