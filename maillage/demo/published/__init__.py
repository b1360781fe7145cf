"""The published figures that the demo study satisfies together.

Counts only, from the thesis of Y. Taniguchi (2018): tables 9, 11, 27, 28, 31, 32, 34, 35, 36, 37, figure 42, annex 3.
The files keep what is printed; what had to be changed for the tables to agree is in this module.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Month = tuple[int, int]

LILLE = ("makers", "catalyst", "unisson", "tiers-lieux", "ac-lille")
BREST = ("wiki-brest", "brest-bc", "cartes-ouvertes")
ANALYSED = (*BREST, *LILLE)
SCALES = ("city", "metropolis", "pays", "region", "elsewhere", "unidentified")

# Tables 27, 28 and 31 print 174 messages and 34 authors for Tiers-Lieux, table 35 prints 175 and 35
# (INCONSISTENCIES 1 and 2). Table 35 is followed; its 35th author is one more unidentified place.
# Cartes ouvertes by place adds up to 52 where the total is 51 (INCONSISTENCIES 6): one is taken off the city,
# its largest cell.
CORRECTIONS = {("tiers-lieux", "unidentified"): +1, ("cartes-ouvertes", "city"): -1}

# Table 36 has 42 rows where the text says 44 persons: one of Makers only and one of Unisson only are missing
# (INCONSISTENCIES 7). Their counts are ours.
MISSING_ROWS = {"lille-43": ("Lille", {"makers": 40}), "lille-44": ("Toulouse", {"unisson": 35})}

# The rows of table 35 that are rows of table 36.
TIERS_LIEUX_ROWS = {13: "lille-19", 19: "lille-04", 29: "lille-02"}


@dataclass(frozen=True)
class List:
    """One list, as tables 9, 27, 28 and 34 describe it. Counts that are not printed are 0."""

    name: str
    network: str
    created: Month
    messages: int
    authors: int
    regular: int
    subscribers: int
    silent_percent: int


@cache
def lists() -> dict[str, List]:
    """Every list of table 9, by id; messages and authors of Tiers-Lieux as in table 35."""
    found = {}
    for row in _rows("lists.csv"):
        name = row["list"]
        more = int(name == "tiers-lieux")
        authors = _number(row["authors"])
        found[name] = List(
            name,
            row["network"],
            month(row["created"]),
            int(row["messages"]) + more,
            authors + more,
            _number(row["regular"]),
            int(row["subscribers"]),
            _number(row["silent_percent"]),
        )
    return found


@cache
def places() -> dict[tuple[str, str], int]:
    """Authors by list and scale: tables 31 and 32, corrected."""
    return {
        (row["list"], row["scale"]): int(row["authors"]) + CORRECTIONS.get((row["list"], row["scale"]), 0)
        for row in _rows("places.csv")
    }


@cache
def years() -> dict[str, dict[int, int]]:
    """Messages by list and year: figure 42 where it is known, ours elsewhere. Tiers-Lieux is in `tiers_lieux`."""
    found: dict[str, dict[int, int]] = {}
    for row in _rows("years.csv"):
        found.setdefault(row["list"], {})[int(row["year"])] = int(row["messages"])
    return found


@cache
def tiers_lieux() -> dict[int, Counter[Month]]:
    """Messages by row and month: the filled cells of table 35."""
    found: dict[int, Counter[Month]] = {}
    for row in _rows("tiers_lieux.csv"):
        found.setdefault(int(row["row"]), Counter())[month(row["month"])] += int(row["messages"])
    return found


@cache
def intensive() -> dict[str, tuple[str, dict[str, int]]]:
    """Place and messages by list of who sent at least 20 messages to one list: tables 36 and 37, and the missing."""
    found: dict[str, tuple[str, dict[str, int]]] = {}
    for row in _rows("intensive.csv"):
        found.setdefault(row["key"], (row["place"], {}))[1][row["list"]] = int(row["messages"])
    return {**found, **MISSING_ROWS}


@dataclass(frozen=True)
class WikiCounts:
    """One wiki, as annex 3 describes it. Counts that are not printed are 0."""

    source: str
    network: str
    created: Month
    administrators: int
    contributors: int
    pages: int


@cache
def wikis() -> dict[str, WikiCounts]:
    """The wikis of annex 3, by the name that the study gives them; the months of creation are ours."""
    return {
        row["source"]: WikiCounts(
            row["source"],
            row["network"],
            month(row["created"]),
            _number(row["administrators"]),
            _number(row["contributors"]),
            int(row["pages"]),
        )
        for row in _rows("wikis.csv")
    }


@dataclass(frozen=True)
class SiteCounts:
    """One participatory site, as Table 11 and annex 3 describe it. Counts that are not printed are 0."""

    source: str
    network: str
    created: Month
    administrators: int
    contributors: int
    articles_2017_09: int
    articles_2018_06: int


@cache
def sites() -> dict[str, SiteCounts]:
    """The sites of Table 11 whose articles are counted, by the name that the study gives them; the months are ours."""
    return {
        row["source"]: SiteCounts(
            row["source"],
            row["network"],
            month(row["created"]),
            _number(row["administrators"]),
            _number(row["contributors"]),
            int(row["articles_2017_09"]),
            _number(row["articles_2018_06"]),
        )
        for row in _rows("sites.csv")
    }


def month(text: str) -> Month:
    """`2015-03` as (2015, 3)."""
    year, number = text.split("-")
    return int(year), int(number)


def _number(text: str) -> int:
    return int(text or 0)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files(__name__) / name).read_text(encoding="utf-8").splitlines()))
