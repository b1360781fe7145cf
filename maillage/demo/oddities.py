"""What real archives hold beside well-formed mails: automatic replies, broken headers, mails kept twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from maillage.demo.words import sections

if TYPE_CHECKING:
    from collections.abc import Callable

    from maillage.demo.mails import Mail

# Which list gets which oddity, and on how many of its mails (from `START`, evenly apart).
WANTED = {
    "wiki-brest": (
        "unknown charset",
        "undecodable date",
        "french date",
        "no message-id",
        "raw header",
        "html only",
        "absence",
    ),
    "cartes-ouvertes": ("raw header", "no message-id", "html only", "undecodable date", "escaped from"),
    "brest-bc": ("french date", "absence", "unknown charset", "no subject"),
    "makers": ("absence", "undecodable date", "html only", "no message-id", "no subject"),
    "catalyst": ("absence", "html only", "no subject"),
}
TWICE = {"wiki-brest": 2, "makers": 3, "catalyst": 1, "cartes-ouvertes": 1}
FIRST = 20  # the first mails of a list stay as they are


def with_oddities(mails: dict[str, list[Mail]]) -> dict[str, list[Mail]]:
    """The mails, some of them odd. None changes its author or its month, and signed ones stay readable."""
    changed = dict(mails)
    for name, oddities in WANTED.items():
        listed = list(mails[name])
        for index, oddity in zip(_chosen(listed, len(oddities)), oddities, strict=True):
            listed[index] = CHANGES[oddity](replace(listed[index], oddity=oddity))
        changed[name] = listed
    return changed


def twice(name: str, mails: list[Mail]) -> set[str]:
    """Message-IDs of the mails that stand twice in the archive of a list."""
    calm = [mail.message_id for mail in mails[FIRST:] if not mail.oddity and mail.message_id]
    number = TWICE.get(name, 0)
    return {calm[(index + 1) * len(calm) // (number + 1)] for index in range(number)}


def _chosen(mails: list[Mail], number: int) -> list[int]:
    """Indexes of replies without signature that no mail answers and that went to one list, far from each other."""
    answered = {parent for mail in mails for parent in mail.parents}
    calm = [
        index
        for index, mail in enumerate(mails)
        if index >= FIRST and mail.is_reply and not mail.signed and not mail.attachment
        and mail.message_id not in answered and mail.sent.year < 2017 and 4 < mail.sent.day < 26
    ]  # fmt: skip
    return [calm[(index + 1) * len(calm) // (number + 1)] for index in range(number)]


def _absence(mail: Mail) -> Mail:
    """An automatic reply: no quote, no signature, the words of the mailer."""
    words = sections("phrases.txt")["absence"]
    return replace(mail, kind="absence", lines=(words[mail.style % len(words)],))


def _escaped(mail: Mail) -> Mail:
    """Lines that an mbox must escape, one of them quoted without a blank."""
    return replace(mail, lines=("From scratch, c'est plus long.", ">From scratch, vraiment ?", "", *mail.lines))


def _without_id(mail: Mail) -> Mail:
    return replace(mail, message_id="")


def _same(mail: Mail) -> Mail:
    return mail


CHANGES: dict[str, Callable[[Mail], Mail]] = {
    "unknown charset": _same,
    "undecodable date": _same,
    "french date": _same,
    "raw header": _same,
    "html only": _same,
    "no subject": _same,
    "escaped from": _escaped,
    "no message-id": _without_id,
    "absence": _absence,
}
