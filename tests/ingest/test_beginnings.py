"""Every reader tells from the beginning of a file whether it is its own, at once, whatever stands there."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from maillage import ingest
from maillage.ingest import rosters
from maillage.ingest.forms import HEAD, form_of
from maillage.ingest.parts import beginning

SIZE = 1 << 18
SECONDS = 2.0  # of processor time: what goes wrong with a pattern takes hours

REPEATED = {
    "comments": b"<!--X-Subject: oui -->\n",
    "a comment that does not end": b"<!-- ",
    "instructions": b"<?php echo 1 ?>\n",
    "instructions that do not end": b"<?x ",
    "document types": b"<!DOCTYPE html>\n",
    "tags": b"<p class='a'>",
    "blanks": b" ",
    "empty lines": b"\r\n",
    "lists": b"[",
    "objects": b'{"a":',
    "quotation marks": b'"',
    "escapes": b'"\\',
    "From lines": b"From a@b\n",
    "From lines with a date": b"From a@b Mon Jan  1 00:00:00 2007\n",
    "fields": b"Subject: oui\n",
    "folded fields": b"X-Oui: a\n b\n",
    "addresses": b"a@asso.example\n",
    "signs of addresses": b"@",
    "commas": b"a,b;c\t",
    "lines of equals signs": b"=" * 73 + b"\n",
    "statements": b"INSERT INTO `stat_table` (`a`) VALUES\n",
    "zeros": b"\0",
}


@pytest.fixture(params=[name for text in REPEATED for name in (text, f"{text} behind a tag")])
def awkward(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file of a quarter of a megabyte that repeats one thing."""
    told, _, behind = request.param.partition(" behind ")
    file = tmp_path / "00012.html"
    file.write_bytes((b"<html>\n" if behind else b"") + REPEATED[told] * (SIZE // len(REPEATED[told])))
    return file


def test_no_beginning_of_a_file_keeps_a_reader_busy(awkward: Path) -> None:
    taken: dict[str, float] = {}
    for kind in ingest.KINDS:
        begun = time.process_time()
        ingest.reader(kind).recognizes(awkward)
        taken[kind] = time.process_time() - begun
    for kind, module in rosters.READERS.items():
        begun = time.process_time()
        module.recognizes(awkward)
        taken[f"rosters.{kind}"] = time.process_time() - begun
    begun = time.process_time()
    form_of(awkward, beginning(awkward, HEAD))
    taken["forms"] = time.process_time() - begun
    assert {name: round(seconds, 1) for name, seconds in taken.items() if seconds > SECONDS} == {}
