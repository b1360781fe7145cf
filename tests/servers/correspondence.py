"""Mails to fill archives with: those of a list of the demo study, one by one, as they were sent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

_SEPARATOR = re.compile(rb"^From (\S+) ([^\n]+)\n", re.MULTILINE)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_TO_ESCAPE = re.compile(rb"^(>*From )", re.MULTILINE)


class Posted(NamedTuple):
    """A mail as a list receives it: who sent it, when, and its bytes, which end with a line end."""

    sender: str
    at: datetime
    raw: bytes


def mails_of(mboxes: Iterable[Path]) -> list[Posted]:
    """The mails of mailboxes in the mboxrd form, as the demo writes them."""
    return [mail for mbox in mboxes for mail in _mails_of(mbox.read_bytes())]


def _mails_of(content: bytes) -> Iterator[Posted]:
    separators = list(_SEPARATOR.finditer(content))
    ends = [found.start() for found in separators[1:]] + [len(content)]
    for separator, end in zip(separators, ends, strict=True):
        at = datetime.strptime(separator[2].decode(), "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
        raw = _ESCAPED.sub(rb"\1", content[separator.end() : end].rstrip(b"\n") + b"\n")
        yield Posted(separator[1].decode(), at, raw)


def mbox(mails: Iterable[Posted]) -> bytes:
    """The mails as one mailbox, in the mboxrd form."""
    return b"".join(
        f"From {mail.sender} {mail.at:%a %b %e %H:%M:%S %Y}\n".encode() + _TO_ESCAPE.sub(rb">\1", mail.raw) + b"\n"
        for mail in mails
    )
