"""The study: `maillage.toml` read into one frozen `Study`, all its mistakes reported at once.

`Study` is what every other part is handed; nothing else of the program reads the file.
"""

from __future__ import annotations

import contextlib
import difflib
import math
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from maillage.errors import InvalidStudy
from maillage.sentences import Said, because, recognised

STUDY_FILE = "maillage.toml"

LIST_KINDS = ("mbox", "pipermail", "maildir", "mh", "eml")
"""The kinds of archives that hold the mails of a list."""

WIKI_KINDS = ("mediawiki",)
"""The kinds of archives that hold the pages and revisions of a wiki."""

KINDS = (*LIST_KINDS, *WIKI_KINDS)
"""The kinds of archives: the readers of `ingest`."""

LIVE = ("all", "accounts")
"""What `maillage fetch` asks a wiki for: everything, or only what dumps lack (accounts, blocks, logs, rights)."""

TEXTS = ("all", "discussion", "none")
"""Whose texts are kept of a wiki: every page's, those of user and talk pages, or no page's."""

ROSTER_KINDS = ("list_members", "sympa_review", "sympa_dump", "csv")
"""The kinds of subscriber lists: the readers of `ingest.rosters`."""

LANGUAGES = ("fr", "en")

AUTOMATIC_LABELS = ("auto-reply", "administrative", "robot", "newsletter")
"""What `set_aside` may name: the labels of automatic traffic that `ingest` gives."""

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_ADDRESS = re.compile(r"https?://[^/\s@]+(?:/\S*)?|[^\s@/]+@[^\s@/]+")
_PLACE_CODE = re.compile(r"(?:\d\d|2[AB])(?:\d{3})?|\d{3}|R\d{1,2}|\d{9}")

THESIS_BORDERS = date(2016, 12, 31)
"""The end of the thesis's period of study: what `borders = "thesis"` stands for."""


@dataclass(frozen=True)
class SubscriberList:
    """Who was subscribed to a list on one day: a file, its date and its reader in `ingest.rosters`."""

    path: Path
    date: date
    kind: str | None = None


@dataclass(frozen=True)
class WikiOptions:
    """What a study says of a wiki beyond its archive.

    `url`: where it lives, None for dumps alone; its copy is kept at the source's path. `login`: the name of a bot
    password (`Name@purpose`), whose secret comes from the environment or the keyring. `live`: one of `LIVE`.
    `texts`: one of `TEXTS`. `prefixes`, `categories`: the part of the wiki that is meant; empty for the whole.
    `contact`: an address that the wiki's administrators may write to, sent in the User-Agent.
    """

    url: str = ""
    login: str = ""
    live: str = "all"
    texts: str = "all"
    prefixes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True)
