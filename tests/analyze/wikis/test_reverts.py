from __future__ import annotations

from pathlib import Path

import pytest
from factories import Archive, values
from page_histories import Wiki, derive, study

from maillage.analyze.wikis.reverts import RevertCount, RevertedEdit, means_of, role_of


@pytest.fixture
def reverted(wiki: Wiki, archive: Archive, tmp_path: Path) -> Archive:
    """Aline writes, an address and Bruno spoil, Aline repairs by rollback; Bruno spoils his own page and repairs it."""
    wiki.user("Aline", "sysop")
    wiki.page(1, "Port")
    wiki.texts(1, ("Aline", "le port"), ("192.0.2.1", "rien"), ("Bruno", "rien du tout"))
    wiki.edit(1, "Aline", "2015-03-02 10:30", "le port", tags="mw-rollback autre")
    wiki.page(2, "Mer")
    wiki.texts(2, ("Bruno", "la mer"), ("Bruno", "lame"), ("Bruno", "la mer"), ("Bruno", "la mer"))
    derive(archive, study(tmp_path), ["reverts"])
    return archive


def test_each_undone_edit_is_a_row_with_who_undid_it(reverted: Archive) -> None:
    columns = ("page", "revision", "reverted", "reverted_to", "user", "role", "reverted_user", "reverted_role")
    assert values(reverted.store, RevertedEdit, *columns, "of_own", "means", "day") == [
        (1, 4, 2, 1, "Aline", "administrator", "192.0.2.1", "ip", 0, "rollback", "2015-03-02"),
        (1, 4, 3, 1, "Aline", "administrator", "Bruno", "contributor", 0, "rollback", "2015-03-02"),
        (2, 7, 6, 5, "Bruno", "contributor", "Bruno", "contributor", 1, "", "2015-03-02"),
    ]


def test_persons_are_known_of_accounts_only(reverted: Archive) -> None:
    rows = values(reverted.store, RevertedEdit, "person", "reverted_person")
    assert [(person is None, other is None) for person, other in rows] == [
        (False, True),
        (False, False),
        (False, False),
    ]


def test_what_the_reverts_come_to(reverted: Archive) -> None:
    """Eight revisions, all told; two reverts, of three edits; one repair; one of the own edits."""
    assert values(reverted.store, RevertCount) == [("wiki", 8, 8, 8, 2, 3, 1, 1)]


def test_a_page_whose_texts_are_not_told_has_no_number_of_reverts(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    wiki.page(1, "Port")
    for minute in range(3):
        wiki.edit(1, "Aline", f"2015-03-02 10:0{minute}")
    derive(archive, study(tmp_path), ["reverts"])
    assert values(archive.store, RevertedEdit) == []
    assert values(archive.store, RevertCount) == [("wiki", 3, 0, 3, None, None, None, None)]


def test_masked_texts_are_like_no_other(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    wiki.page(1, "Port")
    wiki.edit(1, "Aline", "2015-03-02 10:00", "le port", hidden="text")
    wiki.edit(1, "Bruno", "2015-03-02 10:01", "rien")
    wiki.edit(1, "Aline", "2015-03-02 10:02", "le port")
    derive(archive, study(tmp_path), ["reverts"])
    assert values(archive.store, RevertedEdit) == []


def test_a_text_is_told_by_its_digest_or_by_itself(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    """The first revision has the wiki's digest and no text, the last a text and no digest: they are the same."""
    wiki.page(1, "Port")
    wiki.edit(1, "Aline", "2015-03-02 10:00", "le port", kept=False)
    wiki.edit(1, "Bruno", "2015-03-02 10:01", "rien")
    wiki.edit(1, "Aline", "2015-03-02 10:02", "le port", digest="")
    derive(archive, study(tmp_path), ["reverts"])
    assert values(archive.store, RevertedEdit, "revision", "reverted", "reverted_to") == [(3, 2, 1)]


def test_revisions_are_in_the_order_of_time_whatever_their_numbers(
    wiki: Wiki, archive: Archive, tmp_path: Path
) -> None:
    wiki.page(1, "Port")
    wiki.edit(1, "Aline", "2015-03-02 10:02", "le port")
    wiki.edit(1, "Aline", "2015-03-02 10:00", "le port")
    wiki.edit(1, "Bruno", "2015-03-02 10:01", "rien")
    derive(archive, study(tmp_path), ["reverts"])
    assert values(archive.store, RevertedEdit, "revision", "reverted", "reverted_to") == [(1, 3, 2)]


def test_bots_revert_and_are_reverted_as_bots(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    wiki.user("ImportBot", "bot")
    wiki.page(1, "Port")
    wiki.texts(1, ("ImportBot", "le port"), ("Bruno", "rien"), ("ImportBot", "le port"), ("Bruno", "rien"))
    derive(archive, study(tmp_path), ["reverts"])
    assert values(archive.store, RevertedEdit, "role", "reverted_role", "counted") == [
        ("bot", "contributor", 1),
        ("contributor", "bot", 1),
    ]


@pytest.mark.parametrize(
    ("tags", "means"),
    [
        ("", ""),
        ("mw-rollback", "rollback"),
        ("visualeditor mw-undo", "undo"),
        ("mw-manual-revert", "manual"),
        ("mw-undo mw-rollback", "rollback"),
        ("mw-reverted", ""),
    ],
)
def test_tags_say_how_it_was_done(tags: str, means: str) -> None:
    assert means_of(tags) == means


@pytest.mark.parametrize(
    ("user_class", "left_out", "administrator", "role"),
    [
        ("registered", "", True, "administrator"),
        ("registered", "", False, "contributor"),
        ("registered", "blocked", False, "contributor"),
        ("registered", "bot", True, "bot"),
        ("ip", "", False, "ip"),
        ("temporary", "", False, "ip"),
        ("imported", "", False, "other"),
        ("hidden", "", False, "other"),
    ],
)
def test_everybody_has_one_role(user_class: str, left_out: str, administrator: bool, role: str) -> None:  # noqa: FBT001  # a table of cases
    assert role_of(user_class, left_out, by_administrator=administrator) == role
