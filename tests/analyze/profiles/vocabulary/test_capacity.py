"""For whom a mail is written."""

from __future__ import annotations

import pytest

from maillage.analyze.profiles.vocabulary.capacity import capacity


def kind(text: str) -> str | None:
    found = capacity(text)
    return found.kind if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Je vous écris à titre personnel.",
        "à titre strictement privé",
        "en mon nom propre",
        "En tant que citoyenne, je pense que",
        "nous parlons en tant qu'habitants",
        "cela n'engage que moi",
        "mes propos n’engagent que moi",
        "j'écris ici, et non au nom de la structure",
        "Je ne parle pas au nom de mon association",
        "This is my own opinion, not my employer's",
        "I am not speaking for my employer",
        "speaking only for myself",
        "in a purely personal capacity",
        "au nom de l'association, mais aussi à titre personnel",
    ],
)
def test_a_mail_in_a_private_capacity(text: str) -> None:
    assert kind(text) == "private"


@pytest.mark.parametrize(
    "text",
    [
        "au nom de l'association Okidoki",
        "Au nom du collectif, merci",
        "au nom de toute l'équipe",
        "en tant que représentante du réseau, je",
        "on behalf of the organizing committee",
    ],
)
def test_a_mail_for_an_organisation(text: str) -> None:
    assert kind(text) == "organisation"


@pytest.mark.parametrize(
    "text",
    [
        "Opinions expressed here are my own.",
        "These views are mine\nand not those of my employer",
        "I don't speak for my company",
    ],
)
def test_a_standing_disclaimer_makes_no_mail_private(text: str) -> None:
    assert kind(text) == "opinion"


@pytest.mark.parametrize(
    "text",
    ["au nom de la variable", "le titre personnel", "les droits en tant que citoyens européens", "in my opinion", ""],
)
def test_what_says_nothing_of_it(text: str) -> None:
    assert capacity(text) is None


def test_the_characters_are_those_that_say_it() -> None:
    text = "Bonjour,\nje réponds À TITRE PERSONNEL ici"
    found = capacity(text)
    assert found is not None
    assert (text[found.begin : found.end], found.rule) == ("À TITRE PERSONNEL", "a-titre-personnel")
