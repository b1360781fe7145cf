from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from coded_study import Coded, coded_study
from lxml import etree

from maillage import decisions
from maillage.analyze.people.opinions import opinions
from maillage.coding import codebook
from maillage.coding.opinions import disputes
from maillage.coding.proposals import proposals
from maillage.coding.sheets import read
from maillage.coding.taking import take
from maillage.decisions import SETTLED, Coding
from maillage.errors import DatabaseError, UnknownName, UnwritableReport
from maillage.reports.coding import FORMATS, authors, write
from maillage.reports.coding import disputes as to_settle
from maillage.reports.coding.authors import Asked, excerpt, hidden
from maillage.reports.coding.sheet import SPARE_LINES, Sheet
from maillage.reports.people import People
from maillage.reports.table import Choice

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@pytest.fixture
def coded(tmp_path: Path) -> Iterator[Coded]:
    with coded_study(tmp_path) as found:
        yield found


def sheet(coded: Coded, asked: Asked | None = None, *, names: bool = False) -> Sheet:
    people = People.of(coded.store, coded.study, names=names)
    return authors.sheet(coded.store, coded.study, asked or Asked(), codebook.default(), people)


def cells(of: Sheet, row: int) -> dict[str, object]:
    return dict(zip((column.name for column in of.columns), of.rows[row], strict=True))


def test_authors_stand_with_what_was_found_of_them_the_most_active_first(coded: Coded) -> None:
    found = sheet(coded)
    assert [row[0] for row in found.rows] == [coded.aline, coded.bruno, coded.celia]
    aline = cells(found, 0)
    assert (aline["messages"], aline["first"], aline["last"]) == (4, "2015-03-02", "2016-01-02")
    assert aline["read"] == f"maillage messages --author {coded.aline} --text"
    assert (aline["function_proposal"], aline["function_confidence"]) == ("Animatrice de réseau", 0.9)
    assert aline["function_others"] == "Coordinatrice (2015-03-02)"
    assert (aline["function_evidence_date"], aline["function_seen_in"]) == ("2015-03-02", "signature")
    assert aline["status_proposal"] == "Association"
    filled = [column.name for column in found.columns if column.to_fill]
    assert filled == [*decisions.FIELDS, "from", "to", "source", "date", "note"]
    assert {aline[name] for name in filled} == {None}


def test_evidence_shows_nobody_unless_names_may_show(coded: Coded) -> None:
    hidden, shown = cells(sheet(coded), 0), cells(sheet(coded, names=True), 0)
    assert hidden["place_evidence"] == (
        "-- [nom masqué] Animatrice de réseau, Les Ateliers du Port 12 rue des Quais, 29200 Brest [adresse masquée]"
    )
    assert "name" not in hidden
    assert shown["name"] == "Aline Morvan"
    assert shown["addresses"] == "aline@asso.example morvan@perso.example"
    assert "aline@asso.example" in str(shown["place_evidence"])


def test_a_choice_of_lists_fields_and_activity(coded: Coded) -> None:
    found = sheet(coded, Asked(Choice(network="Lille"), least=2, fields=("status",)))
    assert [(row[0], row[1]) for row in found.rows] == [(coded.aline, 3), (coded.bruno, 2)]
    assert next(column.name for column in found.columns if column.to_fill) == "status"
    with pytest.raises(UnknownName):
        sheet(coded, Asked(Choice(source="nowhere")))


def test_a_database_without_attributions_is_told(coded: Coded) -> None:
    coded.store.connection.execute("drop table attributions")
    with pytest.raises(DatabaseError, match="maillage analyze"):
        sheet(coded)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bonjour,\n\nje suis animatrice\nà Brest.\n\nAline", "je suis animatrice à Brest."),
        ("mot " * 40 + "animatrice" + " mot" * 40, "… " + "mot " * 29 + "animatrice" + " mot" * 29 + " …"),
        ("mot " * 400 + "animatrice" + " mot" * 400, "… " + "mot " * 29 + "animatrice" + " mot" * 29 + " …"),
        ("a" * 900 + " animatrice " + "b" * 900, "… animatrice …"),
        ("animatrice", "animatrice"),
    ],
)
def test_evidence_is_what_stands_around_in_the_paragraph(text: str, found: str) -> None:
    begin = text.index("animatrice")
    assert excerpt(text, begin, begin + len("animatrice")) == found


def test_a_name_that_only_a_signature_has_is_hidden_and_so_is_a_telephone() -> None:
    text = "Zoé Kerbrat\nanimatrice\n06 12 34 56 78\nZoé"
    begin = text.index("animatrice")
    phone = text.index("06")
    personal = [
        (0, 6, "human"),
        (0, 3, "human"),
        (4, 11, "human"),
        (begin, begin + 4, "human"),
        (phone, phone + 14, "phone"),
    ]
    masked, first, last = hidden(text, begin, begin + len("animatrice"), personal, "fr")
    assert masked[first:last] == "animatrice"
    assert masked == "[nom masqué][nom masqué]\nanimatrice\n[téléphone masqué]\nZoé"


@pytest.mark.parametrize("gap", range(90, 135))
@pytest.mark.parametrize("further", [0, 560])
def test_half_a_name_is_hidden_too(gap: int, further: int) -> None:
    name = "Marie-Lou Le Bihan"
    people = People(hidden=frozenset({"marie lou le bihan"}))
    text = f"{'x ' * further}{name} {'y' * gap} animatrice {'z' * gap} {name}{' x' * further}"
    begin = text.index("animatrice")
    shown = excerpt(text, begin, begin + len("animatrice"), lambda found: people.clean(found, "fr"))
    assert "animatrice" in shown
    assert not any(part in shown for part in ("Marie", "Lou", "Bihan"))


