"""Who wrote a mail: an address and a name out of a From header, however it was written or disguised.

Standards: RFC 5322 3.4 and 4.4 (addresses, and obsolete ones), RFC 6531 (internationalised ones).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Author(NamedTuple):
    """Who wrote.

    `address`: in the form of `normalise`, "" where none. `name`: decoded and otherwise as written, "" where
    there is none or it only repeats the address.
    """

    address: str
    name: str


_NOBODY = Author("", "")
_LONGEST = 1000  # a From header is shorter; bounds what the careful path may cost
_CACHED = 20_000  # headers remembered: a list's authors write again and again

# `Name <address>`, `"Name" <address>`; then `address`, `address (Name)`, pipermail's `x at y.org (Name)`.
_COMMON = re.compile(
    r"""(?:"([^"\\<>]*)"|([^"<>(),;:@\\\[\]]*?))\s*<([^\s<>@,;:"()\\\[\]]+@[^\s<>@,;:"()\\\[\]]+)>$"""
).match
_COMMENTED = re.compile(
    r"([^\s<>@,;:\"()\\\[\]]+(?:@| at )[^\s<>@,;:\"()\\\[\]]+\.[^\s<>@,;:\"()\\\[\]]+)(?: \(([^()\\]*)\))?$"
).match

_WORD = r"[^\s<>@,;:\"()\[\]{}]+"
# What stands for `@` in the languages of Mailman's catalogues and in people's habits.
_AT = r"at|chez|arobase|arrobase|arobas|à|a|en|em|bei|op|kukac|aet"
_BRACKETED = r"\s*[\[({<]\s*(?:@|at|chez|arobase|arrobase|arobas|à|a|en|bei)\s*[\])}>]\s*"
_DISGUISED = re.compile(
    rf"({_WORD})(?:{_BRACKETED}|\s+(?:{_AT})\s+|_+(?:at|chez|arobase)_+)({_WORD})", re.IGNORECASE
).fullmatch
_DOT = re.compile(r"\s*[\[({<]\s*(?:dot|point|punkt|\.)\s*[\])}>]\s*|\s+(?:dot|point|punkt)\s+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>@,;:\"()]+@[^\s<>@,;:\"()]+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_QUOTED_LOCAL = re.compile(r'"[^"@]+"@[^\s<>@,;:"()]+')
_INNERMOST = re.compile(r"\([^()]*\)")
_EMPTY = re.compile(r"\(\s*\)|mailto:", re.IGNORECASE)
_SEPARATORS = re.compile("[,;]").finditer
_COMMAS = re.compile(",").finditer
_ANGLE = re.compile(r"<([^<>]*)>?")
_BLANK_AT = re.compile(r"\s*@\s*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BY_WAY_OF = re.compile(r"\s*\((?:by way of|par l'interm[ée]diaire de)\b.*$", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_X400 = re.compile(r"^/?\s*[a-z]{1,3}\s*=[^/;]*[/;]\s*[a-z]{1,3}\s*=", re.IGNORECASE)
_VIA = re.compile(r"^(.*?)\s+\(?(?:via|par l['’]interm[ée]diaire de)\s+\S.*$", re.IGNORECASE | re.DOTALL)
_WRAPPED = re.compile(r"(.+)=40(.+\..+)@|([^=]+)=([^=]+\.[^=]+)@")

_cache: dict[object, Author] = {}


def normalise(address: str) -> str:
    """An address in the one form it is compared in: NFC, lower case, without `mailto:`, brackets, final dots.

    Plus-tags stay, for they may be somebody else. Local parts are lowered although RFC 5321 2.4 calls them
    case-sensitive: no server that people write from is.
    """
    text = address.strip().lower()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.strip("<> \t'").removeprefix("mailto:")
    return text.rstrip(".>,; ")


def read_author(written: str, decode: Callable[[str], str]) -> Author:
    """The first author of a From header; never raises.

    `written`: the header unfolded, its RFC 2047 words still encoded, for a decoded comma would cut a name.
    `decode` is called on the display name alone, and only where it holds an encoded word. A disguised
    address (`a at b.org`, `a [arobase] b [point] fr`) is put right where the whole address has that form;
    names are never touched. A name that repeats the address is "". Something without `@` is an address
    only where it is in brackets, before a comment, a UUCP path or an X.400 address.
    """
    author = _cache.get(written)
    if author is not None:
        return author
    key: object = (written, decode) if "=?" in written else written
    author = _cache.get(key)
    if author is None:
        author = _read(written, decode)
        if len(_cache) >= _CACHED:
            _cache.clear()
        _cache[key] = author
    return author


def _read(written: str, decode: Callable[[str], str]) -> Author:
    text = written[:_LONGEST].strip()
    common = _COMMON(text)
    if common:
        quoted, plain, address = common.groups()
        return _author(address, quoted or plain or "", decode)
    commented = _COMMENTED(text)
    if commented:
        return _author(commented[1].replace(" at ", "@"), commented[2] or "", decode)
    return _read_carefully(text, decode)


def _author(address: str, name: str, decode: Callable[[str], str]) -> Author:
    address = normalise(address)
    if name:
        name = clean_name(decode(name) if "=?" in name else name)
        if name and _repeats(name, address):
            name = ""
    return Author(address, name)


def clean_name(name: str) -> str:
    """A decoded display name without quotes, entities and remarks; case and accents as written."""
    if "\\" in name:
        name = _ESCAPE.sub(r"\1", name)
    if "&" in name and ";" in name:
        name = html.unescape(name)
    name = " ".join(_CONTROLS.sub(" ", name).split())
    if "(" in name:
        name = _BY_WAY_OF.sub("", name)
    while len(name) > 1 and name[0] == name[-1] and name[0] in "\"'`":
        name = name[1:-1].strip()
    return name.strip('" \t<>')


def _repeats(name: str, address: str) -> bool:
    """Whether a name is but the address, disguised or cut: `x at y` of x@y.fr."""
    if not address:
        return False
    lowered = normalise(name)
    if lowered == address:
        return True
    found = _DISGUISED(lowered) or _DISGUISED(_DOT.sub(".", lowered))
    return found is not None and f"{address}.".startswith(f"{found[1]}@{found[2]}.")


def _undisguised(text: str) -> str:
    """The address a text stands for, "" unless the whole text has the form of one, with a dotted domain."""
    text = " ".join(text.split())
    if "@" not in text and "%40" in text:
        text = text.replace("%40", "@")
    if "@" in text and not _DOT.search(text):
        found = _ADDRESS.fullmatch(_BLANK_AT.sub("@", text))
        return found[0] if found else ""
    dotted = _DOT.sub(".", text)
    found = _DISGUISED(dotted) or _ADDRESS.fullmatch(_BLANK_AT.sub("@", dotted))
    if not found:
        return ""
    address = f"{found[1]}@{found[2]}" if found.re.groups else found[0]
    return address if "." in address.rpartition("@")[2].strip(".") else ""


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _masked(text: str) -> str:
    """The text with quoted strings and comments blanked, place for place; what is never closed stays."""
    shown = _QUOTED.sub(_blank, text)
    while True:
        blanked = _INNERMOST.sub(_blank, shown)
        if blanked == shown:
            return shown
        shown = blanked


def _pieces(text: str) -> list[str]:
    """A list of authors cut at commas, and semicolons, that are outside quotes, comments and brackets."""
    shown = _ANGLE.sub(_blank, _masked(text))
    pieces, begun = [], 0
    for found in (_SEPARATORS if "=" not in shown else _COMMAS)(shown):
        pieces.append(text[begun : found.start()])
        begun = found.end()
    return [*pieces, text[begun:]]


def _holds_address(piece: str) -> bool:
    return "@" in piece or "<" in piece or bool(_undisguised(piece.partition("(")[0]))


def _first(text: str) -> str:
    """The first author of several. `Dupont, Jean <x@y.fr>` is one author, whose name has a comma."""
    if text.endswith(";") and ":" in text and "=" not in text:  # a group, perhaps empty (RFC 5322 3.4)
        head, _, members = text.partition(":")
        if "@" not in head and "<" not in head:
            text = members[:-1].strip()
    begun, place = None, 0
    for piece in _pieces(text):
        if piece.strip():
            begun = place if begun is None else begun
            if _holds_address(piece):
                return text[begun : place + len(piece)].strip()
        place += len(piece) + 1
    return text.strip(" ,;")


def _read_carefully(written: str, decode: Callable[[str], str]) -> Author:
    text = html.unescape(written) if "&" in written and "=?" not in written else written
    text = _first(" ".join(_CONTROLS.sub(" ", text).split()))
    shown = _masked(text)
    angles = [(found, _bracketed(text[found.start(1) : found.end(1)])) for found in _ANGLE.finditer(shown)]
    outside = _ADDRESS.search(_ANGLE.sub(_blank, shown))
    for wanted in ("@", "") if outside is None else ("@",):
        for found, address in angles:
            if address and wanted in address:
                name = text[: found.start()].strip() or text[found.end() :]
                return _author(address, _uncommented(name), decode)
    end = len(shown.rstrip(" ."))
    head, tail = text[:end], text[end:]
    address = _undisguised(text) or _undisguised(head)
    if address:
        return _author(address, "" if address == _undisguised(text) else _uncommented(tail), decode)
    plain = outside or _QUOTED_LOCAL.search(text) or _ADDRESS.search(text)
    if plain:
        rest = _EMPTY.sub(" ", f"{text[: plain.start()]} {text[plain.end() :]}")
        return _author(_unquoted(text[plain.start() : plain.end()]), _uncommented(rest), decode)
    if head and " " not in head and (tail.strip(" .") or "!" in head):
        return _author(head, _uncommented(tail), decode)
    return _author(text, "", decode) if _X400.search(text) else _author("", text, decode)


def _uncommented(name: str) -> str:
    """A name that was written as a comment, without its brackets."""
    name = name.strip(" .>") if "(" in name else name.strip(" >").removesuffix(" .")
    if name.startswith("(") and not _masked(name).strip():
        first = name[1:-1]
        return first if first.count("(") == first.count(")") and ") (" not in first else first.partition(")")[0]
    return name


def _unquoted(address: str) -> str:
    """`"jean"@y.fr` is jean@y.fr; a local part with blanks keeps its quotes (RFC 5322 3.4.1)."""
    plain = address.replace('"', "")
    return address if " " in plain else plain


def _bracketed(inside: str) -> str:
    """The address between `<` and `>`: routes dropped, disguises undone, blanks closed; "" where there is none."""
    inside = inside.strip()
    if inside.startswith("@") and ":" in inside:
        inside = inside.rpartition(":")[2]
    if '"' in inside:
        return _unquoted(inside)
    plain = _undisguised(inside)
    if plain:
        return plain
    if "@" in inside:
        return "".join(inside.split())
    return inside if " " not in inside or _X400.search(inside) else ""


def original_author(author: Author, fields: Mapping[str, str], decode: Callable[[str], str]) -> Author | None:
    """Who wrote before a list put its own address in From because of DMARC; None where it did not, or hid it.

    `fields`: lower-cased header names to raw unfolded values. Reads X-Original-From (Google Groups, Sympa),
    `local=40domain@dmarc…` (IETF), `local=domain@groups.io`, and else Reply-To, if From is `X via Y`.
    """
    original = fields.get("x-original-from")
    if original:
        found = read_author(original, decode)
        if "@" in found.address:
            return found if found.name else Author(found.address, _before_via(author.name))
    hidden = "=40" in author.address
    if not hidden and not _VIA.match(author.name):
        return None
    name = _before_via(author.name)
    wrapped = _WRAPPED.match(author.address)
    if wrapped:
        local, domain = (wrapped[1], wrapped[2]) if wrapped[1] else (wrapped[3], wrapped[4])
        return Author(f"{local}@{domain}", name)
    post = read_author(fields.get("list-post", ""), decode).address
    if post and post.rpartition("@")[2] != author.address.rpartition("@")[2]:
        return None
    for piece in _pieces(fields.get("reply-to", "")[:_LONGEST]):
        reply = read_author(piece.strip(), decode)
        if "@" in reply.address and reply.address not in {author.address, post}:
            return Author(reply.address, name or reply.name)
    return None


def _before_via(name: str) -> str:
    found = _VIA.match(name)
    return clean_name(found[1]) if found else name
