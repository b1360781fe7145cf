"""The commands as people, programs and cron start them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import typer
from command_line import COMMAND, environment, maillage, said

from maillage import __version__
from maillage.cli import app
from maillage.store import Store

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a group
TABLES = [line.split()[0] for line in said("table", "--list").splitlines()]

MBOX = """\
From ada@example.org Mon Mar  2 10:00:00 2015
From: Ada Martin <ada@example.org>
Date: Mon, 02 Mar 2015 10:00:00 +0100
Message-ID: <1@example.org>
Subject: Bonjour

Un.

From bob@example.org Tue Mar  3 10:00:00 2015
From: Bob Petit <bob@example.org>
Date: Tue, 03 Mar 2015 10:00:00 +0100
Message-ID: <2@example.org>
Subject: Re: Bonjour

Deux.
"""
STUDY = """\
[study]
title = "Essai"
language = "fr"
[[source]]
name = "liste"
kind = "mbox"
path = "liste.mbox"
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A study of one list with two messages, not yet run."""
    (tmp_path / "liste.mbox").write_text(MBOX)
    (tmp_path / "maillage.toml").write_text(STUDY)
    return tmp_path


def digests(folder: Path) -> dict[str, str]:
    """The digest of every file of a folder."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


class TestHelp:
    def test_version(self) -> None:
        assert said("--version") == f"maillage {__version__}\n"

    def test_alone_it_shows_its_commands(self) -> None:
        shown = maillage()
        assert set(COMMANDS) <= set(re.findall(r"[a-z]+", shown.stdout))

    @pytest.mark.parametrize("command", COMMANDS)
    def test_every_command_shows_an_example(self, command: str) -> None:
        shown = said(command, "--help")
        assert "Example" in shown
        assert f"maillage {command}" in shown

    def test_it_names_the_exit_codes(self) -> None:
        assert "Exit codes: 0 done" in " ".join(said("--help").split())

    def test_it_is_there_at_once(self) -> None:
        """Help, and completion in a shell, load nothing heavy."""
        heavy = {
            "pandas",
            "numpy",
            "matplotlib",
            "spacy",
            "jinja2",
            "babel",
            "sqlite_utils",
            "xlsxwriter",
            "selectolax",
        }
        asked = "import sys; sys.argv = ['maillage', '--help']; from maillage.cli import main\n"
        asked += (
            "try: main()\nexcept SystemExit: print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
        )
        done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
        assert set(done.stdout.splitlines()[-1].split()) & heavy == set()


class TestJson:
    """What programs get: one JSON value on standard output, and nothing else there."""

    def test_of_a_run_and_of_one_that_finds_nothing_new(self, small: Path) -> None:
        first = json.loads(said("run", "--json", cwd=small))
        assert (first["read"], first["stored"], first["duplicates"], first["problems"]) == (2, 2, 0, 0)
        assert first["analysed"] is True
        assert "reports/index.html" in first["written"]
        again = json.loads(said("run", "--json", cwd=small))
        assert (again["parts_read"], again["parts_unchanged"], again["analysed"], again["written"]) == (0, 1, False, [])

    def test_of_an_ingest(self, small: Path) -> None:
        assert json.loads(said("ingest", "--json", cwd=small))["stored"] == 2

    def test_of_the_ledger(self, demo_study: Path) -> None:
        ledger = json.loads(said("ledger", "--json", cwd=demo_study))
        assert all(part["adds_up"] for part in ledger["parts"])
        assert ledger["totals"]["read"] == sum(part["read"] for part in ledger["parts"]) > 8000

    def test_of_the_comparison(self, demo_study: Path) -> None:
        assert json.loads(said("compare", "--json", cwd=demo_study))["name"] == "comparison"

    def test_of_messages(self, demo_study: Path) -> None:
        found = json.loads(said("messages", "--source", "tiers-lieux", "--month", "2015", "--json", cwd=demo_study))
        assert {message["source"] for message in found} == {"tiers-lieux"}

    def test_of_the_list_of_tables(self, demo_study: Path) -> None:
        listed = json.loads(said("table", "--list", "--format", "json", cwd=demo_study))
        assert [table["name"] for table in listed] == TABLES