class Source:
    """One list or one wiki, as the study file describes it. `path` is absolute. `wiki`: None for a list.

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

    def source(self, name: str) -> Source:
        """The source of that name. Raises KeyError."""
        return {source.name: source for source in self.sources}[name]


def load(path: Path) -> Study:
    """Read a study from its file, or from the folder that holds its `maillage.toml`.

    Raises `InvalidStudy` with every mistake of the file, each with its line.
    """
    file = (path / STUDY_FILE if path.is_dir() else path).absolute()
    text = _text(file)
    try:
        values = tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, and numbers too long for int()
        raise InvalidStudy(file, [_syntax_mistake(text, error)], language=_language(text)) from None
    mistakes = _Mistakes(_places(text))
    study = _study(_Table(values, (), "", mistakes), file)
    if mistakes.found:
        raise InvalidStudy(file, mistakes.in_order(), language=_language(text))
    return study


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        reason = Said("it does not exist; `maillage init FOLDER` writes one for a folder of archives")
        raise InvalidStudy(file, [reason]) from None
    except OSError as error:
        raise InvalidStudy(file, [Said("it cannot be read: {reason}", reason=because(error))]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        said = Said("the byte 0x{byte:02x} is not UTF-8; save the file as UTF-8", byte=error.object[error.start])
        language = _language(data.decode("latin-1"))
        raise InvalidStudy(file, [Said("line {line}: {said}", line=line, said=said)], language=language) from None


def _language(text: str) -> str | None:
    """The language of a study that may not be valid otherwise; None where it does not say."""
    found = re.search(rf"^\s*language\s*=\s*([\"'])({'|'.join(LANGUAGES)})\1", text, re.MULTILINE)
    return found[2] if found else None


def _syntax_mistake(text: str, error: ValueError) -> Said:
    """What tomllib says, its line first."""
    said = str(error)
    at = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    if at:
        reason = recognised(said[: at.start()])
        where = Said("not valid TOML at column {column}: {reason}", column=at[2], reason=reason)
        return Said("line {line}: {said}", line=at[1], said=where)
    reason = recognised(said.removesuffix(" (at end of document)"))
    where = Said("not valid TOML at the end of the file: {reason}", reason=reason)
    return Said("line {line}: {said}", line=len(text.splitlines()) or 1, said=where)


# ---------------------------------------------------------------------------------- where things stand

_Place = tuple[str | int, ...]

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


def _places(text: str) -> dict[_Place, int]:
    """The line of every table, key and item of a valid TOML text, which tomllib does not tell."""
    return _Locator(text).places


class _Locator:
    """Walks over a text that tomllib has already accepted, so it need not check anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[_Place, int] = {}
        self._arrays: dict[_Place, int] = {}  # the index of the last table of each [[array]]
        self._counted_to = 0
        self._line = 1
        table: _Place = ()
        while self._more():
            table = self._header() if self.text[self.at] == "[" else self._pair(table)

    def _more(self) -> bool:
        self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches nothing too
        return self.at < len(self.text)

    def _note(self, place: _Place) -> None:
        self._line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        self.places.setdefault(place, self._line)

    def _header(self) -> _Place:
        several = self.text.startswith("[[", self.at)
        start, self.at = self.at, self.at + (2 if several else 1)
        keys = self._keys()
        after, self.at = self.at, start
        place: _Place = ()
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

    def _within(self, place: _Place) -> _Place:
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

    def _pair(self, table: _Place) -> _Place:
        start = self.at
        place, keys = table, self._keys()
        after, self.at = self.at, start
        for key in keys:
            place = (*place, key)
            self._note(place)
        self.at = after + 1  # the equal sign
        self._value(place)
        return table

    def _value(self, place: _Place) -> None:
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


# -------------------------------------------------------------------------------------------- mistakes


@dataclass
class _Mistakes:
    """The mistakes of one file, with where each stands."""

    places: dict[_Place, int]
    found: list[tuple[int, Said]] = field(default_factory=list)

    def add(self, place: _Place, label: str, said: Said) -> None:
        line = self.line(place)
        labelled = Said("line {line}: {label} {said}", line=line, label=label, said=said)
        self.found.append((line, labelled if label else Said("line {line}: {said}", line=line, said=said)))

    def line(self, place: _Place) -> int:
        """The line of a place, or of the nearest thing around it that stands in the file."""
        while place and place not in self.places:
            place = place[:-1]
        return self.places.get(place, 1)

    def in_order(self) -> list[Said]:
        return [said for _, said in sorted(self.found, key=lambda mistake: mistake[0])]


def meant(written: str, known: Iterable[str], what: Said) -> Said:
    """The end of a mistake about an unknown word: the nearest known one, or all of them."""
    names = list(dict.fromkeys(known))
    folded = {name.casefold(): name for name in reversed(names)}
    near = difflib.get_close_matches(written.casefold(), folded, n=1)
    if near:
        return Said('did you mean "{name}"?', name=folded[near[0]])
    return Said("{what}: {names}", what=what, names=", ".join(names) or Said("none"))


def _shown(value: object) -> str:
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


