"""What a folder of archives holds, and a first `maillage.toml` for it: what `maillage init` does.

Nothing is read beyond the beginnings of files. What is found is proposed, what is known but not read by
this version is named with what can be done, and the rest is listed as not recognised.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from maillage import ingest
from maillage.errors import MaillageError, UnreadableArchive
from maillage.ingest import (
    discourse,
    groups_io,
    hyperkitty,
    hypermail,
    mediawiki,
    mhonarc,
    pipermail_html,
    public_inbox,
    rosters,
    spip,
    sympa,
    takeout,
)
from maillage.ingest.forms import FORMS, HEAD, form_of
from maillage.ingest.mediawiki.identity import Identity, identity
from maillage.ingest.pages import folders_with, is_period
from maillage.ingest.parts import beginning, container, files_in
from maillage.project import FORUM_KINDS, LANGUAGES, STUDY_FILE, WIKI_KINDS
from maillage.sentences import Said, because, typeset

SAMPLED = 40  # files of a folder that tell whether it holds archives
PAGES = {"mhonarc": mhonarc, "pipermail_html": pipermail_html, "hypermail": hypermail}
"""The kinds of which one file is one mail's page on the web."""
BOXES = ("hyperkitty", "mbox", "pipermail")
"""The kinds of which one file is a list, or a part of one."""
LISTED = 20
"""How many paths of a kind are listed one by one in the study file."""


@dataclass(frozen=True)
class FoundSource:
    """An archive that this version reads. `files`: how many there are directly at `path`.

    `stems`: the different names of its files, years and months apart, where these may be several lists.
    `tells_accounts`: whether a wiki's files say more than a dump does: who has which rights, who is blocked.
    `list_ids`: which of its mails are the list's, where it holds several. `is_mailbox`: whether it is somebody's own
    one, of which nobody but its owner knows which lists are meant.
    """

    name: str
    kind: str
    path: Path
    title: str
    files: int = 1
    merged_into: str | None = None
    stems: tuple[str, ...] = ()
    tells_accounts: bool = True
    list_ids: tuple[str, ...] = ()
    is_mailbox: bool = False


@dataclass(frozen=True)
class FoundRoster:
    """A file that is, or by its name seems to be, a list of subscribers.

    `kind`: its reader, None if no reader takes it. `day`: from its name, else the day it was last
    changed. `source`: the source it most likely belongs to.
    """

    path: Path
    kind: str | None
    day: date
    source: str | None


@dataclass(frozen=True)
class Unread:
    """Files of a form that is known and not read by this version; `form` is a key of `FORMS`."""

    path: Path
    form: str
    files: int = 1

    def described(self, path: object) -> Said:
        """What it is and what can be done, behind its path."""
        what, step = FORMS[self.form]
        return Said("{path}: {what}; {step}", path=path, what=what, step=step)


@dataclass(frozen=True)
class Inventory:
    """What a folder holds, each part sorted by path."""

    folder: Path
    sources: tuple[FoundSource, ...]
    rosters: tuple[FoundRoster, ...]
    unread: tuple[Unread, ...]
    unrecognised: tuple[Path, ...]


TERRITORY = (
    "[[territory]]",
    'name = "Rennes"',
    'city = ["Rennes"]',
    'metropolis = ["Rennes Métropole"]',
    'region = ["Bretagne"]',
)
"""A territory as `init` shows it: of the network of the same name."""


def survey(folder: Path) -> Inventory:
    """What a folder of archives holds; or one file, as a folder with that file only.

    Raises `UnreadableArchive` where it does not exist or cannot be listed.
    """
    folder = folder.absolute()
    if not folder.exists():
        raise UnreadableArchive(folder, Said("it does not exist"), Said("give the folder that holds the archives"))
    survey = _Survey(folder)
    try:
        survey.look()
    except OSError as error:
        path = Path(os.fsdecode(error.filename)) if error.filename else folder
        raise UnreadableArchive(path, because(error), Said("check its rights")) from error
    return survey.inventory()


# ------------------------------------------------------------------------------------------- the forms

