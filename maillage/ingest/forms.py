"""Forms of archive that are known and not read by this version, and what can be done about each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from maillage.sentences import Said

HEAD = 16384  # bytes of a file that tell its form


class Form(NamedTuple):
    """What an archive of the form is, and what to do with it."""

    what: Said
    step: Said


_APART = Said("put the pages of one list in a folder of their own, then run init again")
FORMS: dict[str, Form] = {
    "mhonarc": Form(Said("HTML pages of MHonArc"), _APART),
    "hypermail": Form(Said("HTML pages of hypermail"), _APART),
    "pipermail_html": Form(Said("HTML pages of pipermail"), _APART),
    "yahoo": Form(Said("JSON of Yahoo Groups"), Said("convert it to mbox, from the field rawEmail of each message")),
    "pst": Form(Said("an Outlook folder (PST)"), Said("convert it: readpst -o FOLDER FILE.pst writes mbox files")),
    "dbx": Form(Said("an Outlook Express folder (DBX)"), Said("convert it to mbox, with Thunderbird or undbx")),
    "msg": Form(Said("Outlook mails (MSG)"), Said("save them as .eml, or convert them with msgconvert")),
    "listserv": Form(Said("a LISTSERV notebook"), Said("ask the list's administrator for its mails as mbox")),
    "git": Form(
        Said("a git repository without mails"),
        Said("if it is one of public-inbox, clone it again: it has no commits"),
    ),
    "damaged_dump": Form(
        Said("a wiki's dump by its name, which cannot be unpacked or read"),
        Said("download it again; a 7z or zst file needs `pip install 'maillage[wiki]'`"),
    ),
    "loose_wiki": Form(
        Said("files of a wiki beside other archives"),
        Said("put those of one wiki in a folder of their own, then run init again"),
    ),
    "loose_forum": Form(
        Said("answers of a forum beside other archives"),
        Said("put those of one forum in a folder of their own, then run init again"),
    ),
    "mailman_config": Form(
        Said("the settings of a list of Mailman 2.0"),
        Said("`list_members -f LIST` on the server writes its subscribers"),
    ),
    "owners": Form(
        Said("the owners of a Sympa list"),
        Said("write their addresses under `administrators` of the source"),
    ),
    "packed": Form(Said("a packed archive"), Said("unpack it into a folder of its own, then run init again")),
    "loose_mails": Form(
        Said("single mails beside other archives"),
        Said("put them in a folder of their own, then run init again"),
    ),
    "bad_name": Form(
        Said("a name that is not UTF-8, which the study file cannot hold"),
        Said("rename it, then run init again"),
    ),
    "web_page": Form(Said("a web page"), Said("download the archive's text volumes or mbox instead")),
    "json": Form(
        Said("JSON of a form that is not known"),
        Said("export a list as mbox, a wiki as its XML dump or the answers of its API"),
    ),
    "document": Form(Said("a document, picture, program or database"), Said("name the archive's own folder or file")),
}

_MAGIC = {
    b"!BDN": "pst",
    b"\xcf\xad\x12\xfe": "dbx",
    b"7z\xbc\xaf\x27\x1c": "packed",
    b"Rar!": "packed",
    b"%PDF": "document",
    b"\x89PNG": "document",
    b"GIF8": "document",
    b"\xff\xd8\xff": "document",
    b"\x7fELF": "document",
    b"SQLite format 3": "document",
}


def form_of(path: Path, head: bytes) -> str | None:
    """The form of a file that is known and not read by this version, a key of `FORMS`; None for any other.

    `head`: its first unpacked bytes, `HEAD` of them.
    """
    by_magic = next((form for magic, form in _MAGIC.items() if head.startswith(magic)), None)
    if by_magic:
        return by_magic
    if head[257:262] == b"ustar":  # unpacked from gz, bz2 or xz
        return "packed"
    if path.name == "config.db":
        return "mailman_config"
    if head.startswith(b"\xd0\xcf\x11\xe0") and path.suffix.lower() == ".msg":
        return "msg"
    return _text_form(head)


_TEXT_FORMS = (
    ("mhonarc", rb"<(?s:.*)(?:mhonarc|<!--x-message-id)"),
    ("hypermail", rb"<(?s:.*)hypermail"),
    ("pipermail_html", rb"<(?s:.*)(?:<!--beginarticle-->|pipermail)"),
    ("yahoo", rb'[{\[](?s:.*)"(?:rawemail|ygdata|messagebody)"'),
    ("listserv", rb"={60,}\s*\r?\n(?:date|from|reply-to|sender):"),
    ("web_page", rb"(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)"),
    ("json", rb'[{\[]\s*[{\["\]}]'),
    ("owners", rb"(?:[a-z_]+ [^\n]*\n)*profile (?:privileged|normal)"),
)


def _text_form(head: bytes) -> str | None:
    start = head.lower().lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((form for form, rule in _TEXT_FORMS if re.match(rule, start, re.MULTILINE)), None)
