"""What each user page says of its owner, with the characters that say it.

Read are, of each year, the last state of a page that its owner left, so that a page shows what she was and when;
where she never wrote it herself, its last state, which is somebody else's word. Of a talk page it is the first state,
where its owner began it: so some introduce themselves. Pages below a user page are drafts, and are not read. As of
mails, what was read is kept from run to run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from maillage.analyze.people.user_names import spelt
from maillage.analyze.profiles.readings import BATCH, MOST_READ, READ_BY, WORTH_WORKERS, rules_in_force, surest
from maillage.executors import mapped, workers
from maillage.project import Study
from maillage.store import Store, table

RULES = "page-reading-rules"  # the setting that keeps what the readings were made by
KEY = ("source", "page", "revision")
USER, USER_TALK = 2, 3


@table("page_readings", pk=KEY)
@dataclass(frozen=True, slots=True)
class PageReading:
    """That a revision of a user page was read. `user`: whose page it is, by its title.

    `own`: whether its owner made this revision; what others wrote of her counts for less. `digest`: of the text;
    `unread`: characters beyond the limit.
    """

    source: str
    page: int
    revision: int
    user: str
    own: bool
    digest: str
    unread: int


@table("page_findings", pk=(*KEY, "begin", "end", "kind"))
@dataclass(frozen=True, slots=True)
class PageFinding:
    """Something a user page says of its owner, and where: characters of the wikitext, `end` exclusive.

    `kind`, `value`, `rule`, `confidence` as in `findings`; `zone`: one of `user_page.ZONES`.
    """

    source: str
    page: int
    revision: int
    begin: int
    end: int
    kind: str
    value: str
    rule: str
    confidence: float
    zone: str


ROWS = (PageReading, PageFinding)

Row = PageReading | PageFinding
Key = tuple[str, int, int]

STATES = """
    select source, page, namespace, title, revision, user, coalesce(at, '') as at
    from pages join revisions using (source, page) join revision_texts using (source, page, revision)
    where namespace in (2, 3) and instr(title, ':') > 0 and instr(title, '/') = 0
    order by source, page, at, revision
"""
TEXTS = """
    select source, page, revision, text, model from revision_texts
      join revisions using (source, page, revision)
      join (select value ->> 0 as source, value ->> 1 as page, value ->> 2 as revision from json_each(?))
      using (source, page, revision)
"""
KNOWN = "select source, page, revision, digest from page_readings"


class State(NamedTuple):
    """A state of a user page. `own`: whether its owner left it so."""

    source: str
    page: int
    revision: int
    user: str
    own: bool


class Written(NamedTuple):
    """A state of a page to be read. `markup`: what it is written in, as the archive calls it."""

    state: State
    text: str
    markup: str = "wikitext"


@dataclass(frozen=True)
class Plan:
    """What is to be done: the readings that go, the states to read; `anew` where the rules changed."""

    anew: bool
    gone: frozenset[Key]
    new: tuple[State, ...]
    rules: str


def plan(store: Store, study: Study) -> Plan:
    """Which states of user pages have no reading by the rules of today."""
    rules = rules_in_force(study, (*READ_BY, "spip_markup.py", "user_page.py", "wikitext.py"))
    wanted = tuple(states(store)) if study.wikis else ()
    if store.setting(RULES) != rules:
        return Plan(anew=True, gone=frozenset(), new=wanted, rules=rules)
    known = {(source, page, revision): digest for source, page, revision, digest in store.rows(KNOWN)}
    new = tuple(one.state for one in _written(store, wanted) if known.get(_key(one.state)) != _digest(one))
    changed = {_key(state) for state in new}
    gone = known.keys() - ({_key(state) for state in wanted} - changed)
    return Plan(anew=False, gone=frozenset(gone), new=new, rules=rules)


def states(store: Store) -> Iterator[State]:
    """The states of user pages and talk pages that are read, by wiki, page and time."""
    for (source, page, namespace, title), rows in groupby(store.rows(STATES), key=itemgetter(0, 1, 2, 3)):
        owner = spelt(title.partition(":")[2])
        found = [(revision, spelt(user) == owner, at) for *_, revision, user, at in rows]
        began = found[:1] if found[0][1] else []
        chosen = _last_of_years(found) if namespace == USER else began
        yield from (State(source, page, revision, owner, own) for revision, own, _ in chosen)


def _last_of_years(found: Sequence[tuple[int, bool, str]]) -> list[tuple[int, bool, str]]:
    """The last state of each year that the owner left; the last of all, where she left none."""
    own = {at[:4]: (revision, by_owner, at) for revision, by_owner, at in found if by_owner}
    return list(own.values()) or list(found[-1:])


def batches(store: Store, study: Study, new: Sequence[State]) -> Iterator[list[Row]]:
    """The rows of these states, in their order, some hundred at a time."""
    written = (list(_written(store, new[at : at + BATCH])) for at in range(0, len(new), BATCH))
    yield from mapped(
        partial(rows_of, models=study.language_models), written, workers() if len(new) >= WORTH_WORKERS else 1
    )


def _written(store: Store, wanted: Sequence[State]) -> Iterator[Written]:
    for at in range(0, len(wanted), BATCH):
        states_of = {_key(state): state for state in wanted[at : at + BATCH]}
        for *key, text, markup in store.rows(TEXTS, (json.dumps(list(states_of)),)):
            yield Written(states_of[key[0], key[1], key[2]], text, markup)


def rows_of(pages: Sequence[Written], models: Sequence[str] = ()) -> list[Row]:
    """The rows of some states, in their order."""
    from maillage.analyze.profiles.user_page import read  # late: spaCy takes its time to start

    rows: list[Row] = []
    for one in pages:
        source, page, revision, user, own = one.state
        rows.append(PageReading(*_key(one.state), user, own, _digest(one), max(0, len(one.text) - MOST_READ)))
        rows += [
            PageFinding(
                source,
                page,
                revision,
                found.begin,
                found.end,
                found.kind,
                found.value,
                found.rule,
                found.confidence,
                zone,
            )
            for zone, found in surest(read(one.text[:MOST_READ], user, models, one.markup))
        ]
    return rows


def _key(state: State) -> Key:
    return state.source, state.page, state.revision


def _digest(one: Written) -> str:
    data = f"{one.state.user}\0{one.state.own}\0{one.text}".encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=12).hexdigest()
