"""A packed SQLite file, unpacked into a folder of its own for as long as it is read: SQLite needs a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from maillage.ingest.parts import BLOCK, Part, container, opened
from maillage.sentences import Said

MOST = 4 << 30
"""Bytes of a file, unpacked; no site's base comes near."""


@contextmanager
def unpacked(part: Part) -> Iterator[Path]:
    """The part as a file that is not packed. Raises what `parts.UNREADABLE` lists; OSError for one beyond `MOST`."""
    if container(part.path) == "plain":
        yield part.path
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, "base.sqlite")
        with opened(part) as packed, path.open("wb") as file:
            while block := packed.read(BLOCK):
                if file.tell() > MOST:
                    raise RuntimeError(Said("longer than the {size} GiB that a base may have", size=MOST >> 30))
                file.write(block)
        yield path
