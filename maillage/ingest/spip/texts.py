"""What SPIP adds to the texts that people write: numbers that sort, several languages in one, redirections."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\s*\d{1,10}\s?[.)°]\s+(?=\S)")
_MULTI = re.compile(r"<multi>(.{0,20000}?)</multi>", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(r"\[([a-z]{2,3}(?:_[a-z]{2,3}){0,2})\]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_REDIRECTION = re.compile(r"\s*=\s*(\S.{0,2000})", re.DOTALL)


def title(written: str, language: str = "fr") -> str:
    """A title as the site shows it: without the number that sorts it, in one language, on one line."""
    told = _TAG.sub("", in_language(written, language))
    return " ".join(_NUMBER.sub("", told, count=1).split())


def in_language(written: str, language: str) -> str:
    """A text in one of the languages that it has, `<multi>[fr]…[en]…</multi>`; in the first where that is not there."""

    def one(found: re.Match[str]) -> str:
        before, *pieces = _LANGUAGE.split(found[1])
        told = dict(zip(pieces[::2], pieces[1::2], strict=True))
        return told.get(language) or before.strip() or next(iter(told.values()), "")

    return _MULTI.sub(one, written) if "<multi>" in written.lower() else written


def redirection(chapo: str, virtual: str) -> str:
    """Where an article leads elsewhere: its `virtuel` since SPIP 3, before that a chapo that begins with `=`."""
    found = _REDIRECTION.fullmatch(chapo)
    return virtual.strip() or (found[1].strip() if found else "")


def joined(*pieces: str) -> str:
    """The texts of an article below one another, without those that are empty."""
    return "\n\n".join(piece.strip("\r\n") for piece in pieces if piece.strip())
