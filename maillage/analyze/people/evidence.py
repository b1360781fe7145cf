"""What speaks for and against two accounts being one person, each piece with its weight in bits.

The weights are those of Fellegi & Sunter (1969, A Theory for Record Linkage): the logarithm, base 2, of how much
likelier a piece of evidence is with one person's accounts than with two strangers'. Their sum is the score; where
each figure comes from is in docs/persons.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import exp2, log2
from typing import NamedTuple, TypeVar

from maillage.analyze.people import addresses
from maillage.analyze.people.addresses import handle_bits, is_within
from maillage.analyze.people.comparing import Agreement, compared
from maillage.analyze.people.crowds import Pseudonyms, Years, are_in_same_years
from maillage.analyze.people.names import Name
from maillage.analyze.people.portraits import Mark, Portrait
from maillage.analyze.people.rarity import Rarity, common_names
from maillage.analyze.people.wiki_portraits import UNIFIED, is_somebodys

SURE = 6.0
"""A score from here on joins: 64 to 1 and more."""

SUGGESTED = -1.6
"""A score from here on is suggested: better than 1 to 3."""

OTHERS = 0.6
"""Pairs of accounts of one person, for each account of a study: what is expected before anything is known."""

FEWEST = 50
"""People among whom two accounts are looked for, at least: who writes to a list is some of those who might."""

MAILBOX = 30.0
"""One mailbox under two spellings: a tag behind a +, dots that the provider ignores, or the host's own name."""

SAME_ORGANISATION = 0.25
"""How often two accounts of one person are at one organisation (m); what it is worth depends on its size."""

MOST_OF_ORGANISATION = 6.0
"""Bits of an organisation at most: namesakes and relatives work together more often than chance has it."""

LARGEST_ORGANISATION = 0.05
"""A host with a larger share of the accounts is everybody's, whatever it is called."""

OTHER_LOGIN = 4.0
"""Beside one name, one login that is not made of it: strangers of one name seldom choose it both."""

LONGEST_INITIALS = 2
"""Letters of a login that are often initials, and so made of the name."""

SAME_FORM = 1.5
"""One login made of the name in one manner, `jdupont` or `dupont`, which one stranger in five of that name chooses.

Nothing for `jean.dupont`, which hosts impose.
"""

SIGNED_NAME = 2.0
"""Bits lost by a name that stands in signatures only."""

SIGNED_BY_OTHERS = 12.0
"""Bits of such a name at most, where the address is not made of it: signatures are quoted, and posted for others."""

MARK_WEIGHTS = {"signature": 18.0, "phone": 12.0, "email": 12.0, "url": 6.0}
"""Bits of a telephone number, a signature, an address signed with, or a site, that two accounts have in common."""

EACH_BEARER_MORE = 3.0
"""Bits lost for each account more that has it too: then it is an office's."""

AT_ONCE = {"phone": -2.0, "organization": -2.0, "postcode": -2.0}
"""Bits where two accounts sign with different ones at the same time; only the strongest counts, for who has two
offices has two of each."""

MADE_AT_HAND = 4_000
"""Names whose logins are kept at hand: pairs come in the order of their first account."""

SEVERAL_AGAINST = -1.0
"""Bits where several of these differ at once."""

SAME_TIME = timedelta(days=183)
"""Between the signatures of two accounts, up to which they count as of one time."""

BETWEEN_TOOLS = 0.4
"""Pairs of an account of a wiki and one of a list, or of another wiki, that are one person's, for each account."""

PSEUDONYM = -1.0
"""Bits where a user name is no name of a person's: half of those who have a name elsewhere have none on a wiki."""

ON_ONE_WIKI = 0.1
"""Pairs of accounts of one wiki that are one person's, for each account: few take a second one."""

OF_NAMES = frozenset({"same-name", "page-name", "page-heading"})
"""Rules of full names: written out on both sides."""

NO_NAMESAKE = 2.0
"""Bits where an account of a wiki and another have one full name, nothing speaks against it, and nobody else's account
comes near either: measured on invented crowds, where such pairs were right more often than their scores say."""

FEWEST_OF_A_WIKI = 500
"""People among whom the owner of an account of a wiki is looked for, at least: anybody may register."""

USER_NAME = 3.0
"""Bits lost by a login form of a name, such as `amorvan`, that is a user name: no host sees to it that one has it."""

PAGE_NAME = 1.0
"""Bits lost by a name that a user page says is its owner's or begins with, and that is not the user name."""

