"""A participatory site by its pages and feeds; see `site.py` on what answers here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import factories
import pytest
from fetch.archives import IMPATIENT, Archive, Asked, Response, files
from fetch.copies import well
from fetch.site import Article, Site
from fetch.stopping import as_it_is, killed

from maillage import ingest, inventory
from maillage.fetch import Fetched, fetch, spip
from maillage.fetch.page import Page
from maillage.project import Source, WikiOptions
from maillage.records import Problem, Revision
from maillage.store import Store
from maillage.update import Update, update

NUMBERS = [2, 3, 5, 8, 9, 13, 40]


@pytest.fixture(autouse=True)
def _soon_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer numbers are tried in vain than on a real site, and none is asked for in a hurry."""
    monkeypatch.setattr(spip, "BEYOND", 10)
    monkeypatch.setattr(spip, "LATE", 20)


@pytest.fixture
def site() -> Site:
    return Site(NUMBERS)


@pytest.fixture
def served(tmp_path: Path, site: Site) -> Iterator[Archive]:
    (tmp_path / "www").mkdir()
    with Archive(tmp_path / "www", site).serving() as archive:
        yield archive


def copied(url: str, path: Path, **options: Any) -> Fetched:
    """Fetch a site with little patience."""
    return fetch(Source("essai", "spip", path, wiki=WikiOptions(url=url, **options)), None, IMPATIENT)


def articles(copy: Path) -> list[int]:
    """The numbers of the articles that a copy has pages of."""
    return sorted(int(file.stem.removeprefix("article")) for file in copy.glob("article*.html"))


def numbers_asked(archive: Archive) -> list[int]:
    found = (path.rpartition("article")[2] for path in archive.paths() if "spip.php?article" in path)
    return [int(number) for number in found if int(number) != spip.NOBODYS]


def ingested(root: Path, copy: Path) -> Update:
    study = factories.study(root, Source("val", "spip", copy, wiki=WikiOptions()), database=root / "study.db")
    with Store.open(study.database, write=True) as store:
        return update(store, study)


def test_every_article_and_feed_comes_and_holes_are_passed_by(served: Archive, tmp_path: Path) -> None:
    done = well(copied(served.url(), tmp_path / "copy"))
    assert articles(tmp_path / "copy") == NUMBERS
    assert [name[:-11] for name in files(tmp_path / "copy") if name.endswith(".xml")] == ["backend-", "rubrique3-"]
    assert done.new == len(NUMBERS) + 2
    assert sorted(set(numbers_asked(served))) == list(range(1, 51))  # and ten behind the last


@pytest.mark.parametrize("names", [False, True])
@pytest.mark.parametrize("path", ["", "spip.php?article5", "spip.php?page=plan"])
def test_any_page_of_a_site_in_a_folder_leads_to_it(tmp_path: Path, path: str, *, names: bool) -> None:
    site = Site(NUMBERS, "/val")
    site.names = names
    (tmp_path / "www").mkdir()
    with Archive(tmp_path / "www", site).serving() as archive:
        well(copied(archive.url(f"val/{path}"), tmp_path / "copy"))
    # where addresses are titles, nothing tells the numbers: they are tried until ten in a row have no article
    assert articles(tmp_path / "copy") == (NUMBERS[:-1] if names else NUMBERS)


def test_a_site_where_nothing_happened_is_left_as_it_is(served: Archive, tmp_path: Path) -> None:
    well(copied(served.url(), tmp_path / "copy"))
    before = as_it_is(tmp_path / "copy")
    served.asked.clear()
    done = well(copied(served.url(), tmp_path / "copy"))
    assert (done.new, done.changed) == (0, 0)
    assert as_it_is(tmp_path / "copy") == before
    assert not set(numbers_asked(served)) & set(NUMBERS)
    assert min(numbers_asked(served)) > 20  # old numbers that have no article are not tried again


@pytest.mark.parametrize("names", [False, True])
def test_what_is_new_or_was_published_late_or_has_changed_comes(
    served: Archive, site: Site, tmp_path: Path, *, names: bool
) -> None:
    site.names = names
    del site.articles[40]
    well(copied(served.url(), tmp_path / "copy"))
    site.articles[16] = Article(16, "Un nouveau moulin")
    site.articles[11] = Article(11, "Un moulin qui attendait")
    site.articles[9].text = "Le moulin est en panne."  # is in the feed no more, but the map says so
    site.articles[9].modified = "2024-02-03T10:00:00Z"
    site.articles[13].text = "On l'a rouvert."
    served.asked.clear()
    done = well(copied(served.url(), tmp_path / "copy"))
    assert articles(tmp_path / "copy") == [2, 3, 5, 8, 9, 11, 13, 16]
    kept = {name: content.decode() for name, content in files(tmp_path / "copy").items()}
    assert "est en panne" in kept["article9.html"]
    assert "rouvert" in kept["article13.html"]
    assert done.changed == 2 + 2  # and the feeds, within the month
    assert not {2, 3, 5} & set(numbers_asked(served))


def test_a_page_where_only_visits_are_counted_is_left_alone(served: Archive, site: Site, tmp_path: Path) -> None:
    well(copied(served.url(), tmp_path / "copy"))
    before = files(tmp_path / "copy")
    (tmp_path / "copy/.fetch.jsonl").unlink()
    done = well(copied(served.url(), tmp_path / "copy"))
    assert done.requests > len(NUMBERS)
    assert {name: content for name, content in files(tmp_path / "copy").items() if "article" in name} == {
        name: content for name, content in before.items() if "article" in name
    }


