"""Who asks, as the administrators of a server see it."""

from __future__ import annotations

from maillage import __version__

PROJECT = "https://pypi.org/project/maillage"


def user_agent(contact: str, *libraries: str) -> str:
    """The program, whom to write to, and the libraries that ask for it."""
    asks = f"maillage/{__version__} ({contact or PROJECT})"
    return " ".join((asks, *libraries)).encode("ascii", "replace").decode()