class _Table:
    """One table of the file, read key by key. A wrong value is a mistake, and the default is returned."""

    def __init__(self, values: dict[str, Any], place: _Place, label: str, mistakes: _Mistakes) -> None:
        self.values = values
        self.place = place
        self.label = label
        self._mistakes = mistakes
        self._known: list[str] = []

    def wrong(self, key: str, said: Said, index: int | None = None) -> None:
        place = (*self.place, key) if index is None else (*self.place, key, index)
        self._mistakes.add(place, self.label, said)

    def has(self, key: str) -> bool:
        return key in self.values

    def done(self) -> None:
        """Every key was read: the others are unknown."""
        for key in self.values:
            if key not in self._known:
                hint = meant(key, self._known, Said("known keys"))
                self.wrong(key, Said('unknown key "{key}"; {hint}', key=key, hint=hint))

    def line(self, key: str, index: int | None = None) -> int:
        """The line of a key, or of an item of its list."""
        return self._mistakes.line((*self.place, key) if index is None else (*self.place, key, index))

    def _get(self, key: str) -> Any:
        self._known.append(key)
        return self.values.get(key)

    def _mistyped(self, key: str, value: object, wanted: Said, index: int | None = None) -> None:
        shown = _shown(value)
        where = _item(key, index)
        self.wrong(key, Said("{where} must be {wanted}, not {shown}", where=where, wanted=wanted, shown=shown), index)

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        value = self._get(key)
        if value is None:
            if required:
                self.wrong(key, Said('the key "{key}" is missing', key=key))
            return default
        if not isinstance(value, str):
            self._mistyped(key, value, Said("a text between quotes"))
            return default
        if required and not value.strip():
            self.wrong(key, Said("{where} is empty", where=key))
        return value.strip()

    def written(self, key: str) -> Written:
        """A text that must be there, with its line."""
        return Written.at(self.text(key, required=True), self.line(key))

    def choice(self, key: str, choices: Sequence[str], default: str = "", *, required: bool = False) -> str:
        value = self.text(key, default, required=required)
        if self.has(key) and isinstance(self.values[key], str) and value and value not in choices:
            hint = meant(value, choices, Said("known"))
            self.wrong(key, Said('unknown {key} "{value}"; {hint}', key=key, value=value, hint=hint))
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._mistyped(key, value, Said('a list of texts such as ["one", "two"]'))
            return ()
        for index, item in enumerate(value):
            if not isinstance(item, str):
                self._mistyped(key, item, Said("a text between quotes"), index)
            elif not item.strip():
                self.wrong(key, Said("{where} is empty", where=_item(key, index)), index)
        return tuple(item.strip() for item in value if isinstance(item, str))

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self._mistyped(key, value, Said("true or false"))
            return default
        return default if value is None else value

    def count(self, key: str, default: int) -> int:
        value = self._get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self._mistyped(key, value, Said("a whole number"))
            return default
        if value <= 0:
            self._mistyped(key, value, Said("positive"))
            return default
        return value

    def number(self, key: str, default: float, *, most: float | None = None) -> float:
        value = self._get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self._mistyped(key, value, Said("a number"))
            return default
        if value <= 0 or (most is not None and value > most):
            wanted = Said("positive") if most is None else Said("over 0 and at most {most:g}", most=most)
            self._mistyped(key, value, wanted)
            return default
        return float(value)

    def day(self, key: str, *, month: bool = False, required: bool = False) -> date | None:
        """A day, as a TOML date or a text; with `month`, a text YYYY-MM is its first day."""
        value = self._get(key)
        if value is None:
            if required:
                self.wrong(key, Said('the key "{key}" is missing', key=key))
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str):
            written = f"{value}-01" if month and re.fullmatch(r"\d{4}-\d\d", value) else value
            if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
                with contextlib.suppress(ValueError):
                    return date.fromisoformat(written)
        either = Said('a month such as "2012-11" or a day such as 2012-11-01')
        self._mistyped(key, value, either if month else Said("a day such as 2012-11-01"))
        return None

    def table(self, key: str) -> _Table:
        """The table `[key]`; an empty one where it is absent or not a table."""
        value = self._get(key)
        if value is not None and not isinstance(value, dict):
            self._mistyped(key, value, Said("a table [{key}]", key=key))
            value = None
        return _Table(value or {}, (*self.place, key), f"[{key}]", self._mistakes)

    def tables(self, key: str, label: Callable[[int, dict[str, Any]], str]) -> list[_Table]:
        """The tables `[[key]]`, in order. `label` names one in mistakes, from its index and values."""
        value = self._get(key)
        place = (*self.place, key)
        if isinstance(value, dict):
            said = Said("[{key}] must be [[{key}]]: there can be several", key=key)
            self._mistakes.add(place, label(0, value), said)
            return [_Table(value, place, label(0, value), self._mistakes)]
        if value is not None and not isinstance(value, list):
            self._mistyped(key, value, Said("tables [[{key}]]", key=key))
            return []
        tables = []
        for index, item in enumerate(value or []):
            if isinstance(item, dict):
                tables.append(_Table(item, (*place, index), label(index, item), self._mistakes))
            else:
                shown, wanted = _shown(item), Said("tables [[{key}]]", key=key)
                said = Said("{where} must be {wanted}, not {shown}", where=key, wanted=wanted, shown=shown)
                self.wrong(key, said, index)
        return tables


