"""OpenStreetMap: data with the versions of its elements (`.osm`, `.osh`, `.osc`), else changesets; packed or not.

Each version of a node, way or relation is an edit of it; where an archive has changesets alone, each changeset is one
edit of the map, and its discussion one of the map's talk. An extract of today's map knows only the last version of each
element, so its history begins late; a contribution by way of somebody else's account is that account's. The thesis
takes maps for weak sources (003:L14946-14991): what is counted here are gestures of drawing, not participants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

from maillage.ingest.mediawiki.revisions import instant
from maillage.ingest.parts import BLOCK, LONGEST, Part, beginning, files_in, name_in
from maillage.ingest.unpacking import opened
from maillage.records import Extent, Framing, Namespace, Page, Problem, Revision, Selection, WikiRecord, WikiSite
from maillage.sentences import Said

MAP = 1
"""The page that changesets edit, and below it, as page 2, its talk. Elements have numbers of eight and more."""
TALK = 2
NAME_TAGS = ("name:fr", "name", "ref")
CHANGESET, COMMENT = "changeset", "comment"
DEEPEST = 20

_KINDS = {"node": 1, "way": 2, "relation": 3}
_VERSIONS = 1 << 20  # more than any element has
_LARGEST = 1 << 38  # the number of an element that still leaves room for its version in 63 bits
_BETWEEN = rb"(?:\s++|<!--(?:[^-]++|-(?!->))*+-->)*+"  # pages may have hundreds of comments here
_ROOT = re.compile(rb"\s*+(?:<\?xml[^>]*+>)?" + _BETWEEN + rb"<(osm|osmChange)[\s>]")
_NAMED = re.compile(r"\.(?:osm|osh|osc)(?:\.(?:gz|bz2|xz|zst))?$", re.IGNORECASE)
_NAMESPACES = (Namespace(0, "", "", content=True), Namespace(1, "Discussion", "Talk", content=False))

Attributes = Mapping[str, str]


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is XML of OpenStreetMap."""
    return any(is_osm(file) for file in files_in(path))


def is_osm(file: Path) -> bool:
    """Whether a file is XML of OpenStreetMap, by its root element."""
    return bool(_ROOT.match(beginning(file).removeprefix(b"\xef\xbb\xbf")))


def parts(path: Path) -> Iterator[Part]:
    """The files of elements, by name; those of changesets only where there are no others: they say the same again."""
    files = [file for file in files_in(path) if file == path or _NAMED.search(file.name) or is_osm(file)]
    of_elements = [file for file in files if not is_companion(file)]
    for file in of_elements or files:
        yield Part(file, name_in(path, file))


def is_companion(path: Path) -> bool:
    """Whether a file holds changesets: beside the elements they say the same contributions in another form."""
    start = beginning(path)
    here = start.find(b"<changeset")
    return here > 0 and not re.search(rb"<(?:node|way|relation)[\s>]", start[:here])


def read(part: Part, selection: Selection | None = None) -> Iterator[WikiRecord]:  # noqa: ARG001 a map is taken whole
    """Every version or changeset of a file, in its order; last of all its Extent."""
    yield from _NAMESPACES
    reading = _Reading()
    size = 0
    with opened(part) as stream:
        try:
            while block := stream.read(BLOCK):
                size += len(block)
                reading.feed(block)
                yield from reading.taken()
            reading.close()
        except (expat.ExpatError, _Refused) as error:
            yield from reading.taken()
            while block := stream.read(BLOCK):
                size += len(block)
            yield from reading.ended(reading.covered)
            yield Problem(f"{reading.covered}!", size - reading.covered, f"reading ends here: {_reason(error)}")
            yield Extent(size)
            return
    yield from reading.taken()
    yield from reading.ended(size)
    yield Extent(size)


class _Refused(Exception):
    """Markup that no map has and that attacks are made of."""


def _reason(error: Exception) -> str:
    return expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)


