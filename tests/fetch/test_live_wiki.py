"""A real wiki is copied as it is, whole or in part, and again as it has become."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fetch.copies import copied, files, holding, lasting, lines, well
from fetch.troublemaker import Troublemaker
from servers.history import FORMER, RENAMED
from servers.mediawiki import ADMIN, PASSWORD, MediaWiki
from servers.people import Person

NEW = datetime(2021, 3, 1, 10, 0)  # noqa: DTZ001  the wiki's clock, UTC


@pytest.fixture(scope="module")
def copy(wiki: MediaWiki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wiki, copied whole."""
    path = tmp_path_factory.mktemp("copy") / "copy"
    well(copied(wiki.url, path))
    return path


def rows(wiki: MediaWiki, query: str) -> list[Any]:
    """What the wiki's own database says."""
    with closing(sqlite3.connect(wiki.database)) as database:
        return database.execute(query).fetchall()


def administrator(wiki: MediaWiki) -> Person:
    person = Person(wiki)
    person.log_in(NEW, ADMIN, PASSWORD)
    return person


def text(revision: dict[str, Any]) -> str:
    return str(revision["slots"]["main"]["content"])


def test_every_revision_of_every_page_that_exists(wiki: MediaWiki, copy: Path) -> None:
    in_wiki = dict(rows(wiki, "select rev_id, rev_page from revision join page on page_id = rev_page"))
    assert {number: one["page"] for number, one in holding(copy).revisions.items()} == in_wiki


def test_every_page_of_every_namespace_redirects_told_apart(wiki: MediaWiki, copy: Path) -> None:
    in_wiki = dict(rows(wiki, "select page_id, page_is_redirect from page"))
    pages = holding(copy).pages
    assert {number: int(is_redirect) for number, (_, _, is_redirect) in pages.items()} == in_wiki
    assert len({namespace for namespace, *_ in pages.values()}) > 6


def test_where_redirects_lead(copy: Path) -> None:
    told = [item for line in lines(copy, "pages") for item in line.answer.get("query", {}).get("redirects", ())]
    assert {(one["from"], one["to"]) for one in told} >= {("Les eaux", "Catégorie:Eau")}


def test_every_log_event_and_account_and_block(wiki: MediaWiki, copy: Path) -> None:
    held = holding(copy)
    assert held.events.keys() == {number for (number,) in rows(wiki, "select log_id from logging")}
    assert {"block", "rights", "delete", "move", "renameuser", "protect", "newusers", "import", "merge"} <= {
        event["type"] for event in held.events.values()
    }
    assert held.users.keys() == {name for (name,) in rows(wiki, "select user_name from user")}
    assert {"groups", "editcount", "registration"} <= held.users["Soizic"].keys()
    assert {"RelanceVentes", "Colette"} <= held.blocks.keys()


def test_what_the_wiki_masks_is_marked(copy: Path) -> None:
    marked = Counter(
        mark
        for one in holding(copy).revisions.values()
        for mark in ("userhidden", "commenthidden", "texthidden")
        if one.get(mark) or one.get("slots", {}).get("main", {}).get(mark)
    )
    assert marked == {"userhidden": 2, "commenthidden": 2, "texthidden": 1}


def test_the_site_says_its_rights_and_its_numbers(copy: Path) -> None:
    site = json.loads((copy / "site.json").read_text("utf-8"))["answer"]["query"]
    assert site["statistics"]["pages"] == len(holding(copy).pages)
    assert {"general", "namespaces", "usergroups", "extensions", "rightsinfo", "restrictions"} <= site.keys()
    everybody = next(group for group in site["usergroups"] if group["name"] == "*")
    assert {"read", "edit"} <= set(everybody["rights"])


def test_it_is_polite(wiki: MediaWiki, tmp_path: Path) -> None:
    with Troublemaker(wiki.url).serving() as between:
        well(copied(between.url, tmp_path / "copy", contact="aline@example.org"))
    agent = wiki.requests()[-1][2]
    assert re.fullmatch(r"maillage/[\d.]+ \(aline@example\.org\) mwclient/[\d.]+", agent)
    assert between.most_at_once == 1
    assert {asked["maxlag"] for asked in between.asked} == {"5"}


def test_nothing_new_leaves_every_byte(wiki: MediaWiki, copy: Path, tmp_path: Path) -> None:
    before = files(copy)
    again = well(copied(wiki.url, copy))
    assert files(copy) == before
    assert (again.revisions, again.events) == (0, 0)  # the last minutes are asked again, and are no news
    well(copied(wiki.url, tmp_path / "other"))
    assert lasting(tmp_path / "other") == lasting(copy)


