"""Coding by hand as its users do it: out to sheets, back under each coder's name, compared, settled."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import derived_rows
import pytest
from coded_study import SIGNED, attributions
from command_line import maillage, said

from maillage.analyze.profiles.attributions import Attribution
from maillage.store import Store

STUDY = """
[study]
title = "Un essai"
language = "en"

[[source]]
name = "makers"
kind = "mbox"
path = "makers.mbox"
"""
MAIL = (
    "From {address} Mon Jan  5 10:00:00 2015\nFrom: {name} <{address}>\nTo: makers@listes.example\n"
    "Date: Mon, 5 Jan 2015 10:00:00 +0100\nMessage-ID: <{number}@x.example>\nSubject: essai\n\n{text}\n\n"
)
MAILS = (
    ("Aline Morvan", "aline@asso.example", SIGNED),
    ("Aline Morvan", "aline@asso.example", "Bonjour,\n\nà mardi donc.\n"),
    ("Bruno Celik", "bruno@exemple.example", "Je viendrai.\n"),
)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study that is analysed: two mails of Aline, one of Bruno; what was found of Aline."""
    mails = [
        MAIL.format(name=name, address=address, number=number, text=text)
        for number, (name, address, text) in enumerate(MAILS)
    ]
    (tmp_path / "makers.mbox").write_text("".join(mails), encoding="utf-8")
    (tmp_path / "maillage.toml").write_text(STUDY, encoding="utf-8")
    said("ingest", cwd=tmp_path)
    analysed(tmp_path)
    return tmp_path


def analysed(study: Path) -> None:
    """Analyse it, and put in what was found of Aline."""
    said("analyze", "--quiet", cwd=study)
    with Store.open(study / "maillage.db", write=True) as store:
        derived_rows.fill(store, Attribution, attributions())


def fill(study: Path, out: str, back: str, **answers: tuple[str, ...]) -> None:
    """Fill in a CSV sheet: the answers of each column, line by line."""
    with (study / out).open(encoding="utf-8-sig", newline="") as opened:
        headings, *lines = csv.reader(opened)
    for heading, values in answers.items():
        for line, value in zip(lines, values, strict=True):
            line[headings.index(heading)] = value
    with (study / back).open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([headings, *lines])


def test_two_coders_fill_in_compare_and_settle(study: Path) -> None:
    told = said("code", "export", "--to", "out.csv", cwd=study)
    assert told == "2 authors to code in out.csv; then: `maillage code import out.csv --coder NAME`\n"
    fill(study, "out.csv", "aa.csv", Status=("Association", "SCOP"), Function=("facilitator", "maire"))
    fill(study, "out.csv", "er.csv", Status=("Association", "Local authority"))
    assert "4 answers about 2 authors" in said("code", "import", "aa.csv", "--coder", "aa", cwd=study)
    analysed(study)
    assert "2 answers about 2 authors" in said("code", "import", "er.csv", "--coder", "er", cwd=study)
    analysed(study)
    agreement, disputed = json.loads(said("code", "agree", "--format", "json", "--field", "status", cwd=study))
    columns = [column["name"] for column in agreement["columns"]]
    assert columns[:5] == ["field", "first", "second", "units", "agreement"]
    assert [row[:5] for row in agreement["rows"]] == [
        ["Status", "aa", "er", 2, 0.5],
        ["Status", "aa", "the program", 2, 0.5],  # it found nothing of Bruno
        ["Status", "er", "the program", 2, 0.5],
    ]
    told = "aa: Worker co-operative (SCOP) | er: Local authority"
    assert [(row[1], row[2]) for row in disputed["rows"]] == [("Status", told)]
    done = maillage("code", "agree", "--to", "settle.csv", cwd=study)
    assert done.returncode == 0
    assert "1 author to settle in settle.csv" in done.stderr
    fill(study, "settle.csv", "settled.csv", Status=("SCOP",))
    said("code", "import", "settled.csv", "--settled", cwd=study)
    analysed(study)
    *_, disputed = json.loads(said("code", "agree", "--format", "json", cwd=study))
    assert disputed["rows"] == []


def test_a_wrong_cell_ends_with_the_code_of_mistakes(study: Path) -> None:
    said("code", "export", "--to", "out.csv", cwd=study)
    fill(study, "out.csv", "back.csv", Status=("Asociation", ""))
    done = maillage("code", "import", "back.csv", "--coder", "er", cwd=study)
    assert done.returncode == 4
    assert 'back.csv has 1 mistake to correct:\n  row 2, column Z (Status): "Asociation" is not in the' in done.stderr
    assert not (study / "decisions").exists()


def test_a_sheet_is_never_overwritten(study: Path) -> None:
    said("code", "export", "--format", "ods", cwd=study)
    done = maillage("code", "export", "--to", "coding.ods", cwd=study)
    assert (done.returncode, "it is there already" in done.stderr) == (6, True)


@pytest.mark.parametrize("arguments", [(), ("--coder", "er", "--settled"), ("--coder", "e/r")])
def test_an_import_is_of_one_coder_or_settled(study: Path, arguments: tuple[str, ...]) -> None:
    said("code", "export", "--to", "out.csv", cwd=study)
    assert maillage("code", "import", "out.csv", *arguments, cwd=study).returncode == 2


def test_the_codebook_is_written_once(study: Path) -> None:
    assert "decisions/codebook.csv is written" in said("code", "codebook", cwd=study)
    assert "is there already" in said("code", "codebook", cwd=study)
