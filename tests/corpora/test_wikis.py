"""Whole wikis: their figures against those that others counted, and as they were when they were first read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import factories
import pytest
from neighbours import corpus
from persistence_referee import ours, theirs

from maillage import pipeline
from maillage.progress import Silent
from maillage.project import Source, WikiOptions
from maillage.store import Store

LABS = "mediawiki/heatsynclabs/data"

# Pages, content pages, redirects among them, contributors, bots, edits that count, edits of addresses.
CENSUSES = {
    "cocktails-stub-meta-history.xml": (4984, 1848, 0, 256, 7, 20900, 664),
    "paris8-ied-wiki-fr-history.xml": (53, 53, 0, 18, 0, 282, 0),
    "heatsynclabs-pages-history.xml": (934, 321, 62, 106, 0, 1492, 182),
}
# Core, active and occasional persons; the regular and the intensive; the fewest who make half of the content edits.
WRITERS = {
    "cocktails-stub-meta-history.xml": ((43, 8, 205), (51, 43), 2),
    "paris8-ied-wiki-fr-history.xml": ((2, 1, 15), (3, 2), 2),
    "heatsynclabs-pages-history.xml": ((12, 12, 82), (24, 12), 6),
}

# Reverts (None: no text is told), sessions, words written and staying, pages by two and three persons, edits of what
# others began, edits of talk pages, pairs of pages with nearly equal titles.
WRITING = {
    "cocktails-stub-meta-history.xml": (None, 3585, None, None, 1382, 1020, 12531, 703, 90),
    "paris8-ied-wiki-fr-history.xml": (0, 122, 43131, 37003, 25, 14, 153, 0, 0),
    "heatsynclabs-pages-history.xml": (5, 631, 195433, 184721, 15, 13, 111, 26, 2),
}


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A function that reads and analyses a derived export, once each."""
    opened: list[Store] = []

    @cache
    def store_of(name: str) -> Store:
        root: Path = tmp_path_factory.mktemp("wiki")
        wiki = Source("wiki", "mediawiki", corpus("mediawiki/derived-xml") / name, wiki=WikiOptions())
        study = factories.study(root, wiki, database=root / "study.db", decisions=root / "decisions")
        pipeline.ingest(study)
        store = Store.open(study.database, write=True)
        opened.append(store)
        pipeline.analyze(store, study, Silent())
        return store

    yield store_of
    for store in opened:
        store.close()


@pytest.mark.parametrize("name", CENSUSES)
def test_the_census_of_a_wiki(name: str, analysed: Any) -> None:
    columns = "pages, content_pages, redirects, contributors, bots, edits, ip_edits"
    (row,) = analysed(name).rows(f"select {columns} from wiki_censuses")
    assert tuple(row) == CENSUSES[name]


@pytest.mark.parametrize("name", WRITERS)
def test_who_writes_a_wiki(name: str, analysed: Any) -> None:
    store = analysed(name)
    counts = "select persons from wiki_tier_counts where rule = 'volume' and tier != 'silent' order by rowid"
    (regulars,) = store.rows("select regular, intensive from wiki_regulars")
    found = tuple(persons for (persons,) in store.rows(counts)), tuple(regulars)
    assert (*found, store.value("select half_makers from wiki_writers")) == WRITERS[name]


@pytest.mark.parametrize("name", WRITING)
def test_how_a_wiki_is_written(name: str, analysed: Any) -> None:
    (found,) = analysed(name).rows("""
        select reverts, sessions, written, surviving, pages_by_two, pages_by_three, edits_by_others, talk_edits,
          (select count(*) from duplicate_pages) as doubles
        from revert_counts join session_counts using (source) join survival_counts using (source)
          join cowriting using (source) join discussions using (source)
    """)
    assert tuple(found) == WRITING[name]


@pytest.mark.parametrize("name", ["paris8-ied-wiki-fr-history.xml", "heatsynclabs-pages-history.xml"])
def test_what_stays_of_texts_is_what_mwpersistence_finds(name: str, analysed: Any) -> None:
    """Over pages of up to 400,000 characters in all, which take it long enough: within half a word in a hundred."""
    texts = """
        select user, text from revisions join revision_texts using (source, page, revision)
        where page = ? order by at, revision
    """
    store, mine, other = analysed(name), 0, 0
    for page, characters in list(store.rows("select page, sum(length(text)) from revision_texts group by page")):
        if characters < 400_000:
            edits = [(user, text) for user, text in store.rows(texts, (page,))]
            mine += sum(figures[-1] for figures in ours(edits))
            other += sum(figures[-1] for figures in theirs(edits))
    assert mine == pytest.approx(other, rel=0.005)