class TestTable:
    def test_they_are_listed_without_a_study_too(self, tmp_path: Path) -> None:
        assert {"volume", "author-by-month", "silent", "comparison"} <= set(TABLES)
        assert said("table", "--list", cwd=tmp_path) == said("table", cwd=tmp_path)

    @pytest.mark.parametrize("name", TABLES)
    def test_every_one_can_be_shown(self, name: str, demo_study: Path) -> None:
        shown = said("table", name, "--source", "tiers-lieux", "--format", "csv", cwd=demo_study)
        rows = list(csv.reader(io.StringIO(shown)))
        assert all(re.fullmatch(r"[a-z0-9_-]+", heading) for heading in rows[0])
        assert {len(row) for row in rows} == {len(rows[0])}

    @pytest.mark.parametrize("form", ["text", "csv", "json", "md", "latex", "html"])
    def test_every_format(self, form: str, demo_study: Path) -> None:
        assert "tiers-lieux" in said("table", "volume", "-f", form, cwd=demo_study) or form not in ("csv", "json")

    def test_csv_begins_with_its_header(self, demo_study: Path) -> None:
        shown = said("table", "volume", "-f", "csv", "--network", "Brest", cwd=demo_study).splitlines()
        assert shown[0].startswith("source,network,created,age_months,messages,")
        assert shown[1].startswith("wiki-brest,Brest,2007-05-01,116,1146,") or shown[1].startswith("wiki-brest,Brest")

    def test_pseudonyms_unless_names_are_asked_for(self, demo_study: Path) -> None:
        asked = ("table", "author-by-month", "--source", "tiers-lieux", "-f", "csv")
        hidden = said(*asked, cwd=demo_study).splitlines()[1:]
        assert all(re.match(r"P-[0-9A-Z]{6,},|,|[a-z]+,", line) for line in hidden)
        shown = said(*asked, "--names", cwd=demo_study).splitlines()[1:]
        assert not any(line.startswith("P-") for line in shown)

    @pytest.mark.parametrize("columns", ["60", "80", "100", "140"])
    @pytest.mark.parametrize("name", ["lists", "volume", "regular-authors", "silent", "concentration", "tier-rules"])
    def test_a_terminal_of_any_width_shows_every_figure(self, name: str, columns: str, demo_study: Path) -> None:
        """Cut at the edge, 116 would read 11."""
        shown = said("table", name, cwd=demo_study, COLUMNS=columns)
        rows = [line for line in said("table", name, "-f", "md", cwd=demo_study).splitlines() if line.startswith("|")]
        figures = re.compile(r"(?<![\d\w])[\d\u202f]+(?:,\d+)?(?!\w)")
        wanted = {figure for row in rows[2:] for figure in figures.findall(row)}
        assert wanted <= set(figures.findall(shown))
        assert max(map(len, shown.splitlines())) <= int(columns)

    def test_a_reader_who_has_seen_enough(self, demo_study: Path) -> None:
        """`maillage … | head -1`: more than a pipe holds, and nobody reads on."""
        piped = f"set -o pipefail; '{COMMAND}' table comparison --format csv | head -1"
        done = subprocess.run(
            ["bash", "-c", piped], cwd=demo_study, env=environment(), capture_output=True, text=True, check=False
        )
        assert len(done.stdout.splitlines()) == 1
        assert done.stderr == ""


class TestQuiet:
    @pytest.mark.parametrize("command", ["ingest", "run", "analyze", "report"])
    def test_nothing_is_said(self, command: str, small: Path) -> None:
        said("run", "--quiet", cwd=small)
        assert said(command, "--quiet", cwd=small) == ""

    def test_errors_are(self, tmp_path: Path) -> None:
        done = maillage("run", "--quiet", cwd=tmp_path)
        assert done.stdout == ""
        assert done.stderr.startswith("maillage: ")


