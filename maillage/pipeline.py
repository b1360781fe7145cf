"""The stages of a run, each by itself or all together: ingest, analyze, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from maillage import __version__, decisions
from maillage.progress import Progress, Silent
from maillage.project import Study
from maillage.store import Store
from maillage.update import Update, update

ANALYSED = "analysed"  # the setting that keeps what the derived tables were made from
REPORTED = "reported"  # and what the reports were made from


@dataclass(frozen=True)
class Outcome:
    """What a run did: None for a stage that had nothing to do."""

    update: Update
    analysed: bool
    written: list[Path] | None


def run(study: Study, *, names: bool = False, progress: Progress | None = None) -> Outcome:
    """Ingest what is new, then analyze and report if anything changed."""
    shown = progress or Silent()
    with Store.open(study.database, write=True) as store:
        done = update(store, study, shown)
        analysed = analyze(store, study, shown)
        written = report(store, study, names=names, progress=shown)
    return Outcome(done, analysed, written)


def ingest(study: Study, progress: Progress | None = None) -> Update:
    """Read what is new in the archives."""
    with Store.open(study.database, write=True) as store:
        return update(store, study, progress)


def analyze(store: Store, study: Study, progress: Progress, *, again: bool = False) -> bool:
    """Rebuild the derived tables, unless they were made from what there is now; whether they were."""
    if not again and store.setting(ANALYSED) == fingerprint(store, study):
        return False
    from maillage import analyze as analysis

    analysis.run(store, study, decisions.load(study), progress)
    with store.transaction():
        store.set_setting(ANALYSED, fingerprint(store, study))  # the first analysis makes the key of pseudonyms
    return True


def report(
    store: Store, study: Study, *, names: bool = False, progress: Progress | None = None, again: bool = False
) -> list[Path] | None:
    """Write the reports, unless they were made from what there is now; the files written, or None."""
    mark = f"{fingerprint(store, study)} {names}"
    if not again and store.setting(REPORTED) == mark and (study.reports / "index.html").exists():
        return None
    from maillage.reports.build import write_reports

    written = write_reports(store, study, names=names, progress=_counted(progress or Silent()))
    with store.transaction():
        store.set_setting(REPORTED, mark)
    return written


def _counted(progress: Progress) -> Callable[[str], None]:
    progress.begin("report", 0)
    return lambda _: progress.advance(1)


def fingerprint(store: Store, study: Study) -> str:
    """A digest of all that an analysis depends on: program, study, decisions, what was ingested."""
    state = blake2b(digest_size=16)
    state.update(__version__.encode())
    decided = (file for file in study.decisions.rglob("*.csv") if file.name not in decisions.ASKED_COLUMNS)
    official = (study.gazetteer.communes, study.gazetteer.postcodes, study.gazetteer.epci, study.rome)
    files = [study.file, study.root / "pseudonyms.key", *sorted(decided), *filter(None, official)]
    for file in files:
        state.update(study.shown(file).encode("utf-8", "surrogateescape") + b"\0")
        state.update(file.read_bytes() if file.exists() else b"")
    for query in (
        "select source, path, digest, read from parts order by source, path",
        "select source, path, taken_on, digest from rosters order by source, path, taken_on",
    ):
        for row in store.rows(query):
            state.update(repr(tuple(row)).encode("utf-8", "surrogateescape"))
    return state.hexdigest()
