"""Values as PHP's `serialize` writes them, which is how MediaWiki keeps the parameters of its logs."""

from __future__ import annotations

import re

DEEPEST = 12  # arrays in arrays; logs have two

_SCALAR = re.compile(rb"(?:([ib]):(-?\d{1,19})|d:([-+.\dA-Za-z]{1,40})|(N));")
_LENGTH = re.compile(rb"([sa]):(\d{1,9}):")


class NotSerialised(ValueError):
    """What is no value that PHP has serialised."""


def unserialised(text: str) -> object:
    """The value of a serialised text: arrays as lists where their keys count from 0, else as dicts.

    Raises NotSerialised; so do objects, which logs do not have.
    """
    raw = text.encode()
    value, end = _value(raw, 0, 0)
    if end != len(raw):
        raise NotSerialised(text)
    return value


def _value(raw: bytes, here: int, depth: int) -> tuple[object, int]:
    scalar = _SCALAR.match(raw, here)
    if scalar:
        return _scalar(scalar), scalar.end()
    sized = _LENGTH.match(raw, here)
    if sized is None or depth > DEEPEST:
        raise NotSerialised(raw[here : here + 20])
    length = int(sized[2])
    if sized[1] == b"s":
        end = sized.end() + 1 + length
        if raw[sized.end() : sized.end() + 1] != b'"' or raw[end : end + 2] != b'";':
            raise NotSerialised(raw[here : here + 20])
        return raw[sized.end() + 1 : end].decode("utf-8", "replace"), end + 2
    return _array(raw, sized.end(), length, depth)


def _array(raw: bytes, here: int, length: int, depth: int) -> tuple[object, int]:
    if raw[here : here + 1] != b"{":
        raise NotSerialised(raw[here : here + 20])
    here += 1
    found: dict[str, object] = {}
    for _ in range(length):
        key, here = _value(raw, here, depth + 1)
        value, here = _value(raw, here, depth + 1)
        found[str(key)] = value
    if raw[here : here + 1] != b"}":
        raise NotSerialised(raw[here : here + 20])
    is_list = list(found) == [str(position) for position in range(length)]
    return (list(found.values()) if is_list else found), here + 1


def _scalar(found: re.Match[bytes]) -> object:
    if found[4]:
        return None
    if found[3]:
        try:
            return float(found[3])
        except ValueError:
            raise NotSerialised(found[0]) from None
    value = int(found[2])
    return bool(value) if found[1] == b"b" else value
