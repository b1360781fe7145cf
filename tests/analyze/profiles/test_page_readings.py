from __future__ import annotations

from typing import Any

from factories import Archive, study, values
from wiki_rows import USER_TALK, Wiki, wiki

from maillage import analyze
from maillage.analyze.profiles import page_readings
from maillage.analyze.profiles.page_readings import PageFinding, PageReading


def read(archive: Archive) -> list[tuple[Any, ...]]:
    """The revisions that are read, whose, and whether their own."""
    analyze.read_user_pages(archive.store, study(archive.root, wiki()))
    return values(archive.store, PageReading, "revision", "user", "own")


def test_the_last_own_state_of_each_year_is_read(archive: Archive) -> None:
    site = Wiki(archive)
    site.user_page("Bob", "a", "2014-03-01T10:00:00Z")
    site.user_page("Bob", "b", "2014-09-01T10:00:00Z")
    site.user_page("Bob", "c", "2015-03-01T10:00:00Z")
    site.user_page("Bob", "d", "2016-03-01T10:00:00Z", by="Somebody")
    assert read(archive) == [(2, "Bob", 1), (3, "Bob", 1)]


def test_a_page_that_others_wrote_is_read_as_theirs(archive: Archive) -> None:
    site = Wiki(archive)
    site.user_page("Bob", "a", by="Admin")
    site.user_page("Bob", "b", "2016-03-01T10:00:00Z", by="Admin")
    assert read(archive) == [(2, "Bob", 0)]


def test_a_talk_page_is_read_where_its_owner_began_it(archive: Archive) -> None:
    site = Wiki(archive)
    site.edit("Bob", title="Discussion utilisateur:Bob", namespace=USER_TALK, text="Je m'appelle Bob")
    site.edit("Admin", title="Discussion utilisateur:Bob", namespace=USER_TALK, text="Bienvenue !")
    site.edit("Admin", title="Discussion utilisateur:Eve", namespace=USER_TALK, text="Bienvenue !")
    assert read(archive) == [(1, "Bob", 1)]


def test_pages_below_a_user_page_and_pages_without_text_are_not_read(archive: Archive) -> None:
    site = Wiki(archive)
    site.edit("Bob", title="Utilisateur:Bob/Brouillon", namespace=2, text="Je m'appelle Eve Martin")
    site.edit("Bob", title="Utilisateur:Bob", namespace=2)
    assert read(archive) == []


def test_only_what_changed_is_read_again(archive: Archive) -> None:
    site = Wiki(archive)
    site.user_page("Bob", "Profession : animateur", "2014-03-01T10:00:00Z")
    gone = site.user_page("Eve", "Profession : animatrice")
    of = study(archive.root, wiki())
    assert len(page_readings.plan(archive.store, of).new) == 2
    read(archive)
    assert page_readings.plan(archive.store, of).new == ()
    site.user_page("Bob", "Profession : directeur", "2014-04-01T10:00:00Z")
    archive.store.connection.execute("delete from revision_texts where revision = ?", (gone,))
    plan = page_readings.plan(archive.store, of)
    assert ([one.revision for one in plan.new], len(plan.gone)) == ([3], 2)
    read(archive)
    assert values(archive.store, PageFinding, "revision", "kind", "value") == [(3, "function", "directeur")]


def test_a_study_without_wikis_has_the_tables_and_nothing_in_them(archive: Archive) -> None:
    archive.message(by="a@x.fr", name="Aline Morvan")
    analyze.read_user_pages(archive.store, study(archive.root))
    assert values(archive.store, PageReading) == []
