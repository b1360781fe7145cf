from __future__ import annotations

from pathlib import Path

import pytest
from factories import Archive, values
from page_histories import Wiki, derive, study

from maillage.analyze.wikis.survival import Survival, SurvivalCount


@pytest.fixture
def survived(wiki: Wiki, archive: Archive, tmp_path: Path) -> Archive:
    """Aline, who administers, writes five words, of which Bruno changes one; an address and a bot add two each."""
    wiki.user("Aline", "sysop")
    wiki.user("ImportBot", "bot")
    wiki.page(1, "Port")
    wiki.texts(
        1,
        ("Aline", "le port de la ville"),
        ("Bruno", "le port de la mer"),
        ("192.0.2.1", "le port de la mer du nord"),
        ("ImportBot", "le port de la mer du nord catégorie ports"),
    )
    wiki.page(2, "Havre", redirect="Port")
    wiki.texts(2, ("Bruno", "redirection vers port"))
    wiki.page(3, "Vide")
    wiki.edit(3, "Bruno", "2015-03-02 11:00")
    derive(archive, study(tmp_path), ["survival"])
    return archive


def test_words_are_of_who_wrote_them_first(survived: Archive) -> None:
    """Four of Aline's words were in three revisions by others each, and the fifth in none."""
    columns = ("page", "user", "written", "removed", "surviving", "persisted")
    assert values(survived.store, Survival, *columns) == [
        (1, "192.0.2.1", 2, 0, 2, 2),
        (1, "Aline", 5, 0, 4, 12),
        (1, "Bruno", 1, 1, 1, 2),
    ]


def test_what_the_words_of_a_wiki_come_to(survived: Archive) -> None:
    """Nine words in the last text, two of them by the bot, which does not count."""
    columns = ("pages", "followed", "unread", "words", "written", "surviving", "by_administrators", "by_persons")
    assert values(survived.store, SurvivalCount, *columns, "by_others", "left_out", "authors", "half_makers") == [
        (2, 1, 0, 9, 8, 7, 4, 5, 2, 2, 2, 1)
    ]


def test_a_wiki_without_texts_has_no_words(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    wiki.page(1, "Port")
    wiki.edit(1, "Aline", "2015-03-02 10:00")
    derive(archive, study(tmp_path), ["survival"])
    assert values(archive.store, SurvivalCount) == [("wiki", 1, 0, *(None,) * 12)]
