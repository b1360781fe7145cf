"""The wikis of the demo study: invented pages and people, under the published counts of annex 3."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from maillage.demo.wikis import export
from maillage.demo.wikis.accounts import Crowd, accounts, decided
from maillage.demo.wikis.history import History, Wiki
from maillage.demo.wikis.prose import Prose
from maillage.demo.wikis.sites import SITES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from maillage.demo.mails import Mail
    from maillage.demo.people import Person
    from maillage.demo.wikis.accounts import Account

__all__ = ["SITES", "Wikis", "wikis", "writers_of"]


@dataclass(frozen=True)
class Wikis:
    """All wikis, and who has which account. `decisions`: address and wiki account of one person."""

    made: tuple[Wiki, ...]
    decisions: tuple[tuple[str, str], ...]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file, with its path from the study's folder."""
        for wiki in self.made:
            for name, content in export.files(wiki):
                yield f"archives/{wiki.site.folder}/{name}", content


def writers_of(wiki: Wiki) -> Iterator[tuple[str, Account]]:
    """The account of everybody who writes in a space of a wiki, with that space's source."""
    return ((account.space, account) for account in wiki.accounts if account.space)


def wikis(
    people: Mapping[str, Person], mails: Mapping[str, Sequence[Mail]], silent: Sequence[Person], seed: int
) -> Wikis:
    """Write the wikis of the study. `silent`: subscribers of the lists who never write there."""
    crowds: dict[str, Crowd] = {}
    made = []
    for number, site in enumerate(SITES):
        rng = Random(seed + number)  # noqa: S311 - the same study every time is the aim
        crowd = crowds.setdefault(site.network, Crowd(people, mails, silent, rng))
        crowd.rng = crowd.registry.rng = rng
        known = accounts(site, crowd, rng)
        made.append(History(site, known, Prose(rng, mails), rng).write())
    used = (pair for wiki in made for pair in writers_of(wiki))
    return Wikis(tuple(made), tuple(decided(used)))
