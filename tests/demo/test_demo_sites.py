"""The participatory sites of the demo study as the standard library reads them, against the published figures."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from demo_reader import Study, rows

# site: articles up to September 2017 (Table 11); articles, contributors, administrators in June 2018 (annex 3)
PRINTED = {
    "a-brest": (13463, 13839, 950, 73),
    "eco-sol-brest": (8068, 8454, 628, 28),
    "pel-brest": (558, None, None, None),
    "participation-brest": (2939, None, None, None),
    "sante-brest": (301, None, None, None),
    "egalite-brest": (1096, None, None, None),
    "mobilite-brest": (131, None, None, None),
}
CREATED = (2002, 2009, 2002, 2003, 2005, 2011, 2013)

PUBLISHED = "select count(*) from spip_articles where statut = 'publie'"
AUTHORS = """
    select count(distinct id_auteur) from spip_articles
      join spip_auteurs_liens on id_objet = id_article and objet = 'article'
    where statut = 'publie'
"""
RANK = "select count(*) as articles from spip_auteurs_liens group by id_auteur order by articles desc"


@pytest.fixture(scope="module")
def sites(study: Study) -> Iterator[dict[str, sqlite3.Connection]]:
    files = {name: list((study.folder / site["path"]).iterdir()) for name, site in study.sites.items()}
    opened = {name: sqlite3.connect(f"file:{file}?mode=ro", uri=True) for name, (file,) in files.items()}
    yield opened
    for connection in opened.values():
        connection.close()


def number(site: sqlite3.Connection, query: str) -> int:
    return int(site.execute(query).fetchone()[0])


def test_the_sites_are_those_of_table_11_whose_articles_are_counted(study: Study) -> None:
    assert list(study.sites) == list(PRINTED)
    assert [int(site["created"][:4]) for site in study.sites.values()] == list(CREATED)
    assert [name for name, site in study.sites.items() if site.get("analysed", True)] == ["a-brest", "eco-sol-brest"]


@pytest.mark.parametrize("name", PRINTED)
def test_table_11_and_annex_3(sites: dict[str, sqlite3.Connection], name: str) -> None:
    site, (in_2017, in_2018, contributors, administrators) = sites[name], PRINTED[name]
    assert number(site, f"{PUBLISHED} and date < '2017-10-01'") == in_2017
    if in_2018:
        assert number(site, PUBLISHED) == in_2018
        assert number(site, AUTHORS) == contributors
        assert number(site, "select count(*) from spip_auteurs where statut = '0minirezo'") == administrators


@pytest.mark.parametrize("name", PRINTED)
def test_every_contributor_began_in_the_period_of_the_study(sites: dict[str, sqlite3.Connection], name: str) -> None:
    assert number(sites[name], f"{AUTHORS} and date < '2017-01-01'") == number(sites[name], AUTHORS)


def test_some_articles_wait_and_some_were_refused(sites: dict[str, sqlite3.Connection]) -> None:
    counts = Counter(dict(sites["a-brest"].execute("select statut, count(*) from spip_articles group by 1")))
    assert {"prop", "prepa", "refuse", "poubelle"} < counts.keys()
    assert sum(counts.values()) - counts["publie"] < 0.03 * counts["publie"]


def test_few_write_most(sites: dict[str, sqlite3.Connection]) -> None:
    articles = [count for (count,) in sites["a-brest"].execute(RANK)]
    assert sum(articles[:20]) > 0.4 * sum(articles)
    assert sum(count < 5 for count in articles) > 200


def test_people_of_the_lists_write_on_the_sites_under_their_address(
    study: Study, sites: dict[str, sqlite3.Connection]
) -> None:
    of_lists = {mail.address for mail in study.mails}
    for name, least in {"a-brest": 60, "eco-sol-brest": 40}.items():
        known = {email for (email,) in sites[name].execute("select email from spip_auteurs")}
        assert len(known & of_lists) > least
    truth = [row for row in rows(study.folder / "truth.csv") if row["list"] == "a-brest"]
    assert len(truth) == len({row["person"] for row in truth}) == 950


def test_nobody_has_an_address_that_is_another_s(study: Study, sites: dict[str, sqlite3.Connection]) -> None:
    person_of = {(row["list"], row["name"]): row["person"] for row in rows(study.folder / "truth.csv")}
    persons: dict[str, set[str]] = {}
    for source, site in sites.items():
        for name, email in site.execute("select nom, email from spip_auteurs where email != ''"):
            if person := person_of.get((source, name)):
                persons.setdefault(email, set()).add(person)
    assert max(map(len, persons.values())) == 1


def test_the_file_tells_nothing_of_who_wrote_it(study: Study) -> None:
    """The version of SQLite stands in a file: it is one and the same, whatever the machine has."""
    for name, site in study.sites.items():
        (file,) = (study.folder / site["path"]).iterdir()
        with file.open("rb") as content:
            assert int.from_bytes(content.read(100)[96:100], "big") == 3_034_001, name


def test_it_is_a_sound_base(study: Study) -> None:
    for site in study.sites.values():
        (file,) = (study.folder / site["path"]).iterdir()
        with closing(sqlite3.connect(f"file:{Path(file)}?mode=ro", uri=True)) as base:
            assert base.execute("pragma integrity_check").fetchone() == ("ok",)
