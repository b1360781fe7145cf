"""Invented people on a list and on wikis, and the study of their mails and edits: a truth to hold persons against."""

from __future__ import annotations

import json
import mailbox
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple
from xml.sax.saxutils import escape

from maillage.analyze.people.names import folded
from maillage.analyze.people.rarity import common_names
from maillage.analyze.people.user_names import spelt
from maillage.analyze.profiles.signature.lexicon import listed

WIKI, OTHER_WIKI = "wiki", "wiki-2"

STYLES = {"name": 40, "run-together": 15, "login": 15, "told": 10, "address": 5, "hidden": 15}
"""How people of the list are called on the wiki, in per cent.

`told`: a pseudonym, and a user page that tells the name; `address`: one that gives the address; `hidden`: nothing does.
"""

STRANGERS = {"name": 25, "run-together": 10, "login": 15, "hidden": 50}
"""How others are called."""

FIRST_YEAR, LAST_YEAR = 2004, 2022

SYLLABLES = {
    "tuned": (
        "ker le mor gal ten bri dan pel quin ros tal ven bar col dor fla".split(),
        "ker le mor gal ten bri dan pel quin ros tal ven bar col dor fla".split(),
        "ec ou an in el ard eau ier az oz ic er".split(),
    ),
    "held out": (
        "cas pou ber lab mont vil cham dru fer gar hau jou lam mar nol per ren sal tou vau".split(),
        "a i o e an en on ou".split(),
        "gnac llac rès vin nier lin teau dier bert mont zac las rolles court fosse net quet".split(),
    ),
}
"""The beginnings, middles and ends of family names: those looked at when rules were made, and others."""

TOWNS = "Brest Quimper Morlaix Landerneau Lesneven Crozon Carhaix Plabennec Guipavas Concarneau Douarnenez".split()
HOUSES = tuple(
    f"Association {word}" for word in "Goémon Vigie Tournesol Passerelle Ancrage Estran Balise Lavoir".split()
)
NATURE = "Phare Dune Lande Varech Genet Ondine Mouette Bernique Cormoran Fougère Récif Grève Algue Aubépine".split()
BEHIND = ("", "", "", "", "29", "bzh", "56", " du Ponant", "007", " vert", "35", " bleu")

PAGE = "  <page><title>{title}</title><ns>{namespace}</ns><id>{number}</id>{revisions}</page>\n"
REVISION = (
    "<revision><id>{number}</id><timestamp>{at}</timestamp><contributor><username>{user}</username><id>{user_id}</id>"
    '</contributor><text bytes="{length}" xml:space="preserve">{text}</text></revision>'
)
SITE = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="fr">\n  <siteinfo>'
    "<sitename>Wiki</sitename><base>https://{name}.example/wiki/Accueil</base><generator>MediaWiki 1.31.0</generator>"
    '<case>first-letter</case><namespaces><namespace key="0" case="first-letter" />'
    '<namespace key="2" case="first-letter">Utilisateur</namespace></namespaces></siteinfo>\n'
)
STUDY = '[study]\ntitle = "A crowd"\n\n[[source]]\nname = "l-1"\nkind = "mbox"\npath = "list.mbox"\n'
SOURCE = '\n[[source]]\nname = "{name}"\nkind = "mediawiki"\npath = "{name}"\n'


@dataclass(frozen=True)
class Plan:
    """What a crowd is like. `on_both`: of the list, those who are on the wiki too.

    `editing`: of the wiki's accounts that are nobody's of the list, how many ever edited; None for all.
    `in_time`: whether people write and edit in years of their own, sign, and tell of themselves on user pages; else
    each writes and edits once, in one year. `on_other`: accounts of a second wiki, a third of them people's who are on
    the first. `names`: a key of `SYLLABLES`.
    """

    on_list: int
    on_wiki: int
    on_both: int
    seed: int
    editing: int | None = None
    in_time: bool = False
    on_other: int = 0
    names: str = "tuned"


class Years(NamedTuple):
    """From when to when somebody writes or edits."""

    first: int
    last: int


ONE_YEAR = Years(2015, 2015)


@dataclass
class Invented:
    """Somebody on the list or the wiki. `users`: by wiki, her user name; `pages`: likewise, what she tells there.

    `address`: "" for who is on wikis alone. `edits`: whether she edits the wikis that she is on.
    """

    given: str
    family: str
    address: str = ""
    users: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    signature: str = ""
    writes: Years = ONE_YEAR
    edits: Years | None = ONE_YEAR

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


