"""The stages of a run, each by itself or all together: fetch, ingest, analyze, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from maillage import __version__, decisions
from maillage.progress import Progress, Silent
from maillage.project import Source, Study
from maillage.store import Store
from maillage.update import Update, update

if TYPE_CHECKING:
    from maillage.fetch import Fetched

ANALYSED = "analysed"  # the setting that keeps what the derived tables were made from
REPORTED = "reported"  # and what the reports were made from


@dataclass(frozen=True)
class Outcome:
    """What a run did: None for a stage that had nothing to do."""

    update: Update
    analysed: bool
    written: list[Path] | None
    fetched: tuple[Fetched, ...] = ()


def run(study: Study, *, names: bool = False, offline: bool = False, progress: Progress | None = None) -> Outcome:
    """Fetch and ingest what is new, then analyze and report if anything changed.

    A source that cannot be fetched is read as far as there is a copy of it. `offline`: no server is asked.
    """
    shown = progress or Silent()
    fetched = () if offline else fetch(study, shown)
    study = _without_uncopied(study, fetched)
    with Store.open(study.database, write=True) as store:
        done = update(store, study, shown)
        analysed = analyze(store, study, shown)
        written = report(store, study, names=names, progress=shown)
    return Outcome(done, analysed, written, fetched)


def fetch(study: Study, progress: Progress | None = None) -> tuple[Fetched, ...]:
    """Copy what is new of each source with a url, one after the other; one that fails stops none of the others."""
    live = [source for source in study.sources if source.url]
    if not live:
        return ()
    from maillage import fetch as fetching

    return tuple(fetching.fetch(source, progress) for source in live)


def _without_uncopied(study: Study, fetched: Sequence[Fetched]) -> Study:
    """The study without the sources that could not be fetched and of which there is no copy yet."""
    failed = {done.source for done in fetched if done.failure}
    sources = [source for source in study.sources if source.name not in failed or _has_copy(source)]
    return study if len(sources) == len(study.sources) else replace(study, sources=tuple(sources))


def _has_copy(source: Source) -> bool:
    """Whether there is anything to read at a source's path; what is hidden is no copy."""
    if not source.path.is_dir():
        return source.path.exists()
    return any(not path.name.startswith(".") for path in source.path.iterdir())


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
