"""Which pages of a wiki a study means: those of some prefixes and categories, with their talk pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from maillage.fetch.mediawiki.answers import Request, items

CATEGORY = 14
USER, USER_TALK = 2, 3
MAIN = 0


@dataclass(frozen=True)
class Namespaces:
    """The namespaces of a wiki: their local names, those that hold contents, and every name that leads to one."""

    names: Mapping[int, str]
    numbers: Mapping[str, int]

    @property
    def all(self) -> list[int]:
        """The numbers of those that hold pages, in order."""
        return sorted(number for number in self.names if number >= 0)

    @property
    def discussion(self) -> list[int]:
        """User pages and all talk pages: whose texts `texts = "discussion"` wants."""
        return [number for number in self.all if number == USER or number % 2 == 1]

    @property
    def others(self) -> list[int]:
        """All but those."""
        return [number for number in self.all if number not in set(self.discussion)]

    def split(self, title: str) -> tuple[int, str]:
        """The namespace of a title and what stands behind its colon; of contents where no name is a namespace's."""
        written = title.strip().replace("_", " ")
        name, colon, rest = written.partition(":")
        if colon and (number := self.numbers.get(_folded(name))) is not None:
            return number, rest.strip()
        return MAIN, written.removeprefix(":")

    def category(self, name: str) -> str:
        """The title of a category, written with its namespace or without."""
        number, rest = self.split(name)
        return f"{self.names.get(CATEGORY, 'Category')}:{rest if number == CATEGORY else name.strip()}"


def namespaces_of(site: Mapping[str, Any]) -> Namespaces:
    """The namespaces that a wiki's site information tells, in both versions of the format."""
    names: dict[int, str] = {}
    numbers: dict[str, int] = {}
    for namespace in items(site, "namespaces"):
        number = int(namespace["id"])
        names[number] = str(namespace.get("name", namespace.get("*", "")))
        for name in (names[number], str(namespace.get("canonical", ""))):
            if name:
                numbers[_folded(name)] = number
    for alias in items(site, "namespacealiases"):
        numbers[_folded(str(alias.get("alias", alias.get("*", ""))))] = int(alias["id"])
    return Namespaces(names, numbers)


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


def listings(namespaces: Namespaces, prefixes: Iterable[str], info: Request) -> list[dict[str, str]]:
    """The requests for the pages of some prefixes, in their namespaces and in those of their talk pages."""
    found = []
    for prefix in prefixes:
        number, rest = namespaces.split(prefix)
        spaces = [number, number + 1] if number % 2 == 0 and number + 1 in namespaces.names else [number]
        found += [
            {"generator": "allpages", "gapnamespace": str(space), "gapprefix": rest, "gaplimit": "max", **info}
            for space in spaces
        ]
    return found


def members(category: str, info: Request) -> dict[str, str]:
    """The request for the pages of a category, its subcategories among them."""
    return {"generator": "categorymembers", "gcmtitle": category, "gcmlimit": "max", **info}
