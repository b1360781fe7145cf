"""The demo study, from its archives to the counts of the thesis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage import analyze, decisions, demo, pipeline, project
from maillage.analyze.people.unused import UnusedDecision
from maillage.analyze.regulars import ListRegulars
from maillage.analyze.silence import Silence
from maillage.analyze.volume import ListVolume
from maillage.store import Store

# list: messages, authors, authors above 10, intensive ones (Tables 9, 27, 28, 35; 003:L15902-15916)
THESIS = {
    "makers": (3674, 390, 50, 26),
    "catalyst": (1732, 119, 25, 17),
    "wiki-brest": (1146, 93, 18, 11),
    "cartes-ouvertes": (720, 51, 16, 10),
    "brest-bc": (333, 32, 6, 4),
    "unisson": (333, 33, 8, 6),
    "ac-lille": (223, 27, 3, 2),
    "tiers-lieux": (175, 35, 4, 3),
}
# Table 34: subscribers, and percent of silent ones; the thesis has none for Brest
SILENT = {
    "catalyst": (167, 50),
    "makers": (125, 42),
    "unisson": (54, 56),
    "ac-lille": (63, 62),
    "tiers-lieux": (114, 68),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("demo")
    demo.generate(folder)
    study = project.load(folder)
    pipeline.ingest(study)
    with Store.open(study.database, write=True) as opened:
        analyze.run(opened, study, decisions.load(study))
        yield opened


def values(store: Store, row: type, *columns: str) -> list[tuple[object, ...]]:
    from factories import values as of

    return of(store, row, *columns)


def test_messages_and_authors_are_those_of_the_thesis(store: Store) -> None:
    volumes = dict(values(store, ListVolume, "source", "messages"))  # type: ignore[arg-type]
    counts = values(store, ListRegulars, "source", "authors", "regular", "intensive")
    assert {source: (volumes[source], *of_list) for source, *of_list in counts} == THESIS


def test_silent_subscribers_are_those_of_the_thesis(store: Store) -> None:
    found = values(store, Silence, "source", "subscribers", "round(100 * silent_share)")
    assert {source: tuple(rest) for source, *rest in found if source in SILENT} == SILENT


def test_intensive_persons_are_those_of_the_thesis(store: Store) -> None:
    assert dict(map(tuple, store.rows("select network, persons from network_intensive"))) == {"Lille": 44, "Brest": 15}


def test_every_decision_of_the_demo_has_its_effect(store: Store) -> None:
    assert values(store, UnusedDecision) == []


def test_every_printed_value_agrees_or_differs_by_an_error_of_the_print(store: Store) -> None:
    query = "select agrees, known_error != '' as known, count(*) from comparisons group by 1, 2 order by 1, 2"
    assert [tuple(row) for row in store.rows(query)] == [(0, 1, 22), (1, 0, 1656)]


def test_what_tables_36_and_37_say_of_persons_comes_from_their_mails_but_for_one_status(store: Store) -> None:
    sources = store.rows("""
        select attributions.source, count(*) from profile_evidence join attributions using (attribution, field)
        where scope = 'network' and (name, profile_evidence.person) in (select network, person from intensive_lists)
          and value != '' and field != 'organisation'
        group by 1 order by 1
    """)
    found = dict(map(tuple, sources))
    assert found.pop("hand") == 1
    assert found.keys() == {"introduction", "signature"}
