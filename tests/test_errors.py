"""What users see when something goes wrong, in the language of the study, else of their environment."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from command_line import COMMAND, environment, maillage, said

from maillage.errors import DatabaseError, InvalidStudy, UnknownName, UnreadableArchive, UnwritableReport
from maillage.project import KINDS
from maillage.sentences import NBSP, NNBSP, Said

MAIL = """\
From ada@example.org Mon Mar  2 10:00:00 2015
From: Ada Martin <ada@example.org>
Date: Mon, 02 Mar 2015 10:00:00 +0100
Message-ID: <{number}@example.org>
Subject: Bonjour

Un.

"""
STUDY = """\
[study]
title = "Essai"
language = "{language}"
to = 2015-12-31
[[source]]
name = "liste"
kind = "mbox"
path = "liste.mbox"
"""
SEMICOLON, COLON = f"{NNBSP};", f"{NBSP}:"


class Case(NamedTuple):
    """What is done to a study of one list, the command, its exit code, and what it says."""

    what: str
    spoil: Callable[[Path], object]
    command: str
    code: int
    english: str
    french: str


def quoted(text: str) -> str:
    return f"«{NBSP}{text}{NBSP}»"


def add(line: str) -> Callable[[Path], object]:
    """One more line at the end of the study file."""
    return lambda folder: change(folder, "path =", f"{line}\npath =")


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "maillage.toml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def decide(name: str, text: str) -> Callable[[Path], object]:
    def write(folder: Path) -> None:
        (folder / "decisions").mkdir()
        (folder / "decisions" / name).write_text(text, "utf-8")

    return write


def foreign(folder: Path) -> None:
    with sqlite3.connect(folder / "maillage.db") as other:
        other.execute("create table notes (note)")
    other.close()


def analysed(folder: Path) -> None:
    said("run", "--quiet", cwd=folder)


CASES = [
    Case("no path", lambda folder: (folder / "liste.mbox").unlink(), "run", 4,
         'line 8: [source "liste"] the path "liste.mbox" does not exist; it is looked for from {folder}',
         f'ligne 8{COLON} [source "liste"] le chemin {quoted("liste.mbox")} n’existe pas{SEMICOLON} il est cherché à '
         "partir de {folder}"),
    Case("unknown key", add('titel = "x"'), "run", 4,
         '[source "liste"] unknown key "titel"; did you mean "title"?',
         f'[source "liste"] clé inconnue {quoted("titel")}{SEMICOLON} vouliez-vous écrire {quoted("title")}{NNBSP}?'),
    Case("unknown kind", lambda folder: change(folder, '"mbox"', '"outlook"'), "run", 4,
         f'unknown kind "outlook"; known: {", ".join(KINDS)}',
         f'kind{COLON} {quoted("outlook")} est inconnu{SEMICOLON} valeurs possibles{COLON} {", ".join(KINDS)}'),
    Case("mistyped", add("administrators = [1]"), "run", 4,
         "item 1 of administrators must be a text between quotes, not 1",
         "le n° 1 de administrators doit être un texte entre guillemets, et non 1"),
    Case("no TOML", add("analysed = vrai"), "run", 4,
         "line 8: not valid TOML at column 12: Invalid value",
         f"ligne 8{COLON} ce n’est pas du TOML à la colonne 12{COLON} cette valeur n’en est pas une"),
    Case("Latin-1", lambda folder: (folder / "maillage.toml").write_bytes(
         (folder / "maillage.toml").read_bytes().replace(b"Essai", b"\xe9t\xe9")), "run", 4,
         "line 2: the byte 0xe9 is not UTF-8; save the file as UTF-8",
         f"ligne 2{COLON} l’octet 0xe9 n’est pas de l’UTF-8{SEMICOLON} enregistrez le fichier en UTF-8"),
    Case("a decision without a reason",
         decide("persons.csv", "action,first,second,reason,by,date\nmerge,a@b.example,c@d.example,,,\n"), "run", 4,
         "persons.csv, line 2: the column reason is empty: a decision needs a reason",
         f"persons.csv, ligne 2{COLON} la colonne reason est vide{COLON} une décision se justifie"),
    Case("missing columns", decide("exclusions.csv", "what,value\n"), "run", 4,
         "exclusions.csv, line 1: missing columns: source, reason, by, date; the headings are what,value,",
         f"exclusions.csv, ligne 1{COLON} des colonnes manquent{COLON} source, reason, by, date{SEMICOLON} les "
         "en-têtes sont what,value,"),
    Case("an empty archive", lambda folder: (folder / "liste.mbox").write_bytes(b""), "run", 3,
         "cannot read {folder}/liste.mbox: the file is empty; fetch the archive again",
         f"impossible de lire {{folder}}/liste.mbox{COLON} le fichier est vide{SEMICOLON} récupérez de nouveau "
         "l’archive"),
    Case("an Outlook folder", lambda folder: (folder / "liste.mbox").write_bytes(b"!BDN" + bytes(600)), "run", 3,
         "it is an Outlook folder (PST), which this version does not read; convert it: "
         "mkdir -p {folder}/liste.mbox-unpacked && readpst -o {folder}/liste.mbox-unpacked {folder}/liste.mbox",
         f"cette version ne lit pas cette forme d’archive (un dossier Outlook (PST)){SEMICOLON} "
         f"convertissez-le{COLON} mkdir -p {{folder}}/liste.mbox-unpacked && readpst"),
    Case("another kind", lambda folder: change(folder, '"mbox"', '"maildir"'), "run", 3,
         'it is no maildir archive but looks like mbox; write kind = "mbox" in maillage.toml',
         f"ce n’est pas une archive maildir, mais elle ressemble à mbox{SEMICOLON} "
         'écrivez kind = "mbox" dans maillage.toml'),
    Case("not our database", foreign, "run", 5,
         "it is not a maillage database; name another file as `database`",
         f"ce n’est pas une base de maillage{SEMICOLON} donnez un autre fichier à {quoted('database')}"),
    Case("not a database", lambda folder: (folder / "maillage.db").write_bytes(b"a letter, say" * 100), "run", 5,
         "file is not a database; name another file as `database`",
         f"ce fichier n’est pas une base de données{SEMICOLON} donnez un autre fichier à {quoted('database')}"),
    Case("nothing read yet", lambda _: None, "table volume", 5,
         "cannot use {folder}/maillage.db: it does not exist; run `maillage ingest` first",
         f"impossible d’utiliser {{folder}}/maillage.db{COLON} il n’existe pas{SEMICOLON} lancez d’abord "
         f"{quoted('maillage ingest')}"),
    Case("nothing analysed yet", lambda folder: said("ingest", "-q", cwd=folder), "table volume", 5,
         "it has not been analysed; run `maillage run` first",
         f"rien n’y est encore analysé{SEMICOLON} lancez d’abord {quoted('maillage run')}"),
    Case("no such list", analysed, "table volume --source nobody", 2,
         "there is no list called 'nobody'; there are: liste",
         f"il n’y a pas de liste {quoted('nobody')}{SEMICOLON} noms connus{COLON} liste"),
    Case("no such network", analysed, "table volume --network Paris", 2,
         "there is no network called 'Paris'; there are: none",
         f"il n’y a pas de réseau {quoted('Paris')}{SEMICOLON} noms connus{COLON} aucun"),
    Case("no such table", analysed, "table volumes", 2,
         "there is no table called 'volumes'; there are: author-by-month, ",
         f"il n’y a pas de tableau {quoted('volumes')}{SEMICOLON} noms connus{COLON} author-by-month, "),
    Case("no such author", analysed, "messages --author nobody", 2,
         "there is no author called 'nobody'; give a pseudonym, a name or an address",
         f"il n’y a pas d’auteur {quoted('nobody')}{SEMICOLON} donnez un pseudonyme, un nom ou une adresse"),
    Case("no room for reports", lambda folder: (folder / "reports").write_text("a file"), "run", 6,
         "cannot write {folder}/reports/figures: Not a directory; free some space, or check the folder and its rights",
         f"impossible d’écrire {{folder}}/reports/figures{COLON} ce n’est pas un dossier{SEMICOLON} libérez de la "
         "place, ou vérifiez le dossier et ses droits d’accès"),
]  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study of one list with one message, not yet run, and without a language."""
    (tmp_path / "liste.mbox").write_text(MAIL.format(number=1))
    (tmp_path / "maillage.toml").write_text(STUDY)
    return tmp_path


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
@pytest.mark.parametrize(("language", "locale"), [("en", "fr_FR.UTF-8"), ("fr", "C")])
def test_an_error_speaks_the_language_of_the_study(case: Case, language: str, locale: str, study: Path) -> None:
    change(study, "{language}", language)
    case.spoil(study)
    done = maillage(*case.command.split(), cwd=study, LANG=locale)
    assert done.returncode == case.code
    expected = case.french if language == "fr" else case.english
    assert expected.format(folder=study) in done.stderr
    assert done.stderr.startswith(f"maillage{NBSP}: " if language == "fr" else "maillage: ")


