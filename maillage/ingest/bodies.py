"""The body of a mail as its reader saw it: its text, and the files that came with it."""

from __future__ import annotations

import re
from binascii import Error as NotEncoded
from binascii import a2b_qp, a2b_uu
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote_to_bytes

from maillage.ingest import charsets
from maillage.ingest.headers import Fields, base64_of, split, words
from maillage.records import Attachment

DEPTH = 40  # parts inside parts; deeper ones are recorded as attachments, unread
_PARAMETER = re.compile(r";\s*([^\s=;]+?)(\*\d{1,4})?(\*)?\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;]*)", re.DOTALL)
_ENRICHED = re.compile(r"<param>[^<]*</param>|</?[a-zA-Z-]+>")
_DELIMITER = re.compile(rb"^--([^\n]{1,200})\n[!-9;-~]+:[^\n]*\n", re.MULTILINE)
_UU_BEGIN = re.compile(rb"begin [0-7]{3,4} ([^\n]*)\n")

Parameters = MappingProxyType[str, str]


@dataclass
class Reading:
    """What has been found so far in one mail."""

    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)

    def attach(self, name: str, kind: str, size: int | None) -> None:
        """Record a file."""
        self.attachments.append(Attachment(len(self.attachments), name, kind, size))


def read_body(fields: Fields, body: bytes) -> Reading:
    """The texts, attachments and repairs of a mail, from its fields and its undecoded body."""
    reading = Reading()
    written = fields.get("content-type")
    if written is None or written[:10].lower() == "text/plain":
        _plain(written or "", fields, body, reading)
    else:
        _part(fields, body, reading, DEPTH)
    return reading


def _plain(written: str, fields: Fields, body: bytes, reading: Reading) -> None:
    parameters = content_type(written)[1] if written else _NONE
    raw = _undo(fields.get("content-transfer-encoding", ""), body, reading)
    text = _decoded(raw, parameters.get("charset", ""), reading)
    if parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=parameters.get("delsp", "").lower() == "yes")
    reading.texts.append(text)


def _part(fields: Fields, body: bytes, reading: Reading, depth: int, default: str = "text/plain") -> None:
    kind, parameters = content_type(fields.get("content-type", default))
    disposition, arguments = _disposition(fields.get("content-disposition", ""))
    name = words(arguments.get("filename", parameters.get("name", "")))
    if kind.startswith("multipart/") and depth:
        _multipart(kind, parameters.get("boundary", ""), body, reading, depth)
    elif kind in ("message/rfc822", "message/news") and depth:
        body = _undo(fields.get("content-transfer-encoding", ""), body, reading)
        reading.attach(name, kind, len(body))
        _embedded(body.replace(b"\r\n", b"\n"), reading, depth)
    elif disposition == "attachment" or not _is_text(kind):
        reading.attach(name, kind, len(_undo(fields.get("content-transfer-encoding", ""), body, reading)))
    else:
        if name:
            reading.attach(name, kind, len(_undo(fields.get("content-transfer-encoding", ""), body, reading)))
        _text(kind, fields, body, reading)


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") and kind not in (
        "text/calendar",
        "text/x-vcard",
        "text/vcard",
        "text/directory",
    )


def _text(kind: str, fields: Fields, body: bytes, reading: Reading) -> None:
    _plain(fields.get("content-type", ""), fields, body, reading)
    if kind == "text/html":
        from maillage.ingest.html import text_of

        reading.texts[-1] = text_of(reading.texts[-1])
    elif kind in ("text/enriched", "text/richtext"):
        reading.texts[-1] = _ENRICHED.sub("", reading.texts[-1])


def _multipart(kind: str, boundary: str, body: bytes, reading: Reading, depth: int) -> None:
    pieces = split_parts(body, boundary.encode("utf-8", "replace")) if boundary else []
    if not pieces:
        reading.repairs.append("boundary-missing")
        delimiter = _DELIMITER.search(body)
        pieces = split_parts(body, delimiter[1]) if delimiter else []
    if not pieces:
        reading.texts.append(_decoded(body, "", reading))
        return
    if kind == "multipart/alternative":
        _alternative(pieces, reading, depth)
        return
    default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    for piece in pieces:
        fields, inner, _ = split(piece)
        _part(fields, inner, reading, depth - 1, default)


def _alternative(pieces: list[bytes], reading: Reading, depth: int) -> None:
    """Plain text where there is any, else the first alternative with words in it; the files of all of them."""
    candidates = [split(piece)[:2] for piece in pieces]
    candidates.sort(key=lambda pair: content_type(pair[0].get("content-type", "text/plain"))[0] != "text/plain")
    found = False
    for fields, inner in candidates:
        if found and _is_text(content_type(fields.get("content-type", ""))[0]):
            continue  # the same words again
        tried = Reading()
        _part(fields, inner, tried, depth - 1)
        if not found and any(text.strip() for text in tried.texts):
            found = True
            reading.texts += tried.texts
            reading.repairs += tried.repairs
        for attachment in tried.attachments:
            reading.attach(*attachment[1:])


def _embedded(body: bytes, reading: Reading, depth: int) -> None:
    fields, inner, _ = split(body)
    shown = [f"{name.title()}: {words(fields[name])}" for name in ("from", "date", "subject") if name in fields]
    reading.texts.append("\n".join([*shown, ""]))
    _part(fields, inner, reading, depth - 1)


