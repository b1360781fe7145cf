"""One wiki, one database: however it was archived, the rows are the same but for what an archive does not have."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import factories
import py7zr
import pytest
import zstandard
from fetch.copies import copied, well
from servers.history import ANONYMOUS, OTHER_WIKI, TOPICS
from servers.mediawiki import ADMIN, PASSWORD, MediaWiki
from servers.people import Person

from maillage.project import Source, WikiOptions
from maillage.store import Store
from maillage.update import update

Row = dict[str, Any]
Rows = dict[str, dict[tuple[Any, ...], Row]]

KEYS = {
    "pages": ("page",),
    "revisions": ("page", "revision"),
    "revision_texts": ("page", "revision"),
    "wiki_facts": ("name",),
    "wiki_namespaces": ("namespace",),
    "wiki_rights": ("user_group", "right"),
    "wiki_statistics": ("name",),
    "wiki_users": ("user",),
    "wiki_blocks": ("user",),
    "wiki_logs": ("log",),
}
"""Every table that ingest fills of a wiki, and what tells its rows apart."""

DUMPS_LACK = {
    ("revisions", "tags"),  # how an edit was made, and that it was undone
    ("wiki_logs", "page"),  # the number of the page
}
OF_THE_MOMENT = {"time"}  # the facts that another second changes
SITE = "general|namespaces|statistics|usergroups"
USERS = "groups|editcount|registration|blockinfo"
LATER = datetime(2015, 5, 4, 8, 0)  # noqa: DTZ001 the wiki's clock, UTC


def ingested(path: Path, database: Path, **options: Any) -> Rows:
    """The rows of a database that this archive has been read into, without where each was read."""
    source = Source("wiki", "mediawiki", path, wiki=WikiOptions(**options))
    study = factories.study(database.parent, source, database=database)
    with Store.open(database, write=True) as store:
        update(store, study)
        assert [tuple(row) for row in store.rows("select path, reason from unread_files")] == []
        assert [tuple(row) for row in store.rows("select place, reason from problems")] == []
        return {table: keyed(store, table, key) for table, key in KEYS.items()}


def keyed(store: Store, table: str, key: tuple[str, ...]) -> dict[tuple[Any, ...], Row]:
    rows = [dict(row) for row in store.rows(f"select * from {table}")]
    return {tuple(row[name] for name in key): without(row, {"source", "part"}) for row in rows}


def without(row: Row, names: set[str]) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def lasting(rows: Rows) -> Rows:
    """The rows that do not depend on the moment of asking."""
    facts = {key: row for key, row in rows["wiki_facts"].items() if row["name"] not in OF_THE_MOMENT}
    return {**rows, "wiki_facts": facts}


def as_a_dump_tells_it(rows: Rows) -> Rows:
    """The rows without the columns that dumps lack, and without the end of a block, which the API computes."""
    told = {
        table: {key: without(row, {name for of, name in DUMPS_LACK if of == table}) for key, row in found.items()}
        for table, found in lasting(rows).items()
    }
    for row in told["wiki_logs"].values():
        row["params"] = without(json.loads(row["params"]), {"expiry"} if row["type"] == "block" else set())
    return told


def assert_same(one: Rows, other: Rows) -> None:
    """The same rows, and where not, the first that differs."""
    for table in KEYS:
        assert one[table].keys() == other[table].keys(), table
        for key, row in one[table].items():
            assert row == other[table][key], (table, key)


def dump_of(wiki: MediaWiki, folder: Path, *options: str) -> Path:
    """A folder with what somebody who runs a wiki would hand over: dumps, and as JSON what they lack."""
    folder.mkdir(parents=True)
    answers = {
        "users": wiki.get(action="query", list="allusers", auprop=USERS, aulimit="max"),
        "blocks": wiki.get(action="query", list="blocks", bklimit="max"),
        "site": wiki.get(action="query", meta="siteinfo", siprop=SITE),
    }
    for name, answer in answers.items():
        (folder / f"{name}.json").write_text(json.dumps(answer), encoding="utf-8")
    (folder / "history.xml").write_text(wiki.dump("--full", *options), encoding="utf-8")
    (folder / "logs.xml").write_text(wiki.dump("--logs"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def live(wiki: MediaWiki, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The wiki of the tests, fetched and read."""
    folder = tmp_path_factory.mktemp("live")
    well(copied(wiki.url, folder / "copy"))
    return ingested(folder / "copy", folder / "study.db", url=wiki.url)


