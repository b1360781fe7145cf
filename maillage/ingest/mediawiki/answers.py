"""Answers of MediaWiki's API kept as JSON: one, or one a line with the request that it answers; plain or packed.

A researcher's own export is read too: a list of accounts with their groups (`[{"name": …, "groups": […]}, …]`), or
an object with the lists of several answers in one (`{"allusers": […], "blocks": […]}`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from maillage.ingest.mediawiki.items import (
    UNTOLD_TARGET,
    Item,
    account_of,
    block_of,
    log_event_of,
    namespace_of,
    number_of,
    objects_in,
    page_of,
    revision_of,
    rights_of,
    site_of,
    statistics_of,
    text_of,
)
from maillage.ingest.parts import Part, beginning, opened
from maillage.records import Extent, Framing, LogEvent, Namespace, Page, Problem, Revision, WikiRecord
from maillage.sentences import Said

LONGEST = 256 << 20  # bytes of one answer; the wiki itself gives no more than 8 MB at a time
HEAD = 1 << 16
_BLOCK = 1 << 18
_ITEM = 250  # bytes that an item takes without its text, about

# What a JSON file of MediaWiki begins with: an answer, or the object that a line of a copy is.
_KEYS = (
    rb'"(?:query|batchcomplete|continue|query-continue|limits|warnings|errors?|servedby|normalized|requestid|curtimestamp'
    rb'|allusers|blocks|logevents|usergroups|general|namespaces)"\s*:'
)
_ANSWER = re.compile(rb'\s*(?:\[\s*)?\{\s*(?:"(?:request|answer)"\s*:|' + _KEYS + rb")")
# Copies of other kinds keep their requests and answers alike: it is in the answer that they differ.
_INSIDE = re.compile(
    rb'"(?:query|allusers|blocks|logevents|usergroups|general|namespaces)"\s*:\s*[\[{]|"answer"\s*:\s*\{\s*' + _KEYS
)
_REFUSAL = re.compile(rb'"errors?"\s*:\s*[\[{][^{}]*"code"\s*:')
_ACCOUNT_KEYS = frozenset({"groups", "registration", "editcount", "userid", "blockid", "blockedby", "implicitgroups"})
# Warnings for who writes programs: the answer says what it says all the same.
_OF_NO_MATTER = re.compile(r"deprecat|legacy format|announce mailing list|for parameter .?siprop", re.IGNORECASE)
_LONE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # half of a character, which no text may hold


def recognizes(path: Path) -> bool:
    """Whether a file holds answers of MediaWiki's API, or a list of its accounts; told by how it begins."""
    start = beginning(path, HEAD).removeprefix(b"\xef\xbb\xbf")
    if _ANSWER.match(start):
        return bool(_INSIDE.search(start) or _REFUSAL.search(start))
    return start.lstrip().startswith(b"[") and _is_account(_first_object(start))


def _first_object(start: bytes) -> object:
    """The first element of a JSON list of which the beginning is known, None where it is not whole."""
    text = start.decode("utf-8", "ignore")
    try:
        return json.JSONDecoder().raw_decode(text, text.index("{"))[0]
    except (ValueError, RecursionError):
        return None


def _is_account(value: object) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("name"), str) and not _ACCOUNT_KEYS.isdisjoint(value)


# ------------------------------------------------------------------------------------------- files


class Piece(NamedTuple):
    """The bytes of one JSON text of a file, where they begin, and how many there are if they were too many to keep."""

    begin: int
    raw: bytes
    size: int


def read(part: Part) -> Iterator[WikiRecord]:
    """What the answers of a part say, in their order; last of all its Extent."""
    memory = _Memory()
    end = 0
    with opened(part) as stream:
        for piece in _pieces(stream):
            end = piece.begin + piece.size
            yield from _sized(piece, _told_by(piece, memory), memory)
    yield from memory.redirects_at_last()
    if memory.bytes_before:
        yield Framing(memory.bytes_before)
    yield Extent(end)


def namespaces_beside(part: Part) -> dict[int, str]:
    """The names of the wiki's namespaces, as the snapshot `site.json` of the same copy has them; empty without one.

    The answers themselves tell numbers alone, and of a talk page no more than its title.
    """
    site = part.path.with_name("site.json")
    if not (site.is_file() and recognizes(site)):
        return {}
    return {told.namespace: told.name for told in read(Part(site, site.name)) if isinstance(told, Namespace)}


def _pieces(stream: IO[bytes]) -> Iterator[Piece]:
    """The lines of a file whose first one is a JSON text; else the whole file as one."""
    lines = _lines(stream)
    first = next(lines, None)
    if first is None:
        return
    if first.raw and _is_whole(first.raw):
        yield first
        yield from lines
        return
    kept, size = [first.raw], first.size
    rest: list[Piece] = [first]
    for line in lines:
        size += line.size
        if size <= LONGEST:
            kept.append(line.raw)
            rest.append(line)
    whole = b"".join(kept)
    if size > LONGEST:
        yield Piece(0, b"", size)
    elif _is_whole(whole) or not any(_is_whole(line.raw) for line in rest[1:]):
        yield Piece(0, whole, size)
    else:  # lines, of which the first is damaged
        yield from rest


