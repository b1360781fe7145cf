"""A page as a server sent it, its text and its links."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from maillage.fetch.troubles import is_html

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_HEAD = 2048
_NO_CHARSETS = ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem", "utf-7")


class Link(NamedTuple):
    """Where a page points to, whole and without what stands behind `#`; and the words that lead there."""

    url: str
    text: str


@dataclass(frozen=True)
class Page:
    """What is at an address. `url`: the one behind all redirects; `headers`: by their names in lower case.

    `is_cut`: only the beginning was asked for, and there is more.
    """

    url: str
    content: bytes
    headers: Mapping[str, str]
    is_cut: bool = False

    @property
    def is_html(self) -> bool:
        """Whether it is a page for people."""
        return is_html(self.content[:_HEAD]) or "html" in self.headers.get("content-type", "").lower()

    @cached_property
    def text(self) -> str:
        """Its content as text, in the charset that it names, else UTF-8, else Windows-1252."""
        head = self.content[:_HEAD].decode("ascii", "replace")
        for told in (self.headers.get("content-type", ""), head):
            if (found := _CHARSET.search(told)) and _is_charset(found[1]):
                return self.content.decode(found[1], "replace")
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError:
            return self.content.decode("windows-1252", "replace")

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """Its elements."""
        from selectolax.lexbor import LexborHTMLParser

        return LexborHTMLParser(self.text)

    @cached_property
    def title(self) -> str:
        """What it calls itself; "" where it does not."""
        found = self.tree.css_first("title")
        return " ".join(found.text().split()) if found else ""

    @cached_property
    def generator(self) -> str:
        """The program that it says it was made by, `<meta name="generator">`, in lower case."""
        found = self.tree.css_first("meta[name=generator i]")
        return (found.attributes.get("content") or "").lower() if found else ""

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Where it points to, in its order."""
        return tuple(self._links())

    def _links(self) -> Iterator[Link]:
        base = self.url
        if (found := self.tree.css_first("base[href]")) and (href := found.attributes.get("href")):
            base = joined(self.url, href) or self.url
        for anchor in self.tree.css("a[href]"):
            url = joined(base, anchor.attributes.get("href") or "")
            if url:
                yield Link(urldefrag(url).url, " ".join(anchor.text().split()))

    def below(self, pattern: re.Pattern[str]) -> dict[str, re.Match[str]]:
        """The links to what is in this page's folder or below, whose rest of the path is like `pattern`; by address."""
        here = urlsplit(self.url)
        folder = here.path[: here.path.rfind("/") + 1]
        found = {}
        for link in self.links:
            parts = urlsplit(link.url)
            is_here = parts.netloc == here.netloc and parts.path.startswith(folder) and not parts.query
            if is_here and (match := pattern.fullmatch(parts.path[len(folder) :])):
                found[parts._replace(scheme=here.scheme).geturl()] = match
        return found


def joined(base: str, href: str) -> str:
    """An address of the web as a link on a page means it; "" where it is none, or no library can take it apart."""
    try:
        url = urljoin(base, href.strip())
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else ""
    except ValueError:
        return ""


def _is_charset(name: str) -> bool:
    """Whether pages are written in what Python calls so: neither the codecs of host names nor those of programs."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return found._is_text_encoding and found.name not in _NO_CHARSETS  # noqa: SLF001 as the email package does