class TestRun:
    def test_a_second_run_changes_nothing(self, own_demo: Path) -> None:
        said("run", cwd=own_demo)  # the copy stands elsewhere: its stamps are new
        before = digests(own_demo)
        assert "rien de nouveau" in said("run", cwd=own_demo)
        assert digests(own_demo) == before

    def test_a_study_is_rebuilt_byte_for_byte(self, own_demo: Path) -> None:
        before = digests(own_demo)
        (own_demo / "maillage.db").unlink()
        (own_demo / "maillage.db.stamps").unlink()
        said("run", cwd=own_demo, MAILLAGE_WORKERS="1", TZ="Asia/Tokyo")
        after = digests(own_demo)
        del before["maillage.db.stamps"], after["maillage.db.stamps"]  # paths and times of the files, not results
        assert after == before

    def test_it_adds_what_is_new(self, small: Path) -> None:
        said("run", cwd=small)
        with (small / "liste.mbox").open("a") as archive:
            archive.write(MBOX.replace("<1@", "<3@").replace("<2@", "<4@").replace("2015", "2016"))
        assert json.loads(said("run", "--json", cwd=small))["stored"] == 2
        assert said("table", "volume", "-f", "csv", cwd=small).splitlines()[1].split(",")[0] == "liste"

    def test_stages_by_hand(self, small: Path) -> None:
        for command in ("ingest", "analyze", "report"):
            said(command, cwd=small)
        assert (small / "reports" / "index.html").exists()

    def test_decisions_without_effect_are_told(self, small: Path) -> None:
        (small / "decisions").mkdir()
        (small / "decisions" / "persons.csv").write_text(
            "action,first,second,reason,by,date\n"
            "merge,ada@exmaple.org,bob@example.org,a slip,ER,2024-03-01\n"
            "merge,x@y.org,z@y.org,two slips,ER,2024-03-01\n"
        )
        (small / "decisions" / "exclusions.csv").write_text(
            "what,value,source,reason,by,date\nmessage,<9@example.org>,,gone,ER,2024-03-01\n"
        )
        done = maillage("run", cwd=small)
        assert done.returncode == 0
        why = [line.partition("cette décision est sans effet, car ")[2] for line in done.stderr.splitlines()]
        assert why == [
            "aucun message n’a cet identifiant",
            "aucun compte ne s’appelle ada@exmaple.org",
            "aucun compte ne s’appelle x@y.org ni z@y.org",
        ]
        assert maillage("run", "--quiet", cwd=small).stderr == ""
        told = json.loads(said("run", "--json", cwd=small))["unused_decisions"]
        assert [one["file"] for one in told] == ["exclusions.csv", "persons.csv", "persons.csv"]

    def test_a_language_model_that_is_not_there_is_told(self, small: Path) -> None:
        named = STUDY.replace('language = "fr"', 'language = "fr"\nlanguage_models = ["fr_none_there"]')
        (small / "maillage.toml").write_text(named)
        for command in ("run", "analyze"):
            done = maillage(command, cwd=small)
            assert done.returncode == 0
            assert "le modèle de langue fr_none_there n’est pas installé" in done.stderr
            assert maillage(command, "--quiet", cwd=small).stderr == ""
        (small / "maillage.toml").write_text(named.replace('language = "fr"', 'language = "en"'))
        assert "the language model fr_none_there is not installed" in maillage("run", cwd=small).stderr

    def test_what_changed_since_is_told(self, small: Path) -> None:
        said("run", cwd=small)
        (small / "maillage.toml").write_text(STUDY.replace("Essai", "Autre"))
        done = maillage("table", "volume", cwd=small)
        assert done.returncode == 0
        assert "maillage run" in done.stderr

    def test_a_report_names_nobody(self, demo_study: Path) -> None:
        with (demo_study / "truth.csv").open(encoding="utf-8") as file:
            people = list(csv.DictReader(file))
        secrets = {person["address"] for person in people if person["address"]}
        secrets |= {person["name"] for person in people if " " in person["name"]}
        for file in sorted((demo_study / "reports").rglob("*")):
            if file.suffix in (".html", ".csv", ".svg"):
                text = file.read_text(encoding="utf-8")
            elif file.suffix == ".xlsx":
                with zipfile.ZipFile(file) as book:
                    text = "".join(book.read(name).decode() for name in book.namelist())
            else:
                continue
            assert {secret for secret in secrets if secret in text} == set(), file.name