_MONTHS = (
    "jan(?:uary|vier)?|feb(?:ruary)?|f[eé]v(?:rier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|"
    "july?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sep(?:t(?:ember|embre)?)?|oct(?:ober|obre)?|"
    "nov(?:ember|embre)?|d[eé]c(?:ember|embre)?"
)
_PERIOD = re.compile(
    rf"(?<!\d)(?:19|20)\d\d(?:[-_. ]?(?:{_MONTHS})(?![a-zé])|[-_. ]?(?:0[1-9]|1[0-2])(?:[-_. ]?[0-3]\d)?|q[1-4])?"
    rf"(?!\d)|(?<![a-zé])(?:{_MONTHS})[-_. ]?(?:19|20)\d\d(?!\d)|week-of-[a-z]{{3}}-\d{{8}}",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\.(?:mbox|mbx|mbs|mail|txt|text|eml|zip|gz|bz2|xz|csv|tsv|dump|lst|list)$", re.IGNORECASE)
_PACKING = re.compile(r"\.(?:7z|zst|bz2|gz|xz|lzma)$", re.IGNORECASE)
_OF_DUMPS = re.compile(
    r"[-_.]?(?:(?:pages|stub)[-_]meta[-_]history|history|current|full|dump)\d*$|\.xml$", re.IGNORECASE
)
_DUMP = re.compile(r"(?:\.xml|history|dump|wiki).*\.(?:7z|zst)$", re.IGNORECASE)
_HINT = re.compile(r"abonn|inscrit|souscri|subscri|membre|members?(?![a-z])|roster|adherent|adhérent", re.IGNORECASE)
_IN_FOLDERS = {"mhonarc", "hypermail", "pipermail_html", "yahoo", "msg", "listserv", "json"}
_GENERIC = {"archive", "archives", "arc", "cur", "data", "list", "liste", "mail", "mails", "mbox", "txt", "text"}
_OURS = {STUDY_FILE, "maillage.db", "maillage.db-wal", "maillage.db-shm"}


# ------------------------------------------------------------------------------------------ the survey


class _Found(NamedTuple):
    """A file that is an archive, with its kind."""

    path: Path
    kind: str


@dataclass
class _Survey:
    """Goes through a folder once, and gathers what it holds."""

    folder: Path
    sources: list[FoundSource] = field(default_factory=list)
    lists: list[tuple[Path, str | None]] = field(default_factory=list)
    unread: Counter[tuple[Path, str]] = field(default_factory=Counter)
    unrecognised: list[Path] = field(default_factory=list)
    known: dict[Path, tuple[str, str]] = field(default_factory=dict)
    wikis: list[tuple[Path, Identity, Sequence[_Found]]] = field(default_factory=list)

    def look(self) -> None:
        """Look at the folder, the ones below first: whether loose files may share it depends on them."""
        if self.folder.is_file():
            self._add_loose(self._archives([self.folder]))
            return
        if self._is_one_archive(self.folder) or self._is_one_wiki(self.folder) or self._is_one_forum(self.folder):
            return
        files, folders = _content(self.folder)
        archives = self._archives(files)
        pages = any(found.kind == "pipermail" for found in archives)
        for below in folders:
            self._look_into(below, pages=pages)
        self._add_loose(archives)

    def _look_into(self, folder: Path, within: str | None = None, *, pages: bool = False) -> None:
        """A folder below; `within`: the kind of the source it is a part of; `pages`: pipermail's may be in it."""
        if folder.is_symlink():
            self.unrecognised.append(folder)
            return
        if not _writable(folder):
            self.unread[folder, "bad_name"] += 1
            return
        if self._is_one_archive(folder) or self._is_one_wiki(folder) or self._is_one_forum(folder):
            return
        files, folders = _content(folder)
        archives = self._archives(files, pages=pages)
        pages = pages or any(found.kind == "pipermail" for found in archives)
        stems = {_stem(found.path) for found in archives}
        if within is None and len(stems) > 1 and any(_holds_boxes(below) for below in folders):  # lists side by side
            for below in folders:
                self._look_into(below, pages=pages)
            self._add_loose(archives)
            return
        others = [found for found in archives if not _has(within, found)]
        within = self._add_folder(folder, others, len(files)) or within
        for below in folders:
            self._look_into(below, within, pages=pages)

    def _is_one_archive(self, folder: Path) -> bool:
        """Whether a folder is, by its form, one archive that needs no look at its files."""
        if all((folder / name).is_dir() for name in ("cur", "new")):
            self._add(folder.name, "maildir", folder)
        elif spip.is_one_site(folder):
            self._add(folder.name, "spip", folder, len(files_in(folder)))
        elif sympa.holds_months(folder):
            self._add(folder.name, "sympa", folder)
        elif pages := _pages_of_one_list(folder):
            self._add(folder.name, pages, folder, len(files_in(folder)))
        elif public_inbox.is_one_inbox(folder):
            self._add(folder.name, "public_inbox", folder)
        elif public_inbox.is_repository(folder):
            self.unread[folder, "git"] += 1
        else:
            return False
        return True

    def _archives(self, files: Sequence[Path], *, pages: bool = False) -> list[_Found]:
        """The archives among some files; the others go where they belong."""
        told = [(file, *self._told(file)) for file in files if file.name not in _OURS]
        found = [_Found(file, what) for file, how, what in told if how == "archive"]
        self._add_wikis([_Found(file, what) for file, how, what in told if how == "wiki"])
        pages = pages or any(kind == "pipermail" for _, kind in found)
        for file, how, what in told:
            if pages and (what == "pipermail_html" or ingest.reader("pipermail").is_companion(file)):
                continue  # pages of the same mails as the volumes
            if how == "alone":
                self._add_alone(file, what)
            else:
                self._set_aside(file, how, what)
        return found

    def _told(self, file: Path) -> tuple[str, str]:
        """What a file is (see `_told`), looked at once."""
        if file not in self.known:
            self.known[file] = _told(file)
        return self.known[file]

    def _is_one_wiki(self, folder: Path) -> bool:
        """Whether a folder and those below it hold the files of one wiki, and no mails."""
        wiki: list[_Found] = []
        others: list[tuple[Path, str, str]] = []
        for file in files_in(folder):
            how, what = self._told(file)
            if how in ("archive", "alone", "forum") or file.name in _OURS:
                return False
            if how == "wiki":
                wiki.append(_Found(file, what))
            else:
                others.append((file, how, what))
        groups = _by_wiki(wiki)
        if len(groups) != 1 or not all(map(_writable, [folder, *(found.path for found in wiki)])):
            return False
        self.wikis.append((folder, *groups[0]))
        for file, how, what in others:
            self._set_aside(file, how, what)
        return True

    def _is_one_forum(self, folder: Path) -> bool:
        """Whether a folder and those below it hold answers of one forum, and no other archives."""
        told: list[tuple[Path, str, str]] = []
        for file in files_in(folder):
            told.append((file, *self._told(file)))
            if told[-1][1] in ("archive", "alone", "wiki"):
                return False
        answers = [file for file, how, _ in told if how == "forum"]
        if not discourse.lie_together(folder, answers):
            return False
        self._add(folder.name, "discourse", folder, len(answers))
        for file, how, what in told:
            if how != "forum":
                self._set_aside(file, how, what)
            elif kind := rosters.recognize(file):
                self.lists.append((file, kind))
        return True

    def _add_alone(self, file: Path, kind: str) -> None:
        """Add an archive that is a source by itself, or several lists in one file."""
        if kind == "takeout":
            for group, list_ids in takeout.lists_in(file):
                added = self._add(group or "gmail", kind, file)
                self.sources[-1] = replace(added, list_ids=list_ids, is_mailbox=not group)
            return
        title = discourse.title_of(file) if kind == "discourse" else _bare(file.name)
        self._add(re.sub(r"[-_ ]archives?$", "", title), kind, file)
        if kind == "discourse":  # its backup has its people too
            self.lists.append((file, "discourse_users"))

    def _set_aside(self, file: Path, how: str, what: str) -> None:
        """Put a file that is no archive where it belongs."""
        if how == "unread":
            self.unread[file.parent if what in _IN_FOLDERS else file, what] += 1
        elif how == "forum":
            self.unread[file.parent, "loose_forum"] += 1
        elif how == "roster":
            self.lists.append((file, what or None))
        elif how == "nothing":
            self.unrecognised.append(file)

    def _add_wikis(self, files: Sequence[_Found]) -> None:
        """Wikis whose files lie among others: a dump that is one file is a source, what is in several is not."""
        for who, group in _by_wiki(files):
            dumps = [found for found in group if found.kind == "dump"]
            packings = sorted(dumps, key=lambda found: (container(found.path) != "plain", found.path))
            is_one = len({_PACKING.sub("", found.path.name) for found in dumps}) == 1  # packed or not, or both
            if is_one:
                self.wikis.append((packings[0].path, who, packings[:1]))
            for found in group:
                if not is_one or found not in dumps:
                    self.unread[found.path.parent, "loose_wiki"] += 1

    def _add_wiki(self, path: Path, who: Identity, files: Sequence[_Found]) -> None:
        """Add a wiki under the name that it has for itself, else that of its file or folder."""
        bare = _SUFFIX.sub("", _PACKING.sub("", path.name)) if path.is_file() else path.name
        while (shorter := _OF_DUMPS.sub("", bare)) and shorter != bare:
            bare = shorter
        title = who.sitename or who.dbname or bare
        wanted = title.lower().replace("@", "a")
        taken = {source.name.casefold() for source in self.sources}
        is_taken = _name(wanted) in taken and who.dbname and _name(who.dbname).casefold() not in taken
        added = self._add(who.dbname if is_taken else wanted, "mediawiki", path, len(files))
        tells = any(found.kind == "answers" for found in files)
        self.sources[-1] = replace(added, title=title, tells_accounts=tells)

    def _add_folder(self, folder: Path, archives: Sequence[_Found], files: int) -> str | None:
        """The source that a folder's own files make; the kind that has the folders below too, if any."""
        boxes = [found for found in archives if found.kind in BOXES]
        mails = [found for found in archives if found.kind not in BOXES]
        if boxes:
            stems = tuple(sorted({_stem(found.path) for found in boxes}))
            kinds = {found.kind for found in boxes}
            kind = next(str(kind) for kind in ("pipermail", "mbox", "hyperkitty") if kind in kinds)
            source = self._add(folder.name, kind, folder, len(boxes))
            self.sources[-1] = replace(source, stems=stems if len(stems) > 1 else ())
            self._loose_mails(mails)
            return kind
        if len(mails) == 1:
            self._add(_bare(mails[0].path.name), "eml", mails[0].path)
        elif len(mails) * 2 < files:
            self._loose_mails(mails)
        elif mails:
            kind = "mh" if all(found.path.name.isdecimal() for found in mails) else "eml"
            self._add(folder.name, kind, folder, len(mails))
            return kind
        return None

    def _add_loose(self, archives: Sequence[_Found]) -> None:
        """The archives that stand in the top folder itself."""
        boxes = [found for found in archives if found.kind in BOXES]
        mails = [found for found in archives if found.kind not in BOXES]
        series: dict[tuple[str, str], list[_Found]] = {}
        for found in boxes:
            series.setdefault((found.kind, _stem(found.path)), []).append(found)
        alone = len(series) == 1 and not any(source.kind in BOXES for source in self.sources)
        for (kind, stem), files in series.items():
            if len(files) == 1:
                self._add(_bare(files[0].path.name) if stem else self.folder.name, kind, files[0].path)
            elif alone:
                self._add(stem or self.folder.name, kind, self.folder, len(files))
            else:
                self._add_series(stem or self.folder.name, files)
        if len(mails) > 1 and not self.sources:
            kind = "mh" if all(found.path.name.isdecimal() for found in mails) else "eml"
            self._add(self.folder.name, kind, self.folder, len(mails))
        elif len(mails) == 1 and not self.sources:
            self._add(_bare(mails[0].path.name), "eml", mails[0].path)
        else:
            self._loose_mails(mails)

    def _add_series(self, stem: str, files: Sequence[_Found]) -> None:
        """A list in several files of a folder that it shares: the later ones are merged into the first."""
        first = self._add(stem, files[0].kind, files[0].path)
        for found in files[1:]:
            later = self._add(_bare(found.path.name), found.kind, found.path)
            self.sources[-1] = replace(later, merged_into=first.name)

    def _loose_mails(self, mails: Sequence[_Found]) -> None:
        for found in mails:
            self.unread[found.path.parent, "loose_mails"] += 1

    def _add(self, title: str, kind: str, path: Path, files: int = 1) -> FoundSource:
        """Add a source under a name of its own."""
        taken = {source.name.casefold() for source in self.sources}
        if title.casefold() in _GENERIC and self.folder not in (path, path.parent):
            title = path.parent.name
        wanted = _name(title)
        if wanted.casefold() in taken and path.parent != self.folder:
            wanted = f"{_name(path.parent.name)}-{wanted}"
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted}-{number}", number + 1
        self.sources.append(FoundSource(name, kind, path, title, files))
        return self.sources[-1]

    def inventory(self) -> Inventory:
        for wiki in self.wikis:  # last, as lists have nothing but the names of their files
            self._add_wiki(*wiki)
        sources = sorted(self.sources, key=lambda source: (source.path, source.kind))
        unread = [Unread(path, form, files) for (path, form), files in sorted(self.unread.items())]
        found = [
            FoundRoster(path, kind, _day(path), _owner(path, self.folder, sources))
            for path, kind in sorted(self.lists, key=lambda found: found[0])
        ]
        paths = tuple(sorted(self.unrecognised))
        return Inventory(self.folder, tuple(sources), tuple(found), tuple(unread), paths)


