"""Who has an account on the participatory sites: people of the Brest lists and wikis, and people nobody else heard."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from maillage.demo.people import ROLE_ADDRESS, SPLIT_NAME, Registry, fold, name_key
from maillage.demo.plan import ROBOT
from maillage.demo.texts import lower_first
from maillage.demo.words import alternatives, sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from maillage.demo.people import Person
    from maillage.demo.sites.settings import Settings
    from maillage.demo.wikis import Wikis

ADMINISTRATOR, EDITOR, VISITOR, REMOVED = "0minirezo", "1comite", "6forum", "5poubelle"
"""The statuses of accounts, as SPIP writes them."""

KNOWN = 0.16  # of a site's contributors: people of the lists and wikis
OF_LISTS = 0.6  # of these: write to a list
AGAIN = 0.5  # of the others: people of a site before, who are known by the same address
WITH_BIO = 0.06  # of the authors: say something of themselves
PSEUDONYMS = 0.05  # of the accounts: under another name than their owner's, which only the address tells
CHIEFS = ("brest-05", "brest-02", "brest-07", "brest-12", "brest-03", "brest-08", "brest-10")
"""Administrators of the first site who write to the lists."""


@dataclass(frozen=True)
class Author:
    """An account of a site. `key`: that of the person in the truth; `name`: as the site shows it.

    `status`: as SPIP writes it. `writes`: whether articles of hers are published.
    """

    key: str
    name: str
    email: str
    status: str
    function: str = ""
    structure: str = ""
    commune: str = ""
    bio: str = ""
    writes: bool = True
    number: int = 0

    @property
    def login(self) -> str:
        """What she signs in with."""
        return re.sub(r"[^a-z0-9]", "", fold(self.name)) or f"auteur{self.number}"


class Newsroom:
    """Everybody who may have an account: the same people on all the sites, under one address."""

    def __init__(self, people: Mapping[str, Person], silent: Sequence[Person], wikis: Wikis, rng: Random) -> None:
        self.rng = rng
        self.registry = Registry(rng)
        for person in (*people.values(), *silent):
            self.registry.names |= {name_key(text) for text in (person.full_name, *(a.name for a in person.accounts))}
            self.registry.addresses |= {account.address for account in person.accounts}
        self.registry.names |= {name_key(one.writer.full_name) for wiki in wikis.made for one in wiki.accounts}
        writers = {
            account.writer.key: account.writer
            for wiki in wikis.made
            if wiki.site.network == "Brest"
            for account in wiki.accounts
            if account.space and account.writer.last
        }
        self.of_lists = [_of_list(person) for person in people.values() if _may_join(person)]
        self.known_twice = {person.last for person in people.values() if len(person.accounts) > 1}
        known = {one.key for one in self.of_lists}
        self.of_wikis = [
            Author(key, one.full_name, "", EDITOR, one.function, one.structure, one.commune)
            for key, one in sorted(writers.items())
            if key not in known and not one.address and one.style == "name"
        ]
        self.new: list[Author] = []
        self.pseudonyms = {_plain(account.user): "" for wiki in wikis.made for account in wiki.accounts}

    def of(self, settings: Settings) -> list[Author]:
        """The accounts of a site by their numbers: administrators, editors, visitors, a few that were removed."""
        rng = self.rng
        writing = list(self._contributors(settings))
        chiefs = [one for key in CHIEFS for one in writing if one.key == key]
        others = [one for one in writing if one not in chiefs]
        rng.shuffle(others)
        quiet = settings.administrators // 12  # administrators who write nothing
        ranked = [*chiefs, *others]
        accounts = [
            replace(one, status=ADMINISTRATOR if place < settings.administrators - quiet else EDITOR)
            for place, one in enumerate(ranked)
        ]
        idle = [ADMINISTRATOR] * quiet + [EDITOR] * settings.waiting + [VISITOR] * settings.readers
        idle += [REMOVED] * (settings.waiting // 5)
        accounts += [replace(self._unheard(), status=status, writes=False) for status in idle]
        taken: set[str] = set()
        found = []
        for number, one in enumerate(accounts, start=1):
            author = self._shown(replace(one, number=number), settings, taken)
            taken.add(author.name.casefold())
            found.append(author)
        return found

    def _contributors(self, settings: Settings) -> Iterator[Author]:
        rng = self.rng
        number = settings.contributors
        known = [one for one in self.of_lists if one.key in CHIEFS] if settings.analysed else []
        of_lists = [one for one in self.of_lists if one not in known]
        wanted = round(number * KNOWN) - len(known)
        known += rng.sample(of_lists, min(len(of_lists), max(0, round(wanted * OF_LISTS))))
        known += rng.sample(self.of_wikis, min(len(self.of_wikis), max(0, round(wanted * (1 - OF_LISTS)))))
        yield from known
        left = number - len(known)
        again = rng.sample(self.new, min(len(self.new), round(left * AGAIN)))
        yield from again
        for _ in range(left - len(again)):
            yield self._unheard()

    def _unheard(self) -> Author:
        """Somebody whom lists and wikis never heard; of the names of both towns, so that no name becomes rarer by it.

        Nor is she a namesake of who has two addresses on lists, whom her name alone would part.
        """
        gender, first, last = self.registry.name(self.rng.choice(("Brest", "Lille")))
        while last in self.known_twice:
            gender, first, last = self.registry.name(self.rng.choice(("Brest", "Lille")))
        function = self.rng.choice(alternatives("wikis.txt", f"fonction.{gender}"))
        commune = self.rng.choice(alternatives("wikis.txt", "brest.commune"))
        structure = self.rng.choice(("Kelaouenn", "Mairie du Ponant", "Les Voisins du Vallon", "La Halte solidaire"))
        address = self.registry.address(first, last)
        key = f"site-brest-{len(self.new):04}"
        author = Author(key, f"{first} {last}", address, EDITOR, function, structure, commune)
        self.new.append(author)
        return author

    def _shown(self, author: Author, settings: Settings, taken: set[str]) -> Author:
        """The account as this site shows it: under a name that nobody has there, with a biography or without."""
        rng = self.rng
        name = author.name
        if author.key not in CHIEFS and rng.random() < PSEUDONYMS:
            name = self._pseudonym(author)
        if name.casefold() in taken:
            name = f"{name} {author.number}"
        bio = self._bio(author, settings) if author.writes and rng.random() < WITH_BIO else ""
        return replace(author, name=name, bio=bio)

    def _pseudonym(self, author: Author) -> str:
        """A name that nobody else has, on no wiki and no other site."""
        while True:
            start, end = (self.rng.choice(alternatives("wikis.txt", f"pseudo.{part}")) for part in ("debut", "fin"))
            name = f"{start} {end}"
            if self.pseudonyms.setdefault(_plain(name), author.key) == author.key:
                return name

    def _bio(self, author: Author, settings: Settings) -> str:
        written = self.rng.choice(
            sections("sites.txt")["bio"] if author.structure else sections("sites.txt")["bio"][-1:]
        )
        return written.replace("\\n", "\n").format(
            nom=author.name,
            fonction=lower_first(author.function),
            fonction_=author.function[:1].upper() + author.function[1:],
            structure=author.structure,
            commune=author.commune,
            domaine=re.sub(r"[^a-z]+", "-", fold(author.structure)).strip("-") + ".example",
            sujet=self.rng.choice(alternatives("sites.txt", f"sujet.{settings.words}")),
        )


def _plain(name: str) -> str:
    """The letters of a name."""
    return re.sub(r"[^a-z]", "", fold(name))


def _may_join(person: Person) -> bool:
    """Whether somebody of the lists of Brest may have an account: a person with a name and an address of her own."""
    return (
        person.key != ROBOT
        and (person.key.startswith("brest") or _writes_at_brest(person))
        and person.accounts[0].address != ROLE_ADDRESS
        and (person.first, person.last) != SPLIT_NAME[1:]
        and bool(person.last)
    )


def _writes_at_brest(person: Person) -> bool:
    return person.office is not None and person.office.place.network == "Brest"


def _of_list(person: Person) -> Author:
    office = person.office
    structure, commune = (office.structure, office.place.commune) if office else ("", "")
    return Author(person.key, person.full_name, person.accounts[0].address, EDITOR, person.function, structure, commune)