def invented(plan: Plan) -> Iterator[Invented]:
    """People of a list, of whom some are on the wiki too, then those who are on wikis alone."""
    rng = Random(plan.seed)  # noqa: S311  # the same crowd each time
    crowd = _Crowd(plan, rng)
    for number in range(plan.on_list):
        one = crowd.somebody()
        login = rng.choice((f"{one.given}.{one.family}", f"{one.given[0]}{one.family}", one.family))
        one.address = f"{folded(login).replace(' ', '')}@h{number}.example"
        if number < plan.on_both:
            crowd.name(one, WIKI, STYLES)
        crowd.place(one)
        yield crowd.also_elsewhere(one)
    strangers = plan.on_wiki - plan.on_both
    for number in range(strangers):
        one = crowd.somebody()
        crowd.name(one, WIKI, STRANGERS)
        crowd.place(one)
        if plan.editing is not None and number >= plan.editing:
            one.edits = None
        yield crowd.also_elsewhere(one)
    for _ in range(plan.on_other * 2 // 3):
        one = crowd.somebody()
        crowd.name(one, OTHER_WIKI, STRANGERS)
        crowd.place(one)
        yield one


class _Crowd:
    """Names, user names of which no wiki has one twice, and what people tell of themselves."""

    def __init__(self, plan: Plan, rng: Random) -> None:
        self._plan, self._rng = plan, rng
        given = sorted(name for name in listed("first_names.txt") if name.isalpha() and len(name) > 2)
        common = sorted(name for name in common_names() if name not in listed("first_names.txt"))
        starts, middles, ends = SYLLABLES[plan.names]
        made = [f"{start}{middle}{end}" for start in starts for middle in middles for end in ends]
        if plan.names == "tuned":
            weights = [max(common_names().get(name, 0.0), 0.0001) for name in given]
            self._families = [*common, *made]
            ranks = [1 / (1 + place) ** 0.8 for place in range(len(self._families))]
        else:
            rng.shuffle(given)
            given = given[:900]
            weights = [rng.lognormvariate(0, 1.5) for _ in given]
            self._families = [*rng.sample(common, len(common) // 2), *made]
            ranks = [rng.lognormvariate(0, 1.4) for _ in self._families]
        self._given, self._weights, self._ranks = given, list(accumulate(weights)), list(accumulate(ranks))
        self._users: dict[str, set[str]] = {WIKI: set(), OTHER_WIKI: set()}
        self._joining = 0

    def somebody(self) -> Invented:
        given = self._rng.choices(self._given, cum_weights=self._weights)[0]
        family = self._rng.choices(self._families, cum_weights=self._ranks)[0]
        return Invented(given.capitalize(), family.capitalize())

    def name(self, one: Invented, wiki: str, styles: Mapping[str, int]) -> None:
        """Let somebody have an account of a wiki."""
        style = self._rng.choices(list(styles), list(styles.values()))[0]
        page = {"told": f"Je m'appelle {one.name}.", "address": f"Courriel : {one.address}"}.get(style, "")
        plain = {
            "name": one.name,
            "run-together": f"{one.given}{one.family}",
            "login": f"{one.given[0]}{one.family.lower()}",
        }
        one.users[wiki] = self._unused(wiki, plain.get(style) or self._pseudonym())
        if page:
            one.pages[wiki] = page

    def _pseudonym(self) -> str:
        if self._plan.in_time:
            return self._rng.choice(NATURE) + self._rng.choice(BEHIND)
        return self._rng.choice(NATURE[:5]) + str(self._rng.randrange(10**7))

    def _unused(self, wiki: str, wanted: str) -> str:
        user, number = spelt(wanted), 2
        while user in self._users[wiki]:
            user, number = f"{spelt(wanted)}{number}", number + 1
        self._users[wiki].add(user)
        return user

    def place(self, one: Invented) -> None:
        """Give somebody years, and a town and a house that she may tell of."""
        if not self._plan.in_time:
            return
        rng = self._rng
        one.writes = self._years()
        one.edits = one.writes if rng.random() < 0.8 and one.address else self._years()
        town = TOWNS[min(int(rng.expovariate(0.35)), len(TOWNS) - 1)]
        house = rng.choice(HOUSES)
        if one.address and rng.random() < 0.4:
            one.signature = f"{one.name}\n{house}\n{town}"
        if one.users and rng.random() < 0.25:
            told = f"Je travaille à {house}, {town}."
            one.pages = {wiki: f"{one.pages.get(wiki, '')}\n\n{told}".strip() for wiki in one.users}
        if one.signature and WIKI in one.users and rng.random() < 0.1:
            one.signature += f"\nhttps://wiki.example/wiki/Utilisateur:{one.users[WIKI].replace(' ', '_')}"

    def _years(self) -> Years:
        first = self._rng.randint(FIRST_YEAR, LAST_YEAR - 1)
        return Years(first, min(LAST_YEAR, first + int(self._rng.expovariate(0.5))))

    def also_elsewhere(self, one: Invented) -> Invented:
        """Let some of who edit the wiki be on the other wiki too, two in three of them under the same name."""
        wanted = self._plan.on_other - self._plan.on_other * 2 // 3
        if one.users and one.edits and self._joining < wanted and self._rng.random() < 0.4:
            self._joining += 1
            if self._rng.random() < 2 / 3:
                one.users[OTHER_WIKI] = self._unused(OTHER_WIKI, one.users[WIKI])
            else:
                self.name(one, OTHER_WIKI, STRANGERS)
        return one


def write(folder: Path, people: Sequence[Invented]) -> None:
    """The study of a list and of one wiki or two: each writes and edits in the first and the last of her years."""
    folder.mkdir()
    wikis = sorted({wiki for one in people for wiki in one.users})
    study = STUDY + "".join(SOURCE.format(name=wiki) for wiki in wikis)
    (folder / "maillage.toml").write_text(study, encoding="utf-8")
    box = mailbox.mbox(folder / "list.mbox")
    for number, one in enumerate(people):
        if one.address:
            for year in dict.fromkeys(one.writes):
                box.add(_mail(one, number, year))
    box.close()
    for wiki in wikis:
        (folder / wiki).mkdir()
        _write_wiki(folder / wiki, wiki, people)


def _mail(one: Invented, number: int, year: int) -> bytes:
    head = f"From: {one.name} <{one.address}>\nDate: Mon, 2 Mar {year} 10:00:00 +0100\n"
    text = f"Bonjour.\n\n-- \n{one.signature}\n" if one.signature else "Bonjour.\n"
    kind = "Content-Type: text/plain; charset=utf-8\n"
    return f"{head}Message-ID: <{number}.{year}@list.example>\nSubject: bonjour\n{kind}\n{text}".encode()


def _write_wiki(folder: Path, wiki: str, people: Sequence[Invented]) -> None:
    registered = [(number, one) for number, one in enumerate(people, start=1) if wiki in one.users]
    with (folder / "wiki.xml").open("w", encoding="utf-8") as file:
        file.write(SITE.format(name=wiki))
        edits = "".join(_revisions(wiki, number, one) for number, one in registered)
        file.write(PAGE.format(title="Accueil", namespace=0, number=1, revisions=edits))
        for number, one in registered:
            if wiki in one.pages and one.edits:
                title = escape(f"Utilisateur:{one.users[wiki]}")
                text = _revision(wiki, number, one, one.edits.first, text=one.pages[wiki], first=10_000_000)
                file.write(PAGE.format(title=title, namespace=2, number=number + 1, revisions=text))
        file.write("</mediawiki>\n")
    silent = [{"userid": number, "name": one.users[wiki]} for number, one in registered if not one.edits]
    if silent:
        (folder / "users.json").write_text(json.dumps({"query": {"allusers": silent}}), encoding="utf-8")


def _revisions(wiki: str, number: int, one: Invented) -> str:
    years = dict.fromkeys(one.edits or ())
    return "".join(_revision(wiki, number, one, year, first=place * 1_000_000) for place, year in enumerate(years))


def _revision(wiki: str, number: int, one: Invented, year: int, text: str = "", first: int = 0) -> str:
    at = f"{year}-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:{number % 60:02}:00Z"
    return REVISION.format(
        number=first + number,
        at=at,
        user=escape(one.users[wiki]),
        user_id=number,
        text=escape(text),
        length=len(text.encode()),
    )