def _lines(stream: IO[bytes]) -> Iterator[Piece]:
    """The lines of a stream with their ends; one that is too long without its bytes."""
    begin, kept, length = 0, [], 0
    while block := stream.read(_BLOCK):
        here = 0
        while here < len(block):
            stop = block.find(b"\n", here) + 1
            end = stop or len(block)
            length += end - here
            if length <= LONGEST:
                kept.append(block[here:end])
            else:
                kept.clear()
            if stop:
                yield Piece(begin, b"".join(kept), length)
                begin, kept, length = begin + length, [], 0
            here = end
    if length:
        yield Piece(begin, b"".join(kept), length)


def _is_whole(raw: bytes) -> bool:
    """Whether bytes are a JSON object or list; an empty line is none."""
    return isinstance(_parsed(raw), dict | list)


def _parsed(raw: bytes) -> object:
    """The value of a JSON text; a Said where it is none."""
    try:
        value = json.loads(raw.removeprefix(b"\xef\xbb\xbf"))
        if _LONE_HALF.search(raw):
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return Said("broken JSON") if raw.rstrip().endswith((b"}", b"]")) else Said("JSON that is cut off")
    return value


def _sized(piece: Piece, records: Iterable[WikiRecord], memory: _Memory) -> Iterator[WikiRecord]:
    """Records with their places and sizes: those that have a size share the bytes since the last one, by their texts.

    The bytes of an answer that holds none, such as one with accounts, are counted with what comes next.
    """
    told = list(records)
    weights = [_weight(record) for record in told]
    total, done, given = sum(weights), 0, 0
    memory.bytes_before += piece.size
    for number, (record, weight) in enumerate(zip(told, weights, strict=True)):
        done += weight
        share = memory.bytes_before * done // total - given if total else 0
        given += share
        if isinstance(record, Revision | LogEvent | Problem):
            yield record._replace(place=f"{piece.begin}:{number}", size=share)
        else:
            yield record
    memory.bytes_before -= given


def _weight(record: WikiRecord) -> int:
    """How much of an answer a record takes, about."""
    if isinstance(record, Revision):
        return _ITEM + (record.length or 0 if record.text is not None else 0)
    if isinstance(record, Problem):
        return record.size
    return _ITEM if isinstance(record, LogEvent) else 0


# ------------------------------------------------------------------------------------------- answers


class _Memory:
    """What reading one answer of a part leaves for those after it.

    `bytes_before`: bytes that no record has been given yet. `warned`: what the wiki has already said in warnings,
    each of which is told once. Redirects: the answers that list their targets may come before or after the pages.
    """

    def __init__(self) -> None:
        self.bytes_before = 0
        self.warned: set[str] = set()
        self._targets: dict[int | str, str] = {}
        self._untold: dict[int, Page] = {}

    def target_of(self, item: Item) -> str | None:
        """Where a page redirects to, if it has been told."""
        number = number_of(item, "pageid")
        return self._targets.get(number or 0) or self._targets.get(text_of(item, "title"))

    def learn(self, key: int | str | None, target: str) -> None:
        """That a page, by its number or title, redirects to another."""
        if key and target:
            self._targets[key] = target

    def note(self, page: Page) -> Page:
        """A page, remembered if its target is not known yet."""
        if page.redirect == UNTOLD_TARGET:
            self._untold[page.page] = page
        else:
            self._untold.pop(page.page, None)
        return page

    def redirects_at_last(self) -> Iterator[Page]:
        """The pages whose targets were told after them."""
        for number, page in sorted(self._untold.items()):
            target = self._targets.get(number) or self._targets.get(page.title)
            if target:
                yield page._replace(redirect=target)


def _told_by(piece: Piece, memory: _Memory) -> Iterator[WikiRecord]:
    """The records of one JSON text; their places and sizes are still to be told, a problem's size is its weight."""
    if not piece.raw:
        yield Problem("", _ITEM, Said("longer than the {size} MiB that an answer may have", size=LONGEST >> 20))
    elif not piece.raw.strip():
        return
    else:
        value = _parsed(piece.raw)
        if isinstance(value, Said):
            yield Problem("", _ITEM, value)
        else:
            yield from _told(value, memory)


def _told(value: object, memory: _Memory) -> Iterator[WikiRecord]:
    """What a JSON value says: an answer, a line of a copy, a list of either, or a list of accounts."""
    if isinstance(value, list):
        if any(map(_is_account, value)):
            yield from _listed(value, account_of)
        elif value and all(isinstance(one, Mapping) for one in value):
            for one in value:
                yield from _told(one, memory)
        elif value:
            yield Problem("", _ITEM, NO_ANSWER)
    elif not isinstance(value, Mapping):
        yield Problem("", _ITEM, NO_ANSWER)
    elif isinstance(value.get("answer"), Mapping):
        yield from _answered(value["answer"], memory)
    else:
        yield from _answered(value, memory)


NO_ANSWER = Said("no answer of a MediaWiki")


