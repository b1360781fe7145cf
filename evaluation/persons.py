"""How good the persons are: pairs of accounts that belong together, against maps that people made by hand."""

from __future__ import annotations

import csv
import mailbox
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.utils import formataddr
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from evaluation import wiki_persons
from evaluation.scores import HEADER, Counts, Section, row, scores
from maillage import demo, pipeline
from maillage.analyze.people.accounts import identity
from maillage.analyze.people.names import key
from maillage.progress import Silent
from maillage.project import load
from maillage.store import Store

_ADDRESS = re.compile(r"[^\s<>()\",;:]+@[^\s<>()\",;:]+")
TARGET = "P ≥ 0.99, R ≥ 0.90"


class Known(NamedTuple):
    """An account whose person is known. `name` and `address`: one may be empty."""

    person: str
    name: str
    address: str


def sections(corpora: Path) -> Iterator[Section]:
    """The demo's truth, and the maps of aliases."""
    with TemporaryDirectory() as folder:
        rows = [*_demo(Path(folder, "demo"))]
        mailmap = list(read_mailmap(corpora / "identity-ground-truth" / "coq.mailmap"))
        rows.append(_row("coq.mailmap", mailmap, Path(folder, "mailmap")))
        rows.append(_row("coq.mailmap, logins as addresses", list(_with_hosts(mailmap)), Path(folder, "hosts")))
        listed = list(_on_list(mailmap, corpora / "identity-ground-truth" / "caml-list-pairs-1992-2003.tsv"))
        rows.append(_row("coq.mailmap, of those who post on caml-list", listed, Path(folder, "listed"), TARGET))
        silver = list(read_pairs(corpora / "identity-ground-truth" / "caml-list-pairs-1992-2003.tsv"))
        rows.append(_row("caml-list, one full name as one person (silver)", silver, Path(folder, "silver"), ""))
        gitdm = list(read_gitdm(corpora / "gitdm-maps" / "meta-freescale" / "email-aliases"))
        rows.append(_row("gitdm, addresses without names", gitdm, Path(folder, "gitdm"), ""))
    yield Section(
        title="Persons",
        about="Pairs of accounts joined, against the pairs of one person in each map. "
        "Units of the intervals are persons.",
        header=HEADER,
        rows=rows,
        notes=NOTES,
    )
    yield wiki_persons.section()


NOTES = (
    "Suggestions, which people answer, count as not joined.",
    "The demo is run without its decisions, then with them: four of its second accounts bear another name.",
    "caml-list's silver set has full names only, and tells nothing of shortened or misspelt ones.",
    (
        "The threshold was moved once with coq.mailmap and the demo in view, and weights of contradictions are from "
        "caml-list: these figures are no blind test (docs/persons.md)."
    ),
    "gitdm has addresses only, and half of its pairs have nothing in common but who knows them.",
)


def counts(truth: Mapping[str, str], found: Mapping[str, int]) -> list[Counts]:
    """For each person, the pairs of her accounts that were joined, those joined with another's, and those missed."""
    by_truth, by_found = defaultdict(set), defaultdict(set)
    for account, person in truth.items():
        by_truth[person].add(account)
        by_found[found[account]].add(account)
    units = []
    for person, accounts in sorted(by_truth.items()):
        right = sum(found[one] == found[other] for one, other in combinations(sorted(accounts), 2))
        pairs = len(accounts) * (len(accounts) - 1) // 2
        wrong = sum(
            truth[other] > person for account in accounts for other in by_found[found[account]] if other not in accounts
        )
        units.append(Counts(right, wrong, pairs - right))
    return units


def _row(name: str, known: Sequence[Known], folder: Path, target: str = TARGET) -> tuple[str, ...]:
    truth = {identity(one.address.casefold(), one.name): one.person for one in known}
    found = persons_of(known, folder)
    return row(name, scores(counts({one: truth[one] for one in sorted(truth.keys() & found.keys())}, found)), target)


