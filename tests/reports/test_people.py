"""What people are called, and what free texts may not say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import factories
import pytest
from derived_rows import fill, store_of
from report_examples import NAMED, PEOPLE, REGULARS

from maillage.analyze.people.accounts import Account, AccountName, Person
from maillage.reports.formats import FORMATS, render
from maillage.reports.people import People
from maillage.reports.table import Kind
from maillage.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_of(tmp_path) as store:
        fill(
            store,
            Person,
            [
                Person(1, "P-AAAAAA", "Marie Durand", 2),
                Person(2, "P-BBBBBB", "Jean Petit", 1),
                Person(3, "P-CCCCCC", "Jean Petit", 1),
                Person(4, "P-DDDDDD", "", 1),
                Person(5, "P-EEEEEE", "", 0),
            ],
        )
        account = Account(1, "md@exemple.fr", "Marie Durand", 1, "alone", False, 3, None, None)  # noqa: FBT003
        other = Account(2, "anonyme@exemple.fr", "", 4, "alone", False, 3, None, None)  # noqa: FBT003
        fill(store, Account, [account, other])
        fill(
            store,
            AccountName,
            [
                AccountName(1, "Marie-Claude d'Harcourt", 1),
                AccountName(1, "Marie", 1),
                AccountName(2, "Mailer Daemon", 1),
            ],
        )
        yield store


def test_persons_are_pseudonyms(store: Store, tmp_path: Path) -> None:
    people = People.of(store, factories.study(tmp_path))
    assert [people.label(person) for person in (1, 4, 9)] == ["P-AAAAAA", "P-DDDDDD", "#9"]


def test_names_are_shown_on_request(store: Store, tmp_path: Path) -> None:
    people = People.of(store, factories.study(tmp_path), names=True)
    assert people.label(1) == "Marie Durand"
    assert people.label(2) == "Jean Petit (P-BBBBBB)"
    assert people.label(3) == "Jean Petit (P-CCCCCC)"
    assert people.label(4) == "anonyme@exemple.fr"
    assert people.label(5) == "P-EEEEEE"


def test_a_list_bears_its_title(store: Store, tmp_path: Path) -> None:
    people = People.of(store, factories.study(tmp_path, factories.source("makers", title="Les Makers")))
    assert people.shown("makers", Kind.LIST, "fr") == "Les Makers"
    assert people.shown("gone", Kind.LIST, "fr") == "gone"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("l'en-tête « md@exemple.fr »", "l'en-tête « [adresse masquée] »"),
        ("archives/md@exemple.fr.mbox", "archives/[adresse masquée]"),
        ("<marie%40exemple.fr>", "<[adresse masquée]>"),
        ("Le 2 mai, md42 at lists.exemple.fr a écrit", "Le 2 mai, [adresse masquée] a écrit"),
        ("md42 chez exemple.fr>", "[adresse masquée]>"),
        ("rendez-vous chez Paul. demain", "rendez-vous chez Paul. demain"),
        ("de Marie DURAND, hier", "de [nom masqué], hier"),
        ("archives/marie-durand/2015", "archives/[nom masqué]/2015"),
        ("durand_marie.mbox", "[nom masqué].mbox"),
        ("par marie-claude d'harcourt.", "par [nom masqué]."),
        ("Marie a écrit", "Marie a écrit"),
        ("author mailer-daemon", "author mailer-daemon"),
        ("archives/makers/2015-March.txt", "archives/makers/2015-March.txt"),
    ],
)
def test_free_texts_show_neither_addresses_nor_whole_names(store: Store, tmp_path: Path, text: str, clean: str) -> None:
    people = People.of(store, factories.study(tmp_path))
    assert people.clean(text, "fr") == clean
    assert People.of(store, factories.study(tmp_path), names=True).clean(text, "fr") == text


def test_a_word_of_a_megabyte_is_soon_looked_through() -> None:
    began = time.perf_counter()
    assert People().clean("a" * 1_000_000 + " @", "fr") == "a" * 1_000_000 + " @"
    assert time.perf_counter() - began < 5


def test_an_account_called_as_a_list_does_not_hide_the_list(store: Store, tmp_path: Path) -> None:
    study = factories.study(tmp_path, factories.source("jean-petit"))
    assert People.of(store, study).clean("archives/jean-petit", "fr") == "archives/jean-petit"


def test_a_table_is_seen_in_full_only_where_names_may_show() -> None:
    full = replace(REGULARS, title={"fr": "En entier", "en": "In full"})
    table = replace(REGULARS, in_full=full)
    assert People(names=True).seen(table) is full
    assert People().seen(table) == REGULARS
    assert People(names=True).seen(REGULARS) == REGULARS


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_writes_what_is_for_names_only(form: str) -> None:
    full = replace(REGULARS, rows=(("makers", *[None] * 6, "Secret"),), totals=None)
    table = replace(REGULARS, in_full=full)
    assert "Secret" not in render(table, form, "fr", PEOPLE)
    assert "Secret" in render(table, form, "fr", NAMED)