@pytest.fixture(scope="module")
def dumps(wiki: MediaWiki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wiki of the tests, dumped."""
    return dump_of(wiki, tmp_path_factory.mktemp("dumps") / "wiki")


@pytest.fixture(scope="module")
def dumped(dumps: Path, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The dumps of the wiki, read."""
    return ingested(dumps, tmp_path_factory.mktemp("dumped") / "study.db")


# ------------------------------------------------------------------------------------ a dump and the live wiki


def test_live_and_dump_give_the_same_rows_but_for_what_dumps_lack(live: Rows, dumped: Rows) -> None:
    assert_same(as_a_dump_tells_it(live), as_a_dump_tells_it(dumped))
    assert [len(live[table]) > 0 for table in KEYS] == [True] * len(KEYS)


def test_what_dumps_lack_is_lacking(live: Rows, dumped: Rows) -> None:
    for table, column in DUMPS_LACK:
        assert {row[column] for row in dumped[table].values()} in ({""}, {None})
        assert len({row[column] for row in live[table].values()}) > 2


def test_the_wiki_has_what_makes_the_comparison_worth_it(live: Rows) -> None:
    revisions = live["revisions"].values()
    assert {row["user_class"] for row in revisions} == {"registered", "ip", "temporary", "imported", "hidden"}
    assert {row["hidden"] for row in revisions} == {"", "user", "comment", "user comment text"}
    assert {row["redirect"] for row in live["pages"].values()} >= {"", "Catégorie:Eau", "Moulin du Stang"}
    assert {row["type"] for row in live["wiki_logs"].values()} >= set(
        "block create delete import merge move newusers protect renameuser rights".split()
    )
    assert len(live["pages"]) - len({row["namespace"] for row in live["pages"].values()}) > 50


def test_a_dump_without_accounts_lacks_them_and_nothing_else(
    wiki: MediaWiki, dumped: Rows, dumps: Path, tmp_path: Path
) -> None:
    rows = ingested(dumps / "history.xml", tmp_path / "study.db")
    for table in ("pages", "revisions", "revision_texts"):
        assert rows[table] == dumped[table]
    for table in ("wiki_users", "wiki_blocks", "wiki_logs", "wiki_rights", "wiki_statistics"):
        assert rows[table] == {}
    names = {key: row["name"] for key, row in rows["wiki_namespaces"].items()}
    assert names == {key: row["name"] for key, row in dumped["wiki_namespaces"].items()}


def test_a_dump_and_the_accounts_of_the_live_wiki_make_one_archive(
    wiki: MediaWiki, dumped: Rows, dumps: Path, tmp_path: Path
) -> None:
    well(copied(wiki.url, tmp_path / "both", live="accounts"))
    for name in ("history.xml", "logs.xml"):
        (tmp_path / "both" / name).write_bytes((dumps / name).read_bytes())
    assert_same(as_a_dump_tells_it(ingested(tmp_path / "both", tmp_path / "study.db")), as_a_dump_tells_it(dumped))


def test_a_stub_lacks_texts_alone(wiki: MediaWiki, dumped: Rows, tmp_path: Path) -> None:
    stub = ingested(dump_of(wiki, tmp_path / "stub", "--stub"), tmp_path / "study.db")
    assert stub["revision_texts"] == {}
    assert_same({**lasting(stub), "revision_texts": {}}, {**lasting(dumped), "revision_texts": {}})


def seven_zip(data: bytes) -> bytes:
    from io import BytesIO

    packed = BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writestr(data, "history.xml")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("ending", "pack"),
    [
        ("gz", gzip.compress),
        ("bz2", bz2.compress),
        ("7z", seven_zip),
        ("zst", zstandard.ZstdCompressor().compress),
    ],
)
def test_a_packed_dump_gives_the_same_rows(
    dumps: Path, dumped: Rows, tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "packed").mkdir()
    for file in dumps.iterdir():
        is_dump = file.suffix == ".xml"
        target = tmp_path / "packed" / (f"{file.name}.{ending}" if is_dump else file.name)
        target.write_bytes(pack(file.read_bytes()) if is_dump else file.read_bytes())
    assert_same(ingested(tmp_path / "packed", tmp_path / "study.db"), dumped)


@pytest.mark.parametrize("texts", ["discussion", "none"])
def test_texts_are_left_out_alike(wiki: MediaWiki, dumps: Path, tmp_path: Path, texts: str) -> None:
    well(copied(wiki.url, tmp_path / "copy", texts=texts))
    fetched = ingested(tmp_path / "copy", tmp_path / "live.db", texts=texts)
    read = ingested(dumps, tmp_path / "dumped.db", texts=texts)
    assert_same(as_a_dump_tells_it(fetched), as_a_dump_tells_it(read))
    assert len(read["revision_texts"]) == {"discussion": 37, "none": 0}[texts]


