"""What HyperKitty puts in the place of what a mail lacked, when it takes an old archive in."""

from __future__ import annotations

import re

from maillage.records import Message

_MADE_ID = re.compile(r"\d+\.\d+\.\d+\.generated@\S+")
_NOT_OF_NAMES = re.compile(r"[^a-z0-9]")


def without_made_up(message: Message) -> Message:
    """The message, with an id that HyperKitty made told as `made`, and the address that it made up for a name gone.

    Ids are of Python's `make_msgid("generated")`; addresses are the name's letters, or `unknown`, at example.com
    (`hyperkitty_import`, `add_to_list`).
    """
    if _MADE_ID.fullmatch(message.message_id):
        message = message._replace(id_source="made")
    local, _, domain = message.address.partition("@")
    if domain == "example.com" and local == (_NOT_OF_NAMES.sub("", message.name.lower()) or "unknown"):
        message = message._replace(address="")
    return message
