"""The invented people of the study: name, accounts, structure, function and office."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from maillage.demo.plan import MERGED, ROBOT, Member
from maillage.demo.published import LILLE, SCALES, intensive, lists
from maillage.demo.words import Commune, alternatives, cast, communes, sections

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from maillage.demo.plan import Plan

PARTICLES = {"d", "da", "de", "del", "den", "der", "des", "di", "du", "el", "l", "la", "le", "les", "n", "van", "von"}
PEOPLE_PER_STRUCTURE = 1.8
HEAD_OFFICES = 0.12  # of the structures of a city: a branch of something in Paris
ROLE_ADDRESS = "contact@lille-coop.example"
SPLIT_NAME = ("f", "Marie", "Martin")
ORDER_NAME = ("m", "Jean-Pierre", "Le Goff")


@dataclass(frozen=True)
class Office:
    """Where somebody works: the office, and the head office where that is elsewhere."""

    structure: str
    status: str
    domain: str
    street: str
    place: Commune
    head_office: str = ""
    functions: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """An address, and the name that stands beside it."""

    address: str
    name: str


@dataclass(frozen=True)
class Person:
    """One person. `second` says where the second account writes: list names, or `*` for every other mail."""

    key: str
    gender: str
    first: str
    last: str
    office: Office | None
    function: str
    accounts: tuple[Account, ...]
    second: tuple[str, ...] = ()
    merged_by_hand: bool = False

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()

    def account(self, name: str, number: int) -> Account:
        """The account that sends this person's mail of that number to that list."""
        if len(self.accounts) > 1 and (name in self.second or ("*" in self.second and number % 2)):
            return self.accounts[1]
        return self.accounts[0]


def fold(text: str) -> str:
    """Small letters without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def name_key(text: str) -> tuple[str, ...]:
    """What two spellings of one full name have in common: words without accents, particles and order."""
    return tuple(sorted(word for word in re.findall(r"[a-z]+", fold(text)) if word not in PARTICLES))


class Registry:
    """Gives names and addresses that nobody has yet."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.names: set[tuple[str, ...]] = {name_key(f"{role.first} {role.last}") for role in cast().values()}
        self.names |= {name_key(" ".join(name[1:])) for name in (SPLIT_NAME, ORDER_NAME)}
        self.addresses: set[str] = {ROLE_ADDRESS}

    def name(self, network: str) -> tuple[str, str, str]:
        """Gender, first and last name of somebody of that network."""
        while True:
            gender = self.rng.choice("fm")
            region = "other" if self.rng.random() < 0.3 else network.lower()
            first = self.rng.choice(alternatives("names.txt", f"first.{gender}"))
            last = self.rng.choice(alternatives("names.txt", f"last.{region}"))
            key = name_key(f"{first} {last}")
            if key not in self.names and len(key) > 1:
                self.names.add(key)
                return gender, first, last

    def address(self, first: str, last: str, structure: str = "") -> str:
        """An address made of the name, at the structure or at a mail provider."""
        start, end = (re.sub(r"[^a-z]", "", fold(part)) for part in (first, last))
        if not end:
            end = str(self.rng.randrange(50, 90))
        local = self.rng.choice((f"{start}.{end}", f"{start[0]}.{end}", f"{start}{end}", f"{end}.{start}"))
        domain = re.sub(r"[^a-z]+", "-", fold(structure)).strip("-")
        provider = self.rng.choice(alternatives("structures.txt", "mail"))
        return self.unused(local, f"{domain}.example" if domain and self.rng.random() < 0.6 else provider)

    def unused(self, local: str, domain: str) -> str:
        """That address, with a number where somebody has it already."""
        number = 1
        address = f"{local}@{domain}"
        while address in self.addresses:
            number += 1
            address = f"{local}{number}@{domain}"
        self.addresses.add(address)
        return address


def people(made: Plan, rng: Random) -> dict[str, Person]:
    """The people of a plan, by key."""
    registry = Registry(rng)
    offices = _Offices(made, rng)
    named = _special_names(made)
    found: dict[str, Person] = {}
    for key, member in made.members.items():
        found[key] = _robot() if key == ROBOT else _person(member, named.get(key), offices, registry)
    for key, second in _second_accounts(made).items():
        found[key] = _with_second(found[key], second, registry)
    role = _pick(made, {"catalyst"}, "city", 4)[0]
    found[role] = _role_address(found[role], registry)
    return found


