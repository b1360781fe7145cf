"""Forms of archive that are known and not read by this version, and what can be done about each."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

from maillage.ingest.parts import UNREADABLE, container, members_of
from maillage.sentences import Said

HEAD = 16384  # bytes of a file that tell its form


class Form(NamedTuple):
    """What an archive of the form is, and what to do with it: a command has `FILE` and `FOLDER` in it."""

    what: Said
    step: Said


_APART = Said("put the pages of one list in a folder of their own, then run init again")
_MEETINGS = Said("leave it: what is said there is no mail of a list, and is not counted")
FORMS: dict[str, Form] = {
    "mhonarc": Form(Said("HTML pages of MHonArc"), _APART),
    "hypermail": Form(Said("HTML pages of hypermail"), _APART),
    "pipermail_html": Form(Said("HTML pages of pipermail"), _APART),
    "yahoo": Form(Said("JSON of Yahoo Groups"), Said("convert it to mbox, from the field rawEmail of each message")),
    "pst": Form(
        Said("an Outlook folder (PST)"),
        Said("convert it: {command} writes mbox files", command="mkdir -p FOLDER && readpst -o FOLDER FILE"),
    ),
    "dbx": Form(
        Said("an Outlook Express folder (DBX)"),
        Said("convert it: {command} writes single mails", command="undbx FILE FOLDER"),
    ),
    "msg": Form(
        Said("Outlook mails (MSG)"),
        Said("convert them: {command} writes single mails", command="cd FOLDER && msgconvert *.msg"),
    ),
    "listserv": Form(Said("a LISTSERV notebook"), Said("ask the list's administrator for its mails as mbox")),
    "git": Form(
        Said("a git repository without mails"),
        Said("leave it; or, if it should be one of public-inbox, clone it again: it has no commits of mails"),
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
    "tar": Form(
        Said("a packed folder"),
        Said("unpack it: {command}, then run init again", command="mkdir -p FOLDER && tar -xf FILE -C FOLDER"),
    ),
    "zip": Form(
        Said("a packed folder"), Said("unpack it: {command}, then run init again", command="unzip FILE -d FOLDER")
    ),
    "7z": Form(
        Said("a packed folder"), Said("unpack it: {command}, then run init again", command="7z x FILE -oFOLDER")
    ),
    "rar": Form(
        Said("a packed folder"), Said("unpack it: {command}, then run init again", command="unar -o FOLDER FILE")
    ),
    "gz": Form(Said("a packed mail"), Said("unpack it: {command}, then run init again", command="gzip -dk FILE")),
    "bz2": Form(Said("a packed mail"), Said("unpack it: {command}, then run init again", command="bzip2 -dk FILE")),
    "xz": Form(Said("a packed mail"), Said("unpack it: {command}, then run init again", command="xz -dk FILE")),
    "zst": Form(Said("a packed file"), Said("unpack it: {command}, then run init again", command="zstd -d FILE")),
    "loose_mails": Form(
        Said("single mails beside other archives"),
        Said("put them in a folder of their own, then run init again"),
    ),
    "bad_name": Form(
        Said("a name that is not UTF-8, which the study file cannot hold"),
        Said("rename it, then run init again"),
    ),
    "osm_pbf": Form(
        Said("OpenStreetMap data as PBF"),
        Said(
            "convert it: {command} writes XML, with `.osh.bz2` for a history",
            command="osmium cat FILE -o FOLDER.osm.bz2",
        ),
    ),
    "slack": Form(Said("an export of Slack"), _MEETINGS),
    "trello": Form(Said("an export of Trello"), _MEETINGS),
    "etherpad": Form(Said("a pad of Etherpad"), _MEETINGS),
    "loomio": Form(
        Said("an export of Loomio"),
        Said("leave it; a mailbox with the mails that Loomio sent to a member can be read"),
    ),
    "study": Form(
        Said("the database of a study of maillage"),
        Said("leave it: name the folder of the archives that it was made of"),
    ),
    "web_page": Form(Said("a web page"), Said("download the archive's text volumes or mbox instead")),
    "json": Form(
        Said("JSON of a form that is not known"),
        Said("export a list as mbox, a wiki as its XML dump or the answers of its API"),
    ),
    "document": Form(Said("a document, picture, program or database"), Said("leave it: only archives are read")),
}

OF_FOLDERS = frozenset(("mhonarc", "hypermail", "pipermail_html", "yahoo", "msg", "listserv", "json", "slack"))
"""Forms of which there are many files in a folder, so that the folder is named."""

_PACKED = re.compile(
    r"(?:\.tar)?\.(?:tar|t?gz|bz2|t?xz|zst|lzma|zip|7z|rar|pst|dbx)$|\.os[mh]\.pbf$|\.pbf$", re.IGNORECASE
)
_MAGIC = {
    b"!BDN": "pst",
    b"\xcf\xad\x12\xfe": "dbx",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x28\xb5\x2f\xfd": "zst",
    b"Rar!": "rar",
    b"%PDF": "document",
    b"\x89PNG": "document",
    b"GIF8": "document",
    b"\xff\xd8\xff": "document",
    b"RIFF": "document",
    b"ID3": "document",
    b"OggS": "document",
    b"\x7fELF": "document",
    b"MZ": "document",
    b"{\\rtf": "document",
    b"\0asm": "document",
}
_SQLITE, _STUDY = b"SQLite format 3\0", (68, b"mail")  # where SQLite keeps the number of the program
_OLE, _OF_MSG = b"\xd0\xcf\x11\xe0", "__substg1.0_".encode("utf-16-le")
_OFFICE = re.compile(r"\[Content_Types\]\.xml|mimetype|META-INF/.*|AndroidManifest\.xml")


def step_for(form: str, path: Path) -> Said:
    """What to do with a file of the form, or a folder with files of one of `OF_FOLDERS`; a command has its names."""
    step = FORMS[form].step
    command = step.values.get("command")
    if not command:
        return step
    folder = path if form in OF_FOLDERS else Path(_PACKED.sub("", str(path)))
    if folder == path and form not in OF_FOLDERS:
        folder = Path(f"{path}-unpacked")
    names = {"FILE": _shell(path), "FOLDER": _shell(folder)}
    return step.about(command=re.sub("FILE|FOLDER", lambda found: names[found[0]], str(command)))


def _shell(path: Path) -> str:
    text = str(path)
    return shlex.quote(f"./{text}" if text.startswith("-") else text)


def packing_of(packing: str) -> str:
    """The form of a packed file that holds a single mail, by how it is packed."""
    return {"lzma": "xz"}.get(packing, packing)


def is_office_file(path: Path) -> bool:
    """Whether a zip file is a document: a text, a sheet, a book, a program."""
    try:
        return container(path) == "zip" and any(_OFFICE.fullmatch(name) for name in members_of(path)[:4])
    except UNREADABLE:
        return False


def form_of(path: Path, head: bytes) -> str | None:
    """The form of a file that is known and not read by this version, a key of `FORMS`; None for any other.

    `head`: its first unpacked bytes, `HEAD` of them.
    """
    by_magic = next((form for magic, form in _MAGIC.items() if head.startswith(magic)), None)
    if by_magic:
        return by_magic
    if head.startswith(_SQLITE):
        begin, mark = _STUDY
        return "study" if head[begin : begin + len(mark)] == mark else "document"
    if head[257:262] == b"ustar":  # unpacked from gz, bz2 or xz
        return "tar"
    if head[4:6] == b"\x0a\x09" and head[6:15] == b"OSMHeader":
        return "osm_pbf"
    if path.name == "config.db":
        return "mailman_config"
    if head.startswith(_OLE):
        is_msg = path.suffix.lower() == ".msg" or _OF_MSG in head
        return "msg" if is_msg else "document"
    return _form_of_text(head)


_SEPARATED = re.compile(rb"={60,}[ \t]*\r?\n(?:date|from|reply-to|sender):")
_PAGE = re.compile(rb"(?:<\?xml[^<>]*>\s*)?(?:<!--[^>]*>\s*)?<(?:!doctype html|html)")
_JSON = re.compile(rb'[{\[]\s*[{\["\]}]')
_OWNERS = re.compile(rb"(?:[a-z_]++ [^\n]*+\n)*profile (?:privileged|normal)")
_OF_JSON = (
    ("yahoo", (b'"rawemail"', b'"ygdata"', b'"messagebody"'), ()),
    ("etherpad", (b'"pad:', b'"globalauthor:'), (b'"atext"', b'"colorid"')),
    (
        "slack",
        (b'"client_msg_id"', b'"ts":', b'"team_id"', b'"is_general"'),
        (b'"type"', b'"is_archived"', b'"is_bot"'),
    ),
    ("trello", (b'"idboard"', b'"idmembercreator"', b'"idorganization"'), (b'"closed"', b'"shortlink"', b'"cards"')),
    ("loomio", (b'"table":"', b'"table": "'), (b'"record":',)),
)
"""Any of the first keys, and any of the second ones if there are some."""


def _form_of_text(head: bytes) -> str | None:
    start = head.lower().lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return _form_of_page(start)
    if _JSON.match(start):
        return next((form for form, first, second in _OF_JSON if _any(first, start) and _also(second, start)), "json")
    if _SEPARATED.match(start):
        return "listserv"
    return "owners" if _OWNERS.match(start) else None


def _form_of_page(start: bytes) -> str | None:
    if b"mhonarc" in start or b"<!--x-message-id" in start:
        return "mhonarc"
    if b"hypermail" in start:
        return "hypermail"
    if b"<!--beginarticle-->" in start or b"pipermail" in start:
        return "pipermail_html"
    return "web_page" if _PAGE.match(start) else None


def _any(keys: tuple[bytes, ...], text: bytes) -> bool:
    return any(key in text for key in keys)


def _also(keys: tuple[bytes, ...], text: bytes) -> bool:
    return not keys or _any(keys, text)
