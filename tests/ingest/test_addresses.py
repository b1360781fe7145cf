"""From headers as mailers and archives wrote them; invented people."""

from __future__ import annotations

from email.header import decode_header, make_header
from email.utils import formataddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.ingest.addresses import Author, normalise, original_author, read_author


def decode(text: str) -> str:
    return str(make_header(decode_header(text)))


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("Édith Le Goff <edith@asso.example>", "edith@asso.example", "Édith Le Goff"),
        ("Docteur en droit <x@y.example>", "x@y.example", "Docteur en droit"),
        ("Marie à Paris <x@y.example>", "x@y.example", "Marie à Paris"),
        ("=?utf-8?q?Le_Goff=2C_=C3=89dith?= <e@y.example>", "e@y.example", "Le Goff, Édith"),
        ("e at y.example (=?utf-8?q?=C3=89dith?= Le Goff)", "e@y.example", "Édith Le Goff"),
        ("Le Goff, Édith <e@y.example>", "e@y.example", "Le Goff, Édith"),
        ('"Le Goff, Édith" <e@y.example>, Anne <a@y.example>', "e@y.example", "Le Goff, Édith"),
        ("jean chez exemple.example", "jean@exemple.example", ""),
        ("jean_chez_exemple.example", "jean@exemple.example", ""),
        ("jean arobase exemple point example", "jean@exemple.example", ""),
        ("jean à exemple.example (Jean)", "jean@exemple.example", "Jean"),
        ("jean(at)exemple.example", "jean@exemple.example", ""),
        ("jean (at) exemple (point) example (Jean)", "jean@exemple.example", "Jean"),
        ("jean [at] exemple [dot] example", "jean@exemple.example", ""),
        ("Jean <jean at exemple.example>", "jean@exemple.example", "Jean"),
        ("goran at domain.example (Göran)", "goran@domain.example", "Göran"),
        ("x at y.example (x at y.example)", "x@y.example", ""),
        ("x@y.example (x at y)", "x@y.example", ""),
        ('"x@y.example" <x@y.example>', "x@y.example", ""),
        ("'X@Y.example' <x@y.example>", "x@y.example", ""),
        ("x&#64;y.example", "x@y.example", ""),
        ("x%40y.example", "x@y.example", ""),
        ("D&eacute;d&eacute; <d@y.example>", "d@y.example", "Dédé"),
        ('"Jean \\"le grand\\" Morvan" <j@y.example>', "j@y.example", 'Jean "le grand" Morvan'),
        ('"Jean <j@y.example>', "j@y.example", "Jean"),
        ('"Jean <Jean" <j@y.example>', "j@y.example", "Jean <Jean"),
        ("Jean <j@y.example", "j@y.example", "Jean"),
        ("j@y.example>", "j@y.example", ""),
        ("Jean <j@ y.example.>", "j@y.example", "Jean"),
        ("Jean (Paris) <j@y.example>", "j@y.example", "Jean (Paris)"),
        ("j@y.example (Jean (Paris) Morvan)", "j@y.example", "Jean (Paris) Morvan"),
        ("j@y.example (Jean) (by way of Anne <a@b.example>)", "j@y.example", "Jean"),
        ("Jean <j@y.example> (by way of Anne <a@b.example>)", "j@y.example", "Jean"),
        ("Jean (by way of Anne <a@b.example>) <j@y.example>", "j@y.example", "Jean"),
        ("Jean Morvan j@y.example", "j@y.example", "Jean Morvan"),
        ("Jean Morvan (j@y.example).", "j@y.example", "Jean Morvan"),
        ("Jean; Jacques; Morvan <j@y.example>", "j@y.example", "Jean; Jacques; Morvan"),
        ("  Jean   Morvan\t<j@y.example> ", "j@y.example", "Jean Morvan"),
        ("Jean\0 <j@y.example>", "j@y.example", "Jean"),
        ("a@b.example, c@d.example", "a@b.example", ""),
        ("mailto:j@y.example", "j@y.example", ""),
        ("zoé@exemple.example (Zoé)", "zoé@exemple.example", "Zoé"),
        ("Zoé <zoe@été.example>", "zoe@été.example", "Zoé"),
        ("J+listes@Y.example", "j+listes@y.example", ""),
        ("<@a.example,@b.example:c@d.example>", "c@d.example", ""),
        ('"jean"@y.example', "jean@y.example", ""),
        ("undisclosed-recipients:;", "", ""),
        ("Groupe: a@b.example, c@d.example;", "a@b.example", ""),
        ("hote!jean (Jean)", "hote!jean", "Jean"),
        ("/C=FR/A=ATLAS/S=Morvan/", "/c=fr/a=atlas/s=morvan/", ""),
        ("root (Cron Daemon)", "root", "Cron Daemon"),
        ("Liste via Anne <liste@y.example>", "liste@y.example", "Liste via Anne"),
        ("Jean Morvan", "", "Jean Morvan"),
        ("Marie, Aix en Provence", "", "Marie, Aix en Provence"),
        ("", "", ""),
        ("<>", "", ""),
    ],
)
def test_an_author_is_read(written: str, address: str, name: str) -> None:
    assert read_author(written, decode) == Author(address, name)


