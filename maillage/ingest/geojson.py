"""Collaborative maps kept as GeoJSON: exports of uMap, of overpass turbo with its meta data, of any other map.

Each feature is a page. It is an edit of who made it when it was made, and another of who changed it last, where the
map says so: most say neither, and then it is an edit of nobody without a date, which is counted and left out of the
measures. The thesis takes maps for weak sources (003:L15546-15590: neither history nor author is shown).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import IO, NamedTuple

from maillage.ingest.parts import BLOCK, CUT_OFF, LONGEST, Part, beginning, files_in, name_in
from maillage.ingest.unpacking import opened
from maillage.records import Extent, Framing, Namespace, Page, Problem, Revision, Selection, WikiRecord, WikiSite
from maillage.sentences import Said

TITLES = ("name", "nom", "name:fr", "title", "titre", "label", "libelle", "libellé")
"""Properties that name a feature, the surest first; those of the other lists likewise, in small letters."""
AUTHORS = (
    "@user author auteur autrice user username utilisateur contributor contributeur contributrice "
    "created_by creator createur créateur cree_par créé_par owner proprietaire"
).split()
CREATED = (
    "created_at created date_creation creation_date datecreation createdat date_ajout added_at date_created cree_le "
    "créé_le @timestamp timestamp date"
).split()
EDITORS = "modified_by updated_by modifie_par modifié_par last_editor lastmodifiedby".split()
MODIFIED = (
    "modified_at modified updated_at updated date_modification modification_date updatedat last_modified "
    "date_maj derniere_modification modifie_le modifié_le last_update"
).split()

_TOLD = re.compile(rb'"type"\s*:\s*"(?:FeatureCollection|umap)"')
_NAMED = re.compile(r"\.(?:geojson|umap)(?:\.(?:gz|bz2|xz|zst))?$", re.IGNORECASE)
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]:]', re.DOTALL)
_FEATURES = b"features"  # in the place of the bracket that opens an array of them
_DAY = re.compile(
    r"(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?"
)
_FRENCH_DAY = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})(?: (\d\d?)[:h](\d\d))?")
_NUMBERS = 1 << 62
NOWHERE = -1


class Span(NamedTuple):
    """A feature: its first byte, and its JSON."""

    begin: int
    raw: bytes


def recognizes(path: Path) -> bool:
    """Whether a file, or any file of a folder, is a collection of GeoJSON or an export of uMap."""
    return any(is_map(file) for file in files_in(path))


def is_map(file: Path) -> bool:
    """Whether a file is a collection of GeoJSON or an export of uMap, by what its beginning says."""
    start = beginning(file, BLOCK).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and bool(_TOLD.search(start))


def parts(path: Path) -> Iterator[Part]:
    """The files of a map, by name."""
    for file in files_in(path):
        if file == path or _NAMED.search(file.name) or is_map(file):
            yield Part(file, name_in(path, file))


def is_companion(path: Path) -> bool:  # noqa: ARG001 a contract
    """Whether a file says the same in another form: none does here."""
    return False


def read(part: Part, selection: Selection | None = None) -> Iterator[WikiRecord]:  # noqa: ARG001 a map is taken whole
    """Every feature of a file, in its order; last of all its Extent."""
    yield WikiSite((("generator", "GeoJSON"),))
    yield Namespace(0, "", "", content=True)
    covered = 0
    with opened(part) as stream:
        found = _Features(stream)
        for span in found:
            if span.begin > covered:
                yield Framing(span.begin - covered)
            yield from records_of(span)
            covered = span.begin + len(span.raw)
    if found.damage:
        yield Problem(str(covered), found.size - covered, found.damage)
    elif found.size > covered:
        yield Framing(found.size - covered)
    yield Extent(found.size)


class _Features:
    """The objects of all arrays called `features`, as they come. `size`: bytes of the file, once they are all read.

    `damage`: why reading ended before the end of the file, "" where it did not.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self.size = 0
        self.damage = ""
        self._stream = stream

    def __iter__(self) -> Iterator[Span]:
        buffer, begin, scanned = b"", 0, 0  # `begin`: the place of the buffer's first byte
        brackets = _Brackets()
        while not self.damage:
            block = self._stream.read(BLOCK)
            self.size += len(block)
            buffer += block
            for token in _TOKEN.finditer(buffer, scanned):
                if token.end() == len(buffer) and block:  # a text that may go on
                    break
                scanned = token.end()
                if not brackets.take(token[0], token.start()):
                    self.damage = Said("brackets that do not match: no JSON")
                    break
                if brackets.closed:
                    yield Span(begin + brackets.feature, buffer[brackets.feature : scanned])
                    brackets.feature = NOWHERE
            if not block:
                self.damage = self.damage or (CUT_OFF if brackets.open else "")
                return
            kept = scanned if brackets.feature == NOWHERE else brackets.feature
            if len(buffer) - kept > LONGEST:
                self.damage = Said("longer than the {size} MiB that a feature may have", size=LONGEST >> 20)
            buffer, begin, scanned = buffer[kept:], begin + kept, scanned - kept
            brackets.feature = min(brackets.feature, 0)
        while block := self._stream.read(BLOCK):
            self.size += len(block)


