"""A plain reader of the demo study, on the standard library alone: it shares no code with the generator."""

from __future__ import annotations

import csv
import gzip
import mailbox
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARIS = ZoneInfo("Europe/Paris")
SEPARATOR = re.compile(
    r"^From \S.*? at \S+  (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:[A-Z][a-z]{2}) [ \d]\d \d\d:\d\d:\d\d \d{4}$(?=\nFrom: )",
    re.MULTILINE,
)
PARTICLES = {"d", "da", "de", "del", "den", "der", "des", "di", "du", "el", "l", "la", "le", "les", "n", "van", "von"}


@dataclass(frozen=True)
class Seen:
    """A mail as found in an archive."""

    source: str
    address: str
    name: str
    month: str
    message_id: str
    subject: str
    raw: bytes


class Study:
    """A study folder, read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = tomllib.loads((folder / "maillage.toml").read_text(encoding="utf-8"))
        self.lists = [source for source in self.settings["source"] if source["kind"] in {"mbox", "pipermail"}]
        self.wikis = {source["name"]: source for source in self.settings["source"] if source["kind"] == "mediawiki"}
        self.sites = {source["name"]: source for source in self.settings["source"] if source["kind"] == "spip"}

    @cached_property
    def copies(self) -> list[Seen]:
        """Every mail, as often as it stands in the archives."""
        found = []
        for source in self.lists:
            read = {"mbox": _mboxes, "pipermail": _volumes}[source["kind"]]
            found += list(read(source["name"], self.folder / source["path"]))
        return found

    @cached_property
    def mails(self) -> list[Seen]:
        """Every mail up to December 2016, once in each list, the merged list in its heir."""
        once = {(mail.source, mail.raw): mail for mail in self.copies}
        return [mail for mail in once.values() if mail.month <= "2016-12"]

    @cached_property
    def heirs(self) -> dict[str, str]:
        return {source["name"]: source.get("merged_into", source["name"]) for source in self.lists}

    @cached_property
    def decisions(self) -> list[dict[str, str]]:
        return rows(self.folder / "decisions/persons.csv")

    @cached_property
    def persons(self) -> dict[str, str]:
        """Person by address: same full name of two words or more, and what the decisions say."""
        names = defaultdict(set)
        for mail in self.copies:
            names[mail.address].add(mail.name)
        for subscribers in self.subscribers.values():
            for address, name in subscribers:
                names[address].add(name)
        split = {frozenset((row["first"], row["second"])) for row in self.decisions if row["action"] == "split"}
        by_name = defaultdict(set)
        for address, spellings in names.items():
            for name in spellings:
                if len(folded(name)) > 1:
                    by_name[folded(name)].add(address)
        parent = {address: address for address in names}

        def root(address: str) -> str:
            return address if parent[address] == address else root(parent[address])

        pairs = [pair for same in by_name.values() for pair in combinations(sorted(same), 2)]
        pairs = [pair for pair in pairs if frozenset(pair) not in split]
        merges = [(row["first"], row["second"]) for row in self.decisions if row["action"] == "merge"]
        pairs += [pair for pair in merges if parent.keys() >= set(pair)]  # the others are about wiki accounts
        for one, other in pairs:
            parent[root(one)] = root(other)
        return {address: root(address) for address in names}

    @cached_property
    def counts(self) -> dict[str, Counter[str]]:
        """Messages by list and person, up to December 2016."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for mail in self.mails:
            found[self.heirs[mail.source]][self.persons[mail.address]] += 1
        return found

    @cached_property
    def truth(self) -> list[dict[str, str]]:
        """What the generator knows of the accounts on lists."""
        elsewhere = self.wikis.keys() | self.sites.keys()
        return [row for row in rows(self.folder / "truth.csv") if row["list"] not in elsewhere]

    @cached_property
    def subscribers(self) -> dict[str, list[tuple[str, str]]]:
        """Address and name of the subscribers, by list."""
        found = {}
        for source in self.lists:
            for subscribed in source.get("subscribers", ()):
                text = (self.folder / subscribed["path"]).read_text(encoding="utf-8")
                found[source["name"]] = ROSTERS[subscribed["kind"]](text)
        return found


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folded(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(sorted(word for word in re.findall(r"[a-z]+", letters) if word not in PARTICLES))


def _mboxes(source: str, path: Path) -> Iterator[Seen]:
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        plain = file
        if file.suffix == ".gz":
            plain = file.parent.parent / f"unpacked-{file.stem}"
            plain.write_bytes(gzip.decompress(file.read_bytes()))
        box = mailbox.mbox(plain, create=False)
        for key in box.iterkeys():
            mail = box[key]
            name, address = parseaddr(str(make_header(decode_header(str(mail["From"])))))
            separator = f"{mail.get_from().split(' ', 1)[1]} +0000"
            sent = _moment(str(mail["Date"])) or datetime.strptime(separator, "%a %b %d %H:%M:%S %Y %z")
            yield Seen(
                source,
                address.casefold(),
                name,
                _month(sent),
                str(mail["Message-ID"]),
                str(mail["Subject"]),
                box.get_bytes(key),
            )
        box.close()
        if plain != file:
            plain.unlink()


def _volumes(source: str, folder: Path) -> Iterator[Seen]:
    for file in sorted(folder.iterdir()):
        raw = file.read_bytes()
        text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8")
        starts = [found.start() for found in SEPARATOR.finditer(text)]
        assert starts[0] == 0
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            yield _entry(source, text[start:end])


def _entry(source: str, text: str) -> Seen:
    head, _, _ = text.partition("\n\n")
    separator, *lines = head.replace("\n ", " ").split("\n")
    headers = dict(line.split(": ", 1) for line in lines)
    assert list(headers) in (ORDER, [name for name in ORDER if name not in {"In-Reply-To", "References"}])
    hidden, _, name = headers["From"].removesuffix(")").partition(" (")
    name = str(make_header(decode_header(name)))
    when = f"{separator.split('  ', 1)[1]} +0000"
    sent = _moment(headers["Date"]) or datetime.strptime(when, "%a %b %d %H:%M:%S %Y %z")
    return Seen(
        source,
        hidden.replace(" at ", "@").casefold(),
        "" if name == hidden else name,
        _month(sent),
        headers["Message-ID"],
        headers["Subject"],
        text.rstrip().encode(),
    )


ORDER = ["From", "Date", "Subject", "In-Reply-To", "References", "Message-ID"]


def _moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _month(sent: datetime) -> str:
    there = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
    return f"{there.astimezone(PARIS):%Y-%m}"


def _list_members(text: str) -> list[tuple[str, str]]:
    return [parseaddr(line)[::-1] for line in text.splitlines()]


def _sympa_dump(text: str) -> list[tuple[str, str]]:
    found = []
    for paragraph in text.strip().split("\n\n"):
        values = dict(line.split(" ", 1) for line in paragraph.splitlines())
        found.append((values["email"], values.get("gecos", "")))
    return found


def _sympa_review(text: str) -> list[tuple[str, str]]:
    first, *addresses = text.splitlines()
    assert first.startswith(f"{len(addresses)} member(s) in list ")
    return [(address, "") for address in addresses]


def _csv(text: str) -> list[tuple[str, str]]:
    """Without those who have left."""
    rows = csv.DictReader(text.splitlines())
    return [(row["address"], row["name"]) for row in rows if not row["unsubscribed"]]


ROSTERS = {"list_members": _list_members, "sympa_dump": _sympa_dump, "sympa_review": _sympa_review, "csv": _csv}