class TestInit:
    def test_a_folder_of_archives_becomes_a_study_that_runs(self, demo_study: Path, tmp_path: Path) -> None:
        done = maillage("init", demo_study / "archives", "--to", tmp_path / "maillage.toml", "--language", "en")
        assert done.returncode == 0
        assert f"{tmp_path / 'maillage.toml'} is written" in done.stdout
        said("ingest", cwd=tmp_path)

    def test_it_overwrites_nothing(self, small: Path) -> None:
        before = (small / "maillage.toml").read_text()
        done = maillage("init", small, cwd=small)
        assert done.returncode != 0
        assert (small / "maillage.toml").read_text() == before

    def test_the_language_is_that_of_the_user(self, small: Path) -> None:
        (small / "maillage.toml").unlink()
        said("init", small, cwd=small, LANG="fr_FR.UTF-8")
        assert 'language = "fr"' in (small / "maillage.toml").read_text()


class TestExitCodes:
    """docs/commands.md has them all; each comes with one sentence and a next step."""

    def test_2_wrong_use(self, demo_study: Path) -> None:
        for wrong in (
            ("table", "volumes"),
            ("table", "volume", "--source", "nobody"),
            ("table", "volume", "--network", "Paris"),
            ("table", "volume", "--format", "word"),
            ("tables",),
            ("run", "--loud"),
        ):
            assert maillage(*wrong, cwd=demo_study).returncode == 2, wrong

    def test_2_names_what_there_is(self, demo_study: Path) -> None:
        assert "author-by-month" in maillage("table", "volumes", cwd=demo_study).stderr

    def test_3_a_missing_archive_folder(self, tmp_path: Path) -> None:
        assert maillage("init", tmp_path / "nowhere", cwd=tmp_path).returncode == 3

    def test_3_a_form_that_is_not_read(self, small: Path) -> None:
        (small / "liste.mbox").write_bytes(b"!BDN" + bytes(600))
        done = maillage("run", cwd=small)
        assert done.returncode == 3
        assert "readpst" in done.stderr

    def test_3_another_kind_than_the_study_says(self, small: Path) -> None:
        (small / "maillage.toml").write_text(STUDY.replace('kind = "mbox"', 'kind = "maildir"'))
        done = maillage("run", cwd=small)
        assert done.returncode == 3
        assert 'kind = "mbox"' in done.stderr

    def test_3_an_archive_that_breaks_off_is_read_as_far_as_it_goes(self, own_demo: Path) -> None:
        packed = own_demo / "archives" / "brest-bc.mbox.gz"
        packed.write_bytes(packed.read_bytes()[:40000])
        done = maillage("run", cwd=own_demo)
        assert done.returncode == 3
        assert "brest-bc.mbox.gz" in done.stderr
        assert json.loads(said("ledger", "--source", "brest-bc", "--json", cwd=own_demo))["totals"]["stored"] > 20

    def test_4_no_study(self, tmp_path: Path) -> None:
        done = maillage("run", cwd=tmp_path)
        assert done.returncode == 4
        assert "maillage init" in done.stderr

    def test_4_every_mistake_of_the_study(self, small: Path) -> None:
        (small / "maillage.toml").write_text(STUDY.replace("title", "titel").replace('"mbox"', '"mbx"'))
        done = maillage("run", cwd=small)
        assert done.returncode == 4
        assert done.stderr.count("ligne ") >= 2

    def test_4_a_missing_archive_of_the_study(self, small: Path) -> None:
        (small / "liste.mbox").unlink()
        done = maillage("run", cwd=small)
        assert done.returncode == 4
        assert "liste.mbox" in done.stderr

    def test_4_a_mistake_of_the_decisions(self, small: Path) -> None:
        (small / "decisions").mkdir()
        (small / "decisions" / "persons.csv").write_text("action,first\nmarry,ada@example.org\n")
        assert maillage("run", cwd=small).returncode == 4

    def test_5_not_our_database(self, small: Path) -> None:
        with sqlite3.connect(small / "maillage.db") as other:
            other.execute("create table notes (note)")
        other.close()
        for command in (("run",), ("table", "volume")):
            assert maillage(*command, cwd=small).returncode == 5

    def test_5_no_database_at_all(self, small: Path) -> None:
        (small / "maillage.db").write_bytes(b"a letter, say" * 100)
        assert maillage("run", cwd=small).returncode == 5

    def test_5_nothing_ingested_or_analysed_yet(self, small: Path) -> None:
        assert maillage("table", "volume", cwd=small).returncode == 5
        said("ingest", cwd=small)
        done = maillage("table", "volume", cwd=small)
        assert done.returncode == 5
        assert "maillage run" in done.stderr

    def test_5_another_run(self, small: Path) -> None:
        said("run", cwd=small)
        with Store.open(small / "maillage.db", write=True):
            done = maillage("run", cwd=small)
        assert done.returncode == 5
        assert "une autre exécution" in done.stderr

    def test_6_nowhere_to_write_reports(self, small: Path) -> None:
        (small / "reports").write_text("a file")
        assert maillage("run", cwd=small).returncode == 6

    def test_6_a_folder_that_is_not_empty(self, small: Path) -> None:
        (small / "maillage.toml").unlink()
        before = digests(small)
        assert maillage("demo", small).returncode == 6
        assert digests(small) == before

    def test_130_stopped_by_hand_and_then_completed(self, own_demo: Path) -> None:
        before = digests(own_demo)["maillage.db"]
        (own_demo / "maillage.db").unlink()
        (own_demo / "maillage.db.stamps").unlink()
        running = subprocess.Popen([COMMAND, "run"], cwd=own_demo, env=environment(), stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while not (own_demo / "maillage.db").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=60)
        assert running.returncode == 130
        assert "Traceback" not in errors, errors
        said("run", cwd=own_demo)
        assert digests(own_demo)["maillage.db"] == before


