"""What people say of themselves, and what they do not say though it looks like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.analyze.profiles.vocabulary.introductions import find


def said(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Je suis chargée de mission à la MEL.", {("function", "chargée de mission"), ("organization", "MEL")}),
        (
            "Bonjour, je me présente : Ana Durand, animatrice au sein de l'association Okidoki à Kerlouan.",
            {
                ("human", "Ana Durand"),
                ("function", "animatrice"),
                ("status", "association"),
                ("organization", "Okidoki"),
                ("location", "Kerlouan"),
            },
        ),
        (
            "Je me présente : Ana Durand, responsable pédagogique de cours à distance, Institut Prévention et Travail.",
            {
                ("human", "Ana Durand"),
                ("function", "responsable pédagogique de cours à distance"),
                ("organization", "Institut Prévention et Travail"),
            },
        ),
        (
            "je suis chargé·e de mission innovation sociale à la Métropole Européenne de Lille",
            {
                ("function", "chargé·e de mission innovation sociale"),
                ("domain", "innovation sociale"),
                ("organization", "Métropole Européenne de Lille"),
            },
        ),
        (
            "Je m'appelle Paul et je suis développeur web chez Okidoki SARL à Brest.",
            {
                ("human", "Paul"),
                ("function", "développeur web"),
                ("organization", "Okidoki SARL"),
                ("location", "Brest"),
            },
        ),
        (
            "Je suis responsable du service informatique de la mairie de Kerlouan.",
            {
                ("function", "responsable du service informatique"),
                ("status", "mairie"),
                ("organization", "mairie de Kerlouan"),
            },
        ),
        (
            "je suis enseignante-chercheuse en informatique à l'université de Rennes 1",
            {
                ("function", "enseignante-chercheuse en informatique"),
                ("status", "université"),
                ("organization", "université de Rennes 1"),
            },
        ),
        ("Je travaille à l'Okidoki.", {("organization", "Okidoki")}),
        ("je travaille à Orgères", {("location", "Orgères")}),
        ("je travaille pour une association", {("status", "association")}),
        (
            "je travaille dans le domaine de l'économie sociale et solidaire",
            {("domain", "économie sociale et solidaire")},
        ),
        (
            "En tant que coordinatrice du collectif Okidoki, je vous propose une date.",
            {("function", "coordinatrice"), ("status", "collectif"), ("organization", "Okidoki")},
        ),
        ("je suis membre de l'association Okidoki", {("status", "association"), ("organization", "Okidoki")}),
        ("je suis en thèse au LIFO", {("function", "en thèse"), ("organization", "LIFO")}),
        (
            "Je suis chercheuse (CNRS) à Brest",
            {("function", "chercheuse"), ("organization", "CNRS"), ("location", "Brest")},
        ),
        ("je suis élue à Kerlouan", {("function", "élue"), ("location", "Kerlouan")}),
        ("Nous sommes basés à Villeneuve-d'Orgères.", {("location", "Villeneuve-d'Orgères")}),
        ("Notre association, Okidoki, organise une fête", {("status", "association"), ("organization", "Okidoki")}),
        ("je suis ingenieur chez Okidoki", {("function", "ingenieur"), ("organization", "Okidoki")}),
    ],
)
def test_french_introductions(text: str, expected: set[tuple[str, str]]) -> None:
    assert set(said(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I work at Widgets Inc.", {("organization", "Widgets Inc")}),
        (
            "I'm a PhD student in computer science at the University of Nowhere.",
            {("function", "PhD student in computer science"), ("organization", "University of Nowhere")},
        ),
        (
            "My name is Ana Durand and I am a software engineer at Widgets.",
            {("human", "Ana Durand"), ("function", "software engineer"), ("organization", "Widgets")},
        ),
        (
            "I'm currently working as a research engineer at Okidoki.",
            {("function", "research engineer"), ("organization", "Okidoki")},
        ),
        (
            "I work for the Example Foundation in Paris.",
            {("organization", "Example Foundation"), ("location", "Paris")},
        ),
        (
            "I am a student in physics in the University of Nowhere",
            {("function", "student in physics"), ("organization", "University of Nowhere")},
        ),
        ("me llamo Ana Durand y tengo una pregunta", {("human", "Ana Durand")}),
        ("mein Name ist Ana Durand", {("human", "Ana Durand")}),
    ],
)
def test_introductions_in_other_languages(text: str, expected: set[tuple[str, str]]) -> None:
    assert set(said(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "je suis d'accord",
        "je suis responsable de cette erreur",
        "je suis membre de la liste",
        "je suis administrateur de la liste",
        "je ne suis pas informaticien",
        "je suis informaticien de formation",
        "si je suis directeur de l'école Okidoki, alors",
        "on me dit que je suis directeur de l'école Okidoki",
        "Il répondit : « je suis directeur de l'école Okidoki »",
        "je suis nouveau sur la liste",
        "je suis à la recherche d'un développeur",
        "je suis en train de lire",
        "je suis indépendant de ce projet",
        "je suis sûr que le directeur viendra",
        "je suis passé chez Marie",
        "je suis ancien directeur de l'association Okidoki",
        "je travaille pour le moment sur ce texte",
        "je travaille en Java",
        "elle travaille chez Okidoki",
        "la directrice de l'association Okidoki est là",
        "en tant que coordinatrice du collectif Okidoki, elle propose une date",
        "en tant qu'objets dérivés",
        "I am a big fan of Okidoki",
        "I'm a lazy programmer",
        "I'm afraid the manager is away",
        "I am not a teacher",
        "if I am a teacher at Widgets, then",
        "I work in Java",
        "I am at home",
        "soy nuevo en la lista",
        "",
    ],
)
def test_what_is_no_introduction(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    ["J'habite à Kerlouan.", "je vis à Kerlouan", "En tant qu'habitante de Kerlouan, je propose", "I live in Kerlouan"],
)
def test_where_somebody_lives_is_no_place_of_work(text: str) -> None:
    assert said(text) == [("residence", "Kerlouan")]


def test_a_name_goes_on_behind_a_full_line_and_not_behind_a_short_one() -> None:
    wrapped = "Bonjour à toutes et à tous, je suis chargée de mission au Conseil\nRégional de Nulle-Part."
    assert ("organization", "Conseil Régional de Nulle-Part") in said(wrapped)
    assert said("je travaille chez Okidoki\nCordialement") == [("organization", "Okidoki")]


def test_every_finding_has_its_characters_rule_and_confidence() -> None:
    text = "Bonjour,\n\nje suis chargée de mission à la MEL, pour l'été.\n"
    for one in find(text):
        assert text[one.begin : one.end] == one.value
        assert one.rule
        assert 0 < one.confidence < 1


@given(st.text(alphabet="jesuiàlaMEL ,.'\n«>d·É", max_size=300))
def test_any_text_is_read_and_shown_where_it_stands(text: str) -> None:
    for one in find(f"je suis animatrice à la {text}"):
        whole = f"je suis animatrice à la {text}"
        assert " ".join(whole[one.begin : one.end].split()) == one.value


@pytest.mark.parametrize(
    "text", ["je suis " * 100_000, "En tant que " * 80_000, "je travaille à " + "Aa " * 300_000, "«" * 10**6]
)
def test_a_very_long_line_takes_little_time(text: str) -> None:
    begun = time.perf_counter()
    find(text)
    assert time.perf_counter() - begun < 3