BEARING_A_NAME = 0.5
"""Share of the people who edit that show their name: what is no name of a person's may be anybody's, or a program's."""

IN_SAME_YEARS = 0.75
"""How often two accounts of one person are in use within two years of each other."""

MOST_OF_YEARS = 3.0
"""Bits that the years tell at most, either way."""

PAGE_ADDRESS = 24.0
"""Bits of a mail address that its owner gives on her user page, and gives no other."""

OWN_PAGE = 24.0
"""Bits of a user page that an author links to in her signature, or calls hers."""

ONE_FARM = 6.0
"""Beside one user name, wikis of one host, which often know their users by one account."""

SAYS_ITSELF = 12.0
"""Bits of what needs no name beside it to tell that two accounts are one person's."""

SHOWN_AT_BOTH = 4.0
"""Bits of an organisation or a postcode on a user page and in signatures at most, by how many accounts show it."""

TWO_OF_A_WIKI = -3.0
"""Bits where two accounts of one wiki edit in the same time."""

BLOCKED = -4.0
"""Bits of an account that is blocked for ever: most of these are no people, whatever they are called."""

ACCOUNT_ADDRESS = "account-address"
"""The address that a site knows an account by is that of who writes, or of an account of another site."""

TWO_EMPLOYERS = -2.0
"""Bits where two accounts write to one list at the same time, each from an organisation of its own."""


Key = TypeVar("Key")


class Evidence(NamedTuple):
    """A piece of evidence: its rule, its weight in bits, and what was seen."""

    rule: str
    weight: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Two accounts, by their numbers, the first the lower, and what was found of them."""

    first: int
    second: int
    evidence: tuple[Evidence, ...]
    conflict: bool

    @property
    def score(self) -> float:
        """The sum of the weights: the logarithm, base 2, of the odds that they are one person's."""
        return sum(piece.weight for piece in self.evidence)

    @property
    def is_sure(self) -> bool:
        """Whether it joins, if nothing else speaks against it."""
        return not self.conflict and self.score >= SURE

    @property
    def rule(self) -> str:
        """The rule of the strongest piece."""
        return max(self.evidence, key=lambda piece: piece.weight).rule


def probability(score: float) -> float:
    """What the odds of a score are as a probability, from 0 to 1."""
    return 1 / (1 + exp2(-score))