def silent_people(network: str, count: int, rng: Random, known: dict[str, Person]) -> list[Person]:
    """Subscribers who never wrote to any list."""
    registry = Registry(rng)
    registry.names |= {name_key(person.full_name) for person in known.values()}
    registry.names |= {name_key(account.name) for person in known.values() for account in person.accounts}
    registry.addresses |= {account.address for person in known.values() for account in person.accounts}
    found = []
    for number in range(1, count + 1):
        gender, first, last = registry.name(network)
        address = registry.address(first, last)
        account = Account(address, f"{first} {last}" if rng.random() < 0.8 else "")
        found.append(Person(f"silent-{network.lower()}-{number:03}", gender, first, last, None, "", (account,)))
    return found


def home(member: Member) -> tuple[str, str]:
    """Network and scale where somebody works: the nearest scale, since the far one is `elsewhere` to the other."""
    pairs = [(lists()[name].network, scale) for name, scale in member.scales.items()]
    return min(pairs, key=lambda pair: (SCALES.index(pair[1]), pair[0]))


def _pick(made: Plan, names: Iterable[str], scale: str, least: int) -> list[str]:
    """Keys of occasional authors of exactly these lists and this scale, with so many messages on each."""
    wanted = set(names)
    return sorted(
        key
        for key, member in made.members.items()
        if set(member.messages) == wanted
        and home(member)[1] == scale
        and min(member.messages.values()) >= least
        and key not in {*intensive(), ROBOT}
        and not key.startswith("tl-")
    )


def _special_names(made: Plan) -> dict[str, tuple[str, str, str]]:
    """The two people of one name, and who is written in another order."""
    return {
        _pick(made, {"makers"}, "city", 3)[0]: SPLIT_NAME,
        _pick(made, {"makers"}, "metropolis", 3)[0]: SPLIT_NAME,
        _pick(made, {"wiki-brest", "cartes-ouvertes"}, "city", 1)[0]: ORDER_NAME,
    }


@dataclass(frozen=True)
class _Second:
    """A second account: where it writes, and its name; `by_hand` where only a decision joins it."""

    where: tuple[str, ...]
    name: str
    by_hand: bool = False


def _second_accounts(made: Plan) -> dict[str, _Second]:
    """Twelve people with two addresses under one name, four under two names."""
    both = _pick(made, {"catalyst", "makers"}, "city", 1)
    makers = _pick(made, {"makers"}, "metropolis", 4)
    wiki = _pick(made, {"wiki-brest", "cartes-ouvertes"}, "city", 1)
    return {
        "lille-02": _Second(("unisson",), "{plain}"),
        "lille-06": _Second(("*",), "{first} {LAST}"),
        "lille-07": _Second(("makers",), "{first} {last}"),
        "brest-02": _Second(("*",), "{plain}"),
        "brest-11": _Second(("brest-bc",), "{LAST} {first}"),
        both[0]: _Second(("makers",), "{last}, {first}"),
        both[1]: _Second(("makers",), "{plain}"),
        both[2]: _Second(("catalyst",), "{first} {last}"),
        both[3]: _Second(("catalyst",), "{LAST} {first}"),
        wiki[0]: _Second(("cartes-ouvertes",), "{LAST} {first}"),
        makers[-1]: _Second(("*",), "{first} {last}"),
        _pick(made, {"makers"}, "region", 2)[0]: _Second(("*",), "{low}"),
        "lille-39": _Second(("*",), "Bidouille59", by_hand=True),
        "brest-05": _Second(("*",), "Le wiki des voisins", by_hand=True),
        _pick(made, {"catalyst"}, "city", 4)[1]: _Second(("*",), "{first} Carpentier-Ravier", by_hand=True),
        _pick(made, {"makers"}, "elsewhere", 3)[0]: _Second(("*",), "Atelier Vélo Solidaire", by_hand=True),
    }


def _with_second(person: Person, second: _Second, registry: Registry) -> Person:
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", person.full_name) if not unicodedata.combining(letter)
    )
    name = second.name.format(
        first=person.first, last=person.last, LAST=person.last.upper(), plain=plain, low=person.full_name.lower()
    )
    words = (person.first, person.last) if not second.by_hand else (re.sub(r"[\W\d]", "", name), "")
    account = Account(registry.address(*words), name)
    first = replace(person.accounts[0], name=person.full_name)
    return replace(person, accounts=(first, account), second=second.where, merged_by_hand=second.by_hand)


def _role_address(person: Person, registry: Registry) -> Person:
    """Two people behind one address of an office: one author, since an address is all the archive tells."""
    _, first, last = registry.name("Lille")
    names = (person.full_name, f"{first} {last}")
    return replace(person, accounts=tuple(Account(ROLE_ADDRESS, name) for name in names), second=("*",))


