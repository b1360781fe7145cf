"""A window that goes over a stream of bytes, in which patterns look for what is next."""

from __future__ import annotations

import re
from typing import IO

BLOCK = 1 << 18
REACH = 1 << 16
"""Bytes within which a pattern has to find what it looks for, where nothing else is said."""


class Window:
    """A stream of bytes of which the part that is being read is held."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._begin = 0
        self.data = b""
        self.here = 0
        self.ended = False

    @property
    def place(self) -> int:
        """Where reading stands, in bytes from the beginning of the stream."""
        return self._begin + self.here

    def more(self) -> bool:
        """Hold more; whether there was any. What is long is read in ever longer blocks, so that it costs no more."""
        held = len(self.data) - self.here
        block = b"" if self.ended else self._stream.read(max(BLOCK, held))
        self.ended = not block
        if block:
            self.data, self._begin, self.here = self.data[self.here :] + block, self.place, 0
        return bool(block)

    def look(self, pattern: re.Pattern[bytes], reach: int = REACH) -> re.Match[bytes] | None:
        """What matches here, within so many bytes."""
        while True:
            found = pattern.match(self.data, self.here)
            if found is not None and found.end() < len(self.data):
                return found
            if len(self.data) - self.here >= reach or not self.more():
                return found

    def take(self, pattern: re.Pattern[bytes], reach: int = REACH) -> re.Match[bytes] | None:
        """The same, and go on behind it."""
        found = self.look(pattern, reach)
        if found is not None:
            self.here = found.end()
        return found

    def pass_to(self, pattern: re.Pattern[bytes], overlap: int = 64) -> bool:
        """Go to the end of what is found next; whether it was found, else to the end of the stream."""
        while True:
            found = pattern.search(self.data, self.here)
            if found is not None:
                self.here = found.end()
                return True
            self.here = max(self.here, len(self.data) - overlap)
            if not self.more():
                self.here = len(self.data)
                return False
