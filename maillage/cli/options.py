"""What the commands share: their options, the study they are for, and how they answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maillage.errors import DatabaseError
from maillage.sentences import Said, recognised, say, typeset

if TYPE_CHECKING:
    from maillage.project import Study
    from maillage.reports.table import Choice
    from maillage.store import Store


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
SourceName = Annotated[str, typer.Option("--source", help="Only this list or wiki, by its name in maillage.toml.")]
NetworkName = Annotated[str, typer.Option("--network", help="Only the lists and wikis of this network.")]

HERE = Path("maillage.toml")
LANGUAGE: ContextVar[str] = ContextVar("language")  # of the study, once it is loaded: errors are said in it


def load(path: Path) -> Study:
    """The study; what goes wrong from here on is said in its language."""
    from maillage import project

    study = project.load(path)
    LANGUAGE.set(study.language)
    return study


def known(settings: Study, choice: Choice) -> Choice:
    """The choice, if the study has that list and that network. Raises UnknownName."""
    from maillage.reports.selection import among

    among(settings.sources, choice)
    return choice


@contextmanager
def analysed(settings: Study) -> Iterator[Store]:
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


def unused(settings: Study) -> list[dict[str, str]]:
    """The decisions that changed nothing, and why."""
    from maillage.store import Store

    with Store.open(settings.database) as store:
        return [dict(row) for row in store.rows("select file, decision, value, why from unused_decisions")]


def warn_of_unused(settings: Study) -> None:
    """A mistyped address in a decision must not pass unseen."""
    for decision in unused(settings):
        why = recognised(decision["why"]).said(settings.language)
        typer.echo(say("unused", settings.language, **decision | {"why": why}), err=True)


def warn_of_absent_models(models: Sequence[str], language: str) -> None:
    """What a study counts on and does not get must be said; it is no error."""
    if models:
        from maillage.analyze.profiles.signature import absent

        for name in absent(models):
            typer.echo(say("model-absent", language, name=name), err=True)


def print_json(value: object) -> None:
    """Answer a program."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_csv(rows: Iterable[Sequence[object]]) -> None:
    """Answer a spreadsheet."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    typer.echo(written.getvalue(), nl=False)


def print_error(said: str, language: str) -> None:
    """Say what went wrong, after the program's name as its language writes it."""
    typer.echo(typeset("maillage : ", "fr") + said if language == "fr" else f"maillage: {said}", err=True)