@pytest.mark.parametrize(
    ("selected", "titles"),
    [
        ({"prefixes": ("Sentier des lavoirs",)}, 3),
        ({"prefixes": ("Atelier:Semences", TOPICS[0])}, 3),  # with a talk page
        ({"categories": ("Eau",)}, 15),
    ],
)
def test_a_part_of_the_wiki_is_the_same_part(
    wiki: MediaWiki, dumps: Path, tmp_path: Path, selected: dict[str, tuple[str, ...]], titles: int
) -> None:
    well(copied(wiki.url, tmp_path / "copy", **selected))
    fetched = as_a_dump_tells_it(ingested(tmp_path / "copy", tmp_path / "live.db", **selected))
    read = as_a_dump_tells_it(ingested(dumps, tmp_path / "dumped.db", **selected))
    for table in ("pages", "revisions", "revision_texts", "wiki_namespaces"):
        assert fetched[table] == read[table], table
    for table in ("wiki_users", "wiki_blocks"):  # of a big wiki, those who wrote there alone are asked for
        assert fetched[table].items() <= read[table].items()
    writers = {row["user"] for row in read["revisions"].values() if row["user_class"] == "registered"}
    assert writers <= {row["user"] for row in fetched["wiki_users"].values()}
    assert len(read["pages"]) == titles


# ---------------------------------------------------------------------------------- a wiki that goes on


def go_on(wiki: MediaWiki) -> None:
    """What happens between two fetches: everything that changes what was told before."""
    moment = LATER

    def later() -> datetime:
        nonlocal moment
        moment += timedelta(hours=5)
        return moment

    rule, soizic, visitor = Person(wiki), Person(wiki), Person(wiki, ANONYMOUS[2])
    rule.log_in(later(), ADMIN, PASSWORD)
    soizic.log_in(later(), "Soizic")
    newest = wiki.get(action="query", list="allrevisions", arvprop="timestamp", arvlimit=1)["query"]
    (page,) = newest["allrevisions"]  # type: ignore[index]
    last_second = datetime.fromisoformat(page["revisions"][0]["timestamp"].rstrip("Z"))
    visitor.edit(last_second, TOPICS[6], "Dans la seconde de la dernière révision connue.")
    for title in (TOPICS[2], "Fontaine neuve", "Discussion:Fontaine neuve"):
        soizic.edit(later(), title, f"La fontaine neuve, {moment:%H}. ~~~~", "suite")
    same = later()
    soizic.edit(same, TOPICS[3], "Un mot.")
    visitor.edit(same, TOPICS[3], "Un mot, et un autre dans la même seconde.")
    rule.post(later(), "move", **{"from": TOPICS[4], "to": "Foire aux chevaux"}, reason="titre d'usage")
    rule.post(later(), "delete", title="Four a pain de Traonvel", reason="Doublon")
    rule.post(later(), "undelete", title="Brouillon de Soizic", reason="À garder, finalement")
    slip = visitor.edit(later(), TOPICS[5], "Une phrase à cacher.")
    soizic.edit(later(), TOPICS[5], "La page sans la phrase.")
    rule.post(later(), "revisiondelete", type="revision", ids=slip, hide="user|content", reason="Vie privée")
    old = wiki.get(action="query", prop="revisions", titles=TOPICS[0], rvprop="ids", rvdir="newer", rvlimit=1)
    (page,) = old["query"]["pages"]  # type: ignore[index]
    ids = page["revisions"][0]["revid"]
    rule.post(later(), "revisiondelete", type="revision", ids=ids, hide="comment", reason="Une page d'autrefois")
    pages = {"from": "Kouign aux pommes", "to": "Lavoir du Stang (photographies)"}
    rule.post(later(), "mergehistory", **pages, reason="Par erreur")
    rule.post(later(), "unblock", user="P. Guéguen", reason="Le revoilà")
    rule.post(later(), "block", user="Hervé Cosquer", expiry="2091-01-01T00:00:00Z", reason="Disputes")
    rule.post(later(), "userrights", user="Nolwenn29", add="sysop", remove="animation", reason="Élue")
    rule.submit(
        later(), "Special:Renameuser", oldusername="GPrigent", newusername="Gwenaël Prigent", reason="Son nom",
        movepages=1, confirmaction=1, submit=1,
    )  # fmt: skip
    Person(wiki).register(later(), "Nouvelle venue")
    wiki.maintenance("runJobs", at=f"{later():%Y-%m-%dT%H:%M:%SZ}")


