"""Bringing the database up to the archives: what is new is read, what is unchanged is not."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from maillage import ingest
from maillage.errors import UnreadableArchive
from maillage.executors import meanwhile
from maillage.ingest import unread
from maillage.ingest.parts import (
    CUT_OFF,
    TREE,
    UNREADABLE,
    Part,
    container,
    digest,
    files_in,
    folder_digest,
    path_in,
    refuse_stray,
    strays_in,
)
from maillage.progress import Progress, Silent
from maillage.project import FORUM_KINDS, Source, Study, SubscriberList, WikiOptions
from maillage.records import (
    Extent,
    Framing,
    LogEvent,
    MailSelection,
    Message,
    Problem,
    Record,
    Revision,
    Selection,
    Skipped,
    WikiRecord,
)
from maillage.sentences import Said, because, recognised
from maillage.store import Store
from maillage.store.intake import KnownPart, Tally, known_parts, pairs_kept, remove_part, save_part
from maillage.store.sources import (
    known_kind,
    known_rosters,
    remove_roster,
    remove_source,
    save_roster,
    save_sources,
    save_unread,
)
from maillage.store.wiki_intake import remove_wiki_part, save_wiki_part

RESUMED = ("mbox", "pipermail")  # kinds whose files grow at their ends
COMMIT_AT = 20_000  # messages after which small parts are committed together
COUNTED = (Message, Revision, LogEvent, Problem, Skipped, Framing)  # records that take bytes of their part
TAKEN = "select coalesce(sum(stored), 0), coalesce(sum(skipped), 0) from parts where source = ?"
_SHOWN = frozenset((Message, Revision, LogEvent, Skipped, Framing))


@dataclass
class Update:
    """What one update did.

    `broken`: sources' parts that could not be read to their end, each with the reason. `unselected`: wikis and
    mailboxes that were read and of which the study's selection takes no page and no mail.
    """

    added: Tally = field(default_factory=Tally)
    read: int = 0
    unchanged: int = 0
    removed: int = 0
    rosters_read: int = 0
    broken: list[tuple[str, str, Said]] = field(default_factory=list)
    unselected: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the database differs from what it was."""
        return bool(self.read or self.removed or self.rosters_read)


@dataclass(frozen=True)
class _Plan:
    """What is to be done for one source. `begins`: where reading begins in the parts that grew.

    `digests`: by name; a new file of a wiki has none yet, and gets it from `stamps` while it is read.
    """

    source: Source
    parts: tuple[Part, ...]
    known: dict[str, KnownPart]
    digests: dict[str, str]
    to_read: tuple[str, ...]
    begins: dict[str, int]
    to_remove: tuple[str, ...]
    stamps: Stamps

    def digest_of(self, part: Part) -> str:
        """The digest of a part. Raises UnreadableArchive."""
        return self.digests.get(part.name) or _marked(self.stamps, self.source, part)

    def named(self, names: Collection[str]) -> list[Part]:
        """The parts of these names, in the order of reading."""
        return [part for part in self.parts if part.name in names]


def update(store: Store, study: Study, progress: Progress | None = None) -> Update:
    """Read what is new in every source and subscriber list of a study.

    Raises UnreadableArchive: before anything is written for a source that is not what the study says, after the
    archives for a subscriber list that cannot be read.
    """
    done = Update()
    stamps = Stamps.load(study)
    plans = [_plan(store, source, stamps) for source in study.sources]
    shown = progress or Silent()
    shown.begin("ingest", sum(_weight(part) for plan in plans for part in plan.named(set(plan.to_read))))
    _describe_sources(store, study, done)
    for plan in plans:
        _carry_out(store, plan, done, shown)
    _update_rosters(store, study, done)
    stamps.save()
    return done


def _describe_sources(store: Store, study: Study, done: Update) -> None:
    with store.transaction():
        for gone in save_sources(store, study):
            done.removed += remove_source(store, gone)


