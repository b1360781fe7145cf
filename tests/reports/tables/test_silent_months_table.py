from __future__ import annotations

from factories import PEOPLE_STEPS, Archive, derive, source, study

from maillage.project import Study
from maillage.reports import tables
from maillage.reports.page import FOLDED, SECTIONS
from maillage.reports.table import Choice, Table

STEPS = (*PEOPLE_STEPS, "silence_months")


def two_lists(archive: Archive, *, gone: bool) -> Study:
    archive.message("makers", sent="2015-01-10", by="a@x.fr")
    for name in ("makers", "unisson"):
        for day in ("2015-02-10", "2015-02-20"):
            roster = archive.roster(name, taken_on=day)
            archive.subscription(roster, "1", "a@x.fr", subscribed="2015-01-05")
            if gone:
                archive.subscription(roster, "2", "b@x.fr", subscribed="2014-12-05", gone="2015-01-20")
    of = study(archive.root, source("unisson", "2015-01"), source("makers", "2015-01"))
    derive(archive, of, *STEPS)
    return of


def build(archive: Archive, of: Study, choice: Choice | None = None) -> Table:
    return tables.build("silent-months", archive.store, of, choice or Choice())


def test_each_list_has_its_months_by_its_latest_subscriber_list(archive: Archive) -> None:
    of = two_lists(archive, gone=True)
    table = build(archive, of)
    assert [row[:6] for row in table.rows] == [
        ("unisson", "2015-01", 1, 0, 1, 1),
        ("unisson", "2015-02", 1, 0, 0, 0),
        ("makers", "2015-01", 1, 0, 1, 1),
        ("makers", "2015-02", 1, 0, 0, 0),
    ]
    assert table.notes == ()
    assert {row[0] for row in build(archive, of, Choice(source="makers")).rows} == {"makers"}


def test_lower_bounds_are_marked_and_explained(archive: Archive) -> None:
    table = build(archive, two_lists(archive, gone=False))
    assert [row[3] for row in table.rows] == [1, 0, 1, 0]
    assert "as many subscribers or more" in table.notes[0]["en"]
    assert "autant d'abonnés ou plus" in table.notes[0]["fr"]


def test_the_page_has_it_folded_where_it_speaks_of_silence() -> None:
    assert "silent-months" in SECTIONS["silent"]
    assert "silent-months" in FOLDED
