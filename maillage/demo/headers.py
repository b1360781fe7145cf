"""Header values as mailers encode them (RFC 2047, RFC 2231), written out here so that no library changes a byte."""

from __future__ import annotations

import base64
from functools import cache
from urllib.parse import quote

ENCODED_WORD = 75
PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
CODED = {byte: chr(byte) if byte in PLAIN else "_" if byte == 32 else f"={byte:02X}" for byte in range(256)}
"""How the `q` encoding writes each byte."""


@cache
def header(text: str, charset: str = "utf-8", encoding: str = "q") -> str:
    """The text as it stands in a header: itself in ASCII, else as encoded words, folded between two of them."""
    if text.isascii():
        return text
    words, piece = [], ""
    for letter in text:
        if len(_word(piece + letter, charset, encoding)) > ENCODED_WORD:
            words.append(_word(piece, charset, encoding))
            piece = ""
        piece += letter
    return "\n ".join([*words, _word(piece, charset, encoding)])


def phrase(name: str, charset: str = "utf-8", encoding: str = "q") -> str:
    """A name before an address: quoted where it has special characters."""
    if name.isascii() and any(letter in ',."()<>@:;' for letter in name):
        return f'"{name}"'
    return header(name, charset, encoding)


def file_name(name: str) -> str:
    """The parameter that carries the name of an attached file."""
    return f'filename="{name}"' if name.isascii() else f"filename*=UTF-8''{quote(name)}"


def charset_of(text: str, wished: str) -> str:
    """The wished charset where it can hold the text, else what such a mailer falls back to."""
    for charset in (wished, "windows-1252"):
        try:
            text.encode(charset)
        except UnicodeEncodeError:
            continue
        return charset
    return "utf-8"


def _word(text: str, charset: str, encoding: str) -> str:
    raw = text.encode(charset)
    if encoding == "b":
        return f"=?{charset}?B?{base64.b64encode(raw).decode()}?="
    return f"=?{charset}?{encoding}?{raw.decode('latin-1').translate(CODED)}?="
