"""What a signature says: the person, function, organisation, address and the rest, each where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from maillage.analyze.profiles.found import Found

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST = 6_000
"""Characters of one signature that are read: the longest that people write have some 2,000."""


def find(text: str, names: Sequence[str] = ()) -> list[Found]:
    """What one signature says, in its order; offsets in `text`.

    `names`: what the author is called in the mail's header, which tells the name that signs from others.
    """
    return list(_found(text[:LONGEST], tuple(names)))


@lru_cache(maxsize=32_768)
def _found(text: str, names: tuple[str, ...]) -> tuple[Found, ...]:
    from maillage.analyze.profiles.signature import pipeline  # late: spaCy takes its time to start

    return tuple(pipeline.read(_pipeline(), text, names))


@cache
def _pipeline() -> Language:
    from maillage.analyze.profiles.signature import pipeline

    return pipeline.build()
