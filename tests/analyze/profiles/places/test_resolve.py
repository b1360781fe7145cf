from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.places import resolve
from maillage.analyze.profiles.places.resolve import Place

MARKS = {"[": "location", "{": "postcode", "<": "cedex", "~": "phone"}


def signature(marked: str) -> tuple[list[Found], str]:
    """A text, and what stands in it between the marks: [location] {postcode} <cedex> ~phone~."""
    text, last = "", 0
    found = []
    for mark in re.finditer(r"\[[^\]]*\]|\{[^}]*\}|<[^>]*>|~[^~]*~", marked):
        text += marked[last : mark.start()]
        value = mark[0][1:-1]
        found.append(Found(MARKS[mark[0][0]], value, len(text), len(text) + len(value), "test", 1.0))
        text, last = text + value, mark.end()
    return found, text + marked[last:]


def at(marked: str, near: tuple[str, ...] = ()) -> Place | None:
    return resolve.place(*signature(marked), near=near)


def code(marked: str, near: tuple[str, ...] = ()) -> tuple[str, str] | None:
    place = at(marked, near)
    return (place.level, place.code) if place else None


@pytest.mark.parametrize(
    ("marked", "insee"),
    [
        ("[12 rue des Tisserands] {59000} [Lille]", "59350"),
        ("[1 allée des Prés]\n{59160} [Lomme]", "59350"),
        ("{29200} [BREST]", "29019"),
        ("{29820} [Bohars]", "29011"),
        ("F-{59650} [Villeneuve d'Ascq]", "59009"),
        ("[Cité scientifique] [59655 Villeneuve d'Ascq Cedex]", "59009"),
        ("{29200} [Lambézellec]", "29019"),
        ("{20090} [Ajaccio]", "2A004"),
        ("{97400} [Saint-Denis]", "97411"),
        ("{62300} [Lens]", "62498"),
        ("{35000}", "35238"),
        ("[12 quai du Port, 29200 Brest]", "29019"),
    ],
)
def test_a_postcode_and_a_name_are_a_commune(marked: str, insee: str) -> None:
    assert code(marked) == ("commune", insee)


@pytest.mark.parametrize(
    ("marked", "insee"),
    [
        ("{91405} [ORSAY] <CEDEX>", "91471"),
        ("{59042} [Lille] <Cedex>", "59350"),
        ("{75252} [Paris] <Cedex 05>", "75056"),
    ],
)
def test_a_cedex_is_settled_by_the_name_in_its_departement(marked: str, insee: str) -> None:
    place = at(marked)
    assert place is not None
    assert (place.code, place.rule) == (insee, "cedex+name")


def test_a_postcode_of_two_communes_alone_is_their_departement_with_both_kept() -> None:
    place = at("{29820}")
    assert place is not None
    assert (place.level, place.code, set(place.candidates)) == ("departement", "29", {"29011", "29069"})


def test_a_name_beside_the_postcode_of_another_town_is_left_open() -> None:
    place = at("{75011} [Lille]")
    assert place is not None
    assert (place.level, place.candidates) == ("open", ("75056", "59350"))


@pytest.mark.parametrize("head", ["Siège social : ", "Siège :\n", "Head office: ", "siège national — "])
@pytest.mark.parametrize("first", [True, False])
def test_a_head_office_never_overrides_an_office(head: str, first: bool) -> None:  # noqa: FBT001  # a parameter of the test
    parts = ["[3 quai du Port], {29200} [Brest]", head + "[1 rue de Rivoli] {75001} [Paris]"]
    place = at("\n".join(parts if first else parts[::-1]))
    assert place is not None
    assert (place.code, place.head_office) == ("29019", False)


def test_a_head_office_alone_is_told_as_one() -> None:
    place = at("Siège social : [1 rue de Rivoli] {75001} [Paris]")
    assert place is not None
    assert (place.code, place.head_office) == ("75056", True)
    assert place.confidence < 0.6


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Saint-Denis] (93)", ("commune", "93066")),
        ("[Saint-Denis], [Seine-Saint-Denis]", ("commune", "93066")),
        ("[Villeneuve], [Aveyron]", ("commune", "12301")),
        ("[Valence]", ("commune", "26362")),  # far larger than its homonyms
    ],
)
def test_homonyms_are_settled_by_departement_or_size(marked: str, expected: tuple[str, str]) -> None:
    assert code(marked) == expected


