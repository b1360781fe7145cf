"""The wikis of the study: where they lived, who may write there, and how much was written.

Contributors, pages and administrators are the published ones (annex 3); the number of edits is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from maillage.demo.published import WikiCounts, wikis

DUMPED = datetime(2018, 6, 14, 4, 0, tzinfo=UTC)
"""When the archives were made: annex 3 counts in June 2018."""

CONTRIBUTORS_NOT_PRINTED = 61  # Wiki.@-brest has "Nb" (INCONSISTENCIES 37): ours


@dataclass(frozen=True)
class Space:
    """A part of a wiki that the study takes for one site. `prefix`: its title, "" for the whole wiki.

    `edits`: of its contributors, apart from what bots, vandals and passers-by do. `yearly`: how many people make more
    than ten edits in 2015, the last year but one; `past`, `late`: how many others do so before and after.
    """

    source: str
    title: str
    description: str
    words: str
    edits: int
    yearly: int = 0
    past: int = 0
    late: int = 0
    prefix: str = ""

    @property
    def counts(self) -> WikiCounts:
        """The published figures."""
        return wikis()[self.source]

    @property
    def contributors(self) -> int:
        """How many registered people write there."""
        return self.counts.contributors or CONTRIBUTORS_NOT_PRINTED


@dataclass(frozen=True)
class Site:
    """A wiki. `packing`: how its dump is kept. `is_open`: whether one may write without an account.

    `silent`: registered accounts that never wrote. `names`: the local names of its namespaces.
    """

    folder: str
    sitename: str
    dbname: str
    base: str
    generator: str
    version: str
    packing: str
    is_open: bool
    spaces: tuple[Space, ...]
    silent: int = 0
    vandals: int = 0
    bot: str = ""
    bot_edits: int = 0
    after: int = 0
    project: str = "Projet"
    portal: bool = False

    @property
    def network(self) -> str:
        """The network of its spaces."""
        return self.spaces[0].counts.network

    def address(self, title: str) -> str:
        """The address of a page, as a browser copies it."""
        return self.base.rpartition("/")[0] + "/" + _quoted(title)


def _quoted(title: str) -> str:
    safe = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~:/@!,;")
    return "".join(chr(byte) if byte in safe else f"%{byte:02X}" for byte in title.replace(" ", "_").encode())


SITES = (
    Site(
        folder="wiki-de-brest",
        sitename="Wiki-Brest",
        dbname="wikibrest",
        base="http://www.wiki-brest.example/index.php/Accueil",
        generator="MediaWiki 1.27.4",
        version="0.10",
        packing="gz",
        is_open=False,
        silent=138,
        vandals=14,
        bot="Robot des marées",
        bot_edits=240,
        after=45,
        project="Wiki-Brest",
        portal=True,
        spaces=(
            Space(
                "wiki-de-brest",
                "Wiki-Brest, le wiki",
                "Wiki de territoire : les gens, les lieux et les mémoires du Pays de Brest",
                "brest",
                edits=6950,
                yearly=30,
                past=10,
                late=3,
            ),
        ),
    ),
    Site(
        folder="wiki-abrest",
        sitename="Wiki.@-brest",
        dbname="wikiabrest",
        base="http://wiki.a-brest.example/index.php/Portail:Accueil",
        generator="MediaWiki 1.23.15",
        version="0.9",
        packing="plain",
        is_open=False,
        silent=22,
        vandals=2,
        project="Wiki-abrest",
        portal=True,
        spaces=(
            Space(
                "wiki-abrest",
                "Wiki.@-brest",
                "Wiki de travail du service numérique : projets, comptes rendus, soutien aux associations",
                "projet",
                edits=1150,
                yearly=9,
                past=3,
            ),
        ),
    ),
    Site(
        folder="wiki-ecosol",
        sitename="Wiki Eco-Sol-Brest",
        dbname="wikiecosol",
        base="http://wiki.eco-sol-brest.example/index.php/Accueil",
        generator="MediaWiki 1.23.15",
        version="0.9",
        packing="plain",
        is_open=False,
        silent=31,
        vandals=2,
        project="Wiki-ecosol",
        spaces=(
            Space(
                "wiki-ecosol",
                "Wiki Eco-Sol-Brest",
                "Wiki de travail de l'économie sociale et solidaire : acteurs, réunions, projets",
                "projet",
                edits=560,
                yearly=7,
                past=2,
            ),
        ),
    ),
    Site(
        folder="wiki-fuc",
        sitename="Forum des usages coopératifs",
        dbname="wikifuc",
        base="http://www.forum-usages.example/index.php/Accueil",
        generator="MediaWiki 1.19.20",
        version="0.6",
        packing="bz2",
        is_open=False,
        silent=88,
        vandals=4,
        project="Forum",
        spaces=(
            Space(
                "wiki-fuc",
                "Wiki du Forum des usages coopératifs",
                "Programme d'une rencontre tous les deux ans, écrit à plusieurs mains",
                "projet",
                edits=1090,
                yearly=6,
                past=4,
            ),
        ),
    ),
    Site(
        folder="wiki-des-communs",
        sitename="Wiki des communs",
        dbname="wikicommuns",
        base="https://wiki.communs-lille.example/wiki/Accueil",
        generator="MediaWiki 1.27.4",
        version="0.10",
        packing="plain",
        is_open=True,
        silent=41,
        vandals=3,
        bot="CommunsBot",
        bot_edits=30,
        after=15,
        project="Wiki des communs",
        spaces=(
            Space(
                "wiki-des-communs",
                "Wiki des communs",
                "Centre de ressources : annuaire des communs, documents, chantiers",
                "communs",
                edits=690,
                late=11,
            ),
        ),
    ),
    Site(
        folder="wikiversite",
        sitename="Wikiversité",
        dbname="frwikiversity",
        base="https://fr.wikiversite.example/wiki/Accueil",
        generator="MediaWiki 1.32.0-wmf.8",
        version="0.10",
        packing="bz2",
        is_open=True,
        vandals=1,
        project="Wikiversité",
        spaces=(
            Space(
                "wikiversite-construire",
                "Wikiversité : construire des communs",
                "Recherche ouverte sur les communs, qui nourrit le wikilivre",
                "livre",
                edits=46,
                late=2,
                prefix="Construire des communs",
            ),
            Space(
                "wikiversite-financement",
                "Wikiversité : financement",
                "Recherche ouverte sur le financement des communs",
                "livre",
                edits=95,
                late=3,
                prefix="Financement des communs",
            ),
        ),
    ),
    Site(
        folder="wikilivre",
        sitename="Wikilivres",
        dbname="frwikibooks",
        base="https://fr.wikilivres.example/wiki/Accueil",
        generator="MediaWiki 1.32.0-wmf.8",
        version="0.10",
        packing="gz",
        is_open=True,
        vandals=1,
        project="Wikilivres",
        spaces=(
            Space(
                "wikilivre-construire",
                "Wikilivre « Construire des communs »",
                "Guide en chapitres pour qui veut ouvrir ou faire vivre un commun",
                "livre",
                edits=210,
                late=5,
                prefix="Construire des communs",
            ),
        ),
    ),
)
"""In the order of annex 3, the towns apart."""
