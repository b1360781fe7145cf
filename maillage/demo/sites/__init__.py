"""The participatory sites of the demo study: invented articles and people, under the counts of Table 11 and annex 3."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from maillage.demo.sites import backup
from maillage.demo.sites.authors import Newsroom
from maillage.demo.sites.history import Site, written
from maillage.demo.sites.settings import SITES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from maillage.demo.people import Person
    from maillage.demo.wikis import Wikis

__all__ = ["SITES", "Sites", "sites"]


@dataclass(frozen=True)
class Sites:
    """All sites."""

    made: tuple[Site, ...]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every backup, with its path from the study's folder."""
        for site in self.made:
            yield f"archives/{site.settings.source}/{site.settings.backup}", backup.written(site)


def sites(people: Mapping[str, Person], silent: Sequence[Person], wikis: Wikis, seed: int) -> Sites:
    """Write the sites of the study. `silent`: subscribers of the lists who never write there."""
    rng = Random(seed)  # noqa: S311 - the same study every time is the aim
    newsroom = Newsroom(people, silent, wikis, rng)
    return Sites(tuple(written(settings, newsroom.of(settings), rng) for settings in SITES))