def go_on_further(wiki: MediaWiki) -> None:
    """What takes back what the first `go_on` did, and what is done twice."""
    moment = LATER + timedelta(days=400)

    def later() -> datetime:
        nonlocal moment
        moment += timedelta(hours=7)
        return moment

    rule, soizic, newcomer = Person(wiki), Person(wiki), Person(wiki)
    rule.log_in(later(), ADMIN, PASSWORD)
    soizic.log_in(later(), "Soizic")
    newcomer.log_in(later(), "Nouvelle venue")
    told = wiki.get(action="query", prop="revisions", titles=TOPICS[5], rvprop="ids|user", rvlimit=9)["query"]
    (page,) = told["pages"]  # type: ignore[index]
    masked = next(one["revid"] for one in page["revisions"] if one.get("userhidden"))
    rule.post(later(), "revisiondelete", type="revision", ids=masked, show="user|content", reason="Levée")
    # A title that was deleted is used again, by a page of another number; then the first comes back to it.
    newcomer.edit(later(), "Four a pain de Traonvel", "Un autre four.")
    rule.post(later(), "undelete", title="Four a pain de Traonvel", reason="Les deux ensemble")
    # A page there and back, and one over the redirect that its move left.
    newcomer.post(later(), "move", **{"from": "Foire aux chevaux", "to": TOPICS[4]}, reason="retour")
    rule.post(later(), "delete", title="Fontaine neuve", reason="Hors sujet")
    rule.post(later(), "delete", title="Discussion:Fontaine neuve", reason="Hors sujet")
    rule.import_pages(later(), OTHER_WIKI.replace("Histoire de la minoterie", TOPICS[15]), "ancien", "Suite")
    for old, new in (("Nouvelle venue", "Nouvelle"), ("Gwenaël Prigent", "Nouvelle venue")):  # a name passes on
        rule.submit(
            later(), "Special:Renameuser", oldusername=old, newusername=new, reason="À sa demande", confirmaction=1,
            submit=1,
        )  # fmt: skip
    rule.post(later(), "unblock", user="Hervé Cosquer", reason="Paix faite")
    rule.post(later(), "protect", title=TOPICS[6], protections="edit=sysop", expiry="infinite", reason="Calme")
    soizic.edit(later(), TOPICS[7], "Tout est dit.")
    wiki.maintenance("runJobs", at=f"{later():%Y-%m-%dT%H:%M:%SZ}")


def without_pages(rows: Rows, gone: set[tuple[int]]) -> Rows:
    """The rows but for these pages."""
    return {
        **rows,
        **{
            table: {key: row for key, row in rows[table].items() if key[:1] not in gone}
            for table in ("pages", "revisions", "revision_texts")
        },
    }


def test_a_later_fetch_brings_what_a_fresh_one_would(own_wiki: MediaWiki, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    well(copied(own_wiki.url, kept))
    before = ingested(kept, tmp_path / "kept.db")
    for number, happens in enumerate((go_on, go_on_further)):
        happens(own_wiki)
        well(copied(own_wiki.url, kept))
        again = lasting(ingested(kept, tmp_path / "kept.db"))
        assert_same(again, lasting(ingested(kept, tmp_path / f"anew-{number}.db")))

        well(copied(own_wiki.url, tmp_path / f"fresh-{number}"))
        fresh = lasting(ingested(tmp_path / f"fresh-{number}", tmp_path / f"fresh-{number}.db"))
        gone = again["pages"].keys() - fresh["pages"].keys()
        assert {again["pages"][key]["title"] for key in gone} == {
            0: {"Four a pain de Traonvel"},
            # Two that were deleted, one whose revisions went to another page, and a redirect that a move overwrote.
            1: {"Fontaine neuve", "Discussion:Fontaine neuve", "Four a pain de Traonvel", TOPICS[4]},
        }[number]
        assert_same(without_pages(again, gone), fresh)  # a page that was deleted is kept as it was

        dumped = ingested(dump_of(own_wiki, tmp_path / f"dump-{number}"), tmp_path / f"dump-{number}.db")
        assert_same(as_a_dump_tells_it(fresh), as_a_dump_tells_it(dumped))
        assert before["revisions"] != again["revisions"]
        users = {row["user"] for row in fresh["revisions"].values()}
        assert "GPrigent" not in users
        assert ("Gwenaël Prigent" in users) == (number == 0)


def test_of_two_dumps_the_later_has_the_last_word(own_wiki: MediaWiki, tmp_path: Path) -> None:
    first = dump_of(own_wiki, tmp_path / "first")
    go_on(own_wiki)
    second = dump_of(own_wiki, tmp_path / "second")
    both = tmp_path / "both"
    both.mkdir()
    for year, folder in (("2014", first), ("2015", second)):
        for file in folder.iterdir():
            name = f"{file.stem}-{year}{file.suffix}" if file.suffix == ".xml" else file.name
            (both / name).write_bytes(file.read_bytes())
    together = ingested(both, tmp_path / "both.db")
    alone = ingested(second, tmp_path / "second.db")
    gone = together["pages"].keys() - alone["pages"].keys()
    assert {together["pages"][key]["title"] for key in gone} == {"Four a pain de Traonvel"}
    assert_same(without_pages(together, gone), alone)
