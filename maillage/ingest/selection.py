"""Which mails of a mailbox are a list's: by the labels they bear, and by the list that they come from or go to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from maillage.ingest.headers import words
from maillage.records import MailSelection, Message, Record, Skipped

_BETWEEN_ADDRESSES = re.compile(r"[\s<>()\[\],;:\"]+")
_BRACKETED = re.compile(r"<([^<>]*)>\s*$")


@lru_cache(maxsize=4096)  # a mailbox has few combinations of them
def labels_of(written: str) -> str:
    """The labels that Gmail writes into a field (`X-Gmail-Labels`), one a line, each once.

    They are parted by commas, one with a comma stands in quotation marks, and RFC 2047 is applied to the whole.
    """
    names: list[str] = []
    open_ones: list[str] = []
    for token in words(written).split(","):
        bare = token.strip()
        if open_ones:
            open_ones.append(token)
            if bare.endswith('"'):
                names.append(_unquoted(",".join(open_ones)))
                open_ones = []
        elif bare.startswith('"') and (len(bare) == 1 or not bare.endswith('"')):
            open_ones = [token]
        else:
            names.append(_unquoted(token))
    names += open_ones  # nothing closes the last quotation mark
    return "\n".join(dict.fromkeys(name for one in names if (name := " ".join(one.split()))))


def _unquoted(token: str) -> str:
    bare = token.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        return bare[1:-1].replace('\\"', '"').replace('""', '"')
    return bare


def selected(records: Iterable[Record], selection: MailSelection) -> Iterator[Record]:
    """Records of which the mails that are not selected are counted only: nothing of them is handed on.

    A mail is selected that bears one of the labels, or one below it, or is of one of the lists.
    """
    labels = frozenset(map(_folded, selection.labels))
    lists = frozenset(map(_as_list_id, selection.list_ids))
    for record in records:
        if type(record) is not Message or _bears(record, labels) or _is_of(record, lists):
            yield record
        else:
            yield Skipped(1, record.size)


def _bears(message: Message, wanted: frozenset[str]) -> bool:
    """Whether one of its labels, or one that it is below (`Listes` of `Listes/Makers`), is wanted."""
    if not wanted or not message.labels:
        return False
    borne = [_folded(label) for label in message.labels.split("\n")]
    return any(label == one or label.startswith(f"{one}/") for label in borne for one in wanted)


def _is_of(message: Message, wanted: frozenset[str]) -> bool:
    """Whether its List-Id is wanted, or it is written to the address of such a list."""
    if not wanted:
        return False
    if message.list_id and _as_list_id(message.list_id) in wanted:
        return True
    written = _BETWEEN_ADDRESSES.split(f"{message.to_written} {message.cc_written}")
    return any("@" in address and _as_list_id(address) in wanted for address in written)


def _as_list_id(written: str) -> str:
    """A List-Id, or the address of a list, in the one form that they are compared in: `makers.lists.example.org`."""
    bracketed = _BRACKETED.search(written)
    bare = (bracketed[1] if bracketed else written).strip().casefold()
    return bare.removeprefix("mailto:").replace("@", ".").rstrip(".")


def _folded(label: str) -> str:
    """A label without what capitals, accents' spelling and blanks may change."""
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())
