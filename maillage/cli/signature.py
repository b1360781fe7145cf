"""The command that reads a signature, or the signatures of mails, from standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from maillage.analyze.profiles.found import Found
from maillage.cli.options import AsJson, load, print_error, print_json, warn_of_absent_models
from maillage.sentences import Said, language_of_user

MOST_LINE = 4 * 2**20  # bytes of one line: a mail of a megabyte, escaped


def signature(
    as_json: AsJson = False,
    as_lines: Annotated[
        bool, typer.Option("--jsonl", help='Read one {"id","text"} per line, answer one {"id","found"} per line.')
    ] = False,
    study: Annotated[
        Path | None, typer.Option("--study", "-s", help="A study whose language models help.", show_default=False)
    ] = None,
) -> None:
    """Show what a signature on standard input says, or the signature of a mail.

    Example: `maillage signature --json < signature.txt`
    """
    models = load(study).language_models if study else ()
    warn_of_absent_models(models, language_of_user())
    if as_lines:
        bad = sum(not _answer(line, number, models) for number, line in _lines())
        if bad:
            raise typer.Exit(2)
        return
    from maillage.analyze.profiles.signature import read_mail

    found = read_mail(sys.stdin.buffer.read().decode("utf-8", "replace"), (), models)
    if as_json:
        print_json([one._asdict() for one in found])
        return
    for line in _shown(found):
        typer.echo(line)


def _lines() -> Iterator[tuple[int, bytes]]:
    """The lines of standard input as they come, with their numbers; of one that is too long, the beginning only."""
    number = 0
    while line := sys.stdin.buffer.readline(MOST_LINE):
        rest = line
        while len(rest) == MOST_LINE and not rest.endswith(b"\n"):
            rest = sys.stdin.buffer.readline(MOST_LINE)
        number += 1
        if line.strip():
            yield number, line


def _answer(line: bytes, number: int, models: tuple[str, ...]) -> bool:
    """Answer one line; a line that cannot be read is told on standard error, and False."""
    from maillage.analyze.profiles.signature import read_mail

    wrong, value = _asked(line)
    if wrong is not None:
        language = language_of_user()
        print_error(Said("line {line}: {said}", line=number, said=wrong).said(language), language)
        return False
    found = [one._asdict() for one in read_mail(value["text"], (), models)]
    typer.echo(json.dumps({"id": value["id"], "found": found}, ensure_ascii=False))
    return True


def _asked(line: bytes) -> tuple[Said | None, dict[str, str]]:
    """What a line asks, or what is wrong with it."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return Said("it is not one JSON object on one line"), {}
    if not isinstance(value, dict) or "id" not in value:
        return Said('it is no object with "id" and "text"'), {}
    if not isinstance(value.get("text"), str):
        return Said('its "text" is missing or is no text'), {}
    return None, value


def _shown(found: list[Found]) -> Iterator[str]:
    """One line for each thing found, in columns."""
    kinds = max((len(one.kind) for one in found), default=0)
    values = min(60, max((len(one.value) for one in found), default=0))
    for one in found:
        where = f"{one.begin}-{one.end}"
        yield f"{one.kind:<{kinds}}  {one.value:<{values}}  {where:>9}  {one.confidence:.2f}  {one.rule}"