NO_STUDY = [
    Case("run", lambda _: None, "run", 4,
         "1 mistake to correct:\n  it does not exist; `maillage init FOLDER` writes one",
         f"une erreur à corriger dans {{folder}}/maillage.toml{COLON}\n  ce fichier n’existe pas{SEMICOLON} "
         f"{quoted('maillage init DOSSIER')} en écrit un"),
    Case("no folder", lambda _: None, "init absent", 3,
         "absent: it does not exist; give the folder that holds the archives",
         f"absent{COLON} il n’existe pas{SEMICOLON} donnez le dossier qui contient les archives"),
    Case("no archive", lambda _: None, "init full", 1,
         f"no archive was recognised in {{folder}}/full; maillage reads {', '.join(sorted(KINDS))}\n"
         "  {folder}/full/boite.pst: an Outlook folder (PST); convert it: mkdir -p",
         f"aucune archive n’est reconnue dans {{folder}}/full{SEMICOLON} maillage lit {', '.join(sorted(KINDS))}\n"
         f"  {{folder}}/full/boite.pst{COLON} un dossier Outlook (PST){SEMICOLON} "
         f"convertissez-le{COLON} "),
    Case("a full folder", lambda _: None, "demo full", 6,
         "it is not empty; name a folder that does not exist yet",
         f"il n’est pas vide{SEMICOLON} nommez un dossier qui n’existe pas encore"),
]  # fmt: skip


