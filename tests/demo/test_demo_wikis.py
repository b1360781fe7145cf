"""The wikis of the demo study as the standard library reads them, against the published figures."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from demo_reader import Study, rows

from maillage.demo.wikis.doubles import near

# Annex 3: administrators, contributors, pages; None for what is not printed.
ANNEX_3 = {
    "wiki-de-brest": (16, 1084, 4638),
    "wiki-abrest": (10, None, 699),
    "wiki-ecosol": (5, 73, 253),
    "wiki-fuc": (14, 263, 468),
    "wiki-des-communs": (4, 95, 351),
    "wikiversite-construire": (None, 4, 7),
    "wikiversite-financement": (None, 13, 10),
    "wikilivre-construire": (None, 30, 17),
}
OPEN = {"wiki-des-communs", "wikiversite", "wikilivre"}
ROBOTS = re.compile(r"Bot$|^Robot ")
OPENERS: dict[str, Callable[[bytes], bytes]] = {".xml": bytes, ".gz": gzip.decompress, ".bz2": bz2.decompress}
IMPORTED = "imported>Mouvement voisin"


@dataclass(frozen=True)
class Seen:
    """A revision as it stands in the dump."""

    page: str
    namespace: int
    is_redirect: bool
    number: int
    parent: int | None
    at: str
    user: str | None
    user_id: int | None
    is_hidden: bool
    text: str | None
    length: int | None
    sha1: str | None


class Wiki:
    """The folder of one wiki."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (self.dump,) = folder.glob("pages-meta-history*")

    @cached_property
    def xml(self) -> bytes:
        return OPENERS[self.dump.suffix](self.dump.read_bytes())

    @cached_property
    def revisions(self) -> list[Seen]:
        return list(self._revisions())

    def _revisions(self) -> Iterator[Seen]:
        root = ET.fromstring(self.xml)  # noqa: S314  # what the demo has just written
        within = root.tag.removesuffix("mediawiki")
        for page in root.iter(f"{within}page"):
            title, namespace = (page.findtext(f"{within}{name}", "") for name in ("title", "ns"))
            is_redirect = page.find(f"{within}redirect") is not None
            for one in page.iter(f"{within}revision"):
                yield _seen(one, within, title, int(namespace), is_redirect=is_redirect)

    def query(self, name: str) -> dict[str, Any]:
        answer = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        assert answer["batchcomplete"] is True
        query = answer["query"]
        assert isinstance(query, dict)
        return query

    @cached_property
    def blocked(self) -> set[str]:
        return {block["user"] for block in self.query("blocks")["blocks"]}

    def contributors(self, prefix: str = "") -> set[str]:
        """Registered people who wrote below a prefix by the end of 2016: no robots, nobody who is blocked."""
        names = {one.user for one in self.revisions if one.user_id and one.at < "2017" and _below(one.page, prefix)}
        return {name for name in names if name and not ROBOTS.search(name)} - self.blocked


def _seen(one: ET.Element, within: str, page: str, namespace: int, *, is_redirect: bool) -> Seen:
    """A revision of a page; `within`: the name space of the tags."""

    def told(name: str) -> str | None:
        return one.findtext("/".join(f"{within}{part}" for part in name.split("/")))

    who, text = one.find(f"{within}contributor"), one.find(f"{within}text")
    assert who is not None
    assert text is not None
    number, parent = told("id"), told("parentid")
    return Seen(
        page,
        namespace,
        is_redirect,
        int(number or 0),
        int(parent) if parent else None,
        told("timestamp") or "",
        told("contributor/username") or told("contributor/ip"),
        int(told("contributor/id") or 0),
        who.get("deleted") is not None,
        None if text.get("deleted") else text.text or "",
        int(text.get("bytes") or 0),
        told("sha1"),
    )


def _below(title: str, prefix: str) -> bool:
    return not prefix or bool(re.match(rf"(?:Discussion:)?{re.escape(prefix)}(?:/|$)", title))


