"""The shipped communes against the State's own tables: names and postcodes find the INSEE code they stand beside."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from neighbours import corpus

from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.places import resolve
from maillage.analyze.profiles.places.gazetteer import shipped


def share(found: Iterable[bool]) -> float:
    results = list(found)
    assert results
    return sum(results) / len(results)


def test_a_name_of_the_list_of_communes_finds_its_code() -> None:
    path = corpus("gazetteers-fr") / "decoupage-administratif" / "communes_epci_region.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    table = shipped()
    codes = [(table.commune(row["insee"]), row) for row in rows]
    assert share(commune is not None for commune, _ in codes) > 0.999
    assert share(commune in table.named(row["commune"]) for commune, row in codes) > 0.999
    assert share(commune is not None and commune.epci == row["siren_epci"] for commune, row in codes) > 0.98


def test_a_name_and_postcode_of_la_poste_find_the_commune() -> None:
    path = corpus("gazetteers-fr") / "communes-la-poste" / "communes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    table = shipped()
    right = {"name": [], "postcode": [], "both": []}
    for code, name, postcode, *_ in rows:
        commune = table.commune(code)
        right["name"].append(commune is not None and commune in table.named(name))
        right["postcode"].append(commune is not None and commune in table.at_postcode(postcode))
        written = f"{postcode} {name}"
        found = [Found("postcode", postcode, 0, 5, "", 1.0), Found("location", name, 6, len(written), "", 1.0)]
        place = resolve.place(found, written)
        right["both"].append(commune is not None and place is not None and place.code == commune.code)
    assert share(right["name"]) > 0.99
    assert share(right["postcode"]) > 0.99
    assert share(right["both"]) > 0.99
