"""A first `maillage.toml` for what was found, with comments, and a summary for the terminal."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from maillage import ingest
from maillage.errors import MaillageError
from maillage.inventory.comments import WORDS
from maillage.inventory.found import FoundRoster, FoundSource, Inventory
from maillage.project import FORUM_KINDS, LANGUAGES, STUDY_FILE, WIKI_KINDS
from maillage.sentences import Said, because, typeset

LISTED = 20
"""How many paths of a kind are listed one by one in the study file."""

ADDRESSES = {
    "pipermail": "https://lists.example.org/pipermail/makers/",
    "pipermail_html": "https://lists.example.org/pipermail/makers/",
    "sympa": "https://lists.example.org/sympa/arc/makers",
    "hyperkitty": "https://lists.example.org/archives/list/makers@lists.example.org/",
    "public_inbox": "https://lists.example.org/makers/",
    "mhonarc": "https://lists.example.org/makers/maillist.html",
    "discourse": "https://forum.example.org/",
    "spip": "https://www.example.org/",
}
"""What the address looks like of an archive that can be fetched, by its kind."""

MAILBOXES = ("maildir", "mh", "eml")
"""The kinds that lists are kept in, and people's own mails too."""

MEANT = 'list_ids = ["makers@lists.example.org"]'
WEAK_KINDS = ("osm", "geojson")

FEW = 5
"""How many files of a folder below are listed one by one where they are not recognised."""

TERRITORY = (
    "[[territory]]",
    'name = "Rennes"',
    'city = ["Rennes"]',
    'metropolis = ["Rennes Métropole"]',
    'region = ["Bretagne"]',
)
"""A territory as `init` shows it: of the network of the same name."""


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
        *(unread.described(unread.path, unread.path) for unread in inventory.unread[:LISTED]),
    )


def summary(inventory: Inventory, language: str) -> Iterator[str]:
    """What was found, a line each, for the person who asked."""
    words = WORDS[language]
    kinds = [source.kind for source in inventory.sources] + [roster.kind or "?" for roster in inventory.rosters]
    width = max(map(len, kinds), default=1)
    for source in inventory.sources:
        files = words["files"].format(files=source.files) if source.files > 1 else ""
        yield f"{source.kind:<{width}}  {_relative(source.path, inventory.folder)}" + (f" ({files})" if files else "")
    for roster in inventory.rosters:
        of = f" ({roster.list})" if roster.list else ""
        yield f"{roster.kind or '?':<{width}}  {_relative(roster.path, inventory.folder)}{of}"
    for unread in inventory.unread:
        told = unread.described(_relative(unread.path, inventory.folder), unread.path)
        yield f"{'–':<{width}}  {told.said(language)}"
    if inventory.unrecognised:
        yield f"{'–':<{width}}  {typeset(words['unrecognised'], language)} {len(inventory.unrecognised)}"


def _lines(inventory: Inventory, home: Path, language: str) -> Iterator[str]:
    words = WORDS[language]
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
        shown = _relative(unread.path, home)
        known.append(unread.described(_quoted(shown) + files, Path(shown)).said(language))
    yield from _listed(words["unread"], known, words)
    yield from _listed(words["unrecognised"], list(_unrecognised(inventory, home, words)), words)


def _unrecognised(inventory: Inventory, home: Path, words: dict[str, str]) -> Iterator[str]:
    """What is not recognised, the files of a folder below together where there are many."""
    by_folder: dict[Path, list[Path]] = {}
    for path in inventory.unrecognised:
        by_folder.setdefault(path.parent, []).append(path)
    for folder, paths in by_folder.items():
        if folder != inventory.folder and len(paths) > FEW:
            yield f"{_quoted(_relative(folder, home))} ({words['files'].format(files=len(paths))})"
        else:
            yield from (_quoted(_relative(path, home)) for path in paths)


def _source_lines(source: FoundSource, home: Path, words: dict[str, str]) -> Iterator[str]:
    """The table of a source, behind what has to be known of it; that of a mailbox is commented out."""
    if source.stems:
        shown = [*source.stems[:5], "…"] if len(source.stems) > 5 else source.stems
        yield from _comment(words["stems"].format(stems=", ".join(_quoted(stem) for stem in shown)))
    if source.kind in WEAK_KINDS:
        yield from _comment(words["weak"])
    if source.is_mailbox:
        yield from _comment(words["mailbox"])
    for line in _table_lines(source, home, words):
        yield f"# {line}" if source.is_mailbox and not line.startswith("#") else line


def _table_lines(source: FoundSource, home: Path, words: dict[str, str]) -> Iterator[str]:
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
        yield MEANT
    elif source.kind in FORUM_KINDS:
        yield _remarked('# addresses = ["https://forum.example.org/"]', words["forum"])
    elif source.kind in MAILBOXES:
        yield _remarked(f"# {MEANT}", words["selection"])
    if source.kind in ADDRESSES and source.path.is_dir():  # where what is fetched is kept
        yield _remarked(f"# {_key('url', ADDRESSES[source.kind])}", words["url"])
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
    if source.kind == "spip":
        yield _remarked('# categories = ["Agenda"]', words["sections"])
        return
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
        if roster.list:
            yield f"# {_key('list', roster.list, words['list'])}"


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