@pytest.mark.parametrize("name", CENSUSES)
def test_every_revision_is_an_edit_and_all_classes_hold_them(name: str, analysed: Any) -> None:
    store = analysed(name)
    assert store.value("select count(*) from edits") == store.value("select count(*) from revisions")
    assert store.value("select sum(edits) from wiki_classes") == store.value("select count(*) from revisions")


# ----------------------------------------------------------------- heatsynclabs, against the counts of its keepers


class Labs:
    """What the keepers of a wiki counted on the wiki itself, and what we count in what they gave away.

    Their counts are of 5,419 edits of 939 pages. Of most pages with several edits only the last is in the archive; a
    page is `whole` where the archive has as many of its edits as they counted.
    """

    def __init__(self, store: Store) -> None:
        folder = corpus(LABS)
        self.contributors = json.loads((folder / "contributors.json").read_text(encoding="utf-8"))
        pages = json.loads((folder / "pages_all.json").read_text(encoding="utf-8"))
        self.pages = {page["id"]: page for page in pages}  # one of the 939 is there twice
        self.edits = sum(page["revision_count"] for page in pages)
        self.titles = dict(map(tuple, store.rows("select page, title from wiki_pages")))
        held = dict(map(tuple, store.rows("select page, count(*) from edits group by page")))
        self.whole = {page for page, edits in held.items() if self.pages[page]["revision_count"] == edits}
        self.whole_titles = {self.titles[page] for page in self.whole}
        self.touched: dict[str, set[str]] = defaultdict(set)
        for user, page in store.rows("select distinct user, page from edits"):
            if page in self.whole:
                self.touched[user].add(self.titles[page])

    @property
    def known_whole(self) -> list[str]:
        """The contributors whose every page is whole."""
        return [user for user, one in self.contributors.items() if set(one["pages_touched"]) <= self.whole_titles]


@pytest.fixture(scope="module")
def labs(analysed: Any) -> Labs:
    return Labs(analysed("heatsynclabs-pages-history.xml"))


@pytest.fixture(scope="module")
def store(analysed: Any) -> Store:
    found: Store = analysed("heatsynclabs-pages-history.xml")
    return found


def test_how_much_of_the_keepers_counts_the_archive_lets_us_check(labs: Labs) -> None:
    """Not their 5,419 edits, and of the edits of each contributor those of 57: the rest is not in the archive."""
    assert (len(labs.contributors), len(labs.pages), len(labs.titles)) == (263, 938, 934)
    assert (len(labs.whole), len(labs.known_whole)) == (610, 57)
    assert labs.edits == sum(one["edit_count"] for one in labs.contributors.values()) == 5419


def test_the_pages_that_each_contributor_touched_agree_for_all_263(labs: Labs) -> None:
    for user, one in labs.contributors.items():
        assert labs.touched.get(user, set()) == set(one["pages_touched"]) & labs.whole_titles
    assert labs.touched.keys() <= labs.contributors.keys()


def test_edits_and_their_first_and_last_agree_where_all_pages_of_a_contributor_are_whole(
    labs: Labs, store: Store
) -> None:
    query = "select user, edits, first_at, last_at from wiki_accounts"
    ours = {user: (edits, first, last) for user, edits, first, last in store.rows(query)}
    for user in labs.known_whole:
        theirs = labs.contributors[user]
        assert ours[user] == (theirs["edit_count"], theirs["first_edit"], theirs["last_edit"])
        assert len(labs.touched[user]) == theirs["page_count"]


def test_nobody_has_more_edits_here_than_on_the_wiki(labs: Labs, store: Store) -> None:
    for user, edits in store.rows("select user, edits from wiki_accounts"):
        assert edits <= labs.contributors[user]["edit_count"]


def test_redirects_lengths_and_dates_of_pages_agree(labs: Labs, store: Store) -> None:
    query = "select page, is_redirect, length, created_at, last_at from wiki_pages"
    for page, is_redirect, length, created_at, last_at in store.rows(query):
        theirs = labs.pages[page]
        assert bool(is_redirect) == theirs["is_redirect"]
        assert (length, last_at) == (theirs["bytes"], theirs["latest_timestamp"])
        if page in labs.whole:
            assert created_at == theirs["first_timestamp"]
