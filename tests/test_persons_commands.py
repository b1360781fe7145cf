"""`maillage persons`: what is asked, what becomes of answers, and why accounts are one person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import maillage, said

MAIL = """From list Mon Mar  2 10:00:00 2015
From: {sender}
Date: Mon, 2 Mar 2015 10:00:00 +0100
Message-ID: <{number}@list.example>
Subject: hello

Hello.

"""
SENDERS = (
    "Nadia Quervel <nadia.quervel@coop.example>",
    "QUERVEL Nadia <nq@free.fr>",
    "zephyrin@coop-azur.example",
    "zephyrin@hirondelle.example",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study of one list, analysed."""
    mails = "".join(MAIL.format(sender=sender, number=number) for number, sender in enumerate(SENDERS))
    (tmp_path / "list.mbox").write_text(mails)
    source = '[[source]]\nname = "makers"\nkind = "mbox"\npath = "list.mbox"\n'
    (tmp_path / "maillage.toml").write_text(f'[study]\ntitle = "A list"\nlanguage = "en"\n\n{source}')
    said("ingest", "--quiet", cwd=tmp_path)
    said("analyze", "--quiet", cwd=tmp_path)
    return tmp_path


def test_an_answer_makes_one_person_and_is_not_asked_again(folder: Path) -> None:
    assert said("persons", "suggest", cwd=folder).startswith("1 question in decisions/suggestions.csv")
    file = folder / "decisions" / "suggestions.csv"
    file.write_text(file.read_text("utf-8").replace("\n,zephyrin", "\nmerge,zephyrin"), encoding="utf-8")
    assert said("persons", "answer", "--by", "ER", cwd=folder).startswith("1 merged, 0 kept apart, 0 for later")
    said("analyze", "--quiet", cwd=folder)
    assert said("persons", "suggest", cwd=folder) == "nothing to ask\n"
    shown = json.loads(said("persons", "show", "zephyrin@coop-azur.example", "--json", cwd=folder))
    assert [account["rule"] for account in shown[0]["accounts"]] == ["decision", "decision"]


def test_asking_does_not_make_the_analysis_stale(folder: Path) -> None:
    said("persons", "suggest", cwd=folder)
    assert maillage("persons", "show", "Nadia Quervel", cwd=folder).stderr == ""


def test_a_person_is_explained_without_her_name(folder: Path) -> None:
    told = said("persons", "show", "nq@free.fr", cwd=folder)
    assert "same full name" in told
    assert "uervel" not in told
    assert "@" not in told


def test_names_show_where_they_are_asked_for(folder: Path) -> None:
    assert "nadia.quervel@coop.example" in said("persons", "show", "nq@free.fr", "--names", cwd=folder)


def test_nobody_of_that_name_is_told(folder: Path) -> None:
    done = maillage("persons", "show", "Zoé Nemo", cwd=folder)
    assert done.returncode == 2
    assert "there is no author called" in done.stderr


DUMP = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="fr">
<siteinfo><sitename>Wiki</sitename><base>https://wiki.example/wiki/Accueil</base><generator>MediaWiki 1.31.0</generator>
<case>first-letter</case><namespaces><namespace key="0" case="first-letter" />
<namespace key="2" case="first-letter">Utilisateur</namespace></namespaces></siteinfo>
<page><title>Utilisateur:Korrigan</title><ns>2</ns><id>1</id><revision><id>11</id>
<timestamp>2014-05-01T10:00:00Z</timestamp><contributor><username>Korrigan</username><id>5</id></contributor>
<text xml:space="preserve">Je m'appelle Nadia Quervel.
* Métier : animatrice
* Structure : Coopérative Azur</text></revision></page>
<page><title>Accueil</title><ns>0</ns><id>2</id><revision><id>12</id>
<timestamp>2014-06-01T10:00:00Z</timestamp><contributor><username>Zephyrin</username><id>6</id></contributor>
<text xml:space="preserve">Bonjour.</text></revision></page>
</mediawiki>
"""


@pytest.fixture
def with_wiki(folder: Path) -> Path:
    """The same study with a wiki, analysed."""
    (folder / "wiki.xml").write_text(DUMP, encoding="utf-8")
    study = folder / "maillage.toml"
    source = '[[source]]\nname = "azur"\nkind = "mediawiki"\npath = "wiki.xml"\n'
    study.write_text(f"{study.read_text('utf-8')}\n{source}", encoding="utf-8")
    said("ingest", "--quiet", cwd=folder)
    said("analyze", "--quiet", cwd=folder)
    return folder


def test_an_account_of_a_wiki_is_shown_with_what_ties_it_and_the_revision_that_tells(with_wiki: Path) -> None:
    told = said("persons", "show", "azur:korrigan", cwd=with_wiki)
    assert "of azur: name told on the user page, 1 edit" in told
    assert "user page of azur (revision 11, 2014-05-01): function, animatrice" in told
    assert "orrigan" not in told
    assert "azur:Korrigan" in said("persons", "show", "azur:Korrigan", "--names", cwd=with_wiki)
    (person,) = json.loads(said("persons", "show", "azur:Korrigan", "--json", cwd=with_wiki))
    assert {account["kind"] for account in person["accounts"]} == {"address", "wiki"}
    assert person["user_pages"][0]["revision"] == 11


def test_a_suggestion_names_an_account_of_a_wiki_as_decisions_do(with_wiki: Path) -> None:
    said("persons", "suggest", cwd=with_wiki)
    file = with_wiki / "decisions" / "suggestions.csv"
    lines = file.read_text("utf-8").splitlines()
    asked = next(line for line in lines if "azur:Zephyrin" in line)
    file.write_text(f"{lines[0]}\nmerge{asked}\n", encoding="utf-8")
    assert said("persons", "answer", "--by", "ER", cwd=with_wiki).startswith("1 merged")
    said("analyze", "--quiet", cwd=with_wiki)
    (person,) = json.loads(said("persons", "show", "azur:Zephyrin", "--json", cwd=with_wiki))
    assert len(person["accounts"]) == 2
