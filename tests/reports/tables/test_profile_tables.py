"""The tables of who authors are: what they show, and what only with names."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import pytest
from factories import Archive, source, study
from sayings import Sayings, job

from maillage.project import Study
from maillage.reports import tables
from maillage.reports.table import Choice, Table

STEPS = ("structures", "scales", "sectors", "workplaces", "sizes", "capacities", "coverage")
NAMES = ("profiles", "structures", "places", "locations", "intensive-shares", "sectors", "sizes", "capacities",
         "coverage", "dated")  # fmt: skip
SECRETS = ("Réseau Voisins", "Mairie de Trou", "Animatrice", "Roubaix")


@pytest.fixture
def of(archive: Archive) -> Study:
    return study(archive.root, source("makers", network="Lille"), source("wiki", network="Brest"))


@pytest.fixture
def archive_of_profiles(archive: Archive, of: Study) -> Archive:
    sayings = Sayings(archive)
    for number, organisation in enumerate(("Réseau Voisins (association)",) * 3 + ("Mairie de Trou",)):
        text, found = job("Animatrice", organisation.removesuffix(" (association)"), "Roubaix")
        text = text.replace("Réseau Voisins", organisation) if number < 3 else text
        sayings.mails(20, text, *found, by=f"p{number}@orange.fr", name=f"{'ABCD'[number]}nne Durand{number}")
    sayings.derive(of, *STEPS)
    return archive


def built(name: str, archive: Archive, of: Study, choice: Choice | None = None) -> Table:
    return tables.build(name, archive.store, of, choice or Choice())


@pytest.mark.parametrize("name", NAMES)
def test_without_names_no_table_tells_a_structure_function_or_place(
    name: str, archive_of_profiles: Archive, of: Study
) -> None:
    table = built(name, archive_of_profiles, of)
    cells = [str(cell) for cell in chain.from_iterable(table.rows)]
    assert cells
    assert not [secret for secret in SECRETS if any(secret in cell for cell in cells)]


def test_profiles_merge_small_groups_and_are_in_full_for_names(archive_of_profiles: Archive, of: Study) -> None:
    table = built("profiles", archive_of_profiles, of)
    assert sorted(row[2:4] for row in table.rows) == [("Association", "non identifié")] * 3 + [("autres", "autres")]
    assert [row[4] for row in table.rows] == [20] * 4
    assert table.in_full is not None
    assert min(table.in_full.rows)[1:7] == (
        "Lille",
        "Réseau Voisins",
        "Association",
        "Animatrice",
        "non identifié",
        "Roubaix",
    )


def test_places_of_few_authors_are_merged_and_told_with_names(archive_of_profiles: Archive, of: Study) -> None:
    in_roubaix = ("makers", "Roubaix", "commune", 4, 80)
    assert built("workplaces", archive_of_profiles, of).rows == (in_roubaix,)
    table = built("workplaces", archive_of_profiles, replace(of, smallest_group=5))
    assert table.rows == (("makers", "autres", "", 4, 80),)
    assert table.in_full is not None
    assert table.in_full.rows == (in_roubaix,)


def test_structures_are_by_status_and_in_full_for_names(archive_of_profiles: Archive, of: Study) -> None:
    table = built("structures", archive_of_profiles, of)
    assert table.rows == (("Lille", "Association", 1, 3), ("Lille", "autres", 1, 1))
    assert table.in_full is not None
    assert [row[1] for row in table.in_full.rows] == ["Réseau Voisins", "Mairie de Trou"]


def test_a_smaller_group_is_shown_where_the_study_allows_it(archive_of_profiles: Archive) -> None:
    of = study(archive_of_profiles.root, source("makers", network="Lille"), smallest_group=1)
    assert ("Lille", "Collectivité", 1, 1) in built("structures", archive_of_profiles, of).rows


@pytest.mark.parametrize("name", NAMES)
def test_a_choice_leaves_its_list_or_network(name: str, archive_of_profiles: Archive, of: Study) -> None:
    whole, lille = built(name, archive_of_profiles, of), built(name, archive_of_profiles, of, Choice(network="Lille"))
    assert set(lille.rows) <= {row[: len(lille.rows[0])] for row in whole.rows} or name == "profiles"
    assert built(name, archive_of_profiles, of, Choice(source="wiki")).rows != whole.rows


def test_both_denominators_stand_beside_the_scales(archive_of_profiles: Archive, of: Study) -> None:
    rows = built("places", archive_of_profiles, of).rows
    assert ("makers", "Lille", "métropole", 4, 1.0, 1.0) in rows
