"""What a study is: its sources, its thresholds, its territories, as the other parts are handed them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

STUDY_FILE = "maillage.toml"

LIST_KINDS = (
    "mbox",
    "pipermail",
    "mhonarc",
    "pipermail_html",
    "hypermail",
    "hyperkitty",
    "public_inbox",
    "maildir",
    "sympa",
    "mh",
    "eml",
    "takeout",
    "groups_io",
    "discourse",
)
"""The kinds of archives that hold the mails of a list, or the messages of a forum."""

FORUM_KINDS = ("discourse",)
"""Those of them that are forums: who writes there is known by an account, and by a mail address only where the archive
tells it."""

WIKI_KINDS = (
    "mediawiki",
    "spip",
    "osm",
    "geojson",
)
"""The kinds of archives that hold the pages and revisions of a wiki, the articles of a participatory site, or what a
collaborative map shows."""

SITE_KINDS = ("spip",)
"""Those of them that hold the articles of participatory sites, which are published after somebody validated them."""

LOCAL_TIMES = ("spip",)
"""The kinds of archives that tell times without their zone: they are read in the study's."""

KINDS = (*LIST_KINDS, *WIKI_KINDS)
"""The kinds of archives: the readers of `ingest`."""

LIVE = ("all", "accounts")
"""What `maillage fetch` asks a wiki for: everything, or only what dumps lack (accounts, blocks, logs, rights)."""

TEXTS = ("all", "discussion", "none")
"""Whose texts are kept of a wiki: every page's, those of user and talk pages, or no page's."""

ROBOTS = ("respect", "ignore")
"""What `maillage fetch` does where a server's robots.txt asks programs not to read: `ignore` is for those whom its
administrators allowed it."""

ROSTER_KINDS = (
    "list_members",
    "mailman_rest",
    "mailman_config",
    "sympa_review",
    "sympa_dump",
    "sympa_tables",
    "google_groups",
    "groups_io",
    "discourse_users",
    "csv",
)
"""The kinds of subscriber lists: the readers of `ingest.rosters`."""

LANGUAGES = ("fr", "en")

AUTOMATIC_LABELS = ("auto-reply", "administrative", "robot", "newsletter")
"""What `set_aside` may name: the labels of automatic traffic that `ingest` gives."""


THESIS_BORDERS = date(2016, 12, 31)
"""The end of the thesis's period of study: what `borders = "thesis"` stands for."""


@dataclass(frozen=True)
class SubscriberList:
    """Who was subscribed to a list on one day: a file, its date and its reader in `ingest.rosters`.

    `list`: the list's own name or address in a file that holds several lists.
    """

    path: Path
    date: date
    kind: str | None = None
    list: str = ""


@dataclass(frozen=True)
class WebOptions:
    """Where a list's archive is on the web; its copy is kept at the source's path.

    `url`: its page, or the page of its archive. `login`: who may read it, whose secret comes from the environment or
    the keyring. `contact`: an address that the server's administrators may write to, sent in the User-Agent.
    `robots`: one of `ROBOTS`. `confirm`: whoever fetches says to be no spammer, where an archive asks that.
    """

    url: str
    login: str = ""
    contact: str = ""
    robots: str = "respect"
    confirm: bool = False


@dataclass(frozen=True)
class WikiOptions:
    """What a study says of a wiki beyond its archive.

    `url`: where it lives, None for dumps alone; its copy is kept at the source's path. `login`: the name of a bot
    password (`Name@purpose`), whose secret comes from the environment or the keyring. `live`: one of `LIVE`.
    `texts`: one of `TEXTS`. `prefixes`, `categories`: the part of the wiki that is meant; empty for the whole.
    `contact`: an address that the wiki's administrators may write to, sent in the User-Agent. `zone`: the time zone
    of an archive that tells local times, which is the study's. `robots`: one of `ROBOTS`; MediaWiki's interface is
    made for programs, and read in any case.
    """

    url: str = ""
    login: str = ""
    live: str = "all"
    texts: str = "all"
    prefixes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    contact: str = ""
    zone: str = "Europe/Paris"
    robots: str = "respect"


