"""The command line: one short function per command, and the only code that prints."""

from __future__ import annotations

import codecs
import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maillage import __version__, progress
from maillage.errors import DatabaseError, MaillageError, UnreadableArchive
from maillage.sentences import NBSP, NNBSP, Said, language_of_user, recognised, say, typeset

if TYPE_CHECKING:
    from maillage.project import Study
    from maillage.reports.table import Choice
    from maillage.store import Store
    from maillage.update import Update

app = typer.Typer(
    name="maillage",
    help="Who takes part in a network's mailing lists: archives in, one SQLite file and citable reports out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    epilog="Two commands are enough: `maillage init ARCHIVES/`, then `maillage run`. "
    "Exit codes: 0 done, 2 wrong use, 3 unreadable archive, 4 mistakes in the study or its decisions, "
    "5 database, 6 reports.",
)


class Format(StrEnum):
    """How a table is written."""

    text = "text"
    csv = "csv"
    json = "json"
    md = "md"
    latex = "latex"
    html = "html"


class Language(StrEnum):
    """The languages of reports."""

    fr = "fr"
    en = "en"


StudyFile = Annotated[
    Path,
    typer.Option("--study", "-s", help="The study file, or the folder that holds maillage.toml.", show_default=False),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors, as for cron.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
Names = Annotated[bool, typer.Option("--names", help="Show names instead of pseudonyms.")]
SourceName = Annotated[str, typer.Option("--source", help="Only this list, by its name in maillage.toml.")]
NetworkName = Annotated[str, typer.Option("--network", help="Only the lists of this network.")]
HERE = Path("maillage.toml")
PLAIN = str.maketrans({NBSP: " ", NNBSP: " ", "’": "'", "–": "-", "−": "-", "─": "-", "…": "...", "œ": "oe"})
_language: ContextVar[str] = ContextVar("language")  # of the study, once it is loaded: errors are said in it


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
) -> None:
    if version:
        typer.echo(f"maillage {__version__}")
        raise typer.Exit


@app.command()
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
    _language.set(chosen)
    found = inventory.survey(archives)
    written = inventory.write_study(found, target, chosen)
    for line in inventory.summary(found, chosen):
        typer.echo(line)
    typer.echo(say("written", chosen, path=written))


