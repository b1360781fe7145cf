"""Which accounts are programs: by their group, by their name, by decision."""

from __future__ import annotations

import re
from collections.abc import Iterable

BY_GROUP, BY_NAME, BY_DECISION = "group", "name", "decision"

_GROUP = re.compile(r"(?:^|[-_ ])bots?(?:$|[-_ ])", re.IGNORECASE)
_WORD = re.compile(r"(?<![^\W_])(?:ro)?bots?(?![^\W\d_])", re.IGNORECASE)  # a whole word: Talbot is none, Bot2 is
_TAIL = re.compile(r"(?<=[^\W\d_])(?<![A-Z])(?:Ro)?Bot(?![^\W\d_])")  # ImportBot
_SURNAME = re.compile(r"(?<![^\W_])Le[ -]?Bot(?![^\W_])", re.IGNORECASE)  # Le Bot: a name of families in Brittany

SYSTEM = frozenset(
    {
        "Command line script", "Conversion script", "Delete page script", "Maintenance script", "MediaWiki default",
        "MediaWiki message delivery", "Move page script", "Redirect fixer", "ScriptImporter",
        "Template namespace initialisation script",
    }
)  # fmt: skip
"""The names that MediaWiki keeps for what it does by itself (`$wgReservedUsernames`, in English)."""


def is_bot_group(group: str) -> bool:
    """Whether a user group is one of programs: `bot`, `flow-bot`."""
    return _GROUP.search(group) is not None


def is_bot_name(user: str) -> bool:
    """Whether a user name says that it is a program.

    It has the word bot or robot, alone, before a number, or as the capitalised end of a word (`ImportBot`); or it
    is one that MediaWiki keeps for itself. `Talbot`, `Le Bot` and `Botrel` are people.
    """
    if user in SYSTEM:
        return True
    rest = _SURNAME.sub(" ", user)
    return _WORD.search(rest) is not None or _TAIL.search(rest) is not None


def bot_rule(user: str, groups: Iterable[str], *, decided: bool | None) -> str:
    """Why an account is a bot: `decision`, `group`, `name`; "" where it is none. A decision wins, either way."""
    if decided is not None:
        return BY_DECISION if decided else ""
    if any(map(is_bot_group, groups)):
        return BY_GROUP
    return BY_NAME if is_bot_name(user) else ""
