"""What a signature says: the person, function, organisation, address and the rest, each where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from maillage.analyze.profiles.found import Found

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["KINDS", "LONGEST", "absent", "find", "read_mail"]

KINDS = (
    "human",
    "function",
    "organization",
    "project",
    "location",
    "postcode",
    "cedex",
    "reference",
    "phone",
    "email",
    "url",
    "social",
    "user",
)
LONGEST = 6_000
"""Characters of one signature that are read: the longest that people write have some 2,000."""


def find(text: str, names: Sequence[str] = (), models: Sequence[str] = ()) -> list[Found]:
    """What one signature says, in its order; offsets in `text`. Beyond `LONGEST` characters nothing is read.

    `names`: what the author is called in the mail's header, which tells the name that signs from others.
    `models`: spaCy's models, by name or path, whose names of persons, organisations and places count as evidence;
    one that is not installed is passed over, `absent` tells which.
    """
    return list(_found(text[:LONGEST], tuple(names), tuple(models)))


def read_mail(text: str, names: Sequence[str] = (), models: Sequence[str] = ()) -> list[Found]:
    """What the signature and the closing of a mail say, or a signature that stands alone; offsets in `text`."""
    from maillage.analyze.profiles.signature import mails

    return [
        one._replace(begin=one.begin + part.begin, end=one.end + part.begin)
        for part in mails.parts(text, names)
        for one in find(text[part.begin : part.end], part.names, models)
    ]


def absent(models: Sequence[str]) -> tuple[str, ...]:
    """Those of the models that are not installed."""
    from maillage.analyze.profiles.signature import models as installed

    return tuple(name for name in models if not installed.is_installed(name))


@lru_cache(maxsize=32_768)
def _found(text: str, names: tuple[str, ...], models: tuple[str, ...]) -> tuple[Found, ...]:
    from maillage.analyze.profiles.signature import pipeline  # late: spaCy takes its time to start

    return tuple(pipeline.read(_pipeline(models), text, names))


@lru_cache(maxsize=4)
def _pipeline(models: tuple[str, ...]) -> Language:
    from maillage.analyze.profiles.signature import pipeline

    return pipeline.build(models)