def _item(key: str, index: int | None) -> str:
    """A key, or an item of its list, as mistakes call it."""
    return key if index is None else Said("item {number} of {key}", number=index + 1, key=key)


# --------------------------------------------------------------------------------------------- reading


def _study(root: _Table, file: Path) -> Study:
    study = root.table("study")
    if not root.has("study"):
        root.wrong("study", Said("the table [study] is missing"))
    thresholds = _thresholds(root.table("thresholds"))
    tiers = _tiers(root.table("tiers"))
    moves = _moves(root.table("moves"))
    exclusions = root.table("exclusions")
    set_aside = _set_aside(exclusions)
    territories = _territories(root)
    gazetteer = _gazetteer(root.table("gazetteer"), file.parent)
    sources = _sources(root, file.parent)
    _unknown_tables(root)
    title = study.text("title", required=root.has("study"))
    begin, end = study.day("from"), study.day("to")
    if begin and end and end < begin:
        study.wrong("to", Said("to ({end}) is before from ({begin})", end=end, begin=begin))
    read = Study(
        file=file,
        title=title,
        sources=tuple(source for _, source in sources),
        language=study.choice("language", LANGUAGES, "fr"),
        time_zone=_time_zone(study),
        begin=begin,
        end=end,
        database=_inside(file.parent, study.text("database", "maillage.db")),
        reports=_inside(file.parent, study.text("reports", "reports")),
        decisions=_inside(file.parent, study.text("decisions", "decisions")),
        thresholds=thresholds,
        tiers=tiers,
        moves=moves,
        set_aside=set_aside,
        territories=tuple(territory for _, territory in territories),
        gazetteer=gazetteer,
        smallest_group=study.count("smallest_group", 3),
        compare_with_thesis=study.flag("compare_with_thesis", default=False),
        language_models=study.texts("language_models"),
        rome=_existing(study, file.parent, "rome") if study.has("rome") or study.text("rome") else None,
    )
    study.done()
    _check_sources(sources, end)
    _check_networks(territories, read.sources)
    return read


def _inside(folder: Path, written: str) -> Path:
    return (folder / written).absolute()


def _unknown_tables(root: _Table) -> None:
    known = ("study", "thresholds", "tiers", "moves", "exclusions", "gazetteer", "territory", "source")
    for name, value in root.values.items():
        if name in known:
            continue
        if isinstance(value, dict | list):
            hint = meant(name, known, Said("known tables"))
            root.wrong(name, Said('unknown table "{name}"; {hint}', name=name, hint=hint))
        else:
            said = Said('the key "{name}" stands before any table; keys belong to one, such as [study]', name=name)
            root.wrong(name, said)


def _time_zone(study: _Table) -> ZoneInfo:
    name = study.text("time_zone", "Europe/Paris")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, such as "Europe"
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        nearest = Said('did you mean "{name}"?', name=near[0]) if near else None
        hint = nearest or Said('write one such as "Europe/Paris"')
        study.wrong("time_zone", Said('there is no time zone "{name}"; {hint}', name=name, hint=hint))
        return ZoneInfo("Europe/Paris")


