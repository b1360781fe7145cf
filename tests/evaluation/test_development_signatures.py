"""The invented signatures are annotated the way their README says."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "fixtures" / "signatures"
SIZES = {"development.jsonl": 150, "development-2.jsonl": 120, "held-out.jsonl": 150, "held-out-2.jsonl": 120}
KINDS = {
    *("human", "function", "organization", "project", "location", "postcode", "cedex"),
    *("reference", "phone", "email", "url", "social", "user"),
}
WORD = re.compile(r"\w+(?:[-\u2011·]\w+)*|[^\w\s]")
NUMBER_FOR_FICTION = re.compile(r"(33|0)(19900|26191|35301|46571|53649|63998)\d{4}")
ABROAD = re.compile(r"\(?\d{3}\)? 555-01\d\d|\+44 20 7946 0\d{3}|\+49 30 23125 \d{3}")
NOUGHTS_ABROAD = re.compile(r"(212|221|32|352|41)\d{0,4}0{4}\d\d")  # kept free by nobody, given to nobody

Signature = dict[str, Any]


def read(name: str) -> list[Signature]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module", params=sorted(SIZES))
def signatures(request: pytest.FixtureRequest) -> list[Signature]:
    return read(request.param)


def forms(signatures: list[Signature], *kinds: str) -> list[str]:
    return [
        one["text"][found["begin"] : found["end"]]
        for one in signatures
        for found in one["found"]
        if found["kind"] in kinds
    ]


def test_no_two_signatures_are_alike() -> None:
    assert {name: len(read(name)) for name in SIZES} == SIZES
    both = [one for name in sorted(SIZES) for one in read(name)]
    assert len({one["id"] for one in both}) == len(both)
    assert len({one["text"] for one in both}) == len(both)


def test_annotations_lie_in_the_text_one_after_the_other(signatures: list[Signature]) -> None:
    for one in signatures:
        assert {found["kind"] for found in one["found"]} <= KINDS
        assert all(0 <= found["begin"] < found["end"] <= len(one["text"]) for found in one["found"]), one["id"]
        assert all(first["end"] <= second["begin"] for first, second in pairwise(one["found"])), one["id"]


def test_an_annotation_is_one_word(signatures: list[Signature]) -> None:
    whole = {"phone", "email", "url", "user"}
    assert [form for form in forms(signatures, *KINDS - whole) if not WORD.fullmatch(form)] == []
    assert [form for form in forms(signatures, *whole) if form != form.strip() or "\n" in form] == []


def test_no_annotation_begins_or_ends_inside_a_word(signatures: list[Signature]) -> None:
    for one in signatures:
        cut = {found[side] for found in one["found"] for side in ("begin", "end")}
        inside = {at for word in re.finditer(r"[^\W_]+", one["text"]) for at in range(word.start() + 1, word.end())}
        assert not cut & inside, one["id"]


def test_every_kind_is_there_and_most_signatures_say_who_writes(signatures: list[Signature]) -> None:
    having = Counter(kind for one in signatures for kind in {found["kind"] for found in one["found"]})
    assert set(having) == KINDS
    assert having["human"] > 0.93 * len(signatures)
    assert 0.73 < having["function"] / len(signatures) < 0.94
    assert 0.2 < having["email"] / len(signatures) < 0.67


def test_nobody_can_be_called_or_written_to(signatures: list[Signature]) -> None:
    for number in forms(signatures, "phone"):
        digits = re.sub(r"\D", "", number.replace("(0)", ""))
        free = NUMBER_FOR_FICTION.fullmatch(digits) or NOUGHTS_ABROAD.fullmatch(digits) or ABROAD.fullmatch(number)
        assert free, number
    for address in forms(signatures, "email", "url"):
        assert re.search(r"\.example(/|$)", address), address