class Weighing:
    """Weighs pairs of the accounts of one study."""

    def __init__(self, portraits: Sequence[Portrait], rarity: Rarity) -> None:
        self._portraits = portraits
        self._rarity = rarity
        self._in_a_crowd = rarity.in_a_crowd()
        self._on: dict[str, int] = {}
        self._at: dict[str, int] = {}
        self._with: dict[tuple[str, str], int] = {}
        self._known_by: dict[tuple[str, str], int] = {}
        self._logins: dict[str, int] = {}
        self._showing: dict[str, int] = {}
        self._editing: dict[str, int] = {}
        self._named: dict[str, int] = {}
        self._in_use = Years()
        self._pseudonyms = Pseudonyms(portrait.user.partition(":")[2] for portrait in portraits if portrait.user)
        self._mailing = sum(not portrait.user for portrait in portraits)
        self._made_of = lru_cache(maxsize=MADE_AT_HAND)(self._made)
        for portrait in portraits:
            _count(self._on, portrait.sources)
            if portrait.user and portrait.messages and not portrait.blocked:
                _count(self._editing, portrait.sources)
                if portrait.full_names:
                    _count(self._named, portrait.sources)
            if not portrait.blocked:
                self._in_use.add(_side(portrait), portrait.first_at, portrait.last_at)
            _count(self._at, {portrait.address.organisation})
            _count(self._logins, portrait.logins)
            _count(self._showing, portrait.marks)
            _count(self._showing, {"place"} if portrait.places else ())
            _count(self._with, {("place", place) for place in portrait.places})
            if portrait.user and portrait.address.mailbox:
                _count(self._known_by, {(_side(portrait), portrait.address.mailbox)})
            _count(self._with, {(kind, mark.value) for kind, marks in portrait.marks.items() for mark in marks})

    def link(self, first: int, second: int) -> Link | None:
        """What speaks for and against two accounts; None where nothing identifies them, or one is not one person's."""
        one, other = self._portraits[first], self._portraits[second]
        if one.shared or other.shared:
            return None
        agreement = self._names(one.names, other.names, on_wiki=bool(one.user or other.user))
        signed = self._signed(one, other)
        conflict = agreement is not None and agreement.conflict
        if conflict and not (one.marks or other.marks) and one.address.mailbox != other.address.mailbox:
            return None
        conflict = conflict or (agreement is not None and agreement.bits < 0 and _share_a_mailbox(one, other))
        marks = list(self._marks(one, other)) if one.marks or other.marks else []
        identity = self._identity(one, other, agreement, signed)
        of_wikis = list(self._of_wikis(one, other)) if one.user or other.user else []
        if identity is None and not marks and all(piece.weight < SAYS_ITSELF for piece in of_wikis):
            return None
        evidence = [self._before(one, other, by_name=agreement is not None and agreement.bits > 0)]
        if identity:
            evidence.append(identity)
            is_known = identity.rule == ACCOUNT_ADDRESS or (one.told and other.told)
            if one.user and other.user and one.address.number != other.address.number and not is_known:
                evidence.append(Evidence("numbered-apart", min(0.0, -identity.weight)))
        if agreement is not None and agreement.bits < 0:
            pseudonym = (one.user or other.user) and not conflict
            evidence.append(Evidence("pseudonym", PSEUDONYM) if pseudonym else Evidence(agreement.how, agreement.bits))
        evidence += [*self._logins_beside(one, other, agreement), *self._organisation(one, other), *marks]
        evidence += [*of_wikis, *_against(one, other)]
        low, high = sorted((first, second))
        return Link(low, high, tuple(evidence), conflict)

    def conflict(self, first: int, second: int) -> bool:
        """Whether the names of two accounts cannot be one person's."""
        agreement = self._names(self._portraits[first].names, self._portraits[second].names)
        return agreement is not None and agreement.conflict

    def names_conflict(self, first: Name, second: Name) -> bool:
        """Whether two names cannot be one person's."""
        agreement = compared(first, second, self._rarity)
        return agreement is not None and agreement.conflict

    def _before(self, one: Portrait, other: Portrait, *, by_name: bool) -> Evidence:
        """How likely it is, before anything is known of them, that two accounts are one person's."""
        expected = OTHERS
        if one.user or other.user:
            expected = ON_ONE_WIKI if one.user and one.sources == other.sources else BETWEEN_TOOLS
        return Evidence("before", log2(expected / self._among(one, other, by_name=by_name)))

    def _among(self, one: Portrait, other: Portrait, *, by_name: bool) -> float:
        """How many accounts there are where these two meet: those of the smallest list that both write to.

        Where one is of a wiki, those of the larger of the two sides. `by_name`: whether it is names that agree; then
        accounts that bear none cannot be meant.
        """
        if one.user or other.user:
            return max(FEWEST_OF_A_WIKI, *(self._beside(side, by_name=by_name) for side in (one, other)))
        shared = one.sources & other.sources
        met = min((self._on[source] for source in shared), default=self._mailing)
        return max(FEWEST, met)

    def _beside(self, portrait: Portrait, *, by_name: bool = False) -> float:
        """How many accounts there are like this one: of all lists, or of its wiki; of those who edit, if it does."""
        if not portrait.user:
            return self._mailing
        counts = self._editing if portrait.messages else self._on
        like_it = sum(counts.get(source, 0) for source in portrait.sources)
        if by_name and portrait.messages:
            return min(like_it, sum(self._named.get(source, 0) for source in portrait.sources) / BEARING_A_NAME)
        return like_it

    def _names(self, names: Sequence[Name], others: Sequence[Name], *, on_wiki: bool = False) -> Agreement | None:
        """The best agreement of any of their names; a conflict where all that tell anything conflict."""
        rarity = self._in_a_crowd if on_wiki else self._rarity
        found = [compared(name, other, rarity) for name in names for other in others]
        return max((one for one in found if one), key=lambda one: (not one.conflict, one.bits), default=None)

    def _signed(self, one: Portrait, other: Portrait) -> Agreement | None:
        """How names agree, those that stand in signatures among them; None without these, or where they conflict."""
        if not one.signed and not other.signed:
            return None
        on_wiki = bool(one.user or other.user)
        found = self._names((*one.names, *one.signed), (*other.names, *other.signed), on_wiki=on_wiki)
        return found if found and found.bits > 0 else None

    def _identity(
        self, one: Portrait, other: Portrait, agreement: Agreement | None, signed: Agreement | None
    ) -> Evidence | None:
        """What says best who both are: their names, one's name in the other's address, or one login."""
        found: list[Evidence] = []
        if agreement and agreement.bits > 0:
            found.append(self._by_name(one, other, agreement))
        if signed:
            most = MAILBOX if self._fit_their_logins(one, other) else SIGNED_BY_OTHERS
            rule = "page-heading" if any(side.user and side.signed for side in (one, other)) else "signed-name"
            found.append(Evidence(rule, min(most, signed.bits - SIGNED_NAME)))
        found += self._name_in_address(one, other)
        found += self._name_in_address(other, one)
        found += self._one_login(one, other)
        if one.user and other.user and one.sources != other.sources and _are_called_alike(one, other):
            most = self._pseudonyms.bits(one.user.partition(":")[2], self._rarity)
            found = [
                piece if piece.rule == ACCOUNT_ADDRESS else piece._replace(weight=min(piece.weight, most))
                for piece in found
            ]
            found.append(Evidence("same-user", most))
        return max(found, key=lambda piece: (round(piece.weight, 1), piece.rule == "same-name"), default=None)

    def _by_name(self, one: Portrait, other: Portrait, agreement: Agreement) -> Evidence:
        """How their names agree; weaker where it takes one that a user page tells."""
        if one.told or other.told:
            own = [[name for name in side.names if name not in side.told] for side in (one, other)]
            without = self._names(*own, on_wiki=True)
            if without is None or without.bits < agreement.bits:
                return Evidence("page-name", agreement.bits - PAGE_NAME)
        return Evidence(agreement.how, agreement.bits)

    def _fit_their_logins(self, one: Portrait, other: Portrait) -> bool:
        """Whether the address of each that signs with a name is made of that name."""
        return all(
            not portrait.signed
            or any(login in self._made_of(name) for name in portrait.signed for login in portrait.logins)
            for portrait in (one, other)
        )

    def _name_in_address(self, one: Portrait, other: Portrait) -> Iterator[Evidence]:
        for name in one.full_names:
            made = self._made_of(name)
            for login in sorted(other.logins & made.keys()):
                manner, bits = made[login]
                rule = "name-and-user" if other.user else "name-and-address"
                bits -= USER_NAME * (bool(one.user or other.user) and manner != "full") + PAGE_NAME * (name in one.told)
                yield Evidence(rule, bits, manner)

    def _one_login(self, one: Portrait, other: Portrait) -> Iterator[Evidence]:
        if one.address.mailbox and one.address.mailbox == other.address.mailbox:
            yield self._one_mailbox(one, other)
            return
        for login in sorted(one.logins & other.logins):
            if login == one.address.letters == other.address.letters and _numbered_apart(one, other):
                continue
            if one.user and other.user and one.address.number != other.address.number:
                continue  # the second takes a number because the name is taken
            names = (*one.full_names, *other.full_names)
            made = [self._made_of(name)[login] for name in names if login in self._made_of(name)]
            if made:
                manner, bits = max(made, key=lambda one: one[1])
                if one.user or other.user:
                    bits -= USER_NAME * (manner != "full")
                yield Evidence("same-login", bits + SAME_FORM * (manner != "full"), manner)
            elif not _is_first_name(login, names) and login not in common_names():
                crowd = log2(max(1, self._logins[login] - 1))
                yield Evidence("same-login", handle_bits(login, self._rarity) - crowd, f"{len(login)} letters")

    def _one_mailbox(self, one: Portrait, other: Portrait) -> Evidence:
        """One mailbox under two spellings, or known to a site; less where more accounts of the site have it."""
        if not (one.user or other.user):
            return Evidence("same-mailbox", MAILBOX)
        sides = {_side(side) for side in (one, other) if side.user}
        expected = 2 if one.user and other.user and len(sides) == 1 else 1
        more = max(self._known_by.get((side, one.address.mailbox), 0) for side in sides) - expected
        return Evidence(ACCOUNT_ADDRESS, max(0.0, MAILBOX - EACH_BEARER_MORE * max(0, more)))

    def _logins_beside(self, one: Portrait, other: Portrait, agreement: Agreement | None) -> Iterator[Evidence]:
        """One login beside one name, where it says more than the name does."""
        letters = one.address.letters
        if agreement is None or agreement.conflict or not letters or letters != other.address.letters:
            return
        if (one.user and other.user) or one.address.mailbox == other.address.mailbox or letters not in one.logins:
            return
        names = (*one.full_names, *other.full_names)
        manners = [self._made_of(name)[letters][0] for name in names if letters in self._made_of(name)]
        if manners:
            if "full" not in manners:
                yield Evidence("same-form", SAME_FORM)
        elif letters not in addresses.NOBODY_S and len(letters) > LONGEST_INITIALS:
            yield Evidence("other-login", OTHER_LOGIN)

    def _organisation(self, one: Portrait, other: Portrait) -> Iterator[Evidence]:
        ours, theirs = one.address, other.address
        if not ours.organisation or ours.organisation != theirs.organisation or ours.mailbox == theirs.mailbox:
            return
        if one.logins & other.logins and (is_within(ours.host, theirs.host) or is_within(theirs.host, ours.host)):
            yield Evidence("host-of-domain", MOST_OF_ORGANISATION)
        elif not ours.is_providers:
            share = self._at[ours.organisation] / max(FEWEST, self._mailing)
            weight = min(MOST_OF_ORGANISATION, log2(SAME_ORGANISATION / share))
            if share <= LARGEST_ORGANISATION:
                yield Evidence("same-organisation", weight, f"{self._at[ours.organisation]} accounts")

    def _marks(self, one: Portrait, other: Portrait) -> Iterator[Evidence]:
        for kind, weight in MARK_WEIGHTS.items():
            shared = _values(one, kind) & _values(other, kind)
            worth = [weight - EACH_BEARER_MORE * (self._with[kind, value] - 2) for value in shared]
            if kind == "email" and (given := _given_on_page(one, other) or _given_on_page(other, one)):
                yield Evidence("page-address", given)
                continue
            if kind == "email":
                cited = {other.address.mailbox} & _values(one, kind) | {one.address.mailbox} & _values(other, kind)
                worth += [weight - EACH_BEARER_MORE * (self._with[kind, value] - 1) for value in cited]
            if worth and max(worth) > 0:
                yield Evidence(f"same-{kind}", max(worth))
                if kind == "signature":  # what else they have in common stands in it
                    return

    def _of_wikis(self, one: Portrait, other: Portrait) -> Iterator[Evidence]:
        """What else speaks for or against an account of a wiki being somebody's."""
        for side, page in ((one, other), (other, one)):
            if page.user and page.user in _values(side, "user-page"):
                more = len(_values(side, "user-page")) + self._with["user-page", page.user] - 2
                yield Evidence("own-page", max(0.0, OWN_PAGE - EACH_BEARER_MORE * more))
        if one.user and other.user and one.farm and one.farm == other.farm and _are_called_alike(one, other):
            yield Evidence("one-farm", MAILBOX if one.farm == UNIFIED else ONE_FARM)
        yield from self._years(one, other)
        shown = [
            (bits, kind)
            for kind in ("organization", "place", "postcode")
            if (bits := self._shown_at_both(one, other, kind))
        ]
        if shown:
            bits, kind = max(shown)
            yield Evidence(f"same-{kind}", bits)
        if one.user and one.sources == other.sources and _overlap(one, other):
            yield Evidence("two-of-a-wiki", TWO_OF_A_WIKI)
        if one.blocked or other.blocked:
            yield Evidence("blocked", BLOCKED)

    def _years(self, one: Portrait, other: Portrait) -> Iterator[Evidence]:
        """Whether both are in use within two years of each other, by how many of the larger side's accounts are."""
        if one.user and one.sources == other.sources:
            return
        small, large = sorted((one, other), key=lambda side: (self._beside(side), bool(side.user)))
        if not (small.first_at and small.last_at and large.first_at and large.last_at):
            return
        share = self._in_use.share(_side(large), small.first_at, small.last_at)
        if are_in_same_years((small.first_at, small.last_at), (large.first_at, large.last_at)):
            yield Evidence("same-years", max(0.0, min(MOST_OF_YEARS, log2(IN_SAME_YEARS / share))))
        else:
            yield Evidence("other-years", min(0.0, max(-MOST_OF_YEARS, log2((1 - IN_SAME_YEARS) / (1 - share)))))

    def _shown_at_both(self, one: Portrait, other: Portrait, kind: str) -> float:
        """What an organisation or a postcode tells that both show, by the share of the accounts that do."""
        shared = one.places & other.places if kind == "place" else _values(one, kind) & _values(other, kind)
        worth = (log2(SAME_ORGANISATION * self._showing[kind] / self._with[kind, value]) for value in shared)
        return max(0.0, min(SHOWN_AT_BOTH, max(worth, default=0.0)))

    def _made(self, name: Name) -> Mapping[str, tuple[str, float]]:
        """The logins made of a name, each in the manner that tells most."""
        made: dict[str, tuple[str, float]] = {}
        for login, manner, bits in addresses.logins(name, self._rarity):
            if login not in made or bits > made[login][1]:
                made[login] = manner, bits
        return made


