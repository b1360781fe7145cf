"""A study with an archive and a subscriber list of every kind: always the same, stopped or grown, and discreet."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from command_line import COMMAND, environment, maillage
from damage import rosters, samples

from maillage import project
from maillage.ingest.rosters import OF_SEVERAL
from maillage.project import WIKI_KINDS, Study
from maillage.store import Store
from maillage.update import Update, update

SECRETS = ("motdepassex", "secret-de-maelle", "192.0.2.7", "passante@exemple", "CONFIDENTIEL", "vieux-mael")
STUDY = '[study]\ntitle = "Tout"\nlanguage = "fr"\ntime_zone = "Europe/Paris"\n'
NUMBERS = ("part", "kept_part", "message")
STOPPED = """
import os, signal, sys
from pathlib import Path
from maillage import project, update
from maillage.store import Store
left = int(sys.argv[2])
def stopping(save):
    def saved(*arguments):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return save(*arguments)
    return saved
update._save = stopping(update._save)
update.COMMIT_AT = 1
study = project.load(Path(sys.argv[1]))
with Store.open(study.database, write=True) as store:
    update.update(store, study)
"""


def write_study(folder: Path, *, backwards: bool = False) -> Path:
    """Copies of all samples, the files of each written in their order or backwards, and the study file of them."""
    told = [STUDY]
    for number, (kind, sample) in enumerate(samples(folder / "made")):
        name = f"{kind}-{number}".replace("_", "-")
        copy = folder / "archives" / name / sample.name
        _copy(sample, copy, backwards=backwards)
        more = 'labels = ["Ateliers", "Tous les messages"]\n' if kind == "takeout" else ""
        told.append(f'[[source]]\nname = "{name}"\nkind = "{kind}"\npath = "archives/{name}/{sample.name}"\n{more}')
    for kind, path in rosters(folder / "rosters"):
        wanted = 'list = "reunions"\n' if kind == "sympa_tables" else ""
        assert bool(wanted) <= (kind in OF_SEVERAL)
        told.append(
            f'[[source]]\nname = "r-{kind}"\nkind = "mbox"\npath = "archives/mbox-r/{kind}.mbox"\n'.replace("_", "-")
        )
        told[-1] = told[-1].replace(f"mbox-r/{kind}".replace("_", "-"), f"mbox-r/{kind}")
        told.append(
            f'[[source.subscribers]]\npath = "rosters/{path.name}"\ndate = 2017-06-01\nkind = "{kind}"\n{wanted}'
        )
        mbox = folder / "archives" / "mbox-r" / f"{kind}.mbox"
        mbox.parent.mkdir(exist_ok=True)
        mbox.write_bytes(b"From a@asso.example Mon Mar 12 10:15:03 2007\nFrom: a@asso.example\nSubject: x\n\nx\n\n")
    (folder / "maillage.toml").write_text("\n".join(told), encoding="utf-8")
    return folder


def _copy(sample: Path, copy: Path, *, backwards: bool) -> None:
    files = [sample] if sample.is_file() else sorted(sample.rglob("*"), reverse=backwards)
    copy.parent.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(files):
        target = copy if file == sample else copy / file.relative_to(sample)
        if file.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
        moment = 1_000_000_000 + (number * 7919 if backwards else number)
        os.utime(target, (moment, moment))


def run_all(folder: Path, **settings: str) -> None:
    """Run a study as people do; with a fixed key of pseudonyms."""
    done = subprocess.run(
        ["/bin/sh", "-c", f"umask {settings.pop('UMASK')}; exec {COMMAND} run"],
        cwd=folder, env=environment(**settings), capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same study, run under two circumstances."""
    one = write_study(tmp_path_factory.mktemp("one") / "study")
    other = write_study(tmp_path_factory.mktemp("other") / "study", backwards=True)
    run_all(one, UMASK="022", TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1", MAILLAGE_WORKERS="1")
    shutil.copy(one / "pseudonyms.key", other)
    run_all(other, UMASK="077", TZ="Asia/Tokyo", LC_ALL="fr_FR.UTF-8", PYTHONHASHSEED="2", MAILLAGE_WORKERS="2")
    return one, other


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_time_zone_locale_rights_and_order_of_files_change_nothing(twice: tuple[Path, Path]) -> None:
    one, other = twice
    assert (one / "maillage.db").read_bytes() == (other / "maillage.db").read_bytes()
    found, again = files_of(one / "reports"), files_of(other / "reports")
    assert [name for name in sorted(found.keys() | again.keys()) if found.get(name) != again.get(name)] == []
    assert len(found) > 10


def test_no_password_and_no_address_of_a_computer_is_kept(twice: tuple[Path, Path]) -> None:
    one, _ = twice
    kept = b"".join(file.read_bytes() for file in sorted(one.glob("maillage.db*")))
    assert [secret for secret in SECRETS if secret.encode() in kept] == []


def test_reports_name_nobody_of_any_archive(twice: tuple[Path, Path]) -> None:
    one, _ = twice
    people = people_of(one / "maillage.db")
    assert len(people) > 40
    for name, content in files_of(one / "reports").items():
        text = content.decode("utf-8", "replace")
        if name.endswith((".xlsx", ".ods")):
            with zipfile.ZipFile(one / "reports" / name) as book:
                text = "".join(book.read(member).decode("utf-8", "replace") for member in book.namelist())
        assert sorted(who for who in people if who in text) == [], name


def people_of(database: Path) -> set[str]:
    """The addresses, handles and full names that a database has."""
    queries = (
        "select address from messages", "select name from messages", "select address from subscriptions",
        "select name from subscriptions", "select email from wiki_users", "select user from wiki_users",
    )  # fmt: skip
    with closing(sqlite3.connect(database)) as opened:
        found = {str(row[0] or "") for query in queries for row in opened.execute(query)}
    return {who for who in found if "@" in who or re.fullmatch(r"[\w'-]+( [\w'-]+)+", who)}


# ----------------------------------------------------------------------------------- stopped, grown, shrunk


def content(database: Path) -> dict[str, list[str]]:
    """All that the tables of a database say, with names in place of their running numbers."""
    with closing(sqlite3.connect(database)) as opened:
        opened.row_factory = sqlite3.Row
        parts = {row["part"]: f"{row['source']}/{row['path']}" for row in opened.execute("select * from parts")}
        messages = {row["message"]: row["message_id"] for row in opened.execute("select * from messages")}
        names = [row[0] for row in opened.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: sorted(
                json.dumps(_named(dict(row), parts, messages)) for row in opened.execute(f"select * from {name}")
            )
            for name in names
            if name not in ("replaced_rows", "sqlite_sequence")
        }


def _named(row: dict[str, Any], parts: dict[int, str], messages: dict[int, str]) -> dict[str, Any]:
    known = {"part": parts, "kept_part": parts, "message": messages}
    return {key: known[key].get(value, value) if key in NUMBERS else _shown(value) for key, value in row.items()}


def _shown(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def updated(folder: Path) -> Update:
    study: Study = project.load(folder / "maillage.toml")
    with Store.open(study.database, write=True) as store:
        return update(store, study)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study, ingested and not analysed."""
    folder = write_study(tmp_path_factory.mktemp("whole") / "study")
    updated(folder)
    return folder


@pytest.mark.parametrize("part", [1, 4, 11, 19, 28, 37, 46, 55])
def test_a_run_that_is_killed_goes_on_to_the_same_database(part: int, whole: Path, tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    done = subprocess.run([sys.executable, "-c", STOPPED, str(folder / "maillage.toml"), str(part)], check=False)
    assert done.returncode == -signal.SIGKILL
    updated(folder)
    assert content(folder / "maillage.db") == content(whole / "maillage.db")


@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_archives_that_lose_a_file_and_get_it_back_are_as_read_afresh(which: str, whole: Path, tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    updated(folder)
    aside = _without_one_each(folder, which)
    updated(folder)
    fresh = tmp_path / "fresh"
    shutil.copytree(folder, fresh, ignore=shutil.ignore_patterns("maillage.db*"))
    updated(fresh)
    assert content(folder / "maillage.db") == content(fresh / "maillage.db")
    for file, raw in aside.items():
        file.write_bytes(raw)
    updated(folder)
    assert content(folder / "maillage.db") == content(whole / "maillage.db")
    assert not updated(folder).changed


def _without_one_each(folder: Path, which: str) -> dict[Path, bytes]:
    """Take one file out of each archive that has several, but for repositories, whose files belong together."""
    aside = {}
    for source in project.load(folder / "maillage.toml").sources:
        files = [file for file in sorted(source.path.rglob("*")) if file.is_file() and not file.name.startswith(".")]
        if len(files) > 2 and source.kind not in ("public_inbox", *WIKI_KINDS):
            file = {"first": files[0], "middle": files[len(files) // 2], "last": files[-1]}[which]
            aside[file] = file.read_bytes()
            file.unlink()
    assert len(aside) > 8
    return aside


def test_the_study_is_one_that_the_command_checks(whole: Path) -> None:
    assert maillage("ingest", cwd=whole).returncode == 0