@app.command()
def run(study: StudyFile = HERE, names: Names = False, quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Ingest what is new, analyze it, write the reports. This is what cron calls.

    Example: `maillage run --quiet`
    """
    from maillage import pipeline

    settings = _load(study)
    with progress.shown(settings.language, quiet=quiet or as_json) as bar:
        outcome = pipeline.run(settings, names=names, progress=bar)
    if as_json:
        written = [settings.shown(path) for path in outcome.written or []]
        rest = {"analysed": outcome.analysed, "written": written, "unused_decisions": _unused(settings)}
        _print_json({**_update_json(outcome.update), **rest})
    elif not quiet:
        _print_update(outcome.update, settings.language)
        page = settings.shown(settings.reports / "index.html")
        typer.echo(say("report" if outcome.written else "report-unchanged", settings.language, path=page))
        _warn_of_unused(settings)
    _end(outcome.update, settings.language)


@app.command()
def ingest(study: StudyFile = HERE, quiet: Quiet = False, as_json: AsJson = False) -> None:
    """Read what is new in the archives into the database.

    Example: `maillage ingest --study lists/maillage.toml`
    """
    from maillage import pipeline

    settings = _load(study)
    with progress.shown(settings.language, quiet=quiet or as_json) as bar:
        done = pipeline.ingest(settings, bar)
    if as_json:
        _print_json(_update_json(done))
    elif not quiet:
        _print_update(done, settings.language)
    _end(done, settings.language)


@app.command()
def analyze(study: StudyFile = HERE, quiet: Quiet = False) -> None:
    """Rebuild persons, counts and tiers from what was ingested and decided.

    Example: `maillage analyze`, after a change in decisions/persons.csv
    """
    from maillage import pipeline
    from maillage.store import Store

    settings = _load(study)
    with (
        Store.open(settings.database, write=True, existing=True) as store,
        progress.shown(settings.language, quiet=quiet) as bar,
    ):
        pipeline.analyze(store, settings, bar, again=True)
    if not quiet:
        typer.echo(say("analysed", settings.language))
        _warn_of_unused(settings)


@app.command()
def report(study: StudyFile = HERE, names: Names = False, quiet: Quiet = False) -> None:
    """Write the page, the workbook, the tables and the figures.

    Example: `maillage report --names`
    """
    from maillage import pipeline
    from maillage.store import Store

    settings = _load(study)
    with (
        Store.open(settings.database, write=True, existing=True) as store,
        progress.shown(settings.language, quiet=quiet) as bar,
    ):
        pipeline.analyze(store, settings, bar)
        pipeline.report(store, settings, names=names, progress=bar, again=True)
    if not quiet:
        page = settings.shown(settings.reports / "index.html")
        typer.echo(say("report", settings.language, path=page))


def _table_names(incomplete: str) -> list[str]:
    from maillage.reports import tables

    return [name for name in tables.names() if name.startswith(incomplete)]


@app.command()
def table(
    name: Annotated[str, typer.Argument(help="The table's name.", autocompletion=_table_names)] = "",
    listed: Annotated[bool, typer.Option("--list", help="List the tables.")] = False,
    source: SourceName = "",
    network: NetworkName = "",
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = Format.text,
    names: Names = False,
    study: StudyFile = HERE,
) -> None:
    """Show one table.

    Example: `maillage table author-by-month --source makers --format csv`
    """
    from maillage.reports import tables
    from maillage.reports.formats import render
    from maillage.reports.people import People
    from maillage.reports.table import Choice

    if listed or not name:
        for line in _table_list(tables.names(), form, study):
            typer.echo(line)
        return
    settings = _load(study)
    with _analysed(settings) as store:
        choice = _choice(settings, Choice(source, network))
        shown = tables.build(name, store, settings, choice)
        people = People.of(store, settings, names=names)
        typer.echo(render(shown, form.value, settings.language, people), nl=form is Format.text)


@app.command()
def ledger(study: StudyFile = HERE, source: SourceName = "", as_json: AsJson = False) -> None:
    """Show what was read, stored, found twice and refused, and why, per source and part.

    Example: `maillage ledger --source makers`
    """
    from maillage.reports import books, tables
    from maillage.reports.formats import render
    from maillage.reports.people import People
    from maillage.reports.table import Choice
    from maillage.store import Store

    settings = _load(study)
    with Store.open(settings.database) as store:
        choice = _choice(settings, Choice(source))
        if as_json:
            _print_json(books.ledger(store, choice))
            return
        people = People.of(store, settings)
        for name in ("ledger", "problems"):
            typer.echo(render(tables.build(name, store, settings, choice), "text", settings.language, people))


@app.command()
def compare(
    everything: Annotated[bool, typer.Option("--all", help="Show the values that agree too.")] = False,
    as_json: AsJson = False,
    study: StudyFile = HERE,
) -> None:
    """Set what was computed beside what the thesis printed. Ends with 1 when a difference has no known cause.

    Example: `maillage compare`
    """
    from maillage.reports import tables
    from maillage.reports.formats import render
    from maillage.reports.people import People
    from maillage.reports.table import Choice
    from maillage.reports.tables.comparison import differing

    settings = _load(study)
    with _analysed(settings) as store:
        shown = tables.build("comparison", store, settings, Choice())
        form = "json" if as_json else "text"
        typer.echo(
            render(
                shown if everything or as_json else differing(shown),
                form,
                settings.language,
                People.of(store, settings),
            )
        )
        unexplained = store.value("select count(*) from comparisons where not agrees and known_error = ''")
    raise typer.Exit(1 if unexplained else 0)


@app.command()
def messages(
    source: SourceName = "",
    author: Annotated[str, typer.Option("--author", help="A pseudonym, a name or an address.")] = "",
    month: Annotated[str, typer.Option("--month", help="A month or a year: 2015-03, 2015.")] = "",
    text: Annotated[bool, typer.Option("--text", help="Show the whole text of each.")] = False,
    names: Names = False,
    as_json: AsJson = False,
    study: StudyFile = HERE,
) -> None:
    """Show the messages behind a figure: where each stands in the archives, and what it says.

    Example: `maillage messages --source makers --author P-7K3Q2M --month 2015-03`
    """
    from maillage.reports import behind

    settings = _load(study)
    with _analysed(settings) as store:
        found = list(behind.messages(store, settings, behind.Asked(source, author, month), names=names, text=text))
    if as_json:
        _print_json([vars(message) for message in found])
        return
    for message in found:
        typer.echo(behind.shown(message, settings.language))
    typer.echo(say("messages", settings.language, count=len(found)))


@app.command()
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
    settings = _load(folder)
    with progress.shown(settings.language, quiet=quiet) as bar:
        outcome = pipeline.run(settings, progress=bar)
    if not quiet:
        _print_update(outcome.update, settings.language)
        typer.echo(say("open", settings.language, path=(settings.reports / "index.html").resolve()))


def _table_list(names: list[str], form: Format, study: Path) -> Iterable[str]:
    from maillage import project
    from maillage.reports import tables

    language = project.load(study).language if _exists(study) else language_of_user()
    if form is Format.json:
        yield json.dumps(
            [{"name": name, "title": tables.module(name).TITLE[language]} for name in names], ensure_ascii=False
        )
        return
    for name in names:
        yield f"{name:<20} {tables.module(name).TITLE[language]}"


def _load(path: Path) -> Study:
    """The study; what goes wrong from here on is said in its language."""
    from maillage import project

    study = project.load(path)
    _language.set(study.language)
    return study


def _exists(study: Path) -> bool:
    return study.is_file() or (study / HERE).is_file()


def _choice(settings: Study, choice: Choice) -> Choice:
    """The choice, if the study has that list and that network. Raises UnknownName."""
    from maillage.reports.selection import among

    among(settings.sources, choice)
    return choice


@contextmanager
def _analysed(settings: Study) -> Iterator[Store]:
    """The study's database, analysed; a word on standard error when something changed since."""
    from maillage import pipeline
    from maillage.store import Store

    with Store.open(settings.database) as store:
        mark = store.setting(pipeline.ANALYSED)
        if mark is None:
            step = Said("run `maillage run` first")
            raise DatabaseError(settings.database, Said("it has not been analysed"), step)
        if mark != pipeline.fingerprint(store, settings):
            typer.echo(say("stale", settings.language), err=True)
        yield store


def _update_json(done: Update) -> dict[str, Any]:
    return {
        **vars(done.added),
        "parts_read": done.read,
        "parts_unchanged": done.unchanged,
        "parts_removed": done.removed,
        "broken": [{"source": source, "path": path, "reason": reason} for source, path, reason in done.broken],
    }


def _print_update(done: Update, language: str) -> None:
    if done.read:
        added = done.added
        counts = {"read": added.read, "stored": added.stored, "duplicates": added.duplicates}
        rest = {"problems": added.problems, "parts": done.read, "unchanged": done.unchanged}
        typer.echo(say("read", language, **counts, **rest))
    else:
        typer.echo(say("unchanged", language, unchanged=done.unchanged))
    if done.removed:
        typer.echo(say("removed", language, removed=done.removed))


def _unused(settings: Study) -> list[dict[str, str]]:
    """The decisions that changed nothing, and why."""
    from maillage.store import Store

    with Store.open(settings.database) as store:
        return [dict(row) for row in store.rows("select file, decision, value, why from unused_decisions")]


def _warn_of_unused(settings: Study) -> None:
    """A mistyped address in a decision must not pass unseen."""
    for decision in _unused(settings):
        why = recognised(decision["why"]).said(settings.language)
        typer.echo(say("unused", settings.language, **decision | {"why": why}), err=True)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _end(done: Update, language: str) -> None:
    """Name what could not be read to its end, and end with the exit code of unreadable archives."""
    for source, path, reason in done.broken:
        said = say("broken", language, source=source, path=path, reason=reason.said(language))
        _print_error(said, language)
    if done.broken:
        raise typer.Exit(UnreadableArchive.exit_code)


def _print_error(said: str, language: str) -> None:
    typer.echo(typeset("maillage : ", "fr") + said if language == "fr" else f"maillage: {said}", err=True)


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    """What a terminal without our typography shows instead: a plain space or apostrophe, else the code."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = error.object[error.start : error.end].translate(PLAIN)
    return plain.encode(error.encoding, "backslashreplace").decode(error.encoding), error.end


def main() -> None:
    """Run a command; an error of ours is one sentence and an exit code."""
    codecs.register_error("plain", _in_plain_letters)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")
    try:
        app()
    except MaillageError as error:
        language = error.language or _language.get(language_of_user())
        _print_error(error.said(language), language)
        sys.exit(error.exit_code)
