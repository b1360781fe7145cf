"""SPIP: whatever holds a site's tables, its articles, authors, sections and messages are the same.

The sites are invented; their tables are those that SPIP 4.1 declares, in the forms that its backups have.
"""

from __future__ import annotations

import gzip
import random
import sqlite3
import time
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import factories
import pytest
import spip_sites
from contract import seen

from maillage import ingest
from maillage.ingest import spip
from maillage.ingest.parts import CUT_OFF
from maillage.ingest.spip.moments import instant
from maillage.ingest.spip.tables import undoubled
from maillage.ingest.spip.texts import in_language, redirection, title
from maillage.project import Source, WikiOptions
from maillage.records import (
    Article,
    Extent,
    Framing,
    Namespace,
    Page,
    Problem,
    Revision,
    Section,
    Selection,
    Skipped,
    WikiRecord,
    WikiSite,
    WikiUser,
)
from maillage.store import Store
from maillage.update import update

SIZED = (Revision, Problem, Skipped, Framing)
LEDGER = """
    select sum(read), sum(stored), sum(duplicates), sum(problems), sum(skipped), sum(bytes_read),
      sum(stored_bytes + duplicate_bytes + problem_bytes + skipped_bytes) from parts
"""


def of_sqlite(folder: Path) -> Path:
    return spip_sites.valley(folder / "val_de_morne_20090201.sqlite")


def of_other_prefix(folder: Path) -> Path:
    return spip_sites.valley(folder / "morne.sqlite", "morne_")


def of_mysql(folder: Path) -> Path:
    path = folder / "val.sql"
    path.write_text(spip_sites.as_mysql(spip_sites.valley(folder / "base"), "morne_"), encoding="utf-8")
    (folder / "base").unlink()
    return path


def of_packed_mysql(folder: Path) -> Path:
    plain = of_mysql(folder)
    path = folder / "val.sql.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    return path


def of_doubled_mysql(folder: Path) -> Path:
    """A dump whose server took the UTF-8 of the site for Latin letters."""
    path = of_mysql(folder)
    path.write_text(path.read_bytes().decode("cp1252", "surrogateescape"), encoding="utf-8", errors="surrogateescape")
    return path


def of_sqlite_dump(folder: Path) -> Path:
    path = folder / "val-dump.sql"
    path.write_text(spip_sites.as_sqlite_dump(spip_sites.valley(folder / "base")), encoding="utf-8")
    (folder / "base").unlink()
    return path


def of_packed_sqlite(folder: Path) -> Path:
    path = folder / "val.sqlite.gz"
    path.write_bytes(gzip.compress(spip_sites.valley(folder / "base").read_bytes()))
    (folder / "base").unlink()
    return path


def of_xml(folder: Path) -> Path:
    path = folder / "dump.xml"
    path.write_text(spip_sites.as_xml(spip_sites.valley(folder / "base")), encoding="utf-8")
    (folder / "base").unlink()
    return path


FORMS: list[Callable[[Path], Path]] = [
    of_sqlite, of_other_prefix, of_mysql, of_packed_mysql, of_doubled_mysql, of_sqlite_dump, of_packed_sqlite, of_xml,
]  # fmt: skip


def read(path: Path, selection: Selection = spip.WHOLE) -> list[WikiRecord]:
    return [record for part in spip.parts(path) for record in spip.read(part, selection)]


def of(kind: type, records: list[WikiRecord]) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


def problems_of(path: Path) -> list[str]:
    return [str(one.reason) for one in of(Problem, read(path))]


@pytest.fixture
def valley(tmp_path: Path) -> Path:
    return of_sqlite(tmp_path)


# ------------------------------------------------------------------------------------------- every form