@pytest.mark.parametrize(("texts", "expected"), [("none", set()), ("discussion", {1, 2, 3, 5, 101})])
def test_texts_as_the_study_wants_them(
    wiki: MediaWiki, copy: Path, tmp_path: Path, texts: str, expected: set[int]
) -> None:
    well(copied(wiki.url, tmp_path, texts=texts))
    held, whole = holding(tmp_path), holding(copy)
    assert held.revisions.keys() == whole.revisions.keys()
    spaces = {number: namespace for number, (namespace, *_) in held.pages.items()}
    found = {
        spaces[one["page"]] for one in held.revisions.values() if "content" in one.get("slots", {}).get("main", {})
    }
    assert found <= expected
    assert bool(found) == bool(expected)
    assert all(spaces[one["page"]] not in expected or "slots" in one for one in held.revisions.values())
    again = files(tmp_path)
    well(copied(wiki.url, tmp_path, texts=texts))
    assert files(tmp_path) == again


def test_accounts_alone_leave_the_revisions_to_a_dump(wiki: MediaWiki, copy: Path, tmp_path: Path) -> None:
    well(copied(wiki.url, tmp_path, live="accounts"))
    assert not list(tmp_path.glob("revisions-*"))
    held, whole = holding(tmp_path), holding(copy)
    assert (held.events, held.users, held.blocks, held.pages) == (whole.events, whole.users, whole.blocks, whole.pages)


def test_pages_of_a_prefix_and_their_talk(wiki: MediaWiki, copy: Path, tmp_path: Path) -> None:
    well(copied(wiki.url, tmp_path, prefixes=["Sentier des", "atelier:Sem", "Moulin"]))
    whole, held = holding(copy), holding(tmp_path)
    begins = (
        "Sentier des",
        "Atelier:Sem",
        "Moulin",
        "Discussion:Moulin",
        "Discussion:Sentier des",
        "Discussion atelier:Sem",
    )
    meant = {number for number, (_, title, _) in whole.pages.items() if title.startswith(begins)}
    assert held.pages.keys() == meant
    assert {title for _, title, _ in held.pages.values()} >= {"Discussion:Moulin de Kerlosquen", "Atelier:Semences"}
    assert held.revisions.keys() == {number for number, one in whole.revisions.items() if one["page"] in meant}
    authors = {one["user"] for one in held.revisions.values() if one.get("userid")}
    named = {user["name"] for line in lines(tmp_path, "users") for user in line.answer["query"]["users"]}
    assert authors == named


def test_pages_of_a_category_its_subcategories_and_their_talk(own_wiki: MediaWiki, tmp_path: Path) -> None:
    person = administrator(own_wiki)
    person.edit(NEW, "Catégorie:Vallée", "[[Catégorie:Eau]] et elle est dans l'autre")  # a circle
    path = tmp_path / "copy"
    well(copied(own_wiki.url, path, categories=["Vallée"]))
    titles = {title for _, title, _ in holding(path).pages.values()}
    assert {
        "Catégorie:Eau",
        "Catégorie:Vallée",
        "Sentier des lavoirs/Étape 1",
        "Discussion:Moulin de Kerlosquen",
    } <= titles
    assert not {title for title in titles if title.startswith("Utilisateur")}


def test_a_prefix_without_pages_is_told(wiki: MediaWiki, tmp_path: Path) -> None:
    failure = copied(wiki.url, tmp_path, prefixes=["Aucune page ainsi"]).failure
    assert failure
    assert "prefixes and categories" in str(failure)