def test_the_same_header_is_read_twice_alike() -> None:
    written = "Anne <anne@y.example>"
    assert read_author(written, decode) == read_author(written, decode)


@settings(deadline=None)  # the first example pays for imports, and cores are shared
@given(st.text(max_size=200))
def test_reading_never_raises(written: str) -> None:
    author = read_author(written, str)
    assert author.address == normalise(author.address)
    original_author(author, {"reply-to": written, "list-post": written, "x-original-from": written}, str)


@settings(deadline=None)  # the first example pays for imports, and cores are shared
@given(st.text(alphabet='ab@.<>(),;:"\\ =?&à\0', max_size=60))
def test_reading_never_raises_near_an_address(written: str) -> None:
    read_author(written, str)


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèç", min_size=1, max_size=10)


@settings(deadline=None)  # the first example pays for imports, and cores are shared
@given(
    st.lists(st.one_of(WORD, st.sampled_from(["Le", "d’Aix", "O'Hara", "M.", '"le grand"', "Dupont,", "(Paris)"])),
             min_size=1, max_size=4).map(" ".join),
    st.from_regex(r"[a-z][a-z0-9.+_-]{0,10}[a-z]@[a-z]{1,8}\.example", fullmatch=True),
)  # fmt: skip
def test_what_the_standard_library_writes_is_read_back(name: str, address: str) -> None:
    author = read_author(formataddr((name, address)), decode)
    assert author.address == address
    assert author.name == " ".join(name.split()).strip('"') or name.startswith('"') or name.endswith('"')


@pytest.mark.parametrize(
    "written", ["(" * 5000, '"' * 5001, "<" * 5000, ", " * 5000, " " * 100_000 + "x", "a at " * 2000]
)
def test_an_endless_header_takes_no_time(written: str) -> None:
    read_author(written, decode)


@pytest.mark.parametrize(
    ("author", "fields", "expected"),
    [
        (
            Author("liste@y.example", "Anne Morvan via Discussion"),
            {"reply-to": "Discussion <liste@y.example>, Anne Morvan <anne@z.example>"},
            Author("anne@z.example", "Anne Morvan"),
        ),
        (
            Author("liste@y.example", "Anne (via liste Mailing List)"),
            {"reply-to": "anne@z.example", "list-post": "<mailto:liste@y.example>"},
            Author("anne@z.example", "Anne"),
        ),
        (
            Author("liste@y.example", "'Anne' via Groupe"),
            {"x-original-from": "Anne Morvan <anne@z.example>"},
            Author("anne@z.example", "Anne Morvan"),
        ),
        (Author("anne=z.example@groups.example", "Anne via groupe"), {}, Author("anne@z.example", "Anne")),
        (Author("anne=40z.example@dmarc.example", "Anne"), {}, Author("anne@z.example", "Anne")),
        # The list hid who wrote; a notice of another service; nothing rewritten.
        (Author("liste@y.example", "Anne via Discussion"), {"reply-to": "liste@y.example"}, None),
        (
            Author("robot@service.example", "Anne via Service"),
            {"reply-to": "a@z.example", "list-post": "<mailto:liste@y.example>"},
            None,
        ),
        (Author("anne@z.example", "Anne Morvan"), {"reply-to": "liste@y.example"}, None),
    ],
)
def test_a_rewritten_author_is_found_again(author: Author, fields: dict[str, str], expected: Author | None) -> None:
    assert original_author(author, fields, decode) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (" <Anne@Y.Example>. ", "anne@y.example"),
        ("mailto:anne@y.example", "anne@y.example"),
        ("Zoe\u0301@y.example", "zoé@y.example"),
        ("anne+liste@y.example", "anne+liste@y.example"),
    ],
)
def test_an_address_has_one_form(address: str, expected: str) -> None:
    assert normalise(address) == expected
    assert normalise(expected) == expected
