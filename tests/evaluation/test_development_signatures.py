"""The invented signatures are annotated the way their README says."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SIGNATURES = Path(__file__).parents[2] / "fixtures" / "signatures" / "development.jsonl"
KINDS = {
    *("human", "function", "organization", "project", "location", "postcode", "cedex"),
    *("reference", "phone", "email", "url", "social", "user"),
}
WORD = re.compile(r"\w+(?:[-\u2011·]\w+)*|[^\w\s]")
NUMBER_FOR_FICTION = re.compile(r"(33|0)(19900|26191|35301|46571|53649|63998)\d{4}")
ABROAD = re.compile(r"\d{3} 555-01\d\d|\+44 20 7946 0\d{3}|\+49 30 23125 \d{3}|\+32 81 00 00 00")

Signature = dict[str, Any]


@pytest.fixture(scope="module")
def signatures() -> list[Signature]:
    return [json.loads(line) for line in SIGNATURES.read_text(encoding="utf-8").splitlines()]


def forms(signatures: list[Signature], *kinds: str) -> list[str]:
    return [
        one["text"][found["begin"] : found["end"]]
        for one in signatures
        for found in one["found"]
        if found["kind"] in kinds
    ]


def test_there_are_150_signatures_and_no_two_alike(signatures: list[Signature]) -> None:
    assert len(signatures) == 150
    assert len({one["id"] for one in signatures}) == 150
    assert len({one["text"] for one in signatures}) == 150


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
    assert having["human"] > 140
    assert 110 < having["function"] < 140
    assert 30 < having["email"] < 100


def test_nobody_can_be_called_or_written_to(signatures: list[Signature]) -> None:
    for number in forms(signatures, "phone"):
        digits = re.sub(r"\D", "", number.replace("(0)", ""))
        assert NUMBER_FOR_FICTION.fullmatch(digits) or ABROAD.fullmatch(number), number
    for address in forms(signatures, "email", "url"):
        assert re.search(r"\.example(/|$)", address), address