def persons_of(known: Iterable[Known], folder: Path) -> dict[str, int]:
    """The person of each account, as a study of one list that each wrote to once has them."""
    folder.mkdir()
    box = mailbox.mbox(folder / "list.mbox")
    for number, one in enumerate(known):
        sender = formataddr((one.name, one.address)) if one.address else one.name
        head = f"From: {sender}\nDate: Mon, 2 Mar 2015 10:00:00 +0100\nMessage-ID: <{number}@list.example>\n"
        box.add(f"{head}Subject: hello\nContent-Type: text/plain; charset=utf-8\n\nHello.\n".encode())
    box.close()
    settings = '[study]\ntitle = "Accounts"\n\n[[source]]\nname = "l-1"\nkind = "mbox"\npath = "list.mbox"\n'
    Path(folder, "maillage.toml").write_text(settings, encoding="utf-8")
    return _persons(folder)


def _persons(folder: Path) -> dict[str, int]:
    study = load(folder)
    pipeline.ingest(study)
    with Store.open(study.database, write=True) as store:
        pipeline.analyze(store, study, Silent(), again=True)
        rows = list(store.rows("select address, name, person from accounts where kind != 'wiki'"))
    return {identity(one["address"], one["name"]): one["person"] for one in rows}


def _demo(folder: Path) -> Iterator[tuple[str, ...]]:
    demo.generate(folder)
    decisions = folder / "decisions" / "persons.csv"
    decided = decisions.read_bytes()
    decisions.unlink()
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {one["address"]: one["person"] for one in csv.DictReader(file) if one["address"]}
    for name, written in (("demo, without decisions", b""), ("demo", decided)):
        if written:
            decisions.write_bytes(written)
        found = _persons(folder)
        yield row(name, scores(counts({one: truth[one] for one in truth if one in found}, found)), TARGET)


def read_mailmap(file: Path) -> Iterator[Known]:
    """Git's map: a name and its proper address, then the name and address, or the login, that it stands for."""
    for number, line in enumerate(file.read_text("utf-8").splitlines()):
        found = re.fullmatch(r"(?P<name>[^<]*)<(?P<address>[^>]*)>\s*(?P<other>[^<]*)(?:<(?P<alias>[^>]*)>)?\s*", line)
        if not line.startswith("#") and found:
            person = found["name"].strip() or str(number)
            yield Known(person, person, found["address"].strip())
            yield Known(person, found["other"].strip(), (found["alias"] or "").strip())


def _with_hosts(known: Iterable[Known]) -> Iterator[Known]:
    """Logins as the addresses that they are on the server of the repository."""
    for one in known:
        yield one if one.address else one._replace(address=f"{one.name}@svn.example")


def _on_list(known: Sequence[Known], file: Path) -> Iterator[Known]:
    """The accounts of the list that bear a name of the map, or an address of it."""
    by_name = {key(one.person): one.person for one in known}
    by_address = {one.address.casefold(): one.person for one in known if "@" in one.address}
    for one in read_pairs(file):
        person = by_address.get(one.address) or by_name.get(one.person)
        if person:
            yield one._replace(person=person)


def read_pairs(file: Path) -> Iterator[Known]:
    """The accounts of a list under their first full name, each name one person; none of accounts without one."""
    seen = set()
    with file.open(encoding="utf-8", newline="") as opened:
        for one in csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE):
            address, person = (one["address"] or "").casefold(), key(one["display_name"] or "")
            if person and _ADDRESS.fullmatch(address) and address not in seen:
                seen.add(address)
                yield Known(person, one["display_name"], address)


def read_gitdm(file: Path) -> Iterator[Known]:
    """The map of gitdm: an address, and the one that it stands for, to the end."""
    into: dict[str, str] = {}
    for line in file.read_text("utf-8", "replace").splitlines():
        words = line.partition("#")[0].casefold().split()
        if len(words) == 2 and words[0] != words[1]:
            into[words[0]] = words[1]
    for address in sorted({*into, *into.values()}):
        end, steps = address, 0
        while end in into and steps < len(into):
            end, steps = into[end], steps + 1
        yield Known(end, "", address)
