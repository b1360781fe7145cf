"""The articles of participatory sites: published up to a day, by whom, after whose validation."""

from __future__ import annotations

from datetime import date

import pytest
from factories import Archive, values
from site_rows import ADMINISTRATOR, VISITOR, Site, study

from maillage.analyze.wikis.accounts import WikiAccount
from maillage.analyze.wikis.articles import SiteArticles, SiteMonth, SiteSection, SiteStatus, SiteYear, ancestors
from maillage.analyze.wikis.census import WikiCensus, WikiContent
from maillage.analyze.wikis.edits import Edit, WikiPage


@pytest.fixture
def site(archive: Archive) -> Site:
    made = Site(archive)
    made.user("Aline", ADMINISTRATOR)
    made.user("Bastien")
    made.user("Corentine")
    made.user("Dimitri", VISITOR)
    return made


def test_articles_are_those_published_up_to_the_end_of_the_study(archive: Archive, site: Site) -> None:
    for page, (day, status) in enumerate(
        [("2015-03-02", "publie"), ("2016-12-31", "publie"), ("2017-01-01", "publie"), ("2015-04-01", "prop")], 1
    ):
        site.article(page, "Bastien", at=day, status=status)
    site.derive(study(archive.root, end=date(2016, 12, 31)))
    assert values(archive.store, SiteArticles, "articles", "articles_held", "begun", "ended") == [
        (2, 3, "2015-03-02", "2016-12-31")
    ]
    assert values(archive.store, WikiCensus, "unit", "content_pages") == [("articles", 2)]


def test_articles_up_to_any_month_are_told_beyond_the_study(archive: Archive, site: Site) -> None:
    for page, day in enumerate(("2016-11-02", "2017-01-05", "2017-01-09"), 1):
        site.article(page, "Bastien" if page < 3 else "Aline", at=day)
    site.derive(study(archive.root, end=date(2016, 12, 31)))
    columns = ("month", "published", "articles", "authors", "contributors")
    assert values(archive.store, SiteMonth, *columns) == [
        ("2016-11", 1, 1, 1, 1),
        ("2016-12", 0, 1, 0, 1),
        ("2017-01", 2, 3, 2, 2),
    ]
    assert values(archive.store, SiteYear, "year", "published", "articles", "new_authors") == [
        ("2016", 1, 1, 1),
        ("2017", 2, 3, 1),
    ]


def test_a_month_is_that_of_the_study_s_time_zone(archive: Archive, site: Site) -> None:
    site.article(1, "Bastien")
    archive.store.connection.execute("update articles set published_at = '2015-03-31T22:30:00Z'")
    site.derive(study(archive.root))
    assert values(archive.store, SiteMonth, "month") == [("2015-04",)]


def test_what_an_editor_wrote_had_to_be_validated(archive: Archive, site: Site) -> None:
    site.article(1, "Bastien")
    site.article(2, "Aline")
    site.article(3, "Aline", "Corentine")
    site.article(4, "Bastien", "Corentine")
    site.article(5)
    site.derive(study(archive.root))
    columns = ("of_administrators", "validated", "validated_share", "unsigned", "by_several")
    assert values(archive.store, SiteArticles, *columns) == [(2, 2, 0.5, 1, 2)]


def test_who_may_write_is_set_against_who_wrote(archive: Archive, site: Site) -> None:
    site.article(1, "Bastien")
    site.article(2, "Corentine", status="prop")
    site.derive(study(archive.root))
    columns = ("administrators", "editors", "visitors", "may_write", "wrote", "authors")
    assert values(archive.store, SiteArticles, *columns) == [(1, 2, 1, 3, 1, 1)]
    assert values(archive.store, WikiCensus, "registered", "contributors", "silent") == [(3, 1, 1)]


def test_nothing_is_said_of_rights_that_the_archive_does_not_tell(archive: Archive) -> None:
    Site(archive).article(1, "Bastien")
    Site(archive, "other").article(1, "Bastien")
    Site(archive, "third").derive(study(archive.root, "site"))
    columns = ("administrators", "may_write", "of_administrators", "validated_share", "authors")
    assert values(archive.store, SiteArticles, *columns) == [(None, None, None, None, 1)]


def test_articles_stand_by_how_far_they_came(archive: Archive, site: Site) -> None:
    for page, status in enumerate(("poubelle", "publie", "prop", "prop", "refuse", "prepa", "autre"), 1):
        site.article(page, "Aline" if page == 3 else "Bastien", status=status)
    site.derive(study(archive.root))
    assert values(archive.store, SiteStatus, "status", "articles", "of_editors") == [
        ("published", 1, 1),
        ("proposed", 2, 1),
        ("being-written", 1, 1),
        ("refused", 1, 1),
        ("removed", 1, 1),
        ("autre", 1, 1),
    ]


