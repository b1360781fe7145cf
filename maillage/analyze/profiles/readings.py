"""What each mail says of its author, with the characters that say it: its zones, and what was found in them.

A reading depends on nothing but the mail and the rules, so it is kept from run to run: only messages that are new,
or whose text changed, are read; all are when the rules change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from maillage.analyze.profiles.found import Found
from maillage.executors import mapped, workers
from maillage.project import Study
from maillage.store import Store, table

READ_BY = ("found.py", "reader.py", "places", "signature", "vocabulary", "zones")
RULES = "reading-rules"  # the setting that keeps what the readings were made by
KEY = ("message",)
BATCH = 250  # messages read and written together
WORTH_WORKERS = 3_000  # messages: a worker takes a few seconds to start
MOST_READ = 200_000  # characters of one mail: a novel has more, a person's own words have not
CUT_OFF = "only the first 200,000 characters were read for who its author is"

MAILS_CUT_OFF = f"""
    select source, path, place, length(cast(substr(text, {MOST_READ} + 1) as blob)) as size, '{CUT_OFF}' as reason
    from messages join texts using (message) join parts using (part, source)
    where size * 4 > {MOST_READ} and length(text) > {MOST_READ}
"""
"""The mails that are longer, and the bytes of their texts that are not read.

No text is four times as long as the mail it stands in, so that most need not be looked at.
"""


@table("readings", pk=("message",))
@dataclass(frozen=True, slots=True)
class Reading:
    """That a message was read. `digest`: of its author's name and its text; `unread`: characters beyond the limit."""

    message: int
    digest: str
    unread: int


@table("zones", pk=("message", "begin"))
@dataclass(frozen=True, slots=True)
class ZoneOfMail:
    """What a part of a mail is: the characters of `texts.text` from `begin`, inclusive, to `end`, exclusive.

    `kind`: text, quotation, quotation-header, greeting, closing, signature, program-signature, list-footer or
    disclaimer. The zones of a mail cover what was read of it, without gap or overlap.
    """

    message: int
    begin: int
    end: int
    kind: str


@table("findings", pk=("message", "begin", "end", "kind"))
@dataclass(frozen=True, slots=True)
class Finding:
    """Something a mail says of its author, and where.

    `kind`: what it is (human, function, organization, location, postcode, phone …); `value`: as it is written, blanks
    made single; `rule`: why it was taken for that; `confidence`: from 0 to 1; `zone`: where it stood.
    """

    message: int
    begin: int
    end: int
    kind: str
    value: str
    rule: str
    confidence: float
    zone: str


ROWS = (Reading, ZoneOfMail, Finding)

Row = Reading | ZoneOfMail | Finding

TEXTS = """
    select message, name, address, text from messages join texts using (message)
    where message in (select value from json_each(?)) order by message
"""
STALE = """
    select message, name, address, text, digest from messages join texts using (message)
      left join readings using (message)
"""
REMOVED = "select message from readings where message not in (select message from texts)"


class Mail(NamedTuple):
    """A mail to be read."""

    message: int
    name: str
    address: str
    text: str


@dataclass(frozen=True)
class Plan:
    """What is to be done: the messages whose rows go, the messages to read; `anew` where the rules changed."""

    anew: bool
    gone: frozenset[tuple[int]]
    new: frozenset[int]
    rules: str


def plan(store: Store, study: Study) -> Plan:
    """Which messages have no reading by the rules of today."""
    rules = rules_in_force(study)
    if store.setting(RULES) != rules:
        every = frozenset(row["message"] for row in store.rows("select message from texts"))
        return Plan(anew=True, gone=frozenset(), new=every, rules=rules)
    new = frozenset(
        message for message, name, address, text, digest in store.rows(STALE) if digest != _digest(name, address, text)
    )
    gone = new.union(row["message"] for row in store.rows(REMOVED))
    return Plan(anew=False, gone=frozenset((message,) for message in gone), new=new, rules=rules)


def batches(store: Store, study: Study, messages: frozenset[int]) -> Iterator[list[Row]]:
    """The rows of these messages, in their order, some hundred messages at a time."""
    in_order = sorted(messages)
    mails = (_mails(store, in_order[at : at + BATCH]) for at in range(0, len(in_order), BATCH))
    yield from mapped(
        partial(rows_of, models=study.language_models), mails, workers() if len(in_order) >= WORTH_WORKERS else 1
    )


def _mails(store: Store, messages: Sequence[int]) -> list[Mail]:
    return [Mail(*row) for row in store.rows(TEXTS, (json.dumps(messages),))]


def rows_of(mails: Sequence[Mail], models: Sequence[str] = ()) -> list[Row]:
    """The rows of some mails, in their order."""
    from maillage.analyze.profiles.reader import read  # late: spaCy takes its time to start

    rows: list[Row] = []
    for message, name, address, text in mails:
        rows.append(Reading(message, _digest(name, address, text), max(0, len(text) - MOST_READ)))
        mail = read(text[:MOST_READ], called(name, address), models)
        rows += [ZoneOfMail(message, zone.begin, zone.end, zone.kind) for zone in mail.zones]
        rows += _findings(message, mail.found)
    return rows


def called(name: str, address: str) -> tuple[str, ...]:
    """What the author of a mail is called in its headers: the name, and the address before its @."""
    return tuple(filter(None, (name, address.partition("@")[0])))


def rules_in_force(study: Study, read_by: Sequence[str] = READ_BY) -> str:
    """A digest of all that a reading depends on besides the mail: the rules of this folder and the study's words."""
    state = blake2b(digest_size=16)
    folder = files("maillage.analyze.profiles")
    for name in read_by:
        for path, data in sorted(_sources(folder / name, name)):
            state.update(path.encode() + b"\0" + data)
    state.update(repr(study.language_models).encode())
    return state.hexdigest()


def _sources(entry: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    if entry.is_dir():
        for inner in entry.iterdir():
            yield from _sources(inner, f"{path}/{inner.name}")
    elif not path.endswith(".pyc"):
        yield path, entry.read_bytes()


def _digest(name: str, address: str, text: str) -> str:
    data = f"{name}\0{address}\0{text}".encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=12).hexdigest()


def _findings(message: int, found: Iterable[tuple[str, Found]]) -> Iterator[Finding]:
    for zone, one in surest(found):
        yield Finding(message, one.begin, one.end, one.kind, one.value, one.rule, one.confidence, zone)


def surest(found: Iterable[tuple[str, Found]]) -> list[tuple[str, Found]]:
    """What was found, each with its zone, by place: of what two rules say of the same characters that of the surer."""
    best: dict[tuple[int, int, str], tuple[str, Found]] = {}
    for zone, one in found:
        place = one.begin, one.end, one.kind
        if place not in best or one.confidence > best[place][1].confidence:
            best[place] = zone, one
    return [best[place] for place in sorted(best)]
