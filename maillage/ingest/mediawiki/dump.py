"""XML dumps of a wiki: `pages-meta-history`, `stub-meta-history`, Special:Export, `dumpBackup`; versions 0.3 to 0.11.

Patterns read what MediaWiki writes, expat all else: both tell the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO
from xml.parsers import expat

from maillage.ingest.mediawiki.expat import Referee, Refused
from maillage.ingest.mediawiki.pages import LONGEST, OpenPage, Wiki
from maillage.ingest.mediawiki.scanner import PAGE_END, Scanner, Unsure, is_plain
from maillage.ingest.parts import CUT_OFF, UNREADABLE, Part
from maillage.ingest.unpacking import beginning, opened
from maillage.records import Extent, Framing, Problem, Selection, WikiRecord
from maillage.sentences import Said, recognised

HEAD = 1 << 16
STEP = 1 << 18  # bytes read at a time: what is in the processor's cache is read fastest
FED = 1 << 20  # bytes that expat is given at a time
PATIENCE = 50  # revisions in a row that only expat can read, after which it reads on alone

# Declarations, comments and a document type may stand before the first element; who reads the dump refuses the last.
_FIRST_ELEMENT = re.compile(
    rb"\s*+(?:(?:<\?(?:[^?]++|\?(?!>))*+\?>|<!--(?:[^-]++|-(?!->))*+-->|<!DOCTYPE[^>]*+>)\s*+)*+"
    rb".{0,2048}?<(?:[\w.-]{1,40}:)?mediawiki[\s>]",
    re.DOTALL,
)
_PLAIN_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml version=['\"]1\.0['\"](?: encoding=['\"](?i:utf-8)['\"])? ?\?>)?\s*<mediawiki[\s>]"
)
_END = re.compile(rb"\s*</mediawiki>\s*")
_UNENDED = frozenset(
    expat.errors.codes[said]
    for said in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)
_SITE_END, _REVISION_END, _PAGE_TAG_END = b"</siteinfo>", b"</revision>", b"</page>"
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def recognizes(path: Path) -> bool:
    """Whether a file, plain or packed, begins as a dump does."""
    return is_beginning(beginning(path, HEAD))


def is_beginning(start: bytes) -> bool:
    """Whether these are the first bytes of a dump."""
    if start[:2] in _UTF16:
        order = "utf-16-be" if start[:2] in (b"\xfe\xff", b"\0<") else "utf-16-le"
        start = start[: len(start) & ~1].decode(order, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    start = start.removeprefix(b"\xef\xbb\xbf")
    return start.lstrip().startswith(b"<") and bool(_FIRST_ELEMENT.match(start))


def read(part: Part, selection: Selection, members: Collection[str] = ()) -> Iterator[WikiRecord]:
    """What a part tells and the study selects, in order; last of all its Extent. `members`: see `titles.Choice`."""
    with opened(part) as stream:
        yield from Reading(stream, Wiki(selection, members)).records()


def read_before_damage(part: Part, selection: Selection) -> Iterator[WikiRecord]:
    """The same, but what ends the reading of a damaged file is passed over: who reads it once more is told."""
    with suppress(*UNREADABLE):
        yield from read(part, selection)


class Reading:
    """The reading of one dump: a window moves over its bytes, and patterns or expat tell what stands there.

    What stands before a damage of the file is told before the damage is raised.
    """

    def __init__(self, stream: IO[bytes], wiki: Wiki, *, by_patterns: bool = True) -> None:
        self._stream = stream
        self._wiki = wiki
        self._scanner = Scanner(wiki)
        self._window = b""
        self._begin = 0  # the place of the window's first byte
        self._here = 0  # where reading stands in the window
        self._covered = 0  # the place where the last item ended
        self._is_plain = True  # whether nothing in the window needs a second look
        self._is_whole = False  # whether the window goes to the end of the dump
        self._failure: Exception | None = None
        self._page: OpenPage | None = None
        self._by_patterns = by_patterns

    def records(self) -> Iterator[WikiRecord]:
        """All that the dump tells, and its Extent. Raises what `parts.UNREADABLE` lists."""
        referee, found = self._prologue()
        yield from found
        goes_on = True
        while goes_on:
            if referee is None and self._by_patterns:
                yield from self._scan()
            goes_on = yield from self._parse(referee)
            referee = None
        end = self._begin + len(self._window)
        if self._failure:
            if end > self._covered:
                yield Problem(str(self._covered), end - self._covered, Said("an item that is cut off"))
            raise self._failure
        if end > self._covered:
            yield Framing(end - self._covered)
        yield Extent(end)

    # ------------------------------------------------------------------------------------------ the window

    def _fill(self) -> bool:
        """Make the window longer at its end, and forget what has been read of it; whether there was more."""
        rest = self._window[self._here :]
        block = self._block(min(max(STEP, len(rest)), LONGEST // 4))
        self._begin += self._here
        self._here = 0
        self._window = rest + block
        seen = rest[-2:] if len(rest) > STEP and self._is_plain else rest
        self._is_plain = is_plain(seen + block)
        return bool(block)

    def _block(self, size: int) -> bytes:
        """The next bytes; b"" at the end, and where the file is damaged."""
        if self._is_whole:
            return b""
        try:
            block = self._stream.read(size)
        except UNREADABLE as error:
            self._failure, block = error, b""
        self._is_whole = not block
        return block

    # --------------------------------------------------------------------------------------- by patterns

    def _prologue(self) -> tuple[Referee | None, list[WikiRecord]]:
        """What stands before the first page, read by expat; the parser if it has to go on, None where patterns can."""
        while b"</siteinfo>" not in self._window and len(self._window) < 4 * STEP and self._fill():
            pass
        referee = Referee(self._wiki)
        end = self._window.find(_SITE_END) + len(_SITE_END)
        head = self._window[:end]
        if not self._by_patterns or not _PLAIN_HEAD.match(head) or b"<page" in head or not is_plain(head):
            return referee, []
        try:
            referee.feed(head)
        except (expat.ExpatError, Refused):
            return Referee(self._wiki), []
        if referee.stack != ["mediawiki"]:
            return Referee(self._wiki), []
        self._here = end
        return None, referee.taken()

    def _scan(self) -> Iterator[WikiRecord]:
        """The items that patterns know for sure, up to what they do not."""
        misses = 0
        while misses < PATIENCE:
            if self._page and self._is_plain:
                before = self._here
                yield from self._run(self._page)
                misses = misses if self._here == before else 0
            records, step = self._step()
            if step is None:
                if self._is_short() and self._fill():
                    continue
                records, step = self._piece()
                misses += 1
                if step is None:
                    return
            elif records:
                misses = 0
            self._here = step
            yield from records

    def _run(self, page: OpenPage) -> Iterator[WikiRecord]:
        """The revisions in a row of a page of which the window has nothing to look at twice: most of all dumps."""
        window, begin, read = self._window, self._begin, self._scanner.revision
        here, covered = self._here, self._covered - begin
        with suppress(Unsure, UnicodeDecodeError):
            while found := read(window, here, covered, begin, page):
                record, here = found
                covered = here
                yield record
        self._here, self._covered = here, begin + covered

    def _step(self) -> tuple[Sequence[WikiRecord], int | None]:
        """The item at this place and its end; None where it is not known for sure."""
        window, here, page = self._window, self._here, self._page
        try:
            if page is None:
                found = self._scanner.head(window, here)
                if found is None or not (self._is_plain or is_plain(window[here : found[1]])):
                    return (), None
                self._page = found[0]
                return found[0].at_first(), found[1]
            covered = self._covered - self._begin
            revision = self._scanner.revision(window, here, covered, self._begin, page)
        except (Unsure, UnicodeDecodeError):
            return (), None
        if revision is not None:
            if not (self._is_plain or is_plain(window[here : revision[1]])):
                return (), None
            self._covered = self._begin + revision[1]
            return revision[:1], revision[1]
        end = PAGE_END.match(window, here)
        if end is None:
            return (), None
        self._page = None
        return page.at_last(), end.end()

    def _is_short(self) -> bool:
        """Whether what stands here may be a whole item once there is more of it."""
        if self._is_whole or len(self._window) - self._here > LONGEST + STEP:
            return False
        if self._page:
            return self._window.find(_REVISION_END, self._here) < 0
        return self._window.find(_PAGE_TAG_END, self._here) < 0 and self._window.find(b"<revision>", self._here) < 0

    def _piece(self) -> tuple[Sequence[WikiRecord], int | None]:
        """The revision at this place by expat alone; None where it is not whole, or is no revision."""
        end = self._window.find(_REVISION_END, self._here) + len(_REVISION_END)
        if self._page is None or end < len(_REVISION_END):
            return (), None
        referee = Referee(self._wiki, self._begin + self._here, page=self._page)
        referee.covered = self._covered
        try:
            referee.feed(self._window[self._here : end])
        except (expat.ExpatError, Refused):
            return (), None
        if referee.stack != ["mediawiki", "page"] or referee.page is not self._page:
            return (), None
        self._covered = referee.covered
        return referee.taken(), end

    # ----------------------------------------------------------------------------------------- by expat

    def _parse(self, referee: Referee | None) -> Generator[WikiRecord, None, bool]:
        """What expat makes of the rest; whether a page stands behind a damage, from which reading goes on."""
        if referee is None:
            if _END.fullmatch(self._window, self._here) and not self._page and (self._is_whole or not self._fill()):
                return False
            referee = Referee(self._wiki, self._begin + self._here, page=self._page, is_inside=True)
            referee.covered = self._covered
        try:
            more = True
            while more:
                referee.feed(self._window[self._here : self._here + FED])
                yield from self._taken(referee)
                self._here = min(self._here + FED, len(self._window))
                more = self._here < len(self._window) or self._fill()
            if not self._failure:
                referee.close()
            yield from self._taken(referee)
        except (expat.ExpatError, Refused) as error:
            yield from self._taken(referee)
            place = referee.here
            self._page = None
            goes_on = isinstance(error, expat.ExpatError) and self._goes_on_behind(place)
            reached = self._begin + (self._here if goes_on else len(self._window))
            yield Problem(str(place), reached - self._covered, self._reason(error))
            self._covered = reached
            return goes_on
        return False

    def _taken(self, referee: Referee) -> list[WikiRecord]:
        self._covered = referee.covered
        return referee.taken()

    def _goes_on_behind(self, place: int) -> bool:
        """Go to the next page after a place in the part; whether there is one."""
        if self._begin == 0 and self._window[:2] in _UTF16:
            return False
        self._here = min(max(self._here, place + 1 - self._begin), len(self._window))
        while (found := self._window.find(b"<page>", self._here)) < 0:
            self._here = max(self._here, len(self._window) - len(b"<page>"))
            if not self._fill():
                return False
        self._here = found
        return True

    def _reason(self, error: expat.ExpatError | Refused) -> Said:
        if isinstance(error, Refused):
            return Said("refused: {what}", what=error.what)
        if self._is_whole and error.code in _UNENDED:
            return CUT_OFF
        return Said("invalid XML: {what}", what=recognised(expat.errors.messages[error.code]))
