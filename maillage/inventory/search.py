"""Goes through a folder of archives, and gathers what it holds; nothing is read beyond the beginnings of files."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from maillage import ingest
from maillage.errors import UnreadableArchive
from maillage.ingest import (
    discourse,
    hyperkitty,
    hypermail,
    maildir,
    mhonarc,
    pipermail_html,
    public_inbox,
    rosters,
    spip,
    sympa,
    takeout,
)
from maillage.ingest.forms import OF_FOLDERS
from maillage.ingest.mail import looks_like_mail
from maillage.ingest.mediawiki.identity import Identity, identity
from maillage.ingest.pages import folders_with, is_period
from maillage.ingest.parts import beginning, container, files_in
from maillage.inventory import names
from maillage.inventory.files import NOTHING, Role, Told, kind_of, tell
from maillage.inventory.found import FoundSource, Inventory, Unread
from maillage.inventory.same_lists import told_together
from maillage.inventory.subscribers import proposed
from maillage.project import STUDY_FILE
from maillage.sentences import Said, because

FEW = 5  # files of the top folder that are told one by one
SAMPLED = 40  # files of a folder that tell whether it holds archives
PAGES = {"mhonarc": mhonarc, "pipermail_html": pipermail_html, "hypermail": hypermail}
"""The kinds of which one file is one mail's page on the web."""
BOXES = ("hyperkitty", "mbox", "pipermail")
"""The kinds of which one file is a list, or a part of one."""

_OURS = {STUDY_FILE, "maillage.db", "maillage.db-wal", "maillage.db-shm", "maillage.db.stamps"}
_MADE = {"decisions", "reports"}  # folders beside a study file
_COUNTED = {*OF_FOLDERS, "web_page", "document"}  # forms told once a folder


def survey(folder: Path) -> Inventory:
    """What a folder of archives holds; or one file, as a folder with that file only.

    Raises `UnreadableArchive` where it does not exist or cannot be listed.
    """
    folder = folder.absolute()
    if not folder.exists():
        raise UnreadableArchive(folder, Said("it does not exist"), Said("give the folder that holds the archives"))
    search = _Search(folder)
    try:
        search.look()
    except OSError as error:
        path = Path(os.fsdecode(error.filename)) if error.filename else folder
        raise UnreadableArchive(path, because(error), Said("check its rights")) from error
    return search.inventory()


class _Found(NamedTuple):
    """A file that is an archive, with its kind."""

    path: Path
    kind: str