@pytest.fixture(scope="session")
def wikis(study: Study) -> dict[str, Wiki]:
    folders = sorted({study.folder / source["path"] for source in study.wikis.values()})
    return {folder.name: Wiki(folder) for folder in folders}


def of(study: Study, wikis: dict[str, Wiki], source: str) -> tuple[Wiki, str]:
    settings = study.wikis[source]
    return wikis[Path(settings["path"]).name], (settings.get("prefixes") or [""])[0]


def test_the_wikis_are_those_of_annex_3(study: Study) -> None:
    assert study.wikis.keys() == ANNEX_3.keys()


@pytest.mark.parametrize("source", ANNEX_3)
def test_annex_3(study: Study, wikis: dict[str, Wiki], source: str) -> None:
    wiki, prefix = of(study, wikis, source)
    administrators, contributors, pages = ANNEX_3[source]
    found = {one.page for one in wiki.revisions if one.namespace == 0 and not one.is_redirect and one.at < "2017"}
    assert len([page for page in found if _below(page, prefix)]) == pages
    assert contributors in {None, len(wiki.contributors(prefix))}
    users = wiki.query("users")["allusers"]
    assert administrators in {None, sum("sysop" in user["groups"] for user in users)}


def test_nobody_and_no_page_comes_after_2016(study: Study, wikis: dict[str, Wiki]) -> None:
    for source in ANNEX_3:
        wiki, prefix = of(study, wikis, source)
        later = {one.user for one in wiki.revisions if one.at >= "2017" and _below(one.page, prefix)}
        assert later <= wiki.contributors(prefix)
    assert sum(one.at >= "2017" for one in wikis["wiki-de-brest"].revisions) == 45


def test_more_than_1200_are_registered_on_wiki_brest(wikis: dict[str, Wiki]) -> None:
    wiki = wikis["wiki-de-brest"]
    users = wiki.query("users")["allusers"]
    assert len(users) == 1237
    wrote = {one.user for one in wiki.revisions}
    assert sum(user["name"] not in wrote for user in users if user["name"] not in wiki.blocked) == 138


def test_thirty_people_write_regularly_on_wiki_brest_in_2015(wikis: dict[str, Wiki]) -> None:
    wiki = wikis["wiki-de-brest"]
    edits = Counter(one.user for one in wiki.revisions if one.at[:4] == "2015" and one.user_id)
    assert len([user for user, count in edits.items() if user and count > 10 and not ROBOTS.search(user)]) == 30


