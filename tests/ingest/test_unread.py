"""Why a source cannot be read as the kind that a study says, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import every_archive
import pytest

from maillage.ingest import KINDS, unread


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return every_archive.build(tmp_path_factory.mktemp("everything") / "archives")


KIND_OF = {
    "listes/annuelle": "mbox",
    "listes/pm": "pipermail",
    "listes/pages-mh": "mhonarc",
    "listes/pages-pm": "pipermail_html",
    "listes/pages-hm": "hypermail",
    "listes/hk": "hyperkitty",
    "listes/inbox": "public_inbox",
    "boites/dovecot": "maildir",
    "boites/nmh": "mh",
    "boites/thunderbird": "eml",
    "sympa/bureau@listes.example.org": "sympa",
    "takeout-20240101T000000Z-001.zip": "takeout",
    "groupe.zip": "groups_io",
    "forum": "discourse",
    "wiki": "mediawiki",
    "site": "spip",
    "carte": "osm",
    "lieux.umap": "geojson",
}


@pytest.mark.parametrize(("path", "kind"), KIND_OF.items())
def test_an_archive_of_another_kind_is_named(path: str, kind: str, folder: Path) -> None:
    wrong = "osm" if kind != "osm" else "geojson"
    reason, step = unread.explain(folder / path, wrong)
    assert reason == f"it is no {wrong} archive but looks like {kind}"
    assert step == f'write kind = "{kind}" in maillage.toml'


def test_every_kind_is_named() -> None:
    assert set(KIND_OF.values()) == set(KINDS)


@pytest.mark.parametrize(
    ("path", "reason", "step"),
    [
        ("vieilles pages.tar.xz", "it is a packed folder", "tar -xf"),
        ("boite.dbx", "it is an Outlook Express folder (DBX)", "undbx"),
        ("photos", "0.jpg: it is a document, picture, program or database", "correct `path`"),
        ("slack", "2019-01-01.json: it is an export of Slack", "correct `path`"),
        ("vide.mbox", "the file is empty", "fetch the archive again"),
        ("notes.txt", "nothing in it looks like osm", "run `maillage init`"),
        ("rien", "it does not exist", "correct `path`"),
    ],
)
def test_what_is_no_archive_is_named_with_what_can_be_done(path: str, reason: str, step: str, folder: Path) -> None:
    told, todo = unread.explain(folder / path, "osm")
    assert told.startswith(reason)
    assert step in todo
    assert (told.said("fr"), todo.said("fr")) != (told, todo)
