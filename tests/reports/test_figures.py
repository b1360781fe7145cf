"""Figures, from tables of a few rows."""

from __future__ import annotations

import re

import pytest
from report_examples import PEOPLE, empty

from maillage.reports import figures
from maillage.reports.page import inline
from maillage.reports.table import Cell, Column, Kind, Table


def table(name: str, names: str, *rows: tuple[Cell, ...]) -> Table:
    columns = tuple(Column(column, {"fr": column, "en": column}, Kind.TEXT) for column in names.split())
    text = {"fr": name, "en": name}
    return Table(name=name, title=text, columns=columns, rows=rows, definition=text)


YEARS = table(
    "volume-by-year",
    "source year messages in_figure",
    ("makers", 2012, 9999, 0),
    ("makers", 2013, 1208, 1),
    ("makers", 2014, 800, 1),
    ("unisson", 2014, 234, 1),
)
TIERS = table(
    "tiers",
    "source tier share_of_persons",
    ("makers", "noyau", 0.06),
    ("makers", "occasionnels", 0.94),
    ("makers", "silencieux", None),
)
LORENZ = table(
    "lorenz", "source authors_share messages_share", ("makers", 0.0, 0.0), ("makers", 0.9, 0.3), ("makers", 1.0, 1.0)
)
GINI = table("concentration", "source gini", ("makers", 0.6), ("unisson", None))
SILENT = table("silent", "source taken_on silent_share", ("makers", "2017-06-15", 0.416), ("makers", "2015-01-01", 0.9))
TABLES = {one.name: one for one in (YEARS, TIERS, LORENZ, GINI, SILENT)}


def words(figure: figures.Figure | None) -> list[str]:
    assert figure is not None
    return [text.strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", figure.svg)]


def test_all_four_are_drawn_in_the_order_of_reports() -> None:
    drawn = figures.figures(TABLES, "fr", PEOPLE)
    assert [figure.name for figure in drawn] == ["volume-by-year", "silent", "tiers", "lorenz"]
    assert all(figure.png.startswith(b"\x89PNG") for figure in drawn)


def test_the_volume_shows_only_what_belongs_in_the_figure() -> None:
    shown = words(figures.volume(TABLES, "fr", PEOPLE))
    assert {"Makers", "Unisson &amp; amis", "1\u202f208", "800", "234", "2013", "2014"} <= set(shown)
    assert "9\u202f999" not in shown
    assert "2012" not in shown


def test_numbers_are_those_of_the_language() -> None:
    assert "1,208" in words(figures.volume(TABLES, "en", PEOPLE))


def test_tiers_bear_their_share_where_there_is_room() -> None:
    shown = words(figures.tiers(TABLES, "fr", PEOPLE))
    assert "94,0\u202f%" in shown
    assert "6,0\u202f%" not in shown
    assert {"noyau", "occasionnels"} <= set(shown)


def test_silence_is_that_of_the_latest_subscriber_list() -> None:
    assert "41,6\u202f%" in words(figures.silent(TABLES, "fr", PEOPLE))
    assert "90,0\u202f%" not in words(figures.silent(TABLES, "fr", PEOPLE))


def test_lorenz_curves_have_their_gini_and_the_line_of_equality() -> None:
    assert {"Makers (Gini 0,60)", "égalité"} <= set(words(figures.lorenz(TABLES, "fr", PEOPLE)))


def test_each_says_in_a_sentence_what_to_see() -> None:
    alts = {figure.name: figure.alt for figure in figures.figures(TABLES, "fr", PEOPLE)}
    assert alts["volume-by-year"].endswith("Makers a son année la plus active en 2013, avec 1\u202f208 messages.")
    assert alts["tiers"].endswith("le niveau «\u00a0occasionnels\u00a0» réunit 94,0\u202f% des personnes.")
    assert alts["lorenz"].endswith("avec un indice de Gini de 0,60.")


@pytest.mark.parametrize("name", ["volume-by-year", "silent", "tiers", "lorenz"])
def test_a_table_without_rows_has_no_figure(name: str) -> None:
    assert figures.figures({name: empty(name)}, "fr", PEOPLE) == []


def test_the_same_tables_give_the_same_bytes() -> None:
    assert figures.figures(TABLES, "fr", PEOPLE) == figures.figures(TABLES, "fr", PEOPLE)


def test_a_figure_has_no_date_and_no_program() -> None:
    for figure in figures.figures(TABLES, "fr", PEOPLE):
        assert "<dc:date>" not in figure.svg
        assert b"tEXtSoftware" not in figure.png


def test_in_a_page_it_takes_the_page_s_colours_and_ids_of_its_own() -> None:
    drawn = figures.figures(TABLES, "fr", PEOPLE)
    svgs = [inline(figure) for figure in drawn]
    ids = [found for svg in svgs for found in re.findall(r'\bid="([^"]*)"', svg)]
    assert len(ids) == len(set(ids))
    for svg in svgs:
        assert svg.startswith("<svg xmlns=")
        assert 'role="img"' in svg
        assert figures.INK not in svg
        assert "<style" not in svg
        used = re.findall(r'(?:url\(#|href="#)([^)"]*)', svg)
        assert set(used) <= set(re.findall(r'\bid="([^"]*)"', svg))


PLACES = table(
    "places",
    "source network scale share_of_authors",
    ("makers", "Lille", "ville", 0.75),
    ("makers", "Lille", "pays", 0.0),
    ("makers", "Lille", "non identifiée", 0.25),
    ("wiki", "Brest", "ville", 1.0),
)


def test_authors_by_scale_are_one_figure_for_each_network() -> None:
    drawn = list(figures.places({"places": PLACES}, "fr", PEOPLE))
    assert [figure.name for figure in drawn] == ["places-1", "places-2"]
    assert {"ville", "non identifiée", "75,0\u202f%"} <= set(words(drawn[0]))
    assert "pays" not in words(drawn[0])
    assert "Listes de Brest" in drawn[1].note


def test_the_places_of_one_network_have_no_number() -> None:
    one = table("places", "source network scale share_of_authors", ("makers", "", "ville", 1.0))
    (figure,) = figures.places({"places": one}, "fr", PEOPLE)
    assert (figure.name, figure.note) == ("places", "")
