from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage import project
from maillage.errors import UnreadableArchive
from maillage.ingest import rosters
from maillage.ingest.rosters.lines import named_address, to_day
from maillage.records import Problem, Subscription

DOCUMENT = Path(__file__).parents[3] / "docs" / "study-file.md"

LIST_MEMBERS = "a.morvan@asso.example\nb.celik@exemple.example\n"
LIST_MEMBERS_F = "Aline Morvan <A.Morvan@asso.example>\nBastien Çelik <b.celik@exemple.example>\n"
REVIEW = (
    "3 member(s) in list essai@listes.example.\na.morvan@asso.example\nb.celik@exemple.example\n"
    "c.petit@exemple.example\n------------------\n1 bounced member(s) in list essai@listes.example.\n"
    "b.celik@exemple.example\n0 suspended member(s) in list essai@listes.example.\n"
)
EXPORT = '# Exported subscribers with search filter "a"\n'
EXPORT += "a.morvan@asso.example\tAline Morvan\nb.celik@exemple.example\t\n"
BOUNCE = "# Email\tName\tBounce score\na.morvan@asso.example\tAline Morvan\t12\n"
ADD = "# bureau\na.morvan@asso.example Aline Morvan\nb.celik@exemple.example\n"
DUMP = (
    "date 1795177252\nemail a.morvan@asso.example\ngecos Aline Morvan\nreception mail\n\n"
    "email b.celik@exemple.example\nsubscribed 1\n"
)
TABLE = "Nom;Prénom;Adresse;Abonné;Désabonné\nMorvan;Aline;a.morvan@asso.example;15/06/2017;\n"


def found(folder: Path, text: str, kind: str | None = None) -> list[Subscription | Problem]:
    return list(rosters.read(write(folder, text), kind))


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "list.txt"
    file.write_bytes(text.encode(encoding))
    return file


def addresses(records: list[Subscription | Problem]) -> list[str]:
    return [record.address for record in records if isinstance(record, Subscription)]


def problems(records: list[Subscription | Problem]) -> list[tuple[str, str]]:
    return [(record.place, record.reason) for record in records if isinstance(record, Problem)]


def test_the_kinds_are_those_a_study_may_name() -> None:
    assert sorted(rosters.READERS) == sorted(project.ROSTER_KINDS)


def test_the_documented_kinds_are_the_kinds() -> None:
    said = re.search(r"default: recognised; (.*)", DOCUMENT.read_text(encoding="utf-8"))
    assert said
    assert set(said[1].split(", ")) == set(rosters.READERS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LIST_MEMBERS, "list_members"),
        (LIST_MEMBERS_F, "list_members"),
        ("Abonnés de la liste essai :\n" + LIST_MEMBERS, "list_members"),
        ("# copied in June\n\n" + LIST_MEMBERS, "list_members"),
        ("essai@listes.example n’a pas d'abonnés\n", "list_members"),
        (REVIEW, "sympa_review"),
        (EXPORT, "sympa_review"),
        (BOUNCE, "sympa_review"),
        (ADD, "sympa_review"),
        (DUMP, "sympa_dump"),
        (TABLE, "csv"),
        ("email,name\n", "csv"),
        ("sep=;\nCourriel;Nom\na@b.example;A\n", "csv"),
        ("", None),
        ("Bonjour,\n\nécrivez-moi à a.morvan@asso.example\n", None),
        ("From a@b.example Wed Oct  1 22:34:35 2003\nFrom: a@b.example\nTo: c@d.example\n\nOui\n", None),
        (
            "email a.morvan@asso.example\nprofile privileged\nreception mail\n",
            None,
        ),
        ("email\n", None),
    ],
)
def test_a_list_is_recognised_by_its_content(tmp_path: Path, text: str, kind: str | None) -> None:
    assert rosters.recognize(write(tmp_path, text)) == kind


def test_a_folder_and_a_file_of_bytes_are_no_lists(tmp_path: Path) -> None:
    (tmp_path / "list.pck").write_bytes(b"\x00\x01a@b.example\n")
    assert rosters.recognize(tmp_path) is None
    assert rosters.recognize(tmp_path / "list.pck") is None


def test_list_members_gives_addresses_in_lower_case_and_names(tmp_path: Path) -> None:
    assert found(tmp_path, LIST_MEMBERS_F) == [
        Subscription("1", "a.morvan@asso.example", "Aline Morvan", None, None, "Aline Morvan <A.Morvan@asso.example>"),
        Subscription(
            "2",
            "b.celik@exemple.example",
            "Bastien Çelik",
            None,
            None,
            "Bastien Çelik <b.celik@exemple.example>",
        ),
    ]


