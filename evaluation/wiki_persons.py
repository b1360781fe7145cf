"""How good the persons are over lists and wikis: the demo's truth, and an invented crowd beside which few are known."""

from __future__ import annotations

import csv
import mailbox
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple
from xml.sax.saxutils import escape

from evaluation.scores import HEADER, Counts, Section, row, scores
from maillage import demo, pipeline
from maillage.analyze.people.names import folded
from maillage.analyze.people.rarity import common_names
from maillage.analyze.people.user_names import identity, spelt
from maillage.analyze.profiles.signature.lexicon import listed
from maillage.progress import Silent
from maillage.project import load
from maillage.store import Store

TARGET = "P ≥ 0.99"
SEED = 4
ON_LIST, ON_WIKI, ON_BOTH = 1_500, 100_000, 300
WIKI = "wiki"

STYLES = {"name": 40, "run-together": 15, "login": 15, "told": 10, "address": 5, "hidden": 15}
"""How people of the list are called on the wiki, in per cent.

`told`: a pseudonym, and a user page that tells the name; `address`: one that gives the address; `hidden`: nothing does.
"""

STRANGERS = {"name": 25, "run-together": 10, "login": 15, "hidden": 50}
"""How others are called."""

PAGE = "  <page><title>{title}</title><ns>{namespace}</ns><id>{number}</id>{revisions}</page>\n"
REVISION = (
    "<revision><id>{number}</id><timestamp>{at}</timestamp><contributor><username>{user}</username><id>{user_id}</id>"
    '</contributor><text bytes="{length}" xml:space="preserve">{text}</text></revision>'
)
SITE = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="fr">\n  <siteinfo>'
    "<sitename>Wiki</sitename><base>https://wiki.example/wiki/Accueil</base><generator>MediaWiki 1.31.0</generator>"
    '<case>first-letter</case><namespaces><namespace key="0" case="first-letter" />'
    '<namespace key="2" case="first-letter">Utilisateur</namespace></namespaces></siteinfo>\n'
)
STUDY = """[study]
title = "A crowd"

[[source]]
name = "l-1"
kind = "mbox"
path = "list.mbox"

[[source]]
name = "wiki"
kind = "mediawiki"
path = "wiki.xml"
"""


class Invented(NamedTuple):
    """Somebody on the list or the wiki. `user`: "" for who is on the list alone; `address`: for who is on the wiki."""

    given: str
    family: str
    address: str = ""
    user: str = ""
    page: str = ""

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"


def section() -> Section:
    """The pairs of a list's and a wiki's account, and of two wikis' accounts, that were joined."""
    with TemporaryDirectory() as folder:
        rows = [*_demo(Path(folder, "demo")), *_crowd(Path(folder, "crowd"))]
    return Section(
        title="Persons on lists and wikis",
        about="Pairs of a wiki's account and another one that were joined, against an invented truth. "
        "Units of the intervals are persons.",
        header=HEADER,
        rows=rows,
        notes=(
            "The demo: of those missed, half have nothing that tells, by design; the others are suggested.",
            f"The crowd: {ON_LIST:,} accounts of a list, {ON_WIKI:,} of a wiki, {ON_BOTH} people have both.",
            "A few of its names are common, many are rare. The seconds are of one core, for finding the persons alone.",
        ),
    )


def counts(
    truth: Mapping[str, str], found: Mapping[str, int], ours: Collection[str], theirs: Collection[str]
) -> list[Counts]:
    """Of each person who has any, the pairs of an account of one kind and one of the other: right, wrong, missed."""
    by_truth, by_found = defaultdict(list), defaultdict(list)
    for account in sorted(truth):
        by_truth[truth[account]].append(account)
        by_found[found[account]].append(account)

    def crosses(one: str, other: str) -> bool:
        return (one in ours and other in theirs) or (one in theirs and other in ours)

    units = []
    for person, accounts in by_truth.items():
        pairs = [(one, other) for one, other in combinations(accounts, 2) if crosses(one, other)]
        right = sum(found[one] == found[other] for one, other in pairs)
        wrong = sum(
            truth[other] > person and crosses(account, other)
            for account in accounts
            for other in by_found[found[account]]
        )
        if pairs or wrong:
            units.append(Counts(right, wrong, len(pairs) - right))
    return units


def persons(folder: Path) -> tuple[dict[str, int], float]:
    """The person of each account of a study, and the seconds of one core that it took to find them."""
    study = load(folder)
    pipeline.ingest(study)
    with Store.open(study.database, write=True) as store:
        pipeline.analyze(store, study, Silent(), again=True)
        rows = list(store.rows("select address, name, source, kind, person from accounts"))
        seconds = _seconds(store, folder)
    found = {
        identity(one["source"], one["name"]) if one["kind"] == "wiki" else one["address"] or folded(one["name"]): one[
            "person"
        ]
        for one in rows
    }
    return found, seconds


def _seconds(store: Store, folder: Path) -> float:
    from maillage import decisions
    from maillage.analyze.people import accounts

    study, begun = load(folder), process_time()
    for _ in accounts.run(store, study, decisions.load(study)):
        pass
    return process_time() - begun