@dataclass(frozen=True)
class Source:
    """One list or one wiki, as the study file describes it. `path` is absolute. `wiki`: None for a list.

    `web`: of a list that is fetched from a server. `labels`, `list_ids`: which mails of a mailbox are the list's, all
    where both are empty.

    `addresses`: where else it is on the web, and what it is written to: what links to it is known by these.
    """

    name: str
    kind: str
    path: Path
    title: str = ""
    created: date | None = None
    network: str = ""
    administrators: tuple[str, ...] = ()
    animators: tuple[str, ...] = ()
    subscribers: tuple[SubscriberList, ...] = ()
    merged_into: str | None = None
    analysed: bool = True
    description: str = ""
    wiki: WikiOptions | None = None
    addresses: tuple[str, ...] = ()
    web: WebOptions | None = None
    labels: tuple[str, ...] = ()
    list_ids: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where it is fetched from; "" for one that is read from files alone."""
        return (self.wiki or self.web or WikiOptions()).url

    @property
    def label(self) -> str:
        """What reports call it."""
        return self.title or self.name


@dataclass(frozen=True)
class Thresholds:
    """The thesis's thresholds on the messages of one person on one list (methodology.md, 5).

    `regular_over`: strictly more (A9). `intensive_from`: at least (A11).
    `very_intensive_over`: strictly more (A12).
    """

    regular_over: int = 10
    intensive_from: int = 20
    very_intensive_over: int = 100


@dataclass(frozen=True)
class Tiers:
    """Where the exclusive tiers begin.

    `core`, `active`: least messages of one person on one list, over the period. `core_rate`, `active_rate`:
    the same per year of the list's life in the period. `onion_core`, `onion_regular`: share of all messages
    at which the "onion" closes its core and its regulars.
    """

    core: int = 20
    active: int = 11
    core_rate: float = 4.0
    active_rate: float = 2.0
    onion_core: float = 0.80
    onion_regular: float = 0.95


@dataclass(frozen=True)
class Moves:
    """When somebody has left a list or wiki. `silent_months`: after so many months without a contribution (B22)."""

    silent_months: int = 12


class Written(str):
    """A text of the study file that knows its line."""

    __slots__ = ("line",)

    line: int

    @classmethod
    def at(cls, text: str, line: int) -> Self:
        """The text of that line."""
        written = cls(text)
        written.line = line
        return written


@dataclass(frozen=True)
class Period:
    """The scales of a territory that were other ones for a time; both days are inclusive, None where it is open."""

    begin: date | None = None
    end: date | None = None
    city: tuple[str, ...] = ()
    metropolis: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
    region: tuple[str, ...] = ()


@dataclass(frozen=True)
class Territory:
    """A territory's scales, each a list of communes, EPCI, departements or regions, by code or name, as written.

    `borders`: the day whose borders hold for all years; None: each year has its own. A territory without scales is
    the one of that name that ships with the program.
    """

    name: str
    networks: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    metropolis: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    borders: date | None = None
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True)
class OfficialFiles:
    """Files of INSEE and La Poste that replace what ships with the program; None where they do not."""

    communes: Path | None = None
    postcodes: Path | None = None
    epci: Path | None = None


@dataclass(frozen=True)
class Study:
    """One study. Paths are absolute; `begin` and `end` are inclusive, None where the archives decide.

    `set_aside`: labels of automatic traffic (`ingest.automatic.LABELS`) that do not count as exchanges;
    empty by default, as the thesis counts everything.
    `compare_with_thesis`: the study reproduces the thesis's eight lists under their ids, and those of its wikis it has.
    `smallest_group`: persons that a profile must be shared by to be shown without names.
    `rome`: a file of official titles (see `analyze.profiles.vocabulary.professions.load_rome`).
    `language_models`: spaCy's models by name or path, which help to read signatures where they are installed.
    """

    file: Path
    title: str
    sources: tuple[Source, ...]
    language: str = "fr"
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Paris"))
    begin: date | None = None
    end: date | None = None
    database: Path = Path("maillage.db")
    reports: Path = Path("reports")
    decisions: Path = Path("decisions")
    thresholds: Thresholds = field(default_factory=Thresholds)
    tiers: Tiers = field(default_factory=Tiers)
    moves: Moves = field(default_factory=Moves)
    set_aside: tuple[str, ...] = ()
    territories: tuple[Territory, ...] = ()
    gazetteer: OfficialFiles = field(default_factory=OfficialFiles)
    smallest_group: int = 3
    compare_with_thesis: bool = False
    language_models: tuple[str, ...] = ()
    rome: Path | None = None

    @property
    def root(self) -> Path:
        """The folder of the study: where `maillage.toml` is."""
        return self.file.parent

    def shown(self, path: Path) -> str:
        """A path as the database and reports show it: relative to the study's folder where it is below."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    @property
    def lists(self) -> tuple[Source, ...]:
        """The sources that are mailing lists."""
        return tuple(source for source in self.sources if source.kind in LIST_KINDS)

    @property
    def wikis(self) -> tuple[Source, ...]:
        """The sources that are wikis."""
        return tuple(source for source in self.sources if source.kind in WIKI_KINDS)

    @property
    def sites(self) -> tuple[Source, ...]:
        """Those of them that are participatory sites."""
        return tuple(source for source in self.sources if source.kind in SITE_KINDS)

    def source(self, name: str) -> Source:
        """The source of that name. Raises KeyError."""
        return {source.name: source for source in self.sources}[name]
