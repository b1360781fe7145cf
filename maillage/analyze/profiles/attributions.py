"""What each person is said to be, and when: function, organisation, status, domain and place of work, with evidence.

All mails of a person, and the user pages that she wrote, are read together, since few carry a signature. A value
holds from the first to the last mail that shows it; several values of a field, be it a change of job or a
contradiction, are all kept. What people found by hand wins. Where somebody lives never stands for where she works.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from maillage.analyze.people.names import folded
from maillage.analyze.people.opinions import opinions
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.places import official, resolve
from maillage.analyze.profiles.places.gazetteer import Gazetteer, departement_of
from maillage.analyze.profiles.showings import (
    HEAD_OFFICE,
    STRENGTH,
    Showing,
    code_in_vocabulary,
    of_address,
    shown,
    shown_on_page,
)
from maillage.analyze.profiles.vocabulary import organisations
from maillage.decisions import FIELDS, UNIDENTIFIED, Coding, Decisions, settled
from maillage.project import Study
from maillage.store import Store, table


@table("attributions", pk=("attribution",))
@dataclass(frozen=True)
class Attribution:
    """A value of one field of one person.

    `value`: as it is written most; "" where people looked in vain. `code`: the vocabulary's word of a profession, the
    code of a status or of a place; "" outside of them. `level`: of a place, from commune to country. `valid_from`,
    `valid_to`: the first and the last mail that shows it, in UTC; None where no dated mail does, and for a coding
    that is open on that side. `messages`: the mails, and states of user pages, that show it. `message`, `begin`, `end`:
    the best evidence and its characters; None for what a person coded, and without characters for an address.
    `revision_source`, `revision`: where a user page is the best evidence, the wiki and the state of the page;
    `begin` and `end` are then characters of its wikitext. `source`: `hand`, `signature`, `introduction`, `user-page` or
    `address`, the strongest one. `conflict`: another value of the field is shown in the same time.
    """

    attribution: int
    person: int
    field: str
    value: str
    code: str
    level: str
    valid_from: str | None
    valid_to: str | None
    messages: int
    message: int | None
    begin: int | None
    end: int | None
    source: str
    rule: str
    confidence: float
    conflict: bool
    revision_source: str | None = None
    revision: int | None = None


@table("attribution_messages", pk=("attribution", "message"))
@dataclass(frozen=True, slots=True)
class AttributionMessage:
    """A mail that shows an attribution, and where.

    `rank`: 1 for the best value of the field in this mail, but for what is said aside (`without_asides`).
    """

    attribution: int
    message: int
    begin: int | None
    end: int | None
    source: str
    confidence: float
    rank: int


@table("attribution_revisions", pk=("attribution", "source", "revision"))
@dataclass(frozen=True, slots=True)
class AttributionRevision:
    """A state of a user page that shows an attribution, and where: characters of its wikitext.

    `source`: the wiki. `rank`: 1 for the best value of the field in this state.
    """

    attribution: int
    source: str
    revision: int
    begin: int | None
    end: int | None
    confidence: float
    rank: int


ROWS = (Attribution, AttributionMessage, AttributionRevision)

FINDINGS = """
    select person, message, coalesce(sent_at, '') as sent_at, zone, kind, value, begin, end, rule, confidence
    from findings join contributions using (message) join messages using (message)
    where person is not null
    order by person, message, begin, end, kind
"""
TEXT = "select text from texts where message = ?"
ADDRESSES = """
    select person, message, coalesce(sent_at, '') as sent_at, messages.address, messages.name
    from contributions join messages using (message)
    where person is not null and messages.address != ''
      and messages.address not in (select address from accounts where kind = 'forum')
    order by person, message
"""
NAMES = """
    select person, account_names.name from account_names join accounts using (account)
    union select person, case when kind = 'forum' then substr(address, 1, instr(address, '@') - 1) else address end
    from accounts where address != ''
    order by 1, 2
"""

PAGE_FINDINGS = """
    select f.source, page_readings.user as user, page, revision, coalesce(r.at, '') as at,
      zone, kind, value, f.begin, f.end, rule, confidence
    from page_findings as f join page_readings using (source, page, revision)
      join revisions as r using (source, page, revision)
    where own order by f.source, page, at, revision, f.begin, f.end, kind
"""
USERS = """
    select source, account_names.name as user, person from accounts join account_names using (account)
    where kind = 'wiki' order by source, account_names.name = accounts.name, account
