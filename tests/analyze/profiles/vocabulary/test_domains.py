"""Fields of activity, in the words of the thesis."""

from __future__ import annotations

import pytest

from maillage.analyze.profiles.vocabulary.domains import find, terms
from maillage.analyze.profiles.vocabulary.words import rows


@pytest.mark.parametrize("row", rows("domains.csv"), ids=lambda row: row["term"])
def test_every_field_is_found_by_its_words(row: dict[str, str]) -> None:
    assert {terms(phrase) for phrase in row["phrases"].split("|")} == {(row["term"],)}


def test_the_thesis_names_36_fields() -> None:
    assert sum(row["thesis"] == "yes" for row in rows("domains.csv")) == 36


def test_the_longest_name_wins() -> None:
    assert terms("Innovation sociale et numérique") == ("innovation sociale et numérique",)
    assert terms("Conseil en informatique / espace de co-working") == ("conseil", "informatique", "coworking")


def test_generic_words_are_left_out_of_running_text() -> None:
    sentence = "la formation au logiciel libre dans notre environnement"
    assert [one.value for one in find(sentence, generic=False)] == ["logiciel libre"]
    assert len(find(sentence)) == 3


def test_a_field_is_shown_as_it_is_written() -> None:
    line = "Mission « Économie  Sociale »"
    (found,) = find(line)
    assert (found.kind, found.value, line[found.begin : found.end]) == (
        "domain",
        "Économie Sociale",
        "Économie  Sociale",
    )
