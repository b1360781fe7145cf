"""Programs and people by their names: Breton families among them."""

from __future__ import annotations

import pytest

from maillage.analyze.wikis.bots import bot_rule, is_bot_group, is_bot_name


@pytest.mark.parametrize(
    "user",
    [
        "ImportBot", "WikiaBot", "Robot ménager", "Bot2", "bot-rennes", "Bot de Brest", "ROBOT", "CommonsBot 2",
        "Le Bot bot", "Maintenance script", "MediaWiki default",
    ],
)  # fmt: skip
def test_a_name_with_the_word_is_a_bot(user: str) -> None:
    assert is_bot_name(user)


@pytest.mark.parametrize(
    "user",
    ["Talbot", "Yann Le Bot", "LeBot", "Lebot", "Botrel", "Éric Talbot", "Abbott", "Botanique", "RobotJeu", "Sabotage"],
)
def test_a_name_that_has_it_inside_a_word_is_none(user: str) -> None:
    assert not is_bot_name(user)


@pytest.mark.parametrize(
    ("group", "is_one"), [("bot", True), ("flow-bot", True), ("botanists", False), ("user", False)]
)
def test_groups_of_programs(group: str, is_one: bool) -> None:  # noqa: FBT001  # a parameter of the test
    assert is_bot_group(group) is is_one


def test_a_decision_wins_over_group_and_name() -> None:
    assert bot_rule("ImportBot", ["bot"], decided=False) == ""
    assert bot_rule("Aline Morvan", [], decided=True) == "decision"
    assert bot_rule("Aline Morvan", ["bot"], decided=None) == "group"
    assert bot_rule("ImportBot", [], decided=None) == "name"