def _plan(store: Store, source: Source, stamps: Stamps) -> _Plan:
    reader = ingest.reader(source.kind)
    if source.url and not source.path.exists():
        raise UnreadableArchive(source.path, Said("it has not been copied yet"), Said("run `maillage fetch` first"))
    refuse_stray(source.path)
    known = known_parts(store, source.name) if known_kind(store, source.name) == source.kind else {}
    try:
        if not known and not source.url and not reader.recognizes(source.path):
            raise UnreadableArchive(source.path, *unread.explain(source.path, source.kind))
        parts = tuple(reader.parts(source.path))
    except UNREADABLE as error:
        raise UnreadableArchive(source.path, reason_of(error), Said("check the path and its rights")) from error
    if not parts:
        raise UnreadableArchive(source.path, *unread.explain(source.path, source.kind))
    _refuse_private(source)
    digests = {part.name: _marked(stamps, source, part) for part in parts if not source.wiki or part.name in known}
    if source.wiki:
        return _wiki_plan(source, parts, known, digests, stamps)
    to_read, begins = [], {}
    for part in parts:
        before = known.get(part.name)
        if before is None or before.digest != digests[part.name]:
            to_read.append(part.name)
            if before and _is_resumed(source, part, before):
                begins[part.name] = before.tally.bytes_read
    to_remove = tuple(name for name in known if name not in digests)
    return _Plan(source, parts, known, digests, tuple(to_read), begins, to_remove, stamps)


def _refuse_private(source: Source) -> None:
    """Raise UnreadableArchive for somebody's whole mailbox, of which the study does not say what is the list's."""
    if source.kind == "takeout" and mails_of(source) == MailSelection():
        from maillage.ingest import takeout

        if takeout.holds_mailbox(source.path):
            step = Said("say which of its mails are the list's: `list_ids` or `labels` in maillage.toml")
            raise UnreadableArchive(source.path, Said("it is somebody's whole mailbox"), step)


def _wiki_plan(
    source: Source, parts: tuple[Part, ...], known: dict[str, KnownPart], digests: dict[str, str], stamps: Stamps
) -> _Plan:
    """What is to be done for a wiki, whose later parts have the last word.

    All is read again that follows the first part that is new, changed or gone.
    """
    same = 0
    for part, before in zip(parts, known.values(), strict=False):
        if (part.name, digests.get(part.name)) != (before.path, before.digest):
            break
        same += 1
    to_read = tuple(part.name for part in parts[same:])
    return _Plan(source, parts, known, digests, to_read, {}, tuple(known)[same:], stamps)


def _carry_out(store: Store, plan: _Plan, done: Update, progress: Progress) -> None:
    """Read the parts of one source. Parts that change are replaced in one transaction; new ones in some."""
    if plan.source.wiki:
        _carry_out_wiki(store, plan, done, progress)
        return
    replaced = {name for name in plan.to_read if name in plan.known and name not in plan.begins}
    to_read = set(plan.to_read)
    if replaced or plan.to_remove or _is_followed(plan):
        done.removed += len(plan.to_remove)
        to_read = _replace(store, plan, {*replaced, *plan.to_remove}, done, progress)
    else:
        waiting = plan.named(to_read)
        while waiting:
            with store.transaction():
                waiting = _read_parts(store, plan, waiting, done, progress, most=COMMIT_AT)
    done.unchanged += len(plan.parts) - len(to_read)
    _note_unread(store, plan)
    if to_read and _has_no_mail(store, plan.source):
        done.unselected.append(plan.source.name)


def _replace(store: Store, plan: _Plan, names: set[str], done: Update, progress: Progress) -> set[str]:
    """Read parts in place of what they were, and what is new; those that were read.

    A mail that stands in several parts is kept in the first: where what is read now has such a mail, and a later part
    kept it, all is begun again with that part too, so that the database is as of a first reading.
    """
    names = set(names)
    while True:
        attempt = Update()
        try:
            with store.transaction():
                forgotten = _forget(store, plan, names)
                to_read = {*plan.to_read, *forgotten} - set(plan.to_remove)
                begins = {name: begin for name, begin in plan.begins.items() if name not in forgotten}
                _read_parts(store, replace(plan, begins=begins), plan.named(to_read), attempt, progress)
                _refuse_late(store, plan, names)
        except _KeptLate as late:
            names |= late.names
            progress = Silent()  # it was shown
            continue
        done.added += attempt.added
        done.read += attempt.read
        done.broken += attempt.broken
        return to_read


class _KeptLate(Exception):
    """Parts that keep mails which stand in parts before them too."""

    def __init__(self, names: set[str]) -> None:
        super().__init__(names)
        self.names = names


def _refuse_late(store: Store, plan: _Plan, names: set[str]) -> None:
    """Raise _KeptLate for parts, others than those named, that keep what parts before them have."""
    order = {part.name: place for place, part in enumerate(plan.parts)}
    late = {kept for part, kept in pairs_kept(store, plan.source.name) if order[part] < order[kept]} - names
    if late:
        raise _KeptLate(late)