def _robot() -> Person:
    account = Account("ne-pas-repondre@forge-des-voisins.example", "Forge des voisins")
    return Person(ROBOT, "m", "Forge des voisins", "", None, "", (account,))


def _person(member: Member, named: tuple[str, str, str] | None, offices: _Offices, registry: Registry) -> Person:
    network, scale = home(member)
    role = cast().get(member.key)
    special = bool(role or named)
    if role:
        gender, first, last = role.gender, role.first, role.last
    else:
        gender, first, last = named or registry.name(network)
    office = None if scale == "unidentified" else offices.of(member)
    function = role.function if role and role.function else ""
    if office and not function:
        function = offices.function(office, gender)
    account = Account(
        registry.address(first, last, office.structure if office else ""),
        f"{first} {last}".strip() if special or len(member.messages) > 1 else _display(first, last, registry.rng),
    )
    return Person(member.key, gender, first, last, office, function, (account,))


def _display(first: str, last: str, rng: Random) -> str:
    """A name as people write it beside their address."""
    patterns = {
        f"{first} {last}": 80,
        f"{first} {last.upper()}": 7,
        f"{last.upper()} {first}": 3,
        f"{first} {last}".lower(): 2,
        first: 4,
        "": 4,
    }
    return rng.choices(list(patterns), weights=list(patterns.values()))[0]


class _Offices:
    """The offices of the study: those of the cast under their names, and some shared by the people of a place."""

    def __init__(self, made: Plan, rng: Random) -> None:
        self.rng = rng
        self.named: dict[str, Office] = {}
        self.words = list(alternatives("structures.txt", "mots"))
        rng.shuffle(self.words)
        self.drawn = 0
        self.names: set[str] = set()
        self.shared: dict[tuple[str, str], list[Office]] = {}
        homes = [home(member) for member in made.members.values()]
        for pair in sorted(set(homes)):
            if pair[1] != "unidentified":
                number = max(2, int(homes.count(pair) / PEOPLE_PER_STRUCTURE))
                self.shared[pair] = [self._invented(*pair) for _ in range(number)]

    def of(self, member: Member) -> Office:
        """The office of a member: that of the cast where it has one, else one of the place's."""
        role = cast().get(member.key)
        network, scale = home(member)
        if role is None or not role.status:
            if role and role.function:
                return self._own(role.status, role.domain, network, scale, member.place)
            return self.rng.choice(self.shared[network, scale])
        if not role.structure:
            return self._own(role.status, role.domain, network, scale, member.place)
        if role.structure not in self.named:
            office = self._own(role.status, role.domain, network, scale, member.place)
            self.named[role.structure] = replace(office, structure=role.structure)
        return replace(self.named[role.structure], status=role.status, domain=role.domain)

    def function(self, office: Office, gender: str) -> str:
        """A function somebody may hold there."""
        return self.rng.choice(office.functions[gender])

    def _own(self, status: str, domain: str, network: str, scale: str, place: str) -> Office:
        known = [commune for commune in communes(network, scale) if not place or commune.commune == place]
        return Office("", status, domain, self._street(), known[0])

    def _invented(self, network: str, scale: str) -> Office:
        kinds = sections("structures.txt")[f"kinds.{network.lower()}"]
        pattern, status, domain, his, hers = self.rng.choice(kinds).split(";")
        known = communes(network, scale)
        place = self.rng.choices(known, weights=[commune.weight for commune in known])[0]
        name = self._name(pattern) if pattern else ""
        branch = scale == "city" and name and self.rng.random() < HEAD_OFFICES
        paris = f"{self._street()}, 750{self.rng.randrange(10, 20)} Paris" if branch else ""
        functions = {"m": tuple(his.split(",")), "f": tuple(hers.split(","))}
        return Office(name, status, domain, self._street(), place, paris, functions)

    def _name(self, pattern: str) -> str:
        while True:
            self.drawn += 1
            name = pattern.format(mot=self.words[self.drawn % len(self.words)])
            if name not in self.names:
                self.names.add(name)
                return name

    def _street(self) -> str:
        return f"{self.rng.randrange(1, 180)} {self.rng.choice(alternatives('structures.txt', 'streets'))}"


def scale_of(member: Member, name: str) -> str:
    """The scale of a member on a list; a list with few exchanges takes that of another list of Lille."""
    name = "brest-bc" if name == MERGED else name
    if name in member.scales:
        return member.scales[name]
    return next(scale for known, scale in member.scales.items() if known in LILLE)
