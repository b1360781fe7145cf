"""Where a wiki's API is, from any address of the wiki that people know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from maillage.fetch.mediawiki.connection import Connection, NotHere
from maillage.fetch.page import joined
from maillage.sentences import Said

_EDIT_URI = re.compile(rb"<link\b[^>]*\brel=[\"']EditURI[\"'][^>]*>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']([^\"']+)[\"']", re.IGNORECASE)
_SCRIPT = re.compile(r"/api\.php5?$")
_INSIDE = re.compile(r"/(?:index\.php5?|api\.php5?|wiki|title)(?:/.*)?$")
_USUAL = ("/w/api.php", "/api.php", "/wiki/api.php", "/mediawiki/api.php")
PROBE = {"meta": "siteinfo", "siprop": "general"}


def find(connection: Connection, url: str) -> str:
    """Turn the connection to the wiki's API, wherever it is; its address. Raises NotFetched.

    The page itself names it (`<link rel="EditURI">`); else it is looked for where it usually is. Redirects, to https
    or to another path, are followed once and then remembered.
    """
    first: NotHere | None = None
    for candidate in _candidates(connection, url):
        connection.turn_to(candidate)
        try:
            if connection.is_here(PROBE):
                return connection.api
        except NotHere as error:
            first = first or error
    raise first or connection.refusal(Said("no MediaWiki answers there"), Said("check the url"))


def _candidates(connection: Connection, url: str) -> Iterator[str]:
    bare = url.split("?", 1)[0].split("#", 1)[0]
    if _SCRIPT.search(bare):
        yield bare
        return
    address, content = connection.page(url)
    told = named_by(content, address)
    if told:
        yield told
    parts = urlsplit(address)
    root = f"{parts.scheme}://{parts.netloc}"
    near = _INSIDE.sub("", parts.path).rstrip("/")
    for path in dict.fromkeys((f"{near}/api.php", f"{near}/w/api.php", *_USUAL)):
        if root + path != told:
            yield root + path


def named_by(page: bytes, address: str) -> str | None:
    """The API that a page of a wiki names in its head."""
    link = _EDIT_URI.search(page)
    href = _HREF.search(link[0]) if link else None
    if not href:
        return None
    found = joined(address, unescape(href[1].decode("utf-8", "replace"))).split("?", 1)[0]
    return found if _SCRIPT.search(found) else None
