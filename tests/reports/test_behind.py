"""The messages behind a figure: whose they are, and what of them may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage import pipeline, project
from maillage.errors import UnknownName
from maillage.progress import Silent
from maillage.project import Study
from maillage.reports.behind import Asked, Behind, UnknownAuthor, messages
from maillage.store import Store
from maillage.update import update

STUDY = """
[study]
title = "Une liste"
language = "fr"

[[source]]
name = "makers"
kind = "eml"
path = "mails"
"""
PERSONS = """action,first,second,reason,by,date
split,jp@labo.example,jp@mairie.example,two of one name,ER,2024-03-01
"""
EXCLUSIONS = """what,value,source,reason,by,date
message,1@x.example,,asked by Marie Durand,ER,2024-03-01
"""
MAILS = {
    "Marie Durand.eml": ("Marie Durand <marie@exemple.example>", 1),
    "2.eml": ("Jean Petit <jp@labo.example>", 2),
    "3.eml": ("Jean Petit <jp@mairie.example>", 3),
}


@pytest.fixture
def study(tmp_path: Path) -> Study:
    for folder in ("mails", "decisions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "maillage.toml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "decisions" / "persons.csv").write_text(PERSONS, encoding="utf-8")
    (tmp_path / "decisions" / "exclusions.csv").write_text(EXCLUSIONS, encoding="utf-8")
    for name, (author, number) in MAILS.items():
        head = f"From: {author}\nDate: Mon, {number} Jun 2015 10:00:00 +0200\nMessage-ID: <{number}@x.example>\n"
        (tmp_path / "mails" / name).write_text(f"{head}Subject: {number}\n\nBonjour, {author}\n", encoding="utf-8")
    return project.load(tmp_path)


@pytest.fixture
def store(study: Study) -> Iterator[Store]:
    with Store.open(study.database, write=True) as store:
        update(store, study)
        pipeline.analyze(store, study, Silent())
        yield store


def found(store: Store, study: Study, asked: Asked, *, names: bool = False) -> list[Behind]:
    return list(messages(store, study, asked, names=names, text=True))


def test_neither_file_names_nor_reasons_of_decisions_tell_who_it_is(store: Store, study: Study) -> None:
    shown = found(store, study, Asked())
    assert len(shown) == 3
    told = " ".join(str(value) for message in shown for value in vars(message).values()).casefold()
    assert not [secret for secret in ("marie durand", "jean petit", "@labo", "@exemple") if secret in told]
    (first,) = found(store, study, Asked(author="marie@exemple.example"), names=True)
    assert (first.place, first.left_out) == ("Marie Durand.eml", "decision: asked by Marie Durand")


@pytest.mark.parametrize(("author", "subjects"), [("Jean Petit", ["2", "3"]), ("JP@mairie.example", ["3"])])
def test_a_name_means_all_who_bear_it(store: Store, study: Study, author: str, subjects: list[str]) -> None:
    assert [message.subject for message in found(store, study, Asked(author=author))] == subjects


def test_an_author_or_a_list_that_is_not_there(store: Store, study: Study) -> None:
    with pytest.raises(UnknownAuthor):
        found(store, study, Asked(author="nobody@exemple.example"))
    with pytest.raises(UnknownName):
        found(store, study, Asked("elsewhere"))