def _holds_boxes(folder: Path) -> bool:
    """Whether a folder, or one below it, has a file that is an archive by itself: mbox or pipermail."""
    told = (_told(file) for file in files_in(folder)[:SAMPLED])
    return any(how == "archive" and kind in BOXES for how, kind in told)


def _content(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files and folders of a folder, hidden ones left out, sorted."""
    shown = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    return [path for path in shown if path.is_file()], [path for path in shown if path.is_dir()]


def _by_wiki(files: Sequence[_Found]) -> list[tuple[Identity, list[_Found]]]:
    """The files of each wiki, by what they say of it; those that say nothing are of the only one, if there is one."""
    told = [(identity(found.path), found) for found in files]
    groups: list[tuple[Identity, list[_Found]]] = []
    for who, found in sorted(told, key=lambda pair: pair[0] == Identity()):
        own = next((group for group in groups if who != Identity() and group[0].may_be(who)), None)
        if own is None and who == Identity() and len(groups) == 1:
            own = groups[0]
        if own is None:
            own = who, []
            groups.append(own)
        own[1].append(found)
    return groups


def _told(file: Path) -> tuple[str, str]:
    """What a file is, and its kind or form.

    It is an `archive`, one that is `alone` a source, of a `wiki` or a `forum`, a `roster`, `unread` or `nothing`.
    """
    if not _writable(file):
        return "unread", "bad_name"
    if of_wiki := mediawiki.form_of(file):
        return "wiki", of_wiki
    for kind, module in (("spip", spip), ("takeout", takeout), ("groups_io", groups_io)):
        if module.recognizes(file):
            return "alone", kind
    if of_forum := discourse.form_of(file):
        return ("forum", of_forum) if of_forum == "answers" else ("alone", "discourse")
    form = None if hyperkitty.is_answer(file) else form_of(file, beginning(file, HEAD))
    if form in ("packed", None) and _DUMP.search(file.name):
        return "unread", "damaged_dump"
    roster = rosters.recognize(file) if form in ("json", None) else None
    if form and not roster:
        return "unread", form
    if roster or _hints(file):
        return "roster", roster or ""
    return _told_of_mails(file)


def _pages_of_one_list(folder: Path) -> str | None:
    """The kind of the pages of mails in a folder, or in those of its months, where nothing else there is an archive."""
    if any(_kind(file) for file in _content(folder)[0][:SAMPLED]):
        return None
    for kind, module in PAGES.items():
        found = [below for below in folders_with(folder, module.PAGE) if module.holds_pages(below)]
        if found and all(is_period(name) for below in found for name in below.relative_to(folder).parts):
            return kind
    return None


def _told_of_mails(file: Path) -> tuple[str, str]:
    """The same of a file that is no wiki, no list of subscribers and of no form that is known and not read."""
    kind = _kind(file)
    packing = container(file)
    if kind == "eml" and packing not in ("plain", "zip"):
        return "unread", "packed"
    is_alone = kind == "sympa" or (kind == "eml" and packing == "zip")
    return ("alone" if is_alone else "archive", kind) if kind else ("nothing", "")


def _has(within: str | None, found: _Found) -> bool:
    """Whether the source of a folder above reads this file too: readers go into the folders below."""
    if within in BOXES:
        return found.kind in BOXES
    return found.kind == "eml" and (within == "eml" or (within == "mh" and found.path.name.isdecimal()))


def _kind(file: Path) -> str | None:
    """The kind of a file that is an archive by itself; the other kinds are folders."""
    kinds = ("sympa", "pipermail", "hyperkitty", "mbox", "eml")
    return next((kind for kind in kinds if ingest.reader(kind).recognizes(file)), None)


def _writable(path: Path) -> bool:
    """Whether a name can be written in a TOML file."""
    try:
        os.fspath(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _bare(name: str) -> str:
    """A file's name without what tells its form only: `makers.mbox.gz` is `makers`."""
    while (shorter := _SUFFIX.sub("", name)) and shorter != name:
        name = shorter
    return name


def _stem(path: Path) -> str:
    """A file's name without its form and without years and months: what names the list."""
    return re.sub(r"[-_. ]{2,}", "-", _PERIOD.sub("", _bare(path.name))).strip("-_. ")


def _name(title: str) -> str:
    """A source name made of a title: letters without accents, digits, - and _."""
    local = title.partition("@")[0] or title
    plain = unicodedata.normalize("NFKD", local).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "-", plain).strip("-") or "list"