"""
PAGE_TEXT = "select text from revision_texts where source = ? and page = ? and revision = ?"

LIKELY = 0.5
"""How sure an address must be of an organisation: of a domain of no known kind, one guess in three is wrong."""

UNIT = "unit"
"""The rule by which a project or a team is found."""

SIGNATURES = 20
"""Of how many signatures that show something one may show a value that counts for nothing."""

SIGNED_OFTEN = frozenset({"function", "organisation"})
"""The fields that who signs with them signs with often; a place, once shown, stays true."""

ASIDE = 5
"""How many times as many mails show the value that somebody has before and after another one said aside."""

_WORD = re.compile(r"[^\W_]+")


class Revision(NamedTuple):
    """A state of a user page of a wiki."""

    source: str
    revision: int


class Mail(NamedTuple):
    """Something shown, with the mail, or the state of a user page, that shows it.

    `rank`: 1 for the best of its field there.
    """

    message: int | Revision
    sent_at: str  # "" where no date can be read
    rank: int
    showing: Showing


def run(
    store: Store,
    study: Study,
    decisions: Decisions,
) -> Iterator[Attribution | AttributionMessage | AttributionRevision]:
    """The attributions of every person, in the order of persons, fields and dates, each before its mails."""
    table = official.of_study(study)
    coded = _coded(store, decisions.codings)
    known = _names(store)
    read = _read(store, known, table)
    for person, pages in (_pages(store, known, table) if study.wikis else {}).items():
        read.setdefault(person, []).extend(pages)
    addresses = _addresses(store)
    number = 0
    for person in sorted({*read, *addresses, *(person for person, _ in coded)}):
        for field in FIELDS:
            codings = coded.get((person, field), ())
            mails = [mail for mail in read.get(person, ()) if mail.showing.field == field]
            weak = [] if mails or codings else [m for m in addresses.get(person, ()) if m.showing.field == field]
            for attribution, of_value in attributed(person, codings, mails or weak, table):
                number += 1
                yield replace(attribution, attribution=number)
                yield from (_shows(number, mail) for mail in of_value)


def attributed(
    person: int, codings: Iterable[Coding], mails: Iterable[Mail], table: Gazetteer | None = None
) -> list[tuple[Attribution, Sequence[Mail]]]:
    """The values of one field of one person, each with the mails that show it; not numbered yet."""
    found: list[tuple[Attribution, Sequence[Mail]]] = [(_by_hand(person, coding, table), ()) for coding in codings]
    found += [(_summed(person, of_value), of_value) for of_value in by_value(mails)]
    found.sort(key=lambda item: (item[0].valid_from or "", item[0].source, item[0].value))
    clashes = conflicting([attribution for attribution, _ in found])
    return [(replace(one, conflict=clash), shown) for (one, shown), clash in zip(found, clashes, strict=True)]


def by_value(mails: Iterable[Mail]) -> list[list[Mail]]:
    """The mails by what they show, whatever its capitals, accents and spelling; each mail once a value."""
    groups: dict[tuple[str, ...], dict[int | Revision, Mail]] = {}
    for mail in mails:
        key = _key(mail.showing)
        if key not in groups and mail.showing.field == "organisation":
            key = next((known for known, group in groups.items() if _same(group, mail)), key)
        groups.setdefault(key, {}).setdefault(mail.message, mail)
    return [list(group.values()) for group in groups.values()]


def _same(group: Mapping[int | Revision, Mail], mail: Mail) -> bool:
    """Whether a mail shows the organisation that the first of these shows."""
    return organisations.same(next(iter(group.values())).showing.value, mail.showing.value)


def conflicting(attributions: Sequence[Attribution]) -> list[bool]:
    """Which values of one field hold in the same time as another: from the first to the last mail of each.

    A value without dates holds always. Places of two levels are none: a commune lies in its region.
    """
    return [
        any(
            one is not other
            and one.level == other.level
            and _starts(one) <= _ends(other)
            and _starts(other) <= _ends(one)
            for other in attributions
        )
        for one in attributions
    ]


def _starts(attribution: Attribution) -> str:
    return attribution.valid_from or ""


def _ends(attribution: Attribution) -> str:
    return attribution.valid_to or "9999"


def _key(showing: Showing) -> tuple[str, ...]:
    """What equal values of a field have in common."""
    if showing.field in ("place", "status") and showing.code:
        return showing.level, showing.code
    return tuple(_WORD.findall(folded(showing.value)))


def _summed(person: int, mails: Sequence[Mail]) -> Attribution:
    """One value with all mails that show it: from the first to the last, as it is written most, by the best."""
    best = min(mails, key=lambda mail: (STRENGTH.index(mail.showing.source), -mail.showing.confidence, mail.sent_at))
    written = Counter(mail.showing.value for mail in mails)
    dated = [mail.sent_at for mail in mails if mail.sent_at]
    page = best.message if isinstance(best.message, Revision) else None
    return Attribution(
        attribution=0,
        person=person,
        field=best.showing.field,
        value=max(written, key=lambda value: (written[value], value == best.showing.value, value)),
        code=best.showing.code,
        level=best.showing.level,
        valid_from=min(dated, default=None),
        valid_to=max(dated, default=None),
        messages=len(mails),
        message=best.message if isinstance(best.message, int) else None,
        begin=best.showing.begin,
        end=best.showing.end,
        source=best.showing.source,
        rule=best.showing.rule,
        confidence=best.showing.confidence,
        conflict=False,
        revision_source=page.source if page else None,
        revision=page.revision if page else None,
    )


def _by_hand(person: int, coding: Coding, table: Gazetteer | None) -> Attribution:
    """What people found of somebody: with what they say, and no mail."""
    unknown = coding.code == UNIDENTIFIED
    code, level = ("", "") if unknown else code_of(coding, table)
    return Attribution(
        attribution=0,
        person=person,
        field=coding.field,
        value="" if unknown else coding.value,
        code=code,
        level=level,
        valid_from=f"{coding.begin}T00:00:00Z" if coding.begin else None,
        valid_to=f"{coding.end}T23:59:59Z" if coding.end else None,
        messages=0,
        message=None,
        begin=None,
        end=None,
        source="hand",
        rule=f"coding: {coding.coder}",
        confidence=1.0,
        conflict=False,
    )


def code_of(coding: Coding, table: Gazetteer | None = None) -> tuple[str, str]:
    """The code of what a coder wrote, hers or the vocabulary's, and its level where it is a place."""
    if coding.field == "place":
        place = None if coding.code else resolve.named(coding.value, gazetteer=table)
        return (place.code, place.level) if place else (coding.code, level_of(coding.code))
    known = code_in_vocabulary(coding.field, coding.value)
    return (coding.code or known if coding.field == "status" else known or coding.code), ""


