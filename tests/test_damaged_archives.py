"""Archives and subscriber lists of every kind, damaged in every way: each is told, and nothing else is lost by it."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path
from random import Random

import factories
import pytest
from damage import BYTES, DAMAGES, FIXTURES, PLACES, ROSTERS, SAMPLES, damaged, rosters, samples, taken

from maillage import ingest
from maillage.errors import UnreadableArchive
from maillage.ingest import rosters as readers
from maillage.project import WIKI_KINDS, Source, Study, SubscriberList, WikiOptions
from maillage.store import Store
from maillage.update import update

GOOD = FIXTURES / "mbox" / "qmail-mboxrd.mbox"
SHARE = 4  # each sample is damaged in one of so many ways; the samples of a run together in all
LONGEST = 20.0  # seconds that any of them may take; they take a tenth of one
UNTRUE = """
    select parts.path from parts left join (select part, count(*) as told, sum(size) as told_bytes from problems
      group by part) using (part)
    where read <> stored + duplicates + problems + skipped
      or bytes_read <> stored_bytes + duplicate_bytes + problem_bytes + skipped_bytes
      or problems <> coalesce(told, 0) or problem_bytes <> coalesce(told_bytes, 0)
    union select 'not accounted for' from problems where reason = 'bytes that were not accounted for'
"""


def study_of(root: Path, source: Source) -> Study:
    return factories.study(root, Source("bon", "mbox", GOOD), source, database=root / "study.db")


def assert_told(study: Study) -> None:
    """Assert that an update reads what can be read and adds up, or that one error names what cannot be read at all."""
    begin = time.monotonic()
    with Store.open(study.database, write=True) as store:
        try:
            update(store, study)
        except UnreadableArchive as error:
            assert str(error)  # noqa: PT017  one of the two ways in which it may end
        else:
            assert [tuple(row) for row in store.rows(UNTRUE)] == []
            assert store.value("select count(*) from messages where source = 'bon'") == 3
            again = update(store, study)
            assert (again.changed, again.added.read) == (False, 0)
    assert time.monotonic() - begin < LONGEST


def damages_of(number: int) -> list[str]:
    """The damages that a sample gets in this test: another share for each."""
    return [damage for place, damage in enumerate(DAMAGES) if place % SHARE == number % SHARE]


def source_of(kind: str, path: Path) -> Source:
    wiki = WikiOptions() if kind in WIKI_KINDS else None
    return Source("essai", kind, path, wiki=wiki, labels=("Ateliers",) if kind == "takeout" else ())


def test_there_is_a_sample_of_every_kind(tmp_path: Path) -> None:
    assert sorted(SAMPLES) == sorted(ingest.KINDS)
    assert sorted(ROSTERS) == sorted(readers.READERS)
    for kind, path in samples(tmp_path / "samples"):
        assert ingest.reader(kind).recognizes(path), path
    for kind, path in rosters(tmp_path / "rosters"):
        assert readers.recognize(path) == kind
    for number in range(SHARE):
        assert damages_of(number)


@pytest.mark.parametrize("kind", ingest.KINDS)
def test_an_archive_that_is_damaged_is_told_and_the_others_are_read(kind: str, tmp_path: Path) -> None:
    random = Random(kind)  # noqa: S311  the same damages at every run
    number = ingest.KINDS.index(kind)
    for place, (_, sample) in enumerate(one for one in samples(tmp_path / "samples") if one[0] == kind):
        for damage in damages_of(number + place):
            root = tmp_path / f"{place} {damage}"
            copy = taken(sample, root / "archive")
            damaged(copy, damage, random)
            assert_told(study_of(root, source_of(kind, copy)))


@pytest.mark.parametrize("kind", ROSTERS)
def test_a_subscriber_list_that_is_damaged_is_told(kind: str, tmp_path: Path) -> None:
    random = Random(kind)  # noqa: S311  the same damages at every run
    (sample,) = (path for of, path in rosters(tmp_path / "rosters") if of == kind)
    for damage in damages_of(list(ROSTERS).index(kind)):
        root = tmp_path / damage
        copy = taken(sample, root / "archive")
        damaged(copy, damage, random)
        subscribers = SubscriberList(copy, date(2017, 1, 1), kind)
        assert_told(study_of(root, Source("essai", "mbox", GOOD, subscribers=(subscribers,))))


@pytest.mark.parametrize("place", [name for name in PLACES if name not in ("gone", "not to be read")])
def test_whatever_lies_among_its_files_an_archive_is_read(place: str, tmp_path: Path) -> None:
    for kind, sample in samples(tmp_path / "samples"):
        if not sample.is_dir() or kind == "public_inbox":
            continue
        root = tmp_path / kind / sample.name
        copy = taken(sample, root / "archive")
        (copy / "x").write_bytes(b"x\n")
        PLACES[place](copy / "x", Random(0))  # noqa: S311  it is not asked
        assert_told(study_of(root, source_of(kind, copy)))
        with Store.open(root / "study.db") as store:
            assert store.value("select count(*) from parts where source = 'essai'"), kind


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_whose_rights_forbid_it_is_named(tmp_path: Path) -> None:
    copy = taken(FIXTURES / "mbox", tmp_path / "archive")
    (copy / "thunderbird.mbox").chmod(0)
    study = study_of(tmp_path, source_of("mbox", copy))
    with Store.open(study.database, write=True) as store, pytest.raises(UnreadableArchive, match="rights"):
        update(store, study)


def test_every_damage_of_bytes_changes_them() -> None:
    content = GOOD.read_bytes()
    for name, damage in BYTES.items():
        assert any(damage(content, Random(seed)) != content for seed in range(5)), name  # noqa: S311