def _hints(path: Path) -> bool:
    """Whether a name hints at subscribers, and the file is of a form that lists come in."""
    forms = (".txt", ".csv", ".tsv", ".dump", ".xls", ".xlsx", ".ods", ".lst", "")
    return _HINT.search(path.name) is not None and path.suffix.lower() in forms


def _day(path: Path) -> date:
    """The day in a file's name; without one, the day the file was last changed."""
    if found := re.search(r"((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])(?:[-_.]?([0-3]\d))?(?!\d)", path.name):
        try:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
        except ValueError:  # a 31st of February
            return date(int(found[1]), int(found[2]), 1)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def _owner(path: Path, folder: Path, sources: Sequence[FoundSource]) -> str | None:
    """The source that a list of subscribers most likely belongs to."""
    main = [source for source in sources if source.merged_into is None]
    inside = [source for source in main if source.path != folder and source.path in path.parents]
    if inside:
        return max(inside, key=lambda source: len(source.path.parts)).name
    for written in (path.name, path.parent.name if path.parent != folder else ""):
        words = f"-{_name(written.replace('@', '-')).casefold()}-".replace("_", "-")
        named = [source for source in main if f"-{source.name.casefold().replace('_', '-')}-" in words]
        if named:
            return max(named, key=lambda source: len(source.name)).name
    return main[0].name if len(main) == 1 else None