def _thresholds(table: _Table) -> Thresholds:
    default = Thresholds()
    read = Thresholds(
        regular_over=table.count("regular_over", default.regular_over),
        intensive_from=table.count("intensive_from", default.intensive_from),
        very_intensive_over=table.count("very_intensive_over", default.very_intensive_over),
    )
    table.done()
    _check_over(table, read, "intensive_from", "regular_over")
    _check_over(table, read, "very_intensive_over", "intensive_from")
    return read


def _tiers(table: _Table) -> Tiers:
    default = Tiers()
    read = Tiers(
        core=table.count("core", default.core),
        active=table.count("active", default.active),
        core_rate=table.number("core_rate", default.core_rate),
        active_rate=table.number("active_rate", default.active_rate),
        onion_core=table.number("onion_core", default.onion_core, most=1),
        onion_regular=table.number("onion_regular", default.onion_regular, most=1),
    )
    table.done()
    _check_over(table, read, "core", "active")
    _check_over(table, read, "core_rate", "active_rate")
    _check_over(table, read, "onion_regular", "onion_core")
    return read


def _moves(table: _Table) -> Moves:
    read = Moves(silent_months=table.count("silent_months", Moves().silent_months))
    table.done()
    return read


def _check_over(table: _Table, read: Thresholds | Tiers, high: str, low: str) -> None:
    """One setting must be over another, written or default."""
    value, least = getattr(read, high), getattr(read, low)
    if value <= least:
        said = Said("{high} ({value}) must be over {low} ({least})", high=high, value=value, low=low, least=least)
        table.wrong(high if table.has(high) else low, said)


def _set_aside(table: _Table) -> tuple[str, ...]:
    labels = table.texts("set_aside")
    for index, label in enumerate(labels):
        if label and label not in AUTOMATIC_LABELS:
            hint = meant(label, AUTOMATIC_LABELS, Said("known labels"))
            said = Said('set_aside has an unknown label "{label}"; {hint}', label=label, hint=hint)
            table.wrong("set_aside", said, index)
    table.done()
    return labels


SCALES = ("city", "metropolis", "pays", "region")


def territories(text: str, file: Path) -> tuple[Territory, ...]:
    """The territories of a file that has nothing else, in the form of the study file.

    Raises `InvalidStudy` with every mistake.
    """
    mistakes = _Mistakes(_places(text))
    root = _Table(tomllib.loads(text), (), "", mistakes)
    read = _territories(root)
    if mistakes.found:
        raise InvalidStudy(file, mistakes.in_order())
    return tuple(territory for _, territory in read)


def _territories(root: _Table) -> list[tuple[_Table, Territory]]:
    read: list[tuple[_Table, Territory]] = []
    for table in root.tables("territory", lambda index, values: _label("territory", index, values)):
        territory = Territory(
            name=table.written("name"),
            networks=table.texts("networks"),
            borders=_borders(table),
            periods=_periods(table),
            **_scales(table),
        )
        table.done()
        if territory.name in {other.name for _, other in read}:
            table.wrong("name", Said('there is another territory called "{name}"', name=territory.name))
        read.append((table, territory))
    return read


def _borders(table: _Table) -> date | None:
    if isinstance(table.values.get("borders"), str):
        known = {"dated": None, "thesis": THESIS_BORDERS}
        return known.get(table.choice("borders", tuple(known)))
    return table.day("borders")


def _periods(territory: _Table) -> tuple[Period, ...]:
    def label(index: int, _: dict[str, Any]) -> str:
        return f"{territory.label.removesuffix(']')}, period {index + 1}]"

    read = []
    for table in territory.tables("period", label):
        period = Period(begin=table.day("from"), end=table.day("to"), **_scales(table))
        table.done()
        if period.begin and period.end and period.end < period.begin:
            table.wrong("to", Said("to ({end}) is before from ({begin})", end=period.end, begin=period.begin))
        if not (period.begin or period.end):
            table.wrong("from", Said("a period needs a first day (from), a last day (to), or both"))
        read.append(period)
    return tuple(read)