def _is_followed(plan: _Plan) -> bool:
    """Whether a part that is not to be read stands behind one that is."""
    places = [place for place, part in enumerate(plan.parts) if part.name in plan.to_read]
    return bool(places) and places[0] < len(plan.parts) - len(plan.to_read)


def _carry_out_wiki(store: Store, plan: _Plan, done: Update, progress: Progress) -> None:
    """Read the parts of one wiki, one transaction for each, or for all if some are to be read again."""
    with store.transaction():
        for name in reversed(plan.to_remove):
            remove_wiki_part(store, plan.known[name].part)
        done.removed += len(set(plan.to_remove) - set(plan.to_read))
        if plan.to_remove:
            _read_parts(store, plan, plan.named(plan.to_read), done, progress)
    if not plan.to_remove:
        for part in plan.named(plan.to_read):
            with store.transaction():
                _read_parts(store, plan, [part], done, progress)
    done.unchanged += len(plan.parts) - len(plan.to_read)
    _note_unread(store, plan)
    if plan.to_read and _is_unselected(store, plan.source):
        done.unselected.append(plan.source.name)


def _is_unselected(store: Store, source: Source) -> bool:
    """Whether the study's prefixes and categories take no page of a wiki's dumps; a fetch tells it of a live one."""
    options = source.wiki
    if options is None or options.url or not (options.prefixes or options.categories):
        return False
    return not store.value("select count(*) from pages where source = ?", (source.name,))


def _has_no_mail(store: Store, source: Source) -> bool:
    """Whether the study's labels and lists take no mail of a mailbox that has some."""
    if mails_of(source) == MailSelection():
        return False
    stored, skipped = next(iter(store.rows(TAKEN, (source.name,))))
    return bool(skipped and not stored)


def _forget(store: Store, plan: _Plan, names: Iterable[str]) -> set[str]:
    """Remove parts, and those whose duplicates were of their messages; the names of all of these."""
    waiting, gone = list(names), set()
    while waiting:
        name = waiting.pop()
        if name not in gone:
            gone.add(name)
            waiting += remove_part(store, plan.known[name].part)
    return gone


def _read_parts(
    store: Store, plan: _Plan, parts: list[Part], done: Update, progress: Progress, most: int | None = None
) -> list[Part]:
    """Read parts until `most` messages have been saved; the parts left."""
    saved = 0
    for index, part in enumerate(parts):
        begin = plan.begins.get(part.name, 0)
        known = plan.known[part.name] if begin else None
        failures: list[Said] = []
        records = _watched(_ended(_records(plan.source, part, begin), begin, failures), progress, _weight(part))
        tally = _save(store, plan, part, records, known)
        before = known.tally if known else Tally()
        added = Tally(*(getattr(tally, name) - getattr(before, name) for name in vars(tally)))
        done.added += added
        done.read += 1
        done.broken += [(plan.source.name, part.name, reason) for reason in failures]
        saved += added.read
        if most is not None and saved >= most:
            return parts[index + 1 :]
    return []


def _save(store: Store, plan: _Plan, part: Part, records: Iterator[Any], known: KnownPart | None) -> Tally:
    """Save what a part holds, mails or the pages of a wiki."""
    source = plan.source.name
    if plan.source.wiki:
        with meanwhile(lambda: plan.digest_of(part)) as digest_:
            return save_wiki_part(store, source, part.name, digest_, records)
    return save_part(store, source, part.name, plan.digest_of(part), records, known)


def _records(source: Source, part: Part, begin: int) -> Iterator[Record | WikiRecord]:
    """What a part holds; of a wiki or a mailbox, what the study selects."""
    if source.wiki:
        yield from ingest.wiki_reader(source.kind).read(part, selection_of(source.wiki))
        return
    if source.kind in FORUM_KINDS:
        records = ingest.forum_reader(source.kind).read(part, begin, forum_host(source))
    else:
        records = ingest.reader(source.kind).read(part, begin)
    if (selection := mails_of(source)) == MailSelection():
        yield from records
    else:
        from maillage.ingest.selection import selected  # late: no wiki needs what reads mails

        yield from selected(records, selection)


