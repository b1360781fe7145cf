"""The commands that build a study: from a folder of archives to its reports."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maillage import progress
from maillage.cli.options import (
    HERE,
    LANGUAGE,
    AsJson,
    Language,
    Names,
    Quiet,
    StudyFile,
    load,
    print_error,
    print_json,
    unused,
    warn_of_absent_models,
    warn_of_unused,
)
from maillage.errors import NotFetched, UnreadableArchive
from maillage.sentences import Said, language_of_user, say

if TYPE_CHECKING:
    from maillage.fetch import Fetched
    from maillage.update import Update


def init(
    archives: Annotated[Path, typer.Argument(help="The folder that holds the archives.")],
    target: Annotated[Path, typer.Option("--to", help="The study file to write.")] = HERE,
    language: Annotated[Language | None, typer.Option(help="Language of its comments and of the reports.")] = None,
) -> None:
    """Look at a folder, recognise the archives in it, and write a commented maillage.toml.

    Example: `maillage init ~/archives`
    """
    from maillage import inventory

    chosen = language.value if language else language_of_user()
    LANGUAGE.set(chosen)
    found = inventory.survey(archives)
    written = inventory.write_study(found, target, chosen)
    for line in inventory.summary(found, chosen):
        typer.echo(line)
    typer.echo(say("written", chosen, path=written))


def fetch(
    url: Annotated[str, typer.Argument(help="The address of a list, wiki or server, without any study.")] = "",
    folder: Annotated[Path | None, typer.Option("--to", help="With an address: the folder to bring it to.")] = None,
    kind: Annotated[str, typer.Option(help="With an address: what it is, where that is not recognised.")] = "",
    login: Annotated[str, typer.Option(help="With an address: who may read it. The password is asked of no one.")] = "",
    contact: Annotated[str, typer.Option(help="With an address: whom the administrators may write to.")] = "",
    every: Annotated[bool, typer.Option("--all", help="With the address of a server: all of its lists.")] = False,
    ignore_robots: Annotated[
        bool, typer.Option("--ignore-robots", help="With an address: its administrators agree that programs read it.")
    ] = False,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="With an address: press the button that says that you are no spammer.")
    ] = False,
    study: StudyFile = HERE,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Bring what is new of lists and wikis on servers to disk: each source with a url, or what is at an address.

    Example: `maillage fetch https://lists.example.org/pipermail/makers/ --to archives/makers`
    """
    done: Sequence[Fetched]
    if url:
        language = language_of_user()
        LANGUAGE.set(language)
        robots = "ignore" if ignore_robots else "respect"
        chosen = {"kind": kind, "login": login, "contact": contact, "robots": robots, "every": every}
        chosen["confirm"] = confirm
        done = _fetch_address(url, folder, chosen, language, quiet=quiet or as_json)
    else:
        from maillage import pipeline

        settings = load(study)
        language = settings.language
        with progress.shown(language, quiet=quiet or as_json) as bar:
            done = pipeline.fetch(settings, bar)
    if as_json:
        print_json(_fetched_json(done))
    elif not quiet:
        _print_fetched(done, language)
        if not done:
            typer.echo(say("nothing-to-fetch", language))
    _tell_failures(done, language)
    if url and folder and not quiet and not as_json and any(one.failure is None for one in done):
        typer.echo(say("now-init", language, folder=shlex.quote(str(folder))))
    _end_with(done)


def _fetch_address(
    url: str, folder: Path | None, chosen: dict[str, Any], language: str, *, quiet: bool
) -> list[Fetched]:
    """Bring what is at an address to a folder. Raises NotFetched."""
    from maillage import fetch as fetching

    if folder is None:
        raise NotFetched(url, Said("it is not said where to"), Said("add --to FOLDER"))
    fetching.require_libraries(url)
    from maillage.fetch.addressed import Wanted, fetch_address

    with progress.shown(language, quiet=quiet) as bar:
        return list(fetch_address(Wanted(url, folder, **chosen), bar))


