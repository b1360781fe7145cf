"""The folder of reports of a real study, small enough to know everybody in it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from small_study import SECRETS, write

from maillage.errors import UnwritableReport
from maillage.project import Study
from maillage.reports.build import SUMS, all_tables, write_reports
from maillage.store import Store


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return write(tmp_path_factory.mktemp("étude"))


@pytest.fixture
def store(study: Study) -> Iterator[Store]:
    with Store.open(study.database) as store:
        yield store


@pytest.fixture(scope="module")
def reports(study: Study) -> Path:
    with Store.open(study.database) as store:
        write_reports(store, study)
    return study.reports


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything that can be read in the reports, the insides of the workbook too."""
    for name, content in contents(folder).items():
        yield f"the name of {name}", name
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(folder / name) as book:
                for inside in book.namelist():
                    yield f"{name}: {inside}", book.read(inside).decode()
        else:
            yield name, content.decode("utf-8", "replace")


def test_the_page_the_workbook_the_tables_and_the_figures_are_there(reports: Path) -> None:
    names = set(contents(reports))
    assert {"index.html", "maillage.xlsx", SUMS} < names
    assert {"tables/volume.csv", "tables/author-by-month-makers.csv", "tables/author-by-month-unisson.csv"} < names
    assert {f"figures/{name}.{kind}" for name in ("tiers", "lorenz", "silent") for kind in ("svg", "png")} < names


def test_nobody_s_name_or_address_is_anywhere_by_default(reports: Path) -> None:
    for place, text in texts(reports):
        folded = text.casefold()
        shown = [secret for secret in SECRETS if secret.casefold() in folded]
        assert not shown, f"{place} shows {shown}"


def test_the_problem_is_told_without_the_person_in_it(reports: Path) -> None:
    rows = (reports / "tables" / "problems.csv").read_text(encoding="utf-8")
    assert "never ends" in rows
    assert "[nom masqué]" in rows
    assert "[adresse masquée]" in rows


def test_names_are_shown_when_asked_for(store: Store, study: Study, tmp_path: Path) -> None:
    named = replace(study, reports=tmp_path / "named")
    write_reports(store, named, names=True)
    assert "Marie Durand" in (named.reports / "tables" / "author-by-month-makers.csv").read_text(encoding="utf-8")
    page = (named.reports / "index.html").read_text(encoding="utf-8")
    assert "Élise Ça" in page
    assert "Ce rapport nomme les personnes" in page


def test_the_same_study_gives_the_same_bytes_in_another_process(study: Study, reports: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from dataclasses import replace; from pathlib import Path; from maillage import project\n"
        "from maillage.reports.build import write_reports; from maillage.store import Store\n"
        "study = replace(project.load(Path(sys.argv[1])), reports=Path(sys.argv[2]))\n"
        "with Store.open(study.database) as store: write_reports(store, study)\n"
    )
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C", "HOME": str(tmp_path)}
    command = [sys.executable, "-c", program, str(study.root), str(tmp_path / "again")]
    subprocess.run(command, check=True, env=environment)
    assert contents(tmp_path / "again") == contents(reports)


def test_the_sums_are_those_of_the_files(reports: Path) -> None:
    files = contents(reports)
    listed = dict(line.split("  ")[::-1] for line in files.pop(SUMS).decode().splitlines())
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_every_link_of_the_page_leads_somewhere(reports: Path) -> None:
    tree = HTMLParser((reports / "index.html").read_text(encoding="utf-8"))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    for link in tree.css("a[href]"):
        href = str(link.attributes["href"])
        assert href.removeprefix("#") in ids if href.startswith("#") else (reports / href).is_file(), href


def test_the_page_asks_for_nothing_from_elsewhere(reports: Path) -> None:
    tree = HTMLParser((reports / "index.html").read_text(encoding="utf-8"))
    assert not tree.css("link, img, iframe, script[src], [style*='url(http']")
    assert "@import" not in tree.css_first("style").text()  # type: ignore[union-attr]


def test_the_command_that_the_page_tells_names_a_month_with_messages(reports: Path) -> None:
    page = (reports / "index.html").read_text(encoding="utf-8")
    row = (reports / "tables" / "author-by-month-makers.csv").read_text(encoding="utf-8").splitlines()[1]
    assert f"maillage messages --source makers --author {row.split(',')[0]} --month 2015-01" in page


def test_lists_without_subscribers_are_named_in_a_sentence(reports: Path) -> None:
    page = (reports / "index.html").read_text(encoding="utf-8")
    assert "On ne connaît aucune liste d’abonnés pour unisson\u00a0: le silence" in page


def without_unisson(study: Study) -> Study:
    makers, unisson = study.sources
    return replace(study, sources=(makers, replace(unisson, analysed=False)))


class TestFiles:
    """What becomes of the files that are there already."""

    def test_files_of_a_list_that_is_no_more_analysed_go(self, store: Store, study: Study, tmp_path: Path) -> None:
        both = replace(study, reports=tmp_path / "reports")
        write_reports(store, both)
        write_reports(store, without_unisson(both))
        assert not (both.reports / "tables" / "author-by-month-unisson.csv").exists()
        assert (both.reports / "tables" / "author-by-month-makers.csv").exists()

    def test_one_that_somebody_changed_stays(self, store: Store, study: Study, tmp_path: Path) -> None:
        both = replace(study, reports=tmp_path / "reports")
        write_reports(store, both)
        changed = both.reports / "tables" / "author-by-month-unisson.csv"
        changed.write_text("mine")
        write_reports(store, without_unisson(both))
        assert changed.read_text() == "mine"

    def test_what_others_put_there_stays(self, store: Store, study: Study, tmp_path: Path) -> None:
        there = replace(study, reports=tmp_path / "reports")
        there.reports.mkdir()
        (there.reports / "notes.txt").write_text("mine")
        (there.reports / SUMS).write_text(f"{hashlib.sha256(b'mine').hexdigest()}  notes.txt\n")
        write_reports(store, there)
        assert (there.reports / "notes.txt").read_text() == "mine"

    def test_a_failure_leaves_the_former_report(self, store: Store, study: Study, tmp_path: Path) -> None:
        there = replace(study, reports=tmp_path / "reports")
        write_reports(store, there)
        before = contents(there.reports)

        def fail(step: str) -> None:
            if step == "index.html":
                raise OSError(28, "No space left on device")

        with pytest.raises(UnwritableReport, match=r"cannot write .*reports: No space left on device; free"):
            write_reports(store, there, names=True, progress=fail)
        assert contents(there.reports) == before
        assert [path.name for path in tmp_path.iterdir()] == ["reports"]

    def test_a_file_in_the_place_of_the_folder_is_told(self, store: Store, study: Study, tmp_path: Path) -> None:
        (tmp_path / "reports").write_text("no folder")
        with pytest.raises(UnwritableReport, match=r"cannot write .*reports"):
            write_reports(store, replace(study, reports=tmp_path / "reports"))
        assert (tmp_path / "reports").read_text() == "no folder"


def test_every_table_has_rows_as_wide_as_its_columns_and_both_languages(store: Store, study: Study) -> None:
    for table in all_tables(store, study):
        assert {len(row) for row in (*table.rows, *filter(None, [table.totals]))} <= {len(table.columns)}
        assert all(text.keys() == {"fr", "en"} for text in (table.title, table.definition, *table.notes))