@pytest.mark.parametrize("form", FORMS)
class TestContract:
    def test_it_is_recognized_and_is_of_no_other_kind(self, form: Callable[[Path], Path], tmp_path: Path) -> None:
        path = form(tmp_path)
        assert ingest.recognize(path) == "spip"
        assert [kind for kind in ingest.KINDS if kind != "spip" and ingest.reader(kind).recognizes(path)] == []

    def test_reading_twice_gives_the_same_records(self, form: Callable[[Path], Path], tmp_path: Path) -> None:
        path = form(tmp_path)
        assert read(path) == read(path)

    def test_a_part_ends_with_its_extent_which_its_records_fill(
        self, form: Callable[[Path], Path], tmp_path: Path
    ) -> None:
        path = form(tmp_path)
        records = read(path)
        size = len(gzip.decompress(path.read_bytes())) if path.suffix == ".gz" else path.stat().st_size
        assert [type(one) is Extent for one in records] == [False] * (len(records) - 1) + [True]
        assert records[-1] == Extent(size)
        assert sum(one.size for one in records if isinstance(one, SIZED)) == size
        assert all(one.size >= 0 for one in records if isinstance(one, SIZED))

    def test_every_place_is_unique(self, form: Callable[[Path], Path], tmp_path: Path) -> None:
        places = [one.place for one in read(form(tmp_path)) if isinstance(one, Revision | Problem)]
        assert len(places) == len(set(places)) == 14

    def test_the_ledger_adds_up_and_a_second_run_stores_nothing(
        self, form: Callable[[Path], Path], tmp_path: Path
    ) -> None:
        folder = tmp_path / "archive"
        folder.mkdir()
        archive = form(folder)
        archive.chmod(0o444)
        folder.chmod(0o555)
        before = seen(folder)
        study = factories.study(
            tmp_path, Source("val", "spip", archive, wiki=WikiOptions()), database=tmp_path / "study.db"
        )
        with Store.open(study.database, write=True) as store:
            first = update(store, study)
            read_, stored, duplicates, problems, skipped, size, accounted = tuple(next(store.rows(LEDGER)))
            again = update(store, study)
        folder.chmod(0o755)
        assert (stored, duplicates, problems, skipped) == (14, 0, 0, 1)
        assert (read_, size) == (stored + duplicates + problems + skipped, accounted)
        assert (first.changed, first.broken, again.changed, again.added.read) == (True, [], False, 0)
        assert seen(folder) == before

    def test_it_tells_the_same_as_every_other_form(self, form: Callable[[Path], Path], tmp_path: Path) -> None:
        (tmp_path / "first").mkdir()
        (tmp_path / "second").mkdir()
        assert told(form(tmp_path / "second")) == told(of_sqlite(tmp_path / "first"))

    def test_secrets_are_never_kept(self, form: Callable[[Path], Path], tmp_path: Path) -> None:
        kept = repr(read(form(tmp_path)))
        assert "Institutrice" in kept
        assert [one for one in ("secret-de-maelle", "192.0.2.7", "passante@exemple", "youenn2") if one in kept] == []


def told(path: Path) -> set[object]:
    """What a site tells, without where it stands and what it says of itself as a whole."""
    records = read(path)
    kinds = (Page, Article, Section, WikiUser, Namespace)
    revisions = {one._replace(place="", size=0) for one in of(Revision, records)}
    return {one for one in records if isinstance(one, kinds)} | revisions


# ------------------------------------------------------------------------------------- what a site tells


def test_a_site_says_what_it_is(valley: Path) -> None:
    (site,) = of(WikiSite, read(valley))
    assert dict(site.facts) == {
        "sitename": "Le val de Morne",
        "base": "https://val-de-morne.example",
        "lang": "fr",
    }


def test_each_author_of_an_article_has_a_revision_at_its_publication(valley: Path) -> None:
    records = read(valley)
    first = [one for one in of(Revision, records) if one.page == 1]
    assert {(one.user, one.user_id, one.user_class, one.at) for one in first} == {
        ("Maëlle Kerbrat", 1, "registered", "2007-07-14T08:30:00Z"),
        ("Youenn", 2, "registered", "2007-07-14T08:30:00Z"),
    }
    assert {one.text for one in first} == {"On l’a rouvert.\n\nVoir [la fête->art2]\r\net l’été\tà Morne."}
    assert Page(1, 0, "Le moulin d'en bas", "") in records
    assert (
        Article(1, "publie", 3, "2007-07-14T08:30:00Z", "1997-12-31T23:00:00Z", "2007-07-15T07:00:00Z", "fr", "")
        in records
    )


