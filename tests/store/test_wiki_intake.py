"""Saving what a part tells of a wiki, its later words in place of the earlier, and taking parts off again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.records import (
    Extent,
    Framing,
    GroupRight,
    LogEvent,
    Namespace,
    Page,
    Problem,
    Revision,
    SiteStatistic,
    Skipped,
    WikiRecord,
    WikiSite,
    WikiUser,
)
from maillage.store import Store
from maillage.store.intake import Tally
from maillage.store.wiki_intake import BATCH, KEYS, remove_wiki_part, save_wiki_part

TABLES = (*KEYS, "revision_texts", "duplicates", "problems", "parts", "replaced_rows")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "study.db", write=True) as opened:
        yield opened


FIRST = Revision(
    place="10", size=100, page=1, revision=5, parent=None, at="2011-03-01T10:00:00Z", user="Claire Morvan", user_id=8,
    user_class="registered", minor=False, comment="début", length=5, sha1="ab" * 20, model="wikitext", tags="",
    hidden="", text="Texte",
)  # fmt: skip
EVENT = LogEvent("7", 50, 3, "block", "block", None, "Maël Kervéant", 3, None, 2, "Utilisateur:X", "", "{}", "")


def save(store: Store, path: str, *records: WikiRecord, source: str = "wiki") -> Tally:
    """Save a part that ends where its records do."""
    size = sum(one.size for one in records if isinstance(one, Revision | LogEvent | Problem | Skipped | Framing))
    with store.transaction():
        return save_wiki_part(store, source, path, lambda: path, [*records, Extent(size)])


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a wiki's tables, whatever their order."""
    return {table: sorted((tuple(row) for row in store.rows(f"select * from {table}")), key=repr) for table in TABLES}


def take_off(store: Store) -> None:
    with store.transaction():
        remove_wiki_part(store, store.value("select max(part) from parts"))


def the_revision(store: Store) -> dict[str, object]:
    [row] = store.rows("select * from revisions left join revision_texts using (source, page, revision)")
    return dict(row)


def test_a_revision_met_again_is_a_duplicate_of_the_first(store: Store) -> None:
    save(store, "a", FIRST)
    tally = save(store, "b", FIRST._replace(place="99"))
    assert (tally.read, tally.stored, tally.duplicates, tally.duplicate_bytes) == (1, 0, 1, 100)
    assert [tuple(row) for row in store.rows("select * from duplicates")] == [(2, "99", 100, "revision 5", 1)]
    assert the_revision(store)["part"] == 1


def test_a_revision_met_twice_in_one_part_is_a_duplicate_too(store: Store) -> None:
    tally = save(store, "a", FIRST, FIRST._replace(place="99"))
    assert (tally.stored, tally.duplicates) == (1, 1)


def test_what_is_told_later_holds(store: Store) -> None:
    save(store, "a", FIRST)
    tally = save(store, "b", FIRST._replace(user="", user_id=None, user_class="hidden", hidden="user"))
    found = the_revision(store)
    assert tally.duplicates == 1
    assert (found["user"], found["user_id"], found["user_class"], found["part"]) == ("", None, "hidden", 2)
    assert found["text"] == "Texte"


def test_what_the_later_word_leaves_open_stays_as_it_was(store: Store) -> None:
    save(store, "a", FIRST._replace(parent=4, tags="mw-undo"))
    save(store, "b", FIRST._replace(text=None, sha1="", model="", comment="corrigé"))
    found = the_revision(store)
    assert (found["text"], found["sha1"], found["model"], found["parent"], found["tags"], found["comment"]) == (
        "Texte", FIRST.sha1, "wikitext", 4, "mw-undo", "corrigé",
    )  # fmt: skip


def test_a_text_that_is_masked_later_goes_with_its_digest(store: Store) -> None:
    save(store, "a", FIRST)
    save(store, "b", FIRST._replace(text=None, sha1="", hidden="text"))
    assert (the_revision(store)["text"], the_revision(store)["sha1"]) == (None, "")


def test_a_revision_that_went_to_another_page_is_there_once(store: Store) -> None:
    save(store, "a", FIRST)
    save(store, "b", FIRST._replace(page=2))
    assert (the_revision(store)["page"], the_revision(store)["text"]) == (2, "Texte")
    assert store.value("select count(*) from revision_texts") == 1


