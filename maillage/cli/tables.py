"""The commands that show what was found: tables, the ledger, the comparison with print, single messages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from maillage.cli.options import (
    HERE,
    AsJson,
    Format,
    Names,
    NetworkName,
    SourceName,
    StudyFile,
    analysed,
    known,
    load,
    print_csv,
    print_json,
)
from maillage.sentences import language_of_user, say


def _table_names(incomplete: str) -> list[str]:
    from maillage.reports import tables

    return [name for name in tables.names() if name.startswith(incomplete)]


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
    settings = load(study)
    with analysed(settings) as store:
        choice = known(settings, Choice(source, network))
        shown = tables.build(name, store, settings, choice)
        people = People.of(store, settings, names=names)
        typer.echo(render(shown, form.value, settings.language, people), nl=form is Format.text)


def ledger(study: StudyFile = HERE, source: SourceName = "", as_json: AsJson = False) -> None:
    """Show what was read, stored, found twice and refused, and why, per source and part.

    Example: `maillage ledger --source makers`
    """
    from maillage.reports import books, tables
    from maillage.reports.formats import render
    from maillage.reports.people import People
    from maillage.reports.table import Choice
    from maillage.store import Store

    settings = load(study)
    with Store.open(settings.database) as store:
        choice = known(settings, Choice(source))
        if as_json:
            print_json(books.ledger(store, choice))
            return
        people = People.of(store, settings)
        for name in ("ledger", "problems"):
            typer.echo(render(tables.build(name, store, settings, choice), "text", settings.language, people))


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

    settings = load(study)
    with analysed(settings) as store:
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

    settings = load(study)
    with analysed(settings) as store:
        found = list(behind.messages(store, settings, behind.Asked(source, author, month), names=names, text=text))
    if as_json:
        print_json([vars(message) for message in found])
        return
    for message in found:
        typer.echo(behind.shown(message, settings.language))
    typer.echo(say("messages", settings.language, count=len(found)))


def revisions(
    source: Annotated[str, typer.Option("--source", help="Only this wiki, by its name in maillage.toml.")] = "",
    person: Annotated[
        str, typer.Option("--person", help="A pseudonym, a name, an address, a user name or an IP address.")
    ] = "",
    page: Annotated[str, typer.Option("--page", help="The title of a page, with its namespace, or its number.")] = "",
    month: Annotated[str, typer.Option("--month", help="A month or a year: 2015-03, 2015.")] = "",
    space: Annotated[str, typer.Option("--space", help="Only pages of a kind: content, talk, user, project...")] = "",
    text: Annotated[bool, typer.Option("--text", help="Show the lines that each added and took away.")] = False,
    names: Names = False,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer in CSV, for spreadsheets.")] = False,
    study: StudyFile = HERE,
) -> None:
    """Show the revisions behind a figure of a wiki: who, when, how much, and where the wiki shows it.

    Example: `maillage revisions --source wiki-brest --person P-7K3Q2M --month 2015-03`
    """
    from maillage.reports import revisions as behind

    settings = load(study)
    asked = behind.Asked(source, person, page, month, space)
    with analysed(settings) as store:
        found = list(behind.revisions(store, settings, asked, names=names, text=text))
    if as_json:
        print_json([vars(revision) for revision in found])
        return
    if as_csv:
        print_csv(behind.rows(found))
        return
    for revision in found:
        typer.echo(behind.lines(revision, settings.language))
    typer.echo(say("revisions", settings.language, count=len(found)))


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


def _exists(study: Path) -> bool:
    return study.is_file() or (study / HERE).is_file()
