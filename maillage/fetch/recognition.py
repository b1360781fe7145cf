"""What is at an address: the archive of a list, a whole server of them, or something that is named at least."""

from __future__ import annotations

from typing import NamedTuple


class Listed(NamedTuple):
    """A list of a server: its name, which becomes that of its folder, and the address of its archive."""

    name: str
    url: str
