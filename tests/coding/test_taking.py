from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from coded_study import Coded

from maillage import decisions
from maillage.analyze.people.lookup import Lookup
from maillage.coding import codebook
from maillage.coding.taking import InvalidCoder, Taken, main_accounts, take
from maillage.decisions import UNIDENTIFIED, Coding
from maillage.errors import InvalidStudy

HEADINGS = ("Auteur", "Fonction", "Organisation", "Statut", "Domaine", "Lieu de travail")
WHEN = ("Depuis", "Jusqu'à", "Source", "Vu le", "Remarque")


def filled(folder: Path, *rows: Sequence[str], headings: Sequence[str] = (*HEADINGS, *WHEN)) -> Path:
    file = folder / "rempli.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, delimiter=";").writerows([headings, *rows])
    return file


def taken(coded: Coded, file: Path, coder: str = "er") -> Taken:
    decided = decisions.load(coded.study)
    return take(coded.store, coded.study, decided, codebook.load(coded.study), file, coder)


def mistakes(coded: Coded, file: Path) -> list[str]:
    with pytest.raises(InvalidStudy) as caught:
        taken(coded, file)
    assert decisions.load(coded.study).codings == ()
    return list(caught.value.mistakes)


def told(coded: Coded, coder: str = "er") -> list[tuple[str, str, str, str]]:
    return [
        (one.account, one.field, one.value, one.code)
        for one in decisions.load(coded.study).codings
        if one.coder == coder
    ]


def test_a_filled_line_becomes_the_codings_of_its_author(coded: Coded, tmp_path: Path) -> None:
    when = ("2012-11", "06/2015", "https://asso.example/equipe", "2024-03-01", "vue aussi en 2016")
    row = (coded.aline, "animatrice", "Les Ateliers du Port", "Association", "", "29200 Brest", *when)
    result = taken(coded, filled(tmp_path, row, (coded.bruno,)))
    rest = (date(2012, 11, 1), date(2015, 6, 30), when[2], "er", when[4], date(2024, 3, 1))
    assert decisions.load(coded.study).codings == (
        Coding("aline@asso.example", "function", "animatrice", "animateur / animatrice", *rest),
        Coding("aline@asso.example", "organisation", "Les Ateliers du Port", "", *rest),
        Coding("aline@asso.example", "status", "Association", "association", *rest),
        Coding("aline@asso.example", "place", "29200 Brest", "29019", *rest),
    )
    assert result == Taken(tmp_path / "decisions" / "codings" / "er.csv", 1, 4, 1, ())


def test_who_was_looked_for_in_vain_has_a_code(coded: Coded, tmp_path: Path) -> None:
    taken(coded, filled(tmp_path, (coded.celia, "non identifiée", "", "Non identifié", "", "not identified")))
    assert [code for *_, code in told(coded)] == [UNIDENTIFIED] * 3
    assert {account for account, *_ in told(coded)} == {"Célia Le Bihan"}


def test_several_lines_tell_several_jobs(coded: Coded, tmp_path: Path) -> None:
    first = (coded.aline, "animatrice", "", "", "", "", "", "2014", "", "", "")
    assert mistakes(coded, filled(tmp_path, first)) == [
        'row 2, column H (Jusqu\'à): "2014" is not a day such as 2017-06-15 or 15/06/2017'
    ]
    jobs = ((coded.aline, "animatrice", *[""] * 5, "2014-12"), (coded.aline, "directrice", *[""] * 4, "2015-01"))
    taken(coded, filled(tmp_path, *jobs))
    said = decisions.load(coded.study).codings
    assert [(one.value, one.begin, one.end) for one in said] == [
        ("animatrice", None, date(2014, 12, 31)),
        ("directrice", date(2015, 1, 1), None),
    ]


def test_a_second_sheet_replaces_what_it_fills_in_and_nothing_else(coded: Coded, tmp_path: Path) -> None:
    taken(coded, filled(tmp_path, (coded.aline, "animatrice", "", "Association"), (coded.bruno, "maire")))
    taken(coded, filled(tmp_path, (coded.bruno, "élu")), coder="aa")
    taken(coded, filled(tmp_path, (coded.aline, "directrice"), (coded.bruno, "")))
    assert [(account, field, value) for account, field, value, _ in told(coded)] == [
        ("aline@asso.example", "function", "directrice"),
        ("aline@asso.example", "status", "Association"),
        ("bruno@exemple.example", "function", "maire"),
    ]
    assert [value for _, _, value, _ in told(coded, "aa")] == ["élu"]