def _scales(table: _Table) -> dict[str, tuple[str, ...]]:
    return {scale: _members(table, scale) for scale in SCALES}


def _members(table: _Table, scale: str) -> tuple[str, ...]:
    """Communes, EPCI, departements and regions; whether a name or code is anybody's is for the gazetteer to say."""
    members = table.texts(scale)
    for index, member in enumerate(members):
        if any(map(str.isdigit, member)) and not _PLACE_CODE.fullmatch(member):
            said = Said(
                '{scale}: "{code}" is neither a name nor a code: of a commune (59350), departement (59), region (R32) '
                "or EPCI (200093201)",
                scale=scale,
                code=member,
            )
            table.wrong(scale, said, index)
    return tuple(Written.at(member, table.line(scale, index)) for index, member in enumerate(members))


def _gazetteer(table: _Table, folder: Path) -> OfficialFiles:
    def file(key: str) -> Path | None:
        return _existing(table, folder, key) if table.has(key) or table.text(key) else None

    read = OfficialFiles(communes=file("communes"), postcodes=file("postcodes"), epci=file("epci"))
    table.done()
    return read


def _label(what: str, index: int, values: dict[str, Any]) -> str:
    """How mistakes call a table: `[source "makers"]`, or `[source 2]` where it has no name."""
    name = values.get("name")
    return f'[{what} "{name}"]' if name and isinstance(name, str) else f"[{what} {index + 1}]"


def _sources(root: _Table, folder: Path) -> list[tuple[_Table, Source]]:
    tables = root.tables("source", lambda index, values: _label("source", index, values))
    if not root.has("source"):
        said = Said("there is no [[source]]; `maillage init FOLDER` writes one for each archive of a folder")
        root.wrong("source", said)
    return [(table, _source(table, folder)) for table in tables]


def _source(table: _Table, folder: Path) -> Source:
    name = table.text("name", required=True)
    if name and not _NAME.fullmatch(name):
        said = Said('the name "{name}" may only have letters without accents, digits, - and _', name=name)
        table.wrong("name", said)
    created = table.day("created", month=True)
    kind = table.choice("kind", KINDS, required=True)
    wiki = _wiki(table) if kind in WIKI_KINDS else None
    source = Source(
        name=name,
        kind=kind,
        path=_copy(table, folder, name) if wiki and wiki.url else _existing(table, folder),
        title=table.text("title"),
        created=created,
        network=table.text("network"),
        administrators=table.texts("administrators"),
        animators=table.texts("animators"),
        merged_into=table.text("merged_into") or None,
        analysed=table.flag("analysed", default=True),
        description=table.text("description"),
        wiki=wiki,
        addresses=_addresses(table),
        subscribers=_subscriber_lists(table, folder, created),
    )
    table.done()
    return source


def _wiki(table: _Table) -> WikiOptions:
    url = table.text("url")
    if url and not re.match(r"https?://[^/\s]+", url):
        said = Said('the url "{url}" is no address of a wiki: write one such as "https://wiki.example.org/"', url=url)
        table.wrong("url", said)
    if table.has("merged_into"):
        table.wrong("merged_into", Said("merged_into is for lists: a wiki is not counted in another"))
    return WikiOptions(
        url=url,
        login=table.text("login"),
        live=table.choice("live", LIVE, "all"),
        texts=table.choice("texts", TEXTS, "all"),
        prefixes=table.texts("prefixes"),
        categories=table.texts("categories"),
        contact=table.text("contact"),
    )


def _addresses(table: _Table) -> tuple[str, ...]:
    """Addresses of the web, `https://…`, and of mail, `name@host`."""
    addresses = table.texts("addresses")
    for index, address in enumerate(addresses):
        if not _ADDRESS.fullmatch(address):
            said = Said('"{address}" is neither an address of the web (https://…) nor of mail', address=address)
            table.wrong("addresses", said, index)
    return addresses