def _side(portrait: Portrait) -> str:
    """What an account is on beside others: its wiki, or "" for all lists."""
    return min(portrait.sources) if portrait.user else ""


def _given_on_page(page: Portrait, mails: Portrait) -> float:
    """What it tells that a user page gives the address of who writes, from 0; less where it gives several."""
    given = _values(page, "email")
    if not page.user or not mails.address.mailbox or mails.address.mailbox not in given:
        return 0.0
    if len(given) == 1:
        return PAGE_ADDRESS
    return max(0.0, MARK_WEIGHTS["email"] - EACH_BEARER_MORE * (len(given) - 2))


def _are_called_alike(one: Portrait, other: Portrait) -> bool:
    """Whether two accounts of wikis have one user name."""
    return one.user.partition(":")[2] == other.user.partition(":")[2]


def _share_a_mailbox(one: Portrait, other: Portrait) -> bool:
    """Whether two people are named beside the one mailbox that a site and somebody's mails have in common."""
    return (
        bool((one.user or other.user) and one.address.mailbox)
        and one.address.mailbox == other.address.mailbox
        and all(any(map(is_somebodys, side.full_names)) for side in (one, other))
    )


def _overlap(one: Portrait, other: Portrait) -> bool:
    """Whether each of two accounts was in use before the other was so for the last time."""
    if None in {one.first_at, other.first_at, one.last_at, other.last_at}:
        return False
    return max(one.first_at or "", other.first_at or "") < min(one.last_at or "", other.last_at or "")


