from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import factories
import pytest

from maillage import project
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.places import resolve, territories
from maillage.analyze.profiles.places.gazetteer import shipped
from maillage.analyze.profiles.places.resolve import Place
from maillage.analyze.profiles.places.territories import Borders
from maillage.demo.words import rows_of
from maillage.errors import InvalidStudy
from maillage.project import SCALES, Source, Study

STUDY = """\
[study]
title = "Essai"

[[source]]
name = "voisins"
kind = "mbox"
path = "."
network = "Rennes"
"""


def study_of(folder: Path, more: str) -> Study:
    (folder / "maillage.toml").write_text(STUDY + more, encoding="utf-8")
    return project.load(folder)


def of_network(folder: Path, more: str) -> Borders:
    return territories.of_study(study_of(folder, more))["Rennes"]


@cache
def both() -> dict[str, Borders]:
    sources = [Source(network.lower(), "mbox", Path(network), network=network) for network in ("Lille", "Brest")]
    return territories.of_study(factories.study(Path("/study"), *sources))


def scale(written: str, network: str, on: date | None = None) -> str:
    return territories.scale(resolve.named(written), both()[network], on)


@pytest.mark.parametrize(
    ("on", "communes"),
    [
        (date(2007, 5, 1), 85),
        (date(2016, 12, 31), 85),
        (date(2017, 1, 1), 90),
        (date(2020, 3, 13), 90),
        (date(2020, 3, 14), 95),
        (None, 85),
    ],
)
def test_the_metropolis_of_lille_has_the_communes_of_its_day(on: date | None, communes: int) -> None:
    assert len(both()["Lille"].codes("metropolis", on)) == communes


@pytest.mark.parametrize(
    ("written", "until_2016", "in_2017", "in_2021"),
    [
        ("Lille", "city", "city", "city"),
        ("Hellemmes", "city", "city", "city"),
        ("Lomme", "city", "city", "city"),
        ("Villeneuve-d'Ascq", "metropolis", "metropolis", "metropolis"),
        ("Aubers", "region", "metropolis", "metropolis"),
        ("Annœullin", "region", "region", "metropolis"),
        ("Valenciennes", "region", "region", "region"),
        ("Paris", "elsewhere", "elsewhere", "elsewhere"),
    ],
)
def test_a_commune_is_at_the_scale_of_the_day(written: str, until_2016: str, in_2017: str, in_2021: str) -> None:
    days = (date(2016, 12, 31), date(2017, 1, 1), date(2021, 1, 1))
    assert tuple(scale(written, "Lille", day) for day in days) == (until_2016, in_2017, in_2021)


@pytest.mark.parametrize(("on", "expected"), [(date(2015, 12, 31), "elsewhere"), (date(2016, 1, 1), "region")])
@pytest.mark.parametrize("written", ["Amiens", "Picardie", "Oise"])
def test_the_region_of_lille_is_the_larger_one_from_2016_on(written: str, on: date, expected: str) -> None:
    assert scale(written, "Lille", on) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Brest", "city"),
        ("Plouzané", "metropolis"),
        ("Landerneau", "pays"),
        ("Crozon", "pays"),
        ("Saint-Ségal", "pays"),
        ("Pleyben", "region"),
        ("Morlaix", "region"),
        ("Rennes", "region"),
        ("Nantes", "elsewhere"),
        ("Lille", "elsewhere"),
    ],
)
def test_the_scales_of_brest_in_the_thesiss_period(written: str, expected: str) -> None:
    assert scale(written, "Brest", date(2013, 6, 1)) == expected


@pytest.mark.parametrize(
    ("written", "network", "expected"),
    [
        ("Morbihan", "Brest", "region"),
        ("Finistère", "Brest", "region"),
        ("Bretagne", "Brest", "region"),
        ("Occitanie", "Brest", "elsewhere"),
        ("Nord", "Lille", "region"),
        ("Savoie", "Lille", "elsewhere"),
        ("Hauts-de-France", "Lille", "region"),
        ("métropole lilloise", "Lille", "metropolis"),
        ("Brest Métropole", "Brest", "metropolis"),
        ("Rennes Métropole", "Brest", "region"),
        ("pays de Brest", "Brest", "pays"),
        ("pays de Morlaix", "Brest", "region"),
        ("Belgique", "Lille", "elsewhere"),
        ("France", "Lille", "unidentified"),
    ],
)
def test_what_is_larger_than_a_commune_is_at_the_scale_that_is_certain(
    written: str, network: str, expected: str
) -> None:
    assert scale(written, network) == expected


def test_no_place_is_not_identified() -> None:
    assert territories.scale(None, both()["Lille"]) == "unidentified"
    assert territories.scale_of("", "", both()["Lille"]) == "unidentified"


def test_an_open_homonym_has_the_scale_of_all_its_candidates_or_none() -> None:
    guess = Place("open", "", "Bohars ou Guilers", "test", 0.3, ("29011", "29069"))
    assert territories.scale(guess, both()["Brest"]) == "metropolis"
    mixed = guess._replace(candidates=("29011", "75056"))
    assert territories.scale(mixed, both()["Brest"]) == "unidentified"


@pytest.mark.parametrize("network", ["Lille", "Brest"])
def test_each_scale_holds_those_inside_it_and_every_commune_has_one(network: str) -> None:
    borders = both()[network]
    for day in (date(2010, 1, 1), date(2016, 12, 31), date(2021, 1, 1)):
        held = [borders.codes(each, day) for each in SCALES if borders.codes(each, day)]
        for inner, outer in pairwise(held):
            assert all(code in outer or code[:2] in outer for code in inner)
        counts = [territories.scale_of("commune", commune.code, borders, day) for commune in shipped()]
        assert set(counts) <= {*SCALES, "elsewhere"}
        assert counts.count("city") == 1