def _answered(answer: Item, memory: _Memory) -> Iterator[WikiRecord]:
    """What one answer says: what the wiki complains of, then what it was asked for."""
    complaints = list(_complaints(answer, memory))
    yield from complaints
    query = answer.get("query")
    if not isinstance(query, Mapping):
        query = {} if "query" in answer else answer
    kinds = [kind for kind in _READERS if kind in query]
    for kind in kinds:
        yield from _READERS[kind](query[kind], memory)
    unread = sorted(set(query) - _ENVELOPE - set(kinds)) if query else []
    if not kinds and unread:
        yield Problem("", _ITEM, Said("holds only {keys}, which is not read", keys=", ".join(unread)))


def _complaints(answer: Item, memory: _Memory) -> Iterator[Problem]:
    """The errors and the warnings of an answer; the same warning once in a part, of old ways of asking never."""
    errors = answer.get("errors")
    for error in [answer.get("error"), *(errors if isinstance(errors, list) else [])]:
        if isinstance(error, Mapping):
            said = text_of(error, "info", "text", "*", "html")
            yield Problem("", _ITEM, Said("the wiki answers {code}: {said}", code=text_of(error, "code"), said=said))
    warnings = answer.get("warnings")
    if isinstance(warnings, Mapping):
        told = [(str(module), one) for module, one in warnings.items() if isinstance(one, Mapping)]
    else:
        told = [(text_of(one, "module"), one) for one in objects_in(warnings)]
    for module, one in told:
        said = text_of(one, "warnings", "*", "text", "html")
        if (warning := f"{module}: {said}") not in memory.warned and not _OF_NO_MATTER.search(said):
            memory.warned.add(warning)
            yield Problem("", 0, Said("the wiki warns, of {module}: {said}", module=module, said=said))


def _pages(value: object, memory: _Memory) -> Iterator[WikiRecord]:
    """`pages`, `allpages`, `allrevisions`: pages, each with the revisions that the answer has of it."""
    for item in objects_in(value):
        page = page_of(item, memory.target_of(item))
        if page is None:
            if "revisions" in item:
                yield Problem("", _ITEM, Said("revisions of a page without a number"))
            continue
        yield memory.note(page)
        for told in objects_in(item.get("revisions")):
            revision = revision_of(told, page.page)
            yield revision or Problem("", _ITEM, Said("a revision of which no more than the number is told"))


def _all_redirects(value: object, memory: _Memory) -> Iterator[WikiRecord]:
    """`allredirects`: the number of the page, and its target."""
    for item in objects_in(value):
        wiki = text_of(item, "interwiki")
        memory.learn(number_of(item, "fromid"), f"{wiki}:{text_of(item, 'title')}" if wiki else text_of(item, "title"))
    yield from ()


def _resolved(value: object, memory: _Memory) -> Iterator[WikiRecord]:
    """`redirects`: what the wiki followed, by titles."""
    for item in objects_in(value):
        memory.learn(text_of(item, "from"), text_of(item, "to"))
    yield from ()


def _listed(value: object, told_by: Callable[[Item], Iterable[WikiRecord]]) -> Iterator[WikiRecord]:
    for item in objects_in(value):
        yield from told_by(item)


def _log_events(value: object, _: _Memory) -> Iterator[WikiRecord]:
    for item in objects_in(value):
        yield log_event_of(item) or Problem("", _ITEM, Said("an entry of the logs without a number"))


def _one(
    told_by: Callable[[Item], WikiRecord | None],
) -> Callable[[object, _Memory], Iterator[WikiRecord]]:
    """A reader of a list each of whose items is one record, or none."""

    def read_list(value: object, _: _Memory) -> Iterator[WikiRecord]:
        yield from (record for item in objects_in(value) if (record := told_by(item)))

    return read_list


def _several(told_by: Callable[[Item], Iterable[WikiRecord]]) -> Callable[[object, _Memory], Iterator[WikiRecord]]:
    """A reader of a list each of whose items is any number of records."""
    return lambda value, _: _listed(value, told_by)


def _object(told_by: Callable[[Item], Iterable[WikiRecord]]) -> Callable[[object, _Memory], Iterator[WikiRecord]]:
    """A reader of one object."""
    return lambda value, _: iter(told_by(value)) if isinstance(value, Mapping) else iter(())


# The targets of redirects before the pages that may be some.
_READERS: dict[str, Callable[[object, _Memory], Iterator[WikiRecord]]] = {
    "general": _object(lambda general: [site_of(general)]),
    "namespaces": _one(namespace_of),
    "usergroups": _several(rights_of),
    "statistics": _object(statistics_of),
    "allusers": _several(account_of),
    "users": _several(account_of),
    "blocks": _one(block_of),
    "redirects": _resolved,
    "allredirects": _all_redirects,
    "allpages": _pages,
    "pages": _pages,
    "allrevisions": _pages,
    "logevents": _log_events,
}
_ENVELOPE = frozenset(
    ("error", "errors", "warnings", "batchcomplete", "continue", "query-continue", "limits", "servedby", "requestid")
) | frozenset(("curtimestamp", "normalized", "converted", "interwiki", "request", "answer", "query", "docref"))