def test_texts_are_the_same_from_bytes_and_from_strings(store: Store) -> None:
    save(store, "a", FIRST._replace(text="l’été".encode()))
    assert the_revision(store)["text"] == "l’été"
    assert save(store, "b", FIRST._replace(text="l’été")).duplicates == 1
    assert the_revision(store)["part"] == 1


STORIES: dict[str, list[WikiRecord]] = {
    "dump": [
        WikiSite((("sitename", "Vallée"), ("lang", "fr"))),
        Namespace(1, "Discussion", "Talk", None),
        Page(1, 0, "Moulin", ""),
        FIRST,
        FIRST._replace(place="110", revision=6, text="Suite"),
        Page(2, 0, "Four", None),
        FIRST._replace(place="210", revision=7, page=2, text=None),
        Problem("310", 4, "abîmé"),
    ],
    "answers": [
        EVENT,
        FIRST._replace(place="0", page=2, hidden="user", user="", user_id=None, user_class="hidden"),
        FIRST._replace(place="1", revision=6, text=None, sha1="", hidden="text"),
        FIRST._replace(place="2", revision=8, page=3),
    ],
    "snapshot": [
        WikiSite((("sitename", "Wiki de la vallée"), ("time", "2020-01-01T00:00:00Z"))),
        Namespace(1, "Discussion", "Talk", content=False),
        GroupRight("*", "edit"),
        SiteStatistic("edits", 3),
        WikiUser("Claire Morvan", 8, None, 3, "sysop"),
        Page(1, 0, "Moulin du Guern", None),
        EVENT._replace(comment="retiré"),
    ],
}


def test_parts_taken_off_leave_what_was_there_before_them(store: Store) -> None:
    states = [contents(store)]
    for name, records in STORIES.items():
        save(store, name, *records)
        states.append(contents(store))
    for before in reversed(states[:-1]):
        take_off(store)
        assert contents(store) == before


def test_what_the_snapshot_leaves_open_of_a_page_stays(store: Store) -> None:
    for name, records in STORIES.items():
        save(store, name, *records)
    page = next(store.rows("select title, redirect, part from pages where page = 1"))
    assert tuple(page) == ("Moulin du Guern", "", 3)
    assert store.value("select value from wiki_facts where name = 'lang'") == "fr"


def test_the_ledger_adds_up_in_items_and_bytes(store: Store) -> None:
    tally = Tally()
    for name, records in STORIES.items():
        tally += save(store, name, *records)
    tally += save(store, "rest", Skipped(3, 30), Framing(7))
    assert tally.read == tally.stored + tally.duplicates + tally.problems + tally.skipped == 12
    assert (tally.stored, tally.duplicates, tally.problems, tally.skipped) == (5, 3, 1, 3)
    assert tally.bytes_read == tally.stored_bytes + tally.duplicate_bytes + tally.problem_bytes + tally.skipped_bytes
    kept = store.value("select (select count(*) from revisions) + (select count(*) from wiki_logs)")
    assert kept == tally.stored


def test_bytes_that_no_record_covers_are_a_problem_of_their_own(store: Store) -> None:
    with store.transaction():
        tally = save_wiki_part(store, "wiki", "a", str, [FIRST, Extent(130)])
    assert (tally.problems, tally.problem_bytes, tally.read) == (1, 30, 2)


def test_two_wikis_have_the_same_numbers_and_nothing_else_in_common(store: Store) -> None:
    save(store, "a", FIRST, source="wiki")
    assert save(store, "a", FIRST, source="other").stored == 1


def test_a_batch_with_one_known_revision_keeps_all_the_others(store: Store) -> None:
    save(store, "a", FIRST._replace(revision=BATCH // 2))
    many = [FIRST._replace(place=str(number), revision=number, text=None) for number in range(1, 2 * BATCH)]
    tally = save(store, "b", *many)
    assert (tally.stored, tally.duplicates) == (2 * BATCH - 2, 1)
    assert store.value("select count(*) from revisions") == 2 * BATCH - 1