# -------------------------------------------------------------------------------------- the study file

_WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "top": "Écrit par `maillage init` d'après ce que contient {folder}.\n"
               "Relisez, complétez, puis lancez `maillage ingest`. Toutes les clés : docs/study-file.md.",
        "title": "à changer : le titre des rapports",
        "language": "la langue des rapports : fr ou en",
        "time_zone": "où commencent les mois",
        "from": "premier jour compté ; sans lui, la création de chaque liste",
        "to": "dernier jour compté ; sans lui, le dernier message de chaque liste",
        "database": "les chemins partent du dossier de ce fichier",
        "decisions": "le dossier de ce que vous décidez : docs/decisions.md",
        "territory": "Un territoire compare des échelles, par noms ou codes INSEE. Lille et Brest sont connus :\n"
                     'il suffit que `network` d\'une liste soit "Lille" ou "Brest". Un autre : docs/territories.md.',
        "files": "{files} fichiers",
        "stems": "Ces fichiers ont des noms différents ({stems}) : si ce sont plusieurs listes,\n"
                 "donnez à chacune son [[source]], avec le chemin de son fichier.",
        "created": "AAAA-MM ou un jour ; sans elle, le premier message",
        "network": "le réseau de la liste, pour les territoires",
        "administrators": "adresses",
        "wiki_network": "le réseau du wiki, comme celui des listes",
        "part": "une partie seulement : les pages de ce nom et celles qui sont dessous",
        "texts": "\"discussion\" : seulement pages d'utilisateurs et de discussion ; \"none\" : aucun texte",
        "accounts": "Une sauvegarde ne dit ni les droits ni les blocages. Ajoutez l'adresse du wiki,\n"
                    "puis `maillage fetch` ; ou mettez à côté les réponses de son interface (users.json…).",
        "mailbox": "Une boîte aux lettres est privée : ôtez le # et dites de quelles listes sont les messages\n"
                   "à retenir (leur adresse), ou leurs libellés par `labels`. Rien d'autre n'en est enregistré.",
        "forum": "son adresse : les réponses de son interface ne la disent pas",
        "living": "Un wiki en ligne n'a pas besoin de fichier : ôtez les #, puis lancez `maillage run`.",
        "contact": "une adresse où l'on peut vous écrire, dite au wiki",
        "merged": "un autre fichier de la même liste ; plus simple : un dossier par liste",
        "roster": "Peut-être les abonnés de cette liste : vérifiez la date, puis ôtez les #.",
        "unsure": "pas reconnu : enregistrez-le en CSV (UTF-8)",
        "date": "le jour de l'extraction : à vérifier",
        "rosters": "Listes d'abonnés sans liste certaine : à recopier sous la bonne [[source]].",
        "unread": "Trouvé, mais non lu par cette version :",
        "unrecognised": "Non reconnu :",
        "more": "et {more} autres",
    },
    "en": {
        "top": "Written by `maillage init` from what {folder} holds.\n"
               "Read it, complete it, then run `maillage ingest`. All the keys: docs/study-file.md.",
        "title": "to change: the title of reports",
        "language": "the language of reports: fr or en",
        "time_zone": "where months begin",
        "from": "first day counted; without it, the creation of each list",
        "to": "last day counted; without it, the last message of each list",
        "database": "paths are relative to the folder of this file",
        "decisions": "the folder of what you decide: docs/decisions.md",
        "territory": "A territory compares scales, by names or INSEE codes. Those of Lille and Brest are known:\n"
                     'let `network` of a list be "Lille" or "Brest". Any other: docs/territories.md.',
        "files": "{files} files",
        "stems": "These files have different names ({stems}): if they are several lists,\n"
                 "give each its own [[source]], with the path of its file.",
        "created": "YYYY-MM or a day; without it, the first message",
        "network": "the list's network, for territories",
        "administrators": "addresses",
        "wiki_network": "the wiki's network, as that of lists",
        "part": "a part only: the pages of this name and those below",
        "texts": '"discussion": those of user and talk pages only; "none": no text',
        "accounts": "A dump tells neither rights nor blocks. Add the wiki's address, then run `maillage fetch`;\n"
                    "or put answers of its API beside it (users.json…).",
        "mailbox": "A mailbox is private: take away the # and say of which lists its mails are meant\n"
                   "(their addresses), or give their labels by `labels`. Nothing else of it is stored.",
        "forum": "its address, which answers of its interface do not tell",
        "living": "A living wiki needs no file: take away the #, then run `maillage run`.",
        "contact": "an address where you can be written to, told to the wiki",
        "merged": "another file of the same list; simpler: one folder a list",
        "roster": "Perhaps the subscribers of this list: check the date, then take away the #.",
        "unsure": "not recognised: save it as CSV (UTF-8)",
        "date": "the day of the snapshot: to be checked",
        "rosters": "Subscriber lists of no certain list: copy each under its [[source]].",
        "unread": "Found, but not read by this version:",
        "unrecognised": "Not recognised:",
        "more": "and {more} more",
    },
}  # fmt: skip


