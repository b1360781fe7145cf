"""Mails that nobody writes, and that archives hold: each is read in bounded time, and none stops the reading."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.analyze.profiles import reader, signature
from maillage.analyze.profiles.found import Found
from maillage.analyze.profiles.places import resolve
from maillage.analyze.profiles.readings import MOST_READ, Mail, Reading, rows_of
from maillage.analyze.profiles.vocabulary import capacity, introductions
from maillage.analyze.profiles.vocabulary.words import fold

SECONDS = 5.0  # of the processor; each takes a tenth of it on a machine of 2020
MEGABYTE = 1_000_000
NAMES = ("Maëlle Kerdoncuff", "maelle.kerdoncuff")

REPEATED = {
    "letters": "a",
    "digits": "1",
    "blanks": " ",
    "tabs": "\t",
    "at signs": "@",
    "quote marks": ">",
    "dots": ".",
    "dashes": "-",
    "underscores": "_",
    "commas": ",",
    "colons": ":",
    "apostrophes": "'",
    "brackets": "([{<",
    "question marks": "?\n",
    "newlines": "\n",
    "carriage returns": "\r",
    "nothing visible": "\u200b",
    "right to left": "\u202eשלום\u202c ",
    "combining marks": "e\u0301",
    "combining marks alone": "\u0301",
    "half characters": "\ud800",
    "zero bytes": "\0",
    "beyond the basic plane": "😀",
    "words of one letter": "a ",
    "capitals": "A ",
    "initials": "J.-",
    "names": "Jean Petit ",
    "lines of names": "Jean Petit\n",
    "lines of one letter": "a\n",
    "telephones": "01 23 45 67 89 ",
    "lines of telephones": "01 23 45 67 89\n",
    "e-mails": "a.b@exemple.fr ",
    "e-mails without end": "a@b.",
    "lines of e-mails": "a.b@exemple.fr\n",
    "links": "http://exemple.fr/a ",
    "postcodes": "29200 Brest ",
    "lines of postcodes": "29200 Brest\n",
    "streets": "12 bis, rue de la Paix, ",
    "delimiters": "-- \n",
    "delimiters and names": "-- \nJean Petit\n",
    "rules": "__________\n",
    "quoted lines": "> a\n",
    "attributions": "Le 12 mars 2007 à 14:03, Jean Petit a écrit :\n",
    "attributions on one line": "Le 12 mars 2007 à 14:03, Jean Petit a écrit ",
    "senders": "De : Jean\n",
    "recipients without a mail": "To: *\n\n",
    "header blocks": "De : a@exemple.fr\nEnvoyé : lundi\nÀ : Jean\nObjet : essai\n",
    "separators": "-----Message d'origine-----\n",
    "closings": "Cordialement\n",
    "greetings": "Bonjour,\n",
    "postscripts": "PS : a\n",
    "footnotes": "[1]\n",
    "attached files": "a.doc\n",
    "unfinished pictures": "<<.png",
    "footers": "unsubscribe\n",
    "warnings": "confidentiel destinataire\n",
    "introductions": "je suis chargée de mission à ",
    "suppositions": "si je suis ",
    "capacities": "en tant que membre de ",
    "opinions": "opinions are ",
    "fields": "mes domaines sont ",
    "functions": "Directrice de la ",
    "organisations": "Association de l'",
    "gendered words": "chargé·e·",
    "prose without a full stop": "lorem ipsum dolor sit amet\n",
    "whole signatures": "Jean Petit\nDirecteur\n12 rue de Siam\n29200 Brest\n\n",
}

QUESTIONS: dict[str, Callable[[str], object]] = {
    "reader.read": lambda text: reader.read(text[:MOST_READ], NAMES),
    "reader.read below a delimiter": lambda text: reader.read(f"Bonjour,\n\nessai\n\n-- \n{text[:MOST_READ]}", NAMES),
    "signature.find": lambda text: signature.find(text, NAMES),
    "signature.read_mail": lambda text: signature.read_mail(text, NAMES),
    "introductions.find": introductions.find,
    "capacity.capacity": capacity.capacity,
}


@pytest.fixture(autouse=True, scope="module")
def _started() -> None:
    """What is loaded once, spaCy and the gazetteer, is no part of the time of a mail."""
    reader.read("Bonjour\n\n-- \nMaëlle Kerdoncuff\nAnimatrice\n12 rue de Siam\n29200 Brest\n", NAMES)
    resolve.place([Found("location", "Brest", 0, 5, "commune", 1.0)], "Brest")


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def filled(written: str, length: int = MEGABYTE) -> str:
    return (written * (length // len(written) + 1))[:length]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("written", REPEATED.values(), ids=REPEATED)
def test_a_megabyte_of_the_same_is_read_in_bounded_time(written: str, question: str) -> None:
    assert seconds(lambda: QUESTIONS[question](filled(written))) < SECONDS


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("mark", [">", "> ", "|", "JP> "])
def test_a_thousand_levels_of_quotation_are_read_in_bounded_time(mark: str, question: str) -> None:
    text = "\n".join(mark * level + " a" for level in range(1_000))
    assert seconds(lambda: QUESTIONS[question](text)) < SECONDS


@pytest.mark.parametrize("question", QUESTIONS)
def test_nested_brackets_are_read_in_bounded_time(question: str) -> None:
    text = "(" * 50_000 + "Jean Petit" + ")" * 50_000
    assert seconds(lambda: QUESTIONS[question](text)) < SECONDS


@pytest.mark.parametrize("written", REPEATED.values(), ids=REPEATED)
def test_a_place_of_anything_is_resolved_in_bounded_time(written: str) -> None:
    text = filled(written, MOST_READ)
    parts = [Found(kind, text[at : at + 2_000], at, at + 2_000, "", 1.0) for at in range(0, MOST_READ, 2_000)
             for kind in ("location", "postcode", "cedex", "phone")]  # fmt: skip
    assert seconds(lambda: resolve.place(parts, text)) < SECONDS
    assert seconds(lambda: resolve.named(text)) < SECONDS


def test_what_is_beyond_the_limit_of_a_mail_is_counted() -> None:
    reading = rows_of([Mail(1, "Jean Petit", "jp@exemple.fr", filled("a ", MOST_READ + 7))])[0]
    assert isinstance(reading, Reading)
    assert reading.unread == 7


PIECES = st.lists(
    st.sampled_from([*REPEATED.values(), "\n\n", "\r\n", "Tél. : ", "« ", "http://", "-", ";"]), max_size=40
)
TEXTS = st.one_of(st.text(st.characters(), max_size=300), PIECES.map("".join))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_all_findings_stand_in_it(text: str) -> None:
    mail = reader.read(text, NAMES)
    borders = [0, *(zone.end for zone in mail.zones)]
    assert [(zone.begin, zone.end) for zone in mail.zones] == list(pairwise(borders))
    assert borders[-1] == len(text)
    for found in (one for _, one in mail.found):
        assert 0 <= found.begin < found.end <= len(text)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_no_text_stops_a_question(text: str) -> None:
    for question in QUESTIONS.values():
        question(text)
    resolve.named(text)
    resolve.place([Found(kind, text, 0, len(text), "", 1.0) for kind in ("location", "postcode", "phone")], text)


def test_folding_keeps_the_place_of_every_character() -> None:
    assert [code for code in range(sys.maxunicode + 1) if len(fold(chr(code))) != 1] == []
