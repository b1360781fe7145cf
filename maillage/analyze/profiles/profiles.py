"""Who each author is on each list and in each network, from what was in force when her mails were sent.

At the time of sending, a field has the value shown last on or before that moment; before the first one is shown, the
first. A coding by hand wins within its dates. A mail sent in a private capacity has no function, organisation,
status and domain. On a list, a person is what she was in most of her counted messages, or what she was last where
several are as many; being nobody in particular counts as one of the values.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter
from sqlite3 import Row
from typing import Any, NamedTuple

from maillage.analyze.lists import analysed
from maillage.analyze.profiles.places import territories
from maillage.analyze.profiles.places.territories import Borders
from maillage.analyze.profiles.vocabulary import organisations, professions
from maillage.analyze.profiles.vocabulary.organisations import Status
from maillage.decisions import FIELDS, Decisions
from maillage.project import Study
from maillage.store import Store, table

PROFESSIONAL = frozenset({"function", "organisation", "status", "domain"})
"""What a mail sent in a private capacity must not be given (003:L16059-16067, L16084-16086)."""


@table("message_profiles", pk=("message",))
@dataclass(frozen=True, slots=True)
class MessageProfile:
    """The attributions in force when a message was sent; None for what is not known of its author then.

    `capacity`: `private`, `organisation`, or "" where the mail does not say for whom it speaks. Only messages with an
    author.
    """

    message: int
    function: int | None
    organisation: int | None
    status: int | None
    domain: int | None
    place: int | None
    capacity: str


@table("list_profiles", pk=("person", "source"))
@dataclass(frozen=True)
class ListProfile:
    """Who an author is on one list: the values behind most of her messages there; "" for what is not identified.

    `profession`: the vocabulary's word for the function, `pcs`: its category. `status`: a code of the vocabulary,
    `sector`: public, business, academia, civil-society or quasi-institutional. `place_level`: from commune to
    country. `scale`: of the place in the territory of the list's network, on the day of her last message there;
    "" where the network has no territory. `messages`: her counted messages.
    """

    person: int
    source: str
    function: str
    profession: str
    pcs: str
    organisation: str
    status: str
    sector: str
    domain: str
    place: str
    place_code: str
    place_level: str
    scale: str
    messages: int


@table("network_profiles", pk=("person", "network"))
@dataclass(frozen=True)
class NetworkProfile:
    """The same over the lists of one network together."""

    person: int
    network: str
    function: str
    profession: str
    pcs: str
    organisation: str
    status: str
    sector: str
    domain: str
    place: str
    place_code: str
    place_level: str
    scale: str
    messages: int


@table("wiki_profiles", pk=("person", "source"))
@dataclass(frozen=True)
class WikiProfile:
    """The same over the counted edits of one wiki, on the days when they were made. `messages`: these edits."""

    person: int
    source: str
    function: str
    profession: str
    pcs: str
    organisation: str
    status: str
    sector: str
    domain: str
    place: str
    place_code: str
    place_level: str
    scale: str
    messages: int


@table("profile_evidence", pk=("person", "scope", "name", "field"))
@dataclass(frozen=True)
class ProfileEvidence:
    """The attribution that a field of a profile comes from. `scope`: `list`, `network` or `wiki`, and its `name`."""

    person: int
    scope: str
    name: str
    field: str
    attribution: int


ROWS = (MessageProfile, ListProfile, NetworkProfile, WikiProfile, ProfileEvidence)

Profile = ListProfile | NetworkProfile | WikiProfile
SCOPES = {ListProfile: "list", NetworkProfile: "network", WikiProfile: "wiki"}
Chosen = dict[str, int | None]  # field: attribution

ATTRIBUTIONS = "select * from attributions order by attribution"
SHOWN = """
    select person, field, attribution, shown.message, coalesce(sent_at, '9999') as sent_at
    from attribution_messages as shown join attributions using (attribution)
      join messages on messages.message = shown.message
    where rank = 1
    order by person, sent_at, shown.message
"""
SHOWN_ON_PAGES = """
    select person, field, attribution, pages.source || ':' || pages.revision, coalesce(at, '9999') as sent_at
    from attribution_revisions as pages join attributions using (attribution)
      join (select source, revision, min(at) as at from revisions group by source, revision) as made
        on made.source = pages.source and made.revision = pages.revision
    where rank = 1
"""
EDITS = """
    select person, source, day, count(*) as edits from edits
    where counted and person is not null and day is not null
    group by person, source, day order by person, day, source
