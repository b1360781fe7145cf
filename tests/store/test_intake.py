"""Saving what a part holds, and forgetting it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.ingest.mail import to_message
from maillage.records import Extent, Message, Problem
from maillage.store import Store
from maillage.store.intake import BATCH, Tally, is_same, known_parts, remove_part, reused, save_part


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "study.db", write=True) as opened:
        yield opened


MONDAY = "Mon, 12 Mar 2007 10:00:00 +0100"
TUESDAY = "Tue, 13 Mar 2007 10:00:00 +0100"


def message(place: int, name: str = "m", text: str = "Bonjour", date: str = MONDAY) -> Message:
    raw = f"From: a@b.example\nDate: {date}\nMessage-ID: <{name}@b.example>\n\n{text}\n"
    return to_message(raw.encode(), str(place), size=10)


def save(store: Store, path: str, *records: Message | Problem, source: str = "makers") -> Tally:
    with store.transaction():
        return save_part(store, source, path, path, [*records, Extent(sum(one.size for one in records))])


@pytest.mark.parametrize(("one", "other", "same"), [
    (("2007", "a b"), ("2007", "a\n b"), True),
    (("2007", "a b"), ("2007", "autre"), True),
    (("2007", "a b"), ("2008", "a b "), True),
    (("2007", "a b"), ("2008", "autre"), False),
    ((None, "a b"), (None, "autre"), False),
    ((None, "a b"), (None, " a b"), True),
    ((None, "a"), ("2007", "b"), False),
])  # fmt: skip
def test_mails_with_one_id_are_one_mail(one: tuple[str, str], other: tuple[str, str], *, same: bool) -> None:
    assert is_same(*one, *other) is same


def test_mails_that_only_a_volume_dates_are_compared_by_their_words(store: Store) -> None:
    first, second = (
        to_message(f"From: a\nMessage-ID: <m>\n\n{text}\n".encode(), text, volume="2007-March.txt")
        for text in ("un", "deux")
    )
    assert first.sent_at == second.sent_at
    assert save(store, "a", first, second, first._replace(place="trois")).duplicates == 1


def test_bytes_that_no_record_covers_are_a_problem_of_their_own(store: Store) -> None:
    with store.transaction():
        tally = save_part(store, "makers", "a", "", [message(0), Extent(25)])
    assert (tally.read, tally.problems, tally.problem_bytes) == (2, 1, 15)
    assert store.value("select reason from problems") == "bytes that were not accounted for"


def test_a_duplicate_names_the_part_whose_message_was_kept(store: Store) -> None:
    save(store, "a", message(0))
    save(store, "b", message(0, text="autre", date=TUESDAY))
    save(store, "c", message(0), message(10, text="autre", date=TUESDAY))
    parts = {known.part: path for path, known in known_parts(store, "makers").items()}
    assert [parts[row["kept_part"]] for row in store.rows("select * from duplicates order by place")] == ["a", "b"]
    assert [row["id_source"] for row in store.rows("select * from messages order by message")] == ["header", "reused"]


@pytest.mark.parametrize(("gone", "again"), [("a", {"b", "c"}), ("b", {"c"}), ("c", set())])
def test_the_parts_that_leaned_on_a_removed_one_are_told(store: Store, gone: str, again: set[str]) -> None:
    save(store, "a", message(0))
    save(store, "b", message(0, text="autre", date=TUESDAY))
    save(store, "c", message(0), message(10, text="autre", date=TUESDAY))
    with store.transaction():
        assert remove_part(store, known_parts(store, "makers")[gone].part) == again


def test_the_same_id_in_another_source_is_another_message(store: Store) -> None:
    assert save(store, "a", message(0)).stored == save(store, "a", message(0), source="voisins").stored == 1


def test_duplicates_are_found_within_a_batch_and_across_batches(store: Store) -> None:
    many = [message(place, f"m{place % (BATCH + 5)}") for place in range(2 * BATCH + 10)]
    assert save(store, "a", *many) == Tally(
        bytes_read=10 * len(many),
        read=len(many),
        stored=BATCH + 5,
        stored_bytes=10 * (BATCH + 5),
        duplicates=BATCH + 5,
        duplicate_bytes=10 * (BATCH + 5),
    )


def test_nothing_of_a_part_is_left_behind(store: Store) -> None:
    raw = b"From: a@b.example\nContent-Type: image/png; name=a.png\n\nx"
    save(store, "a", to_message(raw, "0"), message(60), message(70), Problem("80", 5, "illisible"))
    with store.transaction():
        remove_part(store, 1)
    for table in ("messages", "texts", "attachments", "duplicates", "problems", "parts"):
        assert store.value(f"select count(*) from {table}") == 0


def test_a_reused_id_is_the_same_at_every_reading_and_of_the_same_words() -> None:
    assert reused("a@b", "2007", "un  deux\n") == reused("a@b", "2007", "un deux")
    assert reused("a@b", "2007", "un deux") != reused("a@b", "2008", "un deux")
    assert reused("a@b", None, "\udc80").startswith("a@b#")
