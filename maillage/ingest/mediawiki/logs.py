"""What an entry of a wiki's logs says beyond who, when and of what: the same words whatever the version.

MediaWiki has written these parameters in three ways: lines of a text (to 1.18), numbered keys such as
`5::duration` (dumps since), and named ones (the API; before 1.25 inside an object named after the type).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

_NUMBERED = re.compile(r"\d+:[^:]*:(.+)")
_NAMES = {
    "rights": {"old": "oldgroups", "new": "newgroups"},
    "move": {"new_title": "target_title", "new_ns": "target_ns", "suppressedredirect": "suppressredirect"},
}
_LISTS = frozenset({"oldgroups", "newgroups", "flags"})
# What each line means, in order, where an old log keeps lines or numbered values without names.
_LINES = {
    "rights": ("oldgroups", "newgroups"),
    "block": ("duration", "flags"),
    "move": ("target_title", "suppressredirect"),
    "protect": ("description", "cascade"),
    "renameuser": ("newuser",),
}


def params_of(type_: str, said: object) -> str:
    """The parameters of an entry as JSON with sorted keys; `{}` where there are none.

    `said`: an object with named or numbered keys, a list of values, or an old log's text with a value a line.
    """
    if isinstance(said, str):
        said = said.split("\n") if said else []
    if isinstance(said, Mapping):
        inner = said.get(type_)
        named = {
            _name(type_, str(key)): value for key, value in (inner if isinstance(inner, Mapping) else said).items()
        }
    elif isinstance(said, Iterable):
        names = _LINES.get(type_, ())
        named = {names[i] if i < len(names) else str(i): value for i, value in enumerate(said)}
    else:
        named = {}
    tidy = {name: groups_of(value) if name in _LISTS else value for name, value in named.items()}
    return json.dumps(tidy, ensure_ascii=False, sort_keys=True)


def _name(type_: str, key: str) -> str:
    found = _NUMBERED.fullmatch(key)
    name = found[1] if found else key
    if name.isdigit() and int(name) < len(_LINES.get(type_, ())):
        return _LINES[type_][int(name)]
    return _NAMES.get(type_, {}).get(name, name)


def groups_of(said: object) -> list[str]:
    """Groups or flags, sorted, from a list or from a text between commas."""
    values = said.split(",") if isinstance(said, str) else said if isinstance(said, list) else []
    return sorted({name for value in values if (name := str(value).strip())})
