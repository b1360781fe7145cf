from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from factories import Archive, values
from page_histories import Wiki, study

from maillage.analyze import follow_words
from maillage.analyze.wikis import words
from maillage.analyze.wikis.words import PageWords, RevisionWords


@pytest.fixture
def texts(wiki: Wiki) -> Wiki:
    """Two content pages and a talk page."""
    wiki.page(1, "Port")
    wiki.texts(1, ("Aline", "le port de la ville"), ("Bruno", "le port de la mer"))
    wiki.page(2, "Mer")
    wiki.texts(2, ("Bruno", "la mer"), ("Aline", "rien"), ("Bruno", "la mer"))
    wiki.page(3, "Discussion:Port", namespace=1)
    wiki.texts(3, ("Aline", "et le vent ?"))
    return wiki


def test_content_pages_are_followed_revision_by_revision(texts: Wiki, archive: Archive, tmp_path: Path) -> None:
    follow_words(archive.store, study(tmp_path))
    assert values(archive.store, PageWords, "page", "followed", "unread", "words", "coarse") == [
        (1, 2, 0, 5, 0),
        (2, 3, 0, 2, 0),
    ]
    columns = [field.name for field in dataclasses.fields(RevisionWords)][1:]
    assert values(archive.store, RevisionWords, *columns) == [
        (1, 1, 5, 0, 1, 4, 4, 4),
        (1, 2, 1, 1, 0, 0, 0, 1),
        (2, 3, 2, 0, 2, 2, 0, 2),
        (2, 4, 1, 2, 1, 0, 0, 0),
        (2, 5, 0, 0, 0, 0, 0, 0),
    ]


def test_only_pages_whose_revisions_changed_are_followed_again(texts: Wiki, archive: Archive, tmp_path: Path) -> None:
    of = study(tmp_path)
    follow_words(archive.store, of)
    assert words.plan(archive.store, of).new == {}
    texts.edit(2, "Aline", "2015-04-02 10:00", "la mer monte")
    plan = words.plan(archive.store, of)
    assert (plan.new.keys(), plan.gone, plan.anew) == ({("wiki", 2)}, {("wiki", 2)}, False)
    follow_words(archive.store, of)
    assert values(archive.store, PageWords, "page", "words") == [(1, 5), (2, 3)]


def test_a_page_that_is_gone_goes(texts: Wiki, archive: Archive, tmp_path: Path) -> None:
    of = study(tmp_path)
    follow_words(archive.store, of)
    archive.store.connection.execute("delete from pages where page = 2")
    follow_words(archive.store, of)
    assert {page for (page,) in values(archive.store, RevisionWords, "page")} == {1}


def test_all_are_followed_again_when_the_rules_change(
    texts: Wiki, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = study(tmp_path)
    follow_words(archive.store, of)
    before = values(archive.store, RevisionWords)
    monkeypatch.setattr(words, "FOLLOWED_BY", ("authorship.py",))
    plan = words.plan(archive.store, of)
    assert (plan.anew, len(plan.new)) == (True, 2)
    follow_words(archive.store, of)
    assert values(archive.store, RevisionWords) == before


def test_a_text_that_is_missing_is_counted_and_passed_over(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    wiki.page(1, "Port")
    wiki.edit(1, "Aline", "2015-03-02 10:00", "le port")
    wiki.edit(1, "Bruno", "2015-03-02 10:01", "le port de Brest", hidden="text", kept=False)
    wiki.edit(1, "Chloé", "2015-03-02 10:02", "le port de Brest")
    follow_words(archive.store, study(tmp_path))
    assert values(archive.store, PageWords, "followed", "unread") == [(2, 1)]
    assert values(archive.store, RevisionWords, "revision", "surviving") == [(1, 2), (3, 2)]


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("shared", [("1", 1, 0), ("2", 1, 10**9), ("2", 10**9, 30)])
def test_the_rows_are_the_same_however_the_work_is_shared(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: tuple[str, int, int]
) -> None:
    workers, batch, most = shared
    of = study(tmp_path)
    follow_words(archive.store, of)
    before = sorted(values(archive.store, RevisionWords)), sorted(values(archive.store, PageWords))
    monkeypatch.setenv("MAILLAGE_WORKERS", workers)
    monkeypatch.setattr(words, "WORTH_WORKERS", 0)
    monkeypatch.setattr(words, "BATCH", batch)
    monkeypatch.setattr(words, "MOST_SENT", most)
    archive.store.set_setting(words.RULES, "other rules")
    follow_words(archive.store, of)
    assert (sorted(values(archive.store, RevisionWords)), sorted(values(archive.store, PageWords))) == before
