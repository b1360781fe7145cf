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
