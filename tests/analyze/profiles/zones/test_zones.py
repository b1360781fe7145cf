"""Mails cut into zones: one layout each, and what holds for any text."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.analyze.profiles.zones import KINDS, cut

LAYOUTS = Path(__file__).with_name("layouts.txt").read_text(encoding="utf-8")
SIGNS = {
    "t": "text",
    "q": "quotation",
    "h": "quotation-header",
    "g": "greeting",
    "c": "closing",
    "s": "signature",
    "p": "program-signature",
    "l": "list-footer",
    "d": "disclaimer",
}


def layouts() -> list[tuple[str, list[str], list[tuple[str, str]]]]:
    """The name, the author's names, and the marked lines of each layout."""
    found = []
    for block in re.split(r"(?m)^== ", LAYOUTS)[1:]:
        name, *rest = block.rstrip("\n").split("\n")
        names = [one.strip() for line in rest if line.startswith("@ ") for one in line[2:].split(",")]
        lines = [(line[0], line[2:]) for line in rest if line[1:2] == "|"]
        found.append((name, names, lines))
    return found


def marked(text: str, names: list[str]) -> list[tuple[str, str]]:
    """The lines of a text with the sign of their zone; blank ones without."""
    signs = {kind: sign for sign, kind in SIGNS.items()}
    found = []
    for zone in cut(text, names):
        lines = text[zone.begin : zone.end].removesuffix("\n").split("\n")
        found += [(signs[zone.kind] if line.strip() else " ", line) for line in lines]
    return found


@pytest.mark.parametrize(("names", "lines"), [pytest.param(*case[1:], id=case[0]) for case in layouts()])
def test_a_layout_is_cut_as_its_readers_see_it(names: list[str], lines: list[tuple[str, str]]) -> None:
    assert marked("\n".join(line for _, line in lines), names) == lines


@pytest.mark.parametrize(("names", "lines"), [pytest.param(*case[1:], id=case[0]) for case in layouts()])
def test_line_ends_of_windows_change_nothing(names: list[str], lines: list[tuple[str, str]]) -> None:
    text = "\r\n".join(line for _, line in lines)
    assert [zone.kind for zone in cut(text, names)] == [zone.kind for zone in cut(text.replace("\r\n", "\n"), names)]


def test_every_kind_of_zone_is_shown() -> None:
    assert {sign for _, _, lines in layouts() for sign, _ in lines} == {*SIGNS, " "}
    assert set(SIGNS.values()) == set(KINDS)


def test_a_text_without_characters_has_no_zones() -> None:
    assert cut("") == []


def test_blank_lines_alone_are_text() -> None:
    assert [(zone.kind, zone.begin, zone.end) for zone in cut("\n \n")] == [("text", 0, 3)]


PIECES = [
    *(line for _, _, lines in layouts() for _, line in lines),
    "",
    "\r",
    "-- ",
    ">" * 40,
    "\u200b",
    "\u202e",
    "Jean Test",
    "> > x",
    "wrote:",
    "\u2028",
    "x" * 3_000,
]


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=30),
    st.lists(st.text(max_size=12), max_size=2),
)
def test_zones_are_the_whole_text_in_order_and_the_same_each_time(lines: list[str], names: list[str]) -> None:
    text = "\n".join(lines)
    zones = cut(text, names)
    assert "".join(text[zone.begin : zone.end] for zone in zones) == text
    assert all(zone.begin < zone.end and zone.kind in KINDS for zone in zones)
    assert all(one.end == next_one.begin and one.kind != next_one.kind for one, next_one in pairwise(zones))
    assert cut(text, names) == zones


HOSTILE = {
    "a megabyte on one line": "x" * 1_000_000,
    "blanks without end": " " * 1_000_000 + "x",
    "a thousand levels of quotes": "\n".join(">" * level + " x" for level in range(1_000)),
    "quote marks apart": "> " * 500_000,
    "openings of an attribution": "On 12:30 2007, " * 60_000,
    "headers without end": "From: a\n" * 20_000,
    "attributions without end": "Le 12/03/2007 a écrit :\n" * 20_000,
    "separators without end": "-----Original Message-----\n" * 10_000,
    "delimiters without end": "--\nx\n" * 30_000,
    "rules without end": "----------\n" * 30_000,
    "names without end": "Jean Test\n\n" * 30_000,
    "closings without end": "Cordialement\n" * 30_000,
    "warnings without end": "confidentiel destinataire erreur détruire\n\n" * 20_000,
    "answers without end": "> x\nJean\n" * 30_000,
    "marks of direction": "\u202e\u200f\u200b" * 100_000,
    "one letter in many lines": "a\n" * 200_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_cut_in_bounded_time(text: str) -> None:
    began = time.process_time()
    zones = cut(text, ("Jean Test", "jtest"))
    assert time.process_time() - began < 8
    assert zones[-1].end == len(text)