class _Reading:
    """A file, fed block by block; who feeds it takes its records. `covered`: where the last whole item begins."""

    def __init__(self) -> None:
        self.covered = 0
        self._records: list[WikiRecord] = []
        self._waiting: list[Revision | Problem] = []  # the last item, whose end the next one tells
        self._begin = 0
        self._stack: list[str] = []
        self._item: Attributes | None = None
        self._item_depth = 0
        self._tags: dict[str, str] = {}
        self._comments: list[tuple[Attributes, list[str]]] = []
        self._text: list[str] | None = None
        self._has_map = False
        self._fed = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, block: bytes) -> None:
        """Read some bytes. Raises expat.ExpatError, _Refused."""
        try:
            self._parser.Parse(block, False)  # noqa: FBT003 expat's own
        except (LookupError, ValueError) as error:
            raise _Refused(Said("a character encoding that is not known")) from error
        self._fed += len(block)
        if self._fed - self._parser.CurrentByteIndex > LONGEST + len(block):  # it keeps what it cannot tell yet
            raise _Refused(Said("markup that goes on for megabytes"))

    def close(self) -> None:
        """Say that there is no more. Raises expat.ExpatError."""
        self._parser.Parse(b"", True)  # noqa: FBT003 expat's own

    def taken(self) -> list[WikiRecord]:
        """The records since the last call."""
        records, self._records = self._records, []
        return records

    def ended(self, at: int) -> Iterator[WikiRecord]:
        """The last item, which goes on to this byte; the bytes of a file without any."""
        if self._waiting:
            self._release(at)
            yield from self.taken()
        elif at > self.covered:
            yield Framing(at - self.covered)
        self.covered = at

    # ------------------------------------------------------------------------------------------ markup

    def _doctype(self, *_: object) -> None:
        raise _Refused(Said("a document type declaration, which may define entities and name other files"))

    def _start(self, name: str, attributes: Attributes) -> None:
        if len(self._stack) > DEEPEST:
            raise _Refused(Said("elements in elements without an end"))
        self._stack.append(name)
        if self._item is None:
            if name in _KINDS or name == CHANGESET:
                self._open(attributes)
            elif len(self._stack) == 1:
                self._site(attributes)
        elif name == "tag":
            self._tags.setdefault(attributes.get("k", ""), attributes.get("v", ""))
        elif name == COMMENT:
            self._comments.append((attributes, []))
        elif name == "text" and self._comments:
            self._text = self._comments[-1][1]

    def _end(self, name: str) -> None:
        depth = len(self._stack)
        self._stack.pop()
        if name == "text":
            self._text = None
        if self._item is not None and depth == self._item_depth:
            self._close_item(name, self._item)
            self._item = None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _site(self, attributes: Attributes) -> None:
        facts = {"sitename": "OpenStreetMap", "generator": attributes.get("generator", "")}
        self._records.append(WikiSite(tuple((key, value) for key, value in facts.items() if value)))

    def _open(self, attributes: Attributes) -> None:
        here = self._parser.CurrentByteIndex
        if self._waiting:
            self._release(here)
        elif here:
            self._records.append(Framing(here))
        self.covered = self._begin = here
        self._item, self._item_depth = attributes, len(self._stack)
        self._tags, self._comments = {}, []

    def _release(self, end: int) -> None:
        """The item that waits ends here; where it is several records, the bytes are the first one's."""
        first, *others = self._waiting
        self._records += [first._replace(size=end - self._begin), *others]
        self._waiting = []
        self.covered = end

    # ------------------------------------------------------------------------------------------- items

    def _close_item(self, name: str, attributes: Attributes) -> None:
        number = _number(attributes.get("id"))
        if number is None:
            self._waiting = [Problem(str(self._begin), 0, Said("a {element} without a number", element=name))]
        elif name == CHANGESET:
            self._changeset(number, attributes)
        else:
            self._version(name, number, attributes)

    def _version(self, name: str, number: int, attributes: Attributes) -> None:
        page = number * 8 + _KINDS[name] + 8
        version = _number(attributes.get("version")) or 1
        if attributes.get("visible") != "false":
            told = next((self._tags[key] for key in NAME_TAGS if self._tags.get(key)), "")
            self._records.append(Page(page, 0, told or f"{name}/{number}", None))
        self._waiting = [self._revision(page, page * _VERSIONS + min(version, _VERSIONS - 1), attributes, "")]

    def _changeset(self, number: int, attributes: Attributes) -> None:
        if not self._has_map:
            self._has_map = True
            self._records += [Page(MAP, 0, "Carte", None), Page(TALK, 1, "Discussion:Carte", None)]
        comment = self._tags.get("comment", "")
        self._waiting = [self._revision(MAP, number * _VERSIONS, attributes, comment)]
        for index, (said, text) in enumerate(self._comments[: _VERSIONS - 1], start=1):
            answer = self._revision(TALK, number * _VERSIONS + index, said, "")
            place = f"{self._begin}+{index}"
            self._waiting.append(answer._replace(place=place, text="".join(text), length=len("".join(text).encode())))

    def _revision(self, page: int, number: int, attributes: Attributes, comment: str) -> Revision:
        user = attributes.get("user", "")
        at = attributes.get("timestamp") or attributes.get("created_at") or attributes.get("date") or ""
        return Revision(
            place=str(self._begin),
            size=0,
            page=page,
            revision=number,
            parent=None,
            at=instant(at.replace(" UTC", "Z").replace(" ", "T")),
            user=user,
            user_id=_number(attributes.get("uid")),
            user_class="registered" if user else "unknown",  # who edited before 2009 without being named
            minor=False,
            comment=comment,
            length=None,
            sha1="",
            model="",
            tags="",
            hidden="",
            text=None,
        )


def _number(written: str | None) -> int | None:
    """A number of OpenStreetMap; None for none, and for one that is too large. New ones of editors are below 0."""
    if not written or not written.isascii() or not written.isdecimal() or len(written) > 12:
        return None
    return int(written) if int(written) < _LARGEST else None
