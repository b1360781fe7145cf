"""The commands for those who code authors by hand: out to a sheet, back from it, and how far they agree."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from maillage.cli.options import (
    HERE,
    Format,
    Names,
    NetworkName,
    SourceName,
    StudyFile,
    analysed,
    known,
    load,
    print_json,
)
from maillage.sentences import Said, say

app = typer.Typer(
    name="code",
    help="Code authors by hand: function, organisation, status, domain and place of work.",
    no_args_is_help=True,
    epilog="Example: `maillage code export --to coding.xlsx`, then `maillage code import coding.xlsx --coder anne`",
)


class SheetFormat(StrEnum):
    """How a sheet to fill in is written."""

    csv = "csv"
    xlsx = "xlsx"
    ods = "ods"


class Field(StrEnum):
    """What coders say of an author."""

    function = "function"
    organisation = "organisation"
    status = "status"
    domain = "domain"
    place = "place"


Fields = Annotated[list[Field] | None, typer.Option("--field", help="Only this field; may be given several times.")]


@app.command("export")
def export(
    target: Annotated[
        Path | None, typer.Option("--to", help="The file to write; default: coding.xlsx.", show_default=False)
    ] = None,
    form: Annotated[
        SheetFormat | None, typer.Option("--format", "-f", help="How to write it; default: as the file is named.")
    ] = None,
    field: Fields = None,
    source: SourceName = "",
    network: NetworkName = "",
    least: Annotated[int, typer.Option("--least", help="Only authors of at least so many messages.", min=1)] = 1,
    names: Names = False,
    study: StudyFile = HERE,
) -> None:
    """Write the authors to be coded, most active first, with what the program found and empty columns to fill in.

    Example: `maillage code export --to coding.ods --least 10`
    """
    from maillage.coding import codebook
    from maillage.reports.coding import authors, write
    from maillage.reports.people import People
    from maillage.reports.table import Choice

    settings = load(study)
    file = target or Path(f"coding.{form or SheetFormat.xlsx}")
    _refuse_to_overwrite(file)
    with analysed(settings) as store:
        asked = authors.Asked(known(settings, Choice(source, network)), least, _chosen(field))
        people = People.of(store, settings, names=names)
        sheet = authors.sheet(store, settings, asked, codebook.load(settings), people)
    write(file, sheet, form.value if form else "")
    typer.echo(say("coding-exported", settings.language, path=file, authors=len(sheet.rows)))


@app.command("import")
def take_back(
    file: Annotated[Path, typer.Argument(help="The filled sheet: CSV, XLSX or ODS.")],
    coder: Annotated[str, typer.Option("--coder", help="Who coded: her name or initials.")] = "",
    settled: Annotated[bool, typer.Option("--settled", help="It was agreed on after discussion, and wins.")] = False,
    study: StudyFile = HERE,
) -> None:
    """Take a filled sheet back, after a check of every cell; with a mistake in it, nothing is changed.

    Example: `maillage code import coding.ods --coder ER`
    """
    from maillage import decisions
    from maillage.coding import codebook, taking

    if settled == bool(coder):
        raise typer.BadParameter("name the coder, or say --settled", param_hint="--coder")  # as typer's own, in English
    settings = load(study)
    with analysed(settings) as store:
        decided = decisions.load(settings)
        words = codebook.load(settings)
        taken = taking.take(store, settings, decided, words, file, decisions.SETTLED if settled else coder)
    counts = {"authors": taken.authors, "codings": taken.codings, "unfilled": taken.unfilled}
    typer.echo(say("coding-taken", settings.language, path=settings.shown(taken.file), **counts))
    if taken.own_words:
        typer.echo(say("coding-own-words", settings.language, words=", ".join(taken.own_words)))


@app.command("agree")
def agree(
    field: Fields = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write it.")] = Format.text,
    target: Annotated[
        Path | None, typer.Option("--to", help="Write a sheet to settle the disagreements on.", show_default=False)
    ] = None,
    names: Names = False,
    study: StudyFile = HERE,
) -> None:
    """Show how far coders agree, with each other and with the program, and what remains to be settled.

    Example: `maillage code agree --to settle.ods`, then `maillage code import settle.ods --settled`
    """
    import json

    from maillage import decisions
    from maillage.analyze.people.opinions import opinions
    from maillage.coding import codebook
    from maillage.coding.opinions import agreements, disputes
    from maillage.coding.proposals import proposals
    from maillage.reports.coding import disputes as shown
    from maillage.reports.coding import write
    from maillage.reports.formats import render
    from maillage.reports.people import People
    from maillage.reports.tables import coder_agreement

    settings = load(study)
    if target:
        _refuse_to_overwrite(target)
    fields, language = _chosen(field), settings.language
    with analysed(settings) as store:
        words = codebook.load(settings)
        said = opinions(store, decisions.load(settings).codings)
        found = proposals(store, words, language)
        disputed = disputes(said, fields)
        people = People.of(store, settings, names=names)
        tables = [
            coder_agreement.table(agreements(said, found, fields), language),
            shown.dispute_table(disputed, found, language),
        ]
        pseudonyms = People.of(store, settings).labels
    texts = [render(table, form.value, language, people) for table in tables]
    if form is Format.json:
        print_json([json.loads(text) for text in texts])
    else:
        for text in texts:
            typer.echo(text)
    if target:
        write(target, shown.sheet(disputed, found, words, language, people, pseudonyms))
        authors = len({one.person for one in disputed})
        typer.echo(say("coding-to-settle", language, path=target, authors=authors), err=True)


@app.command("codebook")
def write_codebook(study: StudyFile = HERE) -> None:
    """Write the codebook into the study, to change it: the words that coders choose from.

    Example: `maillage code codebook`
    """
    from maillage.coding import codebook

    settings = load(study)
    written = codebook.write_default(settings)
    path = settings.shown(written or settings.decisions / codebook.FILE)
    typer.echo(say("codebook-written" if written else "codebook-there", settings.language, path=path))


def _chosen(fields: list[Field] | None) -> tuple[str, ...]:
    """The fields in their order, all by default."""
    return tuple(field.value for field in Field if not fields or field in fields)


def _refuse_to_overwrite(file: Path) -> None:
    """A sheet may hold days of work."""
    if file.exists():
        from maillage.errors import UnwritableReport

        raise UnwritableReport(file, Said("it is there already"), Said("name another file, or move this one away"))