def forum_host(source: Source) -> str:
    """The host of a forum, for the handles of its accounts: of its url or another address of the web, else made up."""
    for address in (source.url, *source.addresses):
        if "://" in address and (host := urlsplit(address).hostname):
            return host
    return f"{source.name.lower()}.invalid"


def mails_of(source: Source) -> MailSelection:
    """What a study takes of a mailbox."""
    return MailSelection(source.labels, source.list_ids)


def selection_of(options: WikiOptions) -> Selection:
    """What a study takes of a wiki, for its reader."""
    return Selection(options.texts, options.prefixes, options.categories, options.zone)


def _marked(stamps: Stamps, source: Source, part: Part) -> str:
    """The digest of a part, and the mark of what is selected of it. Raises UnreadableArchive."""
    try:
        return stamps.digest(part, ingest.marked(source.kind)) + _mark(source)
    except OSError as error:
        raise UnreadableArchive(part.path, reason_of(error), Said("check the path and its rights")) from error


def _mark(source: Source) -> str:
    """What is added to the digests of a source's parts: another selection of them, or host, is another reading."""
    selection = tuple(selection_of(source.wiki) if source.wiki else mails_of(source))
    if source.kind in FORUM_KINDS:
        selection += (forum_host(source),)
    elif selection in (Selection(), MailSelection()):
        return ""
    return ":" + blake2b(repr(selection).encode(), digest_size=8).hexdigest()


def _ended(records: Iterator[Record | WikiRecord], begin: int, failures: list[Said]) -> Iterator[Record | WikiRecord]:
    """The records of a part; a damage that ends its reading is a problem at the place where it stands."""
    covered = begin
    is_empty = True
    try:
        for record in records:
            if isinstance(record, COUNTED):
                covered += record.size
            elif is_empty and isinstance(record, Extent) and record.bytes == 0:
                yield Problem("0", 0, "empty file")
            is_empty = False
            if isinstance(record, Problem) and record.reason == CUT_OFF:
                failures.append(CUT_OFF)
            yield record
    except UNREADABLE as error:
        failures.append(reason_of(error))
        yield Problem(f"{covered}!", 0, f"reading ends here: {reason_of(error)}")
        yield Extent(covered)


def _watched(records: Iterable[Record | WikiRecord], progress: Progress, weight: int) -> Iterator[Record | WikiRecord]:
    """The records, with the progress of a part of that weight shown as it is read."""
    shown = 0
    for record in records:
        if type(record) in _SHOWN and shown + record.size <= weight:  # type: ignore[union-attr]
            shown += record.size  # type: ignore[union-attr]
            progress.advance(record.size)  # type: ignore[union-attr]
        yield record
    progress.advance(weight - shown)


def _weight(part: Part) -> int:
    """Bytes to show progress by: a plain file's size; packed ones by a usual ratio, folders by their files'."""
    if part.path.is_dir():
        return sum(file.stat().st_size for file in _files_of(part))
    size = part.path.stat().st_size
    return size if container(part.path) == "plain" else size * 3


def _is_resumed(source: Source, part: Part, before: KnownPart) -> bool:
    """Whether no more than what is new of a part has to be read."""
    mark = _mark(source)
    own = ingest.marked(source.kind)
    if own is None:
        return source.kind in RESUMED and not part.path.is_dir() and _has_grown(part, before, mark)
    if not before.digest.endswith(mark):
        return False
    return own.has_grown(part, before.digest.removesuffix(mark), before.tally.bytes_read)


def _has_grown(part: Part, before: KnownPart, mark: str) -> bool:
    """Whether a plain file is what it was with more behind it, which begins a message.

    `mark`: of what is selected of it, which has to be as before.
    """
    from maillage.ingest.mbox import LOOK_AHEAD, begins_message  # late: no wiki needs what reads mails

    length = before.tally.bytes_read
    if (
        before.tally.stored + before.tally.duplicates + before.tally.skipped == 0
    ):  # no message yet that what follows could end
        return False
    if not length < part.path.stat().st_size or container(part.path) != "plain":
        return False
    if digest(part.path, length) + mark != before.digest:
        return False
    last = min(length, 4)  # the line ends before it
    with part.path.open("rb") as file:
        file.seek(length - last)
        seen = file.read(last + LOOK_AHEAD)
    return seen[:last].endswith(b"\n") and seen.startswith(b"From ", last) and begins_message(seen, last)


