"""What a site of SPIP shows: its pages and feeds tell who signed what and when, as its base would.

The pages are invented, in the form of the templates that SPIP comes with (2.1, 4.1) and of a site's own.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import factories
import pytest
import spip_sites
from hypothesis import given
from hypothesis import strategies as st

from maillage import ingest
from maillage.ingest import spip
from maillage.ingest.parts import CUT_OFF
from maillage.ingest.spip.shown import moment, names, number_in, section_in
from maillage.project import Source, WikiOptions
from maillage.records import (
    Article,
    Extent,
    Framing,
    Page,
    Problem,
    Revision,
    Section,
    Selection,
    Skipped,
    WikiRecord,
    WikiSite,
)
from maillage.store import Store
from maillage.update import update

FIXTURES = Path(__file__).parents[2] / "fixtures/spip"
SAMPLES = ("pages-2.1", "pages-4.1", "pages-own", "backend-3.2.xml", "backend-1.8.xml")
SIZED = (Revision, Problem, Skipped, Framing)


def read(path: Path, selection: Selection = spip.WHOLE) -> list[WikiRecord]:
    return [record for part in spip.parts(path) for record in spip.read(part, selection)]


def of(kind: type, records: list[WikiRecord]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


@pytest.mark.parametrize("name", SAMPLES)
class TestContract:
    def test_it_is_recognized_and_is_of_no_other_kind(self, name: str) -> None:
        assert ingest.recognize(FIXTURES / name) == "spip"
        assert [kind for kind in ingest.KINDS if ingest.reader(kind).recognizes(FIXTURES / name)] == ["spip"]

    def test_a_part_ends_with_its_extent_which_its_records_fill(self, name: str) -> None:
        records = read(FIXTURES / name)
        assert [type(one) is Extent for one in records] == [False] * (len(records) - 1) + [True]
        assert sum(one.size for one in records if isinstance(one, SIZED)) == records[-1][0] > 0
        assert records == read(FIXTURES / name)

    def test_every_place_is_unique(self, name: str) -> None:
        places = [one.place for one in read(FIXTURES / name) if isinstance(one, Revision | Problem)]
        assert len(places) == len(set(places)) > 0

    def test_the_ledger_adds_up_and_a_second_run_stores_nothing(self, name: str, tmp_path: Path) -> None:
        archive = tmp_path / name
        copy: Callable[[Path, Path], object] = shutil.copytree if (FIXTURES / name).is_dir() else shutil.copy
        copy(FIXTURES / name, archive)
        study = factories.study(
            tmp_path, Source("val", "spip", archive, wiki=WikiOptions()), database=tmp_path / "study.db"
        )
        with Store.open(study.database, write=True) as store:
            first = update(store, study)
            again = update(store, study)
            size, accounted = tuple(next(store.rows(
                "select sum(bytes_read), sum(stored_bytes + duplicate_bytes + problem_bytes + skipped_bytes) from parts"
            )))  # fmt: skip
        assert size == accounted
        assert (first.changed, first.broken, again.changed, again.added.read) == (True, [], False, 0)


# ------------------------------------------------------------------------------------------- pages


def test_a_page_of_spip_2_tells_its_authors_section_text_and_forum() -> None:
    records = read(FIXTURES / "pages-2.1")
    assert dict(of(WikiSite, records)[0].facts) == {
        "sitename": "Le val de Morne",
        "base": "http://val-de-morne.example",
        "lang": "fr",
    }
    assert of(Page, records)[0] == Page(12, 0, "Le moulin d'en bas", None)
    assert of(Section, records) == [Section(2, 0, "Dossiers", "publie"), Section(3, 2, "Moulins", "publie")]
    assert of(Article, records) == [
        Article(12, "publie", 3, "2007-07-14T08:30:00Z", None, None, "fr", "http://ailleurs.example/moulins")
    ]
    signed = [(one.user, one.user_class, one.at, one.text) for one in of(Revision, records) if one.page == 12]
    text = "On l'a rouvert.\n\nVoir la fête\net l'été à Morne."
    assert signed == [
        ("Maëlle Kerbrat", "registered", "2007-07-14T08:30:00Z", text),
        ("Youenn", "registered", "2007-07-14T08:30:00Z", text),
    ]
    said = [(one.user, one.user_class, one.at, one.comment) for one in of(Revision, records) if one.page != 12]
    assert said == [
        ("une passante", "unknown", "2007-07-16T12:00:00Z", "Bravo"),
        ("Nolwenn Riou", "unknown", "2007-08-01T10:00:00Z", "Bravo"),
    ]


def test_a_page_of_spip_4_tells_the_same() -> None:
    records = read(FIXTURES / "pages-4.1")
    assert of(Article, records) == [Article(13, "publie", 1, "2007-12-24T22:30:00Z", None, None, "fr", "")]
    assert [(one.user, one.at, one.text) for one in of(Revision, records)] == [
        ("Nolwenn Riou", "2007-12-24T22:30:00Z", "Dimanche."),
        ("zoé", "2007-12-26T09:15:00Z", "Quelle fête !"),
    ]


def test_a_page_of_a_site_s_own_tells_what_its_words_say() -> None:
    records = read(FIXTURES / "pages-own")
    assert of(Article, records) == [Article(14, "publie", 1, "2008-03-11T23:00:00Z", None, None, "fr", "")]
    assert [(one.user, one.page) for one in of(Revision, records)] == [("Maëlle Kerbrat", 14), ("Youenn", 14)]


def test_pages_of_sections_and_of_others_are_no_articles(tmp_path: Path) -> None:
    assert spip.form_of(FIXTURES / "pages-2.1/rubrique3.html") == ""
    other = tmp_path / "article3.html"
    other.write_text('<html><body><h1 class="entry-title">Un blog</h1></body></html>')
    assert spip.form_of(other) == ""


def test_a_folder_of_pages_with_what_a_copy_has_beside_them_is_one_site(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(FIXTURES / "pages-2.1", folder)
    (folder / "style.css").write_text("p { color: red }")
    assert spip.is_one_site(folder)
    assert [part.path for part in spip.parts(folder)] == [folder]
    (folder / "lettre.eml").write_text("From: anne@exemple.example\nSubject: x\n\nBonjour")
    assert not spip.is_one_site(folder)


def test_what_pages_and_a_base_both_tell_is_the_same_revision(tmp_path: Path) -> None:
    base = spip_sites.valley(tmp_path / "val_20090201.sqlite")
    pages = tmp_path / "pages"
    pages.mkdir()
    html = (FIXTURES / "pages-2.1/article12.html").read_bytes().replace(b"article12", b"article1")
    (pages / "article1.html").write_bytes(html)
    shown = {one.revision for one in of(Revision, read(pages))}
    assert shown & {one.revision for one in of(Revision, read(base))} == shown
    study = factories.study(tmp_path, Source("val", "spip", tmp_path, wiki=WikiOptions()), database=tmp_path / "s.db")
    with Store.open(study.database, write=True) as store:
        update(store, study)
        assert [tuple(row) for row in store.rows("select path, stored, duplicates from parts order by part")] == [
            ("pages", 4, 0),
            ("val_20090201.sqlite", 10, 4),
        ]
        query = "select user_id, user_class from revisions where user = 'Nolwenn Riou' and user_class = 'registered'"
        assert [tuple(row) for row in store.rows(query)] == [(4, "registered")]


def test_a_page_that_tells_nothing_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "article7.html").write_text('<html><a href="spip.php?article8">x</a><h1>Maintenance</h1></html>')
    records = read(tmp_path)
    assert [str(one.reason) for one in of(Problem, records)] == ["a page that shows no author and no date"]


def test_a_message_that_is_shown_twice_counts_once(tmp_path: Path) -> None:
    html = (FIXTURES / "pages-2.1/article12.html").read_bytes()
    page = tmp_path / "article12.html"
    page.write_bytes(html.replace(b"forum2", b"forum1"))
    said = [one.user for one in of(Revision, read(page)) if one.page != 12]
    assert said == ["une passante"]


def test_a_page_that_nests_without_end_costs_no_time(tmp_path: Path) -> None:
    page = tmp_path / "article7.html"
    page.write_text('<a href="spip.php?article8">x</a>' + "<div>" * 300_000)
    began = time.perf_counter()
    assert len(of(Problem, read(page))) == 1
    assert time.perf_counter() - began < 5


# ------------------------------------------------------------------------------------------- feeds


def test_a_feed_tells_its_articles_with_authors_dates_and_sections() -> None:
    records = read(FIXTURES / "backend-3.2.xml")
    assert dict(of(WikiSite, records)[0].facts)["base"] == "https://val-de-morne.example"
    first, second = of(Article, records)
    assert first == Article(12, "publie", 3, "2007-07-14T08:30:00Z", None, None, "fr", "")
    assert [one.title for one in of(Page, records)] == ["Le moulin d'en bas & l'autre", "Le gué"]
    assert [(one.user, one.at) for one in of(Revision, records)] == [
        ("Maëlle Kerbrat", "2007-07-14T08:30:00Z"),
        ("Youenn", "2007-07-14T08:30:00Z"),
        ("Nolwenn Riou", "2008-03-12T09:00:00Z"),
    ]
    assert of(Revision, records)[0].text == "On l'a rouvert.\n\nVoir la fête\net l'été à Morne."
    assert of(Revision, records)[2].text is None  # an excerpt is no text
    assert second.page > 10**12
    assert [str(one.reason) for one in of(Problem, records)] == ["an entry of a feed that names no article"]


def test_a_feed_of_old_is_read_though_it_is_no_xml() -> None:
    records = read(FIXTURES / "backend-1.8.xml")
    assert [(one.page, one.user, one.at) for one in of(Revision, records)] == [
        (13, "Nolwenn Riou", "2007-12-24T22:30:00Z")
    ]
    assert of(Page, records)[0].title == "La fete & le reste"


def test_atom_is_read_too(tmp_path: Path) -> None:
    feed = tmp_path / "atom.xml"
    feed.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">\n'
        "<title>Le val</title><generator>SPIP</generator>\n"
        '<link rel="self" href="https://val.example/spip.php?page=atom"/>\n'
        '<entry><title type="html">La f&#234;te</title><link href="https://val.example/spip.php?article13"/>'
        "<published>2007-12-24T23:30:00+01:00</published><author><name>Nolwenn Riou</name></author>"
        '<content type="html">&lt;p&gt;Dimanche.&lt;/p&gt;</content></entry></feed>\n',
        encoding="utf-8",
    )
    records = read(feed)
    assert [(one.page, one.user, one.at, one.text) for one in of(Revision, records)] == [
        (13, "Nolwenn Riou", "2007-12-24T22:30:00Z", "Dimanche.")
    ]
    assert of(Page, records) == [Page(13, 0, "La fête", None)]


def test_a_feed_that_is_cut_says_so(tmp_path: Path) -> None:
    feed = tmp_path / "backend.xml"
    text = (FIXTURES / "backend-3.2.xml").read_bytes()
    feed.write_bytes(text[: text.index(b"content:encoded>&lt;")])
    records = read(feed)
    assert [str(one.reason) for one in of(Problem, records)] == [CUT_OFF]
    assert sum(one.size for one in records if isinstance(one, SIZED)) == records[-1][0]


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_no_bytes_in_a_feed_make_reading_fail(tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int) -> None:
    feed = tmp_path_factory.mktemp("feed") / "backend.xml"
    text = (FIXTURES / "backend-3.2.xml").read_bytes()
    feed.write_bytes(text[: 400 + at] + noise + text[400 + at :])
    records = read(feed)
    assert sum(one.size for one in records if isinstance(one, SIZED)) == records[-1][0]


@pytest.mark.parametrize(("categories", "pages"), [(("Moulins",), [12]), (("3",), [12]), (("Agenda",), [])])
def test_sections_choose_among_what_is_shown(categories: tuple[str, ...], pages: list[int]) -> None:
    records = read(FIXTURES / "pages-2.1", Selection(categories=categories))
    assert [one.page for one in of(Article, records)] == pages
    assert sum(one.size for one in records if isinstance(one, SIZED)) == records[-1][0]


# ------------------------------------------------------------------------------------------- pieces


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("http://a.example/article1234.html", 1234),
        ("spip.php?article12", 12),
        ("https://a.example/spip.php?page=article&id_article=12&lang=fr", 12),
        ("article.php3?id_article=13", 13),
        ("https://a.example/Un-titre,14", 14),
        ("https://a.example/Un-titre-2015", 0),
        ("spip.php?rubrique3", 0),
    ],
)
def test_numbers_of_articles(address: str, number: int) -> None:
    assert number_in(address) == number


def test_numbers_of_sections() -> None:
    assert [section_in(one) for one in ("spip.php?rubrique3", "rubrique3.html", "-Agenda-", "spip.php?article3")] == [
        3, 3, 0, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2007-07-14T08:30:00Z", "2007-07-14T08:30:00Z"),
        ("2007-07-14T10:30:00+02:00", "2007-07-14T08:30:00Z"),
        ("le jeudi 12 mars 2015 à 10:30, par Zoé", "2015-03-12T09:30:00Z"),
        ("1er août 2007", "2007-07-31T22:00:00Z"),
        ("Article mis en ligne le 3 février 2010", "2010-02-02T23:00:00Z"),
        ("12 mars 2015 à 9h05", "2015-03-12T08:05:00Z"),
        ("2007-12-24 23:30:00", "2007-12-24T22:30:00Z"),
        ("Mon, 24 Dec 2007 22:30:00 +0000", "2007-12-24T22:30:00Z"),
        ("31 février 2010", None),
        ("12 pommes 2015", None),
        ("", None),
    ],
)
def test_moments_as_pages_write_them(written: str, at: str | None) -> None:
    assert moment(written, "Europe/Paris") == at


def test_names_are_listed_between_commas_once_each() -> None:
    assert names("Maëlle  Kerbrat, youenn, Maëlle Kerbrat") == ("Maëlle Kerbrat", "Youenn")
