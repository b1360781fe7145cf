"""The page, parsed as a browser does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import factories
import pytest
from report_examples import NAMED, PEOPLE, REGULARS, empty, matrix
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from test_figures import TABLES

from maillage.project import Study
from maillage.reports.figures import figures
from maillage.reports.page import page
from maillage.reports.people import People
from maillage.reports.table import Cell, Column, Kind, Table
from maillage.store import Store

MATRIX = replace(matrix(14, 3), name="author-by-month-makers")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return factories.study(tmp_path, factories.source("makers", title="Makers"), factories.source("unisson"))


@pytest.fixture
def store(study: Study) -> Iterator[Store]:
    with factories.Archive(study.root) as archive:
        factories.derive(archive, study)
        yield archive.store


@pytest.fixture
def shown(study: Study, store: Store) -> HTMLParser:
    tables = (REGULARS, MATRIX, *TABLES.values(), empty("problems"))
    return HTMLParser(html(study, store, *tables))


def html(study: Study, store: Store, *tables: Table, language: str = "fr", people: People = PEOPLE) -> str:
    drawn = figures({table.name: table for table in tables}, language, people)
    return page(tables, drawn, study, store, language, people)


def text(tree: HTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def comparison(*rows: tuple[Cell, ...]) -> Table:
    columns = (
        Column("what", {"fr": "Grandeur", "en": "What"}),
        Column("difference", {"fr": "Écart", "en": "Difference"}, Kind.COUNT),
        Column("verdict", {"fr": "Verdict", "en": "Verdict"}),
    )
    return replace(empty("comparison"), columns=columns, rows=rows)


def test_it_says_its_language_and_title(shown: HTMLParser) -> None:
    assert shown.css_first("html").attributes["lang"] == "fr"  # type: ignore[union-attr]
    assert text(shown, "h1") == ["A study"]


def test_the_end_of_an_open_period_is_that_of_the_messages(tmp_path: Path) -> None:
    lists = (factories.source("makers"), factories.source("unisson"))
    with factories.Archive(tmp_path) as archive:
        archive.message(sent="2014-05-15")
        archive.message("unisson", sent="2016-02-15")
        for begin, end, said in (
            (None, None, "from 15 May 2014 to 15 February 2016, the days of the first and the last message"),
            (date(2015, 1, 1), None, "from 1 January 2015 to 15 February 2016, the day of the last message"),
            (None, date(2015, 1, 1), "from 15 May 2014, the day of the first message counted, to 1 January 2015"),
            (date(2017, 1, 1), None, "from 1 January 2017 on; no message counts in it"),
        ):
            of = factories.study(tmp_path, *lists, begin=begin, end=end)
            factories.derive(archive, of)
            shown = HTMLParser(html(of, archive.store, REGULARS, language="en"))
            assert text(shown, "header dd")[0].startswith(said)


def test_headings_follow_one_another_without_a_gap(shown: HTMLParser) -> None:
    levels = [int(node.tag[1]) for node in shown.css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_contents_name_every_section(shown: HTMLParser) -> None:
    assert text(shown, "nav a") == text(shown, "main h2")


def test_head_figures_are_totals_of_tables(shown: HTMLParser) -> None:
    keys = dict(zip(text(shown, ".keys dt"), text(shown, ".keys dd"), strict=True))
    assert keys["auteurs"] == "12\u202f423".replace("\u202f", " ")


def test_each_table_has_a_caption_scopes_its_definition_and_its_data(shown: HTMLParser) -> None:
    assert len(shown.css(".part table")) == len(shown.css(".part caption"))
    assert all("scope" in cell.attributes for cell in shown.css("th"))
    part = shown.css_first("#t-regular-authors")
    assert part is not None
    assert part.css_first("h3").text().endswith("Auteurs réguliers\u00a0: l’essentiel")  # type: ignore[union-attr]
    assert "plus de 10 messages" in part.css_first("details p").text()  # type: ignore[union-attr]
    assert part.css_first(".files a").attributes["href"] == "tables/regular-authors.csv"  # type: ignore[union-attr]
    assert "Reproduit le tableau 28 de Taniguchi 2018." in part.text()
    assert "<code>maillage.toml</code>" in str(part.html)


def test_wide_tables_scroll_in_a_box_that_a_keyboard_reaches(shown: HTMLParser) -> None:
    for table in shown.css(".part table"):
        assert table.parent is not None
        assert "scroll" in str(table.parent.attributes["class"])
        assert table.parent.attributes["tabindex"] == "0"


def test_figures_stand_in_the_page_with_what_they_show(shown: HTMLParser) -> None:
    drawn = shown.css("figure svg[role=img]")
    assert len(drawn) == 4
    assert all(str(figure.attributes["aria-label"]).endswith(".") for figure in drawn)
    assert len(shown.css("figure figcaption")) == 4


def test_the_command_behind_a_cell_is_told_under_the_matrix(shown: HTMLParser) -> None:
    part = shown.css_first("#t-author-by-month-makers")
    assert part is not None
    assert "maillage messages --source makers --author P-2222AA --month 2015-02" in text_of(part)


def text_of(node: object) -> str:
    return " ".join(node.text().split())  # type: ignore[attr-defined]


def test_names_in_a_command_are_quoted_for_the_shell(study: Study, store: Store) -> None:
    shown = html(study, store, MATRIX, people=NAMED)
    assert "--author &#x27;Jean=*Petit*&#x27; --month 2015-02" in shown


def test_what_is_empty_is_said_in_a_sentence(study: Study, store: Store) -> None:
    tree = HTMLParser(html(study, store, empty("problems"), empty("silent"), empty("gaps")))
    said = " ".join(text(tree, ".empty"))
    assert "Aucun problème : tout ce qui a été lu a été compris." in said.replace("\u00a0", " ")
    assert "Aucun mois sans message" in said
    assert "On ne connaît aucune liste d’abonnés pour Makers et unisson" in tree.html  # type: ignore[operator]


def test_differences_from_print_are_marked_and_agreement_is_not(study: Study, store: Store) -> None:
    rows = [("a", 3, "unexplained difference"), ("b", 1, "known error of the print"), ("c", 0, "agrees")]
    tree = HTMLParser(html(study, store, comparison(*rows), language="en"))
    classes = [row.attributes.get("class") for row in tree.css("#comparison tbody tr")]
    assert classes == ["differs", "explained", None]


def test_without_a_comparison_the_page_says_why(study: Study, store: Store) -> None:
    assert "compare_with_thesis = true" in html(study, store, REGULARS)
    assert "there is nothing to compare" in html(study, store, REGULARS, comparison(), language="en")


def test_a_very_long_table_is_cut_and_says_so(study: Study, store: Store) -> None:
    shown = html(study, store, replace(matrix(24, 1200), name="author-by-month-makers"))
    tree = HTMLParser(shown)
    assert len(tree.css("#author-by-month-makers tbody tr")) == 500
    assert "Les 500 premières lignes sur 1\u202f200\u202f; toutes sont dans le fichier CSV." in shown


def test_a_table_that_no_section_names_is_shown_at_the_end(study: Study, store: Store) -> None:
    tree = HTMLParser(html(study, store, replace(REGULARS, name="new-one")))
    assert text(tree, "#s-others") == ["Autres tableaux"]
    assert tree.css_first("#t-new-one") is not None


def test_what_people_wrote_is_text_and_never_markup(store: Store, study: Study) -> None:
    evil = "<script>alert(1)</script>"
    people = People(labels={1: evil, 2: evil}, titles={"makers": evil}, names=True)
    titled = replace(study, title=evil)
    tree = HTMLParser(html(titled, store, MATRIX, REGULARS, *TABLES.values(), people=people))
    assert len(tree.css("script")) == 1
    assert "alert" not in tree.css_first("script").text()  # type: ignore[union-attr]


def test_thresholds_and_definitions_stand_together(shown: HTMLParser) -> None:
    settings = dict(
        zip(text(shown, "#s-settings ~ .scroll th[scope=row]"), text(shown, "#s-settings ~ .scroll td"), strict=True)
    )
    assert (
        settings["Auteur régulier : plus de … messages sur une liste".replace(" :", "\u00a0:").replace("\u00a0", " ")]
        == "10"
    )
    assert "aucun : tout message compte, comme dans la thèse" in settings.values()


def test_the_page_says_whether_it_names_people(study: Study, store: Store) -> None:
    assert "aucun nom ni aucune adresse ne figure dans ce rapport" in html(study, store, REGULARS)
    assert "This report names persons" in html(study, store, REGULARS, language="en", people=NAMED)
