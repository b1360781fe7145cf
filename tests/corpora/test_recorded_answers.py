"""Answers that other programs recorded of wikis of 1.19, 1.23 and 1.28: all are read, and nothing of them is lost."""

from __future__ import annotations

import json

import pytest
from neighbours import corpus

from maillage import ingest
from maillage.ingest.mediawiki import answers
from maillage.ingest.parts import Part
from maillage.records import (
    Extent,
    Framing,
    GroupRight,
    Namespace,
    Page,
    Problem,
    Revision,
    SiteStatistic,
    Skipped,
    WikiRecord,
    WikiSite,
)

PERCEVAL = "peer-tests/perceval/mediawiki"
# Pages, revisions and problems of each file that Perceval's tests replay.
RECORDED = {
    "mediawiki_namespaces.json": (0, 0, 0),
    "mediawiki_page_476583_revisions.json": (1, 500, 0),
    "mediawiki_page_476589_revisions.json": (1, 0, 0),
    "mediawiki_page_476590_revisions.json": (1, 0, 0),
    "mediawiki_page_592384_revisions.json": (1, 2, 0),
    "mediawiki_pages_all.json": (3, 0, 0),
    "mediawiki_pages_all_empty.json": (0, 0, 0),
    "mediawiki_pages_allrevisions.json": (5, 0, 5),  # numbers of revisions alone: told, not guessed
    "mediawiki_pages_allrevisions_empty.json": (0, 0, 0),
    "mediawiki_pages_recent_changes.json": (0, 0, 1),  # no history
    "mediawiki_siteinfo_1.23.json": (0, 0, 0),
    "mediawiki_siteinfo_1.28.json": (0, 0, 0),
}


def read(name: str) -> list[WikiRecord]:
    path = corpus(name)
    return list(answers.read(Part(path, path.name)))


def count(kind: type, records: list[WikiRecord]) -> int:
    return sum(isinstance(record, kind) for record in records)


@pytest.mark.parametrize("name", RECORDED)
def test_what_perceval_recorded_is_read(name: str) -> None:
    path = corpus(f"{PERCEVAL}/{name}")
    assert ingest.recognize(path) == "mediawiki"
    records = read(f"{PERCEVAL}/{name}")
    assert tuple(count(kind, records) for kind in (Page, Revision, Problem)) == RECORDED[name]
    sized = [one.size for one in records if isinstance(one, Revision | Problem | Skipped | Framing)]
    assert [one.bytes for one in records if isinstance(one, Extent)] == [sum(sized)] == [path.stat().st_size]


def test_nothing_that_perceval_finds_in_a_revision_is_lost() -> None:
    name = f"{PERCEVAL}/mediawiki_page_476583_revisions.json"
    (page,) = json.loads(corpus(name).read_bytes())["query"]["pages"].values()
    expected = [
        (one["revid"], one["parentid"], one["timestamp"], one["user"], one["comment"], "minor" in one, "anon" in one)
        for one in page["revisions"]
    ]
    assert [
        (one.revision, one.parent, one.at, one.user, one.comment, one.minor, one.user_class == "ip")
        for one in read(name)
        if isinstance(one, Revision)
    ] == expected


def test_a_wiki_of_1_19_says_what_it_is() -> None:
    records = read("mediawiki/heatsynclabs/dumps/siteinfo.json")
    counts = [count(kind, records) for kind in (WikiSite, Namespace, GroupRight, SiteStatistic, Problem)]
    assert counts == [1, 21, 72, 9, 0]


def test_files_that_somebody_made_of_a_wiki_are_no_answers() -> None:
    folder = corpus("mediawiki/heatsynclabs/data")
    files = sorted(folder.rglob("*.json"))
    assert len(files) > 100
    assert [path.name for path in files if answers.recognizes(path)] == []
