"""How names of places are compared: without accents, capitals, hyphens, and with their abbreviations written out."""

from __future__ import annotations

import re
import unicodedata

_KEPT = (
    bytes(each if chr(each) == "\n" or chr(each).isdigit() or chr(each).islower() else ord(" ") for each in range(128))
    + b" " * 128
)
_ABBREVIATED = re.compile(r"\b(?:st|ste|sts|stes|lez|nd)\b")
_WRITTEN_OUT = {
    "st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les", "nd": "notre dame",
}  # fmt: skip
_RIVER = re.compile(r"(?<=[^\W\d])(?: s)?/(?:s\b/?)?\s?(?=[^\W\d])")  # Chalon s/ Saône, Neuilly/s/Marne, Ivry/Seine
_CEDEX = re.compile(r"\bc[ée]dex\b", re.IGNORECASE)


def fold(written: str) -> str:
    """The key of a name: "St-André-lez-Lille" and "SAINT ANDRE LES LILLE" have the same; "" without Latin letters.

    Lines are kept apart, so that a whole list of names is folded at once.
    """
    lower = written.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", " ")
    if "/" in lower:
        lower = _RIVER.sub(" sur ", lower)
    marked = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore")
    spaced = marked.translate(_KEPT).decode()
    while "  " in spaced:
        spaced = spaced.replace("  ", " ")
    spaced = spaced.replace("\n ", "\n").replace(" \n", "\n").strip(" ")
    return _ABBREVIATED.sub(lambda found: _WRITTEN_OUT[found[0]], spaced)


def without_cedex(written: str) -> str:
    """A name without its CEDEX and what follows it: "Paris Cedex 05" is Paris."""
    found = _CEDEX.search(written)
    return written[: found.start()].rstrip(" \t\n,(-") if found else written
