"""A study whose subscriber list has a history: the tables of Sympa hold for every day they reach back to."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import factories
import pytest

from maillage import analyze
from maillage.decisions import Decisions
from maillage.project import Source, Study, SubscriberList
from maillage.store import Store
from maillage.update import update

FIXTURES = Path(__file__).parents[3] / "fixtures"
TABLES = FIXTURES / "rosters" / "sympa-6.2.70-sqlite.sql"
ARCHIVE = FIXTURES / "sympa" / "reunions@listes.example.org"


def study_of(root: Path, tables: Path, *days: date, wanted: str = "reunions") -> Study:
    lists = tuple(SubscriberList(tables, day, None, wanted) for day in days)
    return factories.study(root, Source("reunions", "sympa", ARCHIVE, subscribers=lists), database=root / "study.db")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    study = study_of(tmp_path_factory.mktemp("study"), TABLES, date(2006, 12, 1), date(2007, 6, 1))
    store = Store.open(study.database, write=True)
    update(store, study)
    analyze.run(store, study, Decisions())
    return store


def test_the_same_tables_tell_the_subscribers_of_any_day(store: Store) -> None:
    names = "select name from subscribers join persons using (person) where taken_on = ? order by name"
    before = [row[0] for row in store.rows(names, ("2006-12-01",))]
    after = [row[0] for row in store.rows(names, ("2007-06-01",))]
    assert before == ["Maël Kervéant", "Soizic O'Brien", "Yannick Le Goff"]
    assert after == ["Claire Morvan", *before]


def test_who_left_for_good_is_a_person_and_no_subscriber_of_today(store: Store) -> None:
    found = store.value("select person from accounts where address = 'gwenole@exemple.example'")
    assert found
    assert not store.value("select count(*) from subscribers where person = ?", (found,))


def test_silence_is_known_month_by_month(store: Store) -> None:
    rows = store.rows("""
        select month, subscribers, joined, "left", silent, at_least from silence_months
        where taken_on = '2007-06-01' order by month
    """)
    assert [tuple(row) for row in rows] == [
        ("2007-02", 5, 1, 0, 3, 0),  # from the first mail on
        ("2007-03", 4, 0, 1, 1, 0),
        ("2007-04", 4, 0, 0, 0, 0),
        ("2007-05", 4, 0, 0, 0, 0),
        ("2007-06", 4, 0, 0, 0, 0),
    ]


def test_the_list_that_is_meant_and_each_file_of_a_folder_decide_on_what_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    shutil.copy(TABLES, folder / "sympa.sql")
    study = study_of(tmp_path, folder, date(2007, 6, 1))
    with Store.open(study.database, write=True) as store:
        assert update(store, study).rosters_read == 1
        assert update(store, study).rosters_read == 0
        assert store.value("select count(*) from subscriptions") == 6
        other = replace(study, sources=study_of(tmp_path, folder, date(2007, 6, 1), wanted="annonces").sources)
        assert update(store, other).rosters_read == 1
        assert store.value("select count(*) from subscriptions") == 2
        (folder / "stat.csv").write_text(
            "date_stat,email_stat,operation_stat,list_stat,robot_stat\n"
            "1177000000,nouveau@a.example,add,annonces,listes.example.org\n"
        )
        assert update(store, other).rosters_read == 1
        assert store.value("select count(*) from subscriptions where address = 'nouveau@a.example'") == 0
        assert store.value("select reason from roster_problems").startswith("joined and is not subscribed today")
