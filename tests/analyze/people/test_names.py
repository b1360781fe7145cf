from __future__ import annotations

import pytest

from maillage.analyze.people import names

SAME = [
    ("LE GOFF Jean-Pierre", "Jean-Pierre Le Goff"),
    ("Dupont, Jean", '"Jean  Dupont"'),
    ("Éloïse Œuvrard", "eloise oeuvrard"),
    ("Marie de La Tour", "marie TOUR"),
    ("Jeanne d'Arc", "Jeanne d’Arc"),
    ("Ludwig van der Berg", "BERG Ludwig"),
    ("Mme Marie Martin", "Marie Martin"),
    ("Jose\u0301 Garcia", "José García"),
]
DIFFERENT = [
    ("Jean Le Goff", "Jean Goff"),
    ("Marie Martin", "Marie Martin (Brest)"),
    ("Jean Martin", "Jean-Pierre Martin"),
]
NO_FULL_NAME = [
    "",
    "Jean",
    "J. Dupont",
    "M. Dupont",
    "Mme Dupont",
    "Jean de",
    "jean.dupont@example.org",
    "Jean Dupont via Makers",
    "Jean Dupont 2",
    "Contact Catalyst",
    "Liste Makers",
    "Secrétariat général",
    "Mairie de Brest",
]
ROLES = [
    "contact@anis.org",
    "info-makers@x.org",
    "secretariat.general@x.org",
    "no-reply@x.org",
    "noreply+12@x.org",
    "ne-pas-repondre@x.org",
    "makers-owner@x.org",
    "makers-request@x.org",
    "owner-makers@x.org",
    "MAILER-DAEMON@x.org",
    "Webmaster@x.org",
]
PERSONAL = ["jean.bureau@x.org", "marie.contact@x.org", "infographe@x.org", "x@contact.org", ""]
NATURAL = [
    ("LE GOFF Jean-pierre", "Le Goff Jean-Pierre"),
    ("jean dupont", "Jean Dupont"),
    ("MARIE DE LA TOUR", "Marie de la Tour"),
    ("JEANNE D'ARC", "Jeanne d'Arc"),
    ("Joe McAdam", "Joe McAdam"),
    ("ÉLOÏSE MARTIN", "Éloïse Martin"),
    ("ANIS", "ANIS"),
    ("bob", "bob"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_a_name_have_one_key(one: str, other: str) -> None:
    assert names.key(one) == names.key(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert names.key(one) != names.key(other)


@pytest.mark.parametrize("name", NO_FULL_NAME)
def test_what_is_no_full_name_has_no_key(name: str) -> None:
    assert names.key(name) == ""


@pytest.mark.parametrize("address", ROLES)
def test_an_office_or_a_machine_has_a_role_address(address: str) -> None:
    assert names.is_role(address)


@pytest.mark.parametrize("address", PERSONAL)
def test_a_person_has_none(address: str) -> None:
    assert not names.is_role(address)


@pytest.mark.parametrize(("written", "natural"), NATURAL)
def test_a_full_name_is_shown_in_natural_case(written: str, natural: str) -> None:
    assert names.natural(written) == natural


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Nawel N'Diaye", ("nawel", "ndiaye")),
        ("N’DIAYE Yannig", ("ndiaye", "yannig")),
        ("Olivia O'Brien", ("olivia", "obrien")),
        ("Anne L'Helgouac'h", ("anne", "helgouach")),
        ("Jean d'Arc", ("jean", "arc")),
        ("Jean N. Dupont", ("jean", "n", "dupont")),
    ],
)
def test_a_letter_before_an_apostrophe_is_no_initial(written: str, words: tuple[str, ...]) -> None:
    assert names.parsed(written).words == words
