"""The tables of how wikis are written: together, undone, kept, discussed."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import Archive
from page_histories import Wiki, derive, study

from maillage.project import Study
from maillage.reports import tables
from maillage.reports.table import Choice, Table
from maillage.reports.tables import wiki_cowriting_ties
from maillage.store import Store

STEPS = ("reverts", "sessions", "survival", "cowriting", "discussion", "duplicate_pages")
NAMES = (
    "wiki-cowriting", "wiki-cowriting-ties", "wiki-duplicate-pages", "wiki-survival", "wiki-survival-authors",
    "wiki-reverts", "wiki-revert-roles", "wiki-revert-pairs", "wiki-sessions", "wiki-discussion",
)  # fmt: skip


def fill(wiki: Wiki) -> None:
    """Two pages of nearly one title, one of them by three persons, with a revert; and a talk page."""
    wiki.user("Aline", "sysop")
    wiki.page(1, "Jardin partagé")
    wiki.texts(
        1, ("Aline", "le jardin"), ("Bruno", "rien"), ("Aline", "le jardin"), ("Chloé", "le jardin de la mer du nord")
    )
    wiki.page(2, "Jardins partagés")
    wiki.texts(2, ("Bruno", "un autre jardin"), day="2015-03-03")
    wiki.page(3, "Discussion:Jardin partagé", namespace=1)
    wiki.texts(3, ("Bruno", "pourquoi"), ("Aline", "pourquoi\nparce que"), day="2015-03-04")


@pytest.fixture
def of(tmp_path: Path) -> Study:
    return study(tmp_path, "brest", "abers")


@pytest.fixture
def store(archive: Archive, of: Study) -> Store:
    for source in of.wikis:
        fill(Wiki(archive, source.name))
    derive(archive, of, STEPS)
    return archive.store


def build(name: str, store: Store, of: Study, choice: Choice | None = None) -> Table:
    return tables.build(name, store, of, choice or Choice())


def row(name: str, store: Store, of: Study) -> dict[str, object]:
    """The first row of a table, by column."""
    table = build(name, store, of)
    return dict(zip((column.name for column in table.columns), table.rows[0], strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_wikis_stand_in_the_order_of_the_study_and_a_choice_leaves_one(name: str, store: Store, of: Study) -> None:
    table = build(name, store, of)
    assert list(dict.fromkeys(found[0] for found in table.rows)) == ["brest", "abers"]
    assert {found[0] for found in build(name, store, of, Choice(source="abers")).rows} == {"abers"}
    assert {len(found) for found in table.rows} == {len(table.columns)}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_what_is_counted_without_open_ends(name: str, store: Store, of: Study) -> None:
    table = build(name, store, of)
    for text in (table.title, table.definition, *table.notes, *(column.label for column in table.columns)):
        assert set(text) == {"fr", "en"}
        assert not any("{" in said for said in text.values())


def test_shares_of_cowriting(store: Store, of: Study) -> None:
    """One of two pages by three persons; of five edits, Bruno's and Chloé's are on Aline's page."""
    found = row("wiki-cowriting", store, of)
    assert (found["share_by_two"], found["share_by_three"], found["share_by_others"]) == (0.5, 0.5, 2 / 5)
    assert found["share_daring"] == 2 / 3


def test_three_persons_on_a_page_are_three_pairs(store: Store, of: Study) -> None:
    rows = build("wiki-cowriting-ties", store, of, Choice(source="abers")).rows
    assert [found[3] for found in rows] == [1, 1, 1]


def test_of_too_many_pairs_those_with_most_pages_are_shown_and_a_note_says_so(
    store: Store, of: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = build("wiki-cowriting-ties", store, of)
    assert not whole.notes
    monkeypatch.setattr(wiki_cowriting_ties, "MOST_PAIRS", 2)
    table = build("wiki-cowriting-ties", store, of)
    assert table.rows == tuple(
        found for wiki in ("brest", "abers") for found in [row for row in whole.rows if row[0] == wiki][:2]
    )
    assert [note["en"].partition(", of")[0] for note in table.notes] == [
        f"{source.label}: 3 pairs" for source in of.wikis
    ]


def test_double_pages_have_their_reason_in_words(store: Store, of: Study) -> None:
    rows = build("wiki-duplicate-pages", store, of, Choice(source="brest")).rows
    assert rows == (("brest", "Jardin partagé", "Jardins partagés", "singulier et pluriel", 0.9, 1),)


def test_shares_of_surviving_words(store: Store, of: Study) -> None:
    """Eleven words written, one of them gone: Aline's two, Chloé's five and Bruno's three stay."""
    found = row("wiki-survival", store, of)
    assert (found["written"], found["surviving"], found["share_surviving"]) == (11, 10, 10 / 11)
    assert found["share_by_administrators"] == 2 / 10


def test_authors_stand_by_what_stays_of_them(store: Store, of: Study) -> None:
    rows = build("wiki-survival-authors", store, of, Choice(source="abers")).rows
    assert [found[3:8] for found in rows] == [(5, 0, 5, 1.0, 0.5), (4, 2, 3, 0.75, 0.3), (2, 0, 2, 1.0, 0.2)]


def test_reverts_by_share_by_role_and_by_person(store: Store, of: Study) -> None:
    found = row("wiki-reverts", store, of)
    assert (found["reverts"], found["share_reverted"], found["repairs"]) == (1, 1 / 7, 0)
    roles = build("wiki-revert-roles", store, of, Choice(source="brest")).rows
    assert roles == (("brest", "administrateurs", "contributeurs", 1, 1, 1.0, 0),)
    (pair,) = build("wiki-revert-pairs", store, of, Choice(source="brest")).rows
    assert pair[3:] == (1, 1, "2015-03-02")


def test_untold_texts_have_a_note(archive: Archive, tmp_path: Path) -> None:
    wiki = Wiki(archive)
    wiki.page(1, "Port")
    wiki.edit(1, "Aline", "2015-03-02 10:00")
    of = study(tmp_path)
    derive(archive, of, STEPS)
    table = build("wiki-reverts", archive.store, of)
    assert len(table.notes) == 2
    assert table.rows[0][2] is None


def test_sessions_in_minutes(store: Store, of: Study) -> None:
    """Aline two, Bruno three, Chloé one; the longest from the first edit to a revert two minutes later."""
    found = row("wiki-sessions", store, of)
    assert (found["sessions"], found["longest_minutes"], found["share_single"]) == (6, 2.0, 5 / 6)


def test_discussion_beside_all_edits(store: Store, of: Study) -> None:
    found = row("wiki-discussion", store, of)
    assert (found["share"], found["answers"], found["share_answered"]) == (2 / 7, 1, 1.0)
    assert (found["share_discussed"], found["share_talkers"], found["last"]) == (0.5, 2 / 3, "2015-03-04")