@pytest.mark.parametrize("case", NO_STUDY, ids=[case.what for case in NO_STUDY])
@pytest.mark.parametrize("locale", ["C", "fr_FR.UTF-8"])
def test_without_a_study_it_is_the_language_of_the_user(locale: str, case: Case, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "boite.pst").write_bytes(b"!BDN")
    done = maillage(*case.command.split(), cwd=tmp_path, LANG=locale)
    assert done.returncode == case.code
    assert (case.english if locale == "C" else case.french).format(folder=tmp_path) in done.stderr


def test_init_speaks_the_language_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text(MAIL.format(number=1))
    (tmp_path / "boite.pst").write_bytes(b"!BDN")
    (tmp_path / "notes.bin").write_bytes(b"?")
    shown = said("init", tmp_path, "--to", tmp_path / "maillage.toml", "--language", "fr", LANG="C")
    assert f"boite.pst{COLON} un dossier Outlook (PST){SEMICOLON} convertissez-le{COLON} mkdir -p" in shown
    assert f"Non reconnu{COLON} 1" in shown
    done = maillage("init", tmp_path, "--to", tmp_path / "maillage.toml", "--language", "fr", LANG="C")
    assert f"existe déjà et reste comme il est{SEMICOLON} complétez-le, ou déplacez-le d’abord" in done.stderr


