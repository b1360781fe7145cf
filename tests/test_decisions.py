from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from maillage import decisions
from maillage.decisions import Coding, Decisions, Exclusion, Merge, Role, Split, Verdict, settled
from maillage.errors import InvalidStudy
from maillage.project import Source, Study

DOCUMENT = Path(__file__).parents[1] / "docs" / "decisions.md"

PERSONS = "action,first,second,reason,by,date\n"
EXCLUSIONS = "what,value,source,reason,by,date\n"
ROLES = "account,source,role,from,to,reason,by,date\n"


def study(folder: Path) -> Study:
    sources = tuple(Source(name, "mbox", folder) for name in ("makers", "fablab"))
    return Study(file=folder / "maillage.toml", title="Essai", sources=sources, decisions=folder / "decisions")


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> None:
    (folder / "decisions").mkdir(exist_ok=True)
    (folder / "decisions" / name).write_bytes(text.encode(encoding))


def load(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Decisions:
    write(folder, name, text, encoding)
    return decisions.load(study(folder))


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(InvalidStudy) as caught:
        decisions.load(study(folder))
    assert caught.value.path == folder / "decisions"
    return list(caught.value.mistakes)


def test_the_documented_examples_load(tmp_path: Path) -> None:
    examples = re.findall(r"`(\w+\.csv)`.*?```csv\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert [name for name, _ in examples] == list(decisions.COLUMNS)
    for name, text in examples:
        write(tmp_path, name, text)
    read = decisions.load(study(tmp_path))
    counts = [len(read.merges), len(read.splits), len(read.exclusions), len(read.roles)]
    assert counts == [3, 1, 2, 2]


def test_no_folder_and_no_files_decide_nothing(tmp_path: Path) -> None:
    assert decisions.load(study(tmp_path)) == Decisions()
    (tmp_path / "decisions").mkdir()
    assert decisions.load(study(tmp_path)) == Decisions()


def test_persons_are_merged_and_split(tmp_path: Path) -> None:
    read = load(
        tmp_path,
        "persons.csv",
        PERSONS
        + "merge,A.Morvan@asso.example,aline@exemple.example,same signature,ER,2024-03-01\n"
        + 'split,Aline  Morvan,a.morvan@univ.example,"no, her sister",,\n',
    )
    assert read == Decisions(
        merges=(Merge("a.morvan@asso.example", "aline@exemple.example", "same signature", "ER", date(2024, 3, 1)),),
        splits=(Split("Aline Morvan", "a.morvan@univ.example", "no, her sister", "", None),),
    )


def test_authors_and_messages_are_excluded(tmp_path: Path) -> None:
    read = load(
        tmp_path,
        "exclusions.csv",
        EXCLUSIONS + "author,Robot@b.fr,makers,a robot,,\nmessage,<Ab.1@b.fr>,,a test,,\n",
    )
    assert read.exclusions == (
        Exclusion("author", "robot@b.fr", "makers", "a robot", "", None),
        Exclusion("message", "Ab.1@b.fr", None, "a test", "", None),
    )


def test_roles_have_a_first_and_a_last_day(tmp_path: Path) -> None:
    read = load(
        tmp_path,
        "roles.csv",
        ROLES + "a@b.fr,makers,animator,2012-11,2014-02,x,,\nA@b.fr,,administrator,15/06/2017,,x,,\n",
    )
    assert read.roles == (
        Role("a@b.fr", "makers", "animator", date(2012, 11, 1), date(2014, 2, 28), "x", "", None),
        Role("a@b.fr", None, "administrator", date(2017, 6, 15), None, "x", "", None),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_of_spreadsheets_are_read(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    rows = [
        ["Action", "first", "second", "reason", "by", "date", "", ""],
        ["# remark", "", "", "", "", "", "", ""],
        ["", "", "", "", "", "", "", ""],
        ["merge", "a@b.fr", "Édith", '"a; b, c"', "ER", "01/03/2024", "", ""],
    ]
    text = end.join(["# a comment", "", *(delimiter.join(row) for row in rows), ""])
    read = load(tmp_path, "persons.csv", text, encoding)
    assert read.merges == (Merge("a@b.fr", "Édith", "a; b, c", "ER", date(2024, 3, 1)),)


def test_columns_stand_in_any_order(tmp_path: Path) -> None:
    read = load(tmp_path, "persons.csv", "reason,date,second,by,first,action\nx,,b@c.fr,,a@b.fr,merge\n")
    assert read.merges == (Merge("a@b.fr", "b@c.fr", "x", "", None),)


def test_the_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "persons.csv", PERSONS + "\nmerg,a@b.fr,c@d.fr,,,\nmerge,A@b.fr,a@b.fr,x,,2024-02-30\n")
    write(tmp_path, "exclusions.csv", EXCLUSIONS + "autor,,maker,x,,hier\n")
    write(tmp_path, "roles.csv", ROLES + "a@b.fr,,animateur,2014-01-01,2013-01-01,x,,2024-03\n")
    assert mistakes(tmp_path) == [
        'persons.csv, line 3: unknown action "merg"; did you mean "merge"?',
        "persons.csv, line 3: the column reason is empty: a decision needs a reason",
        "persons.csv, line 4: first and second are the same account, a@b.fr",
        'persons.csv, line 4: date: "2024-02-30" is not a day such as 2017-06-15 or 15/06/2017',
        'exclusions.csv, line 2: unknown what "autor"; did you mean "author"?',
        "exclusions.csv, line 2: the column value is empty: it is required",
        'exclusions.csv, line 2: there is no source "maker"; did you mean "makers"?',
        'exclusions.csv, line 2: date: "hier" is not a day such as 2017-06-15 or 15/06/2017',
        "roles.csv, line 2: to (2013-01-01) is before from (2014-01-01)",
        'roles.csv, line 2: unknown role "animateur"; did you mean "animator"?',
        'roles.csv, line 2: date: "2024-03" is not a day such as 2017-06-15 or 15/06/2017',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "action,first,second,raison,by,date\n",
            [
                'persons.csv, line 1: unknown column "raison"; did you mean "reason"?',
                "persons.csv, line 1: missing column: reason; the headings are action,first,second,reason,by,date",
            ],
        ),
        (PERSONS.replace("by", "first"), ['persons.csv, line 1: the column "first" stands twice']),
        (
            PERSONS + "merge,a@b.fr,c@d.fr,one, two,ER,2024-03-01\n",
            ["persons.csv, line 2: has 7 columns, but the headings are 6; a reason with a comma"],
        ),
        (
            PERSONS + '# one\nmerge,a@b.fr,c@d.fr,"one\n',
            ["persons.csv, line 3: a quotation mark opens and does not close on this line"],
        ),
        (
            PERSONS + "merge,a@b.fr,c@d.fr,x,,\nsplit,C@d.fr,a@b.fr,x,,\n",
            ["persons.csv, line 3: c@d.fr and a@b.fr are split here, and merged by line 2"],
        ),
        (
            PERSONS + "split,a@b.fr,e@f.fr,x,,\nmerge,c@d.fr,e@f.fr,x,,\nmerge,a@b.fr,c@d.fr,x,,\n",
            ["persons.csv, line 2: a@b.fr and e@f.fr are split here, and merged by lines 3, 4"],
        ),
    ],
)
def test_a_mistake_says_its_file_and_line(tmp_path: Path, text: str, expected: list[str]) -> None:
    write(tmp_path, "persons.csv", text)
    found = mistakes(tmp_path)
    assert [said[: len(start)] for said, start in zip(found, expected, strict=False)] == expected


def test_accounts_merged_apart_may_be_split(tmp_path: Path) -> None:
    text = PERSONS + "merge,a@b.fr,c@d.fr,x,,\nmerge,e@f.fr,g@h.fr,x,,\nsplit,a@b.fr,g@h.fr,x,,\n"
    read = load(tmp_path, "persons.csv", text)
    assert (len(read.merges), len(read.splits)) == (2, 1)


def test_a_file_that_is_not_utf8_says_which_line(tmp_path: Path) -> None:
    write(tmp_path, "roles.csv", ROLES + "Édith,,animator,,,x,,\n", "windows-1252")
    assert mistakes(tmp_path) == ["roles.csv, line 2: not UTF-8; save the file as CSV UTF-8"]


def test_a_folder_in_place_of_a_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "decisions" / "roles.csv").mkdir(parents=True)
    assert mistakes(tmp_path) == ["roles.csv cannot be read: Is a directory"]


