"""XML dumps of a wiki: `pages-meta-history`, `stub-meta-history`, Special:Export, `dumpBackup`, versions 0.3 to 0.11."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from maillage.ingest.mediawiki.expat import Referee, Refused, Wiki
from maillage.ingest.parts import BLOCK, Part, beginning, opened
from maillage.records import Extent, Problem, Skipped, WikiRecord

HEAD = 1 << 16

# Declarations, comments and a document type may stand before the first element; who reads the dump refuses the last.
_FIRST_ELEMENT = re.compile(
    rb"\s*(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE.*?>)\s*)*.{0,2048}?<(?:[\w.-]+:)?mediawiki[\s>]", re.DOTALL
)


def recognizes(path: Path) -> bool:
    """Whether a file, plain or packed, begins as a dump does."""
    return is_beginning(beginning(path, HEAD))


def is_beginning(start: bytes) -> bool:
    """Whether these are the first bytes of a dump."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = start[: len(start) & ~1].decode("utf-16", "replace").encode()
    start = start.removeprefix(b"\xef\xbb\xbf")
    return start.lstrip().startswith(b"<") and bool(_FIRST_ELEMENT.match(start))


def read(part: Part) -> Iterator[WikiRecord]:
    """What a part tells, in order; last of all its Extent."""
    with opened(part) as stream:
        yield from read_stream(stream)


def read_stream(stream: IO[bytes]) -> Iterator[WikiRecord]:
    """What a dump tells, plain, from its first byte on. What stands before a damage is told before it is raised."""
    referee = Referee(Wiki())
    fed = 0
    try:
        while block := stream.read(BLOCK):
            fed += len(block)
            try:
                referee.feed(block)
            finally:
                found = referee.taken()
            yield from found
        referee.close()
    except (expat.ExpatError, Refused) as error:
        yield from referee.taken()
        yield Problem(str(referee.here), fed - referee.covered, str(error))
    else:
        yield from referee.taken()
        yield Skipped(0, fed - referee.covered)
    yield Extent(fed)
