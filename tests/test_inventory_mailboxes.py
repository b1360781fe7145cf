"""What `maillage init` finds of mailboxes, groups and forums."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from maillage import inventory, project
from maillage.inventory import FoundRoster

FIXTURES = Path(__file__).parents[1] / "fixtures"
MBOX = (
    "From a@asso.example Wed Oct  1 22:34:35 2003\nFrom: Aline <a@asso.example>\n"
    "Date: Wed, 01 Oct 2003 22:34:35 +0200\nMessage-ID: <1@a>\nSubject: oui\n\nOui.\n"
)


def found(folder: Path) -> list[tuple[str, str, str]]:
    """Name, kind and path of the sources found."""
    sources = inventory.survey(folder).sources
    return [(source.name, source.kind, source.path.relative_to(folder).as_posix()) for source in sources]


def zipped_takeout(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((FIXTURES / "takeout").rglob("*.*")):
            if file.is_file():
                archive.write(file, file.relative_to(FIXTURES / "takeout").as_posix())
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with one of each, and an mbox."""
    folder = tmp_path / "archives"
    folder.mkdir()
    (folder / "makers.mbox").write_text(MBOX)
    shutil.copytree(FIXTURES / "discourse" / "answers", folder / "forum")
    shutil.copy(next((FIXTURES / "discourse" / "backup").glob("*.tar.gz")), folder)
    shutil.copy(FIXTURES / "groups_io" / "ateliers.zip", folder / "groupe.zip")
    zipped_takeout(folder / "takeout-20240101T000000Z-001.zip")
    return folder


def test_each_is_recognised_in_a_mixed_folder(mixed: Path) -> None:
    assert found(mixed) == [
        ("ateliers", "discourse", "ateliers-2007-03-24-033000-v20240101000000.tar.gz"),
        ("forum", "discourse", "forum"),
        ("groupe", "groups_io", "groupe.zip"),
        ("makers", "mbox", "makers.mbox"),
        ("ateliers-vallee", "takeout", "takeout-20240101T000000Z-001.zip"),
        ("gmail", "takeout", "takeout-20240101T000000Z-001.zip"),
    ]


def test_what_it_writes_is_read_back_and_says_which_mails_of_a_takeout_are_meant(mixed: Path) -> None:
    for language, hint in (("fr", "Une boîte aux lettres est privée"), ("en", "A mailbox is private")):
        file = inventory.write_study(inventory.survey(mixed), mixed / f"{language}.toml", language)
        text = file.read_text("utf-8")
        assert 'list_ids = ["ateliers-vallee@googlegroups.com"]' in text
        assert hint in text
        assert [source.name for source in project.load(file).sources if source.kind == "takeout"] == ["ateliers-vallee"]
        before, _, box = text.partition('# [[source]]\n# name = "gmail"\n')
        lines = [line.removeprefix("# ") for line in box.splitlines()[:4]]
        rest = box.splitlines()[4:]
        said = "\n".join([before, "[[source]]", 'name = "gmail"', *lines, *rest])
        file.write_text(said, "utf-8")
        study = project.load(file)
        assert study.source("ateliers-vallee").list_ids == ("ateliers-vallee@googlegroups.com",)
        assert study.source("gmail").list_ids == ("makers@lists.example.org",)


def test_the_people_of_a_forum_are_proposed_as_its_subscribers(mixed: Path) -> None:
    backup = mixed / "ateliers-2007-03-24-033000-v20240101000000.tar.gz"
    rosters = inventory.survey(mixed).rosters
    assert FoundRoster(backup, "discourse_users", date(2007, 3, 24), "ateliers") in rosters
    assert [(roster.kind, roster.source) for roster in rosters if roster.path.name == "directory_items.json"] == [
        ("discourse_users", "forum")
    ]


def test_an_unpacked_takeout_is_a_source_for_each_group_and_for_the_mailbox(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "takeout", tmp_path / "a")
    assert [one[:2] for one in found(tmp_path / "a")] == [("ateliers-vallee", "takeout"), ("gmail", "takeout")]
    assert [source.is_mailbox for source in inventory.survey(tmp_path / "a").sources] == [False, True]


def test_two_forums_side_by_side_are_two(tmp_path: Path) -> None:
    for name in ("un", "deux"):
        shutil.copytree(FIXTURES / "discourse" / "answers", tmp_path / "archives" / name)
    assert found(tmp_path / "archives") == [("deux", "discourse", "deux"), ("un", "discourse", "un")]


def test_a_folder_that_is_a_forum_is_one_whatever_its_folders(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "discourse" / "answers", tmp_path / "forum")
    for file in (tmp_path / "forum").glob("*.json"):
        file.unlink()
    assert found(tmp_path / "forum") == [("forum", "discourse", ".")]


def test_answers_beside_mails_are_named_with_what_to_do(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "discourse" / "answers" / "latest.json", tmp_path)
    (tmp_path / "makers.mbox").write_text(MBOX)
    survey = inventory.survey(tmp_path)
    assert [source.kind for source in survey.sources] == ["mbox"]
    assert [(unread.form, unread.files) for unread in survey.unread] == [("loose_forum", 1)]


def test_the_dump_alone_is_called_as_its_folder(tmp_path: Path) -> None:
    (tmp_path / "parlons").mkdir()
    shutil.copy(FIXTURES / "discourse" / "backup" / "dump.sql", tmp_path / "parlons")
    (tmp_path / "makers.mbox").write_text(MBOX)
    assert ("parlons", "discourse", "parlons/dump.sql") in found(tmp_path)