CODINGS = "field,account,value,code,from,to,source,note,date\n"


def test_each_coder_has_a_file_of_codings(tmp_path: Path) -> None:
    (tmp_path / "decisions" / "codings").mkdir(parents=True)
    write(tmp_path, "codings/er.csv", CODINGS + "place,A@b.fr,Brest,29019,2012-11,30/06/2015,signature,,2024-03-01\n")
    read = load(tmp_path, "codings/aa.csv", CODINGS + "function,Anne Le Goff,animatrice,,,,,moved in 2014,\n")
    assert read.codings == (
        Coding("Anne Le Goff", "function", "animatrice", "", None, None, "", "aa", "moved in 2014", None),
        Coding(
            *("a@b.fr", "place", "Brest", "29019", date(2012, 11, 1), date(2015, 6, 30)),
            *("signature", "er", "", date(2024, 3, 1)),
        ),
    )


def test_the_documented_codings_load(tmp_path: Path) -> None:
    (tmp_path / "decisions" / "codings").mkdir(parents=True)
    found = re.search(r"```csv\n(field,account.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    read = load(tmp_path, "codings/er.csv", found[1])
    assert [one.field for one in read.codings] == ["function", "function", "place", "status"]
    assert read.codings[3].code == decisions.UNIDENTIFIED


def test_mistakes_of_codings_are_told_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "decisions" / "codings").mkdir(parents=True)
    write(tmp_path, "codings/er.csv", CODINGS + "places,a@b.fr,Brest,,,,,,\nplace,,,,2015,2014-01,,,\n")
    assert mistakes(tmp_path) == [
        'codings/er.csv, line 2: unknown field "places"; did you mean "place"?',
        'codings/er.csv, line 3: from: "2015" is not a day such as 2017-06-15 or 15/06/2017',
        "codings/er.csv, line 3: the column account is empty: it is required",
        "codings/er.csv, line 3: the column value is empty: it is required",
    ]


def coding(coder: str, value: str, code: str = "", begin: date | None = None) -> Coding:
    return Coding("a@b.fr", "status", value, code, begin, None, "", coder, "", None)


def test_what_all_coders_say_is_in_force() -> None:
    first, second = coding("aa", "Association"), coding("er", "association")
    assert settled([second, first]) == Verdict((first,), disputed=False)
    assert settled([second]) == Verdict((second,), disputed=False)
    assert settled([]) == Verdict((), disputed=False)


@pytest.mark.parametrize(
    "other",
    [coding("er", "association", "SCOP"), coding("er", "association", "association", date(2015, 1, 1))],
)
def test_what_coders_dispute_is_not_in_force(other: Coding) -> None:
    assert settled([coding("aa", "association", "association"), other]) == Verdict((), disputed=True)


def test_what_was_settled_wins() -> None:
    agreed = coding(decisions.SETTLED, "SCOP")
    assert settled([coding("aa", "association"), agreed, coding("er", "SARL")]) == Verdict((agreed,), disputed=False)
