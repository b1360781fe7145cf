"""What `maillage init` makes of a folder with everything in it, and what the study that it writes reads of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import every_archive
import pytest
from command_line import maillage, said

from maillage import inventory, project
from maillage.ingest import KINDS, rosters
from maillage.inventory import Inventory
from maillage.store import Store

SOURCES = {
    "ateliers-2007-03-24-033000-v20240101000000.tar.gz": ("discourse", "ateliers"),
    "backend-3.2.xml": ("spip", "backend-3-2"),
    "boites/dovecot": ("maildir", "dovecot"),
    "boites/nmh": ("mh", "nmh"),
    "boites/thunderbird": ("eml", "thunderbird"),
    "carte": ("osm", "carte"),
    "comite_archives.zip": ("sympa", "comite"),
    "deux.mbox": ("mbox", "deux"),
    "forum": ("discourse", "forum"),
    "groupe.zip": ("groups_io", "groupe"),
    "lieux.umap": ("geojson", "lieux"),
    "listes/ancien": ("public_inbox", "ancien"),
    "listes/annuelle": ("mbox", "annuelle"),
    "listes/hk": ("hyperkitty", "hk"),
    "listes/hk-api": ("hyperkitty", "hk-api"),
    "listes/inbox": ("public_inbox", "inbox"),
    "listes/pages-hm": ("hypermail", "pages-hm"),
    "listes/pages-mh": ("mhonarc", "pages-mh"),
    "listes/pages-mh-mois": ("mhonarc", "pages-mh-mois"),
    "listes/pages-pm": ("pipermail_html", "pages-pm"),
    "listes/pages-w3c": ("hypermail", "pages-w3c"),
    "listes/pm": ("pipermail", "pm"),
    "makers.mbox": ("mbox", "makers"),
    "site": ("spip", "site"),
    "sympa/bureau@listes.example.org": ("sympa", "bureau"),
    "sympa/reunions@listes.example.org": ("sympa", "reunions"),
    "textes": ("sympa", "textes"),
    "val": ("spip", "val"),
    "wiki": ("mediawiki", "wiki-de-la-vallee"),
}
"""Of each path but one, its kind and name; a Takeout has a group and a mailbox."""

ROSTERS = [
    ("abonnes-bureau-2015.txt", "list_members", "bureau", ""),
    ("abonnes-thunderbird-2015.csv", "csv", "thunderbird", ""),
    ("ateliers-2007-03-24-033000-v20240101000000.tar.gz", "discourse_users", "ateliers", ""),
    ("dovecot.dump", "sympa_dump", "dovecot", ""),
    ("forum/directory_items.json", "discourse_users", "forum", ""),
    ("inbox-config.pck", "mailman_config", "inbox", ""),
    ("listes/pm/abonnes.txt", "list_members", "pm", ""),
    ("makers-2014-02-01.csv", "google_groups", "makers", ""),
    ("membres-groupe.csv", "groups_io", "groupe", ""),
    ("review-annuelle.txt", "sympa_review", "annuelle", ""),
    ("roster.json", "mailman_rest", "hk", "hk@lists.example"),
    ("roster.json", "mailman_rest", "nmh", "nmh@lists.example"),
    ("sympa/abonnements.sql", "sympa_tables", None, "annonces@listes.example.org"),
    ("sympa/abonnements.sql", "sympa_tables", "reunions", "reunions@listes.example.org"),
]

UNREAD = {
    (".", "listserv"): 1,
    (".", "msg"): 1,
    ("ancienne.db", "study"): 1,
    ("bilan.docx", "document"): 1,
    ("boite", "pst"): 1,
    ("boite.dbx", "dbx"): 1,
    ("bretagne.osm.pbf", "osm_pbf"): 1,
    ("compte.ods", "document"): 1,
    ("etranger", "json"): 3,
    ("forum/posts", "json"): 1,
    ("loomio.json", "loomio"): 1,
    ("pages", "web_page"): 3,
    ("pages.zip", "zip"): 1,
    ("photos", "document"): 3,
    ("programme", "git"): 1,
    ("rapport.doc", "document"): 1,
    ("reunion.etherpad", "etherpad"): 1,
    ("slack/general", "slack"): 1,
    ("statuts.pdf", "document"): 1,
    ("trello.json", "trello"): 1,
    ("vieilles pages.tar.xz", "tar"): 1,
    ("yahoo", "yahoo"): 1,
    (every_archive.NOT_UTF8, "bad_name"): 1,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return every_archive.build(tmp_path_factory.mktemp("everything") / "archives")


@pytest.fixture(scope="module")
def found(folder: Path) -> Inventory:
    return inventory.survey(folder)


def test_every_source_has_its_kind_and_name_and_none_is_there_twice(folder: Path, found: Inventory) -> None:
    told = [(one.path.relative_to(folder).as_posix(), one.kind, one.name) for one in found.sources]
    takeout = "takeout-20240101T000000Z-001.zip"
    wanted = [(path, *told) for path, told in SOURCES.items()]
    wanted += [(takeout, "takeout", "ateliers-vallee"), (takeout, "takeout", "gmail")]
    assert sorted(told) == sorted(wanted)
    assert {kind for _, kind, _ in told} == set(KINDS)


def test_every_list_of_subscribers_goes_with_its_list(folder: Path, found: Inventory) -> None:
    told = [(one.path.relative_to(folder).as_posix(), one.kind, one.source, one.list) for one in found.rosters]
    assert told == ROSTERS
    assert {kind for _, kind, _, _ in told} == rosters.READERS.keys()


def test_what_is_not_read_is_named_and_told_once_a_folder(folder: Path, found: Inventory) -> None:
    told = {(one.path.relative_to(folder).as_posix(), one.form): one.files for one in found.unread}
    assert told == UNREAD
    assert [path.relative_to(folder).as_posix() for path in found.unrecognised] == [
        *("boites/thunderbird/lisez-moi.txt", "deux-encore.mbox", "encore", "notes.txt"),
        *("nulle-part.mbox", "tube", "vide.mbox"),
    ]


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("vieilles pages.tar.xz", "mkdir -p '{0}/vieilles pages' && tar -xf '{0}/vieilles pages.tar.xz' -C "),
        ("pages.zip", "unzip {0}/pages.zip -d {0}/pages,"),
        ("boite.dbx", "undbx {0}/boite.dbx {0}/boite "),
        ("bretagne.osm.pbf", "osmium cat {0}/bretagne.osm.pbf -o {0}/bretagne.osm.bz2 "),
    ],
)
def test_what_has_to_be_unpacked_or_converted_comes_with_the_command(
    name: str, command: str, folder: Path, found: Inventory
) -> None:
    (unread,) = [one for one in found.unread if one.path == folder / name]
    described = unread.described(name, unread.path)
    assert command.format(folder) in described.said("en")
    assert command.format(folder) in described.said("fr")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_study_that_is_written_loads_with_all_but_the_private_mailbox(
    language: str, found: Inventory, tmp_path: Path
) -> None:
    study = project.load(inventory.write_study(found, tmp_path, language))
    assert [source.name for source in study.sources] == [one.name for one in found.sources if not one.is_mailbox]


def test_the_summary_stands_in_columns(found: Inventory) -> None:
    lines = list(inventory.summary(found, "en"))
    width = max(len(kind) for kind in (*KINDS, *rosters.READERS)) + 2
    assert all(line[width - 2 : width] == "  " and line[width] != " " for line in lines)
    assert "sympa_tables     sympa/abonnements.sql (reunions@listes.example.org)" in lines


def test_all_of_it_is_read_and_the_ledger_adds_up(folder: Path, tmp_path: Path) -> None:
    said("init", folder, "--to", tmp_path)
    done = maillage("ingest", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    with Store.open(tmp_path / "maillage.db") as store:
        rows = list(
            store.rows(
                "select source, read, stored + duplicates + problems + skipped, stored + duplicates, bytes_read,"
                " stored_bytes + duplicate_bytes + problem_bytes + skipped_bytes from parts"
            )
        )
    assert [row for row in map(tuple, rows) if row[1] != row[2] or row[4] != row[5]] == []
    kept = Counter[str]()
    for row in rows:
        kept[row[0]] += row[3]
    empty = [name for name in (*(name for _, name in SOURCES.values()), "ateliers-vallee") if not kept[name]]
    assert empty == []