def test_an_article_that_is_not_published_is_no_content_and_keeps_its_number(valley: Path) -> None:
    records = read(valley)
    (page,) = [one for one in of(Page, records) if one.page == 3]
    contents = {one.namespace for one in of(Namespace, records) if one.content}
    assert (page.namespace in contents, page.title) == (False, "Article non publié:À refaire")
    (article,) = [one for one in of(Article, records) if one.page == 3]
    assert article.status == "prop"


def test_what_is_published_in_a_later_backup_becomes_content(valley: Path, tmp_path: Path) -> None:
    later = tmp_path / "val_de_morne_20100201.sqlite"
    later.write_bytes(valley.read_bytes())
    with closing(sqlite3.connect(later)) as database:
        database.execute("update spip_articles set statut = 'publie' where id_article = 3")
        database.commit()
    study = factories.study(tmp_path, Source("val", "spip", tmp_path, wiki=WikiOptions()), database=tmp_path / "s.db")
    with Store.open(study.database, write=True) as store:
        update(store, study)
        pages = [tuple(row) for row in store.rows("select namespace, title from pages where page in (3, 1000000003)")]
        assert pages == [(0, "À refaire"), (1, "Forum:À refaire")]
        assert store.value("select sum(stored) from parts") == 14
        assert store.value("select sum(duplicates) from parts") == 14


def test_an_article_that_leads_elsewhere_is_a_redirect_and_one_from_elsewhere_says_so(valley: Path) -> None:
    records = read(valley)
    assert {one.page: one.redirect for one in of(Page, records)}[4] == "https://ailleurs.example/"
    assert {one.page: one.copied_from for one in of(Article, records)}[2] == "https://ailleurs.example/fete"


def test_accounts_of_the_same_name_are_told_apart_and_each_has_its_group(valley: Path) -> None:
    users = of(WikiUser, read(valley))
    assert [(one.user, one.user_id, one.groups, one.email) for one in users] == [
        ("Maëlle Kerbrat", 1, "sysop", "maelle@exemple.example"),
        ("Youenn", 2, "editor", "youenn@asso.example"),
        ("Youenn (3)", 3, "editor", ""),
        ("Nolwenn Riou", 4, "visitor", ""),
        ("Auteur 5", 5, "removed", ""),
    ]


def test_what_an_author_says_of_herself_is_her_page_without_a_date(valley: Path) -> None:
    records = read(valley)
    (page,) = [one for one in of(Page, records) if one.namespace == 2]
    (bio,) = [one for one in of(Revision, records) if one.page == page.page]
    assert (page.title, bio.user, bio.at, bio.text) == (
        "Auteur:Maëlle Kerbrat",
        "Maëlle Kerbrat",
        None,
        "{{Institutrice}} à Morne.",
    )


def test_messages_are_said_on_the_talk_page_of_their_article_by_an_account_or_by_nobody_s(valley: Path) -> None:
    records = read(valley)
    pages = {one.page: one.title for one in of(Page, records)}
    said = [one for one in of(Revision, records) if pages[one.page].startswith("Forum")]
    assert [(pages[one.page], one.user, one.user_class, one.comment, one.tags, one.parent) for one in said] == [
        ("Forum:Le moulin d'en bas", "une passante", "unknown", "Bravo", "", 0),
        ("Forum:Le moulin d'en bas", "Nolwenn Riou", "registered", "> Bravo", "", 0),
        ("Forum d’article non publié:À refaire", "Maëlle Kerbrat", "registered", "À revoir", "prive", 0),
        ("Forum du site:0", "Maëlle Kerbrat", "registered", "Réunion", "privrac", 0),
    ]


def test_spam_and_what_was_removed_is_left_out_and_counted(valley: Path) -> None:
    assert [one.items for one in of(Skipped, read(valley))] == [1]


