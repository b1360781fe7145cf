from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.analyze.profiles.signature import find, read_mail

MAIL = """\
Bonjour à tous,

Voici le compte rendu de la réunion avec la mairie de Plouzané.
Dites-moi si j'ai oublié quelque chose.

Cordialement,

Ana Brun
Animatrice
Centre social du Ponant

Le lun. 12 mars 2007 à 14:03, Loïc Tanguy a écrit :
> Merci !
> Loïc Tanguy, directeur
"""


def test_of_a_mail_its_signature_is_read() -> None:
    found = [(one.kind, one.value) for one in read_mail(MAIL)]
    assert found == [("human", "Ana Brun"), ("function", "Animatrice"), ("organization", "Centre social du Ponant")]


def test_offsets_are_those_of_the_mail() -> None:
    assert [MAIL[one.begin : one.end] for one in read_mail(MAIL)] == [one.value for one in read_mail(MAIL)]


def test_headers_of_a_mail_are_passed_over_and_tell_who_writes() -> None:
    mail = (
        "From: Xqzt Wvb <x@free.example>\nSubject: essai\n\nBonjour,\n\nd'accord.\n\n-- \nCollectif Armor\nXqzt Wvb\n"
    )
    assert [one.value for one in read_mail(mail) if one.kind == "human"] == ["Xqzt Wvb"]


@pytest.mark.parametrize(
    "signature",
    [
        "Ana Brun\nAnimatrice",
        "Ana Brun\nAnimatrice\nCentre social du Ponant\n3 rue du Port\n29200 Brest\n02 61 91 00 17",
    ],
)
def test_a_signature_alone_is_read_whole(signature: str) -> None:
    assert read_mail(signature) == find(signature)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "a" * 1_000_000,
        "a " * 500_000,
        "1 " * 500_000,
        "a." * 500_000,
        "(" * 1_000_000,
        "«" * 1_000_000,
        "a@" * 500_000,
        "> " * 1_000 + "Ana Brun",
        "-" * 1_000_000,
        "et de la " * 100_000,
        "02 " * 300_000,
        "Maire, " * 100_000,
        "12 rue " * 100_000,
    ],
    ids=lambda text: f"{len(text)} of {text[:4]!r}",
)
def test_any_text_is_read_in_bounded_time(text: str) -> None:
    find("warm up")
    begin = time.perf_counter()
    find(text)
    assert time.perf_counter() - begin < 4


def test_unseen_characters_do_not_hide_a_word() -> None:
    found = find("Ana\u200b Brun\r\nAni\u00adma\u00adtrice\u2028Centre social du Ponant\r\n")
    assert [one.kind for one in found] == ["human", "function", "organization"]


def test_text_from_right_to_left_is_borne() -> None:
    assert [one.value for one in find("\u202bآنا برون\u202c\nana@brun.example") if one.kind == "email"] == [
        "ana@brun.example"
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_characters_give_findings_inside_the_text(text: str) -> None:
    for found in find(text):
        assert 0 <= found.begin < found.end <= len(text)
        assert found.value


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ana",
                "Brun",
                "12",
                "rue",
                "de",
                "29200",
                "Brest",
                "Cedex",
                "Maire",
                ",",
                "-",
                "\n",
                "«",
                "»",
                ":",
                "Tél",
                "(",
                "@",
            ]
        ),
        max_size=30,
    )
)
def test_findings_never_overlap(parts: list[str]) -> None:
    found = find(" ".join(parts))
    assert all(one.end <= other.begin for one, other in pairwise(found))
