from __future__ import annotations

from pathlib import Path

from derived_rows import fill, store_of
from factories import source, study

from maillage.analyze import compared_profiles
from maillage.analyze.comparison import Comparison, published
from maillage.reports.table import Choice
from maillage.reports.tables import comparison

ROWS = (
    Comparison("9", "makers", "created", "", "2012-11", 201211.0, 0.0, 0.0, "", agrees=True),
    Comparison("27", "unisson", "mean-per-year", "", "105", 114.17, 9.17, 0.5, "incohérence 3: …", agrees=False),
    Comparison("35", "tiers-lieux", "messages", "row 02 2016-04", "1", 3.0, 2.0, 0.0, "", agrees=False),
    Comparison("text", "lille", "very-intensive-persons", "without makers", "6", 6.0, 0.0, 0.0, "", agrees=True),
)


def test_differences_stand_first_and_the_note_counts_them(tmp_path: Path) -> None:
    with store_of(tmp_path, Comparison) as store:
        fill(store, Comparison, ROWS)
        table = comparison.build(store, study(tmp_path), Choice())
    assert table.rows == (
        ("35", "tiers-lieux", "messages", "ligne 02 2016-04", "1", 3.0, 2.0, 0.0, "écart inexpliqué", ""),
        (
            *("27", "unisson", "moyenne par an", "", "105", 114.17, 9.17, 0.5),
            *("erreur connue de l'imprimé", "incohérence 3: …"),
        ),
        ("9", "makers", "date de création", "", "2012-11", "2012-11", 0.0, 0.0, "concorde", ""),
        ("texte", "lille", "personnes très intensives", "sans makers", "6", 6.0, 0.0, 0.0, "concorde", ""),
    )
    assert [note["en"] for note in table.notes] == [
        "4 values compared: 2 agree, 1 differ by a known error of the print, 1 remain unexplained."
    ]


def test_what_could_not_be_computed_differs_too(tmp_path: Path) -> None:
    missing = Comparison("37", "unisson", "messages-of-intensive", "row 02", "25", None, None, 0.0, "", agrees=False)
    with store_of(tmp_path, Comparison) as store:
        fill(store, Comparison, (*ROWS, missing))
        table = comparison.build(store, study(tmp_path), Choice())
    assert [row[0] for row in comparison.differing(table).rows] == ["35", "37", "27"]


def test_one_list_may_be_asked_for(tmp_path: Path) -> None:
    of = study(tmp_path, source("makers", network="Lille"), source("wiki-brest", network="Brest"))
    with store_of(tmp_path, Comparison) as store:
        fill(store, Comparison, ROWS)
        assert [row[1] for row in comparison.build(store, of, Choice(source="makers")).rows] == ["makers"]
        assert [row[1] for row in comparison.build(store, of, Choice(network="Brest")).rows] == []


def test_a_study_that_is_not_the_thesis_compares_nothing(tmp_path: Path) -> None:
    with store_of(tmp_path, Comparison) as store:
        table = comparison.build(store, study(tmp_path), Choice())
    assert (table.rows, table.notes) == ((), ())


def test_table_16_is_told_in_words_beside_its_marks(tmp_path: Path) -> None:
    marks = (
        ("discussion_space", "Réservé aux inscrits", "registered", True),
        ("anyone_can_edit", "x", "restricted", False),
        ("user_profile", "x", "", False),
        ("admin_validation_before_publication", "", "no", True),
    )
    rows = [
        Comparison("16", "wiki-fuc", "affordance", key, mark, None, None, 0.0, "", agrees, computed_text=value)
        for key, mark, value, agrees in marks
    ]
    with store_of(tmp_path, Comparison) as store:
        fill(store, Comparison, rows)
        table = comparison.build(store, study(tmp_path, language="en"), Choice())
    assert [row[3:6] for row in table.rows] == [
        ("Anyone can edit an existing article", "x", "some groups only"),
        ("User profile", "x", None),
        ("Spaces for discussion", "Réservé aux inscrits", "registered only"),
        ("Validation by the administrator needed before publication", "", "no"),
    ]


def test_every_compared_quantity_has_its_words() -> None:
    of_persons = {f"{field}-of-intensive" for field in ("messages", *compared_profiles.FIELDS)}
    others = {"authors-by-scale", "structures", "affordance"}
    assert {row["what"] for row in published("values")} | of_persons | others == comparison.WHATS.keys()
