"""The files of a copy: whole lines, the same bytes of the same answers, successors where they get large."""

from __future__ import annotations

from pathlib import Path

from fetch.copies import files

from maillage.fetch.mediawiki.copy import Copy, Lines, packed, read, whole_lines

ASKED = {"list": "logevents", "title": "Édith"}


def test_a_line_is_a_request_and_its_answer(tmp_path: Path) -> None:
    file = Lines(tmp_path / "a.gz")
    file.add(ASKED, b'{"query":{}}')
    file.close()
    assert [tuple(line) for line in read(tmp_path / "a.gz")] == [(ASKED, {"query": {}})]


def test_a_file_that_breaks_off_is_read_to_its_last_whole_line_and_goes_on_there(tmp_path: Path) -> None:
    line = packed(ASKED, b'{"query":{"logevents":[]}}')
    path = tmp_path / "log-000001.jsonl.gz"
    for cut in range(len(line)):
        path.write_bytes(line * 2 + line[:cut])
        assert len(list(whole_lines(path))) == 2
    file = Lines(path)
    file.add(ASKED, b'{"query":{"logevents":[]}}')
    file.close()
    assert path.read_bytes() == line * 3


def test_damage_in_the_middle_ends_what_can_be_gone_on_from(tmp_path: Path) -> None:
    line = packed(ASKED, b'{"query":{"logevents":[]}}')
    path = tmp_path / "log-000001.jsonl.gz"
    path.write_bytes(line + b"nothing packed" + line)
    assert len(list(read(path))) == 1


def test_a_large_file_gets_a_successor(tmp_path: Path) -> None:
    copy = Copy(tmp_path, large=200)
    for number in range(10):
        copy.add("log", 3, {**ASKED, "at": str(number)}, b"{}")
    copy.close()
    names = sorted(files(tmp_path))
    assert names[0] == "log-000003.jsonl.gz"
    assert len(names) > 2
    again = [line.request["at"] for file in copy.numbered("log", 3) for line in read(file)]
    assert again == [str(number) for number in range(10)]


def test_a_snapshot_that_says_the_same_is_left_alone(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    for answer in (b"{}", b"{}", b'{"query":{}}'):
        draft = Lines(copy.draft("users"))
        draft.add(ASKED, answer)
        draft.close()
        before = copy.snapshot("users").stat().st_ino if copy.snapshot("users").exists() else 0
        copy.publish("users")
        assert not copy.draft("users").exists()
        assert (copy.snapshot("users").stat().st_ino == before) == (answer == b"{}" and before > 0)


def test_a_journal_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    assert copy.journal() == {}
    copy.keep_journal({"wants": {}})
    assert copy.journal()["wants"] == {}
    (tmp_path / ".fetch.json").write_bytes(b'{"wants"')
    assert copy.journal() == {}
