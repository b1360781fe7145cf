"""`maillage fetch ADDRESS --to FOLDER`, and what one page tells of what is at an address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import maillage, said
from fetch.archives import Archive, Response, files
from fetch.lists import MONTHS, write_list_page, write_mhonarc, write_pages, write_volumes

from maillage.errors import NotFetched
from maillage.fetch import FETCHERS, fetcher
from maillage.fetch.addressed import kind_of
from maillage.fetch.page import Page
from maillage.fetch.recognition import kind_at

OVERVIEW = """<html><title>listes.example Mailing Lists</title><a href="listinfo/atelier">atelier</a>
<a href="http://listes.example/mailman/listinfo/bureau">bureau</a><a href="/mailman/admin">admin</a></html>"""


def page(content: str, url: str = "https://listes.example/x/", **headers: str) -> Page:
    return Page(url, content.encode(), {"content-type": "text/html; charset=utf-8", **headers})


PAGES = {
    "pipermail": page(
        '<html>Mailman <a href="2014-June/date.html">d</a><a href="2014-June.txt.gz">t</a></html>',
        "https://listes.example/pipermail/atelier/",
    ),
    "pipermail of a list": page(
        '<html><a href="https://listes.example/pipermail/atelier/">Archives</a></html>',
        "https://listes.example/mailman/listinfo/atelier",
    ),
    "pipermail of a server": page(OVERVIEW, "https://listes.example/mailman/listinfo"),
    "pipermail behind a form": page(
        '<html><input name="username"><input type="password" name="password"></html>',
        "https://listes.example/mailman/private/atelier/",
    ),
    "pipermail_html": page('<html><a href="2014-June/thread.html">t</a></html>', "https://listes.example/pipermail/a/"),
    "mhonarc": page('<html><a href="msg00001.html">a</a> Mail converted by <a href="x">MHonArc</a></html>'),
    "mbox": Page("https://listes.example/x", b"From a@b.example Mon May  5 10:00:00 2014\nFrom: a@b.example\n\n", {}),
    "mbox of a page": page('<html><title>Index of /</title><a href="atelier.mbox.gz">a</a></html>'),
    "mediawiki": page('<html><meta name="generator" content="MediaWiki 1.39.17"></html>'),
    "mediawiki as it is installed": page(
        '<html><meta name="generator" content="MediaWiki 1.39.17"><a href="https://lists.wikimedia.org/postorius/lists/'
        'mediawiki-announce.lists.wikimedia.org/">Mailing list</a></html>'
    ),
    "osm": Page("https://api.example/api/0.6/changesets", b'<?xml version="1.0"?>\n<osm version="0.6"></osm>', {}),
    "geojson": Page("https://cartes.example/lieux", b'{"type": "FeatureCollection", "features": []}', {}),
    "geojson of uMap": page("<html><title>Lavoirs - uMap</title></html>", "https://umap.example/fr/map/lavoirs_12"),
}

OTHERS = {
    "sympa": (
        page('<html><meta name="generator" content="Sympa 6.2.70"><a href="msg00001.html">MHonArc</a></html>'),
        page('<html><a href="msg00001.html">MHonArc</a></html>', "https://listes.example/wws/arc/atelier/2004-05/"),
    ),
    "hyperkitty": (page('<html>Powered by <a href="x">HyperKitty</a> version 1.3.12.</html>'),),
    "public_inbox": (
        page('<html><pre><a\nid=mirror\nhref="_/text/mirror/">mirror</a></pre></html>'),
        page('<html><pre><a href="all.mbox.gz">a</a> git clone https://public-inbox.org/public-inbox.git</pre></html>'),
    ),
    "discourse": (page('<html><meta name="generator" content="Discourse 3.2.0 - https://github.com/x"></html>'),),
    "spip": (
        page('<html><meta name="generator" content="SPIP 4.1.15"></html>'),
        page("<html></html>", **{"composed-by": "SPIP 3.0.5 @ www.spip.net"}),
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_what_fetches_it(name: str) -> None:
    assert kind_of(PAGES[name], PAGES[name].url) == name.partition(" ")[0]


@pytest.mark.parametrize("kind", OTHERS)
def test_a_program_that_says_its_name_is_known(kind: str) -> None:
    for one in OTHERS[kind]:
        if kind == "public_inbox":
            assert kind_of(one, one.url) == "mbox", "what comes of it are mailboxes"
        elif kind in FETCHERS:
            assert kind_of(one, one.url) == kind
        else:
            with pytest.raises(NotFetched, match=f"of the kind {kind}, which is not fetched; "):
                kind_of(one, one.url)


@pytest.mark.parametrize("kind", FETCHERS)
def test_a_fetcher_recognises_its_own_pages_and_no_others(kind: str) -> None:
    strangers = [one for name, one in PAGES.items() if name.partition(" ")[0] != kind and "pipermail" not in name]
    strangers += [
        page("<html><title>Bonjour</title><a href='/a.html'>a</a></html>"),
        Page("https://x.example/", b"", {}),
    ]
    assert not [one.url for one in strangers if fetcher(kind).recognizes(one)]


def test_a_question_to_an_api_is_known_by_its_address() -> None:
    assert kind_at("https://api.openstreetmap.org/api/0.6/changesets?bbox=1,2,3,4") == "osm"
    assert kind_at("https://listes.example/pipermail/atelier/") == ""


def test_what_nobody_knows_has_a_next_step() -> None:
    with pytest.raises(NotFetched, match="no archive is recognised there; --kind says what it is; ask its admin"):
        kind_of(page("<html>Bonjour</html>"), "https://listes.example/")
    with pytest.raises(NotFetched, match="Google Takeout"):
        kind_of(page("<html>x</html>", "https://groups.google.com/g/atelier"), "https://groups.google.com/g/atelier")


@pytest.mark.parametrize(
    "url", ["listes.example/pipermail/atelier/", "/pipermail/atelier/", "https:///atelier", "x://["]
)
def test_what_is_no_address_is_told_before_anything_is_asked(url: str, tmp_path: Path) -> None:
    refused = maillage("fetch", url, "--to", "a", cwd=tmp_path)
    assert refused.returncode == 7
    assert f"cannot fetch {url}: it is no address; write one such as https://" in refused.stderr


# ------------------------------------------------------------------------------------------- the command


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Archive]:
    for name in ("atelier", "bureau"):
        write_volumes(tmp_path / "www/pipermail" / name)
    write_list_page(tmp_path / "www/pipermail/vieux", MONTHS)
    write_pages(tmp_path / "www/pipermail/vieux")
    links = "".join(f'<a href="{name}/">{name}</a>' for name in ("..", "atelier", "bureau", "bureau.mbox", "vieux"))
    (tmp_path / "www/pipermail/index.html").write_text(f"<html><title>Index of /pipermail</title>{links}</html>")
    (tmp_path / "www/robots.txt").write_text("User-agent: *\nCrawl-delay: 0.01\n")
    with Archive(tmp_path / "www").serving() as archive:
        yield archive


def test_one_list_comes_to_a_folder_and_init_is_next(served: Archive, tmp_path: Path) -> None:
    told = said("fetch", served.url("pipermail/atelier/"), "--to", "listes/atelier", cwd=tmp_path)
    assert told.splitlines()[0].startswith("atelier: 3 new files, 0 changed, 0 unchanged; ")
    assert told.splitlines()[-1] == "then: maillage init listes/atelier"
    assert len(files(tmp_path / "listes/atelier")) == 3
    told = said("init", "listes/atelier", cwd=tmp_path)
    assert "pipermail" in (tmp_path / "maillage.toml").read_text("utf-8")


def test_a_server_is_brought_whole_on_request_only(served: Archive, tmp_path: Path) -> None:
    refused = maillage("fetch", served.url("pipermail/"), "--to", "listes", cwd=tmp_path)
    assert refused.returncode == 7
    assert "it is a server of lists (3): atelier, bureau, vieux; add --all" in refused.stderr
    told = said("fetch", served.url("pipermail/"), "--to", "listes", "--all", cwd=tmp_path)
    assert [line.partition(":")[0] for line in told.splitlines()] == ["atelier", "bureau", "vieux", "then"]
    assert len(files(tmp_path / "listes/vieux")) == 9  # its volumes are gone, its pages are not
    said("init", "listes", cwd=tmp_path)
    study = (tmp_path / "maillage.toml").read_text("utf-8")
    assert study.count("[[source]]") >= 2


def test_it_speaks_french_and_json_and_is_quiet(served: Archive, tmp_path: Path) -> None:
    url = served.url("pipermail/atelier/")
    told = said("fetch", url, "--to", "atelier", cwd=tmp_path, LANG="fr_FR.UTF-8")
    assert "3 fichiers de plus" in told
    assert "ensuite" in told
    assert said("fetch", url, "--to", "atelier", "--quiet", cwd=tmp_path) == ""
    values = json.loads(said("fetch", url, "--to", "atelier", "--json", cwd=tmp_path))
    assert [(one["source"], one["kind"], one["unchanged"]) for one in values] == [("atelier", "pipermail", 3)]


def test_without_a_folder_nothing_is_asked(served: Archive, tmp_path: Path) -> None:
    done = maillage("fetch", served.url("pipermail/atelier/"), cwd=tmp_path)
    assert done.returncode == 7
    assert "add --to FOLDER" in done.stderr
    assert served.asked == []


def test_robots_may_be_passed_by_with_leave(served: Archive, tmp_path: Path) -> None:
    served.answer = lambda asked: (
        Response(b"User-agent: *\nDisallow: /\n", 200, {"Content-Type": "text/plain"})
        if asked.path == "/robots.txt" else None
    )  # fmt: skip
    url = served.url("pipermail/atelier/")
    refused = maillage("fetch", url, "--to", "atelier", cwd=tmp_path)
    assert refused.returncode == 7
    assert "--ignore-robots" in refused.stderr
    assert not (tmp_path / "atelier").exists()
    said("fetch", url, "--to", "atelier", "--ignore-robots", cwd=tmp_path)


STUDY = """\
[study]
title = "Essai"
language = "en"
[[source]]
name = "atelier"
kind = "pipermail"
url = "{url}"
[[source]]
name = "autre"
kind = "mhonarc"
url = "{other}"
contact = "ana@atelier.example"
"""


def test_a_run_fetches_the_lists_of_a_study_and_reads_them(served: Archive, tmp_path: Path) -> None:
    write_mhonarc(served.folder / "mhonarc", 4)
    study = STUDY.format(url=served.url("pipermail/atelier/"), other=served.url("mhonarc/maillist.html"))
    (tmp_path / "maillage.toml").write_text(study, "utf-8")
    told = said("fetch", cwd=tmp_path)
    assert told.splitlines()[0].startswith("atelier: 3 new files")
    assert told.splitlines()[1].startswith("autre: 4 new files")
    assert any("ana@atelier.example" in asked.headers["User-Agent"] for asked in served.asked)
    done = maillage("run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "read: 13 — stored: 13" in done.stdout
    again = maillage("run", cwd=tmp_path)
    assert "nothing new" in again.stdout
    served.folder.rename(tmp_path / "away")
    stopped = maillage("run", "--quiet", cwd=tmp_path)
    assert stopped.returncode == 7
    assert "there is nothing at" in stopped.stderr
    assert maillage("run", "--offline", "--quiet", cwd=tmp_path).returncode == 0
