"""Archives of public-inbox: what a real one made of seven mails, and repositories that mean no good."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from contract import FIXTURES, IngesterContract, mail, messages_of, records_of, study_of

from maillage import ingest
from maillage.errors import UnreadableArchive
from maillage.ingest import public_inbox
from maillage.ingest.parts import LONGEST
from maillage.ingest.public_inbox import repositories
from maillage.records import Extent, Message, Problem, Skipped
from maillage.store import Store
from maillage.update import Update, update

SAMPLE = FIXTURES / "public_inbox" / "public-inbox-1.9.0"
git_is_here = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def imported(git: Path, *commits: tuple[str, bytes]) -> Path:
    """A repository with these commits behind what it has: the name of the file, `m` or `d`, and its bytes."""
    if not git.exists():
        run("git", "init", "-q", "--bare", "--initial-branch=master", git)
    known = run("git", "-C", git, "for-each-ref", "refs/heads/master")
    stream = []
    for number, (name, raw) in enumerate(commits):
        parent = b"from refs/heads/master^0\n" if known and number == 0 else b""
        stream.append(
            b"commit refs/heads/master\ncommitter A <a@exemple.example> 1173694500 +0100\ndata 0\n%bdeleteall\n"
            b"M 100644 inline %b\ndata %d\n%b\n" % (parent, name.encode(), len(raw), raw)
        )
    run("git", "-C", git, "fast-import", "--quiet", given=b"".join(stream))
    return git


def run(*command: str | Path, given: bytes = b"") -> bytes:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(command, input=given, capture_output=True, check=True, env=environment).stdout


def reading(study_path: Path, archive: Path) -> Update:
    study = study_of(study_path, ("public_inbox", archive))
    with Store.open(study.database, write=True) as store:
        return update(store, study)


class Git(IngesterContract):
    kind = "public_inbox"

    def big(self, folder: Path, mails: int) -> Path:
        if shutil.which("git") is None:
            pytest.skip("git is not installed")
        imported(folder / "0.git", *(("m", mail(number, 10_000)) for number in range(mails)))
        return folder / "0.git"


class TestVersion2(Git):
    sample = SAMPLE / "atelier"
    expected: ClassVar = {"messages": 6, "problems": 0, "skipped": 1, "unread": 1}


class TestVersion1(Git):
    sample = SAMPLE / "ancien"
    expected: ClassVar = {"messages": 7, "problems": 0}


def test_every_mail_is_read_in_its_order_but_the_one_that_was_removed() -> None:
    assert [one.subject for one in messages_of("public_inbox", SAMPLE / "atelier")] == [
        "Réunion de mardi",
        "Re: Réunion de mardi",
        "Re: Réunion de mardi",
        "Prochaine date",
        "Re: Prochaine date",
        "Re: Prochaine date",
    ]


def test_both_versions_say_the_same_of_the_same_mails() -> None:
    old = {one.message_id: one[2:] for one in messages_of("public_inbox", SAMPLE / "ancien")}
    new = {one.message_id: one[2:] for one in messages_of("public_inbox", SAMPLE / "atelier")}
    assert old.keys() - new.keys() == {"20070314080000.sj-fit7DuZbntPAf0l9LohXNEE3396_L1_OE3JzgALE@z"}
    assert {key: old[key] for key in new} == new


def test_an_id_that_public_inbox_made_is_told_as_made() -> None:
    made = [one.subject for one in messages_of("public_inbox", SAMPLE / "ancien") if one.id_source == "made"]
    assert made == ["Compte rendu"]


def test_a_mail_that_a_later_repository_removes_is_skipped_with_its_bytes() -> None:
    records = records_of("public_inbox", SAMPLE / "atelier")["git/0.git"]
    assert [one for one in records if isinstance(one, Skipped)] == [Skipped(1, 260)]


def test_one_repository_or_several_inboxes_are_read_too() -> None:
    assert ingest.recognize(SAMPLE / "atelier" / "git" / "1.git") == "public_inbox"
    assert list(records_of("public_inbox", SAMPLE)) == [
        "ancien",
        "atelier/git/0.git",
        "atelier/git/1.git",
        "atelier/git/2.git",
    ]


@git_is_here
def test_epochs_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number in (0, 2, 10):
        imported(tmp_path / f"{number}.git", ("m", mail(number)))
    assert [part.name for part in public_inbox.parts(tmp_path)] == ["0.git", "2.git", "10.git"]


@git_is_here
def test_a_mirror_and_a_working_folder_say_the_same(tmp_path: Path) -> None:
    bare = imported(tmp_path / "bare" / "0.git", ("m", mail(1)), ("m", mail(2)))
    run("git", "clone", "-q", "--mirror", f"file://{bare}", tmp_path / "mirror.git")
    run("git", "clone", "-q", f"file://{bare}", tmp_path / "work")
    said = [
        [one[2:] for one in messages_of("public_inbox", path)]
        for path in (bare, tmp_path / "mirror.git", tmp_path / "work")
    ]
    assert ingest.recognize(tmp_path / "work") == "public_inbox"
    assert said[0] == said[1] == said[2]
    assert len(said[0]) == 2


@git_is_here
def test_a_removal_takes_the_last_of_the_mails_that_are_the_same(tmp_path: Path) -> None:
    git = imported(tmp_path / "0.git", *((name, mail(number)) for name, number in (
        ("m", 1), ("m", 2), ("m", 1), ("d", 1), ("m", 3), ("d", 9), ("m", 2), ("d", 2), ("m", 2),
    )))  # fmt: skip
    (records,) = records_of("public_inbox", git).values()
    told = [one.subject if isinstance(one, Message) else type(one).__name__ for one in records]
    assert told == ["Message 1", "Message 2", "Skipped", "Message 3", "Skipped", "Message 2", "Extent"]


@git_is_here
def test_a_repository_of_programs_is_of_no_kind(tmp_path: Path) -> None:
    git = imported(tmp_path / "projet.git", ("README", b"Bonjour"))
    assert ingest.recognize(git) is None
    assert not public_inbox.recognizes(tmp_path / "projet.git" / "HEAD")


# ------------------------------------------------------------------------------------------- again


@git_is_here
def test_only_the_repository_with_new_mails_is_read_and_no_more_than_these(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    imported(inbox / "0.git", ("m", mail(1)), ("m", mail(2)))
    imported(inbox / "1.git", ("m", mail(3)), ("d", mail(3)), ("m", mail(4)))
    first = reading(tmp_path, inbox)
    assert (first.read, first.added.stored, first.added.skipped) == (2, 3, 1)
    assert not reading(tmp_path, inbox).changed
    imported(inbox / "1.git", ("m", mail(5)))
    again = reading(tmp_path, inbox)
    assert (again.read, again.unchanged, again.added.read, again.added.stored) == (1, 1, 1, 1)


@git_is_here
def test_what_is_read_by_and_by_is_what_is_read_at_once(tmp_path: Path) -> None:
    commits = [("m", mail(1)), ("m", mail(2)), ("d", mail(1)), ("m", mail(3)), ("m", mail(4)), ("d", mail(4))]
    for number in range(len(commits)):
        imported(tmp_path / "a" / "0.git", commits[number])
        reading(tmp_path, tmp_path / "a")
    imported(tmp_path / "b" / "0.git", *commits)
    (tmp_path / "once").mkdir()
    reading(tmp_path / "once", tmp_path / "b")
    stored = []
    for folder in (tmp_path, tmp_path / "once"):
        with Store.open(folder / "study.db") as store:
            ledger = "select stored, stored_bytes, skipped, skipped_bytes, bytes_read from parts"
            stored.append(
                (list(map(tuple, store.rows(ledger))), store.value("select group_concat(subject) from messages"))
            )
    assert stored[0] == stored[1]
    assert stored[0][0][0][:1] == (2,)


@git_is_here
def test_a_removal_in_a_later_repository_makes_the_earlier_one_read_again(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    imported(inbox / "0.git", ("m", mail(1)), ("m", mail(2)))
    imported(inbox / "1.git", ("m", mail(3)))
    reading(tmp_path, inbox)
    imported(inbox / "1.git", ("d", mail(1)))
    reading(tmp_path, inbox)
    with Store.open(tmp_path / "study.db") as store:
        assert store.value("select group_concat(subject, ', ') from messages") == "Message 2, Message 3"
        assert store.value("select sum(skipped) from parts") == 1


@git_is_here
def test_a_history_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    imported(tmp_path / "inbox" / "0.git", ("m", mail(1)), ("m", mail(2)))
    reading(tmp_path, tmp_path / "inbox")
    shutil.rmtree(tmp_path / "inbox")
    imported(tmp_path / "inbox" / "0.git", ("m", mail(2)), ("m", mail(3)))
    reading(tmp_path, tmp_path / "inbox")
    with Store.open(tmp_path / "study.db") as store:
        assert store.value("select group_concat(subject, ', ') from messages") == "Message 2, Message 3"


@git_is_here
def test_packing_anew_changes_nothing(tmp_path: Path) -> None:
    git = imported(tmp_path / "inbox" / "0.git", ("m", mail(1)), ("m", mail(2)))
    reading(tmp_path, tmp_path / "inbox")
    run("git", "-C", git, "repack", "-qad")
    again = reading(tmp_path, tmp_path / "inbox")
    assert (again.added.read, again.removed) == (0, 0)


# ------------------------------------------------------------------------------------------- damage, and worse


def damaged(git: Path, pattern: str) -> Path:
    """Remove an object that is stored alone; `pattern`: what `git rev-parse` takes for it."""
    name = run("git", "-C", git, "rev-parse", pattern).decode().strip()
    (git / "objects" / name[:2] / name[2:]).unlink()
    return git


@git_is_here
def test_a_mail_whose_object_is_missing_hides_no_other(tmp_path: Path) -> None:
    git = imported(tmp_path / "0.git", ("m", mail(1)), ("m", mail(2)), ("m", mail(3)))
    damaged(git, "master~1:m")
    (records,) = records_of("public_inbox", git).values()
    assert [type(one) for one in records] == [Message, Problem, Message, Extent]
    assert records[1][1:] == (0, "an object that is missing")


@git_is_here
@pytest.mark.parametrize("pattern", ["master~1", "master~1^{tree}"])
def test_a_history_that_breaks_off_is_told_and_read_again_when_it_is_mended(tmp_path: Path, pattern: str) -> None:
    git = imported(tmp_path / "0.git", ("m", mail(1)), ("m", mail(2)), ("m", mail(3)))
    shutil.copytree(git, tmp_path / "whole.git")
    damaged(git, pattern)
    first = reading(tmp_path, git)
    assert (first.added.stored, first.added.problems, len(first.broken)) == (1, 1, 1)
    assert "its history before" in str(first.broken[0][2])
    shutil.rmtree(git)
    shutil.move(tmp_path / "whole.git", git)
    assert reading(tmp_path, git).added.stored == 3


@git_is_here
def test_a_damaged_object_is_a_problem(tmp_path: Path) -> None:
    git = imported(tmp_path / "0.git", ("m", mail(1)), ("m", mail(2)))
    name = run("git", "-C", git, "rev-parse", "master:m").decode().strip()
    loose = git / "objects" / name[:2] / name[2:]
    loose.chmod(0o644)
    loose.write_bytes(loose.read_bytes()[:-20] + b"\0" * 20)
    (records,) = records_of("public_inbox", git).values()
    assert [type(one) for one in records] == [Message, Problem, Extent]


@git_is_here
def test_a_mail_of_any_length_takes_no_memory(tmp_path: Path) -> None:
    git = imported(tmp_path / "0.git", ("m", mail(1) + b"x" * LONGEST), ("m", mail(2)))
    (records,) = records_of("public_inbox", git).values()
    problem, message, _ = records
    assert isinstance(problem, Problem)
    assert problem[1:] == (LONGEST + len(mail(1)), "longer than the 40 MiB that a mail may have")
    assert isinstance(message, Message)


@git_is_here
@pytest.mark.parametrize("forge", [
    lambda git, other: (git / "objects" / "info" / "alternates").write_text(f"{other}/objects\n"),
    lambda git, other: (git / "objects" / "ab").symlink_to(other / "objects"),
    lambda git, other: (git / "objects" / "pack" / "x.pack").symlink_to(other / "HEAD"),
], ids=["alternates", "a folder", "a pack"])  # fmt: skip
def test_objects_of_other_places_are_refused(tmp_path: Path, forge: Callable[[Path, Path], object]) -> None:
    other = imported(tmp_path / "secret.git", ("m", mail(1)))
    git = imported(tmp_path / "inbox" / "0.git", ("m", mail(2)))
    (git / "objects" / "info").mkdir(exist_ok=True)
    forge(git, other)
    done = reading(tmp_path, tmp_path / "inbox")
    assert (done.added.stored, len(done.broken)) == (0, 1)


@git_is_here
@pytest.mark.parametrize("head", [
    "ref: refs/heads/../../../secret",
    "ref: /etc/passwd",
    "deadbeef",
    "a" * 64,
    "ref: refs/heads/link",
    "\0" * 100,
])  # fmt: skip
def test_a_head_that_leads_elsewhere_is_not_followed(tmp_path: Path, head: str) -> None:
    git = imported(tmp_path / "inbox" / "0.git", ("m", mail(1)))
    secret = tmp_path / "secret"
    secret.write_text(run("git", "-C", git, "rev-parse", "master").decode())
    (git / "refs" / "heads" / "link").symlink_to(secret)
    (git / "HEAD").write_text(head)
    done = reading(tmp_path, tmp_path / "inbox")
    assert (done.added.stored, len(done.broken)) == (0, 1)


@git_is_here
def test_neither_hooks_nor_settings_are_run(tmp_path: Path) -> None:
    git = imported(tmp_path / "0.git", ("m", mail(1)))
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for name in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (git / "hooks").mkdir(exist_ok=True)
        shutil.copy(trap, git / "hooks" / name)
    with (git / "config").open("a") as file:
        file.write(f"[core]\nfsmonitor = {trap}\nsshCommand = {trap}\nalternateRefsCommand = {trap}\nbroken\n")
    assert len(messages_of("public_inbox", git)) == 1
    assert not (tmp_path / "sprung").exists()


def test_without_the_library_an_inbox_is_recognised_and_the_step_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygit2", None)
    assert public_inbox.recognizes(SAMPLE / "atelier")
    with pytest.raises(UnreadableArchive, match=r"pip install 'maillage\[git\]'"):
        list(public_inbox.parts(SAMPLE / "atelier"))


def test_folders_that_only_look_like_repositories_are_read_without_harm(tmp_path: Path) -> None:
    for name in ("0.git/objects", "0.git/refs"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "0.git" / "HEAD").write_text("ref: refs/heads/master\n")
    assert repositories.is_repository(tmp_path / "0.git")
    assert not public_inbox.recognizes(tmp_path)
    assert list(public_inbox.parts(tmp_path)) == []


# ------------------------------------------------------------------------------------------- its other forms


def test_nothing_of_the_line_that_separates_mails_leaks_into_them(tmp_path: Path) -> None:
    line = b"From mboxrd@z Thu Jan  1 00:00:00 1970\n"
    raw = b"Subject: sans auteur ni date\nMessage-ID: <a@exemple.example>\n\nBonjour\n>From moi\n>>From toi\n\n"
    (tmp_path / "all.mbox").write_bytes(line + raw + line + mail(1))
    first, second = messages_of("mbox", tmp_path / "all.mbox")
    assert (first.address, first.sent_at, first.date_source) == ("", None, "none")
    assert first.text.split("\n")[:3] == ["Bonjour", "From moi", ">From toi"]
    assert second.subject == "Message 1"