@dataclass
class _Search:
    """Goes through a folder once, and gathers what it holds."""

    folder: Path
    sources: list[FoundSource] = field(default_factory=list)
    lists: list[tuple[Path, str | None]] = field(default_factory=list)
    unread: Counter[tuple[Path, str]] = field(default_factory=Counter)
    unrecognised: list[Path] = field(default_factory=list)
    known: dict[Path, Told] = field(default_factory=dict)
    wikis: list[tuple[Path, Identity, Sequence[_Found]]] = field(default_factory=list)

    def look(self) -> None:
        """Look at the folder, the ones below first: whether loose files may share it depends on them."""
        if self.folder.is_file():
            self._add_loose(self._archives([self.folder]))
            return
        if self._is_one_archive(self.folder) or self._is_of_one_family(self.folder):
            return
        files, folders, others = _content(self.folder)
        if any(map(_is_month_of_pages, folders)) and any(self._told(file).what == "pipermail" for file in files):
            self._look_among(self.folder, None, pages=True)
            return
        self.unrecognised += others
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
        if not names.is_writable(folder):
            self.unread[folder, "bad_name"] += 1
            return
        if within == "pipermail" and _is_month_of_pages(folder):
            return  # the reader of the volumes reads these too
        if self._is_one_archive(folder) or self._is_of_one_family(folder):
            return
        if public_inbox.is_repository(folder / ".git"):
            self._look_into_program(folder, within, pages=pages)
        else:
            self._look_among(folder, within, pages=pages)

    def _look_into_program(self, folder: Path, within: str | None, *, pages: bool) -> None:
        """A working copy of a repository: told as a whole where it holds no archive."""
        before = Counter(self.unread), len(self.unrecognised), len(self.sources), len(self.lists), len(self.wikis)
        self._look_among(folder, within, pages=pages)
        if before[2:] == (len(self.sources), len(self.lists), len(self.wikis)):
            self.unread = before[0] + Counter({(folder, "git"): 1})
            del self.unrecognised[before[1] :]

    def _look_among(self, folder: Path, within: str | None, *, pages: bool) -> None:
        """A folder whose files have to be looked at one by one, and the folders in it."""
        files, folders, others = _content(folder)
        self.unrecognised += others
        archives = self._archives(files, pages=pages)
        pages = pages or any(found.kind == "pipermail" for found in archives)
        stems = {names.stem(found.path) for found in archives}
        if within is None and len(stems) > 1 and any(map(self._holds_boxes, folders)):  # lists side by side
            for below in folders:
                self._look_into(below, pages=pages)
            self._add_loose(archives)
            return
        rest = [found for found in archives if not _has(within, found)]
        within = self._add_folder(folder, rest, len(files)) or within
        for below in folders:
            self._look_into(below, within, pages=pages)

    def _is_one_archive(self, folder: Path) -> bool:
        """Whether a folder is, by its form, one archive that needs no look at its files."""
        if _is_maildir(folder):
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
        told = [(file, self._told(file)) for file in files if file.name not in _OURS]
        found = [_Found(file, one.what) for file, one in told if one.role is Role.ARCHIVE]
        self._add_wikis([_Found(file, one.what) for file, one in told if one.role is Role.WIKI])
        self._add_maps([_Found(file, one.what) for file, one in told if one.role is Role.MAP])
        pages = pages or any(one.kind == "pipermail" for one in found)
        for file, one in told:
            if pages and (one.what == "pipermail_html" or ingest.reader("pipermail").is_companion(file)):
                continue  # pages of the same mails as the volumes
            if one.role is Role.ALONE:
                self._add_alone(file, one.what)
            else:
                self._set_aside(file, one)
        return found

    def _told(self, file: Path) -> Told:
        """What a file is, looked at once; a link to a file that is here too is nothing of its own."""
        if file not in self.known:
            is_twice = file.is_symlink() and file.resolve().is_relative_to(self.folder.resolve())
            self.known[file] = NOTHING if is_twice else tell(file)
        return self.known[file]

    def _holds_boxes(self, folder: Path) -> bool:
        """Whether a folder, or one below it, has a file that is an archive by itself: mbox or pipermail."""
        told = (self._told(file) for file in files_in(folder)[:SAMPLED])
        return any(one.role is Role.ARCHIVE and one.what in BOXES for one in told)

    def _is_of_one_family(self, folder: Path) -> bool:
        """Whether a folder and those below it hold the files of one wiki or of one forum, and no other archives."""
        told: list[tuple[Path, Told]] = []
        family: Role | None = None
        for file in files_in(folder):
            one = self._told(file)
            if file.name in _OURS or one.role in (Role.ARCHIVE, Role.ALONE, Role.MAP):
                return False
            if one.role in (Role.WIKI, Role.FORUM):
                if family not in (None, one.role):
                    return False
                family = one.role
            told.append((file, one))
        if family is Role.WIKI:
            return self._is_one_wiki(folder, told)
        return family is Role.FORUM and self._is_one_forum(folder, told)

    def _is_one_wiki(self, folder: Path, told: Sequence[tuple[Path, Told]]) -> bool:
        wiki = [_Found(file, one.what) for file, one in told if one.role is Role.WIKI]
        groups = _by_wiki(wiki)
        if len(groups) != 1 or not all(map(names.is_writable, [folder, *(found.path for found in wiki)])):
            return False
        self.wikis.append((folder, *groups[0]))
        for file, one in told:
            if one.role is not Role.WIKI:
                self._set_aside(file, one)
        return True

    def _is_one_forum(self, folder: Path, told: Sequence[tuple[Path, Told]]) -> bool:
        answers = [file for file, one in told if one.role is Role.FORUM]
        if not discourse.lie_together(folder, answers):
            return False
        self._add(folder.name, "discourse", folder, len(answers))
        for file, one in told:
            if one.role is not Role.FORUM:
                self._set_aside(file, one)
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
        title = discourse.title_of(file) if kind == "discourse" else names.bare(file.name)
        self._add(re.sub(r"[-_ ]archives?$", "", title), kind, file)
        if kind == "discourse":  # its backup has its people too
            self.lists.append((file, "discourse_users"))

    def _set_aside(self, file: Path, told: Told) -> None:
        """Put a file that is no archive where it belongs."""
        if told.role is Role.UNREAD:
            self.unread[file.parent if told.what in OF_FOLDERS else file, told.what] += 1
        elif told.role is Role.FORUM:
            self.unread[file.parent, "loose_forum"] += 1
        elif told.role is Role.ROSTER:
            self.lists.append((file, told.what or None))
        elif told.role is Role.NOTHING:
            self.unrecognised.append(file)

    def _add_wikis(self, files: Sequence[_Found]) -> None:
        """Wikis whose files lie among others: a dump that is one file is a source, what is in several is not."""
        for who, group in _by_wiki(files):
            dumps = [found for found in group if found.kind == "dump"]
            packings = sorted(dumps, key=lambda found: (container(found.path) != "plain", found.path))
            is_one = len({names.PACKING.sub("", found.path.name) for found in dumps}) == 1  # packed or not, or both
            if is_one:
                self.wikis.append((packings[0].path, who, packings[:1]))
            for found in group:
                if not is_one or found not in dumps:
                    self.unread[found.path.parent, "loose_wiki"] += 1

    def _add_maps(self, files: Sequence[_Found]) -> None:
        """Maps: those of OpenStreetMap in a folder of their own are one, which files of each kind tell together."""
        drawn = [found for found in files if found.kind == "osm"]
        folder = files[0].path.parent if files else self.folder
        if len(drawn) > 1 and folder != self.folder:
            self._add(folder.name, "osm", folder, len(drawn))
            files = [found for found in files if found.kind != "osm"]
        for found in files:
            self._add(names.bare(names.PACKING.sub("", found.path.name)), found.kind, found.path)

    def _add_wiki(self, path: Path, who: Identity, files: Sequence[_Found]) -> None:
        """Add a wiki under the name that it has for itself, else that of its file or folder."""
        title = who.sitename or who.dbname or names.of_dump(path)
        wanted = title.lower().replace("@", "a")
        taken = {source.name.casefold() for source in self.sources}
        other = who.dbname if names.source_name(wanted) in taken else ""
        is_free = other and names.source_name(other).casefold() not in taken
        added = self._add(other if is_free else wanted, "mediawiki", path, len(files))
        tells = any(found.kind == "answers" for found in files)
        self.sources[-1] = replace(added, title=title, tells_accounts=tells)

    def _add_folder(self, folder: Path, archives: Sequence[_Found], files: int) -> str | None:
        """The source that a folder's own files make; the kind that has the folders below too, if any."""
        boxes = [found for found in archives if found.kind in BOXES]
        mails = [found for found in archives if found.kind not in BOXES]
        if boxes:
            stems = tuple(sorted({names.stem(found.path) for found in boxes if not hyperkitty.is_answer(found.path)}))
            kinds = {found.kind for found in boxes}
            kind = next(str(kind) for kind in ("pipermail", "mbox", "hyperkitty") if kind in kinds)
            source = self._add(folder.name, kind, folder, len(boxes))
            self.sources[-1] = replace(source, stems=stems if len(stems) > 1 else ())
            self._loose_mails(mails)
            return kind
        if len(mails) == 1:
            self._add(names.bare(mails[0].path.name), "eml", mails[0].path)
        elif len(mails) * 2 < files:
            self._loose_mails(mails)
        elif mails:
            kind = _kind_of_folder(mails)
            self._add(folder.name, kind, folder, len(mails))
            return kind
        return None

    def _add_loose(self, archives: Sequence[_Found]) -> None:
        """The archives that stand in the top folder itself."""
        boxes = [found for found in archives if found.kind in BOXES]
        mails = [found for found in archives if found.kind not in BOXES]
        series: dict[tuple[str, str], list[_Found]] = {}
        for found in boxes:
            series.setdefault((found.kind, names.stem(found.path)), []).append(found)
        alone = len(series) == 1 and not any(source.kind in BOXES for source in self.sources)
        for (kind, stem), files in series.items():
            if len(files) == 1:
                self._add(names.bare(files[0].path.name) if stem else self.folder.name, kind, files[0].path)
            elif alone:
                self._add(stem or self.folder.name, kind, self.folder, len(files))
            else:
                self._add_series(stem or self.folder.name, files)
        if len(mails) > 1 and not self.sources:
            self._add(self.folder.name, _kind_of_folder(mails), self.folder, len(mails))
        elif len(mails) == 1 and not self.sources:
            self._add(names.bare(mails[0].path.name), "eml", mails[0].path)
        else:
            self._loose_mails(mails)

    def _add_series(self, stem: str, files: Sequence[_Found]) -> None:
        """A list in several files of a folder that it shares: the later ones are merged into the first."""
        first = self._add(stem, files[0].kind, files[0].path)
        for found in files[1:]:
            later = self._add(names.bare(found.path.name), found.kind, found.path)
            self.sources[-1] = replace(later, merged_into=first.name)

    def _loose_mails(self, mails: Sequence[_Found]) -> None:
        for found in mails:
            self.unread[found.path.parent, "loose_mails"] += 1

    def _add(self, title: str, kind: str, path: Path, files: int = 1) -> FoundSource:
        """Add a source under a name of its own."""
        taken = {source.name.casefold() for source in self.sources}
        if title.casefold() in names.GENERIC and self.folder not in (path, path.parent):
            title = path.parent.name
        wanted = names.source_name(title)
        if wanted.casefold() in taken and path.parent != self.folder:
            wanted = f"{names.source_name(path.parent.name)}-{wanted}"
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted}-{number}", number + 1
        self.sources.append(FoundSource(name, kind, path, title, files))
        return self.sources[-1]

    def inventory(self) -> Inventory:
        """What was found, sorted."""
        for wiki in self.wikis:  # last, as lists have nothing but the names of their files
            self._add_wiki(*wiki)
        sources = sorted(told_together(self.sources), key=lambda source: (source.path, source.kind))
        found = tuple(proposed(self.folder, self.lists, sources))
        return Inventory(
            self.folder,
            tuple(sources),
            found,
            tuple(_told_once(self.folder, self.unread)),
            tuple(sorted(self.unrecognised)),
        )