def test_homonyms_that_nothing_settles_are_left_open_with_their_candidates() -> None:
    place = at("[Saint-Denis]")
    assert place is not None
    assert (place.level, place.code) == ("open", "")
    assert {"97411", "93066"} <= set(place.candidates)


def test_homonyms_are_settled_by_what_else_is_known_of_the_author() -> None:
    assert code("[Saint-Denis]", near=("93",)) == ("commune", "93066")


def test_a_telephone_settles_homonyms_and_nothing_else() -> None:
    assert code("[Saint-Denis] ~01 99 00 12 34~") == ("commune", "93066")
    assert code("[Lille] ~02 98 00 12 34~") == ("commune", "59350")


@pytest.mark.parametrize("name", ["Lens", "Die", "Sens", "Vernon", "Laval", "Le Port"])
def test_a_word_or_surname_needs_an_address_around_it(name: str) -> None:
    assert at(f"[{name}]") is None
    found = code(f"je travaille à [{name}]")
    assert found is not None
    assert found[0] == "commune"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Morbihan]", ("departement", "56")),
        ("[Occitanie]", ("region", "R76")),
        ("[Savoie]", ("departement", "73")),
        ("[métropole lilloise]", ("metropolis", "200093201")),
        ("[Lille Métropole]", ("metropolis", "200093201")),
        ("[Lille]", ("commune", "59350")),
        ("[pays de Brest]", ("pays", "29019")),
        ("[France]", ("country", "FR")),
        ("[Lille, France]", ("commune", "59350")),
        ("{56000} [Vannes] - [Bretagne]", ("commune", "56260")),
        ("[Paris]", ("commune", "75056")),
        ("[Mayenne]", ("departement", "53")),
        ("[Vienne]", ("open", "38")),
    ],
)
def test_what_is_larger_than_a_commune_has_its_own_level(marked: str, expected: tuple[str, str]) -> None:
    assert code(marked) == expected


@pytest.mark.parametrize(
    ("marked", "country"),
    [
        ("[Bruxelles], [Belgique]", "BE"),
        ("[rue Haute 3], B-{1000} [Bruxelles]", "BE"),
        ("CH-{1015} [Lausanne]", "CH"),
        ("[Mons, Belgique]", "BE"),
        ("[Montréal]", "CA"),
        ("[London, UK]", "GB"),
        ("[Québec]", "CA"),
    ],
)
def test_abroad_is_a_country_with_or_without_a_town(marked: str, country: str) -> None:
    assert code(marked) == ("country", country)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[12 rue de Brest]", None),
        ("[rue de Paris, Rennes]", ("commune", "35238")),
        ("[12 quai du Port Brest]", ("commune", "29019")),
        ("[3 rue de Lille] {75007} [Paris]", ("commune", "75056")),
        ("[Tour-en-Sologne]", ("commune", "41262")),
    ],
)
def test_the_name_of_a_street_is_no_place(marked: str, expected: tuple[str, str] | None) -> None:
    assert code(marked) == expected


def test_nothing_shown_is_no_place() -> None:
    assert resolve.place([], "") is None
    assert at("~01 99 00 00 00~") is None
    assert at("[Nulle-Part-sur-Rien]") is None


def test_the_characters_of_a_place_are_those_of_its_address() -> None:
    found, text = signature("Atelier des Voisins\n[3 quai du Port]\n{29200} [Brest]")
    place = resolve.place(found, text)
    assert place is not None
    assert text[place.begin : place.end] == "3 quai du Port\n29200 Brest"


def test_words_are_read_without_a_text() -> None:
    place = resolve.named("Quimper")
    assert place is not None
    assert (place.level, place.code) == ("commune", "29232")


@given(
    st.lists(st.tuples(st.sampled_from(["location", "postcode", "cedex", "phone"]), st.text(max_size=20))), st.text()
)
def test_whatever_is_found_is_read(parts: list[tuple[str, str]], text: str) -> None:
    found = [Found(kind, value, 3 * at, 3 * at + len(value), "", 1.0) for at, (kind, value) in enumerate(parts)]
    assert all(0 <= place.confidence <= 1 for place in resolve.places(found, text))


def test_a_location_of_a_megabyte_is_read_in_time() -> None:
    begun = time.perf_counter()
    for value in ("rue " * 250_000, "a," * 500_000, " - " * 300_000, "12345 " * 160_000):
        resolve.place([Found("location", value, 0, len(value), "", 1.0)], value)
    assert time.perf_counter() - begun < 20