def test_a_name_that_reaches_into_what_was_found_is_hidden() -> None:
    people = People(hidden=frozenset({"marie lou le bihan"}))
    text = "Marie-Lou Le Bihan, animatrice"
    shown = excerpt(text, text.index("Le Bihan"), len(text), lambda found: people.clean(found, "fr"))
    assert shown == "[nom masqué], animatrice"
    framed = f"{'x ' * 280}Marie-Lou Le Bihan {text} Marie-Lou Le Bihan {'x ' * 280}"
    begin = framed.index("Bihan, animatrice")
    shown = excerpt(framed, begin, begin + 5, lambda found: people.clean(found, "fr"))
    assert not any(part in shown for part in ("Marie", "Lou", "Bihan"))


@pytest.mark.parametrize("form", FORMATS)
def test_a_sheet_is_taken_back_as_it_was_written(coded: Coded, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"codage.{form}"
    write(file, sheet(coded))
    first, *lines = read(file)[0]
    assert first.cells[0] == "Auteur"
    assert [line.cells[0] for line in lines] == [coded.aline, coded.bruno, coded.celia]
    again = tmp_path / f"again.{form}"
    write(again, sheet(coded))
    assert again.read_bytes() == file.read_bytes()


def test_xlsx_has_drop_downs_from_the_codebook_and_refuses_other_statuses_only(coded: Coded, tmp_path: Path) -> None:
    file = tmp_path / "codage.xlsx"
    found = sheet(coded)
    write(file, found)
    book = openpyxl.load_workbook(file)
    page, words, _ = book.worksheets
    headings = {cell.value: cell.column_letter for cell in page[1]}
    by_range = {str(one.sqref): one for one in page.data_validations.dataValidation}
    last = len(found.rows) + SPARE_LINES + 1
    status = by_range[f"{headings['Statut']}2:{headings['Statut']}{last}"]
    function = by_range[f"{headings['Fonction']}2:{headings['Fonction']}{last}"]
    assert (status.showErrorMessage, function.showErrorMessage) == (True, False)
    begin, end = (int(edge.rpartition("$")[2]) for edge in status.formula1.split(":"))
    offered = [words.cell(row, 2).value for row in range(begin, end + 1)]
    assert offered == [entry.label_fr for entry in codebook.default().of("status")] + ["non identifié"]
    assert page.freeze_panes == "B2"
    assert page[f"{headings['Depuis']}2"].number_format == "@"


def test_ods_has_the_same_drop_downs(coded: Coded, tmp_path: Path) -> None:
    file = tmp_path / "codage.ods"
    found = sheet(coded)
    write(file, found)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        for name in archive.namelist()[1:]:
            etree.fromstring(archive.read(name))  # well-formed
        content = etree.fromstring(archive.read("content.xml"))
    rules = {rule.get(f"{TABLE}name"): rule for rule in content.iter(f"{TABLE}content-validation")}
    offered = next(column.offered for column in found.columns if column.name == "status")
    assert offered
    assert rules["status"].get(f"{TABLE}condition") == (
        f"of:cell-content-is-in-list([$codes.$B${offered[0] + 1}:.$B${offered[1] + 1}])"
    )
    refused = {name: rule[0].get(f"{TABLE}display") for name, rule in rules.items()}
    assert (refused["status"], refused["function"]) == ("true", "false")
    ruled = [cell for cell in content.iter(f"{TABLE}table-cell") if cell.get(f"{TABLE}content-validation-name")]
    assert len(ruled) == (len(found.rows) + 1) * len(rules)  # each author, and one row that is repeated


def test_what_xml_or_a_spreadsheet_would_trip_over_is_harmless(coded: Coded, tmp_path: Path) -> None:
    nasty = '=cmd|"/C calc"!A1 <b>&amp;\x07\u200f\ud83d'
    coded.store.connection.execute(
        "update attributions set value = ? where field = 'organisation'", (nasty.encode("utf-8", "replace").decode(),)
    )
    for form in FORMATS:
        write(tmp_path / f"codage.{form}", sheet(coded))
        line = read(tmp_path / f"codage.{form}")[0][1]
        assert any("<b>&amp;" in cell for cell in line.cells)
    rows = list(csv.reader((tmp_path / "codage.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert not any(cell.startswith("=") for cell in rows[1])


def test_a_format_that_is_none_and_a_file_that_cannot_be_written(coded: Coded, tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        write(tmp_path / "codage.doc", sheet(coded))
    (tmp_path / "codage.csv").mkdir()
    with pytest.raises(UnwritableReport):
        write(tmp_path / "codage.csv", sheet(coded))


def test_disputes_go_out_to_be_settled_and_come_back(coded: Coded, tmp_path: Path) -> None:
    told = [
        Coding("aline@asso.example", "status", value, value, None, None, "", coder, "", None)
        for coder, value in (("aa", "association"), ("er", "scop"))
    ]
    book = codebook.default()
    disputed = disputes(opinions(coded.store, told))
    people = People.of(coded.store, coded.study)
    found = proposals(coded.store, book, "fr")
    out = to_settle.sheet(disputed, found, book, "fr", people, people.labels)
    assert [column.name for column in out.columns][:3] == ["author", "status_said", "status"]
    assert out.rows[0][1] == "aa: association | er: scop | le programme: Association (2015-03-02)"
    filled = [coded.aline, out.rows[0][1], "SCOP", *[None] * 5]
    file = tmp_path / "settle.csv"
    write(file, Sheet("fr", out.columns, [filled], out.codes))
    take(coded.store, coded.study, decisions.Decisions(), book, file, SETTLED)
    again = decisions.load(coded.study).codings
    assert [(one.coder, one.field, one.code) for one in again] == [(SETTLED, "status", "scop")]
    assert disputes(opinions(coded.store, [*told, *again])) == []
