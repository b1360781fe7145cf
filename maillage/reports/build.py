"""The folder of reports of a study, written whole: a page, a workbook, the tables as CSV, the figures.

It is made beside its place and then moved there file by file, so a report that cannot be finished leaves the one
before as it was. `SHA256SUMS` names its files: those that a later report no longer has are removed, unless
somebody changed them; what others put into the folder is left alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from maillage.analyze.lists import analysed
from maillage.errors import UnwritableReport
from maillage.project import Study
from maillage.reports import figures, page, tables, wording, workbook
from maillage.reports.formats import render
from maillage.reports.people import People
from maillage.reports.table import Choice, Table
from maillage.sentences import Said, because
from maillage.store import Store

PAGE = "index.html"
WORKBOOK = "maillage.xlsx"
SUMS = "SHA256SUMS"


def write_reports(
    store: Store, study: Study, *, names: bool = False, progress: Callable[[str], None] = lambda _: None
) -> list[Path]:
    """Write all reports into the study's folder; the files, in order. `progress` is told each step.

    Persons bear pseudonyms unless `names`. Raises UnwritableReport; the former report then stays.
    """
    people = People.of(store, study, names=names)
    try:
        study.reports.parent.mkdir(parents=True, exist_ok=True)
        with _beside(study.reports) as made:
            _make(made, store, study, people, progress)
            return _move(made, study.reports)
    except OSError as error:
        where = Path(error.filename) if isinstance(error.filename, str) else study.reports
        where = study.reports if study.reports not in where.parents else where
        step = Said("free some space, or check the folder and its rights")
        raise UnwritableReport(where, because(error), step) from error


def all_tables(store: Store, study: Study, progress: Callable[[str], None] = lambda _: None) -> list[Table]:
    """Every table of the study, author by month once for each analysed list."""
    found: list[Table] = []
    for name in tables.of_study(study):
        progress(name)
        if name == page.MATRIX:
            found += _matrices(store, study)
        else:
            found.append(tables.build(name, store, study, Choice()))
    return found


def _matrices(store: Store, study: Study) -> Iterator[Table]:
    """Author by month, one a list, each called after its list."""
    for source in analysed(study):
        table = tables.build(page.MATRIX, store, study, Choice(source=source.name))
        title = {
            language: text if source.label in text else wording.say("of-list", language, title=text, list=source.label)
            for language, text in table.title.items()
        }
        yield replace(table, name=f"{page.MATRIX}-{source.name}", title=title)


def _make(folder: Path, store: Store, study: Study, people: People, progress: Callable[[str], None]) -> None:
    """All files of the report, in a new folder, and their digests."""
    language = study.language
    found = [people.seen(table) for table in all_tables(store, study, progress)]
    (folder / "tables").mkdir()
    (folder / "figures").mkdir()
    for table in found:
        _write(folder / "tables" / f"{table.name}.csv", render(table, "csv", language, people))
    progress("figures")
    drawn = figures.figures({table.name: table for table in found}, language, people)
    for figure in drawn:
        _write(folder / "figures" / f"{figure.name}.svg", figure.svg)
        (folder / "figures" / f"{figure.name}.png").write_bytes(figure.png)
    progress(WORKBOOK)
    workbook.write_workbook(folder / WORKBOOK, found, study, store, language, people)
    progress(PAGE)
    _write(folder / PAGE, page.page(found, drawn, study, store, language, people))
    _write(folder / SUMS, "".join(f"{digest}  {name}\n" for name, digest in _digests(folder).items()))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


@contextlib.contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """An empty folder on the same disk, gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _move(made: Path, folder: Path) -> list[Path]:
    """Put every file in its place, the page last, and remove those of the former report that are no more."""
    former = _listed(folder)
    names = sorted(_names(made), key=lambda name: (name in {PAGE, SUMS}, name))
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    for name in names:
        (made / name).replace(folder / name)
    for name in former.keys() - set(names):
        _remove(folder / name, former[name])
    return [folder / name for name in names]


def _names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]


def _digests(folder: Path) -> dict[str, str]:
    return {name: _digest(folder / name) for name in _names(folder)}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(folder: Path) -> dict[str, str]:
    """The files that the former report says it has, with their digests; none that lead out of the folder."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return {}
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {name: digest for digest, name in pairs if _is_ours(name)}


def _is_ours(name: str) -> bool:
    return name in {PAGE, WORKBOOK} or (
        name.startswith(("tables/", "figures/")) and name.count("/") == 1 and name.endswith((".csv", ".svg", ".png"))
    )


def _remove(path: Path, digest: str) -> None:
    if path.is_file() and not path.is_symlink() and _digest(path) == digest:
        path.unlink()
