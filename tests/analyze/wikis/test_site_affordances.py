"""What a participatory site lets people do, by its settings, its groups and what it shows."""

from __future__ import annotations

import pytest
from factories import Archive, values
from site_rows import ADMINISTRATOR, VISITOR, Site, study

from maillage.analyze.wikis.affordances import WikiAffordance


def found(archive: Archive, site: Site) -> dict[str, tuple[str | None, str]]:
    site.derive(study(archive.root), "wikis.affordances")
    rows = values(archive.store, WikiAffordance, "affordance", "value", "read_from")
    return {str(name): (value, str(read_from)) for name, value, read_from in rows}  # type: ignore[misc]  # a text or None


def test_a_site_as_the_thesis_describes_it_has_the_values_of_table_16(archive: Archive) -> None:
    site = Site(archive)
    site.user("Aline", ADMINISTRATOR)
    site.user("Bastien")
    site.article(1, "Bastien")
    site.article(2, "Bastien", status="prop")
    for name, value in {"accepter_inscriptions": "oui", "articles_versions": "non", "forums_publics": "abo"}.items():
        site.fact(name, value)
    archive.store.connection.execute("insert into pages values ('site', 99, 2, 'Auteur:Bastien', '', 1)")
    assert found(archive, site) == {
        "registration_required": ("yes", "articles with an account as author: 1 of 1"),
        "anyone_can_write": ("registered", "accepter_inscriptions = oui"),
        "anyone_can_edit": ("no", "editors change their own articles only"),
        "user_profile": ("yes", "biographies of authors: 1"),
        "admin_validation_before_publication": ("yes", "articles that wait: 1"),
        "edit_history_visible": ("no", "articles_versions = non"),
        "author_identified": ("yes", "articles with an account as author: 1 of 1"),
        "discussion_space": ("registered", "forums_publics = abo"),
    }


def test_what_the_archive_does_not_tell_is_not_known(archive: Archive) -> None:
    site = Site(archive)
    site.article(1)
    assert set(found(archive, site).values()) == {(None, "")}


@pytest.mark.parametrize(
    ("setting", "expected"), [("posteriori", "yes"), ("priori", "yes"), ("abo", "registered"), ("non", "no")]
)
def test_a_forum_is_as_open_as_its_setting(archive: Archive, setting: str, expected: str) -> None:
    site = Site(archive)
    site.article(1)
    site.fact("forums_publics", setting)
    assert found(archive, site)["discussion_space"] == (expected, f"forums_publics = {setting}")


@pytest.mark.parametrize(("user", "expected"), [("Dimitri", "registered"), ("Un passant", "yes")])
def test_without_the_setting_the_messages_show_who_may_talk(archive: Archive, user: str, expected: str) -> None:
    site = Site(archive)
    site.user("Dimitri", VISITOR)
    site.article(1)
    site.message(1, user)
    assert found(archive, site)["discussion_space"][0] == expected