def write_study(inventory: Inventory, target: Path, language: str) -> Path:
    """Write a study file for what was found, with comments in `fr` or `en`; returns its path.

    `target`: the file, or the folder it goes to. Raises `MaillageError` where there is a file already,
    where no archive was found, or where it cannot be written.
    """
    file = (target / STUDY_FILE if target.is_dir() else target).absolute()
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise MaillageError(
            Said("there is no language {language!r}; there are: {known}", language=language, known=known)
        )
    if not inventory.sources:
        raise _nothing_found(inventory)
    text = "\n".join(_lines(inventory, file.parent, language)) + "\n"
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise MaillageError(
            Said("{file} exists and is left as it is; edit it, or move it away first", file=file)
        ) from None
    except OSError as error:
        raise MaillageError(
            Said("cannot write {file}: {reason}; give a folder you may write to", file=file, reason=because(error))
        ) from error
    return file


def _nothing_found(inventory: Inventory) -> MaillageError:
    """The error that names what there is instead, and what to do with it."""
    kinds = ", ".join(sorted(ingest.KINDS))
    return MaillageError(
        Said("no archive was recognised in {folder}; maillage reads {kinds}", folder=inventory.folder, kinds=kinds),
        *(unread.described(unread.path) for unread in inventory.unread[:LISTED]),
    )