def split_parts(body: bytes, boundary: bytes) -> list[bytes]:
    """The parts between delimiter lines (RFC 2046, 5.1.1); the last one may lack its end."""
    delimiter = b"--" + boundary.rstrip()
    parts: list[bytes] = []
    begin = -1
    position = body.find(delimiter)
    while position != -1:
        after = position + len(delimiter)
        rest = body[after : after + 2]
        if (position == 0 or body[position - 1] == 10) and (rest == b"--" or rest[:1] in b" \t\r\n"):  # 10: \n
            if begin >= 0:
                parts.append(body[begin : max(position - 1, begin)])
            line_end = body.find(b"\n", after)
            begin = -1 if rest == b"--" or line_end == -1 else line_end + 1
            if rest == b"--":
                break
        position = body.find(delimiter, after)
    if begin >= 0:
        parts.append(body[begin:])
    return [part if not part.startswith(b"\n") else b"\n" + part for part in parts]


_NONE: Parameters = MappingProxyType({})


def content_type(written: str) -> tuple[str, Parameters]:
    """The type and the parameters of a Content-Type field (RFC 2045, 5.1; RFC 2231)."""
    if len(written) < 80 and "oundary" not in written:
        return _content_type_again(written)
    return _content_type(written)


@lru_cache(maxsize=1024)
def _content_type_again(written: str) -> tuple[str, Parameters]:
    return _content_type(written)


def _content_type(written: str) -> tuple[str, Parameters]:
    kind, _, rest = written.partition(";")
    kind = kind.strip().lower()
    if kind.count("/") != 1:
        kind = "text/plain" if kind in ("", "text", "plain") or "/" not in kind else "application/octet-stream"
    return kind, _parameters(rest)


def _disposition(written: str) -> tuple[str, Parameters]:
    if not written:
        return "", _NONE
    kind, _, rest = written.partition(";")
    return kind.strip().lower(), _parameters(rest)


def _parameters(rest: str) -> Parameters:
    if not rest:
        return _NONE
    found: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}  # number, is encoded, text
    for name, continued, extended, value in _PARAMETER.findall(";" + rest):
        key = name.lower()
        plain = re.sub(r"\\(.)", r"\1", value.strip('"')) if value.startswith('"') else value.strip()
        if continued or extended:
            sections.setdefault(key, []).append((int(continued[1:] or 0), bool(extended), plain))
        else:
            found.setdefault(key, plain)
    for key, parts in sections.items():  # better than a plain one, which is there for old programs
        value = "".join(text for _, _, text in sorted(parts))
        found[key] = _extended(value) if any(is_encoded for _, is_encoded, _ in parts) else value
    return MappingProxyType(found)


def _extended(value: str) -> str:
    charset, _, rest = value.partition("'")
    _, quote, text = rest.partition("'")
    if not quote:
        text, charset = value, "utf-8"
    return charsets.decode(unquote_to_bytes(text), charset)[0].replace("\0", "\ufffd")


def _undo(encoding: str, body: bytes, reading: Reading) -> bytes:
    """Take back the transfer encoding (RFC 2045, 6), as far as it can be read."""
    if not encoding:
        return body
    name = encoding.strip(" ;\"'").lower()
    if name == "quoted-printable":
        return a2b_qp(body)
    if name == "base64":
        raw, broken = base64_of(body)
        if broken:
            reading.repairs.append("base64-broken")
        return raw
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uudecode(body, reading)
    return body


def _uudecode(body: bytes, reading: Reading) -> bytes:
    begin = _UU_BEGIN.search(body)
    if not begin:
        reading.repairs.append("uuencode-broken")
        return body
    out = []
    for line in body[begin.end() :].split(b"\n"):
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            out.append(a2b_uu(line))
        except NotEncoded:  # some encoders count wrong; the length byte says how much is meant
            try:
                out.append(a2b_uu(line[: ((line[0] - 32 & 63) * 4 + 5) // 3]))
            except NotEncoded:
                reading.repairs.append("uuencode-broken")
    return b"".join(out)


def _decoded(raw: bytes, charset: str, reading: Reading) -> str:
    text, guessed = charsets.decode(raw, charset)
    if guessed:
        reading.repairs.append("charset-guessed")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
        reading.repairs.append("nul-replaced")
    return text


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join the lines that format=flowed broke (RFC 3676, 4.2): those that end in a blank, at equal quote depth."""
    if " \n" not in text:
        return text.replace("\n ", "\n").removeprefix(" ") if "\n " in text or text[:1] == " " else text
    out: list[str] = []
    open_depth = -1  # quote depth of an unfinished line; -1: none
    for line in text.split("\n"):
        depth, content = 0, line
        if line[:1] == ">":
            content = line.lstrip(">")
            depth = len(line) - len(content)
        if content[:1] == " ":
            content = content[1:]
        is_separator = content == "-- "  # of the signature
        if open_depth != depth or is_separator:
            out.append(f"\n{line[:depth]} " if depth and content else f"\n{line[:depth]}")
        flows = content[-1:] == " " and not is_separator
        open_depth = depth if flows else -1
        out.append(content[:-1] if flows and delete_space else content)
    return "".join(out)[1:]
