"""The public pages of a site's articles, as a browser or a copying program saved them.

Their markup is that of the templates that SPIP comes with since its version 1.9, with the microformats that most
others keep: `entry-title`, `published`, `vcard author`, `texte`; dates and names as they are written where these lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from maillage.ingest.charsets import decode
from maillage.ingest.html import is_too_deep, text_of
from maillage.ingest.parts import LONGEST, Part, name_in
from maillage.ingest.spip import shown
from maillage.ingest.spip.shown import Comment, Shown, Telling
from maillage.ingest.spip.texts import title
from maillage.records import Extent, Problem, Selection, WikiRecord

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_OF_SPIP = re.compile(
    rb"<meta[^<>]*generator[^<>]*\bSPIP\b|spip\.php\?|spip_style\.css|habillage\.css|class=[\"'](?:[^\"'<>]*\s)?spip(?:_\w+)?[\s\"']",
    re.IGNORECASE,
)
_OF_ARTICLE = re.compile(
    rb"<link[^<>]*canonical[^<>]*(?:article\d|id_article=)|<body[^<>]*\bpage_article\b|\barticle-titre-\d|\bentry-title\b"
)
_NAMED = re.compile(
    r"(?:^|[?/])(?:spip\.php)?\??(?:page=article&id_article=|article(?:\.php3\?id_article=)?)\d{1,9}(?:[.&?#,;].*)?$"
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:+-]{1,40})", re.IGNORECASE)
_BY = re.compile(r"(?:^|[\s,(])(?:par|by)\s+(.+)", re.IGNORECASE)
_CRAYON = re.compile(r"\barticle-titre-(\d{1,9})\b")
_MESSAGE = re.compile(r"(?:forum|comment)-?(\d{1,10})$")

_TITLE = (".entry-title", "h1.titre", ".cartouche h1", "article h1", "#contenu h1", "h1")
_HEADER = (".info-publi", ".cartouche", "#cartouche", ".publication", "article header", ".hentry")
_AUTHOR = (".vcard.author .fn", ".auteurs .fn", ".auteurs a", 'a[href*="auteur"]')
_SECTIONS = ".arbo a, #hierarchie a, .hierarchie a, .ariane a, #ariane a, .breadcrumb a, .breadcrumbs a"
_TEXTS = (".chapo", ".texte", ".entry-content:not(.texte)", ".ps")
_SAID = ".forum-message, .comment-message, li.comment > .comment"


def is_page(name: str, head: bytes) -> bool:
    """Whether a file is the page of an article of a SPIP site, by its name and its beginning."""
    return is_of_spip(head) and bool(_NAMED.search(unquote(name)) or _OF_ARTICLE.search(head))


def is_of_spip(head: bytes) -> bool:
    """Whether a page is of a SPIP site: of an article, a section or anything else."""
    low = head.lower()
    return b"<" in head and (b"spip" in low or b"habillage.css" in low) and _OF_SPIP.search(head) is not None


def read(part: Part, files: Sequence[Path], selection: Selection) -> Iterator[WikiRecord]:
    """What the pages of a folder show and a study selects, by their names; last of all the Extent of them."""
    telling = Telling(selection)
    extent = 0
    told = False
    for file in files:
        place = name_in(part.path, file)
        size = file.stat().st_size
        extent += size
        if size > LONGEST:
            yield Problem(place, size, f"longer than the {LONGEST >> 20} MiB that a page may have")
            continue
        raw = file.read_bytes()
        declared = _CHARSET.search(raw[:4096])
        html = decode(raw, declared[1].decode() if declared else "")[0]
        page = None if is_too_deep(html) else _Page(html, file.name)
        if page is None or not page.shows_article():
            yield Problem(place, size, "a page that shows no author and no date")
            continue
        if not told:
            yield from shown.site(page.site_name(), page.base(), page.language())
            told = True
        yield from telling.records(page.article(selection.zone, place, size))
    yield Extent(extent)


class _Page:
    """A page of HTML."""

    def __init__(self, html: str, name: str) -> None:
        from selectolax.lexbor import LexborHTMLParser  # 10 ms that only pages need

        self._tree = LexborHTMLParser(html.replace("\0", "").encode("utf-8", "replace"))
        self._name = unquote(name)
        self._said = [_message(node) for node in self._tree.css(_SAID)]

    def shows_article(self) -> bool:
        """Whether it tells when an article was published, or by whom."""
        return bool(self._title and (self._authors or self._when))

    def site_name(self) -> str:
        """What stands behind the article's title in the page's."""
        node = self._tree.css_first("title")
        whole, own = (_line(node) if node else ""), self._title
        return title(whole[len(own) :].lstrip(" -–—|")) if own and whole.startswith(own) else ""

    def base(self) -> str:
        """The address of the site, "" where nothing tells it."""
        address = self._canonical
        return re.split(r"/(?:spip\.php|article|-)", address)[0] if "//" in address else ""

    def language(self) -> str:
        """The language of the page."""
        node = self._tree.css_first("html")
        return str(node.attributes.get("lang") or "")[:10] if node else ""

    def article(self, zone: str, place: str, size: int) -> Shown:
        """The article that it shows."""
        address = self._canonical or self._name
        crayon = _CRAYON.search(" ".join(self._attributes(".crayon", "class")))
        online = self._tree.css_first(".hyperlien a")
        return Shown(
            address=address,
            number=shown.number_in(address) or shown.number_in(self._name) or (int(crayon[1]) if crayon else 0),
            title=self._title,
            authors=self._authors,
            at=shown.moment(self._when, zone),
            sections=self._sections(),
            text=self._text(),
            language=self.language(),
            copied_from=str(online.attributes.get("href") or "") if online else "",
            messages=tuple(one._replace(at=shown.moment(one.at or "", zone)) for one in self._numbered()),
            place=place,
            size=size,
        )

    def _numbered(self) -> list[Comment]:
        """The messages whose numbers the page tells, each once."""
        return list({one.number: one for one in reversed(self._said) if one.number}.values())[::-1]

    @cached_property
    def _title(self) -> str:
        node = self._first(_TITLE)
        return title(_line(node)) if node else ""

    @cached_property
    def _canonical(self) -> str:
        return next(iter(self._attributes('link[rel="canonical"]', "href")), "")

    def _attributes(self, selector: str, name: str) -> list[str]:
        return [str(value) for node in self._tree.css(selector) if (value := node.attributes.get(name))]

    @cached_property
    def _header(self) -> LexborNode | None:
        """Where the page says who published the article and when."""
        return self._first(_HEADER)

    def _first(self, selectors: Sequence[str]) -> LexborNode | None:
        """The first that one of these selects, outside of the forum."""
        for selector in selectors:
            for node in self._tree.css(selector):
                if not _is_within_forum(node):
                    return node
        return None

    @cached_property
    def _authors(self) -> tuple[str, ...]:
        """The names of the authors: those that are marked as such, else what stands behind `par`."""
        header = self._header
        if header is None:
            return ()
        for selector in _AUTHOR:
            found = [_line(node) for node in header.css(selector) if not _is_within_forum(node)]
            if any(found):
                return tuple(dict.fromkeys(name for one in found for name in shown.names(one)))
        by = _BY.search(_line(header)) if header.attributes.get("class") != "hentry" else None
        return shown.names(by[1][:200]) if by else ()

    @cached_property
    def _when(self) -> str:
        """When the article was published, as it is written."""
        header = self._header
        for node in header.css(".published, time") if header else []:
            if not _is_within_forum(node):
                return str(node.attributes.get("title") or node.attributes.get("datetime") or _line(node))
        for name in ("article:published_time", "dcterms.date", "DC.date", "date"):
            told = self._attributes(f'meta[property="{name}"], meta[name="{name}"]', "content")
            if told:
                return told[0]
        return _line(header)[:500] if header and shown.moment(_line(header)[:500], "UTC") else ""

    def _sections(self) -> tuple[tuple[int, str], ...]:
        """The sections that the page says it stands in."""
        links = [(str(node.attributes.get("href") or ""), _line(node)) for node in self._tree.css(_SECTIONS)]
        told = ((shown.section_in(href), title(name)) for href, name in links)
        return tuple((number, name) for number, name in told if number and name)

    def _text(self) -> str | None:
        """The article's own text, as its reader sees it."""
        found = [self._first([selector]) for selector in _TEXTS]
        texts = [text_of(node.html or "") for node in found if node is not None]
        return "\n\n".join(filter(None, texts)) if texts else None


