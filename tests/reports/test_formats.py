"""Tables in every format."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from report_examples import NAMED, PEOPLE, REGULARS, empty, matrix
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from maillage.errors import UnknownName
from maillage.reports.formats import FORMATS, markup, render
from maillage.reports.table import Cell, Column, Kind, Table


def pairs(*rows: tuple[str, str]) -> Table:
    """A table of pairs that takes several blocks in 60 columns."""
    numbers = [f"number {index}" for index in range(6)]
    columns = (
        *(Column(name, {"fr": name, "en": name}) for name in ("one", "other")),
        *(Column(name, {"fr": name, "en": name}, Kind.COUNT) for name in numbers),
    )
    cells = tuple((*row, *(10**7 for _ in numbers)) for row in rows)
    return Table("pairs", {"fr": "Paires", "en": "Pairs"}, columns, cells, {"fr": "…", "en": "…"})


def short(table: Table, columns: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple(row[:columns] for row in table.rows)


def blocks(text: str) -> list[list[str]]:
    """The lines of each block but its rule: what stands between blank lines and has one."""
    parts = [part.splitlines() for part in text.split("\n\n")]
    return [[line for line in part if "──" not in line] for part in parts if any("──" in line for line in part)]


class TestCsv:
    def test_machines_get_bare_values_under_iso_names(self) -> None:
        rows = list(csv.reader(io.StringIO(render(REGULARS, "csv", "fr", PEOPLE))))
        assert rows[0][:3] == ["source", "authors", "regular_share"]
        assert rows[1][:4] == ["makers", "12390", "0.1282051282051282", "1234.5"]
        assert rows[1][4:7] == ["2015-03-03", "2012-11", "2013"]

    def test_what_is_not_known_is_empty(self) -> None:
        assert render(REGULARS, "csv", "fr", PEOPLE).splitlines()[2] == "unisson,33,,,2014-02-01,2014-02,,"

    def test_totals_come_last(self) -> None:
        assert render(REGULARS, "csv", "en", PEOPLE).splitlines()[-1] == "total,12423,0.12,,,,,"

    def test_persons_are_pseudonyms_unless_names_were_asked_for(self) -> None:
        assert "\nP-7K3Q2M," in render(matrix(), "csv", "fr", PEOPLE)
        assert "\nMarie Durand," in render(matrix(), "csv", "fr", NAMED)

    def test_both_languages_give_the_same_numbers(self) -> None:
        assert render(matrix(), "csv", "fr", PEOPLE) == render(matrix(), "csv", "en", PEOPLE)

    def test_lines_end_as_on_unix(self) -> None:
        assert "\r" not in render(REGULARS, "csv", "fr", PEOPLE)


class TestJson:
    def test_it_says_what_it_is(self) -> None:
        read = json.loads(render(REGULARS, "json", "en", PEOPLE))
        assert read["name"] == "regular-authors"
        assert read["reproduces"] == "28"
        assert read["measures"] == ["A8", "A9"]
        assert read["columns"][1] == {"name": "authors", "label": "Authors", "kind": "count"}

    def test_rows_are_lists_and_unknown_is_null(self) -> None:
        read = json.loads(render(REGULARS, "json", "en", PEOPLE))
        assert read["rows"][1] == ["unisson", 33, None, None, "2014-02-01", "2014-02", None, ""]
        assert read["totals"][1] == 12423

    def test_a_table_without_totals_has_null(self) -> None:
        assert json.loads(render(empty("silent"), "json", "fr", PEOPLE))["totals"] is None


class TestMarkdown:
    def test_french_numbers_and_dates(self) -> None:
        line = render(REGULARS, "md", "fr", PEOPLE).splitlines()[4]
        assert line.startswith(
            "| Makers | 12\u202f390 | 12,8\u202f% | 1\u202f234,50 | 3 mars 2015 | novembre 2012 | 2013 |"
        )

    def test_english_numbers_and_dates(self) -> None:
        line = render(REGULARS, "md", "en", PEOPLE).splitlines()[4]
        assert line.startswith("| Makers | 12,390 | 12.8% | 1,234.50 | 3 March 2015 | November 2012 | 2013 |")

    def test_marks_of_markdown_are_escaped(self) -> None:
        text = render(REGULARS, "md", "fr", PEOPLE)
        assert r"a\|b, \<c\> écrit" in text
        assert r"| Jean=\*Petit\* |" in render(matrix(), "md", "fr", NAMED)

    def test_it_says_which_table_of_the_thesis_it_is(self) -> None:
        assert "Reproduit le tableau 28 de Taniguchi 2018." in render(REGULARS, "md", "fr", PEOPLE)

    def test_an_empty_table_says_so(self) -> None:
        assert "This table has no row." in render(empty("silent"), "md", "en", PEOPLE)


class TestLatex:
    def test_booktabs_and_escapes(self) -> None:
        text = render(REGULARS, "latex", "fr", PEOPLE)
        assert r"\toprule" in text
        assert r"Unisson \& amis & 33 & -- & --" in text
        assert r"12\,390 & 12,8\,\% & 1\,234,50" in text
        assert r"\texttt{maillage.toml}" in text

    def test_columns_are_aligned_by_kind(self) -> None:
        assert r"\begin{tabular}{lrrrllrl}" in render(REGULARS, "latex", "fr", PEOPLE)

    def test_a_long_table_breaks_over_pages(self) -> None:
        assert r"\begin{longtable}" in render(matrix(2, markup.LONG), "latex", "fr", PEOPLE)


class TestHtml:
    def test_headers_have_their_scope(self) -> None:
        tree = HTMLParser(render(REGULARS, "html", "fr", PEOPLE))
        scopes = [cell.attributes["scope"] for cell in tree.css("th")]
        assert scopes == ["col"] * 8 + ["row"] * 3
        caption = tree.css_first("caption")
        assert caption is not None
        assert caption.text() == "Auteurs réguliers\u00a0: l’essentiel"

    def test_days_and_months_can_be_read_by_machines(self) -> None:
        tree = HTMLParser(render(REGULARS, "html", "fr", PEOPLE))
        times = [(time.attributes["datetime"], time.text()) for time in tree.css("time")]
        assert times[:2] == [("2015-03-03", "3 mars 2015"), ("2012-11", "novembre 2012")]
        assert times[2] == ("2014-02-01", "1er février 2014")

    def test_text_is_escaped(self) -> None:
        assert "a|b, &lt;c&gt; écrit" in render(REGULARS, "html", "fr", PEOPLE)

    def test_a_row_of_totals_is_a_foot(self) -> None:
        foot = HTMLParser(render(REGULARS, "html", "en", PEOPLE)).css_first("tfoot")
        assert foot is not None
        assert [cell.text() for cell in foot.css("th, td")] == ["Total", "12,423", "12.0%", "", "", "", "", ""]

    def test_months_of_a_matrix_are_shaded_by_what_was_written(self) -> None:
        tree = HTMLParser(render(matrix(13), "html", "fr", PEOPLE))
        cells = tree.css("tbody tr:nth-child(2) td")
        assert [cell.attributes["class"] for cell in cells[:5]] == ["z", "h1", "h1", "h1", "h2"]


class TestText:
    @pytest.mark.parametrize("width", [40, 60, 80, 120, 300])
    @pytest.mark.parametrize("table", [REGULARS, matrix(50), matrix(120), empty("silent")])
    def test_it_fits_the_terminal(self, table: Table, width: int) -> None:
        text = render(table, "text", "fr", PEOPLE, width)
        assert max(map(len, text.splitlines())) <= width

    def test_months_stand_as_they_are_where_there_is_room(self) -> None:
        text = render(matrix(3), "text", "fr", PEOPLE, 100)
        assert "01.2015   02.2015   03.2015   Total" in text
        assert "réunis par année" not in text

    def test_months_fold_into_years_where_there_is_none_and_it_says_so(self) -> None:
        text = render(matrix(24), "text", "en", PEOPLE, 80)
        assert "Author     2015   2016   Total" in text
        assert "P-2222AA     66     67     200" in text
        assert "brought together by year" in text

    def test_a_year_that_has_a_column_keeps_it(self) -> None:
        table = matrix(24)
        own = replace(table.columns[-1], name="2015")
        text = render(replace(table, columns=(*table.columns[:-1], own)), "text", "en", PEOPLE, 80)
        assert "Author     2016   Total" in text

    def test_columns_that_do_not_fit_go_on_below_beside_the_first(self) -> None:
        text = render(REGULARS, "text", "fr", PEOPLE, 60)
        assert text.count("Liste") > 1
        assert "Remarque" in text

    def test_every_block_repeats_the_columns_that_tell_its_rows_apart(self) -> None:
        text = render(pairs(("abrest", "makers"), ("abrest", "unisson")), "text", "en", PEOPLE, 60)
        assert len(blocks(text)) > 1
        for lines in blocks(text):
            assert [line.split()[:2] for line in lines[-2:]] == [["abrest", "makers"], ["abrest", "unisson"]]

    def test_rows_that_nothing_short_tells_apart_are_numbered(self) -> None:
        table = pairs(("abrest", "makers"), ("abrest", "makers"))
        text = render(table, "text", "en", PEOPLE, 60)
        assert all([line.split()[0] for line in lines] == ["No.", "1", "2"] for lines in blocks(text))
        assert "No." not in render(table, "text", "en", PEOPLE, 200)
        assert "No." not in render(table, "csv", "en", PEOPLE)

    def test_texts_go_on_below_before_columns_do(self) -> None:
        long = "une liste dont le titre est très long"
        table = pairs((long, "makers"), (long, "unisson"))
        four = replace(table, columns=table.columns[:4], rows=short(table, 4))
        assert len(blocks(render(four, "text", "en", PEOPLE, 60))) == 1

    def test_headers_are_low_where_there_is_room(self) -> None:
        label = "A b c d e f"
        table = replace(pairs(("a", "b")), columns=(Column("a", {"fr": label, "en": label}, Kind.COUNT),), rows=((1,),))
        assert "A b" in render(table, "text", "en", PEOPLE, 80)

    def test_brackets_are_no_markup(self) -> None:
        assert "[adresse masquée]" in render(REGULARS, "text", "fr", PEOPLE, 120)

    def test_an_empty_table_says_so(self) -> None:
        assert "Ce tableau n’a aucune ligne." in render(empty("silent"), "text", "fr", PEOPLE, 80)


@pytest.mark.parametrize(
    ("reproduces", "said"),
    [
        ("", []),
        ("28", ["Reproduit le tableau 28 de Taniguchi 2018."]),
        ("36, 37", ["Reproduit les tableaux 36 et 37 de Taniguchi 2018."]),
        ("figure 42", ["Reproduit la figure 42 de Taniguchi 2018."]),
        ("annexe 3", ["Reproduit, de Taniguchi 2018\u00a0: annexe 3."]),
    ],
)
def test_what_is_reproduced_is_named(reproduces: str, said: list[str]) -> None:
    assert markup.remarks(replace(empty("silent"), reproduces=reproduces), "fr") == said


@pytest.mark.parametrize("form", FORMATS)
def test_an_address_shows_in_no_format(form: str) -> None:
    assert "exemple.fr" not in render(REGULARS, form, "fr", PEOPLE, 200)
    assert "exemple.fr" in render(REGULARS, form, "fr", NAMED, 200)


def test_another_format_is_unknown() -> None:
    with pytest.raises(UnknownName, match="there is no format called 'ods'; there are: text, csv, json"):
        render(REGULARS, "ods", "fr", PEOPLE)