def level_of(code: str) -> str:
    """What a place's code is of: a commune 29019, a departement 29, a region R53, an EPCI's SIREN, a country BE."""
    if code.startswith("R"):
        return "region"
    if code.isalpha():
        return "country"
    return {5: "commune", 9: "metropolis"}.get(len(code), "departement" if code else "")


def _shows(number: int, mail: Mail) -> AttributionMessage | AttributionRevision:
    one = mail.showing
    if isinstance(mail.message, Revision):
        return AttributionRevision(number, *mail.message, one.begin, one.end, one.confidence, mail.rank)
    return AttributionMessage(number, mail.message, one.begin, one.end, one.source, one.confidence, mail.rank)


# --------------------------------------------------------------------------------------- what there is to read


def _names(store: Store) -> Mapping[int, Sequence[str]]:
    """The names and addresses of each person."""
    known: dict[int, list[str]] = defaultdict(list)
    for person, name in store.rows(NAMES):
        known[person].append(name)
    return known


def _pages(store: Store, known: Mapping[int, Sequence[str]], table: Gazetteer) -> dict[int, list[Mail]]:
    """What the user pages of each person show that she wrote herself; an account of today before an old name."""
    persons = {(source, user): person for source, user, person in store.rows(USERS)}
    found: dict[int, list[Mail]] = defaultdict(list)
    for (source, user, page, revision, at), rows in groupby(store.rows(PAGE_FINDINGS), key=itemgetter(0, 1, 2, 3, 4)):
        person = persons.get((source, user))
        said = [(row["zone"], Found(*tuple(row)[6:])) for row in rows]
        if person is not None:
            text = str(store.value(PAGE_TEXT, (source, page, revision)) or "")
            showings = shown_on_page(said, text, known[person], table)
            found[person] += _ranked(Revision(source, revision), at, showings)
    return found


def _read(store: Store, known: Mapping[int, Sequence[str]], table: Gazetteer) -> dict[int, list[Mail]]:
    """What the mails of each person show."""
    found: dict[int, list[Mail]] = {}
    for person, of_person in groupby(store.rows(FINDINGS), key=itemgetter(0)):
        mails = [
            _Found(message, sent_at, [(row["zone"], Found(*tuple(row)[4:])) for row in rows])
            for (message, sent_at), rows in groupby(of_person, key=itemgetter(1, 2))
        ]
        found[person] = without_asides(_offices(list(_shown(store, mails, known[person], table))))
    return found


