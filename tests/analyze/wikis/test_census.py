"""How many pages and people a wiki has, and what it says of itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories import Archive, values
from site_histories import Site, column, derive, study

from maillage.analyze.wikis.census import Held, WikiCensus, WikiContent, WikiStatistic, classes, subject
from maillage.project import Study


@pytest.fixture
def site(archive: Archive) -> Site:
    return Site(archive)


@pytest.fixture
def of(tmp_path: Path) -> Study:
    return study(tmp_path)


def census(site: Site, *columns: str) -> tuple[Any, ...]:
    (row,) = values(site.archive.store, WikiCensus, *columns)
    return row


def test_content_pages_are_those_that_are_contents_and_no_redirects(site: Site, of: Study) -> None:
    site.page(1, "Accueil")
    site.page(2, "Discussion:Accueil", namespace=1)
    site.page(3, "Utilisateur:Aline", namespace=2)
    site.page(4, "Ancien accueil", redirect="Accueil")
    site.page(5, "Portail:Quartiers", namespace=100)
    site.namespace(0, "", content=True)
    site.namespace(100, "Portail", content=True)
    derive(site, of, "census")
    assert census(site, "pages", "content_pages", "redirects") == (5, 2, 1)


def test_a_page_made_after_the_period_is_not_yet_there(site: Site, tmp_path: Path) -> None:
    for page, year in ((1, 2014), (2, 2018)):
        site.page(page, f"Page {page}")
        site.edit(page, "Aline", f"{year}-05-01 10:00")
    derive(site, study(tmp_path, end=date(2016, 12, 31)), "census")
    assert census(site, "content_pages", "edits", "ended") == (1, 1, "2016-12")


def test_contributors_administrators_registered_and_silent(site: Site, of: Study) -> None:
    site.page(1, "Accueil")
    for user, groups in (("Aline", "sysop"), ("Bastien", ""), ("Chloé", ""), ("Denis", ""), ("ImportBot", "bot")):
        site.listed(user, groups, edit_count=0)
    site.block("Denis")
    for user in ("Aline", "Bastien", "Denis", "ImportBot", "192.0.2.1", "192.0.2.2", "192.0.2.1"):
        site.edit(1, user, "2015-03-02 10:00")
    derive(site, of, "census")
    found = census(site, "contributors", "administrators", "registered", "silent", "blocked", "bots")
    assert found == (2, 1, 3, 1, 1, 1)
    assert census(site, "edits", "ips", "ip_edits") == (5, 2, 3)


def test_what_a_dump_does_not_tell_is_not_known_and_not_0(site: Site, of: Study) -> None:
    site.page(1, "Accueil")
    site.edit(1, "Aline", "2015-03-02 10:00")
    derive(site, of, "census")
    assert census(site, "contributors", "silent", "registered", "administrators", "blocked") == (
        1, None, None, None, None,
    )  # fmt: skip


def test_in_a_part_of_a_wiki_the_silent_of_the_whole_are_nobody_s(site: Site, tmp_path: Path) -> None:
    site.listed("Aline", edit_count=0)
    derive(site, study(tmp_path, prefixes=("Construire des communs",)), "census")
    assert census(site, "silent", "registered") == (None, None)


def test_the_life_of_a_wiki_begins_with_its_creation_or_its_first_edit(site: Site, tmp_path: Path) -> None:
    site.page(1, "Accueil")
    site.edit(1, "Aline", "2015-03-02 10:00")
    site.edit(1, "Aline", "2016-02-02 10:00")
    derive(site, study(tmp_path), "census")
    assert census(site, "begun", "ended", "age_months", "first_day", "last_day") == (
        "2015-03", "2016-02", 12, "2015-03-02", "2016-02-02",
    )  # fmt: skip
    derive(site, study(tmp_path, created=date(2015, 1, 1), end=date(2016, 12, 31)), "census")
    assert census(site, "begun", "ended", "age_months") == ("2015-01", "2016-12", 24)


def test_an_empty_wiki_has_no_age(site: Site, of: Study) -> None:
    derive(site, of, "census")
    assert census(site, "edits", "contributors", "begun", "age_months", "last_day") == (0, 0, None, None, None)


def test_the_edits_of_the_classes_add_up() -> None:
    held = {"contributor": Held(2, 6), "ip": Held(1, 1), "bot": Held(1, 2)}
    found = {one.standing: one for one in classes("wiki", held, 1, tells_silent=False)}
    assert sum(one.edits for one in found.values()) == 10
    assert (found["ip"].share, found["nameless"].share, found["contributor"].share) == (0.1, 0.1, 0.6)
    assert found["silent"].accounts is None
    assert found["nameless"].accounts is None


def test_masked_edits_are_a_class(site: Site, of: Study) -> None:
    site.page(1, "Accueil")
    site.edit(1, "Aline", "2015-03-02 10:00")
    site.of_class("hidden", 1, "", "2015-03-03")
    derive(site, of, "census")
    found = column(site.archive.store, "select standing, edits from wiki_classes where edits")
    assert found == {"contributor": 1, "nameless": 1}


def test_the_wiki_s_own_numbers_stand_beside_what_is_held(site: Site, of: Study) -> None:
    site.page(1, "Accueil")
    site.page(2, "Discussion:Accueil", namespace=1)
    site.listed("Aline", "sysop")
    site.edit(1, "Aline", "2015-03-02 10:00")
    site.says(edits=12, pages=2, articles=3, users=1, admins=1, images=7)
    derive(site, of, "census")
    assert values(site.archive.store, WikiStatistic, "name", "said", "held", "difference") == [
        ("edits", 12, 1, -11),
        ("pages", 2, 2, 0),
        ("articles", 3, 1, -2),
        ("users", 1, 1, 0),
        ("admins", 1, 1, 0),
    ]


def contents(site: Site) -> list[tuple[Any, ...]]:
    return values(site.archive.store, WikiContent, "what", "subject", "pages")


def test_portals_are_what_a_wiki_is_about(site: Site, of: Study) -> None:
    site.page(1, "Portail:Jardins partagés", namespace=100)
    site.page(2, "Portail:Jardins partagés/Intro", namespace=100)
    site.page(3, "Un article")
    site.edit(3, "Aline", "2015-03-02 10:00", "[[Catégorie:Lieux]]")
    derive(site, of, "census")
    assert contents(site) == [("portal", "Jardins partagés", None)]


def test_without_portals_the_largest_categories_are(site: Site, of: Study) -> None:
    site.namespace(14, "Catégorie")
    for page, text in enumerate(
        ("[[Catégorie:lieux]] [[Category:Quartiers|x]]", "[[catégorie: Lieux ]]", "rien"), start=1
    ):
        site.page(page, f"Page {page}")
        site.edit(page, "Aline", "2015-03-02 10:00", "[[Catégorie:Brouillons]]")
        site.edit(page, "Aline", "2015-03-03 10:00", text)
    derive(site, of, "census")
    assert contents(site) == [("category", "Lieux", 2), ("category", "Quartiers", 1)]


def test_without_texts_the_most_edited_pages_are(site: Site, of: Study) -> None:
    for page, times in ((1, 1), (2, 3), (3, 0)):
        site.page(page, f"Page {page}")
        for minute in range(times):
            site.edit(page, "Aline", f"2015-03-02 10:0{minute}")
    derive(site, of, "census")
    assert contents(site) == [("page", "Page 2", None), ("page", "Page 1", None)]


def test_a_category_is_spelt_as_its_page_is() -> None:
    assert subject(" tiers_lieux  de brest ") == "Tiers lieux de brest"
