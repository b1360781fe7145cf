"""Where the tables, keys and items of a TOML text stand, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib

Place = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[\s,]|#[^\n]*)*")
_KEY_PART = re.compile(r"""\s*("(?:\\.|[^"\\])*"|'[^']*'|[\w-]+)\s*""")
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?"""+|'
    r"'''.*?'''+|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'|"
    r"[^\s,\]}#][^,\]}\n#]*",
    re.DOTALL,
)


def places(text: str) -> dict[Place, int]:
    """The line of every table, key and item of a valid TOML text, which tomllib does not tell."""
    return Locator(text).places


class Locator:
    """Walks over a text that tomllib has already accepted, so it need not check anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[Place, int] = {}
        self._arrays: dict[Place, int] = {}  # the index of the last table of each [[array]]
        self._counted_to = 0
        self._line = 1
        table: Place = ()
        while self._more():
            table = self._header() if self.text[self.at] == "[" else self._pair(table)

    def _more(self) -> bool:
        self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches nothing too
        return self.at < len(self.text)

    def _note(self, place: Place) -> None:
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        self.places.setdefault(place, self._line)

    def _header(self) -> Place:
        several = self.text.startswith("[[", self.at)
        start, self.at = self.at, self.at + (2 if several else 1)
        keys = self._keys()
        after, self.at = self.at, start
        place: Place = ()
        for key in keys[:-1]:
            place = self._within((*place, key))
        place = (*place, keys[-1])
        if several:
            self._note(place)
            self._arrays[place] = self._arrays.get(place, -1) + 1
            place = self._within(place)
        self._note(place)
        self.at = after + (2 if several else 1)
        return place

    def _within(self, place: Place) -> Place:
        return (*place, self._arrays[place]) if place in self._arrays else place

    def _keys(self) -> list[str]:
        keys = []
        while part := _KEY_PART.match(self.text, self.at):
            self.at = part.end()
            keys.append(_unquoted(part[1]))
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return keys

    def _pair(self, table: Place) -> Place:
        start = self.at
        place, keys = table, self._keys()
        after, self.at = self.at, start
        for key in keys:
            place = (*place, key)
            self._note(place)
        self.at = after + 1  # the equal sign
        self._value(place)
        return table

    def _value(self, place: Place) -> None:
        while self.text[self.at] in " \t":
            self.at += 1
        opening = self.text[self.at]
        if opening == "[":
            self.at += 1
            index = 0
            while self._more() and self.text[self.at] != "]":
                self._note((*place, index))
                self._value((*place, index))
                index += 1
            self.at += 1
        elif opening == "{":
            self.at += 1
            while self._more() and self.text[self.at] != "}":
                self._pair(place)
            self.at += 1
        elif scalar := _SCALAR.match(self.text, self.at):
            self.at = scalar.end()


def _unquoted(key: str) -> str:
    if key[0] == "'":
        return key[1:-1]
    if key[0] == '"':
        return next(iter(tomllib.loads(f"{key} = 0")))
    return key
