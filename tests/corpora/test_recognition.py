"""What `maillage init` makes of a folder with all real archives at once. Only counts and public names stand here."""

from __future__ import annotations

from pathlib import Path

import pytest
from neighbours import corpus

from maillage import inventory, project
from maillage.inventory import Inventory

LISTS = {
    "berlios-eliduc-devel-fr": ("pipermail", 3),
    "berlios-freexplorer-dev-fr": ("pipermail", 4),
    "berlios-gpsd-users/txt": ("pipermail", 99),
    "berlios-jelix-public-fr": ("pipermail", 42),
    "berlios-olfix-report-fr": ("pipermail", 10),
    "caml-list": ("mbox", 12),
    "caml-list-fr": ("mbox", 1),
    "cypherpunks-cryptome/cryptome.org": ("mbox", 1),
    "cypherpunks-mbox": ("mbox", 2),
    "derived-sympa-arctxt/dev/caml-list@inria.fr": ("sympa", 1),
}
WIKIS = {
    "mediawiki/addressforall",
    "mediawiki/derived-xml/200movies_wikia_com-stub-meta-history.xml",
    "mediawiki/derived-xml/cocktails-stub-meta-history.xml",
    "mediawiki/derived-xml/es_lagunanegra_wikia_com-stub-meta-history.xml",
    "mediawiki/derived-xml/heatsynclabs-pages-history.xml",
    "mediawiki/derived-xml/paris8-ied-wiki-fr-history.xml",
    "mediawiki/heatsynclabs",
    "mediawiki/macbre/dump.xml",
    "mediawiki/macbre/dump.xml.7z",
    "mediawiki/macbre/dump.xml.bz2",
    "mediawiki/mwxml",
    "mediawiki/pywikibot",
}
PACKED = {
    "berlios-gpsd-users/gpsd-users-pipermail-html.tar.xz",
    "cypherpunks-mhonarc/cypherpunks-mhonarc-1992.tar.xz",
    "cypherpunks-mhonarc/cypherpunks-mhonarc-1993.tar.xz",
    "cypherpunks-mhonarc/cypherpunks-mhonarc-odd-dates.tar.xz",
}
NEIGHBOURS = {
    "perceval/discourse": "discourse",
    "perceval/groupsio/messages.zip": "groups_io",
    "mu-testdata/testdata/cjk": "maildir",
    "mu-testdata/testdata/testdir": "maildir",
    "notmuch-corpora/default": "maildir",
    "notmuch-corpora/lkml": "maildir",
    "libratom-enron/emails.zip": "eml",
    "sympa-samples/samples": "eml",
}


@pytest.fixture(scope="module")
def found() -> Inventory:
    return inventory.survey(corpus("."))


def test_every_real_list_is_one_source_of_its_kind(found: Inventory) -> None:
    told = {_shown(found, one.path): (one.kind, one.files) for one in found.sources}
    assert {path: kind for path, kind in told.items() if path.partition("/")[0] not in _OTHERS} == LISTS


_OTHERS = {"annotated", "mediawiki", "peer-tests"}


def test_every_real_wiki_is_a_source(found: Inventory) -> None:
    assert {_shown(found, one.path) for one in found.sources if one.kind == "mediawiki"} == WIKIS


def test_archives_of_the_neighbours_tests_have_their_kinds(found: Inventory) -> None:
    told = {_shown(found, one.path): one.kind for one in found.sources}
    assert {path: told.get(f"peer-tests/{path}") for path in NEIGHBOURS} == NEIGHBOURS


def test_packed_folders_are_named_each_with_its_command(found: Inventory) -> None:
    packed = [one for one in found.unread if one.form == "tar"]
    assert {_shown(found, one.path) for one in packed} == PACKED
    assert all(f"tar -xf {one.path} -C {str(one.path)[:-7]}" in one.described("", one.path) for one in packed)


def test_mails_are_never_taken_for_lists_of_subscribers(found: Inventory) -> None:
    assert [one for one in found.rosters if "Enron" in one.path.parts or "ASF" in one.path.parts] == []


def test_the_study_of_all_of_them_loads(found: Inventory, tmp_path: Path) -> None:
    study = project.load(inventory.write_study(found, tmp_path, "fr"))
    assert len(study.sources) == len(found.sources)


def _shown(found: Inventory, path: Path) -> str:
    return path.relative_to(found.folder).as_posix()
