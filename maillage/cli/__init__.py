"""The command line: one short function per command, and the only code that prints."""

from __future__ import annotations

import codecs
import io
import sys
from typing import Annotated

import typer

from maillage import __version__
from maillage.cli import coding, persons, signature, study, tables
from maillage.cli.options import LANGUAGE, print_error
from maillage.errors import MaillageError
from maillage.sentences import NBSP, NNBSP, language_of_user

app = typer.Typer(
    name="maillage",
    help="Who takes part in a network's mailing lists: archives in, one SQLite file and citable reports out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    epilog="Two commands are enough: `maillage init ARCHIVES/`, then `maillage run`. "
    "Exit codes: 0 done, 2 wrong use, 3 unreadable archive, 4 mistakes in the study or its decisions, "
    "5 database, 6 reports, 7 a wiki that cannot be fetched.",
)

PLAIN = str.maketrans({NBSP: " ", NNBSP: " ", "’": "'", "–": "-", "−": "-", "─": "-", "…": "...", "œ": "oe"})

for command in (
    study.init,
    study.run,
    study.fetch,
    study.ingest,
    study.analyze,
    study.report,
    tables.table,
    tables.ledger,
    tables.compare,
    tables.messages,
    tables.revisions,
    signature.signature,
    study.demo,
):
    app.command()(command)

app.add_typer(coding.app)
app.add_typer(persons.app)


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
) -> None:
    if version:
        typer.echo(f"maillage {__version__}")
        raise typer.Exit


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
        language = error.language or LANGUAGE.get(language_of_user())
        print_error(error.said(language), language)
        sys.exit(error.exit_code)
