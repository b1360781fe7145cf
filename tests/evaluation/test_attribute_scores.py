from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.attributes import Coded, Profile, by_source, holds, judged, others, sample, second_look
from evaluation.scores import Counts

RIGHT, WRONG, MISSED, NOTHING = Counts(1, 0, 0), Counts(0, 1, 1), Counts(0, 0, 1), Counts(0, 0, 0)
CASES = [
    ("Chargée de mission", {"chargé de mission"}, RIGHT),
    ("LORIA", {"LORIA, Université de Nancy"}, RIGHT),
    ("Université de Nancy", {"LORIA, Université de Nancy"}, RIGHT),
    ("SARL Dupont", {"Dupont"}, RIGHT),
    ("Directrice", {"Animatrice", "Directrice"}, RIGHT),
    ("Directrice", {"Animatrice"}, WRONG),
    ("", {"Animatrice"}, MISSED),
    ("Directrice", {"non identifié"}, Counts(0, 1, 0)),
    ("", {"non identifié"}, NOTHING),
]


@pytest.mark.parametrize(("found", "coded", "counts"), CASES)
def test_a_value_is_right_where_it_holds_or_is_held_by_a_coded_one(found: str, coded: set[str], counts: Counts) -> None:
    assert judged(found, Coded(frozenset(coded))) == counts


def test_what_is_inferred_is_neither_right_nor_wrong() -> None:
    assert judged("Nancy", Coded(frozenset({"non identifié"}), frozenset({"Nancy"}))) == NOTHING


def test_a_part_of_a_word_is_none_of_its_words() -> None:
    assert not holds("Lens", "Valenciennes")
    assert not holds("", "Lens")


def profile(**values: str) -> Profile:
    empty = dict.fromkeys(("function", "organisation", "status", "domain", "place", "place_level", "scale"), "")
    return Profile({**empty, **values}, dict.fromkeys(values, "signature"))


CODED = {"a@port.example": [dict.fromkeys(("organisation", "status", "commune", "country"), "") | {"function": "Élue"}]}


def test_a_second_look_may_find_the_program_right_and_what_is_not_asked_is_not_missed(tmp_path: Path) -> None:
    file = tmp_path / "second-look.csv"
    file.write_text(
        "main_address,field,found,verdict\n"
        "a@port.example,function,Adjointe,right\n"
        "b@port.example,function,,not asked\n",
        encoding="utf-8",
    )
    authors = {**CODED, "b@port.example": CODED["a@port.example"]}
    section = sample(authors, {"a@port.example": [profile(function="Adjointe")]}, second_look(file))
    functions = {line[0]: line[1:4] for line in section.rows if line[0].startswith("function")}
    assert functions["function"][0] == "2"  # to find
    assert [cell[:5] for cell in functions["function"][1:]] == ["0.000", "0.000"]
    assert functions["function, after a second look"][0] == "1"
    assert [cell[:5] for cell in functions["function, after a second look"][1:]] == ["1.000", "1.000"]


def test_without_a_second_look_nothing_is_decided(tmp_path: Path) -> None:
    assert second_look(tmp_path / "none.csv") == {}


def test_values_are_counted_by_what_tells_them() -> None:
    (line,) = by_source(CODED, {"a@port.example": [profile(function="Élue")]}, {}).rows
    assert (line[0], line[1], line[2], line[3][:5]) == ("function", "signature", "1", "1.000")


def test_what_nobody_judged_is_neither_right_nor_wrong_and_no_name_is_told() -> None:
    judgements = [
        {"sample": "second", "archive": "others", "main_address": "a@port.example", "field": field, "found": value,
         "verdict": "right"}
        for field, value in (("function", "Élue"), ("organisation", "Port Libre"))
    ]  # fmt: skip
    found = {"others": {"a@port.example": [profile(function="Élue", organisation="Autre")]}}
    section = others(judgements, found)
    assert [line[:4] for line in section.rows] == [["second, function", "1", "0", "0"]]
    assert "Port" not in str(section)
