"""The affordances of Table 16, read from a wiki's rights."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import Archive
from site_histories import Site, column, derive, study

from maillage.analyze.wikis.affordances import AFFORDANCES, affordances, who
from maillage.analyze.wikis.affordances import Site as Facts

OPEN = {"*": ("read", "edit", "createpage", "createtalk"), "user": ("edit", "createpage"), "sysop": ("block",)}
CLOSED = {"*": ("read",), "user": ("edit", "createpage", "createtalk"), "sysop": ("block",)}
NAMESPACES = (0, 1, 2, 3)


def values_of(facts: Facts) -> dict[str, str | None]:
    return {name: value for name, (value, _) in affordances(facts).items()}


def test_an_open_wiki_is_that_of_table_16() -> None:
    assert values_of(Facts(OPEN, NAMESPACES)) == {
        "registration_required": "no",
        "anyone_can_write": "yes",
        "anyone_can_edit": "yes",
        "user_profile": "yes",
        "admin_validation_before_publication": "no",
        "edit_history_visible": "yes",
        "author_identified": "yes",
        "discussion_space": "yes",
    }


def test_a_wiki_for_the_registered_is_that_of_brest_in_table_16() -> None:
    assert values_of(Facts(CLOSED, NAMESPACES)) == {
        "registration_required": "yes",
        "anyone_can_write": "registered",
        "anyone_can_edit": "registered",
        "user_profile": "yes",
        "admin_validation_before_publication": "no",
        "edit_history_visible": "yes",
        "author_identified": "yes",
        "discussion_space": "registered",
    }


def test_each_value_has_the_right_it_was_read_from() -> None:
    found = affordances(Facts(CLOSED, NAMESPACES))
    assert found["anyone_can_edit"][1] == "edit of user"
    assert found["edit_history_visible"][1] == "read of *"
    assert found["user_profile"][1] == "namespace 2"


def test_a_right_may_be_of_some_groups_only_or_of_nobody() -> None:
    facts = Facts({"*": ("read",), "editor": ("edit",), "sysop": ("edit",)})
    assert who(facts, "edit") == ("restricted", "edit of editor, sysop")
    assert who(facts, "createpage") == ("no", "createpage of nobody")
    assert values_of(facts)["registration_required"] == "yes"


def test_a_private_wiki_shows_its_history_to_the_registered() -> None:
    found = values_of(Facts({"user": ("read", "edit", "createpage")}))
    assert (found["edit_history_visible"], found["author_identified"]) == ("registered", "registered")


def test_pages_that_wait_for_approval_are_told_by_the_right_to_approve() -> None:
    facts = Facts(OPEN | {"reviewer": ("review",)})
    assert affordances(facts)["admin_validation_before_publication"] == ("yes", "review of reviewer")


def test_a_wiki_without_rights_has_what_its_history_shows_and_nothing_else() -> None:
    found = affordances(Facts(edits=12, pages=2, talk=3, revisions=40, named=39))
    assert found["anyone_can_edit"] == ("yes", "edits without an account: 12")
    assert found["anyone_can_write"] == ("yes", "pages made without an account: 2")
    assert found["registration_required"][0] == "no"
    assert found["discussion_space"][0] == "yes"
    assert found["author_identified"] == ("yes", "revisions with an author: 39 of 40")
    assert found["edit_history_visible"] == (None, "")
    assert found["admin_validation_before_publication"] == (None, "")


def test_a_history_without_anonymous_edits_does_not_show_that_registration_is_required() -> None:
    found = values_of(Facts(revisions=40, named=40))
    assert found["registration_required"] is None
    assert found["anyone_can_edit"] is None


@pytest.fixture
def site(archive: Archive) -> Site:
    return Site(archive)


def test_the_affordances_of_a_wiki_stand_in_the_order_of_table_16(site: Site, tmp_path: Path) -> None:
    for group, rights in CLOSED.items():
        site.right(group, *rights)
    for number in NAMESPACES:
        site.namespace(number, "")
    derive(site, study(tmp_path), "affordances")
    found = column(site.archive.store, "select affordance, place, value from wiki_affordances order by place")
    assert list(found) == list(AFFORDANCES)
    assert found["discussion_space"] == (8, "registered")
