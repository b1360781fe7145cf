from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from derived_rows import fill
from factories import source, values
from networks_rows import contributions, derive, edit, study, wiki

from maillage.analyze.contributions import Contribution
from maillage.analyze.networks.addresses import Addresses, Link, page_called, roots
from maillage.analyze.networks.links import Finder, ToolCirculation, ToolLink, trimmed
from maillage.analyze.profiles.readings import ZoneOfMail
from maillage.analyze.wikis.edits import Edit
from maillage.project import Source, Study, WebOptions
from maillage.store import Store

MAKERS = source("makers", network="Brest", addresses=("https://listes.example.org/archives/makers",))
UNISSON = source("unisson", network="Brest")
WIKI = wiki("wiki-mer", "Brest", "http://www.wiki-mer.example/index.php/Accueil")
BOOK = wiki("livre", "Brest", prefixes=("Coopérer",))
OTHER = wiki("cours", "Brest", prefixes=("Recherche:Mer",))
PAGES = (
    ("wiki-mer", 1, 0, "Accueil"),
    ("wiki-mer", 2, 0, "L'île (Sein)"),
    ("wiki-mer", 3, 2, "Utilisateur:Aline"),
    ("livre", 7, 0, "Coopérer/Ouvrir"),
    ("cours", 9, 104, "Recherche:Mer/Phares"),
)


MESSAGE = f"insert into messages values (?, ?, 1, '', 1, ?, {', '.join(13 * ['0'])}, ?, '', '', '', '')"


def message(store: Store, number: int, of: str, text: str, day: str, list_id: str = "") -> None:
    """A counted mail, all of it its author's words."""
    store.connection.execute(MESSAGE, (number, of, f"{number}@x.example", list_id))
    store.connection.execute("insert into texts values (?, ?)", (number, text))
    fill_more(store, Contribution(number, of, 1, day, day[:7], counted=True, left_out=""))
    fill_more(store, ZoneOfMail(number, 0, len(text), "text"))


def fill_more(store: Store, row: object) -> None:
    store._insert([type(row)], [row])  # beside the rows that are there


def revision(store: Store, of: str, page: int, number: int, text: str, day: str, **columns: object) -> None:
    """A counted edit with its text."""
    store.connection.execute(
        "insert into revisions values (?, ?, ?, 0, ?, '', 0, 'registered', 0, '', 0, '', '', '', '', 1)",
        (of, page, number, f"{day}T10:00:00Z"),
    )
    store.connection.execute("insert into revision_texts values (?, ?, ?, ?)", (of, page, number, text))
    fill_more(store, edit(of, number, 2, day, page, **columns))


