"""The header of a mail: its fields, unfolded, and the encoded words in them."""

from __future__ import annotations

import re
from binascii import Error as NotBase64
from binascii import a2b_base64, a2b_qp

from maillage.ingest.charsets import decode

Fields = dict[str, str]

_FOLD = re.compile(r"\n[ \t]+")
_UNFOLDED = re.compile(rb"\n(?![ \t])")
_NAME = re.compile(r"[!-9;-~]+")
_FIELD = re.compile(r"[!-9;-~]+[ \t]*:")
_KNOWN = re.compile(
    rb"(?:from|to|cc|date|subject|message-id|received|return-path|reply-to|sender|mime-version|content-type"
    rb"|content-transfer-encoding|in-reply-to|references|x-[!-9;-~]+)[ \t]*:",
    re.IGNORECASE,
)
# RFC 2047, 2; tolerant: blanks in the text, no end, a language (RFC 2231, 5). What begins one always matches,
# to the end of the field if need be: a megabyte of beginnings takes no longer than its length.
_WORD = re.compile(r"=\?([\w.:+-]+)(?:\*[\w-]*)?\?([bBqQ])\?([^?]*(?:\?(?!=|\Z)[^?]*)*)(?:\?=|\??\Z)")
_BETWEEN = re.compile(r"(\?=)[ \t]+(?==\?[\w.:+*-]+\?[bBqQ]\?)")
_ENVELOPE = ("From ", ">From ")  # the mbox line, when it stands among the fields
_REACH = 3  # lines after one that is no field, among which another field tells that the header goes on
_NESTED = 3  # encoded words inside encoded words, as gateways make them


def split(raw: bytes) -> tuple[Fields, bytes, bool]:
    r"""The fields by lower-case name (the first of each), the body, and whether the header was broken.

    `raw` has `\n` line ends. A line that is no field is skipped when fields follow it, else the body begins
    there (RFC 5322 has neither; stdlib email always does the second).
    """
    head, blank, body = raw.partition(b"\n\n")
    if not blank and head.startswith(b"\n"):
        return {}, raw[1:], False
    fields: Fields = {}
    for line in _FOLD.sub(" ", text_of(head)).split("\n"):
        name, colon, value = line.partition(":")
        known = _names.get(name) or _new_name(name)
        if not known or not colon:
            return _with_care(head, blank + body)
        if known not in fields:
            fields[known] = value.strip()
    return fields, body, False


_names: dict[str, str] = {}


def _new_name(name: str) -> str:
    """A field's name in lower case, kept for the next time; "" for what is none."""
    if len(_names) > 4096:
        _names.clear()
    if not _NAME.fullmatch(name):
        return ""
    lower = _names[name] = name.lower()
    return lower


def _with_care(head: bytes, after: bytes) -> tuple[Fields, bytes, bool]:
    """The same for a header with a line that is no plain `name: value`: empty, without a blank, or broken.

    `after`: the blank line and what follows it.
    """
    fields: Fields = {}
    broken = False
    lines = _UNFOLDED.split(head)
    for index, raw in enumerate(lines):
        line = _FOLD.sub(" ", text_of(raw))
        if _FIELD.match(line):
            name, _, value = line.partition(":")
            fields.setdefault(name.rstrip().lower(), value.strip())
        elif line and not line.startswith(_ENVELOPE):
            broken = True
            if not any(map(_KNOWN.match, lines[index + 1 : index + 1 + _REACH])):
                return fields, b"\n".join(lines[index:]) + after, True
    return fields, after[2:], broken


def text_of(head: bytes) -> str:
    """A header block as text; raw 8-bit lines each by what they look like (RFC 6532, or nothing at all)."""
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = "\n".join(decode(line)[0] for line in head.split(b"\n"))
    return text.replace("\0", "\ufffd") if "\0" in text else text


def words(value: str) -> str:
    """A field's value with its encoded words decoded (RFC 2047), broken, split and nested ones too."""
    for _ in range(_NESTED):
        if "=?" not in value:
            break
        decoded = _decode_words(value)
        if decoded == value:
            break
        value = decoded
    return value.replace("\0", "\ufffd") if "\0" in value else value


def _decode_words(value: str) -> str:
    value = _BETWEEN.sub(r"\1", value)
    pieces: list[str] = []
    pending: list[bytes] = []
    charset, end = "", 0
    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        if pending and (between or match[1].lower() != charset):
            pieces.append(decode(b"".join(pending), charset)[0])
            pending.clear()
        pieces.append(between)
        charset, end = match[1].lower(), match.end()
        pending.append(_bytes_of(match[2], match[3]))
    if pending:
        pieces.append(decode(b"".join(pending), charset)[0])
    pieces.append(value[end:])
    return "".join(pieces)


def _bytes_of(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return a2b_qp(raw.replace(b"\n", b""), header=True)
    return base64_of(raw)[0]


def base64_of(raw: bytes) -> tuple[bytes, bool]:
    """The bytes that base64 text stands for, and whether it was broken: as much as can be read."""
    try:
        return a2b_base64(raw), False
    except NotBase64:
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        return a2b_base64(letters[: len(letters) // 4 * 4] + _padded(letters[len(letters) // 4 * 4 :])), True


def _padded(rest: bytes) -> bytes:
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""
