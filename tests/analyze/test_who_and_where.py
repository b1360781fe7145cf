"""The measures on who authors are and where they work, from mails that say it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from factories import Archive, source, study, values
from sayings import Sayings, job

from maillage.analyze.capacities import ListCapacity
from maillage.analyze.coverage import ListCoverage, ListDated
from maillage.analyze.profiles.places.gazetteer import shipped
from maillage.analyze.profiles.places.official import of_study
from maillage.analyze.scales import ListLocation, ListScale, NetworkLocation, extra_local, location
from maillage.analyze.sectors import ListSector, NetworkInstitutional, institutional, sector_of
from maillage.analyze.sizes import ListSize, by_population, size_of
from maillage.analyze.structures import Employed, NetworkStructure, structures
from maillage.project import OfficialFiles, Study

GAZETTEER = Path(__file__).parents[2] / "fixtures" / "gazetteer"
STEPS = ("structures", "scales", "sectors", "sizes", "capacities", "coverage")


@pytest.fixture
def of(archive: Archive) -> Study:
    return study(archive.root, source("makers", network="Lille"), source("wiki", network="Nantua"))


@pytest.fixture
def sayings(archive: Archive) -> Sayings:
    return Sayings(archive)


def writes(sayings: Sayings, name: str, times: int = 1, *said: str, **columns: str) -> None:
    """Somebody of that name writes so many mails, the first of them signed."""
    text, pairs = job(*said) if said else ("Bonjour.", ())
    by = f"{name.lower().replace(' ', '.')}@orange.fr"
    sayings.mail(text, *pairs, by=by, name=name, **columns)
    sayings.mails(times - 1, by=by, name=name, **columns)


# ------------------------------------------------------------------------------------------------- scales


def test_the_scales_of_a_list_add_up_to_its_authors_with_both_denominators(sayings: Sayings, of: Study) -> None:
    for name, town in (("Anne Roux", "Lille"), ("Luc Petit", "Roubaix"), ("Zoé Blanc", "Brest")):
        writes(sayings, name, 1, "Animatrice", "", town)
    writes(sayings, "Guy Noir")
    writes(sayings, "Paul Vert", source="wiki")
    sayings.derive(of, *STEPS)
    assert values(sayings.archive.store, ListScale) == [
        ("makers", "city", 1, 0.25, 1 / 3),
        ("makers", "metropolis", 1, 0.25, 1 / 3),
        ("makers", "pays", 0, 0.0, 0.0),
        ("makers", "region", 0, 0.0, 0.0),
        ("makers", "elsewhere", 1, 0.25, 1 / 3),
        ("makers", "unidentified", 1, 0.25, None),
    ]


def test_extra_local_is_outside_the_metropolis_and_by_the_variant_outside_the_city() -> None:
    counts = {"city": 4, "metropolis": 3, "pays": 2, "region": 1, "elsewhere": 5, "unidentified": 9}
    assert extra_local(counts) == 8
    assert extra_local(counts, inside=frozenset({"city"})) == 11


def test_who_is_not_located_has_mostly_written_once() -> None:
    authors = [("city", 3), ("unidentified", 1), ("unidentified", 2), ("unidentified", 1)]
    assert location("makers", authors) == ListLocation("makers", 4, 1, 0, 0.0, 0, 0.0, 3, 0.75, 2, 2 / 3)


def test_shares_of_nobody_are_not_known() -> None:
    found = location("makers", [("city", 3)])
    assert (found.unlocated_share, found.unlocated_single_share) == (0.0, None)
    assert location("makers", [("unidentified", 1)]).extra_local_share is None


def test_intensive_persons_from_elsewhere_are_counted_in_their_network(sayings: Sayings, of: Study) -> None:
    writes(sayings, "Anne Roux", 20, "Animatrice", "", "Brest")
    writes(sayings, "Luc Petit", 20, "Animateur", "", "Lille")
    writes(sayings, "Guy Noir", 20)
    writes(sayings, "Zoé Blanc", 19, "Animatrice", "", "Brest")
    sayings.derive(of, *STEPS)
    assert values(sayings.archive.store, NetworkLocation) == [("Lille", 3, 1, 1 / 3, 1)]


# ------------------------------------------------------------------------------------------------ sectors


def test_an_author_is_of_the_sector_of_most_of_her_messages_and_each_message_of_its_own(
    sayings: Sayings, of: Study
) -> None:
    writes(sayings, "Anne Roux", 3, "Animatrice", "Association des Voisins", sent="2014-01")
    writes(sayings, "Anne Roux", 1, "Animatrice", "Mairie de Lille", sent="2015-01")
    writes(sayings, "Guy Noir")
    sayings.derive(of, *STEPS)
    found = {row[1]: row[2:] for row in values(sayings.archive.store, ListSector) if row[0] == "makers"}
    assert found["civil society"] == (1, 0.5, 3, 0.6)
    assert found["public"] == (0, 0.0, 1, 0.2)
    assert found[""] == (1, 0.5, 1, 0.2)


def test_the_institutional_share_is_told_with_and_without_elected_members() -> None:
    persons = [("public", True), ("public", False), ("business", False), ("", False)]
    assert institutional("Brest", persons) == NetworkInstitutional("Brest", 4, 2, 0.5, 1, 1 / 3)
    assert institutional("Brest", []).share is None


def test_a_status_of_no_vocabulary_is_of_no_sector() -> None:
    assert sector_of("collectivite") == "public"
    assert sector_of("club de lecture") == sector_of("") == ""


# --------------------------------------------------------------------------------------------- structures


def employed(structure: str, status: str = "association", place: str = "Lille", sector: str = "") -> Employed:
    sector = sector or sector_of(status)
    return Employed(structure, status, sector, "", place, known=True)


def test_a_structure_is_one_row_however_it_is_spelt_and_a_place_parts_it() -> None:
    persons = [employed("Réseau Voisins"), employed("RESEAU VOISINS"), employed("Réseau Voisins", place="Brest")]
    assert [len(one.persons) for one in structures(persons)] == [2, 1]


def test_the_independent_of_a_place_are_one_row_those_of_a_cae_too() -> None:
    persons = [employed("", ""), employed("Studio", "profession-liberale"), employed("Coop des Métiers", "cae")]
    assert [(one.grouped, len(one.persons)) for one in structures(persons)] == [("independents", 3)]


def test_firms_of_one_person_are_one_row_where_a_place_has_several() -> None:
    persons = [employed(name, "entreprise") for name in ("Un", "Deux", "Trois", "Trois")]
    persons.append(employed("Loin", "entreprise", "Brest"))
    assert [(one.grouped, len(one.persons)) for one in structures(persons)] == [("", 2), ("firms", 2), ("", 1)]


def test_who_is_not_identified_is_in_a_row_of_its_own(sayings: Sayings, of: Study) -> None:
    writes(sayings, "Guy Noir", 20)
    writes(sayings, "Anne Roux", 20, "Animatrice", "Association des Voisins", "Lille")
    sayings.derive(of, *STEPS)
    rows = values(sayings.archive.store, NetworkStructure, "structure", "grouped", "status", "place", "persons")
    assert rows == [("Association des Voisins", "", "association", "Lille", 1), ("", "unidentified", "", "", 1)]


# -------------------------------------------------------------------------------------------------- sizes


@pytest.mark.parametrize(
    ("inhabitants", "size"),
    [
        (0, "rural"),
        (1_999, "rural"),
        (2_000, "small"),
        (10_000, "medium"),
        (20_000, "medium-large"),
        (100_000, "large"),
    ],
)
def test_a_commune_is_of_the_size_of_its_population(inhabitants: int, size: str) -> None:
    assert by_population(inhabitants) == size


@pytest.mark.parametrize(
    ("code", "level", "size"),
    [("59350", "commune", "large"), ("56", "departement", "no-commune"), ("BE", "country", "abroad"),
     ("FR", "country", "no-commune"), ("", "", "unidentified"), ("99999", "commune", "no-commune")],
)  # fmt: skip
def test_a_place_without_a_commune_has_no_size(code: str, level: str, size: str) -> None:
    assert size_of(code, level, shipped()) == size


def test_a_commune_that_is_not_in_the_official_file_of_a_study_has_no_size(of: Study) -> None:
    table = of_study(replace(of, gazetteer=OfficialFiles(communes=GAZETTEER / "v_commune_2016.csv")))
    assert (size_of("59350", "commune", table), size_of("35238", "commune", table)) == ("large", "no-commune")


def test_the_sizes_of_a_list_add_up(sayings: Sayings, of: Study) -> None:
    writes(sayings, "Anne Roux", 1, "Animatrice", "", "Lille")
    writes(sayings, "Guy Noir")
    sayings.derive(of, *STEPS)
    found = {row[1]: row[2:] for row in values(sayings.archive.store, ListSize) if row[0] == "makers"}
    assert (found["large"], found["unidentified"]) == ((1, 0.5), (1, 0.5))
    assert sum(authors for authors, _ in found.values()) == 2


# ------------------------------------------------------------------------------------ capacities, coverage


def test_what_messages_say_of_their_capacity_is_counted_and_silence_too(sayings: Sayings, of: Study) -> None:
    sayings.capacity("private")
    sayings.capacity("opinion")
    sayings.mails(2)
    sayings.derive(of, *STEPS)
    found = [row[1:] for row in values(sayings.archive.store, ListCapacity) if row[0] == "makers"]
    assert found == [("private", 1, 0.25), ("organisation", 0, 0.0), ("", 3, 0.75)]


def test_coverage_adds_up_over_the_sources(sayings: Sayings, of: Study) -> None:
    writes(sayings, "Anne Roux", 3, "Animatrice")
    sayings.mail("Je suis Animateur", ("function", "Animateur"), by="l@orange.fr", name="Luc Petit", zone="text")
    writes(sayings, "Guy Noir", 4)
    sayings.derive(of, *STEPS)
    rows = values(sayings.archive.store, ListCoverage)
    found = {row[2]: row[3:] for row in rows if row[:2] == ("makers", "function")}
    assert found == {
        "hand": (0, 0.0, 0, 0.0),
        "signature": (1, 1 / 3, 3, 0.375),
        "introduction": (1, 1 / 3, 1, 0.125),
        "address": (0, 0.0, 0, 0.0),
        "": (1, 1 / 3, 4, 0.5),
    }


def test_an_attribution_is_valid_between_the_mails_that_show_it(sayings: Sayings, of: Study) -> None:
    text, pairs = job("Animatrice")
    for sent, signed in (("2013-01", False), ("2014-01", True), ("2015-01", False), ("2016-01", True)):
        sayings.mail(*((text, *pairs) if signed else ("Bonjour.",)), sent=sent)
    sayings.derive(of, *STEPS)
    found = {row[1]: row[2:] for row in values(sayings.archive.store, ListDated) if row[0] == "makers"}
    assert found["function"] == (4, 4, 3, 0.75)
    assert found["place"] == (4, 0, 0, 0.0)
