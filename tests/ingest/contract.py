"""What every kind of archive has to do: a class that each kind's tests derive from."""

from __future__ import annotations

import shutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import factories
import pytest

from maillage import ingest
from maillage.project import Source, Study
from maillage.records import Extent, Message, Problem, Record
from maillage.store import Store
from maillage.update import update

FIXTURES = Path(__file__).parents[2] / "fixtures"
LEDGER = """
    select sum(read), sum(stored), sum(duplicates), sum(problems), sum(bytes_read),
      sum(stored_bytes + duplicate_bytes + problem_bytes + skipped_bytes), sum(skipped) from parts
"""


def records_of(kind: str, path: Path) -> dict[str, list[Record]]:
    """The records of each part."""
    reader = ingest.reader(kind)
    return {part.name: list(reader.read(part)) for part in reader.parts(path)}


def messages_of(kind: str, path: Path) -> list[Message]:
    return [one for records in records_of(kind, path).values() for one in records if isinstance(one, Message)]


def study_of(root: Path, *archives: tuple[str, Path]) -> Study:
    """A study of these archives, (kind, path) each, named `list0`, `list1`..."""
    sources = [Source(f"list{number}", kind, path) for number, (kind, path) in enumerate(archives)]
    return factories.study(root, *sources, database=root / "study.db")


def seen(folder: Path) -> list[tuple[str, int, int]]:
    """The files of an archive, with their sizes and times."""
    files = sorted([folder, *folder.rglob("*")])
    return [(file.as_posix(), file.stat().st_size, file.stat().st_mtime_ns) for file in files]


class IngesterContract:
    """Every kind of archive passes this."""

    kind: ClassVar[str]
    sample: ClassVar[Path]
    expected: ClassVar[dict[str, int]]  # messages, problems; duplicates, skipped mails and unread files, if any

    @pytest.fixture
    def archive(self, tmp_path: Path) -> Iterator[Path]:
        """The sample, alone in a folder that may not be written to."""
        copy = tmp_path / "archive" / self.sample.name
        copy.parent.mkdir()
        if self.sample.is_dir():
            shutil.copytree(self.sample, copy)
        else:
            shutil.copy(self.sample, copy)
        files = sorted(copy.parent.rglob("*"), reverse=True)
        for file in files:
            file.chmod(0o555 if file.is_dir() else 0o444)
        yield copy
        for file in files:
            file.chmod(0o755)

    def test_its_sample_is_recognized_and_is_of_no_other_kind(self) -> None:
        assert ingest.recognize(self.sample) == self.kind

    def test_reading_twice_gives_the_same_records(self) -> None:
        assert records_of(self.kind, self.sample) == records_of(self.kind, self.sample)

    def test_all_messages_and_problems_are_found(self) -> None:
        found = [one for records in records_of(self.kind, self.sample).values() for one in records]
        kinds = [type(one) for one in found]
        assert {"messages": kinds.count(Message), "problems": kinds.count(Problem)} == {
            name: self.expected[name] for name in ("messages", "problems")
        }

    def test_each_part_ends_with_its_extent_which_its_records_fill(self) -> None:
        for records in records_of(self.kind, self.sample).values():
            assert [type(one) is Extent for one in records] == [False] * (len(records) - 1) + [True]
            assert sum(one.size for one in records if not isinstance(one, Extent)) == records[-1][0]

    def test_every_place_is_unique_in_its_part(self) -> None:
        for records in records_of(self.kind, self.sample).values():
            places = [one.place for one in records if isinstance(one, Message | Problem)]
            assert len(places) == len(set(places))

    def test_the_ledger_adds_up_and_a_second_run_stores_nothing(self, archive: Path, tmp_path: Path) -> None:
        before = seen(archive.parent)
        study = study_of(tmp_path, (self.kind, archive))
        with Store.open(study.database, write=True) as store:
            first = update(store, study)
            read, stored, duplicates, problems, size, accounted, skipped = tuple(next(store.rows(LEDGER)))
            unread = store.value("select count(*) from unread_files")
            again = update(store, study)
        stored_at_best = self.expected["messages"] - self.expected.get("duplicates", 0)
        assert (stored, problems) == (stored_at_best, self.expected["problems"])
        assert (read, size) == (stored + duplicates + problems + skipped, accounted)
        assert (skipped, unread) == (self.expected.get("skipped", 0), self.expected.get("unread", 0))
        assert (first.changed, first.broken, again.changed, again.added.read) == (True, [], False, 0)
        assert seen(archive.parent) == before

    def big(self, folder: Path, mails: int) -> Path:
        """An archive of many mails, each of about 10 KB."""
        raise NotImplementedError

    def test_no_more_than_a_window_of_the_archive_is_held(self, tmp_path: Path) -> None:
        mails = 1200
        path = self.big(tmp_path, mails)
        reader = ingest.reader(self.kind)
        tracemalloc.start()
        found = sum(isinstance(one, Message) for part in reader.parts(path) for one in reader.read(part))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found == mails
        assert peak < 6 << 20, "half of the archive"


def mail(number: int, size: int = 60, **fields: str) -> bytes:
    """A mail of its own number."""
    header = {
        "From": "Anne Le Bras <anne@exemple.example>",
        "Date": f"Mon, 12 Mar 2007 10:{number // 60 % 60:02}:{number % 60:02} +0100",
        "Subject": f"Message {number}",
        "Message-ID": f"<m{number}@exemple.example>",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    body = f"Bonjour, ceci est le message {number}.\n" + "Encore une ligne de texte.\n" * (size // 27)
    return "".join(f"{name}: {value}\n" for name, value in header.items()).encode() + b"\n" + body.encode()


FROM_LINE = b"From anne@exemple.example Mon Mar 12 10:15:03 2007\n"


def mbox_of(*mails: bytes) -> bytes:
    """An mbox file of mails."""
    return b"".join(FROM_LINE + one + b"\n" for one in mails)