class _Found(NamedTuple):
    """What was found in one mail, each with its zone."""

    message: int
    sent_at: str
    found: list[tuple[str, Found]]


def _shown(store: Store, mails: Sequence[_Found], author: Sequence[str], table: Gazetteer) -> Iterator[Mail]:
    """What the mails of one person show; the places that are certain settle the homonyms of the others."""
    showings = [shown(mail.found, str(store.value(TEXT, (mail.message,)) or ""), author, (), table) for mail in mails]
    near = {
        departement_of(one.code) for of_mail in showings for one in of_mail if one.level in ("commune", "departement")
    }
    for mail, of_mail in zip(mails, showings, strict=True):
        located = any(one.field == "place" for one in of_mail)
        if near and not located and any(one.kind == "location" for _, one in mail.found):
            text = str(store.value(TEXT, (mail.message,)) or "")
            yield from _ranked(mail.message, mail.sent_at, shown(mail.found, text, author, near, table))
        else:
            yield from _ranked(mail.message, mail.sent_at, of_mail)


def _offices(mails: list[Mail]) -> list[Mail]:
    """Without head offices where any mail shows an office."""
    if any(mail.showing.field == "place" and mail.showing.rule != HEAD_OFFICE for mail in mails):
        return [mail for mail in mails if mail.showing.rule != HEAD_OFFICE]
    return mails


def without_asides(mails: Sequence[Mail]) -> list[Mail]:
    """The mails, with no first rank for what is said aside: it is kept, and in force at no moment.

    A value is said aside where another one of its field is shown before it, after it, and in `ASIDE` times as many
    mails: a call for papers passed on, a signature of somebody else, a joke. So is one that stands in a signature once
    among `SIGNATURES` that show something; and a project or a team that stands for the organisation, where as many
    mails name one.
    """
    first = [mail for mail in mails if mail.rank == 1]
    signed = len({mail.message for mail in first if mail.showing.source == "signature"})
    aside: set[tuple[int | Revision, str]] = set()
    for field in FIELDS:
        of_field = [mail for mail in first if mail.showing.field == field]
        units = [mail for mail in of_field if mail.showing.rule == UNIT]
        groups = by_value(of_field)
        spans = [_span(group) for group in groups]
        for group, span in zip(groups, spans, strict=True):
            around = any(
                len(other) >= ASIDE * len(group) and "" < since < span[0] and span[1] < until
                for other, (since, until) in zip(groups, spans, strict=True)
            )
            rare = field in SIGNED_OFTEN and all(mail.showing.source == "signature" for mail in group)
            if around or (rare and len(group) * SIGNATURES <= signed):
                aside.update((mail.message, field) for mail in group)
        if len(units) * 2 <= len(of_field):
            aside.update((mail.message, field) for mail in units)
    return [
        mail._replace(rank=mail.rank + 1) if (mail.message, mail.showing.field) in aside else mail for mail in mails
    ]


def _span(mails: Sequence[Mail]) -> tuple[str, str]:
    dated = [mail.sent_at for mail in mails if mail.sent_at]
    return min(dated, default=""), max(dated, default="")


def _addresses(store: Store) -> dict[int, list[Mail]]:
    """What the addresses that each person wrote from tell of her organisation."""
    rows = [_Address(*row) for row in store.rows(ADDRESSES)]
    told: dict[tuple[str, str], list[Showing]] = {}
    found: dict[int, list[Mail]] = {}
    for one in rows:
        key = one.address, one.name
        if key not in told:
            said = list(of_address(*key))
            told[key] = said if any(one.field == "status" or one.confidence >= LIKELY for one in said) else []
        if told[key]:
            found.setdefault(one.person, []).extend(_ranked(one.message, one.sent_at, told[key]))
    return found


class _Address(NamedTuple):
    """The address that a mail was sent from."""

    person: int
    message: int
    sent_at: str
    address: str
    name: str


def _ranked(message: int | Revision, sent_at: str, showings: Iterable[Showing]) -> Iterator[Mail]:
    ranks: Counter[str] = Counter()
    for showing in showings:
        ranks[showing.field] += 1
        yield Mail(message, sent_at, ranks[showing.field], showing)


def _coded(store: Store, codings: Sequence[Coding]) -> dict[tuple[int, str], tuple[Coding, ...]]:
    """What people say of each person, by field, where they do not dispute it."""
    if not codings:
        return {}
    found = opinions(store, codings)
    return {key: verdict.codings for key, of_field in found.items() if (verdict := settled(of_field)).codings}