@pytest.mark.parametrize(("language", "locale"), [("en", "fr_FR.UTF-8"), ("fr", "C")])
def test_a_study_says_why_something_was_not_read(language: str, locale: str, study: Path) -> None:
    change(study, "{language}", language)
    change(study, '"liste.mbox"', '"box"')
    (study / "box").mkdir()
    later = MAIL.format(number=2).replace("2015", "2016")
    (study / "box" / "a.mbox").write_text(MAIL.format(number=1) + later)
    (study / "box" / "b.mbox").write_bytes(b"")
    packed = gzip.compress(MAIL.format(number=3).encode())
    (study / "box" / "c.mbox.gz").write_bytes(packed[:-9])
    done = maillage("run", cwd=study, LANG=locale)
    assert done.returncode == 3
    problems = said("table", "problems", "-f", "csv", cwd=study, LANG=locale)
    left_out = said("table", "exclusions", "-f", "csv", cwd=study, LANG=locale)
    messages = said("messages", cwd=study, LANG=locale)
    if language == "en":
        assert "maillage: liste, c.mbox.gz: reading ends before the end (the packed file is cut off)" in done.stderr
        assert "empty file" in problems
        assert "reading ends here: the packed file is cut off" in problems
        assert "liste,after the period,1,1" in left_out
        assert "[after the period]" in messages
    else:
        assert f"maillage{COLON} liste, c.mbox.gz{COLON} la lecture s’arrête avant la fin (le fichier compressé" in (
            done.stderr
        )
        assert "fichier vide" in problems
        assert f"la lecture s’arrête ici{COLON} le fichier compressé est coupé" in problems
        assert "liste,après la période,1,1" in left_out
        assert "[après la période]" in messages


def test_programs_get_english_whatever_the_language(study: Path) -> None:
    """And so does the database, which has the same bytes everywhere."""
    change(study, '"liste.mbox"', '"box"')
    (study / "box").mkdir()
    (study / "box" / "a.mbox").write_text(MAIL.format(number=1))
    (study / "box" / "b.mbox").write_bytes(b"")
    change(study, "{language}", "fr")
    said("run", "--json", cwd=study, LANG="fr_FR.UTF-8")
    assert '"reason": "empty file"' in said("ledger", "--json", cwd=study, LANG="fr_FR.UTF-8")
    with sqlite3.connect(study / "maillage.db") as database:
        assert database.execute("select reason from problems").fetchall() == [("empty file",)]
    database.close()


def test_a_terminal_without_our_typography_shows_plain_letters(study: Path) -> None:
    """ISO 8859-1 has « é, but neither narrow spaces nor the apostrophe; a pipe on Windows has no narrow spaces."""
    change(study, "{language}", "fr")
    shell = f"'{COMMAND}' run; '{COMMAND}' table volume; '{COMMAND}' table nope"
    more = {"LANG": "fr_FR.ISO-8859-1", "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(["bash", "-c", shell], cwd=study, env=environment(**more), capture_output=True, check=False)
    out, err = done.stdout.decode("latin-1"), done.stderr.decode("latin-1")
    assert f"en double{COLON} 0, illisibles{COLON} 0" in out
    assert "-----" in out
    assert f"il n'y a pas de tableau {quoted('nope')} ; noms connus{COLON} author-by-month" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "french"),
    [
        (UnreadableArchive(Path("a : b"), Said("the file is empty"), Said("fetch the archive again")),
         f"impossible de lire a : b{COLON} le fichier est vide{SEMICOLON} récupérez de nouveau l’archive"),
        (DatabaseError(Path("x.db"), Said("it is a folder"), Said("name a file as `database`")),
         f"impossible d’utiliser x.db{COLON} c’est un dossier{SEMICOLON} donnez un fichier à {quoted('database')}"),
        (UnwritableReport(Path("x"), Said("No space left on device"), Said("check its rights")),
         f"impossible d’écrire x{COLON} il n’y a plus de place sur le disque{SEMICOLON} vérifiez ses droits d’accès"),
        (UnknownName(Said("format"), "ods", ("text", "csv")),
         f"il n’y a pas de format {quoted('ods')}{SEMICOLON} noms connus{COLON} text, csv"),
        (InvalidStudy(Path("x"), [Said("the table [study] is missing"), Said("a list")]),
         f"2 erreurs à corriger dans x{COLON}\n  la table [study] manque\n  une liste"),
    ],
)  # fmt: skip
def test_an_error_is_english_as_a_text_and_french_on_request(error: UnreadableArchive, french: str) -> None:
    assert error.said("fr") == french
    assert error.said("en") == str(error)
