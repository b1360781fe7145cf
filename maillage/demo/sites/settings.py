"""The participatory sites of the study: where they lived, since when, and how many people may do what there.

Articles, contributors and administrators are the published ones (Table 11, annex 3) where they are printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from maillage.demo.published import SiteCounts, sites

BACKED_UP = datetime(2018, 6, 14, 4, 0)  # noqa: DTZ001 - SPIP writes local times
"""When the backups were made: annex 3 counts in June 2018."""

COUNTED = datetime(2017, 10, 1)  # noqa: DTZ001
"""Until before when Table 11 counts."""

STUDIED = datetime(2017, 1, 1)  # noqa: DTZ001
"""Until before when the study counts contributions: who writes has begun by then."""

PER_YEAR = 40  # articles of a site after Table 11, as far as none are printed: one in so many of those before


@dataclass(frozen=True)
class Settings:
    """A site. What is not printed is ours: `contributors`, `administrators`. `readers`: accounts of visitors.

    `waiting`: editors who have published nothing. `messages`: of forums.
    """

    source: str
    title: str
    description: str
    address: str
    words: str
    readers: int
    waiting: int
    messages: int
    contributors_of_ours: int = 0
    administrators_of_ours: int = 0
    analysed: bool = False

    @property
    def counts(self) -> SiteCounts:
        """The published figures."""
        return sites()[self.source]

    @property
    def contributors(self) -> int:
        """How many accounts wrote an article that is published."""
        return self.counts.contributors or self.contributors_of_ours

    @property
    def administrators(self) -> int:
        """How many accounts may publish."""
        return self.counts.administrators or self.administrators_of_ours

    @property
    def articles(self) -> int:
        """How many articles are published when the backup is made."""
        return self.counts.articles_2018_06 or self.counts.articles_2017_09 * (PER_YEAR + 1) // PER_YEAR

    @property
    def backup(self) -> str:
        """The name that SPIP gives the backup: the site's, and the day."""
        return f"{self.source.replace('-', '_')}_{BACKED_UP:%Y%m%d}.sqlite"


SITES = (
    Settings(
        "a-brest",
        "a-brest",
        "Actualités de l'internet et de l'expression multimédia",
        "http://www.a-brest.example",
        "a-brest",
        readers=70,
        waiting=52,
        messages=900,
        analysed=True,
    ),
    Settings(
        "eco-sol-brest",
        "Eco-Sol-Brest",
        "Actualités de l'économie sociale et solidaire",
        "http://www.eco-sol-brest.example",
        "eco-sol-brest",
        readers=34,
        waiting=31,
        messages=420,
        analysed=True,
    ),
    Settings(
        "pel-brest",
        "Pel-brest",
        "Actualités du projet éducatif local",
        "http://www.pel-brest.example",
        "autres",
        readers=3,
        waiting=4,
        messages=20,
        contributors_of_ours=46,
        administrators_of_ours=6,
    ),
    Settings(
        "participation-brest",
        "Participation-brest",
        "Actualités des conseils de quartier et des initiatives d'habitants",
        "http://www.participation-brest.example",
        "autres",
        readers=12,
        waiting=9,
        messages=110,
        contributors_of_ours=160,
        administrators_of_ours=14,
    ),
    Settings(
        "sante-brest",
        "Forum santé brest",
        "Actualités de la santé",
        "http://sante.a-brest.example",
        "autres",
        readers=2,
        waiting=3,
        messages=15,
        contributors_of_ours=31,
        administrators_of_ours=4,
    ),
    Settings(
        "egalite-brest",
        "Égalité femmes – hommes",
        "Actualités de l'égalité entre les femmes et les hommes",
        "http://egalite.a-brest.example",
        "autres",
        readers=4,
        waiting=5,
        messages=35,
        contributors_of_ours=74,
        administrators_of_ours=7,
    ),
    Settings(
        "mobilite-brest",
        "Mobilité durable",
        "Actualités de la mobilité dans la métropole",
        "http://mobilite.a-brest.example",
        "autres",
        readers=1,
        waiting=2,
        messages=8,
        contributors_of_ours=14,
        administrators_of_ours=3,
    ),
)
"""In the order of annex 3, then of Table 11; only the first two are analysed in the thesis."""
