"""What is found in a mail and is still not to be said of its author."""

from __future__ import annotations

import pytest

from maillage.analyze.profiles.doubts import believed, is_behind, is_no_profession, is_of, tells_more
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.reader import without_seals

ADELE = ("Adèle Le Bihan", "adele.lebihan@courrier.example")


def left(
    text: str,
    *found: tuple[str, str, str],
    zone: str = "signature",
    confidence: float = 0.9,
    by: tuple[str, ...] = ADELE,
) -> list[str]:
    """What is believed of these kinds, values and rules."""
    all_found = [
        (zone, Found(kind, value, text.index(value), text.index(value) + len(value), rule, confidence))
        for kind, value, rule in found
    ]
    return [one.value for _, one in believed(all_found, text, by)]


def test_a_word_before_a_link_is_a_label() -> None:
    text = "Archives: http://liste.example"
    assert left(text, ("organization", "Archives", "organisation-word")) == []
    text = "Archives du Port : http://port.example"
    assert left(text, ("organization", "Archives du Port", "organisation-word")) == ["Archives du Port"]


@pytest.mark.parametrize("value", ["HTH", "ALB", "Port-Louis"])
def test_what_only_its_place_makes_an_organisation_needs_a_signature_that_tells_more(value: str) -> None:
    assert left(f"{value}\nAdèle", ("organization", value, "place")) == []


def test_a_line_between_a_function_and_an_address_is_believed() -> None:
    text = "Adèle Le Bihan\nDirectrice\nNumérouest\n29200 Brest"
    found = ("function", "Directrice", "head-noun"), ("organization", "Numérouest", "place"), ("location", "Brest", "x")
    assert "Numérouest" in left(text, *found)


def test_where_an_organisation_is_named_no_other_is_guessed() -> None:
    text = "Directrice\nAssociation du Port\nBureau Nord\n29200 Brest"
    found = (
        ("function", "Directrice", "head-noun"),
        ("organization", "Association du Port", "organisation-word"),
        ("organization", "Bureau Nord", "place"),
        ("location", "Brest", "commune"),
    )
    assert left(text, *found) == ["Directrice", "Association du Port", "Brest"]


def test_the_word_for_a_status_is_always_believed() -> None:
    assert left("Numérouest (SARL)", ("organization", "SARL", "acronym")) == ["SARL"]


def test_a_linked_page_is_no_employer_and_the_domain_of_the_address_is() -> None:
    found = "organization", "Radio Bruyère", "domain"
    text = "Radio Bruyère - http://radiobruyere.example"
    assert left(text, found) == []
    assert left(text, found, by=(*ADELE, "adele@radiobruyere.example")) == ["Radio Bruyère"]


@pytest.mark.parametrize(
    ("value", "by"),
    [("GNU", "a.b@gnu.example"), ("Radio Bruyère", "x@bruyere.example"), ("Réseau Rural Vert", "x@rrv.example")],
)
def test_an_organisation_is_behind_an_address_by_its_words_or_initials(value: str, by: str) -> None:
    assert is_behind(value, (by,))
    assert not is_behind(value, ("x@orange.fr", "x@autre.example"))


@pytest.mark.parametrize("value", ["Le Bihan", "LE BIHAN Adèle", "ALB", "Adèle"])
def test_the_name_of_the_author_and_its_initials_are_neither_function_nor_organisation(value: str) -> None:
    assert is_of(value, ADELE)
    assert left(value, ("function", value, "head-noun")) == []


@pytest.mark.parametrize(
    "value", ["Ph.D.", "PhD Thesis", "Master in Computer Science", "Program Chair", "PC Chair", "Chair", "Organizer"]
)
def test_degrees_and_roles_at_conferences_are_no_professions(value: str) -> None:
    assert is_no_profession(value)


@pytest.mark.parametrize(
    "value", ["PhD student", "Président", "Chairman of the board", "Maître de conférences", "Master 2"]
)
def test_what_is_close_to_a_degree_or_a_role_stays(value: str) -> None:
    assert not is_no_profession(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('author = "Yves Kermarrec"', "author"),
        ("secretary: +33 2 98 00 00 00", "secretary"),
        ("path /dev/agent0", "dev"),
        ("Prof. Yves Kermarrec", "Prof"),
    ],
)
def test_labels_code_and_titles_of_others_are_no_functions(text: str, value: str) -> None:
    assert left(text, ("function", value, "english-title")) == []


def test_the_title_before_ones_own_name_is_a_function() -> None:
    assert left("Prof. Adèle Le Bihan", ("function", "Prof", "head-noun")) == ["Prof"]


@pytest.mark.parametrize("value", ["great program", "your Ruche project"])
def test_a_project_without_a_name_or_of_somebody_else_is_none(value: str) -> None:
    assert left(value, ("project", value, "unit")) == []


def test_who_signs_with_a_function_and_where_is_at_work() -> None:
    assert tells_more({"function", "phone"})
    assert not tells_more({"function", "human"})
    assert not tells_more({"human", "location"})


def test_the_letters_of_a_cryptographic_signature_are_no_words() -> None:
    text = "Adèle\n-----BEGIN PGP SIGNATURE-----\nVersion: 1\n\nAZERTY\n=KWMU\n-----END PGP SIGNATURE-----\nfin"
    bare = without_seals(text)
    assert len(bare) == len(text)
    assert bare.split() == ["Adèle", "-----END", "PGP", "SIGNATURE-----", "fin"]