@pytest.fixture
def of(tmp_path: Path) -> Study:
    return study(tmp_path, MAKERS, UNISSON, WIKI, BOOK, OTHER)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with contributions(tmp_path, {}, {}) as store:
        fill(store, Contribution, ())
        fill(store, Edit, ())
        fill(store, ZoneOfMail, ())
        for name, page, namespace, title in PAGES:
            store.connection.execute("insert into pages values (?, ?, ?, ?, '', 1)", (name, page, namespace, title))
        for name in ("livre", "cours"):
            base = "https://fr.cours.example/wiki/Accueil"
            store.connection.execute("insert into wiki_facts values (?, 'base', ?, 1)", (name, base))
        store.connection.execute("insert into wiki_facts values ('wiki-mer', 'sitename', 'Wiki de la mer', 1)")
        store.connection.execute("insert into wiki_namespaces values ('wiki-mer', 2, 'Utilisateur', 'User', 0, 1)")
        yield store


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://wiki-mer.example/index.php/Accueil", Link("wiki-mer", 1)),
        ("https://WWW.wiki-mer.example:443/index.php?title=L%27%C3%AEle_(Sein)&action=history", Link("wiki-mer", 2)),
        ("http://wiki-mer.example/index.php?curid=2", Link("wiki-mer", 2)),
        ("http://wiki-mer.example/index.php?oldid=2", Link("wiki-mer", None)),
        ("http://wiki-mer.example/index.php/user:aline#Projets", Link("wiki-mer", 3)),
        ("http://wiki-mer.example", Link("wiki-mer", None)),
        ("http://wiki-mer.example/index.php/Page_à_venir", Link("wiki-mer", None)),
        ("https://fr.cours.example/wiki/Coop%C3%A9rer/Ouvrir", Link("livre", 7)),
        ("https://fr.cours.example/w/index.php?title=Recherche:Mer/Phares", Link("cours", 9)),
        ("https://fr.cours.example/wiki/Coopérer/Fermer", Link("livre", None)),
        ("https://fr.cours.example/wiki/Physique", None),
        ("https://listes.example.org/archives/makers/2015-03/msg00012.html", Link("makers", None)),
        ("https://listes.example.org/archives/makers-lyon", None),
        ("https://listes.example.org/sympa/info/unisson", Link("unisson", None)),
        ("https://elsewhere.example/index.php/Accueil", None),
    ],
)
def test_what_an_address_leads_to(store: Store, of: Study, url: str, expected: Link | None) -> None:
    message(store, 1, "unisson", "", "2015-01-01", "unisson.listes.example.org")
    assert Addresses.of(store, of).lead(url) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("voir (http://wiki-mer.example/index.php/Accueil).", ["http://wiki-mer.example/index.php/Accueil"]),
        ("HTTP://Wiki-Mer.example/index.php/Accueil, puis", ["HTTP://Wiki-Mer.example/index.php/Accueil"]),
        ("sur www.wiki-mer.example !", ["www.wiki-mer.example"]),
        ("[http://www.wiki-mer.example/ le wiki] ''http://wiki-mer.example''", ["http://www.wiki-mer.example/", "http://wiki-mer.example"]),
        ("{{lien|url=//wiki-mer.example/index.php/L'île_(Sein)|t=}}", ["//wiki-mer.example/index.php/L'île_(Sein)"]),
        ("écrire à Unisson@listes.example.org.", ["Unisson@listes.example.org"]),
        ("écrire à autre@listes.example.org", []),
        ("http://wiki-mer.example.org/ et contact@wiki-mer.example", []),
    ],
)  # fmt: skip
def test_links_as_they_stand_in_a_text(store: Store, of: Study, text: str, expected: list[str]) -> None:
    message(store, 1, "unisson", "", "2015-01-01", "unisson.listes.example.org")
    places = Finder(Addresses.of(store, of)).places(text, "makers")
    assert [text[place.begin : place.end] for place in places] == expected


def test_wikis_link_to_one_another_by_their_names(store: Store, of: Study) -> None:
    finder = Finder(Addresses.of(store, of))
    text = "[[:wiki de la mer:L'île (Sein)|île]] [[cours:Recherche:Mer/Phares]] [[livre:Ailleurs]] [[en:Sea]] [[Autre]]"
    assert [place.link for place in finder.places(text, "livre")] == [Link("wiki-mer", 2), Link("cours", 9)]
    assert finder.places("[[wiki de la mer:Accueil]]", "makers") == []


def test_a_mail_links_to_a_page_some_days_after_it_was_made(store: Store, of: Study) -> None:
    fill(store, Edit, [edit("wiki-mer", 1, 2, "2015-03-01", 2, creates=True), edit("wiki-mer", 2, 2, "2015-03-06", 2)])
    text = "La page http://wiki-mer.example/index.php/L'île_(Sein) est prête"
    message(store, 1, "makers", text, "2015-03-11")
    message(store, 2, "makers", text, "2015-03-21")
    message(store, 3, "makers", "http://wiki-mer.example/", "2015-02-01")
    derive(store, of, "links")
    assert values(store, ToolLink, "item", "target_page", "created_days", "edited_days") == [
        (1, 2, 10, 5), (2, 2, 20, 15), (3, None, None, None),
    ]  # fmt: skip
    begin, end = values(store, ToolLink, "begin", "end")[0]
    assert text[begin:end] == "http://wiki-mer.example/index.php/L'île_(Sein)"
    assert values(store, ToolCirculation) == [
        ("makers", "wiki-mer", 3, 3, 1, 1, 1, "2015-02-01", "2015-03-21", 10.0, 10.0)
    ]


def test_quotations_and_signatures_pass_no_link_on(store: Store, of: Study) -> None:
    url = "http://wiki-mer.example/"
    message(store, 1, "makers", f"{url} {url} {url}", "2015-03-11")
    fill(
        store,
        ZoneOfMail,
        [ZoneOfMail(1, 0, 25, "text"), ZoneOfMail(1, 25, 50, "quotation"), ZoneOfMail(1, 50, 74, "signature")],
    )
    derive(store, of, "links")
    assert values(store, ToolLink, "zone", "counted") == [("text", 1), ("quotation", 0), ("signature", 0)]
    assert values(store, ToolCirculation, "links", "items") == [(1, 1)]