def test_the_same_sheet_gives_the_same_file(coded: Coded, tmp_path: Path) -> None:
    rows = [(coded.bruno, "maire"), (coded.aline, "animatrice", "", "SCOP")]
    file = taken(coded, filled(tmp_path, *rows)).file
    first = file.read_bytes()
    taken(coded, filled(tmp_path, *reversed(rows)))
    assert file.read_bytes() == first
    assert b"\r" not in first
    assert sorted(path.name for path in file.parent.iterdir()) == ["er.csv"]


def test_every_bad_cell_is_told_at_once_and_nothing_is_changed(coded: Coded, tmp_path: Path) -> None:
    wrong = coded.aline[:-1] + ("A" if coded.aline[-1] != "A" else "B")
    rows = (
        (wrong, "animatrice"),
        (coded.aline, "", "", "Asociation", "", "Marseile", "2015-02", "2014-02"),
        (),
        (coded.bruno, "", "", "", "", "Saint-Denis", "", "", "https://exemple.example/bruno"),
        (coded.celia, *[""] * 9, "à revoir"),
        ("", "maire"),
    )
    found = mistakes(coded, filled(tmp_path, *rows))
    assert found[0] == (
        f'row 2, column A (Auteur): no author of this study is called "{wrong}"; did you mean "{coded.aline}"?'
    )
    assert found[1:4] == [
        "row 3, column H (Jusqu'à): to (2014-02-28) is before from (2015-02-01)",
        'row 3, column D (Statut): "Asociation" is not in the codebook; did you mean "Association"?',
        'row 3, column F (Lieu de travail): the place "Marseile" is not known; did you mean "Marseille"?',
    ]
    assert found[4] == "row 5, column J (Vu le): a page of the web changes: say on which day you saw it"
    assert found[5].startswith(
        'row 5, column F (Lieu de travail): "Saint-Denis" may be several places: write one of these: '
    )
    assert found[6:] == [
        'row 6, column K (Remarque): "à revoir" is said of nothing: no field is filled in',
        "row 7, column A (Auteur): the author is missing",
    ]


def test_a_sheet_of_another_study_is_told_once(coded: Coded, tmp_path: Path) -> None:
    rows = [("P-ZZZZZ1", "maire"), ("P-ZZZZZ2", "élue", "", "Farfelu")]
    assert mistakes(coded, filled(tmp_path, *rows)) == [
        "none of its authors is of this study: it was exported from another one, or with another key"
    ]


@pytest.mark.parametrize(
    ("headings", "mistake"),
    [
        (("Nom", "Fonction"), "no sheet of it has the column author, which `maillage code export` writes"),
        (("Auteur", "Métier"), "no column to code is there; they are function, organisation, status, domain, place"),
        (("Auteur", "Statut", "status"), 'the column "status" stands twice'),
        (("Auteur", "Statut"), "nothing is filled in"),
    ],
)
def test_a_sheet_without_its_columns_is_told(
    coded: Coded, tmp_path: Path, headings: Sequence[str], mistake: str
) -> None:
    assert mistakes(coded, filled(tmp_path, (coded.aline,), headings=headings)) == [mistake]


def test_what_is_not_in_the_codebook_is_taken_and_told(coded: Coded, tmp_path: Path) -> None:
    result = taken(coded, filled(tmp_path, (coded.aline, "souffleuse de verre à mi-temps")))
    assert result.own_words == ("souffleuse de verre à mi-temps",)
    assert told(coded)[0][3] == ""


def test_columns_are_known_by_any_of_their_names_in_any_order(coded: Coded, tmp_path: Path) -> None:
    headings = ("Place of work", "statut", "AUTHOR", "my own column")
    taken(coded, filled(tmp_path, ("Finistère", "scop", coded.aline, "…"), headings=headings))
    assert [row[1:] for row in told(coded)] == [("status", "SCOP", "scop"), ("place", "Finistère", "29")]


def test_what_an_author_is_called_in_decisions_means_nobody_else(coded: Coded) -> None:
    assert main_accounts(coded.store) == {1: "aline@asso.example", 2: "bruno@exemple.example", 3: "Célia Le Bihan"}
    coded.store.connection.execute("update account_names set name = 'Célia Le Bihan' where name = 'Bruno Celik'")
    lookup = Lookup(coded.store)
    assert all(lookup.persons(account) == {person} for person, account in main_accounts(coded.store).items())


@pytest.mark.parametrize("coder", ["../er", "", "e r", ".er", "a/b"])
def test_a_coder_has_a_name_that_a_file_may_have(coded: Coded, tmp_path: Path, coder: str) -> None:
    with pytest.raises(InvalidCoder):
        taken(coded, filled(tmp_path, (coded.aline, "maire")), coder)
