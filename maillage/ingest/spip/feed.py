"""The feeds of a site, its `backend`: RSS of every version of SPIP, and Atom.

A feed shows the latest articles; many of them, kept over the years, show what was written. They are read as the
program writes them, piece by piece: what people typed may make them no XML.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from html import unescape

from maillage.ingest.charsets import decode
from maillage.ingest.html import text_of
from maillage.ingest.parts import CUT_OFF, LONGEST, Part, opened
from maillage.ingest.spip import shown
from maillage.ingest.spip.shown import Shown, Telling
from maillage.ingest.spip.tables import undoubled
from maillage.ingest.spip.texts import title
from maillage.ingest.window import Window
from maillage.records import Extent, Framing, Problem, Selection, WikiRecord

_BETWEEN = rb"(?:\s++|<!--(?:[^-]++|-(?!->))*+-->|<\?[^<>]*+>)*+"  # pages may have hundreds of comments here
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?" + _BETWEEN + rb"<(?:rss|feed|rdf:RDF)\b")
_SPIP = re.compile(
    rb"<generator[^<>]*>\s*SPIP\b|spip\.php\?(?:article|page=backend)|/article\d+(?:\.html)?\s*</(?:link|guid)>|article\.php3\?id_article="
)
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([\w-]+)")
_ITEM = re.compile(rb"<(item|entry)\b[^<>]*>")
_LANGUAGE = re.compile(r"xml:lang=\"([\w-]+)\"")
_HREF = re.compile(r"href=\"([^\"]*)\"")
_DIRECTORY = re.compile(r"<a\s([^<>]*rel=[\"']directory[\"'][^<>]*)>(.*?)</a>", re.DOTALL | re.IGNORECASE)


def recognizes(head: bytes) -> bool:
    """Whether a text begins as the feed of a SPIP site."""
    return _ROOT.match(head) is not None and _SPIP.search(head) is not None


def read(part: Part, selection: Selection) -> Iterator[WikiRecord]:
    """What a feed shows and a study selects; last of all its Extent."""
    telling = Telling(selection)
    covered = 0
    with opened(part) as stream:
        window = Window(stream)
        window.more()
        declared = _ENCODING.search(window.data[:200])
        charset = declared[1].decode() if declared else ""
        channel = window.data[: first.start()] if (first := _ITEM.search(window.data)) else window.data
        base = yield from _channel(_text(channel, charset))
        while window.pass_to(_ITEM, overlap=200):
            begin = window.place
            item = window.take(_END, LONGEST)
            if item is None:
                window.pass_to(_ITEM, overlap=200)
                yield Problem(str(begin), 0, CUT_OFF)
                break
            article = _article(_text(item[1], charset), base, selection.zone, str(begin), window.place - begin)
            for record in telling.records(article) if article else [_none(begin, window.place - begin)]:
                covered += getattr(record, "size", 0)
                yield record
        yield Framing(window.place - covered)
        yield Extent(window.place)


_END = re.compile(rb"((?:[^<]++|<(?!/(?:item|entry)\b))*+)</(?:item|entry)\s*>")


def _none(begin: int, size: int) -> Problem:
    return Problem(str(begin), size, "an entry of a feed that names no article")


def _channel(head: str) -> Generator[WikiRecord, None, str]:
    """What a feed says of the site before its first article; returns the site's address."""
    link = _field(head, "link") or next(iter(_HREF.findall(head)), "")
    address = link.strip().rstrip("/")
    language = _field(head, "language") or next(iter(_LANGUAGE.findall(head)), "")
    yield from shown.site(title(_field(head, "title")), address, language.strip())
    return address


def _article(item: str, base: str, zone: str, place: str, size: int) -> Shown | None:
    """The article of an item; None where it has no address."""
    link = _link(item)
    if not link:
        return None
    written = _field(item, "dc:creator") or _field(item, "name") or _field(item, "author")
    when = _field(item, "dc:date") or _field(item, "pubDate") or _field(item, "published") or _field(item, "date")
    whole = _field(item, "content:encoded") or _field(item, "content")
    intro = _field(item, "description") or _field(item, "summary")
    section = _DIRECTORY.search(intro) or _DIRECTORY.search(whole)
    language = _LANGUAGE.search(item)
    return Shown(
        address=link if "://" in link else f"{base}/{link.lstrip('/')}",
        number=shown.number_in(link),
        title=title(text_of(_field(item, "title"))) or link,
        authors=shown.names(text_of(written)),
        at=shown.moment(when, zone),
        sections=_section(section) if section else (),
        text=text_of(whole) if whole else None,
        language=_field(item, "dc:language").strip() or (language[1] if language else ""),
        copied_from="",
        messages=(),
        place=place,
        size=size,
    )


def _link(item: str) -> str:
    """The address of an article; Atom has it in an attribute."""
    link = _field(item, "link").strip() or _field(item, "guid").strip()
    if link:
        return link
    found = re.search(r"<link\b[^<>]*>", item)
    href = _HREF.search(found[0]) if found else None
    return unescape(href[1]) if href else ""


def _section(found: re.Match[str]) -> tuple[tuple[int, str], ...]:
    href = _HREF.search(found[1].replace("'", '"'))
    return ((shown.section_in(href[1] if href else ""), title(text_of(found[2]))),)


def _field(item: str, name: str) -> str:
    """The text of the first element of a name, "" where there is none."""
    opening = re.search(rf"<{name}(?=[\s/>])[^<>]*>", item)
    end = item.find(f"</{name}", opening.end()) if opening else -1
    if opening is None or end < 0 or opening[0].endswith("/>"):
        return ""
    text = item[opening.end() : end]
    inner = text.strip()
    if inner.startswith("<![CDATA[") and inner.endswith("]]>"):
        return inner[len("<![CDATA[") : -len("]]>")]
    return unescape(text)


def _text(raw: bytes, charset: str) -> str:
    return undoubled(decode(raw, charset)[0])