def test_sections_are_told_without_their_sorting_numbers(valley: Path) -> None:
    assert of(Section, read(valley)) == [
        Section(1, 0, "Agenda", "publie"),
        Section(2, 0, "Dossiers", "publie"),
        Section(3, 2, "Moulins", "publie"),
    ]


def test_a_version_is_by_an_account_or_by_an_address_of_the_net(valley: Path) -> None:
    versions = [one for one in of(Revision, read(valley)) if one.tags == "version"]
    assert [(one.page, one.user, one.user_class, one.at, one.comment) for one in versions] == [
        (2, "Youenn (3)", "registered", "2007-12-20T09:00:00Z", ""),
        (2, "192.0.2.9", "ip", "2007-12-21T09:00:00Z", "le lieu"),
    ]


# ------------------------------------------------------------------------------------- what a study takes


@pytest.mark.parametrize(
    ("categories", "pages"),
    [(("Agenda",), {2, 4}), (("2",), {1, 3}), (("10. dossiers",), {1, 3}), (("Moulins", "Agenda"), {1, 2, 4})],
)
def test_categories_are_sections_by_title_or_number_with_those_below(
    valley: Path, categories: tuple[str, ...], pages: set[int]
) -> None:
    records = read(valley, Selection(categories=categories))
    assert {one.page for one in of(Article, records)} == pages
    assert sum(one.size for one in records if isinstance(one, SIZED)) == records[-1][0]
    assert {one.page for one in of(Revision, records) if one.page < 10} == pages


@pytest.mark.parametrize(("texts", "kept"), [("all", 12), ("discussion", 5), ("none", 0)])
def test_texts_are_kept_as_the_study_says(valley: Path, texts: str, kept: int) -> None:
    revisions = of(Revision, read(valley, Selection(texts)))
    assert (len(revisions), sum(one.text is not None for one in revisions)) == (14, kept)


def test_local_times_are_read_in_the_study_s_zone(valley: Path) -> None:
    articles = of(Article, read(valley, Selection(zone="Indian/Reunion")))
    assert [one.published_at for one in articles][:2] == ["2007-07-14T06:30:00Z", "2007-12-24T19:30:00Z"]


# ------------------------------------------------------------------------------------------- pieces


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2007-07-14 10:30:00", "2007-07-14T08:30:00Z"),
        ("2007-12-24 23:30:00", "2007-12-24T22:30:00Z"),
        ("2007-12-24", "2007-12-23T23:00:00Z"),
        ("1998-00-00 00:00:00", "1997-12-31T23:00:00Z"),
        ("0000-00-00 00:00:00", None),
        ("2007-02-31 10:00:00", None),
        ("", None),
        ("hier", None),
        ("9999-12-31 23:59:59", "9999-12-31T22:59:59Z"),
        ("0001-01-01 00:00:00", None),
    ],
)
def test_moments(written: str, at: str | None) -> None:
    assert instant(written, "Europe/Paris") == at


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("10. Dossiers", "Dossiers"),
        ("2012 en images", "2012 en images"),
        ("1.5 million", "1.5 million"),
        ("3.", "3."),
        ("Une <i>belle</i>\nfête", "Une belle fête"),
        ("<multi>[fr]Fête[br]Fest</multi> !", "Fête !"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_titles(written: str, shown: str) -> None:
    assert title(written) == shown


def test_a_language_that_is_not_there_leaves_the_first() -> None:
    assert in_language("<multi>[en]Feast[br]Fest</multi>", "fr") == "Feast"
    assert in_language("<multi>Fête[br]Fest</multi>", "fr") == "Fête"


def test_a_chapo_that_begins_with_an_equals_sign_leads_elsewhere() -> None:
    assert redirection("=https://ailleurs.example/", "") == "https://ailleurs.example/"
    assert redirection("Un = deux", "") == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Ã©tÃ©", "été"), ("lâ€™Ã©tÃ©", "l’été"), ("été", "été"), ("Ã la fin", "Ã la fin"), ("Ã\x89dith", "Édith")],
)
def test_utf8_that_was_doubled_is_read_as_it_was(text: str, meant: str) -> None:
    assert undoubled(text) == meant