def test_an_article_that_was_taken_away_is_kept_here(served: Archive, site: Site, tmp_path: Path) -> None:
    well(copied(served.url(), tmp_path / "copy"))
    site.articles[40].modified = "2024-02-03T10:00:00Z"
    site.refuses = lambda asked: Response(b"<html>non</html>", 403) if "article40" in asked.path else None
    well(copied(served.url(), tmp_path / "copy"))
    assert articles(tmp_path / "copy") == NUMBERS


def test_a_site_that_says_in_a_page_that_there_is_nothing_is_understood(
    served: Archive, site: Site, tmp_path: Path
) -> None:
    site.is_polite = False
    well(copied(served.url(), tmp_path / "copy"))
    assert articles(tmp_path / "copy") == NUMBERS


def test_what_leads_elsewhere_is_no_article(served: Archive, site: Site, tmp_path: Path) -> None:
    def elsewhere(asked: Asked) -> Response | None:
        ways = {"article4": "/", "article6": "/spip.php?page=login&url=x", "article7": "/spip.php?article5"}
        found = next((to for number, to in ways.items() if asked.path.endswith(number)), "")
        return Response(b"", 302, {"Location": served.url(found[1:])}) if found else None

    site.refuses = elsewhere
    well(copied(served.url(), tmp_path / "copy"))
    assert articles(tmp_path / "copy") == NUMBERS


def test_a_site_of_before_spip_1_9(served: Archive, site: Site, tmp_path: Path) -> None:
    site.is_old, site.maps = True, False
    well(copied(served.url(), tmp_path / "copy"))
    assert articles(tmp_path / "copy") == NUMBERS


def test_a_number_that_nobody_has_is_not_counted_up_to(
    served: Archive, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spip, "LONGEST_HOLE", 60)
    site.articles[40].text = 'Voir <a href="/spip.php?article77777777">là</a>'
    front = f'<html><meta name="generator" content="SPIP 3.0"><a href="{served.url("spip.php?article7777777")}">a</a>'
    site.refuses = lambda asked: Response(front.encode(), 200, {}) if asked.path == "/" else None
    well(copied(served.url(), tmp_path / "copy"))
    assert articles(tmp_path / "copy") == NUMBERS
    assert len(numbers_asked(served)) < 130


def test_a_fetch_that_was_killed_goes_on(served: Archive, site: Site, tmp_path: Path) -> None:
    (tmp_path / "www/robots.txt").write_text("User-agent: *\nCrawl-delay: 0.02\n")
    assert killed("spip", served.url(), tmp_path / "copy", 5) < len(NUMBERS) + 2
    there = set(articles(tmp_path / "copy")[:-1])  # of the last one it may not have been noted that it is there
    served.asked.clear()
    well(copied(served.url(), tmp_path / "copy"))
    assert articles(tmp_path / "copy") == NUMBERS
    assert not there & set(numbers_asked(served))


def test_feeds_that_programs_may_not_read_stop_nothing(served: Archive, tmp_path: Path) -> None:
    (tmp_path / "www/robots.txt").write_text("User-agent: *\nDisallow: /*page=\n")
    well(copied(served.url(), tmp_path / "copy"))
    assert articles(tmp_path / "copy") == NUMBERS
    assert not [name for name in files(tmp_path / "copy") if name.endswith(".xml")]


def test_a_site_that_programs_may_not_read_is_read_with_leave_alone(served: Archive, tmp_path: Path) -> None:
    (tmp_path / "www/robots.txt").write_text("User-agent: *\nDisallow: /\n")
    assert "its robots.txt asks programs not to read" in str(copied(served.url(), tmp_path / "copy").failure)
    well(copied(served.url(), tmp_path / "copy", robots="ignore"))
    assert articles(tmp_path / "copy") == NUMBERS


def test_what_is_no_site_of_spip_is_told(served: Archive, site: Site, tmp_path: Path) -> None:
    site.refuses = lambda _: Response(b"<html><p>Bonjour</html>", 200, {"Content-Type": "text/html"})
    assert "there is no site of SPIP at" in str(copied(served.url(), tmp_path / "copy").failure)
    site.refuses = lambda asked: None if asked.path == "/" else Response(b"", 404)
    site.articles.clear()
    assert "it shows no articles" in str(copied(served.url(), tmp_path / "copy").failure)


# ------------------------------------------------------------------------------------------- what follows


def test_what_came_is_read_and_the_ledger_adds_up(served: Archive, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    well(copied(served.url(), copy))
    assert ingest.recognize(copy) == "spip"
    reader = ingest.wiki_reader("spip")
    records = [one for part in reader.parts(copy) for one in reader.read(part)]
    assert not [one for one in records if isinstance(one, Problem)]
    assert {one.user for one in records if isinstance(one, Revision)} == {"Maëlle Kerbrat"}
    told = ingested(tmp_path, copy).added
    assert (told.stored, told.problems) == (len(NUMBERS), 0)
    assert told.bytes_read == sum(map(len, files(copy).values()))
    assert not ingested(tmp_path, copy).changed


def test_init_proposes_each_site(served: Archive, site: Site, tmp_path: Path) -> None:
    well(copied(served.url(), tmp_path / "archives/val"))
    assert [(one.kind, one.path.name) for one in inventory.survey(tmp_path / "archives").sources] == [("spip", "val")]
    del site.articles[40]
    well(copied(served.url(), tmp_path / "archives/autre"))
    assert {(one.kind, one.path.name) for one in inventory.survey(tmp_path / "archives").sources} == {
        ("spip", "autre"), ("spip", "val"),
    }  # fmt: skip


def test_a_page_of_a_site_says_that_it_is_one() -> None:
    page = Page("https://val.example/", b'<html><head><meta name="generator" content="SPIP 3.2.1"></head>', {})
    assert spip.recognizes(page)
    assert not spip.recognizes(Page("https://val.example/", b"<html>SPIP</html>", {}))