def _told_once(root: Path, unread: Counter[tuple[Path, str]]) -> Iterator[Unread]:
    """What is not read, sorted; several web pages or documents of one folder together."""
    by_folder: Counter[tuple[Path, str]] = Counter()
    for path, form in unread:
        if form in _COUNTED - OF_FOLDERS:
            by_folder[path.parent, form] += 1
    told: Counter[tuple[Path, str]] = Counter()
    for (path, form), files in unread.items():
        least = FEW if path.parent == root else 1
        told[path.parent if by_folder[path.parent, form] > least else path, form] += files
    for (path, form), files in sorted(told.items()):
        yield Unread(path, form, files)


def _kind_of_folder(mails: Sequence[_Found]) -> str:
    """The kind of a folder of single mails; those that nmh removed begin with a comma."""
    are_numbered = all(found.path.name.removeprefix(",").isdecimal() for found in mails)
    return "mh" if are_numbered and any(found.path.name.isdecimal() for found in mails) else "eml"


def _is_maildir(folder: Path) -> bool:
    """Whether a folder is a Maildir; some copies have lost `new`, which was empty."""
    below = [folder / name for name in maildir.MAILS_IN]
    if not any(path.is_dir() for path in below):
        return False
    if all(path.is_dir() for path in below):
        return True
    files, _, _ = _content(next(path for path in below if path.is_dir()))
    return bool(files) and all(looks_like_mail(beginning(file)) for file in files[:SAMPLED])


