"""SPIP's marks are taken away, and every character leads back to where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.analyze.profiles import spip_markup, user_page


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("{{{Aline Morvan}}}\nanimatrice", "Aline Morvan\nanimatrice"),
        ("Je suis {{Aline}}, {animatrice}.", "Je suis Aline, animatrice."),
        ("-* Brest\n-** Guilers\n-# un", "Brest\nGuilers\nun"),
        ("à [Maison des voisins->http://www.voisins.example/] depuis", "à Maison des voisins depuis"),
        ("[->art12]", ""),
        ("voir [http://www.voisins.example/]", "voir http://www.voisins.example/"),
        ("Un texte[[une note]] court", "Un texte court"),
        ("| Nom | Morvan |", "Nom : Morvan"),
        ("<strong>Aline</strong>~Morvan", "Aline Morvan"),
        ("[aline@voisins.example->mailto:aline@voisins.example]", "aline@voisins.example"),
        ("un tableau [1] et a -> b", "un tableau [1] et a -> b"),
    ],
)
def test_marks_are_taken_away(written: str, plain: str) -> None:
    assert spip_markup.plain(written).text == plain


def test_links_are_told_with_their_place() -> None:
    written = "à [Maison->http://www.voisins.example/]"
    (link,) = spip_markup.plain(written).links
    assert (link.target, written[link.begin : link.end]) == (
        "http://www.voisins.example/",
        "[Maison->http://www.voisins.example/]",
    )


@given(st.text(alphabet="ab {}[]->|*#~_<\n", max_size=80))
def test_every_character_leads_back(written: str) -> None:
    text, places, _, _ = spip_markup.plain(written)
    assert len(text) == len(places)
    for character, place in zip(text, places, strict=True):
        assert character in {written[place], " "} or written[place] in "| "


def test_a_hostile_page_is_read_in_time() -> None:
    for written in ("[" * 50_000, "{" * 50_000, "[a->" * 20_000, "<a " * 20_000, " |" * 30_000, "[[" * 30_000):
        spip_markup.plain(written)


def test_a_biography_says_who_somebody_is() -> None:
    written = "{{{Aline Morvan}}}\n\nJe m'appelle {{Aline Morvan}} et je suis animatrice multimédia à [Brest->art3]."
    found = user_page.read(written, "Phare du Ponant", markup="spip")
    said = {(one.kind, one.value): written[one.begin : one.end] for _, one in found}
    assert said["human", "Aline Morvan"] == "Aline Morvan"
    assert ("function", "animatrice multimédia") in said
