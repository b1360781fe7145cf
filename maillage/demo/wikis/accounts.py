"""Who has an account on which wiki: people of the lists under names of all kinds, and people the lists never heard."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from maillage.demo.people import ROLE_ADDRESS, SPLIT_NAME, Registry, fold, name_key
from maillage.demo.plan import ROBOT
from maillage.demo.texts import lower_first
from maillage.demo.words import alternatives, sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from random import Random

    from maillage.demo.mails import Mail
    from maillage.demo.people import Person
    from maillage.demo.wikis.sites import Site, Space

TOWN = ("Mairie du Ponant", "service internet et expression numérique")
LOCAL = "Kelaouenn"
ENCYCLOPEDIANS = "Les Wikimédiens du Ponant"
FROM_LISTS = 0.62  # of the authors of the lists of a network: have an account on its first wiki
SILENT_SUBSCRIBERS = 8  # who never write to a list and do on the wiki
MOST_OCCASIONAL = 10  # edits of who comes now and then
LEAST_REGULAR = 12
MOST_ACTIVE = 19  # edits of who comes more often, but in no year as `yearly` people do

# Administrators by wiki: people of the lists by key; new people by where they work, how many of them.
ADMINISTRATORS: dict[str, tuple[tuple[str, int], ...]] = {
    "wiki-de-brest": (
        *((f"brest-{number:02}", 1) for number in (5, 2, 7, 12, 3)),
        ("town", 5),
        *((f"brest-{number:02}", 1) for number in (8, 10)),
        ("encyclopedians", 4),
    ),
    "wiki-abrest": (*((f"brest-{number:02}", 1) for number in (5, 2, 7, 12, 3)), ("town", 5)),
    "wiki-ecosol": (("brest-02", 1), ("town", 1), ("brest-13", 1), ("new", 2)),
    "wiki-fuc": (*((f"brest-{number:02}", 1) for number in (5, 2, 7, 12, 3, 8, 10)), ("town", 3), ("new", 4)),
    "wiki-des-communs": (("lille-21", 1), ("lille-23", 1), ("lille-01", 1), ("new", 1)),
    "wikiversite": (("new", 2),),
    "wikilivre": (("new", 1),),
}

# The lists whose authors are asked first to a wiki.
NEAR = {
    "wiki-de-brest": ("wiki-brest", "cartes-ouvertes", "brest-bc"),
    "wiki-abrest": ("brest-bc", "wiki-brest"),
    "wiki-ecosol": ("brest-bc",),
    "wiki-fuc": ("brest-bc", "wiki-brest", "cartes-ouvertes"),
    "wiki-des-communs": ("ac-lille", "catalyst", "tiers-lieux"),
    "wikiversite": ("ac-lille", "unisson"),
    "wikilivre": ("ac-lille", "catalyst", "unisson"),
}
ASKED = {
    "wiki-abrest": 14,
    "wiki-ecosol": 12,
    "wiki-fuc": 26,
    "wiki-des-communs": 30,
    "wikiversite": 9,
    "wikilivre": 12,
}

# How somebody of the lists is called on a wiki. Only a decision joins `hidden`; a signature tells `linked`.
STYLES = {"name": 40, "local": 14, "told": 26, "hidden": 14, "linked": 6}
NEW_STYLES = {"name": 26, "local": 8, "told": 16, "hidden": 50}
DECIDED = 6  # of the hidden people of each network: what somebody knew and wrote down


@dataclass(frozen=True)
class Writer:
    """Somebody who writes on wikis. `key`: that of the truth; `address`: one of hers, "" for who is on no list.

    `style`: how she is called there, a key of `STYLES`.
    """

    key: str
    gender: str
    first: str
    last: str
    user: str
    style: str
    function: str
    structure: str
    commune: str
    address: str = ""

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True)
class Account:
    """An account of a wiki. `number`: its user id. `edits`: how many it makes in its space.

    `band`: `yearly` (more than ten edits in 2015), `past` and `late` (before and after), `occasional` (ten at
    most), `silent`, `vandal` or `bot`. `promoted`: since when it administrates; None where it always did or never does.
    """

    user: str
    writer: Writer
    registered: datetime
    band: str
    edits: int = 0
    number: int = 0
    groups: tuple[str, ...] = ()
    promoted: datetime | None = None
    space: str = ""


@dataclass
class Crowd:
    """Everybody who may have an account on a wiki, and under which name: the same on all the wikis of a network."""

    people: Mapping[str, Person]
    mails: Mapping[str, Sequence[Mail]]
    silent: Sequence[Person]
    rng: Random
    writers: dict[str, Writer] = field(default_factory=dict)
    users: set[str] = field(default_factory=set)
    registry: Registry = field(init=False)

    def __post_init__(self) -> None:
        """Learn the names that are taken."""
        self.registry = Registry(self.rng)
        for person in (*self.people.values(), *self.silent):
            self.registry.names |= {name_key(text) for text in (person.full_name, *(a.name for a in person.accounts))}

    def of_lists(self, site: Site) -> list[Writer]:
        """People of the lists who have an account on a wiki, those who write most first."""
        counts: dict[str, int] = {}
        for name in NEAR[site.folder]:
            for mail in self.mails[name]:
                counts[mail.author] = counts.get(mail.author, 0) + (mail.sent.year < 2017)
        keys = [key for key in sorted(counts) if counts[key] and self._may_join(key)]
        keys.sort(key=lambda key: counts[key] * self.rng.uniform(0.4, 2.5), reverse=True)
        found = [self.known(key) for key in keys[: ASKED.get(site.folder, round(len(keys) * FROM_LISTS))]]
        if site.folder == "wiki-de-brest":
            quiet = sorted(self.silent, key=lambda person: person.key)
            quiet = [person for person in quiet if person.key.startswith("silent-brest") and person.accounts[0].name]
            found += [self._writer(person, "name") for person in self.rng.sample(quiet, SILENT_SUBSCRIBERS)]
        return found

    def _may_join(self, key: str) -> bool:
        person = self.people[key]
        is_office = person.accounts[0].address == ROLE_ADDRESS
        return key != ROBOT and not is_office and (person.first, person.last) != SPLIT_NAME[1:] and bool(person.last)

    def known(self, key: str) -> Writer:
        """Somebody of the lists."""
        if key not in self.writers:
            self.writers[key] = self._writer(self.people[key], _drawn(STYLES, self.rng))
        return self.writers[key]

    def _writer(self, person: Person, style: str) -> Writer:
        office = person.office
        address = person.accounts[0].address
        if person.key in {"brest-05", "brest-02", "lille-21"}:
            style = "name"
        elif style == "linked" and office is None:  # who never signs
            style = "told"
        user = self._user(style, person.first, person.last, address)
        return Writer(
            person.key,
            person.gender,
            person.first,
            person.last,
            user,
            style,
            person.function,
            office.structure if office else "",
            office.place.commune if office else "",
            address,
        )

    def new(self, network: str, work: str = "new") -> Writer:
        """Somebody whom the lists never heard. `work`: `town`, `encyclopedians`, or `new` for anything."""
        gender, first, last = self.registry.name(network)
        style = "name" if work in {"town", "encyclopedians"} else _drawn(NEW_STYLES, self.rng)
        function = self.rng.choice(alternatives("wikis.txt", f"fonction.{gender}"))
        structure = ""
        if work == "town":
            structure, function = TOWN[0], "animatrice multimédia" if gender == "f" else "animateur multimédia"
        elif work == "encyclopedians":
            structure = ENCYCLOPEDIANS
        towns = alternatives("wikis.txt", "brest.commune" if network == "Brest" else "communs.ville")
        commune = towns[0] if work == "town" else self.rng.choice(towns)
        user = self._user(style, first, last, "")
        key = f"wiki-{network.casefold()}-{len(self.users):04}"  # each network has a crowd of its own
        writer = Writer(key, gender, first, last, user, style, function, structure, commune)
        self.writers[key] = writer
        return writer

    def _user(self, style: str, first: str, last: str, address: str) -> str:
        """A user name that nobody has yet."""
        if style == "name":
            user = f"{first} {last}"
        elif style == "local":
            local = re.sub(r"[^a-z]", "", fold(first))[:1] + re.sub(r"[^a-z]", "", fold(last))
            user = address.partition("@")[0] or local
        else:
            user = self._nickname(first, last)
        return self.unused(user)

    def unused(self, user: str) -> str:
        """That name as MediaWiki writes it, with a number where somebody has it already."""
        user = wanted = user[:1].upper() + user[1:]
        number = 1
        while user in self.users:
            number += 1
            user = f"{wanted}{number}"
        self.users.add(user)
        return user

    def _nickname(self, first: str, last: str) -> str:
        rng = self.rng
        start, end = (rng.choice(alternatives("wikis.txt", f"pseudo.{part}")) for part in ("debut", "fin"))
        initials = "".join(word[0] for word in re.findall(r"\w+", f"{first} {last}"))
        return rng.choices(
            (f"{start}{end}", start, f"{first}{rng.randrange(22, 99)}", f"{first} {last[0]}.", initials.upper() + "29"),
            weights=(56, 10, 18, 10, 6),
        )[0]


def _drawn(weights: Mapping[str, int], rng: Random) -> str:
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def accounts(site: Site, crowd: Crowd, rng: Random) -> list[Account]:
    """Every registered account of a wiki, in the order of registration."""
    known = crowd.of_lists(site)
    found: list[Account] = []
    chiefs = _administrators(site, crowd)
    for space in site.spaces:
        first = chiefs if space.source == site.folder else []
        found += _of_space(site, space, [*first, *_free(known, [*first, *(one.writer for one in found)])], crowd, rng)
    if site.spaces[0].prefix:
        found += [_quiet(site, writer, "other", rng, 6) for writer in chiefs]
        found += [_quiet(site, crowd.new(site.network), "other", rng, 3) for _ in range(12)]
    found = [replace(one, groups=("sysop",)) if one.writer in chiefs else one for one in found]
    found = _promoted(found, site, rng)
    found += [_quiet(site, crowd.new(site.network), "silent", rng, 0) for _ in range(site.silent)]
    found += _vandals(site, crowd, rng)
    if site.bot:
        bot = Writer("", "m", "", "", crowd.unused(site.bot), "bot", "", "", "")
        groups = ("bot",) if site.bot_edits > 100 else ()  # the other one works without the flag
        found.append(
            Account(bot.user, bot, _first_day(site) + timedelta(days=120), "bot", site.bot_edits, groups=groups)
        )
    found.sort(key=lambda account: (account.registered, account.user))
    return [replace(account, number=number) for number, account in enumerate(found, 2)]


def _administrators(site: Site, crowd: Crowd) -> list[Writer]:
    """The administrators of a wiki; new people of the town are the same on all its wikis."""
    found: list[Writer] = []
    for what, number in ADMINISTRATORS[site.folder]:
        if what in crowd.people:
            found.append(crowd.known(what))
            continue
        same = [
            one for one in crowd.writers.values() if what == "town" and one.structure == TOWN[0] and not one.address
        ]
        found += same[:number]
        found += [crowd.new(site.network, what) for _ in range(number - len(same[:number]))]
    return found


def _free(known: Iterable[Writer], taken: Iterable[Writer]) -> list[Writer]:
    keys = {writer.key for writer in taken}
    return [writer for writer in known if writer.key not in keys]


def _of_space(site: Site, space: Space, asked: list[Writer], crowd: Crowd, rng: Random) -> list[Account]:
    """The contributors of a space, those who write most first."""
    regular = space.yearly + space.past + space.late
    number = min(len(asked), max(space.contributors * 2 // 3, regular))
    writers = asked[:number]
    writers += [crowd.new(site.network) for _ in range(space.contributors - len(writers))]
    bands = ["yearly"] * space.yearly + ["past"] * space.past + ["late"] * space.late
    mixed = _mixed(writers, writers[number:], 0 if space.prefix else space.counts.administrators, regular, rng)
    counts = edit_counts(space, rng)
    bands += [_band(space, edits, rng) for edits in counts[regular:]]
    return [
        Account(writer.user, writer, _registered(site, band, rng), band, count, space=space.source)
        for writer, band, count in zip(mixed, bands, counts, strict=True)
    ]


def _mixed(writers: list[Writer], newer: list[Writer], fixed: int, regular: int, rng: Random) -> list[Writer]:
    """The writers with some of those unknown to the lists among the regular ones, and the others in any order."""
    guests = newer[: max(0, (regular - fixed) // 3)]
    rest = [writer for writer in writers if writer not in guests]
    first, others = rest[: regular - len(guests)], rest[regular - len(guests) :]
    rng.shuffle(others)
    return [*first, *guests, *others]


def edit_counts(space: Space, rng: Random) -> list[int]:
    """Edits of each contributor, from many to one: a power law with a long tail of single edits."""
    regular = space.yearly + space.past + space.late
    occasional = space.contributors - regular
    tail = sorted((_pareto(rng) for _ in range(occasional)), reverse=True)
    left = max(space.edits - sum(tail), regular * LEAST_REGULAR)
    shares = [(rank + 1.5) ** -1.2 for rank in range(regular)]
    head = [LEAST_REGULAR + round((left - regular * LEAST_REGULAR) * share / sum(shares)) for share in shares]
    return head + tail


def _pareto(rng: Random) -> int:
    """One edit for most, at most nineteen."""
    while (edits := int(rng.paretovariate(1.25))) > MOST_ACTIVE:
        pass
    return edits


def _band(space: Space, edits: int, rng: Random) -> str:
    """When somebody who is not among the regular people comes: before or after 2015 where edits are more than ten."""
    if edits <= MOST_OCCASIONAL:
        return "occasional"
    return "late" if space.counts.created >= (2014, 1) else rng.choice(("past", "past", "late"))


def _first_day(site: Site) -> datetime:
    year, month = min(space.counts.created for space in site.spaces)
    return datetime(year, month, 3, 8, 30, tzinfo=UTC)


def _registered(site: Site, band: str, rng: Random) -> datetime:
    """When an account was opened: early for who still writes, whenever for the others."""
    first = _first_day(site)
    end = datetime(2016, 12, 12, tzinfo=UTC)
    begin, share = first, 1.0
    if band == "yearly":
        share = 0.7
    elif band == "past":
        share = 0.4
    elif band == "late":
        begin = max(first, datetime(2016, 1, 20, tzinfo=UTC))
        share = 0.5
    length = (min(end, datetime(2014, 10, 1, tzinfo=UTC)) if band == "yearly" else end) - begin
    return begin + timedelta(seconds=int(length.total_seconds() * share * rng.random()))


def _quiet(site: Site, writer: Writer, band: str, rng: Random, edits: int) -> Account:
    return Account(writer.user, writer, _registered(site, band, rng), band, edits)


def _promoted(found: list[Account], site: Site, rng: Random) -> list[Account]:
    """Administrators since different days: the first three since the beginning, the others as the rights log says."""
    founders = 0
    changed = []
    for account in found:
        if "sysop" not in account.groups:
            changed.append(account)
            continue
        founders += 1
        if founders <= 3 or account.band == "other":
            groups = ("bureaucrat", "sysop") if founders == 1 else ("sysop",)
            day = _first_day(site) + timedelta(minutes=founders - 1)
            changed.append(replace(account, registered=day, groups=groups))
        else:
            least = timedelta(days=40 if site.is_open else 200)
            last = datetime(2015 if not site.is_open else 2016, 11, 1, tzinfo=UTC) - account.registered - least
            after = least + timedelta(seconds=int(max(0.0, last.total_seconds()) * rng.random() ** 2))
            changed.append(replace(account, promoted=account.registered + after))
    return changed


def _vandals(site: Site, crowd: Crowd, rng: Random) -> list[Account]:
    names = sections("wikis.txt")["vandale.nom"][0].split("|")
    found = []
    for _ in range(site.vandals):
        user = crowd.unused(rng.choice(names))
        writer = Writer(f"vandal-{len(crowd.users):04}", "m", "", "", user, "vandal", "", "", "")
        found.append(Account(user, writer, _registered(site, "vandal", rng), "vandal", rng.randrange(1, 4)))
    return found


def user_page(writer: Writer, rng: Random) -> str:
    """What somebody says of herself on her user page; who hides tells no name."""
    if writer.style in {"hidden", "linked"} or not writer.last:
        return rng.choice(sections("wikis.txt")["page.moi.anonyme"])
    pieces = [piece for piece in sections("wikis.txt")["page.moi"] if writer.structure or "{structure}" not in piece]
    piece = rng.choice(pieces) if writer.commune and writer.function else "Je m'appelle {nom}."
    return piece.format(
        nom=writer.full_name,
        fonction=lower_first(writer.function),
        Fonction=writer.function[:1].upper() + writer.function[1:],
        structure=writer.structure,
        commune=writer.commune,
    )


def decided(used: Iterable[tuple[str, Account]]) -> list[tuple[str, str]]:
    """Address and wiki account of people whom only a decision joins; the first `DECIDED` of each network."""
    found: dict[str, list[tuple[str, str]]] = {}
    seen: set[str] = set()
    for source, account in used:
        writer = account.writer
        if writer.style == "hidden" and writer.address and writer.key not in seen:
            seen.add(writer.key)
            network = "Brest" if source in {"wiki-de-brest", "wiki-abrest", "wiki-ecosol", "wiki-fuc"} else "Lille"
            found.setdefault(network, []).append((writer.address, f"{source}:{account.user}"))
    return [pair for pairs in found.values() for pair in pairs[:DECIDED]]
