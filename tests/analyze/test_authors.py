from __future__ import annotations

from datetime import date

from factories import Archive, derive, source, study, values

from maillage.analyze.authors import PersonList, PersonMonth


def test_the_messages_of_a_person_are_counted_by_list_and_by_month(archive: Archive) -> None:
    archive.message(sent="2015-03-05", by="a@x.fr", name="Marie Martin")
    archive.message(sent="2015-03-09", by="b@x.fr", name="Marie Martin")
    archive.message(sent="2015-05-01", by="a@x.fr")
    archive.message("unisson", sent="2015-05-02", by="a@x.fr")
    derive(archive, study(archive.root, source("makers"), source("unisson")))
    assert values(archive.store, PersonList) == [
        ("makers", 1, 3, "2015-03-05", "2015-05-01"),
        ("unisson", 1, 1, "2015-05-02", "2015-05-02"),
    ]
    assert values(archive.store, PersonMonth) == [
        ("makers", 1, "2015-03", 2),
        ("makers", 1, "2015-05", 1),
        ("unisson", 1, "2015-05", 1),
    ]


def test_what_does_not_count_makes_no_author(archive: Archive) -> None:
    archive.message(sent="2017-03", by="late@x.fr")
    archive.message(sent=None, by="undated@x.fr")
    archive.message(label="robot", by="robot@x.fr")
    archive.message()
    derive(archive, study(archive.root, end=date(2016, 12, 31), set_aside=("robot",)))
    assert values(archive.store, PersonList) == []


def test_lists_that_are_only_listed_have_no_authors(archive: Archive) -> None:
    archive.message("aside", by="a@x.fr")
    archive.message("old", by="a@x.fr")
    of = study(archive.root, source("makers"), source("aside", analysed=False), source("old", merged_into="makers"))
    derive(archive, of)
    assert values(archive.store, PersonList, "source", "messages") == [("makers", 1)]
