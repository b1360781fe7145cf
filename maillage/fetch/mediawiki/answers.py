"""What a wiki's API sends: the JSON in it, whatever stands around, and how the listing goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from maillage.fetch.troubles import asks_for_captcha, is_html

Request = Mapping[str, str]
"""The parameters of a request, without those that every request has."""

_KEYS = {"query", "error", "continue", "query-continue", "batchcomplete", "warnings", "limits", "login", "servedby"}
_OBJECT = re.compile(r'\{\s*"')
_TRIED = 200  # braces behind which an answer is looked for
_DISABLED = re.compile(rb"MediaWiki API is not enabled|apidisabled", re.IGNORECASE)


class Answer(NamedTuple):
    """An answer of the API: its JSON as it came, on one line, and what it says."""

    json: bytes
    values: Mapping[str, Any]

    @property
    def query(self) -> Mapping[str, Any]:
        """What was asked for; empty where the wiki has nothing of it."""
        query = self.values.get("query")
        return query if isinstance(query, Mapping) else {}


class NoAnswer(ValueError):
    """What came is no answer of the API. `what`: `captcha`, `disabled`, `empty`, `html` or `cut`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def parsed(content: bytes) -> Answer:
    """The answer in what a server sent; PHP's warnings before or behind it are left out. Raises NoAnswer."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        return _found_in(content)
    if values == []:  # PHP's empty array
        return Answer(b"{}", {})
    if not isinstance(values, dict):
        raise NoAnswer("cut")
    return Answer(content if b"\n" not in content and b"\r" not in content else _on_one_line(values), values)


def _on_one_line(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _found_in(content: bytes) -> Answer:
    """The JSON object of an answer that stands between other things."""
    text = content.decode("utf-8", "replace")
    decoder = json.JSONDecoder()
    for found, _ in zip(_OBJECT.finditer(text), range(_TRIED), strict=False):
        try:
            values, _end = decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(values, dict) and values.keys() & _KEYS:
            return Answer(_on_one_line(values), values)
    raise NoAnswer(_kind(content))


def _kind(content: bytes) -> str:
    """What something is that is no answer."""
    if _DISABLED.search(content):
        return "disabled"
    if not content.strip():
        return "empty"
    if is_html(content):
        return "captcha" if asks_for_captcha(content) else "html"
    return "cut"


# ------------------------------------------------------------------------------------- how it goes on


def following(base: Request, asked: Request, values: Mapping[str, Any]) -> dict[str, str] | None:
    """The request that goes on where an answer ends; None where the listing is at its end.

    `base`: the first request of the listing; `asked`: the one that was answered. MediaWiki has said it in three
    ways: `continue` since 1.21, all to be added to the first request; `query-continue` before, by module, where those
    of a generator wait until the properties of its pages are through.
    """
    if isinstance(more := values.get("continue"), Mapping) and (told := _texts(more)).keys() - {"continue"}:
        return {**base, **told}
    modules = values.get("query-continue")
    if not isinstance(modules, Mapping) or not modules:
        return None
    generator = base.get("generator")
    pending: dict[str, str] = {}
    for name, more in modules.items():
        if name != generator and isinstance(more, Mapping):
            pending |= _texts(more)
    if pending:
        return {**asked, **pending}
    return {**base, **_texts(modules[generator])} if generator in modules else None


def _texts(more: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): str(value) for key, value in more.items() if value is not None}


# ----------------------------------------------------------------------------------- what is in them


def items(values: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    """The items of a kind in an answer (`pages`, `logevents`…), of both versions of the format."""
    query = values.get("query")
    found = query.get(kind) if isinstance(query, Mapping) else None
    if isinstance(found, Mapping):
        found = [found[key] for key in sorted(found, key=str)]
    return [item for item in found or () if isinstance(item, Mapping)]


def pages_with_revisions(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The pages of an answer that have revisions in it, however they were asked for."""
    return [page for kind in ("allrevisions", "pages") for page in items(values, kind) if page.get("revisions")]


def holds(item: Mapping[str, Any], flag: str) -> bool:
    """Whether a flag is set: `"flag": true`, or `"flag": ""` in the first version of the format."""
    return item.get(flag, False) is not False