def _numbered_apart(one: Portrait, other: Portrait) -> bool:
    """Whether only the numbers of two local parts differ: `trainee1` and `trainee2` sit on two chairs."""
    numbers = {one.address.number, other.address.number}
    return len(numbers) > 1 and "" not in numbers


def _is_first_name(login: str, names: Sequence[Name]) -> bool:
    """Whether a login is a given name of who uses it: `pierre@` is many people's."""
    return any(login == word for name in names for number, word in enumerate(name.words) if number not in name.family)


def _values(portrait: Portrait, kind: str) -> frozenset[str]:
    return frozenset(mark.value for mark in portrait.marks.get(kind, ()))


def _against(one: Portrait, other: Portrait) -> Iterator[Evidence]:
    """What two persons show who write at the same time: other telephones, organisations, places."""
    found = []
    for kind, weight in AT_ONCE.items():
        ours, theirs = one.marks.get(kind, ()), other.marks.get(kind, ())
        if ours and theirs and _at_once(ours, theirs) and not _alike(kind, ours, theirs):
            found.append(Evidence(f"other-{kind}", weight))
    if _are_two_employers(one, other):
        found.append(Evidence("two-employers", TWO_EMPLOYERS))
    if found:
        strongest = min(found, key=lambda piece: piece.weight)
        several = SEVERAL_AGAINST if len(found) > 1 else 0.0
        yield strongest._replace(weight=strongest.weight + several)


def _are_two_employers(one: Portrait, other: Portrait) -> bool:
    ours, theirs = one.address, other.address
    return (
        bool(one.sources & other.sources)
        and min(one.messages, other.messages) > 1
        and bool(ours.host and theirs.host)
        and ours.organisation != theirs.organisation
        and not (ours.is_providers or theirs.is_providers)
        and _overlap(one, other)
    )


def _at_once(ours: Sequence[Mark], theirs: Sequence[Mark]) -> bool:
    begin = max(min(mark.first_at for mark in marks) for marks in (ours, theirs))
    end = min(max(mark.last_at for mark in marks) for marks in (ours, theirs))
    return begin[:10] <= (date.fromisoformat(end[:10]) + SAME_TIME).isoformat()


def _alike(kind: str, ours: Sequence[Mark], theirs: Sequence[Mark]) -> bool:
    """Whether any two are the same, or, of organisations, one is in the other."""
    pairs = [(one.value, other.value) for one in ours for other in theirs]
    if kind == "organization":
        return any(one in other or other in one for one, other in pairs)
    return any(one == other for one, other in pairs)


def _count(counts: dict[Key, int], values: Collection[Key]) -> None:
    for value in values:
        counts[value] = counts.get(value, 0) + 1
