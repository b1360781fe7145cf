"""The folder that the files of a list are fetched into: each file whole or not there, and a journal of what is known.

A file is written as a draft with a hidden name (`.2014-June.txt.gz.part`) and takes its own name when it is whole; one
whose bytes are those that are there already leaves them alone. `.fetch.jsonl` has a line for each thing that was
learnt: validators of a file, a file that does not exist on the server, where a draft stands. The last line on a thing
counts; a line that a killed fetch broke off is left out. Without the journal all is asked for again, and nothing lost.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import unquote, urlsplit

from filelock import FileLock, Timeout

from maillage.errors import NotFetched
from maillage.sentences import Said

JOURNAL = ".fetch.jsonl"
LOCK = ".fetch.lock"
_SAFE = re.compile(r"[^\w@+=,~. -]|[^\x20-\x7e\xa1-\U0010ffff]")
_LONGEST = 120  # characters of a name, which are at most 240 bytes in most alphabets

Outcome = Literal["new", "changed", "unchanged"]
Same = Callable[[Path, Path], bool]


@contextmanager
def held(path: Path, url: str) -> Iterator[None]:
    """A folder that this fetch alone writes to; it is made where it is not there. Raises NotFetched, OSError."""
    path.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path / LOCK, timeout=0):
            yield
    except Timeout:
        raise NotFetched(url, Said("another fetch of it is at work"), Said("wait until it has ended")) from None


@dataclass(frozen=True)
class Validators:
    """What tells whether a file has changed on its server: its `ETag` and its `Last-Modified`, as they were sent."""

    etag: str = ""
    modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.modified)

    @property
    def for_range(self) -> str:
        """What the rest of a file may be asked for with; "" where it might be the rest of another."""
        return self.modified if self.etag.startswith("W/") or not self.etag else self.etag


def name_of(url: str) -> str:
    """A safe file name of the last part of an address that is not empty; "" where there is none."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    return safe(parts[-1]) if parts else ""


def safe(name: str) -> str:
    """A name that a file may have on any system, and that is not hidden."""
    cleaned = _SAFE.sub("_", name).strip(" .").strip()[:_LONGEST]
    while len(cleaned.encode()) > 2 * _LONGEST:
        cleaned = cleaned[:-1]
    return cleaned


class Draft:
    """A file that is not whole yet. What of it came before a fetch was stopped is gone on with."""

    def __init__(self, path: Path, journal: Journal) -> None:
        self.path = path
        self._journal = journal
        self._file: IO[bytes] | None = None

    @property
    def size(self) -> int:
        """The bytes that came so far."""
        return self.path.stat().st_size if self.path.exists() else 0

    def begun(self, url: str) -> Validators:
        """The validators of the file that the draft is the beginning of; none where it cannot be gone on with."""
        kept = self._journal.told("begun", self.path.name)
        if not kept or kept.get("url") != url or not self.size:
            return Validators()
        return Validators(str(kept.get("etag", "")), str(kept.get("modified", "")))

    def begin(self, url: str, validators: Validators) -> None:
        """Begin anew."""
        self._journal.tell("begun", self.path.name, {"url": url, **_written(validators)})
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.close()
        self._file = self.path.open("wb")

    def go_on(self) -> None:
        """Add to what there is."""
        self.close()
        self._file = self.path.open("ab")

    def write(self, content: bytes) -> None:
        """Add these bytes. Raises OSError."""
        if self._file is None:
            raise ValueError
        self._file.write(content)

    def close(self) -> None:
        """Hand everything to the disk. Raises OSError."""
        if self._file is not None:
            file, self._file = self._file, None
            with file:
                file.flush()
                os.fsync(file.fileno())

    def beginning(self, size: int) -> bytes:
        """What stands at its beginning, so many bytes at most."""
        with self.path.open("rb") as file:
            return file.read(size)

    def discard(self) -> None:
        """It is of no use."""
        self.close()
        self.path.unlink(missing_ok=True)