def test_edits_follow_a_power_law(wikis: dict[str, Wiki]) -> None:
    wiki = wikis["wiki-de-brest"]
    people = wiki.contributors()
    edits = Counter(one.user for one in wiki.revisions if one.user in people)
    assert sum(count == 1 for count in edits.values()) > len(people) / 2
    top = sum(count for _, count in edits.most_common(len(people) // 100))
    assert top > edits.total() * 0.4


def test_ten_of_the_sixteen_administrators_are_of_the_town(study: Study, wikis: dict[str, Wiki]) -> None:
    users = wikis["wiki-de-brest"].query("users")["allusers"]
    chiefs = {user["name"] for user in users if "sysop" in user["groups"]}
    truth = [row for row in rows(study.folder / "truth.csv") if row["list"] == "wiki-de-brest"]
    work = Counter(row["structure"] for row in truth if row["name"] in chiefs)
    assert work == {"Mairie du Ponant": 10, "Kelaouenn": 2, "Les Wikimédiens du Ponant": 4}


def test_administrators_are_made_one_after_the_other(wikis: dict[str, Wiki]) -> None:
    wiki = wikis["wiki-de-brest"]
    rights = [event for event in wiki.query("logs")["logevents"] if event["type"] == "rights"]
    promoted = [event for event in rights if event["params"]["newgroups"] == ["sysop"]]
    assert (len(promoted), len(rights)) == (14, 15)  # one of them stood down
    registered = {f"Utilisateur:{user['name']}": user["registration"] for user in wiki.query("users")["allusers"]}
    assert all(registered[event["title"]] < event["timestamp"] for event in promoted)


@pytest.mark.parametrize("name", ["wiki-de-brest", "wiki-abrest", "wiki-fuc", "wiki-des-communs", "wikiversite"])
def test_who_has_no_account_writes_only_where_one_may(wikis: dict[str, Wiki], name: str) -> None:
    wiki = wikis[name]
    rights = {group["name"]: group["rights"] for group in wiki.query("siteinfo")["usergroups"]}
    assert ("edit" in rights["*"]) == (name in OPEN)
    strangers = [one for one in wiki.revisions if not one.user_id and not one.is_hidden and one.user != IMPORTED]
    assert bool(strangers) == (name in OPEN)


def test_what_vandals_do_is_undone_and_they_are_blocked(wikis: dict[str, Wiki]) -> None:
    for wiki in wikis.values():
        pages: dict[str, list[Seen]] = {}
        for one in wiki.revisions:
            pages.setdefault(one.page, []).append(one)
        for revisions in pages.values():
            for place, one in enumerate(revisions):
                if one.user in wiki.blocked:
                    before = {old.sha1 for old in revisions[:place]}
                    assert any(new.sha1 in before for new in revisions[place + 1 :])


@pytest.mark.parametrize("name", ["wiki-de-brest", "wiki-ecosol", "wiki-fuc", "wikilivre"])
def test_revisions_are_numbered_in_the_order_of_time(wikis: dict[str, Wiki], name: str) -> None:
    wiki = wikis[name]
    assert wiki.xml.endswith(b"</mediawiki>\n")
    numbers = [one.number for one in wiki.revisions]
    assert len(set(numbers)) == len(numbers)
    by_number = sorted(wiki.revisions, key=lambda one: one.number)
    assert [one.at for one in by_number] == sorted(one.at for one in wiki.revisions)


def test_lengths_and_sums_are_those_of_the_texts(wikis: dict[str, Wiki]) -> None:
    for wiki in wikis.values():
        for one in wiki.revisions:
            if one.text is None:
                assert not one.sha1
                continue
            raw = one.text.encode()
            assert one.length == len(raw)
            assert one.sha1
            assert int(one.sha1, 36) == int(hashlib.sha1(raw, usedforsecurity=False).hexdigest(), 16)
            assert len(one.sha1) == 31


def test_a_wiki_counts_itself_as_its_dump_does(wikis: dict[str, Wiki]) -> None:
    for wiki in wikis.values():
        said = wiki.query("siteinfo")["statistics"]
        content = {one.page for one in wiki.revisions if one.namespace == 0 and not one.is_redirect}
        assert said["edits"] == len(wiki.revisions)
        assert (said["pages"], said["articles"]) == (len({one.page for one in wiki.revisions}), len(content))
        counts = Counter(one.user_id for one in wiki.revisions if not one.is_hidden)
        for user in wiki.query("users")["allusers"]:
            assert user["editcount"] >= counts[user["userid"]]


def test_there_is_what_real_wikis_have(wikis: dict[str, Wiki]) -> None:
    revisions = wikis["wiki-de-brest"].revisions
    namespaces = Counter(one.namespace for one in {one.page: one for one in revisions}.values())
    assert all(namespaces[number] > 0 for number in (0, 1, 2, 3, 4, 6, 14, 100))
    assert sum(one.is_redirect for one in revisions) > 20
    assert sum(one.is_hidden for one in revisions) > 0
    titles = {one.page for one in revisions}
    assert sum(title.startswith("Compte rendu") for title in titles) > 20
    assert any(one.user == IMPORTED and not one.user_id for one in wikis["wiki-des-communs"].revisions)


def test_some_pages_are_written_a_second_time(wikis: dict[str, Wiki]) -> None:
    titles = {one.page for one in wikis["wiki-de-brest"].revisions if one.namespace == 0 and not one.is_redirect}
    twins = [(title, other) for title in titles for other in near(title, "brest") if other in titles]
    assert 3 <= len(twins) < 30


@pytest.mark.parametrize(
    ("title", "words", "others"),
    [
        ("Fort de Plabennec vers 1975", "brest", ["Le fort de Plabennec vers 1975"]),
        ("La culture partagée : idées", "projet", ["Culture partagée : idées", "Idées : la culture partagée"]),
        ("L'économie circulaire en 2009", "projet", ["Économie circulaire en 2009"]),
        ("Dockers à la Digue en 1920", "brest", ["Les dockers à la Digue en 1920", "Docker à la Digue en 1920"]),
        ("Compte rendu de l'atelier du 3 mai 2011", "projet", ["Compte-rendu de l'atelier du 3 mai 2011"]),
        ("Balade 3 : de Liorzou à Menez-Du", "brest", ["Ballade 3 : de Liorzou à Menez-Du"]),
        ("Rue du Fanal", "brest", ["Rue du Fanal (Brest)"]),
        ("Introduction", "livre", []),
    ],
)
def test_a_second_title_is_one_that_people_give(title: str, words: str, others: list[str]) -> None:
    assert set(others) <= set(near(title, words))
    assert not any(re.match(r"L[ae]s? (?:l['ae]|anse|école)", made) for made in near(title, words))


def test_some_are_neither_regular_nor_occasional(wikis: dict[str, Wiki]) -> None:
    wiki = wikis["wiki-de-brest"]
    edits = Counter(one.user for one in wiki.revisions)
    assert sum(11 <= edits[user] < 20 for user in wiki.contributors()) >= 10


def test_people_of_the_lists_write_on_the_wikis_too(study: Study, wikis: dict[str, Wiki]) -> None:
    truth = rows(study.folder / "truth.csv")
    on_lists = {row["person"] for row in study.truth if row["messages_to_2016_12"] != "0"}
    on_wiki = {row["person"]: row for row in truth if row["list"] == "wiki-de-brest"}
    assert len(on_wiki) == 1084
    assert all(row["address"] == f"wiki-de-brest:{row['name']}" for row in on_wiki.values())
    edits = Counter(one.user for one in wikis["wiki-de-brest"].revisions if one.at < "2017")
    assert {row["name"]: int(row["messages_to_2016_12"]) for row in on_wiki.values()} == {
        row["name"]: edits[row["name"]] for row in on_wiki.values()
    }
    assert 70 < len(on_lists & on_wiki.keys()) < 110


def test_some_are_only_known_because_somebody_decided(study: Study) -> None:
    decided = [row for row in study.decisions if ":" in row["second"]]
    assert len(decided) == 12
    truth = {row["address"]: row["person"] for row in rows(study.folder / "truth.csv")}
    assert all(truth[row["first"]] == truth[row["second"]] for row in decided)


def test_mails_lead_to_pages_that_existed(study: Study, wikis: dict[str, Wiki]) -> None:
    begun: dict[str, str] = {}
    for one in (*wikis["wiki-de-brest"].revisions, *wikis["wiki-des-communs"].revisions):
        begun[one.page] = min(begun.get(one.page, "9999"), one.at)
    address = re.compile(
        rb"https?://(?:www\.wiki-brest\.example/index\.php|wiki\.communs-lille\.example/wiki)/([^\s>\"<]+)"
    )
    leading = 0
    for mail in study.copies:
        for title in address.findall(mail.raw):
            page = unquote(title.decode()).replace("_", " ")
            if page in begun:
                leading += 1
                assert begun[page][:7] <= mail.month
    assert leading > 100


def test_pages_lead_to_the_archives_of_the_lists(wikis: dict[str, Wiki]) -> None:
    leading = [one for one in wikis["wiki-de-brest"].revisions if one.text and "/wws/arc/wiki-brest/" in one.text]
    assert len(leading) > 10
    texts = [one.text for wiki in wikis.values() for one in wiki.revisions if one.text]
    assert any("/pipermail/catalyst/20" in text for text in texts)
