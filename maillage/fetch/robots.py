"""What a server asks of programs: its `robots.txt`, as RFC 9309 reads it, with the `Crawl-delay` that many write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

NAME = "maillage"
LONGEST_DELAY = 120.0  # seconds: a longer one is taken for this
_LINES = 20_000


@dataclass(frozen=True)
class Rule:
    """A path that programs may ask for or not; `*` stands for anything, `$` for the end."""

    path: str
    allows: bool


@dataclass(frozen=True)
class Robots:
    """What holds for this program. `delay`: seconds between two requests."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """Whether an address may be asked for: the longest rule that fits decides, and the kinder one of equals."""
        parts = urlsplit(url)
        path = _same(parts.path or "/") + (f"?{_same(parts.query)}" if parts.query else "")
        fitting = [rule for rule in self.rules if _fits(rule.path, path)]
        decisive = max(fitting, key=lambda rule: (len(rule.path), rule.allows), default=None)
        return decisive is None or decisive.allows


def robots_of(text: str) -> Robots:
    """The rules for us: of the groups that name us, else of those for everybody."""
    groups: dict[str, list[Rule]] = {NAME: [], "*": []}
    delays: dict[str, float] = {}
    named: set[str] = set()
    met: set[str] = set()
    is_open = False  # whether lines with names may still be added to
    for line in text.removeprefix("\ufeff").splitlines()[:_LINES]:
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            named = (named if is_open else set()) | {_name_of(value)}
            met |= named
            is_open = True
            continue
        is_open = False
        for name in named & groups.keys():
            if key in ("allow", "disallow") and value:
                groups[name].append(Rule(_same(value), key == "allow"))
            elif key == "crawl-delay" and re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value):
                delays[name] = min(float(value), LONGEST_DELAY)
    ours = NAME if NAME in met else "*"
    return Robots(tuple(groups[ours]), delays.get(ours, 0.0))


def _name_of(value: str) -> str:
    """`maillage/1.0` and `Maillage` are `maillage`."""
    found = re.match(r"[A-Za-z_-]+|\*", value)
    return found[0].lower() if found else ""


def _same(path: str) -> str:
    """The path with what is encoded and needs not be, and the other way round, written in one way."""
    return quote(unquote(path), safe="/*$?&=;:@+!',()~-._%")


def _fits(rule: str, path: str) -> bool:
    """Whether a rule's pattern is at the beginning of a path; piece by piece, so that no pattern takes long."""
    is_whole = rule.endswith("$")
    first, *rest = rule.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    here = len(first)
    for piece in rest[:-1]:
        found = path.find(piece, here)
        if found < 0:
            return False
        here = found + len(piece)
    if not rest:
        return not is_whole or here == len(path)
    last = rest[-1]
    return len(path) - len(last) >= here and path.endswith(last) if is_whole else path.find(last, here) >= 0