def _copy(table: _Table, folder: Path, name: str) -> Path:
    """Where the copy of a live wiki is kept; it need not exist yet."""
    return _inside(folder, table.text("path") or f"archives/{name}")


def _existing(table: _Table, folder: Path, key: str = "path") -> Path:
    """The path of a file or folder that the study names, which must exist."""
    written = table.text(key, required=True)
    path = _inside(folder, written)
    if written and not os.path.exists(path):  # noqa: PTH110  # Path.exists raises for a NUL or a name too long
        said = Said('the path "{path}" does not exist; it is looked for from {folder}', path=written, folder=folder)
        table.wrong(key, said)
    return path


def _subscriber_lists(source: _Table, folder: Path, created: date | None) -> tuple[SubscriberList, ...]:
    def label(index: int, _: dict[str, Any]) -> str:
        return f"{source.label.removesuffix(']')}, subscribers {index + 1}]"

    read = []
    for table in source.tables("subscribers", label):
        kind = table.choice("kind", ROSTER_KINDS) or None
        path = _existing(table, folder)
        day = table.day("date", required=True)
        table.done()
        read.append(SubscriberList(path, day or date.min, kind))
        if day and created and day < created:
            said = Said("date ({day}) is before the list was created ({created})", day=day, created=created)
            table.wrong("date", said)
    return tuple(read)


# ----------------------------------------------------------------------------------- what contradicts


def _check_sources(sources: Sequence[tuple[_Table, Source]], end: date | None) -> None:
    names: dict[str, str] = {}
    paths: dict[tuple[Path, str], str] = {}
    for table, source in sources:
        folded = source.name.casefold()
        if source.name and folded in names:
            other = names[folded]
            same = Said('there is another source called "{name}"', name=other)
            alike = Said('there is another source called "{name}", and capitals do not tell names apart', name=other)
            table.wrong("name", same if other == source.name else alike)
        names.setdefault(folded, source.name)
        archive = (source.path, source.kind)  # a folder may hold archives of several kinds
        if table.has("path") and archive in paths and not _is_selection(source):
            table.wrong("path", Said('its path is that of the source "{name}" too', name=paths[archive]))
        paths.setdefault(archive, source.name)
        if source.created and end and source.created > end:
            said = Said("created ({created}) is after the study's to ({end})", created=source.created, end=end)
            table.wrong("created", said)
    _check_merges(sources)


def _is_selection(source: Source) -> bool:
    """Whether it is a part of a wiki: several sources may be parts of one dump."""
    return source.wiki is not None and bool(source.wiki.prefixes or source.wiki.categories)


def _check_merges(sources: Sequence[tuple[_Table, Source]]) -> None:
    into = {source.name: source.merged_into for _, source in sources}
    told: set[str] = set()
    for table, source in sources:
        target = source.merged_into
        if target is None:
            continue
        if target == source.name:
            table.wrong("merged_into", Said("merged_into names the source itself"))
        elif target not in into:
            hint = meant(target, (name for name in into if name != source.name), Said("sources"))
            said = Said('merged_into: there is no source "{name}"; {hint}', name=target, hint=hint)
            table.wrong("merged_into", said)
        elif source.name not in told and (circle := _circle(source.name, into)):
            told.update(circle)
            said = Said("merged_into goes round in a circle: {circle}", circle=" -> ".join(circle))
            table.wrong("merged_into", said)


def _circle(name: str, into: Mapping[str, str | None]) -> list[str]:
    """The sources from one back to itself, following merged_into; empty if it never comes back."""
    seen = [name]
    following = into.get(name)
    while following is not None and following not in seen:
        seen.append(following)
        following = into.get(following)
    return [*seen, name] if following == name else []


def _check_networks(territories: Sequence[tuple[_Table, Territory]], sources: Sequence[Source]) -> None:
    known = sorted({source.network for source in sources if source.network})
    for table, territory in territories:
        for index, network in enumerate(territory.networks):
            if network and network not in known:
                hint = meant(network, known, Said("networks of the sources"))
                said = Said('no source has the network "{network}"; {hint}', network=network, hint=hint)
                table.wrong("networks", said, index)