def test_a_link_on_a_page_is_that_of_the_edit_that_brought_it_first(store: Store, of: Study) -> None:
    link = "https://listes.example.org/archives/makers/1.html"
    revision(store, "wiki-mer", 2, 11, "rien", "2015-03-01")
    revision(store, "wiki-mer", 2, 12, f"* {link}", "2015-03-02")
    revision(store, "wiki-mer", 2, 13, "rien", "2015-03-03")
    revision(store, "wiki-mer", 2, 14, f"* {link} et {link}2", "2015-03-04")
    revision(store, "wiki-mer", 1, 20, f"* {link}", "2016-01-01", counted=False, left_out="bot")
    revision(store, "wiki-mer", 1, 21, f"* {link}", "2016-01-02")
    derive(store, of, "links")
    assert values(store, ToolLink, "page", "item", "begin", "target", "day") == [
        (2, 12, 2, "makers", "2015-03-02"),
        (2, 14, 55, "makers", "2015-03-04"),
    ]


def test_an_imported_revision_is_older_than_its_number(store: Store, of: Study) -> None:
    revision(store, "wiki-mer", 2, 11, "www.listes.example.org/archives/makers", "2015-03-01")
    revision(store, "wiki-mer", 2, 12, "www.listes.example.org/archives/makers", "2012-01-01")
    derive(store, of, "links")
    assert values(store, ToolLink, "item") == [(12,)]


def test_a_tool_does_not_link_to_itself(store: Store, of: Study) -> None:
    revision(store, "wiki-mer", 2, 11, "http://wiki-mer.example/index.php/Accueil [[wiki-mer:Accueil]]", "2015-03-01")
    derive(store, of, "links")
    assert values(store, ToolLink) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.example/index.php/Accueil", [("a.example", "/")]),
        ("http://a.example/index.php?title=Accueil", [("a.example", "/")]),
        ("https://www.a.example/wiki/Accueil", [("a.example", "/wiki/"), ("a.example", "/w/")]),
        ("https://a.example/mon/wiki/Accueil", [("a.example", "/mon/wiki/"), ("a.example", "/mon/w/")]),
        ("https://a.example", [("a.example", "/")]),
        ("nowhere", []),
    ],
)
def test_where_a_wiki_answers(url: str, expected: list[tuple[str, str]]) -> None:
    assert roots(url) == expected


@pytest.mark.parametrize(
    ("rest", "query", "expected"),
    [("Accueil", "", "Accueil"), ("index.php", "title=A_b&x=1", "A_b"), ("index.php/A/b", "", "A/b"),
     ("", "curid=12", 12), ("index.php", "diff=3", None), ("load.php", "", None), ("", "", None)],
)  # fmt: skip
def test_the_page_that_an_address_names(rest: str, query: str, expected: str | int | None) -> None:
    assert page_called(rest, query) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [("//a.example/b).", "//a.example/b"), ("//a.example/(c)", "//a.example/(c)"), ("//a.example'')", "//a.example")],
)
def test_the_punctuation_of_a_sentence_is_no_part_of_an_address(url: str, expected: str) -> None:
    assert trimmed(url) == expected


def test_a_study_whose_tools_are_nowhere_has_no_links(tmp_path: Path, store: Store) -> None:
    nowhere: list[Source] = [source("makers"), source("unisson")]
    message(store, 1, "makers", "http://a.example/", "2015-03-11")
    derive(store, study(tmp_path, *nowhere), "links")
    assert values(store, ToolLink) == []


@pytest.mark.parametrize("list_id", ["makers.lists.example.org", "Les makers <makers.lists.example.org>"])
def test_the_list_id_of_its_mails_tells_where_a_list_is(list_id: str, store: Store, of: Study) -> None:
    message(store, 90, "makers", "Bonjour", "2015-03-02", list_id)
    known = Addresses.of(store, of)
    assert known.mails["makers@lists.example.org"] == "makers"
    assert known.archives["lists.example.org"]["makers"] == "makers"


def test_the_url_of_a_forum_leads_to_it(store: Store, tmp_path: Path) -> None:
    forum = Source("forum", "discourse", tmp_path, web=WebOptions("https://forum.example.org/"))
    known = Addresses.of(store, study(tmp_path, forum))
    assert known.lead("https://forum.example.org/t/reunion/12") == Link("forum", None)