def _is_within_forum(node: LexborNode) -> bool:
    """Whether a node is a part of what readers wrote below the article."""
    above: LexborNode | None = node
    while above is not None:
        classes = str(above.attributes.get("class") or "") if above.attributes else ""
        if re.search(r"\b(?:forum|comments?|forum-\w+|comment-\w+)\b", classes) or (
            above.attributes and above.attributes.get("id") in ("forum", "comments")
        ):
            return above.tag != "body"
        above = above.parent
    return False


def _message(node: LexborNode) -> Comment:
    """A message of the forum; its number is 0 where it is not told, its date is still as it is written."""
    number = 0
    for one in (node, *node.css("[id], [name]"), *([node.parent] if node.parent else [])):
        marks = (str(one.attributes.get(name) or "") for name in ("id", "name"))
        number = number or next((int(found[1]) for mark in marks if (found := _MESSAGE.search(mark))), 0)
    head = node.css_first(".forum-chapo, .comment-meta, .forum-meta")
    line = _line(head) if head else ""
    named = node.css_first(".forum-auteur, .comment-author, .vcard .fn, .fn")
    by = _BY.search(line)
    when = node.css_first("time, .published, .date")
    heading = node.css_first(".forum-titre, .comment-titre, .comment-title")
    body = node.css_first(".forum-texte, .comment-texte, .comment-content")
    return Comment(
        number,
        _line(heading) if heading else "",
        (_line(named) if named else by[1] if by else "")[:200],
        str(when.attributes.get("datetime") or when.attributes.get("title") or _line(when)) if when else line,
        text_of(body.html or "") if body else "",
    )


def _line(node: LexborNode) -> str:
    """The text of a node on one line."""
    return " ".join(node.text(deep=True, separator=" ").split())