class TestCompare:
    def test_every_difference_of_the_demo_study_has_a_known_cause(self, demo_study: Path) -> None:
        said("compare", cwd=demo_study)

    def test_another_difference_ends_with_1(self, own_demo: Path) -> None:
        study = own_demo / "maillage.toml"
        study.write_text(study.read_text(encoding="utf-8").replace("to = 2016-12-31", "to = 2016-11-30"), "utf-8")
        said("run", cwd=own_demo)
        assert maillage("compare", cwd=own_demo).returncode == 1


class TestMessages:
    def test_the_messages_behind_a_figure(self, demo_study: Path) -> None:
        asked = ("table", "author-by-month", "--source", "makers", "-f", "json")
        table = json.loads(said(*asked, cwd=demo_study))
        author, year = table["rows"][0][0], table["columns"][1]["name"]
        listed = ("messages", "--source", "makers", "--author", author, "--month", year, "--json")
        assert len(json.loads(said(*listed, cwd=demo_study))) == table["rows"][0][1]

    def test_the_edits_behind_a_figure_of_a_wiki(self, demo_study: Path) -> None:
        table = json.loads(said("table", "wiki-months", "--source", "wiki-fuc", "-f", "json", cwd=demo_study))
        _, month, edits, *_ = next(row for row in table["rows"] if row[2] > 1)
        asked = ("revisions", "--source", "wiki-fuc", "--month", month)
        found = json.loads(said(*asked, "--json", cwd=demo_study))
        assert sum(not revision["left_out"] for revision in found) == edits
        assert all(revision["url"].startswith("http") for revision in found)
        header, *rows = csv.reader(said(*asked, "--csv", cwd=demo_study).splitlines())
        assert header == [*found[0]]
        assert [row[5] for row in rows] == [str(revision["revision"]) for revision in found]
        assert said(*asked, cwd=demo_study).splitlines()[-1].startswith(f"{len(found)} version")

    def test_a_page_that_no_wiki_has(self, demo_study: Path) -> None:
        done = maillage("revisions", "--page", "Nulle part", cwd=demo_study)
        assert done.returncode == 2
        assert "Nulle part" in done.stderr

    def test_an_author_that_nobody_is(self, demo_study: Path) -> None:
        done = maillage("messages", "--author", "nobody@example.org", cwd=demo_study)
        assert done.returncode in (0, 2)