def _note_unread(store: Store, plan: _Plan) -> None:
    path = plan.source.path
    covered = {part.path for part in plan.parts}
    trees = {part.path for part in plan.parts if part.member == TREE}
    left = [
        file
        for file in files_in(path)
        if file not in covered and file.parent not in covered and trees.isdisjoint(file.parents)
    ]
    rows = {path_in(path, file): (file.stat().st_size, _why_unread(plan.source, file)) for file in left}
    for name, size, reason in ingest.left_unread(plan.source.kind, path):
        rows[name] = size, reason
    rows |= {path_in(path, stray): (0, "neither a file nor a folder") for stray in strays_in(path)}
    with store.transaction():
        save_unread(store, plan.source.name, [(name, *row) for name, row in rows.items()])


def _why_unread(source: Source, file: Path) -> str:
    if ingest.reader(source.kind).is_companion(file):
        return "the same in another form" if source.wiki else "the same mails in another form"
    return "nothing of a wiki" if source.wiki else "outside the folders of mails"


def _update_rosters(store: Store, study: Study, done: Update) -> None:
    from maillage.ingest import rosters

    known = known_rosters(store)
    with store.transaction():
        for source in study.sources:
            for roster in source.subscribers:
                key = (source.name, study.shown(roster.path), roster.date.isoformat())
                host = forum_host(source) if source.kind in FORUM_KINDS else ""
                mark = _roster_digest(roster, host)
                if known.pop(key, None) != mark:
                    save_roster(store, key, roster, mark, rosters.read(roster.path, roster.kind, roster.list, host))
                    done.rosters_read += 1
        for key in known:
            remove_roster(store, key)
            done.rosters_read += 1


def _roster_digest(roster: SubscriberList, host: str) -> str:
    refuse_stray(roster.path)
    try:
        of_file = folder_digest(files_in(roster.path)) if roster.path.is_dir() else digest(roster.path)
        return ":".join((roster.kind or "", of_file, *filter(None, (roster.list, host))))
    except OSError as error:
        raise UnreadableArchive(
            roster.path, reason_of(error), Said("check the path of this subscriber list")
        ) from error


def reason_of(error: Exception) -> Said:
    """Why a file could not be read, in words."""
    if isinstance(error, PermissionError):
        return Said("its rights forbid it")
    if isinstance(error, EOFError):
        return Said("the packed file is cut off")
    if isinstance(error, OSError):
        return because(error)
    return recognised(str(error) or type(error).__name__)


class Stamps:
    """Sizes and times of files at their last reading, so that unchanged ones need not even be hashed.

    They are kept beside the database, not in it: they say nothing of the study, and may be deleted.
    """

    def __init__(self, file: Path, known: dict[str, list[object]]) -> None:
        self._file = file
        self._known = known
        self._seen: dict[str, list[object]] = {}

    @classmethod
    def load(cls, study: Study) -> Stamps:
        """The stamps of the last run; none when there are none, or they cannot be read."""
        file = study.database.with_name(study.database.name + ".stamps")
        try:
            known = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            known = {}
        return cls(file, known if isinstance(known, dict) else {})

    def digest(self, part: Part, own: ingest.Marked | None = None) -> str:
        """The digest of a part's files, read only when they may have changed. Raises OSError.

        `own`: the module of a kind that makes digests of its own.
        """
        key = str(part.path)
        if key not in self._seen:
            stamp = own.stamp_of(part) if own else _stamp(part)
            kept = self._known.get(key)
            if kept and kept[0] == stamp:
                self._seen[key] = kept
            else:
                self._seen[key] = [stamp, own.digest_of(part) if own else _digest(part)]
        return str(self._seen[key][1])

    def save(self) -> None:
        """Keep the stamps of this run."""
        if self._seen != self._known:
            with suppress(OSError):  # without them the next run reads the files again to know that nothing changed
                self._file.write_text(json.dumps(self._seen, sort_keys=True), encoding="utf-8")


def _files_of(part: Part) -> list[Path]:
    """The files of a part: itself, the mails of a folder, or all that is below one."""
    if not part.path.is_dir():
        return [part.path]
    if part.member == TREE:
        return files_in(part.path)
    from maillage.ingest.folders import mails_of

    return mails_of(part.path)


def _stamp(part: Part) -> str:
    marks = [(file.name, found.st_size, found.st_mtime_ns) for file in _files_of(part) for found in [file.stat()]]
    return blake2b(repr(marks).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _digest(part: Part) -> str:
    return folder_digest(_files_of(part)) if part.path.is_dir() else digest(part.path)