@pytest.mark.parametrize("stem", ["log", "revisions"])
@pytest.mark.parametrize("is_gone", [True, False], ids=["gone", "cut"])
def test_what_somebody_removed_from_the_copy_is_brought_again(
    wiki: MediaWiki, copy: Path, tmp_path: Path, stem: str, *, is_gone: bool
) -> None:
    damaged = shutil.copytree(copy, tmp_path / "copy")
    file = damaged / f"{stem}-000001.jsonl.gz"
    kept = file.read_bytes()[: file.stat().st_size // 2]
    file.unlink() if is_gone else file.write_bytes(kept)
    well(copied(wiki.url, damaged))
    assert holding(damaged) == holding(copy)
    if not is_gone:
        assert file.read_bytes() == kept  # what is there is nobody's to throw away
    assert well(copied(wiki.url, damaged)).revisions < len(holding(copy).revisions)  # once is enough


def test_what_happened_since_is_brought_and_what_was_rewritten_told_again(own_wiki: MediaWiki, tmp_path: Path) -> None:
    path = tmp_path / "copy"
    well(copied(own_wiki.url, path))
    known = set(files(path))
    change_everything(own_wiki)
    brought = well(copied(own_wiki.url, path))
    well(copied(own_wiki.url, tmp_path / "anew"))
    assert holding(path) == holding(tmp_path / "anew")
    assert set(files(path)) - known == {"log-000002.jsonl.gz", "revisions-000002.jsonl.gz"}
    assert brought.revisions < len(holding(path).revisions) / 2
    before = files(path)
    well(copied(own_wiki.url, path))
    assert files(path) == before


def test_page_by_page_it_is_the_same(own_wiki: MediaWiki, tmp_path: Path) -> None:
    """As with wikis before 1.27: whole at first, then what changed."""

    def without_all_revisions(_number: int, asked: Any, good: Any) -> Any:
        response = good()
        if asked.get("list") == "allrevisions":
            response.body = b'{"batchcomplete":true,"warnings":{"query":{"warnings":"Unrecognized value"}}}'
        return response

    path = tmp_path / "copy"
    with Troublemaker(own_wiki.url, without_all_revisions).serving() as old:
        well(copied(old.url, path))
        well(copied(own_wiki.url, tmp_path / "first"))
        assert holding(path) == holding(tmp_path / "first")
        change_everything(own_wiki)
        brought = well(copied(old.url, path))
        well(copied(own_wiki.url, tmp_path / "anew"))
        assert holding(path) == holding(tmp_path / "anew")
        assert brought.revisions < len(holding(path).revisions) / 2
        before = files(path)
        well(copied(old.url, path))
        assert files(path) == before


def change_everything(wiki: MediaWiki) -> None:
    """All that can happen to a wiki between two fetches."""
    rule = administrator(wiki)
    rule.edit(NEW, "Chapelle Saint-Maudet", "Une phrase de plus, bien plus tard.")
    rule.edit(NEW, "Page toute neuve", "Née après la première copie.")
    rule.edit(NEW, "Page de redirection", "#REDIRECTION [[Page toute neuve]]")
    newcomer = Person(wiki)
    newcomer.register(NEW, "Nouvelle venue")
    newcomer.edit(NEW, "Discussion:Chapelle Saint-Maudet", "Bonjour. ~~~~")
    rule.post(NEW, "undelete", title="Brouillon de Soizic", reason="Elle le veut bien")
    rule.post(NEW, "delete", title="Gare de Morne", reason="Doublon")
    (masked,) = rows(
        wiki,
        "select rev_id from revision join page on page_id = rev_page where page_title = 'Pont_de_la_Morne' limit 1",
    )
    rule.post(NEW, "revisiondelete", type="revision", ids=masked[0], hide="user|comment", reason="Vie privée")
    rule.post(
        NEW, "mergehistory", **{"from": "Accueil", "to": "Toponymie de la vallée"}, timestamp="2004-06-01T00:00:00Z",
        reason="Le début de cette page",
    )  # fmt: skip
    rule.post(NEW, "move", **{"from": "Écluse du Stang", "to": "Écluse (Stang)"}, reason="précision", movetalk=1)
    rule.post(NEW, "block", user="Nolwenn29", expiry="infinite", reason="À sa demande")
    rule.post(NEW, "userrights", user="Colette", add="sysop", reason="Élue")
    page = rule.submit(
        NEW, "Special:Renameuser", oldusername="Hervé Cosquer", newusername="Hervé C.", reason="À sa demande",
        movepages=1, confirmaction=1, submit=1,
    )  # fmt: skip
    assert "Hervé C." in page
    rule.import_pages(NEW, IMPORTED, "ancien", "Encore une page de l'ancien site")


IMPORTED = """\
<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="fr">
  <page>
    <title>Tannerie Ollivier</title><ns>0</ns><id>77</id>
    <revision>
      <id>512</id><timestamp>2004-06-11T17:05:00Z</timestamp>
      <contributor><username>Meunier du Stang</username><id>4</id></contributor>
      <comment>première version</comment><model>wikitext</model><format>text/x-wiki</format>
      <text xml:space="preserve">La tannerie, racontée jadis ailleurs.</text>
    </revision>
  </page>
</mediawiki>
"""


def test_a_rename_is_told_under_the_new_name(copy: Path) -> None:
    names = {one.get("user") for one in holding(copy).revisions.values()}
    assert RENAMED in names
    assert FORMER not in names
