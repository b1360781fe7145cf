from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from coded_study import Coded

from maillage.analyze.people.opinions import opinions
from maillage.coding import codebook
from maillage.coding.opinions import PROGRAM, Dispute, agreements, disputes
from maillage.coding.proposals import proposals
from maillage.decisions import SETTLED, UNIDENTIFIED, Coding


def coding(coder: str, person: int, code: str, field: str = "status", begin: date | None = None) -> Coding:
    account = ("aline@asso.example", "bruno@exemple.example", "Célia Le Bihan")[person - 1]
    return Coding(account, field, code, code, begin, None, "", coder, "", None)


def said(coder: str, codes: Iterable[str]) -> list[Coding]:
    """What a coder says of the persons, one letter each; a point where she says nothing."""
    return [coding(coder, person, code) for person, code in enumerate(codes, start=1) if code != "."]


def test_codings_are_of_persons_whatever_their_accounts(coded: Coded) -> None:
    other = replace(coding("er", 1, "a"), account="morvan@perso.example")
    nobody = replace(coding("er", 1, "a"), account="gone@exemple.example")
    found = opinions(coded.store, [coding("aa", 1, "a"), other, nobody])
    assert {key: len(of) for key, of in found.items()} == {(1, "status"): 2}


def test_pairs_are_compared_on_what_both_coded(coded: Coded) -> None:
    found = opinions(coded.store, [*said("aa", "aab"), *said("er", "ab.")])
    (pair,) = agreements(found, None, ["status"])
    assert (pair.first, pair.second, pair.units) == ("aa", "er", 2)
    assert pair.agreement
    assert pair.agreement.value == 0.5


def test_the_program_is_compared_with_each_coder_and_with_what_was_settled(coded: Coded) -> None:
    book = codebook.default()
    found = proposals(coded.store, book, "fr")
    all_said = [*said("aa", ["association"]), *said("er", ["scop"]), *said(SETTLED, ["association"])]
    compared = {
        (one.first, one.second): one.agreement.value
        for one in agreements(opinions(coded.store, all_said), found, ["status"])
        if one.agreement
    }
    assert compared == {("aa", "er"): 0.0, ("aa", PROGRAM): 1.0, ("er", PROGRAM): 0.0, (SETTLED, PROGRAM): 1.0}


def test_a_program_that_found_nothing_says_so(coded: Coded) -> None:
    found = proposals(coded.store, codebook.default(), "fr")
    all_said = said("aa", ("association", "association", UNIDENTIFIED))
    (pair,) = agreements(opinions(coded.store, all_said), found, ["status"])
    assert pair.units == 3
    assert pair.agreement
    assert pair.agreement.value == pytest.approx(2 / 3)


def test_three_coders_have_one_alpha_together(coded: Coded) -> None:
    all_said = [*said("aa", "aab"), *said("bb", "a.b"), *said("cc", "ab.")]
    *pairs, together = agreements(opinions(coded.store, all_said), None, ["status"])
    assert [(one.first, one.second) for one in pairs] == [("aa", "bb"), ("aa", "cc"), ("bb", "cc")]
    assert (together.second, together.units, together.agreement, together.kappa) == (None, 3, None, None)
    # a a a / a . b / b b . : 7 values, 4 a and 3 b, two of them unlike: 1 - 6 x 2 / (49 - 16 - 9)
    assert together.alpha.value == pytest.approx(0.5)


def test_several_jobs_are_one_answer(coded: Coded) -> None:
    jobs = [coding("aa", 1, "a"), coding("aa", 1, "b", begin=date(2015, 1, 1))]
    found = opinions(coded.store, [*jobs, coding("er", 1, "b"), coding("er", 1, "a", begin=date(2015, 2, 1))])
    (pair,) = agreements(found, None, ["status"])
    assert pair.agreement
    assert pair.agreement.value == 1.0  # but for the dates, which have to be settled
    assert [one.person for one in disputes(found)] == [1]


def test_what_is_settled_is_disputed_no_more(coded: Coded) -> None:
    all_said = [*said("aa", "aab"), *said("er", "bbb"), coding("er", 3, "R53", "place"), *said(SETTLED, "a")]
    found = opinions(coded.store, all_said)
    assert disputes(found) == [Dispute(2, "status", found[2, "status"])]
    assert disputes(found, ["place"]) == []


def test_words_of_ones_own_are_those_of_the_program_where_it_knows_them(coded: Coded) -> None:
    coded.store.connection.execute("update attributions set field = 'domain', value = 'les tiers lieux', code = ''")
    found = proposals(coded.store, codebook.default(), "fr")
    assert found[1, "domain"][0].answer == "tiers-lieux"


def test_words_of_ones_own_are_compared_without_accents_and_hyphens(coded: Coded) -> None:
    names = [("aa", "Ateliers du Port"), ("er", "ateliers-du-port")]
    told = [
        Coding("aline@asso.example", "organisation", name, "", None, None, "", coder, "", None) for coder, name in names
    ]
    (pair,) = agreements(opinions(coded.store, told), None, ["organisation"])
    assert pair.agreement
    assert pair.agreement.value == 1.0
