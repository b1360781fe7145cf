from __future__ import annotations

import pytest

from evaluation.__main__ import markdown
from evaluation.scores import Counts, Section, f1, precision, recall, row, scores


def test_precision_recall_and_f1_of_a_count() -> None:
    counts = Counts(right=6, wrong=2, missed=4)
    assert precision(counts) == 0.75
    assert recall(counts) == 0.6
    assert f1(counts) == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


def test_who_finds_nothing_where_nothing_is_says_nothing_wrong() -> None:
    nothing = Counts(0, 0, 0)
    assert (precision(nothing), recall(nothing), f1(nothing)) == (1.0, 1.0, 1.0)


def test_intervals_hold_the_value_and_are_the_same_every_time() -> None:
    units = [Counts(3, 1, 0), Counts(0, 0, 2), Counts(5, 0, 1), Counts(2, 2, 2)]
    first, second = scores(units), scores(units)
    assert first == second
    assert first.f1.low < first.f1.value < first.f1.high
    assert first.expected == 15


def test_units_without_doubt_have_no_width() -> None:
    of = scores([Counts(1, 0, 0)] * 5)
    assert of.recall == (1.0, 1.0, 1.0)


def test_a_section_is_a_markdown_table() -> None:
    of = scores([Counts(1, 0, 0)])
    text = markdown(Section("Zones", "Lines of mails.", ("", "n"), [row("signature", of)[:2]], ["a note"]))
    assert text == "## Zones\n\nLines of mails.\n\n|  | n |\n| --- | --- |\n| signature | 1 |\n\n- a note\n"
