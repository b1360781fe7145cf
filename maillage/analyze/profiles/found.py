"""One thing found in a text: what it is, where it stands, by which rule, and how sure that is."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """`kind`: human, function, organization, location, postcode …; `value`: what is written, blanks made single.

    `begin`, `end`: characters of the text that was asked, the end exclusive. `rule`: why it was taken for that.
    `confidence`: from 0, a guess, to 1, certain.
    """

    kind: str
    value: str
    begin: int
    end: int
    rule: str
    confidence: float