class Journal:
    """What is known of former fetches, by what it is about and a name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told: dict[str, dict[str, Any]] = {}
        self._lines = 0
        with suppress(FileNotFoundError):
            for line in path.read_bytes().splitlines():
                self._take(line)
        self._file: IO[bytes] | None = None

    def _take(self, line: bytes) -> None:
        try:
            about, name, value = json.loads(line)
        except (ValueError, TypeError):
            return  # broken off
        self._lines += 1
        names = self._told.setdefault(str(about), {})
        if value is None:
            names.pop(name, None)
        else:
            names[str(name)] = value

    def told(self, about: str, name: str) -> Any:
        """What was told last; None where nothing was."""
        return self._told.get(about, {}).get(name)

    def names(self, about: str) -> list[str]:
        """All names that something was told of."""
        return sorted(self._told.get(about, {}))

    def tell(self, about: str, name: str, value: Any) -> None:
        """Note it at once; None for what is no longer so. What was told already is not told again."""
        if self.told(about, name) == value:
            return
        if self._file is None:
            self._file = self._path.open("ab")
            if self._file.tell():
                self._file.write(b"\n")  # behind a line that was broken off
        line = json.dumps([about, name, value], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        self._file.write(line + b"\n")
        self._file.flush()
        self._take(line)

    def close(self) -> None:
        """Write it anew without what was told before, where that is much."""
        if self._file is None:
            return
        self._file.close()
        self._file = None
        count = sum(map(len, self._told.values()))
        if self._lines <= 2 * count + 100:
            return
        draft = self._path.with_name(f"{self._path.name}.part")
        lines = [[about, name, names[name]] for about, names in sorted(self._told.items()) for name in sorted(names)]
        with draft.open("wb") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        self._lines = count


class Folder:
    """The files of one source. Names are relative, with `/` between folders; `safe` makes them of what servers say.

    `url`: of the source; a folder that holds the files of another one is refused.
    """

    def __init__(self, path: Path, url: str) -> None:
        self.path = path
        self._url = url
        self.journal = Journal(path / JOURNAL)
        before = self.journal.told("source", "url")
        if before and _bare(before) != _bare(url):
            said = Said("{folder} holds what was fetched from {url}", folder=path, url=before)
            raise NotFetched(url, said, Said("give it a folder of its own, or write that address"))
        self.journal.tell("source", "url", url)

    def __contains__(self, name: str) -> bool:
        """Whether a file is there as it was fetched."""
        kept = self.journal.told("file", name)
        path = self.path / name
        return bool(kept) and path.is_file() and path.stat().st_size == kept.get("size")

    def validators(self, name: str, url: str) -> Validators:
        """What a file can be asked for with unless it has changed; nothing where it must be asked for anyhow."""
        kept = self.journal.told("file", name)
        if name not in self or kept.get("url") != url:
            return Validators()
        return Validators(str(kept.get("etag", "")), str(kept.get("modified", "")))

    def draft(self, name: str) -> Draft:
        """Where a file is while it is not whole."""
        path = self._path(name)
        return Draft(path.with_name(f".{path.name}.part"), self.journal)

    def publish(self, name: str, url: str, draft: Draft, is_same: Same | None = None) -> Outcome:
        """A draft is whole and takes its name, unless the file that bears it has the same bytes. Raises OSError.

        `is_same`: whether two files that differ say the same all the same.
        """
        draft.close()
        path = self._path(name)
        begun = self.journal.told("begun", draft.path.name) or {}
        size, digest = draft.size, _digest(draft.path)
        outcome: Outcome = "new"
        if path.is_file():
            same = path.stat().st_size == size and _digest(path) == digest
            same = same or (is_same is not None and is_same(path, draft.path))
            outcome = "unchanged" if same else "changed"
        if outcome == "unchanged":
            draft.discard()
            size = path.stat().st_size
        else:
            draft.path.replace(path)
        kept = {key: begun[key] for key in ("etag", "modified") if key in begun}
        self.journal.tell("file", name, {"url": url, "size": size, **kept})
        self.journal.tell("begun", draft.path.name, None)
        self.journal.tell("gone", name, None)
        return outcome

    def keep(self, name: str, content: bytes, url: str = "", is_same: Same | None = None) -> Outcome:
        """Write a file whose bytes are at hand, unless it has them. Raises OSError."""
        if name in self and self._path(name).read_bytes() == content:
            return "unchanged"
        draft = self.draft(name)
        draft.begin(url, Validators())
        draft.write(content)
        return self.publish(name, url, draft, is_same)

    def drop(self, name: str) -> bool:
        """Take away a file that another one stands in for now; whether it was there."""
        path = self._path(name)
        was_there = path.is_file()
        path.unlink(missing_ok=True)
        self.journal.tell("file", name, None)
        return was_there

    def note_gone(self, name: str) -> None:
        """The server has no such file, and need not be asked for it again."""
        self.journal.tell("gone", name, {})

    def is_gone(self, name: str) -> bool:
        """Whether the server said that it has no such file."""
        return self.journal.told("gone", name) is not None

    @property
    def state(self) -> Mapping[str, Any]:
        """What a fetcher keeps of its own: see `keep_state`."""
        return self.journal.told("state", "") or {}

    def keep_state(self, **values: Any) -> None:
        """Keep values that JSON has, beside those that are kept already."""
        self.journal.tell("state", "", {**self.state, **values})

    def close(self) -> None:
        """Nothing is written any more."""
        self.journal.close()

    def _path(self, name: str) -> Path:
        parts = name.split("/")
        if not all(part and safe(part) == part for part in parts):
            said = Said("it names a file {name!r}, which no file may be called here", name=name[:80])
            raise NotFetched(self._url, said, Said("tell the administrators"))
        return self.path.joinpath(*parts)


def _written(validators: Validators) -> dict[str, str]:
    kept = {"etag": validators.etag, "modified": validators.modified}
    return {key: value for key, value in kept.items() if value}


def _digest(path: Path) -> bytes:
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.digest()


def _bare(url: str) -> str:
    """An address without what may change while the archive stays the same."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