"""
MESSAGES = """
    select person, message, contributions.source, coalesce(sent_at, '') as sent_at, day, counted,
      coalesce((select max(value) from findings where findings.message = contributions.message
        and kind = 'capacity' and value in ('private', 'organisation')), '') as capacity
    from contributions join messages using (message)
    where person is not null
    order by person, sent_at, message
"""


class Shown(NamedTuple):
    """A value of a field shown at a moment, in a mail that shows this organisation, or none."""

    sent_at: str
    attribution: int
    organisation: int | None


class Sent(NamedTuple):
    """A mail of a person, or her edits of a day, and what was in force for it. `times`: how many edits."""

    message: int
    source: str
    day: str | None
    counted: bool
    capacity: str
    chosen: Chosen
    times: int = 1


class Coded(NamedTuple):
    """What was coded of a person, from `begin` to `end`."""

    attribution: int
    begin: str
    end: str


@dataclass
class Timeline:
    """What one person shows, in the order of time, and what was coded of her."""

    coded: dict[str, list[Coded]] = field(default_factory=lambda: defaultdict(list))
    shown: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))
    _of: dict[tuple[str, int | None], list[Shown]] = field(default_factory=dict)

    def in_force(self, sent_at: str) -> Chosen:
        """The attribution of each field at a moment.

        Function, status and domain are those shown with the organisation of the moment, or without any: what was
        said of a former employer does not pass to the next one.
        """
        organisation = at(self.shown["organisation"], sent_at)
        found: Chosen = {}
        for name in FIELDS:
            bound = name in PROFESSIONAL and name != "organisation"
            shown = self._with(name, organisation) if bound else self.shown[name]
            found[name] = next(
                (one.attribution for one in self.coded[name] if one.begin <= sent_at <= one.end), at(shown, sent_at)
            )
        return found

    def _with(self, name: str, organisation: int | None) -> list[Shown]:
        key = name, organisation
        if key not in self._of:
            fitting = {None, organisation}
            self._of[key] = [one for one in self.shown[name] if organisation is None or one.organisation in fitting]
        return self._of[key]


def at(shown: Sequence[Shown], sent_at: str) -> int | None:
    """The attribution shown last on or before a moment, else the first one after it; None where none is shown."""
    if not shown:
        return None
    before = bisect_right(shown, sent_at, key=lambda one: one.sent_at)
    return shown[max(before - 1, 0)].attribution


def most(chosen: Sequence[int | None], times: Sequence[int] = ()) -> int | None:
    """The value of most messages, all in the order of time; of several that are as many, the one that came last.

    `times`: how often each counts, where that is not once.
    """
    counts: dict[int | None, tuple[int, int]] = {}
    for place, one in enumerate(chosen):
        counts[one] = counts.get(one, (0, 0))[0] + (times[place] if times else 1), place
    return max(counts, key=lambda one: counts[one]) if counts else None


def private(chosen: Chosen) -> Chosen:
    """What is left of a person who writes for herself: where she works, not for whom."""
    return {name: None if name in PROFESSIONAL else value for name, value in chosen.items()}


def run(
    store: Store,
    study: Study,
    decisions: Decisions,  # noqa: ARG001  # the contract of steps
) -> Iterator[MessageProfile | Profile | ProfileEvidence]:
    """Each person in turn: her messages, then her profile on each list, then in each network."""
    lists = {source.name: source.network for source in analysed(study)}
    held = {row["attribution"]: row for row in store.rows(ATTRIBUTIONS)}
    timelines = _timelines(store, held.values(), on_pages=bool(study.wikis))
    borders = territories.of_study(study)
    for person, rows in groupby(store.rows(MESSAGES), key=lambda row: row["person"]):
        timeline = timelines.get(person) or Timeline()
        sent = [_sent(row, timeline) for row in rows]
        for mail in sent:
            yield MessageProfile(mail.message, **mail.chosen, capacity=mail.capacity)
        counted = [mail for mail in sent if mail.counted and mail.source in lists]
        for source in sorted({mail.source for mail in counted}):
            of_list = [mail for mail in counted if mail.source == source]
            yield from _profile(ListProfile, person, source, of_list, held, borders.get(lists[source]))
        for network in sorted({lists[mail.source] for mail in counted}):
            of_network = [mail for mail in counted if lists[mail.source] == network]
            yield from _profile(NetworkProfile, person, network, of_network, held, borders.get(network))
    if study.wikis:
        yield from _on_wikis(store, study, timelines, held, borders)


def _on_wikis(
    store: Store,
    study: Study,
    timelines: Mapping[int, Timeline],
    attributions: Mapping[int, Row],
    borders: Mapping[str, Borders],
) -> Iterator[Profile | ProfileEvidence]:
    """Each person on each wiki that she edited."""
    wikis = {source.name: source.network for source in study.wikis if source.analysed}
    for person, rows in groupby(store.rows(EDITS), key=itemgetter(0)):
        timeline = timelines.get(person) or Timeline()
        made = [
            Sent(0, source, day, counted=True, capacity="", chosen=timeline.in_force(f"{day}T23:59:59Z"), times=edits)
            for _, source, day, edits in rows
            if source in wikis
        ]
        for source in sorted({one.source for one in made}):
            of_wiki = [one for one in made if one.source == source]
            yield from _profile(WikiProfile, person, source, of_wiki, attributions, borders.get(wikis[source]))


def _timelines(store: Store, attributions: Iterable[Row], *, on_pages: bool) -> dict[int, Timeline]:
    """What each person shows, and what was coded of her. `on_pages`: whether there are user pages to show it."""
    found: dict[int, Timeline] = defaultdict(Timeline)
    for row in attributions:
        if row["source"] == "hand":
            coded = Coded(row["attribution"], row["valid_from"] or "", row["valid_to"] or "9999")
            found[row["person"]].coded[row["field"]].append(coded)
    mails = store.rows(SHOWN)
    told = mails if not on_pages else sorted(map(tuple, (*mails, *store.rows(SHOWN_ON_PAGES))), key=_by_time)
    for person, rows in groupby(told, key=itemgetter(0)):
        shown = [tuple(row)[1:] for row in rows]
        organisations = {message: one for name, one, message, _ in shown if name == "organisation"}
        for name, attribution, message, sent_at in shown:
            found[person].shown[name].append(Shown(sent_at, attribution, organisations.get(message)))
    return found


def _by_time(shown: Sequence[Any]) -> tuple[int, str, str]:
    person, _, _, item, sent_at = shown
    return person, sent_at, f"{item:012}" if isinstance(item, int) else item


def _sent(row: Row, timeline: Timeline) -> Sent:
    chosen = timeline.in_force(row["sent_at"])
    capacity = row["capacity"]
    return Sent(
        row["message"],
        row["source"],
        row["day"],
        bool(row["counted"]),
        capacity,
        private(chosen) if capacity == "private" else chosen,
    )


def _profile(
    kind: type[Profile],
    person: int,
    called: str,
    sent: Sequence[Sent],
    attributions: Mapping[int, Row],
    borders: Borders | None,
) -> Iterator[Profile | ProfileEvidence]:
    """What a person is over these messages, and the attributions that say it."""
    times = [mail.times for mail in sent]
    chosen = {name: most([mail.chosen[name] for mail in sent], times) for name in FIELDS}
    rows = {name: attributions[one] for name, one in chosen.items() if one is not None and attributions[one]["value"]}
    values = {name: rows[name]["value"] if name in rows else "" for name in FIELDS}
    codes = {name: rows[name]["code"] if name in rows else "" for name in FIELDS}
    status = status_of(codes["status"])
    profession = professions.classify(values["function"], status) if values["function"] else None
    level = rows["place"]["level"] if "place" in rows else ""
    day = max((mail.day for mail in sent if mail.day and mail.chosen["place"] == chosen["place"]), default=None)
    yield kind(
        person,
        called,
        function=values["function"],
        profession=profession.term if profession else "",
        pcs=(profession.pcs or "") if profession else "",
        organisation=values["organisation"],
        status=codes["status"] or values["status"],
        sector=status.sector if status else "",
        domain=values["domain"],
        place=values["place"],
        place_code=codes["place"],
        place_level=level,
        scale=scale_of(codes["place"], level, borders, day),
        messages=sum(times),
    )
    scope = SCOPES[kind]
    for of_field, one in chosen.items():
        if one is not None:
            yield ProfileEvidence(person, scope, called, of_field, one)


def scale_of(code: str, level: str, borders: Borders | None, day: str | None) -> str:
    """The scale of a place on a day; "" without a territory."""
    if borders is None:
        return ""
    return territories.scale_of(level, code, borders, date.fromisoformat(day) if day else None)


def status_of(code: str) -> Status | None:
    """The status of a code; None for one that is outside of the vocabulary, or none."""
    try:
        return organisations.by_code(code)
    except KeyError:
        return None
