from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.scores import Counts, f1, total
from evaluation.signatures import DEVELOPMENT, DEVELOPMENT_2, TARGETS, Label, compared, development, labelled

TEXT = "Ana Brun\nMaire de Brest"


def test_words_without_an_annotation_are_counted_too() -> None:
    signature = labelled("1", TEXT, [Label(0, 3, "human"), Label(4, 8, "human")])
    assert [TEXT[label.begin : label.end] for label in signature.labels] == ["Ana", "Brun", "Maire", "de", "Brest"]


def test_a_word_of_another_kind_is_wrong_there_and_missed_here() -> None:
    signature = labelled(
        "1", "Ana Brun\nMaire", [Label(0, 3, "human"), Label(4, 8, "function"), Label(9, 14, "function")]
    )
    assert compared(signature, "human") == Counts(right=1, wrong=1, missed=0)
    assert compared(signature, "function") == Counts(right=1, wrong=0, missed=1)


def test_signs_between_words_do_not_count() -> None:
    signature = labelled("1", "Ana Brun", [Label(0, 3, "human"), Label(3, 4, "human"), Label(4, 8, "human")])
    assert compared(signature, "human") == Counts(right=2, wrong=0, missed=0)


@pytest.mark.parametrize("file", [DEVELOPMENT, DEVELOPMENT_2], ids=["first", "second"])
@pytest.mark.parametrize("kind", TARGETS)
def test_the_development_sets_are_read_as_well_as_is_aimed_at(file: Path, kind: str) -> None:
    counts = total(compared(each, kind) for each in development(file))
    assert f1(counts) >= float(TARGETS[kind].removeprefix("≥ "))