def test_a_broken_line_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    records = found(tmp_path, "a@b.example\n\nAline, la présidente\nc@d.example\ne@f.example\n")
    assert addresses(records) == ["a@b.example", "c@d.example", "e@f.example"]
    assert records[1] == Problem("3", 21, "not an address, nor a name followed by <address>")


def test_a_broken_first_line_is_no_header(tmp_path: Path) -> None:
    assert problems(found(tmp_path, "Aline Morvan <aline>\n" + LIST_MEMBERS, "list_members")) == [
        ("1", "not an address, nor a name followed by <address>")
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a@b.fr", ("a@b.fr", "")),
        (" <A@B.fr>, ", ("a@b.fr", "")),
        ('"Morvan, Aline" <a@b.fr>;', ("a@b.fr", "Morvan, Aline")),
        ("Aline  Morvan <mailto:a@b.fr>", ("a@b.fr", "Aline Morvan")),
        ("aline at asso.fr", ("aline@asso.fr", "")),
        ("zoé@exemple.fr", ("zoé@exemple.fr", "")),
        ("root@localhost", ("root@localhost", "")),
        ("a@b", None),
        ("a@b.fr, c@d.fr", None),
        ("Aline a@b.fr", None),
        ("", None),
    ],
)
def test_an_address_with_or_without_a_name(written: str, expected: tuple[str, str] | None) -> None:
    assert named_address(written) == expected


def test_a_review_tells_each_member_once(tmp_path: Path) -> None:
    records = found(tmp_path, REVIEW)
    assert [record.place for record in records] == ["2", "3", "4"]
    assert problems(records) == []


def test_a_review_that_was_cut_says_so(tmp_path: Path) -> None:
    records = found(tmp_path, REVIEW.replace("c.petit@exemple.example\n", ""))
    assert problems(records) == [("1", "says 3 members, but there are 2")]


def test_an_export_has_addresses_and_names(tmp_path: Path) -> None:
    first, second = found(tmp_path, EXPORT)
    assert first[:3] == ("2", "a.morvan@asso.example", "Aline Morvan")
    assert second[:3] == ("3", "b.celik@exemple.example", "")


def test_a_line_of_sympa_add_without_an_address_is_a_problem(tmp_path: Path) -> None:
    assert problems(found(tmp_path, ADD + "Aline\n", "sympa_review")) == [("4", "does not begin with an address")]


def test_a_dump_has_the_day_of_subscription(tmp_path: Path) -> None:
    first, second = found(tmp_path, DUMP)
    assert first == Subscription(
        "1",
        "a.morvan@asso.example",
        "Aline Morvan",
        "2026-11-20",
        None,
        "date 1795177252\nemail a.morvan@asso.example\ngecos Aline Morvan\nreception mail",
    )
    assert second[:4] == ("6", "b.celik@exemple.example", "", None)


def test_a_paragraph_of_a_dump_without_an_address_is_a_problem(tmp_path: Path) -> None:
    records = found(tmp_path, DUMP + "\r\n\ndate 12\ngecos Zoé\n\nemail z@a.example\ndate hier\n")
    assert addresses(records)[2:] == ["z@a.example"]
    assert problems(records) == [
        ("10", "a paragraph without an address (a line `email address`)"),
        ("13", "the date of subscription 'hier' is not one"),
    ]
    assert next(record for record in records if record.place == "10")[1] == 19


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TABLE, ("2", "a.morvan@asso.example", "Aline Morvan", "2017-06-15", None)),
        (
            'subscribed,Email,unsubscribed,name,x\n2017-06-15 10:00,A@B.example,2018-01-02,"Morvan, A",y\n',
            ("2", "a@b.example", "Morvan, A", "2017-06-15", "2018-01-02"),
        ),
        ("E-mail\tNom\n# non\n\na@b.example\tAline\n", ("4", "a@b.example", "Aline", None, None)),
        ("sep=;\nmail;nom\na@b.example\n", ("3", "a@b.example", "", None, None)),
        ("courriel;abonné\na@b.example;oui\n", ("2", "a@b.example", "", None, None)),
    ],
)  # fmt: skip
def test_a_table_is_read_by_its_headings(tmp_path: Path, text: str, expected: tuple[str | None, ...]) -> None:
    (record,) = found(tmp_path, text)
    assert record[:5] == expected


