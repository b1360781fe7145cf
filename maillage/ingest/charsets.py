"""Bytes into text, whatever charset they say they are in."""

from __future__ import annotations

import codecs
from functools import lru_cache

# Labels that lie in a known way: what their senders' programs really wrote (WHATWG Encoding, 4.2).
REALLY = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "big5": "big5hkscs",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "windows-874": "cp874",
    # and by the codecs' own names, which stand for all of their aliases
    "iso8859-9": "cp1254",
    "euc_kr": "cp949",
}

# Codecs all of whose bytes are below 128: an ASCII test says nothing of them.
SEVEN_BIT = frozenset({"utf-7", "hz", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004",
                       "iso2022_jp_3", "iso2022_jp_ext", "iso2022_kr"})  # fmt: skip
# Those whose ASCII text has NUL bytes; without any, the label lies.
WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
# Those whose text may chance to be valid UTF-8, so that what is declared comes first.
MULTIBYTE = SEVEN_BIT | WIDE | {"gb18030", "cp949", "cp932", "big5hkscs", "euc_jp", "johab", "euc_jis_2004"}
# What Python calls a text encoding and no mail is written in; some of them raise what no codec should.
NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})

# Below this share of bytes above 127, a text in a Western language is what it looks like.
WESTERN_AT_MOST = 0.25


def decode(raw: bytes, declared: str = "") -> tuple[str, bool]:
    """The text, and whether its charset had to be guessed against or without what was declared.

    Order of trust: what is plain ASCII; valid UTF-8 (chance hardly makes any); the declared charset, with
    the labels that are known to lie read as what was meant; statistics where half the bytes are above 127;
    Windows-1252. It never fails: at worst bytes become U+FFFD.
    """
    name = declared.strip("\"' ").lower()
    codec = _codec(name)
    if raw.isascii() and codec not in SEVEN_BIT and (codec not in WIDE or b"\0" not in raw):
        return raw.decode("ascii"), False
    if codec in MULTIBYTE:
        return _multibyte(raw, codec)
    try:
        return raw.decode("utf-8"), codec != "utf-8"
    except UnicodeDecodeError:
        pass
    if codec not in ("cp1252", "", "utf-8"):
        try:
            return raw.decode(codec), False
        except UnicodeDecodeError:
            pass
    guessed = codec != "cp1252" or name in ("us-ascii", "ascii")
    return _without_help(raw, statistics=codec != "cp1252"), guessed


def _multibyte(raw: bytes, codec: str) -> tuple[str, bool]:
    try:
        text, guessed = raw.decode(codec), False
    except UnicodeDecodeError:
        text, guessed = raw.decode(codec, "replace"), True
    if codec == "utf-7":  # the one that lets halves of surrogate pairs through
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text, guessed


def _without_help(raw: bytes, *, statistics: bool) -> str:
    if statistics and sum(byte > 127 for byte in raw[:4096]) > WESTERN_AT_MOST * len(raw[:4096]):
        found = _statistics(raw[:65536])
        if found:
            return raw.decode(found, "replace")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _statistics(sample: bytes) -> str:
    import cchardet

    return _codec(str(cchardet.detect(sample).get("encoding") or "").lower())


@lru_cache(maxsize=512)
def _codec(name: str) -> str:
    """Python's name of a charset's codec; "" for one that nobody knows, or that is no charset."""
    label = name.partition(" ")[0]  # what follows is a comment
    try:
        found = codecs.lookup(REALLY.get(label, label))
    except (LookupError, ValueError):
        return ""
    is_charset = found._is_text_encoding and found.name not in NO_CHARSETS  # noqa: SLF001 as the email package does
    return REALLY.get(found.name, found.name) if is_charset else ""
