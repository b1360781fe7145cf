"""The mistakes of a study file: collected, each with its line, and told all at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from maillage.project.lines import Place
from maillage.sentences import Said


@dataclass
class Mistakes:
    """The mistakes of one file, with where each stands."""

    places: dict[Place, int]
    found: list[tuple[int, Said]] = field(default_factory=list)

    def add(self, place: Place, label: str, said: Said) -> None:
        """Note one, at its place, behind the label of its table."""
        line = self.line(place)
        labelled = Said("line {line}: {label} {said}", line=line, label=label, said=said)
        self.found.append((line, labelled if label else Said("line {line}: {said}", line=line, said=said)))

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing around it that stands in the file."""
        while place and place not in self.places:
            place = place[:-1]
        return self.places.get(place, 1)

    def in_order(self) -> list[Said]:
        """All of them, by their lines."""
        return [said for _, said in sorted(self.found, key=lambda mistake: mistake[0])]


def meant(written: str, known: Iterable[str], what: Said) -> Said:
    """The end of a mistake about an unknown word: the nearest known one, or all of them."""
    names = list(dict.fromkeys(known))
    folded = {name.casefold(): name for name in reversed(names)}
    near = difflib.get_close_matches(written.casefold(), folded, n=1)
    if near:
        return Said('did you mean "{name}"?', name=folded[near[0]])
    return Said("{what}: {names}", what=what, names=", ".join(names) or Said("none"))


def displayed(value: object) -> str:
    """A value as a mistake shows it, a sentence where it has words of ours."""
    if isinstance(value, str):
        return Said('the text "{value}"', value=value if len(value) <= 60 else f"{value[:57]}...")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return Said("a table")
    if isinstance(value, list):
        return Said("a list")
    return str(value)
