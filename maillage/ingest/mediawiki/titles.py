"""Titles of pages: their namespaces, their talk pages, and whether a study selects them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from maillage.records import LogEvent, Selection

# The names that MediaWiki gives its own namespaces, whatever the wiki's language.
CANONICAL = {
    -2: "Media",
    -1: "Special",
    0: "",
    1: "Talk",
    2: "User",
    3: "User talk",
    4: "Project",
    5: "Project talk",
    6: "File",
    7: "File talk",
    8: "MediaWiki",
    9: "MediaWiki talk",
    10: "Template",
    11: "Template talk",
    12: "Help",
    13: "Help talk",
    14: "Category",
    15: "Category talk",
}
_USER, _CATEGORY = 2, 14
_OF_ACCOUNTS = frozenset(("rights", "block", "newusers", "renameuser", "gblrights", "globalauth", "usermerge"))


def folded(name: str) -> str:
    """A name as MediaWiki compares them: blanks for underscores, the first letter a capital."""
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]


def namespace_number(written: str) -> int | None:
    """The number of a namespace, below zero for Special and Media; None where it is none."""
    digits = written.strip()
    return int(digits) if digits.removeprefix("-").isdecimal() and len(digits) < 11 else None


class Namespaces:
    """The namespaces of a wiki by number and by name, its own names and the canonical ones."""

    def __init__(self, names: Mapping[int, str] | None = None) -> None:
        self.names = dict(names or {})
        known = {name: number for number, name in {**CANONICAL, **self.names}.items()}
        known |= {name: number for number, name in CANONICAL.items() if name not in known}
        self._numbers = {folded(name).casefold(): number for name, number in known.items() if name}

    def add(self, number: int, name: str) -> None:
        """Learn a namespace of the wiki."""
        self.names[number] = name
        if name:
            self._numbers[folded(name).casefold()] = number

    def of(self, title: str) -> int:
        """The namespace that the prefix of a title names; 0 where it has none that is known."""
        prefix, colon, _ = title.partition(":")
        return self._numbers.get(folded(prefix).casefold(), 0) if colon else 0

    def subject(self, namespace: int, title: str) -> str:
        """The title of the page that a talk page is about, folded; of another page, its own."""
        if namespace <= 0 or namespace % 2 == 0:
            return folded(title)
        about = self.names.get(namespace - 1, CANONICAL.get(namespace - 1, ""))
        rest = title.partition(":")[2] if self.of(title) == namespace else title
        return folded(f"{about}:{folded(rest)}" if about else rest)

    def category_names(self) -> tuple[str, ...]:
        """What may stand before the colon in the link that puts a page into a category."""
        return tuple(sorted({"Category", self.names.get(_CATEGORY, "Category")}))


class Choice:
    """What a study takes of a wiki. `members`: folded titles of the pages in its categories, where it names some."""

    def __init__(self, selection: Selection, namespaces: Namespaces, members: Collection[str] = ()) -> None:
        self._texts = selection.texts
        self._prefixes = tuple(folded(prefix.rstrip("/")) for prefix in selection.prefixes)
        self._below = tuple(f"{prefix}/" for prefix in self._prefixes)
        self._members = frozenset(members)
        self._is_whole = not (selection.prefixes or selection.categories)
        self._namespaces = namespaces

    def takes(self, namespace: int, title: str) -> bool:
        """Whether a page is selected: it is below a prefix or in a category, or the page that it discusses is."""
        if self._is_whole:
            return True
        subject = self._namespaces.subject(namespace, title)
        return subject in self._prefixes or subject.startswith(self._below) or subject in self._members

    def takes_event(self, event: LogEvent) -> bool:
        """Whether an entry of the logs is selected: it is about an account, or about a page that is."""
        return event.type in _OF_ACCOUNTS or self.takes(event.namespace or 0, event.title)

    def keeps_text(self, namespace: int) -> bool:
        """Whether the texts of its pages are kept: `discussion` means user pages and every talk page."""
        if self._texts == "discussion":
            return namespace > 0 and (namespace == _USER or namespace % 2 == 1)
        return self._texts == "all"
