"""The folder that a live wiki is copied into: answers of its API, one a line, each with its request.

Files that each fetch replaces: `site.json`, `users.jsonl.gz`, `blocks.jsonl.gz`, `pages.jsonl.gz`. Files that grow
while they are written and never change again: `log-000001.jsonl.gz`, `revisions-000001.jsonl.gz`…, a new number for
each fetch that finds something, and whenever one is large enough. Each line is a gzip stream by itself, so that a
file can be read to its last whole line at any moment, and goes on behind it. The same answers make the same bytes.

`.fetch.json` keeps where the fetch stands, and what the copy holds; without it, or where a file is gone or shorter than
it was, the next fetch asks for everything again.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from isal import igzip, isal_zlib
from isal.igzip_lib import IsalError

JOURNAL = ".fetch.json"
LOCK = ".fetch.lock"
SITE = "site.json"
LARGE = 32 << 20
LEVEL = 1
_BLOCK = 1 << 18
_NUMBERED = re.compile(r"(?P<stem>[a-z]+)-(?P<number>\d{6})\.jsonl\.gz")


class Line(NamedTuple):
    """A line of the copy: what was asked, and what the wiki answered."""

    request: dict[str, str]
    answer: Mapping[str, Any]


def packed(request: Mapping[str, str], answer: bytes) -> bytes:
    """A line of the copy as it is written; the answer is JSON on one line."""
    asked = json.dumps(dict(request), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    line = b'{"request":' + asked + b',"answer":' + answer + b"}\n"
    return bytes(igzip.compress(line, LEVEL, mtime=0))


def whole_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file up to its end or its damage, each with the byte behind the stream that it stands in."""
    if not path.exists():
        return
    with path.open("rb") as file:
        begin, unread = 0, b""
        while True:
            stream, used, pieces = isal_zlib.decompressobj(wbits=31), 0, []
            while not stream.eof:
                block = unread or file.read(_BLOCK)
                unread = b""
                if not block:
                    return
                try:
                    pieces.append(stream.decompress(block))
                except (zlib.error, IsalError):  # type: ignore[misc]  # isal's stubs do not say what it is
                    return
                used += len(block)
            unread = stream.unused_data
            begin += used - len(unread)
            for line in b"".join(pieces).splitlines():
                yield begin, line


def read(path: Path) -> Iterator[Line]:
    """The whole lines of a file; none where there is no such file."""
    for _, line in whole_lines(path):
        values = json.loads(line)
        yield Line(values["request"], values["answer"])


class Lines:
    """A file that lines are added to. A broken line at its end, of a fetch that was killed, is cut off first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        end = 0
        for end, _ in whole_lines(path):  # noqa: B007  # the last one counts
            pass
        self._file = path.open("ab")
        if self._file.tell() != end:
            self._file.truncate(end)
        self.size = end

    def add(self, request: Mapping[str, str], answer: bytes) -> None:
        """Write a line, whole, and hand it to the system."""
        line = packed(request, answer)
        self._file.write(line)
        self._file.flush()
        self.size += len(line)

    def close(self) -> None:
        """Nothing is written to it any more."""
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()


class Copy:
    """The folder of one wiki's copy. `large`: bytes after which a file gets a successor."""

    def __init__(self, folder: Path, large: int = LARGE) -> None:
        self.folder = folder
        self._large = large
        self._open: dict[str, Lines] = {}

    # --------------------------------------------------------------------------- where the fetch stands

    def journal(self) -> dict[str, Any]:
        """What is known of former fetches; empty where there were none, or it cannot be read."""
        try:
            found = json.loads((self.folder / JOURNAL).read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) and found.get("format") == 1 else {}

    def keep_journal(self, journal: Mapping[str, Any]) -> None:
        """Replace it at once, or not at all."""
        text = json.dumps({**journal, "format": 1}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self._replace(JOURNAL, text.encode("utf-8", "surrogatepass") + b"\n")

    def sizes(self) -> dict[str, int]:
        """The bytes of each file that never gets shorter, by its name."""
        files = sorted(path for path in self.folder.glob("*.jsonl.gz") if _NUMBERED.fullmatch(path.name))
        return {file.name: file.stat().st_size for file in files}

    def lacks(self, sizes: Mapping[str, int]) -> bool:
        """Whether a file that had these bytes is gone, or shorter."""
        now = self.sizes()
        return any(now.get(name, -1) < size for name, size in sizes.items())

    # --------------------------------------------------------------------------------- what is replaced

    def site(self) -> Line | None:
        """What the wiki said of itself at the last fetch."""
        try:
            values = json.loads((self.folder / SITE).read_bytes())
            return Line(values["request"], values["answer"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep_site(self, request: Mapping[str, str], answer: bytes) -> None:
        """Replace what the wiki said of itself."""
        asked = json.dumps(dict(request), ensure_ascii=False, separators=(",", ":")).encode()
        self._replace(SITE, b'{"request":' + asked + b',"answer":' + answer + b"}\n")

    def snapshot(self, name: str) -> Path:
        """The file of a snapshot: `users.jsonl.gz`."""
        return self.folder / f"{name}.jsonl.gz"

    def draft(self, name: str) -> Path:
        """Where a snapshot is while it is not whole; its name is hidden from who reads the copy."""
        return self.folder / f".{name}.jsonl.gz.part"

    def publish(self, name: str) -> None:
        """A snapshot is whole and takes the place of the last one; one that says the same leaves it alone."""
        draft, kept = self.draft(name), self.snapshot(name)
        if kept.exists() and kept.stat().st_size == draft.stat().st_size and kept.read_bytes() == draft.read_bytes():
            draft.unlink()
        else:
            draft.replace(kept)

    # ------------------------------------------------------------------------------------- what is added

    def last_number(self, stem: str) -> int:
        """The highest number of a file of that stem; 0 where there is none."""
        names = (_NUMBERED.fullmatch(path.name) for path in self.folder.glob(f"{stem}-*.jsonl.gz"))
        return max((int(name["number"]) for name in names if name and name["stem"] == stem), default=0)

    def numbered(self, stem: str, since: int) -> list[Path]:
        """The files of a stem from a number on, in order."""
        return [self._path(stem, number) for number in range(since, self.last_number(stem) + 1)]

    def add(self, stem: str, first: int, request: Mapping[str, str], answer: bytes) -> None:
        """Add a line to the last file of a stem that this fetch writes, whose first has the number `first`."""
        lines = self._open.get(stem) or Lines(self._path(stem, max(first, self.last_number(stem))))
        if lines.size >= self._large:
            lines.close()
            lines = Lines(self._path(stem, self.last_number(stem) + 1))
        self._open[stem] = lines
        lines.add(request, answer)

    def close(self) -> None:
        """All that was written is on the disk."""
        for lines in self._open.values():
            lines.close()
        self._open.clear()

    def _path(self, stem: str, number: int) -> Path:
        return self.folder / f"{stem}-{number:06}.jsonl.gz"

    def _replace(self, name: str, data: bytes) -> None:
        draft = self.folder / f".{name.removeprefix('.')}.part"
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / name)