class _Brackets:
    """Where in its brackets a text of JSON stands. `feature`: where the feature that is open began."""

    def __init__(self) -> None:
        self.open: list[bytes] = []
        self.feature = NOWHERE
        self._last = b""
        self._key = b""

    @property
    def closed(self) -> bool:
        """Whether the last bracket closed a feature."""
        return self.feature != NOWHERE and self._is_among_features and self._last == b"}"

    @property
    def _is_among_features(self) -> bool:
        return bool(self.open) and self.open[-1] == _FEATURES

    def take(self, sign: bytes, place: int) -> bool:
        """A text, a colon or a bracket; whether it may stand here."""
        if sign == b":":
            self._key = self._last
        elif sign in b"{[":
            if sign == b"{" and self._is_among_features:
                self.feature = place
            is_features = sign == b"[" and self._key == b'"features"' and self.feature == NOWHERE
            self.open.append(_FEATURES if is_features else sign)
            self._key = b""
        elif sign in b"}]":
            if not self.open or (self.open[-1] == b"{") != (sign == b"}"):
                return False
            self.open.pop()
        self._last = sign
        return True


def records_of(span: Span) -> Iterator[WikiRecord]:
    """The page that a feature is, and its one or two edits; a problem where it is no feature."""
    place, size = str(span.begin), len(span.raw)
    try:
        feature = json.loads(span.raw)
    except (ValueError, RecursionError) as error:
        yield Problem(place, size, Said("no JSON ({reason})", reason=error))
        return
    properties = feature.get("properties")
    told = {str(key).casefold().replace(" ", "_"): value for key, value in _entries(properties)}
    page = _page_number(feature, told, span.raw)
    title = _first(told, TITLES) or _first(told, ("@id",)) or str(feature.get("id") or f"n° {page}")
    yield Page(page, 0, title[:300], None)
    made = _Edit(_first(told, AUTHORS), instant(_first(told, CREATED)))
    changed = _Edit(_first(told, EDITORS) or made.user, instant(_first(told, MODIFIED)))
    if made.at is None and changed.at:
        made, changed = changed, made
    number = page * 2
    yield _revision(place, size, page, number, made, told)
    if changed.at and made.at and changed.at > made.at:
        yield _revision(f"{place}+1", 0, page, number + 1, changed, told)


class _Edit(NamedTuple):
    """Who made or changed a feature, and when (UTC)."""

    user: str
    at: str | None


def _entries(properties: object) -> Iterator[tuple[object, object]]:
    """The properties of a feature; those that overpass turbo keeps under `meta` among them, with its sign."""
    if not isinstance(properties, Mapping):
        return
    yield from properties.items()
    meta = properties.get("meta") or properties.get("@meta")
    if isinstance(meta, Mapping):
        yield from ((f"@{key}", value) for key, value in meta.items())


def _first(told: Mapping[str, object], names: tuple[str, ...] | list[str]) -> str:
    """The first of these properties that says something."""
    for name in names:
        value = told.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def _page_number(feature: Mapping[str, object], told: Mapping[str, object], raw: bytes) -> int:
    """A number for a feature that stays the same in the next export: of its id, else of all that it says."""
    known = _first(told, ("@id", "id", "uuid", "identifiant")) or _text(feature.get("id"))
    digest = blake2b(known.encode() if known else raw, digest_size=8).digest()
    return int.from_bytes(digest) % (_NUMBERS // 2)


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""


def instant(written: str) -> str | None:
    """A date as maps write them, as UTC; None for none.

    ISO 8601 (without a zone it is taken for UTC; a day alone for its first second), days of France, seconds or
    milliseconds since 1970.
    """
    if written.isascii() and written.isdecimal() and 9 <= len(written) <= 13:
        seconds = int(written) // (1000 if len(written) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if found := _DAY.match(written):
        year, month, day, hour, minute, second, zone = found.groups()
    elif found := _FRENCH_DAY.match(written):
        (day, month, year, hour, minute), second, zone = found.groups(), None, None
    else:
        return None
    zone = "+00:00" if zone in (None, "Z", "UTC") else zone
    text = f"{year}-{month:0>2}-{day:0>2}T{hour or '0':0>2}:{minute or '00'}:{second or '00'}{zone}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


def _revision(  # a row's worth
    place: str, size: int, page: int, number: int, edit: _Edit, told: Mapping[str, object]
) -> Revision:
    user_id = _first(told, ("@uid",))
    return Revision(
        place=place,
        size=size,
        page=page,
        revision=number,
        parent=None,
        at=edit.at,
        user=edit.user,
        user_id=int(user_id) if user_id.isdecimal() and len(user_id) < 12 else None,
        user_class="registered" if edit.user else "unknown",
        minor=False,
        comment="",
        length=None,
        sha1="",
        model="",
        tags="",
        hidden="",
        text=None,
    )