def _content(folder: Path) -> tuple[list[Path], list[Path], list[Path]]:
    """The files and folders of a folder, hidden ones left out, and what is neither; sorted."""
    shown = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    files = [path for path in shown if path.is_file()]
    folders = [path for path in shown if path.is_dir()]
    if (folder / STUDY_FILE).is_file():
        folders = [path for path in folders if path.name not in _MADE]
    return files, folders, [path for path in shown if not (path.is_file() or path.is_dir())]


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


def _is_month_of_pages(folder: Path) -> bool:
    """Whether a folder holds pages of pipermail that no volume beside it says the same as."""
    return not folder.is_symlink() and pipermail_html.holds_pages(folder)


def _pages_of_one_list(folder: Path) -> str | None:
    """The kind of the pages of mails in a folder, or in those of its months, where nothing else there is an archive."""
    if any(kind_of(file) for file in _content(folder)[0][:SAMPLED]):
        return None
    for kind, module in PAGES.items():
        found = [below for below in folders_with(folder, module.PAGE) if module.holds_pages(below)]
        if found and all(is_period(name) for below in found for name in below.relative_to(folder).parts):
            return kind
    return None


def _has(within: str | None, found: _Found) -> bool:
    """Whether the source of a folder above reads this file too: readers go into the folders below."""
    if within in BOXES:
        return found.kind in BOXES
    return found.kind == "eml" and (within == "eml" or (within == "mh" and found.path.name.isdecimal()))