def summary(inventory: Inventory, language: str) -> Iterator[str]:
    """What was found, a line each, for the person who asked."""
    words = _WORDS[language]
    for source in inventory.sources:
        files = words["files"].format(files=source.files)
        yield f"{source.kind:<10} {_relative(source.path, inventory.folder)}" + (
            f" ({files})" if source.files > 1 else ""
        )
    for roster in inventory.rosters:
        yield f"{roster.kind or '?':<10} {_relative(roster.path, inventory.folder)}"
    for unread in inventory.unread:
        yield f"–          {unread.described(_relative(unread.path, inventory.folder)).said(language)}"
    if inventory.unrecognised:
        yield f"–          {typeset(words['unrecognised'], language)} {len(inventory.unrecognised)}"


def _lines(inventory: Inventory, home: Path, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield from _comment(words["top"].format(folder=_quoted(inventory.folder.name)))
    yield ""
    yield "[study]"
    yield _key("title", inventory.folder.name or "maillage", words["title"])
    yield _key("language", language, words["language"])
    yield _key("time_zone", "Europe/Paris", words["time_zone"])
    yield _remarked("# from = 2007-05-01", words["from"])
    yield _remarked("# to = 2016-12-31", words["to"])
    yield _key("database", "maillage.db", words["database"])
    yield _key("reports", "reports")
    yield _key("decisions", "decisions", words["decisions"])
    yield ""
    yield from _comment(words["territory"])
    for line in TERRITORY:
        yield f"# {line}"
    for source in inventory.sources:
        yield ""
        yield from _source_lines(source, home, words)
        mine = [roster for roster in inventory.rosters if roster.source == source.name]
        yield from _roster_lines(mine, words["roster"], home, words)
    yield ""
    yield from _living_wiki(words)
    rest = [roster for roster in inventory.rosters if roster.source is None]
    yield from _roster_lines(rest, words["rosters"], home, words)
    known = []
    for unread in inventory.unread:
        files = f" ({words['files'].format(files=unread.files)})" if unread.files > 1 else ""
        known.append(unread.described(_quoted(_relative(unread.path, home)) + files).said(language))
    yield from _listed(words["unread"], known, words)
    unknown = [_quoted(_relative(path, home)) for path in inventory.unrecognised]
    yield from _listed(words["unrecognised"], unknown, words)


def _source_lines(source: FoundSource, home: Path, words: dict[str, str]) -> Iterator[str]:
    if source.stems:
        shown = [*source.stems[:5], "…"] if len(source.stems) > 5 else source.stems
        yield from _comment(words["stems"].format(stems=", ".join(_quoted(stem) for stem in shown)))
    yield "[[source]]"
    yield _key("name", source.name)
    yield _key("kind", source.kind)
    files = words["files"].format(files=source.files) if source.files > 1 else ""
    yield _key("path", _relative(source.path, home), files)
    yield _key("title", source.title)
    if source.merged_into:
        yield _key("merged_into", source.merged_into, words["merged"])
        return
    if source.list_ids:
        yield f"list_ids = [{', '.join(map(_quoted, source.list_ids))}]"
    elif source.is_mailbox:
        yield from _comment(words["mailbox"])
        yield '# list_ids = ["makers@lists.example.org"]'
    elif source.kind in FORUM_KINDS:
        yield _remarked('# addresses = ["https://forum.example.org/"]', words["forum"])
    if source.kind in WIKI_KINDS:
        yield from _wiki_lines(source, words)
        return
    yield _remarked('# created = "2012-11"', words["created"])
    yield _remarked('# network = "Lille"', words["network"])
    yield _remarked("# administrators = []", words["administrators"])
    yield "# animators = []"


def _wiki_lines(source: FoundSource, words: dict[str, str]) -> Iterator[str]:
    """What may be said of a wiki beyond its path."""
    yield _remarked('# network = "Lille"', words["wiki_network"])
    yield _remarked('# prefixes = ["Mon livre"]', words["part"])
    yield _remarked('# texts = "all"', words["texts"])
    if not source.tells_accounts:
        yield from _comment(words["accounts"])
        yield '# url = "https://wiki.example.org/"'
        yield '# live = "accounts"'


def _living_wiki(words: dict[str, str]) -> Iterator[str]:
    """A wiki that is still there, as an example to take up."""
    yield from _comment(words["living"])
    yield "# [[source]]"
    yield '# name = "wiki-exemple"'
    yield '# kind = "mediawiki"'
    yield '# url = "https://wiki.example.org/"'
    yield _remarked('# contact = "vous@exemple.org"', words["contact"])


def _roster_lines(found: Sequence[FoundRoster], title: str, home: Path, words: dict[str, str]) -> Iterator[str]:
    if found:
        yield ""
        yield from _comment(title)
    for roster in found:
        yield "# [[source.subscribers]]"
        remark = "" if roster.kind else words["unsure"]
        yield f"# {_key('path', _relative(roster.path, home), remark)}"
        yield _remarked(f"# date = {roster.day.isoformat()}", words["date"])
        if roster.kind:
            yield f"# {_key('kind', roster.kind)}"


def _listed(title: str, items: Sequence[str], words: dict[str, str]) -> Iterator[str]:
    if items:
        yield ""
        yield f"# {title}"
    yield from (f"#   {item}" for item in items[:LISTED])
    if len(items) > LISTED:
        yield f"#   {words['more'].format(more=len(items) - LISTED)}"


def _comment(text: str) -> Iterable[str]:
    return (f"# {line}" for line in text.split("\n"))


def _key(key: str, value: str, remark: str = "") -> str:
    return _remarked(f"{key} = {_quoted(value)}", remark)


def _remarked(line: str, remark: str) -> str:
    return f"{line:<33} # {remark}" if remark else line


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are TOML's, but for DEL and what is no character."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")


def _relative(path: Path, home: Path) -> str:
    """A path as the study file writes it: from its own folder where that is possible."""
    try:
        return Path(os.path.relpath(path, home)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()
