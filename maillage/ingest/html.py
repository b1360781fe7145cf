"""HTML mails as text: lines where a reader sees lines, quotations with `> ` as in plain mails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DROPPED = frozenset(("script", "style", "head", "title", "template", "noscript", "svg", "math", "iframe"))
_APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre"))
_BLOCKS = _APART | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main",
    "menu", "nav", "option", "section", "summary", "tbody", "tfoot", "thead", "tr",
}  # fmt: skip
_STYLED = frozenset(("div", "span", "p", "td", "table", "blockquote"))
_DEEPEST = 40  # levels of quotation that are shown: 10,000 of them would be 100 MB of `> `

_BLANKS = re.compile(r"[ \t\n\r\f\v\xa0]+")
_SPACES = re.compile("  +")
_TABS = re.compile(r" *\t *")
_INVISIBLE = re.compile("[\xad\u200b\ufeff]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE).search
# Outlook's quotations are boxes with a bar on their left.
_BAR = re.compile(r"border-left\s*:\s*(?:solid|[#\w. ()]*\bsolid\b)", re.IGNORECASE).search
_NO_BAR = re.compile(r"border-left\s*:\s*[^;]*(?:\bnone\b|\b0(?:px|pt|cm)?\b)", re.IGNORECASE).search
_SCHEME = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)

DEEPEST = 4_000  # open elements; the parser's time grows with their square
_ANY_TAG = re.compile(r"<[^<>]*>")
_NESTING = re.compile(  # tags that stay open until they are closed
    r"<(/?)(?!(?:area|base|br|col|dd|dt|hr|img|input|li|link|meta|option|p|t[dhr]|wbr)\b)[a-z]", re.IGNORECASE
)


class _Page:
    """The lines written so far, and the state that the next one is written in."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []  # level of quotation, text
        self.words: list[str] = []
        self.said: list[str] = []  # since the last link began
        self.quoted = 0
        self.kept = 0
        self.mark = ""

    def say(self, text: str) -> None:
        """Add running text; its white space counts only in `pre`."""
        if not text.isascii():
            text = _INVISIBLE.sub("", text)
        self.said.append(text)
        if not self.kept:
            self.words.append(_BLANKS.sub(" ", text))
            return
        first, *others = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
        self.words.append(first)
        for line in others:
            self.end(always=True)
            self.words.append(line)

    def end(self, *, always: bool = False) -> None:
        """End the line; one with nothing on it is kept where it was asked for."""
        line = "".join(self.words)
        self.words.clear()
        if not self.kept:
            line = _TABS.sub("\t", _SPACES.sub(" ", line)).strip(" ")
        if line.strip():
            self.lines.append((self.quoted, f"{self.mark}{line}".rstrip()))
            self.mark = ""
        elif always:
            self.lines.append((self.quoted, ""))

    def gap(self) -> None:
        """An empty line, but none between an item's mark and its text."""
        self.end()
        if not self.mark:
            self.lines.append((self.quoted, ""))

    def text(self) -> str:
        """The lines; a run of empty ones is one, quoted as the least quoted of its neighbours."""
        kept: list[str] = []
        before, empty = 0, False
        for level, line in self.lines:
            if not line:
                empty = True
                continue
            if empty and kept:
                kept.append(_quoted(min(before, level), ""))
            kept.append(_quoted(level, line))
            before, empty = level, False
        return "\n".join(kept)


def _quoted(level: int, line: str) -> str:
    return f"{'> ' * min(level, _DEEPEST)}{line}".rstrip()


def text_of(html: str) -> str:
    """The text of an HTML mail, with a line feed for each line a reader sees; never raises.

    Quotations (`blockquote`, and Outlook's boxes with a bar on the left) are prefixed with `> ` per level, up
    to 40; items with `- `; a link is followed by ` <its address>` where its text says something else; cells
    are separated by tabs. Scripts, styles, images, comments and what is not displayed are dropped. No-break
    spaces become spaces, and there is at most one empty line in a row.
    """
    if is_too_deep(html):
        return " ".join(_ANY_TAG.sub(" ", html).split())
    from selectolax.lexbor import LexborHTMLParser  # 10 ms that only HTML mails need

    tree = LexborHTMLParser(html.replace("\0", "").encode("utf-8", "replace"))
    page = _Page()
    top = tree.body or tree.root
    if top is not None:
        _walk(page, top)
    page.end()
    return page.text()


def is_too_deep(html: str) -> bool:
    """Whether tags nest so deep that a parser takes seconds, as in nothing that a person wrote."""
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    for tag in _NESTING.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > DEEPEST:
            return True
    return False


def _walk(page: _Page, top: LexborNode) -> None:
    """Enter and leave all nodes in the order of the text; a loop, since mails nest deeper than Python."""
    node: LexborNode | None = top
    opened: list[tuple[LexborNode, int]] = []
    while node is not None:
        quotes = _enter(page, node)
        child = None if quotes is None else node.child
        if quotes is not None and child is not None:
            opened.append((node, quotes))
            node = child
            continue
        if quotes is not None:
            _leave(page, node, quotes)
        following = node.next if opened else None
        while following is None and opened:
            parent, quotes = opened.pop()
            _leave(page, parent, quotes)
            following = parent.next if opened else None
        node = following


def _enter(page: _Page, node: LexborNode) -> int | None:
    """Begin a node; the levels of quotation it adds, None where there is nothing to go into."""
    tag = node.tag or ""
    if tag == "-text":
        page.say(node.text_content or "")
        return None
    if tag in _DROPPED or tag[:1] in "-!":
        return None
    if tag == "br":
        page.end(always=True)
        return None
    style = (node.attributes.get("style") or "") if tag in _STYLED else ""
    if style and _HIDDEN(style):
        return None
    if tag in _BLOCKS:
        page.gap() if tag in _APART else page.end()
    elif tag in {"td", "th"} and any(not word.isspace() for word in page.words):
        page.words.append("\t")
    quotes = int(tag == "blockquote" or bool(tag == "div" and style and _BAR(style) and not _NO_BAR(style)))
    page.quoted += quotes
    if tag == "li":
        page.mark = "- "
    elif tag == "pre":
        page.kept += 1
    elif tag == "a":
        page.said.clear()
    return quotes


def _leave(page: _Page, node: LexborNode, quotes: int) -> None:
    tag = node.tag or ""
    if tag == "a":
        _link(page, node)
    elif tag in _BLOCKS:
        page.end()
        page.quoted -= quotes
        if tag == "li":
            page.mark = ""
        elif tag == "pre":
            page.kept -= 1
        if tag in _APART:
            page.gap()


def _link(page: _Page, node: LexborNode) -> None:
    address = (node.attributes.get("href") or "").strip()
    said = " ".join("".join(page.said).split())
    if said and _SCHEME.match(address) and _bare(said) != _bare(address):
        page.words.append(f" <{address}>")


def _bare(address: str) -> str:
    return _SCHEME.sub("", address).rstrip("/").lower()