def test_a_section_counts_what_is_below_it(archive: Archive, site: Site) -> None:
    site.section(1, "Dossiers")
    site.section(2, "Ateliers", parent=1)
    site.article(1, "Aline", section=1)
    site.article(2, "Bastien", section=2, at="2015-05-01")
    site.article(3, "Bastien", section=2, status="prop")
    site.derive(study(archive.root))
    columns = ("path", "articles", "articles_below", "authors", "waiting", "last_day")
    assert values(archive.store, SiteSection, *columns) == [
        ("Dossiers", 1, 2, 1, 0, "2015-03-02"),
        ("Dossiers / Ateliers", 1, 1, 1, 1, "2015-05-01"),
    ]
    assert values(archive.store, WikiContent, "rank", "what", "subject", "pages") == [
        (1, "section", "Dossiers", 1),
        (2, "section", "Ateliers", 1),
    ]


def test_sections_that_lie_in_a_circle_end_somewhere() -> None:
    known = {1: (2, "un"), 2: (3, "deux"), 3: (1, "trois"), 4: (4, "soi"), 5: (9, "perdu")}
    assert [ancestors(section, known) for section in known] == [[2, 3], [3, 1], [1, 2], [], []]


def test_copies_of_other_sites_stand_apart(archive: Archive, site: Site) -> None:
    site.article(1, "Aline")
    site.article(2, "Aline", copied_from="http://autre.example/")
    site.derive(study(archive.root))
    assert values(archive.store, SiteArticles, "articles", "copies") == [(2, 1)]


def test_the_way_to_publication_is_timed_where_an_older_state_is_kept(archive: Archive, site: Site) -> None:
    site.article(1, "Bastien", at="2015-03-10", states=[("Bastien", "2015-03-04"), ("Aline", "2015-03-09")])
    site.article(2, "Bastien", at="2015-03-10", states=[("Bastien", "2015-03-08"), ("Aline", "2015-04-09")])
    site.article(3, "Bastien", at="2015-03-10", states=[("Aline", "2015-04-09")])
    site.derive(study(archive.root))
    assert values(archive.store, SiteArticles, "timed", "median_days") == [(2, 4.0)]


def test_what_is_not_published_counts_nowhere(archive: Archive, site: Site) -> None:
    site.article(1, "Bastien")
    site.article(2, "Corentine", status="prop")
    site.derive(study(archive.root))
    assert values(archive.store, Edit, "page", "counted", "left_out", "space") == [
        (1, 1, "", "content"),
        (2, 0, "not-published", "unpublished"),
    ]
    assert values(archive.store, WikiPage, "space", "edits") == [("content", 1), ("unpublished", 0)]


def test_accounts_stand_by_what_they_wrote(archive: Archive, site: Site) -> None:
    for user in ("Édith", "Fanch", "Gaud"):
        site.user(user)
    site.article(1, "Bastien", states=[("Fanch", "2015-03-05")])
    site.article(2, "Corentine", status="refuse")
    site.article(3, "Gaud", at="2018-03-02")
    site.message(1, "Aline")
    site.derive(study(archive.root, end=date(2016, 12, 31)))
    assert dict(values(archive.store, WikiAccount, "user", "standing")) == {  # type: ignore[arg-type]
        "Aline": "commenter",
        "Bastien": "contributor",
        "Corentine": "unpublished",
        "Dimitri": "visitor",
        "Fanch": "commenter",
        "Gaud": "outside",
        "Édith": "silent",
    }


def test_an_article_is_its_first_author_s_whoever_kept_a_state_of_it_before(archive: Archive, site: Site) -> None:
    site.article(1, "Corentine", "Bastien", at="2015-03-10", states=[("Aline", "2015-03-04"), ("Aline", "2015-04-01")])
    site.derive(study(archive.root))
    columns = ("creator", "created_at", "last_at", "persons", "edits", "length")
    assert values(archive.store, WikiPage, *columns) == [
        ("Bastien", "2015-03-10T10:00:00Z", "2015-04-01T10:00:00Z", 3, 4, 1000)
    ]
    created = [
        (user, added) for user, creates, added in values(archive.store, Edit, "user", "creates", "added") if creates
    ]
    assert created == [("Bastien", 1000)]
