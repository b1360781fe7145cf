from __future__ import annotations

from pathlib import Path

import pytest
from factories import Archive, values
from page_histories import Wiki, derive, study

from maillage.analyze.wikis import cowriting
from maillage.analyze.wikis.cowriting import CoWriting, CoWritingTie


@pytest.fixture
def written(wiki: Wiki, archive: Archive, tmp_path: Path) -> Archive:
    """Six pages.

    Port: Aline, then Bruno twice, and an address. Mer: Aline, Bruno, Chloé. Vent: Chloé alone. Sable: an address
    alone. Dune: a bot, then Aline. A redirect and a talk page, which are no content pages.
    """
    wiki.user("ImportBot", "bot")
    pages = {
        1: ("Port", ["Aline", "Bruno", "Bruno", "192.0.2.1"], "2015-03-02"),
        2: ("Mer", ["Aline", "Bruno", "Chloé"], "2015-03-05"),
        3: ("Vent", ["Chloé"], "2015-03-01"),
        4: ("Sable", ["192.0.2.1"], "2015-03-01"),
        5: ("Dune", ["ImportBot", "Aline"], "2015-03-09"),
    }
    for page, (title, users, day) in pages.items():
        wiki.page(page, title)
        for minute, user in enumerate(users):
            wiki.edit(page, user, f"{day} 10:{minute:02}")
    wiki.page(6, "Havre", redirect="Port")
    wiki.page(7, "Discussion:Port", namespace=1)
    for page in (6, 7):
        wiki.edit(page, "Aline", "2015-03-02 12:00")
        wiki.edit(page, "Damien", "2015-03-02 12:01")
    derive(archive, study(tmp_path), ["cowriting"])
    return archive


def test_pages_by_how_many_persons_wrote_them(written: Archive) -> None:
    columns = ("pages", "pages_by_nobody", "pages_by_two", "pages_by_three", "pages_with_addresses")
    assert values(written.store, CoWriting, *columns) == [(5, 1, 2, 1, 1)]


def test_edits_by_others_than_who_began_the_page(written: Archive) -> None:
    """Seven edits of persons stand on pages that persons began; Bruno's three and Chloé's on Mer are on Aline's."""
    assert values(written.store, CoWriting, "edits", "edits_by_others") == [(7, 4)]


def test_who_dares_and_after_how_long(written: Archive) -> None:
    """Bruno at once, Chloé with her second edit, four days after the first; Aline on the page of a bot only."""
    columns = ("contributors", "daring", "median_edits_before", "median_days_before")
    assert values(written.store, CoWriting, *columns) == [(3, 2, 0.5, 2.0)]


def test_pairs_of_persons_have_the_pages_that_both_wrote_on(written: Archive) -> None:
    names = dict(written.store.rows("select person, user from wiki_accounts where person is not null"))
    ties = values(written.store, CoWritingTie, "person", "other", "pages")
    assert sorted((*sorted((names[one], names[other])), pages) for one, other, pages in ties) == [
        ("Aline", "Bruno", 2),
        ("Aline", "Chloé", 1),
        ("Bruno", "Chloé", 1),
    ]


def test_a_page_of_a_crowd_ties_nobody(written: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cowriting, "MOST_PERSONS", 2)
    derive(written, study(tmp_path), ["cowriting"])
    assert values(written.store, CoWriting, "crowded") == [(1,)]
    assert [pages for (pages,) in values(written.store, CoWritingTie, "pages")] == [1]


def test_a_wiki_without_pages_has_nothing(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    derive(archive, study(tmp_path), ["cowriting"])
    assert values(archive.store, CoWriting) == [("wiki", *(0,) * 9, None, None, 0)]
