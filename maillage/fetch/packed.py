"""Whether two packed files say the same, which servers that pack anew each time never send as the same bytes."""

from __future__ import annotations

import gzip
import re
import zlib
from hashlib import blake2b
from pathlib import Path

_LONGEST_LINE, _LONGEST = 1 << 20, 1 << 32


def has_content(content: bytes) -> bool:
    """Whether the beginning of a gzip file is of more than nothing packed."""
    try:
        return bool(zlib.decompressobj(31).decompress(content, 5))
    except zlib.error:
        return False


def say_the_same(one: Path, other: Path, without: re.Pattern[bytes] | None = None) -> bool:
    """Whether two gzip files say the same, line by line, without what fits a pattern; no where that cannot be told."""
    try:
        return _digest(one, without) == _digest(other, without)
    except (OSError, EOFError, zlib.error):
        return False


def _digest(path: Path, without: re.Pattern[bytes] | None) -> bytes:
    """What a file says. Raises EOFError where it is too long to compare."""
    digest, size = blake2b(digest_size=16), 0
    with gzip.open(path) as file:
        while line := file.readline(_LONGEST_LINE):
            digest.update(without.sub(b"", line) if without else line)
            size += len(line)
            if size > _LONGEST:
                raise EOFError
    return digest.digest()
