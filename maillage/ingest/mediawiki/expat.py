"""Dumps read by expat: what any XML parser makes of them, in constant memory, without entities or any other file."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

from maillage.ingest.mediawiki.pages import LONGEST, OpenPage, Wiki
from maillage.ingest.mediawiki.revisions import Fields, Incomplete, number, to_log_event, to_revision
from maillage.ingest.mediawiki.titles import CANONICAL, namespace_number
from maillage.records import LogEvent, Namespace, Problem, Revision, Skipped, WikiRecord, WikiSite
from maillage.sentences import Said

DEEPEST = 40  # elements in elements; dumps have six

_SITE = frozenset(("sitename", "dbname", "base", "generator", "case"))
_ITEMS = frozenset(("revision", "logitem"))


class Refused(Exception):
    """Markup that no dump has and that attacks are made of."""

    def __init__(self, what: Said) -> None:
        super().__init__(what)
        self.what = what


class Referee:
    """A dump, or what is left of one, fed block by block; who feeds it takes its records.

    `begin`: the place of its first byte in the part; `covered`: where the last item ended. With `page`, what is fed
    stands inside that page; with `is_inside`, inside the root element.
    """

    def __init__(self, wiki: Wiki, begin: int = 0, *, page: OpenPage | None = None, is_inside: bool = False) -> None:
        self.covered = begin
        self.page = page
        self.stack: list[str] = []
        self._wiki = wiki
        self._records: list[WikiRecord] = []
        self._begin = begin
        self._width = 1
        self._fed = 0
        self._item: dict[str, str] | None = None
        self._item_begin = 0
        self._head: dict[str, str] = {}
        self._facts: list[tuple[str, str]] = []
        self._namespace = 0
        self._leaf: list[str] | None = None
        self._leaf_path = ""
        self._leaf_depth = 0
        self._leaf_size = 0
        self._parser = self._new()
        if is_inside or page:
            self._enter(b"<mediawiki><page>" if page else b"<mediawiki>")
            self.page = page

    def _enter(self, markup: bytes) -> None:
        self._parser.Parse(markup, False)  # noqa: FBT003 expat's own
        self._begin -= len(markup)
        self._fed = len(markup)

    def _new(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        if hasattr(parser, "SetReparseDeferralEnabled"):  # expat 2.6: the ends of items are wanted at once
            parser.SetReparseDeferralEnabled(False)  # noqa: FBT003 its own
        return parser

    # ----------------------------------------------------------------------------------------- feeding

    def feed(self, block: bytes) -> None:
        """Read some bytes. Raises expat.ExpatError, Refused."""
        if not self._fed and block[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
            self._width = 2
        try:
            self._parser.Parse(block, False)  # noqa: FBT003 expat's own
        except (LookupError, ValueError) as error:  # Python's codecs: no such encoding, or one that expat cannot use
            if self.stack:
                raise
            raise Refused(Said("a character encoding that is not known")) from error
        self._fed += len(block)
        if self._fed - self._parser.CurrentByteIndex > LONGEST + len(block):  # it keeps what it cannot tell yet
            raise Refused(Said("markup that goes on for megabytes"))

    def close(self) -> None:
        """Say that there is no more. Raises expat.ExpatError where an end is missing."""
        self._parser.Parse(b"", True)  # noqa: FBT003 expat's own

    @property
    def here(self) -> int:
        """The place of what is being read, or of the error that ended reading."""
        return self._begin + max(self._parser.CurrentByteIndex, 0)

    def taken(self) -> list[WikiRecord]:
        """The records since the last call."""
        records, self._records = self._records, []
        return records

    # ----------------------------------------------------------------------------------------- markup

    def _doctype(self, *_: object) -> None:
        raise Refused(Said("a document type declaration, which may define entities and name other files"))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        stack = self.stack
        if len(stack) > DEEPEST:
            raise Refused(Said("elements in elements without an end"))
        parent = stack[-1] if stack else ""
        stack.append(local)
        if self._leaf is not None:
            return
        if local in _ITEMS and parent in ("page", "mediawiki"):
            self._begin_item(local)
        elif self._item is not None:
            self._field(local, parent, attributes)
        elif parent == "page":
            self._leaf_at(local)
            if local == "redirect":
                self._head |= {"redirect": "", "redirect@title": attributes.get("title", "")}
        elif local == "page":
            self._head, self.page = {}, None
        else:
            self._of_site(local, parent, attributes)

    def _of_site(self, local: str, parent: str, attributes: Mapping[str, str]) -> None:
        if local == "namespace" and parent == "namespaces":
            if (key := namespace_number(attributes.get("key", ""))) is not None:
                self._namespace = key
                self._leaf_at(local)
        elif parent == "siteinfo" and local in _SITE:
            self._leaf_at(local)
        elif not parent:
            self._root(attributes)

    def _root(self, attributes: Mapping[str, str]) -> None:
        self._wiki.learn_version(attributes.get("version", ""))
        if language := attributes.get("xml:lang"):
            self._facts.append(("lang", language))

    def _begin_item(self, local: str) -> None:
        if local == "revision":
            self._open_page()
        self._item = {}
        self._item_begin = self.here

    def _field(self, local: str, parent: str, attributes: Mapping[str, str]) -> None:
        """An element inside an item; those of `contributor` and `content` are called by both names."""
        item = self._item
        assert item is not None  # noqa: S101 who calls has seen to it
        path = local if parent in _ITEMS else f"{parent}/{local}"
        if path == "content/text":
            item["content/bytes"] = str(int(item.get("content/bytes", "0")) + (number(attributes.get("bytes")) or 0))
            return
        if path.startswith("content/"):
            return
        for name in ("deleted", "bytes", "sha1"):
            if name in attributes:
                item[f"{path}@{name}"] = attributes[name]
        if path == "text" and not _has_text(attributes):
            return
        if path == "minor":
            item[path] = ""
        elif path not in ("contributor", "content"):
            self._leaf_at(path)

    def _leaf_at(self, path: str) -> None:
        self._leaf, self._leaf_path, self._leaf_depth, self._leaf_size = [], path, len(self.stack), 0

    def _characters(self, text: str) -> None:
        if self._leaf is not None and len(self.stack) == self._leaf_depth:
            self._leaf_size += len(text)
            if self._leaf_size <= LONGEST:
                self._leaf.append(text)

    def _end(self, name: str) -> None:
        local = self.stack.pop()
        if self._leaf is not None:
            if len(self.stack) < self._leaf_depth:
                self._keep_leaf()
        elif local in _ITEMS and self._item is not None:
            self._end_item(local, name)
        elif local == "page" and len(self.stack) == 1:
            self._end_page()
        elif local == "siteinfo":
            self._records.append(WikiSite(tuple(self._facts)))

    # ------------------------------------------------------------------------------------------ meaning

    def _keep_leaf(self) -> None:
        text, path = "".join(self._leaf or ()), self._leaf_path
        self._leaf = None
        if self._leaf_size > LONGEST:
            text = ""
        if self._item is not None:
            if self._leaf_size > LONGEST:
                self._too_long(path)
            else:
                self._item[path] = text
        elif self.stack[-1] == "page":
            self._head.setdefault(path, text)
        elif path == "namespace":
            self._wiki.namespaces.add(self._namespace, text)
            canonical = CANONICAL.get(self._namespace, "")
            self._records.append(Namespace(self._namespace, text, canonical, None))
        else:
            self._facts.append((path, text))

    def _too_long(self, path: str) -> None:
        reason = Said("its {field} is longer than the {size} MiB that are kept", field=path, size=LONGEST >> 20)
        self._records.append(Problem(f"{self._item_begin}+", 0, reason))

    def _open_page(self) -> None:
        if self.page is None:
            self.page = self._wiki.open_page(self._head)
            self._records += self.page.at_first()

    def _end_page(self) -> None:
        self._open_page()
        if self.page:
            self._records += self.page.at_last()
        self.page = None

    def _end_item(self, local: str, name: str) -> None:
        fields, self._item = self._item or {}, None
        end = self.here + (len(name.encode()) + 3) * self._width
        size, place = end - self.covered, str(self._item_begin)
        self.covered = end
        try:
            record = self._revision(fields, place, size) if local == "revision" else self._event(fields, place, size)
        except Incomplete as error:
            self._records.append(Problem(place, size, error.what))
            return
        self._records.append(record)

    def _revision(self, fields: Fields, place: str, size: int) -> Revision | Skipped:
        page = self.page
        if page is None or page.number is None:
            raise Incomplete(Said("a revision of a page without a number"))
        revision = to_revision(fields, place, size, page.number, no_parent=page.no_parent, with_text=page.keeps_text)
        if page.wants_text and (text := fields.get("text")) is not None and (text or not revision.length):
            page.seen(revision.revision, text)
        return revision if page.is_taken else Skipped(1, size)

    def _event(self, fields: Fields, place: str, size: int) -> LogEvent | Skipped:
        title = fields.get("logtitle", "")
        event = to_log_event(fields, place, size, self._wiki.namespaces.of(title) if title else None)
        return event if self._wiki.takes_event(event) else Skipped(1, size)


def _has_text(attributes: Mapping[str, str]) -> bool:
    """Whether a text element holds the text; in a stub, its number stands there instead."""
    return "deleted" not in attributes and not ("id" in attributes or "location" in attributes)
