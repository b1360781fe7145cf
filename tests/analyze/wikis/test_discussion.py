from __future__ import annotations

from pathlib import Path

import pytest
from factories import Archive, values
from page_histories import Wiki, derive, study

from maillage.analyze.wikis.discussion import MANY, Discussion, DiscussionPage, answers, is_pump, kind_of


@pytest.fixture
def discussed(wiki: Wiki, archive: Archive, tmp_path: Path) -> Archive:
    """A content page with its talk page, a user's talk page that begins with a welcome, and a village pump."""
    wiki.user("Aline", "sysop")
    wiki.user("SalutBot", "bot")
    wiki.page(1, "Port")
    wiki.edit(1, "Aline", "2015-03-01 10:00")
    wiki.page(2, "Discussion:Port", namespace=1)
    wiki.edit(2, "Bruno", "2015-03-02 10:00", comment="/* Le quai */ une question")
    wiki.edit(2, "Bruno", "2015-03-02 10:05", comment="/* Le quai */ plus clair")
    wiki.edit(2, "Aline", "2015-03-02 11:00", comment="/* Le quai */ réponse")
    wiki.edit(2, "192.0.2.1", "2015-03-03 11:00", comment="/* La digue */")
    wiki.page(3, "Discussion utilisateur:Bruno", namespace=3)
    wiki.edit(3, "Aline", "2015-03-02 12:00", comment="bonjour")
    wiki.edit(3, "Bruno", "2015-03-02 12:10", comment="merci")
    wiki.page(4, "Discussion utilisateur:Chloé", namespace=3)
    wiki.edit(4, "SalutBot", "2015-03-02 13:00")
    wiki.page(5, "Projet:Le Bistro/mars 2015", namespace=4)
    wiki.edit(5, "Chloé", "2015-03-04 09:00")
    wiki.edit(5, "Aline", "2015-03-04 10:00")
    wiki.page(6, "Projet:À propos", namespace=4)
    wiki.edit(6, "Aline", "2015-03-09 10:00")
    derive(archive, study(tmp_path), ["discussion"])
    return archive


def test_each_discussion_page_with_its_answers(discussed: Archive) -> None:
    columns = ("page", "kind", "edits", "welcomes", "users", "answers", "sections", "answered_sections", "last_at")
    assert values(discussed.store, DiscussionPage, *columns) == [
        (2, "content", 4, 0, 3, 2, 2, 1, "2015-03-03T11:00:00Z"),
        (3, "user", 1, 1, 1, 0, 0, 0, "2015-03-02T12:10:00Z"),
        (4, "user", 0, 1, 0, 0, 0, 0, None),
        (5, "pump", 2, 0, 2, 1, 0, 0, "2015-03-04T10:00:00Z"),
    ]


def test_what_is_discussed_on_a_wiki(discussed: Archive) -> None:
    edits = ("edits", "talk_edits", "content_talk_edits", "user_talk_edits", "pump_edits", "welcomes", "answers")
    assert values(discussed.store, Discussion, *edits) == [(10, 5, 4, 1, 2, 2, 3)]
    pages = ("pages", "answered_pages", "content_pages", "discussed_pages", "sections", "answered_sections")
    assert values(discussed.store, Discussion, *pages) == [(3, 2, 1, 1, 2, 1)]
    assert values(discussed.store, Discussion, "talkers", "contributors", "last_at") == [(3, 3, "2015-03-04T10:00:00Z")]


def test_who_begins_the_talk_pages_of_many_welcomes(wiki: Wiki, archive: Archive, tmp_path: Path) -> None:
    for page in range(MANY):
        wiki.page(page, f"Discussion utilisateur:Nouveau{page}", namespace=3)
        wiki.edit(page, "Accueillante", "2015-03-02 10:00")
    wiki.page(MANY, "Discussion utilisateur:Aline", namespace=3)
    wiki.edit(MANY, "Bruno", "2015-03-02 10:00")
    derive(archive, study(tmp_path), ["discussion"])
    assert values(archive.store, Discussion, "talk_edits", "welcomes") == [(1, MANY)]


@pytest.mark.parametrize(
    ("users", "number"), [([], 0), (["A"], 0), (["A", "A"], 0), (["A", "B", "A"], 2), (["A", "A", "B", "B"], 1)]
)
def test_an_answer_follows_somebody_else(users: list[str], number: int) -> None:
    assert answers(users) == number


@pytest.mark.parametrize(
    ("title", "pump"),
    [
        ("Wikiversité:La salle café", True),
        ("Wikiversité:La_salle_café/27 mars 2015", True),
        ("Projet:Le Bistro", True),
        ("Wiki-Brest:Forum", True),
        ("Project:Village pump/Archive 1", True),
        ("Projet:Bistronomie", False),
        ("Projet:Aide", False),
        ("Bistro", False),
    ],
)
def test_a_village_pump_is_known_by_its_name(title: str, pump: bool) -> None:  # noqa: FBT001  # a table of cases
    assert is_pump(title) is pump


@pytest.mark.parametrize(
    ("namespace", "title", "kind"),
    [(1, "Discussion:Port", "content"), (3, "x:Aline", "user"), (5, "x:Aide", "other"), (4, "x:Aide", "")],
)
def test_what_is_talked_of(namespace: int, title: str, kind: str) -> None:
    assert kind_of(namespace, title, frozenset({1})) == kind
