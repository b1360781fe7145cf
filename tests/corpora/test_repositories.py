"""A whole list as public-inbox keeps one, in git repositories, beside the mbox that went in."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import factories
import pytest
from neighbours import corpus
from test_update import ledger, run

from maillage import ingest
from maillage.ingest import mbox
from maillage.ingest.mail import unescape
from maillage.ingest.parts import opened
from maillage.project import Source
from maillage.records import Message

EPOCH = 7000  # mails of a repository; public-inbox begins another after about a gigabyte


def mails_of(path: Path) -> Iterator[bytes]:
    """The mails of an mbox without their From lines, as they are handed to public-inbox."""
    for part in mbox.parts(path):
        with opened(part) as stream:
            yield from (unescape(piece.raw.partition(b"\n")[2]) for piece in mbox.split(stream))


def keep(git: Path, mails: list[bytes]) -> None:
    """A repository with a commit for each mail, whose only file is the mail."""
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "init", "-q", "--bare", "--initial-branch=master", git], check=True, env=environment)
    stream = b"".join(
        b"commit refs/heads/master\ncommitter A <a@exemple.example> 1173694500 +0100\ndata 0\ndeleteall\n"
        b"M 100644 inline m\ndata %d\n%b\n" % (len(raw), raw)
        for raw in mails
    )
    subprocess.run(["git", "-C", git, "fast-import", "--quiet"], input=stream, check=True, env=environment)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_repositories_say_what_the_mbox_of_the_same_mails_says(tmp_path: Path) -> None:
    path = corpus("caml-list")
    mails = mails_of(path)
    for epoch in range(3):
        keep(tmp_path / "inbox" / "git" / f"{epoch}.git", list(islice(mails, EPOCH)))
    study = factories.study(tmp_path, Source("l", "public_inbox", tmp_path / "inbox"), database=tmp_path / "s.db")
    assert ingest.recognize(tmp_path / "inbox") == "public_inbox"
    assert run(study).broken == []
    counts = ledger(study)
    assert (counts["stored"], counts["duplicates"], counts["problems"]) == (17853, 0, 0)
    assert not run(study).changed
    for ours, theirs in zip(said("public_inbox", tmp_path / "inbox"), said("mbox", path), strict=True):
        assert ours == theirs


def said(kind: str, path: Path) -> Iterator[Message]:
    """What a reader tells of each mail, but for its place and the blank lines at its end."""
    reader = ingest.reader(kind)
    for part in reader.parts(path):
        for one in reader.read(part):
            if isinstance(one, Message):
                yield one._replace(place="", size=0, text=one.text.rstrip())