def test_every_code_that_ships_is_a_commune_of_today() -> None:
    for territory in territories.shipped().values():
        for part in (territory, *territory.periods):
            codes = (*part.city, *part.metropolis, *part.pays)
            assert [code for code in codes if getattr(shipped().commune(code), "code", "") != code] == []


class TestTheStudysOwn:
    def test_a_territory_is_a_few_names(self, tmp_path: Path) -> None:
        rennes = of_network(
            tmp_path,
            '[[territory]]\nname = "Rennes"\nnetworks = ["Rennes"]\ncity = ["Rennes"]\n'
            'metropolis = ["Rennes Métropole"]\npays = ["Ille-et-Vilaine"]\nregion = ["Bretagne"]\n',
        )
        places = ("Rennes", "Cesson-Sévigné", "Fougères", "Brest", "Nantes")
        scales = [territories.scale(resolve.named(place), rennes) for place in places]
        assert scales == ["city", "metropolis", "pays", "region", "elsewhere"]
        assert territories.scale(resolve.named("Ille-et-Vilaine"), rennes) == "pays"

    def test_a_period_has_its_own_scales(self, tmp_path: Path) -> None:
        rennes = of_network(
            tmp_path,
            '[[territory]]\nname = "Rennes"\ncity = ["35238"]\nmetropolis = ["35238", "35051"]\n'
            '[[territory.period]]\nto = 2014-12-31\nmetropolis = ["35238"]\n',
        )
        days = (date(2014, 12, 31), date(2015, 1, 1))
        assert [territories.scale_of("commune", "35051", rennes, day) for day in days] == ["elsewhere", "metropolis"]

    @pytest.mark.parametrize("borders", ['"thesis"', "2016-12-31"])
    def test_one_days_borders_hold_for_all_years(self, borders: str, tmp_path: Path) -> None:
        lille = of_network(tmp_path, f'[[territory]]\nname = "Lille"\nnetworks = ["Rennes"]\nborders = {borders}\n')
        assert {len(lille.codes("metropolis", date(year, 6, 1))) for year in (2012, 2018, 2024)} == {85}
        assert lille.codes("region", date(2012, 6, 1)) == lille.codes("region", date(2018, 6, 1))

    def test_a_network_without_territory_has_none(self, tmp_path: Path) -> None:
        assert territories.of_study(study_of(tmp_path, "")) == {}

    def test_all_names_and_codes_of_nobody_are_told_at_once_with_their_lines(self, tmp_path: Path) -> None:
        study = study_of(
            tmp_path,
            '[[territory]]\nname = "Rennes"\ncity = ["Renes",\n  "35000"]\nregion = ["R99"]\n'
            '[[territory]]\nname = "Ailleurs"\n'
            '[[territory]]\nname = "Autre"\nnetworks = ["Rennes"]\ncity = ["Saint-Denis"]\n',
        )
        with pytest.raises(InvalidStudy) as raised:
            territories.of_study(study)
        told = raised.value.said("en").splitlines()[1:]
        assert [line.strip().partition(": ")[0] for line in told] == [
            "line 11", "line 12", "line 13", "line 15", "line 17", "line 19",
        ]  # fmt: skip
        assert 'did you mean "Rennes"?' in told[0]
        assert "is a postcode; the INSEE code of Rennes is 35238" in told[1]
        assert "Saint-Denis (93066)" in told[5]
        assert "n’est celui d’aucune commune" in raised.value.said("fr")

    @pytest.mark.parametrize(
        ("more", "told"),
        [
            ('[[territory]]\nname = "x"\nborders = "thesiss"\n', 'unknown borders "thesiss"; did you mean "thesis"?'),
            ('[[territory]]\nname = "x"\n[[territory.period]]\ncity = ["59350"]\n', "a period needs a first day"),
            (
                '[[territory]]\nname = "x"\n[[territory.period]]\nfrom = 2017-01-02\nto = 2017-01-01\n',
                "to (2017-01-01) is before from (2017-01-02)",
            ),
            ('[gazetteer]\ncommune = "x.csv"\n', 'unknown key "commune"; did you mean "communes"?'),
            ('[gazetteer]\nepci = "nowhere.csv"\n', 'the path "nowhere.csv" does not exist'),
        ],
    )
    def test_mistakes_of_the_study_file_are_told(self, more: str, told: str, tmp_path: Path) -> None:
        with pytest.raises(InvalidStudy) as raised:
            study_of(tmp_path, more)
        assert told in raised.value.said("en")


@pytest.mark.parametrize("network", ["Lille", "Brest"])
def test_the_offices_of_the_demo_are_where_its_truth_says(network: str) -> None:
    rows = [row for row in rows_of("communes.csv") if row["network"] == network and row["insee"]]
    assert len(rows) > 20
    for row in rows:
        found = [
            Found("postcode", row["postcode"], 0, 5, "test", 1.0),
            Found("location", row["commune"], 6, 6 + len(row["commune"]), "test", 1.0),
        ]
        place = resolve.place(found, f"{row['postcode']} {row['commune']}")
        assert place is not None
        assert (place.level, place.code) == ("commune", row["insee"])
        assert territories.scale(place, both()[network], date(2016, 12, 31)) == row["scale"]
