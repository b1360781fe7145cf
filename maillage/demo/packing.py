"""gzip without compression: the same bytes whatever the version of zlib, which a demo that can be compared needs."""

from __future__ import annotations

import struct
import zlib

HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # deflate, no name, no date, no known system (RFC 1952)
BLOCK = 65_535  # the longest stored block (RFC 1951, 3.2.4)


def gzipped(content: bytes) -> bytes:
    """The content as a gzip file of stored blocks."""
    starts = range(0, max(len(content), 1), BLOCK)
    blocks = [_block(content[start : start + BLOCK], is_last=start == starts[-1]) for start in starts]
    return b"".join([HEAD, *blocks, struct.pack("<II", zlib.crc32(content), len(content) % 2**32)])


def _block(piece: bytes, *, is_last: bool) -> bytes:
    return struct.pack("<BHH", is_last, len(piece), len(piece) ^ 0xFFFF) + piece
