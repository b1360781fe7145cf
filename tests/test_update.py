"""Bringing the database up to the archives: once and again, grown, changed, damaged, interrupted."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import factories
import pytest

from maillage.errors import DatabaseError, UnreadableArchive
from maillage.project import Source, Study
from maillage.store import Store
from maillage.update import Update, update

ROOT = Path(__file__).parents[1]
FROM_LINE = b"From anne@exemple.example Mon Mar 12 10:15:03 2007\n"
COUNTS = ("read", "stored", "duplicates", "problems", "bytes_read", "stored_bytes", "duplicate_bytes", "problem_bytes")


def mail(number: int, body: str = "", **fields: str) -> bytes:
    header = {
        "From": "Anne Le Bras <anne@exemple.example>",
        "Date": f"Mon, 12 Mar 2007 {10 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02} +0100",
        "Subject": f"Message {number}",
        "Message-ID": f"<m{number}@exemple.example>",
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    head = "".join(f"{name}: {value}\n" for name, value in header.items() if value)
    return f"{head}\n{body or f'Ceci est le message {number}.'}\n".encode()


def mbox_of(*mails: bytes) -> bytes:
    return b"".join(FROM_LINE + one + b"\n" for one in mails)


def study_of(root: Path, **archives: Path) -> Study:
    sources = [Source(name, "mbox", path) for name, path in archives.items()]
    return factories.study(root, *sources, database=root / "study.db")


def run(study: Study) -> Update:
    with Store.open(study.database, write=True) as store:
        return update(store, study)


def rows(study: Study, query: str) -> list[tuple[Any, ...]]:
    with Store.open(study.database) as store:
        return [tuple(row) for row in store.rows(query)]


def ledger(study: Study) -> dict[str, int]:
    """What the ledger says, once it has been seen to add up with itself and with the tables."""
    (sums,) = rows(study, f"select {', '.join(f'coalesce(sum({name}), 0)' for name in COUNTS)} from parts")
    found = dict(zip(COUNTS, sums, strict=True))
    assert found["read"] == found["stored"] + found["duplicates"] + found["problems"]
    assert found["bytes_read"] == found["stored_bytes"] + found["duplicate_bytes"] + found["problem_bytes"]
    for table, count, size in [
        ("messages", "stored", "stored_bytes"),
        ("duplicates", "duplicates", "duplicate_bytes"),
        ("problems", "problems", "problem_bytes"),
    ]:
        assert rows(study, f"select count(*), coalesce(sum(size), 0) from {table}") == [(found[count], found[size])]
    orphans = "select count(*) from {} where message not in (select message from messages)"
    assert rows(study, orphans.format("texts")) == rows(study, orphans.format("attachments")) == [(0,)]
    return {name: found[name] for name in COUNTS[:4]}


CONTENT = (
    """select source, path, place, messages.size, message_id, id_source, sent_at, date_source, date_written,
         from_written, address, name, subject, in_reply_to, repairs, text
       from messages join parts using (source, part) join texts using (message) order by source, path, place""",
    """select parts.source, parts.path, place, size, message_id, kept.path from duplicates join parts using (part)
         join parts as kept on kept.part = kept_part order by 1, 2, 3""",
    "select source, path, place, size, reason from problems join parts using (part) order by source, path, place",
    f"select source, path, digest, {', '.join(COUNTS)} from parts order by source, path",
    "select * from sources order by source",
    "select * from unread_files order by source, path",
)


def content(study: Study) -> list[list[tuple[Any, ...]]]:
    """All that the database says but its row numbers."""
    return [rows(study, query) for query in CONTENT]


def assert_as_fresh(study: Study) -> None:
    fresh = Study(**{**vars(study), "database": study.database.with_name("fresh.db")})
    fresh.database.unlink(missing_ok=True)
    run(fresh)
    assert content(study) == content(fresh)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    (tmp_path / "box").mkdir()
    return tmp_path / "box"


@pytest.fixture
def study(tmp_path: Path, box: Path) -> Study:
    return study_of(tmp_path, makers=box)


def test_an_unchanged_archive_is_not_stored_again(study: Study, box: Path) -> None:
    (box / "a.mbox").write_bytes(mbox_of(mail(1), mail(2)))
    assert run(study).added.stored == 2
    before = study.database.read_bytes()
    again = run(study)
    assert (again.changed, again.unchanged, again.added.read) == (False, 1, 0)
    study.database.with_name("study.db.stamps").unlink()
    assert not run(study).changed
    assert study.database.read_bytes() == before


def test_an_unchanged_archive_is_not_even_opened(study: Study, box: Path) -> None:
    path = box / "a.mbox"
    path.write_bytes(mbox_of(mail(1)))
    run(study)
    stamp = path.stat()
    path.write_bytes(path.read_bytes().replace(b"message 1", b"message 9"))  # what no file system does by itself
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert not run(study).changed


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"x": 3}', b"\xff"])
def test_stamps_that_cannot_be_read_are_made_again(study: Study, box: Path, content: bytes) -> None:
    (box / "a.mbox").write_bytes(mbox_of(mail(1)))
    study.database.with_name("study.db.stamps").write_bytes(content)
    assert run(study).added.stored == 1


ADDED = [
    [mail(3)],
    [mail(3), mail(4), mail(1)],
    [mail(3, "Bonjour\n>From ici\n\nFrom mardi\n")],
    [mail(3, Message_ID=""), mail(3, Message_ID="")],
    [mail(1, "Autre chose", Date="Tue, 13 Mar 2007 08:00:00 +0100")],
    [mail(3).replace(b"\n", b"\r\n")],
]


@pytest.mark.parametrize("added", ADDED, ids=str)
def test_a_file_that_grew_is_read_from_where_it_ended(study: Study, box: Path, added: list[bytes]) -> None:
    path = box / "a.mbox"
    path.write_bytes(mbox_of(mail(1), mail(2)))
    run(study)
    with path.open("ab") as file:
        file.write(mbox_of(*added))
    done = run(study)
    assert (done.added.read, done.read, done.unchanged) == (len(added), 1, 0)
    assert ledger(study)["read"] == 2 + len(added)
    assert_as_fresh(study)


BEFORE = {
    "a From line without a header": mbox_of(mail(1)) + FROM_LINE,
    "escaped under a length": mbox_of(mail(1, "a\n\n>From b", Content_Length="13")),
    "a wrong length": mbox_of(mail(1, Content_Length="100000")),
    "no last line end": mbox_of(mail(1), mail(2))[:-2],
    "cut in a header": mbox_of(mail(1), mail(2))[:-40],
    "cut in a From line": mbox_of(mail(1)) + FROM_LINE[:20],
    "nothing": b"",
    "blank lines": b"\n\n",
    "garbage": b"pas un courriel\n",
}


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("rest", [mbox_of(mail(3)), b"From mardi on\nest la\n\n" + mbox_of(mail(3))])
def test_a_cut_file_that_is_completed_reads_as_if_it_had_come_whole(
    study: Study, box: Path, before: str, rest: bytes
) -> None:
    (box / "a.mbox").write_bytes(BEFORE[before])
    (box / "b.mbox").write_bytes(mbox_of(mail(9)))
    run(study)
    with (box / "a.mbox").open("ab") as file:
        file.write(rest)
    run(study)
    ledger(study)
    assert_as_fresh(study)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a part changes": lambda box: (box / "a.mbox").write_bytes(mbox_of(mail(1), mail(5))),
    "a part that had duplicates elsewhere goes": lambda box: (box / "a.mbox").unlink(),
    "a part with duplicates goes": lambda box: (box / "b.mbox").unlink(),
    "the first goes and the second grows": lambda box: (
        (box / "a.mbox").unlink(),
        (box / "b.mbox").write_bytes((box / "b.mbox").read_bytes() + mbox_of(mail(7))),
    ),
    "a part becomes empty": lambda box: (box / "a.mbox").write_bytes(b""),
    "a part becomes no mbox": lambda box: (box / "a.mbox").write_bytes(b"\0\1\2" * 50),
    "a part is renamed": lambda box: (box / "a.mbox").rename(box / "z.mbox"),
    "a part is packed": lambda box: (
        (box / "a.mbox.gz").write_bytes(gzip.compress((box / "a.mbox").read_bytes())),
        (box / "a.mbox").unlink(),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_and_vanished_parts_leave_the_counts_right(study: Study, box: Path, change: str) -> None:
    other = mail(2, "Un autre message sous le même identifiant.", Date="Tue, 13 Mar 2007 08:00:00 +0100")
    (box / "a.mbox").write_bytes(mbox_of(mail(1), mail(2), mail(3)))
    (box / "b.mbox").write_bytes(mbox_of(mail(1), other, mail(4)))
    (box / "c.mbox").write_bytes(mbox_of(mail(1), other, mail(6)))
    run(study)
    assert ledger(study) == {"read": 9, "stored": 6, "duplicates": 3, "problems": 0}
    CHANGES[change](box)
    assert run(study).changed
    ledger(study)
    with Store.open(study.database) as store:
        kept = store.value("select count(*) from duplicates where kept_part not in (select part from parts)")
    assert kept == 0
    ids = "select source, message_id, count(*) from messages group by 1, 2 order by 1, 2"
    fresh = Study(**{**vars(study), "database": study.database.with_name("fresh.db")})
    run(fresh)
    assert rows(study, ids) == rows(fresh, ids)
    assert ledger(study) == ledger(fresh)


def test_a_part_read_again_for_another_is_not_counted_as_unchanged(study: Study, box: Path) -> None:
    (box / "a.mbox").write_bytes(mbox_of(mail(1)))
    (box / "b.mbox").write_bytes(mbox_of(mail(1), mail(2)))
    (box / "c.mbox").write_bytes(mbox_of(mail(3)))
    run(study)
    (box / "a.mbox").write_bytes(mbox_of(mail(4)))
    done = run(study)
    assert (done.read, done.unchanged, done.removed) == (2, 1, 0)


def test_a_source_of_another_kind_than_before_is_read_again(study: Study, box: Path) -> None:
    obscured = mail(1, From="anne at exemple.example (Anne Le Bras)")
    (box / "2007-March.txt").write_bytes(b"From anne at exemple.example  Mon Mar 12 10:15:03 2007\n" + obscured + b"\n")
    run(study)
    (source,) = study.sources
    other = replace(study, sources=(replace(source, kind="pipermail"),))
    assert run(other).read == 1
    assert rows(other, "select kind, count(*) from sources join messages using (source)") == [("pipermail", 1)]
    assert not run(other).changed


def test_a_vanished_source_takes_its_messages_with_it(tmp_path: Path) -> None:
    for name in ("makers", "voisins"):
        (tmp_path / f"{name}.mbox").write_bytes(mbox_of(mail(1), mail(2)))
    both = study_of(tmp_path, makers=tmp_path / "makers.mbox", voisins=tmp_path / "voisins.mbox")
    run(both)
    assert ledger(both) == {"read": 4, "stored": 4, "duplicates": 0, "problems": 0}, "a cross-post is in both lists"
    one = study_of(tmp_path, makers=tmp_path / "makers.mbox")
    assert run(one).removed == 1
    assert ledger(one) == {"read": 2, "stored": 2, "duplicates": 0, "problems": 0}
    assert_as_fresh(one)


@pytest.mark.parametrize("missing", [1, 9, 400, 5_000])
def test_what_stands_before_the_damage_of_a_packed_file_is_stored(study: Study, box: Path, missing: int) -> None:
    text = "".join(f"{hash_of(line)}\n" for line in range(300))
    packed = gzip.compress(mbox_of(*(mail(number, text) for number in range(40))))
    (box / "a.mbox.gz").write_bytes(packed[: len(packed) - missing])
    done = run(study)
    assert [broken[:2] for broken in done.broken] == [("makers", "a.mbox.gz")]
    counts = ledger(study)
    assert counts["problems"] == 1
    assert counts["stored"] >= 38 if missing < 5_000 else counts["stored"] >= 1
    (box / "a.mbox.gz").write_bytes(packed)
    assert run(study).broken == []
    assert ledger(study) == {"read": 40, "stored": 40, "duplicates": 0, "problems": 0}


def hash_of(number: int) -> str:
    from hashlib import sha256

    return sha256(str(number).encode()).hexdigest()


def broken_gzip(path: Path) -> None:
    path.write_bytes(b"\x1f\x8b\x08\0" + b"abc" * 50)


def broken_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"abc" * 50)


UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda _: None, "it does not exist"),
    "empty": (lambda path: path.write_bytes(b""), "the file is empty"),
    "binary": (lambda path: path.write_bytes(bytes(range(256)) * 40), "nothing in it looks like mbox"),
    "a picture": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99)), "picture"),
    "another kind": (lambda path: path.write_bytes(mail(1)), "it is no mbox archive but looks like eml"),
    "an empty folder": (lambda path: path.mkdir(), "the folder is empty"),
    "a folder of empty files": (lambda path: (path.mkdir(), (path / "a").touch()), "its files are empty"),
    "a broken gzip file": (broken_gzip, "cannot be opened or unpacked"),
    "a broken zip file": (broken_zip, "cannot be opened or unpacked"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_an_unusable_source_stops_before_anything_is_written(tmp_path: Path, what: str) -> None:
    (tmp_path / "good.mbox").write_bytes(mbox_of(mail(1)))
    make, reason = UNREADABLE[what]
    make(tmp_path / "bad")
    run(study_of(tmp_path, good=tmp_path / "good.mbox"))
    before = (tmp_path / "study.db").read_bytes()
    with pytest.raises(UnreadableArchive, match=reason) as caught:
        run(study_of(tmp_path, good=tmp_path / "good.mbox", bad=tmp_path / "bad"))
    assert caught.value.next_step
    assert (tmp_path / "study.db").read_bytes() == before


def test_one_damaged_file_of_a_folder_is_told_and_the_others_are_read(study: Study, box: Path) -> None:
    (box / "a.mbox").write_bytes(mbox_of(mail(1)))
    broken_gzip(box / "b.mbox.gz")
    broken_zip(box / "c.zip")
    (box / "d.mbox").write_bytes(b"")
    done = run(study)
    assert [broken[1] for broken in done.broken] == ["b.mbox.gz", "c.zip"]
    assert ledger(study) == {"read": 4, "stored": 1, "duplicates": 0, "problems": 3}


SCRIPT = """
import sys
from pathlib import Path
sys.path[:0] = [{tests!r}, {root!r}]
from test_update import run, study_of
{before}
run(study_of(Path({folder!r}), makers=Path({folder!r}) / "box"))
"""


def start(folder: Path, before: str = "", **environment: str) -> subprocess.Popen[str]:
    """A run in another process."""
    script = SCRIPT.format(tests=str(ROOT / "tests"), root=str(ROOT), folder=str(folder), before=before)
    return subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, **environment},
        text=True,
        stderr=subprocess.PIPE,
    )


def fill(box: Path, files: int, mails: int) -> None:
    for file in range(files):
        numbers = range(file * mails, (file + 1) * mails)
        (box / f"{file}.mbox").write_bytes(mbox_of(*(mail(number, f"Bonjour {number}\n" * 30) for number in numbers)))


@pytest.mark.parametrize("delay", [0.0, 0.15, 0.4])
def test_a_killed_run_is_completed_by_the_next(tmp_path: Path, study: Study, box: Path, delay: float) -> None:
    fill(box, files=2, mails=3000)
    process = start(tmp_path, "import maillage.update; maillage.update.COMMIT_AT = 500")
    limit = time.monotonic() + 20
    while not study.database.exists() and time.monotonic() < limit:
        time.sleep(0.005)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    run(study)
    assert ledger(study) == {"read": 6000, "stored": 6000, "duplicates": 0, "problems": 0}
    assert_as_fresh(study)


def test_a_full_disk_is_one_sentence_and_the_database_stays_whole(tmp_path: Path, study: Study, box: Path) -> None:
    (box / "first.mbox").write_bytes(mbox_of(mail(50_000)))
    run(study)
    before = content(study)
    fill(box, files=1, mails=3000)
    process = start(tmp_path, "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))")
    _, told = process.communicate(timeout=60)
    last = told.strip().splitlines()[-1]
    assert process.returncode == 1
    assert last.startswith("maillage.errors.DatabaseError: cannot use")
    assert "free some space" in last
    with Store.open(study.database) as store:
        assert store.value("pragma integrity_check") == "ok"
    assert content(study)[0] == before[0]
    run(study)
    assert ledger(study)["stored"] == 3001
    assert_as_fresh(study)


def test_a_second_run_at_the_same_time_is_refused(study: Study, box: Path) -> None:
    (box / "a.mbox").write_bytes(mbox_of(mail(1)))
    with Store.open(study.database, write=True), pytest.raises(DatabaseError, match="another run is writing to it"):
        run(study)
    assert run(study).added.stored == 1


def test_the_same_archive_makes_the_same_file_to_the_byte(tmp_path: Path) -> None:
    found = set()
    for index, (zone, locale, seed) in enumerate([("UTC", "C", "1"), ("Asia/Tokyo", "fr_FR.UTF-8", "2")]):
        folder = tmp_path / str(index)
        (folder / "box").mkdir(parents=True)
        names = ["a", "b", "c"]
        for name in names if index else reversed(names):
            raw = mbox_of(mail(ord(name)), mail(1), mail(ord(name) + 10, Date="hier", Message_ID=""))
            (folder / "box" / f"{name}.mbox").write_bytes(raw)
        process = start(folder, TZ=zone, LC_ALL=locale, PYTHONHASHSEED=seed)
        _, told = process.communicate(timeout=60)
        assert process.returncode == 0, told
        found.add((folder / "study.db").read_bytes())
    assert len(found) == 1


def test_a_copy_is_counted_and_another_mail_under_the_same_id_is_kept(study: Study, box: Path) -> None:
    other = mail(1, "Tout autre chose.", Date="Tue, 13 Mar 2007 08:00:00 +0100")
    undated = [mail(2, "Sans date.", Date=""), mail(2, "Sans date, autre texte.", Date="")]
    footer = mail(1, "Ceci est le message 1.\n-- \nla liste")
    (box / "a.mbox").write_bytes(mbox_of(mail(1), mail(1), other, other, footer))
    (box / "b.mbox").write_bytes(b"".join(b"From \n" + one + b"\n" for one in [*undated, undated[0]]))
    run(study)
    assert ledger(study) == {"read": 8, "stored": 4, "duplicates": 4, "problems": 0}
    sources = rows(study, "select substr(message_id, 1, 19), id_source from messages order by message")
    assert sources == [("m1@exemple.example", "header"), ("m1@exemple.example#", "reused"),
                       ("m2@exemple.example", "header"), ("m2@exemple.example#", "reused")]  # fmt: skip


def test_attachments_are_recorded_and_not_stored(study: Study, box: Path) -> None:
    body = "--b\n\nBonjour\n--b\nContent-Type: image/png; name=secret.png\n\nOCTETS-SECRETS\n--b--"
    (box / "a.mbox").write_bytes(mbox_of(mail(1, body, Content_Type="multipart/mixed; boundary=b")))
    run(study)
    assert rows(study, "select position, name, type, size from attachments") == [(0, "secret.png", "image/png", 14)]
    assert b"OCTETS-SECRETS" not in study.database.read_bytes()


@pytest.mark.parametrize("kind", ["eml", "mh", "maildir"])
def test_a_folder_of_single_mails_is_read_again_when_a_file_changes(tmp_path: Path, kind: str) -> None:
    name = "cur/{}" if kind == "maildir" else "{}"
    folder = tmp_path / "box"
    (folder / "cur").mkdir(parents=True)
    for number in (1, 2):
        (folder / name.format(number)).write_bytes(mail(number))
    study = factories.study(tmp_path, Source("makers", kind, folder), database=tmp_path / "study.db")
    assert run(study).added.stored == 2
    (folder / name.format(2)).write_bytes(mail(2) + b"From la suite\n" + mail(3))
    (folder / name.format(3)).write_bytes(b"")
    assert run(study).added.read == 3
    assert ledger(study) == {"read": 3, "stored": 2, "duplicates": 0, "problems": 1}
    assert_as_fresh(study)


@pytest.mark.parametrize("kind", ["eml", "mh", "maildir"])
def test_a_folder_of_empty_files_has_as_many_problems_as_files(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "box"
    folder.joinpath("cur").mkdir(parents=True)
    (folder / "cur" / "1").write_bytes(mail(1))
    study = factories.study(tmp_path, Source("makers", kind, folder), database=tmp_path / "study.db")
    run(study)
    (folder / "cur" / "1").write_bytes(b"")
    run(study)
    assert ledger(study) == {"read": 1, "stored": 0, "duplicates": 0, "problems": 1}
