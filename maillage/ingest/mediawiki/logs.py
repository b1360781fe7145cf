"""What an entry of a wiki's logs says beyond who, when and of what: the same words whatever the version.

MediaWiki has written these parameters in three ways: lines of a text (to 1.18), numbered keys such as
`5::duration` (dumps since), and named ones (the API; before 1.25 inside an object named after the type). The names
here are those of the API.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping

_NUMBERED = re.compile(r"\d*:[^:]*:(.+)")
_NAMES = {
    "rights": {"old": "oldgroups", "new": "newgroups"},
    "move": {
        "target": "target_title",
        "new_title": "target_title",
        "noredir": "suppressredirect",
        "suppressedredirect": "suppressredirect",
    },
    "merge": {"dest": "dest_title"},
    "delete": {"old": "ofield", "new": "nfield"},
}
# Said of something else than the entry, or told by another of its parameters already.
_LEFT_OUT = frozenset({"associated_rev_id", "target_ns", "new_ns", "dest_ns"})
# What each line means, in order, where an old log keeps lines or numbered values without names.
_LINES = {
    "rights": ("oldgroups", "newgroups"),
    "block": ("duration", "flags"),
    "move": ("target_title", "suppressredirect"),
    "protect": ("description", "cascade"),
    "renameuser": ("newuser",),
}
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")
_FOR_EVER = frozenset({"infinite", "infinity", "indefinite", "never"})


def params_of(type_: str, said: object) -> str:
    """The parameters of an entry as JSON with sorted keys; `{}` where there are none.

    `said`: an object with named or numbered keys, a list of values, or an old log's text with a value a line.
    """
    if isinstance(said, str):
        said = said.split("\n") if said else []
    if isinstance(said, Mapping):
        inner = said.get(type_)
        told = {_name(type_, str(key)): value for key, value in (inner if isinstance(inner, Mapping) else said).items()}
    elif isinstance(said, Iterable):
        told = {_name(type_, str(position)): value for position, value in enumerate(said)}
    else:
        told = {}
    for groups, metadata in (("oldgroups", "oldmetadata"), ("newgroups", "newmetadata")):
        if metadata in told:
            told[metadata] = _of_groups(told.get(groups), told[metadata])
    tidy = {name: _TIDIED.get(name, _tidied)(value) for name, value in told.items() if name not in _LEFT_OUT}
    return json.dumps(tidy, ensure_ascii=False, sort_keys=True)


def _name(type_: str, key: str) -> str:
    """The name of a parameter, whatever stands before it."""
    found = _NUMBERED.fullmatch(key)
    name = found[1] if found else key
    lines = _LINES.get(type_, ())
    if name.isdecimal() and len(name) < 3 and int(name) < len(lines):
        return lines[int(name)]
    return _NAMES.get(type_, {}).get(name, name)


# ------------------------------------------------------------------------------------------- values


def _tidied(value: object) -> object:
    """A value with its moments as `YYYY-MM-DDTHH:MM:SSZ` and `infinity` for what lasts for ever."""
    if isinstance(value, str):
        found = _MOMENT.fullmatch(value)
        return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else value
    if isinstance(value, Mapping):
        return {str(key): _TIDIED.get(str(key), _tidied)(inner) for key, inner in value.items()}
    return [_tidied(inner) for inner in value] if isinstance(value, list) else value


def _names_in(value: object) -> list[str]:
    """Groups or flags, sorted, from a list or from a text between commas."""
    values = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return sorted({name for one in values if (name := str(one).strip())})


def _duration(value: object) -> object:
    return "infinity" if value is None or value in _FOR_EVER else _tidied(value)


def _bits(value: object) -> object:
    """What is masked: a dump's number, or the API's object that has it."""
    return value.get("bitmask", value) if isinstance(value, Mapping) else value


def _flag(value: object) -> bool:
    """A flag: true, 1, or the empty text that says it is there."""
    return value not in (False, None, 0, "0")


def _restrictions(value: object) -> object:
    """What a partial block is of: titles of pages, numbers of namespaces, names of actions."""
    if not isinstance(value, Mapping):
        return {}
    return {str(kind): [_title(one) for one in found] for kind, found in value.items() if isinstance(found, list)}


def _title(value: object) -> object:
    return value.get("page_title", "") if isinstance(value, Mapping) else value


def _of_groups(groups: object, metadata: object) -> list[dict[str, object]]:
    """Until when each group is given, by group. Dumps have them in the order of the groups, without their names."""
    names = groups if isinstance(groups, list) else []
    entries = [one for one in metadata if isinstance(one, Mapping)] if isinstance(metadata, list) else []
    named = [
        {"group": str(one.get("group", names[position] if position < len(names) else "")), "expiry": one.get("expiry")}
        for position, one in enumerate(entries)
    ]
    return sorted(named, key=lambda one: str(one["group"]))


_TIDIED: dict[str, Callable[[object], object]] = {
    "oldgroups": _names_in,
    "newgroups": _names_in,
    "flags": _names_in,
    "duration": _duration,
    "expiry": _duration,
    "ofield": _bits,
    "nfield": _bits,
    "suppressredirect": _flag,
    "cascade": _flag,
    "restrictions": _restrictions,
}
