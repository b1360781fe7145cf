"""HTML mails as text: lines where a reader sees lines, quotes with `> ` as in plain mails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DROPPED = frozenset(
    "script style head title meta link template noscript object embed applet svg math select option "
    "button input textarea iframe img audio video canvas map area -comment".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary "
    "table tbody tfoot thead tr ul caption".split()
)
_APART = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table pre".split())
_BLANKS = re.compile(r"[ \t\n\r\f\v\xa0]+")
_QUOTES = re.compile(r"\b(?:gmail_quote|yahoo_quoted|moz-cite)\b")


class _Page:
    """Lines being written, and the state that tells how."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.words: list[str] = []
        self.quoted = 0
        self.kept = 0
        self.mark = ""

    def say(self, text: str) -> None:
        """Add running text, its white space collapsed."""
        if self.kept:
            first, *rest = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
            self.words.append(first)
            for line in rest:
                self.end(always=True)
                self.words.append(line)
            return
        self.words.append(_BLANKS.sub(" ", text))

    def end(self, *, always: bool = False) -> None:
        """End the line, if there is something on it."""
        line = "".join(self.words)
        self.words.clear()
        if not self.kept:
            line = re.sub(r"  +", " ", line).strip(" ")
        if line.strip() or always:
            self.lines.append(f"{'> ' * self.quoted}{self.mark if line else ''}{line}".rstrip())
            if line:
                self.mark = ""

    def gap(self) -> None:
        """One empty line, unless there is one."""
        self.end()
        empty = ("> " * self.quoted).rstrip()
        if self.lines and self.lines[-1] != empty:
            self.lines.append(empty)


def text_of(html: str) -> str:
    """The text of an HTML mail, with a line feed for each line a reader sees; never raises.

    Quotations are prefixed with `> ` per level, items with `- `; a link is followed by ` <its address>`
    where its text says something else; cells are separated by tabs. Scripts, styles, images are dropped.
    No-break spaces become spaces, and there is at most one empty line in a row.
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html.replace("\0", ""))
    page = _Page()
    node: LexborNode | None = tree.body
    top = node
    while node is not None:
        entered = _enter(page, node)
        if entered and node.child is not None:
            node = node.child
            continue
        while node is not None:
            if entered:
                _leave(page, node)
            entered = True
            if node.mem_id == (top.mem_id if top else None):
                node = None
                break
            if node.next is not None:
                node = node.next
                break
            node = node.parent
    page.end()
    return _joined(page.lines)


def _enter(page: _Page, node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag == "-text":
        page.say(node.text_content or "")
        return False
    if tag in _DROPPED or tag[:1] in "-!":
        return False
    if tag == "br":
        page.end(always=True)
        return False
    if tag in _BLOCKS:
        page.gap() if tag in _APART else page.end()
    if tag == "blockquote":
        page.quoted += 1
    elif tag == "li":
        page.mark = "- "
    elif tag == "pre":
        page.kept += 1
    elif tag in {"td", "th"} and any(word.strip() for word in page.words):
        page.words.append("\t")
    return True


def _leave(page: _Page, node: LexborNode) -> None:
    tag = node.tag or ""
    if tag == "a":
        _link(page, node)
    elif tag in _BLOCKS:
        page.gap() if tag in _APART else page.end()
        if tag == "blockquote":
            page.quoted -= 1
        elif tag == "li":
            page.mark = ""
        elif tag == "pre":
            page.kept -= 1


def _link(page: _Page, node: LexborNode) -> None:
    address = (node.attributes.get("href") or "").strip()
    if not address.lower().startswith(("http://", "https://", "mailto:")):
        return
    said = " ".join((node.text() or "").split())
    bare = re.sub(r"^(?:https?://|mailto:)", "", address, flags=re.IGNORECASE).rstrip("/")
    if said and re.sub(r"^(?:https?://|mailto:)", "", said, flags=re.IGNORECASE).rstrip("/") != bare:
        page.words.append(f" <{address}>")


def _joined(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if not line.strip("> ") and (not kept or not kept[-1].strip("> ")):
            continue
        kept.append(line)
    while kept and not kept[-1].strip("> "):
        kept.pop()
    return "\n".join(kept)