def run(
    study: StudyFile = HERE,
    names: Names = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no server; read what was fetched before.")] = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Fetch and ingest what is new, analyze it, write the reports. This is what cron calls.

    Example: `maillage run --quiet`
    """
    from maillage import pipeline

    settings = load(study)
    with progress.shown(settings.language, quiet=quiet or as_json) as bar:
        outcome = pipeline.run(settings, names=names, offline=offline, progress=bar)
    if as_json:
        written = [settings.shown(path) for path in outcome.written or []]
        rest = {"analysed": outcome.analysed, "written": written, "unused_decisions": unused(settings)}
        print_json({**_update_json(outcome.update), **rest, "fetched": _fetched_json(outcome.fetched)})
    elif not quiet:
        _print_fetched(outcome.fetched, settings.language)
        _print_update(outcome.update, settings.language)
        page = settings.shown(settings.reports / "index.html")
        typer.echo(say("report" if outcome.written else "report-unchanged", settings.language, path=page))
        warn_of_unused(settings)
    if not quiet:
        warn_of_absent_models(settings.language_models, settings.language)
    _tell_failures(outcome.fetched, settings.language)
    _end(outcome.update, settings.language)
    _end_with(outcome.fetched)


def ingest(study: StudyFile = HERE, quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Read what is new in the archives into the database.

    Example: `maillage ingest --study lists/maillage.toml`
    """
    from maillage import pipeline

    settings = load(study)
    with progress.shown(settings.language, quiet=quiet or as_json) as bar:
        done = pipeline.ingest(settings, bar)
    if as_json:
        print_json(_update_json(done))
    elif not quiet:
        _print_update(done, settings.language)
    _end(done, settings.language)


def analyze(study: StudyFile = HERE, quiet: Quiet = False) -> None:
    """Rebuild persons, counts and tiers from what was ingested and decided.

    Example: `maillage analyze`, after a change in decisions/persons.csv
    """
    from maillage import pipeline
    from maillage.store import Store

    settings = load(study)
    with (
        Store.open(settings.database, write=True, existing=True) as store,
        progress.shown(settings.language, quiet=quiet) as bar,
    ):
        pipeline.analyze(store, settings, bar, again=True)
    if not quiet:
        typer.echo(say("analysed", settings.language))
        warn_of_unused(settings)
        warn_of_absent_models(settings.language_models, settings.language)


def report(study: StudyFile = HERE, names: Names = False, quiet: Quiet = False) -> None:
    """Write the page, the workbook, the tables and the figures.

    Example: `maillage report --names`
    """
    from maillage import pipeline
    from maillage.store import Store

    settings = load(study)
    with (
        Store.open(settings.database, write=True, existing=True) as store,
        progress.shown(settings.language, quiet=quiet) as bar,
    ):
        pipeline.analyze(store, settings, bar)
        pipeline.report(store, settings, names=names, progress=bar, again=True)
    if not quiet:
        page = settings.shown(settings.reports / "index.html")
        typer.echo(say("report", settings.language, path=page))


def demo(
    folder: Annotated[Path, typer.Argument(help="A folder to make, or an empty one.")] = Path("demo"),
    quiet: Quiet = False,
) -> None:
    """Make a study with invented people whose counts are the thesis's, run it, and say which page to open.

    Example: `maillage demo /tmp/demo`
    """
    from maillage import demo as demonstration
    from maillage import pipeline
    from maillage.errors import UnwritableReport

    if not (folder / "truth.csv").exists():  # a demo of before is run again
        if folder.exists() and any(folder.iterdir()):
            step = Said("name a folder that does not exist yet")
            raise UnwritableReport(folder, Said("it is not empty"), step)
        demonstration.generate(folder)
    settings = load(folder)
    with progress.shown(settings.language, quiet=quiet) as bar:
        outcome = pipeline.run(settings, progress=bar)
    if not quiet:
        _print_update(outcome.update, settings.language)
        typer.echo(say("open", settings.language, path=(settings.reports / "index.html").resolve()))


def _fetched_json(fetched: Sequence[Fetched]) -> list[dict[str, Any]]:
    return [{**vars(one), "failure": str(one.failure) if one.failure else None} for one in fetched]


def _print_fetched(fetched: Sequence[Fetched], language: str) -> None:
    for done in fetched:
        if done.kind == "mediawiki":
            counts = {"revisions": done.revisions, "events": done.events, "requests": done.requests}
            typer.echo(say("fetched", language, source=done.source, **counts))
        elif done.new or done.changed or done.unchanged or not done.failure:
            files = {"new": done.new, "changed": done.changed, "unchanged": done.unchanged}
            rest = {"kb": -(-done.size // 1000), "requests": done.requests}
            typer.echo(say("fetched-files", language, source=done.source, **files, **rest))
        for note in done.notes:
            typer.echo(say("fetched-note", language, source=done.source, note=note.said(language)), err=True)


def _tell_failures(fetched: Sequence[Fetched], language: str) -> None:
    """Name the lists and wikis that could not be fetched to their end."""
    for done in fetched:
        if done.failure:
            print_error(done.failure.said(language), language)


def _update_json(done: Update) -> dict[str, Any]:
    return {
        **vars(done.added),
        "parts_read": done.read,
        "parts_unchanged": done.unchanged,
        "parts_removed": done.removed,
        "unselected": done.unselected,
        "broken": [{"source": source, "path": path, "reason": reason} for source, path, reason in done.broken],
    }


def _print_update(done: Update, language: str) -> None:
    if done.read:
        added = done.added
        counts = {"read": added.read, "stored": added.stored, "duplicates": added.duplicates}
        rest = {"problems": added.problems, "skipped": added.skipped, "parts": done.read, "unchanged": done.unchanged}
        typer.echo(say("read", language, **counts, **rest))
        if added.problems:
            typer.echo(say("see-problems", language))
    else:
        typer.echo(say("unchanged", language, unchanged=done.unchanged))
    if done.removed:
        typer.echo(say("removed", language, removed=done.removed))
    for source in done.unselected:
        typer.echo(say("unselected", language, source=source), err=True)


def _end(done: Update, language: str) -> None:
    """Name what could not be read to its end, and end with the exit code of unreadable archives."""
    for source, path, reason in done.broken:
        said = say("broken", language, source=source, path=path, reason=reason.said(language))
        print_error(said, language)
    if done.broken:
        raise typer.Exit(UnreadableArchive.exit_code)


def _end_with(fetched: Sequence[Fetched]) -> None:
    """End with the exit code of a source that could not be fetched, where there is one."""
    for done in fetched:
        if done.failure:
            raise typer.Exit(done.failure.exit_code)