# ------------------------------------------------------------------------------------------- damages


def test_a_base_that_was_cut_is_a_problem_and_what_can_be_read_is(tmp_path: Path) -> None:
    path = spip_sites.crowd(tmp_path / "foule.sqlite", 300, 20)
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) * 2 // 3])
    records = read(path)
    assert ingest.recognize(path) == "spip"
    assert "SQLite" in problems_of(path)[0]
    assert sum(one.size for one in records if isinstance(one, SIZED)) == records[-1][0] == len(raw) * 2 // 3


@pytest.mark.parametrize("seed", range(12))
def test_no_damage_to_a_base_makes_reading_fail(seed: int, tmp_path: Path) -> None:
    path = spip_sites.crowd(tmp_path / "foule.sqlite", 60, 20, words=30)
    raw = bytearray(path.read_bytes())
    chance = random.Random(seed)  # noqa: S311 no secret
    for _ in range(40):
        raw[chance.randrange(100, len(raw))] = chance.randrange(256)
    path.write_bytes(raw)
    records = read(path)
    assert sum(one.size for one in records if isinstance(one, SIZED)) == records[-1][0] == len(raw)


def test_a_hostile_base_has_nothing_computed(tmp_path: Path) -> None:
    path = spip_sites.crowd(tmp_path / "foule.sqlite", 5, 2)
    with closing(sqlite3.connect(path)) as database:
        endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i as id_forum from n"
        for statement in (
            "drop table spip_forum",
            f"create view spip_forum as {endless}",
            "drop table spip_breves",
            "create table spip_breves (id_breve integer primary key, titre text as ('calculé'), statut text)",
            "insert into spip_breves (id_breve, statut) values (1, 'publie')",
            "insert into spip_articles (id_article, texte, statut) values (6, zeroblob(45000000), 'publie')",
            "insert into spip_articles (id_article, texte, statut) values (7, 'ici', 'publie')",
        ):
            database.execute(statement)
        database.commit()
    began = time.perf_counter()
    records = read(path)
    assert time.perf_counter() - began < 10
    assert [one.page for one in of(Article, records)] == [1, 2, 3, 4, 5, 7]
    assert problems_of(path) == ["a row that is too long"]
    assert "calculé" not in repr(records)


def test_a_second_site_in_the_base_is_told_and_not_read(tmp_path: Path) -> None:
    path = of_mysql(tmp_path)
    with path.open("a", encoding="utf-8") as file:
        file.write(
            "INSERT INTO `zzz_articles` (id_article) VALUES (99);\nINSERT INTO `zzz_auteurs` (nom) VALUES ('x');\n"
        )
    assert problems_of(path) == ["the tables of another site, zzz_, are not read"]
    assert 99 not in {one.page for one in of(Page, read(path))}


def test_a_row_without_a_number_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "val.sql"
    path.write_text("INSERT INTO spip_articles (id_article, titre) VALUES (0, 'a'), (2, 'b'), ('x', 'c');\n")
    assert problems_of(path) == ["a row of articles without a number"] * 2
    assert [one.page for one in of(Article, read(path))] == [2]


def test_a_dump_that_was_cut_says_so_behind_what_is_there(tmp_path: Path) -> None:
    path = of_mysql(tmp_path)
    raw = path.read_bytes()
    path.write_bytes(raw[: raw.index(b"Dimanche")])
    assert problems_of(path) == [CUT_OFF]
    assert [one.page for one in of(Article, read(path))] == [1]


