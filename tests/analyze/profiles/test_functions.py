from __future__ import annotations

from dataclasses import replace

from factories import Archive, source, study, values
from sayings import Sayings, job

from maillage.analyze.profiles import functions
from maillage.analyze.profiles.functions import Function
from maillage.decisions import Decisions
from maillage.project import load

COLUMNS = ("function", "number", "part", "profession", "pcs", "rome")


def test_functions_named_together_are_told_apart_and_coded(archive: Archive) -> None:
    (archive.root / "rome.csv").write_text("code_rome,appellation\nM1402,Consultant / Consultante\n", encoding="utf-8")
    of = replace(study(archive.root, source("makers", network="Lille")), rome=archive.root / "rome.csv")
    sayings = Sayings(archive)
    text, pairs = job("Co-fondatrice / consultante")
    sayings.mail(text, *pairs)
    sayings.derive(of)
    with archive.store.transaction():
        archive.store.rebuild(functions.ROWS, functions.run(archive.store, of, Decisions()))
    assert values(archive.store, Function, *COLUMNS) == [
        ("Co-fondatrice / consultante", 1, "Co-fondatrice", "co-fondateur / co-fondatrice", "", ""),
        ("Co-fondatrice / consultante", 2, "consultante", "consultant(e)", "3", "M1402"),
    ]


def test_the_study_names_the_file_of_official_titles(archive: Archive) -> None:
    (archive.root / "rome.csv").write_text("code_rome,appellation\n", encoding="utf-8")
    (archive.root / "makers.mbox").write_text("", encoding="utf-8")
    file = archive.root / "maillage.toml"
    file.write_text(
        '[study]\ntitle = "Lille"\nrome = "rome.csv"\n'
        '[[source]]\nname = "makers"\nkind = "mbox"\npath = "makers.mbox"\n',
        encoding="utf-8",
    )
    assert load(file).rome == archive.root / "rome.csv"