@pytest.mark.parametrize(
    ("row", "kept", "reason"),
    [
        ("Morvan;A;aline;;", [], "the column of addresses has 'aline', which is not one"),
        ("Morvan;A", [], "the column of addresses has '', which is not one"),
        ('"Morvan;A;a@b.fr;;', [], "a quotation mark opens and does not close on this line"),
        ("Morvan;A;a@b.fr;juin 2017;", [(None, None)], "the date of subscription 'juin 2017' is not one"),
        ("M;A;a@b.fr;31/02/2017;hier", [(None, None)],
         "the date of subscription '31/02/2017' is not one; the date of unsubscription 'hier' is not one"),
        ("M;A;a@b.fr;2017-02-01;2017-01-01", [(None, None)],
         "unsubscribed (2017-01-01) before subscribed (2017-02-01): neither date is kept"),
        ("M;A;a@b.fr;non;", [], "says that this address is not subscribed: left out"),
    ],
)  # fmt: skip
def test_what_a_row_says_wrong_is_told(tmp_path: Path, row: str, kept: list[tuple[None, None]], reason: str) -> None:
    records = found(tmp_path, TABLE + row + "\n")[1:]
    assert [record[3:5] for record in records if isinstance(record, Subscription)] == kept
    assert problems(records) == [("3", reason)]


def test_an_empty_row_of_a_table_is_nothing(tmp_path: Path) -> None:
    assert len(found(tmp_path, TABLE + ";;;;\n")) == 1


def test_a_table_without_a_column_of_addresses_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArchive, match="no column for addresses; name the columns address, name"):
        found(tmp_path, "nom;prénom\nMorvan;Aline\n", "csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_the_encodings_of_spreadsheets_are_read(tmp_path: Path, encoding: str) -> None:
    file = write(tmp_path, TABLE.replace("Aline", "Édith").replace("\n", "\r\n"), encoding)
    (record,) = rosters.read(file)
    assert record[:4] == ("2", "a.morvan@asso.example", "Édith Morvan", "2017-06-15")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2017-06-15", "2017-06-15"),
        ("2017-06-15T10:00:00+02:00", "2017-06-15"),
        ("5/6/2017", "2017-06-05"),
        ("05.06.2017 10h30", "2017-06-05"),
        ("2017-06-151", None),
        ("2017-13-01", None),
        ("15/06/17", None),
        ("", None),
    ],
)
def test_days_are_iso_or_french(written: str, day: str | None) -> None:
    assert to_day(written) == day


def test_a_file_that_no_reader_takes_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadableArchive, match="not recognised as a subscriber list; say its kind in maill"):
        found(tmp_path, "Bonjour.\n")


@pytest.mark.parametrize("kind", [None, "csv"])
@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Nombre;Correo electrónico\nMorvan;a@b.fr\n", "Correo electrónico"),
        ("Soziat,Chomlec’h,Deiziad\na@b.fr,Morvan,2017-06-15\n", "Soziat"),
    ],
)
def test_a_table_in_another_language_says_which_column_to_name(
    text: str, heading: str, kind: str | None, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableArchive, match=f'its column "{heading}" has addresses, under a heading .* not known'):
        found(tmp_path, text, kind)


def test_a_spreadsheet_is_to_be_saved_as_csv(tmp_path: Path) -> None:
    file = tmp_path / "abonnes.xlsx"
    file.write_bytes(b"PK\x03\x04\x14\x00")
    with pytest.raises(UnreadableArchive, match=r"it is a spreadsheet.*; save it as CSV"):
        list(rosters.read(file))


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    for kind in (None, "csv"):
        with pytest.raises(UnreadableArchive):
            list(rosters.read(tmp_path / "absent.txt", kind))


LINE = st.text(alphabet='ab@.<>;,"\t é#-_ 1:', max_size=25)


@given(st.lists(LINE, max_size=8), st.sampled_from(["list_members", "sympa_review"]))
def test_every_line_ends_as_something(tmp_path_factory: pytest.TempPathFactory, written: list[str], kind: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.txt"
    file.write_text("a@b.fr\n" + "\n".join(written), encoding="utf-8")
    places = [record.place for record in rosters.read(file, kind)]
    ignored = re.compile(r"\s*(#.*|-{5,}\s*)?")
    told = [
        str(number)
        for number, line in enumerate(written, start=2)
        if not (ignored.fullmatch(line) and (kind == "sympa_review" or not line.strip().startswith("-")))
    ]
    assert places == ["1", *told]