def test_a_packed_dump_that_was_cut_keeps_what_is_before(tmp_path: Path) -> None:
    path = tmp_path / "foule.sql.gz"
    raw = gzip.compress(spip_sites.as_mysql(spip_sites.crowd(tmp_path / "base", 2000, 20)).encode())
    path.write_bytes(raw[: len(raw) // 2])
    study = factories.study(tmp_path, Source("f", "spip", path, wiki=WikiOptions()), database=tmp_path / "s.db")
    with Store.open(study.database, write=True) as store:
        done = update(store, study)
        *_, size, accounted = tuple(next(store.rows(LEDGER)))
        assert store.value("select count(*) from articles") > 100
    assert len(done.broken) == 1
    assert size == accounted > 0


def test_xml_that_is_none_is_passed_over_to_the_next_row(tmp_path: Path) -> None:
    path = of_xml(tmp_path)
    text = path.read_text(encoding="utf-8").replace("Dimanche.", "Dimanche <b>et</b> lundi.")
    path.write_text(text, encoding="utf-8")
    records = read(path)
    assert [str(one.reason) for one in of(Problem, records)] == ["an element that is no row"]
    assert [one.page for one in of(Article, records)] == [1, 3, 4]
    assert sum(one.size for one in records if isinstance(one, SIZED)) == records[-1][0]
    path.write_text(text[: text.index("Brouillon")], encoding="utf-8")
    assert problems_of(path)[-1] == CUT_OFF


def test_latin_letters_of_an_old_backup_are_read(tmp_path: Path) -> None:
    path = of_xml(tmp_path)
    text = path.read_text(encoding="utf-8").replace('encoding="utf-8"', 'encoding="iso-8859-1"')
    path.write_bytes(text.encode("cp1252"))
    assert {one.user for one in of(WikiUser, read(path))} >= {"Maëlle Kerbrat"}


def test_the_oldest_backups_tell_their_links_inside_the_authors(tmp_path: Path) -> None:
    path = tmp_path / "dump.xml"
    path.write_text(
        '<?xml version="1.0" encoding="iso-8859-1"?>\n'
        '<SPIP version="1.7.2" version_base="1.705" version_archive="1.2">\n'
        "<article>\n<id_article>12</id_article>\n<titre>Un &lt;i>titre&lt;/i> &amp; la suite</titre>\n"
        "<date>2004-05-01 10:00:00</date>\n<statut>publie</statut>\n</article>\n\n"
        "<auteur>\n<id_auteur>3</id_auteur>\n<nom>Yannick</nom>\n<lien:article>12</lien:article>\n"
        "<lien:rubrique>1</lien:rubrique>\n</auteur>\n\n</SPIP>\n",
        encoding="latin-1",
    )
    records = read(path)
    assert [(one.page, one.user) for one in of(Revision, records)] == [(12, "Yannick")]
    assert of(Page, records) == [Page(12, 0, "Un titre & la suite", "")]


# -------------------------------------------------------------------------------------- size and speed


def test_no_more_than_a_window_of_a_dump_is_held(tmp_path: Path) -> None:
    path = tmp_path / "foule.sql"
    path.write_text(spip_sites.as_mysql(spip_sites.crowd(tmp_path / "base", 1200, 100, words=500)), encoding="utf-8")
    for archive in (path, tmp_path / "base"):
        tracemalloc.start()
        found = sum(isinstance(one, Article) for part in spip.parts(archive) for one in spip.read(part))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found == 1200
        assert peak < 6 << 20, "half of the archive"


def test_a_site_as_large_as_the_thesis_s_is_read_in_seconds(tmp_path: Path) -> None:
    path = spip_sites.crowd(tmp_path / "foule.sqlite", 13_839, 950)
    began = time.perf_counter()
    records = read(path)
    assert time.perf_counter() - began < 20
    assert (len(of(Article, records)), len(of(WikiUser, records))) == (13_839, 950)
    assert sum(one.groups == "sysop" for one in of(WikiUser, records)) == 73


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A folder with two backups of a site."""
    spip_sites.valley(tmp_path / "val_20090201.sqlite")
    spip_sites.valley(tmp_path / "val_20100201.sqlite")
    return tmp_path


def test_the_backups_of_a_site_are_read_by_their_days(folders: Path) -> None:
    (folders / "lisez-moi.txt").write_text("Nos sauvegardes.")
    assert [part.name for part in spip.parts(folders)] == ["val_20090201.sqlite", "val_20100201.sqlite"]
    assert spip.recognizes(folders)
    assert not spip.is_one_site(folders)