def _demo(folder: Path) -> Iterator[tuple[str, ...]]:
    demo.generate(folder)
    wikis = {source.name for source in load(folder).wikis}
    truth: dict[str, str] = {}
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file):
            source, colon, user = one["address"].partition(":")
            truth[identity(source, spelt(user)) if colon and source in wikis else one["address"]] = one["person"]
    decided = folder / "decisions" / "persons.csv"
    lines = decided.read_bytes()
    for name, written in (("without decisions", b""), ("with its decisions", lines)):
        if written:
            decided.write_bytes(written)
        else:
            decided.unlink()
        found, _ = persons(folder)
        known = {account: person for account, person in truth.items() if account in found}
        on_wikis = {account for account in known if account.partition(":")[0] in wikis}
        others = known.keys() - on_wikis
        yield row(f"demo, list and wiki, {name}", scores(counts(known, found, on_wikis, others)), TARGET)
        yield row(f"demo, two wikis, {name}", scores(counts(known, found, on_wikis, on_wikis)), TARGET)


def _crowd(folder: Path) -> Iterator[tuple[str, ...]]:
    people = list(invented(Random(SEED), ON_LIST, ON_WIKI, ON_BOTH))  # noqa: S311  # the same crowd each time
    write(folder, people)
    found, seconds = persons(folder)
    truth: dict[str, str] = {}
    for number, one in enumerate(people):
        for account in filter(None, (one.address, one.user and identity(WIKI, one.user))):
            truth[account] = f"{number:06}"
    on_wiki = {account for account in truth if account.startswith(f"{WIKI}:")}
    measured = scores(counts(truth, found, on_wiki, truth.keys() - on_wiki))
    yield row(f"a crowd, list and wiki ({seconds:.0f} s)", measured, TARGET)


# ------------------------------------------------------------------------------------------ an invented crowd


def invented(rng: Random, on_list: int, on_wiki: int, on_both: int) -> Iterator[Invented]:
    """People of a list, of whom `on_both` are on the wiki too, then those who are on the wiki alone."""
    crowd = _Names(rng)
    for number in range(on_list):
        one = crowd.somebody()
        login = rng.choice((f"{one.given}.{one.family}", f"{one.given[0]}{one.family}", one.family))
        one = one._replace(address=f"{folded(login).replace(' ', '')}@h{number}.example")
        yield crowd.named(one, STYLES) if number < on_both else one
    for _ in range(on_wiki - on_both):
        yield crowd.named(crowd.somebody(), STRANGERS)


class _Names:
    """Names and user names; no user name twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        given = sorted(name for name in listed("first_names.txt") if name.isalpha() and len(name) > 2)
        self._given = given
        self._weights = [max(common_names().get(name, 0.0), 0.0001) for name in given]
        common = sorted(name for name in common_names() if name not in listed("first_names.txt"))
        ends = ("ec", "ou", "an", "in", "el", "ard", "eau", "ier", "az", "oz", "ic", "er")
        parts = (
            "ker",
            "le",
            "mor",
            "gal",
            "ten",
            "bri",
            "dan",
            "pel",
            "quin",
            "ros",
            "tal",
            "ven",
            "bar",
            "col",
            "dor",
            "fla",
        )
        self._families = [*common, *(f"{a}{b}{c}" for a in parts for b in parts for c in ends)]
        rank = len(self._families)
        self._family_weights = [1 / (1 + place) ** 0.8 for place in range(rank)]
        self._users: set[str] = set()

    def somebody(self) -> Invented:
        given = self._rng.choices(self._given, self._weights)[0]
        family = self._rng.choices(self._families, self._family_weights)[0]
        return Invented(given.capitalize(), family.capitalize())

    def named(self, one: Invented, styles: Mapping[str, int]) -> Invented:
        """Somebody with an account of the wiki."""
        style = self._rng.choices(list(styles), list(styles.values()))[0]
        page = {"told": f"Je m'appelle {one.name}.", "address": f"Courriel : {one.address}"}.get(style, "")
        plain = {
            "name": one.name,
            "run-together": f"{one.given}{one.family}",
            "login": f"{one.given[0]}{one.family.lower()}",
        }
        user = plain.get(style) or self._rng.choice(("Phare", "Dune", "Lande", "Varech", "Genet")) + str(
            self._rng.randrange(10**7)
        )
        user, number = spelt(user), 2
        while user in self._users:
            user, number = f"{spelt(plain.get(style, user))}{number}", number + 1
        self._users.add(user)
        return one._replace(user=user, page=page)


def write(folder: Path, people: list[Invented]) -> None:
    """A study of a list to which each wrote once, and of a wiki on which each edited once."""
    folder.mkdir()
    (folder / "maillage.toml").write_text(STUDY, encoding="utf-8")
    box = mailbox.mbox(folder / "list.mbox")
    for number, one in enumerate(people):
        if one.address:
            head = f"From: {one.name} <{one.address}>\nDate: Mon, 2 Mar 2015 10:00:00 +0100\n"
            box.add(f"{head}Message-ID: <{number}@list.example>\nSubject: bonjour\n\nBonjour.\n".encode())
    box.close()
    with (folder / "wiki.xml").open("w", encoding="utf-8") as file:
        file.write(SITE)
        writers = [(number, one) for number, one in enumerate(people, start=1) if one.user]
        file.write(
            PAGE.format(title="Accueil", namespace=0, number=1, revisions="".join(_revision(*one) for one in writers))
        )
        for number, one in writers:
            if one.page:
                page = PAGE.format(
                    title=escape(f"Utilisateur:{one.user}"),
                    namespace=2,
                    number=number + 1,
                    revisions=_revision(number, one, text=one.page, first=1_000_000),
                )
                file.write(page)
        file.write("</mediawiki>\n")


def _revision(number: int, one: Invented, text: str = "", first: int = 0) -> str:
    at = f"2015-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:{number % 60:02}:00Z"
    return REVISION.format(
        number=first + number,
        at=at,
        user=escape(one.user),
        user_id=number,
        text=escape(text),
        length=len(text.encode()),
    )
